//! What answer, figures and report are turned to: the same options wherever something of a run is printed.

use std::path::Path;

use clap::{Args, builder::PossibleValuesParser};

use super::failure::Failure;
use crate::{
    present::turned::{Asked, Menu, Named},
    scenario::Scenario,
    store::turned_to::TurnedTo,
};

/// What to turn to.
#[derive(Clone, Debug, Default, Args)]
pub struct Turn {
    /// The scenario that answer, figures and report are about: its id or title, or a part of it that no other has. By default
    /// the deepest; each has its own figures where two or three are compared
    #[arg(long, value_name = "SCENARIO")]
    focus: Option<String>,
    /// Readiness tier that is told, days after the alert, from the same run; the scenarios' reporting tier by default
    #[arg(long, value_name = "DAYS", value_parser = PossibleValuesParser::new(["10", "30", "180"]))]
    tier: Option<String>,
    /// Show only this capability where tables and figures are by capability: its id or title, or a part of it that no other has
    #[arg(long = "domain", value_name = "CAPABILITY")]
    domains: Vec<String>,
}

impl Turn {
    /// As it was written.
    pub fn asked(&self) -> Asked {
        let tier = self.tier.as_ref().and_then(|tier| tier.parse().ok());
        Asked { focus: self.focus.clone(), tier, domains: self.domains.clone() }
    }

    /// What of the scenarios of a run that is, before anything runs.
    pub fn among(&self, scenarios: &[Scenario]) -> Result<TurnedTo, Failure> {
        self.asked().among(&menu(scenarios)).map_err(Failure::Input)
    }

    /// The options of a command that does the same again.
    pub fn options(turned: &TurnedTo) -> Vec<String> {
        let focus = turned.focus.iter().flat_map(|id| ["--focus".to_owned(), id.clone()]);
        let domains = turned.domains.iter().flat_map(|id| ["--domain".to_owned(), id.clone()]);
        let tier = turned.tier.iter().flat_map(|tier| ["--tier".to_owned(), tier.to_string()]);
        focus.chain(tier).chain(domains).collect()
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

/// The capabilities that are meant, by id, title or a part of it.
pub fn domains(asked: &[String], scenarios: &[Scenario]) -> Result<Vec<String>, Failure> {
    let asked = Asked { domains: asked.to_vec(), ..Asked::default() };
    Ok(asked.among(&menu(scenarios)).map_err(Failure::Input)?.domains)
}

/// A folder that is no run's has nothing to be turned.
pub fn refuse(folder: &Path, asked: &Asked) -> Failure {
    let option = match (&asked.focus, asked.tier) {
        (Some(_), _) => "--focus",
        (None, Some(_)) => "--tier",
        (None, None) => "--domain",
    };
    Failure::Input(format!("{option}: `{}` is no folder of a run", folder.display()))
}
