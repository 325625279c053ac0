//! A published figure, and what it is compared with.

use serde::Serialize;

use super::{target::Target, verdict::Verdict};
use crate::scenario::diagnostic::Span;

/// How well a published figure is attested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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

/// With what a figure is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Compare {
    /// Position among the scenarios of the file.
    pub scenario: usize,
    /// The outcome, cell and arm.
    pub target: Target,
    /// Usable or on paper; `None` where it makes no difference (money, years, inputs).
    pub measure: Option<Measure>,
    /// One unit of the outcome in the unit of the figure ...
    pub factor: f64,
    /// ... to which this is added.
    pub add: f64,
    /// Why so: what is converted into what.
    pub conversion: String,
    /// How far apart.
    pub scale: Scale,
    /// The figure is also among the sources of the inputs that it is compared with.
    pub also_input: bool,
}

/// Whether it is compared.
#[derive(Clone, Debug, PartialEq)]
pub enum How {
    /// It is.
    Compared(Box<Compare>),
    /// It cannot be.
    Not {
        /// The kind of reason.
        why: Why,
        /// The reason.
        reason: String,
    },
}

/// What the author says of a figure that does not reproduce.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// Day on which it was written, after the result was seen: 2026-11-30.
    pub date: String,
    /// The explanation.
    pub text: String,
}

/// A published figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Id.
    pub id: String,
    /// The study.
    pub study: String,
    /// The study in a few words, for figures.
    pub by: String,
    /// What is published.
    pub what: String,
    /// The same in a few words, for figures.
    pub name: String,
    /// Under which heading it stands.
    pub group: String,
    /// The numbers.
    pub published: Published,
    /// Their unit.
    pub unit: String,
    /// Year of publication.
    pub year: i32,
    /// Of when it speaks, or empty.
    pub horizon: String,
    /// What the study assumes, or empty.
    pub assumption: String,
    /// Where it was read.
    pub source: String,
    /// How well it is attested.
    pub attested: Attested,
    /// Whether and how it is compared.
    pub how: How,
    /// The verdict of the default run, if one is recorded.
    pub recorded: Option<Verdict>,
    /// What the author says of it.
    pub explanation: Option<Explanation>,
    /// Where it stands in the file.
    pub span: Span,
}
