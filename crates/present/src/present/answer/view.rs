//! What sentences look up in a summary.

use crate::{
    present::{counted, numbers::chance},
    store::summary::{Estimate, ScenarioSummary, Summary},
};

pub(super) struct View<'a> {
    pub(super) summary: &'a Summary,
    pub(super) tier: u32,
}

impl<'a> View<'a> {
    pub(super) fn scenario(&self, id: &str) -> Option<&'a ScenarioSummary> {
        self.summary.scenarios.iter().find(|scenario| scenario.id == id)
    }

    /// In which part of the replicates something is so.
    pub(super) fn chance(&self, probability: f64) -> String {
        chance(probability, counted(self.summary))
    }

    /// The same as the end of a sentence.
    pub(super) fn of_replicates(&self, probability: f64) -> String {
        let chance = self.chance(probability);
        match probability {
            p if p >= 1.0 && counted(self.summary) == 1 => "the one replicate".to_owned(),
            p if p > 0.0 && p < 1.0 => format!("{chance} of replicates"),
            _ => format!("{chance} replicates"),
        }
    }

    pub(super) fn index(&self, scenario: &'a ScenarioSummary, arm: &str, tier: u32) -> Estimate {
        scenario.index_of(arm, tier).copied().unwrap_or_default()
    }

    pub(super) fn attributable(&self, scenario: &'a ScenarioSummary) -> Estimate {
        self.index(scenario, "attributable", self.tier)
    }

    pub(super) fn domain(&self, id: &str) -> String {
        let title = self.summary.domains.iter().find(|d| d.id == id).map_or(id, |d| d.title.as_str());
        let mut letters = title.chars();
        // Titles begin with a capital; within a sentence they do not, unless an acronym follows.
        match letters.next() {
            Some(first) if letters.clone().next().is_none_or(char::is_lowercase) => {
                first.to_lowercase().chain(letters).collect()
            }
            _ => title.to_owned(),
        }
    }

    /// Title of an ally.
    pub(super) fn country(&self, id: &'a str) -> &'a str {
        self.summary.countries.iter().find(|c| c.id == id).map_or(id, |c| c.title.as_str())
    }

    /// What it takes to count as closed.
    pub(super) fn stays_closed(&self) -> String {
        stays_closed(self.summary)
    }

    /// Years that count for the headline index.
    pub(super) fn headline_years(&self) -> String {
        let last = self.summary.start_year + (self.summary.quarters.div_ceil(4) as i32) - 1;
        match self.summary.start_year + 1 {
            first if first >= last => first.to_string(),
            first if first / 100 == last / 100 => format!("{first}-{:02}", last % 100),
            first => format!("{first}-{last}"),
        }
    }
}

/// On which horizon "closed by" depends, as the end of a sentence.
#[must_use]
pub fn stays_closed(summary: &Summary) -> String {
    let last = summary.start_year + (summary.quarters.max(1) as i32 - 1) / 4;
    format!("a gap counts as closed only if it stays closed to the end of the run, {last}")
}
