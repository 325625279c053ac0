//! What helps and what hurts: one thing changed at a time around one scenario.

use super::{Said, Sentence, Weight, named};
use crate::{
    present::{
        SEEN, View,
        answer::{Part, contrasts},
        evidence::Evidence,
        numbers::points,
        people,
    },
    store::summary::{Aspect, Contrast},
};

/// Changes named on each side.
const NAMED: usize = 2;

/// A change of the scenario and what it does, fraction; negative where it helps.
struct Change {
    what: String,
    does: f64,
    se: f64,
    sure: &'static str,
}

/// The sentences; none where nothing that differs in one thing was compared.
pub(super) fn paragraph(view: &View) -> Vec<Said> {
    let Some(centre) = contrasts::centre(view).and_then(|id| view.scenario(id)) else { return Vec::new() };
    let around = contrasts::chosen(view, Some(&centre.id)).into_iter();
    let mut changes: Vec<Change> = around
        .filter(|c| contrasts::about(c, &centre.id))
        .filter_map(|c| change(view, c, &centre.id))
        .collect();
    changes.sort_by(|a, b| b.does.abs().total_cmp(&a.does.abs()));
    let (helps, hurts): (Vec<Change>, Vec<Change>) = changes.into_iter().partition(|c| c.does < 0.0);
    // Of a drawdown that adds nothing nothing could be taken off.
    if view.added(centre).mean < SEEN || helps.is_empty() && hurts.is_empty() {
        return Vec::new();
    }
    // "A takes 1.4 off, B 1.1".
    let all = |those: &[Change], verb: &str, off: &str| {
        let one = |(i, c): (usize, &Change)| {
            let size = points(c.does.abs(), c.se);
            match i {
                0 => format!("{} {verb} {size}{off}{}", c.what, c.sure),
                _ => format!("{} {size}{}", c.what, c.sure),
            }
        };
        those.iter().take(NAMED).enumerate().map(one).collect::<Vec<_>>().join(", ")
    };
    let e = view.added(centre);
    let said = [all(&helps, "takes", " off"), all(&hurts, "adds", "")];
    let said: Vec<String> = said.into_iter().filter(|said| !said.is_empty()).collect();
    let parts: Vec<Part> = vec![
        format!("Of the {} points of ", points(e.mean, e.se)).into(),
        centre.into(),
        format!(", {}.", said.join("; ")).into(),
    ];
    vec![(Weight::Should, named(Sentence::new(parts)))]
}

/// What moving from the scenario to the other of a contrast does; `None` where that cannot be told.
fn change(view: &View, contrast: &Contrast, from: &str) -> Option<Change> {
    let worse = contrast.other == from;
    let does = if worse { contrast.difference } else { -contrast.difference };
    let sure = match contrasts::evidence(contrast) {
        Evidence::Same | Evidence::Unsettled => return None,
        Evidence::Either => " (could be either)",
        Evidence::Probably => " (probably)",
        Evidence::Holds => "",
    };
    if contrast.difference.abs() < SEEN {
        return None;
    }
    let to = if worse { &contrast.scenario } else { &contrast.other };
    Some(Change { what: what(view, contrast, to, worse)?, does, se: contrast.se, sure })
}

/// The change in words: to the one of two from which one expects more harm, or less.
fn what(view: &View, contrast: &Contrast, to: &str, worse: bool) -> Option<String> {
    let either = |harm: &str, good: &str| (if worse { harm } else { good }).to_owned();
    Some(match contrast.aspect {
        Aspect::Size => format!("{} leaving instead", people(&view.scenario(to)?.personnel_effective)),
        Aspect::Manner | Aspect::Notice | Aspect::Information => {
            let has = |aspect| contrast.differs.contains(&aspect);
            match (has(Aspect::Timetable), has(Aspect::Notice), has(Aspect::Information)) {
                (true, ..) => either("handling it worse", "handling it better"),
                (_, true, true) => {
                    either("telling allies late and little", "telling allies early and in full")
                }
                (_, true, false) => either("telling allies later", "telling allies earlier"),
                _ => either("telling allies less", "telling allies more"),
            }
        }
        Aspect::Timetable => "another timetable".to_owned(),
        Aspect::Enablers => either("taking enablers too", "leaving enablers here"),
        Aspect::Kept => either("leaving less behind", "leaving more behind"),
        Aspect::Composition => "other units leaving".to_owned(),
        Aspect::Destination => {
            either("sending forces where fewer return", "sending forces where more return")
        }
    })
}
