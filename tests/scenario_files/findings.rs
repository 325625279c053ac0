//! What is wrong is found in its file, or in the text of `--set`.

use std::fs;

use drawdown::scenario::{
    address::Address,
    names::Name,
    resolved::{Disposition, Origin},
};

use super::{Folder, plain};

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
    assert_eq!(found.matches("90,000 of 82,179").count(), 2, "{found}");
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
fn warnings_are_no_errors() {
    let folder = Folder::new(&[
        ("floor.ron", "(personnel: 20000, troop_floor: 76000)"),
        ("priority.ron", "(overrides: {\"priority[isr]\": 0})"),
        ("under_way.ron", "(personnel: 20000, start: -4)"),
        ("tier.ron", "(planning_tiers: [30, 180], reporting_tier: 10)"),
    ]);
    for (name, part) in [
        ("floor.ron", "the troop floor binds: 20,000 are asked to leave: at most 6,179 can"),
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
