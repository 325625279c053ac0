//! The sentences of an answer for several scenarios.

use super::{
    limits::unspent,
    words::{average, bn, bought, free, headline, helps, mean, name, named, nobody, points, years},
};
use crate::{
    present::grammar::list,
    store::{
        invest::{InvestOption, InvestScenario, InvestSummary, NoRegret, Objective, Own, Valued},
        required::MeanError,
    },
};

pub(super) fn missing_in(summary: &InvestSummary, several: &[InvestScenario]) -> String {
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
pub(super) fn first_in(summary: &InvestSummary, several: &[InvestScenario]) -> Option<String> {
    let may = summary.options.iter().enumerate().filter(|(_, option)| option.may_be_bought());
    let mut all: Vec<(&InvestOption, MeanError, bool)> = may
        .map(|(i, option)| {
            let first: Vec<MeanError> = several.iter().map(|s| s.marginal[i].first.middle()).collect();
            (option, average(&first), first.iter().all(helps))
        })
        .collect();
    all.sort_by(|a, b| b.1.mean.total_cmp(&a.1.mean));
    let best = all.iter().take(2).take_while(|(_, _, helps)| *helps);
    let best: Vec<String> =
        best.map(|(option, first, _)| format!("{} {}", name(option), mean(first))).collect();
    (!best.is_empty())
        .then(|| format!("The first $10 bn close most, in points and on average, in {}.", list(&best)))
}

pub(super) fn best_for(summary: &InvestSummary, several: &[InvestScenario]) -> Option<String> {
    let step = summary.path.last()?;
    let unspent = unspent(summary, step);
    let unspent = unspent.map(|(left, why)| format!("; ${} bn stay unspent: {why}", bn(left)));
    let closed = |of: fn(&Valued) -> MeanError| {
        let all: Vec<MeanError> =
            several.iter().filter_map(|scenario| scenario.path.last().map(of)).collect();
        mean(&average(&all))
    };
    let aim = match summary.objective {
        Objective::Mean => "best on average",
        Objective::Cvar => "best in the worst tenth of runs",
        Objective::Regret => "with the smallest largest regret",
    };
    Some(format!(
        "The ${} bn {aim} ({}): {}{}; closes {} points on average, left to planners' rule {}, spread by need {}.",
        bn(step.budget),
        years(summary),
        bought(summary, &step.amounts),
        unspent.unwrap_or_default(),
        closed(|valued| valued.closed.middle()),
        closed(|valued| valued.planners),
        closed(|valued| valued.need)
    ))
}

pub(super) fn no_regret(summary: &InvestSummary, several: &[InvestScenario]) -> Option<String> {
    let budget = summary.largest();
    // What must be bought goes nowhere else in any case, and says nothing.
    if summary.free(budget) <= 0.0 {
        return None;
    }
    let (all, some): (Vec<_>, Vec<_>) = summary.items(budget).partition(|item| item.within == several.len());
    let sum: f64 = all.iter().map(|item| item.least).sum();
    let of = |item: &&NoRegret| match item.least == item.most {
        true => format!("{} {}", named(summary, &item.option), bn(item.least)),
        false => format!("{} {} to {}", named(summary, &item.option), bn(item.least), bn(item.most)),
    };
    let money = free(summary, budget);
    let always = match all.is_empty() {
        true if summary.must() > 0.0 => {
            "No item is in every scenario's own best beyond what must be bought".to_owned()
        }
        true => format!("No item is in every scenario's own best {money}"),
        false => format!(
            "${} bn of {money} go to the same items whichever comes: {}",
            bn(sum),
            all.iter().map(of).collect::<Vec<_>>().join(", ")
        ),
    };
    let names: Vec<String> = some.iter().map(|item| named(summary, &item.option)).collect();
    let rest = if names.is_empty() { String::new() } else { format!("; only in some: {}", list(&names)) };
    Some(format!("{always}{rest}."))
}

pub(super) fn regret(summary: &InvestSummary, several: &[InvestScenario]) -> Option<String> {
    let own = |scenario| Some((scenario, InvestScenario::own_of(scenario, summary.largest())?));
    let all: Vec<(&InvestScenario, &Own)> = several.iter().filter_map(own).collect();
    let more = all.iter().filter(|(_, own)| helps(&own.regret));
    let largest = more.max_by(|a, b| a.1.regret.mean.total_cmp(&b.1.regret.mean));
    Some(match largest {
        Some((scenario, own)) => {
            // What it costs another may be more on average without being known to be anything.
            let hidden = all.iter().any(|(_, other)| other.regret.mean > own.regret.mean);
            format!(
                "Against each scenario's own best choice it costs most{} in \"{}\": {} points.",
                if hidden { ", of what shows," } else { "" },
                scenario.title,
                mean(&own.regret)
            )
        }
        None => "No scenario's own best choice would close more by an amount that shows.".to_owned(),
    })
}
