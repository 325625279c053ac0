//! What people read: the answer and other sentences, tables; and what words, tables and figures share before they say or
//! draw anything: how sure a difference is, which drawdowns could change places, which worlds there are, how numbers are
//! rounded, and how text goes out. All of it is made of what `store` holds.

pub use drawdown_base::text;
pub use grammar::capital;
pub use numbers::{grouped, people};
pub use view::View;

use crate::store::summary::{Deepest, Estimate, ScenarioSummary, Summary};

pub mod answer;
pub mod archived;
pub mod at_tier;
pub mod causes;
pub mod citation;
pub mod constraints;
pub mod country;
pub mod evidence;
pub mod glossary;
pub mod grammar;
pub mod hindcast;
pub mod hindsight;
pub mod invest;
pub mod numbers;
pub mod precision;
pub mod published;
pub mod ranking;
pub mod recorded;
pub mod references;
pub mod required;
pub mod scenarios;
pub mod settled;
pub mod table;
pub mod tables;
pub mod turned;
pub mod typeset;
pub mod view;
pub mod worlds;

/// A mean below this is not seen in points with one decimal, fraction.
pub const SEEN: f64 = 0.0005;

/// A change of a capability's coverage below this is not named in words, fraction.
pub const WORTH_NAMING: f64 = 0.005;

/// From this part on, all who leave have left, as far as whole per cent tell.
pub const ALL_GONE: f64 = 0.995;

/// Replicates that estimates rest on.
#[must_use]
pub fn counted(summary: &Summary) -> u64 {
    summary.replicates.saturating_sub(summary.failed_replicates)
}

/// Whether a scenario changes nothing that can be seen: neither the index at any tier (by half a point in one of
/// ten replicates) nor any capability at any tier in any year.
#[must_use]
pub fn nothing(summary: &Summary, scenario: &ScenarioSummary) -> bool {
    let still =
        |e: &Estimate| e.mean.abs() < SEEN && [e.p05, e.p95].iter().all(|end| end.abs() < WORTH_NAMING);
    let index = |tier: &u32| scenario.index_of("attributable", *tier).is_none_or(still);
    summary.tiers.iter().all(index)
        && scenario.deepest.iter().all(|d| d.loss.mean < WORTH_NAMING)
        && scenario.gained.iter().all(|g| g.gain.mean < WORTH_NAMING)
}

/// A scenario's worst capability at a tier, or the one that gains most where none loses (a negative loss); `None` where no
/// change is worth naming.
#[must_use]
pub fn worst(scenario: &ScenarioSummary, tier: u32) -> Option<Deepest> {
    let changes = scenario.changes(tier);
    let most = changes.first().filter(|d| d.loss.mean >= WORTH_NAMING);
    most.or_else(|| changes.last().filter(|d| d.loss.mean <= -WORTH_NAMING)).cloned()
}

/// How much of its pledges a scenario takes back: `22 % of pledges`; nothing where it takes none back.
#[must_use]
pub fn pledges(scenario: &ScenarioSummary) -> Option<String> {
    let taken = &scenario.pledges_taken;
    let certain = taken.p95 - taken.p05 < 0.005;
    let about = if certain { "" } else { "about " };
    (taken.mean > 0.0).then(|| format!("{about}{} % of pledges", numbers::whole(taken.mean)))
}

/// What a scenario takes away, for a narrow column: people, pledges, or both.
#[must_use]
pub fn size(scenario: &ScenarioSummary) -> String {
    match (pledges(scenario), scenario.personnel_effective.mean > 0.0) {
        (Some(pledges), false) => pledges,
        (Some(pledges), true) => format!("{}, {pledges}", people(&scenario.personnel_effective)),
        (None, _) => people(&scenario.personnel_effective),
    }
}

/// The drawdowns of a run in a word: leaving, where in all of them people leave and no pledge is taken back.
#[must_use]
pub fn act(summary: &Summary) -> &'static str {
    let some = |of: fn(&ScenarioSummary) -> bool| summary.scenarios.iter().any(of);
    word(some(|s| s.personnel_effective.mean > 0.0), some(|s| s.pledges_taken.mean > 0.0))
}

/// The drawdown of a scenario in a word, as [`act`].
#[must_use]
pub fn act_of(scenario: &ScenarioSummary) -> &'static str {
    word(scenario.personnel_effective.mean > 0.0, scenario.pledges_taken.mean > 0.0)
}

fn word(people: bool, pledges: bool) -> &'static str {
    match (people, pledges) {
        (false, true) => "taking pledges back",
        (true, true) => "the drawdown",
        (_, false) => "leaving",
    }
}

/// What stands against it, in words: it is enough that nobody leaves, or that no pledge is taken back, where nothing else does.
fn against(word: &str) -> &'static str {
    match word {
        "leaving" => "if nobody leaves",
        "taking pledges back" => "if no pledge is taken back",
        _ => "without the drawdown",
    }
}

/// A scenario's counterfactual in words: where no pledge is taken back it is enough that nobody leaves.
#[must_use]
pub fn without(scenario: &ScenarioSummary) -> &'static str {
    against(act_of(scenario))
}

/// What a run compares with, in words: it is enough that nobody leaves, unless a scenario takes pledges back; where all that do
/// anything only take pledges back, that none is.
#[must_use]
pub fn unless(summary: &Summary) -> &'static str {
    against(act(summary))
}

/// How much of the spread of what a scenario adds rests on judgement, where that is known: `78 %` and `71 to 84 %`.
#[must_use]
pub fn judgement(summary: &Summary, scenario: &ScenarioSummary) -> Option<[String; 2]> {
    let share = summary
        .judgement_share
        .as_ref()
        .filter(|share| share.scenario == scenario.id && share.tier == summary.reporting_tier)?;
    let (low, high) = (numbers::whole(share.lower), numbers::whole(share.upper));
    let range = if low == high { format!("{low} %") } else { format!("{low} to {high} %") };
    Some([format!("{} %", numbers::whole(share.share)), range])
}

/// How much of a departure is done when planners would buy back, where it is not over by then: "72 %".
#[must_use]
pub fn under_way(scenario: &ScenarioSummary) -> Option<String> {
    let leave = scenario.personnel_effective.mean > 0.0;
    scenario.departed.filter(|part| leave && *part < ALL_GONE).map(numbers::percent)
}

/// What a scenario takes away, as the object of buying it back.
#[must_use]
pub fn gone(scenario: &ScenarioSummary) -> &'static str {
    match (scenario.personnel_effective.mean > 0.0, scenario.pledges_taken.mean > 0.0) {
        (_, false) => "what left",
        (false, true) => "what is no longer pledged",
        (true, true) => "what left or is no longer pledged",
    }
}
