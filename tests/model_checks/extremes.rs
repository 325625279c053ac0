//! Without money, people or industry, with all of them, without reaction, where everything leaves.

use drawdown::{
    engine::trace::write::ARMS,
    model::{
        arm::Arm,
        lanes::{F8, LANES},
        layout::K,
    },
    scenario::names::Name,
};

use super::{ADDED, DELIVERED, NEED, ORDERS, PARKED, all, golden, headline, one, run, with};

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
