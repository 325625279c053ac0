//! A few experiments computed together on one thread, on the same draws and, where their worlds are the same, with one
//! counterfactual.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use super::{
    SweepError, To,
    kept::{KeptError, keep},
    template::{Labels, Numbers, numbers, template},
};
use crate::{
    analysis::halves::{Tried, in_halves},
    engine::{
        drive::Pass,
        plan::{Plan, PlanError, Tables},
        run::{Options, Results, run},
        slot::Slot,
    },
    experiment::{Experiments, Resolver},
    model::cells::{Outcome, Section},
    scenario::{Diagnostics, Scenario, names::TIERS},
    store::sweep::journal::FileLine,
};

/// Most experiments of a batch: draws, and the counterfactual of those in one world, are computed once a batch.
pub const BATCH: u64 = 64;

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
        /// What is unlikely in it.
        warnings: Option<String>,
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
    /// What is unlikely in it.
    pub warnings: Option<String>,
    /// The file of its replicates, if they are kept.
    pub replicates: Option<FileLine>,
}

/// The warnings of a scenario as one text, a line each, if there are any.
fn warnings(scenario: &Scenario) -> Option<String> {
    (!scenario.warnings.is_empty()).then(|| scenario.warnings.join("\n"))
}

/// What a thread keeps between batches.
pub struct Thread<'a> {
    experiments: &'a Experiments,
    resolver: Resolver<'a>,
    tables: Tables,
    headlines: &'a [(Outcome, Slot)],
    /// Where replicates go, if they are kept.
    to: To<'a>,
    /// Tier of the headlines, in all experiments that of the base's reports: a column has one meaning.
    tier: usize,
}

impl<'a> Thread<'a> {
    /// Reads the base's files.
    ///
    /// # Errors
    /// When they are no longer what they were when the experiments were read.
    pub fn new(
        experiments: &'a Experiments,
        headlines: &'a [(Outcome, Slot)],
        to: To<'a>,
    ) -> Result<Self, Diagnostics> {
        let tier =
            TIERS.iter().position(|tier| *tier == experiments.base_scenario.reporting_tier).unwrap_or(0);
        let resolver = Resolver::new(experiments)?;
        Ok(Self { experiments, resolver, tables: Tables::default(), headlines, to, tier })
    }

    /// Computes experiments, and writes what is kept of their replicates; `None` if it was stopped.
    ///
    /// # Errors
    /// When replicates cannot be written.
    pub fn compute(
        &mut self,
        range: std::ops::Range<u64>,
        stop: &AtomicBool,
    ) -> Result<Option<Vec<Computed>>, SweepError> {
        let (mut scenarios, mut numbers): (Vec<Scenario>, Vec<u64>) = (Vec::new(), Vec::new());
        let mut resolve = |number| {
            let scenario = self.resolver.scenario(number)?;
            scenarios.push(scenario);
            numbers.push(number);
            Ok(())
        };
        let resolved: Vec<Result<(), String>> = range.map(&mut resolve).collect();
        let mut together =
            |some: std::ops::Range<usize>| self.together((&scenarios[some.clone()], &numbers[some]), stop);
        let Some(found) = in_halves(0..scenarios.len(), &mut together)? else { return Ok(None) };
        let mut found = found.into_iter();
        let one = |resolved: Result<(), String>| match resolved {
            Ok(()) => found.next(),
            Err(reason) => Some(Computed::Failed { reason, replicates: 0, hash: None, warnings: None }),
        };
        Ok(resolved.into_iter().map(one).collect())
    }

    /// Computes scenarios together if each gives the same then as alone: if they can be run together and all replicates
    /// are valid (a replicate that is not is left out of all scenarios of a run). Otherwise they are better apart.
    fn together(
        &mut self,
        (scenarios, experiments): (&[Scenario], &[u64]),
        stop: &AtomicBool,
    ) -> Result<Tried<Computed>, SweepError> {
        let several = scenarios.len() > 1;
        let replicates = self.experiments.replicates;
        let failed = |reason: String, replicates| {
            let (hash, warnings) = (Some(scenarios[0].hash()), warnings(&scenarios[0]));
            Ok(Tried::Found(vec![Computed::Failed { reason, replicates, hash, warnings }]))
        };
        // Batches share the threads, not replicates.
        let options = Options {
            pass: Pass { replicates, threads: 1, stop, progress: &|_| {} },
            looks: None,
            keep: None,
        };
        match self.plan(scenarios) {
            Ok(plan) => match run(&plan, &options) {
                _ if stop.load(Ordering::Relaxed) => Ok(Tried::Stopped),
                Ok(results) if results.failed == 0 || !several => {
                    let mut found = self.estimates(&plan, scenarios, &results);
                    let kept = self.keep(&plan, (scenarios, experiments), &results, &mut found, stop)?;
                    Ok(if kept { Tried::Found(found) } else { Tried::Stopped })
                }
                Err(error) if !several => failed(error.to_string(), replicates),
                _ => Ok(Tried::Apart),
            },
            Err(error) if !several => failed(error.to_string(), 0),
            Err(_) => Ok(Tried::Apart),
        }
    }

    /// Keeps the replicates of experiments that are computed; whether all are, before a stop.
    fn keep(
        &self,
        plan: &Plan,
        (scenarios, experiments): (&[Scenario], &[u64]),
        results: &Results,
        found: &mut [Computed],
        stop: &AtomicBool,
    ) -> Result<bool, SweepError> {
        let Some(asked) = &self.experiments.kept else { return Ok(true) };
        for ((scenario, &number), computed) in scenarios.iter().zip(experiments).zip(found) {
            let of = (plan, scenario, results.replicates, results.failed > 0);
            match keep(self.to, number, asked, of, stop) {
                Ok(None) => return Ok(false),
                Ok(file) => {
                    if let Computed::Done(done) = computed {
                        done.replicates = file;
                    }
                }
                Err(KeptError::Store(error)) => return Err(error.into()),
                Err(KeptError::Run(error)) => return Err(error.into()),
                Err(KeptError::Asked(error)) => {
                    let (hash, warnings) = (Some(scenario.hash()), warnings(scenario));
                    let (reason, replicates) = (error.to_string(), results.replicates);
                    *computed = Computed::Failed { reason, replicates, hash, warnings };
                }
            }
        }
        Ok(true)
    }

    fn plan(&mut self, scenarios: &[Scenario]) -> Result<Plan, PlanError> {
        let Experiments { seed, sampling, wanted, .. } = self.experiments;
        let mut plan = Plan::with_tables(scenarios, *seed, *sampling, &mut self.tables)?;
        let (start_year, quarters) = (plan.layout.start_year, plan.layout.quarters);
        let direct = |section: &Section| wanted.direct(section);
        plan.keep(|section| wanted.kept(section, start_year, quarters), direct);
        plan.quantile_errors = false;
        // Experiments stand side by side in the store.
        plan.compares = false;
        Ok(plan)
    }

    fn estimates(&self, plan: &Plan, scenarios: &[Scenario], results: &Results) -> Vec<Computed> {
        let mut last: Option<Arc<Vec<Labels>>> = None;
        let one = |(s, scenario): (usize, &Scenario)| {
            let known = &results.scenarios[s];
            let rows = template(&self.experiments.wanted, plan, scenario);
            let template = match last.take() {
                Some(last) if *last == rows => last,
                _ => Arc::new(rows),
            };
            last = Some(Arc::clone(&template));
            let number =
                |outcome: Outcome, slot, cell| numbers(plan.cells.section(outcome), known, slot, cell);
            let headline = |&(outcome, slot): &(Outcome, Slot)| {
                let tiers = plan.cells.section(outcome).len > 1;
                number(outcome, slot, if tiers { self.tier } else { 0 })
            };
            Computed::Done(Done {
                numbers: template.iter().map(|row| number(row.outcome, row.slot, row.cell)).collect(),
                headlines: self.headlines.iter().map(headline).collect(),
                template,
                valid: results.replicates - results.failed,
                hash: scenario.hash(),
                warnings: warnings(scenario),
                replicates: None,
            })
        };
        scenarios.iter().enumerate().map(one).collect()
    }
}
