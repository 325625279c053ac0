//! The names of the model's inputs (model.md section 10): index, unit, section, admissible range.
//!
//! Everything that reads or writes an input by name (RON files, `show`, `--set`, the trace, the plan of the engine)
//! goes through this table, so that a quantity is called the same everywhere.

/// What identifies one value of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    /// One value for the whole model.
    None,
    /// One value a capability domain.
    Domain,
    /// One value a readiness tier.
    Tier,
    /// One value a European ally.
    Ally,
    /// One value a US force element.
    Element,
    /// One value a domain and readiness tier.
    DomainTier,
    /// One value a domain and enabler domain.
    DomainEnabler,
    /// One value a US force element and domain.
    ElementDomain,
    /// One value a European ally and domain.
    AllyDomain,
}

/// The values an input may take (model.md, last paragraphs of section 10).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Range {
    /// The bound or greater.
    AtLeast(f64),
    /// Between both bounds, ends included.
    Within(f64, f64),
    /// Greater than the first bound, up to the second, which is included.
    AboveUpTo(f64, f64),
    /// 0, or between both bounds, ends included: nothing at all, or an amount that can be divided by.
    ZeroOr(f64, f64),
}

impl Range {
    /// Its ends; of [`Range::ZeroOr`] 0 and the upper bound.
    #[must_use]
    pub fn ends(self) -> (f64, f64) {
        match self {
            Range::AtLeast(low) => (low, f64::INFINITY),
            Range::Within(low, high) | Range::AboveUpTo(low, high) => (low, high),
            Range::ZeroOr(_, high) => (0.0, high),
        }
    }

    /// Whether a finite `value` lies in the range.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Range::AtLeast(low) => value >= low,
                Range::Within(low, high) => value >= low && value <= high,
                Range::AboveUpTo(low, high) => value > low && value <= high,
                Range::ZeroOr(low, high) => value == 0.0 || value >= low && value <= high,
            }
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Range::AtLeast(low) => write!(f, "at least {}", Bound(low)),
            Range::Within(low, high) => write!(f, "between {} and {}", Bound(low), Bound(high)),
            Range::AboveUpTo(low, high) => write!(f, "above {} and at most {}", Bound(low), Bound(high)),
            Range::ZeroOr(low, high) => write!(f, "0, or between {} and {}", Bound(low), Bound(high)),
        }
    }
}

/// A bound as it is read best: powers of ten where they save zeros.
struct Bound(f64);

impl std::fmt::Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let size = self.0.abs();
        if size >= 1e6 || size > 0.0 && size < 1e-3 {
            write!(f, "{:e}", self.0)
        } else {
            write!(f, "{}", self.0)
        }
    }
}

/// One row of the table of names.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// The name as written in RON, `show`, `--set` and the trace.
    pub name: &'static str,
    /// What identifies a value of it.
    pub index: Index,
    /// Unit of the value.
    pub unit: &'static str,
    /// Admissible values.
    pub range: Range,
    /// Section of the model page that uses it first.
    pub section: u8,
    /// Structural: a constant, never a distribution.
    pub structural: bool,
    /// Set by the drawdown (section 3) rather than by the world: the counterfactual does not depend on it.
    pub drawdown: bool,
    /// What it is, in one line.
    pub meaning: &'static str,
}

// Every range has two ends, so that whatever is written keeps the model finite: 400 quarters of the fastest growth, the
// largest amounts and the smallest divisors together stay below 1e120, and their squares are numbers too. They are far
// wider than anything known of the world; within them a user may explore.
const FRACTION: Range = Range::Within(0.0, 1.0);
/// A fraction that is divided by.
const DIVIDING_FRACTION: Range = Range::Within(0.001, 1.0);
const PEOPLE: Range = Range::Within(0.0, 1e7);
const QUARTERS: Range = Range::Within(-1000.0, 1000.0);
const LENGTH: Range = Range::Within(0.0, 1000.0);
const CALENDAR: Range = Range::Within(1900.0, 2400.0);
const UNITS: Range = Range::Within(0.0, 1e9);
const PERCENT: Range = Range::Within(0.0, 100.0);
const YEARS: Range = Range::Within(0.01, 100.0);
const CLAIM: Range = Range::ZeroOr(1e-6, 1e6);
const MONEY: Range = Range::Within(0.0, 1e6);
/// Money that is divided by.
const COST: Range = Range::Within(1e-9, 1e6);
const YEARLY_CHANGE: Range = Range::AboveUpTo(-1.0, 1.0);

macro_rules! names {
    ($($variant:ident $name:literal $index:ident $unit:literal $range:expr, $section:literal $kind:ident $meaning:literal;)*) => {
        /// An input of the model.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Name {
            $(#[doc = $meaning] $variant,)*
        }

        impl Name {
            /// Every name, in the order of the table.
            pub const ALL: &'static [Name] = &[$(Name::$variant),*];

            /// The row of the table of names.
            #[must_use]
            pub const fn spec(self) -> &'static Spec {
                match self {
                    $(Name::$variant => &Spec {
                        name: $name,
                        index: Index::$index,
                        unit: $unit,
                        range: $range,
                        section: $section,
                        structural: kind!(structural $kind),
                        drawdown: kind!(drawdown $kind),
                        meaning: $meaning,
                    },)*
                }
            }
        }
    };
}

macro_rules! kind {
    (structural structure) => {
        true
    };
    (structural drawdown_structure) => {
        true
    };
    (structural $other:ident) => {
        false
    };
    (drawdown drawdown) => {
        true
    };
    (drawdown drawdown_structure) => {
        true
    };
    (drawdown $other:ident) => {
        false
    };
}

names! {
    Personnel "personnel" None "people" PEOPLE, 3 drawdown "US troops asked to leave";
    DownTo "down_to" None "people" PEOPLE, 3 drawdown "US troops that are left in Europe: all others are asked to leave";
    TroopFloor "troop_floor" None "people" PEOPLE, 3 drawdown "US troops that must stay in Europe";
    Start "start" None "quarters" QUARTERS, 3 drawdown "planned first quarter of the departure, from the start of the run";
    Announced "announced" None "quarters" QUARTERS, 3 drawdown "quarter of the announcement, from the start of the run";
    Duration "duration" None "quarters" LENGTH, 3 drawdown "how long the departure takes";
    FullNotice "full_notice" None "quarters" LENGTH, 3 drawdown "how much notice counts as full";
    RecognitionLag "recognition_lag" None "quarters" LENGTH, 3 drawdown "how long uninformed planners take to act";
    Slip "slip" None "quarters" QUARTERS, 3 drawdown "delay of the departure against plan";
    Profile "profile" None "-" Range::Within(0.0, 2.0), 3 drawdown_structure "timetable of the departure: 0 linear, 1 S-curve, 2 front-loaded";
    Information "information" None "fraction" FRACTION, 3 drawdown "how fully allies are informed: 1 sequenced together, 0 learned from the media";
    Disruption "disruption" None "fraction" FRACTION, 3 drawdown "loss of European supply when all US troops leave at once without notice";
    PledgeCut "pledge_cut" Domain "fraction" FRACTION, 3 drawdown "part of a domain's pledged US reinforcement that is taken back";
    PledgeCutStart "pledge_cut_start" None "quarters" QUARTERS, 3 drawdown "quarter from which pledges are taken back, from the start of the run";
    DisruptionYears "disruption_years" None "years" YEARS, 3 drawdown "time constant of the disruption";
    HandoverMax "handover_max" Domain "fraction" FRACTION, 3 drawdown "part of withdrawn kit left with allies at full notice and information";
    Stay "stay" Domain "fraction" FRACTION, 3 drawdown "part of a domain the United States leaves behind although its people count as withdrawn";
    ReturnShare "return_share" Tier "fraction" FRACTION, 3 drawdown "part of what left that returns by a readiness tier";
    UsReady "us_ready" Tier "fraction" FRACTION, 8 world "readiness of US forces in place";
    UsPersonnel "us_personnel" Element "people" PEOPLE, 3 world "US troops of a force element";
    UsUnits "us_units" ElementDomain "units" UNITS, 3 world "what a US force element adds to a domain";
    ThreatLow "threat_low" None "index" PERCENT, 4 world "level of threat before reconstitution; 1 is what NATO's 2025 targets are sized for";
    ThreatHigh "threat_high" None "index" PERCENT, 4 world "level of threat after reconstitution";
    ThreatMid "threat_mid" None "calendar year" CALENDAR, 4 world "when half of the reconstitution is done";
    ThreatWidth "threat_width" None "years" YEARS, 4 world "how gradual the reconstitution is";
    ThreatSensitivity "threat_sensitivity" Domain "fraction" Range::Within(0.0, 10.0), 4 world "how far a domain's requirement follows the threat";
    Required "required" DomainTier "units" Range::ZeroOr(1e-6, 1e9), 4 world "requirement at threat 1";
    ShareNow "share_now" Ally "% of GDP" PERCENT, 5 world "defence spending of the base year";
    GdpNow "gdp_now" Ally "bn USD 2025" Range::Within(0.001, 1e6), 5 world "gross domestic product of the base year";
    Pledge "pledge" Ally "% of GDP" PERCENT, 5 world "pledged defence spending";
    PledgeYear "pledge_year" Ally "calendar year" CALENDAR, 5 world "year of the pledge";
    Growth "growth" Ally "fraction a year" Range::Within(-0.5, 0.5), 5 world "real growth of gross domestic product";
    Attainment "attainment" Ally "fraction of the way" Range::Within(0.0, 2.0), 5 world "how far an ally goes from today's spending to its pledge";
    AttainmentMax "attainment_max" None "fraction of the way" Range::Within(1.0, 3.0), 5 world "furthest that an ally goes on that way, alarm included";
    Reaction "reaction" None "fraction of the way" Range::Within(-100.0, 100.0), 5 world "response of attainment to the whole US posture leaving; negative is resignation";
    SurpriseReaction "surprise_reaction" None "fraction of the way" Range::Within(-100.0, 100.0), 5 world "the same on top where it comes without an orderly process";
    ShockProbability "shock_probability" None "probability a year" FRACTION, 5 world "probability of a security shock in Europe";
    ShockRise "shock_rise" Ally "points of GDP" PERCENT, 5 world "what a security shock adds for good to the spending that an ally aims at";
    MaxRise "max_rise" None "points of GDP a year" PERCENT, 5 world "fastest planned rise in spending";
    MaxCut "max_cut" None "points of GDP a year" PERCENT, 5 world "fastest planned cut in spending";
    ShareFloor "share_floor" None "% of GDP" PERCENT, 5 world "least defence spending";
    SigmaGdp "sigma_gdp" None "fraction a year" Range::Within(0.0, 0.1), 5 world "standard deviation of the yearly growth shock";
    RhoGdp "rho_gdp" None "-" FRACTION, 5 world "part of the growth shock's variance that allies share";
    SigmaSpend "sigma_spend" None "points of GDP a year" Range::Within(0.0, 10.0), 5 world "standard deviation of the yearly spending shock";
    RhoSpend "rho_spend" None "-" FRACTION, 5 world "part of the spending shock's variance that allies share";
    SpendSkew "spend_skew" None "-" Range::ZeroOr(1e-6, 5.0), 5 world "skewness parameter of the spending shock";
    Escalation "escalation" None "fraction a year" FRACTION, 5 world "defence inflation above general inflation";
    GapShare "gap_share" None "fraction" FRACTION, 5 world "part of the spending uplift that goes to capability gaps";
    Efficiency "efficiency" None "multiple of today's purchasing power" Range::Within(0.001, 2.0), 5 world "what money buys against today's contracts; above 1 where allies buy jointly";
    BasePool "base_pool" None "bn USD 2025 a year" MONEY, 5 world "what budgets of the base year buy beyond replacement once today's order book is paid";
    BasePoolYears "base_pool_years" None "years" Range::ZeroOr(0.01, 100.0), 5 world "over how many years that grows from nothing";
    InvestKit "invest_kit" Domain "bn USD 2025 a year" MONEY, 5 world "investment programme: money for units of a domain, whatever planners think";
    InvestReadiness "invest_readiness" None "bn USD 2025 a year" MONEY, 5 world "investment programme: money for readiness";
    InvestPeople "invest_people" None "bn USD 2025 a year" MONEY, 5 world "investment programme: money for recruits";
    InvestPool "invest_pool" None "bn USD 2025 a year" MONEY, 5 world "investment programme: money that planners share out by their rule";
    InvestStart "invest_start" None "quarters" QUARTERS, 5 world "first quarter of the investment programme, from the start of the run";
    InvestDuration "invest_duration" None "quarters" LENGTH, 5 world "how long the investment programme lasts";
    ReadinessCost "readiness_cost" None "bn USD 2025 a year" COST, 5 world "yearly cost of the full gain in readiness";
    RecruitCost "recruit_cost" None "bn USD 2025 a soldier" COST, 7 world "cost of a recruit until the unit is manned";
    UnitCost "unit_cost" Domain "bn USD 2025 a unit" Range::Within(1e-9, 1e6), 5 world "price of a unit";
    Upkeep "upkeep" Domain "fraction of unit_cost a year" FRACTION, 5 world "yearly cost of keeping an added unit";
    Priority "priority" Domain "-" CLAIM, 6 world "weight of a domain when orders and people are shared out";
    Weight "weight" Domain "-" CLAIM, 9 world "weight of a domain in the shortfall index";
    Holdings "holdings" Domain "units" UNITS, 8 world "European holdings";
    OnOrder "on_order" Domain "units" UNITS, 7 world "European units on order at the start, net of what they replace";
    Trend "trend" Domain "fraction a year" YEARLY_CHANGE, 8 world "yearly change of today's holdings";
    UsReinforcement "us_reinforcement" DomainTier "units" UNITS, 8 world "what arrives from the United States by a readiness tier";
    Readiness "readiness" DomainTier "fraction" DIVIDING_FRACTION, 8 world "part of European holdings ready by a readiness tier";
    LeadYears "lead_years" Domain "years" YEARS, 7 world "mean time from order to delivery";
    UsSourced "us_sourced" Domain "fraction" FRACTION, 7 world "part of deliveries that depends on US suppliers";
    Capacity "capacity" Domain "units a year" UNITS, 7 world "what industry can deliver beyond replacement";
    Ramp "ramp" Domain "fraction a year" Range::AboveUpTo(-1.0, 10.0), 7 world "yearly growth of capacity";
    UsDelay "us_delay" None "fraction" FRACTION, 7 world "lengthening of the lead time of US-sourced deliveries";
    CapacityCeiling "capacity_ceiling" None "multiple" Range::Within(1.0, 1000.0), 7 world "largest multiple of today's capacity";
    RecruitRate "recruit_rate" None "fraction a year" YEARLY_CHANGE, 7 world "net growth of active personnel";
    ActivePersonnel "active_personnel" None "people" Range::Within(0.0, 1e8), 7 world "European active personnel";
    Crew "crew" Domain "people a unit" Range::ZeroOr(1e-6, 1e6), 7 world "people that a unit needs";
    TrainYears "train_years" Domain "years" Range::Within(0.0, 100.0), 7 world "mean time from delivery to a trained unit, beyond training while kit is built";
    NationalUnits "national_units" AllyDomain "units" UNITS, 8 world "what an ally holds of a domain: its share in the European holdings";
    Participation "participation" Ally "fraction" FRACTION, 8 world "part of an ally's forces that takes part";
    ReadinessGain "readiness_gain" None "fraction" FRACTION, 8 world "relative gain in readiness that a full rise in spending buys";
    ReadinessMax "readiness_max" None "fraction" DIVIDING_FRACTION, 8 world "highest readiness";
    ReadinessSpan "readiness_span" None "points of GDP" Range::Within(0.01, 100.0), 5 world "rise in the allies' common share that buys the full gain in readiness";
    Commitment "commitment" None "fraction" DIVIDING_FRACTION, 8 world "part of ready European forces committed to the common defence";
    Reliability "reliability" None "fraction" FRACTION, 8 world "part of promised US reinforcement that comes";
    Linkage "linkage" None "fraction" FRACTION, 8 world "loss of that reliability when the whole presence left";
    Diversion "diversion" None "fraction" FRACTION, 8 world "loss of reinforcement in an Indo-Pacific crisis";
    CrisisProbability "crisis_probability" None "probability a year" FRACTION, 8 world "probability of an Indo-Pacific crisis";
    Dependency "dependency" DomainEnabler "exponent" Range::Within(0.0, 10.0), 8 world "how strongly a domain depends on an enabler";
    StartYear "start_year" None "calendar year" Range::Within(1900.0, 2200.0), 2 structure "first calendar year of the run";
    Quarters "quarters" None "-" Range::Within(5.0, 400.0), 2 structure "length of the run in quarters";
    PlanningTiers "planning_tiers" Tier "0 or 1" FRACTION, 6 structure "readiness tiers that planners look at";
}

impl Name {
    /// Inputs of which the allies' values form a correlation group (model.md section 1), with the setting that holds the
    /// rank correlation of any two of them.
    pub const GROUPS: [(Name, &'static str); 4] = [
        (Name::Attainment, "attainment_correlation"),
        (Name::Growth, "growth_correlation"),
        (Name::Participation, "participation_correlation"),
        (Name::ShockRise, "shock_rise_correlation"),
    ];

    /// Tables of which only what is not 0 is written down.
    #[must_use]
    pub const fn is_sparse(self) -> bool {
        matches!(self, Name::UsUnits | Name::Dependency | Name::NationalUnits)
    }

    /// The name called `text`, if there is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Name> {
        Name::ALL.iter().copied().find(|name| name.spec().name == text)
    }

    /// Whether one coordinate of the sampling design serves every tier (or enabler) of this input, so that a domain
    /// that is more demanding is so at every tier (model.md section 10), and tiers stay in order in every draw.
    #[must_use]
    pub const fn shares_coordinate(self) -> bool {
        matches!(
            self,
            Name::Required
                | Name::Readiness
                | Name::UsReinforcement
                | Name::Dependency
                | Name::UsReady
                | Name::ReturnShare
        )
    }

    /// Whether values must not fall from a readiness tier to a later one.
    #[must_use]
    pub const fn rises_over_tiers(self) -> bool {
        matches!(
            self,
            Name::Required | Name::Readiness | Name::UsReinforcement | Name::UsReady | Name::ReturnShare
        )
    }

    /// Whether the allies' values of this input form a correlation group (model.md section 1).
    #[must_use]
    pub fn is_group(self) -> bool {
        Name::GROUPS.iter().any(|&(group, _)| group == self)
    }
}

/// Readiness tiers in days after the alert, cumulative.
pub const TIERS: [u32; 3] = [10, 30, 180];
