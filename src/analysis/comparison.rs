//! The paired comparison of scenarios as a table.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use super::estimates::Run;
use crate::{
    engine::pairs::{COMPARED, pair_positions},
    model::cells::{Axis, Outcome, Section, Unit},
    present::text::CsvWriter,
    scenario::names::TIERS,
    store::table::number,
};

/// Columns of `comparison.csv`.
const COLUMNS: [&str; 17] = [
    "scenario_a",
    "scenario_b",
    "arm",
    "outcome",
    "unit",
    "domain",
    "tier",
    "difference",
    "se",
    "lower",
    "upper",
    "probability_a_worse",
    "p05",
    "p25",
    "p50",
    "p75",
    "p95",
];

/// Position among the compared cells of the index that ranks scenarios.
#[must_use]
pub fn headline(run: &Run) -> usize {
    debug_assert_eq!(COMPARED[0].0, Outcome::IndexHeadline);
    run.tier()
}

/// Domain and tier of a compared cell, as a table names them.
pub(super) fn labels(run: &Run, section: &Section, cell: usize) -> (String, String) {
    match section.axes {
        [Axis::Tier] => (String::new(), TIERS[cell].to_string()),
        [Axis::Domain, Axis::Tier] => {
            (run.plan.layout.domains[cell / TIERS.len()].clone(), TIERS[cell % TIERS.len()].to_string())
        }
        _ => (String::new(), String::new()),
    }
}

/// Unit of a compared outcome.
pub(super) const fn unit(section: &Section) -> &'static str {
    match section.unit {
        Unit::Text(unit) => unit,
        Unit::OfDomain => "units",
    }
}

/// Writes all pairs in the order given: difference = a - b, worse = larger.
///
/// # Errors
/// When the file cannot be written.
pub fn write_table(run: &Run, path: &Path) -> Result<(), csv::Error> {
    let mut writer = CsvWriter::new(BufWriter::new(File::create(path)?));
    writer.write_record(COLUMNS)?;
    for (pair, (a, b)) in pair_positions(run.scenarios.len()).into_iter().enumerate() {
        let mut compared = 0;
        for (outcome, slot) in COMPARED {
            let section = run.section(outcome);
            for cell in 0..section.len {
                let (domain, tier) = labels(run, section, cell);
                let (difference, worse) =
                    run.results.pairs.estimate(pair, compared, &run.results.pair_shifts);
                let (lower, upper) = run.results.pairs.interval(pair, compared, &run.results.pair_shifts);
                // The headline index comes first, tier by tier.
                let quantiles = (outcome == Outcome::IndexHeadline)
                    .then(|| run.results.pair_counts.quantiles(pair, cell))
                    .flatten();
                let [p05, p25, p50, p75, p95] = quantiles.map_or([None; 5], |q| q.map(Some)).map(number);
                writer.write_record([
                    run.scenarios[a].id.as_str(),
                    run.scenarios[b].id.as_str(),
                    slot.name(),
                    section.name,
                    unit(section),
                    &domain,
                    &tier,
                    &number(Some(difference.mean)),
                    &number(Some(difference.se)),
                    &number(Some(lower)),
                    &number(Some(upper)),
                    &number(Some(worse)),
                    &p05,
                    &p25,
                    &p50,
                    &p75,
                    &p95,
                ])?;
                compared += 1;
            }
        }
    }
    writer.into_inner()?.flush()?;
    Ok(())
}
