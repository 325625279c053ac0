//! The choice: what every scenario alone would buy, then the best for all under the objective, on the replicates of the first
//! seed.

use super::{
    Amounts, InvestError, Question,
    draws::Draws,
    objective::{Chooser, Memory},
    options::Trials,
    scores::Scores,
    search::{Best, Search},
    space::moved,
    statistics::{less, mean_error},
};
use crate::{
    present::evidence::side,
    store::invest::{Exchange, Objective},
};

/// What was chosen.
pub struct Chosen {
    /// Budgets in steps: 0, then from what must be spent to the largest.
    pub budgets: Vec<u32>,
    /// By budget: the best under the objective.
    pub path: Vec<Best>,
    /// By scenario and budget: its own best.
    pub own: Vec<Vec<Best>>,
    /// By scenario and asked budget: what giving up the last steps of its own best costs.
    pub exchanges: Vec<Vec<Vec<Exchange>>>,
}

impl Chosen {
    /// Position of an asked budget, in steps.
    pub fn at(&self, budget: u32) -> usize {
        position(&self.budgets, budget).expect("asked budgets are on the path")
    }
}

fn position(budgets: &[u32], budget: u32) -> Option<usize> {
    budgets.iter().position(|&other| other == budget)
}

/// Chooses for the scenarios at positions `0..scenarios` of the plan.
///
/// # Errors
/// When the engine gives no values.
pub fn choose(
    question: &Question,
    draws: &mut Draws,
    trials: &Trials,
    scenarios: usize,
) -> Result<Chosen, InvestError> {
    let (least, last) = (question.space.least_budget(), question.grid.largest());
    let nothing = (least > 0).then_some(0);
    let budgets: Vec<u32> = nothing.into_iter().chain(least..=last).collect();
    let step = question.grid.bn(1);
    let mut memory = Memory::new(scenarios);
    // What one alone would buy is chosen as for all; nobody regrets its own best, which is that of its mean.
    let one = match question.objective {
        Objective::Cvar => Objective::Cvar,
        Objective::Mean | Objective::Regret => Objective::Mean,
    };
    let mut own = Vec::new();
    for s in 0..scenarios {
        let mut alone = Chooser::alone((draws, &mut memory), trials, step, s, one);
        let mut path = searched(question, &budgets, &mut alone, &|_| Vec::new())?;
        settle(question, &budgets, &mut alone, &mut path)?;
        own.push(path);
    }
    let all: Vec<usize> = (0..scenarios).collect();
    let mut path: Vec<Best> = Vec::new();
    // Under regret as often as some scenario's own best is beaten by what was found for all: what others regret is measured by
    // it. It ends, since means fall each time and programmes are finitely many; most are known after the first round.
    loop {
        // By budget in steps, with those that nobody can spend in between.
        let by_budget = |own: &Vec<Best>| {
            (0..=last).map(|budget| position(&budgets, budget).map_or(f64::NAN, |at| own[at].score)).collect()
        };
        let bests = own.iter().map(by_budget).collect();
        let mut together =
            Chooser::new((draws, &mut memory), trials, step, all.clone(), (question.objective, bests));
        let starts = |budget: u32| -> Vec<Amounts> {
            let Some(at) = position(&budgets, budget) else { return Vec::new() };
            own.iter()
                .chain(std::iter::once(&path))
                .filter_map(|p| Some(p.get(at)?.amounts.clone()))
                .collect()
        };
        let mut found = match scenarios == 1 && question.objective != Objective::Regret {
            true => own[0].clone(),
            false => searched(question, &budgets, &mut together, &starts)?,
        };
        settle(question, &budgets, &mut together, &mut found)?;
        path = found;
        let mut changed = false;
        for (s, own) in own.iter_mut().enumerate() {
            let mut alone = Chooser::alone((draws, &mut memory), trials, step, s, one);
            changed |= settle(question, &budgets, &mut alone, own)?;
        }
        if !changed || question.objective != Objective::Regret {
            break;
        }
    }
    let mut exchanges = Vec::new();
    for (s, own) in own.iter().enumerate() {
        let mut alone = Chooser::alone((draws, &mut memory), trials, step, s, one);
        let asked = question.grid.budgets.iter().map(|&asked| {
            let at = position(&budgets, asked).expect("asked budgets are on the path");
            given_up(question, &mut alone, &own[at].amounts)
        });
        exchanges.push(asked.collect::<Result<_, _>>()?);
    }
    Ok(Chosen { budgets, path, own, exchanges })
}

/// Searches for the best of every budget, with starts by budget.
fn searched(
    question: &Question,
    budgets: &[u32],
    chooser: &mut Chooser,
    starts: &dyn Fn(u32) -> Vec<Amounts>,
) -> Result<Vec<Best>, InvestError> {
    let (space, grid) = (&question.space, &question.grid);
    let mut search = Search { scores: chooser, space, asked: &grid.budgets };
    let mut path = search.path(grid.largest(), starts)?;
    if path.len() < budgets.len() {
        let amounts = vec![0; space.least.len()];
        let score = chooser.scores(0, std::slice::from_ref(&amounts))?[0];
        path.insert(0, Best { amounts, score });
    }
    Ok(path)
}

/// Takes for every budget the best of all that is known by now, whoever's search it was found in: no programme that was looked at
/// is better. At budgets asked for, exchanges go on from there. Whether anything has changed.
fn settle(
    question: &Question,
    budgets: &[u32],
    chooser: &mut Chooser,
    path: &mut [Best],
) -> Result<bool, InvestError> {
    let (space, grid) = (&question.space, &question.grid);
    let mut changed = false;
    loop {
        let known = chooser.known(grid.largest(), |amounts| space.allows(amounts));
        let mut better = false;
        for (&budget, best) in budgets.iter().zip(&mut *path) {
            let found = known[budget as usize].as_ref().filter(|known| known.score < best.score);
            let Some(found) = found else { continue };
            *best = found.clone();
            better = true;
            if grid.budgets.contains(&budget) {
                let mut search = Search { scores: &mut *chooser, space, asked: &grid.budgets };
                *best = search.exchanged(budget, best.clone())?;
            }
        }
        if !better {
            return Ok(changed);
        }
        changed = true;
    }
}

/// What giving up the last step of each option costs, where it goes next.
fn given_up(
    question: &Question,
    alone: &mut Chooser,
    amounts: &Amounts,
) -> Result<Vec<Exchange>, InvestError> {
    let space = &question.space;
    let design = alone.design();
    let budget = amounts.iter().sum();
    let mut exchanges = Vec::new();
    let base = alone.index(std::slice::from_ref(amounts))?.remove(0).remove(0);
    for i in space.gives(amounts) {
        let other = (0..amounts.len()).filter(|&j| j != i && space.takes(amounts, j)).map(Some);
        let instead: Vec<Option<usize>> = std::iter::once(None).chain(other).collect();
        let programmes: Vec<Amounts> = instead.iter().map(|&j| moved(amounts, Some(i), j, 1)).collect();
        let scores = alone.scores(budget, &programmes)?;
        let least = (0..scores.len()).min_by(|&a, &b| scores[a].total_cmp(&scores[b]));
        let Some(least) = least else { continue };
        let instead = instead[least];
        let values = alone.index(&programmes[least..=least])?;
        let cost = less(&values[0][0], &base);
        let cost = mean_error(&cost, design);
        exchanges.push(Exchange {
            option: question.options[i].id.clone(),
            instead: instead.map(|j| question.options[j].id.clone()),
            as_good: side(&cost).is_le(),
            cost,
        });
    }
    Ok(exchanges)
}
