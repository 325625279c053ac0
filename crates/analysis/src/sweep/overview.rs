//! What a store says as a whole: how its headlines spread over the experiments.

use super::columns::columns;
use crate::store::sweep::{Frame, Reading, Values, manifest::HeadlineInfo, parquet_file::decode};

/// How the mean of a headline spreads over the experiments that did not fail.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// The headline.
    pub headline: HeadlineInfo,
    /// Experiments that have a mean.
    pub experiments: usize,
    /// Least, 5 %, 25 %, median, 75 %, 95 %, greatest: numbers of experiments, not between them.
    pub quantiles: [f64; 7],
}

/// Parts of the experiments that lie at or below the quantiles.
pub const AT: [f64; 7] = [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0];

/// The spread of every headline of a store that has numbers, from its table of experiments. Tables that cannot be read have
/// none: `drawdown verify` names them.
#[must_use]
pub fn spreads(store: &Reading) -> Vec<Spread> {
    let columns = columns(&store.manifest).experiments;
    let mut means: Vec<Vec<f64>> = vec![Vec::new(); store.manifest.headlines.len()];
    for part in &store.parts {
        let table = part.files.first().and_then(|file| file.read(&store.root).ok());
        let Some(frame) = table.and_then(|bytes| decode(bytes, &columns).ok()) else { continue };
        for (headline, means) in store.manifest.headlines.iter().zip(&mut means) {
            let numbers = numbers(&frame, &format!("{}_mean", headline.column));
            means.extend(numbers.iter().filter(|mean| !mean.is_nan()));
        }
    }
    let spread = |(headline, mut means): (&HeadlineInfo, Vec<f64>)| {
        means.sort_by(f64::total_cmp);
        let last = means.len().checked_sub(1)?;
        // The first number that so many do not exceed.
        let at = |p: f64| means[((p * means.len() as f64).ceil() as usize).saturating_sub(1).min(last)];
        Some(Spread { headline: headline.clone(), experiments: means.len(), quantiles: AT.map(at) })
    };
    store.manifest.headlines.iter().zip(means).filter_map(spread).collect()
}

/// A column of numbers, NaN where one is missing.
fn numbers<'f>(frame: &'f Frame, name: &str) -> &'f [f64] {
    let column = frame.columns.iter().position(|column| column.name == name);
    match column.map(|at| &frame.values[at]) {
        Some(Values::Real(numbers)) => numbers,
        _ => &[],
    }
}
