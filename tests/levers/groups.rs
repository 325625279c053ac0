//! Several selectors at once, and who is spared.

use drawdown::{
    engine::plan::Plan,
    model::{drawdown::cuts_by_group, lanes::F8, layout::Inputs},
    scenario::{Scenario, names::Name},
};

use super::{down_to::leave, each_is_found_at_its_place, fine, load};

/// Cut shares by element, of a scenario whose people are constants.
fn shares(scenario: &Scenario) -> Vec<(String, String, f64)> {
    use drawdown::engine::{compile::Cuts, plan::Source};
    let plan = Plan::new(std::slice::from_ref(scenario), 1).expect("a plan");
    let compiled = &plan.scenarios[0];
    let value = |source: &Source| match source {
        Source::Constant(number) => F8::splat(*number),
        Source::Draw(_) => F8::ZERO,
    };
    let values: Vec<F8> = compiled.sources.iter().map(value).collect();
    let inputs = Inputs { layout: &plan.layout, values: &values };
    let Cuts::Groups(groups, _) = &compiled.cuts else { panic!("groups") };
    let cuts = cuts_by_group(&inputs, groups, inputs.one(Name::Personnel));
    let host = |id: &str| scenario.elements.iter().find(|e| e.id == id).expect("there").host.clone();
    plan.layout.elements.iter().zip(cuts).map(|(id, cut)| (id.clone(), host(id), cut[0])).collect()
}

#[test]
fn several_at_once_leave_at_one_share() {
    let scenario = fine(
        "(base: \"orderly-20k\", composition: Priority([Any([Host(\"DEU\"), Host(\"ITA\")]), Host(\"ESP\")]))",
        &[],
    );
    let shares = shares(&scenario);
    let of = |host: &str| -> Vec<f64> { shares.iter().filter(|s| s.1 == host).map(|s| s.2).collect() };
    let first = of("DEU")[0];
    assert!(first > 0.0 && first < 1.0);
    assert!(of("DEU").iter().chain(&of("ITA")).all(|share| (share - first).abs() < 1e-12));
    assert!(of("ESP").iter().chain(&of("POL")).all(|share| *share == 0.0));
    assert!((leave(&scenario) - 20_000.0).abs() < 1e-6);
    // One within Any is the same as itself; the order within Any changes nothing.
    let hash = |text: &str| fine(&format!("(composition: {text})"), &[]).hash();
    assert_eq!(hash("Priority([Any([Host(\"DEU\")])])"), hash("Priority([Host(\"DEU\")])"));
    assert_eq!(
        hash("Priority([Any([Host(\"DEU\"), Host(\"ITA\")])])"),
        hash("Priority([Any([Host(\"ITA\"), Any([Host(\"DEU\")])])])")
    );
    assert_ne!(
        hash("Priority([Any([Host(\"DEU\"), Host(\"ITA\")])])"),
        hash("Priority([Host(\"DEU\"), Host(\"ITA\")])")
    );
}

#[test]
fn who_is_spared_stays() {
    for composition in [
        "Proportional(spare: [Host(\"POL\"), Host(\"ROU\")])",
        "Priority(first: [Domain(\"air_missile_defence\")], spare: [Host(\"POL\"), Host(\"ROU\")])",
    ] {
        let scenario = fine(&format!("(base: \"orderly-20k\", composition: {composition})"), &[]);
        for (id, host, share) in shares(&scenario) {
            assert_eq!(["POL", "ROU"].contains(&host.as_str()), share == 0.0, "{id} in {host}: {share}");
        }
        assert!((leave(&scenario) - 20_000.0).abs() < 1e-6, "{composition}");
    }
    let hash = |text: &str| fine(&format!("(composition: {text})"), &[]).hash();
    assert_eq!(hash("Proportional(spare: [])"), hash("Proportional"));
    assert_eq!(hash("Priority(first: [Host(\"DEU\")])"), hash("Priority([Host(\"DEU\")])"));
}

#[test]
fn mistakes_are_said_at_their_place() {
    each_is_found_at_its_place(&[
        (
            "(personnel: 60000, composition: Proportional(spare: [Host(@\"DEU\")]))",
            "60,000 are asked to leave, and all but those spared are",
            "spare fewer",
        ),
        ("(composition: Proportional(spare: [Host(@\"XXX\")]))", "no element has the host `XXX`", ""),
        ("(composition: Proportional(@spar: []))", "unknown field `spar`", "`spare`"),
        ("(composition: Proportional(spare: @Host(\"POL\")))", "`spare` of Proportional", "a list"),
        ("(composition: @Priority(spare: [Host(\"POL\")]))", "Priority without `first`", "first: ["),
        ("(composition: Priority(first: @[]))", "Priority without a selector", ""),
        ("(composition: Priority([@Any(Host(\"DEU\"))]))", "Any takes one list", "Any([Host("),
        ("(composition: Priority([@Any([])]))", "Any without a selector", ""),
        ("(composition: Priority([Any([@Hots(\"DEU\")])]))", "unknown selector", ""),
        ("(composition: Priority([Any([Id(@\"nobody\")])]))", "unknown element `nobody`", ""),
    ]);
}

#[test]
fn idle_selectors_are_warned_of() {
    let warned = |composition: &str| {
        let text = format!("(base: \"orderly-20k\", composition: {composition})");
        load(&text, &[]).expect("allowed").warnings.join("; ")
    };
    let spared = warned("Priority(first: [Host(\"POL\"), Host(\"DEU\")], spare: [Host(\"POL\")])");
    assert!(spared.contains("`Host(\"POL\")` takes nobody: all of its people are spared"), "{spared}");
    let never = warned("Priority([Any([Host(\"DEU\"), Host(\"ITA\")]), Id(\"kfor\")])");
    assert!(never.contains("`Id(\"kfor\")` is never reached"), "{never}");
    let beyond = warned("Priority([Any([Host(\"POL\"), Host(\"ROU\")])])");
    assert!(beyond.contains("come from everywhere else"), "{beyond}");
}
