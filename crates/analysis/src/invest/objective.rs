//! What is made small: values of programmes on the replicates of the choice, each found once.

use std::collections::BTreeMap;

use super::{
    Amounts, InvestError,
    comes_to::comes_to,
    draws::Draws,
    options::Trials,
    scores::Scores,
    search::Best,
    statistics::{mean, worst_tenth},
};
use crate::{engine::invest::Trial, sampling::design::Design, store::invest::Objective};

/// Replicates that the start of a search from amounts of any size is found on: it is only a start.
const RELAXED: u64 = 256;

/// What was found on the replicates of the choice, for whoever asks again.
#[derive(Default)]
pub struct Memory {
    /// By scenario: the mean index of programmes.
    means: Vec<BTreeMap<Amounts, f64>>,
    /// By the scenarios that are looked at together: the mean of their worst tenth.
    worst: BTreeMap<Vec<usize>, BTreeMap<Amounts, f64>>,
}

impl Memory {
    /// Of nothing yet.
    pub fn new(scenarios: usize) -> Self {
        Self { means: vec![BTreeMap::new(); scenarios], worst: BTreeMap::new() }
    }
}

/// Programmes on the replicates of the choice.
pub struct Chooser<'a, 'd> {
    draws: &'d mut Draws<'a>,
    memory: &'d mut Memory,
    trials: &'d Trials<'d>,
    /// Bn of a step.
    step: f64,
    /// Scenarios, as positions in the plan.
    scenarios: Vec<usize>,
    objective: Objective,
    /// By scenario and budget in steps: the mean index of its own best; for regret.
    own: Vec<Vec<f64>>,
}

impl<'a, 'd> Chooser<'a, 'd> {
    /// For some scenarios under an objective, with the means of their own bests, which regret alone asks for.
    pub fn new(
        (draws, memory): (&'d mut Draws<'a>, &'d mut Memory),
        trials: &'d Trials<'d>,
        step: f64,
        scenarios: Vec<usize>,
        (objective, own): (Objective, Vec<Vec<f64>>),
    ) -> Self {
        Self { draws, memory, trials, step, scenarios, objective, own }
    }

    /// For one scenario.
    pub fn alone(
        known: (&'d mut Draws<'a>, &'d mut Memory),
        trials: &'d Trials<'d>,
        step: f64,
        scenario: usize,
        objective: Objective,
    ) -> Self {
        Self::new(known, trials, step, vec![scenario], (objective, Vec::new()))
    }

    fn trial(&self, steps: impl Iterator<Item = f64>) -> Trial {
        let amounts: Vec<f64> = steps.map(|steps| steps * self.step).collect();
        self.trials.programme(&amounts)
    }

    fn tried(&self, programmes: &[&Amounts]) -> Vec<Trial> {
        programmes.iter().map(|p| self.trial(p.iter().map(|&steps| f64::from(steps)))).collect()
    }

    /// Finds what is not known yet: scenario by scenario, unless the worst of all are asked for.
    fn learn(&mut self, programmes: &[Amounts]) -> Result<(), InvestError> {
        let new = |known: &BTreeMap<Amounts, f64>| {
            let mut new: Vec<&Amounts> = programmes.iter().filter(|p| !known.contains_key(*p)).collect();
            new.sort_unstable();
            new.dedup();
            new
        };
        if self.objective == Objective::Cvar {
            let worst = self.memory.worst.entry(self.scenarios.clone()).or_default();
            let new = new(worst);
            let found = self.draws.index(&self.tried(&new), &self.scenarios)?;
            for (programme, values) in new.into_iter().zip(&found) {
                let mut note = |scenarios: &[usize], worst: f64| {
                    let known = self.memory.worst.entry(scenarios.to_vec()).or_default();
                    known.insert(programme.clone(), worst);
                };
                note(&self.scenarios, worst_tenth(values.iter().flatten()));
                // What is found for all says what it comes to for each.
                for (&s, values) in self.scenarios.iter().zip(values) {
                    note(&[s], worst_tenth(values.iter()));
                    self.memory.means[s].insert(programme.clone(), mean(values));
                }
            }
        }
        for &s in &self.scenarios {
            let new = new(&self.memory.means[s]);
            let found = self.draws.index(&self.tried(&new), &[s])?;
            let means = found.iter().map(|values| mean(&values[0]));
            self.memory.means[s].extend(new.into_iter().cloned().zip(means));
        }
        Ok(())
    }

    /// How replicates are drawn.
    pub fn design(&self) -> Design {
        self.draws.plan.design
    }

    /// By budget in steps up to `last`: the best of all programmes that are known in all its scenarios, are `allowed` and cost no
    /// more; `None` where there is none. It costs nothing.
    pub fn known(&self, last: u32, allowed: impl Fn(&Amounts) -> bool) -> Vec<Option<Best>> {
        let mut known: Vec<Option<Best>> = vec![None; last as usize + 1];
        let Some((&first, others)) = self.scenarios.split_first() else { return known };
        let mut offer = |budget: u32, amounts: &Amounts, score: f64| {
            let best = &mut known[budget as usize];
            if best.as_ref().is_none_or(|best| score < best.score) {
                *best = Some(Best { amounts: amounts.clone(), score });
            }
        };
        for (amounts, &mean) in &self.memory.means[first] {
            let spent: u32 = amounts.iter().sum();
            if spent > last || !allowed(amounts) {
                continue;
            }
            let mut means = vec![mean];
            means.extend(others.iter().filter_map(|&s| self.memory.means[s].get(amounts)));
            let worst = self.worst(amounts);
            if means.len() < self.scenarios.len() || (self.objective == Objective::Cvar && worst.is_none()) {
                continue;
            }
            // What is spent no more of is as good with a larger budget, but for regret, whose yardstick moves with it.
            let budgets = if self.objective == Objective::Regret { spent..=last } else { spent..=spent };
            for budget in budgets {
                offer(budget, amounts, self.comes_to(budget, &means, worst.unwrap_or(f64::NAN)));
            }
        }
        if self.objective != Objective::Regret {
            for budget in 1..known.len() {
                let (before, here) = known.split_at_mut(budget);
                let (before, here) = (&before[budget - 1], &mut here[0]);
                let better = |best: &&Best| here.as_ref().is_none_or(|here| best.score <= here.score);
                if let Some(best) = before.as_ref().filter(better) {
                    *here = Some(best.clone());
                }
            }
        }
        known
    }

    /// The mean of the worst tenth of a programme, where it is known.
    fn worst(&self, programme: &Amounts) -> Option<f64> {
        self.memory.worst.get(&self.scenarios)?.get(programme).copied()
    }

    /// What means by scenario, or the worst tenth, come to for who has so many steps to spend.
    fn comes_to(&self, budget: u32, means: &[f64], worst: f64) -> f64 {
        let own = |s: usize| self.own.get(s).map_or(0.0, |own| own[budget as usize]);
        comes_to(self.objective, means, worst, (0..means.len()).map(own))
    }

    /// The index by programme, scenario and replicate.
    pub fn index(&mut self, programmes: &[Amounts]) -> Result<Vec<Vec<Vec<f64>>>, InvestError> {
        let all: Vec<&Amounts> = programmes.iter().collect();
        self.draws.index(&self.tried(&all), &self.scenarios)
    }
}

impl Scores for Chooser<'_, '_> {
    type Error = InvestError;

    fn scores(&mut self, budget: u32, programmes: &[Amounts]) -> Result<Vec<f64>, InvestError> {
        self.learn(programmes)?;
        let score = |programme: &Amounts| {
            let means: Vec<f64> = self.scenarios.iter().map(|&s| self.memory.means[s][programme]).collect();
            let worst = self.worst(programme).unwrap_or(f64::NAN);
            self.comes_to(budget, &means, worst)
        };
        Ok(programmes.iter().map(score).collect())
    }

    fn relaxed(&mut self, budget: u32, steps: &[f64]) -> Result<f64, InvestError> {
        let trial = self.trial(steps.iter().copied());
        let values = &self.draws.first(RELAXED, &[trial], &self.scenarios)?[0];
        let means: Vec<f64> = values.iter().map(|values| mean(values)).collect();
        Ok(self.comes_to(budget, &means, worst_tenth(values.iter().flatten())))
    }
}
