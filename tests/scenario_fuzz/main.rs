//! Shipped files with bytes and tokens deleted, doubled and swapped: never a panic, and every finding lies in its text.
//! Every field with every kind of value, every name at and beyond its ends: never a panic, never more than twenty findings
//! shown, and what is accepted runs and stays finite. The tree accepts what the `ron` crate accepts, and nothing else.

mod damage;
mod every_field;
mod extremes;
mod reader;

use std::{
    fs,
    sync::atomic::AtomicBool,
    time::{Duration, Instant},
};

use drawdown::{
    engine::{
        drive::{Pass, RunError},
        plan::Plan,
        run::{Options, run},
        slot::Slot,
    },
    scenario::{self, Diagnostics, Scenario, diagnostic::SHOWN},
};

/// Longest that reading one file may take on a slow and busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// Loads a text as the command does; findings must lie in their texts.
fn load_text(text: &str) -> Option<Scenario> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.ron");
    fs::write(&path, text).expect("written");
    let started = Instant::now();
    let loaded = scenario::load(&[path], &[]);
    let short: String = text.chars().take(200).collect();
    assert!(started.elapsed() < LONGEST, "{:?} for {short}", started.elapsed());
    match loaded {
        Ok(mut scenarios) => scenarios.pop(),
        Err(found) => {
            inside(&found);
            None
        }
    }
}

/// Runs a scenario in 8 replicates: every mean of what there is must be a number.
fn runs(scenario: Scenario, what: &str) {
    let scenarios = [scenario];
    let plan = Plan::new(&scenarios, 1).unwrap_or_else(|error| panic!("{what}: {error}"));
    let stop = AtomicBool::new(false);
    let options = Options {
        pass: Pass { replicates: 8, threads: 1, stop: &stop, progress: &|_| {} },
        looks: None,
        keep: None,
    };
    let results = match run(&plan, &options) {
        Ok(results) => results,
        // Draws of an unbounded distribution may be out of range: of 8 replicates one is more than 1 %.
        Err(RunError::Failed { .. }) => return,
        Err(error) => panic!("{what}: {error}"),
    };
    for section in &plan.cells.sections {
        for cell in [0, section.len / 2, section.len - 1] {
            for slot in [Slot::Scenario, Slot::Counterfactual, Slot::Attributable] {
                let found = results.scenarios[0].estimate(section, slot, cell);
                assert!(
                    found.is_none_or(|e| e.n == 0 || e.mean.is_finite()),
                    "{what}: {:?} of {:?}, cell {cell}: {found:?}",
                    slot,
                    section.outcome
                );
            }
        }
    }
}

fn inside(found: &Diagnostics) {
    for item in &found.items {
        assert!(!item.message.is_empty());
        let Some(span) = item.span else { continue };
        let text = &found.texts[span.text];
        assert!(
            span.start <= span.end && span.end <= text.text.len(),
            "{span:?} of {} in {}",
            text.text.len(),
            text.name
        );
        let place = found.place(span);
        assert!(place.line >= 1 && place.line <= text.lines.len() && place.column >= 1);
    }
    let shown = found.render(false);
    let findings = shown.lines().filter(|line| line.starts_with("error: ") || line.starts_with("warning: "));
    assert!(found.has_errors() && findings.count() == found.items.len().min(SHOWN));
    assert!(found.items.len() <= SHOWN || shown.contains(" more\n"));
    let hidden = |c: char| drawdown::present::text::is_hidden(c) && c != '\n';
    assert!(!shown.contains(hidden), "{shown:?}");
}

/// A scenario that says one thing.
fn one(field: &str, value: &str) -> String {
    format!("(base: \"orderly-20k\", {field}: {value})").replace("(base: \"orderly-20k\", base", "(base")
}
