//! The answer of `drawdown require` in words: those of the terminal and of its `briefing.md`.

mod money;
mod target;

use money::of_money;
use target::of_target;

use crate::{
    present::{ALL_GONE, capital, evidence::settled, grammar::list, numbers::percent, references::changed},
    scenario::country,
    store::required::{
        RequiredArm, RequiredMoney, RequiredMore, RequiredScenario, RequiredSummary, RequiredTarget, State,
    },
};

/// What is asked, in a sentence.
#[must_use]
pub fn question(summary: &RequiredSummary) -> String {
    let grid =
        [summary.levels.first(), summary.levels.last()].map(|level| level.copied().unwrap_or_default());
    let question = format!(
        "What would every ally have to spend, in % of GDP, for there to be no gap at D+{} by the end of {} in {} \
         of runs? Levels from {} to {} %, pledged by all who spend less today, and attained in full; \
         nobody reacts to the drawdown itself.",
        summary.tier,
        summary.year,
        percent(summary.probability),
        grid[0],
        grid[1]
    );
    let beware = changed(&summary.references);
    std::iter::once(question)
        .chain(beware.iter().map(|words| format!("{}.", capital(words))))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The answer for one scenario, without its title.
#[must_use]
pub fn answer(summary: &RequiredSummary, scenario: &RequiredScenario) -> Vec<String> {
    let mut sentences: Vec<String> =
        scenario.targets.iter().map(|target| of_target(summary, scenario, target)).collect();
    sentences.push(match dearest(scenario) {
        Some(target) => of_money(summary, scenario, target),
        None => out_of_reach(summary),
    });
    sentences.retain(|said| !said.is_empty());
    sentences.extend(under_way(summary, scenario));
    sentences.extend(falls(summary, scenario));
    sentences
}

/// That there is no amount to tell of the allies that were named, where no level is enough.
fn out_of_reach(summary: &RequiredSummary) -> String {
    let title = |id: &String| country(id).map_or_else(|| id.clone(), |(_, title)| title.to_owned());
    let named: Vec<String> = summary.turned_to.allies.iter().map(title).collect();
    match &named[..] {
        [] => String::new(),
        named => format!(
            "No level is enough, so there is none of which {} would have to spend a part.",
            list(named)
        ),
    }
}

/// The target whose level is highest of those within reach: with all together, that if it is within reach.
#[must_use]
pub fn dearest(scenario: &RequiredScenario) -> Option<&RequiredTarget> {
    let reached = scenario.targets.iter().filter(|target| target.scenario.level.is_some());
    let level = |target: &RequiredTarget| target.scenario.level.unwrap_or_default();
    let together = scenario.targets.iter().find(|target| target.domain.is_none());
    together
        .filter(|target| target.scenario.level.is_some())
        // The first of equal ones.
        .or_else(|| reached.rev().max_by(|a, b| level(a).total_cmp(&level(b))))
}

/// Whether an ally is told of: one of those that were named, all of them where none was; their sum always is.
#[must_use]
pub fn told(summary: &RequiredSummary, money: &RequiredMoney) -> bool {
    let named = &summary.turned_to.allies;
    named.is_empty() || money.ally.is_empty() || named.contains(&money.ally)
}

/// What is compared with, in words: it is enough that nobody leaves, unless pledges are taken back.
#[must_use]
pub const fn unless(scenario: &RequiredScenario) -> &'static str {
    if scenario.takes_back { "without the drawdown" } else { "if nobody leaves" }
}

/// What is asked about, in words.
#[must_use]
pub const fn with(scenario: &RequiredScenario) -> &'static str {
    if scenario.takes_back { "with the drawdown" } else { "if they leave" }
}

/// A level as people write it.
#[must_use]
pub fn level(arm: &RequiredArm) -> String {
    match (arm.state, arm.level) {
        (State::Level, Some(level)) => format!("{level:.1} %"),
        (State::AtMost, Some(level)) => format!("at most {level} %"),
        _ => "unreachable".to_owned(),
    }
}

/// Its interval.
#[must_use]
pub fn interval(arm: &RequiredArm) -> String {
    match (arm.lower, arm.upper) {
        (Some(lower), Some(upper)) if lower == upper => format!("{lower:.1}"),
        (Some(lower), Some(upper)) => format!("{lower:.1} to {upper:.1}"),
        (Some(lower), None) => format!("{lower:.1} to unreachable"),
        (None, _) => "unreachable".to_owned(),
    }
}

/// What a drawdown adds to a level, in points of GDP.
#[must_use]
pub fn added(more: &RequiredMore) -> String {
    // A level is that of a grid: differences are whole tenths, and no minus stands before a zero.
    let points = format!("{:+.1}", if more.points == 0.0 { 0.0 } else { more.points });
    match (more.at_least, more.at_most) {
        (true, _) => format!("at least {points}"),
        (_, true) => format!("at most {points}"),
        _ => points,
    }
}

/// What holds open, most frequent first.
#[must_use]
pub fn held(arm: &RequiredArm, most: usize) -> String {
    let labels = arm.binding.iter().take(most);
    labels
        .map(|label| format!("{} {}", label.label, percent(label.probability)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A share of replicates, with as many decimals as it takes to see that it is less than what is asked.
#[must_use]
pub fn share(summary: &RequiredSummary, probability: f64) -> String {
    let asked = summary.probability;
    if probability >= asked || percent(probability) != percent(asked) {
        return percent(probability);
    }
    let written = |p: f64, decimals: usize| format!("{:.decimals$} %", 100.0 * p);
    let decimals = (1..6).find(|&d| written(probability, d) != written(asked, d)).unwrap_or(6);
    written(probability, decimals)
}

/// That not all who leave have left by the year that is asked about.
fn under_way(summary: &RequiredSummary, scenario: &RequiredScenario) -> Option<String> {
    let part = scenario.departed.filter(|part| scenario.leaves && *part < ALL_GONE)?;
    Some(format!(
        "By the end of {0} {1} of those who leave have left, on average; what leaves later counts as well: closed is a gap that \
         is closed from the end of {0} to the end of the run.",
        summary.year,
        percent(part)
    ))
}

/// Where more spending closes less, by more than two standard errors.
fn falls(summary: &RequiredSummary, scenario: &RequiredScenario) -> Option<String> {
    let n = (summary.replicates - summary.failed_replicates) as f64;
    // Both levels see the same replicates: the error of the difference is at most that of two independent shares.
    let error = |arm: &RequiredArm, at: f64| {
        let l = summary.levels.iter().position(|&level| level == at).filter(|&l| l > 0)?;
        let variance = |l: usize| {
            let p = arm.curve[l].probability;
            p * (1.0 - p) / n
        };
        Some(libm::sqrt(variance(l) + variance(l - 1)))
    };
    let fallen: Vec<String> = scenario
        .targets
        .iter()
        .filter_map(|target| {
            let at = target.scenario.falls_at?;
            let fall = target.scenario.largest_fall;
            let seen = error(&target.scenario, at).is_some_and(|se| settled(fall, se));
            seen.then(|| format!("{} by {:.1} points at {at:.1} %", target.title, 100.0 * fall))
        })
        .collect();
    (!fallen.is_empty()).then(|| {
        format!(
            "The probability does not rise at every level, since domains compete for people. Largest falls: {}.",
            fallen.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::summary::Probability;

    fn summary(curve: [f64; 3]) -> (RequiredSummary, RequiredScenario) {
        let curve: Vec<Probability> =
            curve.map(|p| Probability { probability: p, lower: p - 0.01, upper: p + 0.01 }).to_vec();
        let fall = curve[1].probability - curve[2].probability;
        let arm = RequiredArm {
            state: State::Unreachable,
            level: None,
            lower: None,
            upper: None,
            reachable: 0.0,
            at_highest: curve[2],
            largest_fall: fall.max(0.0),
            falls_at: (fall > 0.0).then_some(2.2),
            binding: Vec::new(),
            curve,
        };
        let target = RequiredTarget {
            domain: Some("isr".to_owned()),
            title: "ISR".to_owned(),
            scenario: arm.clone(),
            counterfactual: arm,
            attributable: None,
            money: Vec::new(),
            money_without: Vec::new(),
        };
        let scenario = RequiredScenario {
            id: "a".to_owned(),
            title: "A".to_owned(),
            hash: String::new(),
            share_now: 2.4,
            share_pledged: 3.4,
            leaves: true,
            takes_back: false,
            departed: None,
            warnings: Vec::new(),
            targets: vec![target],
        };
        let summary = RequiredSummary {
            turned_to: crate::store::turned_to::TurnedTo::default(),
            format: 1,
            version: "0".to_owned(),
            seed: 1,
            replicates: 2000,
            failed_replicates: 0,
            resamples: 1000,
            tier: 30,
            year: 2035,
            probability: 0.8,
            base_year: 2025,
            levels: vec![2.0, 2.1, 2.2],
            references: Vec::new(),
            scenarios: Vec::new(),
        };
        (summary, scenario)
    }

    #[test]
    fn short_of_what_is_asked_is_seen() {
        let (asked, scenario) = summary([0.1, 0.2, 0.796]);
        let said = answer(&asked, &scenario).join(" ");
        assert!(said.contains("At 2.2 % it is closed in 79.6 % of runs"), "{said}");
        assert!(said.ends_with("So it is even if nobody leaves (79.6 %)."), "{said}");
        assert_eq!(share(&asked, 0.79996), "79.996 %");
        assert_eq!((share(&asked, 0.8), share(&asked, 0.7)), ("80 %".to_owned(), "70 %".to_owned()));
    }

    #[test]
    fn an_ally_that_was_named_is_told_of_where_no_level_is_enough() {
        let (mut asked, scenario) = summary([0.1, 0.2, 0.5]);
        assert!(!answer(&asked, &scenario).join(" ").contains("No level is enough"));
        asked.turned_to.allies = vec!["ITA".to_owned(), "POL".to_owned()];
        let said = answer(&asked, &scenario);
        let last =
            "No level is enough, so there is none of which Italy and Poland would have to spend a part.";
        assert_eq!(said.last().map(String::as_str), Some(last), "{said:?}");
    }

    #[test]
    fn where_nobody_leaves_nothing_is_compared() {
        let (asked, mut scenario) = summary([0.1, 0.2, 0.5]);
        scenario.leaves = false;
        let said = answer(&asked, &scenario).join(" ");
        assert!(!said.contains("without") && !said.contains("nobody"), "{said}");
    }

    #[test]
    fn falls_within_two_standard_errors_are_not_told() {
        let fall = |to: f64| {
            let (asked, scenario) = summary([0.4, 0.5, to]);
            answer(&asked, &scenario).join(" ").contains("Largest falls: ISR by")
        };
        // Two standard errors of a difference of two halves from 2,000 are 3.2 points.
        assert!(!fall(0.497) && !fall(0.47) && fall(0.46));
    }
}
