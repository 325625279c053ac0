//! What `run` and `compare` find of the countries that are asked for beside the run, and say of them.

use std::{path::Path, sync::Arc};

use super::{
    Format, Simulation, console::Console, country_again::REPLICATES, country_args, failure::Failure,
    told::Told,
};
use crate::{
    analysis::summary::FORMAT,
    plot::PlotError,
    present::country as people,
    store::{
        country::{Tables, gather, path, read_kept, to_bytes},
        folder::read_assumptions,
        summary::Summary,
        turned_to::TurnedTo,
    },
    study::{Answered, Planned},
};

/// The ids of the allies of which there is to be a page.
pub fn asked(options: &Simulation, planned: &Planned, turned: &TurnedTo) -> Vec<String> {
    options.countries.ids(&turned.allies, &country_args::of_scenarios(planned.scenarios()))
}

/// Files of the run folder by name: what no table holds of the allies.
///
/// # Errors
/// When a comparison of worlds fails.
pub fn add(
    options: &Simulation,
    planned: &mut Planned,
    allies: &[String],
    console: &Console,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut files = Vec::new();
    let mut aside = (!options.no_world).then_some(REPLICATES);
    for ally in allies {
        let all = aside.unwrap_or(0) * planned.scenarios().len() as u64;
        let progress = Arc::new(console.progress(format!("runs, {ally} standing aside"), all));
        planned.tell(Told(Arc::clone(&progress)));
        let mut answered = planned.country(ally, aside)?;
        progress.finish();
        if answered.interrupted {
            console.warning(&format!(
                "interrupted: what the alliance loses without {ally} is left out; `drawdown country` finds it from the folder"
            ));
            aside = None;
            answered = planned.country(ally, aside)?;
        }
        let Answered { found, warnings, .. } = answered;
        warnings.iter().for_each(|warning| console.warning(warning));
        let bytes = to_bytes(&found).map_err(|error| Failure::Job(error.to_string()))?;
        files.push((path(ally), bytes));
    }
    planned.tell(|_, _| {});
    Ok(files)
}

/// The pages of the allies that were named, as they are printed after the answer; nothing for programs.
///
/// # Errors
/// When the folder cannot be read back.
pub fn said(
    options: &Simulation,
    folder: &Path,
    summary: &Summary,
    allies: &[String],
) -> Result<String, Failure> {
    let named = !summary.turned_to.allies.is_empty() && !options.countries.countries;
    if !named || matches!(options.format, Format::Json | Format::Csv) {
        return Ok(String::new());
    }
    let assumptions = read_assumptions(folder, FORMAT)?;
    let [hosts, spending, cost] = Tables::load(folder, summary).map_err(PlotError::from)?;
    let tables = Tables { hosts: &hosts, spending: &spending, cost: &cost };
    let mut text = String::new();
    for ally in allies {
        let kept = read_kept(folder, summary, ally)?;
        let country = gather(summary, &assumptions, tables, kept.as_ref(), ally);
        let blocks = people::page(summary, &country);
        text += &match options.format {
            Format::Markdown => people::markdown(summary, &country, &blocks),
            _ => format!("\n{}", people::plain(summary, &country, &blocks)),
        };
    }
    Ok(text)
}
