//! How much worse than the best choice in hindsight (regret): the best of the drawdowns of one size in one world, since between
//! different sizes the smaller one is mostly the best.

use super::evidence::{Evidence, settled};
use crate::store::summary::{RankEntry, ScenarioSummary, Summary};

/// Drawdowns of one size, of which two or more are among those given, in the order given; the sizes that most have first, of
/// equally frequent ones the largest.
#[must_use]
pub fn of_a_size<'a>(summary: &Summary, scenarios: &[&'a ScenarioSummary]) -> Vec<Vec<&'a ScenarioSummary>> {
    let of = |size: &Vec<String>| -> Vec<&ScenarioSummary> {
        scenarios.iter().copied().filter(|scenario| size.contains(&scenario.id)).collect()
    };
    let mut groups: Vec<Vec<&ScenarioSummary>> = summary.sizes.iter().map(of).collect();
    groups.retain(|group| group.len() > 1);
    let size = |group: &[&ScenarioSummary]| group[0].personnel_effective.mean;
    groups.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| size(b).total_cmp(&size(a))));
    groups
}

/// A drawdown of a group with what it adds on average beyond the best of its size.
#[derive(Clone, Copy, Debug)]
pub struct Hindsight<'a> {
    /// The drawdown.
    pub scenario: &'a ScenarioSummary,
    /// Points beyond the best, as a fraction: mean over runs.
    pub mean: f64,
    /// Its standard error; NaN where it is not known.
    pub se: f64,
}

/// A group with what each of it adds beyond the best, the least first; nothing where the run does not know it of all.
#[must_use]
pub fn ranked<'a>(summary: &Summary, group: &[&'a ScenarioSummary]) -> Option<Vec<Hindsight<'a>>> {
    let of = |scenario: &&'a ScenarioSummary| {
        let entry: &RankEntry = summary.ranking.iter().find(|entry| entry.scenario == scenario.id)?;
        let se = entry.expected_regret_se.unwrap_or(f64::NAN);
        Some(Hindsight { scenario, mean: entry.expected_regret?, se })
    };
    let mut all: Vec<Hindsight> = group.iter().map(of).collect::<Option<_>>()?;
    sort(&mut all);
    Some(all)
}

/// The least first, of equal ones by title.
pub fn sort(all: &mut [Hindsight]) {
    all.sort_by(|a, b| a.mean.total_cmp(&b.mean).then_with(|| a.scenario.title.cmp(&b.scenario.title)));
}

/// Those of a ranked group that are nearest to the best, or cannot be told from it by their means.
#[must_use]
pub fn nearest<'a>(ranked: &[Hindsight<'a>]) -> Vec<Hindsight<'a>> {
    let Some(first) = ranked.first() else { return Vec::new() };
    // On errors of their own, as if the two had not been drawn together. A mean that rests on too few runs to have an error may
    // be off by as much as it is.
    let error = |one: &Hindsight| if one.se.is_finite() { one.se } else { one.mean };
    let apart = |other: &&Hindsight| {
        let (a, b) = (error(first), error(other));
        settled(other.mean - first.mean, libm::sqrt(a * a + b * b))
    };
    let near = ranked.iter().filter(|other| other.scenario.id == first.scenario.id || !apart(other));
    near.copied().collect()
}

/// The one of a group that adds less than each of the others in every run, if one does: then there is nothing to weigh.
#[must_use]
pub fn best_in_every_run<'a>(
    summary: &Summary,
    group: &[&'a ScenarioSummary],
) -> Option<&'a ScenarioSummary> {
    let beats = |one: &ScenarioSummary, other: &ScenarioSummary| {
        let pair = summary.pair(&other.id, &one.id).map(|pair| pair.found);
        pair.is_some_and(|found| Evidence::found(&found) == Evidence::Holds && found.probability_worse >= 1.0)
    };
    let best = |one: &&&ScenarioSummary| group.iter().all(|other| other.id == one.id || beats(one, other));
    group.iter().find(best).copied()
}
