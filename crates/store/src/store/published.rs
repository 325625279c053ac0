//! `summary.json` of `drawdown validate`: published figures, with what each is compared, and what came of it.

use serde::{Deserialize, Serialize};

pub use super::published_kinds::{Attested, Measure, Published, Scale, Why};
use super::reference::ReferenceUse;

/// What the author says of a figure that does not reproduce.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// Day on which it was written, after the result was seen: 2026-11-30.
    pub date: String,
    /// The explanation.
    pub text: String,
}

/// Mean, median and the range of 90 % of the replicates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Mean; the median of what has no mean (levels, years). This and the ends are infinite (null in the file) where they lie
    /// beyond what was looked at.
    #[serde(deserialize_with = "endless")]
    pub middle: f64,
    /// 5 % of the replicates lie below.
    #[serde(deserialize_with = "endless")]
    pub low: f64,
    /// 5 % lie above.
    #[serde(deserialize_with = "endless")]
    pub high: f64,
    /// The most that was looked at: the last year of the run, the highest level; infinite where there is no such end.
    #[serde(deserialize_with = "endless")]
    pub most: f64,
}

/// A number, null where it is infinite.
fn endless<'de, D: serde::Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    Ok(Option::<f64>::deserialize(from)?.unwrap_or(f64::INFINITY))
}

impl Band {
    /// In another unit: a unit of the outcome is `factor` of it, and `add` comes on top.
    #[must_use]
    pub fn converted(self, factor: f64, add: f64) -> Self {
        let of = |value: f64| value * factor + add;
        let (a, b) = (of(self.low), of(self.high));
        let most = if self.most.is_finite() { of(self.most) } else { f64::INFINITY };
        Self { middle: of(self.middle), low: a.min(b), high: a.max(b), most }
    }
}

/// What is said of a published figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The published value, or the middle of its range, lies in the 90 % band.
    Inside,
    /// Only the ranges overlap.
    Touches,
    /// drawdown's band lies below what is published.
    TooLow,
    /// It lies above.
    TooHigh,
}

impl Verdict {
    /// All, as they are written in a file.
    pub const NAMES: [(&str, Verdict); 4] = [
        ("Inside", Verdict::Inside),
        ("Touches", Verdict::Touches),
        ("TooLow", Verdict::TooLow),
        ("TooHigh", Verdict::TooHigh),
    ];

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Verdict::Inside => "inside",
            Verdict::Touches => "touches",
            Verdict::TooLow => "too low",
            Verdict::TooHigh => "too high",
        }
    }

    /// Whether the ranges do not even overlap.
    #[must_use]
    pub const fn is_outside(self) -> bool {
        matches!(self, Verdict::TooLow | Verdict::TooHigh)
    }
}

/// A verdict, and how far from the next one inside.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// By how much the nearest end of the band misses the nearest end of what is published: on a scale of ratios the quotient of
    /// the greater and the smaller, else their difference; 0 where they overlap, null where there is no quotient.
    pub off: Option<f64>,
}

/// How often each verdict is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// All figures.
    pub figures: usize,
    /// Those that are compared.
    pub compared: usize,
    /// In the band.
    pub inside: usize,
    /// Only the ranges overlap.
    pub touches: usize,
    /// The band lies below.
    pub too_low: usize,
    /// The band lies above.
    pub too_high: usize,
    /// Figures that are not compared.
    pub not_comparable: usize,
    /// Figures compared with inputs that rest on the same study ...
    pub also_input: usize,
    /// ... and how many of them are inside.
    pub also_input_inside: usize,
}

/// With what a figure is compared, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// Scenario id.
    pub scenario: String,
    /// Outcome.
    pub outcome: String,
    /// Arm.
    pub arm: Option<String>,
    /// Domain.
    pub domain: Option<String>,
    /// Tier in days.
    pub tier: Option<u32>,
    /// Calendar year.
    pub year: Option<i32>,
    /// Quarter from the start of the run.
    pub quarter: Option<usize>,
    /// Ally.
    pub ally: Option<String>,
    /// Host.
    pub host: Option<String>,
    /// How many domains are to be closed.
    pub count: Option<usize>,
    /// Address of an input.
    pub input: Option<String>,
    /// Usable or on paper.
    pub measure: Option<Measure>,
    /// One unit of the outcome in the unit of the figure.
    pub factor: f64,
    /// What is added to it.
    pub add: f64,
    /// Why so.
    pub conversion: String,
    /// Ratios or differences.
    pub scale: Scale,
    /// The study is among the sources of what it is compared with.
    pub also_input: bool,
    /// drawdown's band, in the unit of the figure.
    pub band: Band,
    /// The verdict.
    #[serde(flatten)]
    pub judged: Judged,
    /// The verdict that the file records.
    pub recorded: Option<Verdict>,
    /// What the author says of it.
    pub explanation: Option<Explanation>,
}

impl Compared {
    /// Whether the verdict is another than that recorded.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.recorded.is_some_and(|recorded| recorded != self.judged.verdict)
    }
}

/// Why a figure is not compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The kind of reason.
    pub why: Why,
    /// The reason.
    pub reason: String,
}

/// A published figure and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Id.
    pub id: String,
    /// The study.
    pub study: String,
    /// In a few words.
    pub by: String,
    /// What is published.
    pub what: String,
    /// In a few words.
    pub name: String,
    /// Heading.
    pub group: String,
    /// The numbers.
    pub published: Published,
    /// Their unit.
    pub unit: String,
    /// Year of publication.
    pub published_in: i32,
    /// Of when it speaks.
    pub horizon: String,
    /// What the study assumes.
    pub assumption: String,
    /// Where it was read.
    pub source: String,
    /// How well it is attested.
    pub grade: Attested,
    /// What came of it; null where it is not compared.
    pub compared: Option<Compared>,
    /// Why it is not compared.
    pub not_comparable: Option<Reason>,
}

/// A scenario that figures were compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replication {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it assumes, in a sentence or two.
    pub description: String,
    /// Hash of the resolved scenario.
    pub hash: String,
    /// Replicates that were left out.
    pub failed_replicates: u64,
}

/// `summary.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// `drawdown`.
    pub program: String,
    /// `validate`.
    pub command: String,
    /// Version of the format.
    pub format: u32,
    /// Version of the program.
    pub version: String,
    /// Title of the file.
    pub title: String,
    /// The file, as it is named.
    pub file: String,
    /// Whether it is the one that is compiled in.
    pub shipped: bool,
    /// Seed.
    pub seed: u64,
    /// Replicates of every run.
    pub replicates: u64,
    /// Sampling design.
    pub design: String,
    /// Whether replicates and seed are those of which verdicts are recorded.
    pub default_run: bool,
    /// The result in a sentence.
    pub sentence: String,
    /// Counts.
    pub counts: Counts,
    /// Ids of the figures whose verdict is not the one recorded.
    pub changed: Vec<String>,
    /// On which reference data the scenarios rest.
    pub references: Vec<ReferenceUse>,
    /// The scenarios.
    pub scenarios: Vec<Replication>,
    /// The figures, in the order of the file.
    pub figures: Vec<Figure>,
}

impl Findings {
    /// The figures that are compared.
    pub fn compared(&self) -> impl Iterator<Item = (&Figure, &Compared)> {
        self.figures.iter().filter_map(|figure| Some((figure, figure.compared.as_ref()?)))
    }

    /// The figures that are not, with the reasons.
    pub fn others(&self) -> impl Iterator<Item = (&Figure, &Reason)> {
        self.figures.iter().filter_map(|figure| Some((figure, figure.not_comparable.as_ref()?)))
    }
}
