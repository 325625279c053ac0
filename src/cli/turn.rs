//! What answer, figures and report are turned to: the same options wherever something of a run is printed.

use std::path::Path;

use clap::Args;

use super::{
    country_args::{self, Currency, Known},
    failure::Failure,
};
use crate::{
    present::{
        numbers::currency::Money,
        turned::{Asked, Menu, Named},
    },
    scenario::{Scenario, names::TIERS},
    store::{summary::Summary, turned_to::TurnedTo},
};

/// What to turn to.
#[derive(Clone, Debug, Default, Args)]
pub struct Turn {
    /// The scenario that answer, figures and report are about: its id or title, or a part of it that no other has. By default
    /// the deepest; each has its own figures where two or three are compared
    #[arg(long, value_name = "SCENARIO")]
    pub focus: Option<String>,
    /// Readiness tier that is told, days after the alert (10, 30 or 180); by default the scenarios' reporting tier (of `require`: 30)
    #[arg(long, value_name = "DAYS", value_parser = tier)]
    pub tier: Option<u32>,
    /// Show only this capability where tables and figures are by capability: its id or title, or a part of it that no other has
    /// (repeatable, or a list with commas)
    #[arg(long = "domain", value_name = "CAPABILITY")]
    pub domains: Vec<String>,
    /// Say what it means for this ally by itself, by code or name (repeatable, or a list with commas): a section of the
    /// report, its row of a table, a mark in the figure of spending
    #[arg(long, value_name = "ALLY", value_delimiter = ',')]
    pub ally: Vec<String>,
    /// Currency of the money that is told (1 EUR = 1.13 USD); tables on disk and spreadsheets are in US dollars of 2025
    #[arg(long, value_enum, ignore_case = true)]
    pub currency: Option<Currency>,
}

/// A readiness tier as it is typed: `30`, `D30` or `D+30`.
pub fn tier(text: &str) -> Result<u32, String> {
    let days = text.trim_start_matches(['D', 'd']).trim_start_matches('+');
    let found = TIERS.into_iter().find(|tier| days == tier.to_string());
    found.ok_or_else(|| "allowed: 10, 30, 180 (days after the alert)".to_owned())
}

impl Turn {
    /// As it was written, but for allies, which are `known` by code and name.
    pub fn asked(&self, known: &Known) -> Result<Asked, Failure> {
        Ok(Asked {
            focus: self.focus.clone(),
            tier: self.tier,
            domains: self.domains.clone(),
            allies: country_args::ids(&self.ally, known)?,
            currency: self.currency.map(Currency::into),
        })
    }

    /// What of the scenarios of a run that is, before anything runs.
    pub fn among(&self, scenarios: &[Scenario]) -> Result<TurnedTo, Failure> {
        let asked = self.asked(&country_args::of_scenarios(scenarios))?;
        asked.among(&menu(scenarios)).map_err(Failure::Input)
    }

    /// The same of a run that was done, with what it was turned to where nothing else is asked for.
    pub fn of(&self, summary: &Summary) -> Result<TurnedTo, Failure> {
        let asked = self.asked(&country_args::of_summary(summary))?;
        let turned = asked.among(&Menu::of(summary)).map_err(Failure::Input)?;
        Ok(summary.turned_to.clone().and_then(turned))
    }

    /// Refuses to turn what is no run's, where something is asked for.
    pub fn refuse(&self, folder: &Path) -> Result<(), Failure> {
        let options = [
            (self.focus.is_some(), "--focus"),
            (self.tier.is_some(), "--tier"),
            (!self.domains.is_empty(), "--domain"),
            (!self.ally.is_empty(), "--ally"),
            (self.currency.is_some(), "--currency"),
        ];
        match options.into_iter().find(|(asked, _)| *asked) {
            Some((_, option)) => {
                Err(Failure::Input(format!("{option}: `{}` is no folder of a run", folder.display())))
            }
            None => Ok(()),
        }
    }

    /// The options of a command that does the same again.
    pub fn options(turned: &TurnedTo) -> Vec<String> {
        let focus = turned.focus.iter().flat_map(|id| ["--focus".to_owned(), id.clone()]);
        let domains = turned.domains.iter().flat_map(|id| ["--domain".to_owned(), id.clone()]);
        let tier = turned.tier.iter().flat_map(|tier| ["--tier".to_owned(), tier.to_string()]);
        let currency = turned
            .currency
            .iter()
            .flat_map(|&currency| ["--currency".to_owned(), Money::new(currency).code().to_owned()]);
        let allies = turned.allies.iter().flat_map(|id| ["--ally".to_owned(), id.clone()]);
        allies.chain(currency).chain(focus).chain(tier).chain(domains).collect()
    }
}

/// What can be turned to, of the scenarios of a command.
fn menu(scenarios: &[Scenario]) -> Menu {
    let of = |s: &Scenario| Named { id: s.id.clone(), titles: vec![s.title.clone(), s.short_title.clone()] };
    let domains = scenarios.first().map_or(&[][..], |s| &s.domains[..]);
    Menu {
        scenarios: scenarios.iter().map(of).collect(),
        domains: domains.iter().map(|d| Named { id: d.id.clone(), titles: vec![d.title.clone()] }).collect(),
    }
}
