//! Error bounds of the elementary functions.
// Reference values keep their digits.
#![allow(clippy::excessive_precision)]

use proptest::prelude::*;

use super::ulps;
use crate::sampling::elementary::{
    exp, exp2, exp2_within, ln, log2_normal, normal_cdf, normal_quantile, normal_quantile8,
};

/// `libm`'s functions are good to a little over half an ulp, which counts against the bounds stated (1.5).
const BOUND: f64 = 1.5 + 0.6;

#[test]
fn exp_is_within_its_bound() {
    let mut worst: f64 = 0.0;
    for i in -3_000_000..=3_000_000 {
        let x = f64::from(i) * 2.5e-4 + 1e-5;
        worst = worst.max(ulps(exp(x), libm::exp(x)));
        let x = f64::from(i) * 2.5e-7 + 1e-9;
        worst = worst.max(ulps(exp(x), libm::exp(x)));
    }
    assert!(worst <= BOUND, "{worst} ulp");
    assert_eq!(exp(0.0), 1.0);
    assert_eq!(exp(-0.0), 1.0);
    assert_eq!(exp(f64::NEG_INFINITY), 0.0);
    assert_eq!(exp(f64::INFINITY), f64::INFINITY);
    assert_eq!(exp(709.79), f64::INFINITY);
    assert_eq!(exp(-745.2), 0.0);
    assert!(exp(f64::NAN).is_nan());
    assert!(exp(709.78) < f64::INFINITY && exp(-745.1) > 0.0);
}

#[test]
fn exp2_is_within_its_bound() {
    let mut worst: f64 = 0.0;
    for i in -3_000_000..=3_000_000 {
        let x = f64::from(i) * 3.6e-4 + 1e-5;
        worst = worst.max(ulps(exp2(x), libm::exp2(x)));
        let x = f64::from(i) * 3.6e-7 + 1e-9;
        worst = worst.max(ulps(exp2(x), libm::exp2(x)));
    }
    assert!(worst <= BOUND, "{worst} ulp");
    for n in -1074..1024 {
        assert_eq!(exp2(f64::from(n)), libm::scalbn(1.0, n), "2^{n}");
    }
    assert_eq!(exp2(0.0), 1.0);
    assert_eq!(exp2(1024.0), f64::INFINITY);
    assert_eq!(exp2(-1080.0), 0.0);
    assert!(exp2(f64::NAN).is_nan());
}

#[test]
fn ln_is_within_its_bound() {
    let mut worst: f64 = 0.0;
    for i in 1..4_000_000u32 {
        let x = f64::from(i) * 1e-6 + 1e-11;
        worst = worst.max(ulps(ln(x), libm::log(x)));
        // Every 2^12th float of all magnitudes, subnormals included.
        let x = f64::from_bits(u64::from(i) * (0x7ff0 << 48 >> 22) + u64::from(i));
        if x.is_finite() && x > 0.0 {
            worst = worst.max(ulps(ln(x), libm::log(x)));
        }
    }
    assert!(worst <= BOUND, "{worst} ulp");
    assert_eq!(ln(1.0), 0.0);
    assert_eq!(ln(0.0), f64::NEG_INFINITY);
    assert_eq!(ln(f64::INFINITY), f64::INFINITY);
    assert!(ln(-1.0).is_nan() && ln(f64::NAN).is_nan() && ln(f64::NEG_INFINITY).is_nan());
    assert!(ulps(ln(5e-324), -744.440_071_921_381_3) <= 1.0);
}

#[test]
fn base_2_of_ordinary_numbers_is_within_its_bounds() {
    let (mut worst_exp, mut worst_log): (f64, f64) = (0.0, 0.0);
    for i in -2_000_000..=2_000_000 {
        let x = f64::from(i) * 4.9e-4 + 1e-5;
        worst_exp = worst_exp.max(ulps(exp2_within(x), libm::exp2(x)));
        let x = f64::from(i + 2_000_001) * 7e-7;
        worst_log = worst_log.max(ulps(log2_normal(x), libm::log2(x)));
        let x = exp2(f64::from(i) * 5e-4);
        worst_log = worst_log.max(ulps(log2_normal(x), libm::log2(x)));
    }
    assert!(worst_exp <= BOUND, "{worst_exp} ulp");
    assert!(worst_log <= 3.0 + 0.6, "{worst_log} ulp");
    for n in -1000..=1000 {
        assert_eq!(exp2_within(f64::from(n)), libm::scalbn(1.0, n), "2^{n}");
        assert_eq!(log2_normal(libm::scalbn(1.0, n)), f64::from(n), "log2 2^{n}");
    }
}

/// `(x, Phi(x))`, computed with 40 digits.
const NORMAL: [(f64, f64); 15] = [
    (-37.25, 5.29788877992726884e-304),
    (-30.0, 4.90671392714818706e-198),
    (-20.5, 1.076467325879096034e-93),
    (-12.25, 8.399796063633417659e-35),
    (-8.0, 6.220960574271784124e-16),
    (-5.5, 1.898956246588771938e-8),
    (-3.0, 0.001349898031630094527),
    (-1.7, 0.04456546275854304366),
    (-0.9, 0.1840601253467594826),
    (-0.125, 0.450261775169887107),
    (-1e-09, 0.4999999996010577196),
    (0.3, 0.6179114221889526331),
    (1.1, 0.8643339390536173442),
    (2.6, 0.995338811976281251),
    (6.0, 0.999999999013412355),
];

#[test]
fn normal_cdf_agrees_with_forty_digits() {
    for (x, p) in NORMAL {
        let error = (normal_cdf(x) / p - 1.0).abs();
        assert!(error <= 2e-15, "Phi({x}): {error:e}");
    }
    assert_eq!(normal_cdf(0.0), 0.5);
    assert_eq!(normal_cdf(40.0), 1.0);
    assert_eq!(normal_cdf(f64::NEG_INFINITY), 0.0);
    assert!(normal_cdf(f64::NAN).is_nan());
}

#[test]
fn normal_cdf_agrees_with_libm() {
    let mut worst: f64 = 0.0;
    for i in -37_000..=37_000 {
        let x = f64::from(i) * 1e-3;
        // libm's argument is rounded once, which costs x^2/2 times an ulp in the tail.
        let reference = 0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2);
        let allowed = 2e-15 + x * x * 2.3e-16;
        worst = worst.max((normal_cdf(x) / reference - 1.0).abs() / allowed);
    }
    assert!(worst <= 1.0, "{worst} of the allowed error");
}

#[test]
fn normal_quantile_agrees_with_forty_digits() {
    for (p, x) in QUANTILES {
        let error = (normal_quantile(p) / x - 1.0).abs();
        assert!(error <= 1e-15, "quantile of {p}: {error:e}");
    }
    assert_eq!(normal_quantile(0.5), 0.0);
    assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(normal_quantile(1.0), f64::INFINITY);
    assert!(
        normal_quantile(-0.1).is_nan() && normal_quantile(1.1).is_nan() && normal_quantile(f64::NAN).is_nan()
    );
}

/// `(p, quantile)`, computed with 40 digits.
const QUANTILES: [(f64, f64); 21] = [
    (1e-300, -37.04709629936119924),
    (1e-100, -21.27345356096532429),
    (1e-40, -13.3109213714251709),
    (2.5e-16, -8.111496746364756946),
    (1e-12, -7.034483825301131933),
    (1.3e-11, -6.667611456510740835),
    (1.4e-11, -6.656723091518183636),
    (1e-08, -5.612001244174788728),
    (1e-06, -4.753424308822898957),
    (0.00047, -3.307895137191789162),
    (0.000483, -3.300246326744819032),
    (0.0005, -3.290526731491894787),
    (0.001, -3.090232306167813535),
    (0.02425, -1.972961051311884838),
    (0.075, -1.439531470938455935),
    (0.2, -0.8416212335729141655),
    (0.45, -0.1256613468550740062),
    (0.4999999, -2.506628274703106513e-7),
    (0.6, 0.2533471031357997413),
    (0.975, 1.959963984540053856),
    (0.9999990463256836, 4.763001034267813957),
];

#[test]
fn normal_quantile_inverts_the_cdf_and_rises() {
    let mut before = f64::NEG_INFINITY;
    for i in 1..200_000 {
        let p = f64::from(i) / 200_000.0;
        let x = normal_quantile(p);
        // The error of the quantile shows in p multiplied by x phi(x) / p.
        let slope = 1.0 + x * x;
        assert!((normal_cdf(x) / p - 1.0).abs() <= 3e-15 * slope, "{p}");
        assert!(x > before);
        before = x;
    }
}

proptest! {
    #[test]
    fn exp_and_ln_on_any_argument(x in -745.0..709.7f64, y in prop::num::f64::POSITIVE) {
        prop_assert!(ulps(exp(x), libm::exp(x)) <= BOUND);
        if y.is_finite() {
            prop_assert!(ulps(ln(y), libm::log(y)) <= BOUND);
        }
    }

    #[test]
    fn lanes_and_scalars_give_the_same_bytes(p in prop::array::uniform8(0.0..1.0f64), tail in 0.0..1e-3f64) {
        let mut p = p;
        p[3] = tail;
        let lanes = normal_quantile8(&p);
        for lane in 0..8 {
            prop_assert_eq!(lanes[lane].to_bits(), normal_quantile(p[lane]).to_bits());
        }
    }
}
