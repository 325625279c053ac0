//! Parameters of a distribution that do not go together.

use super::distribution::Distribution;

/// Smallest and largest shape parameter of a Beta: beyond them it is a number or two, and its quantiles take long.
pub const SHAPES: (f64, f64) = (0.01, 10_000.0);

/// What contradicts itself: the parameter to point at, message, hint. `show` writes a value as the user did: a number or a date.
pub(super) fn contradiction(
    distribution: &Distribution,
    show: &dyn Fn(f64) -> String,
) -> Option<(&'static str, String, String)> {
    let order = |a: (&str, f64), b: (&'static str, f64), strict: bool| {
        let fine = if strict { a.1 < b.1 } else { a.1 <= b.1 };
        let sign = if strict { "less than" } else { "at most" };
        (!fine).then(|| {
            (
                b.0,
                format!("{} is {} and {} is {}", a.0, show(a.1), b.0, show(b.1)),
                format!("{} must be {sign} {}", a.0, b.0),
            )
        })
    };
    let positive = |key: &'static str, value: f64| {
        (value <= 0.0).then(|| (key, format!("{key} is {value}"), format!("{key} must be above 0")))
    };
    let shape = |key: &'static str, value: f64| {
        let hint = || format!("allowed: between {} and {}", SHAPES.0, SHAPES.1);
        (value < SHAPES.0 || value > SHAPES.1).then(|| (key, format!("{key} is {value}"), hint()))
    };
    match distribution {
        Distribution::Constant(_) => None,
        Distribution::Uniform { low, high } => {
            order(("low", *low), ("high", *high), true).or_else(|| width(*low, *high))
        }
        Distribution::Triangular { low, mode, high } | Distribution::Pert { low, mode, high } => {
            order(("low", *low), ("mode", *mode), false)
                .or_else(|| order(("mode", *mode), ("high", *high), false))
                .or_else(|| order(("low", *low), ("high", *high), true))
                .or_else(|| width(*low, *high))
        }
        Distribution::Normal { sd, .. } => positive("sd", *sd),
        Distribution::TruncatedNormal { mean, sd, low, high } => positive("sd", *sd)
            .or_else(|| order(("low", *low), ("high", *high), true))
            .or_else(|| width(*low, *high))
            .or_else(|| {
                let (a, b) = ((low - mean) / sd, (high - mean) / sd);
                // Beyond eight standard deviations less than 1e-15 of the normal is left to draw from.
                let far = a > 8.0 || b < -8.0 || !a.is_finite() || !b.is_finite();
                far.then(|| {
                    (
                        "low",
                        format!("nothing of the normal lies between {} and {}", show(*low), show(*high)),
                        format!("its mean is {}, its sd {sd}", show(*mean)),
                    )
                })
            }),
        Distribution::LogNormalQuantiles { p05, p95 } => {
            positive("p05", *p05).or_else(|| order(("p05", *p05), ("p95", *p95), true))
        }
        Distribution::LogNormal { median, sigma } => {
            positive("median", *median).or_else(|| positive("sigma", *sigma)).or_else(|| {
                (*sigma > 50.0).then(|| {
                    (
                        "sigma",
                        format!("sigma is {sigma}"),
                        "sigma is the standard deviation of the logarithm: at most 50".into(),
                    )
                })
            })
        }
        Distribution::Beta { alpha, beta, low, high } => shape("alpha", *alpha)
            .or_else(|| shape("beta", *beta))
            .or_else(|| order(("low", *low), ("high", *high), true))
            .or_else(|| width(*low, *high)),
        Distribution::Empirical { .. } => None,
        Distribution::Discrete { values, probabilities } => {
            let sum: f64 = probabilities.iter().sum();
            if values.len() != probabilities.len() {
                let message = format!("{} values and {} probabilities", values.len(), probabilities.len());
                Some(("probabilities", message, "expected one probability a value".into()))
            } else if let Some(bad) = probabilities.iter().find(|p| **p < 0.0 || **p > 1.0) {
                Some(("probabilities", format!("a probability is {bad}"), "allowed: between 0 and 1".into()))
            } else if (sum - 1.0).abs() > 1e-9 {
                Some((
                    "probabilities",
                    format!("the probabilities sum to {sum}"),
                    "they must sum to 1".into(),
                ))
            } else {
                None
            }
        }
    }
}

fn width(low: f64, high: f64) -> Option<(&'static str, String, String)> {
    (!(high - low).is_finite()).then(|| {
        ("high", "low and high lie too far apart".into(), "their difference must be a finite number".into())
    })
}
