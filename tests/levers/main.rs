//! The levers in a planner's words: dates, who stays, amounts by place, groups in a priority, what is spared.

mod amounts;
mod dates;
mod down_to;
mod ends;
mod groups;
mod places;
mod questions;
mod wildcards;

use std::{fs, process::Command};

use drawdown::scenario::{self, Diagnostics, Scenario, address::Address, names::Name};

/// A scenario that stands alone, with `--set`s over it.
fn load(text: &str, sets: &[&str]) -> Result<Scenario, Diagnostics> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.ron");
    fs::write(&path, text).expect("written");
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    scenario::load(&[path], &sets).map(|mut scenarios| scenarios.remove(0))
}

fn fine(text: &str, sets: &[&str]) -> Scenario {
    load(text, sets).unwrap_or_else(|found| panic!("{text} {sets:?}\n{found}"))
}

fn fails(text: &str, sets: &[&str]) -> String {
    match load(text, sets) {
        Ok(_) => panic!("nothing found in {text} {sets:?}"),
        Err(found) => found.to_string(),
    }
}

/// Each text is wrong where its `@` stands, with this in its message and this in its hint.
fn each_is_found_at_its_place(cases: &[(&str, &str, &str)]) {
    for (marked, message, hint) in cases {
        let at = marked.find('@').expect("a place");
        let found = load(&marked.replace('@', ""), &[]).expect_err(marked);
        let hit = found.items.iter().any(|item| {
            item.is_error()
                && item.span.is_some_and(|span| span.start == at)
                && item.message.contains(message)
                && item.hint.contains(hint)
        });
        assert!(hit && found.items.len() == 1, "{marked}: wanted at {at} {message} / {hint}\n{found:?}");
    }
}

fn plain(scenario: &Scenario, name: Name) -> Option<f64> {
    scenario.constant(&Address::plain(name))
}

/// What a command of the program prints.
fn says(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_drawdown")).args(arguments).output().expect("it runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
