//! Money in another currency than the dollars that every file holds.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{fixed, thousands};

/// The rate with its source.
const EURO: &str = include_str!("../../../../../data/euro.ron");

/// What of the file is used.
#[derive(Deserialize)]
struct Rate {
    usd_per_eur: f64,
}

/// The rate of the file, which tests hold to be one.
static USD_PER_EUR: LazyLock<f64> =
    LazyLock::new(|| ron::from_str::<Rate>(EURO).map_or(f64::NAN, |rate| rate.usd_per_eur));

/// A currency in which money of the tables, bn USD 2025, is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Currency {
    /// As in the tables.
    #[default]
    Dollar,
    /// At the mean rate of 2025.
    Euro,
}

impl Currency {
    /// How many of it a dollar of 2025 is.
    #[must_use]
    pub fn per_dollar(self) -> f64 {
        match self {
            Self::Dollar => 1.0,
            Self::Euro => 1.0 / *USD_PER_EUR,
        }
    }

    /// Its unit as heads of tables have it: "$ bn".
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Dollar => "$ bn",
            Self::Euro => "€ bn",
        }
    }

    /// What is to be said of it beside the numbers; nothing of dollars.
    #[must_use]
    pub fn note(self) -> Option<String> {
        (self == Self::Euro).then(|| {
            format!(
                "Euros of 2025: dollars of 2025 at 1 EUR = {} USD, the mean of that year.",
                fixed(*USD_PER_EUR, 2)
            )
        })
    }

    /// How the dollars of tables and spreadsheets become euros, with the rate and its source.
    #[must_use]
    pub fn how_to_convert() -> String {
        format!(
            "In euros of 2025 divide by {}, the mean rate of that year (European Central Bank).",
            fixed(*USD_PER_EUR, 2)
        )
    }

    /// A number of billions of dollars in it, without its unit: one decimal below ten.
    #[must_use]
    pub fn billions(self, dollars: f64) -> String {
        let value = dollars * self.per_dollar();
        if value.abs() < 9.95 { fixed(value, 1) } else { thousands(value) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn euros_are_dollars_at_the_rate_of_the_file() {
        assert!((*USD_PER_EUR - 1.13).abs() < 1e-12);
        let euro = Currency::Euro;
        assert_eq!((euro.billions(113.0), euro.billions(1.13)), ("100".to_owned(), "1.0".to_owned()));
        assert_eq!((euro.billions(-2.26), euro.billions(1130.0)), ("-2.0".to_owned(), "1,000".to_owned()));
        assert_eq!(Currency::Dollar.billions(113.0), "113");
        assert!(euro.note().is_some_and(|note| note.contains("1 EUR = 1.13 USD")));
        assert_eq!(Currency::Dollar.note(), None);
    }
}
