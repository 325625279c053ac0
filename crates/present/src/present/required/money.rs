//! What a level means in money, in a sentence.

use super::{level, unless, with};
use crate::{
    present::numbers::currency::Money,
    store::required::{RequiredMoney, RequiredScenario, RequiredSummary, RequiredTarget, State},
};

/// What a level means in money, beside what that without the drawdown does.
pub(super) fn of_money(
    summary: &RequiredSummary,
    scenario: &RequiredScenario,
    target: &RequiredTarget,
) -> String {
    let Some(all) = target.money.last() else { return String::new() };
    let money = Money::of(&summary.turned_to);
    let bn = |value: f64| money.whole(value);
    let allies = &target.money[..target.money.len() - 1];
    // Where nobody leaves there is nothing to compare with.
    let without = target.money_without.last().filter(|_| scenario.leaves);
    let whose = match target.domain {
        Some(_) => target.title.clone(),
        None => "all of these together".to_owned(),
    };
    let against = |value: f64| {
        let side = if value < 0.0 { "less" } else { "more" };
        format!("{} {side}", bn(value.abs()))
    };
    let unless = unless(scenario);
    let beside = |of: &dyn Fn(&RequiredMoney) -> String| match without {
        Some(other) => format!(" ({} {unless})", of(other)),
        None => String::new(),
    };
    let unreachable = match (&target.counterfactual.state, scenario.leaves) {
        (State::Unreachable, true) => format!(" (unreachable {unless})"),
        _ => String::new(),
    };
    let mut text = format!(
        "For {whose}, {}{unreachable} means {} a year in {}{} (at full pledge, GDP of that year, constant 2025 {}), \
         against {} spent in {} ({:.1} % of GDP) and {} if today's pledges were met ({:.1} %): {} than now{} and {} than \
         pledged{}.",
        level(&target.scenario),
        bn(all.required.mean),
        summary.year,
        beside(&|other| bn(other.required.mean)),
        money.plural(),
        bn(all.now.mean),
        summary.base_year,
        all.share_now,
        bn(all.pledged.mean),
        all.pledge,
        against(all.above_now.mean),
        beside(&|other| against(other.above_now.mean)),
        against(all.above_pledged.mean),
        beside(&|other| against(other.above_pledged.mean)),
    );
    let lowest = [&target.scenario, &target.counterfactual].map(|arm| arm.state == State::AtMost);
    if lowest[0] || (scenario.leaves && lowest[1]) {
        let which = match lowest {
            [true, true] => String::new(),
            [true, false] => format!(" {}", with(scenario)),
            _ => format!(" {unless}"),
        };
        text += &format!(
            " {} % is the lowest level looked at: less may do{which}, and amounts are then at most these.",
            summary.levels[0]
        );
    }
    let goes_beyond = |ally: &&RequiredMoney| ally.above_pledged.mean > 0.0;
    let mut beyond: Vec<&RequiredMoney> = allies.iter().filter(goes_beyond).collect();
    // All together is no ally.
    let others = |other: &&RequiredMoney| !other.ally.is_empty() && goes_beyond(other);
    let instead = beside(&|_| target.money_without.iter().filter(others).count().to_string());
    let asked = &summary.turned_to.allies;
    let brackets = if scenario.leaves { format!(" (in brackets: {unless})") } else { String::new() };
    // Beyond its pledge, or what it spends already, in points of GDP and in money.
    let told = |ally: &RequiredMoney| {
        let size = |of: &RequiredMoney| {
            let points = of.share_required - of.pledge.max(of.share_now);
            let (points, money) = (format!("{points:+.1}"), bn(of.above_pledged.mean));
            // What rounds to nothing has no sign.
            (if points == "-0.0" { "+0.0".to_owned() } else { points }, money)
        };
        let other = without.and_then(|_| target.money_without.iter().find(|other| other.ally == ally.ally));
        let (points, money) = size(ally);
        let other = other.map(size).map(|(points, money)| format!(" ({points}, {money})"));
        format!("{} {points} points, {money}{}", ally.title, other.unwrap_or_default())
    };
    // Those of equal weight stay in the order of the scenario.
    beyond.sort_by(|a, b| b.above_pledged.mean.total_cmp(&a.above_pledged.mean));
    if beyond.is_empty() {
        text += &match instead.starts_with(" (0 ") {
            true => format!(" Every ally has pledged as much or spends it, and so it is {unless}."),
            false => {
                format!(
                    " Every ally has pledged as much or spends it{}.",
                    instead.replace(" (", " (all but ")
                )
            }
        };
    } else {
        text +=
            &format!(" {} of {} allies would go beyond their pledge{instead}", beyond.len(), allies.len(),);
        if asked.is_empty() {
            let most: Vec<String> = beyond.iter().take(5).map(|ally| told(ally)).collect();
            text += &format!(", most in money{brackets}: {}.", most.join("; "));
        } else {
            text.push('.');
        }
    }
    let named: Vec<String> = allies.iter().filter(|ally| asked.contains(&ally.ally)).map(told).collect();
    if !named.is_empty() {
        text += &format!(" Beyond their pledge, of those that were named{brackets}: {}.", named.join("; "));
    }
    text
}
