//! The tables of `drawdown require`: required.csv, required_curve.csv, required_allies.csv.

use std::io::Write;

use crate::{
    analysis::summary::LABELS,
    present::text::CsvWriter,
    store::{
        required::{MeanError, RequiredArm, RequiredSummary, RequiredTarget},
        table::number,
    },
};

/// A table: its name, and what writes it.
type Writes = fn(&RequiredSummary, &mut dyn Write) -> Result<(), csv::Error>;

/// The tables by name.
pub const TABLES: [(&str, Writes); 3] =
    [("required", levels), ("required_curve", curves), ("required_allies", allies)];

/// Scenario and target of a row.
fn of<'a>(scenario: &'a str, target: &'a RequiredTarget) -> [&'a str; 3] {
    let kind = if target.domain.is_some() { "domain" } else { "together" };
    [scenario, kind, target.domain.as_deref().unwrap_or_default()]
}

fn targets(summary: &RequiredSummary) -> impl Iterator<Item = (&str, &RequiredTarget)> {
    summary.scenarios.iter().flat_map(|s| s.targets.iter().map(move |target| (s.id.as_str(), target)))
}

fn arms(target: &RequiredTarget) -> [(&'static str, &RequiredArm); 2] {
    [("scenario", &target.scenario), ("counterfactual", &target.counterfactual)]
}

/// One row an arm, and one for the paired difference where there is one.
///
/// # Errors
/// When it cannot be written.
pub fn levels(summary: &RequiredSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let mut writer = CsvWriter::new(to);
    let mut head = vec!["scenario", "arm", "target", "domain", "tier", "year", "probability", "state"];
    head.extend(["unit", "level", "lower", "upper", "reachable", "at_highest", "at_highest_lower"]);
    head.extend(["at_highest_upper", "largest_fall", "falls_at", "binding"]);
    head.extend(LABELS.iter().map(|(name, _)| *name));
    writer.write_record(&head)?;
    let asked = [summary.tier.to_string(), summary.year.to_string(), number(Some(summary.probability))];
    for (scenario, target) in targets(summary) {
        let [scenario, kind, domain] = of(scenario, target);
        for (name, arm) in arms(target) {
            let mut row: Vec<String> = [scenario, name, kind, domain].map(str::to_owned).to_vec();
            row.extend(asked.clone());
            row.extend([arm.state.name().to_owned(), "% of GDP".to_owned()]);
            let highest = arm.at_highest;
            row.extend(
                [arm.level, arm.lower, arm.upper, Some(arm.reachable)]
                    .into_iter()
                    .chain([highest.probability, highest.lower, highest.upper, arm.largest_fall].map(Some))
                    .chain([arm.falls_at])
                    .map(number),
            );
            row.push(arm.binding.first().map(|label| label.label.clone()).unwrap_or_default());
            let part = |name: &str| arm.binding.iter().find(|label| label.label == name);
            let open = !arm.binding.is_empty();
            row.extend(
                LABELS
                    .iter()
                    .map(|(name, _)| number(open.then(|| part(name).map_or(0.0, |label| label.probability)))),
            );
            writer.write_record(&row)?;
        }
        if let Some(more) = &target.attributable {
            let mut row: Vec<String> = [scenario, "attributable", kind, domain].map(str::to_owned).to_vec();
            row.extend(asked.clone());
            let state = match (more.at_least, more.at_most) {
                (true, _) => "at_least",
                (_, true) => "at_most",
                _ => "level",
            };
            row.extend([state, "points of GDP"].map(str::to_owned));
            row.extend([Some(more.points), more.lower, more.upper, Some(more.reachable)].map(number));
            row.resize(head.len(), String::new());
            writer.write_record(&row)?;
        }
    }
    writer.flush()?;
    Ok(())
}

/// P(closed) by level.
///
/// # Errors
/// When it cannot be written.
pub fn curves(summary: &RequiredSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let mut writer = CsvWriter::new(to);
    let head =
        ["scenario", "arm", "target", "domain", "tier", "year", "level", "probability", "lower", "upper"];
    writer.write_record(head)?;
    for (scenario, target) in targets(summary) {
        let [scenario, kind, domain] = of(scenario, target);
        for (name, arm) in arms(target) {
            for (&level, closed) in summary.levels.iter().zip(&arm.curve) {
                let mut row: Vec<String> = [scenario, name, kind, domain].map(str::to_owned).to_vec();
                row.extend([summary.tier.to_string(), summary.year.to_string()]);
                let numbers = [level, closed.probability, closed.lower, closed.upper];
                row.extend(numbers.map(|value| number(Some(value))));
                writer.write_record(&row)?;
            }
        }
    }
    writer.flush()?;
    Ok(())
}

/// What the required level means, ally by ally, and for all together (ally empty).
///
/// # Errors
/// When it cannot be written.
pub fn allies(summary: &RequiredSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let mut writer = CsvWriter::new(to);
    let mut head = vec!["scenario", "target", "domain", "tier", "year", "level", "ally"];
    head.extend(["share_now", "pledge", "share_required"]);
    for name in [
        ["now_usd_bn", "now_se"],
        ["pledged_usd_bn", "pledged_se"],
        ["required_usd_bn", "required_se"],
        ["above_now_usd_bn", "above_now_se"],
        ["above_pledged_usd_bn", "above_pledged_se"],
    ] {
        head.extend(name);
    }
    writer.write_record(&head)?;
    for (scenario, target) in targets(summary) {
        for money in &target.money {
            let mut row: Vec<String> = of(scenario, target).map(str::to_owned).to_vec();
            row.extend([summary.tier.to_string(), summary.year.to_string(), number(target.scenario.level)]);
            row.push(money.ally.clone());
            row.extend([money.share_now, money.pledge, money.share_required].map(|v| number(Some(v))));
            for MeanError { mean, se } in
                [money.now, money.pledged, money.required, money.above_now, money.above_pledged]
            {
                row.extend([number(Some(mean)), number(se)]);
            }
            writer.write_record(&row)?;
        }
    }
    writer.flush()?;
    Ok(())
}
