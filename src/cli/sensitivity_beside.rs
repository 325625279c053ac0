//! What `sensitivity`, `compare` and `run` find beside a run: what drives the gap, and how much of it rests on judgement.

use std::sync::atomic::AtomicBool;

use super::{Simulation, console::Console, failure::Failure};
use crate::{
    analysis::sensitivity::{
        self, Found, Question, SensitivityError,
        groups::{self, By},
        sensitivity,
    },
    engine::drive::RunError,
    scenario::Scenario,
    store::{sensitivity::write_to, summary::Summary},
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

/// Finds what drives the gap of the deepest scenario in which somebody leaves (of any, if nobody leaves), and adds it
/// to the summary.
pub fn add(
    options: &Simulation,
    scenarios: &[Scenario],
    summary: &mut Summary,
    stop: &AtomicBool,
    console: &Console,
) -> Result<Added, Failure> {
    let Some(scenario) = deepest(scenarios, summary) else {
        return Ok(Added { found: None, cut_short: None, tables: Vec::new() });
    };
    let design = options.design();
    let enough = if options.vary.every_replicate { summary.replicates } else { sensitivity::enough(design) };
    let question = Question {
        tier: options.vary.tier.unwrap_or(scenario.reporting_tier),
        top: usize::from(options.vary.top),
        every_input: options.vary.every_input,
        seed: options.draws.seed,
        design,
        replicates: summary.replicates.min(enough),
        threads: usize::from(options.draws.threads),
    };
    let bar = console.progress("replicates", question.replicates);
    let progress = |done, all| {
        bar.expect(all);
        bar.at(done);
    };
    let found = sensitivity(scenario, &question, stop, &progress);
    bar.finish();
    let found = match found {
        Ok(found) => found,
        Err(SensitivityError::Run(RunError::Nothing)) => {
            return Ok(Added { found: None, cut_short: Some(question.replicates), tables: Vec::new() });
        }
        // The run is whole: its first replicates alone may be too few that are valid, and it is kept without this.
        Err(error) if !options.vary.alone => {
            console.warning(&format!("sensitivity is not known: {error}"));
            return Ok(Added { found: None, cut_short: None, tables: Vec::new() });
        }
        Err(SensitivityError::Run(error)) => return Err(error.into()),
        Err(SensitivityError::Plan(error)) => return Err(error.into()),
    };
    let mut table = Vec::new();
    write_to(&mut table, &found.rows)?;
    let mut tables = vec![("tables/sensitivity.csv", table)];
    summary.sensitivity = Some(found.summary.clone());
    if found.replicates == question.replicates {
        tables.extend(add_groups(options, scenario, &question, summary, stop, console)?);
    }
    let cut_short = (found.replicates < question.replicates).then_some(question.replicates);
    Ok(Added { found: Some(found), cut_short, tables })
}

/// Adds indices of groups where they are asked for.
fn add_groups(
    options: &Simulation,
    scenario: &Scenario,
    question: &Question,
    summary: &mut Summary,
    stop: &AtomicBool,
    console: &Console,
) -> Result<Option<(&'static str, Vec<u8>)>, Failure> {
    let Some(by) = options.vary.groups else { return Ok(None) };
    let asked = groups::Question {
        tier: question.tier,
        by,
        seed: question.seed,
        replicates: groups::REPLICATES.max(question.replicates),
        threads: question.threads,
    };
    let bar = console.progress("replicates of groups", asked.replicates);
    let progress = |done, all| {
        bar.expect(all);
        bar.at(done);
    };
    let found = groups::groups(scenario, &asked, stop, &progress);
    bar.finish();
    match found {
        Ok(rows) => summary.groups = rows,
        Err(SensitivityError::Run(error)) => return Err(error.into()),
        Err(SensitivityError::Plan(error)) => return Err(error.into()),
    }
    // One number for one quantity.
    if by == By::Grade && asked.tier == scenario.reporting_tier {
        summary.judgement_share = groups::share(&summary.groups);
    }
    let mut bytes = Vec::new();
    crate::store::sobol::write_to(&mut bytes, &summary.groups)?;
    Ok(Some(("tables/groups.csv", bytes)))
}

/// The scenario that a sensitivity is of: the deepest drawdown, or any where there is none.
fn deepest<'a>(scenarios: &'a [Scenario], summary: &Summary) -> Option<&'a Scenario> {
    let draws_down = |id: &str| summary.scenario(id).is_some_and(|s| s.draws_down());
    let ranked: Vec<&str> = summary.ranking.iter().map(|entry| entry.scenario.as_str()).collect();
    let deepest = ranked.iter().copied().find(|id| draws_down(id)).or(ranked.first().copied());
    deepest.and_then(|id| scenarios.iter().find(|s| s.id == id))
}

/// Adds how much of the spread of what the deepest drawdown adds at the reporting tier rests on judgement, from enough
/// replicates. A run that is stopped here is whole without it.
pub fn add_share(
    options: &Simulation,
    scenarios: &[Scenario],
    summary: &mut Summary,
    stop: &AtomicBool,
    console: &Console,
) {
    let Some(scenario) = deepest(scenarios, summary) else { return };
    if summary.replicates < groups::SHARE_REPLICATES || summary.judgement_share.is_some() {
        return;
    }
    let asked = groups::Question {
        tier: scenario.reporting_tier,
        by: By::Grade,
        seed: options.draws.seed,
        replicates: groups::SHARE_REPLICATES,
        threads: usize::from(options.draws.threads),
    };
    match groups::judgement(scenario, &asked, stop, &|_, _| {}) {
        Ok(share) => summary.judgement_share = share,
        Err(SensitivityError::Run(RunError::Nothing)) => {}
        Err(error) => console.warning(&format!("how much rests on judgement is not known: {error}")),
    }
}
