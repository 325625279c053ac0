//! Titles and caption of the figure of `drawdown require`.

use crate::{
    plot::{numbers, words},
    store::required::{RequiredArm, RequiredScenario, RequiredSummary, RequiredTarget, State},
};

pub(super) fn asked(summary: &RequiredSummary) -> String {
    format!("{} %", numbers::as_written(100.0 * summary.probability))
}

/// The finding, longest first.
pub(super) fn titles(summary: &RequiredSummary, scenario: &RequiredScenario) -> Vec<String> {
    let ends =
        [summary.levels.first(), summary.levels.last()].map(|level| level.copied().unwrap_or_default());
    let highest = numbers::as_written(ends[1]);
    let (year, p) = (summary.year, asked(summary));
    let domains: Vec<&RequiredTarget> = scenario.targets.iter().filter(|t| t.domain.is_some()).collect();
    let mut reached: Vec<(&RequiredTarget, f64)> =
        domains.iter().filter_map(|target| Some((*target, target.scenario.level?))).collect();
    // Those at the same level stay in order.
    reached.sort_by(|a, b| b.1.total_cmp(&a.1));
    let together = scenario.targets.iter().find(|target| target.domain.is_none());
    let at = |arm: &RequiredArm| match arm.state {
        State::AtMost => format!("at most {} %", numbers::as_written(ends[0])),
        _ => format!("{:.1} %", arm.level.unwrap_or_default()),
    };
    if let Some(all) = together.filter(|target| target.scenario.level.is_some()) {
        let level = at(&all.scenario);
        return vec![
            format!("Closing all of these gaps by {year} takes {level} of GDP from every ally"),
            format!("Closing all of these by {year} takes {level} of GDP"),
        ];
    }
    match reached.first() {
        None if domains.len() == 1 => vec![
            format!(
                "No spending up to {highest} % of GDP closes the gap in {} by {year} with a probability of {p}",
                words::inside(&domains[0].title)
            ),
            format!(
                "No spending up to {highest} % of GDP closes the gap by {year} with a probability of {p}"
            ),
            format!("No spending up to {highest} % of GDP closes the gap by {year}"),
        ],
        None => vec![
            format!(
                "No spending up to {highest} % of GDP closes any of these gaps by {year} with a probability of {p}"
            ),
            format!("No spending up to {highest} % closes any of these by {year} with a probability of {p}"),
            format!("No spending up to {highest} % closes a gap by {year}"),
        ],
        Some((dearest, _)) => {
            let level = at(&dearest.scenario);
            let name = words::capital(&words::inside(&dearest.title));
            let open = domains.len() - reached.len();
            if open == 0 && domains.len() == 1 {
                return vec![format!("{name} takes {level} of GDP from every ally by {year}")];
            }
            if open == 0 {
                return vec![
                    format!("{name} takes {level} of GDP by {year}, all together more than {highest} %"),
                    format!("Each by itself closes by {year} at {level} of GDP, all together do not"),
                ];
            }
            let (of, are) = (domains.len(), if open == 1 { "is" } else { "are" });
            vec![
                format!(
                    "{name} takes {level} of GDP by {year}; {open} of {of} gaps {are} out of reach at {highest} %"
                ),
                format!("{open} of {of} gaps stay open by {year} at any level up to {highest} % of GDP"),
            ]
        }
    }
}

pub(super) fn caption(summary: &RequiredSummary, scenario: &RequiredScenario) -> Vec<String> {
    let counted = numbers::thousands((summary.replicates - summary.failed_replicates) as f64);
    let data = words::data(&summary.references);
    let mut sentences = Vec::new();
    if summary.replicates < 1000 {
        sentences.push(format!("Only {counted} runs: curves and intervals are rough."));
        sentences.push(format!("Source: drawdown model and {data}. Seed {}.", summary.seed));
    } else {
        sentences.push(format!("Source: drawdown model and {data}. {counted} runs, seed {}.", summary.seed));
    }
    sentences.push(
        "Pledges of all who spend less are set to the level and attained in full, each in its own pledge year."
            .to_owned(),
    );
    sentences.push(format!(
        "drawdown {}, {}",
        summary.version,
        scenario.hash.chars().take(8).collect::<String>()
    ));
    sentences
}
