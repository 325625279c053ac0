//! The one view of a summary: how words, tables and figures look up what it holds.

use super::{
    counted,
    grammar::small,
    nothing,
    numbers::{chance, currency::Money},
    ranking::Ranking,
    worlds::{World, several},
    worst,
};
use crate::store::summary::{Deepest, DomainInfo, Estimate, ScenarioSummary, Summary};

/// A run as those see it who tell or draw it.
pub struct View<'a> {
    /// The summary.
    pub summary: &'a Summary,
    /// The drawdowns, deepest first, and which of them could change places.
    pub ranking: Ranking<'a>,
    /// Worlds, where there are several.
    pub worlds: Vec<World<'a>>,
    /// Replicates that count.
    pub replicates: u64,
    /// The tier of headlines.
    pub tier: u32,
}

/// Up to so many scenarios have figures of their own where none was named.
const FEW: usize = 3;

/// Quarters of the longest run; a scenario may ask for no more.
const LONGEST: usize = 400;

impl<'a> View<'a> {
    /// The view of a summary.
    #[must_use]
    pub fn of(summary: &'a Summary) -> Self {
        Self {
            summary,
            ranking: Ranking::of(summary),
            worlds: several(summary),
            replicates: counted(summary),
            tier: summary.reporting_tier,
        }
    }

    /// Scenarios that take something away, deepest first; all of them where none does.
    #[must_use]
    pub fn scenarios(&self) -> &[&'a ScenarioSummary] {
        &self.ranking.scenarios
    }

    /// The first of the ranking.
    #[must_use]
    pub fn deepest(&self) -> Option<&'a ScenarioSummary> {
        self.scenarios().first().copied()
    }

    /// Money in the currency that the run is turned to.
    #[must_use]
    pub fn money(&self) -> Money {
        Money::of(&self.summary.turned_to)
    }

    /// The scenario that somebody named to be in focus, if one was.
    #[must_use]
    pub fn named(&self) -> Option<&'a ScenarioSummary> {
        self.summary.turned_to.focus.as_deref().and_then(|id| self.scenario(id))
    }

    /// The scenario in focus: the one that sentences and tables turn to where they are about one. It is chosen here and
    /// nowhere else: the one that was named; else the first of the ranking, where that changes nothing that can be seen the
    /// last, and where that changes nothing either the first given, of which nothing is said that others could not claim.
    #[must_use]
    pub fn focus(&self) -> Option<&'a ScenarioSummary> {
        let all = self.scenarios();
        let ends = || [all.first(), all.last()].into_iter().flatten().copied();
        let chosen = || ends().find(|s| !self.nothing(s)).or_else(|| self.first_given());
        self.named().or_else(chosen)
    }

    /// The first of the drawdowns as they were given.
    fn first_given(&self) -> Option<&'a ScenarioSummary> {
        let ranked = |s: &&ScenarioSummary| self.scenarios().iter().any(|other| other.id == s.id);
        self.summary.scenarios.iter().find(ranked)
    }

    /// Whether tables and figures by capability show one: those that were named, or all.
    #[must_use]
    pub fn wanted(&self, domain: &str) -> bool {
        let named = &self.summary.turned_to.domains;
        named.is_empty() || named.iter().any(|id| id == domain)
    }

    /// The capabilities that tables and figures by capability show, in the order of the run: those that were named, or all.
    pub fn domains(&self) -> impl Iterator<Item = &'a DomainInfo> + Clone {
        self.summary.domains.iter().filter(|domain| self.wanted(&domain.id))
    }

    /// Whether some capabilities were named, and others are not shown.
    #[must_use]
    pub fn narrowed(&self) -> bool {
        !self.summary.turned_to.domains.is_empty()
    }

    /// The scenarios that have figures of their own, in the order of the ranking: the one in focus, or where none was named
    /// and two or three are compared, each of them.
    #[must_use]
    pub fn each(&self) -> Vec<&'a ScenarioSummary> {
        let all = self.scenarios();
        match self.named() {
            None if (2..=FEW).contains(&all.len()) => all.to_vec(),
            _ => self.focus().into_iter().collect(),
        }
    }

    /// A scenario by its id.
    #[must_use]
    pub fn scenario(&self, id: &str) -> Option<&'a ScenarioSummary> {
        self.summary.scenario(id)
    }

    /// The shortfall index of an arm at a tier; nothing where the run does not know it.
    #[must_use]
    pub fn index(&self, scenario: &ScenarioSummary, arm: &str, tier: u32) -> Estimate {
        scenario.index_of(arm, tier).copied().unwrap_or_default()
    }

    /// What a scenario adds to the index at the tier of headlines.
    #[must_use]
    pub fn added(&self, scenario: &ScenarioSummary) -> Estimate {
        self.index(scenario, "attributable", self.tier)
    }

    /// A scenario's worst capability, or the one that gains most where none loses (a negative loss).
    #[must_use]
    pub fn worst(&self, scenario: &ScenarioSummary) -> Option<Deepest> {
        worst(scenario, self.tier)
    }

    /// Whether a scenario changes nothing that can be seen.
    #[must_use]
    pub fn nothing(&self, scenario: &ScenarioSummary) -> bool {
        nothing(self.summary, scenario)
    }

    /// A domain by its id.
    #[must_use]
    pub fn domain(&self, id: &str) -> Option<&'a DomainInfo> {
        self.summary.domains.iter().find(|d| d.id == id)
    }

    /// A domain's title.
    #[must_use]
    pub fn title<'b>(&self, id: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.domain(id).map_or(id, |d| d.title.as_str())
    }

    /// A domain's title within a sentence: without a capital, unless an acronym follows.
    #[must_use]
    pub fn within(&self, id: &str) -> String {
        small(self.title(id))
    }

    /// Title of an ally or a host.
    #[must_use]
    pub fn country<'b>(&self, id: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.summary.countries.iter().find(|c| c.id == id).map_or(id, |c| c.title.as_str())
    }

    /// In which part of the replicates something is so.
    #[must_use]
    pub fn chance(&self, probability: f64) -> String {
        chance(probability, self.replicates)
    }

    /// The same as the end of a sentence.
    #[must_use]
    pub fn of_replicates(&self, probability: f64) -> String {
        let chance = self.chance(probability);
        match probability {
            p if p >= 1.0 && self.replicates == 1 => "the one run".to_owned(),
            p if p > 0.0 && p < 1.0 => format!("{chance} of runs"),
            _ => format!("{chance} runs"),
        }
    }

    /// The last calendar year.
    #[must_use]
    pub fn last_year(&self) -> i32 {
        let quarters = self.summary.quarters.clamp(1, LONGEST) as i32;
        self.summary.start_year.saturating_add((quarters - 1) / 4)
    }

    /// First and last of the years over which the headline index is a mean: all but the first.
    #[must_use]
    pub fn headline_years(&self) -> (i32, i32) {
        ((self.summary.start_year + 1).min(self.last_year()), self.last_year())
    }

    /// On which horizon "closed by" depends, as the end of a sentence.
    #[must_use]
    pub fn stays_closed(&self) -> String {
        format!("a gap counts as closed only if it stays closed to the end of {}", self.last_year())
    }
}
