//! The sections of the answer, in order.

use super::{
    Head, Section, Sentence,
    alarm::alarm,
    beware::beware,
    certainty::{in_hindsight, order},
    closing::closing,
    contrasts, cost_and_pledges, lead, short,
    triggers::triggers,
    what_would_change, when,
    where_and_when::where_and_when,
};
use crate::{
    present::{SEEN, View},
    store::summary::{ScenarioSummary, Summary},
};

/// The answer: sections in order, those without a sentence left out.
#[must_use]
pub fn sections(summary: &Summary) -> Vec<Section> {
    let view = View::of(summary);
    let Some(deepest) = view.focus() else { return Vec::new() };
    let mut lead = lead::missing(&view, deepest);
    lead.extend(lead::what(&view));
    // The one that was named is told where the ends of the ranking are not about it.
    let told = |s: &ScenarioSummary| view.deepest().is_some_and(|first| first.id == s.id);
    let named = view.named().filter(|s| s.draws_down() && !told(s) && !view.nothing(s));
    lead.extend(named.map(|s| short::one(&view, s)));
    let mut sections: Vec<(Head, Vec<Sentence>)> = vec![(Head::Lead, lead)];
    if !view.scenarios().iter().all(|s| view.nothing(s)) {
        let dates = when::when(&view, deepest);
        sections
            .push((Head::WhereAndWhen, dates.into_iter().chain(where_and_when(&view, deepest)).collect()));
        let mut sure = order(&view);
        sure.extend(short::of_two(&view, ["The difference: ", "."]));
        sure.extend(lead::gains(&view).filter(|_| view.added(deepest).mean >= SEEN));
        sure.extend(in_hindsight(&view));
        sections.push((Head::HowSure, sure));
        sections.push((Head::WhatMatters, contrasts::sentences(&view)));
        sections.push((Head::Closing, closing(&view, deepest)));
        let paid = [
            cost_and_pledges::price(&view, deepest),
            cost_and_pledges::price_explained(&view, deepest),
            cost_and_pledges::programme(&view),
            cost_and_pledges::below_pledge(&view, deepest),
        ];
        let currency = view.money().note().map(Sentence::text);
        sections.push((Head::WhoPays, paid.into_iter().flatten().chain(currency).collect()));
        sections.push((Head::Alarm, alarm(&view, deepest).into_iter().collect()));
        sections.push((Head::WhatWouldChange, what_would_change(summary)));
    }
    sections.push((Head::Trigger, triggers(&view)));
    sections.push((Head::Beware, beware(&view, deepest)));
    let said = sections.into_iter().filter(|(_, sentences)| !sentences.is_empty());
    said.map(|(head, sentences)| Section { head, sentences }).collect()
}
