//! `--threads` binds all that a command does: computing, tables, figures, report.
#![cfg(target_os = "linux")]

use std::{
    collections::BTreeSet,
    fs,
    process::{Command, Stdio},
    time::Duration,
};

/// Threads of the program while it runs: the most that were seen at a time, and their names.
fn workers(arguments: &[&str]) -> (usize, BTreeSet<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .args(arguments)
        .arg("--output")
        .arg(folder.path().join("run"))
        // What anybody's pool of its own would take on a machine of many cores.
        .env("RAYON_NUM_THREADS", "7")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    let tasks = format!("/proc/{}/task", child.id());
    let (mut most, mut names) = (0, BTreeSet::new());
    let code = loop {
        let seen: Vec<String> = fs::read_dir(&tasks)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|task| fs::read_to_string(task.path().join("comm")).ok())
            .map(|name| name.trim().to_owned())
            .collect();
        most = most.max(seen.len());
        names.extend(seen);
        if let Some(code) = child.try_wait().expect("a child") {
            break code;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    assert!(code.success(), "{arguments:?}: {code}");
    (most, names)
}

#[test]
fn threads_are_no_more_than_asked_for() {
    let commands: [&[&str]; 4] = [
        &["compare", "orderly-20k", "media-learned-20k", "--design", "mc", "-n", "128", "--no-sensitivity"],
        &["run", "orderly-20k", "--design", "mc", "-n", "64", "--no-report"],
        &["require", "orderly-20k", "--replicates", "64"],
        &["sensitivity", "orderly-20k", "--replicates", "64", "--no-figures", "--no-report"],
    ];
    for command in commands {
        for threads in [1, 2] {
            let arguments = [command, &["--threads", ["1", "2"][threads - 1]]].concat();
            let (most, names) = workers(&arguments);
            // Two compute nothing: the first one waits for the workers, another for Ctrl-C.
            assert!(most <= threads + 2, "{arguments:?}: {most} threads: {names:?}");
            let workers = names.iter().filter(|name| name.starts_with("worker")).count();
            assert_eq!(workers, threads, "{arguments:?}: {names:?}");
        }
    }
}
