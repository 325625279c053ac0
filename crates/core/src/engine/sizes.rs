//! Which drawdowns are of one size: in the same world, they take about as many people and pledges away.

use super::{
    blocks::{Drawer, Drawn},
    plan::Plan,
};
use crate::{
    model::{
        drawdown::SIZE,
        lanes::{F8, LANES},
        layout::Inputs,
        pledges::pledges_taken_back,
    },
    scenario::names::Name,
};

/// Replicates that are looked at: what is of one size in so many is of one size by its inputs, not by chance.
const SEEN: u64 = 8 * LANES as u64;

/// Positions of the scenarios that others match in size, by size: at least two of each; none where nothing is compared. Every two
/// of a size are in the same world, and in each of the first replicates people and pledges taken away differ by no more than
/// [`SIZE`].
#[must_use]
pub fn sizes(plan: &Plan) -> &[Vec<usize>] {
    if plan.compares { plan.sizes.get_or_init(|| found(plan)) } else { &[] }
}

fn found(plan: &Plan) -> Vec<Vec<usize>> {
    let options: Vec<usize> = (0..plan.scenarios.len()).filter(|&s| plan.scenarios[s].may_leave).collect();
    if options.len() < 2 {
        return Vec::new();
    }
    let taken = taken(plan);
    let alike = |a: usize, b: usize| {
        plan.scenarios[a].world == plan.scenarios[b].world
            && taken[a].iter().zip(&taken[b]).all(|(a, b)| (a - b).abs() <= SIZE * a.max(*b))
    };
    let mut sizes: Vec<Vec<usize>> = Vec::new();
    for option in options {
        match sizes.iter_mut().find(|size| size.iter().all(|&other| alike(option, other))) {
            Some(size) => size.push(option),
            None => sizes.push(vec![option]),
        }
    }
    sizes.retain(|size| size.len() > 1);
    sizes
}

/// By scenario, people who leave and the part of pledges taken back in every replicate that is looked at.
fn taken(plan: &Plan) -> Vec<Vec<f64>> {
    let (mut drawer, mut drawn) = (Drawer::new(plan), Drawn::of(plan));
    let mut taken = vec![Vec::new(); plan.scenarios.len()];
    for first in (0..SEEN).step_by(LANES) {
        let valid = drawer.draw(first, SEEN, &mut drawn);
        for (given, taken) in drawn.scenarios.iter().zip(&mut taken) {
            let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
            let leave = inputs.all(Name::UsPersonnel).iter().zip(&given.cuts);
            let people = leave.fold(F8::ZERO, |sum, (&people, &cut)| sum + people * cut);
            for amount in [people, pledges_taken_back(&inputs)] {
                taken.extend((0..LANES).filter(|&lane| valid.lane(lane)).map(|lane| amount[lane]));
            }
        }
    }
    taken
}
