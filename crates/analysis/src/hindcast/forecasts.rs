//! Every forecast with its scores: one an origin, year, ally (or all together) and method.

use rayon::prelude::*;

use super::{
    Method,
    paths::{Found, Hindcast, Paths},
    score::{QUANTILES, Score, mean, quantile, score},
    series::Series,
    yardsticks::{self, Yardstick},
};
use crate::sampling::keyed::Stream;

/// A forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Who makes it.
    pub method: Method,
    /// The last year that is known.
    pub origin: i32,
    /// The year that is forecast.
    pub year: i32,
    /// The ally, as a position in the series; nothing for all together.
    pub ally: Option<usize>,
    /// What was spent, % of GDP; nothing where that was not published.
    pub spent: Option<f64>,
    /// Mean over replicates.
    pub mean: f64,
    /// Quantiles at [`QUANTILES`].
    pub quantiles: [f64; QUANTILES.len()],
    /// How good it was.
    pub score: Option<Score>,
}

impl Forecast {
    /// Years ahead.
    #[must_use]
    pub fn horizon(&self) -> i32 {
        self.year - self.origin
    }
}

/// Who forecasts what: one task a thread.
struct Task<'a> {
    method: Method,
    paths: &'a Paths,
    ally: Option<usize>,
    yardstick: Option<Yardstick>,
}

/// All forecasts: by method, origin, then the allies and all of them together, then by year.
#[must_use]
pub fn forecasts(hindcast: &Hindcast, found: &Found) -> Vec<Forecast> {
    let series = &hindcast.series;
    let mut tasks = Vec::new();
    for method in Method::ALL {
        for paths in &found.paths {
            let (by_ally, together) = match method {
                Method::Model => (None, None),
                _ => yardsticks::at_origin(method, series, paths.origin),
            };
            for ally in (0..series.allies.len()).map(Some).chain([None]) {
                let yardstick = match ally {
                    Some(a) => by_ally.as_ref().map(|yardsticks| yardsticks[a]),
                    None => together,
                };
                if method == Method::Model || yardstick.is_some() {
                    tasks.push(Task { method, paths, ally, yardstick });
                }
            }
        }
    }
    let replicates = (found.replicates - found.failed) as usize;
    let all = tasks.par_iter().map(|task| task.forecasts(series, hindcast.seed, replicates));
    all.collect::<Vec<_>>().concat()
}

/// Paths of all allies together, by year after the origin, as the model has them: one number a replicate.
#[must_use]
pub fn together(series: &Series, paths: &Paths, horizon: usize) -> Vec<f64> {
    let allies = series.allies.len();
    let columns = &paths.shares[horizon * allies..(horizon + 1) * allies];
    let replicates = columns.first().map_or(0, Vec::len);
    (0..replicates).map(|r| series.mean(|ally| columns[ally][r])).collect()
}

impl Task<'_> {
    fn forecasts(&self, series: &Series, seed: u64, replicates: usize) -> Vec<Forecast> {
        let Self { method, paths, ally, yardstick } = self;
        let years = paths.shares.len() / series.allies.len();
        let drawn = yardstick.map(|yardstick| {
            let id = ally.map_or("all", |ally| series.allies[ally].as_str());
            let address = format!("hindcast/{}[{id}]/{}", method.name(), paths.origin);
            yardstick.draw(Stream::new(seed, &address), replicates, years)
        });
        let one = |horizon: usize| {
            let mut sample = match (&drawn, ally) {
                (Some(drawn), _) => drawn[horizon].clone(),
                (None, Some(ally)) => paths.shares[horizon * series.allies.len() + ally].clone(),
                (None, None) => together(series, paths, horizon),
            };
            sample.sort_unstable_by(f64::total_cmp);
            let year = paths.origin + 1 + horizon as i32;
            let spent = match ally {
                Some(ally) => series.of(*ally, year),
                None => series.together(year),
            };
            Forecast {
                method: *method,
                origin: paths.origin,
                year,
                ally: *ally,
                spent,
                mean: mean(&sample),
                quantiles: QUANTILES.map(|p| quantile(&sample, p)),
                score: spent.map(|spent| score(&sample, spent)),
            }
        };
        (0..years).map(one).collect()
    }
}
