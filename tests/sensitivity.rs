//! What drives the gap: inputs held low and high against what must come out.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::atomic::AtomicBool,
};

use drawdown::{
    analysis::{
        estimates::Run,
        sensitivity::{Question, sensitivity},
    },
    engine::{
        accumulate::Slot,
        draw::Held,
        drive::Pass,
        plan::Plan,
        run::{Options, run},
        sensitivity::{LOW_HIGH, Uncertain, Varied, screen, uncertain, value_at, vary},
    },
    model::cells::Outcome,
    sampling::design::Design,
    scenario::{self, Scenario, address::Address, names::Name},
    store::sensitivity::SensitivityRow,
};

const REPLICATES: u64 = 200;
/// Position of D+30.
const TIER: usize = 1;

fn load(stem: &str, sets: &[String]) -> Vec<Scenario> {
    scenario::load(&[PathBuf::from(stem)], sets).unwrap_or_else(|found| panic!("{found}"))
}

fn plan(stem: &str, sets: &[&str]) -> Plan {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    Plan::new(&load(stem, &sets), 1).expect("a plan")
}

fn find(plan: &Plan, address: &Address) -> Uncertain {
    let found = uncertain(plan).into_iter().find(|input| input.address == *address);
    found.unwrap_or_else(|| panic!("{address} is uncertain"))
}

fn varied(plan: &Plan, addresses: &[Address]) -> Varied {
    let inputs: Vec<Uncertain> = addresses.iter().map(|address| find(plan, address)).collect();
    let stop = AtomicBool::new(false);
    let options = Pass { replicates: REPLICATES, threads: 2, stop: &stop, progress: &|_| {} };
    vary(plan, &inputs, TIER, &options).expect("results")
}

/// Mean attributable index and index without drawdown of an ordinary run.
fn ordinary(stem: &str, sets: &[String]) -> [f64; 2] {
    let scenarios = load(stem, sets);
    let plan = Plan::new(&scenarios, 1).expect("a plan");
    let stop = AtomicBool::new(false);
    let options = Options {
        replicates: REPLICATES,
        threads: 2,
        stop: &stop,
        progress: &|_| {},
        looks: None,
        keep: None,
    };
    let results = run(&plan, &options).expect("results");
    let run = Run { scenarios: &scenarios, plan: &plan, results: &results };
    [Slot::Attributable, Slot::Counterfactual].map(|slot| run.mean(0, Outcome::IndexHeadline, slot, TIER))
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-13, "{a} and {b}");
}

#[test]
fn nothing_held_is_the_ordinary_run() {
    let base = varied(&plan("media-learned-50k", &[]), &[]).base;
    let [attributable, counterfactual] = ordinary("media-learned-50k", &[]);
    close(base.attributable.mean, attributable);
    close(base.counterfactual.mean, counterfactual);
}

#[test]
fn an_input_held_is_an_input_set() {
    let stem = "media-learned-50k";
    let plan = plan(stem, &[]);
    // One number; one that moves both arms; several tiers by one coordinate; one that shocks go through.
    let inputs = [
        Address::plain(Name::Linkage),
        Address::plain(Name::Commitment),
        Address::one(Name::Required, "isr"),
        Address::plain(Name::SigmaSpend),
    ];
    let inputs: Vec<Address> = inputs
        .into_iter()
        .filter(|address| uncertain(&plan).iter().any(|input| input.address == *address))
        .collect();
    assert!(inputs.len() >= 3, "{inputs:?}");
    let found = varied(&plan, &inputs);
    let addresses = plan.layout.addresses();
    for (address, swing) in inputs.iter().zip(&found.swings) {
        let input = find(&plan, address);
        for (end, u) in LOW_HIGH.into_iter().enumerate() {
            let sets: Vec<String> = input
                .slots
                .iter()
                .map(|&slot| {
                    let value = value_at(&plan, input.held, slot, u).expect("drawn");
                    format!("{}={value}", addresses[slot])
                })
                .collect();
            let [attributable, counterfactual] = ordinary(stem, &sets);
            close(swing.attributable[end], attributable);
            close(swing.counterfactual[end], counterfactual);
        }
        assert!(swing.swing.mean != 0.0, "{address}");
        close(swing.swing.mean, swing.attributable[1] - swing.attributable[0]);
    }
}

/// More are asked to leave than are there: rarely as drawn, often where the largest element is held small.
#[test]
fn an_end_that_leaves_few_replicates_valid_is_not_an_end() {
    let sets =
        ["personnel=Normal(mean: 66000, sd: 12000)", "us_personnel[2cr]=Normal(mean: 24500, sd: 7500)"];
    let scenario = load("media-learned-50k", &sets.map(str::to_owned)).remove(0);
    let question = Question {
        tier: 30,
        top: 1,
        every_input: false,
        seed: 1,
        design: Design::MonteCarlo,
        replicates: 1000,
        threads: 2,
    };
    let found = sensitivity(&scenario, &question, &AtomicBool::new(false), &|_, _| {}).expect("results");
    let drawn = found.summary.replicates;
    assert!((990..1000).contains(&drawn), "{drawn}");
    let row = |address: &str| {
        let rows = found.rows.iter();
        rows.clone().find(|row| row.address == address).unwrap_or_else(|| panic!("{address} is a row"))
    };
    let element = row("us_personnel[2cr]");
    assert!(element.replicates.is_some_and(|n| n > 900 && (n as f64) < 0.99 * drawn as f64), "{element:?}");
    assert_eq!((element.swing(), element.se, element.high_counterfactual), (None, None, None));
    assert!(!element.moves());
    // One that has nothing to do with it is varied in all of them.
    let linkage = row("linkage");
    assert!(linkage.replicates == Some(drawn) && linkage.moves(), "{linkage:?}");
    let swung = found.rows.iter().filter(|row| row.swing().is_some()).count();
    assert_eq!(found.summary.varied, swung);
    assert!(found.rows.iter().filter(|row| row.replicates.is_some()).count() > swung);
}

#[test]
fn an_input_that_does_nothing_does_exactly_nothing() {
    // Allies that learn it from the media get no notice: how much they would need does not matter. What is not in the
    // index has no weight.
    let sets = ["full_notice=Uniform(low: 2, high: 8)", "weight[isr]=0", "priority[isr]=1"];
    let plan = plan("media-learned-50k", &sets);
    let idle = Address::plain(Name::FullNotice);
    let found = varied(&plan, &[idle, Address::plain(Name::Linkage)]);
    let swing = &found.swings[0];
    assert_eq!((swing.swing.mean, swing.swing.se), (0.0, 0.0));
    assert_eq!(swing.attributable, [found.base.attributable.mean; 2]);
    assert_eq!(swing.counterfactual, [found.base.counterfactual.mean; 2]);
    // The check can fail, and what only acts with a drawdown leaves the other arm alone.
    let linkage = &found.swings[1];
    assert!(linkage.swing.mean > 4.0 * linkage.swing.se && linkage.swing.se > 0.0);
    assert_eq!(linkage.counterfactual_swing.mean, 0.0);
}

#[test]
fn signs_are_those_that_everybody_expects() {
    let plan = plan("media-learned-50k", &[]);
    let expected = [
        (Name::Linkage, 1.0),
        (Name::Disruption, 1.0),
        (Name::Reaction, -1.0),
        (Name::Commitment, -1.0),
        (Name::ReadinessGain, -1.0),
    ];
    let found = varied(&plan, &expected.map(|(name, _)| Address::plain(name)));
    for ((name, sign), swing) in expected.iter().zip(&found.swings) {
        assert!(sign * swing.swing.mean > 2.0 * swing.swing.se, "{}: {swing:?}", name.spec().name);
    }
    // More forces committed: less is missing without any drawdown too.
    assert!(found.swings[3].counterfactual_swing.mean < -0.05);
}

#[test]
fn a_group_moves_by_its_common_factor() {
    let both = plan("orderly-50k", &[]);
    let group = find(&both, &Address::plain(Name::Attainment));
    assert!(matches!(group.held, Held::Factor { .. }) && group.slots.len() > 20);
    let free = plan("orderly-50k", &["attainment_correlation=0"]);
    assert!(uncertain(&free).iter().all(|input| input.address != Address::plain(Name::Attainment)));
    // With the factor in the middle, a member with its own part in the middle is at its median.
    let member = find(&free, &Address::one(Name::Attainment, "DEU"));
    let slot = member.slots[0];
    let value = |plan: &Plan, held: Held, u: f64| value_at(plan, held, slot, u).expect("drawn");
    assert!((value(&both, group.held, 0.5) - value(&free, member.held, 0.5)).abs() < 1e-9);
    // At the end of the factor it is not yet at its own end: the correlation of normals is 2 sin(pi 0.4 / 6) = 0.416.
    let (low, own_low) = (value(&both, group.held, 0.05), value(&free, member.held, 0.05));
    assert!(own_low < low && low < value(&free, member.held, 0.25), "{own_low} {low}");
    // Allies that keep their pledges are missed less.
    let found = varied(&both, &[Address::plain(Name::Attainment)]);
    assert!(found.swings[0].counterfactual_swing.mean < -2.0 * found.swings[0].counterfactual_swing.se);
}

#[test]
fn rank_correlations_find_what_moves_the_index() {
    let plan = plan("media-learned-50k", &["full_notice=Uniform(low: 2, high: 8)"]);
    let inputs = uncertain(&plan);
    let stop = AtomicBool::new(false);
    let options = Pass { replicates: 600, threads: 2, stop: &stop, progress: &|_| {} };
    let screened = screen(&plan, &inputs, TIER, &options).expect("results");
    assert_eq!((screened.replicates, screened.correlations.len()), (600, inputs.len()));
    let of = |name: Name| {
        let at = inputs.iter().position(|input| input.address == Address::plain(name)).expect("uncertain");
        screened.correlations[at]
    };
    assert!(of(Name::Linkage)[0] > 5.0 * screened.noise && of(Name::Linkage)[1].abs() < 4.0 * screened.noise);
    assert!(of(Name::Reaction)[0] < -5.0 * screened.noise);
    assert!(of(Name::FullNotice)[0].abs() < 4.0 * screened.noise);
    let first: Vec<&Uncertain> = screened.most(6).into_iter().map(|i| &inputs[i]).collect();
    assert!(first.iter().any(|input| input.address == Address::plain(Name::Linkage)), "{first:?}");
}

fn drawdown(arguments: &[&str]) -> Output {
    let program = Command::new(env!("CARGO_BIN_EXE_drawdown")).args(arguments).arg("--quiet").output();
    program.expect("the program starts")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// The rows of a table of a run folder.
fn rows(folder: &Path) -> Vec<SensitivityRow> {
    let mut reader = csv::Reader::from_path(folder.join("tables/sensitivity.csv")).expect("a table");
    reader.deserialize().collect::<Result<_, _>>().expect("rows")
}

fn files(folder: &Path) -> BTreeMap<&'static str, Vec<u8>> {
    ["summary.json", "briefing.md", "tables/sensitivity.csv", "figures/9-tornado.svg"]
        .into_iter()
        .map(|name| (name, fs::read(folder.join(name)).expect("a file")))
        .collect()
}

#[test]
fn the_command_leaves_the_same_bytes_for_any_threads() {
    let place = tempfile::tempdir().expect("a folder");
    let run = |threads: &str| {
        let folder = place.path().join(threads);
        let folder_text = text(&folder).to_owned();
        let found = drawdown(&[
            "sensitivity",
            "media-learned-50k",
            "-n",
            "150",
            "--top",
            "5",
            "--no-report",
            "--threads",
            threads,
            "-o",
            &folder_text,
        ]);
        assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
        (found.stdout, files(&folder))
    };
    let first = run("1");
    for threads in ["2", "3"] {
        assert!(run(threads) == first, "{threads} threads");
    }
    let rows = rows(&place.path().join("1"));
    let varied = rows.iter().filter(|row| row.swing().is_some()).count();
    assert_eq!(varied, 20, "the fewest varied");
    assert!(rows.len() > 200 && rows.iter().all(|row| row.rank_correlation.is_some()));
    let sizes: Vec<f64> = rows.iter().filter_map(|row| row.swing().map(f64::abs)).collect();
    assert!(sizes.windows(2).all(|pair| pair[0] >= pair[1]), "largest first");
    // What is printed names the first of them.
    let printed = String::from_utf8(first.0).expect("UTF-8");
    assert!(printed.starts_with("What would change it: ") && printed.contains(&rows[0].input), "{printed}");
}

#[test]
fn a_comparison_varies_its_deepest_scenario_and_is_else_the_same() {
    let place = tempfile::tempdir().expect("a folder");
    let run = |name: &str, more: &[&str]| {
        let folder = place.path().join(name);
        let common = [
            "compare",
            "orderly-20k",
            "media-learned-50k",
            "--design",
            "mc",
            "-n",
            "130",
            "--no-report",
            "-o",
        ];
        let found = drawdown(&[&common[..], &[text(&folder)], more].concat());
        assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
        folder
    };
    let (with, without) = (run("with", &[]), run("without", &["--no-sensitivity"]));
    assert!(rows(&with).iter().all(|row| row.scenario == "media-learned-50k"));
    assert!(with.join("figures/9-tornado.png").exists() && !without.join("figures/9-tornado.png").exists());
    let summary = |folder: &Path| -> serde_json::Value {
        serde_json::from_slice(&fs::read(folder.join("summary.json")).expect("a file")).expect("JSON")
    };
    let (mut more, less) = (summary(&with), summary(&without));
    let added = more.as_object_mut().and_then(|keys| keys.remove("sensitivity")).expect("a key");
    assert_eq!(more, less);
    let index = |arm: &str| {
        let all = less["scenarios"][1]["index"].as_array().expect("a list");
        let entry = all.iter().find(|e| e["arm"] == arm && e["tier"] == 30).expect("an entry");
        entry["mean"].as_f64().expect("a number")
    };
    close(added["attributable"].as_f64().expect("a number"), index("attributable"));
    close(added["counterfactual"].as_f64().expect("a number"), index("counterfactual"));
    let briefing = fs::read_to_string(with.join("briefing.md")).expect("a file");
    assert!(briefing.contains("**What would change it.**"), "{briefing}");
    for table in ["coverage.csv", "index.csv", "comparison.csv"] {
        let bytes = |folder: &Path| fs::read(folder.join("tables").join(table)).expect("a table");
        assert!(bytes(&with) == bytes(&without), "{table}");
    }
}

#[test]
fn where_nobody_leaves_nothing_drives_a_gap() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("run");
    let found = drawdown(&["sensitivity", "no-drawdown", "-n", "64", "--no-report", "-o", text(&folder)]);
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
    let printed = String::from_utf8(found.stdout).expect("UTF-8");
    assert!(printed.contains("none of the"), "{printed}");
    assert!(!folder.join("figures/9-tornado.png").exists());
    assert!(rows(&folder).iter().all(|row| row.swing().is_none_or(|swing| swing == 0.0)));
}

#[test]
fn other_tiers_and_forms() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("run");
    let run = |tier: &str, format: &str| {
        let arguments = [
            "sensitivity",
            "orderly-50k",
            "-n",
            "70",
            "--no-figures",
            "--no-report",
            "--tier",
            tier,
            "--format",
            format,
            "-o",
            text(&folder),
        ];
        let found = drawdown(&arguments);
        assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
        String::from_utf8(found.stdout).expect("UTF-8")
    };
    let csv = run("180", "csv");
    assert_eq!(csv, fs::read_to_string(folder.join("tables/sensitivity.csv")).expect("a table"));
    assert!(rows(&folder).iter().all(|row| row.tier == Some(180)));
    let json: serde_json::Value = serde_json::from_str(&run("10", "json")).expect("JSON");
    assert_eq!(json["sensitivity"]["tier"], 10);
    assert_eq!(json["inputs"].as_array().map(Vec::len), Some(rows(&folder).len()));
    assert!(run("30", "markdown").contains("| input | grade |"));
    assert_eq!(rows(&folder).iter().filter(|row| row.swing().is_some()).count(), 30);
    let all = [
        "sensitivity",
        "orderly-50k",
        "-n",
        "16",
        "--all",
        "--no-figures",
        "--no-report",
        "-o",
        text(&folder),
    ];
    assert!(drawdown(&all).status.success());
    assert!(rows(&folder).iter().all(|row| row.swing().is_some()), "every one is varied");
}

#[test]
fn bad_input_is_refused_before_anything_runs() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("run");
    let cases: [(&[&str], &str); 5] = [
        (&["orderly-50k", "--tier", "20"], "possible values: 10, 30, 180"),
        (&["orderly-50k", "--top", "0"], "0 is not in 1..=100"),
        (&["orderly-50k", "--replicates", "0"], "0 is not in 1.."),
        (&["nowhere-50k"], "nowhere-50k"),
        (&["orderly-50k", "--set", "linkages=0.1"], "linkage"),
    ];
    for (arguments, said) in cases {
        let found = drawdown(&[&["sensitivity", "-o", text(&folder)][..], arguments].concat());
        let message = String::from_utf8_lossy(&found.stderr).into_owned();
        assert_eq!(found.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(message.contains(said), "{arguments:?}: {message}");
        assert!(!folder.exists());
    }
}

#[test]
fn a_run_outlives_a_sensitivity_that_fails() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("run");
    // Some 0.9 % of all replicates draw an efficiency above 2, more than 1 % of the first 2,000.
    let arguments = [
        "run",
        "orderly-50k",
        "--set",
        "efficiency=Normal(mean: 1.7, sd: 0.1255)",
        "--design",
        "mc",
        "-n",
        "8000",
        "--seed",
        "7",
        "--sensitivity",
        "--no-report",
        "--no-figures",
        "-o",
    ];
    // Not quiet: what is said of it is a warning.
    let found = Command::new(env!("CARGO_BIN_EXE_drawdown")).args(arguments).arg(&folder).output();
    let found = found.expect("the program starts");
    let said = String::from_utf8_lossy(&found.stderr).into_owned();
    assert!(found.status.success(), "{said}");
    assert!(said.contains("sensitivity is not known: 22 of 2000 replicates"), "{said}");
    assert!(folder.join("summary.json").exists() && !folder.join("tables/sensitivity.csv").exists());
}
