//! The rows of the tables, section by section of the outcomes.

use std::path::Path;

use rayon::prelude::*;

use super::{causes, comparison, digits::digits, estimates::Run, regret};
use crate::{
    engine::{
        detail::Detail,
        plan::Plan,
        slot::{Slot, slots},
    },
    model::{
        cells::{Arms, Axis, Outcome, Section, Unit},
        layout::K,
    },
    scenario::{Scenario, names::TIERS},
    store::table::{Row, write},
};

/// The tables of a run folder that hold estimates by scenario; `comparison`, `regret` and `causes` are written besides.
pub const TABLES: [&str; 13] = [
    "coverage",
    "gap",
    "margin",
    "index",
    "vulnerability",
    "closure",
    "peak",
    "binding",
    "spending",
    "cost",
    "bill",
    "paper",
    "hosts",
];

/// Supply by source, the table behind the force-flow figure.
pub const SUPPLY: &str = "supply";

/// Writes all tables into a folder.
///
/// # Errors
/// When a file cannot be written.
pub fn write_tables(run: &Run, dir: &Path) -> Result<(), csv::Error> {
    let names: Vec<&str> = TABLES.into_iter().chain([SUPPLY]).collect();
    names.par_iter().try_for_each(|name| {
        let sections: Vec<&Section> =
            run.plan.cells.sections.iter().filter(|section| section.table == *name).collect();
        if sections.iter().all(|section| section.kept_len() == 0) {
            return Ok(());
        }
        write(&dir.join(format!("{name}.csv")), |column| has(&sections, column), table_rows(*run, name))
    })?;
    if run.scenarios.len() > 1 {
        comparison::write_table(run, &dir.join("comparison.csv"))?;
    }
    if let Some(found) = &run.results.causes {
        causes::write_table(run, found, &dir.join("causes.csv"))?;
    }
    if regret::applies(run) {
        regret::write_table(run, &dir.join("regret.csv"))?;
    }
    Ok(())
}

/// The rows of a table, scenario by scenario; none of a table that there is not.
pub fn table_rows<'a>(run: Run<'a>, table: &str) -> impl Iterator<Item = Row> + 'a {
    let sections: Vec<&'a Section> =
        run.plan.cells.sections.iter().filter(|section| section.table == table).collect();
    (0..run.scenarios.len())
        .flat_map(move |scenario| sections.clone().into_iter().map(move |section| (scenario, section)))
        .flat_map(move |(scenario, section)| section_rows(run, scenario, section))
}

/// Whether a column occurs in some of the sections.
fn has(sections: &[&Section], column: &str) -> bool {
    let any = |test: &dyn Fn(&Section) -> bool| sections.iter().any(|section| test(section));
    let axis = |axis: Axis| any(&|section| section.axes.contains(&axis));
    let quantiles = any(&|section| section.bins != crate::model::cells::Bins::None);
    match column {
        "arm" => any(&|section| section.arms != Arms::NoArm),
        "domain" => axis(Axis::Domain),
        "tier" => axis(Axis::Tier) || sections.iter().any(|section| section.table == "binding"),
        "ally" => axis(Axis::Ally),
        "host" => axis(Axis::Host),
        "quarter" => axis(Axis::Quarter) || sections.iter().any(|section| section.table == "supply"),
        "year" => axis(Axis::Quarter) || axis(Axis::Year) || axis(Axis::YearFromBase),
        "mean" | "se" => any(&|section| !section.probability),
        "p05" | "p25" | "p50" | "p75" | "p95" => quantiles,
        "p05_se" | "p25_se" | "p50_se" | "p75_se" | "p95_se" => any(&quantile_errors),
        "probability" | "lower" | "upper" => any(&|section| section.probability),
        _ => true,
    }
}

/// Whether a section's quantiles are written with their errors: of the index, and of coverage by year.
fn quantile_errors(section: &Section) -> bool {
    matches!(section.outcome, Outcome::IndexHeadline | Outcome::IndexYear | Outcome::CoverageYear)
}

/// The rows of a section for one scenario: cell by cell, arm by arm.
fn section_rows<'a>(run: Run<'a>, scenario: usize, section: &'a Section) -> impl Iterator<Item = Row> + 'a {
    (0..section.len).flat_map(move |cell| {
        let labels = labels(run.plan, &run.scenarios[scenario], section, cell);
        slots(section)
            .iter()
            .filter(move |&&slot| is_written(&run, scenario, section, slot, cell))
            .filter_map(move |&slot| {
                labels.clone().map(|labels| estimate(&run, scenario, section, slot, cell, labels))
            })
            .flatten()
            .map(move |row| if run.plan.detail == Detail::Full { row } else { rounded(row) })
    })
}

/// Whether a table has a row: tables for people have what happens without a drawdown once a world, with its first scenario,
/// the gap at the reporting tier alone, and coverage at other tiers at the first quarter of each year.
fn is_written(run: &Run, scenario: usize, section: &Section, slot: Slot, cell: usize) -> bool {
    if run.plan.detail == Detail::Full {
        return true;
    }
    let world = |s: usize| run.plan.scenarios[s].world;
    if slot == Slot::Counterfactual && (0..scenario).any(|other| world(other) == world(scenario)) {
        return false;
    }
    let at_reporting_tier = cell % K == run.tier();
    match section.outcome {
        Outcome::Gap => at_reporting_tier,
        Outcome::Coverage => at_reporting_tier || (cell / section.width).is_multiple_of(4),
        // What people call buying back, and what is lacking anyway: the others are other sums.
        Outcome::BillHeadline => matches!(slot, Slot::DirectEffect | Slot::Counterfactual),
        _ => true,
    }
}

/// A row with as many digits as a reader can use.
fn rounded(mut row: Row) -> Row {
    let [estimate, error, quantile] = digits();
    [&mut row.mean, &mut row.probability].into_iter().for_each(estimate);
    let Row { se, lower, upper, p05_se, p25_se, p50_se, p75_se, p95_se, .. } = &mut row;
    [se, p05_se, p25_se, p50_se, p75_se, p95_se].into_iter().for_each(error);
    [lower, upper].into_iter().for_each(quantile);
    let Row { p05, p25, p50, p75, p95, .. } = &mut row;
    [p05, p25, p50, p75, p95].into_iter().for_each(quantile);
    row
}

/// The row of a cell without its numbers; `None` for an ally or host that the scenario does not have.
pub fn labels(plan: &Plan, whose: &Scenario, section: &Section, cell: usize) -> Option<Row> {
    let layout = &plan.layout;
    let mut row = Row { scenario: whose.id.clone(), outcome: section.name.to_owned(), ..Row::default() };
    let mut rest = cell;
    for &axis in section.axes.iter().rev() {
        let extent = plan.cells.extent(layout, axis);
        let at = rest % extent;
        rest /= extent;
        match axis {
            Axis::Quarter => {
                row.quarter = Some(at);
                row.year = Some(layout.start_year + (at / 4) as i32);
            }
            Axis::Year => row.year = Some(layout.start_year + at as i32),
            Axis::YearFromBase => row.year = Some(layout.start_year - 1 + at as i32),
            Axis::Domain => {
                row.domain = Some(layout.domains[at].clone());
                if section.unit == Unit::OfDomain {
                    row.unit.clone_from(&whose.domains[at].unit);
                }
            }
            Axis::Tier => row.tier = Some(TIERS[at]),
            Axis::Ally => {
                let id = &layout.allies[at];
                whose.allies.iter().find(|ally| ally.id == *id)?;
                row.ally = Some(id.clone());
            }
            Axis::Host => {
                let id = &plan.cells.hosts[at];
                whose.elements.iter().find(|element| element.host == *id)?;
                row.host = Some(id.clone());
            }
        }
    }
    if let Unit::Text(unit) = section.unit {
        unit.clone_into(&mut row.unit);
    }
    if section.table == "binding" {
        row.tier = Some(whose.reporting_tier);
    }
    if section.table == SUPPLY {
        row.quarter = row.year.map(|year| (year - layout.start_year) as usize * 4);
    }
    Some(row)
}

/// The row with its numbers; `None` where there is nothing to say (no replicate has a value).
fn estimate(
    run: &Run,
    scenario: usize,
    section: &Section,
    slot: Slot,
    cell: usize,
    mut row: Row,
) -> Option<Row> {
    let known = run.accumulated(scenario);
    let estimate = known.estimate(section, slot, cell)?;
    if section.arms == Arms::NoArm && section.conditional && estimate.n == 0 {
        return None;
    }
    row.arm = (section.arms != Arms::NoArm).then(|| slot.name().to_owned());
    if section.probability {
        row.probability = Some(estimate.mean);
        if estimate.n > 0 {
            let interval = known.known().interval(section, slot, cell);
            (row.lower, row.upper) = (interval.map(|i| i.0), interval.map(|i| i.1));
        }
    } else {
        (row.mean, row.se) = (Some(estimate.mean), Some(estimate.se));
    }
    if let Some([p05, p25, p50, p75, p95]) = known.quantiles(section, slot, cell) {
        (row.p05, row.p25, row.p50) = (Some(p05), Some(p25), Some(p50));
        (row.p75, row.p95) = (Some(p75), Some(p95));
    }
    if quantile_errors(section)
        && let Some(errors) = known.quantile_errors(section, slot, cell)
    {
        let [p05, p25, p50, p75, p95] = errors.map(Some);
        (row.p05_se, row.p25_se, row.p50_se) = (p05, p25, p50);
        (row.p75_se, row.p95_se) = (p75, p95);
    }
    Some(row)
}
