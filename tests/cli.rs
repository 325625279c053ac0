//! The command line as one meets it: wrong words, odd places for what is printed, help.

use std::{
    fs::File,
    process::{Command, Output, Stdio},
};

fn drawdown(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn output(arguments: &[&str]) -> Output {
    drawdown(arguments).output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn numbers_out_of_bounds_are_wrong_input_that_says_what_is_allowed() {
    for (arguments, said) in [
        (&["run", "orderly-20k", "-n", "0"][..], "0 is not in 1..=1000000000000"),
        (&["run", "orderly-20k", "-n", "-1"], "allowed: a whole number"),
        (&["run", "orderly-20k", "-n", "1e4"], "allowed: a whole number"),
        (&["compare", "-n", "18446744073709551615"], "is not in 1..=1000000000000"),
        (&["sensitivity", "orderly-20k", "-n", "18446744073709551616"], "allowed: a whole number"),
        (&["require", "orderly-20k", "-n", "2_000_000"], "allowed: 1 to 1,000,000"),
        (&["sweep", "spending-size", "-n", "0"], "0 is not in 1..="),
        // An option's own value, not another option: no advice to write `-- -1`.
        (&["run", "orderly-20k", "--seed", "-1"], "invalid value '-1' for '--seed"),
        (&["run", "orderly-20k", "--threads", "-1"], "invalid value '-1' for '--threads"),
        (&["require", "orderly-20k", "--probability", "-0.5"], "`--probability -0.5` is not between 0 and 1"),
        (&["require", "orderly-20k", "--year", "-3"], "`--year -3` is not in the run"),
    ] {
        let out = output(arguments);
        assert_eq!(out.status.code(), Some(2), "{arguments:?}");
        assert!(
            out.stdout.is_empty() && text(&out.stderr).contains(said),
            "{arguments:?}: {}",
            text(&out.stderr)
        );
        assert!(!text(&out.stderr).contains("-- -"), "{arguments:?}: {}", text(&out.stderr));
    }
}

#[test]
fn what_is_named_twice_or_is_no_file_is_said_to_be() {
    for (arguments, said) in [
        (&["check", "orderly-20k", "scenarios/orderly-20k.ron"][..], "named twice"),
        (&["check", "-"], "scenarios are read from files, never from standard input"),
        (&["man", "nonsense"], "no command `nonsense`"),
        (&["completions", "nonsense"], "possible values: bash"),
    ] {
        // Where no file of that name is, both are the scenario that ships.
        let folder = tempfile::tempdir().expect("a folder");
        let out = drawdown(arguments).current_dir(folder.path()).output().expect("it runs");
        assert_eq!(out.status.code(), Some(2), "{arguments:?}");
        assert!(text(&out.stderr).contains(said), "{arguments:?}: {}", text(&out.stderr));
    }
}

#[test]
fn pages_of_the_manual_name_the_version() {
    for arguments in [&["man"][..], &["man", "compare"], &["man", "show"]] {
        let page = text(&output(arguments).stdout);
        let head = page.lines().find(|line| line.starts_with(".TH")).expect("a head").to_owned();
        assert!(
            head.contains(concat!("\"drawdown ", env!("CARGO_PKG_VERSION"), "\"")),
            "{arguments:?}: {head}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_fails_with_one_message_that_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = [
        "run",
        "orderly-20k",
        "-n",
        "4",
        "--design",
        "mc",
        "--output",
        "kept",
        "--no-figures",
        "--no-report",
    ];
    for arguments in
        [&["--help"][..], &["run", "--help"], &["--version"], &["show", "orderly-20k"], &["man"], &run]
    {
        let full = File::options().write(true).open("/dev/full").expect("a device that is always full");
        let out = drawdown(arguments).current_dir(folder.path()).stdout(full).output().expect("it runs");
        let said = text(&out.stderr);
        assert_eq!(out.status.code(), Some(1), "{arguments:?}: {said}");
        assert_eq!(said.matches("error:").count(), 1, "{arguments:?}: {said}");
        assert!(said.contains("cannot write to standard output: No space left"), "{arguments:?}: {said}");
    }
    // The run is whole all the same, and nothing is left beside it.
    let names: Vec<String> = std::fs::read_dir(folder.path())
        .expect("there")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["kept"]);
    assert!(folder.path().join("kept/manifest.json").exists());
}

#[cfg(unix)]
#[test]
fn a_reader_that_stops_reading_is_no_failure() {
    use std::io::Read;
    for arguments in [&["show", "orderly-20k"][..], &["man"], &["--help"]] {
        let mut child =
            drawdown(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        // One byte, then the pipe closes.
        let mut pipe = child.stdout.take().expect("a pipe");
        let _ = pipe.read(&mut [0]);
        drop(pipe);
        let out = child.wait_with_output().expect("it ends");
        assert_eq!((out.status.code(), text(&out.stderr).as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn what_is_refused_is_refused_before_anything_is_announced() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    // A scenario that is warned of, a file where a folder should be, a store that is there, another run's checkpoint.
    let odd = at("odd.ron");
    std::fs::write(&odd, "(base: \"orderly-20k\", personnel: 300)").expect("written");
    let file = at("file");
    std::fs::write(&file, "mine").expect("written");
    std::fs::write(at(".out.checkpoint"), "no checkpoint").expect("written");
    let out = at("out");
    let trace = at("trace");
    for arguments in [
        &["run", &odd, "-n", "64", "--focus", "nobody"][..],
        &["compare", &odd, "orderly-50k", "-n", "64", "--domain", "tanks"],
        &["compare", &odd, "orderly-50k", "-n", "64", "--ally", "Atlantis"],
        &["run", &odd, "-n", "64", "--output", &file],
        &["run", &odd, "-n", "64", "--precision", "nothing=1"],
        &["run", &odd, "-n", "64", "--output", &out, "--resume"],
        &["run", &odd, "-n", "64", "--trace", &trace, "--focus", "nobody"],
        &["validate", "-n", "64", "--output", &file],
        &["require", &odd, "-n", "64", "--domain", "tanks"],
        &["sweep", "spending-size", "--output", &file],
    ] {
        let out = drawdown(arguments).current_dir(folder.path()).output().expect("it runs");
        let said = text(&out.stderr);
        assert_eq!(out.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.starts_with("error: ") && text(&out.stdout).is_empty(), "{arguments:?}: {said}");
    }
    assert!(!folder.path().join("trace").exists());
}

#[test]
fn a_warning_of_several_scenarios_is_said_once_with_their_names() {
    let out = output(&[
        "require",
        "orderly-20k",
        "orderly-50k",
        "--set",
        "personnel=30",
        "-n",
        "2",
        "--threads",
        "1",
    ]);
    let said = text(&out.stderr);
    let warned: Vec<&str> = said.lines().filter(|line| line.contains("that many people")).collect();
    assert!(warned.len() == 1 && warned[0].contains("orderly-20k, orderly-50k: "), "{said}");
}
