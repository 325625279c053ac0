//! The figures of `drawdown invest`: what each option closes, what the best programme buys as the budget grows, and what can
//! be bought before one knows what comes.

mod labels;
mod left;
#[cfg(test)]
mod made_up;
mod no_regret;
mod programme;
#[cfg(test)]
mod tests;
mod value;
mod wording;

use plotters::style::RGBColor;

use super::{Figure, PlotError, numbers, stem_among, theme};
use crate::{
    present::{
        grammar::inside,
        invest::words::{named, nobody},
    },
    store::invest::{InvestScenario, InvestSummary, OptionKind},
};

/// The figures: marginal value (one a scenario), programme, and with two or more scenarios no regret.
///
/// # Errors
/// When plotters refuses an element.
pub fn invest_figures(summary: &InvestSummary) -> Result<Vec<Figure>, PlotError> {
    let mut figures = Vec::new();
    let ids: Vec<&str> = summary.scenarios.iter().map(|scenario| scenario.id.as_str()).collect();
    for scenario in summary.scenarios.iter().filter(|scenario| !scenario.marginal.is_empty()) {
        let stem = match summary.scenarios.len() {
            1 => "invest-value".into(),
            _ => stem_among("invest-value", &scenario.id, &ids, "scenario").into(),
        };
        figures.push(Figure { stem, page: value::draw(summary, scenario)? });
    }
    if summary.path.len() > 1 {
        figures.push(Figure { stem: "invest-programme".into(), page: programme::draw(summary)? });
    }
    if no_regret::applies(summary) {
        figures.push(Figure { stem: "invest-no-regret".into(), page: no_regret::draw(summary)? });
    }
    Ok(figures)
}

/// What an option is called: its whole title where the terminal has a column of twenty characters.
fn item(summary: &InvestSummary, id: &str) -> String {
    match summary.option(id) {
        Some(option) if option.kind == OptionKind::Kit => inside(&option.title),
        _ => named(summary, id).replace('\'', "’"),
    }
}

/// What is missing in a scenario and what would be if nobody left: no number without its counterfactual.
fn missing(scenario: &InvestScenario) -> String {
    let points = |value: f64| numbers::number(100.0 * value, 1);
    let missing = points(scenario.missing.mean);
    match scenario.leaves {
        true => {
            let without = nobody(std::slice::from_ref(scenario));
            format!("{missing} missing, {} {without}", points(scenario.without.mean))
        }
        false => format!("{missing} missing, nobody leaves"),
    }
}

/// How what an option buys is drawn: filled, or in stripes.
#[derive(Clone, Copy)]
struct Look {
    dark: RGBColor,
    light: RGBColor,
    striped: bool,
    text: RGBColor,
}

/// The look of an option, the `number`th kit that is bought.
fn look(kind: OptionKind, number: usize) -> Look {
    let plain = |dark, light, text| Look { dark, light, striped: false, text };
    match kind {
        OptionKind::Kit => {
            let shade = number.min(theme::KIT.len() - 1);
            plain(theme::KIT[shade], theme::KIT_BEFORE[shade], theme::EUROPEAN)
        }
        OptionKind::Readiness => {
            Look { striped: true, ..plain(theme::EUROPEAN, theme::READINESS_BEFORE, theme::EUROPEAN) }
        }
        OptionKind::People => plain(theme::PEOPLE, theme::PEOPLE_BEFORE, theme::PEOPLE),
        OptionKind::Pool => plain(theme::MONEY, theme::MONEY_LIGHT, theme::MONEY_TEXT),
    }
}
