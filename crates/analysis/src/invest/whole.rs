//! The whole answer: chosen on one seed, valued on another, put together.

use super::{
    InvestError, Question,
    choice::{Chosen, choose},
    draws::{Draws, How},
    objective::comes_to,
    options::{Trials, When},
    statistics::{less, mean, mean_error, spread, worst_tenth},
    value::{Fresh, PathValues},
};
use crate::{
    analysis::{references::references, summary::FORMAT},
    engine::plan::{Plan, Source},
    model::index::HEADLINE_FROM,
    sampling::keyed::Stream,
    scenario::{
        Scenario,
        names::{Name, TIERS},
    },
    store::{
        invest::{InvestOption, InvestScenario, InvestSummary, NoRegret, Objective, Step},
        required::MeanError,
    },
};

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// `invest.json`.
    pub summary: InvestSummary,
    /// What is to be said of replicates that were left out.
    pub warnings: Vec<String>,
}

/// The seed of the replicates that programmes are valued on.
#[must_use]
pub fn fresh_seed(seed: u64) -> u64 {
    Stream::new(seed, "invest values").bits(0, 0)
}

/// How many replicates are simulated, each as often as it is: about that, since nobody knows how many exchanges help.
#[must_use]
pub fn expected(question: &Question, scenarios: usize, replicates: u64) -> u64 {
    let (steps, asked) = (u64::from(question.grid.largest()), question.grid.budgets.len() as u64);
    let (options, all) = (question.options.len() as u64, scenarios as u64);
    let together = scenarios > 1 || question.objective == Objective::Cvar;
    let search = steps * (options + 9) + asked * 10 * options;
    let searched = all * search * if together { 2 } else { 1 };
    let valued = all * (4 * steps + 8 * options + asked * (options + 10) + 30);
    replicates * (searched + valued)
}

/// Chooses and values.
///
/// # Errors
/// When the engine gives no values, or when it is stopped.
pub fn invest(
    scenarios: &[Scenario],
    plan: &Plan,
    question: &Question,
    how: How,
) -> Result<Answer, InvestError> {
    let seed = fresh_seed(plan.seed);
    let valued_on = Plan::with_design(scenarios, seed, plan.design)?;
    let when = When::new(question.years, plan.layout.start_year, 0);
    let trials = Trials::new(plan, &question.options, when);
    let mut draws = Draws::new(plan, question.tier, how);
    let chosen = choose(question, &mut draws, &trials, scenarios.len())?;
    let closed = closed_where_chosen(question, &mut draws, &trials, &chosen, scenarios.len())?;
    let shares = need(&draws, &trials, scenarios.len())?;

    let mut fresh_draws = Draws::new(&valued_on, question.tier, how);
    let mut fresh = Fresh::new(&mut fresh_draws, &trials, question, scenarios.len())?;
    let path = fresh.path(&chosen, &shares, &closed)?;
    let marginal = fresh.marginal()?;
    let own = fresh.own(&chosen, &path)?;
    let next = fresh.next(&chosen, &path)?;
    let timing = fresh.timing(&chosen, &path)?;
    let policies = fresh.policies(&path.valued)?;

    let steps = steps(question, &chosen, &path, &own_means(&mut fresh, &chosen)?);
    let nobody: Vec<f64> = fresh.without.iter().map(|values| mean(values)).collect();
    let without = (question.objective != Objective::Regret).then(|| {
        let worst = worst_tenth(fresh.without.iter().flatten());
        comes_to(question.objective, &nobody, worst, std::iter::empty())
    });
    let lists = marginal.into_iter().zip(&path.valued).zip(own).zip(next).zip(timing).zip(policies);
    let found = lists.enumerate().map(|(s, (((((marginal, path), own), next), timing), policies))| {
        let scenario = &scenarios[s];
        InvestScenario {
            id: scenario.id.clone(),
            title: scenario.title.clone(),
            short_title: scenario.short_title.clone(),
            hash: scenario.hash(),
            leaves: plan.scenarios[s].may_leave,
            takes_pledges: takes_pledges(plan, s),
            warnings: scenario.warnings.clone(),
            missing: spread(&fresh.none[s], plan.design),
            without: spread(&fresh.without[s], plan.design),
            marginal,
            path: path.clone(),
            own,
            next,
            timing,
            policies,
        }
    });
    let found: Vec<InvestScenario> = found.collect();
    let mut warnings = draws.warnings;
    warnings.extend(fresh.draws.warnings.iter().cloned());
    let summary = InvestSummary {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        design: plan.design.name().to_owned(),
        seed: plan.seed,
        fresh_seed: seed,
        replicates: how.replicates,
        failed_replicates: draws.failed,
        fresh_failed_replicates: fresh.draws.failed,
        tier: TIERS[question.tier],
        objective: question.objective,
        start_year: plan.layout.start_year,
        headline_years: [
            plan.layout.start_year + (HEADLINE_FROM / 4) as i32,
            plan.layout.start_year + plan.layout.years() as i32 - 1,
        ],
        years: question.years,
        step: question.grid.bn(1),
        budgets: question.grid.budgets.iter().map(|&steps| question.grid.bn(steps)).collect(),
        options: options(question),
        references: references(scenarios),
        path: steps,
        without,
        no_regret: no_regret(question, &found),
        scenarios: found,
    };
    Ok(Answer { summary, warnings })
}

/// Whether a scenario may take pledges back.
fn takes_pledges(plan: &Plan, scenario: usize) -> bool {
    let first = plan.layout.first(Name::PledgeCut);
    let cuts = first..first + plan.layout.len(Name::PledgeCut);
    plan.scenarios[scenario].sources[cuts].iter().any(|&source| source != Source::Constant(0.0))
}

fn options(question: &Question) -> Vec<InvestOption> {
    let (grid, space) = (&question.grid, &question.space);
    let bounds = space.least.iter().zip(&space.most);
    let option = |(choice, (&least, &most)): (&super::options::Choice, (&u32, &u32))| InvestOption {
        id: choice.id.clone(),
        title: choice.title.clone(),
        kind: choice.kind,
        at_least: grid.bn(least),
        at_most: (most < grid.largest()).then(|| grid.bn(most)),
    };
    question.options.iter().zip(bounds).map(option).collect()
}

/// By budget and scenario: what the path closes on the replicates that it was chosen on.
fn closed_where_chosen(
    question: &Question,
    draws: &mut Draws,
    trials: &Trials,
    chosen: &Chosen,
    scenarios: usize,
) -> Result<Vec<Vec<MeanError>>, InvestError> {
    let all: Vec<usize> = (0..scenarios).collect();
    let none = draws.index(&[trials.of([])], &all)?.remove(0);
    let mut closed = Vec::new();
    for best in &chosen.path {
        let amounts: Vec<f64> = best.amounts.iter().map(|&steps| question.grid.bn(steps)).collect();
        let left = draws.index(&[trials.programme(&amounts)], &all)?.remove(0);
        let of = |(none, left): (&Vec<f64>, &Vec<f64>)| mean_error(&less(none, left), draws.plan.design);
        closed.push(none.iter().zip(&left).map(of).collect());
    }
    Ok(closed)
}

/// The slot of kit of every domain and its share of the need: what is missing in it without a programme, priced and weighted,
/// over all scenarios, on the replicates of the choice. Nothing where nothing is missing.
fn need(draws: &Draws, trials: &Trials, scenarios: usize) -> Result<Vec<(usize, f64)>, InvestError> {
    let all: Vec<usize> = (0..scenarios).collect();
    let held = draws.held(&[trials.of([])], &all)?.remove(0);
    let layout = &draws.plan.layout;
    let missing: Vec<f64> =
        (0..layout.domains.len()).map(|d| held.iter().map(|domains| domains[d].missing).sum()).collect();
    let total: f64 = missing.iter().sum();
    let slots = layout.first(Name::InvestKit)..;
    let shares = slots.zip(missing).map(|(slot, missing)| (slot, missing / total));
    Ok(if total > 0.0 { shares.collect() } else { Vec::new() })
}

/// By scenario and budget: the mean index left by its own best programme, second seed; only regret asks for it.
fn own_means(fresh: &mut Fresh, chosen: &Chosen) -> Result<Vec<Vec<f64>>, InvestError> {
    if fresh.question.objective != Objective::Regret {
        return Ok(Vec::new());
    }
    let mut means = Vec::new();
    for (s, own) in chosen.own.iter().enumerate() {
        let trial = |best: &super::search::Best| {
            let amounts: Vec<f64> = best.amounts.iter().map(|&steps| fresh.question.grid.bn(steps)).collect();
            fresh.trials.programme(&amounts)
        };
        let trials: Vec<_> = own.iter().map(trial).collect();
        let index = fresh.draws.index(&trials, &[s])?;
        means.push(index.iter().map(|values| mean(&values[0])).collect());
    }
    Ok(means)
}

/// The path, with what the objective comes to.
fn steps(question: &Question, chosen: &Chosen, path: &PathValues, own: &[Vec<f64>]) -> Vec<Step> {
    let grid = &question.grid;
    let at = |number: usize| {
        let (steps, best) = (chosen.budgets[number], &chosen.path[number]);
        let objective = |left: &Vec<Vec<f64>>| {
            let means: Vec<f64> = left.iter().map(|left| mean(left)).collect();
            let own = (0..means.len()).map(|s| own.get(s).map_or(0.0, |own| own[number]));
            comes_to(question.objective, &means, worst_tenth(left.iter().flatten()), own)
        };
        let [fresh, planners, need] = path.left[number].each_ref().map(objective);
        Step {
            budget: grid.bn(steps),
            asked: grid.budgets.contains(&steps),
            amounts: best.amounts.iter().map(|&steps| grid.bn(steps)).collect(),
            chosen: best.score,
            fresh,
            planners,
            need,
        }
    };
    (0..chosen.path.len()).map(at).collect()
}

/// How options fare over the scenarios' own best programmes.
fn no_regret(question: &Question, scenarios: &[InvestScenario]) -> Vec<NoRegret> {
    let mut found = Vec::new();
    for (number, &steps) in question.grid.budgets.iter().enumerate() {
        let of = |(i, option): (usize, &super::options::Choice)| {
            let amounts = scenarios.iter().map(|scenario| scenario.own[number].amounts[i]);
            NoRegret {
                budget: question.grid.bn(steps),
                option: option.id.clone(),
                within: amounts.clone().filter(|&amount| amount > 0.0).count(),
                least: amounts.clone().fold(f64::INFINITY, f64::min),
                most: amounts.fold(0.0, f64::max),
            }
        };
        let mut items: Vec<NoRegret> =
            question.options.iter().enumerate().map(of).filter(|item| item.within > 0).collect();
        items.sort_by(|a, b| b.within.cmp(&a.within).then(b.least.total_cmp(&a.least)));
        found.extend(items);
    }
    found
}
