//! Numbers as they are typed.

use crate::analysis::answer::grouped;

/// Most replicates that may be asked for: a year's work of a hundred machines.
pub const MOST_REPLICATES: u64 = 1_000_000_000_000;

/// Reads a number of replicates: a whole number from 1 on, digits in groups (`10_000`) if one likes.
pub fn replicates(text: &str) -> Result<u64, String> {
    up_to(text, MOST_REPLICATES)
}

/// The same with at most so many.
pub fn up_to(text: &str, most: u64) -> Result<u64, String> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let within = !digits.starts_with('_') && !digits.ends_with('_');
    match digits.replace('_', "").parse() {
        Ok(n) if within && (1..=most).contains(&n) => Ok(n),
        _ => Err(format!("allowed: a whole number from 1 to {}", grouped(most))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_within_bounds_are_read() {
        assert_eq!((replicates("1"), replicates("10_000"), replicates("+5")), (Ok(1), Ok(10_000), Ok(5)));
        assert_eq!(replicates("1000000000000"), Ok(MOST_REPLICATES));
        for wrong in ["0", "-1", "1.5", "1e4", "", "_", "_1", "1_", "x", "18446744073709551615", "10,000"] {
            let said = replicates(wrong).expect_err(wrong);
            assert_eq!(said, "allowed: a whole number from 1 to 1,000,000,000,000", "{wrong}");
        }
        assert!(up_to("11", 10).is_err());
    }
}
