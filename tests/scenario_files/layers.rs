//! What a scenario takes from its bases, triggers, overrides and reference data.

use std::{fs, path::Path};

use drawdown::scenario::{
    self, Scenario,
    address::Address,
    distribution::Distribution,
    names::Name,
    new,
    resolved::{Disposition, Origin},
};

use super::{Folder, plain};

#[test]
fn bases_of_any_depth_nearest_wins() {
    let folder = Folder::new(&[
        ("a.ron", "(personnel: 1, start: 1, duration: 1)"),
        ("b.ron", "(base: \"a\", start: 2, duration: 2)"),
        ("c.ron", "(base: \"b\", duration: 3)"),
    ]);
    let c = folder.one("c.ron", &[]);
    assert_eq!(c.bases, ["b", "a"]);
    assert_eq!([Name::Personnel, Name::Start, Name::Duration].map(|n| plain(&c, n)), [1.0, 2.0, 3.0]);
    let Origin::File { file, line } = &c.values[&Address::plain(Name::Start)].origin else {
        panic!("a file")
    };
    assert!(file.ends_with("b.ron"));
    assert_eq!(*line, 1);
    // The file of the folder comes before the shipped scenario of that name.
    let folder = Folder::new(&[
        ("no-drawdown.ron", "(start: 3)"),
        ("x.ron", "(base: \"no-drawdown\")"),
        ("y.ron", "(base: \"orderly-50k\")"),
    ]);
    assert_eq!(plain(&folder.one("x.ron", &[]), Name::Start), 3.0);
    assert_eq!(plain(&folder.one("y.ron", &[]), Name::Personnel), 50_000.0);
}

#[test]
fn circles_are_found_where_they_close() {
    let folder = Folder::new(&[
        ("a.ron", "(base: \"b\")"),
        ("b.ron", "(base: \"c\")"),
        ("c.ron", "(\n    base: \"a\",\n)"),
        ("self.ron", "(base: \"self\")"),
    ]);
    let found = folder.fails(&["a.ron"], &[]);
    assert!(
        found.contains("bases run in a circle: a -> b -> c -> a") && found.contains("c.ron:2:11"),
        "{found}"
    );
    assert!(folder.fails(&["self.ron"], &[]).contains("self -> self"));
}

#[test]
fn triggers_come_before_the_overrides_of_their_own_and_later_layers() {
    let trigger = "trigger: IndoPacificPriority(reliability: 0.5, crisis_probability: 2)";
    let folder = Folder::new(&[
        ("value.ron", "(overrides: {\"reliability\": 0.6})"),
        ("above.ron", &format!("(base: \"value\", {trigger})")),
        ("own.ron", &format!("({trigger}, reliability: 0.6, disposition: Inactivated)")),
        ("base.ron", &format!("({trigger})")),
        ("child.ron", "(base: \"base\", reliability: 0.6)"),
        ("other.ron", "(base: \"base\", trigger: NegotiatedSettlement(threat_earlier_years: 2))"),
        ("none.ron", "(base: \"base\", trigger: None)"),
        ("back.ron", "(base: \"base\", disposition: Earmarked)"),
    ]);
    let reliability = |s: &Scenario| plain(s, Name::Reliability);
    let scale = |s: &Scenario, name| s.values[&Address::plain(name)].scale;
    // An override in a base of the trigger's file is part of the world that the trigger changes.
    let above = folder.one("above.ron", &[]);
    assert_eq!(reliability(&above), 0.3);
    assert_eq!(above.disposition, Disposition::IndoPacific);
    // The trigger's own file and its children win over it.
    let own = folder.one("own.ron", &[]);
    assert_eq!((reliability(&own), scale(&own, Name::CrisisProbability)), (0.6, 2.0));
    assert_eq!(own.disposition, Disposition::Inactivated);
    let child = folder.one("child.ron", &[]);
    assert_eq!((reliability(&child), child.disposition.clone()), (0.6, Disposition::IndoPacific));
    assert!(child.values[&Address::plain(Name::Reliability)].trigger.is_some());
    assert_eq!(reliability(&folder.one("above.ron", &["reliability=0.9"])), 0.9);
    // Another trigger, or none, takes the first one's effects away.
    for name in ["other.ron", "none.ron"] {
        let other = folder.one(name, &[]);
        assert_eq!(
            (scale(&other, Name::Reliability), other.disposition.clone()),
            (1.0, Disposition::Earmarked),
            "{name}"
        );
    }
    assert_eq!(folder.one("other.ron", &[]).values[&Address::plain(Name::ThreatMid)].shift, -2.0);
    assert_eq!(folder.one("back.ron", &[]).disposition, Disposition::Earmarked);
    assert_eq!(scale(&folder.one("back.ron", &[]), Name::Reliability), 0.5);
}

#[test]
fn explicit_replaces_an_inherited_number() {
    let folder = Folder::new(&[
        ("base.ron", "(personnel: 20000)"),
        ("explicit.ron", "(base: \"base\", composition: Explicit({\"2cr\": 1, \"kfor\": 0.5}))"),
        ("after.ron", "(base: \"explicit\", personnel: 10000)"),
        ("again.ron", "(base: \"explicit\", composition: Proportional, personnel: 10000)"),
    ]);
    let explicit = folder.one("explicit.ron", &[]);
    assert!(!explicit.values.contains_key(&Address::plain(Name::Personnel)));
    assert!(
        folder
            .fails(&["after.ron"], &[])
            .contains("personnel beside an Explicit composition that is inherited")
    );
    assert!(folder.fails(&["explicit.ron"], &["personnel=5"]).contains("--set:1:1"));
    assert_eq!(plain(&folder.one("again.ron", &[]), Name::Personnel), 10_000.0);
}

#[test]
fn relative_defaults_follow_what_they_are_relative_to() {
    let folder = Folder::new(&[
        ("plain.ron", "(start: 12)"),
        (
            "drawn.ron",
            "(start: Uniform(low: 8, high: 12), overrides: {\"weight[isr]\": Uniform(low: 0.5, high: 1)})",
        ),
    ]);
    assert_eq!(plain(&folder.one("plain.ron", &[]), Name::Announced), 4.0);
    let drawn = folder.one("drawn.ron", &[]);
    let announced = &drawn.values[&Address::plain(Name::Announced)];
    assert_eq!(
        (announced.distribution.clone(), announced.shift),
        (Distribution::Uniform { low: 8.0, high: 12.0 }, -8.0)
    );
    assert_eq!(drawn.coordinate(&Address::plain(Name::Announced)), Address::plain(Name::Start));
    let priority = Address::one(Name::Priority, "isr");
    assert_eq!(drawn.coordinate(&priority), Address::one(Name::Weight, "isr"));
    assert_eq!(drawn.values[&priority].distribution, Distribution::Uniform { low: 0.5, high: 1.0 });
    let own = folder.one("drawn.ron", &["priority[isr]=Uniform(low: 0, high: 1)"]);
    assert_eq!(own.coordinate(&priority), priority);
}

#[test]
fn items_are_added_changed_and_removed() {
    let drone = "(title: \"Drones\", unit: \"wing\", enabler: true)";
    let single: Vec<String> = Name::ALL
        .iter()
        .filter(|n| {
            n.spec().index == scenario::names::Index::Domain && !matches!(n, Name::Priority | Name::Stay)
        })
        .map(|n| format!("\"{}[drones]\": {}", n.spec().name, if *n == Name::Trend { 0.0 } else { 0.5 }))
        .collect();
    let tiers: Vec<String> = ["required", "readiness", "us_reinforcement"]
        .iter()
        .flat_map(|name| [10, 30, 180].map(|tier| format!("\"{name}[drones,{tier}]\": 0.5")))
        .collect();
    let text = format!(
        "(remove: [\"MKD\", \"kfor\", \"deep_strike\"], domains: {{\"drones\": {drone}}}, elements: {{\"2cr\": (personnel: 5000, units: {{\"drones\": 2}})}}, overrides: {{{}, {}, \"dependency[isr,drones]\": 0.1}}, stay: {{\"enablers\": 1, \"isr\": 0.5}}, thresholds: {{\"all\": 0.7, \"isr\": 0.9}}, critical: [\"drones\"])",
        single.join(", "),
        tiers.join(", ")
    );
    let folder = Folder::new(&[("x.ron", &text)]);
    let x = folder.one("x.ron", &[]);
    assert_eq!((x.domains.len(), x.allies.len(), x.elements.len()), (13, 28, 42));
    assert!(!x.values.keys().any(|a| {
        [&a.first, &a.second].iter().any(|id| *id == "deep_strike" || *id == "MKD" || *id == "kfor")
    }));
    let units: Vec<&Address> =
        x.values.keys().filter(|a| a.name == Name::UsUnits && a.first == "2cr").collect();
    assert_eq!(units, [&Address::two(Name::UsUnits, "2cr", "drones")]);
    let stay = |id: &str| x.constant(&Address::one(Name::Stay, id));
    assert_eq!(
        (stay("drones"), stay("isr"), stay("c2"), stay("maritime")),
        (Some(1.0), Some(0.5), Some(1.0), Some(0.0))
    );
    let threshold =
        |id: &str| x.domains.iter().find(|d| d.id == id).map(|d| (d.coverage_threshold, d.critical));
    assert_eq!(
        (threshold("isr"), threshold("drones"), threshold("c2")),
        (Some((0.9, false)), Some((0.7, true)), Some((0.7, false)))
    );
}

#[test]
fn own_reference_data_are_used_in_place_of_ours() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("mine");
    let written = new::write(&target, None).expect("written");
    assert_eq!(written.len(), 17);
    assert!(matches!(new::write(&target, None), Err(new::NewError::Exists(_))));
    let parameters = target.join("reference/parameters.ron");
    let text = fs::read_to_string(&parameters).expect("there").replace("value: 1.95e+06", "value: 2e6");
    fs::write(&parameters, text).expect("written");
    let load = |path: &Path| {
        scenario::load(&[path.to_path_buf()], &[]).unwrap_or_else(|found| panic!("{found}")).remove(0)
    };
    assert_eq!(plain(&load(&target.join("orderly-20k.ron")), Name::ActivePersonnel), 2e6);
    assert_eq!(plain(&load(Path::new("orderly-20k")), Name::ActivePersonnel), 1.95e6);
    for (stem, _) in scenario::shipped() {
        let file = folder.path().join(format!("from-{stem}.ron"));
        new::write(&file, Some(stem)).expect("written");
        assert_eq!(load(&file).bases[0], *stem);
    }
    let part = folder.path().join("part");
    assert_eq!(new::write(&part, Some("media-learned-20k")).expect("written").len(), 3 + 5);
    load(&part.join("media-learned-20k.ron"));
    assert!(matches!(new::write(&part.join("x"), Some("orderly")), Err(new::NewError::Unknown { .. })));
}
