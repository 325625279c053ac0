//! Arms (model.md section 9): the same replicate with mechanisms switched on or off.

/// Which mechanisms of the drawdown act. An arm is a set of switches, so that causes and required spending are more
/// arms and not more code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arm {
    /// Force elements leave; without it every cut share is 0 and so is N.
    pub cuts: bool,
    /// Allies react to the departure (`reaction`).
    pub reaction: bool,
    /// What left may return (`return_share`).
    pub returns: bool,
    /// Kit is left with allies (`handover_max`).
    pub handover: bool,
    /// An unannounced departure disrupts (`disruption`).
    pub disruption: bool,
    /// A presence that leaves makes reinforcement less sure (`linkage`).
    pub linkage: bool,
    /// Domains depend on enablers (`dependency`).
    pub dependency: bool,
}

impl Arm {
    /// The scenario as it is.
    pub const SCENARIO: Arm = Arm {
        cuts: true,
        reaction: true,
        returns: true,
        handover: true,
        disruption: true,
        linkage: true,
        dependency: true,
    };
    /// The scenario before allies react.
    pub const DIRECT: Arm = Arm { reaction: false, ..Arm::SCENARIO };
    /// Nobody leaves.
    pub const COUNTERFACTUAL: Arm = Arm { cuts: false, ..Arm::SCENARIO };
}
