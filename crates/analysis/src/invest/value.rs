//! What programmes are worth on the replicates of the second seed.

use super::{
    InvestError, Question,
    choice::Chosen,
    draws::Draws,
    options::{Trials, When},
    statistics::{less, mean_error, spread},
};
use crate::{
    engine::invest::{Trial, limits::Held},
    sampling::design::Design,
    scenario::names::Name,
    store::{
        invest::{Limit, Next, Own, Slows, Timing, Valued},
        required::MeanError,
    },
};

/// Years by which a programme is put off.
const LATER: [u32; 2] = [1, 2];

/// The replicates of the second seed.
pub struct Fresh<'a, 'd> {
    /// Their draws.
    pub draws: &'d mut Draws<'a>,
    /// How programmes are tried.
    pub trials: &'d Trials<'d>,
    /// What is asked.
    pub question: &'d Question,
    /// All scenarios.
    pub all: Vec<usize>,
    /// By scenario and replicate: the index without a programme.
    pub none: Vec<Vec<f64>>,
    /// By scenario and replicate: the index if nobody leaves.
    pub without: Vec<Vec<f64>>,
}

/// By scenario: a list.
pub type ByScenario<T> = Vec<Vec<T>>;

/// A step of the path on all replicates.
pub struct PathValues {
    /// By scenario and budget.
    pub valued: ByScenario<Valued>,
    /// By budget, then scenario and replicate: the index left by the programme, by planners' rule, in proportion to need.
    pub left: Vec<[Vec<Vec<f64>>; 3]>,
}

impl<'a, 'd> Fresh<'a, 'd> {
    /// Finds the index without a programme.
    pub fn new(
        draws: &'d mut Draws<'a>,
        trials: &'d Trials<'d>,
        question: &'d Question,
        scenarios: usize,
    ) -> Result<Self, InvestError> {
        let all: Vec<usize> = (0..scenarios).collect();
        let mut found = draws.index(&[trials.of([]), trials.counterfactual()], &all)?;
        let (without, none) = (found.remove(1), found.remove(0));
        Ok(Self { draws, trials, question, all, none, without })
    }

    /// How replicates are drawn.
    pub fn design(&self) -> Design {
        self.draws.plan.design
    }

    /// The index by trial, scenario and replicate.
    pub fn index(&mut self, trials: &[Trial]) -> Result<Vec<Vec<Vec<f64>>>, InvestError> {
        self.draws.index(trials, &self.all)
    }

    /// The index closed in a scenario, replicate by replicate.
    pub fn closed(&self, scenario: usize, left: &[f64]) -> Vec<f64> {
        less(&self.none[scenario], left)
    }

    /// Bn by option of a programme in steps.
    fn bn(&self, steps: &[u32]) -> Vec<f64> {
        steps.iter().map(|&steps| self.question.grid.bn(steps)).collect()
    }

    /// The path, beside planners' rule and need; `chosen` holds by budget and scenario what it closes on the replicates of the
    /// choice.
    pub fn path(
        &mut self,
        path: &Chosen,
        shares: &[(usize, f64)],
        chosen: &[Vec<MeanError>],
    ) -> Result<PathValues, InvestError> {
        let design = self.design();
        let pool = self.draws.plan.layout.first(Name::InvestPool);
        let mut found = PathValues { valued: vec![Vec::new(); self.all.len()], left: Vec::new() };
        for ((&steps, best), chosen) in path.budgets.iter().zip(&path.path).zip(chosen) {
            let budget = self.question.grid.bn(steps);
            let trials = [
                self.trials.programme(&self.bn(&best.amounts)),
                self.trials.of([(pool, budget)]),
                self.trials.of(shares.iter().map(|&(slot, share)| (slot, share * budget))),
            ];
            let mut index = self.index(&trials)?.into_iter();
            let left: [Vec<Vec<f64>>; 3] = std::array::from_fn(|_| index.next().expect("one a trial"));
            for (s, valued) in found.valued.iter_mut().enumerate() {
                let [programme, planners, need] = left.each_ref().map(|left| self.closed(s, &left[s]));
                let closed = spread(&programme, design);
                let optimism = MeanError {
                    mean: chosen[s].mean - closed.mean,
                    se: chosen[s].se.zip(closed.se).map(|(a, b)| libm::sqrt(a * a + b * b)),
                };
                valued.push(Valued {
                    budget,
                    left: spread(&left[0][s], design),
                    closed,
                    planners: mean_error(&planners, design),
                    need: mean_error(&need, design),
                    above_planners: spread(&less(&programme, &planners), design),
                    above_need: mean_error(&less(&programme, &need), design),
                    optimism,
                });
            }
            found.left.push(left);
        }
        Ok(found)
    }

    /// What each scenario alone would have chosen, beside the programme of the path, by scenario and asked budget.
    pub fn own(&mut self, chosen: &Chosen, path: &PathValues) -> Result<ByScenario<Own>, InvestError> {
        let design = self.design();
        let mut found = vec![Vec::new(); self.all.len()];
        for (s, owns) in found.iter_mut().enumerate() {
            for (number, &steps) in self.question.grid.budgets.iter().enumerate() {
                let Some(at) = chosen.budgets.iter().position(|&budget| budget == steps) else { continue };
                let amounts = self.bn(&chosen.own[s][at].amounts);
                let left = self.draws.index(&[self.trials.programme(&amounts)], &[s])?.remove(0).remove(0);
                let closed = self.closed(s, &left);
                owns.push(Own {
                    budget: self.question.grid.bn(steps),
                    amounts,
                    closed: mean_error(&closed, design),
                    regret: mean_error(&less(&path.left[at][0][s], &left), design),
                    left: mean_error(&left, design),
                    exchanges: chosen.exchanges[s][number].clone(),
                });
            }
        }
        Ok(found)
    }

    /// What the next step of every option would close, and what slows it, by scenario.
    pub fn next(&mut self, chosen: &Chosen, path: &PathValues) -> Result<ByScenario<Next>, InvestError> {
        let (design, options) = (self.design(), self.question.options.len());
        let mut found = vec![Vec::new(); self.all.len()];
        for &steps in &self.question.grid.budgets {
            let Some(at) = chosen.budgets.iter().position(|&budget| budget == steps) else { continue };
            let amounts = &chosen.path[at].amounts;
            let with_more = (0..options).map(|j| {
                let mut more = amounts.clone();
                more[j] += 1;
                self.trials.programme(&self.bn(&more))
            });
            let with_more: Vec<Trial> = with_more.collect();
            let index = self.index(&with_more)?;
            let held = self.draws.held(&[self.trials.programme(&self.bn(amounts))], &self.all)?.remove(0);
            for (s, next) in found.iter_mut().enumerate() {
                for (option, index) in self.question.options.iter().zip(&index) {
                    next.push(Next {
                        budget: self.question.grid.bn(steps),
                        option: option.id.clone(),
                        closed: mean_error(&less(&path.left[at][0][s], &index[s]), design),
                        slows: option.domain.map_or(Vec::new(), |d| slows(&held[s][d])),
                    });
                }
            }
        }
        Ok(found)
    }

    /// The same programmes later, by scenario.
    pub fn timing(&mut self, chosen: &Chosen, path: &PathValues) -> Result<ByScenario<Timing>, InvestError> {
        let design = self.design();
        let layout = &self.draws.plan.layout;
        let mut found: ByScenario<Timing> = vec![Vec::new(); self.all.len()];
        for years in LATER {
            let when = When::new(self.question.years, layout.start_year, years);
            if when.start + when.quarters > layout.quarters as f64 {
                break;
            }
            let later = Trials::new(self.draws.plan, &self.question.options, when);
            for &steps in &self.question.grid.budgets {
                let Some(at) = chosen.budgets.iter().position(|&budget| budget == steps) else { continue };
                let trial = later.programme(&self.bn(&chosen.path[at].amounts));
                let index = self.index(&[trial])?.remove(0);
                for (s, timing) in found.iter_mut().enumerate() {
                    timing.push(Timing {
                        budget: self.question.grid.bn(steps),
                        years,
                        closed: mean_error(&self.closed(s, &index[s]), design),
                        lost: mean_error(&less(&index[s], &path.left[at][0][s]), design),
                    });
                }
            }
        }
        for timing in &mut found {
            timing.sort_by(|a, b| a.budget.total_cmp(&b.budget).then(a.years.cmp(&b.years)));
        }
        Ok(found)
    }
}

/// What slows a domain, most frequent first, those that occur.
pub fn slows(held: &Held) -> Vec<Slows> {
    let [money, industry, people, time, enablers, reliance] = held.labels;
    let all = [
        (Limit::Nothing, money),
        (Limit::Closed, held.closed),
        (Limit::Industry, industry),
        (Limit::People, people),
        (Limit::Time, time),
        (Limit::Enablers, enablers),
        (Limit::Reliance, reliance),
    ];
    let share = |count: u64| count as f64 / held.quarters.max(1) as f64;
    let occur = all.into_iter().filter(|&(_, count)| count > 0);
    let mut slows: Vec<Slows> = occur.map(|(limit, count)| Slows { limit, share: share(count) }).collect();
    slows.sort_by(|a, b| b.share.total_cmp(&a.share));
    slows
}
