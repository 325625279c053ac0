//! Checks that need no place in a text: ranges, order over tiers.

use crate::inputs::{distribution::Distribution, names::Range, quantile::Law};

/// Part of the replicates that may fail before a run does (`engine::not_finite::MOST_FAILED`).
const MOST_FAILED: f64 = 0.01;

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
        return (!range.contains(low)).then(|| (format!("`{what}` is {}", plainly(low)), allowed));
    }
    let floor = match range {
        Range::AboveUpTo(bound, _) => (low <= bound && !open_low(distribution)).then_some(low),
        Range::AtLeast(bound) | Range::Within(bound, _) => (low < bound).then_some(low),
        // Of what may be 0 and is spread, hardly a draw falls between 0 and the least.
        Range::ZeroOr(least, _) => {
            (low < 0.0 || low > 0.0 && low < least && !open_low(distribution)).then_some(low)
        }
    };
    let ceiling = match range {
        Range::Within(_, bound) | Range::AboveUpTo(_, bound) | Range::ZeroOr(_, bound) => {
            (high > bound).then_some(high)
        }
        Range::AtLeast(_) => None,
    };
    match (floor.filter(|v| v.is_finite()), ceiling.filter(|v| v.is_finite())) {
        (Some(value), _) => Some((format!("`{what}` may be as low as {}", plainly(value)), allowed)),
        (None, Some(value)) => Some((format!("`{what}` may be as high as {}", plainly(value)), allowed)),
        // Ends at infinity are left to each draw, but not so many that every run would fail of them.
        (None, None) => {
            let outside = outside(range, distribution, scale, shift);
            if outside >= 1.0 - 1e-9 {
                Some((format!("`{what}` is never in range"), allowed))
            } else {
                (outside > MOST_FAILED).then(|| {
                    (
                        format!("{} of the draws of `{what}` are out of range", percent(outside)),
                        format!("{allowed}; a command fails when more than 1 % of its runs do"),
                    )
                })
            }
        }
    }
}

/// Probability of a draw outside of the range.
fn outside(range: Range, distribution: &Distribution, scale: f64, shift: f64) -> f64 {
    if scale == 0.0 {
        return f64::from(u8::from(!range.contains(shift)));
    }
    // The little between 0 and the least of what may be 0 counts as within.
    let (low, high) = range.ends();
    let (a, b) = ((low - shift) / scale, (high - shift) / scale);
    let law = Law::new(distribution);
    let below = if a.min(b) > distribution.support().0 { law.cdf(a.min(b)) } else { 0.0 };
    let above = if a.max(b) < distribution.support().1 { 1.0 - law.cdf(a.max(b)) } else { 0.0 };
    below + above
}

/// A number without hundreds of zeros.
#[must_use]
pub fn plainly(value: f64) -> String {
    let size = value.abs();
    if size >= 1e15 || size > 0.0 && size < 1e-6 { format!("{value:e}") } else { value.to_string() }
}

fn percent(part: f64) -> String {
    if part < 0.995 { format!("{:.0} %", 100.0 * part) } else { "nearly all".to_owned() }
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
