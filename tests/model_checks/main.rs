//! What must hold in the model whatever the numbers are: extremes, conservation, monotony, the length of a step.

mod conservation;
mod extremes;
mod monotony;
mod step_length;

use std::path::Path;

use drawdown::{
    engine::trace::{Given, block::Block, record::Record},
    model::{
        arm::Arm,
        lanes::{F8, LANES},
        layout::{Inputs, K, Layout},
    },
    scenario::names::Name,
};

/// Eight replicates of the golden trace, with corners on purpose.
fn golden() -> (Layout, Block) {
    let mut given = Given::read(Path::new("tests/data/golden")).expect("a complete trace");
    (given.layout, given.blocks.remove(0))
}

/// A block with other values of some inputs; all values of a name alike.
fn with(layout: &Layout, block: &Block, changes: &[(Name, f64)]) -> Block {
    let mut block = block.clone();
    for &(name, value) in changes {
        let first = layout.first(name);
        block.inputs[first..first + layout.len(name)].fill(F8::splat(value));
    }
    block
}

fn run(layout: &Layout, block: &Block, arm: Arm) -> Record {
    let inputs = Inputs { layout, values: &block.inputs };
    Record::of(&inputs, &block.shocks(), &block.cuts, arm)
}

fn one(layout: &Layout, block: &Block, name: Name, i: usize) -> F8 {
    block.inputs[layout.first(name) + i]
}

/// The shortfall index of a tier in a quarter.
fn index(layout: &Layout, block: &Block, record: &Record, q: usize, k: usize) -> F8 {
    let (mut lost, mut weights) = (F8::ZERO, F8::ZERO);
    for d in 0..layout.domains.len() {
        let weight = one(layout, block, Name::Weight, d);
        let quarter = &record.quarters[q];
        let (required, effective) = (quarter.required[d * K + k], quarter.effective[d * K + k]);
        let covered = required.gt(F8::ZERO).select((effective / required).min(F8::ONE), F8::ONE);
        lost += weight * (F8::ONE - covered);
        weights += weight;
    }
    lost / weights
}

/// Its mean from a quarter on.
fn headline(layout: &Layout, block: &Block, record: &Record, from: usize, k: usize) -> F8 {
    let quarters = from..layout.quarters;
    let sum = quarters.clone().fold(F8::ZERO, |sum, q| sum + index(layout, block, record, q, k));
    sum / F8::splat(quarters.len() as f64)
}

fn all(numbers: F8, holds: impl Fn(f64) -> bool, what: &str) {
    for lane in 0..LANES {
        assert!(holds(numbers[lane]), "{what}: {} in replicate {lane}", numbers[lane]);
    }
}

/// Numbers of [`drawdown::engine::trace::record::Quarter::delivery`].
const NEED: usize = 0;
const ORDERS: usize = 1;
const DELIVERED: usize = 2;
const ADDED: usize = 3;
const PIPELINE: usize = 4;
const PARKED: usize = 5;
const TRAINING: usize = 6;
const HANDED: usize = 7;
