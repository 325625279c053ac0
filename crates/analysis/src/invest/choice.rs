//! The choice: what every scenario alone would buy, then the best for all under the objective, on the replicates of the first
//! seed.

use super::{
    Amounts, InvestError, Question,
    draws::Draws,
    objective::{Chooser, Memory},
    options::Trials,
    search::{Best, Scores, Search, moved},
    statistics::{less, mean_error},
};
use crate::store::invest::{Exchange, Objective};

/// Rounds of the choice under regret, until no scenario's own best is beaten by what was found for all.
const ROUNDS: usize = 3;

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
    let (grid, space) = (&question.grid, &question.space);
    let (least, last) = (space.least_budget(), grid.largest());
    let nothing = (least > 0).then_some(0);
    let budgets: Vec<u32> = nothing.into_iter().chain(least..=last).collect();
    let search = |chooser: &mut Chooser, starts: &dyn Fn(u32) -> Vec<Amounts>| {
        let mut path = Search { scores: chooser, space, asked: &grid.budgets }.path(last, starts)?;
        if nothing.is_some() {
            let amounts = vec![0; space.least.len()];
            let score = chooser.scores(0, std::slice::from_ref(&amounts))?[0];
            path.insert(0, Best { amounts, score });
        }
        Ok::<_, InvestError>(path)
    };
    let (mut own, mut exchanges) = (Vec::new(), Vec::new());
    let mut memory = Memory::new(scenarios);
    for s in 0..scenarios {
        let mut alone = Chooser::new((draws, &mut memory), trials, grid.bn(1), vec![s]);
        let path = search(&mut alone, &|_| Vec::new())?;
        own.push(path);
    }
    let path = if scenarios == 1 && question.objective == Objective::Mean {
        own[0].clone()
    } else {
        together(question, (draws, &mut memory), trials, &budgets, &mut own, &search)?
    };
    for (s, own) in own.iter().enumerate() {
        let mut alone = Chooser::new((draws, &mut memory), trials, grid.bn(1), vec![s]);
        let asked = grid.budgets.iter().map(|asked| {
            let at =
                budgets.iter().position(|budget| budget == asked).expect("asked budgets are on the path");
            given_up(question, &mut alone, &own[at].amounts)
        });
        exchanges.push(asked.collect::<Result<_, _>>()?);
    }
    Ok(Chosen { budgets, path, own, exchanges })
}

/// How a path is searched for, with starts by budget.
type Finder<'f> = dyn Fn(&mut Chooser, &dyn Fn(u32) -> Vec<Amounts>) -> Result<Vec<Best>, InvestError> + 'f;

/// The best for all scenarios together. Where it is better for one than what that found alone, it is that one's own.
fn together(
    question: &Question,
    (draws, memory): (&mut Draws, &mut Memory),
    trials: &Trials,
    budgets: &[u32],
    own: &mut [Vec<Best>],
    search: &Finder,
) -> Result<Vec<Best>, InvestError> {
    let all: Vec<usize> = (0..own.len()).collect();
    let mut path: Vec<Best> = Vec::new();
    for _ in 0..ROUNDS {
        let at = |budget: u32| budgets.iter().position(|&other| other == budget);
        // By budget in steps, with those that nobody can spend in between.
        let by_budget = |own: &Vec<Best>| {
            let last = budgets.last().copied().unwrap_or(0);
            (0..=last).map(|budget| at(budget).map_or(f64::NAN, |at| own[at].score)).collect()
        };
        let bests = own.iter().map(by_budget).collect();
        let mut chooser = Chooser::new((&mut *draws, &mut *memory), trials, question.grid.bn(1), all.clone())
            .under(question.objective, bests);
        let starts = |budget: u32| -> Vec<Amounts> {
            let Some(at) = at(budget) else { return Vec::new() };
            own.iter()
                .chain(std::iter::once(&path))
                .filter_map(|p| Some(p.get(at)?.amounts.clone()))
                .collect()
        };
        let found = search(&mut chooser, &starts)?;
        let mut changed = false;
        for (at, best) in found.iter().enumerate() {
            for (own, mean) in own.iter_mut().zip(chooser.means(&best.amounts)?) {
                if mean < own[at].score {
                    own[at] = Best { amounts: best.amounts.clone(), score: mean };
                    changed = true;
                }
            }
        }
        path = found;
        if !changed || question.objective != Objective::Regret {
            break;
        }
    }
    Ok(path)
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
    for i in (0..amounts.len()).filter(|&i| amounts[i] > space.least[i]) {
        let other = (0..amounts.len()).filter(|&j| j != i && amounts[j] < space.most[j]).map(Some);
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
            as_good: cost.mean < 2.0 * cost.se.unwrap_or(f64::INFINITY),
            cost,
        });
    }
    Ok(exchanges)
}
