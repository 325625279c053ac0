//! Which countries a command is asked for, and in which currency.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::failure::Failure;
use crate::{
    present::{grammar::list, numbers::currency},
    scenario::{Scenario, country, spelling::nearest},
    store::summary::Summary,
};

/// Currency of money that people are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Currency {
    /// Dollars of 2025, as in all tables
    #[default]
    #[value(name = "USD")]
    Usd,
    /// Euros, at the mean rate of 2025
    #[value(name = "EUR")]
    Eur,
}

impl From<Currency> for currency::Currency {
    fn from(asked: Currency) -> Self {
        match asked {
            Currency::Usd => Self::Dollar,
            Currency::Eur => Self::Euro,
        }
    }
}

/// Options of commands that may say what a run means for every ally.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Countries {
    /// Say in the report what it means for every ally
    #[arg(long)]
    pub countries: bool,
}

/// Allies by id and name.
pub type Known = Vec<(String, String)>;

/// The allies of scenarios, in the order of the reference data.
pub fn of_scenarios(scenarios: &[Scenario]) -> Known {
    let mut known = Known::new();
    for ally in scenarios.iter().flat_map(|scenario| &scenario.allies) {
        if !known.iter().any(|(id, _)| *id == ally.id) {
            known.push((ally.id.clone(), ally.title.clone()));
        }
    }
    known
}

/// The allies of a run.
pub fn of_summary(summary: &Summary) -> Known {
    let allies = summary.countries.iter().filter(|country| country.ally);
    allies.map(|country| (country.id.clone(), country.title.clone())).collect()
}

impl Countries {
    /// The ids of the allies that are told of by themselves: those that are asked for, or all.
    pub fn ids(self, asked: &[String], known: &Known) -> Vec<String> {
        match self.countries {
            true => known.iter().map(|(id, _)| id.clone()).collect(),
            false => asked.to_vec(),
        }
    }
}

/// The ids of allies as they are written: by code or name.
///
/// # Errors
/// When one is no ally; the message lists those that are.
pub fn ids(written: &[String], known: &Known) -> Result<Vec<String>, Failure> {
    let mut found: Vec<String> = Vec::new();
    for written in written {
        let written = written.trim();
        let meant = country(written).map_or(written, |(code, _)| code);
        let same = |text: &str, other: &str| text.to_lowercase() == other.to_lowercase();
        let is = |(id, title): &&(String, String)| same(id, meant) || same(title, written);
        let Some((id, _)) = known.iter().find(is) else {
            if Path::new(written).is_dir() {
                return Err(Failure::Input(format!(
                    "`{written}` is a folder: the ally comes first, then run folders"
                )));
            }
            let names: Vec<&str> = known.iter().map(|(_, title)| title.as_str()).collect();
            let like =
                nearest(written, names).map_or_else(String::new, |like| format!(": did you mean {like}?"));
            let all: Vec<String> = known.iter().map(|(id, title)| format!("{id} ({title})")).collect();
            return Err(Failure::Input(format!("no ally `{written}`{like}; there are: {}", list(&all))));
        };
        if !found.contains(id) {
            found.push(id.clone());
        }
    }
    Ok(found)
}
