//! What an input is called beside a bar: shorter than on a card, and by what it is about.

use super::inputs;
use crate::{
    present::capital,
    scenario::{
        address::Address,
        names::{Index, Name},
        resolved::Scenario,
    },
};

/// An input: "Command and control: readiness at D+30".
#[must_use]
pub fn input(scenario: &Scenario, address: &Address) -> String {
    let name = name(address.name);
    let domain = |id: &str| capital(&inputs::domain(scenario, id));
    match address.name.spec().index {
        Index::None => capital(&name),
        Index::Domain => format!("{}: {name}", domain(&address.first)),
        Index::Tier => format!("{} by D+{}", capital(&name), address.first),
        Index::Ally | Index::Element => {
            format!("{}: {name}", inputs::ids(scenario, address))
        }
        Index::DomainTier => format!("{}: {name} at D+{}", domain(&address.first), address.second),
        Index::DomainEnabler => {
            let on = inputs::domain(scenario, &address.second);
            format!("{}: {name} (on {on})", domain(&address.first))
        }
        Index::ElementDomain | Index::AllyDomain => {
            format!("{}: {name}", inputs::ids(scenario, address))
        }
    }
}

/// A group that moves by its common factor.
#[must_use]
pub fn group(name: Name) -> String {
    match name {
        Name::Attainment => "Pledges kept, allies together".to_owned(),
        Name::Growth => "Economic growth, allies together".to_owned(),
        Name::Participation => "Who takes part, allies together".to_owned(),
        Name::ShockRise => "Response to a security shock, allies together".to_owned(),
        other => format!("{}, allies together", capital(&self::name(other))),
    }
}

/// The name of an input without its ids.
fn name(name: Name) -> String {
    let short = match name {
        Name::Personnel => "US troops asked to leave",
        Name::DownTo => "US troops that are left",
        Name::TroopFloor => "US troops that must stay",
        Name::Start => "start of the departure",
        Name::Announced => "announcement of the departure",
        Name::Duration => "length of the departure",
        Name::FullNotice => "notice that allies need",
        Name::RecognitionLag => "time until uninformed allies notice",
        Name::Slip => "delay against plan",
        Name::Information => "how well allies are informed",
        Name::PledgeCut => "pledges taken back",
        Name::PledgeCutStart => "when pledges are taken back",
        Name::Disruption => "disruption by an abrupt exit",
        Name::DisruptionYears => "time to recover from disruption",
        Name::HandoverMax => "kit left with allies",
        Name::Stay => "left behind",
        Name::ReturnShare => "what returns",
        Name::UsReady => "readiness of US forces in Europe",
        Name::UsPersonnel => "people",
        Name::ThreatLow => "threat today",
        Name::ThreatHigh => "threat at its highest",
        Name::ThreatMid => "when the threat rises",
        Name::ThreatWidth => "how slowly the threat rises",
        Name::ThreatSensitivity => "how far it follows the threat",
        Name::Required => "requirement",
        Name::ShareNow => "defence spending today",
        Name::GdpNow => "GDP today",
        Name::Pledge => "pledge",
        Name::PledgeYear => "year of the pledge",
        Name::Growth => "economic growth",
        Name::Attainment => "pledge kept",
        Name::AttainmentMax => "furthest that allies go",
        Name::Reaction => "allies’ reaction to the alarm",
        Name::SurpriseReaction => "allies’ reaction to a surprise",
        Name::ShockProbability => "chance of a security shock, a year",
        Name::ShockRise => "response to a security shock",
        Name::MaxRise => "fastest rise of spending",
        Name::MaxCut => "fastest fall of spending",
        Name::ShareFloor => "least spending",
        Name::SigmaGdp => "yearly shocks to growth",
        Name::RhoGdp => "shocks to growth that allies share",
        Name::SigmaSpend => "yearly shocks to spending",
        Name::RhoSpend => "shocks to spending that allies share",
        Name::SpendSkew => "skewness of shocks to spending",
        Name::Escalation => "defence inflation, a year",
        Name::GapShare => "share of new money for gaps",
        Name::Efficiency => "what money buys",
        Name::BasePool => "kit that base budgets buy, a year",
        Name::BasePoolYears => "years until base budgets buy it",
        Name::InvestKit => "money of a programme for kit",
        Name::InvestReadiness => "money of a programme for readiness",
        Name::InvestPeople => "money of a programme for recruits",
        Name::InvestPool => "money of a programme for planners",
        Name::InvestStart => "start of a programme",
        Name::InvestDuration => "length of a programme",
        Name::NationalUnits => "units held",
        Name::ReadinessCost => "cost of full readiness, a year",
        Name::RecruitCost => "cost of a recruit",
        Name::UnitCost => "price of a unit",
        Name::Upkeep => "upkeep of added units",
        Name::Priority => "priority",
        Name::Weight => "weight in the index",
        Name::Holdings => "European holdings",
        Name::OnOrder => "European units on order",
        Name::Trend => "trend of holdings, a year",
        Name::UsReinforcement => "US reinforcement",
        Name::Readiness => "readiness",
        Name::LeadYears => "years from order to delivery",
        Name::UsSourced => "share of US suppliers",
        Name::Capacity => "what industry can deliver",
        Name::Ramp => "growth of industry, a year",
        Name::UsDelay => "delay of US deliveries",
        Name::CapacityCeiling => "limit to the growth of industry",
        Name::RecruitRate => "growth of recruitment, a year",
        Name::ActivePersonnel => "European active personnel",
        Name::Crew => "people a unit",
        Name::TrainYears => "years of training",
        Name::Participation => "takes part",
        Name::ReadinessGain => "readiness bought by spending",
        Name::ReadinessMax => "highest readiness",
        Name::ReadinessSpan => "rise in spending that buys readiness",
        Name::Commitment => "share of forces allies would commit",
        Name::Reliability => "promised US reinforcement that comes",
        Name::Linkage => "reinforcement lost with presence (linkage)",
        Name::Diversion => "reinforcement lost in a Pacific crisis",
        Name::CrisisProbability => "chance of a Pacific crisis, a year",
        Name::Dependency => "dependence on enablers",
        other => return other.spec().meaning.to_owned(),
    };
    short.to_owned()
}
