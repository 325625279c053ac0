//! The answer in words: sentences computed from the summary, in the order in which a planner asks.

use crate::store::summary::{Deepest, Estimate, RankEntry, ScenarioSummary, Summary};

/// A whole number with thousands separated.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A fraction as points, with one decimal unless its standard error makes that an empty promise.
#[must_use]
pub fn points(value: f64, se: f64) -> String {
    let value = 100.0 * value;
    if se.is_finite() && 200.0 * se > 5.0 { format!("{value:.0}") } else { tidy(format!("{value:.1}")) }
}

/// No minus sign before a zero.
fn tidy(text: String) -> String {
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| c == '0' || c == '.') => rest.to_owned(),
        _ => text,
    }
}

/// A probability in percent; never 0 or 100 % for what was seen only in some replicates.
#[must_use]
pub fn percent(probability: f64) -> String {
    match 100.0 * probability {
        p if p > 0.0 && p < 0.5 => "under 1 %".to_owned(),
        p if p < 100.0 && p > 99.0 => "over 99 %".to_owned(),
        p => format!("{p:.0} %"),
    }
}

/// Range of the middle 90 % of replicates, in points.
fn range(estimate: &Estimate, decimals: usize) -> String {
    let end = |value: f64| tidy(format!("{:.decimals$}", 100.0 * value));
    format!("{} to {}", end(estimate.p05), end(estimate.p95))
}

/// Money in billions, in steps that a reader can remember.
fn money(value: f64) -> String {
    let value = tidy(if value.abs() < 10.0 { format!("{value:.1}") } else { format!("{value:.0}") });
    format!("${value} bn")
}

/// A word with its number.
fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

struct View<'a> {
    summary: &'a Summary,
    tier: u32,
}

impl<'a> View<'a> {
    fn scenario(&self, id: &str) -> Option<&'a ScenarioSummary> {
        self.summary.scenarios.iter().find(|scenario| scenario.id == id)
    }

    fn index(&self, scenario: &'a ScenarioSummary, arm: &str, tier: u32) -> Estimate {
        scenario.index_of(arm, tier).copied().unwrap_or_default()
    }

    fn attributable(&self, scenario: &'a ScenarioSummary) -> Estimate {
        self.index(scenario, "attributable", self.tier)
    }

    fn domain(&self, id: &str) -> String {
        let title = self.summary.domains.iter().find(|d| d.id == id).map_or(id, |d| d.title.as_str());
        let mut letters = title.chars();
        // Titles begin with a capital; within a sentence they do not, unless an acronym follows.
        match letters.next() {
            Some(first) if letters.clone().next().is_none_or(char::is_lowercase) => {
                first.to_lowercase().chain(letters).collect()
            }
            _ => title.to_owned(),
        }
    }

    fn worst(&self, scenario: &'a ScenarioSummary) -> Vec<&'a Deepest> {
        scenario.deepest.iter().filter(|deepest| deepest.tier == self.tier).collect()
    }

    /// Years that count for the headline index.
    fn headline_years(&self) -> String {
        let (first, last) = (self.summary.start_year + 1, last_year(self.summary));
        match (first, last) {
            _ if first >= last => first.to_string(),
            _ if first / 100 == last / 100 => format!("{first}-{:02}", last % 100),
            _ => format!("{first}-{last}"),
        }
    }
}

fn last_year(summary: &Summary) -> i32 {
    summary.start_year + (summary.quarters.div_ceil(4) as i32) - 1
}

/// The sentences, one or two lines each.
#[must_use]
pub fn sentences(summary: &Summary) -> Vec<String> {
    let view = View { summary, tier: summary.reporting_tier };
    let ranked: Vec<&RankEntry> = summary.ranking.iter().collect();
    let Some(deepest) = ranked.first().and_then(|entry| view.scenario(&entry.scenario)) else {
        return Vec::new();
    };
    let without = view.index(deepest, "counterfactual", view.tier);
    let mut text = vec![format!(
        "Without any drawdown {} % of what D+{} requires is missing (mean of {}; {} in 90 % of replicates).",
        points(without.mean, without.se),
        view.tier,
        view.headline_years(),
        range(&without, 0)
    )];
    let added = view.attributable(deepest);
    if added.mean.abs() < 0.0005 && added.p95 - added.p05 < 0.0005 {
        text.push(match summary.scenarios.len() {
            1 => format!("\"{}\" changes nothing that can be seen: no capability moves.", deepest.title),
            _ => "None of the scenarios changes anything that can be seen.".to_owned(),
        });
        text.extend(triggers(&view));
        text.extend(beware(deepest));
        return text;
    }
    text.push(what(&view, deepest, &added));
    text.extend(where_and_when(&view, deepest));
    text.extend(order(&view, &ranked));
    text.extend(closing(&view, deepest));
    text.extend(price(&view, deepest));
    text.push(alarm(&view, deepest));
    text.extend(triggers(&view));
    text.extend(beware(deepest));
    text
}

fn what(view: &View, deepest: &ScenarioSummary, added: &Estimate) -> String {
    let verb = match (view.summary.scenarios.len(), added.mean < 0.0) {
        (_, true) => "takes off",
        (1, _) => "adds",
        _ => "adds most:",
    };
    format!(
        "\"{}\" {verb} {} points{} (90 % of replicates: {}).",
        deepest.title,
        points(added.mean.abs(), added.se),
        if added.mean < 0.0 { ", because the alarm outweighs what leaves" } else { " on top of that" },
        range(added, 1)
    )
}

fn where_and_when(view: &View, deepest: &ScenarioSummary) -> Vec<String> {
    let worst = view.worst(deepest);
    let mut text = Vec::new();
    let mut named = worst.iter().filter(|d| d.loss.mean >= 0.005);
    if let Some(first) = named.next() {
        let then: Vec<String> = named
            .take(2)
            .map(|d| format!("{} -{:.0}", view.domain(&d.domain), 100.0 * d.loss.mean))
            .collect();
        text.push(format!(
            "  Where: {}, -{:.0} points of coverage in {} ({}){}.",
            view.domain(&first.domain),
            100.0 * first.loss.mean,
            first.year,
            range(&first.loss, 0),
            if then.is_empty() { String::new() } else { format!("; then {}", then.join(" and ")) }
        ));
    }
    let mut worst_year = None;
    for year in &deepest.years {
        let deeper = |best: &&crate::store::summary::YearEntry| year.attributable > best.attributable;
        if worst_year.as_ref().is_none_or(deeper) {
            worst_year = Some(year);
        }
    }
    if let (Some(worst), Some(last)) = (worst_year, deepest.years.last()) {
        text.push(format!(
            "  When: worst in {} ({} points over all capabilities); {} left in {}.",
            worst.year,
            points(worst.attributable, f64::NAN),
            points(last.attributable, f64::NAN),
            last.year
        ));
    }
    text
}

/// How sure the order of the scenarios is: two different doubts are two different sentences.
fn order(view: &View, ranked: &[&RankEntry]) -> Vec<String> {
    let mut text = Vec::new();
    let title = |id: &str| view.scenario(id).map_or(id, |s| s.title.as_str()).to_owned();
    let (mut either, mut unsettled, mut least) = (Vec::new(), Vec::new(), 1.0_f64);
    for (rank, pair) in ranked.windows(2).enumerate() {
        let (Some(worse), Some(settled)) = (pair[0].probability_worse_than_next, pair[0].settled) else {
            continue;
        };
        if rank == 0 {
            text.push(format!(
                "It is deeper than \"{}\" ({} points) in {} of replicates.",
                title(&pair[1].scenario),
                points(pair[1].index, pair[1].se),
                percent(worse)
            ));
        }
        let step = format!("{}-{}", rank + 1, rank + 2);
        if !settled {
            unsettled.push(step);
        } else if worse < 0.9 {
            either.push(step);
        } else {
            least = least.min(worse);
        }
    }
    if ranked.len() == 2 && !unsettled.is_empty() {
        text.push(match ranked[0].index == ranked[1].index {
            true => "The two are the same.".to_owned(),
            false => {
                "That is not settled: the difference is within two standard errors; run more replicates."
                    .to_owned()
            }
        });
    } else if ranked.len() == 2 && !either.is_empty() {
        text.push(
            "It could go either way, which depends on inputs nobody knows, not on more replicates."
                .to_owned(),
        );
    }
    if ranked.len() > 2 {
        let mut ranking = String::from("Ranking: ");
        if either.is_empty() && unsettled.is_empty() {
            ranking += &format!("every step holds in {} of replicates or more.", percent(least));
        } else {
            if !either.is_empty() {
                ranking += &format!(
                    "{} could go either way, which depends on inputs nobody knows, not on more replicates; ",
                    either.join(", ")
                );
            }
            if !unsettled.is_empty() {
                ranking += &format!(
                    "{} not settled: the difference is within two standard errors; ",
                    unsettled.join(", ")
                );
            }
            ranking += &match ranked.len() - 1 - either.len() - unsettled.len() {
                0 => "no step is sure.".to_owned(),
                n => format!("{} in {} or more.", count(n, "step holds", "steps hold"), percent(least)),
            };
        }
        text.push(ranking);
    }
    text
}

fn closing(view: &View, deepest: &ScenarioSummary) -> Vec<String> {
    let mut text = Vec::new();
    let year = deepest.binding_year;
    if let Some(entry) = deepest.years.iter().find(|entry| entry.year == year) {
        text.push(format!(
            "Closing: by the end of {year}, {:.1} of {} capabilities have no gap at D+{}, {:.1} without drawdown.",
            entry.domains_closed,
            view.summary.domains.len(),
            view.tier,
            entry.domains_closed_without
        ));
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
                percent(entry.scenario.probability),
                percent(entry.counterfactual.probability)
            ))
        })
        .collect();
    if !critical.is_empty() {
        text.push(format!("  Critical ones closed by then: {}.", critical.join(", ")));
    }
    let open: f64 = deepest.binding.iter().map(|b| b.open).sum();
    let mut shares: Vec<(String, f64)> = Vec::new();
    for entry in &deepest.binding {
        for label in &entry.labels {
            let weight = entry.open * label.probability / open;
            match shares.iter_mut().find(|(name, _)| *name == label.label) {
                Some((_, share)) => *share += weight,
                None => shares.push((label.label.clone(), weight)),
            }
        }
    }
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    let named: Vec<String> = shares
        .iter()
        .filter(|(_, share)| *share >= 0.005)
        .map(|(label, share)| format!("{label} {}", percent(*share)))
        .collect();
    if open > 0.0 && !named.is_empty() {
        text.push(format!("Held open in {year} by {}.", named.join(", ")));
    }
    text
}

fn price(view: &View, deepest: &ScenarioSummary) -> Option<String> {
    let bill = &deepest.bill;
    if !bill.mean.is_finite() {
        return None;
    }
    let year = view.summary.start_year + ((view.summary.quarters as i32 - 1) / 4).min(4);
    let dearest = view
        .summary
        .scenarios
        .iter()
        .filter(|s| s.id != deepest.id)
        .max_by(|a, b| a.bill.mean.total_cmp(&b.bill.mean))
        .filter(|other| other.bill.mean > 1.1 * bill.mean)
        .map(|other| format!("; {} for \"{}\"", money(other.bill.mean), other.title))
        .unwrap_or_default();
    Some(format!(
        "Buying back what left, as planners would in early {year}: {} ({:.0} to {:.0}){dearest}.",
        money(bill.mean),
        bill.p05,
        bill.p95
    ))
}

fn alarm(view: &View, deepest: &ScenarioSummary) -> String {
    let direct = view.index(deepest, "direct_effect", view.tier);
    let induced = view.index(deepest, "induced", view.tier);
    if induced.mean.abs() < 0.0005 {
        return "The alarm among allies makes up for nothing that can be seen.".to_owned();
    }
    let part = if direct.mean > 0.0 {
        format!(" ({:.0} %)", 100.0 * induced.mean.abs() / direct.mean)
    } else {
        String::new()
    };
    if induced.mean < 0.0 {
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
    }
}

/// What triggers do by themselves, beside the drawdown and never mixed with it.
fn triggers(view: &View) -> Vec<String> {
    view.summary
        .scenarios
        .iter()
        .filter_map(|scenario| {
            let effect = scenario.trigger_effect?;
            let verb = if effect.mean < 0.0 { "takes off" } else { "adds" };
            Some(format!(
                "The trigger of \"{}\" by itself {verb} {} points, beside the drawdown ({}).",
                scenario.title,
                points(effect.mean.abs(), effect.se),
                range(&effect, 1)
            ))
        })
        .collect()
}

fn beware(deepest: &ScenarioSummary) -> Option<String> {
    (deepest.parameters > 0).then(|| {
        format!(
            "Beware: {} of {} parameters are judgement; `drawdown show` names them.",
            deepest.judgement, deepest.parameters
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_say_no_more_than_is_known() {
        assert_eq!(grouped(82_179), "82,179");
        assert_eq!(grouped(999), "999");
        assert_eq!(points(0.0793, 0.0001), "7.9");
        assert_eq!(points(0.0793, 0.04), "8");
        assert_eq!(points(-0.0001, f64::NAN), "0.0");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(percent(0.0004), "under 1 %");
        assert_eq!(percent(0.9996), "over 99 %");
        assert_eq!(percent(0.644), "64 %");
        assert_eq!(money(136.2), "$136 bn");
        assert_eq!(money(-0.01), "$0.0 bn");
    }
}
