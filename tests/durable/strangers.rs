//! Files that are not ours, at the place of a result and in folders of ours.

use std::{
    fs,
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Stdio},
};

use super::{all, command, ends, expect, names, said, small, some_time, text, write};

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
