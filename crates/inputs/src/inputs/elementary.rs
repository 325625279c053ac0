//! The elementary functions of the whole crate.
//!
//! Results must not depend on the machine, so nothing here calls the machine's C library and nothing is fused: every
//! function is a fixed sequence of IEEE additions, multiplications, divisions and square roots. [`exp`], [`exp2`],
//! [`ln`], [`exp2_within`], [`log2_normal`] and [`normal_cdf`] have no branches (selections only), so a loop over an array of lanes is vectorised under
//! whatever instructions it is compiled for, and the scalar call gives the same bytes. [`normal_quantile`] branches
//! to its tails, which [`normal_quantile8`] does after the lanes; again both give the same bytes.
//!
//! Error bounds, which the tests hold: `exp`, `exp2`, `exp2_within`, `ln` 1.5 units in the last place (ulp); `log2_normal` 3; `normal_quantile` 1e-15 and
//! `normal_cdf` 2e-15 relative, the tails included. Largest errors seen in 20,000 arguments each against 40 digits: 0.9,
//! 1.1 and 0.8 ulp; 4.8e-16 and 7.2e-16.
//!
//! Functions for set-up code, where speed does not matter, come from the `libm` crate: [`sin`], [`pow`], [`ln_1p`],
//! [`exp_m1`], [`ln_gamma`].
// Coefficients are given with more digits than a double holds, and one happens to begin like a known constant.
#![allow(clippy::excessive_precision, clippy::approx_constant)]

use super::number::Number;

pub use libm::{expm1 as exp_m1, lgamma as ln_gamma, log1p as ln_1p, pow, sin};

/// Adding and subtracting 1.5 * 2^52 rounds a number below 2^51 to an integer, ties to even, and leaves the integer
/// in the lowest bits of the sum.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// log 2 in two parts; the first has 21 trailing zeros, so that its product with an exponent is exact (fdlibm).
const LN_2_HIGH: f64 = 6.931_471_803_691_238_164_90e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_700_02e-10;

/// The polynomial with coefficients `c`, lowest first, at `x`: even and odd powers apart, which halves the chain of
/// dependent operations.
#[inline(always)]
fn polynomial<T: Number, const N: usize>(x: T, c: &[f64; N]) -> T {
    let square = x * x;
    let last = N - 1;
    let mut a = T::all(c[last]);
    let mut b = T::all(c[last - 1]);
    // `a` runs over the powers of the parity of `last`, `b` over the others.
    let mut k = last;
    while k >= 2 {
        a = a * square + T::all(c[k - 2]);
        if k >= 3 {
            b = b * square + T::all(c[k - 3]);
        }
        k -= 2;
    }
    if last.is_multiple_of(2) { a + x * b } else { b + x * a }
}

/// 2^n for an integer `n` in [-1022, 1023] held in a float: the bits of `n + ROUND` end in those of `n`.
#[inline(always)]
fn power_of_two(n: f64) -> f64 {
    f64::from_bits(((n + ROUND).to_bits() << 52).wrapping_add(1023 << 52))
}

/// `y * 2^n` for |n| < 2044, in two steps so that subnormal results are rounded once and large ones reach infinity.
#[inline(always)]
fn scale(y: f64, n: f64) -> f64 {
    let half = (n * 0.5 + ROUND) - ROUND;
    y * power_of_two(half) * power_of_two(n - half)
}

/// `exp(x)`; error at most 1.5 ulp, `exp(0)` exactly 1, 0 below -745.13, infinite above 709.78, NaN for NaN.
///
/// Reduction to |r| <= log(2)/2 by Cody and Waite, then a polynomial (Chebyshev interpolation, error 1.3e-17).
#[inline(always)]
#[must_use]
pub fn exp(x: f64) -> f64 {
    const C: [f64; 10] = [
        0.5000000000000001022,
        0.1666666666666666745,
        0.04166666666662412787,
        0.008333333333330061833,
        0.00138888889172137169,
        0.0001984126986305361688,
        0.00002480152129595437513,
        2.755726845999706477e-6,
        2.762008844540974816e-7,
        2.510038549551031908e-8,
    ];
    let x = if x > 710.0 { 710.0 } else { x };
    let x = if x < -750.0 { -750.0 } else { x };
    let n = (x * std::f64::consts::LOG2_E + ROUND) - ROUND;
    let high = x - n * LN_2_HIGH;
    let low = n * LN_2_LOW;
    let r = high - low;
    let lost = (high - r) - low;
    scale(1.0 + (r + (r * r * polynomial(r, &C) + lost)), n)
}

/// Coefficients of `(2^r - 1 - r log 2) / r^2` for |r| <= 1/2.
const EXP2: [f64; 10] = [
    0.2402265069591007615,
    0.05550410866482158257,
    0.009618129107618649855,
    0.001333355814642320474,
    0.0001540353042481424004,
    0.00001525273382081590533,
    1.321545160506754998e-6,
    1.017806725244229844e-7,
    7.070984300546447691e-9,
    4.454106840171891619e-10,
];

/// `2^x`; error at most 1.5 ulp, exact for integers, 0 below -1075, infinite from 1024, NaN for NaN.
#[inline(always)]
#[must_use]
pub fn exp2(x: f64) -> f64 {
    let x = if x > 1025.0 { 1025.0 } else { x };
    let x = if x < -1080.0 { -1080.0 } else { x };
    let n = (x + ROUND) - ROUND;
    let r = x - n;
    scale(1.0 + (r * std::f64::consts::LN_2 + r * r * polynomial(r, &EXP2)), n)
}

/// `2^x` for |x| <= 1000, with fewer operations than [`exp2`]; error at most 1.5 ulp, `2^0` exactly 1. Anything else gives
/// a number without meaning.
#[inline(always)]
#[must_use]
pub fn exp2_within<T: Number>(x: T) -> T {
    let rounded = x + T::all(ROUND);
    let r = x - (rounded - T::all(ROUND));
    let y = T::all(1.0) + (r * T::all(std::f64::consts::LN_2) + r * r * polynomial(r, &EXP2));
    // The whole part, in the lowest bits of `rounded`, is added to the exponent.
    y.of_bits(rounded, |y, rounded| y.wrapping_add(rounded << 52))
}

/// Logarithm to base 2 of a positive normal number, with fewer operations than [`ln`]; error at most 3 ulp, `log2(1)`
/// exactly 0. Anything else gives a number without meaning.
///
/// The mantissa m in [sqrt(1/2), sqrt(2)) by log m = 2 atanh((m - 1) / (m + 1)), whose series is replaced by its Chebyshev
/// interpolation (error 1.4e-17).
#[inline(always)]
#[must_use]
pub fn log2_normal<T: Number>(x: T) -> T {
    const C: [f64; 8] = [
        2.885_390_081_777_926_8,
        0.961_796_693_925_989_8,
        0.577_078_016_345_493_6,
        0.412_198_585_846_940_2,
        0.320_598_534_268_727_7,
        0.262_334_387_591_672_2,
        0.220_912_144_765_622_15,
        0.213_668_779_614_025_36,
    ];
    let (k, m) = exponent_and_mantissa(x);
    let s = (m - T::all(1.0)) / (m + T::all(1.0));
    k + s * polynomial(s * s, &C)
}

/// `k` and `m` in [sqrt(1/2), sqrt(2)) with `x = m 2^k`, for a positive normal `x`.
#[inline(always)]
fn exponent_and_mantissa<T: Number>(x: T) -> (T, T) {
    /// Upper bits of sqrt(1/2).
    const ROOT_HALF: u64 = 0x3fe6_a09e << 32;
    // 1023 + the exponent; by the bits of 2^52 because there is no conversion of 64-bit integers to floats before
    // AVX-512.
    let moved = |bits: u64| bits.wrapping_add((1023 << 52) - ROOT_HALF);
    let k = x.of_bits(x, |bits, _| (moved(bits) >> 52) | (1075 << 52));
    let m = x.of_bits(x, |bits, _| (moved(bits) & 0x000f_ffff_ffff_ffff).wrapping_add(ROOT_HALF));
    (k - T::all(4_503_599_627_370_496.0 + 1023.0), m)
}

/// Natural logarithm; error at most 1.5 ulp (subnormal arguments included), `ln(1)` exactly 0, `ln(0)` minus infinity,
/// NaN below 0 and for NaN.
///
/// The method and coefficients of fdlibm's `e_log.c` (Sun Microsystems, 1993).
#[inline(always)]
#[must_use]
pub fn ln(x: f64) -> f64 {
    const C: [f64; 7] = [
        6.666666666666735130e-01,
        3.999999999940941908e-01,
        2.857142874366239149e-01,
        2.222219843214978396e-01,
        1.818357216161805012e-01,
        1.531383769920937332e-01,
        1.479819860511658591e-01,
    ];
    const TWO_54: f64 = 18_014_398_509_481_984.0;
    let tiny = x < f64::MIN_POSITIVE;
    let scaled = if tiny { x * TWO_54 } else { x };
    let (k, m) = exponent_and_mantissa(scaled);
    let k = k - if tiny { 54.0 } else { 0.0 };
    let f = m - 1.0;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let rest = z * polynomial(z, &C);
    let value = k * LN_2_HIGH - ((half_square - (s * (half_square + rest) + k * LN_2_LOW)) - f);
    // `value` is meaningless for the rest: positive infinity and NaN stay, 0 and below are set.
    let value = if x < f64::INFINITY { value } else { x };
    let value = if x <= 0.0 { f64::NEG_INFINITY } else { value };
    if x < 0.0 { f64::NAN } else { value }
}

/// Cumulative distribution function of the standard normal; relative error at most 2e-15 for x > -37.5 (the result
/// is subnormal below), NaN for NaN.
///
/// `erfc(z) = exp(-z^2) g(t) / (1 + 2 z)` with `t = (z - 4.5)/(z + 4.5)` after Shepherd and Laframboise, Math.
/// Comp. 36 (1981); our own polynomial (error 2e-17). The square is split exactly (Dekker): its rounding alone would
/// cost three digits in the far tail.
#[inline(always)]
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    const C: [f64; 23] = [
        1.244510588116908423,
        -0.1224166462399132843,
        0.001669607502571684453,
        0.07178432441232136949,
        -0.09561510926178693584,
        0.08469419200358031875,
        -0.05896336884701375674,
        0.03366546257372522855,
        -0.0158426125412762639,
        0.006018396269998577119,
        -0.00173519091013096539,
        0.0003112542508710608637,
        4.507653480835012369e-6,
        -0.00002315858159662317746,
        6.215978195771086955e-6,
        2.194750527240268756e-7,
        -5.476923437258395691e-7,
        8.733907107694739308e-8,
        3.224360551314829481e-8,
        -1.141658219047678822e-8,
        -1.418196323724209828e-9,
        7.74067605545790679e-10,
        3.658159131449698558e-11,
    ];
    const MIDDLE: f64 = -0.14018691588785046729;
    const INVERSE_HALF: f64 = 1.0 / 0.85981308411214953271;
    const SPLIT: f64 = 134_217_729.0;
    let y = x.abs();
    let y = if y > 39.0 { 39.0 } else { y };
    let z = y * std::f64::consts::FRAC_1_SQRT_2;
    let t = (z - 4.5) / (z + 4.5);
    let g = polynomial((t - MIDDLE) * INVERSE_HALF, &C);
    let square = y * y;
    let high = y * SPLIT - (y * SPLIT - y);
    let low = y - high;
    let lost = ((high * high - square) + 2.0 * high * low) + low * low;
    let tail = 0.5 * g / (1.0 + 2.0 * z) * (1.0 - 0.5 * lost) * exp(-0.5 * square);
    if x > 0.0 { 1.0 - tail } else { tail }
}

/// Where [`normal_quantile`] changes to its tails: exp(-6.25) = 4 p (1 - p), p = 4.8e-4.
const CENTRE: f64 = 6.25;

/// `(w, p - 1/2)` with `w = -log(4 p (1 - p))`.
#[inline(always)]
fn centred(p: f64) -> (f64, f64) {
    (-ln(4.0 * p * (1.0 - p)), p - 0.5)
}

/// The quantile where w <= 6.25: `(p - 1/2)` times a polynomial in `w` (the variable of Giles, Approximating the erfinv
/// function, GPU Computing Gems 2, 2011; our own polynomial, error 2.3e-17), without division.
#[inline(always)]
fn central(w: f64, q: f64) -> f64 {
    const C: [f64; 24] = [
        4.677241420053186683,
        2.12271849188211808,
        -0.1666581870560303972,
        -0.06393503231722302285,
        0.05036965361546641802,
        -0.01170209220905886563,
        -0.003596888930564550998,
        0.00348599561789316097,
        -0.0007478179915706642648,
        -0.0003306115962185072397,
        0.0002640815513593800586,
        -0.00004250465749430459641,
        -0.0000318357970350166274,
        0.00002016651496732271768,
        -1.944982565636230674e-6,
        -2.995640370020262809e-6,
        1.543308795046127384e-6,
        -2.945154287358638585e-8,
        -2.974088495015406246e-7,
        1.111999279952982028e-7,
        2.565970568877780867e-8,
        -2.440138106026276492e-8,
        -2.426215436725367523e-10,
        2.206657440321738262e-9,
    ];
    q * polynomial((w - 3.125) * (1.0 / 3.125), &C)
}

/// The quantile in the tails: Wichura's algorithm AS 241 (Applied Statistics 37, 1988), PPND16.
#[inline(never)]
fn tail(p: f64) -> f64 {
    let lesser = if p < 0.5 { p } else { 1.0 - p };
    if lesser <= 0.0 {
        return if p < 0.5 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = (-ln(lesser)).sqrt();
    let value = if r <= 5.0 {
        const C: [f64; 8] = [
            1.42343711074968357734,
            4.63033784615654529590,
            5.76949722146069140550,
            3.64784832476320460504,
            1.27045825245236838258,
            2.41780725177450611770e-1,
            2.27238449892691845833e-2,
            7.74545014278341407640e-4,
        ];
        const D: [f64; 8] = [
            1.0,
            2.05319162663775882187,
            1.67638483018380384940,
            6.89767334985100004550e-1,
            1.48103976427480074590e-1,
            1.51986665636164571966e-2,
            5.47593808499534494600e-4,
            1.05075007164441684324e-9,
        ];
        polynomial(r - 1.6, &C) / polynomial(r - 1.6, &D)
    } else {
        const C: [f64; 8] = [
            6.65790464350110377720,
            5.46378491116411436990,
            1.78482653991729133580,
            2.96560571828504891230e-1,
            2.65321895265761230930e-2,
            1.24266094738807843860e-3,
            2.71155556874348757815e-5,
            2.01033439929228813265e-7,
        ];
        const D: [f64; 8] = [
            1.0,
            5.99832206555887937690e-1,
            1.36929880922735805310e-1,
            1.48753612908506148525e-2,
            7.86869131145613259100e-4,
            1.84631831751005468180e-5,
            1.42151175831644588870e-7,
            2.04426310338993978564e-15,
        ];
        polynomial(r - 5.0, &C) / polynomial(r - 5.0, &D)
    };
    if p < 0.5 { -value } else { value }
}

/// Quantile function of the standard normal for `p` in [0, 1] (infinite at the ends, NaN outside); relative error at
/// most 1e-15 (near 1 relative to the double that `p` is).
#[inline(always)]
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let (w, q) = centred(p);
    if w > CENTRE { tail(p) } else { central(w, q) }
}

/// [`normal_quantile`] of eight lanes, the same bytes: the centre for all, then the few lanes in the tails.
#[inline(always)]
#[must_use]
pub fn normal_quantile8(p: &[f64; 8]) -> [f64; 8] {
    let mut out = [0.0; 8];
    let mut largest = 0.0;
    let mut exponents = [0.0; 8];
    for lane in 0..8 {
        let (w, q) = centred(p[lane]);
        exponents[lane] = w;
        out[lane] = central(w, q);
    }
    for w in exponents {
        largest = if w > largest { w } else { largest };
    }
    if largest > CENTRE {
        for lane in 0..8 {
            if exponents[lane] > CENTRE {
                out[lane] = tail(p[lane]);
            }
        }
    }
    out
}
