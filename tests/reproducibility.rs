//! Same seed, same bytes: whatever the threads, the replicates asked for or the company that a scenario has.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

/// Runs the program quietly; panics with what it said if it fails.
fn drawdown(arguments: &[&str]) {
    drawdown_with(arguments, ("DRAWDOWN_VECTORS", ""));
}

/// As [`drawdown`], with a variable of the environment.
fn drawdown_with(arguments: &[&str], (variable, value): (&str, &str)) {
    let output = Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .env(variable, value)
        .args(arguments)
        .arg("--quiet")
        .output()
        .expect("the program starts");
    assert!(
        output.status.success(),
        "drawdown {}: {}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stderr)
    );
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// `summary.json` and the tables of a run folder: name and bytes.
fn results(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let tables =
        fs::read_dir(folder.join("tables")).expect("tables").map(|entry| entry.expect("an entry").path());
    let files: BTreeMap<String, Vec<u8>> = tables
        .chain([folder.join("summary.json")])
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read(&path).expect("a file"))
        })
        .collect();
    // No two drawdowns of one size: none has a regret.
    assert_eq!(files.len(), 17, "{:?}", files.keys());
    files
}

#[test]
fn bytes_do_not_depend_on_threads_and_a_second_run_repeats_them() {
    let place = tempfile::tempdir().expect("a folder");
    let compare = |name: &str, threads: &str, replicates: &str| {
        let folder = place.path().join(name);
        drawdown(&[
            "compare",
            "uncertain-20k-50k",
            "pacific-priority-40k",
            "no-drawdown",
            "--no-figures",
            "--design",
            "mc",
            "--replicates",
            replicates,
            "--threads",
            threads,
            "--output",
            text(&folder),
        ]);
        results(&folder)
    };
    // Neither whole chunks of 64 nor whole blocks of 8.
    let first = compare("first", "1", "700");
    for threads in ["1", "2", "3", "7"] {
        let again = compare(&format!("threads-{threads}"), threads, "700");
        for (file, bytes) in &first {
            assert!(again[file] == *bytes, "{file} differs with {threads} threads");
        }
    }
    // The check can fail: one replicate more changes what is estimated.
    let other = compare("other", "2", "701");
    for file in ["summary.json", "coverage.csv", "comparison.csv", "causes.csv"] {
        assert!(other[file] != first[file], "{file} does not depend on the replicates");
    }
}

#[test]
fn bytes_do_not_depend_on_the_instructions_of_the_processor() {
    let place = tempfile::tempdir().expect("a folder");
    // On a processor without the wider ones some of these are the same code.
    let run = |name: &str, variable: (&str, &str)| {
        let folder = place.path().join(name);
        let arguments = [
            "compare",
            "uncertain-20k-50k",
            "pacific-priority-40k",
            "--no-figures",
            "--design",
            "mc",
            "--replicates",
            "200",
        ];
        drawdown_with(&[&arguments[..], &["--output", text(&folder)]].concat(), variable);
        results(&folder)
    };
    let first = run("widest", ("DRAWDOWN_VECTORS", ""));
    for (name, variable) in [
        ("plain", ("DRAWDOWN_VECTORS", "plain")),
        ("avx2", ("DRAWDOWN_VECTORS", "avx2")),
        ("glibc", ("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F")),
    ] {
        for (file, bytes) in run(name, variable) {
            assert!(first[&file] == bytes, "{file} differs with {name}");
        }
    }
}

/// A trace folder of a scenario.
fn trace(folder: &Path, scenario: &str, replicates: &str, sets: &[&str]) {
    let mut arguments =
        vec!["run", scenario, "--trace", text(folder), "--design", "mc", "--replicates", replicates];
    arguments.extend(["--set", "quarters=20"]);
    arguments.extend(sets.iter().flat_map(|set| ["--set", set]));
    drawdown(&arguments);
}

/// Rows of a file of a trace, without its header.
fn rows(folder: &Path, file: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(folder.join(file)).expect("a file of the trace");
    text.lines().skip(1).map(str::to_owned).collect()
}

/// Column `name` of rows of `inputs.csv`.
fn named(row: &str) -> &str {
    row.split(',').nth(1).unwrap_or_default()
}

/// How many values an input without index takes over the replicates.
fn values(rows: &BTreeSet<String>, name: &str) -> usize {
    let all = rows.iter().filter(|row| named(row) == name);
    all.filter_map(|row| row.rsplit(',').next()).collect::<BTreeSet<_>>().len()
}

#[test]
fn scenarios_that_differ_in_information_share_every_other_draw() {
    let place = tempfile::tempdir().expect("a folder");
    let (informed, surprised) = (place.path().join("informed"), place.path().join("surprised"));
    trace(&informed, "uncertain-20k-50k", "20", &["information=1"]);
    trace(&surprised, "uncertain-20k-50k", "20", &["information=0"]);
    let (a, b) = (rows(&informed, "inputs.csv"), rows(&surprised, "inputs.csv"));
    assert!(values(&a, "personnel") == 20 && values(&a, "commitment") == 20, "these are drawn");
    let differ: BTreeSet<&str> = a.symmetric_difference(&b).map(|row| named(row)).collect();
    assert_eq!(differ, BTreeSet::from(["information"]));
    for file in ["shocks.csv", "cuts.csv"] {
        assert_eq!(rows(&informed, file), rows(&surprised, file), "{file}");
    }
    assert_ne!(rows(&informed, "supply.csv"), rows(&surprised, "supply.csv"), "and yet the manner matters");
}

#[test]
fn more_replicates_begin_with_the_fewer() {
    let place = tempfile::tempdir().expect("a folder");
    let (short, long) = (place.path().join("short"), place.path().join("long"));
    trace(&short, "pacific-priority-40k", "11", &[]);
    trace(&long, "pacific-priority-40k", "22", &[]);
    for file in
        ["inputs.csv", "shocks.csv", "cuts.csv", "supply.csv", "delivery.csv", "quarters.csv", "allies.csv"]
    {
        let read = |folder: &Path| fs::read(folder.join(file)).expect("a file of the trace");
        let (few, many) = (read(&short), read(&long));
        assert!(many.len() > few.len() && many.starts_with(&few), "{file}");
    }
}

#[test]
fn a_new_ally_disturbs_no_other_draw() {
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("one-more.ron");
    fs::write(
        &file,
        r#"(
    base: "uncertain-20k-50k",
    allies: {
        "AAA": (
            title: "Ally of the test",
            gdp_now: 500, share_now: 2, pledge: 3.5, pledge_year: 2035,
            growth: Uniform(low: 0.01, high: 0.02), attainment: Uniform(low: 0.2, high: 0.9),
            shock_rise: Uniform(low: 0, high: 1),
        ),
    },
)"#,
    )
    .expect("written");
    let (few, more) = (place.path().join("few"), place.path().join("more"));
    trace(&few, "uncertain-20k-50k", "12", &[]);
    trace(&more, text(&file), "12", &[]);
    for file in ["inputs.csv", "shocks.csv", "cuts.csv"] {
        let (before, after) = (rows(&few, file), rows(&more, file));
        let gone: Vec<_> = before.difference(&after).collect();
        assert!(gone.is_empty(), "{file}: {gone:?}");
        assert!(after.difference(&before).all(|row| row.contains(",AAA,")), "{file}");
        assert_eq!(after.len() > before.len(), file != "cuts.csv");
    }
}
