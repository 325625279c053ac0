//! Where and when a drawdown takes most coverage, and where it gives most.

use super::estimates::Run;
use crate::{
    engine::slot::Slot,
    model::{cells::Outcome, layout::K},
    scenario::names::TIERS,
    store::summary::{Deepest, Estimate, Gained},
};

/// Where and when a domain's mean coverage changes most in one direction: position and size, the first of equals.
fn most(run: &Run, s: usize, outcome: Outcome, times: usize, [d, k]: [usize; 2], sign: f64) -> (usize, f64) {
    (0..times).fold((0, 0.0), |(at, most), t| {
        let value = sign * run.mean(s, outcome, Slot::Attributable, run.plan.cell(outcome, &[t, d, k]));
        if value > most { (t, value) } else { (at, most) }
    })
}

/// All domains, each with every tier.
fn capabilities(run: &Run) -> impl Iterator<Item = [usize; 2]> {
    (0..run.plan.layout.domains.len()).flat_map(|d| (0..K).map(move |k| [d, k]))
}

/// What the drawdown does to coverage in a year, of a domain at a tier.
fn coverage_change(run: &Run, s: usize, at: [usize; 3]) -> Estimate {
    let outcome = Outcome::CoverageYear;
    run.estimate(s, outcome, Slot::Attributable, run.plan.cell(outcome, &at))
}

/// Attributable loss by domain and tier in its worst year, deepest first.
pub(super) fn deepest(run: &Run, s: usize) -> Vec<Deepest> {
    let layout = &run.plan.layout;
    let mut all: Vec<Deepest> = capabilities(run)
        .map(|[d, k]| {
            let (y, year_loss) = most(run, s, Outcome::CoverageYear, layout.years(), [d, k], -1.0);
            let (quarter, quarter_loss) = most(run, s, Outcome::Coverage, layout.quarters, [d, k], -1.0);
            let change = || coverage_change(run, s, [y, d, k]);
            Deepest {
                domain: layout.domains[d].clone(),
                tier: TIERS[k],
                year: layout.start_year + y as i32,
                // A gain is no loss.
                loss: if year_loss > 0.0 { change().turned() } else { Estimate::default() },
                quarter,
                quarter_loss,
            }
        })
        .collect();
    all.sort_by(|a, b| b.loss.mean.total_cmp(&a.loss.mean));
    all
}

/// Attributable gain by domain and tier in its best year, largest first.
pub(super) fn gained(run: &Run, s: usize) -> Vec<Gained> {
    let layout = &run.plan.layout;
    let mut all: Vec<Gained> = capabilities(run)
        .filter_map(|[d, k]| {
            let (y, gain) = most(run, s, Outcome::CoverageYear, layout.years(), [d, k], 1.0);
            (gain > 0.0).then(|| Gained {
                domain: layout.domains[d].clone(),
                tier: TIERS[k],
                year: layout.start_year + y as i32,
                gain: coverage_change(run, s, [y, d, k]),
            })
        })
        .collect();
    all.sort_by(|a, b| b.gain.mean.total_cmp(&a.gain.mean));
    all
}
