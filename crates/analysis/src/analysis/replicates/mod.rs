//! Every replicate in a table: a row a replicate and scenario, with what it drew and what came out of it, as a Parquet file
//! (docs/run-folder.md).

mod inputs;
mod outcomes;
mod write;

use serde::Serialize;

pub use crate::analysis::asked::Asked;
pub use write::{ReplicatesError, Written, write};

use crate::{
    analysis::asked::cells::keep,
    engine::{
        plan::{Plan, PlanError},
        replicates::{Kept, SHOCKS},
    },
    scenario::Scenario,
};

/// A column beside those of replicate and scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Of an input, the column of the quantile that it was drawn at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantile: Option<String>,
    /// What it is, where the name alone does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<&'static str>,
    /// Whether it has few values, each many times.
    #[serde(skip)]
    repeated: bool,
}

impl Column {
    fn new(name: String, unit: impl Into<String>) -> Self {
        let unit = unit.into();
        let repeated = ["probability", "quarters", "domains", "years", "calendar year"].contains(&&*unit);
        let repeated = repeated && !name.starts_with("input:");
        Self { name, unit, quantile: None, meaning: None, repeated }
    }
}

/// What will be kept, planned.
pub struct Keeping {
    /// A plan of the same scenarios that computes no more than is kept.
    plan: Plan,
    kept: Kept,
    columns: Vec<Column>,
}

/// Why nothing can be kept so.
#[derive(Debug, thiserror::Error)]
pub enum AskedError {
    /// A name is wrong.
    #[error("{0}")]
    Name(String),
    /// The scenarios cannot be run together.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

impl Keeping {
    /// What is asked for of the replicates of a planned run.
    ///
    /// # Errors
    /// When there is no such input or outcome: what is allowed.
    pub fn new(run: &Plan, scenarios: &[Scenario], asked: &Asked) -> Result<Self, AskedError> {
        let mut plan = Plan::with_design(scenarios, run.seed, run.design)?;
        let slots = inputs::slots(&plan, asked.inputs.as_deref()).map_err(AskedError::Name)?;
        let cells = outcomes::cells(&plan, scenarios, asked.outcomes.as_deref()).map_err(AskedError::Name)?;
        let (mut columns, quantiles) = inputs::columns(&plan, scenarios, &slots);
        columns.extend(SHOCKS.map(|(name, unit, meaning)| Column {
            meaning: Some(meaning),
            ..Column::new(format!("shock:{name}"), unit)
        }));
        let (outcomes, of_outcomes): (Vec<_>, Vec<_>) = cells.into_iter().unzip();
        columns.extend(of_outcomes);
        keep(&mut plan, &outcomes);
        Ok(Self { plan, kept: Kept { inputs: slots, quantiles, outcomes }, columns })
    }

    /// The columns beside those of replicate and scenario.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }
}
