//! `show --ron`: a resolved scenario, read back, is the same scenario and gives the same results.

use std::{fs, path::Path, process::Command};

use drawdown::scenario::{
    Scenario, load,
    shipped::{replications, shipped},
    show_ron::ron,
};

/// Writes what a scenario comes to where nothing else is, and reads it back.
fn back(source: &Path, sets: &[String]) -> (Scenario, Scenario, String) {
    let first = load(&[source.to_owned()], sets).expect("a scenario").remove(0);
    let text = ron(source, sets).expect("a scenario");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(format!("{}.ron", first.id));
    fs::write(&file, &text).expect("written");
    let second = load(&[file], &[]).unwrap_or_else(|found| panic!("{}: {found}", first.id)).remove(0);
    (first, second, text)
}

/// What is the same of two scenarios but for where it was written.
fn same(first: &Scenario, second: &Scenario) {
    let id = &first.id;
    assert_eq!(first.hash(), second.hash(), "{id}");
    assert_eq!(
        (&first.title, &first.short_title, &first.description),
        (&second.title, &second.short_title, &second.description),
        "{id}"
    );
    assert_eq!((&first.domains, &first.allies), (&second.domains, &second.allies), "{id}");
    assert_eq!(first.elements, second.elements, "{id}");
    assert_eq!((&first.disposition, &first.trigger), (&second.disposition, &second.trigger), "{id}");
    for (address, value) in &first.values {
        let other = &second.values[address];
        assert!(value.means(other), "{id} {address}");
        assert_eq!(
            (value.grade, &value.source, &value.note, &value.trigger),
            (other.grade, &other.source, &other.note, &other.trigger),
            "{id} {address}"
        );
        // Draws that two values share.
        assert_eq!(first.coordinate(address), second.coordinate(address), "{id} {address}");
    }
    assert_eq!(first.values.len(), second.values.len(), "{id}");
}

#[test]
fn every_shipped_scenario_comes_back_on_the_reference_data_that_ship() {
    for (stem, _) in shipped().iter().chain(replications()) {
        let (first, second, text) = back(Path::new(stem), &[]);
        same(&first, &second);
        assert_eq!(first.reference.sha256, second.reference.sha256, "{stem}");
        assert!(second.reference.shipped, "{stem}");
        // Lints look at what scenarios say, not at reference data, wherever those stand.
        assert!(second.warnings.len() <= first.warnings.len() + 1, "{stem}: {:?}", second.warnings);
        assert!(text.len() < 1 << 20, "{stem}: a scenario has at most 1 MiB");
    }
}

/// All that a scenario can lay over its base: items taken out, put in another place, described otherwise and added; a
/// trigger over values that a base has changed, and one value that wins over it; own shares; zeros of sparse tables; presets,
/// correlations, thresholds, dates.
#[test]
fn whatever_a_scenario_says_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(format!("{name}.ron"));
    let put = |name: &str, text: &str| fs::write(at(name), text).expect("written");
    put(
        "under",
        r#"(base: "orderly-20k", title: "Under", start: "2028 Q2", overrides: {
            "reliability": (value: Pert(low: 0.5, mode: 0.6, high: 0.8), grade: C, note: "a \"base\""),
            "crisis_probability": 0.01, "return_share_indo_pacific[30]": 0.15, "required[isr,*]": 41.5,
            "national_units[DEU,isr]": 0, "participation_correlation": 0.2 })"#,
    );
    put(
        "over",
        r#"(base: "under", title: "Over", short_title: "Over it", description: "Two\nlines.",
            trigger: IndoPacificPriority(reliability: 0.85, crisis_probability: 2),
            composition: Priority(first: [Any([Host("DEU"), Id("kfor")])], spare: [Posture("rotational")]),
            remove: ["ALB", "2cr"], without: ["TUR"], critical: ["isr"], thresholds: {"all": 0.7, "isr": 0.9},
            elements: {"2cr": (service: "army", host: "POL", posture: "permanent", personnel: 4000, units: {"land_manoeuvre": 1}),
                       "new": (title: "New", service: "navy", host: "ESP", posture: "rotational", personnel: 900)},
            domains: {"isr": (title: "Eyes"), "space": (unit: "satellite", enabler: true)},
            stay: {"enablers": 0.5, "isr": 1}, profile: FrontLoaded, planning_tiers: [30, 180], reporting_tier: 180,
            correlations: [("reliability", "reaction", 0.3)],
            overrides: {"crisis_probability": 0.03, "required[space,*]": 4, "weight[space]": 1, "threat_sensitivity[space]": 0,
                "holdings[space]": 2, "on_order[space]": 0, "trend[space]": 0, "us_reinforcement[space,*]": 0,
                "readiness[space,*]": 0.5, "lead_years[space]": 3, "us_sourced[space]": 0, "capacity[space]": 1,
                "ramp[space]": 0.1, "crew[space]": 5, "train_years[space]": 1, "unit_cost[space]": 0.1, "upkeep[space]": 0.05,
                "handover_max[space]": 0, "dependency[maritime,space]": 0.1})"#,
    );
    put(
        "own",
        r#"(base: "orderly-50k", title: "Own", disposition: Own([0, Uniform(low: 0.1, high: 0.2), 0.5]))"#,
    );
    put(
        "later",
        r#"(base: "over", title: "Later", disposition: Earmarked, overrides: {"return_share[10]": 0.01})"#,
    );
    put("shares", r#"(base: "orderly-20k", title: "Shares", composition: Explicit({"kfor": 0.5}))"#);
    put("left", r#"(base: "orderly-20k", title: "Left", down_to: 64000, trigger: BurdenShifting)"#);
    for name in ["under", "over", "own", "later", "shares", "left"] {
        let (first, second, _) = back(&at(name), &[]);
        same(&first, &second);
    }
    let sets = ["slip=0".to_owned(), "stay=0.25".to_owned(), "trigger=None".to_owned()];
    let (first, second, _) = back(&at("over"), &sets);
    same(&first, &second);
    assert!(first.title.contains("slip = 0"), "{}", first.title);
}

#[test]
fn results_have_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let drawdown = |arguments: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_drawdown"))
            .args(arguments.split_whitespace())
            .current_dir(folder.path())
            .output()
            .expect("it runs");
        assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let text = drawdown("show settlement-35k --ron");
    fs::create_dir(folder.path().join("own")).expect("a folder");
    fs::write(folder.path().join("own/settlement-35k.ron"), text).expect("written");
    let asked = "-n 64 --design mc --no-figures --no-report --quiet --output";
    drawdown(&format!("run settlement-35k {asked} a"));
    drawdown(&format!("run own/settlement-35k.ron {asked} b"));
    let tables = fs::read_dir(folder.path().join("a/tables")).expect("tables");
    let names: Vec<_> = tables.map(|entry| entry.expect("a table").file_name()).collect();
    assert!(names.len() > 10, "{names:?}");
    for name in names {
        let read = |run: &str| fs::read(folder.path().join(run).join("tables").join(&name)).expect("a table");
        assert!(read("a") == read("b"), "{name:?}");
    }
}

#[test]
fn reference_data_of_its_own_stand_beside_no_base_and_are_not_set() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("both.ron");
    fs::write(&file, "(\n    base: \"orderly-20k\",\n    reference: (values: {}),\n)").expect("written");
    let said = load(&[file], &[]).expect_err("two kinds of reference data").to_string();
    assert!(
        said.contains("both.ron:3:5") && said.contains("`reference` beside `base: \"orderly-20k\"`"),
        "{said}"
    );
    let said =
        load(&["orderly-20k".into()], &["reference=()".to_owned()]).expect_err("no setting").to_string();
    assert!(said.contains("`reference` cannot be set"), "{said}");
    // What is in no reference data is missing, with its name.
    let file = folder.path().join("empty.ron");
    fs::write(&file, "(reference: (values: {\"reaction\": 0}))").expect("written");
    let said = load(&[file], &[]).expect_err("almost no reference data").to_string();
    assert!(said.contains("values are missing: full_notice, recognition_lag"), "{said}");
}
