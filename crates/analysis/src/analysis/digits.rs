//! How many digits tables for people have.

/// What rounds estimates, their errors and quantiles in tables for people to significant digits: more than is known of them.
pub(super) fn digits() -> [impl Fn(&mut Option<f64>) + Copy; 3] {
    const DIGITS: [usize; 3] = [7, 3, 5];
    DIGITS.map(|digits| {
        move |value: &mut Option<f64>| {
            *value = value.and_then(|v| format!("{v:.*e}", digits - 1).parse().ok());
        }
    })
}
