//! Runs that stop when they are precise: the stated confidence holds whatever looks they had, counted over simulated runs
//! with the bound and the looks of the program; and `--precision` itself.

use std::{fs, path::Path, process::Command};

use drawdown::stats::{
    moments::MeanError,
    sequential::{Bound, Errors, Sign, looks},
};
use rand_distr::{
    Distribution, Exp1, StandardNormal,
    num_traits::ToPrimitive,
};
use rand_pcg::Pcg64Mcg;

/// Simulated runs of each kind.
const RUNS: u64 = 2500;

/// Errors in so many runs that are still no more than a chance of 5 % allows: 3 standard errors above.
fn allowed() -> u64 {
    let n = RUNS as f64;
    (n * 0.05 + 3.0 * (n * 0.05 * 0.95).sqrt()).to_u64().expect("a count")
}
