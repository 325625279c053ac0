//! Damage is named and mended, what others left is left alone, a full file system loses nothing.

use std::{fs, process::Command};

use drawdown::store::sweep::Reading;

use super::{contents, same};
use crate::sweep_support::{SMALL, expect, file, folder, text};

#[test]
fn damage_is_named_by_verify_and_mended_by_resume() {
    let folder = folder();
    let file = file(folder.path(), SMALL);
    let (good, store) = (folder.path().join("good"), folder.path().join("store"));
    expect(0, &["sweep", text(&file), "--output", text(&good)]);
    expect(0, &["sweep", text(&file), "--output", text(&store)]);
    for (number, name) in
        ["outcomes/part-00000.parquet", "experiments/part-00002.parquet", "outcomes/part-00005.parquet"]
            .into_iter()
            .enumerate()
    {
        let path = store.join(name);
        let mut bytes = fs::read(&path).expect("bytes");
        match number {
            0 => bytes.truncate(bytes.len() / 2),
            1 => {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
            }
            _ => *bytes.last_mut().expect("bytes") ^= 0x80,
        }
        fs::write(&path, bytes).expect("written");
        let said = expect(1, &["verify", text(&store)]);
        assert!(said.contains(name), "{said}");
        expect(0, &["sweep", text(&file), "--resume", "--output", text(&store)]);
        same(&good, &store);
    }
    // A list of parts that ends in half a line, as a power cut leaves it.
    let parts = store.join("parts.jsonl");
    let whole = fs::read(&parts).expect("bytes");
    fs::write(&parts, &whole[..whole.len() - 40]).expect("written");
    let said = expect(1, &["verify", text(&store)]);
    assert!(said.contains("20-23") && said.contains("half a line"), "{said}");
    expect(0, &["sweep", text(&file), "--resume", "--output", text(&store)]);
    same(&good, &store);
    // A list with a line that is none.
    fs::write(&parts, b"{\"part\": 0}\n").expect("written");
    let said = expect(1, &["verify", text(&store)]);
    assert!(said.contains("parts.jsonl") && said.contains("line 1"), "{said}");
    // A part without its files.
    let line = "{\"part\": 0, \"first\": 0, \"experiments\": 24, \"failed\": 0, \"files\": []}\n";
    fs::write(&parts, line).expect("written");
    let said = expect(1, &["verify", text(&store)]);
    assert!(said.contains("line 1: 0 files instead of 2"), "{said}");
}

#[test]
fn what_is_there_is_left_alone() {
    let folder = folder();
    let file = file(folder.path(), SMALL);
    let store = folder.path().join("store");
    let sweep = |more: &[&str], code| {
        expect(code, &[&["sweep", text(&file), "--output", text(&store)], more].concat())
    };
    fs::create_dir(&store).expect("a folder");
    fs::write(store.join("thesis.txt"), "precious").expect("written");
    assert!(sweep(&[], 2).contains("no store of a sweep"));
    assert!(sweep(&["--resume"], 2).contains("no store of a sweep"));
    fs::remove_file(store.join("thesis.txt")).expect("removed");
    // A study with folders of the same names as ours.
    fs::create_dir(store.join("experiments")).expect("a folder");
    fs::write(store.join("experiments/mine.ron"), "precious").expect("written");
    assert!(sweep(&[], 2).contains("no store of a sweep"));
    assert!(!store.join("outcomes").exists());
    fs::remove_file(store.join("experiments/mine.ron")).expect("removed");
    // What a sweep that ended before its manifest was there may have left.
    fs::write(store.join("experiments/.part-00000.parquet.77-0.new"), "half").expect("written");
    sweep(&[], 0);
    let before = contents(&store);
    assert!(sweep(&[], 2).contains("--resume"));
    assert!(sweep(&["--resume", "--seed", "2"], 2).contains("the seed"));
    assert!(sweep(&["--resume", "-n", "64"], 2).contains("the number of replicates"));
    assert!(sweep(&["--resume", "--shard", "1/2"], 2).contains("the shard"));
    // Another process at work.
    let lock = fs::File::options().append(true).open(store.join("lock")).expect("the lock");
    lock.lock().expect("locked");
    assert!(sweep(&["--resume"], 1).contains("another process"));
    let merged = folder.path().join("merged");
    let said = expect(1, &["merge", text(&store), "--output", text(&merged)]);
    assert!(said.contains("another process"), "{said}");
    expect(0, &["verify", text(&store)]);
    drop(lock);
    assert!(contents(&store) == before);
    // Other formats.
    let manifest = fs::read_to_string(store.join("manifest.json")).expect("a manifest");
    for format in ["0", "1", "3"] {
        let other = manifest.replace("\"format\": 2", &format!("\"format\": {format}"));
        fs::write(store.join("manifest.json"), other).expect("written");
        assert!(expect(2, &["verify", text(&store)]).contains(&format!("format {format}")));
        assert!(sweep(&["--resume"], 2).contains(&format!("format {format}")));
    }
}

#[test]
#[cfg(unix)]
fn a_file_system_that_takes_no_more_loses_nothing() {
    let folder = folder();
    let file = file(folder.path(), &SMALL.replace("[20000, 50000, 99000]", "[99000, 20000, 50000]"));
    let (good, store) = (folder.path().join("good"), folder.path().join("store"));
    expect(0, &["sweep", text(&file), "--output", text(&good)]);
    // Files may not grow beyond a size at which the first parts, in which an experiment fails, still fit.
    let sizes: Vec<u64> = (0..6)
        .map(|part| {
            fs::metadata(good.join(format!("outcomes/part-{part:05}.parquet"))).expect("a part").len()
        })
        .collect();
    let (first, largest) = (sizes[0], *sizes.iter().max().expect("parts"));
    assert!(first + 1024 < largest, "{sizes:?}");
    let command = format!(
        "trap '' XFSZ; ulimit -f {}; exec {} --quiet sweep {} --output {}",
        largest / 1024,
        env!("CARGO_BIN_EXE_drawdown"),
        text(&file),
        text(&store)
    );
    let output = Command::new("bash").args(["-c", &command]).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("cannot write") && said.contains("kept") && said.contains("--resume"), "{said}");
    let reading = Reading::open(&store).expect("a store");
    assert!(!reading.parts.is_empty() && reading.parts.len() < 6, "{} parts", reading.parts.len());
    assert_eq!(reading.damage(), []);
    expect(0, &["sweep", text(&file), "--resume", "--output", text(&store)]);
    same(&good, &store);
}
