//! What drives the gap: inputs held low and high against what must come out.

mod command;
mod held;
mod variance;

use std::{path::PathBuf, sync::atomic::AtomicBool};

use drawdown::{
    engine::{
        drive::Pass,
        plan::Plan,
        sensitivity::{Uncertain, Varied, uncertain, vary},
    },
    scenario::{self, Scenario, address::Address},
};

const REPLICATES: u64 = 200;
/// Position of D+30.
const TIER: usize = 1;

fn load(stem: &str, sets: &[String]) -> Vec<Scenario> {
    scenario::load(&[PathBuf::from(stem)], sets).unwrap_or_else(|found| panic!("{found}"))
}

fn plan(stem: &str, sets: &[&str]) -> Plan {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    Plan::new(&load(stem, &sets), 1).expect("a plan")
}

fn find(plan: &Plan, address: &Address) -> Uncertain {
    let found = uncertain(plan).into_iter().find(|input| input.address == *address);
    found.unwrap_or_else(|| panic!("{address} is uncertain"))
}

fn varied(plan: &Plan, addresses: &[Address]) -> Varied {
    let inputs: Vec<Uncertain> = addresses.iter().map(|address| find(plan, address)).collect();
    let stop = AtomicBool::new(false);
    let options = Pass { replicates: REPLICATES, threads: 2, stop: &stop, progress: &|_| {} };
    vary(plan, &inputs, TIER, &options).expect("results")
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-13, "{a} and {b}");
}
