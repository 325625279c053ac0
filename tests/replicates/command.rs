//! The command: names that are refused before anything runs, files of others, interruption, resumption.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use super::read;

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
    command.current_dir(folder).args(["run", "orderly-50k", "--no-figures", "--no-report", "-o", "out"]);
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Exit code and what was said.
fn drawdown(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = command(folder, arguments).output().expect("it runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn what_is_not_there_is_refused_before_anything_runs() {
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = temporary.path();
    for (option, name, why) in [
        ("--inputs", "reactoin", "did you mean `reaction`?"),
        ("--inputs", "required[irs,*]", "did you mean `isr`?"),
        ("--inputs", "required[isr,31]", "allowed: 10, 30, 180"),
        ("--inputs", "required[isr", "does not end in `]`"),
        ("--inputs", "reaction[*]", "takes no id"),
        ("--inputs", "growth_correlation", "no input that could be drawn"),
        ("--inputs", "quarters", "the same in every run"),
        ("--inputs", "reaction,,growth", "unknown name"),
        ("--outcomes", "indx_headline[30]", "did you mean `index_headline`?"),
        ("--outcomes", "coverage[isr,30]", "`coverage[DOMAIN,TIER,QUARTER]`"),
        ("--outcomes", "coverage[isr,30,2031Q5]", "unknown `2031Q5`"),
        ("--outcomes", "induced:closed_by[*,*,*]", "allowed: scenario, direct, counterfactual"),
        ("--outcomes", "before:uplift", "unknown arm `before`"),
        ("--outcomes", "uplift[2031", "a closing `]` is missing"),
    ] {
        let (code, said) = drawdown(folder, &["--keep-replicates", "all.parquet", option, name]);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(why) && said.contains(option), "{name}: {said}");
    }
    let (code, said) = drawdown(folder, &["--inputs", "reaction"]);
    assert!(code == Some(2) && said.contains("--keep-replicates"), "{said}");
    for place in ["none/all.parquet", "out/all.parquet", "."] {
        let (code, said) = drawdown(folder, &["--keep-replicates", place]);
        assert_eq!(code, Some(2), "{place}: {said}");
    }
    assert!(names(folder).is_empty(), "{:?}", names(folder));
}

#[test]
fn stars_stand_for_all_there_are() {
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = temporary.path();
    let wanted = "required[isr,*],us_reinforcement[*,180], growth,readiness[isr]";
    let (code, said) = drawdown(
        folder,
        &[
            "-n",
            "64",
            "--design",
            "mc",
            "--keep-replicates",
            "some.parquet",
            "--inputs",
            wanted,
            "--inputs",
            "reaction",
        ],
    );
    assert_eq!(code, Some(0), "{said}");
    let table = read(&folder.join("some.parquet"));
    let count = |prefix: &str| table.numbers.keys().filter(|name| name.starts_with(prefix)).count();
    assert_eq!((count("input:required["), count("quantile:required[")), (3, 1));
    assert_eq!((count("input:us_reinforcement["), count("quantile:us_reinforcement[")), (13, 13));
    assert_eq!((count("input:growth["), count("quantile:growth[")), (29, 29));
    assert_eq!((count("input:readiness["), count("input:reaction")), (3, 1));
    assert_eq!(count("input:"), 3 + 13 + 29 + 3 + 1);
}

#[test]
fn a_file_of_others_stays_and_ours_goes() {
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = temporary.path();
    let file = folder.join("all.parquet");
    let go = |arguments: &[&str]| {
        let own = ["-n", "64", "--design", "mc", "--inputs", "reaction", "--keep-replicates", "all.parquet"];
        drawdown(folder, &[&own, arguments].concat())
    };
    fs::write(&file, "mine").expect("written");
    let (code, said) = go(&[]);
    assert!(code == Some(2) && said.contains("it is left as it is"), "{said}");
    assert_eq!(
        (fs::read(&file).expect("it stays"), names(folder)),
        (b"mine".to_vec(), vec!["all.parquet".to_owned()])
    );

    fs::remove_file(&file).expect("removed");
    assert_eq!(go(&[]).0, Some(0));
    let first = fs::read(&file).expect("a file");
    assert_eq!(go(&["--threads", "1"]).0, Some(0));
    assert!(fs::read(&file).expect("a file") == first, "the same bytes");
    assert_eq!(go(&["--seed", "2"]).0, Some(0));
    assert!(fs::read(&file).expect("a file") != first, "ours is replaced");
    assert_eq!(names(folder), ["all.parquet", "out"]);

    // Part files of a sweep are ours too, but no replicates; and one that was changed is no longer ours.
    let mut changed = first.clone();
    changed.extend(b"PAR1");
    fs::write(&file, &changed).expect("written");
    assert_eq!(go(&[]).0, Some(2));
    assert!(fs::read(&file).expect("it stays") == changed);
}

#[test]
#[cfg(unix)]
fn interrupted_it_leaves_no_file_and_resumed_it_has_the_bytes_of_an_unbroken_one() {
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = temporary.path();
    let own =
        ["--design", "mc", "-n", "16000", "--inputs", "reaction", "--threads", "1", "--keep-replicates"];
    let mut stopped = 0;
    for (number, signal) in ["-INT", "-KILL", "-INT", "-KILL"].into_iter().enumerate() {
        let arguments = [&own[..], &["all.parquet", "--resume"]].concat();
        let mut child = command(folder, &arguments).spawn().expect("it runs");
        std::thread::sleep(Duration::from_millis(1500 + 1500 * number as u64));
        let _ = Command::new("kill").args([signal, &child.id().to_string()]).status();
        let whole = child.wait().expect("gone").success();
        stopped += u32::from(!whole);
        assert_eq!(folder.join("all.parquet").exists(), whole);
        if whole {
            break;
        }
        if signal == "-INT" {
            let halves = names(folder).iter().filter(|name| name.contains("all.parquet")).count();
            assert_eq!(halves, 0, "{:?}", names(folder));
        }
    }
    assert!(stopped > 0, "nothing was stopped in time");
    assert_eq!(drawdown(folder, &[&own[..], &["all.parquet", "--resume"]].concat()).0, Some(0));
    assert_eq!(drawdown(folder, &[&own[..], &["unbroken.parquet"]].concat()).0, Some(0));
    let bytes = |name: &str| fs::read(folder.join(name)).expect("a file");
    assert!(bytes("all.parquet") == bytes("unbroken.parquet"));
    assert_eq!(names(folder), ["all.parquet", "out", "unbroken.parquet"], "nothing half is left");
}
