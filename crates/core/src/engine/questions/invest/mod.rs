//! What money closes: the headline index (model.md section 9) of the same replicates under many trials, each an arm in which
//! some inputs are written over what was drawn.
//!
//! A block is drawn once and goes through all trials in every scenario asked for, so that differences between trials are
//! paired. Of a replicate, trial and scenario one number is kept.

pub mod limits;
mod trial;

use std::ops::Range;

pub use trial::{Change, To, Trial};

use crate::{
    engine::{
        blocks::{Drawer, Drawn},
        drive::{self, Pass, RunError},
        finite::{economies, numbers},
        headlines::headlines,
        not_finite::NotFinite,
        plan::Plan,
    },
    model::{
        headline::{Extent, Headline, Headlines},
        lanes::{LANES, M8},
    },
};

/// The most replicates, before a design rounds them up: 8 bytes of each are kept for every trial and scenario.
pub const MOST: u64 = 100_000;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What is tried.
    pub trials: &'a [Trial],
    /// Scenarios, as positions in the plan.
    pub scenarios: &'a [usize],
    /// Position of the readiness tier.
    pub tier: usize,
}

/// What a pass has found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// By trial, then scenario asked for, then replicate: the headline index, fraction of the requirement. NaN of replicates
    /// that are left out: in all trials where its draws are not allowed, in one where the index is not finite.
    pub index: Vec<Vec<Vec<f64>>>,
    /// Replicates done, failed ones included.
    pub replicates: u64,
    /// Replicates left out.
    pub failed: u64,
    /// Those of them with an index that is not finite in some trial.
    pub not_finite: NotFinite,
}

/// Tries everything in every scenario asked for. Memory grows with replicates, trials and scenarios: callers ask for [`MOST`]
/// replicates at most, and for many trials in several passes.
///
/// # Errors
/// When threads cannot be started, when it is stopped before anything is done, or when more than 1 % of the replicates
/// draw values that the model does not allow or have an index that is not finite.
pub fn tried(plan: &Plan, question: Question, pass: &Pass) -> Result<Found, RunError> {
    let drive::Answer { found, replicates, failed } = pass.ask(&Asked { plan, question })?;
    let Sums { index, not_finite, .. } = found;
    let scenarios = question.scenarios.len().max(1);
    let mut index = index.into_iter();
    let index = question.trials.iter().map(|_| index.by_ref().take(scenarios).collect()).collect();
    Ok(Found { index, replicates, failed, not_finite })
}

struct Asked<'a> {
    plan: &'a Plan,
    question: Question<'a>,
}

/// What is found in a chunk, or in all.
struct Sums {
    /// By trial and scenario, as one list.
    index: Vec<Vec<f64>>,
    live: u64,
    not_finite: NotFinite,
}

impl Asked<'_> {
    fn empty(&self) -> Sums {
        let lists = self.question.trials.len() * self.question.scenarios.len();
        Sums { index: vec![Vec::new(); lists], live: 0, not_finite: NotFinite::default() }
    }
}

/// What a thread keeps between chunks.
pub struct Memory<'a> {
    drawer: Drawer<'a>,
    drawn: Drawn,
    headlines: Headlines,
}

impl<'a> drive::Question for Asked<'a> {
    type Memory = Memory<'a>;
    type Part = Sums;
    type Total = Sums;

    fn memory(&self) -> Memory<'a> {
        Memory {
            drawer: Drawer::new(self.plan),
            drawn: Drawn::of(self.plan),
            headlines: Headlines::default(),
        }
    }

    fn nothing(&self) -> Sums {
        self.empty()
    }

    fn chunk(&self, memory: &mut Memory<'a>, replicates: Range<u64>) -> Sums {
        let mut sums = self.empty();
        let end = replicates.end;
        for first in replicates.step_by(LANES) {
            self.block(memory, first, end, &mut sums);
        }
        sums
    }

    fn merge(&self, total: &mut Sums, part: Sums, _: u64) {
        total.index.iter_mut().zip(part.index).for_each(|(ours, theirs)| ours.extend(theirs));
        total.live += part.live;
        total.not_finite.merge(&part.not_finite);
    }

    fn valid<'t>(&self, total: &'t Sums) -> Option<(u64, &'t NotFinite)> {
        Some((total.live, &total.not_finite))
    }
}

impl Asked<'_> {
    /// Adds the block that starts at replicate `first`.
    fn block(&self, memory: &mut Memory, first: u64, end: u64, sums: &mut Sums) {
        let Self { plan, question: Question { trials, scenarios, tier } } = *self;
        let Memory { drawer, drawn, headlines: arms } = memory;
        let mut valid = drawer.draw(first, end, drawn);
        let drawn_well = valid;
        for &s in scenarios {
            valid = valid & economies(&drawn.worlds[plan.scenarios[s].world].1);
        }
        let lanes = (end - first).min(LANES as u64) as usize;
        // Scenarios share no inputs: what is written over in one is restored in it.
        let (mut sound, mut index) = (valid, sums.index.iter_mut());
        let mut whose = [None; LANES];
        for trial in trials {
            for &s in scenarios {
                let given = &mut drawn.scenarios[s];
                let economy = &drawn.worlds[plan.scenarios[s].world].1;
                let mut found = [Headline::default()];
                let before = trial.write(&mut given.inputs);
                headlines(plan, given, economy, &[trial.arm], Extent::Tier(tier), arms, &mut found);
                trial.restore(&before, &mut given.inputs);
                let value = found[0].index[tier];
                let here = valid & numbers(value);
                sound = sound & here;
                note(drawn_well & !here, s, &mut whose);
                let kept = (0..lanes).map(|lane| if here.lane(lane) { value[lane] } else { f64::NAN });
                index.next().expect("a list each").extend(kept);
            }
        }
        sums.live += sound.count();
        for (replicate, whose) in (first..).zip(whose) {
            let Some(s) = whose else { continue };
            sums.not_finite.add(replicate, &plan.scenarios[s].id, || "the index".to_owned());
        }
    }
}

/// Notes in which scenario lanes are bad, the first that is met.
fn note(bad: M8, scenario: usize, whose: &mut [Option<usize>; LANES]) {
    for (_, whose) in whose.iter_mut().enumerate().filter(|&(lane, _)| bad.lane(lane)) {
        *whose = whose.or(Some(scenario));
    }
}
