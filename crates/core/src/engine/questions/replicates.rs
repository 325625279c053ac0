//! Every replicate: what it drew and what came out of it, as rows that are handed on in the order of replicates, so many at a
//! time that memory stays flat.

use std::ops::Range;

use crate::{
    engine::{
        accumulate::Slot,
        blocks::{Drawer, Drawn},
        cell_sums::Arms3,
        draw::Held,
        drive::{CHUNK, Drive, Pass, Question, RunError},
        live::Live,
        not_finite::{Failing, LeftOut, look_through},
        plan::Plan,
        tally::TOGETHER,
        worker::{Sink, Worker},
    },
    model::{
        cells::{Arms, Frame, Held as HeldCell, Outcome, Section},
        lanes::{F8, LANES},
        sheet::{GROUP, Sheet},
        shocks::Events,
    },
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

/// One cell of an outcome in an arm, or in a paired difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Outcome.
    pub outcome: Outcome,
    /// Arm or difference.
    pub slot: Slot,
    /// Position in the section.
    pub position: usize,
}

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

/// Takes the cells that are kept out of the rows of a group as they become known.
struct Cells<'a> {
    plan: &'a Plan,
    kept: &'a [Cell],
    /// By frame, by row: positions among those kept.
    at: [Vec<Vec<usize>>; Frame::COUNT],
    /// By world and cell kept: its value there, by block.
    without: Vec<[F8; GROUP]>,
    /// By scenario and cell kept.
    found: Vec<[F8; GROUP]>,
}

impl<'a> Cells<'a> {
    fn new(plan: &'a Plan, kept: &'a [Cell]) -> Self {
        let mut at: [Vec<Vec<usize>>; Frame::COUNT] = Default::default();
        for (i, cell) in kept.iter().enumerate() {
            let section = plan.cells.section(cell.outcome);
            let (rows, row) = (&mut at[section.frame as usize], cell.position / section.width);
            if rows.len() <= row {
                rows.resize(row + 1, Vec::new());
            }
            rows[row].push(i);
        }
        let empty = |count: usize| vec![[F8::ZERO; GROUP]; count * kept.len()];
        Self { plan, kept, at, without: empty(plan.worlds.len()), found: empty(plan.scenarios.len()) }
    }

    /// Positions, among those kept, of cells of a row.
    fn in_row(&self, (frame, row): (Frame, usize)) -> Vec<usize> {
        self.at[frame as usize].get(row).cloned().unwrap_or_default()
    }

    /// What a scenario has of a replicate.
    fn of(&self, s: usize, block: usize, lane: usize) -> impl Iterator<Item = f64> {
        let own = &self.found[s * self.kept.len()..][..self.kept.len()];
        own.iter().map(move |blocks| blocks[block][lane])
    }
}

/// The value of a cell in each block: of a label its bit.
fn values(sheet: &Sheet, section: &Section, row: usize, position: usize) -> [F8; GROUP] {
    let cells = sheet.section(section, row).map(|cells| cells[position % section.width]);
    let HeldCell::Label(field) = section.held else { return cells };
    cells.map(|word| F8(word.0.map(|word| (word.to_bits() >> (8 * field) & 1) as f64)))
}

impl Sink for Cells<'_> {
    fn counterfactual(&mut self, world: usize, row: (Frame, usize), sheet: &Sheet, _: &Live) {
        for i in self.in_row(row) {
            let section = self.plan.cells.section(self.kept[i].outcome);
            self.without[world * self.kept.len() + i] = values(sheet, section, row.1, self.kept[i].position);
        }
    }

    fn scenario(&mut self, scenario: usize, row: (Frame, usize), arms: Arms3, _: &Live) {
        let world = self.plan.scenarios[scenario].world;
        for i in self.in_row(row) {
            let Cell { outcome, slot, position } = self.kept[i];
            let section = self.plan.cells.section(outcome);
            let with = || values(arms.scenario, section, row.1, position);
            let without = self.without[world * self.kept.len() + i];
            // Before allies react, what only the alarm moves is as if nobody left.
            let direct = || match section.alarm {
                true => without,
                false => values(arms.direct, section, row.1, position),
            };
            let less = |a: [F8; GROUP], b: [F8; GROUP]| std::array::from_fn(|w| a[w] - b[w]);
            self.found[scenario * self.kept.len() + i] = match slot {
                Slot::Attributable if section.arms == Arms::Paired => with(),
                Slot::Scenario => with(),
                Slot::Direct => direct(),
                Slot::Counterfactual => without,
                Slot::Attributable => less(with(), without),
                Slot::DirectEffect => less(direct(), without),
                Slot::Induced => less(with(), direct()),
            };
        }
    }
}
