//! Reads the tables of a run folder and takes nothing on trust: files may have been edited. Every number is one, every id
//! is known to the summary, no row stands twice.

use std::{
    collections::{BTreeSet, HashSet, hash_map::DefaultHasher},
    fmt,
    hash::{Hash, Hasher},
    path::{Path, PathBuf},
};

use serde::de::DeserializeOwned;

use super::{check_summary::LARGEST, summary::Summary};
use crate::{
    disk,
    model::cells::{Held, Section, outcomes},
    text::csv_records,
};

/// Why a table cannot be read.
#[derive(Debug)]
pub struct TableError {
    path: PathBuf,
    /// Line of the file and number and name of the column, where it is about one.
    place: Option<(u64, Option<(usize, String)>)>,
    reason: String,
}

impl std::error::Error for TableError {}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        match &self.place {
            Some((line, Some((column, name)))) => write!(f, ":{line}:{column}: `{name}`: ")?,
            Some((line, None)) => write!(f, ":{line}: ")?,
            None => write!(f, ": ")?,
        }
        write!(f, "{}", self.reason)
    }
}

/// What the tables of a run may speak of.
pub struct Ids<'a> {
    scenarios: BTreeSet<&'a str>,
    domains: BTreeSet<&'a str>,
    countries: BTreeSet<&'a str>,
    tiers: BTreeSet<u32>,
    quarters: usize,
    /// Calendar years, the base year included.
    years: std::ops::RangeInclusive<i64>,
}

impl<'a> Ids<'a> {
    /// What a summary knows.
    #[must_use]
    pub fn of(summary: &'a Summary) -> Self {
        let start = i64::from(summary.start_year);
        Self {
            scenarios: summary.scenarios.iter().map(|s| s.id.as_str()).collect(),
            domains: summary.domains.iter().map(|d| d.id.as_str()).collect(),
            countries: summary.countries.iter().map(|c| c.id.as_str()).collect(),
            tiers: summary.tiers.iter().copied().collect(),
            quarters: summary.quarters,
            years: start - 1..=start + summary.quarters.div_ceil(4) as i64 - 1,
        }
    }
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Scenario,
    Domain,
    Country,
    Tier,
    Quarter,
    Year,
    /// Text that tells rows apart.
    Which,
    /// Text that does not.
    Text,
    Probability,
    Number,
}

impl Kind {
    fn of(column: &str) -> Self {
        match column {
            "scenario" | "scenario_a" | "scenario_b" => Kind::Scenario,
            "domain" => Kind::Domain,
            "ally" | "host" => Kind::Country,
            "tier" => Kind::Tier,
            "quarter" => Kind::Quarter,
            "year" => Kind::Year,
            "arm" | "outcome" | "step" | "address" => Kind::Which,
            "unit" | "input" | "grade" | "low" | "high" => Kind::Text,
            "probability" | "probability_a_worse" => Kind::Probability,
            _ => Kind::Number,
        }
    }

    /// Whether it tells rows apart.
    fn is_key(self) -> bool {
        !matches!(self, Kind::Text | Kind::Probability | Kind::Number)
    }

    /// What is wrong with a cell that is not empty.
    fn fault(self, text: &str, known: &Ids) -> Option<String> {
        let found = |allowed: String| Some(format!("found `{text}`; {allowed}"));
        let among = |ids: &BTreeSet<&str>| match ids.contains(text) {
            true => None,
            false => Some(format!("`{text}` is not in summary.json")),
        };
        let number = || text.parse::<f64>().ok().filter(|number| number.abs() <= LARGEST);
        match self {
            Kind::Scenario => among(&known.scenarios),
            Kind::Domain => among(&known.domains),
            Kind::Country => among(&known.countries),
            Kind::Tier => match text.parse::<u32>().is_ok_and(|tier| known.tiers.contains(&tier)) {
                true => None,
                false => found("a readiness tier of summary.json is needed".to_owned()),
            },
            Kind::Quarter => match text.parse::<usize>().is_ok_and(|quarter| quarter < known.quarters) {
                true => None,
                false => found(format!("a whole number from 0 to {} is needed", known.quarters - 1)),
            },
            Kind::Year => match text.parse::<i64>().is_ok_and(|year| known.years.contains(&year)) {
                true => None,
                false => {
                    found(format!("a year from {} to {} is needed", known.years.start(), known.years.end()))
                }
            },
            Kind::Which | Kind::Text => None,
            Kind::Probability => match number().is_some_and(|p| (-1e-9..=1.0 + 1e-9).contains(&p)) {
                true => None,
                false => found("a number from 0 to 1 is needed".to_owned()),
            },
            Kind::Number => match number() {
                Some(_) => None,
                None => found("a finite number is needed".to_owned()),
            },
        }
    }
}

/// The column that must not be empty in rows of an outcome.
fn needed(outcome: &str) -> Option<&'static str> {
    let section: &Section = outcomes().iter().find(|section| section.name == outcome)?;
    match (section.held, section.conditional, section.probability) {
        (Held::Number | Held::Label(0), false, true) => Some("probability"),
        (Held::Number, false, false) => Some("mean"),
        _ => None,
    }
}

/// Reads the rows of a table that are to be kept: a comparison of many scenarios has hundreds of thousands.
///
/// # Errors
/// When the file cannot be read, or a cell is not what its column may hold.
pub fn read_rows<R: DeserializeOwned>(
    path: &Path,
    known: &Ids,
    keep: impl Fn(&R) -> bool,
) -> Result<Vec<R>, TableError> {
    let fault = |place, reason: String| TableError { path: path.to_owned(), place, reason };
    let wrong = |error: csv::Error| {
        let line = error.position().map(|position| (position.line(), None));
        let reason = match error.kind() {
            csv::ErrorKind::Io(error) => error.to_string(),
            csv::ErrorKind::Deserialize { err, .. } => err.kind().to_string(),
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("found {len} cells; the table has {expected_len} columns")
            }
            _ => error.to_string(),
        };
        fault(line, reason)
    };
    let file = disk::read::table(path).map_err(|error| fault(None, error.to_string()))?;
    let (headers, records) = csv_records(file).map_err(wrong)?;
    let kinds: Vec<Kind> = headers.iter().map(Kind::of).collect();
    let column = |at: usize| (at + 1, headers[at].to_owned());
    let position = |name: &str| headers.iter().position(|header| header == name);
    let outcome = position("outcome");
    let means = ["mean", "probability"].map(position);
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    for record in records {
        let record = record.map_err(wrong)?;
        let line = record.position().map_or(0, csv::Position::line);
        let mut key = DefaultHasher::new();
        for (at, (text, kind)) in record.iter().zip(&kinds).enumerate() {
            if kind.is_key() {
                text.hash(&mut key);
            }
            if let Some(reason) = (!text.is_empty()).then(|| kind.fault(text, known)).flatten() {
                return Err(fault(Some((line, Some(column(at)))), reason));
            }
        }
        if !seen.insert(key.finish()) {
            return Err(fault(Some((line, None)), "this row stands in the table twice".to_owned()));
        }
        if let Some(name) = outcome.and_then(|at| needed(&record[at]))
            && let Some(at) = means.into_iter().flatten().find(|&at| headers[at] == *name)
            && record[at].is_empty()
        {
            return Err(fault(Some((line, Some(column(at)))), "it is empty; a number is needed".to_owned()));
        }
        let row: R = record.deserialize(Some(&headers)).map_err(wrong)?;
        if keep(&row) {
            rows.push(row);
        }
    }
    Ok(rows)
}
