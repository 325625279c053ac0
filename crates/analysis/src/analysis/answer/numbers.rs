//! How numbers are written in sentences that a terminal shows: no more digits than are known.

pub use crate::present::numbers::{grouped, percent, points};
use crate::{
    present::numbers::{fixed, span},
    sampling::design::Design,
    store::summary::Estimate,
};

/// Range of the middle 90 % of replicates, in points, with words for what lies above and below 0.
pub(super) fn range(estimate: &Estimate, decimals: usize, signs: (&str, &str)) -> String {
    span(100.0 * estimate.p05, 100.0 * estimate.p95, decimals, signs)
}

/// Money in billions, in steps that a reader can remember.
pub(super) fn money(value: f64) -> String {
    let value = match value.abs() {
        size if size < 9.95 => fixed(value, 1),
        size => format!("{}{}", if value < 0.0 { "-" } else { "" }, grouped(libm::round(size) as u64)),
    };
    format!("${value} bn")
}

/// A word with its number.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// What it would take to tell two scenarios apart by their mean difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tell {
    /// Nothing: they are equal in every replicate.
    Same,
    /// About so many replicates: the difference would then be two standard errors.
    About(u64),
    /// More than anybody would run.
    TooMany,
    /// More than there were; how many is not known under a design whose error falls faster than the root of their number.
    More,
}

/// Replicates beyond which none are asked for.
const TOO_MANY: f64 = 1e7;

impl Tell {
    /// As the end of a sentence.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Tell::Same => "they are the same in every replicate".to_owned(),
            Tell::About(n) => format!("about {} replicates would tell", grouped(n)),
            Tell::TooMany => "more than 10 million replicates would be needed to tell".to_owned(),
            Tell::More => "more replicates may tell".to_owned(),
        }
    }
}

/// Whether two scenarios are the same in every replicate: neither their mean difference nor its error is more than 0.
#[must_use]
pub fn same(difference: f64, se: f64) -> bool {
    difference == 0.0 && (se == 0.0 || se.is_nan())
}

/// How many replicates would make a mean difference two standard errors, up to the next number with one digit that
/// counts; both are of so many replicates of the design named. Only independent replicates have a standard error that
/// falls with the root of their number.
#[must_use]
pub fn to_tell(replicates: u64, design: &str, difference: f64, se: f64) -> Tell {
    if same(difference, se) {
        return Tell::Same;
    }
    if design != Design::MonteCarlo.name() || se.is_nan() {
        return Tell::More;
    }
    let needed = replicates as f64 * libm::pow(2.0 * se / difference, 2.0);
    if needed.is_nan() || needed > TOO_MANY {
        return Tell::TooMany;
    }
    let step = libm::pow(10.0, libm::floor(libm::log10(needed.max(1.0))));
    Tell::About((libm::ceil(needed / step) * step) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replicates_that_tell_make_two_standard_errors() {
        let to_tell = |n, difference, se| to_tell(n, "mc", difference, se);
        // The standard error falls with the root: 0.0019 of 0.001 at 1,000 is 0.0005 at 14,440.
        assert_eq!(to_tell(1000, 0.001, 0.0019), Tell::About(20_000));
        assert_eq!(to_tell(1000, -0.001, 0.0019), Tell::About(20_000));
        assert_eq!(to_tell(1000, 1e-6, 0.001), Tell::TooMany);
        assert_eq!(to_tell(1000, 0.0, 0.001), Tell::TooMany);
        assert_eq!(to_tell(1000, 0.0, 0.0), Tell::Same);
        // One replicate has no error.
        assert_eq!(to_tell(1, 0.01, f64::NAN), Tell::More);
        // Of other designs nobody knows how fast the error falls.
        assert_eq!(super::to_tell(1024, "sobol", 0.001, 0.0019), Tell::More);
        assert_eq!(super::to_tell(1024, "lhs", 0.0, 0.0), Tell::Same);
    }

    #[test]
    fn numbers_say_no_more_than_is_known() {
        assert_eq!(grouped(82_179), "82,179");
        assert_eq!(grouped(999), "999");
        assert_eq!(money(136.2), "$136 bn");
        assert_eq!(money(1159.4), "$1,159 bn");
        assert_eq!(money(-0.01), "$0.0 bn");
    }
}
