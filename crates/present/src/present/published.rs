//! Published figures held against the model, in words.

use super::grouped;
use crate::store::published::{Compared, Counts, Figure, Findings, Published, Scale, Verdict, Why};

/// "Of 28 comparable published figures, 15 inside."
#[must_use]
pub fn sentence(counts: &Counts) -> String {
    match (counts.compared, counts.inside) {
        (0, _) => "No published figure is comparable.".to_owned(),
        (1, 1) => "The one comparable published figure is inside.".to_owned(),
        (1, _) => "The one comparable published figure is not inside.".to_owned(),
        (n, m) => format!("Of {n} comparable published figures, {m} inside."),
    }
}

/// What is not inside, what rests on the same sources, and what is not compared: sentences.
#[must_use]
pub fn further(counts: &Counts) -> Vec<String> {
    let mut said = Vec::new();
    let touches = match counts.touches {
        0 => None,
        1 => Some("1 touches (only the ranges overlap)".to_owned()),
        n => Some(format!("{n} touch (only the ranges overlap)")),
    };
    let outside = |n: usize, words: &str| match n {
        0 => None,
        1 => Some(format!("1 is {words}")),
        n => Some(format!("{n} are {words}")),
    };
    let missed = [touches, outside(counts.too_low, "too low"), outside(counts.too_high, "too high")];
    let missed: Vec<String> = missed.into_iter().flatten().collect();
    if !missed.is_empty() {
        said.push(format!("Of the others {}.", missed.join(", ")));
    }
    if counts.also_input > 0 {
        said.push(format!(
            "{} of those compared {} also among the sources of what {} held against ({} inside): agreement there says little.",
            counts.also_input,
            if counts.also_input == 1 { "is" } else { "are" },
            if counts.also_input == 1 { "it is" } else { "they are" },
            counts.also_input_inside
        ));
    }
    if counts.not_comparable > 0 {
        said.push(format!(
            "{} of {} figures are not compared, each with its reason.",
            counts.not_comparable, counts.figures
        ));
    }
    said
}

/// The different texts of a list, in order of their first place.
#[must_use]
pub fn headings<'a>(of: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut headings: Vec<&str> = Vec::new();
    for heading in of {
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    headings
}

/// How many are not compared, by kind of reason.
#[must_use]
pub fn reasons(found: &Findings) -> Vec<(Why, usize)> {
    let count = |why: Why| found.others().filter(|(_, reason)| reason.why == why).count();
    Why::NAMES.iter().map(|&(_, why)| (why, count(why))).filter(|(_, n)| *n > 0).collect()
}

/// Whether a unit is that of calendar years.
fn is_calendar(unit: &str) -> bool {
    matches!(unit, "year" | "calendar year")
}

/// A number with as many digits as say something; years of the calendar as they are.
#[must_use]
pub fn number(value: f64, unit: &str) -> String {
    like(value, value, unit)
}

/// A number with as many decimals as another, beside which it stands, needs.
fn like(value: f64, beside: f64, unit: &str) -> String {
    let (size, of) = (libm::fabs(value), libm::fabs(beside));
    if !value.is_finite() {
        return "open".to_owned();
    }
    if is_calendar(unit) {
        return format!("{value:.0}");
    }
    let decimals = match of {
        of if of >= 20.0 || !of.is_finite() => 0,
        of if of >= 1.0 => 1,
        _ => 3,
    };
    let text = match size {
        s if s >= 1e12 => return format!("{value:.2e}"),
        // To three digits.
        s if s >= 10_000.0 => {
            let step = libm::pow(10.0, libm::floor(libm::log10(s)) - 2.0);
            grouped((libm::round(s / step) * step) as u64)
        }
        s if s >= 999.5 => grouped(libm::round(s) as u64),
        s => {
            let text = format!("{s:.decimals$}");
            match text.contains('.') {
                true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
                false => text,
            }
        }
    };
    if value < 0.0 && text != "0" { format!("-{text}") } else { text }
}

/// A published number as it is written: all its digits.
fn written(value: f64, unit: &str) -> String {
    let size = libm::fabs(value);
    if !is_calendar(unit) && (1_000.0..1e15).contains(&size) && value.fract() == 0.0 {
        let sign = if value < 0.0 { "-" } else { "" };
        return format!("{sign}{}", grouped(size as u64));
    }
    format!("{value}")
}

/// What is published: 50, 226-344, at least 1400, up to 64.
#[must_use]
pub fn published(published: &Published, unit: &str) -> String {
    let of = |value: f64| written(value, unit);
    match (published.low, published.value, published.high) {
        (Some(low), _, Some(high)) if low != high => format!("{}-{}", of(low), of(high)),
        (Some(low), None, None) => format!("at least {}", of(low)),
        (None, None, Some(high)) => format!("up to {}", of(high)),
        _ => of(published.centre()),
    }
}

/// What decides how many decimals the band has.
fn beside(compared: &Compared) -> f64 {
    let band = &compared.band;
    if band.middle.is_finite() { band.middle } else { band.most }
}

/// The band: 33-59; of one that ends beyond what was looked at "over 6", "4.2 to over 6".
#[must_use]
pub fn band(compared: &Compared, unit: &str) -> String {
    let (band, beside) = (&compared.band, beside(compared));
    let [low, high, most] = [band.low, band.high, band.most].map(|value| like(value, beside, unit));
    match (band.low.is_finite(), band.high.is_finite()) {
        (false, _) => format!("over {most}"),
        (_, false) => format!("{low} to over {most}"),
        _ if low == high => low,
        _ if band.low < 0.0 => format!("{low} to {high}"),
        _ => format!("{low}-{high}"),
    }
}

/// The middle of the band.
#[must_use]
pub fn middle(compared: &Compared, unit: &str) -> String {
    let band = &compared.band;
    if band.middle.is_finite() {
        number(band.middle, unit)
    } else {
        format!("over {}", number(band.most, unit))
    }
}

/// By how much the band misses what is published: "1.9 times", "12 %", "1 year"; nothing where it does not.
#[must_use]
pub fn off(compared: &Compared, unit: &str) -> Option<String> {
    let off = compared.judged.off.filter(|_| compared.judged.verdict.is_outside())?;
    let least = if compared.band.low.is_finite() { "" } else { "at least " };
    Some(match compared.scale {
        Scale::Linear => {
            let n = number(off, "");
            let of = match unit {
                unit if !is_calendar(unit) => unit,
                _ if n == "1" => "year",
                _ => "years",
            };
            format!("{least}{n} {of}")
        }
        Scale::Log if off < 1.5 => format!("{least}{} %", number(libm::ceil(100.0 * (off - 1.0)), "")),
        Scale::Log => format!("{least}{} times", number(off, "")),
    })
}

/// The verdict: "inside", "too low by 1.9 times".
#[must_use]
pub fn verdict(figure: &Figure, compared: &Compared) -> String {
    let words = compared.judged.verdict.words();
    match off(compared, &figure.unit) {
        Some(off) if off.ends_with("times") => format!("{words}, {off}"),
        Some(off) => format!("{words} by {off}"),
        None => words.to_owned(),
    }
}

/// With what it is compared, in a line.
#[must_use]
pub fn against(compared: &Compared) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(compared.input.clone());
    parts.extend(compared.domain.clone());
    parts.extend(compared.ally.clone());
    parts.extend(compared.host.clone());
    parts.extend(compared.count.map(|count| format!("{count} domains")));
    parts.extend(compared.tier.map(|tier| format!("D+{tier}")));
    parts.extend(compared.year.map(|year| year.to_string()));
    parts.extend(compared.quarter.map(|quarter| format!("quarter {quarter}")));
    let arm = compared.arm.as_ref().map(|arm| format!("{arm} of ")).unwrap_or_default();
    let place = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    format!("{}{place}, {arm}{}", compared.outcome, compared.scenario)
}

/// A figure whose verdict is another than that recorded.
#[must_use]
pub fn changed(figure: &Figure, compared: &Compared) -> String {
    format!(
        "`{}` is {}, and `{}` is recorded",
        figure.id,
        compared.judged.verdict.words(),
        compared.recorded.map_or("", Verdict::words)
    )
}
