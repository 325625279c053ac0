//! How often 95 % intervals hold the true value, on the model itself (docs/model.md, Designs): repetitions of a run that
//! differ in their seed alone, held against the mean of all of them.
//!
//! `cargo run --release --example coverage_study -- [DESIGN [REPLICATES [REPETITIONS [SCENARIO...]]]]`, by default
//! `sobol 4096 3000 orderly-50k`. Prints by outcome and arm: of how many cells, the mean coverage and the lowest and highest
//! of them with their place, and the standard error that stands beside the spread over repetitions.

use std::{process::ExitCode, sync::atomic::AtomicBool};

use drawdown::{
    analysis::{estimates::Run, rows::labels},
    engine::{
        drive::Pass,
        plan::Plan,
        run::{Options, run},
        slot::{Slot, slots},
    },
    model::{cells::Outcome, row_selection::Kept},
    sampling::design::Design,
    scenario::{self, resolved::Scenario},
};

/// What is studied: the indices, and what stands for means and probabilities of other kinds.
const OUTCOMES: [Outcome; 9] = [
    Outcome::IndexHeadline,
    Outcome::IndexYear,
    Outcome::Shortfall,
    Outcome::CoverageYear,
    Outcome::Below,
    Outcome::Ever,
    Outcome::OpenAtHorizon,
    Outcome::ClosedBy,
    Outcome::Together,
];

/// The smallest mean of a share whose interval is judged: rarer ones rest on few replicates.
const JUDGED: f64 = 0.02;

/// What repetitions say of one cell.
#[derive(Clone, Default)]
struct Cell {
    means: Vec<f64>,
    errors: Vec<f64>,
    intervals: Vec<(f64, f64)>,
}

impl Cell {
    fn truth(&self) -> f64 {
        self.means.iter().sum::<f64>() / self.means.len() as f64
    }

    fn covered(&self) -> f64 {
        let truth = self.truth();
        // What is the same in every repetition differs from the mean of them by rounding.
        let dust = 1e-12 * truth.abs();
        let holds = |&&(lower, upper): &&(f64, f64)| lower - dust <= truth && truth <= upper + dust;
        self.intervals.iter().filter(holds).count() as f64 / self.intervals.len() as f64
    }

    /// The root of the mean squared error reported, over the standard deviation of the means.
    fn calibration(&self) -> f64 {
        let truth = self.truth();
        let squares: f64 = self.means.iter().map(|mean| (mean - truth) * (mean - truth)).sum();
        let reported: f64 = self.errors.iter().map(|se| se * se).sum();
        (reported / squares).sqrt()
    }
}

fn plan(scenarios: &[Scenario], seed: u64, design: Design) -> Result<Plan, String> {
    let mut plan = Plan::with_design(scenarios, seed, design).map_err(|error| error.to_string())?;
    plan.keep(|section| if OUTCOMES.contains(&section.outcome) { Kept::ALL } else { Kept::NONE }, |_| false);
    Ok(plan)
}

fn study(scenarios: &[Scenario], design: Design, replicates: u64, repetitions: u64) -> Result<(), String> {
    let stop = AtomicBool::new(false);
    let options = Options {
        pass: Pass { replicates, threads: 0, stop: &stop, progress: &|_| {} },
        looks: None,
        keep: None,
    };
    let first = plan(scenarios, 1, design)?;
    let sections: Vec<_> = OUTCOMES.iter().map(|&outcome| first.cells.section(outcome)).collect();
    let mut cells: Vec<Vec<Vec<Cell>>> = sections
        .iter()
        .map(|section| vec![vec![Cell::default(); section.kept_len()]; slots(section).len()])
        .collect();
    for seed in 1..=repetitions {
        let plan = plan(scenarios, seed, design)?;
        let results = run(&plan, &options).map_err(|error| error.to_string())?;
        let found = Run { scenarios, plan: &plan, results: &results };
        for (section, of_section) in sections.iter().zip(&mut cells) {
            for (&slot, of_slot) in slots(section).iter().zip(of_section) {
                for (at, cell) in of_slot.iter_mut().enumerate() {
                    let estimate = found.estimate(0, section.outcome, slot, at);
                    if estimate.lower.is_nan() {
                        continue;
                    }
                    cell.means.push(estimate.mean);
                    cell.errors.push(estimate.se);
                    cell.intervals.push((estimate.lower, estimate.upper));
                }
            }
        }
        if seed.is_multiple_of(100) {
            eprintln!("{seed} of {repetitions}");
        }
    }
    println!("outcome,arm,cells,coverage,lowest,where,highest,where,reported error over that of repetitions");
    for (section, of_section) in sections.iter().zip(&cells) {
        for (slot, of_slot) in slots(section).iter().zip(of_section) {
            report(&first, &scenarios[0], section.outcome, *slot, of_slot, repetitions);
        }
    }
    Ok(())
}

fn report(plan: &Plan, scenario: &Scenario, outcome: Outcome, slot: Slot, cells: &[Cell], repetitions: u64) {
    let section = plan.cells.section(outcome);
    // Shares that are nearly 0 or nearly 1 all the time, and what few repetitions have an interval of, are not judged.
    let judged: Vec<(usize, f64, f64)> = (0..)
        .zip(cells)
        .filter(|(_, cell)| cell.means.len() as u64 == repetitions)
        .filter(|(_, cell)| cell.truth().abs() >= JUDGED && (cell.truth() - 1.0).abs() >= JUDGED)
        .map(|(at, cell)| (at, cell.covered(), cell.calibration()))
        .collect();
    let Some(lowest) = judged.iter().min_by(|a, b| a.1.total_cmp(&b.1)) else { return };
    let highest = judged.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or(lowest);
    let n = judged.len() as f64;
    let mean = |of: fn(&(usize, f64, f64)) -> f64| judged.iter().map(of).sum::<f64>() / n;
    let place = |at: usize| {
        let row = labels(plan, scenario, section, at).unwrap_or_default();
        let parts = [row.domain, row.tier.map(|t| format!("D+{t}")), row.year.map(|y| y.to_string())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    println!(
        "{},{},{},{:.4},{:.4},{},{:.4},{},{:.3}",
        section.name,
        slot.name(),
        judged.len(),
        mean(|cell| cell.1),
        lowest.1,
        place(lowest.0),
        highest.1,
        place(highest.0),
        mean(|cell| cell.2),
    );
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default: u64| words.get(at).map_or(Ok(default), |word| word.parse::<u64>());
    let design = match words.first().map(String::as_str) {
        None | Some("sobol") => Design::Sobol,
        Some("mc") => Design::MonteCarlo,
        Some(other) => {
            eprintln!("`{other}`: designs are sobol and mc");
            return ExitCode::FAILURE;
        }
    };
    let (Ok(replicates), Ok(repetitions)) = (number(1, 4096), number(2, 3000)) else {
        eprintln!("REPLICATES and REPETITIONS are whole numbers");
        return ExitCode::FAILURE;
    };
    let mut files: Vec<_> = words.iter().skip(3).map(Into::into).collect();
    if files.is_empty() {
        files.push("orderly-50k".into());
    }
    let scenarios = match scenario::load(&files, &[]) {
        Ok(scenarios) => scenarios,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    match study(&scenarios, design, design.replicates(replicates), repetitions) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
