//! What else there is to say of one scenario or several: smaller budgets, waiting, policies, what was done.

use super::words::{average, bn, bought, helps, limit, mean, named, nobody, points, shows, worth};
use crate::{
    present::{
        grammar::{count, list, small},
        numbers::runs,
    },
    store::{
        invest::{InvestScenario, InvestSummary, ItemLater, Limit, Objective, OptionKind, Policy, Slows},
        required::MeanError,
    },
};

/// " on average" over several.
pub(super) fn on_average(scenarios: &[InvestScenario]) -> &'static str {
    if scenarios.len() > 1 { " on average" } else { "" }
}

/// What smaller budgets close.
pub(super) fn budgets(summary: &InvestSummary, scenarios: &[InvestScenario]) -> Option<String> {
    let smaller = summary.budgets.split_last().map(|(_, smaller)| smaller).filter(|some| !some.is_empty())?;
    let of = |&budget: &f64| {
        let at = summary.step_of(budget)?;
        let closed: Vec<MeanError> =
            scenarios.iter().filter_map(|scenario| Some(scenario.path.get(at)?.closed.middle())).collect();
        let buys = bought(summary, &summary.path[at].amounts);
        Some(format!("${} bn {} ({buys})", bn(budget), mean(&average(&closed))))
    };
    let all: Vec<String> = smaller.iter().filter_map(of).collect();
    Some(format!("With less, in points closed{}: {}.", on_average(scenarios), all.join("; ")))
}

/// What the objective comes to, where that is not what closed money says.
pub(super) fn objective(summary: &InvestSummary) -> Option<String> {
    let (none, last) = (summary.path.first()?, summary.path.last()?);
    let [fresh, planners, need] = last.comes_to().map(|value| mean(&value));
    match summary.objective {
        Objective::Cvar => {
            let leaves = summary.scenarios.iter().any(|scenario| scenario.leaves);
            let without = summary.without.filter(|_| leaves).map(|without| {
                let without = points(without, summary.without_se);
                format!(", {without} {}", nobody(&summary.scenarios))
            });
            Some(format!(
                "In the worst tenth of runs {} points are missing{}; with it {fresh}, left to planners' rule {planners}, spread by \
                 need {need}.",
                mean(&none.comes_to()[0]),
                without.unwrap_or_else(|| "; nobody leaves".to_owned())
            ))
        }
        Objective::Regret if summary.scenarios.len() > 1 => Some(format!(
            "The largest regret is {fresh} points, left to planners' rule {planners}, spread by need {need}."
        )),
        Objective::Mean | Objective::Regret => None,
    }
}

/// What waiting changes: less, more, or neither by an amount that shows.
pub(super) fn timing(summary: &InvestSummary, scenarios: &[InvestScenario]) -> Option<String> {
    let budget = summary.largest();
    let mut years: Vec<u32> = scenarios.iter().flat_map(|s| s.timing.iter().map(|t| t.years)).collect();
    years.sort_unstable();
    years.dedup();
    let later = years.into_iter().map(|years| {
        let lost = scenarios.iter().filter_map(|scenario| {
            let found = scenario.timing.iter().find(|t| t.budget == budget && t.years == years);
            found.map(|timing| timing.lost)
        });
        format!("{} later {}", count(years as usize, "year", "years"), waiting(&lost.collect::<Vec<_>>()))
    });
    let later: Vec<String> = later.collect();
    (!later.is_empty()).then(|| format!("The same ${} bn closes {}.", bn(budget), later.join(", ")))
}

/// Where a year's wait closes more, which items do so alone, and what slows those that are kit.
pub(super) fn gains(summary: &InvestSummary, scenario: &InvestScenario) -> Option<String> {
    let more = |lost: &MeanError| lost.mean < 0.0 && shows(lost);
    let timing = scenario.timing.iter().find(|t| t.budget == summary.largest() && t.years == 1)?;
    let mut items: Vec<&ItemLater> = timing.items.iter().filter(|item| more(&item.lost)).collect();
    if !more(&timing.lost) || items.is_empty() {
        return None;
    }
    items.sort_by(|a, b| a.lost.mean.total_cmp(&b.lost.mean));
    let of = |item: &&ItemLater| {
        let next = scenario.next.iter().find(|n| n.budget == timing.budget && n.option == item.option);
        let slows = next.and_then(|next| Slows::named(&next.slows)).map(|slows| slows.limit);
        let slows = slows.filter(|slows| !matches!(slows, Limit::Nothing | Limit::Closed));
        let first = summary.headline_years[0];
        let why = match (summary.option(&item.option).map(|option| option.kind), slows) {
            // It acts in the years that it is paid for.
            (Some(OptionKind::Readiness), _) if summary.years[0] < first => {
                format!(" (it acts while it is paid for, and before {first} it does not count)")
            }
            (_, Some(slows)) => format!(" (slowed by {})", limit(slows)),
            (_, None) => String::new(),
        };
        format!("{} {}{why}", named(summary, &item.option), points(-item.lost.mean, item.lost.se))
    };
    let all: Vec<String> = items.iter().map(of).collect();
    Some(format!("Of its items alone these close more 1 year later, in points: {}.", list(&all)))
}

fn waiting(lost: &[MeanError]) -> String {
    let [less, more] =
        [1.0, -1.0].map(|sign| lost.iter().filter(|l| shows(l) && sign * l.mean > 0.0).count());
    let on = if lost.len() > 1 { " on average" } else { "" };
    let average = average(lost);
    let size = points(average.mean.abs(), average.se);
    match (less, more) {
        (0, 0) => "neither more nor less by an amount that shows".to_owned(),
        (all, 0) if all == lost.len() => format!("{size} points less{on}"),
        (0, all) if all == lost.len() => format!("{size} points more{on}"),
        (some, 0) => format!("less in {some} of {} scenarios", lost.len()),
        (0, some) => format!("more in {some} of {} scenarios", lost.len()),
        (less, more) => format!("less in {less} of {} scenarios, more in {more}", lost.len()),
    }
}

/// What policies close, those that show.
pub(super) fn policies(summary: &InvestSummary, scenarios: &[InvestScenario]) -> Option<String> {
    let mut ids: Vec<&Policy> = Vec::new();
    for policy in scenarios.iter().flat_map(|scenario| &scenario.policies) {
        if ids.iter().all(|other| other.id != policy.id) {
            ids.push(policy);
        }
    }
    let mut all: Vec<(String, MeanError)> = Vec::new();
    for policy in ids {
        let in_each = scenarios.iter().filter_map(|s| s.policies.iter().find(|other| other.id == policy.id));
        let closed: Vec<MeanError> = in_each.map(|p| p.closed.middle()).filter(helps).collect();
        if closed.is_empty() {
            continue;
        }
        let closes = average(&closed);
        let worth = worth(summary, policy).filter(|_| scenarios.len() == 1);
        let worth = worth.map_or_else(String::new, |worth| format!(" (worth {worth})"));
        let within = match (closed.len(), scenarios.len()) {
            (some, all) if some == all => on_average(scenarios).to_owned(),
            (some, all) => format!(" on average in {some} of {all} scenarios"),
        };
        let title = small(&policy.title);
        all.push((format!("{title} closes {}{within}{worth}", mean(&closes)), closes));
    }
    all.sort_by(|a, b| b.1.mean.total_cmp(&a.1.mean));
    let all: Vec<String> = all.into_iter().map(|(said, _)| said).collect();
    (!all.is_empty()).then(|| format!("Policies, without new money: {}.", all.join("; ")))
}

/// On what it was chosen and valued, and how much of what the objective seemed to gain was chance.
pub(super) fn chosen(summary: &InvestSummary) -> String {
    let replicates = runs(summary.replicates);
    let regret = summary.objective == Objective::Regret;
    let optimism = summary.path.last().and_then(|step| step.optimism);
    // One scenario regrets nothing, here or there.
    let optimism = optimism.filter(|_| !regret || summary.scenarios.len() > 1);
    let chance = optimism.map(|optimism| {
        let size = points(optimism.mean.abs(), optimism.se);
        match (shows(&optimism), optimism.mean > 0.0) {
            (true, true) if regret => format!(": there the largest regret is {size} points more"),
            (true, false) if regret => format!(": there the largest regret is {size} points less"),
            (true, true) => format!(": {size} points of what seemed gained were chance"),
            (true, false) => format!(": there it gains {size} points more"),
            (false, _) if regret => ": the largest regret there differs by no more than chance".to_owned(),
            (false, _) => ": what it gains there differs by no more than chance".to_owned(),
        }
    });
    format!(
        "Chosen on {replicates}, valued on as many others{}. Prices do not rise with orders.",
        chance.unwrap_or_default()
    )
}
