//! Scores and yardsticks against closed forms, and their coverage of worlds drawn from the model.

use drawdown::{
    hindcast::{
        Hindcast, Method,
        forecasts::together,
        score::{INTERVALS, QUANTILES, crps, log_score, pit, quantile, score},
        yardsticks::{PRIOR, at_origin},
    },
    sampling::{
        elementary::{exp, ln, normal_cdf, normal_quantile},
        keyed::Stream,
    },
};

use super::{SHIPPED, run, sorted};

#[test]
fn scores_of_a_normal_sample_are_those_of_the_closed_forms() {
    let (mean, sd, n) = (2.0, 0.3, 20_000);
    let sample: Vec<f64> = (0..n).map(|i| mean + sd * normal_quantile((i as f64 + 0.5) / n as f64)).collect();
    for was in [1.2, 1.9, 2.0, 2.4, 3.1] {
        let z = (was - mean) / sd;
        let density = exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
        let cdf = normal_cdf(z);
        let expected = sd * (z * (2.0 * cdf - 1.0) + 2.0 * density - 1.0 / std::f64::consts::PI.sqrt());
        assert!((crps(&sample, was) - expected).abs() < 1e-4, "{was}");
        assert!((pit(&sample, was) - cdf).abs() < 1e-4, "{was}");
        if z.abs() < 2.0 {
            // The kernel widens the sample by a per cent.
            assert!((log_score(&sample, was) - ln(density / sd)).abs() < 0.03, "{was}");
        }
        for ((nominal, ..), inside) in INTERVALS.iter().zip(score(&sample, was).inside) {
            assert_eq!(inside, (2.0 * cdf - 1.0).abs() <= *nominal, "{was} {nominal}");
        }
    }
}

#[test]
fn yardsticks_have_the_means_and_spreads_of_their_closed_forms() {
    let (hindcast, ..) = &*SHIPPED;
    let series = &hindcast.series;
    let (origin, n, ahead) = (2022, 40_000, 3);
    let known: Vec<f64> = (2014..=origin).map(|year| series.together(year).expect("known")).collect();
    let k = (known.len() - 1) as f64;
    let h = ahead as f64;
    let last = known[known.len() - 1];
    let changes: Vec<f64> = known.windows(2).map(|pair| pair[1] - pair[0]).collect();
    for method in [Method::Persistence, Method::Drift, Method::Trend] {
        let (mean, squares, freedom, factor) = match method {
            Method::Persistence => (last, changes.iter().map(|d| d * d).sum::<f64>(), k, h),
            Method::Drift => {
                let drift = changes.iter().sum::<f64>() / k;
                let squares = changes.iter().map(|d| (d - drift) * (d - drift)).sum::<f64>();
                (last + h * drift, squares, k - 1.0, h + h * h / k)
            }
            _ => {
                let middle = k / 2.0;
                let level = known.iter().sum::<f64>() / (k + 1.0);
                let xx: f64 = (0..known.len()).map(|i| (i as f64 - middle) * (i as f64 - middle)).sum();
                let slope = known.iter().enumerate().map(|(i, s)| (i as f64 - middle) * s).sum::<f64>() / xx;
                let rest = |(i, s): (usize, &f64)| s - level - slope * (i as f64 - middle);
                let squares = known.iter().enumerate().map(rest).map(|r| r * r).sum::<f64>();
                let t = middle + h;
                (level + slope * t, squares, k - 1.0, 1.0 + 1.0 / (k + 1.0) + t * t / xx)
            }
        };
        let yardstick = at_origin(method, series, origin).1.expect("years enough");
        let drawn = yardstick.draw(Stream::new(3, "test"), n, ahead);
        let sample = &drawn[ahead - 1];
        let found = sample.iter().sum::<f64>() / n as f64;
        let spread = sample.iter().map(|x| (x - found) * (x - found)).sum::<f64>() / n as f64;
        let variance = squares / (freedom - 2.0) * factor;
        assert!((found - mean).abs() < 5.0 * (variance / n as f64).sqrt(), "{method:?}: {found} {mean}");
        assert!((spread / variance - 1.0).abs() < 0.08, "{method:?}: {spread} {variance}");
    }
    // Nothing is estimated from nothing.
    for method in [Method::Persistence, Method::Drift, Method::Trend] {
        assert_eq!(at_origin(method, series, 2014), (None, None), "{method:?}");
    }
    assert!(at_origin(Method::Persistence, series, 2015).0.is_some());
    assert!(at_origin(Method::Drift, series, 2015).0.is_none() && PRIOR > 0.0);
}

#[test]
fn worlds_drawn_from_the_model_are_covered_as_often_as_intervals_say() {
    let (hindcast, found, ..) = &*SHIPPED;
    let other = Hindcast::shipped(2).expect("what ships");
    let truth = run(&other, 512, 0);
    let (mut inside, mut classes, mut n) = ([0_u64; 3], [0_u64; 10], 0_u64);
    let mut add = |forecast: Vec<f64>, worlds: &[f64]| {
        let forecast = sorted(forecast);
        let ends = INTERVALS.map(|(_, low, high)| [low, high].map(|i| quantile(&forecast, QUANTILES[i])));
        for &was in worlds {
            n += 1;
            for (count, [low, high]) in inside.iter_mut().zip(ends) {
                *count += u64::from((low..=high).contains(&was));
            }
            classes[((10.0 * pit(&forecast, was)) as usize).min(9)] += 1;
        }
    };
    for (forecast, truth) in found.paths.iter().zip(&truth.paths) {
        for (column, worlds) in forecast.shares.iter().zip(&truth.shares) {
            add(column.clone(), worlds);
        }
        let years = forecast.shares.len() / hindcast.series.allies.len();
        for horizon in 0..years {
            add(together(&hindcast.series, forecast, horizon), &together(&hindcast.series, truth, horizon));
        }
    }
    for ((nominal, ..), count) in INTERVALS.iter().zip(inside) {
        let share = count as f64 / n as f64;
        assert!((share - nominal).abs() < 0.02, "{share} of {nominal}");
    }
    for (class, count) in classes.iter().enumerate() {
        let share = *count as f64 / n as f64;
        assert!((share - 0.1).abs() < 0.015, "class {class}: {share}");
    }
}
