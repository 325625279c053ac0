//! The one scale of all axes: round numbers, few of them, for any finite range.

use super::numbers;

/// The most numbers that an axis names, whatever is asked for.
const MOST: usize = 12;

/// From here on the numbers of an axis are written with powers of ten, so that they keep apart.
const LONG: f64 = 1e7;

/// The round values within a range that an axis names.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    /// The values, lowest first.
    pub values: Vec<f64>,
    step: f64,
}

impl Ticks {
    /// The multiples of 1, 2 or 5 times a power of ten that divide a range into at most `most` parts (never more than
    /// twelve). A range without width, or none at all, has at most one of them.
    #[must_use]
    pub fn of(low: f64, high: f64, most: usize) -> Self {
        let step = step(high - low, most.clamp(1, MOST - 1));
        let first = libm::ceil(low / step - 1e-9);
        let within = |v: &f64| *v >= low - 1e-9 * step && *v <= high + 1e-9 * step;
        let mut values: Vec<f64> = (0..MOST).map(|i| (first + i as f64) * step).filter(within).collect();
        // where the range is far from zero and narrow, neighbours may be one number
        values.dedup();
        Self { values, step }
    }

    /// The distance of neighbours.
    #[must_use]
    pub fn step(&self) -> f64 {
        self.step
    }

    /// A value as the axis writes it: with the digits that tell neighbours apart.
    #[must_use]
    pub fn label(&self, value: f64) -> String {
        if value == 0.0 || value.abs() < self.step / 2.0 {
            return "0".to_owned();
        }
        let ends = [self.values.first(), self.values.last()];
        let largest = ends.into_iter().flatten().fold(0.0_f64, |most, v| most.max(v.abs()));
        if largest.max(value.abs()) >= LONG || self.step < 1e-6 {
            let digits = libm::floor(libm::log10(value.abs())) - libm::floor(libm::log10(self.step));
            return numbers::powers(value, digits.clamp(0.0, 6.0) as usize);
        }
        match self.decimals() {
            0 => numbers::thousands(value),
            some => numbers::number(value, some),
        }
    }

    /// The same with its sign, plus included.
    #[must_use]
    pub fn signed(&self, value: f64) -> String {
        let label = self.label(value);
        if value > 0.0 && label != "0" { format!("+{label}") } else { label }
    }

    /// Decimals that write every multiple of the step.
    fn decimals(&self) -> usize {
        (0..6).find(|d| (self.step * libm::pow(10.0, f64::from(*d))).fract().abs() < 1e-6).unwrap_or(6)
            as usize
    }
}

/// The smallest of 1, 2 and 5 times a power of ten that divides a span into at most `most` parts; 1 for a span that cannot
/// be divided.
fn step(span: f64, most: usize) -> f64 {
    let most = most as f64;
    let power = libm::pow(10.0, libm::floor(libm::log10(span / most)));
    if !(power.is_normal() && (10.0 * power).is_finite()) {
        return 1.0;
    }
    let steps = [1.0, 2.0, 5.0].map(|s| s * power);
    steps.into_iter().find(|s| span / s <= most * (1.0 + 1e-9)).unwrap_or(10.0 * power)
}

/// Calendar years to be named on an axis on which a year takes `pixels`: the first, then every fifth (every year or every
/// tenth if that suits the span), fewer where their names would touch.
#[must_use]
pub fn years(first: i32, last: i32, pixels: f64) -> Vec<i32> {
    /// Pixels from one year's name to the next at the least.
    const APART: f64 = 44.0;
    /// Years on one axis: no page has room for more.
    const FIT: i32 = 40;
    let last = last.max(first);
    let span = last.saturating_sub(first);
    let start = match span {
        ..=5 => 1,
        6..=9 => 2,
        10..=24 => 5,
        _ => 10,
    };
    let apart = |a: i32, b: i32| f64::from(b.saturating_sub(a)) * pixels >= APART;
    for step in [1, 2, 5, 10, 20, 25, 50, 100].into_iter().filter(|s| *s >= start && span / s <= FIT) {
        let round = (first.div_euclid(step)..=last.div_euclid(step)).map(|i| i.saturating_mul(step));
        let mut years: Vec<i32> = vec![first];
        years.extend(round.filter(|y| *y > first && apart(first, *y)));
        if last - years.last().copied().unwrap_or(first) > step * 3 / 5 && step > 1 {
            years.push(last);
        }
        if years.windows(2).all(|w| apart(w[0], w[1])) {
            return years;
        }
    }
    if apart(first, last) && span > 0 { vec![first, last] } else { vec![first] }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn steps_are_round_and_few() {
        assert_eq!(step(12.0, 4), 5.0);
        assert_eq!(step(10.0, 5), 2.0);
        assert_eq!(step(0.0, 5), 1.0);
        assert!((step(0.03, 5) - 0.01).abs() < 1e-12);
        assert_eq!(Ticks::of(-2.1, 4.0, 4).values, [-2.0, 0.0, 2.0, 4.0]);
        let labels = |low, high, most| -> Vec<String> {
            let ticks = Ticks::of(low, high, most);
            ticks.values.iter().map(|v| ticks.label(*v)).collect()
        };
        assert_eq!(labels(0.0, 1.2, 3), ["0", "0.5", "1.0"]);
        assert_eq!(labels(0.0, 25_000.0, 3), ["0", "10,000", "20,000"]);
        assert_eq!(labels(0.0, 2e7, 2), ["0", "1e7", "2e7"]);
        assert_eq!(labels(0.0, 3e300, 3), ["0", "1e300", "2e300", "3e300"]);
        assert_eq!(labels(-2e-300, 0.0, 2), ["−2e−300", "−1e−300", "0"]);
        assert_eq!(labels(1e12, 1e12 + 3e9, 3), ["1.000e12", "1.001e12", "1.002e12", "1.003e12"]);
        assert_eq!(Ticks::of(3.0, 3.0, 5).values, [3.0]);
        assert_eq!(Ticks::of(0.0, 0.0, 5).values, [0.0]);
    }

    #[test]
    fn years_are_named_at_round_ones() {
        assert_eq!(years(2026, 2040, 20.0), [2026, 2030, 2035, 2040]);
        assert_eq!(years(2026, 2027, 400.0), [2026, 2027]);
        assert_eq!(years(2026, 2026, 400.0), [2026]);
        assert_eq!(years(2026, 2125, 4.0), [2026, 2040, 2060, 2080, 2100, 2120]);
        assert_eq!(years(i32::MIN, i32::MAX, 1e-9), [i32::MIN]);
    }

    /// Any finite number, of any size.
    fn finite() -> impl Strategy<Value = f64> {
        let exponent = -320_i32..=308;
        prop_oneof![
            Just(0.0),
            (-9.999_f64..10.0, exponent).prop_map(|(m, e)| m * libm::pow(10.0, f64::from(e))),
            -1000.0..1000.0_f64,
        ]
        .prop_filter("finite", |v| v.is_finite())
    }

    proptest! {
        #[test]
        fn any_finite_range_has_few_ticks_and_short_labels(a in finite(), b in finite(), most in 0_usize..40) {
            let (low, high) = (a.min(b), a.max(b));
            let ticks = Ticks::of(low, high, most);
            prop_assert!(ticks.values.len() <= MOST);
            prop_assert!(ticks.values.windows(2).all(|w| w[0] < w[1]));
            for v in &ticks.values {
                prop_assert!(v.is_finite() && *v >= low - ticks.step && *v <= high + ticks.step);
                prop_assert!(ticks.label(*v).chars().count() <= 16, "{}", ticks.label(*v));
            }
        }

        #[test]
        fn any_years_fit_their_axis(a in any::<i32>(), b in any::<i32>(), pixels in 0.0..500.0_f64) {
            let named = years(a.min(b), a.max(b), pixels);
            prop_assert!(!named.is_empty() && named.len() <= 45, "{}", named.len());
        }
    }
}
