//! What `run` and `compare` print: at most fourteen lines of sentences and one table, at most 100 columns wide, whatever is
//! compared; everything else under `--details`; and the words of the glossary in the guide.

use std::{fs, process::Command};

use drawdown::present::{
    answer::{LINES, WIDTH},
    glossary,
};
use tempfile::TempDir;

/// A folder in which commands are given.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).expect("written");
    }
}

/// What a command prints.
fn printed(desk: &Desk, arguments: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
    let output =
        command.args(arguments.split_whitespace()).current_dir(desk.0.path()).output().expect("it runs");
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The printed answer, measured.
fn measured(desk: &Desk, asked: &str) -> String {
    let said = printed(desk, &format!("{asked} --threads 2 --no-figures --no-report --output out"));
    let (sentences, table) = said.split_once("\n\n").expect("sentences, then the table");
    assert!(sentences.lines().count() <= LINES, "{} lines of {asked}\n{said}", sentences.lines().count());
    for line in said.lines() {
        assert!(line.chars().count() <= WIDTH, "{} columns of {asked}: {line}", line.chars().count());
    }
    assert!(!table.contains("\n\n"), "one table of {asked}\n{said}");
    for id in ["sead_ew", "combat_air", "iamd"] {
        assert!(!said.contains(id), "`{id}` is no name for people\n{said}");
    }
    for word in ["replicate", "attributable", "quantile", "regret", "without drawdown"] {
        assert!(!table.contains(word) && !sentences.contains(&format!(" {word} ")), "{word}\n{said}");
    }
    said
}

#[test]
fn shipped_scenarios_have_a_short_answer() {
    let said = measured(&Desk::new(), "compare -n 1024");
    for part in [
        "is missing if nobody leaves",
        "In all, most is missing",
        "their alarm takes",
        "Least known",
        "* another",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    for row in ["  1|", " 11 "] {
        assert!(said.contains(row), "{row}\n{said}");
    }
}

#[test]
fn odd_scenarios_have_a_short_answer() {
    let desk = Desk::new();
    let long = "Everybody leaves, from the first to the last, and nobody ever comes back to any of the places where \
                they were, whatever happens there and however long it takes until somebody asks them to do so again";
    desk.put("all.ron", &format!("(base: \"orderly-20k\", title: \"{long}\", personnel: 82179)"));
    desk.put("few.ron", "(base: \"orderly-20k\", title: \"Five hundred leave\", personnel: 500)");
    let strong = "overrides: {\"reaction\": 3, \"surprise_reaction\": 3}";
    desk.put("gain.ron", &format!("(base: \"media-learned-20k\", title: \"Allies answer\", {strong})"));
    desk.put("gain-told.ron", &format!("(base: \"orderly-20k\", title: \"Allies answer, told\", {strong})"));
    let small = "--design mc -n 64";
    let one = measured(&desk, &format!("run orderly-50k {small}"));
    assert!(one.contains("Beware: only 64 runs"), "{one}");
    measured(&desk, &format!("run orderly-50k {small} --no-causes --sensitivity"));
    measured(&desk, "run orderly-50k --design mc -n 1");
    measured(&desk, &format!("run all.ron {small}"));
    let few = measured(&desk, &format!("run few.ron {small}"));
    assert!(few.contains("changes nothing that can be seen"), "{few}");
    let pledges = measured(&desk, &format!("run june-2026-pledges {small}"));
    assert!(!pledges.contains("nobody leaves (") && pledges.contains("without the drawdown"), "{pledges}");
    measured(&desk, &format!("run no-drawdown {small}"));
    measured(&desk, &format!("compare orderly-50k pacific-priority-40k {small} --no-sensitivity"));
    measured(&desk, &format!("compare orderly-50k settlement-35k pacific-priority-40k {small} --no-causes"));
    measured(&desk, &format!("compare gain.ron june-2026-pledges orderly-20k few.ron {small}"));
    let gains = measured(&desk, &format!("compare gain.ron gain-told.ron few.ron {small} --no-sensitivity"));
    assert!(gains.contains(" points off, depending on") && gains.contains(": -"), "{gains}");
}

#[test]
fn details_hold_all_that_was_found() {
    let desk = Desk::new();
    let asked = "run orderly-50k --design mc -n 64 --no-figures --no-report --output out";
    let (short, whole) = (printed(&desk, asked), printed(&desk, &format!("{asked} --details")));
    assert!(whole.starts_with(&short), "{whole}");
    for part in
        ["Critical ones closed by then", "Where \"50,000 leave", "What each scenario adds", "France $"]
    {
        assert!(whole.contains(part) && !short.contains(part), "{part}\n{whole}");
    }
}

#[test]
fn the_guide_has_the_glossary() {
    let guide = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/guide.md")).expect("the guide");
    assert!(glossary::TERMS.len() <= 10);
    assert!(guide.contains(&glossary::markdown()), "docs/guide.md should hold:\n{}", glossary::markdown());
}
