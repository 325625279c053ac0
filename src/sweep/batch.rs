//! A few experiments computed together on one thread, on the same draws and, where their worlds are the same, with one
//! counterfactual.

use std::sync::{Arc, atomic::AtomicBool};

use super::template::{Labels, Numbers, numbers, template};
use crate::{
    engine::{
        accumulate::Slot,
        plan::{Plan, PlanError},
        run::{Results, run_here},
    },
    experiment::{Experiments, Resolver},
    model::cells::Outcome,
    scenario::Scenario,
};

/// Experiments of a batch.
pub const BATCH: u64 = 8;

/// What an experiment has given.
#[derive(Clone, Debug)]
pub enum Computed {
    /// Estimates.
    Done(Done),
    /// Nothing, for a reason.
    Failed {
        /// Why.
        reason: String,
        /// Replicates computed.
        replicates: u64,
        /// Hash of its scenario, if there is such a scenario.
        hash: Option<String>,
    },
}

/// The estimates of an experiment.
#[derive(Clone, Debug)]
pub struct Done {
    /// Labels of the rows.
    pub template: Arc<Vec<Labels>>,
    /// Numbers of the rows.
    pub numbers: Vec<Numbers>,
    /// Numbers of the headlines.
    pub headlines: Vec<Numbers>,
    /// Replicates that count.
    pub valid: u64,
    /// Hash of the scenario.
    pub hash: String,
}

/// Computes experiments; `None` if it was stopped.
pub fn compute(
    experiments: &Experiments,
    resolver: &mut Resolver,
    range: std::ops::Range<u64>,
    headlines: &[(Outcome, Slot)],
    stop: &AtomicBool,
) -> Option<Vec<Computed>> {
    let resolved: Vec<Result<Scenario, String>> = range.map(|number| resolver.scenario(number)).collect();
    let scenarios: Vec<Scenario> = resolved.iter().flatten().cloned().collect();
    let mut found = together(experiments, &scenarios, headlines, stop)?.into_iter();
    let one = |resolved: Result<Scenario, String>| match resolved {
        Ok(_) => found.next(),
        Err(reason) => Some(Computed::Failed { reason, replicates: 0, hash: None }),
    };
    resolved.into_iter().map(one).collect()
}

/// Computes scenarios together if each gives the same then as alone: if they can be run together and all replicates are
/// valid (a replicate that is not is left out of all scenarios of a run). Otherwise each alone.
fn together(
    experiments: &Experiments,
    scenarios: &[Scenario],
    headlines: &[(Outcome, Slot)],
    stop: &AtomicBool,
) -> Option<Vec<Computed>> {
    if scenarios.is_empty() {
        return Some(Vec::new());
    }
    let failed = |reason: String, replicates| {
        let hash = Some(scenarios[0].hash());
        vec![Computed::Failed { reason, replicates, hash }]
    };
    let alone = || {
        let parts = scenarios.chunks(1).map(|one| together(experiments, one, headlines, stop));
        parts.collect::<Option<Vec<_>>>().map(|parts| parts.concat())
    };
    let plan = match plan(experiments, scenarios) {
        Ok(plan) => plan,
        Err(_) if scenarios.len() > 1 => return alone(),
        Err(error) => return Some(failed(error.to_string(), 0)),
    };
    match run_here(&plan, experiments.replicates, stop)? {
        Ok(results) if scenarios.len() == 1 || results.failed == 0 => {
            Some(estimates(experiments, &plan, scenarios, &results, headlines))
        }
        Err(error) if scenarios.len() == 1 => Some(failed(error.to_string(), experiments.replicates)),
        _ => alone(),
    }
}

fn plan(experiments: &Experiments, scenarios: &[Scenario]) -> Result<Plan, PlanError> {
    Plan::with_design(scenarios, experiments.seed, experiments.sampling)
}

fn estimates(
    experiments: &Experiments,
    plan: &Plan,
    scenarios: &[Scenario],
    results: &Results,
    headlines: &[(Outcome, Slot)],
) -> Vec<Computed> {
    let mut last: Option<Arc<Vec<Labels>>> = None;
    let one = |(s, scenario): (usize, &Scenario)| {
        let known = &results.scenarios[s];
        let rows = template(&experiments.wanted, plan, scenario);
        let template = match last.take() {
            Some(last) if *last == rows => last,
            _ => Arc::new(rows),
        };
        last = Some(Arc::clone(&template));
        let number = |outcome: Outcome, slot, cell| numbers(plan.cells.section(outcome), known, slot, cell);
        let tier = plan.reporting[s].tier;
        Computed::Done(Done {
            numbers: template.iter().map(|row| number(row.outcome, row.slot, row.cell)).collect(),
            headlines: headlines
                .iter()
                .map(|&(outcome, slot)| {
                    let tiers = plan.cells.section(outcome).len > 1;
                    number(outcome, slot, if tiers { tier } else { 0 })
                })
                .collect(),
            template,
            valid: results.replicates - results.failed,
            hash: scenario.hash(),
        })
    };
    scenarios.iter().enumerate().map(one).collect()
}
