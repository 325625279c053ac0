//! Cells of replicates taken one by one out of the rows of a group, for questions that keep them.

use crate::{
    engine::{cell_sums::Arms3, live::Live, plan::Plan, slot::Slot, worker::Sink},
    model::{
        cells::{Arms, Frame, Held, Outcome, Section},
        lanes::F8,
        sheet::{GROUP, Sheet},
    },
};

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

/// Takes the cells that are kept out of the rows of a group as they become known.
pub struct Cells<'a> {
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
    /// Memory for cells that the plan keeps.
    pub fn new(plan: &'a Plan, kept: &'a [Cell]) -> Self {
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

    /// What a scenario has, by cell and block.
    pub fn scenario(&self, s: usize) -> &[[F8; GROUP]] {
        &self.found[s * self.kept.len()..][..self.kept.len()]
    }

    /// What a scenario has of a replicate.
    pub fn of(&self, s: usize, block: usize, lane: usize) -> impl Iterator<Item = f64> {
        self.scenario(s).iter().map(move |blocks| blocks[block][lane])
    }
}

/// The value of a cell in each block: of a label its bit.
fn values(sheet: &Sheet, section: &Section, row: usize, position: usize) -> [F8; GROUP] {
    let cells = sheet.section(section, row).map(|cells| cells[position % section.width]);
    let Held::Label(field) = section.held else { return cells };
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
