//! `drawdown hindcast` as a command: its folder, and those of others.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use drawdown::store::hindcast::HindcastSummary;

use super::table;

fn drawdown(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program runs")
}

/// Files of a folder by their path in it.
fn files(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(one) = folders.pop() {
        for entry in fs::read_dir(one).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("in it").to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

#[test]
fn the_command_writes_a_folder_and_harms_no_other() {
    let place = tempfile::tempdir().expect("a folder");
    let first = drawdown(place.path(), &["hindcast", "-n", "200", "--threads", "1", "--quiet"]);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    assert!(first.stderr.is_empty());
    let one = files(&place.path().join("output/hindcast"));
    for name in [
        "manifest.json",
        "summary.json",
        "briefing.md",
        "report.html",
        "tables/forecasts.csv",
        "tables/scores.csv",
        "tables/pit.csv",
        "tables/allies.csv",
        "tables/departures.csv",
        "figures/validate-hindcast.png",
        "figures/validate-hindcast.svg",
    ] {
        assert!(one.get(name).is_some_and(|bytes| !bytes.is_empty()), "{name}");
    }
    let summary: HindcastSummary = serde_json::from_slice(&one["summary.json"]).expect("a summary");
    let report = String::from_utf8_lossy(&one["report.html"]).into_owned();
    assert!(summary.answer.iter().all(|said| report.contains(&said.about)));
    assert_eq!(table(&String::from_utf8_lossy(&one["tables/scores.csv"])).len(), summary.scores.len());
    // Again in its place, on two threads: the same bytes but for the manifest.
    let again = drawdown(place.path(), &["hindcast", "-n", "200", "--threads", "2", "--quiet"]);
    assert!(again.status.success() && again.stdout == first.stdout);
    let mut two = files(&place.path().join("output/hindcast"));
    let mut one = one;
    one.remove("manifest.json");
    two.remove("manifest.json");
    assert!(one == two);
    // Figures drawn again from the folder alone are the same bytes.
    let drawn = drawdown(place.path(), &["plot", "output/hindcast", "--output", "drawn"]);
    assert!(drawn.status.success(), "{}", String::from_utf8_lossy(&drawn.stderr));
    for (name, bytes) in files(&place.path().join("drawn")) {
        assert!(two[&format!("figures/{name}")] == bytes, "{name}");
    }
    // What is not ours stays.
    fs::create_dir(place.path().join("mine")).expect("a folder");
    fs::write(place.path().join("mine/notes.txt"), "mine").expect("a file");
    let refused = drawdown(place.path(), &["hindcast", "-n", "200", "--output", "mine"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(files(&place.path().join("mine")).len(), 1);
    for wrong in [&["-n", "0"][..], &["-n", "1"], &["-n", "1e4"], &["-n", "20001"], &["--seed", "-1"]] {
        let refused = drawdown(place.path(), &[&["hindcast"], wrong].concat());
        assert_eq!(refused.status.code(), Some(2), "{wrong:?}");
        assert!(refused.stdout.is_empty());
    }
}
