//! What the sections look at, and how it is looked up.

use std::ops::Deref;

use maud::{Markup, html};

use super::{material::Material, words};
use crate::{
    plot::data::{of_arm, rows},
    present::{self, numbers::page as numbers, numbers::runs},
    store::{
        assumptions::ScenarioAssumptions,
        summary::{Estimate, ScenarioSummary},
    },
};

/// A run as a report sees it: the view of its summary, and what else was read.
pub(super) struct View<'a> {
    run: present::View<'a>,
    /// Everything that was read.
    pub material: &'a Material,
    /// Scenarios that have a card, in its order.
    pub cards: Vec<&'a ScenarioSummary>,
}

impl<'a> Deref for View<'a> {
    type Target = present::View<'a>;

    fn deref(&self) -> &Self::Target {
        &self.run
    }
}

/// Scenarios from which on not all have a card, and how many do then.
const MANY: (usize, usize) = (20, 12);

impl<'a> View<'a> {
    pub fn new(material: &'a Material) -> Self {
        let run = present::View::of(&material.told);
        let idle = |s: &&ScenarioSummary| !run.scenarios().iter().any(|other| other.id == s.id);
        let mut cards = run.scenarios().to_vec();
        cards.extend(material.told.scenarios.iter().filter(idle));
        if cards.len() > MANY.0 {
            cards.truncate(MANY.1);
        }
        Self { run, material, cards }
    }

    /// Makes something of each scenario that has figures of its own, with the id by which the page knows it: `base` alone where
    /// that is the one in focus, else with its place.
    pub fn of_each<T>(
        &self,
        base: &str,
        make: impl Fn(&'a ScenarioSummary) -> Option<T>,
    ) -> Vec<(String, T)> {
        let each = self.each();
        let id = |at: usize| if each.len() > 1 { format!("{base}-{}", at + 1) } else { base.to_owned() };
        each.iter().enumerate().filter_map(|(at, scenario)| Some((id(at), make(scenario)?))).collect()
    }

    /// Where its card is, if it has one.
    pub fn leads(&self, id: &str) -> Option<String> {
        self.cards.iter().any(|s| s.id == id).then(|| format!("#{}", words::card(id)))
    }

    /// A scenario's name, which leads to its card if it has one.
    pub fn link(&self, id: &str, name: &str) -> Markup {
        html! {
            @if let Some(address) = self.leads(id) {
                a href=(address) { (name) }
            } @else {
                b { (name) }
            }
        }
    }

    /// The years over which headlines are averaged: "2027–40".
    pub fn averaged(&self) -> String {
        let (first, last) = self.headline_years();
        words::joined(&numbers::years(first, last))
    }

    /// What is missing without any drawdown.
    pub fn without(&self) -> Estimate {
        self.focus().map(|s| self.index(s, "counterfactual", self.tier)).unwrap_or_default()
    }

    /// A domain's title without what stands in brackets.
    pub fn short(&self, id: &str) -> String {
        crate::plot::words::capital(&crate::plot::words::inside(self.title(id)))
    }

    /// What a scenario assumes.
    pub fn assumed(&self, id: &str) -> Option<&'a ScenarioAssumptions> {
        self.material.assumptions.scenarios.iter().find(|s| s.id == id)
    }

    /// The years over which coverage without drawdown is averaged: the third to the sixth.
    pub fn early(&self) -> (i32, i32) {
        let start = self.summary.start_year;
        ((start + 2).min(self.last_year()), (start + 5).min(self.last_year()))
    }

    /// Mean coverage of a domain without drawdown in those years.
    pub fn covered(&self, scenario: &str, domain: &str) -> Option<f64> {
        let (first, last) = self.early();
        let years: Vec<f64> = rows(&self.material.tables.coverage, scenario, "coverage_year")
            .filter(|r| of_arm(r, "counterfactual") && r.domain.as_deref() == Some(domain))
            .filter(|r| r.tier == Some(self.tier) && r.year.is_some_and(|y| (first..=last).contains(&y)))
            .filter_map(|r| r.mean)
            .collect();
        (!years.is_empty()).then(|| years.iter().sum::<f64>() / years.len() as f64)
    }

    /// The capability that is shortest without any drawdown: domain, year, and the part that is missing.
    pub fn shortest(&self, scenario: &ScenarioSummary) -> Option<(String, i32, f64)> {
        rows(&self.material.tables.coverage, &scenario.id, "coverage_year")
            .filter(|r| of_arm(r, "counterfactual") && r.tier == Some(self.tier))
            .filter_map(|r| Some((r.domain.clone()?, r.year?, 1.0 - r.mean?)))
            .fold(None, |best: Option<(String, i32, f64)>, next| match best {
                Some(best) if best.2 >= next.2 => Some(best),
                _ => Some(next),
            })
    }

    /// What stands at the foot of a printed page.
    pub fn foot(&self) -> String {
        let hash: String = self.deepest().map(|s| s.hash.chars().take(8).collect()).unwrap_or_default();
        let more = match self.scenarios().len() {
            0 | 1 => String::new(),
            n => format!(" and {} more", n - 1),
        };
        format!(
            "drawdown {} \u{b7} seed {} \u{b7} {} \u{b7} {hash}{more}",
            self.summary.version,
            self.summary.seed,
            runs(self.summary.replicates),
        )
    }
}
