//! What `verify` finds in the store of a sweep beyond its listed parts, and which base an experiment file takes.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn drawdown(from: &Path, arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_drawdown");
    Command::new(program).current_dir(from).arg("--quiet").args(arguments).output().expect("it runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

const TINY: &str = r#"(
    base: "mine",
    levers: { "personnel": Levels([20000, 30000, 40000]) },
    policies: FullFactorial,
    replicates: 16,
    outcomes: ["index_headline"],
    part: 2,
)"#;

/// A folder `sc` with a scenario of its own and experiments in the folder below it.
fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(place.path().join("sc/experiments")).expect("a folder");
    fs::write(place.path().join("sc/experiments/tiny.ron"), TINY).expect("written");
    let mine = "( base: \"orderly-20k\", title: \"Mine\", information: 0.5 )";
    fs::write(place.path().join("sc/mine.ron"), mine).expect("written");
    place
}

#[test]
fn the_base_does_not_depend_on_how_the_file_is_named() {
    let place = place();
    let whole = place.path().join("sc/experiments/tiny.ron");
    let from = [
        ("", "sc/experiments/tiny.ron"),
        ("sc", "experiments/tiny.ron"),
        ("sc/experiments", "tiny.ron"),
        ("sc/experiments", "./tiny.ron"),
        ("", whole.to_str().expect("a plain path")),
    ];
    let mut manifests = Vec::new();
    for (i, (folder, name)) in from.into_iter().enumerate() {
        let store = place.path().join(format!("store-{i}"));
        let store = store.to_str().expect("a plain path");
        let output = drawdown(&place.path().join(folder), &["sweep", name, "--output", store]);
        assert!(output.status.success(), "{name} in `{folder}`: {}", said(&output));
        let text = fs::read_to_string(Path::new(store).join("manifest.json")).expect("a manifest");
        let mut manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        manifest.as_object_mut().and_then(|keys| keys.remove("timings")).expect("timings");
        manifests.push(manifest);
    }
    assert!(manifests.iter().all(|manifest| *manifest == manifests[0]));
    assert_eq!(manifests[0]["base"], "mine");
}

#[test]
fn what_is_no_part_and_settings_that_were_changed_are_named() {
    let place = place();
    let here = place.path();
    let output = drawdown(here, &["sweep", "sc/experiments/tiny.ron", "--output", "store"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(drawdown(here, &["verify", "store"]).status.success());

    let part = here.join("store/outcomes/part-00001.parquet");
    let stray = here.join("store/outcomes/part-00099.parquet");
    fs::copy(&part, &stray).expect("copied");
    let output = drawdown(here, &["verify", "store"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("part-00099.parquet` is no part of the sweep"), "{}", said(&output));
    fs::remove_file(&stray).expect("removed");

    // A line that stands twice is one part.
    let list = here.join("store/parts.jsonl");
    let lines = fs::read_to_string(&list).expect("a list");
    let first = lines.lines().next().expect("a line");
    fs::write(&list, format!("{lines}{first}\n")).expect("written");
    let output = drawdown(here, &["verify", "store"]);
    assert!(said(&output).contains("3 experiments in 2 parts"), "{}", said(&output));

    let path = here.join("store/manifest.json");
    let manifest = fs::read_to_string(&path).expect("a manifest");
    let changed = manifest.replace("\"seed\": 1", "\"seed\": 5");
    assert_ne!(changed, manifest);
    fs::write(&path, changed).expect("written");
    for arguments in [&["verify", "store"][..], &["merge", "store", "--output", "merged"]] {
        let output = drawdown(here, arguments);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains("its settings are not those that were written"), "{}", said(&output));
    }
    // The way out that the message names.
    fs::remove_file(&path).expect("removed");
    let output = drawdown(here, &["sweep", "sc/experiments/tiny.ron", "--output", "store", "--resume"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(drawdown(here, &["verify", "store"]).status.success());
}
