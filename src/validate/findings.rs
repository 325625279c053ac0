//! What the comparison has found: `summary.json`, and all that words, tables, figure and report are made of.

use serde::Serialize;

use super::{
    REPLICATES, SEED,
    band::Band,
    read::File,
    record::{Attested, Compare, Explanation, How, Measure, Published, Record, Scale, Why},
    run::Bands,
    verdict::{Judged, Verdict, judge},
};
use crate::{analysis::references::references, sampling::design::Design, store::reference::ReferenceUse};

/// Version of the format of `summary.json`.
pub const FORMAT: u32 = 1;

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

/// Puts records and bands together.
#[must_use]
pub fn findings(file: &File, bands: &Bands, replicates: u64, seed: u64) -> Findings {
    let figures: Vec<Figure> =
        file.records.iter().zip(&bands.bands).map(|(record, band)| figure(file, record, *band)).collect();
    let replication = |(scenario, &failed_replicates): (&crate::scenario::Scenario, &u64)| Replication {
        id: scenario.id.clone(),
        title: scenario.title.clone(),
        description: scenario.description.clone(),
        hash: scenario.hash(),
        failed_replicates,
    };
    let mut found = Findings {
        program: "drawdown",
        command: "validate",
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION"),
        title: file.title.clone(),
        file: file.name.clone(),
        shipped: file.shipped,
        seed,
        replicates,
        design: Design::Sobol.name(),
        default_run: (replicates, seed) == (REPLICATES, SEED),
        sentence: String::new(),
        counts: Counts::default(),
        changed: Vec::new(),
        references: references(&file.scenarios),
        scenarios: file.scenarios.iter().zip(&bands.failed).map(replication).collect(),
        figures,
    };
    found.counts = counts(&found);
    found.sentence = super::words::sentence(&found.counts);
    found.changed = found
        .compared()
        .filter(|(_, compared)| compared.changed())
        .map(|(figure, _)| figure.id.clone())
        .collect();
    found
}

fn figure(file: &File, record: &Record, band: Option<Band>) -> Figure {
    let (compared, not_comparable) = match &record.how {
        How::Not { why, reason } => (None, Some(Reason { why: *why, reason: reason.clone() })),
        How::Compared(compare) => (band.map(|band| compared(file, record, compare, band)), None),
    };
    Figure {
        id: record.id.clone(),
        study: record.study.clone(),
        by: record.by.clone(),
        what: record.what.clone(),
        name: record.name.clone(),
        group: record.group.clone(),
        published: record.published,
        unit: record.unit.clone(),
        published_in: record.year,
        horizon: record.horizon.clone(),
        assumption: record.assumption.clone(),
        source: record.source.clone(),
        grade: record.attested,
        compared,
        not_comparable,
    }
}

fn compared(file: &File, record: &Record, compare: &Compare, band: Band) -> Compared {
    use super::target::Target;
    let axes = compare.target.axes();
    let count = match &compare.target {
        Target::Closing { domain: None, count, .. } => Some(*count),
        _ => None,
    };
    let input = match &compare.target {
        Target::Input(address) => Some(address.to_string()),
        _ => None,
    };
    Compared {
        scenario: file.scenarios[compare.scenario].id.clone(),
        outcome: compare.target.name(),
        arm: compare.target.arm(),
        domain: axes.domain,
        tier: axes.tier,
        year: axes.year,
        quarter: axes.quarter,
        ally: axes.ally,
        host: axes.host,
        count,
        input,
        measure: compare.measure,
        factor: compare.factor,
        add: compare.add,
        conversion: compare.conversion.clone(),
        scale: compare.scale,
        also_input: compare.also_input,
        band,
        judged: judge(&record.published, &band, compare.scale),
        recorded: record.recorded,
        explanation: record.explanation.clone(),
    }
}

fn counts(found: &Findings) -> Counts {
    let of = |verdict: Verdict| found.compared().filter(|(_, c)| c.judged.verdict == verdict).count();
    let also = || found.compared().filter(|(_, c)| c.also_input);
    Counts {
        figures: found.figures.len(),
        compared: found.compared().count(),
        inside: of(Verdict::Inside),
        touches: of(Verdict::Touches),
        too_low: of(Verdict::TooLow),
        too_high: of(Verdict::TooHigh),
        not_comparable: found.others().count(),
        also_input: also().count(),
        also_input_inside: also().filter(|(_, c)| c.judged.verdict == Verdict::Inside).count(),
    }
}
