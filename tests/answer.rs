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
    assert!(
        !pledges.contains("nobody leaves (") && pledges.contains("if no pledge is taken back"),
        "{pledges}"
    );
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
    for part in [
        "Critical ones closed by then",
        "Where \"50k orderly\"",
        "What each scenario adds",
        "What the names stand for",
    ] {
        assert!(whole.contains(part) && !short.contains(part), "{part}\n{whole}");
    }
}

/// What is printed fits, but for a word that is longer than a line: an address on the web stands alone.
fn fits(desk: &Desk, asked: &str) -> String {
    let said = printed(desk, asked);
    for line in said.lines() {
        let alone = line.split_whitespace().count() == 1;
        assert!(
            alone || line.chars().count() <= WIDTH,
            "{} columns of {asked}: {line}",
            line.chars().count()
        );
    }
    said
}

#[test]
fn all_that_is_printed_for_people_fits_a_hundred_columns() {
    let desk = Desk::new();
    let details = "--details --causes -n 64 --design mc --threads 2 --no-figures --no-report --output out";
    let all = fits(&desk, &format!("compare --no-sensitivity {details}"));
    // A table that is taken apart names its rows in every part.
    let beginning = |with: &str| all.lines().filter(|line| line.trim_start().starts_with(with)).count();
    let parts = beginning("# scenario");
    assert!(parts > 1 && beginning("4 35k settlement") == parts, "{all}");
    fits(&desk, &format!("run media-learned-50k {details}"));
    fits(&desk, &format!("compare orderly-50k settlement-35k --no-sensitivity {details}"));
    fits(&desk, "require media-learned-50k orderly-20k -n 64 --threads 2");
    fits(&desk, "require june-2026-pledges -n 64 --threads 2");
    for scenario in ["no-drawdown", "media-learned-50k", "pacific-priority-40k"] {
        let shown = fits(&desk, &format!("show {scenario}"));
        assert!(shown.contains("Integrated air and missile defence") && shown.contains("required[isr,30]"));
    }
    fits(&desk, "show media-learned-50k --diff pacific-priority-40k");
    let places = fits(&desk, "places -n 64 --threads 2");
    assert!(places.contains("Germany"), "{places}");
}

/// Every name within quotation marks in a text that may be broken between words.
fn quoted(said: &str) -> Vec<String> {
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    flat.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn a_scenario_is_called_one_thing() {
    let desk = Desk::new();
    let details = "--details -n 64 --design mc --threads 2 --no-figures --no-report --output out";
    let said = printed(&desk, &format!("compare orderly-50k media-learned-50k settlement-35k {details}"));
    let names = ["50k orderly", "50k media", "35k settlement"];
    for name in quoted(&said) {
        assert!(names.contains(&name.as_str()), "{name}\n{said}");
    }
    let briefing = fs::read_to_string(desk.0.path().join("out/briefing.md")).expect("written");
    for text in [&said, &briefing] {
        assert_eq!(
            text.matches("50,000 leave in an orderly way").count(),
            1,
            "what a name stands for\n{text}"
        );
    }
    let one = printed(&desk, &format!("run orderly-50k {details}"));
    assert!(quoted(&one).iter().all(|name| name == "50k orderly"), "{one}");
    // Two that are called the same are told apart wherever they are named.
    for stem in ["here", "there"] {
        let titles = "title: \"Some leave\", short_title: \"some\"";
        let personnel = if stem == "here" { 15_000 } else { 30_000 };
        desk.put(
            &format!("{stem}.ron"),
            &format!("(base: \"orderly-20k\", {titles}, personnel: {personnel})"),
        );
    }
    let both = printed(&desk, &format!("compare here.ron there.ron --no-sensitivity {details}"));
    assert!(!quoted(&both).is_empty());
    for name in quoted(&both) {
        assert!(["some (here)", "some (there)"].contains(&name.as_str()), "{name}\n{both}");
    }
    for name in ["some (here)", "some (there)"] {
        // The short table, the ranking and the names.
        let rows = both.lines().filter(|line| line.contains(&format!(" {name} ")) && !line.contains('"'));
        assert!(rows.count() >= 3, "{name}\n{both}");
    }
}

#[test]
fn of_two_the_difference_itself_is_told() {
    let desk = Desk::new();
    let asked = "--no-sensitivity --no-causes -n 1024 --threads 2 --no-figures --no-report --output out";
    let one = printed(&desk, &format!("compare orderly-20k media-learned-20k {asked}"));
    let line = one.lines().find(|line| line.contains("difference: +0.")).unwrap_or_else(|| panic!("{one}"));
    assert!(
        line.contains(" points (") && line.contains(" in 9 of 10 runs); \"20k media\" adds more in "),
        "{line}"
    );
    let two = printed(&desk, &format!("compare orderly-50k settlement-35k {asked}"));
    let flat = two.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "difference: \"35k settlement\" less \"50k orderly\": +",
        " added, +",
        " if nobody leaves, +",
        " in all",
    ] {
        assert!(flat.contains(part), "{part}\n{two}");
    }
    // The first sentence has both worlds.
    let first = flat.split_once(". ").expect("sentences").0;
    assert!(
        first.contains("in the world of \"35k settlement\"") && first.contains("in that of \"50k orderly\""),
        "{first}"
    );
}

#[test]
fn a_departure_under_way_is_bought_back_as_far_as_it_has_gone() {
    let desk = Desk::new();
    let asked = "-n 64 --design mc --threads 2 --no-figures --no-report --output out";
    let slow = printed(
        &desk,
        &format!("run orderly-20k --set duration=40 --set slip=0 --set profile=Linear {asked}"),
    );
    let flat = slow.split_whitespace().collect::<Vec<_>>().join(" ");
    // Eight of forty quarters from 2028 to early 2030.
    assert!(
        flat.contains("Buying back what has left by early 2030, 20 % of those who leave, takes $"),
        "{slow}"
    );
    let done = printed(&desk, &format!("run orderly-20k --set duration=2 --set slip=0 {asked}"));
    assert!(
        done.split_whitespace().collect::<Vec<_>>().join(" ").contains("Buying back what left takes $"),
        "{done}"
    );
    let required = printed(
        &desk,
        "require orderly-20k --set duration=40 --set slip=0 --set profile=Linear --year 2032 --domain isr -n 64",
    );
    assert!(
        required
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains("By the end of 2032 50 % of those who leave have left, on average; what leaves later counts as well"),
        "{required}"
    );
}

#[test]
fn the_guide_has_the_glossary() {
    let guide = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/guide.md")).expect("the guide");
    assert!(glossary::TERMS.len() <= 10);
    assert!(guide.contains(&glossary::markdown()), "docs/guide.md should hold:\n{}", glossary::markdown());
}
