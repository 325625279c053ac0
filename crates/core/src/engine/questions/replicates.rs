//! Every replicate: what it drew and what came out of it, as rows that are handed on in the order of replicates, so many at a
//! time that memory stays flat.

use std::ops::Range;

pub use super::kept_cells::Cell;
use super::kept_cells::Cells;
use crate::{
    engine::{
        blocks::{Drawer, Drawn},
        chunk::{CHUNK, TOGETHER},
        draw::Held,
        drive::{Drive, Pass, Question, RunError},
        look_through::look_through,
        not_finite::{Failing, LeftOut},
        plan::Plan,
        worker::Worker,
    },
    model::{lanes::LANES, shocks::Events},
    sampling::shocks::ShockBlock,
};

/// Rows that are handed on at once, if a chunk of replicates has no more: what memory holds.
pub const ROWS: u64 = 8192;

/// A column of shocks in summary: its name, its unit, what it is.
pub const SHOCKS: [(&str, &str, &str); 8] = [
    ("crisis", "years", "years with a crisis in the Indo-Pacific"),
    ("crisis_first", "calendar year", "the first of them; empty without one"),
    ("security", "years", "years with a security shock in Europe"),
    ("security_first", "calendar year", "the first of them; empty without one"),
    ("gdp_common", "standard deviations", "common shock to growth, mean over the years"),
    ("spend_common", "standard deviations", "common shock to spending, mean over the years"),
    ("gdp_ally", "standard deviations", "allies’ own shocks to growth, mean over years and allies"),
    ("spend_ally", "standard deviations", "allies’ own shocks to spending, mean over years and allies"),
];

/// What is kept of a replicate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// Slots of the layout whose values are.
    pub inputs: Vec<usize>,
    /// Quantiles that are: by scenario the coordinate, `None` where it draws nothing there.
    pub quantiles: Vec<Vec<Option<Held>>>,
    /// Outcomes that are; the plan has to keep their cells.
    pub outcomes: Vec<Cell>,
}

impl Kept {
    /// Numbers of a row.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.inputs.len() + self.quantiles.len() + SHOCKS.len() + self.outcomes.len()
    }
}

/// Rows: replicate by replicate, within one scenario by scenario. Its columns keep their memory from one group of rows to the
/// next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Replicate of each.
    pub replicates: Vec<u64>,
    /// Position of its scenario in the plan.
    pub scenarios: Vec<usize>,
    /// Column by column: values of inputs, quantiles, [`SHOCKS`], outcomes. NaN where there is none.
    pub values: Vec<Vec<f64>>,
}

/// Computes replicates anew and hands on what is kept of those that count, at most [`ROWS`] rows at a time (or those of a
/// chunk of replicates). With `failing`, the plan of a run some of whose replicates had an outcome that was not finite, the
/// same are left out. Returns whether all replicates are done: not after a stop, which hands on nothing half.
///
/// # Errors
/// When threads cannot be started, and those of `take`.
pub fn replicates<E: From<RunError>>(
    plan: &Plan,
    kept: &Kept,
    failing: Option<&Plan>,
    pass: &Pass,
    mut take: impl FnMut(&mut Rows) -> Result<(), E>,
) -> Result<bool, E> {
    let question = Every { plan, kept, failing };
    let at_once = (ROWS / plan.scenarios.len().max(1) as u64 / CHUNK).max(1) * CHUNK;
    let mut drive = Drive::new(&question, pass, 0, question.nothing())?;
    while drive.replicates() < pass.replicates {
        let until = (drive.replicates() + at_once).min(pass.replicates);
        drive.go(until, |_| true);
        if drive.replicates() < until {
            return Ok(false);
        }
        take(drive.total_mut())?;
        drive.total_mut().clear();
    }
    Ok(true)
}

impl Rows {
    fn clear(&mut self) {
        self.replicates.clear();
        self.scenarios.clear();
        self.values.iter_mut().for_each(Vec::clear);
    }
}

/// The rows of a chunk: of each its replicate, the position of its scenario, its numbers.
#[derive(Default)]
struct Part {
    replicates: Vec<u64>,
    scenarios: Vec<usize>,
    /// Row by row.
    numbers: Vec<f64>,
}

struct Every<'a> {
    plan: &'a Plan,
    kept: &'a Kept,
    failing: Option<&'a Plan>,
}

/// What a thread keeps between chunks.
struct Memory<'a> {
    worker: Worker<'a>,
    /// The same block again: shocks and coordinates of a group's blocks are not kept by the worker.
    drawer: Drawer<'a>,
    drawn: Drawn,
    looking: Option<Worker<'a>>,
    cells: Cells<'a>,
}

impl<'a> Question for Every<'a> {
    type Memory = Memory<'a>;
    type Part = Part;
    type Total = Rows;

    fn memory(&self) -> Memory<'a> {
        Memory {
            worker: Worker::new(self.plan),
            drawer: Drawer::new(self.plan),
            drawn: Drawn::of(self.plan),
            looking: self.failing.map(Worker::new),
            cells: Cells::new(self.plan, &self.kept.outcomes),
        }
    }

    fn nothing(&self) -> Rows {
        Rows { values: vec![Vec::new(); self.kept.columns()], ..Rows::default() }
    }

    fn chunk(&self, memory: &mut Memory<'a>, replicates: Range<u64>) -> Part {
        let Memory { worker, drawer, drawn, looking, cells } = memory;
        let (mut rows, end) = (Part::default(), replicates.end);
        let most = (end - replicates.start) as usize * self.plan.scenarios.len();
        rows.numbers.reserve_exact(most * self.kept.columns());
        let groups = replicates.step_by(TOGETHER as usize);
        worker.left_out = looking.as_mut().map_or(LeftOut::default(), |looking| {
            let mut failing = Failing::default();
            groups.clone().for_each(|group| look_through(looking, group, end, &mut failing));
            failing.left_out
        });
        for group in groups {
            worker.group(group, end, cells);
            (0..self.plan.scenarios.len()).for_each(|s| worker.scenario(s, cells));
            for (block, live) in worker.live.iter().enumerate().filter(|(_, live)| live.any()) {
                let first = group + (block * LANES) as u64;
                drawer.draw(first, end, drawn);
                for lane in (0..LANES).filter(|&lane| live.lane(lane)) {
                    for s in 0..self.plan.scenarios.len() {
                        rows.replicates.push(first + lane as u64);
                        rows.scenarios.push(s);
                        let outcomes = cells.of(s, block, lane);
                        rows.numbers.extend(self.drawn(s, drawer, drawn, (first, lane)).chain(outcomes));
                    }
                }
            }
        }
        rows
    }

    fn merge(&self, total: &mut Rows, part: Part, _: u64) {
        total.replicates.extend(part.replicates);
        total.scenarios.extend(part.scenarios);
        let columns = self.kept.columns();
        for (i, column) in total.values.iter_mut().enumerate() {
            column.extend(part.numbers.iter().skip(i).step_by(columns));
        }
    }
}

impl Every<'_> {
    /// What a scenario has drawn in a lane of the block that starts at replicate `first`: values, quantiles, shocks.
    fn drawn<'m>(
        &'m self,
        s: usize,
        drawer: &'m Drawer,
        drawn: &'m Drawn,
        (first, lane): (u64, usize),
    ) -> impl Iterator<Item = f64> + 'm {
        let given = &drawn.scenarios[s];
        let inputs = self.kept.inputs.iter().map(move |&slot| given.inputs[slot][lane]);
        let quantiles = self.kept.quantiles.iter().map(move |by_scenario| {
            by_scenario[s].map_or(f64::NAN, |held| drawer.draws.uniforms(self.plan, held, first)[lane])
        });
        let shocks = shocks(self.plan, &drawer.draws.normals, &given.events, lane);
        inputs.chain(quantiles).chain(shocks)
    }
}

/// Shocks of a replicate in summary, as [`SHOCKS`] lists them. Sums are taken year by year, within one ally by ally.
fn shocks(plan: &Plan, normals: &ShockBlock, events: &Events, lane: usize) -> [f64; SHOCKS.len()] {
    let years = |happens: &[crate::model::lanes::M8]| -> [f64; 2] {
        let mut years = (0..happens.len()).filter(|&year| happens[year].lane(lane));
        let first = years.next();
        let start = f64::from(plan.layout.start_year);
        [
            years.count() as f64 + f64::from(u8::from(first.is_some())),
            first.map_or(f64::NAN, |y| start + y as f64),
        ]
    };
    let mean = |drawn: &[[f64; LANES]]| {
        drawn.iter().fold(0.0, |sum, lanes| sum + lanes[lane]) / drawn.len().max(1) as f64
    };
    let [[crises, first_crisis], [shocks, first_shock]] = [years(&events.crisis), years(&events.security)];
    let ShockBlock { gdp_common, spend_common, gdp_ally, spend_ally, .. } = normals;
    let [growth, spending] = [mean(gdp_common), mean(spend_common)];
    [crises, first_crisis, shocks, first_shock, growth, spending, mean(gdp_ally), mean(spend_ally)]
}
