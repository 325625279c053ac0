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

/// Every change of the list of parts, or of what the manifest says of them, is found by `verify` and `merge` and mended by
/// `--resume`.
#[test]
fn what_was_edited_is_named_and_mended() {
    let place = place();
    let here = place.path();
    let sweep = ["sweep", "sc/experiments/tiny.ron", "--output", "store"];
    let output = drawdown(here, &sweep);
    assert!(output.status.success(), "{}", said(&output));
    let (list, manifest) = (here.join("store/parts.jsonl"), here.join("store/manifest.json"));
    let (lines, state) =
        (fs::read_to_string(&list).expect("a list"), fs::read_to_string(&manifest).expect("a manifest"));
    let [first, second] = lines.lines().collect::<Vec<_>>()[..] else { panic!("two parts: {lines}") };
    fs::write(here.join("secret"), "not of the store").expect("written");
    let in_lines = |from: &str, to: &str| {
        let edited = lines.replacen(from, to, 1);
        assert_ne!(edited, lines, "{from}");
        edited
    };
    // What is read only if somebody lets it: a copy of the right file by another name.
    fs::copy(here.join("store/outcomes/part-00000.parquet"), here.join("elsewhere")).expect("copied");
    let rows = first.split("\"rows\":").nth(2).and_then(|rest| rest.split(',').next()).expect("rows");
    let mut edits: Vec<(String, &str)> = vec![
        (in_lines("\"failed\":0", "\"failed\":1"), "1 experiments failed; in the file 0"),
        (in_lines("\"failed\":0", "\"failed\":9"), "9 of 2 experiments failed"),
        (in_lines("\"rows\":2", "\"rows\":3"), "3 rows of experiments; the file has 2"),
        (in_lines(&format!("\"rows\":{rows}"), "\"rows\":7"), "7 rows of outcomes"),
        (in_lines("\"experiments\":2", "\"experiments\":3"), "3 experiments from 0 on; part 0 has 2 from 0"),
        (in_lines("\"first\":0", "\"first\":1"), "2 experiments from 1 on"),
        (in_lines("\"first\":2", "\"first\":18446744073709551615"), "from 18446744073709551615 on"),
        (in_lines("\"part\":1", "\"part\":18446744073709551615"), "no such part belongs in this store"),
        (in_lines("\"part\":1", "\"part\":0"), "the part is listed twice"),
        (format!("{lines}{first}\n"), "line 3: the part is listed twice"),
        (format!("{second}\n{first}\n"), "line 2: part 0 stands after part 1"),
    ];
    for path in ["../elsewhere", "outcomes/../../elsewhere", "/etc/hostname", "outcomes/part-00001.parquet"] {
        edits.push((
            in_lines("outcomes/part-00000.parquet", path),
            "instead of `outcomes/part-00000.parquet`",
        ));
    }
    for (edited, words) in &edits {
        fs::write(&list, edited).expect("written");
        for arguments in [&["verify", "store"][..], &["merge", "store", "--output", "merged"]] {
            let output = drawdown(here, arguments);
            assert_eq!(output.status.code(), Some(1), "{words}: {}", said(&output));
            assert!(said(&output).contains(words), "{words}: {}", said(&output));
        }
        let output = drawdown(here, &[&sweep[..], &["--resume"]].concat());
        assert!(output.status.success(), "{words}: {}", said(&output));
        assert_eq!(fs::read_to_string(&list).expect("a list"), lines, "{words}");
        assert!(drawdown(here, &["verify", "store"]).status.success());
    }
    for (from, to) in [("\"done\": 3", "\"done\": 2"), ("\"failed\": 0", "\"failed\": 1")] {
        let edited = state.replacen(from, to, 1);
        assert_ne!(edited, state);
        fs::write(&manifest, edited).expect("written");
        let output = drawdown(here, &["verify", "store"]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains("it says that the store is complete"), "{}", said(&output));
        assert!(drawdown(here, &[&sweep[..], &["--resume"]].concat()).status.success());
        assert!(drawdown(here, &["verify", "store"]).status.success());
    }
    // A table that was replaced, with its hash: what it holds is compared, too.
    let other = here.join("store/experiments/part-00001.parquet");
    let bytes = fs::read(&other).expect("a part");
    let file = |line: &str| -> serde_json::Value { serde_json::from_str(line).expect("JSON") };
    let (mut forged, donor) = (file(first), file(second));
    for key in ["bytes", "sha256"] {
        forged["files"][0][key] = donor["files"][0][key].clone();
    }
    fs::write(here.join("store/experiments/part-00000.parquet"), bytes).expect("written");
    fs::write(&list, format!("{forged}\n{second}\n")).expect("written");
    let output = drawdown(here, &["verify", "store"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("it has rows of experiments of other parts"), "{}", said(&output));
}

#[test]
fn files_of_others_in_a_store_stay() {
    let place = place();
    let here = place.path();
    let sweep = ["sweep", "sc/experiments/tiny.ron", "--output", "store", "--resume"];
    assert!(drawdown(here, &sweep).status.success());
    let part = here.join("store/outcomes/part-00001.parquet");
    let whole = fs::read(&part).expect("a part");
    // Listed, and killed before it was: the same bytes stay. A stranger of that name is kept.
    let list = here.join("store/parts.jsonl");
    let lines = fs::read_to_string(&list).expect("a list");
    let first = lines.lines().next().expect("a line").to_owned() + "\n";
    for (bytes, kept) in [(&whole[..], false), (b"mine", true)] {
        fs::write(&list, &first).expect("written");
        fs::write(&part, bytes).expect("written");
        fs::write(here.join("store/thesis.txt"), "mine").expect("written");
        let output = drawdown(here, &sweep);
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!(fs::read(&part).expect("a part"), whole);
        assert_eq!(fs::read_to_string(&list).expect("a list"), lines);
        let aside = here.join("store/outcomes/part-00001.parquet.kept.1");
        assert_eq!(fs::read(aside).ok(), kept.then(|| b"mine".to_vec()));
        assert_eq!(fs::read_to_string(here.join("store/thesis.txt")).expect("kept"), "mine");
        assert!(drawdown(here, &["verify", "store"]).status.success());
    }
}
