//! What the questions of `drawdown new --ask` are about, and what an answer comes to.

use super::{countries::country, show};

/// What one question is about, in the order in which they are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Where,
    HowMany,
    Start,
    Duration,
    Announced,
    Informed,
    Destination,
    Stay,
    Pledges,
    PledgeYear,
    Buying,
    Title,
    ShortTitle,
}

/// What an answer comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Fields with their values.
    pub(super) fields: Vec<String>,
    /// Values of `overrides`.
    pub(super) overrides: Vec<String>,
    /// The answer in the comment of the file.
    pub(super) words: String,
}

impl Said {
    /// Whether it gives numbers of people by place.
    pub(super) fn is_amounts(&self) -> bool {
        self.fields.iter().any(|field| field.starts_with(AMOUNTS))
    }

    /// How many leave in all and the names of the countries that they leave, where numbers of people are given by country and
    /// nothing else.
    pub(super) fn amounts(&self) -> Option<(u64, Vec<&'static str>)> {
        let pairs = self.fields.iter().find_map(|field| field.strip_prefix(AMOUNTS)?.strip_suffix("})"))?;
        let (mut people, mut names) = (0, Vec::new());
        for pair in pairs.split(", ") {
            let (host, number) = pair.strip_prefix("Host(\"")?.split_once("\"): ")?;
            people += number.parse::<u64>().ok()?;
            names.push(country(host)?.1);
        }
        Some((people, names))
    }
}

/// How the field of amounts by country begins.
const AMOUNTS: &str = "composition: Amounts({";

/// A point in time as a field says it: a date, or a count where it is within a quarter or before the run.
pub(super) fn date_of(first_year: f64, quarter: f64) -> String {
    match quarter.fract() == 0.0 && quarter >= 0.0 {
        true => format!("\"{}\"", show::date(first_year, quarter)),
        false => quarter.to_string(),
    }
}
