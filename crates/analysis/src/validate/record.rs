//! A published figure, and what it is compared with.

use super::{target::Target, verdict::Verdict};
use crate::scenario::diagnostic::Span;
pub use crate::store::published::{Attested, Explanation, Measure, Published, Scale, Why};

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
