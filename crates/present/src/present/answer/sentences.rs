//! The sections of the answer, in order.

use super::{
    Head, Part, Section, Sentence,
    alarm::alarm,
    certainty::{in_hindsight, order},
    closing::closing,
    contrasts, cost_and_pledges, lead, short, what_would_change, when,
    where_and_when::where_and_when,
};
use crate::{
    present::{
        SEEN, View, capital,
        evidence::{Evidence, bound},
        numbers::{grouped, points, range, runs},
        references::changed,
    },
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

/// What triggers do by themselves, beside the drawdown and never mixed with it, and what is missing with and without them.
pub(super) fn triggers(view: &View) -> Vec<Sentence> {
    let of = |scenario: &ScenarioSummary| {
        let effect = scenario.trigger_effect?;
        let leaves = scenario.draws_down();
        let with = view.index(scenario, "counterfactual", view.tier);
        let (verb, size, signs) = match effect.mean < 0.0 {
            true => ("takes off", effect.turned(), ("less", "more")),
            false => ("adds", effect, ("more", "less")),
        };
        let adverb = match Evidence::found(&bound(&effect)) {
            Evidence::Holds | Evidence::Same => "",
            Evidence::Probably => "probably ",
            Evidence::Either | Evidence::Unsettled => "on average ",
        };
        Some(Sentence::new(vec![
            "The trigger of ".into(),
            scenario.into(),
            format!(
                " by itself {adverb}{verb} {} points ({} in 9 of 10 runs){}: ",
                points(size.mean, size.se),
                range(&size, 1, signs),
                if leaves { ", beside the drawdown" } else { "" }
            )
            .into(),
            Part::Without(format!("{} %", points(with.mean - effect.mean, with.se))),
            format!(
                " is missing without it, {} % with it{}.",
                points(with.mean, with.se),
                if leaves { format!(", both {}", crate::present::without(scenario)) } else { String::new() }
            )
            .into(),
        ]))
    };
    view.summary.scenarios.iter().filter_map(of).collect()
}

/// Replicates under which every number is rough.
pub(super) const FEW: u64 = 200;

fn beware(view: &View, deepest: &ScenarioSummary) -> Vec<Sentence> {
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
