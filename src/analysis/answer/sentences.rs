//! The sentences of the answer, section by section.

use super::{
    Head, Part, Section, Sentence, matters,
    numbers::{grouped, percent, points, range},
    pays,
    sure::{Step, order, regret, step},
    view::{View, counted, replicates},
    what_would_change,
};
use crate::analysis::{assumptions::capital, references::changed};
use crate::store::summary::{Estimate, RankEntry, ScenarioSummary, Summary};

/// A mean below this is not seen in a number with one decimal, fraction.
const SEEN: f64 = 0.0005;

/// The answer: sections in order, those without a sentence left out.
#[must_use]
pub fn sections(summary: &Summary) -> Vec<Section> {
    let view = View { summary, tier: summary.reporting_tier };
    let ranked: Vec<&RankEntry> = summary.ranking.iter().collect();
    let Some(deepest) = ranked.first().and_then(|entry| view.scenario(&entry.scenario)) else {
        return Vec::new();
    };
    let mut lead = vec![missing(&view, deepest)];
    let added = view.attributable(deepest);
    let mut sections: Vec<(Head, Vec<Sentence>)> = Vec::new();
    if added.mean.abs() < 0.0005 && added.p95 - added.p05 < 0.0005 {
        // The deepest adds nothing, as one in which nobody leaves: others may take something off.
        let gain = ranked.last().and_then(|entry| view.scenario(&entry.scenario));
        let gain = gain.filter(|gain| view.attributable(gain).mean <= -SEEN);
        lead.push(match summary.scenarios.len() {
            1 => Sentence::new(vec![
                deepest.into(),
                " changes nothing that can be seen: no capability moves.".into(),
            ]),
            _ if gain.is_some() => Sentence::text("No scenario adds anything that can be seen.".to_owned()),
            _ => Sentence::text("None of the scenarios changes anything that can be seen.".to_owned()),
        });
        lead.extend(gain.map(|gain| what(&view, gain, &view.attributable(gain))));
        sections.push((Head::Lead, lead));
    } else {
        lead.push(what(&view, deepest, &added));
        sections.push((Head::Lead, lead));
        sections.push((Head::WhereAndWhen, where_and_when(&view, deepest)));
        let mut sure = order(&view, &ranked);
        sure.extend(regret(&view, &ranked));
        sections.push((Head::HowSure, sure));
        sections.push((Head::WhatMatters, matters::sentences(&view)));
        sections.push((Head::Closing, closing(&view, deepest)));
        let paid = [pays::price(&view, deepest), pays::below_pledge(&view, deepest)];
        sections.push((Head::WhoPays, paid.into_iter().flatten().collect()));
        sections.push((Head::Alarm, vec![alarm(&view, deepest)]));
        sections.push((Head::WhatWouldChange, what_would_change(summary)));
    }
    sections.push((Head::Trigger, triggers(&view)));
    sections.push((Head::Beware, beware(summary, deepest)));
    let said = sections.into_iter().filter(|(_, sentences)| !sentences.is_empty());
    said.map(|(head, sentences)| Section { head, sentences }).collect()
}

fn missing(view: &View, deepest: &ScenarioSummary) -> Sentence {
    let without = view.index(deepest, "counterfactual", view.tier);
    Sentence::new(vec![
        "Without any drawdown ".into(),
        Part::Without(format!("{} %", points(without.mean, without.se))),
        format!(
            " of what is required {} days after an alert (D+{}) is missing (mean of {}; {} in 90 % of replicates).",
            view.tier,
            view.tier,
            view.headline_years(),
            range(&without, 0)
        )
        .into(),
    ])
}

fn what(view: &View, deepest: &ScenarioSummary, added: &Estimate) -> Sentence {
    let next = view.summary.ranking.get(1);
    let alone = next.is_none_or(|next| Some(next.index) == view.summary.ranking.first().map(|r| r.index));
    let first = view.summary.ranking.first().and_then(|first| step(view, first));
    let verb = match (alone, added.mean < 0.0, first) {
        (_, true, _) => "takes off",
        (true, ..) => "adds",
        (.., Some(Step::Unsettled(_))) => "adds most (first two not settled: run more replicates):",
        _ => "adds most:",
    };
    Sentence::new(vec![
        deepest.into(),
        format!(" {verb} ").into(),
        Part::Added(format!("{} points", points(added.mean.abs(), added.se))),
        format!(
            "{} (90 % of replicates: {}).",
            if added.mean < 0.0 { ", because the alarm outweighs what leaves" } else { " on top of that" },
            range(added, 1)
        )
        .into(),
    ])
}

fn where_and_when(view: &View, deepest: &ScenarioSummary) -> Vec<Sentence> {
    let worst = view.worst(deepest);
    let mut text = Vec::new();
    let mut named = worst.iter().filter(|d| d.loss.mean >= 0.005);
    if let Some(first) = named.next() {
        let then: Vec<String> = named
            .take(2)
            .map(|d| format!("{} -{:.0}", view.domain(&d.domain), 100.0 * d.loss.mean))
            .collect();
        let where_ = Sentence::text(format!(
            "{}, -{:.0} points of coverage in {} ({}){}.",
            view.domain(&first.domain),
            100.0 * first.loss.mean,
            first.year,
            range(&first.loss, 0),
            if then.is_empty() { String::new() } else { format!("; then {}", then.join(" and ")) }
        ));
        text.push(where_.opening("Where").detail());
    } else if let Some(gain) = worst.iter().min_by(|a, b| a.loss.mean.total_cmp(&b.loss.mean))
        && gain.loss.mean <= -0.005
    {
        // Nothing worth naming is lost anywhere: what is gained most, with the ends of its range turned too.
        let gained = crate::store::summary::Estimate {
            mean: -gain.loss.mean,
            p05: -gain.loss.p95,
            p95: -gain.loss.p05,
            ..Estimate::default()
        };
        let where_ = Sentence::text(format!(
            "no capability loses half a point; most is gained in {}, +{:.0} points of coverage in {} ({}).",
            view.domain(&gain.domain),
            100.0 * gained.mean,
            gain.year,
            range(&gained, 0)
        ));
        text.push(where_.opening("Where").detail());
    }
    text.extend(when(deepest).map(|when| when.opening("When").detail()));
    text
}

/// The worst year, or where nothing that can be seen is lost in any, the best; none where neither can be seen.
fn when(deepest: &ScenarioSummary) -> Option<Sentence> {
    // The first of equal years.
    let most = |sign: f64| {
        deepest.years.iter().rev().max_by(|a, b| (sign * a.attributable).total_cmp(&(sign * b.attributable)))
    };
    let (worst, best, last) = (most(1.0)?, most(-1.0)?, deepest.years.last()?);
    let shown = |value: f64| points(value, f64::NAN);
    if worst.attributable >= SEEN {
        return Some(Sentence::text(format!(
            "worst in {} ({} points over all capabilities); {} left in {}.",
            worst.year,
            shown(worst.attributable),
            shown(last.attributable),
            last.year
        )));
    }
    (best.attributable <= -SEEN).then(|| {
        Sentence::text(format!(
            "most is gained in {} ({} points over all capabilities); {} in {}.",
            best.year,
            shown(-best.attributable),
            shown(-last.attributable),
            last.year
        ))
    })
}

fn closing(view: &View, deepest: &ScenarioSummary) -> Vec<Sentence> {
    let mut text = Vec::new();
    let year = deepest.binding_year;
    if let Some(entry) = deepest.years.iter().find(|entry| entry.year == year) {
        let closed = Sentence::text(format!(
            "by the end of {year}, {:.1} of {} capabilities have no gap at D+{}, {:.1} without drawdown.",
            entry.domains_closed,
            view.summary.domains.len(),
            view.tier,
            entry.domains_closed_without
        ));
        text.push(closed.opening("Closing"));
    }
    let critical: Vec<String> = view
        .summary
        .domains
        .iter()
        .filter(|domain| domain.critical)
        .filter_map(|domain| {
            let entry = deepest.closure.iter().find(|c| c.domain == domain.id && c.year == year)?;
            Some(format!(
                "{} {} ({} without)",
                view.domain(&domain.id),
                view.chance(entry.scenario.probability),
                view.chance(entry.counterfactual.probability)
            ))
        })
        .collect();
    if !critical.is_empty() {
        let said = format!("Critical ones closed by then: {}.", critical.join(", "));
        text.push(Sentence::text(said).detail());
    }
    let (year, named) = (deepest.binding_year, held_open(deepest));
    let named: Vec<String> = named
        .iter()
        .filter(|(_, share)| *share >= 0.005)
        .map(|(label, share)| format!("{label} {}", percent(*share)))
        .collect();
    if !named.is_empty() {
        text.push(Sentence::text(format!("Held open in {year} by {}.", named.join(", "))));
    }
    text
}

/// What holds open gaps open in the binding year: labels with their share of all open cases, most frequent first.
#[must_use]
pub fn held_open(scenario: &ScenarioSummary) -> Vec<(String, f64)> {
    let open: f64 = scenario.binding.iter().map(|b| b.open).sum();
    let mut shares: Vec<(String, f64)> = Vec::new();
    if open <= 0.0 {
        return shares;
    }
    for entry in &scenario.binding {
        for label in &entry.labels {
            let weight = entry.open * label.probability / open;
            match shares.iter_mut().find(|(name, _)| *name == label.label) {
                Some((_, share)) => *share += weight,
                None => shares.push((label.label.clone(), weight)),
            }
        }
    }
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    shares
}

fn alarm(view: &View, deepest: &ScenarioSummary) -> Sentence {
    let direct = view.index(deepest, "direct_effect", view.tier);
    let induced = view.index(deepest, "induced", view.tier);
    if induced.mean.abs() < SEEN {
        return Sentence::text("The alarm among allies makes up for nothing that can be seen.".to_owned());
    }
    if direct.mean < SEEN {
        // There is nothing of which a part could be made up.
        let verb = if induced.mean < 0.0 { "takes off" } else { "adds" };
        let who = if induced.mean < 0.0 { "The alarm" } else { "Resignation" };
        return Sentence::text(format!(
            "{who} among allies {verb} {} points; before it nothing that can be seen is lost.",
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

/// What triggers do by themselves, beside the drawdown and never mixed with it.
fn triggers(view: &View) -> Vec<Sentence> {
    view.summary
        .scenarios
        .iter()
        .filter_map(|scenario| {
            let effect = scenario.trigger_effect?;
            let verb = if effect.mean < 0.0 { "takes off" } else { "adds" };
            Some(Sentence::new(vec![
                "The trigger of ".into(),
                scenario.into(),
                format!(
                    " by itself {verb} {} points, beside the drawdown ({}).",
                    points(effect.mean.abs(), effect.se),
                    range(&effect, 1)
                )
                .into(),
            ]))
        })
        .collect()
}

/// Replicates under which every number is rough.
const FEW: u64 = 200;

fn beware(summary: &Summary, deepest: &ScenarioSummary) -> Vec<Sentence> {
    let n = counted(summary);
    let mut text = Vec::new();
    if n < FEW {
        text.push(Sentence::text(format!(
            "only {}: every number is rough; run {} or more.",
            replicates(n),
            grouped(1000)
        )));
    }
    text.extend(
        changed(&summary.references).iter().map(|words| Sentence::text(format!("{}.", capital(words)))),
    );
    if deepest.parameters > 0 {
        text.push(Sentence::new(vec![
            format!(
                "{} of {} parameters are judgement, data by ally and by US unit not counted; ",
                deepest.judgement, deepest.parameters
            )
            .into(),
            Part::Code("drawdown show FILE".to_owned()),
            " names them.".into(),
        ]));
    }
    if let Some(first) = text.first_mut() {
        first.opening = Some("Beware");
    }
    text
}
