//! The sentences of the answer, each with how much it matters.

use super::words::{bn, limit, mean, named, points};
use crate::{
    present::{
        SEEN,
        evidence::settled,
        grammar::{count, list},
        numbers::runs,
        references::changed,
    },
    store::{
        invest::{InvestScenario, InvestSummary, Limit, Marginal, Objective, Own, Slows, Valued},
        required::MeanError,
    },
};

/// Below it, in points of the index, nothing is named as closing something.
const WORTH: f64 = SEEN / 10.0;

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

fn error(se: Option<f64>) -> f64 {
    se.unwrap_or(f64::INFINITY)
}

/// Whether a mean is more than chance and worth a word.
#[must_use]
pub fn shows(value: &MeanError) -> bool {
    value.mean.abs() > WORTH && settled(value.mean, error(value.se))
}

fn years(summary: &InvestSummary) -> String {
    let [first, last] = summary.years;
    if first == last { first.to_string() } else { format!("{first}-{}", last % 100) }
}

fn headline(summary: &InvestSummary) -> String {
    let [first, last] = summary.headline_years;
    format!("mean of {first}-{}", last % 100)
}

/// What there would be without it.
#[must_use]
pub fn nobody(scenarios: &[InvestScenario]) -> &'static str {
    match scenarios.iter().any(|scenario| scenario.takes_pledges) {
        true => "without the drawdown",
        false => "if nobody leaves",
    }
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

/// What the first 10 bn of an option close.
#[must_use]
pub fn first_of(marginal: &Marginal) -> MeanError {
    MeanError { mean: marginal.first.mean, se: marginal.first.se }
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

/// What a programme buys: "people 40, surveillance 10".
fn bought(summary: &InvestSummary, amounts: &[f64]) -> String {
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

fn missing_in(summary: &InvestSummary, several: &[InvestScenario]) -> String {
    let ends = |of: fn(&InvestScenario) -> f64| {
        let low = several.iter().map(of).fold(f64::INFINITY, f64::min);
        let high = several.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = (points(low, None), points(high, None));
        if low == high { low } else { format!("{low} to {high}") }
    };
    format!(
        "In {} scenarios {} points of what is needed at D+{} are missing ({}), {} {}.",
        several.len(),
        ends(|scenario| scenario.missing.mean),
        summary.tier,
        headline(summary),
        ends(|scenario| scenario.without.mean),
        nobody(several)
    )
}

/// The options whose first 10 bn close most on average over the scenarios.
fn first_in(summary: &InvestSummary, several: &[InvestScenario]) -> Option<String> {
    let over = |i: usize| several.iter().map(move |scenario| first_of(&scenario.marginal[i]));
    let average = |i: usize| over(i).map(|first| first.mean).sum::<f64>() / several.len() as f64;
    let mut all: Vec<usize> = (0..summary.options.len()).collect();
    all.sort_by(|&a, &b| average(b).total_cmp(&average(a)));
    let best = all.into_iter().take(2).filter(|&i| over(i).all(|first| shows(&first) && first.mean > 0.0));
    let best: Vec<String> = best
        .map(|i| format!("{} {}", named(summary, &summary.options[i].id), points(average(i), None)))
        .collect();
    (!best.is_empty())
        .then(|| format!("The first $10 bn close most, in points and on average, in {}.", list(&best)))
}

fn best_for(summary: &InvestSummary, several: &[InvestScenario]) -> Option<String> {
    let budget = *summary.budgets.last()?;
    let step = &summary.path[summary.step_of(budget)?];
    let closed = |of: fn(&Valued) -> f64| {
        let of = several.iter().filter_map(|scenario| scenario.path.last().map(of));
        points(of.sum::<f64>() / several.len() as f64, None)
    };
    let aim = match summary.objective {
        Objective::Mean => "best on average",
        Objective::Cvar => "best in the worst tenth of runs",
        Objective::Regret => "with the smallest largest regret",
    };
    Some(format!(
        "The ${} bn {aim} ({}): {}; closes {} points on average, left to planners' rule {}, spread by need {}.",
        bn(budget),
        years(summary),
        bought(summary, &step.amounts),
        closed(|valued| valued.closed.mean),
        closed(|valued| valued.planners.mean),
        closed(|valued| valued.need.mean)
    ))
}

fn no_regret(summary: &InvestSummary, several: &[InvestScenario]) -> Option<String> {
    let budget = *summary.budgets.last()?;
    let items: Vec<_> = summary.no_regret.iter().filter(|item| item.budget == budget).collect();
    let (all, some): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| item.within == several.len());
    let sum: f64 = all.iter().map(|item| item.least).sum();
    let of = |item: &&crate::store::invest::NoRegret| match item.least == item.most {
        true => format!("{} {}", named(summary, &item.option), bn(item.least)),
        false => format!("{} {} to {}", named(summary, &item.option), bn(item.least), bn(item.most)),
    };
    let always = match all.is_empty() {
        true => format!("No item is in every scenario's own best ${} bn", bn(budget)),
        false => format!(
            "${} bn of ${} bn go to the same items whichever comes: {}",
            bn(sum),
            bn(budget),
            all.iter().map(of).collect::<Vec<_>>().join(", ")
        ),
    };
    let names: Vec<String> = some.iter().map(|item| named(summary, &item.option)).collect();
    let rest = if names.is_empty() { String::new() } else { format!("; only in some: {}", list(&names)) };
    Some(format!("{always}{rest}."))
}

fn regret(summary: &InvestSummary, several: &[InvestScenario]) -> Option<String> {
    let budget = *summary.budgets.last()?;
    let own = |scenario: &InvestScenario| -> Option<Own> {
        scenario.own.iter().find(|own| own.budget == budget).cloned()
    };
    let largest = several
        .iter()
        .filter_map(|scenario| Some((scenario, own(scenario)?)))
        .max_by(|a, b| a.1.regret.mean.total_cmp(&b.1.regret.mean))?;
    let (scenario, own) = largest;
    Some(match shows(&own.regret) && own.regret.mean > 0.0 {
        true => format!(
            "Against its own best choice it costs at most {} points (\"{}\").",
            mean(&own.regret),
            scenario.title
        ),
        false => "No scenario's own best choice would close more by an amount that shows.".to_owned(),
    })
}

fn timing_in(summary: &InvestSummary, several: &[InvestScenario]) -> Option<String> {
    let budget = *summary.budgets.last()?;
    let lost = |scenario: &InvestScenario| {
        let year = |timing: &&crate::store::invest::Timing| timing.budget == budget && timing.years == 1;
        scenario.timing.iter().find(year).map(|timing| timing.lost)
    };
    let lost: Vec<MeanError> = several.iter().filter_map(lost).collect();
    if lost.is_empty() {
        return None;
    }
    let all = lost.iter().all(|lost| shows(lost) && lost.mean > 0.0);
    let average = lost.iter().map(|lost| lost.mean).sum::<f64>() / lost.len() as f64;
    all.then(|| format!("A year later it closes {} points less on average.", points(average, None)))
}
