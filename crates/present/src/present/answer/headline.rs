//! The widest finding that stands, in one sentence: the heading of the briefing and of the report.

pub use crate::present::{nothing, ranking::leaving};
use crate::{
    present::{
        SEEN, View,
        evidence::{Verdict, added, verdict},
        numbers::{fixed, points},
        people, pledges,
    },
    store::summary::{Difference, Estimate, ScenarioSummary, Summary},
};

/// The attributable index at the reporting tier.
#[must_use]
pub fn attributable(summary: &Summary, scenario: &ScenarioSummary) -> Estimate {
    scenario.index_of("attributable", summary.reporting_tier).copied().unwrap_or_default()
}

/// Points as a heading names them: whole from 1 on.
fn round(value: f64) -> String {
    let shown = 100.0 * value.abs();
    fixed(shown, usize::from(shown < 0.95))
}

/// "1 point", "3.2 points".
fn unit(number: &str) -> &'static str {
    if number == "1" { "point" } else { "points" }
}

/// What a scenario takes away, at the start of a sentence, and whether verbs behind it have an `s`.
fn subject(scenario: &ScenarioSummary) -> (String, &'static str) {
    let capital =
        |text: String| text.strip_prefix("about").map_or_else(|| text.clone(), |rest| format!("About{rest}"));
    let people = capital(people(&scenario.personnel_effective));
    match (pledges(scenario), scenario.personnel_effective.mean > 0.0) {
        (None, _) => (format!("{people} leaving"), ""),
        (Some(taken), true) => (format!("{people} leaving and {taken} taken back"), ""),
        (Some(taken), false) => (format!("Taking back {taken}"), "s"),
    }
}

/// The drawdowns of a run, at the start of a sentence.
fn act(summary: &Summary) -> String {
    crate::present::capital(crate::present::act(summary))
}

/// What is missing anyway: a number, or from which to which where the scenarios are in different worlds.
fn shortfall(summary: &Summary, scenarios: &[&ScenarioSummary]) -> String {
    let missing: Vec<Estimate> = scenarios
        .iter()
        .filter_map(|s| s.index_of("counterfactual", summary.reporting_tier).copied())
        .collect();
    let by_mean = |a: &&Estimate, b: &&Estimate| a.mean.total_cmp(&b.mean);
    // Rounded as in the tile below and in the answer.
    let shown = |e: &Estimate| points(e.mean, e.se);
    let least = missing.iter().min_by(by_mean).copied().unwrap_or_default();
    let most = missing.iter().max_by(by_mean).copied().unwrap_or_default();
    let (least, most) = (shown(&least), shown(&most));
    if least == most { format!("{most} %") } else { format!("{least} to {most} %") }
}

/// The heading where nothing that can be seen changes.
fn still(scenarios: &[&ScenarioSummary], shortfall: &str) -> String {
    match scenarios {
        [one, ..] if one.draws_down() => match scenarios {
            [one] => {
                let (subject, s) = subject(one);
                format!("{subject} move{s} no capability by as much as half a point")
            }
            _ => "None of these drawdowns moves a capability by as much as half a point".to_owned(),
        },
        [one] if one.trigger_effect.is_some_and(|effect| effect.mean.abs() >= SEEN) => {
            let points = round(one.trigger_effect.unwrap_or_default().mean);
            let more = one.trigger_effect.is_some_and(|effect| effect.mean > 0.0);
            let what = if more { "more" } else { "less" };
            format!(
                "Nobody leaves: with the trigger {shortfall} is missing, {points} {} {what}",
                unit(&points)
            )
        }
        _ => format!("Nobody leaves: a shortfall of {shortfall} is there anyway"),
    }
}

/// What of several findings can be said of all of them: nothing, that they hold, or that they probably do.
fn adverb(found: &[Difference]) -> Option<&'static str> {
    let of = |d: &Difference| match verdict(d) {
        _ if d.difference.abs() < SEEN => None,
        Verdict::Adds(adverb) | Verdict::TakesOff(adverb) => Some(adverb),
        Verdict::Open => None,
    };
    let all: Option<Vec<&'static str>> = found.iter().map(of).collect();
    // "Probably" of one is "probably" of all.
    all.map(|all| all.into_iter().max().unwrap_or_default())
}

/// The widest finding that stands, by the one rule of evidence; a question where none does.
#[must_use]
pub fn headline(summary: &Summary) -> String {
    let view = View::of(summary);
    let scenarios = view.named().map_or_else(|| leaving(summary), |named| vec![named]);
    let Some(&deepest) = scenarios.first() else { return "No scenario was compared".to_owned() };
    let shortfall = shortfall(summary, &scenarios);
    if scenarios.iter().all(|s| nothing(summary, s)) {
        return still(&scenarios, &shortfall);
    }
    let found: Vec<Difference> = scenarios.iter().map(|s| added(s, summary.reporting_tier)).collect();
    let (first, last) = (found[0], found[found.len() - 1]);
    let anyway = format!("a shortfall of {shortfall} that is there anyway");
    let up_to = if found.len() > 1 { "up to " } else { "" };
    let most = round(first.difference);
    let off = round(last.difference);
    let (adds, takes_off) = (first.difference > 0.0, last.difference < 0.0);
    let (act, lower) = (act(summary), crate::present::act(summary));
    let less = |adverb: &str| {
        format!(
            "With the alarm it sets off, {lower} {adverb}takes {up_to}{off} {} off a shortfall of {shortfall}",
            unit(&off)
        )
    };
    match (adverb(&found), adverb(&[first]), adverb(&[last])) {
        (Some(all), ..) if adds && !takes_off => match found[..] {
            [only] => {
                let x = points(only.difference, only.se);
                let (subject, s) = subject(deepest);
                format!("{subject} {all}add{s} {x} {} to {anyway}", unit(&x))
            }
            _ if round(last.difference) == most => {
                format!("{act} {all}adds {most} {} to {anyway}", unit(&most))
            }
            _ => {
                // As many decimals at one end as at the other.
                let decimals = usize::from(off.contains('.'));
                let shown = |d: Difference| fixed(100.0 * d.difference, decimals);
                format!("{act} {all}adds {} to {} points to {anyway}", shown(last), shown(first))
            }
        },
        (Some(all), ..) if !adds => less(all),
        (_, Some(first), Some(last)) if adds && takes_off => format!(
            "{act} {first}adds {up_to}{most} {} to {anyway}, or {last}takes {up_to}{off} off it",
            unit(&most)
        ),
        (_, Some(first), _) if adds => {
            format!("{act} {first}adds {up_to}{most} {} to {anyway}", unit(&most))
        }
        (_, _, Some(last)) if takes_off => less(last),
        _ => format!("Does {lower} deepen {anyway}?"),
    }
}
