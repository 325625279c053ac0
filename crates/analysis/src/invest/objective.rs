//! What is made small: values of programmes on the replicates of the choice, each found once.

use std::collections::BTreeMap;

use super::{
    Amounts, InvestError,
    draws::Draws,
    options::Trials,
    search::Scores,
    statistics::{mean, worst_tenth},
};
use crate::{engine::invest::Trial, sampling::design::Design, store::invest::Objective};

/// Replicates that the start of a search from amounts of any size is found on: it is only a start.
const RELAXED: u64 = 256;

/// What a programme comes to.
#[derive(Clone, Debug)]
struct Known {
    /// Mean index by scenario.
    means: Vec<f64>,
    /// Mean of the worst tenth.
    worst: f64,
}

/// Programmes on the replicates of the choice.
pub struct Chooser<'a, 'd> {
    draws: &'d mut Draws<'a>,
    trials: &'d Trials<'d>,
    /// Bn of a step.
    step: f64,
    /// Scenarios, as positions in the plan.
    scenarios: Vec<usize>,
    objective: Objective,
    /// By scenario and budget in steps: the mean index of its own best; for regret.
    own: Vec<Vec<f64>>,
    known: BTreeMap<Amounts, Known>,
}

impl<'a, 'd> Chooser<'a, 'd> {
    /// For some scenarios.
    pub fn new(
        draws: &'d mut Draws<'a>,
        trials: &'d Trials<'d>,
        step: f64,
        scenarios: Vec<usize>,
        objective: Objective,
        own: Vec<Vec<f64>>,
    ) -> Self {
        Self { draws, trials, step, scenarios, objective, own, known: BTreeMap::new() }
    }

    fn trial(&self, steps: impl Iterator<Item = f64>) -> Trial {
        let amounts: Vec<f64> = steps.map(|steps| steps * self.step).collect();
        self.trials.programme(&amounts)
    }

    /// Finds what is not known yet.
    fn learn(&mut self, programmes: &[Amounts]) -> Result<(), InvestError> {
        let mut new: Vec<&Amounts> = programmes.iter().filter(|p| !self.known.contains_key(*p)).collect();
        new.sort_unstable();
        new.dedup();
        let trials: Vec<Trial> =
            new.iter().map(|programme| self.trial(programme.iter().map(|&steps| f64::from(steps)))).collect();
        if trials.is_empty() {
            return Ok(());
        }
        let found = self.draws.index(&trials, &self.scenarios)?;
        let worst = self.objective == Objective::Cvar;
        for (programme, values) in new.into_iter().zip(&found) {
            let known = Known {
                means: values.iter().map(|values| mean(values)).collect(),
                worst: if worst { worst_tenth(values.iter().flatten()) } else { f64::NAN },
            };
            self.known.insert(programme.clone(), known);
        }
        Ok(())
    }

    /// How replicates are drawn.
    pub fn design(&self) -> Design {
        self.draws.plan.design
    }

    /// The mean index by scenario of a programme.
    pub fn means(&mut self, programme: &Amounts) -> Result<Vec<f64>, InvestError> {
        self.learn(std::slice::from_ref(programme))?;
        Ok(self.known[programme].means.clone())
    }

    /// The index by programme, scenario and replicate.
    pub fn index(&mut self, programmes: &[Amounts]) -> Result<Vec<Vec<Vec<f64>>>, InvestError> {
        let trials: Vec<Trial> =
            programmes.iter().map(|p| self.trial(p.iter().map(|&steps| f64::from(steps)))).collect();
        self.draws.index(&trials, &self.scenarios)
    }
}

/// What means by scenario, or the worst tenth, come to under an objective; `own` holds by scenario the mean of its own best.
pub fn comes_to(
    objective: Objective,
    means: &[f64],
    worst: f64,
    own: impl Iterator<Item = f64>,
) -> f64 {
    match objective {
        Objective::Mean => mean(means),
        Objective::Cvar => worst,
        Objective::Regret => {
            means.iter().zip(own).map(|(mean, own)| mean - own).fold(f64::NEG_INFINITY, f64::max)
        }
    }
}

impl Scores for Chooser<'_, '_> {
    type Error = InvestError;

    fn scores(&mut self, budget: u32, programmes: &[Amounts]) -> Result<Vec<f64>, InvestError> {
        self.learn(programmes)?;
        let own = |s: usize| self.own.get(s).map_or(0.0, |own| own[budget as usize]);
        let score = |programme: &Amounts| {
            let Known { means, worst } = &self.known[programme];
            comes_to(self.objective, means, *worst, (0..means.len()).map(own))
        };
        Ok(programmes.iter().map(score).collect())
    }

    fn relaxed(&mut self, budget: u32, steps: &[f64]) -> Result<f64, InvestError> {
        let trial = self.trial(steps.iter().copied());
        let values = &self.draws.first(RELAXED, &[trial], &self.scenarios)?[0];
        let means: Vec<f64> = values.iter().map(|values| mean(values)).collect();
        let own = |s: usize| self.own.get(s).map_or(0.0, |own| own[budget as usize]);
        let worst = worst_tenth(values.iter().flatten());
        Ok(comes_to(self.objective, &means, worst, (0..means.len()).map(own)))
    }
}
