//! What `--causes` prints: what each mechanism of a drawdown adds.

use super::output::Grid;
use crate::{
    analysis::answer::points,
    plot::causes::{STEPS, Way},
    store::{
        extra::CauseRow,
        summary::{ScenarioSummary, Summary},
    },
};

/// One row a scenario, in the order of the ranking; `None` without causes.
pub fn grid(summary: &Summary, rows: &[CauseRow]) -> Option<Grid> {
    let tier = summary.reporting_tier;
    let ways: Vec<(&ScenarioSummary, Way)> = summary
        .ranking
        .iter()
        .filter_map(|entry| {
            let scenario = summary.scenarios.iter().find(|s| s.id == entry.scenario)?;
            Some((scenario, Way::find(rows, scenario, tier)?))
        })
        .collect();
    let steps = Way::shown(ways.iter().map(|(_, way)| way));
    let mut heads = vec!["scenario".to_owned(), "adds".to_owned()];
    heads.extend(steps.iter().map(|&step| STEPS[step].to_owned()));
    heads.push("enablers".to_owned());
    let mut words = vec![false; heads.len()];
    words[0] = true;
    let shown = |row: &CauseRow| points(row.mean.unwrap_or(f64::NAN), row.se.unwrap_or(f64::NAN));
    let part = |row: &CauseRow| {
        let part = points(row.enablers_mean.unwrap_or(0.0), row.enablers_se.unwrap_or(f64::NAN));
        format!("{} ({part})", shown(row))
    };
    let rows: Vec<Vec<String>> = ways
        .iter()
        .filter_map(|(scenario, way)| {
            let mut row = vec![scenario.short_title.clone(), shown(&way.added)];
            row.extend(
                steps.iter().map(|&step| way.steps[step].as_ref().map_or_else(|| "-".to_owned(), part)),
            );
            row.push(points(way.added.enablers_mean?, way.added.enablers_se.unwrap_or(f64::NAN)));
            Some(row)
        })
        .collect();
    (!rows.is_empty()).then(|| Grid {
        title: format!("What adds to it at D+{tier}, points, mechanisms switched on from left to right"),
        heads,
        words,
        rows,
        notes: vec![
            "pledges: forces pledged are taken back (where some are); presence: units leave; return: some come back; handover: kit stays; disruption; linkage: a weaker tie;"
                .to_owned(),
            "reaction: the alarm. In brackets and last, of the whole: the part that is gone when nothing depends on another."
                .to_owned(),
        ],
    })
}
