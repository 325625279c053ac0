//! An estimate by names, as Python asks for it.

use drawdown_analysis::study::{Arm, Outcome, Query, StudyError};
use drawdown_core::model::cells::outcomes;
use pyo3::prelude::*;

use crate::error::Failed;

/// An outcome, an arm, and a name along each axis.
#[derive(FromPyObject)]
pub struct Place {
    /// As tables call it.
    pub outcome: String,
    /// The arm or difference.
    pub arm: Option<String>,
    /// Days after the alert.
    pub tier: Option<u32>,
    /// Id of the domain.
    pub domain: Option<String>,
    /// Id of the ally.
    pub ally: Option<String>,
    /// Id of the host country.
    pub host: Option<String>,
    /// Calendar year.
    pub year: Option<i32>,
    /// From 0 at the start of the run.
    pub quarter: Option<usize>,
}

/// What is called otherwise.
pub fn unknown(what: &'static str, asked: &str, known: Vec<String>) -> Failed {
    StudyError::Unknown { what, asked: asked.to_owned(), known }.into()
}

impl Place {
    /// The outcome that is meant: where several have the name, that with as many axes as are given.
    fn outcome(&self) -> Result<Outcome, Failed> {
        let Self { outcome, arm: _, tier, domain, ally, host, year, quarter } = self;
        let texts = [domain, ally, host].into_iter().flatten().count();
        let numbers =
            [tier.is_some(), year.is_some(), quarter.is_some()].into_iter().filter(|&given| given).count();
        let named = || outcomes().iter().filter(|section| section.name == outcome);
        let found = named().find(|section| section.axes.len() == texts + numbers).or_else(|| named().next());
        found.map(|section| section.outcome).ok_or_else(|| {
            let mut known: Vec<String> = outcomes().iter().map(|section| section.name.to_owned()).collect();
            known.dedup();
            unknown("outcome", outcome, known)
        })
    }

    /// The question that it is.
    pub fn query(&self) -> Result<Query, Failed> {
        let mut query = Query::new(self.outcome()?);
        if let Some(name) = &self.arm {
            let known = || Arm::ALL.map(|arm| arm.name().to_owned()).to_vec();
            let arm = Arm::ALL.into_iter().find(|arm| arm.name() == name);
            query = query.arm(arm.ok_or_else(|| unknown("arm", name, known()))?);
        }
        query = self.tier.into_iter().fold(query, Query::tier);
        query = self.domain.iter().fold(query, |query, id| query.domain(id));
        query = self.ally.iter().fold(query, |query, id| query.ally(id));
        query = self.host.iter().fold(query, |query, id| query.host(id));
        query = self.year.into_iter().fold(query, Query::year);
        Ok(self.quarter.into_iter().fold(query, Query::quarter))
    }
}
