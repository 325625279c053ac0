//! What to buy first, asked of what is planned.

use std::sync::atomic::AtomicU64;

use super::{Answered, Planned, StudyError};
use crate::{
    engine::{
        invest::MOST,
        plan::{Plan, Source},
    },
    invest::{
        How, InvestError, Question, Space, UNBOUNDED, expected,
        grid::{Grid, cents},
        invest,
        options::{Choice, all, slots},
    },
    scenario::names::TIERS,
    store::invest::{InvestSummary, Objective, OptionKind},
};

/// How much money there is, when, for what, and what it is to make small.
///
/// ```
/// use drawdown_analysis::study::{Investing, Study};
///
/// # fn main() -> Result<(), drawdown_analysis::study::StudyError> {
/// let planned = Study::new().scenario("orderly-20k").replicates(1024).plan()?;
/// let options = ["people", "isr", "logistics"].map(str::to_owned).to_vec();
/// let asked = Investing { budgets: vec![20.0], step: Some(5.0), options, ..Investing::default() };
/// let found = planned.invest(&asked)?.found;
/// let (best, valued) = (found.path.last().unwrap(), found.scenarios[0].path.last().unwrap());
/// println!("{:?} bn closes {:.2} points", best.amounts, 100.0 * valued.closed.mean);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Investing {
    /// Budgets in all, bn.
    pub budgets: Vec<f64>,
    /// First and last calendar year of the money, which is spread evenly over them.
    pub years: [i32; 2],
    /// Readiness tier, days after the alert.
    pub tier: u32,
    /// What is made small.
    pub objective: Objective,
    /// Domains by id, `readiness`, `people`, `pool`; all but `pool` where there is none.
    pub options: Vec<String>,
    /// How much must go into options, bn.
    pub at_least: Vec<(String, f64)>,
    /// How much may go into options, bn.
    pub at_most: Vec<(String, f64)>,
    /// Step of amounts, bn; at first the largest that divides all budgets and bounds and of which the largest budget has 20.
    pub step: Option<f64>,
}

impl Default for Investing {
    /// As `drawdown invest` asks: 10, 25, 50 and 100 bn in 2026 to 2030, the mean at D+30, all options.
    fn default() -> Self {
        Self {
            budgets: vec![10.0, 25.0, 50.0, 100.0],
            years: [2026, 2030],
            tier: 30,
            objective: Objective::Mean,
            options: Vec::new(),
            at_least: Vec::new(),
            at_most: Vec::new(),
            step: None,
        }
    }
}

impl Planned {
    /// Whether it can be asked for what to buy.
    ///
    /// # Errors
    /// When a budget, a bound, the step, the years, the tier or an option is not what it may be, when a scenario has a programme
    /// of its own, or when there are more than 100,000 replicates, which are kept in memory.
    pub fn check_invest(&self, asked: &Investing) -> Result<(), StudyError> {
        self.investing(asked).map(|_| ())
    }

    /// About how many replicates [`Planned::invest`] simulates, each as often as it is: what its observer is told of.
    ///
    /// # Errors
    /// As [`Planned::check_invest`].
    pub fn expected_runs(&self, asked: &Investing) -> Result<u64, StudyError> {
        let question = self.investing(asked)?;
        Ok(expected(&question, self.scenarios.len(), self.settings.replicates))
    }

    /// What to buy first: what `invest.json` of `drawdown invest` holds. As many replicates as are planned are drawn twice,
    /// under the seed for the choice and under one made of it for the values. The observer is told of replicates
    /// simulated, each as often as it is; how many there will be is a guess.
    ///
    /// # Errors
    /// As [`Planned::check_invest`] and [`Planned::run`]; when it is cancelled, there is no answer.
    pub fn invest(&self, asked: &Investing) -> Result<Answered<InvestSummary>, StudyError> {
        let question = self.investing(asked)?;
        let replicates = self.settings.replicates;
        let all = expected(&question, self.scenarios.len(), replicates);
        let progress = |done: u64| self.settings.observer.replicates(done.min(all), all);
        let how = How {
            replicates,
            threads: self.settings.threads,
            stop: self.settings.cancel.flag(),
            progress: &progress,
            done: &AtomicU64::new(0),
        };
        let answer = self.settings.within(|| Ok(invest(&self.scenarios, &self.plan, &question, how)?))?;
        Ok(Answered { found: answer.summary, warnings: answer.warnings, interrupted: false })
    }

    fn investing(&self, asked: &Investing) -> Result<Question, StudyError> {
        // The design has rounded up what was asked for.
        if self.settings.replicates > self.plan.design.replicates(MOST) {
            let asked = self.settings.replicates as f64;
            return Err(range("replicates", asked, &format!("at most {MOST}, which are kept in memory")));
        }
        let layout = &self.plan.layout;
        let Some(tier) = TIERS.iter().position(|&tier| tier == asked.tier) else {
            let known = TIERS.map(|tier| tier.to_string()).to_vec();
            return Err(StudyError::Unknown { what: "tier", asked: asked.tier.to_string(), known });
        };
        let [first, last] = asked.years;
        let end = layout.start_year + (layout.quarters / 4) as i32 - 1;
        let run = format!("years within the run, {} to {end}, the first one first", layout.start_year);
        for (year, fits) in [(first, first >= layout.start_year && first <= last), (last, last <= end)] {
            if !fits {
                return Err(range("year", f64::from(year), &run));
            }
        }
        self.no_programme()?;
        let (options, left_out) = self.options(&asked.options)?;
        let money = "above 0 and at most 100,000 bn, in steps of 0.01";
        let budgets = asked
            .budgets
            .iter()
            .map(|&bn| cents(bn).filter(|&cents| cents > 0).ok_or_else(|| range("budget", bn, money)));
        let budgets: Vec<u64> = budgets.collect::<Result<_, _>>()?;
        let bounds = |list: &[(String, f64)], what| -> Result<Vec<(usize, u64)>, StudyError> {
            let mut bounds: Vec<(usize, u64)> = Vec::new();
            for (id, bn) in list {
                let at = options.iter().position(|option| option.id == *id);
                let known = || options.iter().map(|option| option.id.clone()).collect();
                let at = at.ok_or_else(|| StudyError::Unknown {
                    what: "option",
                    asked: id.clone(),
                    known: known(),
                })?;
                if bounds.iter().any(|&(other, _)| other == at) {
                    return Err(StudyError::Programme(format!("`{id}` has more than one {what}: give one")));
                }
                let cents =
                    cents(*bn).ok_or_else(|| range(what, *bn, "0 to 100,000 bn, in steps of 0.01"))?;
                bounds.push((at, cents));
            }
            Ok(bounds)
        };
        let (at_least, at_most) =
            (bounds(&asked.at_least, "least amount")?, bounds(&asked.at_most, "largest amount")?);
        let all: Vec<u64> = at_least.iter().chain(&at_most).map(|&(_, cents)| cents).collect();
        let step = match asked.step {
            Some(bn) => Some(cents(bn).filter(|&c| c > 0).ok_or_else(|| range("step", bn, money))?),
            None => None,
        };
        let grid = Grid::new(&budgets, &all, step).map_err(StudyError::Programme)?;
        let mut space = Space { least: vec![0; options.len()], most: vec![UNBOUNDED; options.len()] };
        at_least.iter().for_each(|&(at, cents)| space.least[at] = grid.steps(cents));
        at_most.iter().for_each(|&(at, cents)| space.most[at] = grid.steps(cents));
        for (option, (least, most)) in options.iter().zip(space.least.iter().zip(&space.most)) {
            if least > most {
                let why = format!(
                    "at least {} bn of `{}` and at most {}",
                    grid.bn(*least),
                    option.id,
                    grid.bn(*most)
                );
                return Err(StudyError::Programme(why));
            }
        }
        let needed = space.least_budget();
        if let Some(&short) = grid.budgets.iter().find(|&&budget| budget < needed) {
            let why = format!(
                "{} bn must be bought, more than the budget of {} bn",
                grid.bn(needed),
                grid.bn(short)
            );
            return Err(StudyError::Programme(why));
        }
        let (years, objective) = (asked.years, asked.objective);
        Ok(Question { options, left_out, grid, space, years, tier, objective })
    }

    /// The options asked for, in the order of the model, and those that there are beside them without being asked for.
    fn options(&self, ids: &[String]) -> Result<(Vec<Choice>, Vec<Choice>), StudyError> {
        let options = all(&self.scenarios, &self.plan.layout);
        if let Some(unknown) = ids.iter().find(|id| options.iter().all(|option| option.id != **id)) {
            let known = options.into_iter().map(|option| option.id).collect();
            return Err(StudyError::Unknown { what: "option", asked: unknown.clone(), known });
        }
        let named = |option: &Choice| ids.contains(&option.id);
        let pool = |option: &Choice| option.kind == OptionKind::Pool;
        let all = options.into_iter().filter(|option| named(option) || !pool(option));
        Ok(all.partition(|option| ids.is_empty() || named(option)))
    }

    /// That no scenario has a programme: it is what is looked for.
    fn no_programme(&self) -> Result<(), StudyError> {
        let Plan { layout, scenarios, .. } = &self.plan;
        let addresses = layout.addresses();
        for slot in slots(layout) {
            let own = scenarios.iter().find(|scenario| scenario.sources[slot] != Source::Constant(0.0));
            if let Some(scenario) = own {
                return Err(StudyError::Programme(format!(
                    "`{}` has a programme of its own (`{}`), which is what is looked for here",
                    scenario.id, addresses[slot]
                )));
            }
        }
        Ok(())
    }
}

fn range(what: &'static str, asked: f64, allowed: &str) -> StudyError {
    StudyError::Range { what, asked, allowed: allowed.to_owned() }
}

impl From<InvestError> for StudyError {
    fn from(error: InvestError) -> Self {
        match error {
            InvestError::Plan(error) => error.into(),
            InvestError::Run(error) => error.into(),
            InvestError::Stopped => Self::Cancelled,
        }
    }
}
