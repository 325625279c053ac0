//! What programmes come to under an objective, and with which error.

use super::statistics::{less, mean, mean_error, tenth, worst_tenth};
use crate::{
    sampling::design::Design,
    store::{invest::Objective, required::MeanError},
};

/// What means by scenario, or the worst tenth, come to; `own` holds by scenario the mean of its own best.
pub fn comes_to(objective: Objective, means: &[f64], worst: f64, own: impl Iterator<Item = f64>) -> f64 {
    match objective {
        Objective::Mean => mean(means),
        Objective::Cvar => worst,
        Objective::Regret => {
            means.iter().zip(own).map(|(mean, own)| mean - own).fold(f64::NEG_INFINITY, f64::max)
        }
    }
}

/// Replicate by replicate what adds up to what the index left comes to: their mean is that, and their spread is its error. `left`
/// and `own` (the index left by each scenario's own best, for regret alone) are by scenario and replicate.
///
/// The mean of the worst tenth is q + E(x - q)+ / 0.1 with q its least value, to which each value contributes its excess (R. T.
/// Rockafellar and S. Uryasev, "Optimization of conditional value-at-risk", 2000); that q is estimated changes its error only in the
/// second order. The largest regret is that of the scenario in which it is.
pub fn shares(objective: Objective, left: &[Vec<f64>], own: &[Vec<f64>]) -> Vec<f64> {
    let replicates = left.first().map_or(0, Vec::len);
    let over = |r: usize| left.iter().map(move |values| values[r]);
    match objective {
        Objective::Mean => (0..replicates).map(|r| over(r).sum::<f64>() / left.len() as f64).collect(),
        Objective::Cvar => {
            let (worst, all) = tenth(left.iter().flatten());
            let least = worst.last().copied().unwrap_or(f64::NAN);
            let each = all as f64 / left.len() as f64 / worst.len() as f64;
            let excess = |r: usize| over(r).map(|value| if value < least { 0.0 } else { value - least });
            (0..replicates).map(|r| least + each * excess(r).sum::<f64>()).collect()
        }
        Objective::Regret => {
            let regrets = left.iter().zip(own).map(|(left, own)| less(left, own));
            let largest = regrets.max_by(|a, b| mean(a).total_cmp(&mean(b)));
            largest.unwrap_or_default()
        }
    }
}

/// What the index left comes to, with its error.
pub fn valued(objective: Objective, left: &[Vec<f64>], own: &[Vec<f64>], design: Design) -> MeanError {
    let means: Vec<f64> = left.iter().map(|left| mean(left)).collect();
    let worst = worst_tenth(left.iter().flatten());
    let own_means = (0..means.len()).map(|s| own.get(s).map_or(0.0, |own| mean(own)));
    let se = mean_error(&shares(objective, left, own), design).se;
    MeanError { mean: comes_to(objective, &means, worst, own_means), se }
}

/// What a programme gains under an objective: by how much that is less than without one; of regret, which without one would
/// be that of no choice, how far it is from none, below 0.
pub fn gained(
    objective: Objective,
    none: &[Vec<f64>],
    left: &[Vec<f64>],
    own: &[Vec<f64>],
    design: Design,
) -> MeanError {
    let left = shares(objective, left, own);
    let none = match objective {
        Objective::Regret => vec![0.0; left.len()],
        _ => shares(objective, none, own),
    };
    mean_error(&less(&none, &left), design)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_to_what_they_are_shares_of() {
        let left: Vec<Vec<f64>> = [3.0, 7.0]
            .map(|by| (0..200).map(|r| libm::fmod(by * f64::from(r), 31.0) / 31.0).collect())
            .to_vec();
        let own: Vec<Vec<f64>> = left.iter().map(|left| left.iter().map(|x| 0.9 * x).collect()).collect();
        for objective in [Objective::Mean, Objective::Cvar, Objective::Regret] {
            let whole = valued(objective, &left, &own, Design::MonteCarlo);
            let by_share = mean(&shares(objective, &left, &own));
            assert!((whole.mean - by_share).abs() < 1e-12, "{objective:?}: {} and {by_share}", whole.mean);
            assert!(whole.se.expect("many") > 0.0);
        }
    }

    #[test]
    fn the_error_of_the_worst_tenth_covers_it() {
        use crate::sampling::keyed::Stream;
        // Of uniform numbers the worst tenth has the mean 0.95.
        let stream = Stream::new(3, "worst tenth");
        let covered = (0..400).filter(|&case| {
            let values: Vec<f64> = (0..500).map(|r| stream.uniform(case, r)).collect();
            let found = valued(Objective::Cvar, &[values], &[], Design::MonteCarlo);
            (found.mean - 0.95).abs() < 1.96 * found.se.expect("many")
        });
        let covered = covered.count();
        assert!((366..=394).contains(&covered), "{covered} of 400");
    }
}
