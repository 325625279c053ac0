//! The same bytes whatever the threads, interruptions and shards.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use drawdown::store::sweep::Manifest;

use super::{contents, ints, reals, same, table, texts};
use crate::sweep_support::{SMALL, expect, file, folder, text};

#[test]
fn threads_give_the_same_bytes_and_failures_are_rows() {
    let folder = folder();
    let file = file(folder.path(), SMALL);
    let stores = ["1", "2", "3"].map(|threads| {
        let store = folder.path().join(threads);
        let said = expect(0, &["sweep", text(&file), "--threads", threads, "--output", text(&store)]);
        assert!(said.contains("24 experiments of 96 runs"), "{said}");
        assert!(said.contains("4 failed") && said.contains("small.ron:4:44"), "{said}");
        store
    });
    same(&stores[0], &stores[1]);
    same(&stores[0], &stores[2]);
    expect(0, &["verify", text(&stores[0])]);

    let experiments = table(&stores[0], 0);
    assert_eq!(ints(&experiments, "experiment"), (0..24).map(Some).collect::<Vec<_>>());
    assert_eq!(ints(&experiments, "policy")[..8], [0, 1, 2, 3, 4, 5, 0, 1].map(Some));
    assert_eq!(ints(&experiments, "scenario")[..8], [0, 0, 0, 0, 0, 0, 1, 1].map(Some));
    let (status, reason) = (texts(&experiments, "status"), texts(&experiments, "reason"));
    for row in 0..24 {
        let asked = reals(&experiments, "lever_personnel_people")[row];
        let fails = asked > 90_000.0 && texts(&experiments, "lever_manner")[row] == Some("orderly");
        assert_eq!(status[row], Some(if fails { "failed" } else { "done" }));
        assert_eq!(reason[row].is_some(), fails);
    }
    let reason = reason[4].expect("a reason");
    assert!(
        reason.starts_with("small.ron:4:44") && reason.contains("99,000"),
        "it points at the level: {reason}"
    );
    let outcomes = table(&stores[0], 1);
    let there: std::collections::BTreeSet<_> = ints(&outcomes, "experiment").into_iter().flatten().collect();
    assert!(there.iter().all(|number| status[*number as usize] == Some("done")));
    assert_eq!(there.len(), 20);
    let manifest = Manifest::read(&stores[0]).expect("it reads").expect("a manifest");
    assert_eq!((manifest.done, manifest.failed, manifest.complete), (24, 4, true));
}

#[test]
fn killed_at_random_moments_and_resumed_it_is_the_same() {
    let folder = folder();
    let text_of_many = SMALL.replace("LatinHypercube(4)", "LatinHypercube(20)").replace("96", "256");
    let file = file(folder.path(), &text_of_many);
    let (unbroken, broken) = (folder.path().join("unbroken"), folder.path().join("broken"));
    let started = std::time::Instant::now();
    expect(0, &["sweep", text(&file), "--output", text(&unbroken)]);
    let whole = started.elapsed();
    let (mut kills, mut random) = (0, 0x2545_F491_4F6C_DD1D_u64);
    for round in 0..40 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_drawdown"))
            .args(["--quiet", "sweep", text(&file), "--resume", "--output", text(&broken)])
            .args(["--threads", ["1", "2", "3"][round % 3]])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let part = (random % 1000) as f64 / 1000.0;
        std::thread::sleep(whole.mul_f64(0.05 + 0.4 * part));
        if child.try_wait().expect("a state").is_some() {
            break;
        }
        child.kill().expect("killed");
        child.wait().expect("gone");
        kills += 1;
    }
    assert!(kills >= 2, "only {kills} kills came in time");
    expect(0, &["sweep", text(&file), "--resume", "--output", text(&broken)]);
    same(&unbroken, &broken);
    // Nothing half-written is left beside.
    for table in ["experiments", "outcomes", "."] {
        for entry in fs::read_dir(broken.join(table)).expect("a table") {
            let name = entry.expect("an entry").file_name();
            assert!(!name.to_string_lossy().ends_with(".new"), "{name:?} is left");
        }
    }
}

#[test]
fn resume_computes_only_what_is_missing() {
    let folder = folder();
    let file = file(folder.path(), SMALL);
    let store = folder.path().join("store");
    expect(0, &["sweep", text(&file), "--resume", "--output", text(&store)]);
    let before = contents(&store);
    let said = expect(0, &["sweep", text(&file), "--resume", "--output", text(&store), "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!((said["computed"].as_u64(), said["experiments"].as_u64()), (Some(0), Some(24)));
    fs::remove_file(store.join("outcomes/part-00003.parquet")).expect("removed");
    let said = expect(0, &["sweep", text(&file), "--resume", "--output", text(&store), "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(said["computed"].as_u64(), Some(4));
    assert!(contents(&store) == before);
}

#[test]
fn seven_shards_merge_into_the_unsharded_bytes() {
    let folder = folder();
    let file = file(folder.path(), SMALL);
    let whole = folder.path().join("whole");
    expect(0, &["sweep", text(&file), "--output", text(&whole)]);
    let shards: Vec<PathBuf> = (1..=7)
        .map(|index| {
            let store = folder.path().join(format!("shard-{index}"));
            let shard = format!("{index}/7");
            expect(0, &["sweep", text(&file), "--shard", &shard, "--output", text(&store), "--threads", "1"]);
            expect(0, &["verify", text(&store)]);
            store
        })
        .collect();
    let merged = folder.path().join("merged");
    let merge = |stores: &[&PathBuf], code| {
        let stores: Vec<&str> = stores.iter().map(|store| text(store)).collect();
        expect(code, &[&["merge"], &stores[..], &["--output", text(&merged)]].concat())
    };
    // Without two of them: what is missing is named, and nothing is written.
    let some: Vec<&PathBuf> =
        shards.iter().filter(|s| !s.ends_with("shard-3") && !s.ends_with("shard-6")).collect();
    let said = merge(&some, 1);
    assert!(
        said.contains("7 experiments") && said.contains("6-9, 17-19") && said.contains("3/7, 6/7"),
        "{said}"
    );
    assert!(!merged.exists());
    // In any order, and again.
    let mut all: Vec<&PathBuf> = shards.iter().collect();
    all.rotate_left(3);
    all.swap(0, 5);
    let said = merge(&all, 0);
    assert!(said.contains("put together"), "{said}");
    same(&whole, &merged);
    let timings = |store: &Path| Manifest::read(store).expect("it reads").expect("a manifest").timings;
    let before = timings(&merged);
    assert_eq!(before.len(), 7);
    merge(&all, 0);
    same(&whole, &merged);
    assert_eq!(timings(&merged), before);
    // Into one of themselves.
    let itself = folder.path().join("shard-2").join(".");
    let said = expect(2, &["merge", text(&shards[0]), text(&shards[1]), "--output", text(&itself)]);
    assert!(said.contains("shard-2") && said.contains("one of the stores to be joined"), "{said}");
    // A shard that is not whole, and stores of different sweeps.
    let damaged = shards[2].join("outcomes/part-00001.parquet");
    let bytes = fs::read(&damaged).expect("bytes");
    fs::write(&damaged, &bytes[..bytes.len() - 1]).expect("written");
    fs::remove_dir_all(&merged).expect("removed");
    let said = merge(&all, 1);
    assert!(
        said.contains("shard-3/outcomes/part-00001.parquet") && said.contains("bytes instead of"),
        "{said}"
    );
    let other = folder.path().join("other");
    expect(0, &["sweep", text(&file), "--seed", "2", "--output", text(&other)]);
    let said = merge(&[&shards[0], &other], 2);
    assert!(said.contains("the seed"), "{said}");
}

#[test]
#[cfg(unix)]
fn interrupted_it_says_how_to_go_on() {
    let folder = folder();
    let file = file(folder.path(), &SMALL.replace("replicates: 96", "replicates: 20000"));
    let store = folder.path().join("store");
    let child = Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .args(["sweep", text(&file), "--output", text(&store)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    while !store.join("manifest.json").exists() {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(300));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("--resume"), "{said}");
}
