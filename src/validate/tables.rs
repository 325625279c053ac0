//! `studies.csv`: every published figure, with what it is compared and what came of it.

use std::io::Write;

use super::{
    findings::{Compared, Figure, Findings},
    record::{Measure, Scale},
    words,
};
use crate::{present::text::CsvWriter, store::table::number};

/// The columns.
pub const COLUMNS: [&str; 45] = [
    "id",
    "study",
    "group",
    "quantity",
    "unit",
    "low",
    "likely",
    "high",
    "published_in",
    "horizon",
    "assumption",
    "source",
    "grade",
    "verdict",
    "off",
    "verdict_in_words",
    "scale",
    "band_low",
    "band_middle",
    "band_high",
    "band_most",
    "measure",
    "scenario",
    "arm",
    "outcome",
    "input",
    "domain",
    "tier",
    "ally",
    "host",
    "quarter",
    "year",
    "count",
    "factor",
    "add",
    "conversion",
    "also_input",
    "recorded",
    "changed",
    "explained",
    "explanation",
    "why_not",
    "reason",
    "seed",
    "replicates",
];

/// Writes the table.
///
/// # Errors
/// When it cannot be written.
pub fn write(found: &Findings, to: &mut dyn Write) -> Result<(), csv::Error> {
    let mut writer = CsvWriter::new(to);
    writer.write_record(COLUMNS)?;
    for figure in &found.figures {
        let mut row = published(figure);
        row.extend(match &figure.compared {
            Some(compared) => of(figure, compared),
            None => vec![String::new(); 28],
        });
        let reason = figure.not_comparable.as_ref();
        let why = reason.map(|reason| reason.why).map(|why| name(&why)).unwrap_or_default();
        row.extend([why, reason.map(|reason| reason.reason.clone()).unwrap_or_default()]);
        row.extend([found.seed.to_string(), found.replicates.to_string()]);
        writer.write_record(&row)?;
    }
    Ok(writer.flush()?)
}

fn published(figure: &Figure) -> Vec<String> {
    let text = [&figure.id, &figure.study, &figure.group, &figure.what, &figure.unit].map(String::clone);
    let numbers = [figure.published.low, figure.published.value, figure.published.high].map(number);
    let more = [
        figure.published_in.to_string(),
        figure.horizon.clone(),
        figure.assumption.clone(),
        figure.source.clone(),
        name(&figure.grade),
    ];
    text.into_iter().chain(numbers).chain(more).collect()
}

fn of(figure: &Figure, compared: &Compared) -> Vec<String> {
    let some = |value: Option<String>| value.unwrap_or_default();
    let whole = |value: Option<String>| value.unwrap_or_default();
    let scale = match compared.scale {
        Scale::Log => "log",
        Scale::Linear => "linear",
    };
    let measure = match compared.measure {
        Some(Measure::Usable) => "usable",
        Some(Measure::Paper) => "paper",
        None => "",
    };
    let explanation = compared.explanation.as_ref();
    let band = &compared.band;
    vec![
        name(&compared.judged.verdict),
        number(compared.judged.off),
        words::verdict(figure, compared),
        scale.to_owned(),
        number(Some(band.low)),
        number(Some(band.middle)),
        number(Some(band.high)),
        number(Some(band.most)),
        measure.to_owned(),
        compared.scenario.clone(),
        compared.arm.unwrap_or_default().to_owned(),
        compared.outcome.to_owned(),
        some(compared.input.clone()),
        some(compared.domain.clone()),
        whole(compared.tier.map(|tier| tier.to_string())),
        some(compared.ally.clone()),
        some(compared.host.clone()),
        whole(compared.quarter.map(|quarter| quarter.to_string())),
        whole(compared.year.map(|year| year.to_string())),
        whole(compared.count.map(|count| count.to_string())),
        number(Some(compared.factor)),
        number(Some(compared.add)),
        compared.conversion.clone(),
        compared.also_input.to_string(),
        compared.recorded.map(|verdict| name(&verdict)).unwrap_or_default(),
        compared.changed().to_string(),
        explanation.map(|said| said.date.clone()).unwrap_or_default(),
        explanation.map(|said| said.text.clone()).unwrap_or_default(),
    ]
}

/// The name of a variant as `summary.json` has it.
fn name(of: &impl serde::Serialize) -> String {
    serde_json::to_value(of).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
