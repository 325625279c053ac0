//! Whole numbers of the command line, written as in a scenario: `10000` or `10_000`.

use crate::present::grouped;

/// Most replicates of a run: it would take a week of a large machine.
const MOST: u64 = 1_000_000_000_000;

/// A whole number.
pub fn whole(text: &str) -> Result<u64, String> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let starts = digits.starts_with(|c: char| c.is_ascii_digit());
    let plain = digits.replace('_', "");
    match plain.parse() {
        Ok(number) if starts => Ok(number),
        _ if starts && plain.contains([',', '.', '\'', ' ']) => {
            Err("allowed: a whole number without separators but `_`, such as 10000 or 10_000".to_owned())
        }
        _ => Err("allowed: a whole number, such as 10000 or 10_000".to_owned()),
    }
}

/// Number of replicates.
pub fn replicates(text: &str) -> Result<u64, String> {
    let number = whole(text)?;
    if (1..=MOST).contains(&number) { Ok(number) } else { Err(format!("{number} is not in 1..={MOST}")) }
}

/// Number of replicates of which something is kept in memory, at most `most`.
pub fn kept_replicates(text: &str, most: u64) -> Result<u64, String> {
    let allowed = grouped(most);
    match whole(text) {
        Ok(n) if n > most => Err(format!("what is found in each is kept in memory; allowed: 1 to {allowed}")),
        Ok(n) if n > 0 => Ok(n),
        _ => Err(format!("allowed: a whole number from 1 to {allowed}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_they_are_written() {
        for (text, number) in [("10000", 10_000), ("10_000", 10_000), ("0", 0), ("+7", 7)] {
            assert_eq!(whole(text), Ok(number), "{text}");
        }
        for text in ["10,000", "1e4", "_1", "-1", "", "ten", "10.000", "0x10"] {
            assert!(whole(text).is_err(), "{text}");
        }
        assert!(whole("10,000").is_err_and(|why| why.contains("10_000")));
        assert!(replicates("0").is_err_and(|why| why.starts_with("0 is not in 1..")));
    }
}
