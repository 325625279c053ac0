//! What holds gaps open, as planners say it, and what would move it most.

use super::{grammar::list, numbers::percent};
use crate::store::summary::Label;

/// The part of the open cases from which on a constraint is named beside the most frequent one.
const NAMED: f64 = 0.25;
/// The most that are named: as many as can hold more than a quarter.
const MOST: usize = 3;

/// What would move a gap that a constraint holds open.
#[must_use]
pub fn mover(label: &str) -> &'static str {
    match label {
        "money" => "more money for orders",
        "industry" => "faster deliveries by industry",
        "people" => "more people to man the kit",
        "time" => "earlier orders (what is ordered is on its way)",
        "enablers" => "more of the forces that make it usable",
        _ => "surer forces (crises and reliability hold it, not numbers)",
    }
}

/// The constraints that are named: the most frequent one, and others that hold as much as a quarter of the open cases.
#[must_use]
pub fn named(labels: &[Label]) -> Vec<&Label> {
    let mut all: Vec<&Label> = labels.iter().filter(|label| label.probability > 0.0).collect();
    // Of equal ones the first in the order of the model.
    all.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    let many = all.iter().filter(|label| label.probability >= NAMED).count().clamp(1, MOST);
    all.truncate(many);
    all
}

/// The same with the part of the open cases that each holds: "time 51 % and money 41 %".
#[must_use]
pub fn shares(named: &[&Label]) -> String {
    list(
        &named
            .iter()
            .map(|label| format!("{} {}", label.label, percent(label.probability)))
            .collect::<Vec<_>>(),
    )
}

/// What would move it most: "earlier orders, and more money for orders".
#[must_use]
pub fn movers(named: &[&Label]) -> String {
    named.iter().map(|label| mover(&label.label)).collect::<Vec<_>>().join(", and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(shares: &[(&str, f64)]) -> Vec<Label> {
        shares.iter().map(|&(label, probability)| Label { label: label.to_owned(), probability }).collect()
    }

    #[test]
    fn what_holds_a_quarter_of_the_open_cases_is_named_beside_the_first() {
        let two = labels(&[("money", 0.41), ("people", 0.07), ("time", 0.51), ("reliance", 0.0)]);
        assert_eq!(shares(&named(&two)), "time 51 % and money 41 %");
        assert_eq!(
            movers(&named(&two)),
            "earlier orders (what is ordered is on its way), and more money for orders"
        );
        assert_eq!(shares(&named(&labels(&[("money", 0.2), ("people", 0.8)]))), "people 80 %");
        assert_eq!(shares(&named(&labels(&[("money", 0.2), ("people", 0.15)]))), "money 20 %");
        assert!(named(&labels(&[("money", 0.0)])).is_empty());
    }

    #[test]
    fn every_constraint_of_the_model_has_its_own_mover() {
        let all: std::collections::BTreeSet<&str> =
            crate::store::summary::LABELS.iter().map(|(label, _)| mover(label)).collect();
        assert_eq!(all.len(), crate::store::summary::LABELS.len());
    }
}
