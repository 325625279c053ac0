//! The sentences of the answer, each with how much it matters.

use super::{
    several::{best_for, first_in, missing_in, no_regret, regret, timing_in},
    words::{WORTH, bn, bought, error, first_of, headline, limit, mean, named, nobody, points, shows, years},
};
use crate::{
    present::{
        evidence::settled,
        grammar::{count, list},
        numbers::runs,
        references::changed,
    },
    store::{
        invest::{InvestScenario, InvestSummary, Limit, Marginal, Slows, Valued},
        required::MeanError,
    },
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
    let mut say = |weight: u8, text: Option<String>| said.extend(text.map(|text| Said { weight, text }));
    let beware = changed(&summary.references);
    beware.into_iter().for_each(|words| say(9, Some(format!("{words}."))));
    match &summary.scenarios[..] {
        [only] => {
            say(10, Some(missing(summary, only)));
            say(10, first(summary, only));
            say(9, best(summary, only));
            say(7, budgets(summary, only));
            say(6, beyond(summary, only));
            say(5, harms(summary, only));
            say(6, timing(summary, only));
            say(5, policies(only));
        }
        several => {
            say(10, Some(missing_in(summary, several)));
            say(9, first_in(summary, several));
            say(9, best_for(summary, several));
            say(10, no_regret(summary, several));
            say(8, regret(summary, several));
            say(6, timing_in(summary, several));
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

/// The options by what the first 10 bn close, best first.
#[must_use]
pub fn sorted(scenario: &InvestScenario) -> Vec<&Marginal> {
    let mut all: Vec<&Marginal> = scenario.marginal.iter().collect();
    all.sort_by(|a, b| b.first.mean.total_cmp(&a.first.mean));
    all
}

fn first(summary: &InvestSummary, scenario: &InvestScenario) -> Option<String> {
    let all = sorted(scenario);
    let best: Vec<&&Marginal> =
        all.iter().take(2).filter(|m| shows(&first_of(m))).filter(|m| m.first.mean > 0.0).collect();
    let name = |m: &Marginal| named(summary, &m.option);
    let closes = |m: &Marginal| mean(&first_of(m));
    let worst = all.iter().rev().find(|m| m.first.mean > WORTH && summary.options.len() > 3);
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

fn last<'a>(
    summary: &'a InvestSummary,
    scenario: &'a InvestScenario,
) -> Option<(f64, &'a [f64], &'a Valued)> {
    let budget = *summary.budgets.last()?;
    let at = summary.step_of(budget)?;
    Some((budget, &summary.path[at].amounts, scenario.path.get(at)?))
}

fn best(summary: &InvestSummary, scenario: &InvestScenario) -> Option<String> {
    let (budget, amounts, valued) = last(summary, scenario)?;
    let closed = MeanError { mean: valued.closed.mean, se: valued.closed.se };
    let spent: f64 = amounts.iter().sum();
    let unspent =
        if spent < budget { format!("; ${} bn stay unspent", bn(budget - spent)) } else { String::new() };
    let above = MeanError { mean: valued.above_planners.mean, se: valued.above_planners.se };
    let planners = match settled(above.mean, error(above.se)) {
        true => format!("left to planners' rule it closes {}", mean(&valued.planners)),
        false => "that is no better than planners' rule".to_owned(),
    };
    Some(format!(
        "The best ${} bn found ({}, evenly) closes {} points: {}{unspent}; {planners}, spread by need {}.",
        bn(budget),
        years(summary),
        mean(&closed),
        bought(summary, amounts),
        mean(&valued.need)
    ))
}

fn budgets(summary: &InvestSummary, scenario: &InvestScenario) -> Option<String> {
    let smaller = summary.budgets.split_last().map(|(_, smaller)| smaller).filter(|some| !some.is_empty())?;
    let of = |&budget: &f64| {
        let at = summary.step_of(budget)?;
        let valued = scenario.path.get(at)?;
        let closed = points(valued.closed.mean, valued.closed.se);
        Some(format!("${} bn {closed} ({})", bn(budget), bought(summary, &summary.path[at].amounts)))
    };
    let all: Vec<String> = smaller.iter().filter_map(of).collect();
    Some(format!("With less: {}.", all.join("; ")))
}

fn beyond(summary: &InvestSummary, scenario: &InvestScenario) -> Option<String> {
    let (budget, amounts, _) = last(summary, scenario)?;
    let next: Vec<_> = scenario.next.iter().filter(|next| next.budget == budget).collect();
    let best = next.iter().max_by(|a, b| a.closed.mean.total_cmp(&b.closed.mean))?;
    let step = bn(summary.step);
    let more = match shows(&best.closed) && best.closed.mean > 0.0 {
        true => {
            let name = named(summary, &best.option);
            format!("the next ${step} bn closes {} points at best ({name})", mean(&best.closed))
        }
        false => format!("the next ${step} bn closes nothing that shows"),
    };
    // What slows the kit that is bought, by what it is.
    let mut held: Vec<(Limit, Vec<String>)> = Vec::new();
    for (next, _) in next.iter().zip(amounts).filter(|(_, amount)| **amount > 0.0) {
        let slows = Slows::named(&next.slows).filter(|slows| slows.limit != Limit::Nothing);
        let Some(slows) = slows else { continue };
        let name = named(summary, &next.option);
        match held.iter_mut().find(|(limit, _)| *limit == slows.limit) {
            Some((_, names)) => names.push(name),
            None => held.push((slows.limit, vec![name])),
        }
    }
    let held: Vec<String> = held
        .iter()
        .map(|(what, names)| match what {
            Limit::Closed => format!("nothing is left to close in {}", list(names)),
            what => format!("{} slows {}", limit(*what), list(names)),
        })
        .collect();
    let held = if held.is_empty() { String::new() } else { format!("; {}", held.join(", ")) };
    Some(format!("Beyond ${} bn {more}{held}.", bn(budget)))
}

fn harms(summary: &InvestSummary, scenario: &InvestScenario) -> Option<String> {
    let all: Vec<String> = scenario
        .marginal
        .iter()
        .filter(|marginal| marginal.takes_crews)
        .map(|m| format!("{} ({})", named(summary, &m.option), mean(&first_of(m))))
        .collect();
    (!all.is_empty()).then(|| {
        let (makes, whose) = if all.len() == 1 { ("makes", "its") } else { ("make", "their") };
        format!("Bought alone, {} {makes} the whole worse: {whose} crews are missing elsewhere.", list(&all))
    })
}

fn timing(summary: &InvestSummary, scenario: &InvestScenario) -> Option<String> {
    let budget = *summary.budgets.last()?;
    let later: Vec<String> = scenario
        .timing
        .iter()
        .filter(|timing| timing.budget == budget)
        .map(|timing| {
            let years = count(timing.years as usize, "year", "years");
            match shows(&timing.lost) {
                true if timing.lost.mean > 0.0 => format!("{years} later {} points less", mean(&timing.lost)),
                true => format!("{years} later {} points more", points(-timing.lost.mean, timing.lost.se)),
                false => format!("{years} later as much"),
            }
        })
        .collect();
    (!later.is_empty()).then(|| format!("The same ${} bn closes {}.", bn(budget), later.join(", ")))
}

fn policies(scenario: &InvestScenario) -> Option<String> {
    let mut all: Vec<_> = scenario.policies.iter().collect();
    all.sort_by(|a, b| b.closed.mean.total_cmp(&a.closed.mean));
    let shown = all.iter().filter(|policy| policy.closed.mean > WORTH).map(|policy| {
        let what = match policy.id.as_str() {
            "buy_jointly" => "buying jointly (a fifth more for the money)",
            "orderly" => "an orderly process",
            "keep_enablers" => "keeping enablers",
            _ => "allies committing 5 points more",
        };
        let worth = policy.worth.map_or_else(String::new, |worth| format!(" (as ${} bn)", bn(worth)));
        format!("{what} closes {}{worth}", points(policy.closed.mean, policy.closed.se))
    });
    let shown: Vec<String> = shown.collect();
    (!shown.is_empty()).then(|| format!("Policies, without new money: {}.", shown.join("; ")))
}

fn chosen(summary: &InvestSummary) -> String {
    let largest = |scenario: &InvestScenario| scenario.path.last().map(|valued| valued.optimism.mean);
    let optimism = summary.scenarios.iter().filter_map(largest).fold(0.0, f64::max);
    let replicates = runs(summary.replicates);
    let gone = match optimism > WORTH {
        true => format!("{} points of what seemed closed were chance", points(optimism, None)),
        false => "nothing of what seemed closed was chance".to_owned(),
    };
    format!("Chosen on {replicates}, valued on as many others: {gone}. Prices do not rise with orders.")
}
