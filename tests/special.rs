//! The incomplete beta function and its inverse against closed forms, published values and statrs.
// Tests may compare with the C library: nothing of theirs reaches a result.
#![allow(clippy::disallowed_methods)]

use drawdown::sampling::special::BetaShape;

fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    BetaShape::new(a, b).both(x).0
}

fn incomplete_beta_inverse(a: f64, b: f64, p: f64) -> f64 {
    BetaShape::new(a, b).quantile(p).0
}

fn close(found: f64, expected: f64, relative: f64, what: &str) {
    assert!((found / expected - 1.0).abs() <= relative, "{what}: {found} is not {expected}");
}

#[test]
fn closed_forms() {
    let pi = std::f64::consts::PI;
    for x in [1e-12, 1e-5, 0.01, 0.2, 0.5, 0.77, 0.99, 1.0 - 1e-9_f64] {
        for a in [0.05, 0.5, 1.0, 3.0, 17.0] {
            close(incomplete_beta(a, 1.0, x), x.powf(a), 1e-13, "x^a");
            close(incomplete_beta(1.0, a, x), -(a * (-x).ln_1p()).exp_m1(), 1e-13, "1 - (1 - x)^b");
            // I_x(a, 2) = x^a (1 + a (1 - x)).
            close(incomplete_beta(a, 2.0, x), x.powf(a) * (1.0 + a * (1.0 - x)), 1e-13, "I_x(a, 2)");
            close(incomplete_beta(a, a, 0.5), 0.5, 1e-14, "symmetric");
        }
        close(incomplete_beta(0.5, 0.5, x), 2.0 / pi * x.sqrt().atan2((1.0 - x).sqrt()), 1e-13, "arcsine");
        close(incomplete_beta(2.0, 2.0, x), x * x * (3.0 - 2.0 * x), 1e-13, "I_x(2, 2)");
    }
    // A parameter so large that logarithms of the gamma function keep nine digits of their difference.
    let (a, x) = (3e5, 1.0 - 2.0_f64.powi(-17));
    close(
        incomplete_beta(a, 2.0, x),
        (a * (-2.0_f64.powi(-17)).ln_1p()).exp() * (1.0 + a * (1.0 - x)),
        1e-11,
        "large",
    );
    assert_eq!([-1.0, 0.0, 1.0, 2.0].map(|x| incomplete_beta(2.0, 3.0, x)), [0.0, 0.0, 1.0, 1.0]);
}

/// Sums of binomial probabilities: I_x(k, n - k + 1) = P(at least k of n).
#[test]
fn binomial_sums() {
    for (n, x) in [(7_u32, 0.3_f64), (30, 0.05), (60, 0.62), (200, 0.5)] {
        let mut probability = (1.0 - x).powi(n as i32);
        let mut below = 0.0;
        let mut terms = Vec::new();
        for k in 0..=n {
            terms.push(probability);
            probability *= f64::from(n - k) / f64::from(k + 1) * x / (1.0 - x);
        }
        for k in 1..=n {
            below += terms[k as usize - 1];
            let above: f64 = terms[k as usize..].iter().rev().sum();
            let found = incomplete_beta(f64::from(k), f64::from(n - k + 1), x);
            assert!((found - above).abs() < 1e-14 + 1e-13 * above, "{k} of {n}: {found} is not {above}");
            let other = incomplete_beta(f64::from(n - k + 1), f64::from(k), 1.0 - x);
            assert!((other - below).abs() < 1e-14 + 1e-13 * below, "{k} of {n}: {other} is not {below}");
        }
    }
}

/// Percentage points of Student's and Fisher's distributions as in any book of tables.
#[test]
fn published_percentage_points() {
    // Two-sided 5 % points: P(|T| > t) = I_{n/(n + t^2)}(n/2, 1/2).
    for (n, t) in [(1.0, 12.706), (2.0, 4.303), (5.0, 2.571), (10.0, 2.228), (30.0, 2.042), (120.0, 1.980)] {
        let p = incomplete_beta(0.5 * n, 0.5, n / (n + t * t));
        assert!((p - 0.05).abs() < 3e-5, "{n} degrees of freedom: {p}");
        let x = incomplete_beta_inverse(0.5 * n, 0.5, 0.05);
        assert!(((n / x - n).sqrt() - t).abs() < 6e-4, "{n} degrees of freedom");
    }
    // Upper 5 % points: P(F > f) = I_{n/(n + m f)}(n/2, m/2).
    for (m, n, f) in [(5.0, 10.0, 3.33), (1.0, 1.0, 161.4), (10.0, 20.0, 2.35), (3.0, 60.0, 2.76)] {
        let x: f64 = incomplete_beta_inverse(0.5 * n, 0.5 * m, 0.05);
        assert!(((n / x - n) / m / f - 1.0).abs() < 2e-3, "{m} and {n} degrees of freedom");
    }
}

const SHAPES: [f64; 11] = [0.05, 0.3, 0.5, 1.0, 1.8, 3.0, 4.99, 9.9, 12.0, 80.0, 2_500.0];

#[test]
fn agrees_with_statrs() {
    for a in SHAPES {
        for b in SHAPES {
            for i in 1..40 {
                let x = f64::from(i) / 40.0;
                let expected = statrs::function::beta::beta_reg(a, b, x);
                let found = incomplete_beta(a, b, x);
                assert!((found - expected).abs() < 1e-11, "I_{x}({a}, {b}): {found} is not {expected}");
                let (found, complement) = (incomplete_beta(a, b, x), incomplete_beta(b, a, 1.0 - x));
                assert!((found + complement - 1.0).abs() < 1e-12, "I_{x}({a}, {b})");
            }
        }
    }
}

#[test]
fn the_inverse_inverts() {
    for a in SHAPES {
        for b in SHAPES {
            for p in [1e-200, 1e-30, 1e-9, 1e-4, 0.01, 0.1, 0.25, 0.4, 0.499, 0.5] {
                let x = incomplete_beta_inverse(a, b, p);
                assert!((0.0..=1.0).contains(&x), "{a}, {b}: {x}");
                if x < 1e-290 {
                    // Too small for a number with all its digits.
                    assert!(incomplete_beta(a, b, 1e-289) > p, "{a}, {b}, {p}");
                    continue;
                }
                // Within two units of the last place on both sides.
                let e = 4.0 * f64::EPSILON * x;
                let (least, most) = (incomplete_beta(a, b, x - e), incomplete_beta(a, b, (x + e).min(1.0)));
                // It grows with the exponents' rounding: the shapes, and the logarithm of p.
                let rounding = 1e-12 * p * (1.0 + 1e-2 * p.ln().abs()) + 1e-15 * p * (a + b);
                assert!(
                    least - rounding <= p && p <= most + rounding,
                    "{a}, {b}: {p} lies not between {least} and {most} around {x}"
                );
            }
        }
    }
    let x = incomplete_beta_inverse(1.0, 5.0, 0.3);
    close(x, 1.0 - 0.7_f64.powf(0.2), 2e-15, "in closed form");
    close(incomplete_beta_inverse(4.0, 1.0, 1e-40), 1e-10, 2e-15, "in closed form");
    close(incomplete_beta_inverse(2.0, 2.0, 0.5), 0.5, 2e-15, "in closed form");
}
