//! What allies do because troops leave.

use super::{Sentence, numbers::points, view::View};
use crate::{
    present::{SEEN, WORTH_NAMING},
    store::summary::ScenarioSummary,
};

/// The sentence.
pub(super) fn alarm(view: &View, deepest: &ScenarioSummary) -> Sentence {
    let direct = view.index(deepest, "direct_effect", view.tier);
    let induced = view.index(deepest, "induced", view.tier);
    if induced.mean.abs() < SEEN {
        let but = elsewhere(view, deepest);
        return Sentence::text(if but.is_empty() {
            "The alarm among allies makes up for nothing that can be seen, at any readiness or in any capability.".to_owned()
        } else {
            format!(
                "The alarm among allies changes nothing that can be seen over all capabilities at D+{}; but {but}.",
                view.tier
            )
        });
    }
    if direct.mean < SEEN {
        // There is nothing of which a part could be made up.
        let verb = if induced.mean < 0.0 { "takes off" } else { "adds" };
        let who = if induced.mean < 0.0 { "The alarm" } else { "Resignation" };
        let before = if direct.mean <= -SEEN {
            format!(
                "before it {} points less are missing than without drawdown",
                points(-direct.mean, direct.se)
            )
        } else {
            format!("before it nothing that can be seen is lost over all capabilities at D+{}", view.tier)
        };
        return Sentence::text(format!(
            "{who} among allies {verb} {} points; {before}.",
            points(induced.mean.abs(), induced.se)
        ));
    }
    let part = format!(" ({:.0} %)", 100.0 * induced.mean.abs() / direct.mean);
    Sentence::text(if induced.mean < -direct.mean {
        format!(
            "The alarm among allies more than makes up for it: {} points against {} lost before it.",
            points(-induced.mean, induced.se),
            points(direct.mean, direct.se)
        )
    } else if induced.mean < 0.0 {
        format!(
            "The alarm among allies makes up {} of {} points{part}.",
            points(-induced.mean, induced.se),
            points(direct.mean, direct.se)
        )
    } else {
        format!(
            "Resignation among allies deepens it: {} points on top of {}{part}.",
            points(induced.mean, induced.se),
            points(direct.mean, direct.se)
        )
    })
}

/// What the alarm does at other tiers and in single capabilities; empty where that cannot be seen either.
fn elsewhere(view: &View, scenario: &ScenarioSummary) -> String {
    let mut said = Vec::new();
    for &tier in view.summary.tiers.iter().filter(|&&tier| tier != view.tier) {
        let found = view.index(scenario, "induced", tier);
        if found.mean.abs() >= SEEN && found.mean.abs() >= 2.0 * found.se {
            let sign = if found.mean > 0.0 { "+" } else { "" };
            said.push(format!("{sign}{} points at D+{tier}", points(found.mean, found.se)));
        }
    }
    let mut domains: Vec<_> = scenario.induced.iter().filter(|i| i.mean.abs() >= WORTH_NAMING).collect();
    domains.sort_by(|a, b| b.mean.abs().total_cmp(&a.mean.abs()));
    for found in domains.into_iter().take(2) {
        let at = if found.tier == view.tier { String::new() } else { format!(" at D+{}", found.tier) };
        said.push(format!("{} {:+.0}{at}", view.domain(&found.domain), 100.0 * found.mean));
    }
    said.join(", ")
}
