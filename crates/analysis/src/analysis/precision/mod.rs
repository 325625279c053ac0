//! Runs until it is precise: what to wait for, and what is known of it at a look.

pub mod targets;

use crate::{
    analysis::named_cell::Cell,
    engine::{pairs::pair_positions, plan::Plan, run::Look, slot::Slot},
    model::cells::Section,
    scenario::resolved::Scenario,
    stats::{
        interval::{two_digits_up, wilson_at},
        moments::MeanError,
        sequential::{Bound, Errors, STEP, Sign, looks},
    },
    store::stopping::{PairEntry, PairState, RankingEntry, Stopping, WidthEntry},
};
use targets::{CONFIDENCE, Target};

/// What a run waits for, and when it is looked at.
#[derive(Clone)]
pub struct Precision<'a> {
    plan: &'a Plan,
    scenarios: &'a [Scenario],
    targets: Vec<Target>,
    least: u64,
    cap: u64,
    looks: Vec<u64>,
    errors: Errors,
}

impl<'a> Precision<'a> {
    /// Reads the targets of a run of `least` to `cap` replicates.
    ///
    /// # Errors
    /// Says what is wrong with a target, or that the cap is below the least.
    pub fn new(
        texts: &[String],
        (least, cap): (u64, u64),
        errors: Errors,
        plan: &'a Plan,
        scenarios: &'a [Scenario],
    ) -> Result<Self, String> {
        if cap < least {
            return Err(format!(
                "`--max-replicates {cap}` is below `--replicates {least}`, with which a run begins"
            ));
        }
        let mut targets: Vec<Target> = Vec::new();
        for text in texts {
            let next = targets::target(text, plan, scenarios)?;
            let twice = targets.iter().any(|target| match (target, &next) {
                (Target::Width { cell: a, .. }, Target::Width { cell: b, .. })
                | (Target::Ranking { cell: a, .. }, Target::Ranking { cell: b, .. }) => a == b,
                _ => false,
            });
            if twice {
                return Err(format!("`--precision {text}`: asked for twice"));
            }
            targets.push(next);
        }
        Ok(Self { plan, scenarios, targets, least, cap, looks: looks(least, cap), errors })
    }

    /// The numbers of replicates at which the run is looked at.
    #[must_use]
    pub fn looks(&self) -> &[u64] {
        &self.looks
    }

    /// Most replicates.
    #[must_use]
    pub fn cap(&self) -> u64 {
        self.looks.last().copied().unwrap_or(self.cap)
    }

    /// The look at which the run can be expected to end.
    #[must_use]
    pub fn expected(&self, stopping: &Stopping) -> u64 {
        let pairs = stopping.rankings.iter().flat_map(|ranking| &ranking.pairs);
        let open = pairs.filter(|pair| pair.state == PairState::Open).map(|pair| pair.needs);
        let open = open.chain(stopping.widths.iter().filter(|w| !w.reached).map(|w| w.needs));
        let most = open.map(|needs| needs.unwrap_or(u64::MAX)).max().unwrap_or(0);
        self.looks.iter().copied().find(|&look| look >= most).unwrap_or(self.cap())
    }

    /// What is known at a look. All intervals share one allowance of error, each ranking has its own.
    #[must_use]
    pub fn at(&self, look: &Look) -> Stopping {
        let intervals = self.targets.iter().map(|target| match target {
            Target::Width { scenarios, .. } => scenarios.len(),
            Target::Ranking { .. } => 0,
        });
        let bound = Bound::new(CONFIDENCE, self.looks.len(), intervals.sum(), self.errors);
        let mut stopping = self.nothing_yet();
        stopping.replicates = look.replicates;
        for target in &self.targets {
            match target {
                Target::Width { cell, tolerance, scenarios } => stopping
                    .widths
                    .extend(scenarios.iter().map(|&s| self.width(look, bound, cell, *tolerance, s))),
                Target::Ranking { cell, compared, confidence } => {
                    stopping.rankings.push(self.ranking(look, cell, *compared, *confidence));
                }
            }
        }
        stopping.reached =
            stopping.widths.iter().all(|w| w.reached) && stopping.rankings.iter().all(|r| r.reached);
        stopping
    }

    /// What is known before the first look.
    #[must_use]
    pub fn nothing_yet(&self) -> Stopping {
        Stopping {
            least: self.least,
            cap: self.cap,
            looks: self.looks.clone(),
            replicates: 0,
            reached: false,
            widths: Vec::new(),
            rankings: Vec::new(),
        }
    }

    fn width(&self, look: &Look, bound: Bound, cell: &Cell, tolerance: f64, s: usize) -> WidthEntry {
        let section = self.plan.cells.section(cell.outcome);
        let none = MeanError { mean: f64::NAN, se: f64::NAN, n: 0 };
        let estimate = look.scenarios[s].estimate(section, cell.slot, cell.position).unwrap_or(none);
        let half = half_width(bound, self.errors, section, cell.slot, estimate);
        let reached = half <= tolerance;
        WidthEntry {
            target: cell.name.clone(),
            scenario: self.scenarios[s].id.clone(),
            unit: cell.unit(self.plan, &self.scenarios[s]),
            tolerance,
            confidence: CONFIDENCE,
            mean: estimate.mean,
            half_width: if half.is_finite() { half } else { f64::NAN },
            reached,
            needs: if reached { None } else { needs(look.replicates, half / tolerance) },
        }
    }

    fn ranking(&self, look: &Look, cell: &Cell, compared: usize, confidence: f64) -> RankingEntry {
        let positions = pair_positions(self.scenarios.len());
        let bound = Bound::new(confidence, self.looks.len(), positions.len(), self.errors);
        let differences: Vec<MeanError> = (0..positions.len())
            .map(|pair| look.pairs.estimate(pair, compared, look.pair_shifts).0)
            .collect();
        let signs: Vec<Sign> = differences.iter().map(|&difference| bound.sign(difference)).collect();
        let larger = larger(self.scenarios.len(), &positions, &signs);
        let pairs: Vec<PairEntry> = positions
            .iter()
            .zip(differences.iter().zip(&signs))
            .map(|(&(a, b), (&difference, &sign))| {
                let half = bound.half_width(difference);
                let state = match sign {
                    _ if larger[a][b] => PairState::ALarger,
                    _ if larger[b][a] => PairState::BLarger,
                    Sign::Same => PairState::Equal,
                    _ => PairState::Open,
                };
                let open = state == PairState::Open;
                PairEntry {
                    scenario_a: self.scenarios[a].id.clone(),
                    scenario_b: self.scenarios[b].id.clone(),
                    difference: difference.mean,
                    half_width: if half.is_finite() { half } else { f64::NAN },
                    state,
                    needs: open.then(|| needs(look.replicates, half / difference.mean.abs())).flatten(),
                }
            })
            .collect();
        RankingEntry {
            target: cell.name.clone(),
            arm: cell.slot.name().to_owned(),
            unit: cell.unit(self.plan, &self.scenarios[0]),
            confidence,
            reached: pairs.iter().all(|pair| pair.state != PairState::Open),
            pairs,
        }
    }
}

/// Half-width of the interval of a mean. A probability has Wilson's: a standard error of 0 says little where an event has
/// not been seen yet.
fn half_width(bound: Bound, errors: Errors, section: &Section, slot: Slot, estimate: MeanError) -> f64 {
    let from_counts = errors == Errors::Replicates || estimate.se == 0.0;
    if !section.probability || slot.is_difference() && estimate.mean < 0.0 || !from_counts {
        return bound.half_width(estimate);
    }
    if estimate.n < 2 {
        return f64::INFINITY;
    }
    let n = estimate.n as f64;
    let (lower, upper) = wilson_at(libm::round(estimate.mean * n), n, bound.critical(estimate.n));
    0.5 * (upper - lower)
}

/// Who is larger than whom: what is settled, and what follows from it (a above b, b above c, so a above c). What follows
/// from true decisions is true, so it takes no error of its own.
fn larger(scenarios: usize, positions: &[(usize, usize)], signs: &[Sign]) -> Vec<Vec<bool>> {
    let mut larger = vec![vec![false; scenarios]; scenarios];
    for (&(a, b), sign) in positions.iter().zip(signs) {
        larger[a][b] = *sign == Sign::Above;
        larger[b][a] = *sign == Sign::Below;
    }
    for middle in 0..scenarios {
        for a in 0..scenarios {
            for b in 0..scenarios {
                larger[a][b] |= larger[a][middle] && larger[middle][b];
            }
        }
    }
    larger
}

/// Replicates it takes, about, for an interval that is `ratio` times too wide: its width falls with their square root (at
/// least; under a quasi-Monte Carlo design it falls faster). `None` if no number is known to do.
fn needs(replicates: u64, ratio: f64) -> Option<u64> {
    let (needed, least) = (replicates as f64 * ratio * ratio, (replicates + STEP) as f64);
    two_digits_up(if needed < least { least } else { needed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_is_settled_too() {
        let positions = pair_positions(4);
        // 0 > 1, 1 > 2, 0 ? 2; 3 is only known to be below 2.
        let signs = [Sign::Above, Sign::Open, Sign::Open, Sign::Above, Sign::Open, Sign::Above];
        let larger = larger(4, &positions, &signs);
        for (a, b) in positions {
            assert!(larger[a][b] && !larger[b][a], "{a} {b}");
        }
    }

    #[test]
    fn what_it_takes_is_about_the_square_of_what_lacks() {
        assert_eq!(needs(10_240, 2.0), Some(41_000));
        assert_eq!(needs(10_240, 1.0), Some(12_000));
        assert_eq!(needs(1024, f64::INFINITY), None);
        assert_eq!(needs(1024, f64::NAN), None);
    }
}
