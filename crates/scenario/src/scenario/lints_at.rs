//! What several lints look at: where a value was written, what it can be, and thousands with a point.

use crate::inputs::quantile::quantile;

use super::{
    chain::{Chain, rank},
    diagnostic::Span,
    resolved::Value,
};

/// A quantile of a value as the model sees it.
pub(super) fn at(value: &Value, u: f64) -> f64 {
    quantile(&value.distribution, u) * value.scale + value.shift
}

/// The latest of some places that is not in the reference data.
pub(super) fn written(chain: &Chain, spans: impl IntoIterator<Item = Option<Span>>) -> Option<Span> {
    let spans = spans.into_iter().flatten().filter(|span| rank(chain, *span) > 0);
    spans.max_by_key(|span| (rank(chain, *span), *span))
}

/// The first number in a text that is written as thousands with a point (`30.000`), with its byte.
pub(super) fn thousands(text: &str) -> Option<(usize, &str)> {
    let in_number = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    let mut at = 0;
    for word in text.split_inclusive(|c: char| !in_number(c)) {
        let number = word.trim_end_matches(|c: char| !in_number(c));
        let parts = number.split_once('.').filter(|(whole, _)| (1..=3).contains(&whole.len()));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if parts.is_some_and(|(w, d)| d.len() == 3 && digits(w) && digits(d) && !w.starts_with('0')) {
            return Some((at, number));
        }
        at += word.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn thousands_with_a_point() {
        for (text, found) in [
            ("30.000", Some((0, "30.000"))),
            ("Pert(low: 20000, mode: 30.000, high: 45.000)", Some((23, "30.000"))),
            ("30000", None),
            ("0.125", None),
            ("1.5", None),
            ("1234.567", None),
            ("30.0000", None),
            ("1.950e3", None),
        ] {
            assert_eq!(thousands(text), found, "{text}");
        }
    }
}
