//! The tables of `drawdown require`: required.csv, required_curve.csv, required_allies.csv.

use std::io::Write;

use crate::{
    present::text::{Numbers, write_csv},
    store::{
        required::{RequiredArm, RequiredMore, RequiredSummary, RequiredTarget},
        required_rows::{CurveRow, RequiredAllyRow, RequiredRow},
    },
};

/// A table: its name, and what writes it.
type Writes = fn(&RequiredSummary, &mut dyn Write) -> Result<(), csv::Error>;

/// The tables by name.
pub const TABLES: [(&str, Writes); 3] =
    [("required", levels), ("required_curve", curves), ("required_allies", allies)];

/// How a target is called in tables.
fn kind(target: &RequiredTarget) -> String {
    if target.domain.is_some() { "domain".to_owned() } else { "together".to_owned() }
}

fn targets(summary: &RequiredSummary) -> impl Iterator<Item = (&str, &RequiredTarget)> {
    summary.scenarios.iter().flat_map(|s| s.targets.iter().map(move |target| (s.id.as_str(), target)))
}

fn arms(target: &RequiredTarget) -> [(&'static str, &RequiredArm); 2] {
    [("scenario", &target.scenario), ("counterfactual", &target.counterfactual)]
}

/// One row per arm, and one for the paired difference where there is one.
///
/// # Errors
/// When it cannot be written.
pub fn levels(summary: &RequiredSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let rows = targets(summary).flat_map(|(scenario, target)| {
        let asked = move |arm: &str| RequiredRow {
            scenario: scenario.to_owned(),
            arm: arm.to_owned(),
            target: kind(target),
            domain: target.domain.clone(),
            tier: summary.tier,
            year: summary.year,
            probability: summary.probability,
            ..RequiredRow::default()
        };
        let arms = arms(target).into_iter().map(move |(name, arm)| of_arm(asked(name), arm));
        arms.chain(target.attributable.as_ref().map(|more| of_both(asked("attributable"), more)))
    });
    write_csv::<RequiredRow>(to, Numbers::Tidy, rows)
}

fn of_arm(asked: RequiredRow, arm: &RequiredArm) -> RequiredRow {
    // Of what holds open, those labels that never do are left out.
    let holds = |name: &str| {
        let part = arm.binding.iter().find(|label| label.label == name);
        (!arm.binding.is_empty()).then(|| part.map_or(0.0, |label| label.probability))
    };
    RequiredRow {
        state: arm.state.name().to_owned(),
        unit: "% of GDP".to_owned(),
        level: arm.level,
        lower: arm.lower,
        upper: arm.upper,
        reachable: arm.reachable,
        at_highest: Some(arm.at_highest.probability),
        at_highest_lower: Some(arm.at_highest.lower),
        at_highest_upper: Some(arm.at_highest.upper),
        largest_fall: Some(arm.largest_fall),
        falls_at: arm.falls_at,
        binding: arm.binding.first().map(|label| label.label.clone()),
        money: holds("money"),
        industry: holds("industry"),
        people: holds("people"),
        time: holds("time"),
        enablers: holds("enablers"),
        reliance: holds("reliance"),
        ..asked
    }
}

fn of_both(asked: RequiredRow, more: &RequiredMore) -> RequiredRow {
    let state = match (more.at_least, more.at_most) {
        (true, _) => "at_least",
        (_, true) => "at_most",
        _ => "level",
    };
    RequiredRow {
        state: state.to_owned(),
        unit: "points of GDP".to_owned(),
        level: Some(more.points),
        lower: more.lower,
        upper: more.upper,
        reachable: more.reachable,
        ..asked
    }
}

/// P(closed) by level.
///
/// # Errors
/// When it cannot be written.
pub fn curves(summary: &RequiredSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let curves = targets(summary).flat_map(|(scenario, target)| {
        arms(target).into_iter().map(move |(name, arm)| (scenario, target, name, arm))
    });
    let rows = curves.flat_map(|(scenario, target, arm, found)| {
        summary.levels.iter().zip(&found.curve).map(move |(&level, closed)| CurveRow {
            scenario: scenario.to_owned(),
            arm: arm.to_owned(),
            target: kind(target),
            domain: target.domain.clone(),
            tier: summary.tier,
            year: summary.year,
            level,
            probability: closed.probability,
            lower: closed.lower,
            upper: closed.upper,
        })
    });
    write_csv::<CurveRow>(to, Numbers::Tidy, rows)
}

/// What the required level means, ally by ally, and for all together (ally empty).
///
/// # Errors
/// When it cannot be written.
pub fn allies(summary: &RequiredSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let rows = targets(summary).flat_map(|(scenario, target)| {
        target.money.iter().map(move |money| RequiredAllyRow {
            scenario: scenario.to_owned(),
            target: kind(target),
            domain: target.domain.clone(),
            tier: summary.tier,
            year: summary.year,
            level: target.scenario.level,
            ally: money.ally.clone(),
            share_now: money.share_now,
            pledge: money.pledge,
            share_required: money.share_required,
            now_usd_bn: money.now.mean,
            now_se: money.now.se,
            pledged_usd_bn: money.pledged.mean,
            pledged_se: money.pledged.se,
            required_usd_bn: money.required.mean,
            required_se: money.required.se,
            above_now_usd_bn: money.above_now.mean,
            above_now_se: money.above_now.se,
            above_pledged_usd_bn: money.above_pledged.mean,
            above_pledged_se: money.above_pledged.se,
        })
    });
    write_csv::<RequiredAllyRow>(to, Numbers::Tidy, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::summary::LABELS;

    #[test]
    fn every_label_has_its_column() {
        let mut head = Vec::new();
        write_csv::<RequiredRow>(&mut head, Numbers::Tidy, std::iter::empty::<RequiredRow>()).unwrap();
        let labels = LABELS.map(|(name, _)| name).join(",");
        assert!(String::from_utf8(head).unwrap().trim_end().ends_with(&format!(",binding,{labels}")));
    }
}
