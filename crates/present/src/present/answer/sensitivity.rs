//! What would change the answer: the inputs that nobody knows and that move most what the drawdown adds.

use super::{Part, Sentence};
use crate::present::{View, grammar::list, numbers::points};
use crate::store::{
    sensitivity::{Sensitivity, SensitivityRow},
    summary::Summary,
};

/// Inputs named.
const NAMED: usize = 3;

/// From so much on an input that moves the gap without drawdown is said to do so, fraction of the requirement.
const MOVES_BOTH: f64 = 0.025;

/// The sentences; none where nobody asked.
#[must_use]
pub fn what_would_change(summary: &Summary) -> Vec<Sentence> {
    let Some(found) = &summary.sensitivity else { return Vec::new() };
    let scenario = summary.scenarios.iter().find(|s| s.id == found.scenario);
    // A reader takes it for that of the scenario that the page is about.
    let focus = View::of(summary).focus().is_none_or(|focus| focus.id == found.scenario);
    let deepest = focus && summary.ranking.first().is_none_or(|first| first.scenario == found.scenario);
    let whose: Vec<Part> = match scenario {
        Some(scenario) if !deepest => vec!["of ".into(), scenario.into(), ": ".into()],
        _ => Vec::new(),
    };
    if found.rows.is_empty() {
        let none = match found.inputs {
            _ if found.replicates < 2 => "one run cannot tell.".to_owned(),
            0 => "no input is uncertain.".to_owned(),
            n => format!(
                "none of the {n} uncertain inputs alone moves it by more than two standard errors at D+{}.",
                found.tier
            ),
        };
        return vec![Sentence::new([whose, vec![none.into()]].concat()).opening(OPENING)];
    }
    let named: Vec<String> = found.rows.iter().take(NAMED).map(|row| input(found, row)).collect();
    let moves = if named.len() == 1 { "moves it" } else { "move it most" };
    let which = format!(
        "{} {moves}, from their 5 % to their 95 % quantile, all others drawn (mean {} at D+{}).",
        list(&named),
        points(found.attributable, found.se),
        found.tier
    );
    let mut text = vec![Sentence::new([whose, vec![which.into()]].concat()).opening(OPENING)];
    let both: Vec<String> = found
        .rows
        .iter()
        .take(NAMED)
        .filter(|row| row.counterfactual_swing().is_some_and(|swing| swing.abs() >= MOVES_BOTH))
        .map(|row| {
            let end = |v: Option<f64>| points(v.unwrap_or(f64::NAN), f64::NAN);
            let (low, high) = (end(row.low_counterfactual), end(row.high_counterfactual));
            format!("from {low} to {high} points with {}", row.inside())
        })
        .collect();
    if !both.is_empty() {
        let said = format!("What is missing {} moves too: {}.", crate::present::unless(summary), list(&both));
        text.push(Sentence::text(said).detail());
    }
    text.extend(how_far(found).map(Sentence::detail));
    text
}

/// The word that opens the section on a terminal.
const OPENING: &str = "What would change it";

/// An input with what it does: "share of forces allies would commit (52 % to 84 %: 9.1 to 5.6 points)". The ends of one
/// whose unit would tell a reader nothing are left out.
fn input(found: &Sensitivity, row: &SensitivityRow) -> String {
    let end = |v: Option<f64>| points(v.unwrap_or(f64::NAN), found.se);
    let told = row.low.contains('%') || TOLD.iter().any(|unit| row.unit.contains(unit));
    let ends = if told { format!("{} to {}: ", row.low, row.high) } else { String::new() };
    format!("{} ({ends}{} to {} points)", row.inside(), end(row.low_attributable), end(row.high_attributable))
}

/// What units of numbers hold that a reader knows.
const TOLD: [&str; 5] = ["year", "quarter", "people", "USD", "GDP"];

/// Whether one input alone could turn the answer over, or halve it.
fn how_far(found: &Sensitivity) -> Option<Sentence> {
    if found.attributable <= 0.0 {
        return None;
    }
    let least = |row: &&SensitivityRow| {
        let ends = [row.low_attributable, row.high_attributable];
        ends.into_iter().flatten().fold(f64::INFINITY, f64::min)
    };
    let row = found.rows.iter().min_by(|a, b| least(a).total_cmp(&least(b)))?;
    Some(Sentence::text(match least(&row) {
        v if v <= 0.0 => format!("{} alone could bring it to nothing.", row.input),
        v if v <= 0.5 * found.attributable => format!("{} alone could halve it.", row.input),
        _ => "None of them alone halves it within that range.".to_owned(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::answer::made_up::{scenario, summary};

    #[test]
    fn whose_sensitivity_it_is_stands_before_it_where_a_reader_takes_it_for_that_of_another() {
        let mut run = summary(vec![scenario("most", 50_000.0, 0.03), scenario("least", 20_000.0, 0.01)], &[]);
        let said = |run: &Summary| what_would_change(run)[0].plain();
        let of = |scenario: &str| Sensitivity {
            scenario: scenario.to_owned(),
            tier: 30,
            replicates: 1_000,
            screened: 1_000,
            inputs: 3,
            varied: 3,
            top: 10,
            attributable: 0.03,
            se: 0.001,
            counterfactual: 0.09,
            noise: 0.03,
            rows: Vec::new(),
        };
        run.sensitivity = Some(of("most"));
        let none = "none of the 3 uncertain inputs alone moves it";
        assert!(said(&run).contains(none) && !said(&run).contains("MOST"), "{}", said(&run));
        // Turned to another it is still that of the first, and the other way round.
        run.turned_to.focus = Some("least".to_owned());
        assert!(said(&run).contains(&format!("of \"MOST\": {none}")), "{}", said(&run));
        run.sensitivity = Some(of("least"));
        run.turned_to.focus = None;
        assert!(said(&run).contains(&format!("of \"LEAST\": {none}")), "{}", said(&run));
    }
}
