//! Which uncertain inputs go along with the headline index: Spearman's correlation over the replicates as drawn.

use rayon::prelude::*;

use super::{Uncertain, block::Block};
use crate::{
    engine::{pass::Pass, plan::Plan, pool::Pool, run::RunError},
    model::lanes::LANES,
    stats::ranks::{correlation, noise, ranks},
};

/// The most replicates that are looked at, because all their draws are kept in memory: the noise of a correlation is
/// then 0.01.
pub const MOST: u64 = 10_000;

/// Rank correlations of uncertain inputs with the headline index.
#[derive(Clone, Debug, PartialEq)]
pub struct Screened {
    /// By input: with the attributable index, with the index without drawdown.
    pub correlations: Vec<[f64; 2]>,
    /// Standard deviation of the correlation of an input that does nothing.
    pub noise: f64,
    /// Replicates looked at, failed ones left out.
    pub replicates: u64,
}

impl Screened {
    /// Positions of the `count` inputs that are most correlated with the attributable index, most first.
    #[must_use]
    pub fn most(&self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.correlations.len()).collect();
        let size = |i: usize| self.correlations[i][0].abs();
        // Stable: equal ones stay in the order of their addresses.
        order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
        order.truncate(count);
        order
    }
}

/// The replicates that count of a chunk.
#[derive(Default)]
struct Seen {
    /// Uniforms, input by input within a replicate.
    uniforms: Vec<f64>,
    /// Attributable index and index without drawdown.
    index: [Vec<f64>; 2],
}

/// Correlates `inputs` with the index of the tier at position `tier` over the first replicates, at most [`MOST`].
///
/// A value is a rising function of its uniform, so the ranks of uniforms are those of values; of a group it is the
/// uniform behind the common factor.
///
/// # Errors
/// When threads cannot be started.
pub fn screen(plan: &Plan, inputs: &[Uncertain], tier: usize, options: &Pass) -> Result<Screened, RunError> {
    let shocks = plan.shocks();
    let mut all = Seen::default();
    let options = Pass { replicates: options.replicates.min(MOST), ..*options };
    options.run(
        || (Block::new(plan, &shocks), vec![[0.0; LANES]; inputs.len()]),
        |(block, columns), range| {
            let mut seen = Seen::default();
            for first in range.clone().step_by(LANES) {
                let index = block.drawn(first, (range.end - first).min(LANES as u64) as usize);
                for (column, input) in columns.iter_mut().zip(inputs) {
                    *column = block.draws.uniforms(plan, input.held, first);
                }
                for lane in (0..LANES).filter(|&lane| index.live.lane(lane)) {
                    let without = index.counterfactual[tier][lane];
                    seen.index[0].push(index.scenario[tier][lane] - without);
                    seen.index[1].push(without);
                    seen.uniforms.extend(columns.iter().map(|column| column[lane]));
                }
            }
            seen
        },
        |seen: Seen| {
            all.uniforms.extend(seen.uniforms);
            all.index.iter_mut().zip(seen.index).for_each(|(all, new)| all.extend(new));
        },
    )?;
    let of_index = all.index.each_ref().map(|column| ranks(column));
    let correlate = |i: usize| {
        let column: Vec<f64> = all.uniforms.iter().skip(i).step_by(inputs.len()).copied().collect();
        let column = ranks(&column);
        of_index.each_ref().map(|index| correlation(&column, index))
    };
    let replicates = all.index[0].len() as u64;
    let pool = Pool::of(options.threads)?;
    Ok(Screened {
        correlations: pool.install(|| (0..inputs.len()).into_par_iter().map(correlate).collect()),
        noise: noise(replicates),
        replicates,
    })
}
