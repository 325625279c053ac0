//! Steps of half a quarter say what steps of a quarter say.

use drawdown::{
    engine::trace::{block::Block, write::ARMS},
    model::{
        lanes::{F8, LANES, M8},
        layout::{K, Layout},
        shocks::Events,
    },
    sampling::shocks::ShockBlock,
    scenario::names::Name,
};

use super::{all, golden, headline, run, with};

/// The same replicates with steps of an eighth of a year: time runs in half years, so that rates a year are halved and
/// times doubled, and the yearly step comes twice a year.
fn half_steps(layout: &Layout, block: &Block) -> (Layout, Block) {
    let finer = Layout::new(
        layout.domains.clone(),
        layout.enablers.clone(),
        layout.allies.clone(),
        layout.elements.clone(),
        layout.start_year,
        2 * layout.quarters,
        layout.us_units.clone(),
        layout.dependency.clone(),
        layout.national_units.clone(),
    );
    let mut fine = block.clone();
    let start = f64::from(layout.start_year);
    let mut change = |name: Name, how: &dyn Fn(F8) -> F8| {
        let first = layout.first(name);
        fine.inputs[first..first + layout.len(name)].iter_mut().for_each(|value| *value = how(*value));
    };
    let half = F8::splat(0.5);
    for name in [
        Name::MaxRise,
        Name::MaxCut,
        Name::GapShare,
        Name::BasePool,
        Name::Upkeep,
        Name::RecruitRate,
        Name::Capacity,
        Name::InvestKit,
        Name::InvestPool,
        Name::InvestPeople,
    ] {
        change(name, &|value| value * half);
    }
    for name in [Name::Growth, Name::Escalation, Name::Ramp, Name::Trend] {
        change(name, &|value| (F8::ONE + value).sqrt() - F8::ONE);
    }
    for name in [
        Name::LeadYears,
        Name::TrainYears,
        Name::DisruptionYears,
        Name::ThreatWidth,
        Name::BasePoolYears,
        Name::Start,
        Name::Slip,
        Name::Announced,
        Name::Duration,
        Name::FullNotice,
        Name::RecognitionLag,
        Name::PledgeCutStart,
        Name::InvestStart,
        Name::InvestDuration,
    ] {
        change(name, &|value| value + value);
    }
    change(Name::ThreatMid, &|value| F8::splat(start) + (value - F8::splat(start)) * F8::splat(2.0));
    change(Name::PledgeYear, &|value| {
        F8::splat(start - 1.0) + (value - F8::splat(start - 1.0)) * F8::splat(2.0)
    });
    (finer, fine)
}

/// No chance: growth and spending as planned, no crises, no security shocks.
fn without_chance(layout: &Layout, block: &Block) -> Block {
    let (years, allies) = (layout.years(), layout.allies.len());
    let mut block = with(layout, block, &[(Name::SigmaSpend, 0.0), (Name::SigmaGdp, 0.0)]);
    let zeros = |n: usize| vec![[0.0; LANES]; n];
    block.normals = ShockBlock {
        gdp_common: zeros(years),
        spend_common: zeros(years),
        gdp_ally: zeros(years * allies),
        spend_ally: zeros(years * allies),
        crisis_uniform: zeros(years),
        security_uniform: zeros(years),
    };
    block.events = Events { crisis: vec![M8::first(0); years], security: vec![M8::first(0); years] };
    block
}

#[test]
fn a_step_of_half_the_length_says_the_same() {
    let (layout, block) = golden();
    let block = without_chance(&layout, &block);
    let (finer, fine) = half_steps(&layout, &block);
    let fine = without_chance(&finer, &fine);
    for (name, arm) in ARMS {
        let [coarse, half] = [run(&layout, &block, arm), run(&finer, &fine, arm)];
        for k in 0..K {
            let difference = headline(&layout, &block, &coarse, 4, k) - headline(&finer, &fine, &half, 8, k);
            all(difference, |v| v.abs() < 0.005, &format!("tier {k}, {name}"));
        }
    }
}
