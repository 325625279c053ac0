//! The values about which a run's sums are taken: those of its first replicate that counts.

use super::{
    causes,
    cell_shifts::Shifts,
    cell_sums::Arms3,
    chunk::TOGETHER,
    finite::is_number,
    live::Live,
    look_through::look_through,
    not_finite::{Failing, LeftOut, MOST_FAILED},
    pairs::{Pairs, compared_cells},
    plan::Plan,
    worker::{Sink, Worker},
};
use crate::model::{
    cells::{Cells, Frame},
    lanes::LANES,
    sheet::{GROUP, Sheet},
};

/// Shifts of all sums.
pub struct AllShifts {
    /// By world.
    pub worlds: Vec<Shifts>,
    /// By scenario.
    pub scenarios: Vec<Shifts>,
    /// Of the comparison.
    pub pairs: Vec<f64>,
    /// Of causes.
    pub causes: Vec<f64>,
}

impl AllShifts {
    /// Those of a run: the values of its first valid replicate whose outcomes are finite.
    #[must_use]
    pub fn of(plan: &Plan, replicates: u64) -> Self {
        let mut worker = Worker::new(plan);
        worker.first_alone = true;
        let mut first = 0;
        loop {
            let (mut shifts, mut spoilt) = shifts_of(plan, &mut worker, first, replicates);
            if spoilt {
                let mut failing = Failing::default();
                worker.first_alone = false;
                look_through(&mut worker, first, replicates, &mut failing);
                worker.first_alone = true;
                worker.left_out = failing.left_out;
                (shifts, spoilt) = shifts_of(plan, &mut worker, first, replicates);
                worker.left_out = LeftOut::default();
            }
            let found = place(&worker.live).is_some() && !spoilt;
            first += TOGETHER;
            // Of a run whose first replicates have all failed there will be no results.
            if found || first as f64 > MOST_FAILED * replicates as f64 {
                return shifts;
            }
        }
    }
}

/// The values of the first replicate that counts in the group that starts at replicate `first`, and whether one of them
/// is not finite. A group without such a replicate gives 0.
fn shifts_of(plan: &Plan, worker: &mut Worker, first: u64, replicates: u64) -> (AllShifts, bool) {
    let mut taker = TakeShifts {
        cells: &plan.cells,
        shifts: AllShifts {
            worlds: plan.worlds.iter().map(|_| Shifts::new(&plan.cells)).collect(),
            scenarios: plan.scenarios.iter().map(|_| Shifts::new(&plan.cells)).collect(),
            pairs: Vec::new(),
            causes: Vec::new(),
        },
        spoilt: false,
    };
    worker.group(first, replicates, &mut taker);
    for s in 0..plan.scenarios.len() {
        worker.scenario(s, &mut taker);
    }
    let pairs = Pairs::new(plan.compared(), compared_cells(plan));
    let (block, lane) = place(&worker.live).unwrap_or_default();
    taker.shifts.pairs = pairs.shifts(&worker.compared, (block, lane));
    if plan.causes > 0 {
        let mut arms = causes::Arms::new(plan);
        let values = arms.group(worker).iter().map(|value| value[block][lane]);
        taker.shifts.causes = values.map(|value| if is_number(value) { value } else { 0.0 }).collect();
    }
    (taker.shifts, taker.spoilt && place(&worker.live).is_some())
}

/// Block and lane of the first valid replicate of a group.
fn place(live: &Live) -> Option<(usize, usize)> {
    let lanes = (0..GROUP).flat_map(|block| (0..LANES).map(move |lane| (block, lane)));
    lanes.into_iter().find(|&(block, lane)| live[block].lane(lane))
}

struct TakeShifts<'a> {
    cells: &'a Cells,
    shifts: AllShifts,
    /// Whether a value cannot be added up.
    spoilt: bool,
}

impl Sink for TakeShifts<'_> {
    fn counterfactual(&mut self, world: usize, row: (Frame, usize), sheet: &Sheet, live: &Live) {
        let place = place(live).unwrap_or_default();
        self.spoilt |= !self.shifts.worlds[world].take(self.cells, 0, row, sheet, place);
    }

    fn scenario(&mut self, scenario: usize, row: (Frame, usize), arms: Arms3, live: &Live) {
        let place = place(live).unwrap_or_default();
        let shifts = &mut self.shifts.scenarios[scenario];
        self.spoilt |= !shifts.take(self.cells, 0, row, arms.scenario, place);
        self.spoilt |= !shifts.take(self.cells, 1, row, arms.direct, place);
    }
}
