//! By when gaps close, what holds them open, what it costs; the alarm, and who stays below its pledge.

use super::{Said, Sentence, Weight, named};
use crate::{
    present::{
        SEEN, View,
        answer::{alarm, closing::held_open, cost_and_pledges},
        numbers::{fixed, percent, points},
        without,
    },
    store::summary::ScenarioSummary,
};

/// Which scenario is spoken of, where nothing before has said so.
pub(super) fn whose(focus: &ScenarioSummary) -> Vec<Said> {
    let parts = vec![focus.into(), " moves no capability by half a point.".into()];
    vec![(Weight::Should, named(Sentence::new(parts)))]
}

/// Gaps and money.
pub(super) fn gaps_and_money(view: &View, focus: &ScenarioSummary) -> Vec<Said> {
    let mut said = Vec::new();
    let year = focus.binding_year;
    let held = held_open(focus).into_iter().next().filter(|held| held.with >= 0.005);
    let most = held.map(|held| format!("; {} holds {} of the rest open", held.label, percent(held.with)));
    if let Some(entry) = focus.years.iter().find(|entry| entry.year == year) {
        said.push((
            Weight::Should,
            Sentence::text(format!(
                "Gaps closed by the end of {year}: {} of {} ({} {}){}.",
                fixed(entry.domains_closed, 1),
                view.summary.domains.len(),
                fixed(entry.domains_closed_without, 1),
                without(focus),
                most.unwrap_or_default()
            )),
        ));
    }
    said.extend(
        cost_and_pledges::price_alone(view, focus).map(|text| (Weight::Should, Sentence::text(text))),
    );
    said
}

/// The alarm and the pledges.
pub(super) fn alarm_and_pledges(view: &View, focus: &ScenarioSummary) -> Vec<Said> {
    let part = |arm| focus.index_of(arm, view.tier).map(|e| (e.mean, e.se));
    let alarm = match (part("direct_effect"), part("induced")) {
        (Some((direct, of)), Some((induced, se))) if induced <= -SEEN && -induced < direct => {
            let (made_up, lost) = (points(-induced, se), points(direct, of));
            Some(Sentence::text(format!(
                "Before allies react {lost} points are added; their alarm takes {made_up} off."
            )))
        }
        _ => alarm::alarm(view, focus),
    };
    let alarm = alarm.map(|sentence| (Weight::Should, named(sentence)));
    let pledges =
        cost_and_pledges::below_pledge_alone(view, focus).map(|text| (Weight::May, Sentence::text(text)));
    alarm.into_iter().chain(pledges).collect()
}
