//! What programmes are worth on the replicates of the second seed.

use std::collections::BTreeMap;

use super::{
    InvestError, Question,
    choice::Chosen,
    comes_to::{gained, shares as shares_of, valued},
    draws::Draws,
    options::{Trials, When},
    space::moved,
    statistics::{less, mean_error, spread},
};
use crate::{
    engine::invest::{Trial, limits::Held},
    sampling::design::Design,
    scenario::names::Name,
    store::{
        invest::{ItemLater, Limit, Next, Objective, Own, Slows, Step, Timing, Valued},
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

/// What is found of the path. Of replicates only those are kept that others are paired with.
pub struct PathValues {
    /// By scenario and budget.
    pub valued: ByScenario<Valued>,
    /// By budget.
    pub steps: Vec<Step>,
    /// By budget asked for, in steps: by scenario and replicate the index left by the programme.
    pub left: BTreeMap<u32, Vec<Vec<f64>>>,
}

/// What a programme does on the replicates that it was chosen on.
pub struct Seemed {
    /// By scenario: what it closes.
    pub closed: Vec<MeanError>,
    /// The error of what the objective comes to.
    pub se: Option<f64>,
    /// What it gains under the objective.
    pub gained: MeanError,
}

/// One set of replicates less another.
fn optimism(seemed: MeanError, found: MeanError) -> MeanError {
    MeanError {
        mean: seemed.mean - found.mean,
        se: seemed.se.zip(found.se).map(|(a, b)| libm::sqrt(a * a + b * b)),
    }
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

    /// The scenario with a programme in steps.
    fn programme(&self, steps: &[u32]) -> Trial {
        self.trials.programme(&self.question.grid.amounts(steps))
    }

    /// The path, beside planners' rule and need; `seemed` holds by budget what programmes do on the replicates of the choice.
    pub fn path(
        &mut self,
        chosen: &Chosen,
        shares: &[(usize, f64)],
        seemed: &[Seemed],
    ) -> Result<PathValues, InvestError> {
        let (design, grid, objective) = (self.design(), &self.question.grid, self.question.objective);
        let pool = self.draws.plan.layout.first(Name::InvestPool);
        let valued_in = vec![Vec::new(); self.all.len()];
        let mut found = PathValues { valued: valued_in, steps: Vec::new(), left: BTreeMap::new() };
        for (number, (&steps, best)) in chosen.budgets.iter().zip(&chosen.path).enumerate() {
            let (budget, seemed) = (grid.bn(steps), &seemed[number]);
            let trials = [
                self.programme(&best.amounts),
                self.trials.of([(pool, budget)]),
                self.trials.of(shares.iter().map(|&(slot, share)| (slot, share * budget))),
            ];
            let mut index = self.index(&trials)?.into_iter();
            let left: [Vec<Vec<f64>>; 3] = std::array::from_fn(|_| index.next().expect("one a trial"));
            let own = own_bests(self.draws, self.trials, self.question, chosen, number)?;
            let [fresh, planners, need] = left.each_ref().map(|left| valued(objective, left, &own, design));
            let gained = gained(objective, &self.none, &left[0], &own, design);
            let [ours, planners_shares] = [&left[0], &left[1]].map(|left| shares_of(objective, left, &own));
            let above_planners = mean_error(&less(&planners_shares, &ours), design);
            found.steps.push(Step {
                budget,
                asked: grid.budgets.contains(&steps),
                amounts: grid.amounts(&best.amounts),
                chosen: best.score,
                chosen_se: seemed.se,
                fresh: fresh.mean,
                fresh_se: fresh.se,
                planners: planners.mean,
                planners_se: planners.se,
                need: need.mean,
                need_se: need.se,
                gained: Some(gained),
                above_planners: Some(above_planners),
                optimism: Some(optimism(seemed.gained, gained)),
            });
            for (s, valued) in found.valued.iter_mut().enumerate() {
                let [programme, planners, need] = left.each_ref().map(|left| self.closed(s, &left[s]));
                let closed = spread(&programme, design);
                valued.push(Valued {
                    budget,
                    left: spread(&left[0][s], design),
                    optimism: optimism(seemed.closed[s], closed.middle()),
                    closed,
                    planners: mean_error(&planners, design),
                    need: mean_error(&need, design),
                    above_planners: spread(&less(&programme, &planners), design),
                    above_need: mean_error(&less(&programme, &need), design),
                });
            }
            if grid.budgets.contains(&steps) {
                let [programme, ..] = left;
                found.left.insert(steps, programme);
            }
        }
        Ok(found)
    }

    /// What each scenario alone would have chosen, beside the programme of the path, by scenario and asked budget.
    pub fn own(&mut self, chosen: &Chosen, path: &PathValues) -> Result<ByScenario<Own>, InvestError> {
        let (design, grid) = (self.design(), &self.question.grid);
        let mut found = vec![Vec::new(); self.all.len()];
        for (s, owns) in found.iter_mut().enumerate() {
            for (number, &steps) in grid.budgets.iter().enumerate() {
                let own = &chosen.own[s][chosen.at(steps)].amounts;
                let left = self.draws.index(&[self.programme(own)], &[s])?.remove(0).remove(0);
                let closed = self.closed(s, &left);
                owns.push(Own {
                    budget: grid.bn(steps),
                    amounts: grid.amounts(own),
                    closed: mean_error(&closed, design),
                    regret: mean_error(&less(&path.left[&steps][s], &left), design),
                    left: mean_error(&left, design),
                    exchanges: chosen.exchanges[s][number].clone(),
                });
            }
        }
        Ok(found)
    }

    /// What the next step of every option that may take one would close, and what slows it, by scenario.
    pub fn next(&mut self, chosen: &Chosen, path: &PathValues) -> Result<ByScenario<Next>, InvestError> {
        let (design, question) = (self.design(), self.question);
        let mut found = vec![Vec::new(); self.all.len()];
        for &steps in &question.grid.budgets {
            let amounts = &chosen.path[chosen.at(steps)].amounts;
            let takers: Vec<usize> =
                (0..amounts.len()).filter(|&j| question.space.takes(amounts, j)).collect();
            let with_more: Vec<Trial> =
                takers.iter().map(|&j| self.programme(&moved(amounts, None, Some(j), 1))).collect();
            let index = self.index(&with_more)?;
            let held = self.draws.held(&[self.programme(amounts)], &self.all)?.remove(0);
            for (s, next) in found.iter_mut().enumerate() {
                for (&j, index) in takers.iter().zip(&index) {
                    let option = &question.options[j];
                    next.push(Next {
                        budget: question.grid.bn(steps),
                        option: option.id.clone(),
                        closed: mean_error(&less(&path.left[&steps][s], &index[s]), design),
                        slows: option.domain.map_or(Vec::new(), |d| slows(&held[s][d])),
                    });
                }
            }
        }
        Ok(found)
    }

    /// The same programmes later, by scenario; of the largest budget its items alone, too.
    pub fn timing(&mut self, chosen: &Chosen, path: &PathValues) -> Result<ByScenario<Timing>, InvestError> {
        let (design, question) = (self.design(), self.question);
        let layout = &self.draws.plan.layout;
        let last = question.grid.largest();
        let amounts = |steps: u32| &chosen.path[chosen.at(steps)].amounts;
        let items: Vec<usize> = (0..question.options.len()).filter(|&i| amounts(last)[i] > 0).collect();
        let alone = |trials: &Trials| -> Vec<Trial> {
            let bn = |i: usize| (question.options[i].slot, question.grid.bn(amounts(last)[i]));
            items.iter().map(|&i| trials.of([bn(i)])).collect()
        };
        let now = self.index(&alone(self.trials))?;
        let mut found: ByScenario<Timing> = vec![Vec::new(); self.all.len()];
        for years in LATER {
            let when = When::new(question.years, layout.start_year, years);
            if when.start + when.quarters > layout.quarters as f64 {
                break;
            }
            let later = Trials::new(self.draws.plan, &question.options, when);
            for &steps in &question.grid.budgets {
                let mut trials = vec![later.programme(&question.grid.amounts(amounts(steps)))];
                if steps == last {
                    trials.extend(alone(&later));
                }
                let index = self.index(&trials)?;
                for (s, timing) in found.iter_mut().enumerate() {
                    let closed = |left: &[f64]| mean_error(&self.closed(s, left), design);
                    let lost = |later: &[f64], now: &[f64]| mean_error(&less(later, now), design);
                    let items = items.iter().zip(&now).zip(&index[1..]).map(|((&i, now), later)| ItemLater {
                        option: question.options[i].id.clone(),
                        closed: closed(&later[s]),
                        lost: lost(&later[s], &now[s]),
                    });
                    timing.push(Timing {
                        budget: question.grid.bn(steps),
                        years,
                        closed: closed(&index[0][s]),
                        lost: lost(&index[0][s], &path.left[&steps][s]),
                        items: items.collect(),
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

/// By scenario and replicate: the index left by each scenario's own best of a budget, by its place; only regret asks for it.
pub fn own_bests(
    draws: &mut Draws,
    trials: &Trials,
    question: &Question,
    chosen: &Chosen,
    number: usize,
) -> Result<Vec<Vec<f64>>, InvestError> {
    if question.objective != Objective::Regret {
        return Ok(Vec::new());
    }
    let own = chosen.own.iter().enumerate().map(|(s, own)| {
        let programme = trials.programme(&question.grid.amounts(&own[number].amounts));
        Ok(draws.index(&[programme], &[s])?.remove(0).remove(0))
    });
    own.collect()
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
