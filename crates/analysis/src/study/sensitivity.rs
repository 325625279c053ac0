//! What drives the gap of a scenario, asked of what is planned.

use super::{Answered, Planned, StudyError};
use crate::{
    analysis::sensitivity::{
        Found, Question, SensitivityError, enough, sensitivity,
        variance::{self, By, Samples},
    },
    scenario::{Scenario, names::TIERS},
    store::sobol::{GroupRow, JudgementShare},
};

/// How inputs are varied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Varying {
    /// Readiness tier of the index, days after the alert; the scenario's reporting tier where nobody says.
    pub tier: Option<u32>,
    /// Inputs to show; three times as many, at least 20, are varied: those most rank-correlated with the gap.
    pub top: usize,
    /// Vary every uncertain input.
    pub every_input: bool,
    /// Replicates; where nobody says, no more of those planned than are enough.
    pub replicates: Option<u64>,
}

impl Default for Varying {
    fn default() -> Self {
        Self { tier: None, top: 10, every_input: false, replicates: None }
    }
}

/// Of what variance is looked at, and how inputs are put into groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// What groups are made by.
    pub by: By,
    /// Outcomes by name, such as `index_headline[30]` or `closed_by[isr,30,2035]`; the headline index at the tier where none
    /// are named. All are looked at in the same runs.
    pub outcomes: Vec<String>,
    /// Readiness tier of the index, days after the alert; the scenario's reporting tier where nobody says.
    pub tier: Option<u32>,
    /// Replicates of each sample.
    pub replicates: u64,
}

impl Grouping {
    /// Of the headline index, in as many replicates as `drawdown sensitivity --sobol` takes.
    #[must_use]
    pub fn by(by: By) -> Self {
        Self { by, outcomes: Vec::new(), tier: None, replicates: variance::REPLICATES }
    }
}

impl Planned {
    /// What drives the gap of a scenario: uncertain inputs, each low and high with all others drawn. The observer is told of
    /// replicates simulated, each as often as it is.
    ///
    /// # Errors
    /// When no scenario is called so, when there is no such tier, and as [`Planned::run`].
    pub fn sensitivity(&self, scenario: &str, varying: &Varying) -> Result<Answered<Found>, StudyError> {
        let (scenario, tier) = self.of(scenario, varying.tier)?;
        let design = self.plan.design;
        let question = Question {
            tier,
            top: varying.top,
            every_input: varying.every_input,
            seed: self.plan.seed,
            design,
            replicates: varying.replicates.unwrap_or(self.settings.replicates.min(enough(design))),
            threads: self.settings.threads,
        };
        self.settings.within(|| {
            let progress = |done, all| self.settings.observer.replicates(done, all);
            let found = sensitivity(scenario, &question, self.settings.cancel.flag(), &progress)?;
            let interrupted = found.replicates < question.replicates;
            Ok(Answered { found, warnings: Vec::new(), interrupted })
        })
    }

    /// Which part of the spread goes with inputs or groups of them, by Sobol' indices from plain random replicates; nothing for
    /// an outcome that does not vary.
    ///
    /// # Errors
    /// When there is no such input or outcome, and as [`Planned::sensitivity`].
    pub fn groups(&self, scenario: &str, grouping: &Grouping) -> Result<Vec<GroupRow>, StudyError> {
        self.variance(scenario, grouping).map(|(rows, _)| rows)
    }

    /// The same with the numbers of every sample that it comes from.
    ///
    /// # Errors
    /// As [`Planned::groups`].
    pub fn variance(
        &self,
        scenario: &str,
        grouping: &Grouping,
    ) -> Result<(Vec<GroupRow>, Samples), StudyError> {
        let (scenario, question) = self.grouped(scenario, grouping)?;
        self.settings.within(|| {
            let progress = |done, all| self.settings.observer.replicates(done, all);
            let planned = variance::Planned::new(scenario, &question)?;
            Ok(planned.rows(self.settings.cancel.flag(), &progress)?)
        })
    }

    /// Looks at what is asked of variance, before anything runs.
    ///
    /// # Errors
    /// Those of [`Planned::groups`] that can be known.
    pub fn check_groups(&self, scenario: &str, grouping: &Grouping) -> Result<(), StudyError> {
        let (scenario, question) = self.grouped(scenario, grouping)?;
        variance::Planned::new(scenario, &question)?;
        Ok(())
    }

    /// How much of the spread of what a scenario adds at its reporting tier rests on judgement; nothing where nothing of it
    /// varies.
    ///
    /// # Errors
    /// As [`Planned::sensitivity`].
    pub fn judgement(&self, scenario: &str) -> Result<Option<JudgementShare>, StudyError> {
        let grouping = Grouping { replicates: variance::SHARE_REPLICATES, ..Grouping::by(By::Grade) };
        let (scenario, question) = self.grouped(scenario, &grouping)?;
        self.settings.within(|| {
            let progress = |done, all| self.settings.observer.replicates(done, all);
            Ok(variance::judgement(scenario, &question, self.settings.cancel.flag(), &progress)?)
        })
    }

    fn grouped(&self, id: &str, grouping: &Grouping) -> Result<(&Scenario, variance::Question), StudyError> {
        let (scenario, tier) = self.of(id, grouping.tier)?;
        let Grouping { by, outcomes, replicates, .. } = grouping.clone();
        let (seed, threads) = (self.plan.seed, self.settings.threads);
        Ok((scenario, variance::Question { tier, by, outcomes, seed, replicates, threads }))
    }

    /// A scenario by its id, and its reporting tier or the one asked for.
    pub(super) fn of(&self, id: &str, tier: Option<u32>) -> Result<(&Scenario, u32), StudyError> {
        let unknown = |what, asked: String, known: Vec<String>| StudyError::Unknown { what, asked, known };
        let Some(scenario) = self.scenarios.iter().find(|scenario| scenario.id == id) else {
            let known = self.scenarios.iter().map(|scenario| scenario.id.clone()).collect();
            return Err(unknown("scenario", id.to_owned(), known));
        };
        match tier.unwrap_or(scenario.reporting_tier) {
            tier if TIERS.contains(&tier) => Ok((scenario, tier)),
            tier => Err(unknown("tier", tier.to_string(), TIERS.map(|tier| tier.to_string()).to_vec())),
        }
    }
}

impl From<SensitivityError> for StudyError {
    fn from(error: SensitivityError) -> Self {
        match error {
            SensitivityError::Plan(error) => error.into(),
            SensitivityError::Run(error) => error.into(),
            SensitivityError::Asked(why) => StudyError::Variance(why),
        }
    }
}
