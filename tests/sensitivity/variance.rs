//! What `sensitivity --sobol` leaves and says.

use std::{fs, path::Path, process::Command};

#[test]
fn the_command_says_so_with_the_same_bytes_for_any_threads() {
    let place = tempfile::tempdir().expect("a folder");
    let groups = place.path().join("groups.ron");
    fs::write(&groups, r#"{"alarm": ["reaction"], "kit": ["unit_cost"]}"#).expect("a file");
    let run = |threads: &str, more: &[&str]| {
        let folder = place.path().join(threads);
        let common = [
            "sensitivity",
            "orderly-20k",
            "-n",
            "64",
            "--quiet",
            "--no-report",
            "--sobol",
            "--threads",
            threads,
            "-o",
        ];
        let found =
            Command::new(env!("CARGO_BIN_EXE_drawdown")).args(common).arg(&folder).args(more).output();
        let found = found.expect("the program starts");
        (found, folder)
    };
    let file = groups.to_str().expect("a path in UTF-8");
    let more = ["--groups", file, "--outcome", "index_headline[30],bill_headline"];
    let ((one, first), (two, second)) = (run("1", &more), run("2", &more));
    assert!(one.status.success() && one.stdout == two.stdout, "{}", String::from_utf8_lossy(&one.stderr));
    for name in ["tables/groups.csv", "figures/13-variance.svg", "summary.json", "scenarios.json"] {
        let read = |folder: &Path| fs::read(folder.join(name)).expect(name);
        assert!(read(&first) == read(&second), "{name}");
    }
    let said = String::from_utf8_lossy(&one.stdout).into_owned();
    assert!(said.contains("alarm") && said.contains("bill_headline"), "{said}");
    let again = fs::read_to_string(first.join("scenarios.json")).expect("a file");
    assert!(
        again.contains("kit=unit_cost") && !again.contains("groups.ron"),
        "what reproduces it needs no file"
    );

    fs::write(&groups, r#"{"alarm": ["reactoin"]}"#).expect("a file");
    let (wrong, folder) = run("3", &["--groups", file]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("reaction") && !folder.exists());
}
