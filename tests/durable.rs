//! Nothing of a user's is lost, whatever stands or comes at the place of a run, and nothing that a killed process leaves is
//! in the way of the next.
#![cfg(target_os = "linux")]

use std::{
    ffi::OsStr,
    fs,
    os::unix::{ffi::OsStrExt, fs::symlink},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
    command.current_dir(folder).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs a command, which must end by itself: what blocks is killed and fails the test.
fn ends(mut command: Command) -> Output {
    let mut child = command.spawn().expect("it starts");
    let started = Instant::now();
    while child.try_wait().expect("a state").is_none() {
        if started.elapsed() > Duration::from_secs(120) {
            let _ = child.kill();
            panic!("it blocks: {command:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().expect("it ended")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

/// Runs, expects an exit code and gives what was said.
fn expect(code: i32, folder: &Path, arguments: &[&str]) -> String {
    let output = ends(command(folder, arguments));
    let said = said(&output);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

const SMALL: [&str; 9] =
    ["run", "orderly-20k", "--no-figures", "--no-report", "--design", "mc", "-n", "64", "-o"];

fn small(code: i32, folder: &Path, place: &str) -> String {
    expect(code, folder, &[&SMALL[..], &[place]].concat())
}

fn write(path: impl AsRef<Path>, text: &str) {
    let path = path.as_ref();
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

fn text(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path.as_ref()).unwrap_or_else(|error| panic!("{}: {error}", path.as_ref().display()))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("one").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// All files and links below a folder.
fn all(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => all(&entry.path()),
            _ => vec![entry.path()],
        })
        .collect()
}

/// A moment below so many milliseconds from now.
fn some_time(below: u64) -> Duration {
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    Duration::from_millis(u64::from(clock.subsec_micros()) % below)
}

#[test]
fn what_comes_at_random_moments_is_never_lost() {
    let temporary = tempfile::tempdir().expect("a folder");
    let mut beside = 0;
    for round in 0..24_u32 {
        let place = temporary.path().join(format!("{round}"));
        fs::create_dir(&place).expect("made");
        let out = place.join("out");
        if round % 3 == 0 {
            small(0, &place, "out");
        }
        let replicates = (64 + 436 * (round % 5) / 4).to_string();
        let mut run = command(
            &place,
            &["run", "orderly-20k", "--no-report", "--design", "mc", "-n", &replicates, "-o", "out"],
        );
        if round % 2 == 0 {
            run.arg("--no-figures");
        }
        let child = run.spawn().expect("it starts");
        std::thread::sleep(some_time(400));
        let mine = format!("of round {round}");
        match round % 4 {
            // Into the folder that is there, or one of one's own.
            0 | 1 => {
                let _ = fs::create_dir(&out);
                // Where the folder changes places in just this moment the name is free again at once.
                while fs::write(out.join("thesis.txt"), &mine).is_err() {}
            }
            2 => {
                if fs::write(place.join("mine"), &mine).is_ok() && !out.exists() {
                    let _ = fs::hard_link(place.join("mine"), &out);
                }
            }
            _ => {
                fs::create_dir(place.join("mine")).expect("made");
                fs::write(place.join("mine/thesis.txt"), &mine).expect("written");
                if !out.exists() {
                    // As a user moves a folder: onto nothing, or not at all.
                    let _ = Command::new("mv").args(["-nT", "mine", "out"]).current_dir(&place).status();
                }
            }
        }
        let output = child.wait_with_output().expect("it ends");
        let said = said(&output);
        let code = output.status.code().expect("a code");
        assert!(code == 0 || code == 1 || code == 2, "{said}");
        let there = all(&place);
        assert!(
            there.iter().any(|path| fs::read(path).is_ok_and(|bytes| bytes == mine.as_bytes())),
            "{round}: {said}"
        );
        // The result is kept as well: in its place, or where the message says.
        let at = if code == 0 { out.clone() } else { place.join("out.1") };
        if code < 2 {
            assert!(at.join("summary.json").exists(), "{round}: {said} {:?}", names(&place));
            assert!(code == 0 || said.contains("`out.1`"), "{said}");
        }
        beside += code;
        let left: Vec<String> = names(&place).into_iter().filter(|name| name.starts_with('.')).collect();
        assert!(left.is_empty(), "{round}: {left:?}");
    }
    assert!(beside > 0, "nothing came in between");
}

#[test]
fn what_is_in_a_run_folder_and_not_of_it_moves_along() {
    let temporary = tempfile::tempdir().expect("a folder");
    let here = temporary.path();
    write(here.join("elsewhere/data.txt"), "not to be followed");
    let compare = ["run", "orderly-20k", "--design", "mc", "-n", "64", "-o", "out"];
    expect(0, here, &compare);
    let manifest: serde_json::Value =
        serde_json::from_str(&text(here.join("out/manifest.json"))).expect("JSON");
    let listed: Vec<&String> = manifest["files"].as_object().expect("files").keys().collect();
    let mut found: Vec<String> = all(&here.join("out"))
        .iter()
        .map(|path| path.strip_prefix(here.join("out")).expect("below").to_string_lossy().into_owned())
        .filter(|name| name != "manifest.json")
        .collect();
    found.sort();
    assert_eq!(listed, found.iter().collect::<Vec<_>>());

    write(here.join("out/slides.txt"), "slides");
    write(here.join("out/notes/deep/idea.md"), "idea");
    write(here.join("out/figures/mine.svg"), "figure");
    symlink("../elsewhere", here.join("out/link")).expect("a link");
    symlink("nowhere", here.join("out/tables/dangling")).expect("a link");
    write(here.join("out/report.html"), "edited");
    write(here.join("out/manifest.json.bak"), "backup");
    let said = expect(0, here, &compare);
    for name in ["slides.txt", "notes", "report.edited.html"] {
        assert!(said.contains(name), "{name}: {said}");
    }
    for round in 0..2 {
        assert_eq!(names(here), ["elsewhere", "out"], "{said}");
        assert_eq!(text(here.join("out/slides.txt")), "slides");
        assert_eq!(text(here.join("out/notes/deep/idea.md")), "idea");
        assert_eq!(text(here.join("out/figures/mine.svg")), "figure");
        assert_eq!(text(here.join("out/report.edited.html")), "edited");
        assert!(text(here.join("out/report.html")).contains("<html"));
        assert_eq!(text(here.join("out/manifest.json.bak")), "backup");
        assert_eq!(fs::read_link(here.join("out/link")).expect("a link"), Path::new("../elsewhere"));
        assert_eq!(fs::read_link(here.join("out/tables/dangling")).expect("a link"), Path::new("nowhere"));
        assert_eq!(text(here.join("elsewhere/data.txt")), "not to be followed");
        // And again, with `require`, which leaves other files.
        if round == 0 {
            expect(0, here, &compare);
        }
    }
    // What is drawn or written again is ours again; what was edited since is kept.
    expect(0, here, &["report", "out"]);
    expect(0, here, &["plot", "out"]);
    assert!(!names(&here.join("out")).contains(&"report.edited.2.html".to_owned()));
    write(here.join("out/report.html"), "edited again");
    write(here.join("out/figures/1-coverage.svg"), "edited too");
    assert!(expect(0, here, &["report", "out"]).contains("report.edited.2.html"));
    assert!(expect(0, here, &["plot", "out"]).contains("1-coverage.edited.svg"));
    assert_eq!(text(here.join("out/report.edited.2.html")), "edited again");
    assert_eq!(text(here.join("out/figures/1-coverage.edited.svg")), "edited too");
    small(0, here, "out");
    assert!(
        !here.join("out/report.html").exists(),
        "what was written again is listed, and goes with its run"
    );
    // Elsewhere nothing is written over either.
    expect(0, here, &compare);
    write(here.join("mine.html"), "mine");
    let said = expect(0, here, &["report", "out", "-o", "mine.html"]);
    assert!(said.contains("mine.earlier.html") && !said.contains("manifest"), "{said}");
    assert_eq!(text(here.join("mine.earlier.html")), "mine");
    expect(2, here, &["report", "out", "-o", "/dev/full"]);
    expect(2, here, &["report", "out", "-o", "elsewhere"]);
    expect(2, here, &["plot", "out", "-o", "mine.html"]);
}

#[test]
fn a_trace_stands_where_nothing_else_does() {
    let temporary = tempfile::tempdir().expect("a folder");
    let here = temporary.path();
    let trace = |code, place: &str, more: &[&str]| {
        expect(code, here, &[&["run", "orderly-20k", "-n", "8", "--trace", place], more].concat())
    };
    write(here.join("mine/inputs.csv"), "mine");
    assert!(trace(2, "mine", &[]).contains("mine"));
    assert_eq!(
        (text(here.join("mine/inputs.csv")), names(here)),
        ("mine".to_owned(), vec!["mine".to_owned()])
    );
    trace(0, "trace", &[]);
    assert_eq!(names(&here.join("trace")).len(), 8);
    let before = text(here.join("trace/inputs.csv"));
    write(here.join("trace/notes.txt"), "notes");
    write(here.join("trace/cuts.csv"), "edited");
    trace(0, "trace", &[]);
    assert_eq!(text(here.join("trace/inputs.csv")), before);
    assert_eq!(text(here.join("trace/notes.txt")), "notes");
    assert_eq!(text(here.join("trace/cuts.edited.csv")), "edited");
    // A run is no trace, and both have places of their own.
    small(2, here, "trace");
    small(0, here, "out");
    trace(2, "out", &[]);
    trace(2, "both", &["-o", "both/out"]);
    assert!(trace(2, "new", &["-o", "mine"]).contains("mine"));
    assert_eq!(names(here), ["mine", "out", "trace"]);
}

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
    assert!(words.contains("What each scenario adds"), "{words}");
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

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
}

#[test]
fn pipes_and_devices_block_nothing() {
    let temporary = tempfile::tempdir().expect("a folder");
    let here = temporary.path();
    small(0, here, "out");
    for name in ["summary.json", "scenarios.json", "tables/coverage.csv", "tables/causes.csv"] {
        let path = here.join("out").join(name);
        let aside = here.join("aside");
        fs::rename(&path, &aside).expect("moved");
        for kind in ["pipe", "folder", "device"] {
            match kind {
                "pipe" => fifo(&path),
                "folder" => fs::create_dir(&path).expect("made"),
                _ => symlink("/dev/zero", &path).expect("a link"),
            }
            for command in ["plot", "report"] {
                if name == "scenarios.json" && command == "plot" {
                    continue;
                }
                let said = expect(2, here, &[command, "out"]);
                assert!(said.contains(name), "{name} {kind}: {said}");
            }
            let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir(&path));
        }
        fs::rename(&aside, &path).expect("moved");
    }
    // In the place of what is looked at before a run, or kept during it.
    fs::create_dir(here.join("pipe")).expect("made");
    fifo(&here.join("pipe/manifest.json"));
    small(2, here, "pipe");
    expect(2, here, &["verify", "pipe"]);
    expect(2, here, &["merge", "pipe", "-o", "merged"]);
    expect(2, here, &["sweep", "size-manner-disposition", "-o", "pipe"]);
    expect(2, here, &["sweep", "size-manner-disposition", "-o", "pipe", "--resume"]);
    assert_eq!(names(&here.join("pipe")), ["manifest.json"]);
    fifo(&here.join(".new.checkpoint"));
    assert!(small(2, here, "new").contains(".new.checkpoint"));
    assert!(expect(2, here, &[&SMALL[..], &["new", "--resume"]].concat()).contains(".new.checkpoint"));
    for name in ["manifest.json", "lock"] {
        let store = format!("store-{name}");
        fs::create_dir(here.join(&store)).expect("made");
        fifo(&here.join(&store).join(name));
        expect(2, here, &["sweep", "size-manner-disposition", "-n", "8", "-o", &store]);
    }
}

#[test]
fn wrong_places_are_wrong_input() {
    let temporary = tempfile::tempdir().expect("a folder");
    let here = temporary.path();
    write(here.join("file"), "mine");
    write(here.join("mine/thesis.txt"), "mine");
    symlink("nowhere/at/all", here.join("dangling")).expect("a link");
    fifo(&here.join("pipe"));
    let long = "x".repeat(300);
    let before = names(here);
    let taken = [
        "file",
        "file/",
        "mine",
        "dangling",
        "pipe",
        "/dev/null",
        "/dev/full",
        "file/below",
        &long,
        ".",
        "..",
        "/",
        "",
    ];
    for place in taken {
        let said = small(2, here, place);
        assert!(said.contains("error: "), "{said}");
        let one = ["-o", place];
        expect(2, here, &[&["require", "orderly-20k", "-n", "8"], &one[..]].concat());
        expect(2, here, &["run", "orderly-20k", "-n", "8", "--trace", place]);
        if place != ".." && place != "." {
            expect(2, here, &["sweep", "size-manner-disposition", "-n", "8", "-o", place]);
        }
    }
    for place in ["file", "file/", "dangling", "pipe", "/dev/null", "file/below", &long, "", "none", "mine"] {
        for command in ["verify", "plot", "report"] {
            let said = expect(2, here, &[command, place]);
            assert!(said.contains("error: "), "{said}");
        }
        expect(2, here, &["merge", place, "-o", "merged"]);
        expect(2, here, &["check", if place.is_empty() { "none" } else { place }]);
    }
    for place in ["file/below", "file/x.ron", "dangling/x.ron", &long, "mine/thesis.txt/x.ron", ""] {
        expect(2, here, &["new", place]);
    }
    assert_eq!(names(here), before, "nothing was left behind");
    assert_eq!(
        (text(here.join("file")), text(here.join("mine/thesis.txt"))),
        ("mine".to_owned(), "mine".to_owned())
    );
    // A link to a folder is followed; a name of any bytes is a name.
    fs::create_dir(here.join("disk")).expect("made");
    symlink("disk/run", here.join("link")).expect("a link");
    small(2, here, "link");
    fs::create_dir(here.join("disk/run")).expect("made");
    small(0, here, "link/");
    assert!(here.join("disk/run/summary.json").exists() && here.join("link").is_symlink());
    let mut strange = command(here, &SMALL);
    strange.arg(OsStr::from_bytes(b"\xff\xfe"));
    let output = ends(strange);
    assert!(output.status.success(), "{}", said(&output));
    assert!(here.join(OsStr::from_bytes(b"\xff\xfe")).join("manifest.json").exists());
}

#[test]
fn new_leaves_all_or_nothing() {
    let temporary = tempfile::tempdir().expect("a folder");
    let here = temporary.path();
    let line = format!("trap '' XFSZ; ulimit -f 1; exec {} new", env!("CARGO_BIN_EXE_drawdown"));
    for target in ["mine.ron", "deep/mine.ron", "all"] {
        let mut bash = Command::new("bash");
        bash.args(["-c", &format!("{line} {target}")]).current_dir(here);
        let output = ends({
            bash.stdout(Stdio::piped()).stderr(Stdio::piped());
            bash
        });
        let said = said(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("cannot write `") && said.contains("nothing was left"), "{said}");
        assert_eq!(names(here), [] as [&str; 0], "{target}");
    }
    expect(0, here, &["new", "deep/mine.ron"]);
    expect(2, here, &["new", "deep/mine.ron"]);
    assert_eq!(names(&here.join("deep")), ["mine.ron"]);
}
