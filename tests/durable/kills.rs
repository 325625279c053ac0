//! Processes that are killed or stopped by a limit, and folders that vanish under them.

use std::{
    fs,
    process::{Command, Stdio},
    time::Duration,
};

use super::{SMALL, all, command, ends, names, said, small, some_time, text, write};

#[test]
fn killed_at_random_moments_the_next_finds_its_way() {
    let temporary = tempfile::tempdir().expect("a folder");
    let here = temporary.path();
    small(0, here, "out");
    write(here.join("out/slides.txt"), "slides");
    for _ in 0..12 {
        let mut child =
            command(here, &["run", "orderly-20k", "--no-report", "--design", "mc", "-n", "64", "-o", "out"])
                .stderr(Stdio::null())
                .stdout(Stdio::null())
                .spawn()
                .expect("it starts");
        std::thread::sleep(some_time(500));
        let _ = child.kill();
        child.wait().expect("gone");
        assert_eq!(all(here).iter().filter(|path| path.ends_with("slides.txt")).count(), 1);
    }
    small(0, here, "out");
    assert_eq!(names(here), ["out"]);
    assert_eq!(text(here.join("out/slides.txt")), "slides");
}

#[test]
fn stopped_by_a_limit_it_leaves_nothing_in_the_way() {
    let temporary = tempfile::tempdir().expect("a folder");
    let here = temporary.path();
    let limited = |before: &str| {
        let line =
            format!("ulimit -c 0; {before} exec {} {} out", env!("CARGO_BIN_EXE_drawdown"), SMALL.join(" "));
        let mut bash = Command::new("bash");
        bash.args(["-c", &line]).current_dir(here).stdout(Stdio::piped()).stderr(Stdio::piped());
        ends(bash)
    };
    // The system kills it.
    let killed = limited("ulimit -f 64;");
    assert_eq!(killed.status.code(), None, "{}", said(&killed));
    assert!(!names(here).is_empty(), "it was killed before it wrote anything");
    small(0, here, "out");
    assert_eq!(names(here), ["out"]);
    // It is told that it may not write: the job failed, the place is named, the old run stands.
    let before = text(here.join("out/summary.json"));
    let refused = limited("trap '' XFSZ; ulimit -f 64;");
    let words = said(&refused);
    assert_eq!(refused.status.code(), Some(1), "{words}");
    assert!(words.contains("cannot write `") && words.contains("out") && words.contains("large"), "{words}");
    assert!(!words.contains(".part"), "a name that nobody has given: {words}");
    // The answer is there all the same, and it is said what is kept and how to go on.
    assert!(words.contains("Of what is needed 30 days after an alert"), "{words}");
    let last = "the answer is printed; nothing else of the run is kept: the same command computes it again";
    assert!(words.contains(last), "{words}");
    assert_eq!((names(here), text(here.join("out/summary.json"))), (vec!["out".to_owned()], before));
}

#[test]
fn parents_that_are_deleted_come_back() {
    let temporary = tempfile::tempdir().expect("a folder");
    let here = temporary.path();
    let child =
        command(here, &["run", "orderly-20k", "--no-report", "--no-figures", "-n", "4000", "-o", "a/b/out"])
            .spawn()
            .expect("it starts");
    while !here.join("a/b").exists() {
        std::thread::sleep(Duration::from_millis(2));
    }
    std::thread::sleep(Duration::from_millis(100));
    fs::remove_dir_all(here.join("a")).expect("removed");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(here.join("a/b/out/summary.json").exists());
    assert_eq!(names(&here.join("a/b")), ["out"]);
}
