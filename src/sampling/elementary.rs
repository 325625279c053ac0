//! The elementary functions of the whole crate: exponential, logarithm, normal quantile and distribution function.
//!
//! They are ours, or the `libm` crate's, and never the machine's C library, whose last digits differ between machines.
//! [`exp`], [`ln`] and [`normal_quantile`] have no branches, so that a loop over lanes becomes vector code, and no fused
//! multiply-add, so that the vector code gives the same bytes as the scalar. Errors against correctly rounded results
//! are below 1 ulp (`exp`, `ln`), as the tests show.

/// Adding and subtracting this rounds to the nearest whole number.
const ROUND: f64 = 6_755_399_441_055_744.0;
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

#[inline(always)]
fn select(condition: bool, yes: f64, no: f64) -> f64 {
    if condition { yes } else { no }
}

/// Two to the power of the whole number in the low bits of `rounded` (a number that [`ROUND`] was added to).
#[inline(always)]
fn power_of_two(rounded: f64) -> f64 {
    let exponent = rounded.to_bits().wrapping_sub(ROUND.to_bits());
    f64::from_bits(exponent.wrapping_add(1023) << 52)
}

/// e^x; 0 below about -745, infinite above 709.78, exactly 1 at 0. NaN stays NaN.
///
/// x = n ln 2 + r with |r| <= ln 2 / 2; e^r by its Taylor series to r^13 (truncation below 4e-18).
#[inline(always)]
#[must_use]
pub fn exp(x: f64) -> f64 {
    let clipped = select(x > 710.0, 710.0, select(x < -746.0, -746.0, x));
    let rounded = clipped * std::f64::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = (clipped - n * LN2_HIGH) - n * LN2_LOW;
    let mut tail = 1.0 / 6_227_020_800.0;
    tail = tail * r + 1.0 / 479_001_600.0;
    tail = tail * r + 1.0 / 39_916_800.0;
    tail = tail * r + 1.0 / 3_628_800.0;
    tail = tail * r + 1.0 / 362_880.0;
    tail = tail * r + 1.0 / 40_320.0;
    tail = tail * r + 1.0 / 5_040.0;
    tail = tail * r + 1.0 / 720.0;
    tail = tail * r + 1.0 / 120.0;
    tail = tail * r + 1.0 / 24.0;
    tail = tail * r + 1.0 / 6.0;
    tail = tail * r + 0.5;
    let power = 1.0 + (r + r * r * tail);
    // In two factors, so that neither overflows where the product does not, and subnormal results come out right.
    let half = n * 0.5 + ROUND;
    let rest = (n - (half - ROUND)) + ROUND;
    power * power_of_two(half) * power_of_two(rest)
}

/// Natural logarithm; minus infinity at 0, NaN below, exactly 0 at 1.
///
/// x = 2^k m with m between sqrt(1/2) and sqrt(2); ln m by the series of the FreeBSD library (Sun Microsystems, 1993).
#[inline(always)]
#[must_use]
pub fn ln(x: f64) -> f64 {
    const SQRT_HALF: u64 = 0x3fe6_a09e_0000_0000;
    let subnormal = x < f64::MIN_POSITIVE;
    let scaled = select(subnormal, x * 18_014_398_509_481_984.0, x);
    let offset = select(subnormal, 54.0, 0.0);
    let bits = scaled.to_bits().wrapping_add(0x3ff0_0000_0000_0000 - SQRT_HALF);
    let k = f64::from_bits((bits >> 52) | 0x4330_0000_0000_0000) - 4_503_599_627_370_496.0 - 1023.0 - offset;
    let m = f64::from_bits((bits & 0x000f_ffff_ffff_ffff).wrapping_add(SQRT_HALF));
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let t1 = w * (0.399_999_999_994_094_2 + w * (0.222_221_984_321_497_84 + w * 0.153_138_376_992_093_73));
    let t2 = z
        * (0.666_666_666_666_673_5
            + w * (0.285_714_287_436_623_9
                + w * (0.181_835_721_616_180_5 + w * 0.147_981_986_051_165_86)));
    let half_square = 0.5 * f * f;
    let value = k * LN2_HIGH
        - ((half_square - (s * (half_square + (t1 + t2)) + k * LN2_LOW)) - f);
    let value = select(x == f64::INFINITY, f64::INFINITY, value);
    let value = select(x == 0.0, f64::NEG_INFINITY, value);
    select(x >= 0.0, value, f64::NAN)
}

/// Horner's rule.
#[inline(always)]
fn polynomial<const N: usize>(x: f64, coefficients: [f64; N]) -> f64 {
    let mut sum = coefficients[N - 1];
    for i in (0..N - 1).rev() {
        sum = sum * x + coefficients[i];
    }
    sum
}

/// Quantile function of the standard normal distribution, relative error about 1e-15 (M. J. Wichura, 1988, "The
/// percentage points of the normal distribution", algorithm AS 241, PPND16).
#[inline(always)]
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    let r = 0.180_625 - q * q;
    let central = q * polynomial(r, CENTRAL_A) / polynomial(r, CENTRAL_B);
    let tail = (-ln(select(q < 0.0, p, 1.0 - p))).sqrt();
    let near = tail - 1.6;
    let near = polynomial(near, NEAR_A) / polynomial(near, NEAR_B);
    let far = tail - 5.0;
    let far = polynomial(far, FAR_A) / polynomial(far, FAR_B);
    let outer = select(tail <= 5.0, near, far);
    let outer = select(q < 0.0, -outer, outer);
    select(q.abs() <= 0.425, central, outer)
}

const CENTRAL_A: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const CENTRAL_B: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_545,
];
const NEAR_A: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    2.272_384_498_926_918_4e-2,
    7.745_450_142_783_414e-4,
];
const NEAR_B: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    1.519_866_656_361_645_7e-2,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_A: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    0.296_560_571_828_504_87,
    2.653_218_952_657_612_4e-2,
    1.242_660_947_388_078_4e-3,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_B: [f64; 8] = [
    1.0,
    0.599_832_206_555_888,
    0.136_929_880_922_735_8,
    1.487_536_129_085_061_5e-2,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

/// Distribution function of the standard normal distribution.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Distance in units of the last place.
    fn ulps(a: f64, b: f64) -> u64 {
        (a.to_bits() as i64).abs_diff(b.to_bits() as i64)
    }

    #[test]
    fn exact_where_they_must_be() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-0.0), 1.0);
        assert_eq!(exp(f64::NEG_INFINITY), 0.0);
        assert_eq!(exp(1000.0), f64::INFINITY);
        assert!(exp(f64::NAN).is_nan());
        assert_eq!(ln(1.0), 0.0);
        assert_eq!(ln(0.0), f64::NEG_INFINITY);
        assert_eq!(ln(f64::INFINITY), f64::INFINITY);
        assert!(ln(-1.0).is_nan() && ln(f64::NAN).is_nan());
        assert_eq!(normal_quantile(0.5), 0.0);
    }

    #[test]
    fn exp_and_ln_are_within_one_ulp_on_a_grid() {
        let (mut worst_exp, mut worst_ln) = (0, 0);
        for i in 0..400_000 {
            let x = -707.0 + 1416.0 * f64::from(i) / 400_000.0;
            worst_exp = worst_exp.max(ulps(exp(x), libm::exp(x)));
            let y = f64::from_bits(0x0010_0000_0000_0000 + (i as u64) * 23_030_000_000_007);
            worst_ln = worst_ln.max(ulps(ln(y), libm::log(y)));
        }
        // libm's own functions are within 1 ulp, so two good implementations differ by 1 at times.
        assert!(worst_exp <= 1, "exp: {worst_exp} ulp");
        assert!(worst_ln <= 1, "ln: {worst_ln} ulp");
    }

    #[test]
    fn normal_quantile_matches_the_published_check_values() {
        // Wichura (1988), and symmetric and extreme points by inverting the distribution function.
        assert!((normal_quantile(0.25) + 0.674_489_750_196_081_7).abs() < 1e-15);
        assert!((normal_quantile(0.001) + 3.090_232_306_167_813_5).abs() < 4e-15);
        assert!((normal_quantile(1e-20) + 9.262_340_089_798_408).abs() < 2e-14);
        for i in 1..2000 {
            let p = f64::from(i) / 2000.0;
            assert!((normal_cdf(normal_quantile(p)) - p).abs() < 1e-15, "{p}");
        }
    }

    proptest! {
        #[test]
        fn small_and_subnormal_numbers(bits in 1_u64..0x0020_0000_0000_0000) {
            let x = f64::from_bits(bits);
            prop_assert!(ulps(ln(x), libm::log(x)) <= 1);
            let y = -745.0 + x.to_bits() as f64 / 0x0020_0000_0000_0000_u64 as f64 * 40.0;
            prop_assert!((exp(y) - libm::exp(y)).abs() <= f64::from_bits(2).max(libm::exp(y) * 2.3e-16));
        }
    }
}
