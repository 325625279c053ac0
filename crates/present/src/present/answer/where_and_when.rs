//! In which capabilities the deepest scenario changes coverage, and in which year most.

use super::Sentence;
use crate::{
    present::{
        SEEN, View, WORTH_NAMING,
        numbers::{points, range, whole},
    },
    store::summary::{Estimate, ScenarioSummary},
};

/// A change of coverage: capability, tier, size, year, range.
struct Change<'a> {
    domain: &'a str,
    tier: u32,
    year: i32,
    size: Estimate,
}

impl Change<'_> {
    fn points(&self) -> String {
        whole(self.size.mean)
    }

    /// "1 point", "7 points".
    fn size(&self) -> String {
        let number = self.points();
        let unit = if number == "1" { "point" } else { "points" };
        format!("{number} {unit}")
    }
}

/// Capabilities and years, with what is lost before what is gained.
pub(super) fn where_and_when(view: &View, deepest: &ScenarioSummary) -> Vec<Sentence> {
    let lost = |here: &dyn Fn(u32) -> bool| -> Vec<Change> {
        let those = deepest.deepest.iter().filter(|d| here(d.tier) && d.loss.mean >= WORTH_NAMING);
        those.map(|d| Change { domain: &d.domain, tier: d.tier, year: d.year, size: d.loss }).collect()
    };
    let gained = |here: &dyn Fn(u32) -> bool| -> Vec<Change> {
        let those = deepest.gained.iter().filter(|g| here(g.tier) && g.gain.mean >= WORTH_NAMING);
        those.map(|g| Change { domain: &g.domain, tier: g.tier, year: g.year, size: g.gain }).collect()
    };
    let here = |tier: u32| tier == view.tier;
    let there = |tier: u32| tier != view.tier;
    let mut text = Vec::new();
    let (losses, gains) = (lost(&here), gained(&here));
    if let Some((first, rest)) = losses.split_first() {
        let then: Vec<String> =
            rest.iter().take(2).map(|c| format!("{} {}", view.within(c.domain), c.points())).collect();
        let then = if then.is_empty() { String::new() } else { format!("; then {}", then.join(" and ")) };
        text.push(format!(
            "{} loses {} of coverage in {} ({}){then}.",
            view.within(first.domain),
            first.size(),
            first.year,
            range(&first.size, 0, ("lost", "gained"))
        ));
        if let Some(most) = gains.first() {
            text.push(format!(
                "Most is gained in {}, {} in {} ({}).",
                view.within(most.domain),
                most.size(),
                most.year,
                range(&most.size, 0, ("gained", "lost"))
            ));
        }
    } else if let Some(most) = gains.first() {
        text.push(format!(
            "no capability loses half a point at D+{}; most is gained in {}, {} of coverage in {} ({}).",
            view.tier,
            view.within(most.domain),
            most.size(),
            most.year,
            range(&most.size, 0, ("gained", "lost"))
        ));
    } else {
        // Nothing at this readiness: what there is at another.
        let (losses, gains) = (lost(&there), gained(&there));
        let changes = losses.first().map(|c| ("-", c)).into_iter().chain(gains.first().map(|c| ("+", c)));
        let told: Vec<String> = changes
            .map(|(sign, c)| {
                format!("{} {sign}{} points at D+{} in {}", view.within(c.domain), c.points(), c.tier, c.year)
            })
            .collect();
        if !told.is_empty() {
            text.push(format!(
                "no capability changes by half a point at D+{}, but {}.",
                view.tier,
                told.join(" and ")
            ));
        }
    }
    let mut said: Vec<Sentence> = text.into_iter().map(|text| Sentence::text(text).detail()).collect();
    if let Some(first) = said.first_mut() {
        first.opening = Some("Where");
    }
    said.extend(when(deepest).map(|when| when.opening("When").detail()));
    said
}

/// The worst year, or where nothing that can be seen is lost in any, the best; none where neither can be seen.
fn when(deepest: &ScenarioSummary) -> Option<Sentence> {
    // The first of equal years.
    let most = |sign: f64| {
        deepest.years.iter().rev().max_by(|a, b| (sign * a.attributable).total_cmp(&(sign * b.attributable)))
    };
    let (worst, best, last) = (most(1.0)?, most(-1.0)?, deepest.years.last()?);
    let shown = |value: f64| points(value, f64::NAN);
    let than = |year: f64| format!("where {} % is missing {}", shown(year), crate::present::without(deepest));
    if worst.attributable >= SEEN {
        let left = if last.year == worst.year {
            ", which is the last year looked at".to_owned()
        } else if last.attributable <= -SEEN {
            format!("; {} fewer in {}", shown(-last.attributable), last.year)
        } else {
            format!("; {} left in {}", shown(last.attributable), last.year)
        };
        return Some(Sentence::text(format!(
            "worst in {} ({} points over all capabilities, {}){left}.",
            worst.year,
            shown(worst.attributable),
            than(worst.counterfactual)
        )));
    }
    (best.attributable <= -SEEN).then(|| {
        Sentence::text(format!(
            "most is gained in {} ({} points over all capabilities, {}); {} in {}.",
            best.year,
            shown(-best.attributable),
            than(best.counterfactual),
            shown(-last.attributable),
            last.year
        ))
    })
}
