//! What is least known, and what to beware of.

use super::{Said, Sentence, Weight, named};
use crate::{
    present::{
        SEEN, View,
        answer::{Part, beware::FEW, triggers::triggers},
        capital,
        grammar::list,
        numbers::{grouped, points, runs},
        references::changed,
    },
    store::{sensitivity::SensitivityRow, summary::ScenarioSummary},
};

/// Inputs named.
const NAMED: usize = 2;

/// The longest words on changed reference data that are said in full.
const LONGEST: usize = 160;

/// What is least known.
pub(super) fn paragraph(view: &View, focus: &ScenarioSummary) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    if let [_] = view.summary.scenarios[..] {
        said.extend(triggers(view).into_iter().map(|sentence| (Weight::May, named(sentence))));
    }
    said.extend(inputs(view).map(|sentence| (Weight::Should, named(sentence))));
    said.extend(judged(view, focus).map(|sentence| (Weight::Should, named(sentence))));
    said
}

/// The inputs that move most what is added, with what it becomes.
fn inputs(view: &View) -> Option<Sentence> {
    let found = view.summary.sensitivity.as_ref()?;
    let scenario = view.scenario(&found.scenario).filter(|_| found.attributable >= SEEN)?;
    let end = |v: Option<f64>| points(v.unwrap_or(f64::NAN), found.se);
    let becomes = |row: &SensitivityRow| {
        let (a, b) = (row.low_attributable, row.high_attributable);
        let (low, high) = if a <= b { (a, b) } else { (b, a) };
        format!("{} ({} to {}", row.inside(), end(low), end(high))
    };
    let named: Vec<String> = found.rows.iter().take(NAMED).map(becomes).collect();
    // The unit stands behind the first.
    let named: Vec<String> =
        named.into_iter().enumerate().map(|(i, said)| said + if i == 0 { " points)" } else { ")" }).collect();
    if named.is_empty() {
        return None;
    }
    Some(Sentence::new(vec![
        "Least known about ".into(),
        scenario.into(),
        format!(": {}.", list(&named)).into(),
    ]))
}

/// How much is judgement.
fn judged(view: &View, focus: &ScenarioSummary) -> Option<Sentence> {
    if focus.parameters == 0 {
        return None;
    }
    let same = |s: &ScenarioSummary| (s.judgement, s.parameters) == (focus.judgement, focus.parameters);
    let (some, all) = (focus.judgement, focus.parameters);
    if view.summary.scenarios.iter().all(same) {
        return Some(Sentence::text(format!("{some} of {all} inputs are judgement.")));
    }
    // Where what is least known was just said of it, it needs no name.
    if inputs(view).is_some() && view.summary.sensitivity.as_ref().is_some_and(|s| s.scenario == focus.id) {
        return Some(Sentence::text(format!("{some} of its {all} inputs are judgement.")));
    }
    let parts: Vec<Part> =
        vec![format!("{some} of {all} inputs of ").into(), focus.into(), " are judgement.".into()];
    Some(Sentence::new(parts))
}

/// What changes how every number is read.
pub(super) fn beware(view: &View) -> Vec<Said> {
    let mut text = Vec::new();
    if view.replicates < FEW {
        text.push(format!(
            "only {}: every number is rough; take {} or more.",
            runs(view.replicates),
            grouped(1000)
        ));
    }
    text.extend(changed(&view.summary.references).iter().take(1).map(|words| {
        match words.chars().count() <= LONGEST {
            true => format!("{}.", capital(words)),
            false => "The reference data are not as they ship; `--details` says how.".to_owned(),
        }
    }));
    let mut said: Vec<Sentence> = text.into_iter().map(Sentence::text).collect();
    if let Some(first) = said.first_mut() {
        first.opening = Some("Beware");
    }
    said.into_iter().map(|sentence| (Weight::Must, sentence)).collect()
}
