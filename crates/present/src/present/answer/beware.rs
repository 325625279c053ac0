//! What to keep in mind: few replicates, other reference data, judgement.

use super::{Part, Sentence};
use crate::{
    present::{
        View, capital,
        numbers::{grouped, runs},
        references::changed,
    },
    store::summary::{ScenarioSummary, Summary},
};

/// Replicates under which every number is rough.
pub(super) const FEW: u64 = 200;

/// What to keep in mind.
pub(super) fn beware(view: &View, deepest: &ScenarioSummary) -> Vec<Sentence> {
    let (summary, n) = (view.summary, view.replicates);
    let mut text = Vec::new();
    if n < FEW {
        text.push(Sentence::text(format!(
            "only {}: every number is rough; run {} or more.",
            runs(n),
            grouped(1000)
        )));
    }
    text.extend(
        changed(&summary.references).iter().map(|words| Sentence::text(format!("{}.", capital(words)))),
    );
    let judged = judged(summary);
    if !judged.is_empty() {
        text.extend(judged);
    } else if deepest.parameters > 0 {
        let mut parts = vec![Part::from(format!("{} of {} inputs", deepest.judgement, deepest.parameters))];
        // Scenarios may have other numbers of them.
        let same =
            |s: &ScenarioSummary| (s.judgement, s.parameters) == (deepest.judgement, deepest.parameters);
        if !summary.scenarios.iter().all(same) {
            parts.extend([" of ".into(), deepest.into()]);
        }
        parts.push(" are judgement, data by ally and by US unit not counted; ".into());
        parts.push(Part::Code("drawdown show FILE".to_owned()));
        parts.push(" names them.".into());
        text.push(Sentence::new(parts));
    }
    if let Some(first) = text.first_mut() {
        first.opening = Some("Beware");
    }
    text
}

/// How much of the spread rests on judgement; none where that is not known.
#[must_use]
pub fn judged(summary: &Summary) -> Vec<Sentence> {
    let scenario = summary.judgement_share.as_ref().and_then(|share| summary.scenario(&share.scenario));
    let known = scenario.and_then(|scenario| Some((scenario, crate::present::judgement(summary, scenario)?)));
    let Some((scenario, [share, range])) = known else { return Vec::new() };
    vec![Sentence::new(vec![
        format!("{share} of the spread of what ").into(),
        scenario.into(),
        format!(" adds rests on judgement ({range} is the 95 % interval); ").into(),
        Part::Code("drawdown show FILE".to_owned()),
        format!(" names the {} of {} inputs.", scenario.judgement, scenario.parameters).into(),
    ])]
}
