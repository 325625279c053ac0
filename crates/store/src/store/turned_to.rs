//! What a reader turned a run to: a scenario, a tier, capabilities. `summary.json` keeps it, so that the same pages are made
//! again.

use serde::{Deserialize, Serialize};

/// A currency in which people are told money; every file has dollars of 2025.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Currency {
    /// As in the tables.
    #[default]
    #[serde(rename = "USD")]
    Dollar,
    /// At the mean rate of 2025.
    #[serde(rename = "EUR")]
    Euro,
}

/// What was named; where nothing was, the run speaks for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnedTo {
    /// Id of the scenario in focus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focus: Option<String>,
    /// Readiness tier of answer, figures and report, days after the alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<u32>,
    /// Ids of the capabilities that tables and figures are narrowed to; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<String>,
    /// Ids of the allies that are told of by themselves; empty for none in particular.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allies: Vec<String>,
    /// Currency of the money that people are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
}

impl TurnedTo {
    /// Whether nothing was named.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// This, with what `later` names instead.
    #[must_use]
    pub fn and_then(self, later: Self) -> Self {
        Self {
            focus: later.focus.or(self.focus),
            tier: later.tier.or(self.tier),
            domains: if later.domains.is_empty() { self.domains } else { later.domains },
            allies: if later.allies.is_empty() { self.allies } else { later.allies },
            currency: later.currency.or(self.currency),
        }
    }
}
