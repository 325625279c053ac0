//! How numbers are rounded and bounded, once for words, tables, figures and reports. As terminals show them here;
//! [`page`] sets the same numbers for figures and pages. Only ticks of axes are written elsewhere (`plot::scale`): as many
//! digits as tell one tick from the next.

pub mod currency;
pub mod page;

pub use super::text::grouped::grouped;

use super::evidence::{HOLDS, PROBABLY};
use crate::store::summary::Estimate;

/// A number with so many decimals, halves away from zero and no minus before a zero. What lies within rounding errors of a
/// half is one, so that both ends of a range and their opposites round alike.
#[must_use]
pub fn fixed(value: f64, decimals: usize) -> String {
    /// Beyond it a number has no decimals, nor halves.
    const WHOLE: f64 = 1e15;
    let step = libm::pow(10.0, decimals as f64);
    let scaled = value * step;
    if !scaled.is_finite() || scaled.abs() >= WHOLE {
        return format!("{value:.decimals$}");
    }
    let rounded = libm::round(scaled * (1.0 + 4.0 * f64::EPSILON));
    // Adding 0 takes the sign of a zero away.
    format!("{:.decimals$}", rounded / step + 0.0)
}

/// As many decimals as a standard error allows, at most `most`: a decimal stays unless the error is 25 of its units.
#[must_use]
pub fn decimals(se: f64, most: usize) -> usize {
    let empty = |d: usize| se.is_finite() && se * libm::pow(10.0, d as f64) > 25.0;
    (1..=most).rev().find(|&d| !empty(d)).unwrap_or(0)
}

/// A fraction as points, with one decimal unless its standard error makes that an empty promise.
#[must_use]
pub fn points(value: f64, se: f64) -> String {
    fixed(100.0 * value, decimals(100.0 * se, 1))
}

/// The same with its sign, plus included.
#[must_use]
pub fn signed_points(value: f64, se: f64) -> String {
    signed(&points(value, se))
}

/// A number as it is shown with a plus, unless it has a minus or shows nothing but zeros.
#[must_use]
pub fn signed(shown: &str) -> String {
    let counts = !shown.starts_with('-') && shown.chars().any(|c| matches!(c, '1'..='9'));
    if counts { format!("+{shown}") } else { shown.to_owned() }
}

/// Whether what is shown of a sum is the sum of what is shown: each is rounded by itself, and a tenth may be between them.
#[must_use]
pub fn adds_up(parts: [&str; 2], sum: &str) -> bool {
    let read = |shown: &str| shown.parse::<f64>().ok();
    let all = [parts[0], parts[1], sum].map(read);
    let [Some(a), Some(b), Some(sum)] = all else { return true };
    (a + b - sum).abs() < 1e-9
}

/// From here on a number is written with a power of ten: its digits would say nothing and fill the page.
const LARGE: f64 = 1e12;

/// A whole number with its sign and commas: 20,000.
#[must_use]
pub fn thousands(value: f64) -> String {
    if value.abs() >= LARGE {
        return format!("{value:.1e}");
    }
    let text = grouped(libm::round(value.abs()) as u64);
    if value < 0.0 && text != "0" { format!("-{text}") } else { text }
}

/// Whole points of a fraction, as capabilities have them.
#[must_use]
pub fn whole(value: f64) -> String {
    fixed(100.0 * value, 0)
}

/// A share in whole percent and what it is a bound of: `<` 1 or `>` 99 for what is so in hardly any or nearly all
/// replicates, which is neither never nor always.
#[must_use]
pub fn share(probability: f64) -> (Option<char>, String) {
    // A table may hold any number; a share is none beyond its ends.
    match probability.clamp(0.0, 1.0) {
        p if p > 0.0 && p <= 0.005 => (Some('<'), "1".to_owned()),
        p if p > 0.99 && p < 1.0 => (Some('>'), "99".to_owned()),
        // Not rounded up to what the rule of evidence asks for.
        p if [PROBABLY, HOLDS].iter().any(|&least| p < least && p >= least - 0.005) => {
            (None, fixed(libm::floor(100.0 * p), 0))
        }
        p => (None, fixed(100.0 * p, 0)),
    }
}

/// A probability in percent, in words; never 0 or 100 % for what was seen only in some replicates.
#[must_use]
pub fn percent(probability: f64) -> String {
    let (bound, number) = share(probability);
    let bound = match bound {
        Some('<') => "under ",
        Some(_) => "over ",
        None => "",
    };
    format!("{bound}{number} %")
}

/// A share of replicates: in percent, or as a count where it is so in none or in all of them, which is no probability of
/// 0 or 1.
#[must_use]
pub fn chance(probability: f64, replicates: u64) -> String {
    match probability {
        p if p <= 0.0 => format!("0 of {}", grouped(replicates)),
        p if p >= 1.0 && replicates == 1 => "1 of 1".to_owned(),
        p if p >= 1.0 => format!("all {}", grouped(replicates)),
        p => percent(p),
    }
}

/// [`chance`] in a narrow column: what is so in none or in all of the runs is "never" or "always".
#[must_use]
pub fn brief_chance(probability: f64, replicates: u64) -> String {
    match probability {
        p if p <= 0.0 => "never".to_owned(),
        p if p >= 1.0 => "always".to_owned(),
        p => chance(p, replicates).replace("under ", "<").replace("over ", ">"),
    }
}

/// A range of a quantity with a sign, which is said in words where the ends have different ones: "3.3 to 8.7", "1.1 less to
/// 2.8 more". `low` and `high` are points; `signs` are the words for above and below 0.
#[must_use]
pub fn span(low: f64, high: f64, decimals: usize, (above, below): (&str, &str)) -> String {
    let (from, to) = (fixed(low, decimals), fixed(high, decimals));
    match (from.strip_prefix('-'), to.strip_prefix('-')) {
        (None, _) if from == to => from,
        (None, _) => format!("{from} to {to}"),
        (Some(less), None) if to.chars().all(|c| matches!(c, '0' | '.')) => format!("{less} {below} to {to}"),
        (Some(less), None) => format!("{less} {below} to {to} {above}"),
        (Some(most), Some(least)) if most == least => format!("{least} {below}"),
        (Some(most), Some(least)) => format!("{least} to {most} {below}"),
    }
}

/// Years as a range, the second by its last two digits within a century: 2028, 2028-31, 1998-2003.
#[must_use]
pub fn years(first: i32, last: i32) -> String {
    years_to(first, last, '-')
}

fn years_to(first: i32, last: i32, dash: char) -> String {
    if first == last {
        first.to_string()
    } else if first.div_euclid(100) == last.div_euclid(100) {
        format!("{first}{dash}{:02}", last.rem_euclid(100))
    } else {
        format!("{first}{dash}{last}")
    }
}

/// The middle 90 % of replicates of a fraction, in points, with words for what lies above and below 0.
#[must_use]
pub fn range(estimate: &Estimate, decimals: usize, signs: (&str, &str)) -> String {
    span(100.0 * estimate.p05, 100.0 * estimate.p95, decimals, signs)
}

/// The same with signs instead of words, as tables and short sentences have it: "3.3 to 8.7", "-0.7 to +1.4".
#[must_use]
pub fn signed_range(estimate: &Estimate, decimals: usize) -> String {
    let (low, high) = (fixed(100.0 * estimate.p05, decimals), fixed(100.0 * estimate.p95, decimals));
    let plus = low.starts_with('-') && high.chars().any(|c| matches!(c, '1'..='9')) && !high.starts_with('-');
    match plus {
        true => format!("{low} to +{high}"),
        false => format!("{low} to {high}"),
    }
}

/// So many replicates as people call them: "1 run", "2,000 runs".
#[must_use]
pub fn runs(number: u64) -> String {
    format!("{} {}", grouped(number), if number == 1 { "run" } else { "runs" })
}

/// How many people leave: exactly where it is the same in every replicate, else to three digits and "about".
#[must_use]
pub fn people(people: &Estimate) -> String {
    let mean = people.mean.max(0.0);
    if known(people) { grouped(libm::round(mean) as u64) } else { about(mean) }
}

/// A number of people to three digits, and "about".
#[must_use]
pub fn about(mean: f64) -> String {
    let digits = libm::floor(libm::log10(mean.max(1.0)));
    let step = libm::pow(10.0, (digits - 2.0).max(0.0));
    format!("about {}", grouped((step * libm::round(mean / step)) as u64))
}

/// Whether a number is the same in every replicate.
#[must_use]
pub fn known(estimate: &Estimate) -> bool {
    estimate.p95 - estimate.p05 < 0.5 && (estimate.se.is_nan() || estimate.se < 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_alike_whatever_their_sign_and_rounding_errors() {
        for (value, decimals, shown) in [
            (8.5, 0, "9"),
            (-8.5, 0, "-9"),
            (100.0 * 0.145, 0, "15"),
            (100.0 * 0.285, 0, "29"),
            (2.25, 1, "2.3"),
            (-0.04, 1, "0.0"),
            (-0.4, 0, "0"),
            (3.49, 0, "3"),
            (1e300, 0, &format!("{:.0}", 1e300)),
        ] {
            assert_eq!(fixed(value, decimals), shown, "{value}");
        }
        assert_eq!(points(0.0351, 0.003), "3.5");
        assert_eq!(points(0.0793, 0.04), "8");
        assert_eq!(points(-0.0001, f64::NAN), "0.0");
        assert_eq!((decimals(0.3, 1), decimals(3.0, 1), decimals(f64::NAN, 1)), (1, 0, 1));
    }

    #[test]
    fn what_is_rounded_by_itself_may_not_add_up() {
        assert!(adds_up(["9.3", "1.7"], "11.0") && adds_up(["9.3", "-0.4"], "8.9"));
        assert!(!adds_up(["9.3", "-0.5"], "8.9"));
        assert!(adds_up(["-", "0.1"], "0.1"), "of what is not known nothing is said");
        assert_eq!(
            (signed("0.4"), signed("-0.4"), signed("0.0")),
            ("+0.4".into(), "-0.4".into(), "0.0".into())
        );
    }

    #[test]
    fn hardly_any_and_nearly_all_are_bounds() {
        for (p, shown) in [
            (0.0, "0 %"),
            (1.0 / 200.0, "under 1 %"),
            (0.0051, "1 %"),
            (0.644, "64 %"),
            (0.995, "over 99 %"),
            (1.0, "100 %"),
        ] {
            assert_eq!(percent(p), shown);
        }
    }

    #[test]
    fn none_and_all_are_counts() {
        assert_eq!(chance(0.0, 2000), "0 of 2,000");
        assert_eq!(chance(1.0, 2000), "all 2,000");
        assert_eq!(chance(0.9995, 2000), "over 99 %");
        assert_eq!(chance(0.64, 2000), "64 %");
    }

    #[test]
    fn signs_of_ranges_are_words() {
        let said = |low, high| span(low, high, 1, ("more", "less"));
        assert_eq!(said(3.3, 8.71), "3.3 to 8.7");
        assert_eq!(said(-1.1, 2.8), "1.1 less to 2.8 more");
        assert_eq!(said(-1.1, 0.01), "1.1 less to 0.0");
        assert_eq!(said(-0.01, 2.8), "0.0 to 2.8");
        assert_eq!(said(-3.0, -1.0), "1.0 to 3.0 less");
        assert_eq!(said(2.0, 2.0), "2.0");
    }

    #[test]
    fn people_are_right_to_the_digits_that_are_shown() {
        let certain = |mean| Estimate { mean, p05: mean, p95: mean, ..Estimate::default() };
        assert_eq!(people(&certain(82_179.0)), "82,179");
        assert_eq!(people(&certain(14_000.000000000002)), "14,000");
        assert_eq!(people(&certain(500.0)), "500");
        assert_eq!(people(&certain(0.0)), "0");
        let spread =
            |mean| Estimate { mean, se: 10.0, p05: 0.5 * mean, p95: 1.5 * mean, ..Estimate::default() };
        assert_eq!(people(&spread(34_951.0)), "about 35,000");
        assert_eq!(people(&spread(6_179.0)), "about 6,180");
        assert_eq!(people(&spread(99_960.0)), "about 100,000");
    }

    #[test]
    fn numbers_say_no_more_than_is_known() {
        assert_eq!((grouped(82_179), grouped(999)), ("82,179".to_owned(), "999".to_owned()));
        assert_eq!(runs(1), "1 run");
        assert_eq!(runs(2000), "2,000 runs");
    }
}
