//! The sentences of an answer for several scenarios.

use super::{
    limits::unspent,
    words::{bn, bought, headline, mean, named, nobody, points, shows, years},
};
use crate::{
    present::grammar::list,
    store::invest::{InvestScenario, InvestSummary, NoRegret, Objective, Own, Valued},
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
    let over = |i: usize| several.iter().map(move |scenario| scenario.marginal[i].first.middle());
    let average = |i: usize| over(i).map(|first| first.mean).sum::<f64>() / several.len() as f64;
    let mut all: Vec<usize> =
        (0..summary.options.len()).filter(|&i| summary.options[i].may_be_bought()).collect();
    all.sort_by(|&a, &b| average(b).total_cmp(&average(a)));
    let helps = |i: &usize| over(*i).all(|first| shows(&first) && first.mean > 0.0);
    let best = all.into_iter().take(2).take_while(helps);
    let best: Vec<String> = best
        .map(|i| format!("{} {}", named(summary, &summary.options[i].id), points(average(i), None)))
        .collect();
    (!best.is_empty())
        .then(|| format!("The first $10 bn close most, in points and on average, in {}.", list(&best)))
}

pub(super) fn best_for(summary: &InvestSummary, several: &[InvestScenario]) -> Option<String> {
    let step = summary.path.last()?;
    let unspent = unspent(summary, step);
    let unspent = unspent.map(|(left, why)| format!("; ${} bn stay unspent: {why}", bn(left)));
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
        "The ${} bn {aim} ({}): {}{}; closes {} points on average, left to planners' rule {}, spread by need {}.",
        bn(step.budget),
        years(summary),
        bought(summary, &step.amounts),
        unspent.unwrap_or_default(),
        closed(|valued| valued.closed.mean),
        closed(|valued| valued.planners.mean),
        closed(|valued| valued.need.mean)
    ))
}

pub(super) fn no_regret(summary: &InvestSummary, several: &[InvestScenario]) -> Option<String> {
    let budget = *summary.budgets.last()?;
    // What must be bought goes nowhere else in any case, and says nothing.
    let free = budget - summary.must();
    if free <= 0.0 {
        return None;
    }
    let items: Vec<_> = summary.no_regret.iter().filter(|item| item.budget == budget).collect();
    let (all, some): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| item.within == several.len());
    let sum: f64 = all.iter().map(|item| item.least).sum();
    let of = |item: &&NoRegret| match item.least == item.most {
        true => format!("{} {}", named(summary, &item.option), bn(item.least)),
        false => format!("{} {} to {}", named(summary, &item.option), bn(item.least), bn(item.most)),
    };
    let money = if free < budget {
        format!("${} bn free to choose", bn(free))
    } else {
        format!("${} bn", bn(budget))
    };
    let always = match all.is_empty() {
        true if free < budget => {
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
    let budget = *summary.budgets.last()?;
    let own = |scenario: &InvestScenario| -> Option<Own> {
        scenario.own.iter().find(|own| own.budget == budget).cloned()
    };
    let all: Vec<(&InvestScenario, Own)> =
        several.iter().filter_map(|scenario| Some((scenario, own(scenario)?))).collect();
    let more = all.iter().filter(|(_, own)| shows(&own.regret) && own.regret.mean > 0.0);
    let largest = more.max_by(|a, b| a.1.regret.mean.total_cmp(&b.1.regret.mean));
    Some(match largest {
        Some((scenario, own)) => format!(
            "Against its own best choice it costs at most {} points (\"{}\").",
            mean(&own.regret),
            scenario.title
        ),
        None => "No scenario's own best choice would close more by an amount that shows.".to_owned(),
    })
}
