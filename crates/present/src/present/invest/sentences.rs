//! The sentences of the answer, each with how much it matters.

use std::cmp::Ordering;

use super::{
    further::{budgets, chosen, gains, objective, policies, timing},
    limits::{beyond, bounds, harms, unspent},
    several::{best_for, first_in, missing_in, no_regret, regret},
    words::{bn, bought, headline, helps, mean, named, nobody, points, to_be_bought, years},
};
use crate::{
    present::{
        evidence::side,
        grammar::{capital, list},
        references::changed,
    },
    store::invest::{InvestScenario, InvestSummary, Marginal, Objective},
};

/// A sentence.
pub struct Said {
    /// How much it matters: what matters least is left out first where there is no room.
    pub weight: u8,
    /// Its words.
    pub text: String,
}

/// All sentences, in order.
pub fn sentences(summary: &InvestSummary) -> Vec<Said> {
    let mut said = Vec::new();
    let mut say = |weight: u8, text: Option<String>| {
        said.extend(text.map(|text| Said { weight, text: capital(&text) }));
    };
    let beware = changed(&summary.references);
    beware.into_iter().for_each(|words| say(9, Some(format!("{words}."))));
    let within = || bounds(summary).map(|bounds| format!("Asked for: {bounds}."));
    let all = &summary.scenarios[..];
    match all {
        [only] => {
            say(10, Some(missing(summary, only)));
            say(10, within());
            say(10, first(summary, only));
            say(9, best(summary, only));
            say(9, objective(summary));
            say(6, budgets(summary, all));
            say(8, beyond(summary, all));
            say(5, harms(summary, all));
            say(6, timing(summary, all));
            say(5, gains(summary, only));
            say(7, policies(summary, all));
        }
        several => {
            say(10, Some(missing_in(summary, several)));
            say(10, within());
            say(9, first_in(summary, several));
            say(9, best_for(summary, several));
            say(9, objective(summary));
            say(10, no_regret(summary, several));
            say(8, regret(summary, several));
            say(6, timing(summary, all));
            say(3, budgets(summary, all));
            say(3, beyond(summary, all));
            say(3, harms(summary, all));
            say(5, policies(summary, all));
        }
    }
    say(4, Some(chosen(summary)));
    said
}

fn if_nobody(scenario: &InvestScenario) -> String {
    match scenario.leaves {
        true => {
            let without = points(scenario.without.mean, scenario.without.se);
            format!(", {without} {}", nobody(std::slice::from_ref(scenario)))
        }
        false => "; nobody leaves".to_owned(),
    }
}

fn missing(summary: &InvestSummary, scenario: &InvestScenario) -> String {
    format!(
        "\"{}\": {} points of what is needed at D+{} are missing ({}){}.",
        scenario.title,
        points(scenario.missing.mean, scenario.missing.se),
        summary.tier,
        headline(summary),
        if_nobody(scenario)
    )
}

fn first(summary: &InvestSummary, scenario: &InvestScenario) -> Option<String> {
    let all = to_be_bought(summary, scenario);
    let helps = |m: &&Marginal| helps(&m.first.middle());
    let name = |m: &Marginal| named(summary, &m.option);
    let closes = |m: &Marginal| mean(&m.first.middle());
    // What is not known to close anything is no advice, nor is what comes after it.
    let ahead: Vec<String> = all.iter().copied().take_while(|m| !helps(m)).map(name).collect();
    if !ahead.is_empty()
        && let Some(most) = all.iter().copied().find(helps)
    {
        return Some(format!(
            "Of what shows, the first $10 bn close most in {}, {} points; what they close in {} is not known well enough.",
            name(most),
            closes(most),
            list(&ahead)
        ));
    }
    let best: Vec<&Marginal> = all.iter().copied().take(2).take_while(helps).collect();
    let worst = all.iter().rev().copied().find(|m| helps(m) && summary.options.len() > 3);
    Some(match best[..] {
        [] => "No option's first $10 bn close anything that shows.".to_owned(),
        [one] => format!("Buy {} first: the first $10 bn close {} points.", name(one), closes(one)),
        [one, two, ..] => {
            let beside = worst
                .filter(|worst| worst.option != two.option)
                .map(|worst| format!(", of {} {}", name(worst), closes(worst)));
            format!(
                "Buy {} and {} first: the first $10 bn of each close {} and {} points{}.",
                name(one),
                name(two),
                closes(one),
                closes(two),
                beside.unwrap_or_default()
            )
        }
    })
}

fn best(summary: &InvestSummary, scenario: &InvestScenario) -> Option<String> {
    let (step, valued) = (summary.path.last()?, scenario.path.last()?);
    let unspent = unspent(summary, step);
    let unspent = unspent.map(|(left, why)| format!("; ${} bn stay unspent: {why}", bn(left)));
    let shared = mean(&valued.planners);
    let planners = match side(&valued.above_planners.middle()) {
        _ if shared == mean(&valued.closed.middle()) => "left to planners' rule it closes as much".to_owned(),
        Ordering::Greater => format!("left to planners' rule it closes {shared}"),
        Ordering::Less => format!("left to planners' rule it closes more, {shared}"),
        Ordering::Equal => format!("no better than planners' rule ({shared})"),
    };
    let aim = if summary.objective == Objective::Cvar { " for the worst tenth of runs" } else { "" };
    Some(format!(
        "The best ${} bn found{aim} ({}, evenly) closes {} points: {}{}; {planners}, spread by need {}.",
        bn(step.budget),
        years(summary),
        mean(&valued.closed.middle()),
        bought(summary, &step.amounts),
        unspent.unwrap_or_default(),
        mean(&valued.need)
    ))
}
