//! What the comparison has found: `summary.json`, and all that words, tables, figure and report are made of.

use super::{
    REPLICATES, SEED,
    read::File,
    record::{Compare, How, Record},
    run::Bands,
    verdict::{Band, Verdict, judge},
};
pub use crate::store::published::{Compared, Counts, Figure, Findings, Reason, Replication};
use crate::{
    analysis::{references::references, summary::FORMAT},
    sampling::design::Design,
};

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
        program: "drawdown".to_owned(),
        command: "validate".to_owned(),
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        title: file.title.clone(),
        file: file.name.clone(),
        shipped: file.shipped,
        seed,
        replicates,
        design: Design::Sobol.name().to_owned(),
        default_run: (replicates, seed) == (REPLICATES, SEED),
        sentence: String::new(),
        counts: Counts::default(),
        changed: Vec::new(),
        references: references(&file.scenarios),
        scenarios: file.scenarios.iter().zip(&bands.failed).map(replication).collect(),
        figures,
    };
    found.counts = counts(&found);
    found.sentence = crate::present::published::sentence(&found.counts);
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
        outcome: compare.target.name().to_owned(),
        arm: compare.target.arm().map(str::to_owned),
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
