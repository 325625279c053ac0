//! `studies.csv`: every published figure, with what it is compared and what came of it.

use std::io::Write;

use serde::Serialize;

use super::{
    findings::{Compared, Figure, Findings},
    record::{Attested, Measure, Scale, Why},
    verdict::Verdict,
};
use crate::present::{
    published as words,
    text::{Numbers, write_csv},
};

/// A row of `studies.csv`: a published figure; from `verdict` to `explanation` with what it is compared, then why it is not.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StudyRow<'a> {
    id: &'a str,
    study: &'a str,
    group: &'a str,
    quantity: &'a str,
    unit: &'a str,
    low: Option<f64>,
    likely: Option<f64>,
    high: Option<f64>,
    published_in: i32,
    horizon: &'a str,
    assumption: &'a str,
    source: &'a str,
    grade: Option<Attested>,
    verdict: Option<Verdict>,
    off: Option<f64>,
    verdict_in_words: Option<String>,
    scale: Option<Scale>,
    band_low: Option<f64>,
    band_middle: Option<f64>,
    band_high: Option<f64>,
    band_most: Option<f64>,
    measure: Option<Measure>,
    scenario: Option<&'a str>,
    arm: Option<&'a str>,
    outcome: Option<&'a str>,
    input: Option<&'a str>,
    domain: Option<&'a str>,
    tier: Option<u32>,
    ally: Option<&'a str>,
    host: Option<&'a str>,
    quarter: Option<usize>,
    year: Option<i32>,
    count: Option<usize>,
    factor: Option<f64>,
    add: Option<f64>,
    conversion: Option<&'a str>,
    also_input: Option<bool>,
    recorded: Option<Verdict>,
    changed: Option<bool>,
    explained: Option<&'a str>,
    explanation: Option<&'a str>,
    why_not: Option<Why>,
    reason: Option<&'a str>,
    seed: u64,
    replicates: u64,
}

/// Writes the table.
///
/// # Errors
/// When it cannot be written.
pub fn write(found: &Findings, to: &mut dyn Write) -> Result<(), csv::Error> {
    let rows = found.figures.iter().map(|figure| {
        let row = published(found, figure);
        match &figure.compared {
            Some(compared) => with(row, figure, compared),
            None => row,
        }
    });
    write_csv::<StudyRow>(to, Numbers::Tidy, rows)
}

fn published<'a>(found: &Findings, figure: &'a Figure) -> StudyRow<'a> {
    let reason = figure.not_comparable.as_ref();
    StudyRow {
        id: &figure.id,
        study: &figure.study,
        group: &figure.group,
        quantity: &figure.what,
        unit: &figure.unit,
        low: figure.published.low,
        likely: figure.published.value,
        high: figure.published.high,
        published_in: figure.published_in,
        horizon: &figure.horizon,
        assumption: &figure.assumption,
        source: &figure.source,
        grade: Some(figure.grade),
        why_not: reason.map(|reason| reason.why),
        reason: reason.map(|reason| reason.reason.as_str()),
        seed: found.seed,
        replicates: found.replicates,
        ..StudyRow::default()
    }
}

fn with<'a>(row: StudyRow<'a>, figure: &Figure, compared: &'a Compared) -> StudyRow<'a> {
    let explanation = compared.explanation.as_ref();
    let band = &compared.band;
    StudyRow {
        verdict: Some(compared.judged.verdict),
        off: compared.judged.off,
        verdict_in_words: Some(words::verdict(figure, compared)),
        scale: Some(compared.scale),
        band_low: Some(band.low),
        band_middle: Some(band.middle),
        band_high: Some(band.high),
        band_most: Some(band.most),
        measure: compared.measure,
        scenario: Some(&compared.scenario),
        arm: compared.arm.as_deref(),
        outcome: Some(&compared.outcome),
        input: compared.input.as_deref(),
        domain: compared.domain.as_deref(),
        tier: compared.tier,
        ally: compared.ally.as_deref(),
        host: compared.host.as_deref(),
        quarter: compared.quarter,
        year: compared.year,
        count: compared.count,
        factor: Some(compared.factor),
        add: Some(compared.add),
        conversion: Some(&compared.conversion),
        also_input: Some(compared.also_input),
        recorded: compared.recorded,
        changed: Some(compared.changed()),
        explained: explanation.map(|said| said.date.as_str()),
        explanation: explanation.map(|said| said.text.as_str()),
        ..row
    }
}
