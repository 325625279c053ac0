//! Inheritance, triggers, overrides, `--set`, hash, bad files: what needs more than one text.

use std::{
    fs,
    path::{Path, PathBuf},
};

use drawdown::scenario::{
    self, Diagnostics, Scenario,
    address::Address,
    distribution::Distribution,
    names::Name,
    new,
    resolved::{Disposition, Origin},
    show, show_json,
};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("written");
        }
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn load(&self, names: &[&str], sets: &[&str]) -> Result<Vec<Scenario>, Diagnostics> {
        let paths: Vec<PathBuf> = names.iter().map(|name| self.path(name)).collect();
        let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
        scenario::load(&paths, &sets)
    }

    fn one(&self, name: &str, sets: &[&str]) -> Scenario {
        self.load(&[name], sets).unwrap_or_else(|found| panic!("{found}")).remove(0)
    }

    fn fails(&self, names: &[&str], sets: &[&str]) -> String {
        match self.load(names, sets) {
            Ok(_) => panic!("nothing found"),
            Err(found) => found.to_string(),
        }
    }
}

fn plain(scenario: &Scenario, name: Name) -> f64 {
    scenario.constant(&Address::plain(name)).unwrap_or(f64::NAN)
}

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
fn hash_is_of_the_meaning() {
    let text = "(personnel: 5000, start: 4, overrides: {\"pledge[DEU]\": 3, \"pledge[FRA]\": 3})";
    let other = "// a comment\n(overrides: {\"pledge[FRA]\": (value: 3.0, note: \"why\"), \"pledge[DEU]\": 3e0}, title: \"T\", start: 4, personnel: 5_000)";
    let folder = Folder::new(&[
        ("a.ron", text),
        ("b.ron", other),
        ("c.ron", "(base: \"a\")"),
        ("d.ron", "(base: \"a\", start: 5)"),
    ]);
    let hash = |name: &str| folder.one(name, &[]).hash();
    assert_eq!(hash("a.ron"), hash("b.ron"));
    assert_eq!(hash("a.ron"), hash("c.ron"));
    assert_ne!(hash("a.ron"), hash("d.ron"));
    assert_eq!(hash("d.ron"), folder.one("a.ron", &["start=5"]).hash());
    assert_eq!(hash("a.ron").len(), 64);
    let hashes: std::collections::BTreeSet<String> = scenario::shipped()
        .iter()
        .map(|(stem, _)| scenario::load(&[stem.into()], &[]).expect("shipped")[0].hash())
        .collect();
    assert_eq!(hashes.len(), 21);
}

#[test]
fn files_that_cannot_be_read() {
    let folder = Folder::new(&[
        ("a/x.ron", "()"),
        ("b/x.ron", "()"),
        ("bom.ron", "\u{FEFF}(duraton: 1)"),
        ("empty.ron", ""),
    ]);
    fs::write(folder.path("latin.ron"), b"(\n  title: \"Gr\xF6\xDFe\",\n)").expect("written");
    fs::write(folder.path("deep.ron"), "[".repeat(100_000)).expect("written");
    fs::write(folder.path("deep2.ron"), "(overrides:".repeat(50_000)).expect("written");
    fs::write(folder.path("long.ron"), format!("(title: \"{}\", duraton: 1)", "x".repeat(1_000_000)))
        .expect("written");
    fs::write(folder.path("huge.ron"), " ".repeat(5 << 20)).expect("written");
    assert!(folder.fails(&["a/x.ron", "b/x.ron"], &[]).contains("two scenarios called `x`"));
    assert!(folder.fails(&["bom.ron"], &[]).contains("bom.ron:1:2"));
    assert!(folder.fails(&["empty.ron"], &[]).contains("the file is empty"));
    let latin = folder.fails(&["latin.ron"], &[]);
    assert!(latin.contains("latin.ron:2:13") && latin.contains("not UTF-8"), "{latin}");
    assert!(folder.fails(&["deep.ron"], &[]).contains("nested too deeply"));
    assert!(folder.fails(&["deep2.ron"], &[]).contains("nested too deeply"));
    let long = folder.fails(&["long.ron"], &[]);
    assert!(long.contains("did you mean `duration`?") && long.len() < 1000, "{}", long.len());
    assert!(folder.fails(&["huge.ron"], &[]).contains("huge.ron:1:1048577"));
    assert!(folder.fails(&["a"], &[]).contains("is a folder"));
    assert!(folder.fails(&["missing.ron"], &[]).contains("no file"));
    // All of them in one go.
    let all = folder.fails(&["bom.ron", "empty.ron", "latin.ron", "missing.ron"], &["personel=1", "start="]);
    for part in ["duraton", "is empty", "not UTF-8", "no file", "personel", "without a value"] {
        assert!(all.contains(part), "{part} in\n{all}");
    }
}

#[test]
fn a_base_that_fails_hides_nothing_else() {
    let folder = Folder::new(&[
        ("broken.ron", "(start: 8"),
        (
            "a.ron",
            "(base: \"broken\", personnel: 90000, overrides: {\"pledge[DUE]\": 3, \"stay[drones]\": 1})",
        ),
        ("b.ron", "(base: \"no-such\", information: 2, overrides: {\"pledge[DUE]\": 3})"),
        ("c.ron", "(base: \"c\", personnel: 90000)"),
    ]);
    let found = folder.fails(&["a.ron", "b.ron", "c.ron"], &[]);
    assert_eq!(found.matches("unknown ally `DUE`").count(), 2, "{found}");
    assert_eq!(found.matches("90000 of 82179").count(), 2, "{found}");
    for part in ["never closed", "unknown base", "c -> c", "`information` is 2"] {
        assert!(found.contains(part), "{part} in\n{found}");
    }
    assert!(!found.contains("drones`\n"), "{found}");
}

#[test]
fn set_points_into_its_own_text() {
    let folder = Folder::new(&[("a.ron", "(personnel: 5000)")]);
    for (set, place, message) in [
        ("pledge[DUE]=3", "--set:1:8", "unknown ally `DUE`"),
        ("start", "--set:1:1", "without `=`"),
        ("pledge[DEU]=x", "--set:1:13", "found `x`"),
        ("disposition=Indo", "--set:1:13", "unknown disposition"),
        ("base=a", "--set:1:1", "cannot be set"),
        ("information=2", "--set:1:13", "is 2"),
        ("required[isr,10]=1000", "--set:1:18", "must not fall"),
    ] {
        let found = folder.fails(&["a.ron"], &[set]);
        assert!(found.contains(place) && found.contains(message), "{set}\n{found}");
    }
    let a = folder.one(
        "a.ron",
        &[
            "pledge[DEU]=Uniform(low: 3, high: 4)",
            "profile=Linear",
            "disposition=Own([0, 0.1, 0.2])",
            "stay={\"isr\": 1}",
        ],
    );
    assert_eq!(a.values[&Address::one(Name::Pledge, "DEU")].origin, Origin::CommandLine);
    assert_eq!((plain(&a, Name::Profile), a.disposition.clone()), (0.0, Disposition::Own));
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

#[test]
fn show_tells_everything() {
    let s = scenario::load(&["pacific-priority-40k".into()], &[]).expect("shipped").remove(0);
    let (table, json) = (show::table(&s), show_json::json(&s));
    for part in [
        "8 (2028 Q1)",
        "x 0.85",
        "IndoPacificPriority: x 0.85",
        "shipped/orderly-20k.ron:",
        "source: ",
        "note: ",
    ] {
        assert!(table.contains(part), "{part}");
    }
    assert_eq!(json["values"].as_array().map(Vec::len), Some(s.values.len()));
    for address in s.values.keys() {
        assert!(table.contains(&address.to_string()), "{address}");
    }
    let other = scenario::load(&["orderly-20k".into()], &[]).expect("shipped").remove(0);
    assert!(show::diff((&s, &s.id), (&other, &other.id)).contains("personnel"));
    assert!(show::diff((&s, &s.id), (&s, &s.id)).contains("do not differ"));
    assert_eq!((show::date(2026.0, -1.0), show::date(2026.0, 5.5)), ("2025 Q4".into(), "2027 Q2".into()));
}

#[test]
fn warnings_are_no_errors() {
    let folder = Folder::new(&[
        ("floor.ron", "(personnel: 20000, troop_floor: 76000)"),
        ("priority.ron", "(overrides: {\"priority[isr]\": 0})"),
        ("under_way.ron", "(personnel: 20000, start: -4)"),
        ("tier.ron", "(planning_tiers: [30, 180], reporting_tier: 10)"),
    ]);
    for (name, part) in [
        ("floor.ron", "the troop floor binds: 20000 are asked to leave: at most 6179 can"),
        ("priority.ron", "`priority[isr]` is 0"),
        ("under_way.ron", "causes no disruption"),
        ("tier.ron", "is no planning tier"),
    ] {
        let warnings = folder.one(name, &[]).warnings;
        assert!(warnings.len() == 1 && warnings[0].contains(part), "{name}: {warnings:?}");
    }
    // A warning that comes from a base belongs to every scenario that inherits it.
    let folder = Folder::new(&[
        ("floor.ron", "(personnel: 20000, troop_floor: 76000)"),
        ("a.ron", "(base: \"floor\")"),
        ("b.ron", "(base: \"floor\", start: 9)"),
    ]);
    let both = folder.load(&["a.ron", "b.ron"], &[]).expect("fine");
    assert!(both.iter().all(|scenario| scenario.warnings.len() == 1));
}
