//! What `sensitivity`, `compare` and `run` find beside a run: what drives the gap, and how much of it rests on judgement.

use std::{io::Write, path::Path, sync::Arc};

use super::{
    Simulation,
    console::{Console, Progress},
    failure::Failure,
};
use crate::{
    analysis::sensitivity::{
        self, Found,
        variance::{self, By},
    },
    disk::file::create_with,
    scenario::Scenario,
    store::{sensitivity::write_to, summary::Summary},
    study::{Answered, Grouping, Observer, Planned, StudyError, Varying},
};

/// What was found beside a run.
pub struct Added {
    /// The sensitivity; `None` if it was stopped before anything was known.
    pub found: Option<Found>,
    /// Replicates asked for, if it was stopped before they were done.
    pub cut_short: Option<u64>,
    /// Tables of the folder, by name.
    pub tables: Vec<(&'static str, Vec<u8>)>,
}

/// Progress over replicates of which there are as many as is known on the way.
struct Told(Arc<Progress>);

impl Observer for Told {
    fn replicates(&self, done: u64, all: u64) {
        self.0.to_come(all);
        self.0.at(done);
    }
}

/// Finds what drives the gap of the scenario in focus, by default the deepest in which somebody leaves (any, if nobody leaves), and adds it
/// to the summary.
pub fn add(
    options: &Simulation,
    planned: &mut Planned,
    summary: &mut Summary,
    console: &Console,
) -> Result<Added, Failure> {
    let Some(scenario) = deepest(planned.scenarios(), summary) else {
        return Ok(Added { found: None, cut_short: None, tables: Vec::new() });
    };
    let (id, reporting) = (scenario.id.clone(), scenario.reporting_tier);
    let enough = match options.vary.every_replicate {
        true => summary.replicates,
        false => sensitivity::enough(options.design()),
    };
    let replicates = summary.replicates.min(enough);
    let varying = Varying {
        tier: options.vary.tier.or(summary.turned_to.tier),
        top: usize::from(options.vary.top),
        every_input: options.vary.every_input,
        replicates: Some(replicates),
    };
    let bar = Arc::new(console.progress("runs, each input low and high in turn", replicates));
    planned.tell(Told(Arc::clone(&bar)));
    let found = planned.sensitivity(&id, &varying);
    bar.finish();
    let Answered { found, interrupted, .. } = match found {
        Ok(found) => found,
        Err(StudyError::Cancelled) => {
            return Ok(Added { found: None, cut_short: Some(replicates), tables: Vec::new() });
        }
        // The run is whole: its first replicates alone may be too few that are valid, and it is kept without this.
        Err(error) if !options.vary.alone => {
            console.warning(&format!("sensitivity is not known: {error}"));
            return Ok(Added { found: None, cut_short: None, tables: Vec::new() });
        }
        Err(error) => return Err(error.into()),
    };
    let mut table = Vec::new();
    write_to(&mut table, &found.rows)?;
    let mut tables = vec![("tables/sensitivity.csv", table)];
    summary.sensitivity = Some(found.summary.clone());
    if let Some(grouping) = options.vary.grouping(replicates).filter(|_| !interrupted) {
        let samples = options.vary.sobol.as_ref().and_then(|sobol| sobol.samples.as_deref());
        tables.push(add_groups(planned, &id, (&grouping, samples), summary, console)?);
        // One number for one quantity.
        if grouping.by == By::Grade && options.vary.tier.is_none_or(|tier| tier == reporting) {
            summary.judgement_share = variance::share(&summary.groups);
        }
    }
    Ok(Added { found: Some(found), cut_short: interrupted.then_some(replicates), tables })
}

/// Adds indices of groups.
fn add_groups(
    planned: &mut Planned,
    scenario: &str,
    (grouping, to): (&Grouping, Option<&Path>),
    summary: &mut Summary,
    console: &Console,
) -> Result<(&'static str, Vec<u8>), Failure> {
    let bar = Arc::new(
        console.progress("runs, one input or group after the other drawn anew", grouping.replicates),
    );
    planned.tell(Told(Arc::clone(&bar)));
    let found = planned.variance(scenario, grouping);
    bar.finish();
    let (rows, samples) = found?;
    summary.groups = rows;
    if let Some(file) = to {
        let write = |to: &mut dyn Write| samples.write(to).map_err(std::io::Error::other);
        create_with(file, write).map_err(|error| Failure::unwritten(file, &error))?;
        console.note(&format!("Every run of every sample: {}", file.display()));
    }
    let mut bytes = Vec::new();
    crate::store::sobol::write_to(&mut bytes, &summary.groups)?;
    Ok(("tables/groups.csv", bytes))
}

/// The scenario that a sensitivity is of: the deepest drawdown, or any where there is none.
fn deepest<'a>(scenarios: &'a [Scenario], summary: &Summary) -> Option<&'a Scenario> {
    let draws_down = |id: &str| summary.scenario(id).is_some_and(|s| s.draws_down());
    let ranked: Vec<&str> = summary.ranking.iter().map(|entry| entry.scenario.as_str()).collect();
    let deepest = ranked.iter().copied().find(|id| draws_down(id)).or(ranked.first().copied());
    // The one that was named, if it does anything that inputs could move.
    let named = summary.turned_to.focus.as_deref().filter(|id| draws_down(id));
    named.or(deepest).and_then(|id| scenarios.iter().find(|s| s.id == id))
}

/// Adds how much of the spread of what the scenario in focus adds at the reporting tier rests on judgement, from enough
/// replicates. A run that is stopped here is whole without it.
pub fn add_share(planned: &mut Planned, summary: &mut Summary, console: &Console) {
    let Some(scenario) = deepest(planned.scenarios(), summary) else { return };
    if summary.replicates < variance::SHARE_REPLICATES || summary.judgement_share.is_some() {
        return;
    }
    let id = scenario.id.clone();
    planned.tell(|_, _| {});
    match planned.judgement(&id) {
        Ok(share) => summary.judgement_share = share,
        Err(StudyError::Cancelled) => {}
        Err(error) => console.warning(&format!("how much rests on judgement is not known: {error}")),
    }
}
