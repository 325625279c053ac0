//! Expected regret as a table: what each drawdown loses beyond the best of those of its size, replicate by replicate.

use std::path::Path;

use super::{
    comparison::{labels, unit},
    estimates::Run,
};
use crate::{
    engine::regret::regretted,
    store::extra::{RegretRow, write},
};

/// Whether there is something to regret: two drawdowns of one size.
#[must_use]
pub fn applies(run: &Run) -> bool {
    !run.results.regret.options().is_empty()
}

/// Writes the regret of every drawdown that others match in size.
///
/// # Errors
/// When the file cannot be written.
pub fn write_table(run: &Run, path: &Path) -> Result<(), csv::Error> {
    let rows = run.results.regret.options().into_iter().flat_map(|scenario| {
        let sections = regretted(&run.plan.cells);
        let cells =
            sections.into_iter().flat_map(|section| (0..section.len).map(move |cell| (section, cell)));
        cells.enumerate().map(move |(at, (section, cell))| {
            let (domain, tier) = labels(run, section, cell);
            let found = run.results.regret.estimate(scenario, at);
            RegretRow {
                scenario: run.scenarios[scenario].id.clone(),
                outcome: section.name.to_owned(),
                domain,
                tier,
                unit: unit(section).to_owned(),
                mean: found.map(|f| f.mean),
                se: found.map(|f| f.se),
            }
        })
    });
    write::<RegretRow>(path, rows)
}
