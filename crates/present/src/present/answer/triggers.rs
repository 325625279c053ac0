//! What triggers do by themselves.

use super::{Part, Sentence};
use crate::{
    present::{
        View,
        evidence::{Evidence, bound},
        numbers::{points, range},
    },
    store::summary::ScenarioSummary,
};

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
