//! A run that is interrupted and goes on ends with the bytes of one that was not.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
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
        drive::{Pass, RunError},
        plan::Plan,
        run::{Keep, Look, Looks, Options, Results, run},
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
        &Options {
            pass: Pass { replicates, threads, stop: &stop, progress: &progress },
            looks: None,
            keep: Some(keep),
        },
    )
}

#[test]
fn stopped_at_twenty_moments_it_is_the_same_run() {
    const REPLICATES: u64 = 1_536;
    let scenarios = scenarios();
    for design in [Design::MonteCarlo, Design::Sobol] {
        let mut plan = Plan::with_design(&scenarios, 1, design).expect("a plan");
        plan.causes = 1_024;
        let stop = AtomicBool::new(false);
        let options = Options {
            pass: Pass { replicates: REPLICATES, threads: 2, stop: &stop, progress: &|_| {} },
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
            pass: Pass { replicates, threads: 2, stop: &stop, progress: &|_| {} },
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

/// A checkpoint with its content changed by `edit`, and the right hash.
fn forged(whole: &[u8], edit: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    let mut content = whole[..whole.len() - 32].to_vec();
    edit(&mut content);
    let hash = Sha256::digest(&content);
    [&content[..], &hash].concat()
}

#[test]
fn what_has_a_right_hash_and_other_sizes_is_refused_and_never_a_panic() {
    let scenarios = scenarios();
    let plan = Plan::new(&scenarios, 1).expect("a plan");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kept");
    let checkpoint = Checkpoint::new(&path, "this run");
    go_on(&plan, 128, 1, &checkpoint, 64).expect("results");
    let whole = fs::read(&path).expect("it was kept");
    let go = |bytes: &[u8]| {
        fs::write(&path, bytes).expect("written");
        go_on(&plan, 128, 1, &checkpoint, 0)
    };
    assert!(go(&forged(&whole, |_| {})).is_ok(), "unchanged it is taken");
    // That of other scenarios, kept under this name.
    let (start, _) = whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).expect("two lines");
    let head = whole[..=start].to_vec();
    for other in [Plan::new(&scenarios[..1], 1), Plan::with_design(&scenarios, 1, Design::Sobol)] {
        fs::remove_file(&path).expect("what was kept before goes");
        go_on(&other.expect("a plan"), 128, 1, &Checkpoint::new(&path, "other"), 64).expect("results");
        let bytes = fs::read(&path).expect("it was kept");
        let (start, _) =
            bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).expect("two lines");
        let content = [&head[..], &bytes[start + 1..bytes.len() - 32]].concat();
        let error = go(&forged(&whole, |whole| *whole = content)).err().expect("refused");
        assert!(matches!(error, RunError::Checkpoint(CheckpointError::Damaged { .. })), "{error}");
    }
    // Numbers changed all over, the first of which are sizes.
    let (mut refused, mut taken) = (0, 0);
    let step = (whole.len() / 120).max(1);
    let places = (start + 1..start + 60).chain((start + 60..whole.len() - 32).step_by(step));
    for (number, at) in places.enumerate() {
        let bytes = forged(&whole, |content| match number % 4 {
            0 => content[at] ^= 1,
            1 => content[at] = 0xff,
            2 => content[at] = 0,
            _ => drop(content.splice(at..at, [0xff; 8])),
        });
        match go(&bytes) {
            Ok(_) => taken += 1,
            Err(RunError::Checkpoint(CheckpointError::Damaged { .. })) => refused += 1,
            Err(RunError::Failed { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert!(refused > 60, "{refused} refused, {taken} taken");
    // Bytes to the end of a disk, of which nothing is read but the beginning.
    let endless = fs::File::create(&path).expect("a file");
    endless.set_len(1 << 31).expect("a sparse file");
    assert!(matches!(go_on(&plan, 128, 1, &checkpoint, 0), Err(RunError::Checkpoint(_))));
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
    command.current_dir(folder).args(["run", "orderly-50k", "--design", "mc"]);
    command.args(["--no-figures", "--no-report", "-o", "out/it"]);
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn drawdown(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).stderr(Stdio::piped()).output().expect("it runs")
}

/// A moment below so many milliseconds from now.
fn some_time(below: u64) -> Duration {
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    Duration::from_millis(u64::from(clock.subsec_micros()) % below)
}

/// Starts a run, and kills it once `ripe` and a random time more; whether it ended by itself before.
fn kill(folder: &Path, arguments: &[&str], ripe: impl Fn() -> bool, below: u64) -> bool {
    let mut child = command(folder, arguments).spawn().expect("it runs");
    // However slow the machine, sooner or later something is kept.
    for _ in 0..2400 {
        if ripe() || child.try_wait().expect("a state").is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    std::thread::sleep(some_time(below));
    // It may have ended in the meantime.
    let _ = child.kill();
    child.wait().expect("gone").success()
}

/// Number of chunks in a checkpoint: the first number of what is kept, after two lines, as a varint.
fn chunks(kept: &[u8]) -> u64 {
    let lines = kept.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let start = lines.map(|(at, _)| at + 1).nth(1).expect("two lines");
    let mut chunks = 0_u64;
    for (i, byte) in kept[start..].iter().enumerate() {
        chunks |= u64::from(byte & 0x7f) << (7 * i);
        if byte & 0x80 == 0 {
            break;
        }
    }
    chunks
}

#[test]
fn killed_by_the_system_it_goes_on() {
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = temporary.path();
    let (place, beside) = (folder.join("out/.it.checkpoint"), folder.join("out/..it.checkpoint.77-0.new"));
    let long = ["-n", "1000000000", "--resume", "--threads", "1"];
    // Killed before anything is kept, twice; when something is; and when more is.
    for _ in 0..2 {
        assert!(!kill(folder, &long, || true, 200));
    }
    assert!(!kill(folder, &long, || place.exists(), 300));
    let first = fs::read(&place).expect("something is kept");
    assert!(!kill(folder, &long, || fs::read(&place).is_ok_and(|now| now != first), 300));
    let kept = fs::read(&place).expect("something is kept");
    assert!(chunks(&kept) > chunks(&first), "it did not go on");

    // What is damaged is refused, and so is another seed: exit 2 before anything is computed, and the file stays.
    let mut flipped = kept.clone();
    flipped[kept.len() / 3] ^= 4;
    for (bytes, seed, why) in [
        (&kept[..kept.len() / 2], "1", "is damaged"),
        (&flipped[..], "1", "is damaged"),
        (&kept[..], "2", "another run"),
    ] {
        fs::write(&place, bytes).expect("written");
        let refused = drawdown(folder, &["--seed", seed, "-n", "1000000000", "--resume"]);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{said}");
        assert!(said.contains(".it.checkpoint") && said.contains(why) && said.contains("--resume"), "{said}");
        assert!(fs::read(&place).expect("it stays") == bytes);
        assert!(!folder.join("out/it").exists());
    }

    // What was done serves a run of another length; here one that needs a chunk more, killed at random moments again,
    // most of them while tables and folder are written.
    let wanted = (chunks(&kept) * 64 + 64).to_string();
    fs::write(&beside, "of a process killed while it wrote").expect("written");
    for _ in 0..8 {
        if kill(folder, &["-n", &wanted, "--resume"], || true, 250) {
            break;
        }
    }
    if place.exists() {
        let resumed = drawdown(folder, &["-n", &wanted, "--resume"]);
        let said = String::from_utf8_lossy(&resumed.stderr).into_owned();
        assert!(resumed.status.success() && said.contains("went on after"), "{said}");
    }
    assert!(!place.exists() && !beside.exists(), "a finished run leaves nothing behind");
    let result = || (contents(&folder.join("out/it/tables")), fs::read(folder.join("out/it/summary.json")));
    let (tables, summary) = result();

    // Without `--resume` what is kept is not looked at, damaged or not, and goes.
    fs::write(&place, &flipped).expect("written");
    let unbroken = drawdown(folder, &["-n", &wanted]);
    let said = String::from_utf8_lossy(&unbroken.stderr).into_owned();
    assert!(unbroken.status.success() && !said.contains("went on"), "{said}");
    assert!(!place.exists());
    let (tables_unbroken, summary_unbroken) = result();
    assert!(tables == tables_unbroken);
    assert!(summary.expect("a summary") == summary_unbroken.expect("a summary"));
}
