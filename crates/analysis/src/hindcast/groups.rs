//! Scores over groups of forecasts: coverage, means, and where outcomes fell in the range.

use super::{Method, forecasts::Forecast, score::INTERVALS};
use crate::store::hindcast::{LATE, PitRow, ScoreRow};

/// Classes of the histogram of where outcomes fell.
pub const CLASSES: usize = 10;

/// Whose forecasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Ally by ally.
    Allies,
    /// All allies together.
    Together,
}

impl Scope {
    /// Both.
    pub const ALL: [Scope; 2] = [Scope::Allies, Scope::Together];

    /// As it stands in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Scope::Allies => "allies",
            Scope::Together => "together",
        }
    }

    /// Whether a forecast is of it.
    #[must_use]
    pub fn holds(self, forecast: &Forecast) -> bool {
        forecast.ally.is_some() == (self == Scope::Allies)
    }
}

/// Origins from one to another.
pub type Origins = (i32, i32);

/// The first origin from which on a method makes forecasts.
#[must_use]
pub fn first_origin(forecasts: &[Forecast], scope: Scope, method: Method) -> Option<i32> {
    let of = forecasts.iter().filter(|f| f.method == method && scope.holds(f) && f.score.is_some());
    of.map(|f| f.origin).min()
}

/// The first origin at which all methods make forecasts.
#[must_use]
pub fn compared_from(forecasts: &[Forecast], scope: Scope) -> Option<i32> {
    let firsts: Option<Vec<i32>> =
        Method::ALL.iter().map(|&method| first_origin(forecasts, scope, method)).collect();
    firsts?.into_iter().max()
}

/// The groups of origins that are scored: all, those before and from 2020, the same as far as all methods can be compared,
/// and each by itself.
#[must_use]
pub fn groups(origins: &[i32], compared: Option<i32>) -> Vec<Origins> {
    let (Some(&first), Some(&last)) = (origins.first(), origins.last()) else { return Vec::new() };
    let mut groups = Vec::new();
    for from in [Some(first), compared].into_iter().flatten() {
        groups.extend([(from, last), (from, LATE - 1)]);
    }
    groups.push((LATE, last));
    groups.retain(|&(from, to)| from < to && origins.contains(&from) && origins.contains(&to));
    groups.dedup();
    groups.extend(origins.iter().map(|&origin| (origin, origin)));
    groups
}

/// Scores of a group of forecasts; nothing if there is none.
#[must_use]
pub fn scores<'a>(
    forecasts: impl Iterator<Item = &'a Forecast>,
    (method, scope, origins, horizon): (Method, Scope, Origins, Option<i32>),
) -> Option<ScoreRow> {
    let (mut n, mut inside) = (0_u32, [0_u32; INTERVALS.len()]);
    let (mut pit, mut crps, mut log_score) = (0.0, 0.0, 0.0);
    let within = |f: &&Forecast| {
        f.method == method
            && scope.holds(f)
            && (origins.0..=origins.1).contains(&f.origin)
            && horizon.is_none_or(|horizon| f.horizon() == horizon)
    };
    for score in forecasts.filter(within).filter_map(|f| f.score) {
        n += 1;
        for (count, inside) in inside.iter_mut().zip(score.inside) {
            *count += u32::from(inside);
        }
        pit += score.pit;
        crps += score.crps;
        log_score += score.log_score;
    }
    let per = |sum: f64| sum / f64::from(n);
    (n > 0).then(|| ScoreRow {
        method: method.name().to_owned(),
        scope: scope.name().to_owned(),
        first_origin: origins.0,
        last_origin: origins.1,
        horizon,
        forecasts: n,
        coverage_50: per(f64::from(inside[0])),
        coverage_80: per(f64::from(inside[1])),
        coverage_90: per(f64::from(inside[2])),
        mean_pit: per(pit),
        crps: per(crps),
        log_score: per(log_score),
    })
}

/// Where outcomes fell, in tenths of the sample.
#[must_use]
pub fn histogram(forecasts: &[Forecast], method: Method, scope: Scope, origins: Origins) -> Vec<PitRow> {
    let mut counts = [0_u32; CLASSES];
    let of =
        |f: &&Forecast| f.method == method && scope.holds(f) && (origins.0..=origins.1).contains(&f.origin);
    for score in forecasts.iter().filter(of).filter_map(|f| f.score) {
        counts[((score.pit * CLASSES as f64) as usize).min(CLASSES - 1)] += 1;
    }
    let all: u32 = counts.iter().sum();
    let row = |(class, &count): (usize, &u32)| PitRow {
        method: method.name().to_owned(),
        scope: scope.name().to_owned(),
        first_origin: origins.0,
        last_origin: origins.1,
        low: class as f64 / CLASSES as f64,
        high: (class + 1) as f64 / CLASSES as f64,
        count,
        share: f64::from(count) / f64::from(all.max(1)),
    };
    counts.iter().enumerate().map(row).collect()
}
