//! Means of a few outcomes in many scenarios on the same draws, such as one scenario with thousands of settings.

use super::{Arm, Query, Study, StudyError};
use crate::{
    analysis::halves::{Tried, in_halves},
    engine::{
        drive::{Pass, RunError},
        plan::{Plan, Tables},
        pool::Pool,
        run::{Options, run},
    },
    model::{cells::Outcome, row_selection::Kept},
    scenario::{Source, load_sources},
};

/// Most scenarios that are computed together: draws, and the counterfactual of those in one world, are computed once for them.
const MOST: usize = 64;

/// How many are computed together where there are few in all.
const FEW: usize = 16;

/// How many are computed together, of so many on so many threads: as many for each, and as many batches as keep threads busy.
fn batch_size(scenarios: usize, threads: usize) -> usize {
    let most = (scenarios / (2 * threads)).clamp(FEW, MOST);
    scenarios.div_ceil(scenarios.div_ceil(most).max(1)).max(1)
}

impl Study {
    /// Means of outcomes in every scenario of the study, by scenario and then as they are asked; NaN where no replicate has a
    /// value. Each is that of a run of the scenario alone, to the last bit, but up to 64 share a pass over the draws, and nothing else
    /// is computed than what is asked for. Ids need not differ. Of the study, detail, quantiles, causes and precision do not count.
    ///
    /// # Errors
    /// When a scenario or a value that is set in it is wrong, when a run of it fails, when there is no such estimate as by
    /// [`Query::get`], or when it is cancelled.
    pub fn evaluate(&self, asked: &[Query]) -> Result<Vec<Vec<f64>>, StudyError> {
        let threads = self.settings.count();
        let size = batch_size(self.sources.len(), threads);
        let batches = self.sources.len().div_ceil(size);
        // A few batches share the threads one after the other, with their replicates; many are shared out.
        let (at_once, each) = if batches < threads { (1, threads) } else { (threads, 1) };
        let pool = Pool::of(at_once).map_err(RunError::from)?;
        let all = self.sources.len() as u64 * self.replicates_of_design();
        let mut found: Vec<Vec<f64>> = Vec::with_capacity(self.sources.len());
        let work = |tables: &mut Tables, first: usize| {
            let until = self.sources.len().min(first + size);
            self.batch(first..until, asked, (each, tables)).transpose()
        };
        let merge = |some: Result<Vec<Vec<f64>>, StudyError>| {
            found.extend(some?);
            self.settings.observer.replicates(found.len() as u64 * self.replicates_of_design(), all);
            Ok::<_, StudyError>(())
        };
        let firsts = (0..self.sources.len()).step_by(size);
        let stop = self.settings.cancel.flag();
        pool.in_order(stop, batches as u64, firsts, |_| Tables::default(), work, merge)?;
        if found.len() < self.sources.len() { Err(StudyError::Cancelled) } else { Ok(found) }
    }

    /// How many replicates its design takes.
    fn replicates_of_design(&self) -> u64 {
        self.design.replicates(self.settings.replicates.max(1))
    }

    /// Some of its scenarios, computed together where that is the same as each alone; `None` if it was stopped.
    fn batch(
        &self,
        some: std::ops::Range<usize>,
        asked: &[Query],
        (threads, tables): (usize, &mut Tables),
    ) -> Result<Option<Vec<Vec<f64>>>, StudyError> {
        let named = |(at, source): (usize, &Source)| Source::Set {
            id: Some(format!("scenario-{}", some.start + at + 1)),
            of: Box::new(source.clone()),
            sets: Vec::new(),
        };
        let sources: Vec<Source> = self.sources[some.clone()].iter().enumerate().map(named).collect();
        let (scenarios, _) = load_sources(&sources, &self.sets)?;
        in_halves(0..scenarios.len(), &mut |part| {
            let several = part.len() > 1;
            let mut plan = match Plan::with_tables(&scenarios[part], self.settings.seed, self.design, tables)
            {
                Err(_) if several => return Ok(Tried::Apart),
                plan => plan?,
            };
            let cells = cells(&mut plan, asked)?;
            let pass = Pass {
                replicates: self.replicates_of_design(),
                threads,
                stop: self.settings.cancel.flag(),
                progress: &|_| {},
            };
            let found = run(&plan, &Options { pass, looks: None, keep: None });
            if self.settings.cancel.is_cancelled() {
                return Ok(Tried::Stopped);
            }
            // A replicate that is left out is left out of all scenarios of a run.
            let found = match found {
                Err(_) if several => return Ok(Tried::Apart),
                Ok(found) if several && found.failed > 0 => return Ok(Tried::Apart),
                found => found?,
            };
            let mean = |s: usize, &(outcome, arm, cell): &(Outcome, Arm, usize)| {
                let estimate = found.scenarios[s].estimate(plan.cells.section(outcome), arm, cell);
                estimate.map_or(f64::NAN, |estimate| estimate.mean)
            };
            let of_scenario = |s| cells.iter().map(|cell| mean(s, cell)).collect();
            Ok(Tried::Found((0..found.scenarios.len()).map(of_scenario).collect()))
        })
    }
}

/// The cells that are asked for; nothing else is kept.
fn cells(plan: &mut Plan, asked: &[Query]) -> Result<Vec<(Outcome, Arm, usize)>, StudyError> {
    let cells: Vec<_> = asked.iter().map(|query| query.place(plan)).collect::<Result<_, _>>()?;
    let of = |outcome| cells.iter().filter(move |(other, ..)| *other == outcome);
    let rest_on_direct = |arm: &Arm| matches!(arm, Arm::Direct | Arm::DirectEffect | Arm::Induced);
    plan.keep(
        |section| Kept::of(of(section.outcome).map(|(.., cell)| cell / section.width)),
        |section| of(section.outcome).any(|(_, arm, _)| rest_on_direct(arm)),
    );
    plan.quantile_errors = false;
    plan.compares = false;
    Ok(cells)
}

#[cfg(test)]
mod tests {
    use super::batch_size;

    #[test]
    fn batches_are_of_one_size_and_keep_threads_busy() {
        assert_eq!([0, 1, 16, 17, 40].map(|scenarios| batch_size(scenarios, 2)), [1, 1, 16, 9, 14]);
        assert_eq!([256, 300, 10_000].map(|scenarios| batch_size(scenarios, 2)), [64, 60, 64]);
        assert_eq!(batch_size(1000, 16), 31);
    }
}
