//! The whole answer: chosen on one seed, valued on another, put together.

use super::{
    InvestError, Question, UNBOUNDED,
    choice::{Chosen, choose},
    comes_to::{gained, valued},
    draws::{Draws, How},
    options::{Choice, Trials, When, slots},
    statistics::{less, mean_error, spread},
    value::{Fresh, Seemed, own_bests},
};
use crate::{
    analysis::{references::references, summary::FORMAT},
    engine::{compile::takes_pledges, plan::Plan},
    model::index::HEADLINE_FROM,
    sampling::keyed::Stream,
    scenario::{Scenario, names::TIERS},
    store::invest::{InvestOption, InvestScenario, InvestSummary, NoRegret, Objective},
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
    let valued = all * (4 * steps + 8 * options + asked * (options + 10) + 40);
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
    let seemed = where_chosen(question, &mut draws, &trials, &chosen, scenarios.len())?;
    let shares = need(&draws, &trials, scenarios.len())?;

    let mut fresh_draws = Draws::new(&valued_on, question.tier, how);
    let mut fresh = Fresh::new(&mut fresh_draws, &trials, question, scenarios.len())?;
    let path = fresh.path(&chosen, &shares, &seemed)?;
    let marginal = fresh.marginal()?;
    let own = fresh.own(&chosen, &path)?;
    let next = fresh.next(&chosen, &path)?;
    let timing = fresh.timing(&chosen, &path)?;
    let policies = fresh.policies(&path.valued)?;

    let without = (question.objective != Objective::Regret)
        .then(|| valued(question.objective, &fresh.without, &[], plan.design));
    let lists = marginal.into_iter().zip(&path.valued).zip(own).zip(next).zip(timing).zip(policies);
    let found = lists.enumerate().map(|(s, (((((marginal, path), own), next), timing), policies))| {
        let scenario = &scenarios[s];
        InvestScenario {
            id: scenario.id.clone(),
            title: scenario.title.clone(),
            short_title: scenario.short_title.clone(),
            hash: scenario.hash(),
            leaves: plan.scenarios[s].may_leave,
            takes_pledges: takes_pledges(scenario),
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
        left_out: question.left_out.iter().map(|choice| option(choice, 0.0, Some(0.0))).collect(),
        references: references(scenarios),
        path: path.steps,
        without: without.map(|without| without.mean),
        without_se: without.and_then(|without| without.se),
        no_regret: no_regret(question, &found),
        scenarios: found,
    };
    Ok(Answer { summary, warnings })
}

fn option(choice: &Choice, at_least: f64, at_most: Option<f64>) -> InvestOption {
    let Choice { id, title, kind, .. } = choice;
    InvestOption { id: id.clone(), title: title.clone(), kind: *kind, at_least, at_most }
}

fn options(question: &Question) -> Vec<InvestOption> {
    let (grid, space) = (&question.grid, &question.space);
    let bounds = space.least.iter().zip(&space.most);
    let options = question.options.iter().zip(bounds).map(|(choice, (&least, &most))| {
        option(choice, grid.bn(least), (most != UNBOUNDED).then(|| grid.bn(most)))
    });
    options.collect()
}

/// By budget: what the path does on the replicates that it was chosen on.
fn where_chosen(
    question: &Question,
    draws: &mut Draws,
    trials: &Trials,
    chosen: &Chosen,
    scenarios: usize,
) -> Result<Vec<Seemed>, InvestError> {
    let all: Vec<usize> = (0..scenarios).collect();
    let (design, objective) = (draws.plan.design, question.objective);
    let none = draws.index(&[trials.of([])], &all)?.remove(0);
    let mut seemed = Vec::new();
    for (number, best) in chosen.path.iter().enumerate() {
        let programme = trials.programme(&question.grid.amounts(&best.amounts));
        let left = draws.index(&[programme], &all)?.remove(0);
        let own = own_bests(draws, trials, question, chosen, number)?;
        let closed = none.iter().zip(&left).map(|(none, left)| mean_error(&less(none, left), design));
        seemed.push(Seemed {
            closed: closed.collect(),
            se: valued(objective, &left, &own, design).se,
            gained: gained(objective, &none, &left, &own, design),
        });
    }
    Ok(seemed)
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
    let shares = slots(layout).zip(missing).map(|(slot, missing)| (slot, missing / total));
    Ok(if total > 0.0 { shares.collect() } else { Vec::new() })
}

/// How options fare over the scenarios' own best programmes, beyond what must be bought.
fn no_regret(question: &Question, scenarios: &[InvestScenario]) -> Vec<NoRegret> {
    let mut found = Vec::new();
    let options = options(question);
    for (number, &steps) in question.grid.budgets.iter().enumerate() {
        let of = |(i, option): (usize, &InvestOption)| {
            let amounts = scenarios.iter().map(|scenario| option.beyond(scenario.own[number].amounts[i]));
            NoRegret {
                budget: question.grid.bn(steps),
                option: option.id.clone(),
                within: amounts.clone().filter(|&amount| amount > 0.0).count(),
                least: amounts.clone().fold(f64::INFINITY, f64::min),
                most: amounts.fold(0.0, f64::max),
            }
        };
        let mut items: Vec<NoRegret> =
            options.iter().enumerate().map(of).filter(|item| item.within > 0).collect();
        items.sort_by(|a, b| b.within.cmp(&a.within).then(b.least.total_cmp(&a.least)));
        found.extend(items);
    }
    found
}
