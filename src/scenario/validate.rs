//! Checks that need no place in a text: ranges, order over tiers.

use crate::inputs::{distribution::Distribution, names::Range, quantile::Law};

/// Support of `scale x + shift`.
#[must_use]
pub fn scaled_support(distribution: &Distribution, scale: f64, shift: f64) -> (f64, f64) {
    let (low, high) = distribution.support();
    // 0 times an infinite end is 0 here: a factor of 0 leaves nothing of the value.
    let end = |value: f64| if scale == 0.0 { shift } else { value * scale + shift };
    let (a, b) = (end(low), end(high));
    (a.min(b), a.max(b))
}

/// Whether the ends of the support are values that can be drawn.
fn open_low(distribution: &Distribution) -> bool {
    matches!(distribution, Distribution::LogNormal { .. } | Distribution::LogNormalQuantiles { .. })
}

/// What is wrong with a value's support against the range of its input: message and hint. Unbounded ends are left
/// to each draw.
#[must_use]
pub fn out_of_range(
    what: &str,
    range: Range,
    distribution: &Distribution,
    scale: f64,
    shift: f64,
) -> Option<(String, String)> {
    let (low, high) = scaled_support(distribution, scale, shift);
    let allowed = format!("allowed: {range}");
    if distribution.constant().is_some() {
        return (!range.contains(low)).then(|| (format!("`{what}` is {low}"), allowed));
    }
    let floor = match range {
        Range::Any => None,
        Range::Above(bound) | Range::AboveUpTo(bound, _) => {
            (low <= bound && !open_low(distribution)).then_some(low)
        }
        Range::AtLeast(bound) | Range::Within(bound, _) => (low < bound).then_some(low),
    };
    let ceiling = match range {
        Range::Within(_, bound) | Range::AboveUpTo(_, bound) => (high > bound).then_some(high),
        _ => None,
    };
    match (floor.filter(|v| v.is_finite()), ceiling.filter(|v| v.is_finite())) {
        (Some(value), _) => Some((format!("`{what}` may be as low as {value}"), allowed)),
        (None, Some(value)) => Some((format!("`{what}` may be as high as {value}"), allowed)),
        // An unbounded end that no draw could pass is found here, one that some draws pass is left to them.
        (None, None) if !possible(range, low, high) => Some((format!("`{what}` is never in range"), allowed)),
        (None, None) => None,
    }
}

fn possible(range: Range, low: f64, high: f64) -> bool {
    match range {
        Range::Any => true,
        Range::Above(bound) => high > bound,
        Range::AtLeast(bound) => high >= bound,
        Range::Within(from, to) => high >= from && low <= to,
        Range::AboveUpTo(from, to) => high > from && low <= to,
    }
}

/// The first probability of a grid at which `later` lies below `earlier` although both are drawn at the same
/// coordinate, with the two values; `None` where there is none.
#[must_use]
pub fn falls(
    earlier: (&Distribution, f64, f64),
    later: (&Distribution, f64, f64),
) -> Option<(f64, f64, f64)> {
    let steps = if earlier.0.constant().is_some() && later.0.constant().is_some() { 1 } else { 99 };
    let laws = (Law::new(earlier.0), Law::new(later.0));
    (1..=steps).find_map(|step| {
        let u = f64::from(step) / f64::from(steps + 1);
        let a = laws.0.quantile(u) * earlier.1 + earlier.2;
        let b = laws.1.quantile(u) * later.1 + later.2;
        // Tables of quantile functions have an error: a fall within it is none.
        let error = if steps == 1 { 0.0 } else { 1e-6 * a.abs().max(b.abs()) };
        (b < a - error).then_some((u, a, b))
    })
}
