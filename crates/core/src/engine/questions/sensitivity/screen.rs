//! Which uncertain inputs go along with the headline index: Spearman's correlation over the replicates as drawn.

use std::{convert::Infallible, ops::Range};

use super::{Uncertain, block::Block};
use crate::{
    engine::{
        drive::{Answer, Pass, Question, RunError},
        plan::Plan,
        pool::Pool,
    },
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

/// Correlates `inputs` with the index of the tier at position `tier` over the first replicates, at most [`MOST`].
///
/// A value is a rising function of its uniform, so the ranks of uniforms are those of values; of a group it is the
/// uniform behind the common factor.
///
/// # Errors
/// When threads cannot be started, or it is stopped before anything is done.
pub fn screen(plan: &Plan, inputs: &[Uncertain], tier: usize, options: &Pass) -> Result<Screened, RunError> {
    let pass = Pass { replicates: options.replicates.min(MOST), ..*options };
    let Answer { found: seen, .. } = pass.ask(&Screen { plan, inputs, tier })?;
    let of_index = seen.index.each_ref().map(|column| ranks(column));
    let correlate = |i: usize| {
        let column: Vec<f64> = seen.uniforms.iter().skip(i).step_by(inputs.len()).copied().collect();
        let column = ranks(&column);
        of_index.each_ref().map(|index| correlation(&column, index))
    };
    let mut correlations = Vec::new();
    let Ok(()): Result<(), Infallible> = Pool::of(options.threads)?.in_order(
        &false.into(),
        u64::MAX,
        0..inputs.len(),
        |_| (),
        |(), i| Some(correlate(i)),
        |both| {
            correlations.push(both);
            Ok(())
        },
    );
    let replicates = seen.index[0].len() as u64;
    Ok(Screened { correlations, noise: noise(replicates), replicates })
}

struct Screen<'a> {
    plan: &'a Plan,
    inputs: &'a [Uncertain],
    tier: usize,
}

/// The replicates that count.
#[derive(Default)]
struct Seen {
    /// Uniforms, input by input within a replicate.
    uniforms: Vec<f64>,
    /// Attributable index and index without drawdown.
    index: [Vec<f64>; 2],
}

impl<'a> Question for Screen<'a> {
    /// Beside the block, the uniforms of every input in it.
    type Memory = (Block<'a>, Vec<[f64; LANES]>);
    type Part = Seen;
    type Total = Seen;

    fn memory(&self) -> Self::Memory {
        (Block::new(self.plan, self.tier), vec![[0.0; LANES]; self.inputs.len()])
    }

    fn nothing(&self) -> Seen {
        Seen::default()
    }

    fn chunk(&self, (block, columns): &mut Self::Memory, replicates: Range<u64>) -> Seen {
        let mut seen = Seen::default();
        let end = replicates.end;
        for first in replicates.step_by(LANES) {
            let index = block.drawn(first, end);
            for (column, input) in columns.iter_mut().zip(self.inputs) {
                *column = block.drawer.draws.uniforms(self.plan, input.held, first);
            }
            for lane in (0..LANES).filter(|&lane| index.live.lane(lane)) {
                seen.index.iter_mut().zip(index.of(lane)).for_each(|(to, value)| to.push(value));
                seen.uniforms.extend(columns.iter().map(|column| column[lane]));
            }
        }
        seen
    }

    fn merge(&self, total: &mut Seen, part: Seen, _: u64) {
        total.uniforms.extend(part.uniforms);
        total.index.iter_mut().zip(part.index).for_each(|(all, new)| all.extend(new));
    }
}
