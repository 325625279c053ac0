//! What the sections look at, and how it is looked up.

use maud::{Markup, html};

use super::{material::Material, words};
use crate::{
    plot::{
        data::{of_arm, rows},
        numbers,
    },
    present::{counted, numbers::replicates, ranking::Ranking, worlds::World, worst},
    store::{
        assumptions::ScenarioAssumptions,
        summary::{Deepest, DomainInfo, Estimate, ScenarioSummary, Summary},
    },
};

/// A run as a report sees it.
pub(super) struct View<'a> {
    /// Everything that was read.
    pub material: &'a Material,
    /// The summary.
    pub summary: &'a Summary,
    /// Scenarios in which somebody leaves, deepest first.
    pub scenarios: Vec<&'a ScenarioSummary>,
    /// Their order, and which of them could change places.
    pub ranking: Ranking<'a>,
    /// Worlds, where there are several.
    pub worlds: Vec<World<'a>>,
    /// Replicates that count.
    pub replicates: u64,
    /// Scenarios that have a card, in its order.
    pub cards: Vec<&'a ScenarioSummary>,
}

/// Scenarios from which on not all have a card, and how many do then.
const MANY: (usize, usize) = (20, 12);

impl<'a> View<'a> {
    pub fn new(material: &'a Material) -> Self {
        let summary = &material.summary;
        let replicates = counted(summary);
        let ranking = Ranking::of(summary);
        let scenarios = ranking.scenarios.clone();
        let worlds = crate::present::worlds::several(summary);
        let idle = |s: &&ScenarioSummary| !scenarios.iter().any(|other| other.id == s.id);
        let mut cards: Vec<&ScenarioSummary> = scenarios.clone();
        cards.extend(summary.scenarios.iter().filter(idle));
        if cards.len() > MANY.0 {
            cards.truncate(MANY.1);
        }
        Self { material, summary, scenarios, ranking, worlds, replicates, cards }
    }

    /// Where its card is, if it has one.
    pub fn leads(&self, id: &str) -> Option<String> {
        self.cards.iter().any(|s| s.id == id).then(|| format!("#{}", words::card(id)))
    }

    /// A scenario's title, which leads to its card if it has one.
    pub fn link(&self, id: &str, title: &str) -> Markup {
        html! {
            @if let Some(address) = self.leads(id) {
                a href=(address) { (title) }
            } @else {
                b { (title) }
            }
        }
    }

    /// The scenario that figures and tables of one scenario show.
    pub fn deepest(&self) -> Option<&'a ScenarioSummary> {
        self.scenarios.first().copied()
    }

    /// The tier of headlines.
    pub fn tier(&self) -> u32 {
        self.summary.reporting_tier
    }

    /// The last calendar year.
    pub fn last_year(&self) -> i32 {
        self.summary.start_year + (self.summary.quarters.max(1) as i32 - 1) / 4
    }

    /// The years of headlines: "2027–40".
    pub fn headline_years(&self) -> String {
        words::joined(&numbers::years((self.summary.start_year + 1).min(self.last_year()), self.last_year()))
    }

    /// The headline index of an arm at the reporting tier.
    pub fn index(&self, scenario: &ScenarioSummary, arm: &str) -> Option<Estimate> {
        scenario.index_of(arm, self.tier()).copied()
    }

    /// What a scenario adds at the reporting tier.
    pub fn added(&self, scenario: &ScenarioSummary) -> Estimate {
        self.index(scenario, "attributable").unwrap_or_default()
    }

    /// What is missing without any drawdown.
    pub fn without(&self) -> Estimate {
        self.deepest().and_then(|s| self.index(s, "counterfactual")).unwrap_or_default()
    }

    /// A scenario's worst capability, or the one that gains most where none loses (a negative loss).
    pub fn worst(&self, scenario: &ScenarioSummary) -> Option<Deepest> {
        worst(scenario, self.tier())
    }

    /// Whether a scenario changes nothing that can be seen.
    pub fn nothing(&self, scenario: &ScenarioSummary) -> bool {
        crate::present::nothing(self.summary, scenario)
    }

    /// A domain by its id.
    pub fn domain(&self, id: &str) -> Option<&'a DomainInfo> {
        self.summary.domains.iter().find(|d| d.id == id)
    }

    /// A domain's title.
    pub fn title(&self, id: &str) -> String {
        self.domain(id).map_or_else(|| id.to_owned(), |d| d.title.clone())
    }

    /// A domain's title without what stands in brackets.
    pub fn short(&self, id: &str) -> String {
        crate::plot::words::capital(&crate::plot::words::inside(&self.title(id)))
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
            .filter(|r| r.tier == Some(self.tier()) && r.year.is_some_and(|y| (first..=last).contains(&y)))
            .filter_map(|r| r.mean)
            .collect();
        (!years.is_empty()).then(|| years.iter().sum::<f64>() / years.len() as f64)
    }

    /// The capability that is shortest without any drawdown: domain, year, and the part that is missing.
    pub fn shortest(&self, scenario: &ScenarioSummary) -> Option<(String, i32, f64)> {
        rows(&self.material.tables.coverage, &scenario.id, "coverage_year")
            .filter(|r| of_arm(r, "counterfactual") && r.tier == Some(self.tier()))
            .filter_map(|r| Some((r.domain.clone()?, r.year?, 1.0 - r.mean?)))
            .fold(None, |best: Option<(String, i32, f64)>, next| match best {
                Some(best) if best.2 >= next.2 => Some(best),
                _ => Some(next),
            })
    }

    /// What stands at the foot of a printed page.
    pub fn foot(&self) -> String {
        let hash: String = self.deepest().map(|s| s.hash.chars().take(8).collect()).unwrap_or_default();
        let more = match self.scenarios.len() {
            0 | 1 => String::new(),
            n => format!(" and {} more", n - 1),
        };
        format!(
            "drawdown {} \u{b7} seed {} \u{b7} {} \u{b7} {hash}{more}",
            self.summary.version,
            self.summary.seed,
            replicates(self.summary.replicates),
        )
    }
}
