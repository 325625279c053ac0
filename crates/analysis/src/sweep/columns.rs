//! The columns of a store's two tables: of what is varied, or of a manifest.

use std::sync::Arc;

use super::{describe::Headline, template::NUMBERS};
use crate::{
    experiment::Experiments,
    store::sweep::{
        Column, Type,
        manifest::{Manifest, ParameterInfo},
    },
};

/// Positions of the numbers that the table of experiments has of a headline: mean, standard error, 5 % quantile, median,
/// 95 % quantile.
pub const NUMBERS_OF_HEADLINES: [usize; 5] = [0, 1, 4, 6, 8];

/// The columns of the two tables.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Of the table of experiments.
    pub experiments: Arc<Vec<Column>>,
    /// Of the table of outcomes.
    pub outcomes: Arc<Vec<Column>>,
}

impl Columns {
    /// The columns for what is varied and the headlines that are kept.
    #[must_use]
    pub fn new(experiments: &Experiments, headlines: &[Headline]) -> Self {
        let parameters = experiments.parameters().map(|parameter| {
            (parameter.column.clone(), if parameter.is_number() { Type::Real } else { Type::Text })
        });
        Self::of(parameters, headlines.iter().map(|headline| headline.column.clone()))
    }

    /// The columns for parameters (name and type) and headlines (the beginning of their names).
    #[must_use]
    pub fn of(
        parameters: impl Iterator<Item = (String, Type)>,
        headlines: impl Iterator<Item = String>,
    ) -> Self {
        let mut experiments: Vec<Column> =
            ["experiment", "policy", "scenario"].map(|name| Column::required(name, Type::Int)).into();
        experiments.extend(parameters.map(|(name, kind)| Column::required(name, kind)));
        experiments.extend([
            Column::required("status", Type::Text),
            Column::optional("reason", Type::Text),
            Column::optional("warnings", Type::Text),
            Column::required("replicates", Type::Int),
            Column::required("replicates_valid", Type::Int),
            Column::optional("scenario_sha256", Type::Text),
        ]);
        experiments.extend(headlines.flat_map(|column| {
            NUMBERS_OF_HEADLINES.map(|at| Column::optional(format!("{column}_{}", NUMBERS[at]), Type::Real))
        }));
        let mut outcomes = vec![
            Column::required("experiment", Type::Int),
            Column::optional("arm", Type::Text),
            Column::required("outcome", Type::Text),
            Column::required("unit", Type::Text),
            Column::optional("domain", Type::Text),
            Column::optional("tier_days", Type::Int),
            Column::optional("ally", Type::Text),
            Column::optional("host", Type::Text),
            Column::optional("year", Type::Int),
            Column::optional("quarter", Type::Int),
        ];
        outcomes.extend(NUMBERS.map(|name| Column::optional(name, Type::Real)));
        Self { experiments: Arc::new(experiments), outcomes: Arc::new(outcomes) }
    }
}

/// The columns of a store, from its manifest.
#[must_use]
pub fn columns(manifest: &Manifest) -> Columns {
    let kind = |info: &ParameterInfo| if info.low.is_some() { Type::Real } else { Type::Text };
    Columns::of(
        manifest.parameters.iter().map(|info| (info.column.clone(), kind(info))),
        manifest.headlines.iter().map(|info| info.column.clone()),
    )
}
