//! What a published figure is: its numbers, how well it is attested, what it counts, or why it is not compared.

use serde::{Deserialize, Serialize};

/// How well a published figure is attested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attested {
    /// By two sources that do not rest on each other.
    Verified,
    /// By one credible source.
    Single,
    /// Weakly.
    Weak,
}

impl Attested {
    /// All, as they are written in a file.
    pub const NAMES: [(&str, Attested); 3] =
        [("Verified", Attested::Verified), ("Single", Attested::Single), ("Weak", Attested::Weak)];

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Attested::Verified => "verified",
            Attested::Single => "one source",
            Attested::Weak => "weak",
        }
    }
}

/// Why a published figure is not compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is something that a scenario or the reference data state.
    Input,
    /// It is neither an input nor an outcome: context.
    Context,
    /// It speaks of what the model leaves out.
    Scope,
    /// It counts something else than the model's unit, and no conversion can be stated.
    Definition,
    /// It is another figure of the same study in other words: counted once.
    Same,
}

impl Why {
    /// All, as they are written in a file.
    pub const NAMES: [(&str, Why); 5] = [
        ("Input", Why::Input),
        ("Context", Why::Context),
        ("Scope", Why::Scope),
        ("Definition", Why::Definition),
        ("Same", Why::Same),
    ];

    /// In words, after a number.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Why::Input => "are inputs of scenarios or of the reference data",
            Why::Context => "are context, no quantity of the model",
            Why::Scope => "speak of what the model leaves out",
            Why::Definition => "count something else, and no conversion can be stated",
            Why::Same => "are another figure in other words, counted once",
        }
    }
}

/// What is published: a value, a range, or an end of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// Lower end; alone it is a least value.
    pub low: Option<f64>,
    /// The value, or the likely one.
    pub value: Option<f64>,
    /// Upper end; alone it is a greatest value.
    pub high: Option<f64>,
}

impl Published {
    /// The value; without one the middle of the range; of an open range its end.
    #[must_use]
    pub fn centre(&self) -> f64 {
        match (self.value, self.low, self.high) {
            (Some(value), _, _) => value,
            (None, Some(low), Some(high)) => 0.5 * (low + high),
            (None, low, high) => low.or(high).unwrap_or(f64::NAN),
        }
    }

    /// The range: of a value alone the value, of an end alone open.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        match (self.low, self.value, self.high) {
            (Some(low), None, None) => (low, f64::INFINITY),
            (None, None, Some(high)) => (f64::NEG_INFINITY, high),
            (low, value, high) => {
                let centre = self.centre();
                (low.or(value).unwrap_or(centre).min(centre), high.or(value).unwrap_or(centre).max(centre))
            }
        }
    }
}

/// How far two numbers are apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// By their ratio.
    #[default]
    Log,
    /// By their difference.
    Linear,
}

impl Scale {
    /// All, as they are written in a file.
    pub const NAMES: [(&str, Scale); 2] = [("Log", Scale::Log), ("Linear", Scale::Linear)];
}

/// What a figure counts: forces that can be used at once, or inventories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// What is ready, willing, sure to come and enabled.
    Usable,
    /// All kit there is.
    Paper,
}

impl Measure {
    /// All, as they are written in a file.
    pub const NAMES: [(&str, Measure); 2] = [("Usable", Measure::Usable), ("Paper", Measure::Paper)];

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Measure::Usable => "usable",
            Measure::Paper => "on paper",
        }
    }
}
