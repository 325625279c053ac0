//! A run that is interrupted and goes on ends with the bytes of one that was not.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use drawdown::{
    analysis::{estimates::Run, rows::write_tables},
    engine::{
        checkpoint::{Checkpoint, CheckpointError},
        plan::Plan,
        run::{Keep, Look, Looks, Options, Results, RunError, run},
    },
    sampling::design::Design,
    scenario::{self, Scenario},
};

fn scenarios() -> Vec<Scenario> {
    scenario::load(&["media-learned-20k".into(), "orderly-50k".into()], &[]).unwrap_or_else(|e| panic!("{e}"))
}

/// All tables of a run as text.
fn tables(scenarios: &[Scenario], plan: &Plan, results: &Results) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = tempfile::tempdir().expect("a folder");
    write_tables(&Run { scenarios, plan, results }, folder.path()).expect("written");
    contents(folder.path())
}

fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = entries
        .map(|path| (path.file_name().expect("a name").into(), fs::read(&path).expect("a file")))
        .collect();
    files.sort();
    files
}

/// Runs until `stop_at` replicates are done (0: to the end), from what is kept and keeping it.
fn go_on(
    plan: &Plan,
    replicates: u64,
    threads: usize,
    checkpoint: &Checkpoint,
    stop_at: u64,
) -> Result<Results, RunError> {
    let (stop, most) = (AtomicBool::new(false), AtomicU64::new(0));
    let progress = |done: u64| {
        most.fetch_max(done, Ordering::Relaxed);
        if stop_at > 0 && done >= stop_at {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let keep = Keep { checkpoint, resume: true, every: Duration::ZERO };
    run(
        plan,
        &Options { replicates, threads, stop: &stop, progress: &progress, looks: None, keep: Some(keep) },
    )
}

#[test]
fn stopped_at_twenty_moments_it_is_the_same_run() {
    const REPLICATES: u64 = 2_048;
    let scenarios = scenarios();
    for design in [Design::MonteCarlo, Design::Sobol] {
        let plan = Plan::with_design(&scenarios, 1, design).expect("a plan");
        let stop = AtomicBool::new(false);
        let options = Options {
            replicates: REPLICATES,
            threads: 2,
            stop: &stop,
            progress: &|_| {},
            looks: None,
            keep: None,
        };
        let unbroken = tables(&scenarios, &plan, &run(&plan, &options).expect("results"));

        let folder = tempfile::tempdir().expect("a folder");
        let checkpoint = Checkpoint::new(&folder.path().join("kept"), "this run");
        let mut broken = 0;
        for moment in 1..=20 {
            let threads = [1, 2, 3][moment as usize % 3];
            let results =
                go_on(&plan, REPLICATES, threads, &checkpoint, moment * REPLICATES / 21).expect("results");
            assert!(results.replicates >= moment * REPLICATES / 21);
            broken += u32::from(results.replicates < REPLICATES);
        }
        assert!(broken >= 10, "only {broken} stops came before the end");
        let results = go_on(&plan, REPLICATES, 2, &checkpoint, 0).expect("results");
        assert_eq!(results.replicates, REPLICATES);
        assert!(results.resumed > REPLICATES / 2, "{} were kept", results.resumed);
        assert!(results.not_kept.is_none());
        assert!(tables(&scenarios, &plan, &results) == unbroken, "{design:?}");
    }
}

#[test]
fn killed_after_the_look_that_was_enough_it_ends_there_again() {
    let scenarios = scenarios();
    let plan = Plan::with_design(&scenarios, 1, Design::Sobol).expect("a plan");
    let folder = tempfile::tempdir().expect("a folder");
    let checkpoint = Checkpoint::new(&folder.path().join("kept"), "this run");
    let stop = AtomicBool::new(false);
    let (at, seen) = ([128, 256, 512], Mutex::new(Vec::new()));
    let enough = |look: &Look| {
        seen.lock().expect("no panic").push(look.replicates);
        look.replicates >= 256
    };
    let go = |resume, replicates| {
        let options = Options {
            replicates,
            threads: 2,
            stop: &stop,
            progress: &|_| {},
            looks: Some(Looks { at: &at, enough: &enough }),
            keep: Some(Keep { checkpoint: &checkpoint, resume, every: Duration::ZERO }),
        };
        run(&plan, &options).expect("results")
    };
    let first = go(false, 512);
    assert_eq!((first.replicates, first.resumed), (256, 0));
    let unbroken = tables(&scenarios, &plan, &first);
    // The file is still there, as if killed while tables and figures were written. 256 is also the end of a run of 256.
    for replicates in [512, 256] {
        let again = go(true, replicates);
        assert_eq!((again.replicates, again.resumed), (256, 256), "of {replicates}");
        assert!(tables(&scenarios, &plan, &again) == unbroken);
    }
    assert_eq!(*seen.lock().expect("no panic"), [128, 256, 256, 256]);
}

#[test]
fn what_is_damaged_or_of_another_run_is_refused() {
    let scenarios = scenarios();
    let plan = Plan::new(&scenarios, 1).expect("a plan");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kept");
    let checkpoint = Checkpoint::new(&path, "this run");
    go_on(&plan, 256, 1, &checkpoint, 64).expect("results");
    let whole = fs::read(&path).expect("it was kept");
    assert!(checkpoint.read().expect("whole").is_some_and(|state| state.chunks >= 1));
    let refused = |what: &str, bytes: &[u8]| {
        fs::write(&path, bytes).expect("written");
        let error = checkpoint.read().expect_err(what);
        assert!(matches!(error, CheckpointError::Damaged { .. }), "{what}: {error}");
        assert!(error.to_string().contains("kept"), "{error}");
        assert!(matches!(go_on(&plan, 256, 1, &checkpoint, 0), Err(RunError::Checkpoint(_))), "{what}");
    };
    refused("nothing", &[]);
    refused("cut off", &whole[..whole.len() - 1]);
    refused("the first half", &whole[..whole.len() / 2]);
    for at in [0, 30, 200, whole.len() / 2, whole.len() - 1] {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        refused(&format!("a bit at {at}"), &flipped);
    }
    fs::write(&path, &whole).expect("written");
    let other = Checkpoint::new(&path, "another run");
    assert!(matches!(other.read(), Err(CheckpointError::Foreign { .. })));
    checkpoint.remove().expect("removed");
    checkpoint.remove().expect("it may be gone already");
    assert!(checkpoint.read().expect("nothing there").is_none());
}

fn drawdown(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
    command.current_dir(folder).args(["run", "orderly-50k", "--no-figures", "--no-report", "-o", "out/it"]);
    command.args(arguments).output().expect("it runs")
}

#[test]
fn killed_by_the_system_it_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("out/.it.checkpoint");
    let long = ["-n", "1000000000", "--quiet", "--threads", "1"];
    let mut child = Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .current_dir(folder.path())
        .args(["run", "orderly-50k", "--no-figures", "--no-report", "-o", "out/it"])
        .args(long)
        .spawn()
        .expect("it runs");
    // However slow the machine, sooner or later something is kept.
    for _ in 0..1200 {
        if place.exists() {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    child.kill().expect("killed");
    child.wait().expect("gone");
    assert!(place.exists(), "nothing was kept");

    // Another seed is another run; exit 2 before anything is computed, and the file stays.
    let other = drawdown(folder.path(), &["--seed", "2", "-n", "500000", "--resume"]);
    assert_eq!(other.status.code(), Some(2));
    let said = String::from_utf8_lossy(&other.stderr).into_owned();
    assert!(said.contains(".it.checkpoint") && said.contains("--resume"), "{said}");
    assert!(place.exists());

    // What was done serves a run of another length; here one that needs a chunk more.
    let kept = fs::read(&place).expect("kept");
    let wanted = {
        // The number of chunks is the first number of what is kept: after two lines, as a varint.
        let start =
            kept.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).expect("two lines").0 + 1;
        let mut chunks = 0_u64;
        for (i, byte) in kept[start..].iter().enumerate() {
            chunks |= u64::from(byte & 0x7f) << (7 * i);
            if byte & 0x80 == 0 {
                break;
            }
        }
        (chunks * 64 + 64).to_string()
    };
    let resumed = drawdown(folder.path(), &["-n", &wanted, "--resume"]);
    assert!(resumed.status.success(), "{}", String::from_utf8_lossy(&resumed.stderr));
    assert!(String::from_utf8_lossy(&resumed.stderr).contains("went on after"));
    assert!(!place.exists(), "a finished run leaves nothing behind");
    let ours = contents(&folder.path().join("out/it/tables"));
    let summary = fs::read(folder.path().join("out/it/summary.json")).expect("a summary");
    let unbroken = drawdown(folder.path(), &["-n", &wanted]);
    assert!(unbroken.status.success());
    assert!(contents(&folder.path().join("out/it/tables")) == ours);
    assert!(fs::read(folder.path().join("out/it/summary.json")).expect("a summary") == summary);
}
