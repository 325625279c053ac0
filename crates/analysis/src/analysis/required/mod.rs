//! Required spending (model.md section 9): from what a pass over levels has found to levels with intervals, what they mean
//! for each ally, tables and words.

mod level;
pub mod tables;

use level::{Words, interval, largest_fall, more, probabilities, required, resampled, state};

use super::{departed::departed_by, references::references, summary::FORMAT};
use crate::{
    engine::{
        compile::takes_pledges,
        plan::Plan,
        required::{Closed, Found, Question},
        spending::{Amount, Spending},
        spending::{LEVELS, level as level_of},
    },
    scenario::{Scenario, names::TIERS},
    stats::{bootstrap::RESAMPLES, moments},
    store::{
        required::{
            MeanError, RequiredArm, RequiredMoney, RequiredScenario, RequiredSummary, RequiredTarget,
        },
        summary::{LABELS, Label},
    },
};

/// A domain, or several together, of a scenario: what is asked about it.
struct Target {
    /// Position in the question; `None` for all of the scenario's together.
    domain: Option<usize>,
    /// Positions in the question of those that must be closed.
    closed: Vec<usize>,
}

/// The targets of a scenario: its domains in question, then all of them together where there are several.
fn targets(domains: &[usize]) -> Vec<Target> {
    let one = |&domain: &usize| Target { domain: Some(domain), closed: vec![domain] };
    let together = (domains.len() > 1).then(|| Target { domain: None, closed: domains.to_vec() });
    domains.iter().map(one).chain(together).collect()
}

/// The words of a target in an arm: closed where every domain is.
fn words(arm: &Closed, target: &Target, n: usize) -> Words {
    let word = |r: usize| target.closed.iter().fold(u64::MAX, |word, &i| word & arm.by_level[i][r]);
    Words::new((0..n).map(word))
}

/// The answer for all scenarios. `asked` holds by scenario the positions in the question of its own domains.
#[must_use]
pub fn summary(
    scenarios: &[Scenario],
    plan: &Plan,
    question: &Question,
    asked: &[Vec<usize>],
    probability: f64,
    found: &Found,
) -> RequiredSummary {
    let n = found.replicates - found.failed;
    let all: Vec<(usize, Target)> = asked
        .iter()
        .enumerate()
        .flat_map(|(s, domains)| targets(domains).into_iter().map(move |target| (s, target)))
        .collect();
    let arms = |s: usize| [&found.scenarios[s], &found.worlds[plan.scenarios[s].world]];
    let of_arms: Vec<[Words; 2]> =
        all.iter().map(|(s, target)| arms(*s).map(|arm| words(arm, target, n as usize))).collect();
    let levels = resampled(&of_arms, n as usize, plan.seed, probability);
    let mut by_scenario: Vec<Vec<RequiredTarget>> = vec![Vec::new(); scenarios.len()];
    for (((s, target), words), levels) in all.iter().zip(&of_arms).zip(&levels) {
        let scenario = &scenarios[*s];
        let curves = [0, 1].map(|arm| words[arm].curve(std::iter::repeat_n(1, n as usize)));
        let at = curves.map(|curve| required(&curve, n, probability));
        let [with, without] = [0, 1].map(|arm| {
            let curve = &curves[arm];
            let resamples: Vec<Option<usize>> = levels.iter().map(|pair| pair[arm]).collect();
            let ([lower, upper], reachable) = interval(&resamples);
            let (largest_fall, falls_at) = largest_fall(curve, n);
            let curve = probabilities(curve, n);
            RequiredArm {
                state: state(at[arm]),
                level: at[arm].map(level_of),
                lower,
                upper,
                reachable,
                at_highest: curve[LEVELS - 1],
                largest_fall,
                falls_at,
                binding: binding(arms(*s)[arm], target),
                curve,
            }
        });
        let domain = target.domain.map(|i| &scenario.domains[question.domains[i]]);
        let meant = |level: usize| money(scenario, plan, &found.spending[*s], level);
        by_scenario[*s].push(RequiredTarget {
            domain: domain.map(|domain| domain.id.clone()),
            title: domain.map_or_else(|| "All of these together".to_owned(), |domain| domain.title.clone()),
            scenario: with,
            counterfactual: without,
            attributable: more(at, levels),
            money: at[0].map_or_else(Vec::new, meant),
            money_without: at[1].map_or_else(Vec::new, meant),
        });
    }
    let of = |(s, targets): (usize, Vec<RequiredTarget>)| {
        let together = |amount: Amount, of: Amount| {
            let mean = |amount| found.spending[s].estimate(None, amount).mean;
            100.0 * mean(amount) / mean(of)
        };
        RequiredScenario {
            id: scenarios[s].id.clone(),
            title: scenarios[s].title.clone(),
            hash: scenarios[s].hash(),
            share_now: together(Amount::Now, Amount::GdpNow),
            share_pledged: together(Amount::Pledged, Amount::Gdp),
            leaves: plan.scenarios[s].may_leave,
            takes_back: takes_pledges(&scenarios[s]),
            departed: Some(departed_by(&scenarios[s], plan.layout.start_year + question.year as i32 + 1)),
            warnings: scenarios[s].warnings.clone(),
            targets,
        }
    };
    RequiredSummary {
        turned_to: crate::store::turned_to::TurnedTo::default(),
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: plan.seed,
        replicates: found.replicates,
        failed_replicates: found.failed,
        resamples: RESAMPLES,
        tier: TIERS[question.tier],
        year: plan.layout.start_year + question.year as i32,
        probability,
        base_year: plan.layout.start_year - 1,
        levels: (0..LEVELS).map(level_of).collect(),
        references: references(scenarios),
        scenarios: by_scenario.into_iter().enumerate().map(of).collect(),
    }
}

/// What holds open what is not closed at the highest level.
fn binding(arm: &Closed, target: &Target) -> Vec<Label> {
    let count = |label: usize| target.closed.iter().map(|&i| arm.binding[i][label]).sum::<u64>();
    let all: u64 = (0..LABELS.len()).map(count).sum();
    let mut labels: Vec<Label> = LABELS
        .iter()
        .enumerate()
        .filter(|&(label, _)| count(label) > 0)
        .map(|(label, (name, _))| Label {
            label: (*name).to_owned(),
            probability: count(label) as f64 / all as f64,
        })
        .collect();
    // A stable order: those equally frequent stay as the model page names them.
    labels.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    labels
}

/// What a level means for each ally of a scenario, and for all together.
fn money(scenario: &Scenario, plan: &Plan, spending: &Spending, level: usize) -> Vec<RequiredMoney> {
    let mean = |ally: Option<usize>, amount: Amount| {
        let moments::MeanError { mean, se, .. } = spending.estimate(ally, amount);
        MeanError { mean, se: se.is_finite().then_some(se) }
    };
    let row = |ally: Option<usize>, id: &str, title: &str| {
        let ratio = |amount: Amount, of: Amount| 100.0 * mean(ally, amount).mean / mean(ally, of).mean;
        let (share_now, pledge) = match ally {
            Some(_) => (mean(ally, Amount::ShareNow).mean, mean(ally, Amount::Pledge).mean),
            None => (ratio(Amount::Now, Amount::GdpNow), ratio(Amount::Pledged, Amount::Gdp)),
        };
        RequiredMoney {
            ally: id.to_owned(),
            title: title.to_owned(),
            share_now,
            pledge,
            share_required: ratio(Amount::At(level), Amount::Gdp),
            now: mean(ally, Amount::Now),
            pledged: mean(ally, Amount::Pledged),
            required: mean(ally, Amount::At(level)),
            above_now: mean(ally, Amount::AboveNow(level)),
            above_pledged: mean(ally, Amount::AbovePledged(level)),
        }
    };
    let allies = scenario.allies.iter().filter_map(|ally| {
        let position = plan.layout.allies.iter().position(|id| *id == ally.id)?;
        Some(row(Some(position), &ally.id, &ally.title))
    });
    allies.chain([row(None, "", "All allies")]).collect()
}
