//! What must hold in the model whatever the numbers are: extremes, conservation, monotony, the length of a step.

use std::path::Path;

use drawdown::{
    engine::trace::{Given, block::Block, record::Record, write::ARMS},
    model::{
        arm::Arm,
        lanes::{F8, LANES, M8},
        layout::{Inputs, K, Layout},
        shocks::Events,
    },
    sampling::shocks::ShockBlock,
    scenario::names::Name,
};

/// Eight replicates of the golden trace, with corners on purpose.
fn golden() -> (Layout, Block) {
    let mut given = Given::read(Path::new("tests/data/golden")).expect("a complete trace");
    (given.layout, given.blocks.remove(0))
}

/// A block with other values of some inputs; all values of a name alike.
fn with(layout: &Layout, block: &Block, changes: &[(Name, f64)]) -> Block {
    let mut block = block.clone();
    for &(name, value) in changes {
        let first = layout.first(name);
        block.inputs[first..first + layout.len(name)].fill(F8::splat(value));
    }
    block
}

/// A block in which values of a name are multiplied, those of fractions kept below 1.
fn scaled(layout: &Layout, block: &Block, name: Name, factor: f64) -> Block {
    let mut block = block.clone();
    let first = layout.first(name);
    let most = name.spec().range.ends().1;
    for value in &mut block.inputs[first..first + layout.len(name)] {
        *value = (*value * F8::splat(factor)).min(F8::splat(most));
    }
    block
}

fn run(layout: &Layout, block: &Block, arm: Arm) -> Record {
    let inputs = Inputs { layout, values: &block.inputs };
    Record::of(&inputs, &block.shocks(), &block.cuts, arm)
}

fn one(layout: &Layout, block: &Block, name: Name, i: usize) -> F8 {
    block.inputs[layout.first(name) + i]
}

/// The shortfall index of a tier in a quarter.
fn index(layout: &Layout, block: &Block, record: &Record, q: usize, k: usize) -> F8 {
    let (mut lost, mut weights) = (F8::ZERO, F8::ZERO);
    for d in 0..layout.domains.len() {
        let weight = one(layout, block, Name::Weight, d);
        let quarter = &record.quarters[q];
        let (required, effective) = (quarter.required[d * K + k], quarter.effective[d * K + k]);
        let covered = required.gt(F8::ZERO).select((effective / required).min(F8::ONE), F8::ONE);
        lost += weight * (F8::ONE - covered);
        weights += weight;
    }
    lost / weights
}

/// Its mean from a quarter on.
fn headline(layout: &Layout, block: &Block, record: &Record, from: usize, k: usize) -> F8 {
    let quarters = from..layout.quarters;
    let sum = quarters.clone().fold(F8::ZERO, |sum, q| sum + index(layout, block, record, q, k));
    sum / F8::splat(quarters.len() as f64)
}

fn all(numbers: F8, holds: impl Fn(f64) -> bool, what: &str) {
    for lane in 0..LANES {
        assert!(holds(numbers[lane]), "{what}: {} in replicate {lane}", numbers[lane]);
    }
}

/// Numbers of [`drawdown::engine::trace::record::Quarter::delivery`].
const NEED: usize = 0;
const ORDERS: usize = 1;
const DELIVERED: usize = 2;
const ADDED: usize = 3;
const PIPELINE: usize = 4;
const PARKED: usize = 5;
const TRAINING: usize = 6;
const HANDED: usize = 7;

#[test]
fn without_money_nothing_is_ordered() {
    let (layout, block) = golden();
    let broke = with(
        &layout,
        &block,
        &[(Name::GapShare, 0.0), (Name::BasePool, 0.0), (Name::InvestPool, 0.0), (Name::InvestKit, 0.0)],
    );
    for (_, arm) in ARMS {
        for quarter in run(&layout, &broke, arm).quarters {
            quarter.delivery[ORDERS].iter().for_each(|&orders| all(orders, |v| v == 0.0, "orders"));
        }
    }
}

#[test]
fn without_people_nothing_that_needs_crews_is_added() {
    let (layout, block) = golden();
    let nobody =
        with(&layout, &block, &[(Name::RecruitRate, 0.0), (Name::InvestPeople, 0.0), (Name::Crew, 500.0)]);
    let record = run(&layout, &nobody, Arm::SCENARIO);
    for quarter in &record.quarters {
        quarter.delivery[ADDED].iter().for_each(|&added| all(added, |v| v == 0.0, "added"));
    }
    let parked = &record.quarters[layout.quarters - 1].delivery[PARKED];
    assert!(parked.iter().all(|stock| (0..LANES).any(|lane| stock[lane] > 0.0)), "kit waits for people");
}

#[test]
fn without_industry_nothing_is_delivered() {
    let (layout, block) = golden();
    let idle = with(&layout, &block, &[(Name::Capacity, 0.0)]);
    for quarter in run(&layout, &idle, Arm::SCENARIO).quarters {
        quarter.delivery[DELIVERED].iter().for_each(|&out| all(out, |v| v == 0.0, "delivered"));
    }
}

#[test]
fn with_all_the_money_planners_lack_nothing_that_they_do_not_order() {
    let (layout, block) = golden();
    let rich =
        with(&layout, &block, &[(Name::BasePool, 1e6), (Name::BasePoolYears, 0.0), (Name::Priority, 1.0)]);
    let rich = with(&layout, &rich, &[(Name::InvestKit, 0.0), (Name::Upkeep, 0.0)]);
    for (_, arm) in ARMS {
        for quarter in run(&layout, &rich, arm).quarters {
            for (&need, &orders) in quarter.delivery[NEED].iter().zip(&quarter.delivery[ORDERS]) {
                for lane in 0..LANES {
                    assert!((need[lane] - orders[lane]).abs() <= 1e-9 * need[lane].max(1.0));
                }
            }
        }
    }
}

#[test]
fn with_money_people_and_industry_at_once_no_planned_need_is_left_after_a_year() {
    let (layout, block) = golden();
    let instant = [
        (Name::BasePool, 1e6),
        (Name::BasePoolYears, 0.0),
        (Name::InvestKit, 0.0),
        (Name::Upkeep, 0.0),
        (Name::Priority, 1.0),
        (Name::LeadYears, 0.1),
        (Name::UsDelay, 0.0),
        (Name::Capacity, 1e6),
        (Name::Crew, 0.0),
        (Name::TrainYears, 0.0),
        // What nobody plans for: crises, disruption, allies that stand aside, missing enablers.
        (Name::Diversion, 0.0),
        (Name::Disruption, 0.0),
        (Name::Participation, 1.0),
        (Name::Dependency, 0.0),
        (Name::Linkage, 0.0),
        // Nothing leaves later: what planners see is what is there.
        (Name::HandoverMax, 0.0),
        (Name::PlanningTiers, 1.0),
        (Name::PledgeCut, 0.0),
    ];
    let instant = with(&layout, &block, &instant);
    let record = run(&layout, &instant, Arm::COUNTERFACTUAL);
    for k in 0..K {
        // A rising threat raises the requirement each quarter; what it asks for comes three quarters later.
        all(headline(&layout, &instant, &record, 4, k), |v| v < 0.05, "the index");
    }
    let base = run(&layout, &block, Arm::COUNTERFACTUAL);
    let better = headline(&layout, &block, &base, 4, 2) - headline(&layout, &instant, &record, 4, 2);
    all(better, |v| v >= 0.0, "what it is worth");
}

#[test]
fn without_reaction_the_direct_arm_is_the_scenario() {
    let (layout, block) = golden();
    let still = with(&layout, &block, &[(Name::Reaction, 0.0), (Name::SurpriseReaction, 0.0)]);
    let [scenario, direct] = [Arm::SCENARIO, Arm::DIRECT].map(|arm| run(&layout, &still, arm));
    for (a, b) in scenario.quarters.iter().zip(&direct.quarters) {
        assert_eq!((&a.effective, &a.delivery, a.levels), (&b.effective, &b.delivery, b.levels));
    }
    assert_eq!(scenario.money.share, direct.money.share);
}

#[test]
fn where_everything_leaves_and_all_pledges_are_taken_back_nothing_american_is_left() {
    let (layout, block) = golden();
    let gone = [
        (Name::Start, 0.0),
        (Name::Slip, 0.0),
        (Name::Duration, 0.0),
        (Name::Stay, 0.0),
        (Name::ReturnShare, 0.0),
        (Name::PledgeCut, 1.0),
        (Name::PledgeCutStart, 0.0),
    ];
    let mut gone = with(&layout, &block, &gone);
    gone.cuts.fill(F8::ONE);
    for quarter in run(&layout, &gone, Arm::SCENARIO).quarters {
        quarter.us.iter().for_each(|&us| all(us, |v| v.abs() < 1e-9, "US supply"));
    }
    // The counterfactual knows nothing of it.
    let [a, b] = [&gone, &block].map(|block| run(&layout, block, Arm::COUNTERFACTUAL));
    assert!(a.quarters[0].us.iter().zip(&b.quarters[0].us).all(|(x, y)| x == y || x[0].is_finite()));
    assert!((0..LANES).any(|lane| a.quarters[0].us[2][lane] > 0.0));
}

#[test]
fn pledges_that_are_taken_back_take_their_part_and_nothing_else() {
    let (layout, block) = golden();
    let mut nobody = with(&layout, &block, &[(Name::PledgeCutStart, 10.0), (Name::ReturnShare, 0.0)]);
    nobody.cuts.fill(F8::ZERO);
    let [half, none] =
        [0.5, 0.0].map(|cut| run(&layout, &with(&layout, &nobody, &[(Name::PledgeCut, cut)]), Arm::DIRECT));
    for (q, (with, without)) in half.quarters.iter().zip(&none.quarters).enumerate() {
        let reliability = without.levels[3];
        for i in 0..layout.domains.len() * K {
            let pledged = one(&layout, &nobody, Name::UsReinforcement, i);
            let taken = if q >= 10 { pledged * reliability * F8::splat(0.5) } else { F8::ZERO };
            all(without.us[i] - with.us[i] - taken, |v| v.abs() < 1e-9, "what is taken back");
        }
        assert_eq!(with.levels[1], without.levels[1], "no disruption");
    }
}

#[test]
fn units_and_crews_are_conserved_in_every_arm() {
    let (layout, block) = golden();
    for (name, arm) in ARMS {
        let record = run(&layout, &block, arm);
        let domains = layout.domains.len();
        let mut given: Vec<F8> = (0..domains).map(|d| one(&layout, &block, Name::OnOrder, d)).collect();
        for (q, quarter) in record.quarters.iter().enumerate() {
            for (d, given) in given.iter_mut().enumerate() {
                *given += quarter.delivery[ORDERS][d];
                let there = [PIPELINE, PARKED, TRAINING, ADDED].map(|stock| quarter.delivery[stock][d]);
                let held = there.into_iter().fold(F8::ZERO, |sum, stock| sum + stock);
                let all_given = *given + quarter.delivery[HANDED][d];
                let miss = (held - all_given) / (all_given + F8::ONE);
                all(miss, |v| v.abs() < 1e-9, &format!("units of {} in q {q}, {name}", layout.domains[d]));
            }
            // Crews: who was recruited is free, in training or in a unit.
            let recruits = one(&layout, &block, Name::RecruitRate, 0)
                * one(&layout, &block, Name::ActivePersonnel, 0)
                * F8::splat(0.25 * (q + 1) as f64);
            let manned = (0..domains).fold(quarter.levels[5], |sum, d| {
                let units = quarter.delivery[TRAINING][d] + quarter.delivery[ADDED][d];
                sum + units * one(&layout, &block, Name::Crew, d)
            });
            let invested = one(&layout, &block, Name::InvestPeople, 0);
            for lane in 0..LANES {
                if recruits[lane] > 0.0 && invested[lane] == 0.0 {
                    let miss = (manned[lane] - recruits[lane]) / recruits[lane].max(1.0);
                    assert!(miss.abs() < 1e-9, "crews in q {q}, replicate {lane}, {name}: {miss}");
                }
            }
        }
    }
}

/// Headline indices of the scenario at steps of a change, without any reaction.
fn steps(name: Name, factors: &[f64]) -> Vec<[F8; K]> {
    let (layout, block) = golden();
    let still = with(&layout, &block, &[(Name::Reaction, 0.0), (Name::SurpriseReaction, 0.0)]);
    let at = |factor: f64| {
        let block = match name {
            Name::PledgeCut => with(&layout, &still, &[(name, factor), (Name::PledgeCutStart, 6.0)]),
            Name::BasePool => with(&layout, &still, &[(name, 50.0 * factor)]),
            Name::Personnel => {
                let mut block = with(&layout, &still, &[(Name::Start, 4.0), (Name::Slip, 0.0)]);
                block.cuts.fill(F8::splat(factor));
                block
            }
            _ => scaled(&layout, &still, name, factor),
        };
        let record = run(&layout, &block, Arm::SCENARIO);
        std::array::from_fn(|k| headline(&layout, &block, &record, 4, k))
    };
    factors.iter().map(|&factor| at(factor)).collect()
}

#[test]
fn more_of_what_is_good_never_does_harm() {
    // More money for one capability may be people for another: what that costs stays far below what is gained.
    const SLACK: f64 = 0.001;
    for (name, sign) in [
        (Name::Personnel, 1.0),
        (Name::PledgeCut, 1.0),
        (Name::Reliability, -1.0),
        (Name::Commitment, -1.0),
        (Name::Holdings, -1.0),
        (Name::Readiness, -1.0),
        (Name::BasePool, -1.0),
    ] {
        let found = steps(
            name,
            &[0.0, 0.25, 0.5, 0.75, 1.0].map(|f: f64| match name {
                Name::Personnel | Name::PledgeCut | Name::BasePool => f,
                _ => 0.5 + 0.5 * f,
            }),
        );
        for k in 0..K {
            for two in found.windows(2) {
                let worse = (two[1][k] - two[0][k]) * F8::splat(sign);
                all(worse, |v| v > -SLACK, &format!("{} at tier {k}", name.spec().name));
            }
            let whole = (found[4][k] - found[0][k]) * F8::splat(sign);
            let sum: f64 = (0..LANES).map(|lane| whole[lane]).sum();
            assert!(sum > 0.0, "{} does nothing at tier {k}", name.spec().name);
        }
    }
}

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
