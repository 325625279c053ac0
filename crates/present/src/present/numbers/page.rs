//! The same numbers as figures and pages set them: true minus signs, dashes in ranges, narrow spaces before units.

pub use super::decimals;
use super::grouped;

/// Minus sign.
pub(super) const MINUS: char = '−';
/// The same as text.
const MINUS_TEXT: &str = "−";
/// Space before a unit.
const THIN: char = '\u{202f}';

/// From here on a number without commas is written with a power of ten: its digits would say nothing and fill the page.
const LARGE_PLAIN: f64 = 1e7;

/// A number with a power of ten and so many decimals: 1.5e300.
#[must_use]
pub fn powers(v: f64, decimals: usize) -> String {
    format!("{v:.decimals$e}").replace('-', &MINUS.to_string())
}

/// A number as terminals show it, with a true minus sign.
#[must_use]
pub fn minus(shown: &str) -> String {
    shown.replace('-', MINUS_TEXT)
}

fn fixed(v: f64, decimals: usize) -> String {
    if v.abs() >= LARGE_PLAIN {
        return powers(v, 1);
    }
    minus(&super::fixed(v, decimals))
}

/// A number with a fixed number of decimals and a true minus sign.
#[must_use]
pub fn number(v: f64, decimals: usize) -> String {
    fixed(v, decimals)
}

/// A number with its sign, plus included.
#[must_use]
pub fn signed(v: f64, decimals: usize) -> String {
    let s = fixed(v, decimals);
    if v > 0.0 && s.chars().any(|c| c.is_ascii_digit() && c != '0') { format!("+{s}") } else { s }
}

/// A fraction as whole per cent, with its sign: "57 %".
#[must_use]
pub fn percent(fraction: f64) -> String {
    format!("{}{THIN}%", fixed(100.0 * fraction, 0))
}

/// A value that is in per cent already: "3.5 %".
#[must_use]
pub fn in_percent(v: f64, decimals: usize) -> String {
    format!("{}{THIN}%", fixed(v, decimals))
}

/// A number as short as it can be written with at most two decimals: 5, 3.5, 4.81.
#[must_use]
pub fn as_written(v: f64) -> String {
    if v.abs() >= LARGE_PLAIN {
        return powers(v, 1);
    }
    let s = format!("{v:.2}");
    let s = s.trim_end_matches('0').trim_end_matches('.');
    s.replace('-', &MINUS.to_string())
}

/// A probability without its unit: "57", "<1", ">99", "0 of 2,000".
#[must_use]
pub fn probability(p: f64, replicates: u64) -> String {
    if p <= 0.0 {
        format!("0 of {}", grouped(replicates))
    } else {
        let (bound, number) = super::share(p);
        bound.into_iter().chain(number.chars()).collect()
    }
}

/// A probability with its unit: "57 %", "<1 %", "0 of 2,000".
#[must_use]
pub fn probability_percent(p: f64, replicates: u64) -> String {
    let s = probability(p, replicates);
    if s.contains("of") { s } else { format!("{s}{THIN}%") }
}

/// A range: 17–31, or "−1 to 3" when an end is negative.
#[must_use]
pub fn range(low: f64, high: f64, decimals: usize) -> String {
    let (a, b) = (fixed(low, decimals), fixed(high, decimals));
    if a == b {
        a
    } else if a.starts_with(MINUS) || b.starts_with(MINUS) {
        format!("{a} to {b}")
    } else {
        format!("{a}–{b}")
    }
}

/// Years as a range: 2028, 2028–31, 1998–2003.
#[must_use]
pub fn years(first: i32, last: i32) -> String {
    super::years_to(first, last, '–')
}

/// A whole number with commas: 20,000.
#[must_use]
pub fn thousands(v: f64) -> String {
    super::thousands(v).replace('-', MINUS_TEXT)
}

/// Points of the index with as many decimals as their error allows: as sentences have them.
#[must_use]
pub fn points(value: f64, se: f64) -> String {
    super::points(value, se).replace('-', MINUS_TEXT)
}

/// A range in running text: "4.6 to 11.3".
#[must_use]
pub fn span(low: f64, high: f64, decimals: usize) -> String {
    let (a, b) = (number(low, decimals), number(high, decimals));
    if a == b { a } else { format!("{a} to {b}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_the_style_guide_says() {
        assert_eq!(number(-7.64, 1), "−7.6");
        assert_eq!(number(-0.04, 1), "0.0");
        assert_eq!(signed(3.2, 0), "+3");
        assert_eq!(signed(-0.2, 0), "0");
        assert_eq!(percent(0.05), "5\u{202f}%");
        assert_eq!(as_written(4.81), "4.81");
        assert_eq!(as_written(5.0), "5");
        assert_eq!(as_written(3.5), "3.5");
        assert_eq!(probability(0.0, 2000), "0 of 2,000");
        assert_eq!(probability_percent(0.004, 2000), "<1\u{202f}%");
        assert_eq!(probability(0.005, 2000), "<1");
        assert_eq!(probability(0.995, 2000), ">99");
        assert_eq!(probability(1.0, 2000), "100");
        assert_eq!(range(17.2, 30.8, 0), "17–31");
        assert_eq!(range(-1.0, 3.0, 0), "−1 to 3");
        assert_eq!(years(2028, 2031), "2028–31");
        assert_eq!(years(2028, 2028), "2028");
        assert_eq!(thousands(82179.0), "82,179");
        assert_eq!(thousands(-2e300), "−2.0e300");
        assert_eq!(number(1.25e17, 1), "1.2e17");
        assert_eq!(in_percent(-1e300, 0), "−1.0e300\u{202f}%");
    }
}
