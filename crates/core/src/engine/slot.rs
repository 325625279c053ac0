//! Arms and paired differences: what an estimate of an outcome can be of.

use serde::{Deserialize, Serialize};

use crate::model::cells::{Arms, Section};

/// An arm, or a paired difference of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Slot {
    /// The scenario.
    Scenario,
    /// Before allies react.
    Direct,
    /// Nobody leaves.
    Counterfactual,
    /// Scenario less counterfactual.
    Attributable,
    /// Direct less counterfactual.
    DirectEffect,
    /// Scenario less direct: what the alarm makes allies do.
    Induced,
}

impl Slot {
    /// All six, in the order of the tables.
    pub const ALL: [Slot; 6] = [
        Slot::Scenario,
        Slot::Direct,
        Slot::Counterfactual,
        Slot::Attributable,
        Slot::DirectEffect,
        Slot::Induced,
    ];

    /// Name in the column `arm`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Slot::Scenario => "scenario",
            Slot::Direct => "direct",
            Slot::Counterfactual => "counterfactual",
            Slot::Attributable => "attributable",
            Slot::DirectEffect => "direct_effect",
            Slot::Induced => "induced",
        }
    }

    /// Whether it is a difference.
    #[must_use]
    pub const fn is_difference(self) -> bool {
        matches!(self, Slot::Attributable | Slot::DirectEffect | Slot::Induced)
    }
}

/// The slots in which a section exists.
#[must_use]
pub fn slots(section: &Section) -> &'static [Slot] {
    match section.arms {
        Arms::All if section.direct => &Slot::ALL,
        Arms::All => &[Slot::Scenario, Slot::Counterfactual, Slot::Attributable],
        Arms::Each if section.direct => &[Slot::Scenario, Slot::Direct, Slot::Counterfactual],
        Arms::Each | Arms::TwoArms => &[Slot::Scenario, Slot::Counterfactual],
        Arms::Paired => &[Slot::Attributable],
        Arms::NoArm => &[Slot::Scenario],
    }
}
