//! What sentences look up in a summary.

use crate::store::summary::{Deepest, Estimate, ScenarioSummary, Summary};

pub(super) struct View<'a> {
    pub(super) summary: &'a Summary,
    pub(super) tier: u32,
}

impl<'a> View<'a> {
    pub(super) fn scenario(&self, id: &str) -> Option<&'a ScenarioSummary> {
        self.summary.scenarios.iter().find(|scenario| scenario.id == id)
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

    pub(super) fn worst(&self, scenario: &'a ScenarioSummary) -> Vec<&'a Deepest> {
        scenario.deepest.iter().filter(|deepest| deepest.tier == self.tier).collect()
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
