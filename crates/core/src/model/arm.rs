//! Arms (model.md section 9): the same replicate with mechanisms switched on or off.

/// Which mechanisms of the drawdown act. An arm is a set of switches, so that causes and required spending are more
/// arms and not more code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arm {
    /// Force elements leave; without it every cut share is 0 and so is N.
    pub cuts: bool,
    /// Pledges are taken back (`pledge_cut`).
    pub pledges: bool,
    /// Allies react to the drawdown (`reaction`, `surprise_reaction`).
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
        pledges: true,
        reaction: true,
        returns: true,
        handover: true,
        disruption: true,
        linkage: true,
        dependency: true,
    };
    /// The scenario before allies react.
    pub const DIRECT: Arm = Arm { reaction: false, ..Arm::SCENARIO };
    /// Nobody leaves, and no pledge is taken back.
    pub const COUNTERFACTUAL: Arm = Arm { cuts: false, pledges: false, ..Arm::SCENARIO };

    /// Pledges are taken back, and nothing else happens.
    const PLEDGES: Arm = Arm {
        cuts: false,
        reaction: false,
        returns: false,
        handover: false,
        disruption: false,
        linkage: false,
        ..Arm::SCENARIO
    };
    const PRESENCE: Arm = Arm { cuts: true, ..Arm::PLEDGES };
    const RETURN: Arm = Arm { returns: true, ..Arm::PRESENCE };
    const HANDOVER: Arm = Arm { handover: true, ..Arm::RETURN };
    const DISRUPTION: Arm = Arm { disruption: true, ..Arm::HANDOVER };

    /// The mechanisms of a drawdown switched on one after another (model.md section 9, causes): the name of each, and
    /// the arm in which it acts for the first time. What an arm adds to the one before is the part of its mechanism.
    pub const CAUSES: [(&'static str, Arm); 7] = [
        ("pledges", Arm::PLEDGES),
        ("presence", Arm::PRESENCE),
        ("return", Arm::RETURN),
        ("handover", Arm::HANDOVER),
        ("disruption", Arm::DISRUPTION),
        ("linkage", Arm::DIRECT),
        ("reaction", Arm::SCENARIO),
    ];
}
