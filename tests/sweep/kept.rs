//! `keep_replicates` of experiment files: what stands in a store is what `run --keep-replicates` of the same scenario writes,
//! whatever the threads, interruptions and shards.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use drawdown::store::sweep::{
    Column, Reading, Type, Values,
    parquet_file::{decode, fact},
};

use crate::sweep_support::{expect, file, folder, text};

/// 12 experiments in four parts, two of which cannot be.
const KEPT: &str = r#"(
    base: "orderly-20k",
    levers: {
        "personnel": Levels([20000, 99000, 50000]),
        "fixed": Options({"no": {}, "yes": {"growth[DEU]": 0.01, "us_personnel[eucom]": 21800}}),
    },
    uncertainties: {"reaction": Range(low: -0.2, high: 0.6)},
    scenarios: LatinHypercube(2),
    replicates: 96, seed: 5, part: 3,
    outcomes: ["index_headline", "uplift"],
    keep_replicates: (
        inputs: ["required[isr,*]", "growth[DEU]", "attainment[*]"],
        outcomes: ["index_headline[*]", "direct:bill_headline", "coverage_year[isr,30,2031]"],
    ),
)"#;

/// The columns of a file but the id of the scenario: numbers by their bits.
fn table(path: &Path) -> BTreeMap<String, Vec<u64>> {
    let open = || fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let about = fact(open(), "drawdown.columns").expect("its columns");
    let about: Vec<serde_json::Value> = serde_json::from_str(&about).expect("a list");
    let heads = [Column::required("replicate", Type::Int), Column::required("scenario", Type::Text)];
    let names = about.iter().map(|column| column["name"].as_str().expect("a name"));
    let columns: Arc<Vec<Column>> =
        Arc::new(heads.into_iter().chain(names.map(|name| Column::optional(name, Type::Real))).collect());
    let frame = decode(fs::read(path).expect("a file"), &columns).expect("a table");
    let bits = |values: Values| match values {
        Values::Int(all) => Some(all.into_iter().map(|n| n.expect("a number") as u64).collect()),
        Values::Real(all) => Some(all.into_iter().map(f64::to_bits).collect()),
        Values::Text(_) => None,
    };
    let columns = columns.iter().zip(frame.values);
    columns.filter_map(|(column, values)| Some((column.name.clone(), bits(values)?))).collect()
}

/// Every file of a store but those that say how long it took, by its path.
fn contents(store: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = drawdown_base::disk::below::files(store).expect("a store");
    let files = files.into_iter().filter(|(name, _)| !["manifest.json", "lock"].contains(&name.as_str()));
    files.map(|(name, path)| (name, fs::read(path).expect("a file"))).collect()
}

#[test]
fn rows_are_those_of_a_run_to_the_bit() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let store = at("store");
    for (which, keep) in [("named", KEPT.to_owned()), ("default", default_of(KEPT))] {
        let path = file(folder.path(), &keep);
        expect(0, &["sweep", text(&path), "--output", text(&store), "--no-report", "--threads", "2"]);
        let names: Vec<String> =
            contents(&store).into_keys().filter(|name| name.starts_with("replicates/")).collect();
        let there = [0, 1, 3, 4, 5, 6, 7, 9, 10, 11].map(|n| format!("replicates/experiment-{n:05}.parquet"));
        assert_eq!(names, there, "{which}: those that failed have none");
        for number in [0, 3, 10] {
            let row = at(&format!("{which}-{number}.ron"));
            expect(0, &["new", text(&row), "--experiment", &format!("{}:{number}", text(&store))]);
            let rows = at("rows.parquet");
            let mut run =
                vec!["run", text(&row), "-n", "96", "--seed", "5", "--design", "mc", "--no-figures"];
            let run_folder = at("run");
            run.extend(["--no-report", "--output", text(&run_folder), "--keep-replicates", text(&rows)]);
            if which == "named" {
                // What the experiment fixes is no input that it draws.
                run.extend(["--inputs", "required[isr,*],attainment[*]"]);
                if number != 3 {
                    run.extend(["--inputs", "growth[DEU]"]);
                }
                run.extend([
                    "--outcomes",
                    "index_headline[*],direct:bill_headline,coverage_year[isr,30,2031]",
                ]);
            }
            expect(0, &run);
            let theirs = table(&rows);
            let ours = table(&store.join(format!("replicates/experiment-{number:05}.parquet")));
            assert!(ours.len() > 10 && ours["replicate"].len() == 96, "{which} {number}");
            assert_eq!(
                ours.keys().collect::<Vec<_>>(),
                theirs.keys().collect::<Vec<_>>(),
                "{which} {number}"
            );
            for (name, column) in &ours {
                assert!(*column == theirs[name], "{which} {number}: {name}");
            }
        }
        fs::remove_dir_all(&store).expect("removed");
    }
}

/// The same that keeps what is kept where nothing is named.
fn default_of(text: &str) -> String {
    let (before, rest) = text.split_once("keep_replicates: (").expect("the field");
    let (_, after) = rest.split_once("    ),\n").expect("its end");
    format!("{before}keep_replicates: (),\n{after}")
}

#[test]
fn bytes_are_the_same_for_threads_interruptions_damage_and_shards() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let path = file(folder.path(), KEPT);
    let sweep = |to: &Path, more: &[&str]| {
        expect(0, &[&["sweep", text(&path), "--output", text(to)], more].concat());
    };
    let whole = at("whole");
    sweep(&whole, &["--threads", "1"]);
    let expected = contents(&whole);
    let same = |store: &Path, what: &str| {
        let found = contents(store);
        assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{what}");
        for (name, bytes) in &found {
            assert!(*bytes == expected[name], "{what}: {name}");
        }
        expect(0, &["verify", text(store)]);
    };
    let three = at("three");
    sweep(&three, &["--threads", "3"]);
    same(&three, "three threads");
    // Killed before a part was listed: its files of replicates stand there, whole and half written.
    let list = fs::read_to_string(three.join("parts.jsonl")).expect("a list");
    let listed: Vec<&str> = list.split_inclusive('\n').collect();
    fs::write(three.join("parts.jsonl"), listed[..2].concat()).expect("written");
    fs::remove_file(three.join("replicates/experiment-00010.parquet")).expect("removed");
    fs::write(three.join("replicates/.experiment-00010.parquet.999999-0.new"), "half").expect("written");
    sweep(&three, &["--resume"]);
    same(&three, "killed");
    // Damaged, and somebody's in its place, which is not lost.
    let damaged = three.join("replicates/experiment-00001.parquet");
    let mut bytes = fs::read(&damaged).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&damaged, bytes).expect("written");
    fs::write(three.join("replicates/experiment-00009.parquet"), "somebody's").expect("written");
    let said = expect(1, &["verify", text(&three)]);
    assert!(said.contains("experiment-00001.parquet") && said.contains("experiment-00009.parquet"), "{said}");
    sweep(&three, &["--resume"]);
    let kept = three.join("replicates/experiment-00009.parquet.kept.1");
    assert_eq!(fs::read_to_string(&kept).expect("kept"), "somebody's");
    fs::remove_file(&kept).expect("removed");
    same(&three, "damaged");
    // Shards whose ends lie within parts.
    let shards: Vec<_> = (1..=5).map(|i| at(&format!("shard-{i}"))).collect();
    for (i, shard) in shards.iter().enumerate() {
        sweep(shard, &["--shard", &format!("{}/5", i + 1)]);
    }
    let merged = at("merged");
    let names: Vec<&str> = shards.iter().map(|shard| text(shard)).collect();
    expect(0, &[&["merge"], &names[..], &["--output", text(&merged)]].concat());
    same(&merged, "merged");
    // The list names what is there, and the manifest what was asked for.
    let read = Reading::open(&merged).expect("a store");
    let files: Vec<u64> = read.parts.iter().flat_map(|part| &part.replicates).map(|file| file.rows).collect();
    assert_eq!(files, [96; 10]);
    assert_eq!(read.manifest.keep_replicates.expect("asked")["inputs"][1], "growth[DEU]");
    // Another choice of what is kept is another sweep.
    let path = file(folder.path(), &default_of(KEPT));
    let said = expect(2, &["sweep", text(&path), "--output", text(&whole), "--resume"]);
    assert!(said.contains("it differs in what is kept"), "{said}");
    // Packed, and computed again.
    let archive = at("whole.zip");
    expect(0, &["archive", text(&whole), "--output", text(&archive)]);
    let again = at("again");
    let said = expect(0, &["rerun", text(&archive), "--output", text(&again), "--threads", "2"]);
    assert!(said.contains("every byte is equal"), "{said}");
    same(&again, "again");
}

#[test]
fn what_cannot_be_kept_is_said_with_its_place() {
    let folder = folder();
    for (from, to, words) in [
        ("growth[DEU]\", \"att", "growht[DEU]\", \"att", "no input `growht[DEU]` to keep"),
        ("attainment[*]", "quarters", "the same in every run"),
        ("attainment[*]", "reaction", "every experiment sets it, and none draws it"),
        ("direct:bill_headline", "direct:bil_headline", "did you mean `bill_headline`"),
        ("inputs: [", "input: [", "did you mean `inputs`?"),
        ("isr,30,2031", "isr,30,2131", "unknown `2131`"),
    ] {
        let path = file(folder.path(), &KEPT.replacen(from, to, 1));
        let said = expect(2, &["sweep", text(&path), "--dry-run"]);
        assert!(said.contains(words) && said.contains("small.ron:1"), "{to}: {said}");
        assert_eq!(said.lines().filter(|line| line.starts_with("error")).count(), 1, "{to}: {said}");
    }
    let path = file(folder.path(), KEPT);
    let said = expect(0, &["sweep", text(&path), "--dry-run"]);
    assert!(said.contains("of 20 files"), "4 parts of 2 and 12 of replicates: {said}");
}
