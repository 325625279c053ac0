//! What `drawdown sensitivity` prints, in each form.

use super::{
    Format,
    failure::Failure,
    output::{paragraph, wrap},
};
use crate::{
    analysis::sensitivity::Found,
    present::{
        answer::{judged, what_would_change},
        grouped,
        numbers::points,
        table::{
            Kind::{Number, Words},
            Table,
        },
        tables::variance::variance,
        text::json,
        unless,
    },
    store::{
        sensitivity::{SensitivityRow, write_to},
        summary::Summary,
    },
};

/// What `drawdown sensitivity` prints.
///
/// # Errors
/// When it cannot be written as JSON or CSV.
pub fn render(summary: &Summary, found: &Found, format: Format) -> Result<String, Failure> {
    let sentences = || what_would_change(summary).into_iter();
    Ok(match format {
        Format::Json => {
            let whole = serde_json::json!({
                "sensitivity": found.summary,
                "inputs": found.rows,
                "judgement_share": summary.judgement_share,
                "groups": summary.groups,
            });
            json(&whole)?
        }
        Format::Csv => {
            let mut bytes = Vec::new();
            write_to(&mut bytes, &found.rows)?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        Format::Table => {
            sentences().map(|sentence| wrap(&sentence.plain())).collect::<String>()
                + &judged(summary).iter().map(|sentence| wrap(&sentence.plain())).collect::<String>()
                + &table(summary, found).plain()
                + &shares(summary, found).iter().map(Table::plain).collect::<String>()
        }
        Format::Markdown => {
            sentences().map(|sentence| paragraph(&sentence)).collect::<String>()
                + &judged(summary).iter().map(paragraph).collect::<String>()
                + &table(summary, found).markdown()
                + &shares(summary, found).iter().map(Table::markdown).collect::<String>()
        }
    })
}

/// How much of the spread goes with inputs, where that was asked.
fn shares(summary: &Summary, found: &Found) -> Vec<Table> {
    variance(&summary.groups, found.summary.top)
}

fn table(summary: &Summary, found: &Found) -> Table {
    let head = &found.summary;
    let scenario = summary.scenarios.iter().find(|s| s.id == head.scenario);
    let cells = |row: &SensitivityRow| {
        let se = row.se.unwrap_or(f64::NAN);
        let end = |v: Option<f64>| points(v.unwrap_or(f64::NAN), se);
        let without =
            |v: Option<f64>| points(v.unwrap_or(f64::NAN), row.counterfactual_se.unwrap_or(f64::NAN));
        vec![
            row.input.clone(),
            if row.grade.is_empty() { "-".to_owned() } else { row.grade.clone() },
            row.low.clone(),
            row.high.clone(),
            end(row.low_attributable),
            end(row.high_attributable),
            format!("{:+.2} ± {:.2}", 100.0 * row.swing().unwrap_or(f64::NAN), 100.0 * se),
            format!("{} to {}", without(row.low_counterfactual), without(row.high_counterfactual)),
            format!("{:+.2}", row.rank_correlation.unwrap_or(f64::NAN) + 0.0),
        ]
    };
    let mut notes = vec![
        format!(
            "All inputs drawn: {} points, {} missing {}; {} runs.",
            points(head.attributable, head.se),
            points(head.counterfactual, f64::NAN),
            unless(summary),
            grouped(head.replicates)
        ),
        match head.varied < head.inputs {
            true => format!(
                "Varied: the {} of {} uncertain inputs most rank-correlated with the index (chance: ±{:.2}); a U-shape would not show.",
                head.varied, head.inputs, head.noise
            ),
            false => format!("Varied: all {} uncertain inputs.", head.inputs),
        },
        "A swing stands with its standard error; those under two of them are not shown.".to_owned(),
    ];
    for row in found.rows.iter().filter(|row| row.low_attributable.is_none()) {
        // An input that has been tried, and does not let enough replicates stand.
        if let Some(valid) = row.replicates {
            notes.push(format!(
                "Not varied: {}; of {} runs, only {} are valid with it at 5 and at 95 %.",
                row.inside(),
                grouped(head.replicates),
                grouped(valid)
            ));
        }
    }
    if let Some(next) = found.rows.iter().filter(|row| row.moves()).nth(head.top) {
        let swing = 100.0 * next.swing().unwrap_or(f64::NAN);
        notes.push(format!("Largest left out: {} ({swing:+.2}).", next.input));
    }
    Table::of_text(
        format!(
            "What drives what \"{}\" adds: points of what is needed at D+{} (attributable, mean over years)",
            scenario.map_or("", |s| s.short_title.as_str()),
            head.tier
        ),
        [
            ("input", Words),
            ("grade", Words),
            ("5 %", Number),
            ("95 %", Number),
            ("added at 5 %", Number),
            ("at 95 %", Number),
            ("swing", Number),
            ("missing anyway", Number),
            ("rank corr.", Number),
        ],
        head.rows.iter().map(cells).collect(),
        notes,
    )
}
