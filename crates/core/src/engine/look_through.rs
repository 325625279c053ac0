//! Looks through a group for the replicates whose outcomes are no numbers that can be calculated with.

use super::{
    cell_sums::Arms3,
    finite::can_be_added,
    live::Live,
    not_finite::Failing,
    plan::Plan,
    worker::{Sink, Worker},
};
use crate::{
    model::{
        cells::{Axis, Frame, Section},
        lanes::LANES,
        sheet::{GROUP, Sheet},
    },
    scenario::names::TIERS,
};

/// Looks through the group that starts at replicate `first`, before which replicates `end` and later do not count.
pub fn look_through(worker: &mut Worker, first: u64, end: u64, found: &mut Failing) {
    let plan = worker.plan;
    let mut spoilt = Spoilt { plan, lanes: Default::default() };
    worker.group(first, end, &mut spoilt);
    for s in 0..plan.scenarios.len() {
        worker.scenario(s, &mut spoilt);
    }
    for (replicate, spoilt) in (first..).zip(spoilt.lanes.iter().flatten()) {
        if let Some((scenario, outcome)) = spoilt {
            found.left_out.add(replicate);
            found.not_finite.add(replicate, scenario, || outcome.clone());
        }
    }
}

/// By block and lane: the scenario and the outcome that is not finite, the first that is met.
struct Spoilt<'a> {
    plan: &'a Plan,
    lanes: [[Option<(String, String)>; LANES]; GROUP],
}

impl Spoilt<'_> {
    fn look(&mut self, scenario: usize, arm: &str, row: (Frame, usize), live: &Live, sheets: &[&Sheet]) {
        let (plan, (frame, number)) = (self.plan, row);
        for section in plan.cells.in_row(frame, number) {
            for (which, sheet) in sheets.iter().enumerate() {
                // What is not taken from the direct arm lies in the first sheet.
                if which > 0 && !section.needs_direct() {
                    continue;
                }
                for (w, cells) in sheet.section(section, number).into_iter().enumerate() {
                    for (cell, value) in cells.iter().enumerate() {
                        for lane in 0..LANES {
                            if can_be_added(section, value[lane]) || !live[w].lane(lane) {
                                continue;
                            }
                            self.lanes[w][lane].get_or_insert_with(|| {
                                let cell = number * section.width + cell;
                                (
                                    plan.scenarios[scenario].id.clone(),
                                    format!("{}{arm}", name(plan, section, cell)),
                                )
                            });
                        }
                    }
                }
            }
        }
    }
}

impl Sink for Spoilt<'_> {
    fn counterfactual(&mut self, world: usize, row: (Frame, usize), sheet: &Sheet, live: &Live) {
        self.look(self.plan.worlds[world].reporting, " without drawdown", row, live, &[sheet]);
    }

    fn scenario(&mut self, scenario: usize, row: (Frame, usize), arms: Arms3, live: &Live) {
        self.look(scenario, "", row, live, &[arms.scenario, arms.direct]);
    }
}

/// Name of a cell: its outcome, and where it lies along its axes.
fn name(plan: &Plan, section: &Section, cell: usize) -> String {
    let places: Vec<String> = plan
        .places(section, cell)
        .into_iter()
        .map(|(axis, at)| {
            let year = plan.layout.start_year + at as i32;
            match axis {
                Axis::Quarter => format!("quarter {at}"),
                Axis::Year => year.to_string(),
                Axis::YearFromBase => (year - 1).to_string(),
                Axis::Domain => plan.layout.domains[at].clone(),
                Axis::Tier => format!("D+{}", TIERS[at]),
                Axis::Ally => plan.layout.allies[at].clone(),
                Axis::Host => plan.cells.hosts[at].clone(),
            }
        })
        .collect();
    if places.is_empty() {
        section.name.to_owned()
    } else {
        format!("{} of {}", section.name, places.join(", "))
    }
}
