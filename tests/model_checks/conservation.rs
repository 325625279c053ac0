//! Units and crews neither appear nor vanish.

use drawdown::{
    engine::trace::write::ARMS,
    model::lanes::{F8, LANES},
    scenario::names::Name,
};

use super::{ADDED, HANDED, ORDERS, PARKED, PIPELINE, TRAINING, all, golden, one, run};

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
