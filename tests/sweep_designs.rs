//! Experiment files: every mistake has its place, designs cover what they promise, what ships can be run.

mod sweep_support;

use std::{fs, path::Path, process::Command};

use drawdown::{
    experiment::{self, Resolver, parameter::Shown, read::Instead},
    store::sweep::{Reading, Values, parquet_file::decode},
    sweep::columns::columns,
};
use sweep_support::{SMALL, expect, file, folder, text};

#[test]
fn mistakes_point_at_their_place() {
    let folder = folder();
    let bad = |from: &str, to: &str, place: &str, words: &str| {
        assert!(SMALL.contains(from), "{from}");
        let path = file(folder.path(), &SMALL.replacen(from, to, 1));
        let store = folder.path().join("never");
        let said = expect(2, &["sweep", text(&path), "--output", text(&store)]);
        assert!(said.contains(&format!("small.ron:{place}")) && said.contains(words), "{to}: {said}");
        assert!(!store.exists(), "{to}");
    };
    bad("base: \"orderly-20k\"", "base: \"orderly-20\"", "2:11", "did you mean `orderly-20k`?");
    bad("\"personnel\"", "\"personel\"", "4:", "did you mean `personnel`?");
    bad("[20000,", "[-1,", "4:", "between 0 and");
    bad("\"announced\": 0", "\"anounced\": 0", "6:", "did you mean `announced`?");
    bad("low: -0.2, high: 0.6", "low: 0.6, high: 0.6", "11:", "low below high");
    bad("low: -0.2, high: 0.6", "low: -0.2, hig: 0.6", "11:", "did you mean `high`?");
    bad("\"reaction\": Range", "\"reaction\": Rnge", "11:", "did you mean `Range`?");
    bad("\"reaction\"", "\"announced\"", "11:", "is set by");
    bad("LatinHypercube(4)", "LatinHypercube(0)", "15:", "a whole number from 1");
    bad("LatinHypercube(4)", "FullFactorial", "11:", "has no levels");
    bad("LatinHypercube(4)", "Latin(4)", "15:", "unknown design");
    bad("LatinHypercube(4)", "Csv(\"nowhere.csv\")", "15:", "nowhere.csv");
    bad("replicates: 96", "replicates: 9.5", "16:", "whole number");
    bad("\"uplift\",", "\"upliftt\",", "17:", "did you mean `uplift`?");
    bad("\"counterfactual\"", "\"counterfact\"", "18:", "did you mean `counterfactual`?");
    bad("[2030,", "[2060,", "19:", "2026 to 2040");
    bad("part: 4", "prt: 4", "20:", "did you mean `part`?");
    bad("scenarios: LatinHypercube(4)", "design: Sobol(8)", "14:", "beside `design`");
    bad(
        "Levels([20000, 50000, 99000])",
        "Steps(low: 20000, high: 50000, by: 7000)",
        "4:",
        "divide the distance",
    );
    bad("years: [2030, 2035]", "quarters: [\"2147483647Q4\"]", "19:", "quarter `2147483647Q4`");
    bad("years: [2030, 2035]", "quarters: [\"-2147483648Q1\"]", "19:", "quarter `-2147483648Q1`");
    bad("LatinHypercube(4)", "Csv(\".\")", "15:", "no ordinary file");
    let scenario =
        file(folder.path(), "(\n    base: \"orderly-20k\",\n    personnel: 9000,\n    stay: {},\n)");
    let said = expect(2, &["sweep", text(&scenario)]);
    assert!(said.contains("small.ron:3:5") && said.contains("a scenario, not an experiment file"), "{said}");
    assert_eq!(said.matches("error").count(), 1, "{said}");
    let said = expect(2, &["sweep", "no-such-experiment"]);
    assert!(said.contains("shipped experiments"), "{said}");
}

#[test]
fn contradictions_of_the_file_are_found_before_anything_runs() {
    let folder = folder();
    let bad = |changes: &[(&str, &str)], place: &str, words: &str| {
        let changed = changes.iter().fold(SMALL.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
        let path = file(folder.path(), &changed);
        let store = folder.path().join("never");
        let said = expect(2, &["sweep", text(&path), "--output", text(&store)]);
        assert!(said.contains(&format!("small.ron:{place}")) && said.contains(words), "{changes:?}: {said}");
        assert_eq!(said.matches(words).count(), 1, "{changes:?}: {said}");
        assert!(!store.exists());
    };
    let media = "\"announced\": 8, \"information\": 0";
    bad(&[(media, "\"pledge[*]\": 3, \"pledge[DEU]\": 4")], "7:", "`pledge[DEU]` is given twice");
    let beside = "personnel beside an Explicit composition";
    let explicit = "\"composition\": Explicit({\"2cr\": 0.5})";
    let personnel = "\"personnel\": Levels([20000, 50000, 99000]),";
    bad(&[(media, &format!("\"personnel\": 20000, {explicit}")), (personnel, "")], "7:", beside);
    let with = |constants: &str| format!("replicates: 96, constants: {{{constants}}}");
    // Among the constants, of a constant and a lever, of a constant and one option.
    let both = with(&format!("\"personnel\": 20000, {explicit}"));
    bad(&[("replicates: 96", &both), (personnel, "")], "16:", beside);
    bad(&[("replicates: 96", &with(explicit))], "4:", beside);
    bad(
        &[("replicates: 96", &with("\"personnel\": 20000")), (personnel, ""), (media, explicit)],
        "16:",
        beside,
    );
}

#[test]
fn levels_are_the_numbers_that_were_meant() {
    let folder = folder();
    let reaction = |values: &str| {
        let text = SMALL
            .replace("Range(low: -0.2, high: 0.6)", values)
            .replace("Range(low: 2027, high: 2033)", "Levels([2030])")
            .replace("LatinHypercube(4)", "FullFactorial");
        let path = file(folder.path(), &text);
        let read = experiment::load(&path, Instead::default()).unwrap_or_else(|found| panic!("{found}"));
        let parameter = &read.uncertainties[0];
        let shown = |row| match parameter.shown(read.rows.scenarios.row(row)[0]) {
            Shown::Number(number) => number,
            Shown::Text(text) => panic!("{text}"),
        };
        (0..read.rows.scenarios.len()).map(shown).collect::<Vec<f64>>()
    };
    assert_eq!(reaction("Range(low: -0.2, high: 0.6, levels: 5)"), [-0.2, 0.0, 0.2, 0.4, 0.6]);
    assert_eq!(reaction("Range(low: 0.1, high: 0.7, levels: 4)"), [0.1, 0.3, 0.5, 0.7]);
    assert_eq!(reaction("Steps(low: 0, high: 0.7, by: 0.1)"), [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
    assert_eq!(reaction("Steps(low: -0.3, high: 0.3, by: 0.1)"), [-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3]);
    // Steps below the twelfth digit stay apart.
    let close = reaction("Range(low: 1, high: 1.0000000000004, levels: 3)");
    assert!(close[0] == 1.0 && close[0] < close[1] && close[1] < close[2] && close[2] == 1.0000000000004);
    // No point of a design lies beyond the end.
    let low_high = "Range(low: 0.1, high: 0.7)";
    let path = file(folder.path(), &SMALL.replace("Range(low: -0.2, high: 0.6)", low_high));
    let read = experiment::load(&path, Instead::default()).unwrap_or_else(|found| panic!("{found}"));
    assert!(read.uncertainties[0].at_point(1.0 - f64::EPSILON / 2.0) <= 0.7);
}

#[test]
fn designs_cover_what_they_promise() {
    let folder = folder();
    let load = |text: &str| {
        let path = file(folder.path(), text);
        experiment::load(&path, Instead::default()).unwrap_or_else(|found| panic!("{found}"))
    };
    let crossed = load(SMALL);
    assert_eq!((crossed.len(), crossed.rows.policies.len(), crossed.rows.scenarios.len()), (24, 6, 4));
    let all: std::collections::BTreeSet<Vec<u64>> =
        (0..6).map(|row| crossed.rows.policies.row(row).iter().map(|n| n.to_bits()).collect()).collect();
    assert_eq!(all.len(), 6, "every policy once");

    // One point in each stratum of every column, under Latin hypercubes and (for a power of two) under Sobol points.
    for design in ["LatinHypercube(64)", "Sobol(64)"] {
        let text = SMALL
            .replace("policies: FullFactorial,\n", "")
            .replace("scenarios: LatinHypercube(4)", &format!("design: {design}"));
        let together = load(&text);
        assert_eq!(together.len(), 64);
        for (at, (low, high)) in [(0, (-0.2, 0.6)), (1, (2027.0, 2033.0))] {
            let mut strata: Vec<u64> = (0..64)
                .map(|row| ((together.rows.scenarios.row(row)[at] - low) / (high - low) * 64.0) as u64)
                .collect();
            strata.sort_unstable();
            assert_eq!(strata, (0..64).collect::<Vec<_>>(), "{design} {at}");
        }
        let levels: Vec<f64> = (0..64).map(|row| together.rows.policies.row(row)[0]).collect();
        for level in 0..3 {
            let count = levels.iter().filter(|number| **number == f64::from(level)).count();
            assert!((20..=22).contains(&count), "{design}: level {level} {count} times");
        }
        // Another seed is another sample, the same seed the same.
        let seed = |seed| {
            let path = file(folder.path(), &text);
            experiment::load(&path, Instead { seed: Some(seed), replicates: None }).expect("it loads").rows
        };
        assert_eq!(seed(1), together.rows);
        assert_ne!(seed(2), together.rows);
    }

    fs::write(
        folder.path().join("rows.csv"),
        "threat_mid,manner,reaction,personnel\n2028,media,0,20000\n2030.5,orderly,-0.1,50000\n",
    )
    .expect("written");
    let listed = SMALL
        .replace("99000", "80000")
        .replace("policies: FullFactorial,\n", "")
        .replace("scenarios: LatinHypercube(4)", "design: Csv(\"rows.csv\")");
    let rows = load(&listed);
    assert_eq!(rows.len(), 2);
    assert_eq!(rows.setting(0), [0.0, 1.0, 0.0, 2028.0]);
    assert_eq!(rows.setting(1), [1.0, 0.0, -0.1, 2030.5]);
    fs::write(folder.path().join("rows.csv"), "threat_mid,manner,reaction,personnel\n2028,median,9,20000\n")
        .expect("written");
    let path = file(folder.path(), &listed);
    let said = expect(2, &["sweep", text(&path)]);
    assert!(
        said.contains("rows.csv:2:1") && said.contains("orderly, media") && said.contains("from -0.2 to 0.6"),
        "{said}"
    );
}

#[test]
fn shipped_experiments_load_and_dry_runs_write_nothing() {
    let counts = [("size-manner-disposition", 78), ("spending-size", 77), ("open-exploration", 10_000)];
    assert_eq!(experiment::shipped().iter().map(|s| s.0).collect::<Vec<_>>(), counts.map(|c| c.0));
    let folder = folder();
    for (name, count) in counts {
        let experiments =
            experiment::load(Path::new(name), Instead::default()).unwrap_or_else(|f| panic!("{f}"));
        assert_eq!(experiments.len(), count, "{name}");
        // The file of the repository is the one that is compiled in.
        let path = Path::new("scenarios/experiments").join(format!("{name}.ron"));
        let of_file = experiment::load(&path, Instead::default()).unwrap_or_else(|f| panic!("{f}"));
        assert_eq!(of_file.identity(), experiments.identity());
        let mut resolver = Resolver::new(&experiments).expect("a base");
        for number in (0..count).step_by((count / 40) as usize) {
            resolver.scenario(number).unwrap_or_else(|reason| panic!("{name} {number}: {reason}"));
        }
    }
    let output = Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .current_dir(folder.path())
        .args(["sweep", "open-exploration", "--dry-run", "--format", "json", "-n", "1000000"])
        .output()
        .expect("it runs");
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(found["experiments"], 10_000);
    assert!(found["recommended_shards"].as_u64().is_some_and(|shards| shards > 10), "{found}");
    assert!(found["bytes"].as_u64().is_some_and(|bytes| bytes > 100_000_000), "{found}");
    assert!(fs::read_dir(folder.path()).expect("a folder").next().is_none(), "a dry run writes nothing");
}

/// Errors that a text names.
fn errors(said: &str) -> usize {
    said.lines().filter(|line| line.starts_with("error")).count()
}

#[test]
fn a_level_without_a_scenario_is_an_error_before_anything_runs() {
    let folder = folder();
    let manner = "\"announced\": 0, \"information\": 1";
    let personnel = "Levels([20000, 50000, 99000])";
    let bad = |from: &str, to: &str, place: &str, words: &str, count: usize| {
        assert!(SMALL.contains(from), "{from}");
        let path = file(folder.path(), &SMALL.replacen(from, to, 1));
        for arguments in [&["sweep", text(&path), "--dry-run"][..], &["check", text(&path)]] {
            let said = expect(2, arguments);
            assert!(said.contains(&format!("small.ron:{place}")) && said.contains(words), "{to}: {said}");
            assert_eq!(errors(&said), count, "{to}: {said}");
        }
    };
    let selector = "\"composition\": Levels([Proportional, Priority([Host(\"GER\")])])";
    bad(&format!("\"personnel\": {personnel}"), selector, "4:61", "no element has the host `GER`", 1);
    bad(manner, "\"composition\": Explicit({\"2cr\": 0.5, \"nobody\": 1})", "6:", "nobody", 1);
    // In no experiment are there so many, and one level is one mistake.
    bad(personnel, "Levels([20000, 120000])", "4:", "120000", 1);
    bad(personnel, "Levels([120000, 20000, 130000, 140000])", "4:", "so with other values", 1);
    bad(personnel, "Range(low: 20000, high: 150000, levels: 5)", "4:", "`personnel` at 150000", 1);
    bad(
        "replicates: 96",
        "replicates: 96, constants: {\"pledge_year[DEU]\": 2020}",
        "16:",
        "pledge_year[DEU]",
        1,
    );
    // A level that another lever makes possible is none: 99,000 can leave where there are as many.
    let path = file(folder.path(), SMALL);
    let said = expect(0, &["check", text(&path)]);
    assert!(said.contains("24 experiments, no errors"), "{said}");
    let said = expect(0, &["check", "size-manner-disposition"]);
    assert!(said.contains("78 experiments, no errors"), "{said}");
}

#[test]
fn what_is_unlikely_reaches_checks_and_sweeps() {
    let folder = folder();
    let changed = SMALL
        .replace("[20000, 50000, 99000]", "[5000, 50000]")
        .replace("base:", "constants: {\"composition\": Priority([Host(\"ITA\")])}, base:");
    let path = file(folder.path(), &changed);
    let store = folder.path().join("store");
    let checked = Command::new(env!("CARGO_BIN_EXE_drawdown")).args(["check", text(&path)]).output();
    let said = String::from_utf8(checked.expect("it runs").stderr).expect("UTF-8");
    assert!(said.contains("small.ron:") && said.contains("come from everywhere else"), "{said}");
    let output = Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .args(["sweep", text(&path), "--output", text(&store), "-n", "16", "--format", "json"])
        .output()
        .expect("it runs");
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    // 50,000 leave in half of them, more than are in Italy; of the base's 20,000 nothing is said.
    assert_eq!((found["experiments"].as_u64(), found["warned"].as_u64()), (Some(16), Some(8)), "{found}");
    let words = found["warnings"][0]["words"].as_str().expect("words");
    assert!(words.contains("the places that `composition` names hold"), "{words}");
}

/// A file whose experiments are the rows of `rows.csv`.
const LISTED: &str = r#"(
    base: "orderly-20k",
    levers: {
        "personnel": Range(low: 1000, high: 80000),
        "manner": Options({"orderly": {"announced": 0}, "media": {"announced": 8}}),
    },
    uncertainties: {"reaction": Range(low: -0.2, high: 1)},
    design: Csv("rows.csv"),
)"#;

#[test]
fn spreadsheets_are_read_as_they_are_written() {
    let folder = folder();
    let path = file(folder.path(), LISTED);
    let load = |rows: &str| {
        fs::write(folder.path().join("rows.csv"), rows).expect("written");
        experiment::load(&path, Instead::default()).unwrap_or_else(|found| panic!("{rows:?}: {found}")).rows
    };
    let plain = load("personnel,manner,reaction\n20000,media,0.5\n30000,orderly,-0.1\n");
    for rows in [
        "\u{FEFF}personnel;manner;reaction\r\n20000;media;0.5\r\n30000;orderly;-0.1\r\n",
        "personnel\tmanner\treaction\n20000\tmedia\t0.5\n30000\torderly\t-0.1",
        "personnel,manner,reaction\r20000,media,0.5\r30000,orderly,-0.1\r",
        "\n,,,,\npersonnel,manner,reaction,,\n20000,media,0.5,,\n,,,,\n\n30000,orderly,-0.1,,\n,,,,\n",
        ",reaction,manner, personnel \n,0.5,\"media\",2e4\n, -0.1 ,orderly,\"30000\"\n",
    ] {
        assert_eq!(load(rows), plain, "{rows:?}");
    }
}

#[test]
fn one_mistake_in_a_csv_file_is_one_finding() {
    let folder = folder();
    let path = file(folder.path(), LISTED);
    let bad = |rows: &str, place: &str, words: &str, count: usize| {
        fs::write(folder.path().join("rows.csv"), rows).expect("written");
        let said = expect(2, &["sweep", text(&path), "--dry-run"]);
        assert!(said.contains(&format!("rows.csv:{place}")) && said.contains(words), "{words}: {said}");
        assert_eq!(errors(&said), count, "{said}");
    };
    let many = |head: &str, row: &str| format!("{head}\n{}", format!("{row}\n").repeat(500));
    let head = "personnel,manner,reaction";
    bad(&many("personnel,manner", "20000,media"), "1:1", "no column `reaction`", 1);
    bad(&many("personnel manner reaction", "20000 media 0"), "1:1", "`,`, `;` or tabs", 1);
    bad(&many("20000,1,0", "20000,1,0"), "1:1", "no line of names", 1);
    bad(&many("personnel,maner,reaction", "20000,media,0"), "1:1", "did you mean `manner`?", 1);
    bad(&many("personnel,manner,reaction,personnel", "20000,media,0,1"), "1:1", "given twice", 1);
    bad(&many("personnel,manner,reaction,note,name", "20000,media,0,a,b"), "1:1", "unknown columns", 1);
    bad(&many(head, "20000,media"), "2:1", "`reaction` is empty", 1);
    bad(&many(head, "20000"), "2:1", "1 cells, where the line of names has 3", 1);
    bad(&many(head, "20000,media,0,7"), "2:1", "column 4, which has no name", 1);
    bad(&many(head, "20000,media,9"), "2:1", "499 other lines", 1);
    bad(&many(head, "30.000,media,0"), "2:1", "is 30000 meant?", 1);
    bad(&many("personnel;manner;reaction", "20000;media;0,5"), "2:1", "is 0.5 meant?", 1);
    bad(&many(head, "x,y,z"), "2:1", "orderly, media", 3);
    let open = format!("{head}\n20000,\"media,0\n{}", "20000,media,0\n".repeat(500));
    bad(&open, "2:7", "not closed on its line", 1);
    bad(&format!("{head}\n20000,\"media,0\n20000,\"media,0\n"), "2:7", "not closed on its line", 1);
    bad(head, "1:1", "no rows", 1);
    bad("", "1:1", "no line of names", 1);
    fs::write(folder.path().join("rows.csv"), b"personnel,m\xe4nner\n").expect("written");
    let said = expect(2, &["sweep", text(&path), "--dry-run"]);
    assert!(said.contains("rows.csv:1:12") && said.contains("not UTF-8"), "{said}");
}

#[test]
fn large_designs_are_read_or_refused_in_no_time() {
    let folder = folder();
    let said = |code, levers: &str, more: &str| {
        let path = file(
            folder.path(),
            &format!("(base: \"orderly-20k\", replicates: 64, levers: {{{levers}}}, {more})"),
        );
        let started = std::time::Instant::now();
        let said = expect(code, &["sweep", text(&path), "--dry-run"]);
        assert!(started.elapsed().as_secs() < 60, "{levers}");
        assert!(errors(&said) <= 20 && said.len() < 20_000, "{}", said.len());
        said
    };
    let numbers = |range: std::ops::Range<i64>| range.map(|i| i.to_string()).collect::<Vec<_>>().join(",");
    said(0, &format!("\"personnel\": Levels([{}])", numbers(1..50_000)), "");
    said(2, &format!("\"personnel\": Levels([{}])", numbers(1..150_000)), "");
    let many = "\"personnel\": Integers(low: 1, high: 40000)";
    let whole =
        said(0, many, "part: 1, uncertainties: {\"reaction\": Range(low: 0, high: 1, levels: 30000)}");
    assert!(whole.contains("1,200,000,000 experiments"), "{whole}");
    said(2, "\"personnel\": Range(low: 1, high: 2)", "policies: LatinHypercube(9e9)");
    let hosts: Vec<String> = (0..5000).map(|i| format!("Priority([Host(\"X{i}\")])")).collect();
    said(2, &format!("\"composition\": Levels([{}])", hosts.join(",")), "");
}

#[test]
fn the_bill_of_a_sweep_is_that_of_the_answer() {
    let folder = folder();
    let path = file(
        folder.path(),
        "(base: \"orderly-20k\", levers: {\"personnel\": Levels([20000, 50000])}, replicates: 128)",
    );
    let (store, run) = (folder.path().join("store"), folder.path().join("run"));
    expect(0, &["sweep", text(&path), "--output", text(&store)]);
    let options = ["--design", "mc", "-n", "128", "--no-figures", "--no-report", "--output", text(&run)];
    expect(0, &[&["run", "orderly-20k", "--set", "personnel=50000"][..], &options].concat());
    let summary = fs::read_to_string(run.join("summary.json")).expect("a summary");
    let summary: serde_json::Value = serde_json::from_str(&summary).expect("JSON");
    let reading = Reading::open(&store).expect("a store");
    let columns = columns(&reading.manifest).experiments;
    let bytes = reading.parts[0].files[0].read(&store).expect("whole");
    let table = decode(bytes, &columns).expect("a table");
    let name = "direct_effect_bill_headline_bn_usd_2025_mean";
    let at = columns.iter().position(|column| column.name == name).unwrap_or_else(|| panic!("{columns:?}"));
    let Values::Real(bills) = &table.values[at] else { panic!("no numbers") };
    let bill = summary["scenarios"][0]["bill"]["mean"].as_f64().expect("a bill");
    assert_eq!(bills[1].to_bits(), bill.to_bits(), "{} instead of {bill}", bills[1]);
    assert!(bill > 0.0 && bills[0] < bill);
}
