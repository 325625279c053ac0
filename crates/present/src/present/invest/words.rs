//! What options, money, points and limits are called, in sentences, tables and figures.

use crate::{
    present::{
        SEEN,
        evidence::settled,
        grammar::narrow,
        numbers::{self, decimals, fixed},
    },
    store::{
        invest::{InvestOption, InvestScenario, InvestSummary, Limit, Marginal, OptionKind, Policy, Slows},
        required::MeanError,
    },
};

/// Below it, in points of the index, nothing is named as closing something.
pub(super) const WORTH: f64 = SEEN / 10.0;

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

/// Means over scenarios as one: of several without an error, since that of their mean is not kept.
#[must_use]
pub fn average(values: &[MeanError]) -> MeanError {
    match values {
        [one] => *one,
        several => {
            let sum: f64 = several.iter().map(|value| value.mean).sum();
            MeanError { mean: sum / several.len() as f64, se: None }
        }
    }
}

/// What of a budget is free to choose: "$50 bn", or where some must be bought "$30 bn free to choose".
#[must_use]
pub fn free(summary: &InvestSummary, budget: f64) -> String {
    let free = summary.free(budget);
    let rest = if free < budget { " free to choose" } else { "" };
    format!("${} bn{rest}", bn(free))
}

/// Between which budgets lies that whose best programme closes as much as a policy: "$20 to 25 bn", "up to $5 bn".
#[must_use]
pub fn worth(summary: &InvestSummary, policy: &Policy) -> Option<String> {
    let enough = policy.worth?;
    let before = summary.path.iter().map(|step| step.budget).rfind(|&budget| budget < enough);
    Some(match before.filter(|&before| before > 0.0) {
        Some(before) => format!("${} to {} bn", bn(before), bn(enough)),
        None => format!("up to ${} bn", bn(enough)),
    })
}

/// The options that may be bought by what their first 10 bn close, best first.
#[must_use]
pub fn to_be_bought<'s>(summary: &InvestSummary, scenario: &'s InvestScenario) -> Vec<&'s Marginal> {
    let may = |m: &&Marginal| summary.option(&m.option).is_none_or(InvestOption::may_be_bought);
    sorted(scenario).into_iter().filter(may).collect()
}

/// The options by what the first 10 bn close, best first.
#[must_use]
pub fn sorted(scenario: &InvestScenario) -> Vec<&Marginal> {
    let mut all: Vec<&Marginal> = scenario.marginal.iter().collect();
    all.sort_by(|a, b| b.first.mean.total_cmp(&a.first.mean));
    all
}

/// Whether an option takes crews from elsewhere so that the whole loses by an amount that shows.
#[must_use]
pub fn takes_crews(marginal: &Marginal) -> bool {
    marginal.takes_crews && shows(&marginal.first.middle())
}

/// What slows the next billion.
#[must_use]
pub const fn limit(limit: Limit) -> &'static str {
    match limit {
        Limit::Nothing => "nothing yet: money is missing",
        Limit::Closed => "mostly closed",
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
    if summary.option(&marginal.option).is_some_and(|option| !option.may_be_bought()) {
        return "was not to be bought".to_owned();
    }
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

/// Whether something closes an amount that shows.
#[must_use]
pub fn helps(closed: &MeanError) -> bool {
    closed.mean > 0.0 && shows(closed)
}

/// Whether a mean is more than chance and worth a word, also as it is written.
#[must_use]
pub fn shows(value: &MeanError) -> bool {
    let written = mean(value);
    let written = written.chars().any(|digit| digit.is_ascii_digit() && digit != '0');
    written && value.mean.abs() > WORTH && settled(value.mean, value.error())
}

/// The years of the money.
#[must_use]
pub fn years(summary: &InvestSummary) -> String {
    let [first, last] = summary.years;
    numbers::years(first, last)
}

pub(super) fn headline(summary: &InvestSummary) -> String {
    let [first, last] = summary.headline_years;
    format!("mean of {}", numbers::years(first, last))
}

/// What there would be without it.
#[must_use]
pub fn nobody(scenarios: &[InvestScenario]) -> &'static str {
    match scenarios.iter().any(|scenario| scenario.takes_pledges) {
        true => "without the drawdown",
        false => "if nobody leaves",
    }
}

/// What a programme buys: "people 40, surveillance 10".
pub(super) fn bought(summary: &InvestSummary, amounts: &[f64]) -> String {
    let mut all: Vec<(usize, f64)> =
        amounts.iter().copied().enumerate().filter(|(_, amount)| *amount > 0.0).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    let item =
        |&(i, amount): &(usize, f64)| format!("{} {}", named(summary, &summary.options[i].id), bn(amount));
    match all.is_empty() {
        true => "nothing".to_owned(),
        false => all.iter().map(item).collect::<Vec<_>>().join(", "),
    }
}
