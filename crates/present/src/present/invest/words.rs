//! What options, money, points and limits are called, in sentences, tables and figures.

use crate::{
    present::{
        grammar::narrow,
        numbers::{decimals, fixed},
    },
    store::{
        invest::{InvestOption, InvestSummary, Limit, Marginal, OptionKind, Slows},
        required::MeanError,
    },
};

/// An option inside a sentence or a narrow column.
#[must_use]
pub fn name(option: &InvestOption) -> String {
    match option.kind {
        OptionKind::Kit => narrow(&option.title),
        OptionKind::Readiness => "readiness".to_owned(),
        OptionKind::People => "people".to_owned(),
        OptionKind::Pool => "planners' pool".to_owned(),
    }
}

/// The same by its id.
#[must_use]
pub fn named(summary: &InvestSummary, id: &str) -> String {
    summary.option(id).map_or_else(|| id.to_owned(), name)
}

/// Billions without digits that say nothing: 2.5, 40.
#[must_use]
pub fn bn(amount: f64) -> String {
    let digits = (0..2).find(|&d| fixed(amount, d).parse() == Ok(amount)).unwrap_or(2);
    fixed(amount, digits)
}

/// A fraction of the requirement in points: two decimals below one point, as far as its error allows.
#[must_use]
pub fn points(value: f64, se: Option<f64>) -> String {
    let most = if (100.0 * value).abs() < 0.995 { 2 } else { 1 };
    let se = 100.0 * se.unwrap_or(0.0);
    fixed(100.0 * value, decimals(se, most).max(1))
}

/// A mean in points.
#[must_use]
pub fn mean(value: &MeanError) -> String {
    points(value.mean, value.se)
}

/// A mean in points with its sign and standard error: "0.70 ±0.04".
#[must_use]
pub fn with_error(value: &MeanError) -> String {
    match value.se {
        Some(se) => format!("{} ±{}", fixed(100.0 * value.mean, 2), fixed(100.0 * se, 2)),
        None => fixed(100.0 * value.mean, 2),
    }
}

/// What slows the next billion.
#[must_use]
pub const fn limit(limit: Limit) -> &'static str {
    match limit {
        Limit::Nothing => "nothing yet: money is missing",
        Limit::Closed => "nothing left to close",
        Limit::Industry => "industry",
        Limit::People => "people",
        Limit::Time => "time (building, training)",
        Limit::Enablers => "enablers",
        Limit::Reliance => "reliance on others",
    }
}

/// What slows most often; of people and readiness how the value falls from the first to the tenth billion.
#[must_use]
pub fn slowed(summary: &InvestSummary, marginal: &Marginal) -> String {
    if let Some(Slows { limit: most, .. }) = Slows::named(&marginal.slows) {
        return limit(*most).to_owned();
    }
    let (first, tenth) = (marginal.first.mean, marginal.tenth.mean);
    match summary.option(&marginal.option).map(|option| option.kind) {
        Some(OptionKind::Kit) | None => "-".to_owned(),
        _ if first <= 0.0 => "-".to_owned(),
        _ if tenth < 0.5 * first => "falls fast: the tenth billion adds under half".to_owned(),
        _ => "nothing yet".to_owned(),
    }
}
