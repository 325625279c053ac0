//! Experiments in the sense of exploratory modelling: levers (what a decision maker sets) and uncertainties (what nobody
//! knows), each with levels or a range, a design that chooses settings of them, and the outcomes to keep.
//!
//! A setting of the levers is a *policy*, one of the uncertainties a *scenario*; an *experiment* is a policy in a
//! scenario, run over many replicates. The words are those of the EMA Workbench (J. H. Kwakkel, "The Exploratory
//! Modeling Workbench", Environmental Modelling & Software 96, 2017).
//!
//! The way of a file: text -> [`read`] -> [`parameter`]s and [`design`] -> [`Experiments`] -> [`Resolver`], which gives
//! each experiment's resolved scenario.

pub mod column;
mod csv_rows;
mod csv_text;
pub mod design;
pub mod identity;
pub mod keep;
pub mod parameter;
pub mod read;
mod read_design;
mod read_keep;
mod read_kind;
mod read_replicates;
mod resolvable;
pub mod resolver;
pub mod rows;
pub mod shipped;
mod targets;

use crate::{analysis::asked::Asked, sampling::design::Design as Sampling, scenario::Scenario};

pub use design::Design;
pub use keep::Wanted;
pub use parameter::{Kind, Parameter, Role, Setting};
pub use read::{is_experiment, load, load_reporting};
pub use resolver::Resolver;
pub use rows::Rows;
pub use shipped::shipped;
pub(crate) use targets::targets;

/// An experiment file, read: what is varied, how, and what is kept.
#[derive(Clone, Debug)]
pub struct Experiments {
    /// Stem of the file.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// A sentence or two.
    pub description: String,
    /// The file: its name as the user or the binary gives it, its folder (none if it ships), and its text.
    pub file: SourceText,
    /// Stem of the base scenario.
    pub base: String,
    /// The base scenario as it is.
    pub base_scenario: Scenario,
    /// Values that are the same in all experiments.
    pub constants: Vec<Setting>,
    /// What a decision maker sets.
    pub levers: Vec<Parameter>,
    /// What nobody knows.
    pub uncertainties: Vec<Parameter>,
    /// How the experiments were chosen, in words.
    pub design: DesignWords,
    /// Settings of the levers and of the uncertainties.
    pub rows: Rows,
    /// Replicates of an experiment.
    pub replicates: u64,
    /// Seed of the replicates, and of the design unless that has its own.
    pub seed: u64,
    /// Seed of the design.
    pub design_seed: Option<u64>,
    /// How replicates cover the inputs that are drawn.
    pub sampling: Sampling,
    /// Outcomes to keep.
    pub wanted: Wanted,
    /// What is kept of every replicate, if anything.
    pub kept: Option<Asked>,
    /// Experiments of a part of the store.
    pub part: u64,
}

/// The text of an experiment file.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// Its name in messages.
    pub name: String,
    /// Its folder.
    pub folder: Option<std::path::PathBuf>,
    /// What it says.
    pub text: String,
}

impl SourceText {
    /// Where it lies; nowhere if it ships.
    #[must_use]
    pub fn place(&self) -> Option<std::path::PathBuf> {
        self.folder.as_ref().map(|_| std::path::PathBuf::from(&self.name))
    }
}

/// A design in words, for the manifest.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum DesignWords {
    /// Policies crossed with scenarios.
    #[serde(rename = "crossed")]
    Crossed {
        /// Design of the policies.
        policies: String,
        /// Design of the scenarios.
        scenarios: String,
    },
    /// One design over levers and uncertainties together.
    #[serde(rename = "together")]
    Together(String),
}

impl Experiments {
    /// Number of experiments.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Levers, then uncertainties.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.levers.iter().chain(&self.uncertainties)
    }

    /// The setting of an experiment: one number a parameter, in the order of [`Experiments::parameters`].
    #[must_use]
    pub fn setting(&self, experiment: u64) -> Vec<f64> {
        let (policy, scenario) = self.rows.place(experiment);
        [self.rows.policies.row(policy), self.rows.scenarios.row(scenario)].concat()
    }
}
