//! By when gaps close and what holds them open, with and without the drawdown.

use super::Sentence;
use crate::{
    present::{View, constraints, numbers::percent},
    store::summary::{Label, ScenarioSummary},
};

/// The sentences.
pub(super) fn closing(view: &View, deepest: &ScenarioSummary) -> Vec<Sentence> {
    let mut text = Vec::new();
    let year = deepest.binding_year;
    if let Some(entry) = deepest.years.iter().find(|entry| entry.year == year) {
        let closed = Sentence::text(format!(
            "by the end of {year}, {:.1} of {} capabilities have no gap at D+{}, {:.1} {} ({}).",
            entry.domains_closed,
            view.summary.domains.len(),
            view.tier,
            entry.domains_closed_without,
            crate::present::without(deepest),
            view.stays_closed()
        ));
        text.push(closed.opening("Closing"));
    }
    let critical: Vec<String> = view
        .summary
        .domains
        .iter()
        .filter(|domain| domain.critical)
        .filter_map(|domain| {
            let entry = deepest.closure.iter().find(|c| c.domain == domain.id && c.year == year)?;
            Some(format!(
                "{} {} ({} without)",
                view.within(&domain.id),
                view.chance(entry.scenario.probability),
                view.chance(entry.counterfactual.probability)
            ))
        })
        .collect();
    if !critical.is_empty() {
        let said = format!("Critical ones closed by then: {}.", critical.join(", "));
        text.push(Sentence::text(said).detail());
    }
    let named: Vec<String> = held_open(deepest)
        .iter()
        .filter(|held| held.with >= 0.005 || held.without >= 0.005)
        .enumerate()
        .map(|(i, held)| {
            let without =
                if i == 0 { format!(" {}", crate::present::without(deepest)) } else { String::new() };
            format!("{} {} ({}{without})", held.label, percent(held.with), percent(held.without))
        })
        .collect();
    if !named.is_empty() {
        text.push(Sentence::text(format!("Held open early in {year} by {}.", named.join(", "))));
    }
    text.extend(critical_ones(view, deepest).map(Sentence::detail));
    text
}

/// What holds each critical capability open, and what would move it most.
fn critical_ones(view: &View, scenario: &ScenarioSummary) -> Option<Sentence> {
    let critical = view.summary.domains.iter().filter(|domain| domain.critical);
    let held: Vec<String> = critical
        .filter_map(|domain| {
            let entry = scenario.binding.iter().find(|b| b.domain == domain.id && b.open > 0.0)?;
            let named = constraints::named(&entry.labels);
            (!named.is_empty()).then(|| {
                format!(
                    "{} (open in {}) by {}: {}",
                    view.within(&domain.id),
                    view.of_replicates(entry.open),
                    constraints::shares(&named),
                    constraints::movers(&named)
                )
            })
        })
        .collect();
    (!held.is_empty()).then(|| {
        Sentence::text(format!(
            "What holds critical ones open early in {}, and what would move them most: {}.",
            scenario.binding_year,
            held.join("; ")
        ))
    })
}

/// A binding constraint with its share of all open cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Its name.
    pub label: String,
    /// With the drawdown.
    pub with: f64,
    /// Without.
    pub without: f64,
}

/// What holds open gaps open in the binding year, most frequent with the drawdown first; nothing where none is open.
#[must_use]
pub fn held_open(scenario: &ScenarioSummary) -> Vec<Held> {
    let with = shares(scenario.binding.iter().map(|b| (b.open, &b.labels[..])));
    let without =
        shares(scenario.binding.iter().map(|b| (b.counterfactual.open, &b.counterfactual.labels[..])));
    let share = |of: &[(String, f64)], label: &str| {
        of.iter().find(|(name, _)| name == label).map_or(0.0, |(_, share)| *share)
    };
    let mut held: Vec<Held> = Vec::new();
    for (label, _) in with.iter().chain(&without) {
        if held.iter().all(|known| known.label != *label) {
            held.push(Held {
                label: label.clone(),
                with: share(&with, label),
                without: share(&without, label),
            });
        }
    }
    held.sort_by(|a, b| b.with.total_cmp(&a.with));
    held
}

/// Labels with their share of all open cases; nothing where none is open.
fn shares<'a>(binding: impl Iterator<Item = (f64, &'a [Label])>) -> Vec<(String, f64)> {
    let (mut shares, mut all): (Vec<(String, f64)>, f64) = (Vec::new(), 0.0);
    for (open, labels) in binding {
        all += open;
        for label in labels {
            let weight = open * label.probability;
            match shares.iter_mut().find(|(name, _)| *name == label.label) {
                Some((_, share)) => *share += weight,
                None => shares.push((label.label.clone(), weight)),
            }
        }
    }
    if all <= 0.0 {
        return Vec::new();
    }
    shares.into_iter().map(|(label, weight)| (label, weight / all)).collect()
}
