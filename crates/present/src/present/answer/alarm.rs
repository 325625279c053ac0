//! What allies do because troops leave.

use super::{
    Sentence,
    elsewhere::{Missing, list},
};
use crate::{
    present::{
        SEEN, View, WORTH_NAMING,
        evidence::settled,
        numbers::{points, whole},
    },
    store::summary::{Difference, ScenarioSummary},
};

/// The sentence; `None` where the run does not know what allies do before they react.
pub(super) fn alarm(view: &View, deepest: &ScenarioSummary) -> Option<Sentence> {
    let direct = *deepest.index_of("direct_effect", view.tier)?;
    let induced = *deepest.index_of("induced", view.tier)?;
    if induced.mean.abs() < SEEN {
        let but = elsewhere(view, deepest);
        return Some(Sentence::text(if but.is_empty() {
            "The alarm among allies makes up for nothing that can be seen, at any readiness or in any capability.".to_owned()
        } else {
            format!(
                "The alarm among allies changes nothing that can be seen over all capabilities at D+{}; but {but}.",
                view.tier
            )
        }));
    }
    if direct.mean < SEEN {
        // There is nothing of which a part could be made up.
        let verb = if induced.mean < 0.0 { "takes off" } else { "adds" };
        let who = if induced.mean < 0.0 { "The alarm" } else { "Resignation" };
        let before = if direct.mean <= -SEEN {
            format!(
                "before it {} points less are missing than {}",
                points(-direct.mean, direct.se),
                crate::present::without(deepest)
            )
        } else {
            format!("before it nothing that can be seen is lost over all capabilities at D+{}", view.tier)
        };
        return Some(Sentence::text(format!(
            "{who} among allies {verb} {} points; {before}.",
            points(induced.mean.abs(), induced.se)
        )));
    }
    let part = format!(" ({} %)", whole(induced.mean.abs() / direct.mean));
    Some(Sentence::text(if induced.mean < -direct.mean {
        format!(
            "The alarm among allies more than makes up for it: {} points against {} lost before it.",
            points(-induced.mean, induced.se),
            points(direct.mean, direct.se)
        )
    } else if induced.mean < 0.0 {
        format!(
            "The alarm among allies (induced) takes {} off the {} points that are added before they react{part}.",
            points(-induced.mean, induced.se),
            points(direct.mean, direct.se)
        )
    } else {
        format!(
            "Resignation among allies deepens it: {} points on top of {}{part}.",
            points(induced.mean, induced.se),
            points(direct.mean, direct.se)
        )
    }))
}

/// What the alarm does at other tiers and in single capabilities; empty where that cannot be seen either.
fn elsewhere(view: &View, scenario: &ScenarioSummary) -> String {
    // Only means are known of it: what is beyond its error is told as it is.
    let known =
        |mean: f64, se: f64| Difference { difference: mean, se, probability_worse: f64::from(mean > 0.0) };
    let mut said = Vec::new();
    for &tier in view.summary.tiers.iter().filter(|&&tier| tier != view.tier) {
        let e = view.index(scenario, "induced", tier);
        if e.mean.abs() >= SEEN && settled(e.mean, e.se) {
            let size = points(e.mean.abs(), e.se);
            said.push(Missing { size, place: format!("at D+{tier}"), found: known(e.mean, e.se) });
        }
    }
    let mut domains: Vec<_> = scenario.induced.iter().filter(|i| i.mean.abs() >= WORTH_NAMING).collect();
    domains.sort_by(|a, b| b.mean.abs().total_cmp(&a.mean.abs()));
    for i in domains.into_iter().take(2) {
        let at = if i.tier == view.tier { String::new() } else { format!(" at D+{}", i.tier) };
        let place = format!("in {}{at}", view.within(&i.domain));
        said.push(Missing { size: whole(i.mean.abs()), place, found: known(i.mean, i.se) });
    }
    list(view, &said)
}
