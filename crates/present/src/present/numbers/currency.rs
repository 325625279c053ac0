//! Money in another currency than the dollars that every file holds.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{fixed, grouped, page, thousands};
use crate::store::turned_to::TurnedTo;

pub use crate::store::turned_to::Currency;

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

/// Money of the tables, bn USD 2025, as people are told it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Money(Currency);

impl Money {
    /// In a currency.
    #[must_use]
    pub const fn new(currency: Currency) -> Self {
        Self(currency)
    }

    /// In that to which something is turned.
    #[must_use]
    pub fn of(turned: &TurnedTo) -> Self {
        Self(turned.currency.unwrap_or_default())
    }

    /// How much of it an amount of dollars of 2025 is.
    #[must_use]
    pub fn amount(self, dollars: f64) -> f64 {
        match self.0 {
            Currency::Dollar => dollars,
            Currency::Euro => dollars / *USD_PER_EUR,
        }
    }

    /// Its sign.
    #[must_use]
    pub const fn sign(self) -> char {
        match self.0 {
            Currency::Dollar => '$',
            Currency::Euro => '\u{20ac}',
        }
    }

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self.0 {
            Currency::Dollar => "USD",
            Currency::Euro => "EUR",
        }
    }

    /// Its unit as heads of tables have it: "$ bn".
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self.0 {
            Currency::Dollar => "$ bn",
            Currency::Euro => "\u{20ac} bn",
        }
    }

    /// What it is called in a sentence.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self.0 {
            Currency::Dollar => "dollars",
            Currency::Euro => "euros",
        }
    }

    /// What is to be said of it beside the numbers; nothing of dollars.
    #[must_use]
    pub fn note(self) -> Option<String> {
        (self.0 == Currency::Euro).then(|| {
            format!(
                "Euros of 2025: dollars of 2025 at 1 EUR = {} USD, the mean of that year; tables on disk and values of inputs stay in dollars.",
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
        let value = self.amount(dollars);
        if value.abs() < 9.95 { fixed(value, 1) } else { thousands(value) }
    }

    /// A sum with its unit, in steps that a reader can remember: "$136 bn".
    #[must_use]
    pub fn sum(self, dollars: f64) -> String {
        let shown = self.billions(dollars);
        match shown.strip_prefix('-') {
            Some(size) => format!("-{}{size} bn", self.sign()),
            None => format!("{}{shown} bn", self.sign()),
        }
    }

    /// The same without decimals, as sums that are large everywhere have it.
    #[must_use]
    pub fn whole(self, dollars: f64) -> String {
        let value = self.amount(dollars);
        let sign = if value <= -0.5 { "-" } else { "" };
        format!("{sign}{}{} bn", self.sign(), grouped(libm::round(value.abs()) as u64))
    }

    /// As figures and pages set it: "$86 bn", nothing as a whole number.
    #[must_use]
    pub fn set(self, dollars: f64) -> String {
        let value = self.amount(dollars);
        let shown = match value.abs() {
            size if (0.05..9.95).contains(&size) => page::number(value, 1),
            _ => page::thousands(value),
        };
        match shown.strip_prefix(page::MINUS) {
            Some(size) => format!("{}{}{size}\u{202f}bn", page::MINUS, self.sign()),
            None => format!("{}{shown}\u{202f}bn", self.sign()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn euros_are_dollars_at_the_rate_of_the_file() {
        assert!((*USD_PER_EUR - 1.13).abs() < 1e-12);
        let (euro, dollar) = (Money::new(Currency::Euro), Money::default());
        assert_eq!((euro.billions(113.0), euro.billions(1.13)), ("100".to_owned(), "1.0".to_owned()));
        assert_eq!((euro.billions(-2.26), euro.billions(1130.0)), ("-2.0".to_owned(), "1,000".to_owned()));
        assert_eq!(
            (euro.sum(113.0), euro.whole(-1.13)),
            ("\u{20ac}100 bn".to_owned(), "-\u{20ac}1 bn".to_owned())
        );
        assert_eq!((dollar.billions(113.0), dollar.sum(1159.4)), ("113".to_owned(), "$1,159 bn".to_owned()));
        assert_eq!((dollar.sum(136.2), dollar.sum(-0.01)), ("$136 bn".to_owned(), "$0.0 bn".to_owned()));
        assert_eq!(
            (dollar.set(86.0), euro.set(2.26)),
            ("$86\u{202f}bn".to_owned(), "\u{20ac}2.0\u{202f}bn".to_owned())
        );
        assert_eq!(
            (euro.sum(-2.26), euro.sum(-226.0), dollar.set(-2.0), dollar.set(-86.0)),
            (
                "-\u{20ac}2.0 bn".to_owned(),
                "-\u{20ac}200 bn".to_owned(),
                "\u{2212}$2.0\u{202f}bn".to_owned(),
                "\u{2212}$86\u{202f}bn".to_owned()
            )
        );
        assert!(euro.note().is_some_and(|note| note.contains("1 EUR = 1.13 USD")));
        assert_eq!(dollar.note(), None);
    }
}
