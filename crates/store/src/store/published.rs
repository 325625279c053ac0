//! `summary.json` of `drawdown validate`: published figures, with what each is compared, and what came of it.

use serde::{Deserialize, Serialize};

use super::reference::ReferenceUse;

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

/// What the author says of a figure that does not reproduce.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// Day on which it was written, after the result was seen: 2026-11-30.
    pub date: String,
    /// The explanation.
    pub text: String,
}

/// Mean, median and the range of 90 % of the replicates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Band {
    /// Mean; the median of what has no mean (levels, years).
    pub middle: f64,
    /// 5 % of the replicates lie below.
    pub low: f64,
    /// 5 % lie above; infinite where they lie beyond what was looked at.
    pub high: f64,
    /// The most that was looked at: the last year of the run, the highest level; infinite where there is no such end.
    pub most: f64,
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
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// By how much the nearest end of the band misses the nearest end of what is published: on a scale of ratios the quotient of
    /// the greater and the smaller, else their difference; 0 where they overlap, null where there is no quotient.
    pub off: Option<f64>,
}

/// How often each verdict is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// Scenario id.
    pub scenario: String,
    /// Outcome.
    pub outcome: &'static str,
    /// Arm.
    pub arm: Option<&'static str>,
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
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// The kind of reason.
    pub why: Why,
    /// The reason.
    pub reason: String,
}

/// A published figure and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Findings {
    /// `drawdown`.
    pub program: &'static str,
    /// `validate`.
    pub command: &'static str,
    /// Version of the format.
    pub format: u32,
    /// Version of the program.
    pub version: &'static str,
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
    pub design: &'static str,
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
