//! The answer of `drawdown require` in words: those of the terminal and of its `briefing.md`.

use crate::{
    present::{
        capital,
        numbers::{grouped, percent, whole},
        references::changed,
    },
    store::required::{
        RequiredArm, RequiredMoney, RequiredMore, RequiredScenario, RequiredSummary, RequiredTarget, State,
    },
};

/// What is asked, in a sentence.
#[must_use]
pub fn question(summary: &RequiredSummary) -> String {
    let grid =
        [summary.levels.first(), summary.levels.last()].map(|level| level.copied().unwrap_or_default());
    let question = format!(
        "What would every ally have to spend, in % of GDP, for there to be no gap at D+{} by the end of {} with a \
         probability of {}? Levels from {} to {} %, pledged by all who spend less today, and attained in full; \
         nobody reacts to the drawdown itself.",
        summary.tier,
        summary.year,
        percent(summary.probability),
        grid[0],
        grid[1]
    );
    let beware = changed(&summary.references);
    std::iter::once(question)
        .chain(beware.iter().map(|words| format!("{}.", capital(words))))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The answer for one scenario, without its title.
#[must_use]
pub fn answer(summary: &RequiredSummary, scenario: &RequiredScenario) -> Vec<String> {
    let mut sentences: Vec<String> =
        scenario.targets.iter().map(|target| of_target(summary, scenario, target)).collect();
    sentences.extend(dearest(scenario).map(|target| of_money(summary, scenario, target)));
    sentences.extend(falls(summary, scenario));
    sentences
}

/// The target whose level is highest of those within reach: with all together, that if it is within reach.
#[must_use]
pub fn dearest(scenario: &RequiredScenario) -> Option<&RequiredTarget> {
    let reached = scenario.targets.iter().filter(|target| target.scenario.level.is_some());
    let level = |target: &RequiredTarget| target.scenario.level.unwrap_or_default();
    let together = scenario.targets.iter().find(|target| target.domain.is_none());
    together
        .filter(|target| target.scenario.level.is_some())
        // The first of equal ones.
        .or_else(|| reached.rev().max_by(|a, b| level(a).total_cmp(&level(b))))
}

/// A level as people write it.
#[must_use]
pub fn level(arm: &RequiredArm) -> String {
    match (arm.state, arm.level) {
        (State::Level, Some(level)) => format!("{level:.1} %"),
        (State::AtMost, Some(level)) => format!("at most {level} %"),
        _ => "unreachable".to_owned(),
    }
}

/// Its interval.
#[must_use]
pub fn interval(arm: &RequiredArm) -> String {
    match (arm.lower, arm.upper) {
        (Some(lower), Some(upper)) if lower == upper => format!("{lower:.1}"),
        (Some(lower), Some(upper)) => format!("{lower:.1} to {upper:.1}"),
        (Some(lower), None) => format!("{lower:.1} to unreachable"),
        (None, _) => "unreachable".to_owned(),
    }
}

/// What a drawdown adds to a level, in points of GDP.
#[must_use]
pub fn added(more: &RequiredMore) -> String {
    // A level is that of a grid: differences are whole tenths, and no minus stands before a zero.
    let points = format!("{:+.1}", if more.points == 0.0 { 0.0 } else { more.points });
    match (more.at_least, more.at_most) {
        (true, _) => format!("at least {points}"),
        (_, true) => format!("at most {points}"),
        _ => points,
    }
}

/// What holds open, most frequent first.
#[must_use]
pub fn held(arm: &RequiredArm, most: usize) -> String {
    let labels = arm.binding.iter().take(most);
    labels
        .map(|label| format!("{} {}", label.label, percent(label.probability)))
        .collect::<Vec<_>>()
        .join(", ")
}

fn of_target(summary: &RequiredSummary, scenario: &RequiredScenario, target: &RequiredTarget) -> String {
    let with = &target.scenario;
    let without = &target.counterfactual;
    let title = &target.title;
    match with.state {
        State::AtMost => {
            let less = match &target.attributable {
                Some(more) if more.at_most => format!(
                    " That is at least {:.1} points less than without the drawdown{}.",
                    -more.points,
                    range(more)
                ),
                _ => String::new(),
            };
            let beside = match scenario.leaves {
                true => format!(" ({} without the drawdown)", share(summary, without.curve[0].probability)),
                false => String::new(),
            };
            format!(
                "{title}: at most {} %, the lowest level looked at: it is closed in {} of replicates there{beside}.{less}",
                summary.levels[0],
                share(summary, with.curve[0].probability)
            )
        }
        State::Level => {
            let beside = match &target.attributable {
                // Nobody leaves: there is nothing to compare with.
                _ if !scenario.leaves => String::new(),
                Some(more) if more.points == 0.0 && !more.at_least => {
                    ", as much as without the drawdown".to_owned()
                }
                Some(more) => {
                    let (side, points) =
                        if more.points < 0.0 { ("less", -more.points) } else { ("more", more.points) };
                    let least = if more.at_least { "at least " } else { "" };
                    format!(", {least}{points:.1} points {side} than without the drawdown{}", range(more))
                }
                None => "; unreachable without the drawdown".to_owned(),
            };
            format!("{title}: {} of GDP (95 % interval {}){beside}.", level(with), interval(with))
        }
        State::Unreachable => {
            let highest = summary.levels.last().copied().unwrap_or_default();
            let closed = with.at_highest;
            let instead = match without.state {
                _ if !scenario.leaves => String::new(),
                State::Unreachable => format!(
                    " So it is without the drawdown ({}).",
                    share(summary, without.at_highest.probability)
                ),
                _ => format!(" Without the drawdown {} would do.", level(without)),
            };
            format!(
                "{title}: unreachable. At {highest} % it is closed in {} of replicates ({} to {} %); what stays open is \
                 held by {}{}.{instead}",
                share(summary, closed.probability),
                whole(closed.lower),
                whole(closed.upper),
                held(with, 3),
                match held(without, 3) {
                    // Without the drawdown nothing may stay open.
                    other if other.is_empty() || !scenario.leaves => String::new(),
                    other => format!(" ({other} without the drawdown)"),
                }
            )
        }
    }
}

/// A share of replicates, with as many decimals as it takes to see that it is less than what is asked.
#[must_use]
pub fn share(summary: &RequiredSummary, probability: f64) -> String {
    let asked = summary.probability;
    if probability >= asked || percent(probability) != percent(asked) {
        return percent(probability);
    }
    let written = |p: f64, decimals: usize| format!("{:.decimals$} %", 100.0 * p);
    let decimals = (1..6).find(|&d| written(probability, d) != written(asked, d)).unwrap_or(6);
    written(probability, decimals)
}

/// The interval of a difference, and in how many resamples there is none; a point is not written again.
fn range(more: &RequiredMore) -> String {
    let ends = match (more.lower, more.upper) {
        (Some(lower), Some(upper)) if lower == upper => None,
        (Some(lower), Some(upper)) => Some(format!("{lower:.1} to {upper:.1}")),
        (Some(lower), None) => Some(format!("{lower:.1} or more")),
        (None, Some(upper)) => Some(format!("{upper:.1} or less")),
        (None, None) => None,
    };
    let without = 1.0 - more.reachable;
    let left_out =
        (without > 0.0).then(|| format!("in {} of resamples both are unreachable", percent(without)));
    let parts: Vec<String> = ends.into_iter().chain(left_out).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) }
}

/// Billions without decimals.
fn bn(value: f64) -> String {
    let sign = if value <= -0.5 { "-" } else { "" };
    format!("{sign}${} bn", grouped(libm::round(value.abs()) as u64))
}

/// What a level means in money, beside what that without the drawdown does.
fn of_money(summary: &RequiredSummary, scenario: &RequiredScenario, target: &RequiredTarget) -> String {
    let Some(all) = target.money.last() else { return String::new() };
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
    let beside = |of: &dyn Fn(&RequiredMoney) -> String| match without {
        Some(other) => format!(" ({} without the drawdown)", of(other)),
        None => String::new(),
    };
    let unreachable = match (&target.counterfactual.state, scenario.leaves) {
        (State::Unreachable, true) => " (unreachable without the drawdown)",
        _ => "",
    };
    let mut text = format!(
        "For {whose}, {}{unreachable} means {} a year in {}{} (at full pledge, GDP of that year, constant 2025 dollars), \
         against {} spent in {} ({:.1} % of GDP) and {} if today's pledges were met ({:.1} %): {} than now{} and {} than \
         pledged{}.",
        level(&target.scenario),
        bn(all.required.mean),
        summary.year,
        beside(&|other| bn(other.required.mean)),
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
            [true, true] => "",
            [true, false] => " with the drawdown",
            _ => " without the drawdown",
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
    // Those of equal weight stay in the order of the scenario.
    beyond.sort_by(|a, b| b.above_pledged.mean.total_cmp(&a.above_pledged.mean));
    if beyond.is_empty() {
        text += &match instead.starts_with(" (0 ") {
            true => " Every ally has pledged as much or spends it, with and without the drawdown.".to_owned(),
            false => {
                format!(
                    " Every ally has pledged as much or spends it{}.",
                    instead.replace(" (", " (all but ")
                )
            }
        };
    } else {
        let same = |ally: &RequiredMoney| target.money_without.iter().find(|other| other.ally == ally.ally);
        let named: Vec<String> = beyond
            .iter()
            .take(5)
            .map(|ally| {
                let points = ally.share_required - ally.pledge.max(ally.share_now);
                let other = same(ally)
                    .filter(|_| scenario.leaves)
                    .map(|other| format!(", {} without", bn(other.above_pledged.mean)))
                    .unwrap_or_default();
                format!("{} {:+.1} points ({}{other})", ally.title, points, bn(ally.above_pledged.mean))
            })
            .collect();
        text += &format!(
            " {} of {} allies would go beyond their pledge{instead}, most in money: {}.",
            beyond.len(),
            allies.len(),
            named.join(", ")
        );
    }
    text
}

/// Where more spending closes less, by more than two standard errors.
fn falls(summary: &RequiredSummary, scenario: &RequiredScenario) -> Option<String> {
    let n = (summary.replicates - summary.failed_replicates) as f64;
    // Both levels see the same replicates: the error of the difference is at most that of two independent shares.
    let error = |arm: &RequiredArm, at: f64| {
        let l = summary.levels.iter().position(|&level| level == at).filter(|&l| l > 0)?;
        let variance = |l: usize| {
            let p = arm.curve[l].probability;
            p * (1.0 - p) / n
        };
        Some(libm::sqrt(variance(l) + variance(l - 1)))
    };
    let fallen: Vec<String> = scenario
        .targets
        .iter()
        .filter_map(|target| {
            let at = target.scenario.falls_at?;
            let fall = target.scenario.largest_fall;
            let seen = error(&target.scenario, at).is_some_and(|se| fall > 2.0 * se);
            seen.then(|| format!("{} by {:.1} points at {at:.1} %", target.title, 100.0 * fall))
        })
        .collect();
    (!fallen.is_empty()).then(|| {
        format!(
            "The probability does not rise at every level, since domains compete for people. Largest falls: {}.",
            fallen.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::summary::Probability;

    #[test]
    fn differences_are_told_with_their_bounds_and_what_is_left_out() {
        let more = |points: f64, lower, upper| RequiredMore {
            points,
            at_least: false,
            at_most: false,
            lower,
            upper,
            reachable: 1.0,
        };
        let told = |lower, upper| range(&more(0.3, lower, upper));
        assert_eq!(told(Some(0.2), Some(0.4)), " (0.2 to 0.4)");
        assert_eq!(told(Some(0.3), Some(0.3)), "");
        assert_eq!(told(Some(0.2), None), " (0.2 or more)");
        assert_eq!(told(None, Some(0.4)), " (0.4 or less)");
        let left_out = RequiredMore { reachable: 0.75, ..more(0.3, Some(0.2), None) };
        assert_eq!(range(&left_out), " (0.2 or more; in 25 % of resamples both are unreachable)");
        assert_eq!(added(&more(-0.3, None, None)), "-0.3");
        assert_eq!(added(&RequiredMore { at_most: true, ..more(-0.3, None, None) }), "at most -0.3");
        assert_eq!(added(&RequiredMore { at_least: true, ..more(0.3, None, None) }), "at least +0.3");
    }

    fn summary(curve: [f64; 3]) -> (RequiredSummary, RequiredScenario) {
        let curve: Vec<Probability> =
            curve.map(|p| Probability { probability: p, lower: p - 0.01, upper: p + 0.01 }).to_vec();
        let fall = curve[1].probability - curve[2].probability;
        let arm = RequiredArm {
            state: State::Unreachable,
            level: None,
            lower: None,
            upper: None,
            reachable: 0.0,
            at_highest: curve[2],
            largest_fall: fall.max(0.0),
            falls_at: (fall > 0.0).then_some(2.2),
            binding: Vec::new(),
            curve,
        };
        let target = RequiredTarget {
            domain: Some("isr".to_owned()),
            title: "ISR".to_owned(),
            scenario: arm.clone(),
            counterfactual: arm,
            attributable: None,
            money: Vec::new(),
            money_without: Vec::new(),
        };
        let scenario = RequiredScenario {
            id: "a".to_owned(),
            title: "A".to_owned(),
            hash: String::new(),
            share_now: 2.4,
            share_pledged: 3.4,
            leaves: true,
            warnings: Vec::new(),
            targets: vec![target],
        };
        let summary = RequiredSummary {
            format: 1,
            version: "0".to_owned(),
            seed: 1,
            replicates: 2000,
            failed_replicates: 0,
            resamples: 1000,
            tier: 30,
            year: 2035,
            probability: 0.8,
            base_year: 2025,
            levels: vec![2.0, 2.1, 2.2],
            references: Vec::new(),
            scenarios: Vec::new(),
        };
        (summary, scenario)
    }

    #[test]
    fn short_of_what_is_asked_is_seen() {
        let (asked, scenario) = summary([0.1, 0.2, 0.796]);
        let said = answer(&asked, &scenario).join(" ");
        assert!(said.contains("At 2.2 % it is closed in 79.6 % of replicates"), "{said}");
        assert!(said.ends_with("So it is without the drawdown (79.6 %)."), "{said}");
        assert_eq!(share(&asked, 0.79996), "79.996 %");
        assert_eq!((share(&asked, 0.8), share(&asked, 0.7)), ("80 %".to_owned(), "70 %".to_owned()));
    }

    #[test]
    fn where_nobody_leaves_nothing_is_compared() {
        let (asked, mut scenario) = summary([0.1, 0.2, 0.5]);
        scenario.leaves = false;
        let said = answer(&asked, &scenario).join(" ");
        assert!(!said.contains("without"), "{said}");
    }

    #[test]
    fn falls_within_two_standard_errors_are_not_told() {
        let fall = |to: f64| {
            let (asked, scenario) = summary([0.4, 0.5, to]);
            answer(&asked, &scenario).join(" ").contains("Largest falls: ISR by")
        };
        // Two standard errors of a difference of two halves from 2,000 are 3.2 points.
        assert!(!fall(0.497) && !fall(0.47) && fall(0.46));
    }
}
