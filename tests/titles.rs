//! A title never says what `--set` has changed without saying so, wherever it stands.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use drawdown::scenario;

const TITLE: &str = "20,000 leave in an orderly way, earmarked for Europe";
const SHORT: &str = "20k orderly";

/// What a command prints, run in a folder.
fn printed(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
    let out = command.args(arguments).current_dir(folder).stdin(Stdio::null()).output().expect("it runs");
    assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("text")
}

/// How often a title stands in a text; each time with the mark, however lines are broken and characters escaped.
fn marked(text: &str, mark: &str, whence: &str) -> usize {
    let plain = text.replace(['\\', '\u{201d}'], "").replace("&quot;", "\"");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut seen = 0;
    for title in [TITLE, SHORT] {
        for (at, _) in plain.match_indices(title) {
            let rest = &plain[at + title.len()..];
            assert!(
                // A table breaks a name that is long within its cell.
                rest.starts_with(mark)
                    || whence == "table" && rest.starts_with(mark.split(" =").next().expect("a name")),
                "{whence}: {}{}",
                title,
                rest.chars().take(40).collect::<String>()
            );
            seen += 1;
        }
    }
    seen
}

#[test]
fn what_is_set_stands_in_the_title_wherever_it_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mark = " [personnel = 5000]";
    for format in ["table", "csv", "json", "markdown"] {
        let run = [
            "run",
            "orderly-20k",
            "--design",
            "mc",
            "-n",
            "4",
            "--set",
            "personnel=5000",
            "--format",
            format,
            "--output",
            format,
            "--no-figures",
            "--quiet",
            "--causes",
        ];
        assert!(marked(&printed(folder.path(), &run), mark, format) > 0, "{format}");
    }
    let mut seen = 0;
    for name in ["summary.json", "briefing.md", "report.html", "scenarios.json"] {
        let text = fs::read_to_string(folder.path().join("table").join(name)).expect(name);
        seen += marked(&text, mark, name);
    }
    assert!(seen > 8, "{seen}");
    for format in ["table", "markdown", "json"] {
        let require =
            ["require", "orderly-20k", "-n", "8", "--set", "personnel=5000", "--format", format, "--quiet"];
        assert!(marked(&printed(folder.path(), &require), mark, format) > 0, "require {format}");
    }
    let sensitivity = [
        "sensitivity",
        "orderly-20k",
        "-n",
        "32",
        "--set",
        "personnel=5000",
        "--no-figures",
        "--no-report",
        "--quiet",
    ];
    assert!(marked(&printed(folder.path(), &sensitivity), mark, "sensitivity") > 0);
    for format in ["table", "json"] {
        let show = ["show", "orderly-20k", "--set", "personnel=5000", "--format", format];
        assert!(marked(&printed(folder.path(), &show), mark, format) > 0, "show {format}");
    }
}

#[test]
fn figures_have_the_mark_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = [
        "run",
        "orderly-20k",
        "--design",
        "mc",
        "-n",
        "16",
        "--set",
        "personnel=5000",
        "--output",
        "o",
        "--no-report",
        "--quiet",
    ];
    printed(folder.path(), &run);
    let mut seen = 0;
    for entry in fs::read_dir(folder.path().join("o/figures")).expect("figures") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "svg") {
            let text = fs::read_to_string(&path).expect("a picture");
            // Where a name is broken into lines each is an element of its own.
            let lines = text.replace("</text>", "\n").replace('>', "\n");
            let words: String = lines.lines().filter(|line| !line.trim_start().starts_with('<')).collect();
            seen += usize::from(words.contains("[personnel") || text.contains("[personnel"));
            assert!(!text.contains(SHORT) || text.contains("[personnel"), "{}", path.display());
        }
    }
    assert!(seen > 3, "{seen}");
}

fn load(source: impl Into<PathBuf>, sets: &[&str]) -> scenario::Scenario {
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    scenario::load(&[source.into()], &sets).unwrap_or_else(|found| panic!("{found}")).remove(0)
}

#[test]
fn the_mark_is_no_part_of_what_reproduces_a_result() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("five.ron");
    fs::write(&file, "(base: \"orderly-20k\", title: \"5,000 leave\", personnel: 5000)").expect("written");
    let (set, written) = (load("orderly-20k", &["personnel=5000"]), load(&file, &[]));
    assert_eq!(set.hash(), written.hash());
    assert_eq!(set.title, format!("{TITLE} [personnel = 5000]"));
    assert_eq!(set.short_title, format!("{SHORT} [personnel = 5000]"));
    assert!(set.description.ends_with(" Set on the command line: personnel = 5000."), "{}", set.description);
    // A file's own title is trusted, and a file without one never has that of its base.
    assert_eq!((written.title.as_str(), written.warnings.len()), ("5,000 leave", 0));
    fs::write(&file, "(base: \"orderly-20k\", personnel: 5000)").expect("written");
    let untitled = load(&file, &[]);
    assert_eq!((untitled.title.as_str(), untitled.short_title.as_str()), ("five", "five"));
}

#[test]
fn a_title_that_is_set_is_trusted_and_many_settings_are_counted() {
    let named = load("orderly-20k", &["personnel=5000", "title=\"Five thousand\""]);
    assert_eq!(named.title, "Five thousand");
    assert_eq!(named.short_title, format!("{SHORT} [personnel = 5000]"));
    let many = load("orderly-20k", &["personnel=5000", "linkage=0.3", "reaction=0", "start=4"]);
    assert_eq!(many.title, format!("{TITLE} [personnel = 5000, linkage = 0.3 and 2 more]"));
    assert_eq!(many.short_title, format!("{SHORT} [4 set]"));
    let who = load("orderly-20k", &["composition=Priority([Host(\"DEU\"), Host(\"ITA\")])"]);
    assert_eq!(who.title, format!("{TITLE} [composition = Priority([Host(DEU), Ho...]"));
    assert_eq!(who.short_title, format!("{SHORT} [composition set]"));
}
