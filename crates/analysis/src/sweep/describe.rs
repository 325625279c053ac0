//! What a sweep is, for its manifest: parameters, headlines, design.

use std::collections::BTreeMap;

use crate::{
    engine::slot::Slot,
    experiment::{
        Experiments, Kind, Parameter,
        column::with_unit,
        keep,
        parameter::{Drawn, Role, Setting, Shown},
    },
    model::cells::{Arms, Axis, Outcome, Unit, outcomes},
    store::sweep::{
        FORMAT, Manifest,
        manifest::{HeadlineInfo, Options, ParameterInfo, Shard},
    },
};

/// An outcome that is one number an experiment and arm: the table of experiments has it too.
#[derive(Clone, Debug)]
pub struct Headline {
    /// Outcome.
    pub outcome: Outcome,
    /// Arm.
    pub slot: Slot,
    /// What its columns begin with.
    pub column: String,
    /// As the manifest has it.
    pub info: HeadlineInfo,
}

/// The headlines among what is kept: outcomes without axes, and those by tier at the tier of the base's reports.
#[must_use]
pub fn headlines(experiments: &Experiments) -> Vec<Headline> {
    let wanted = &experiments.wanted;
    let kept = outcomes().iter().filter(|section| wanted.outcomes.contains(&section.outcome));
    let mut headlines = Vec::new();
    for section in kept.filter(|section| matches!(section.axes, [] | [Axis::Tier])) {
        let Unit::Text(unit) = section.unit else { continue };
        for slot in wanted.slots(section) {
            let arm = (section.arms != Arms::NoArm).then(|| slot.name().to_owned());
            let name = match &arm {
                Some(arm) => format!("{arm} {}", section.name),
                None => section.name.to_owned(),
            };
            let column = with_unit(&name, unit);
            let tier_days = (!section.axes.is_empty()).then_some(experiments.base_scenario.reporting_tier);
            let (outcome, unit) = (section.name.to_owned(), unit.to_owned());
            let info = HeadlineInfo { column: column.clone(), arm, outcome, unit, tier_days };
            headlines.push(Headline { outcome: section.outcome, slot, column, info });
        }
    }
    headlines
}

fn parameter(parameter: &Parameter) -> ParameterInfo {
    let levels = |count: u64| -> Vec<serde_json::Value> {
        let shown = |level| match parameter.shown(parameter.at_level(level)) {
            Shown::Number(number) => number.into(),
            Shown::Text(text) => text.into(),
        };
        (0..count).map(shown).collect()
    };
    let (kind, ends, levels) = match &parameter.kind {
        Kind::Real { low, high, levels: steps } => ("real", Some((*low, *high)), steps.map(levels)),
        Kind::Whole { low, high } => ("integer", Some((*low, *high)), None),
        Kind::Drawn { inputs, levels: steps } => ("real", Some(ends(inputs)), steps.map(levels)),
        Kind::Levels(list) if parameter.is_number() => {
            let numbers = || list.iter().filter_map(|level| level.number);
            let ends = (numbers().fold(f64::INFINITY, f64::min), numbers().fold(f64::NEG_INFINITY, f64::max));
            ("real", Some(ends), Some(levels(list.len() as u64)))
        }
        Kind::Levels(list) => ("category", None, Some(levels(list.len() as u64))),
        Kind::Options(list) => ("category", None, Some(levels(list.len() as u64))),
    };
    ParameterInfo {
        column: parameter.column.clone(),
        role: match parameter.role {
            Role::Lever => "lever".to_owned(),
            Role::Uncertainty => "uncertainty".to_owned(),
        },
        name: parameter.name.clone(),
        unit: parameter.unit.clone(),
        kind: kind.to_owned(),
        low: ends.map(|ends| ends.0),
        high: ends.map(|ends| ends.1),
        levels,
    }
}

/// The least and the largest number that a column of what is drawn may hold: of a distribution without an end the first and
/// the last that a design can choose.
fn ends(inputs: &[Drawn]) -> (f64, f64) {
    const LEAST: f64 = f64::EPSILON / 2.0;
    let [input] = inputs else { return (0.0, 1.0) };
    let (low, high) = input.support();
    let end = |end: f64, u| if end.is_finite() { end } else { input.at(u) };
    (end(low, LEAST), end(high, 1.0 - LEAST))
}

/// What settings set: an entry a target, with the value as the file has it.
fn set<'s>(
    experiments: &Experiments,
    settings: impl IntoIterator<Item = &'s Setting>,
) -> BTreeMap<String, String> {
    let text = |setting: &Setting| experiments.file.text[setting.value.range.clone()].to_owned();
    let each =
        |setting: &'s Setting| setting.targets.iter().map(move |target| (target.clone(), text(setting)));
    settings.into_iter().flat_map(each).collect()
}

/// What the options of the parameters set.
fn options(experiments: &Experiments) -> BTreeMap<String, Options> {
    let of = |parameter: &Parameter| match &parameter.kind {
        Kind::Options(list) => {
            let options = list.iter().map(|(name, settings)| (name.clone(), set(experiments, settings)));
            Some((parameter.column.clone(), options.collect()))
        }
        _ => None,
    };
    experiments.parameters().filter_map(of).collect()
}

/// The manifest of a sweep, or of a shard of it, before anything is done.
#[must_use]
pub fn manifest(experiments: &Experiments, shard: Option<Shard>) -> Manifest {
    let (program, kind) = Manifest::of_us();
    let count = experiments.len();
    let range = shard.map_or(0..count, |shard| shard.range(count));
    let wanted = &experiments.wanted;
    let kept = outcomes().iter().filter(|section| wanted.outcomes.contains(&section.outcome));
    Manifest {
        program,
        kind,
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        name: experiments.name.clone(),
        title: experiments.title.clone(),
        description: experiments.description.clone(),
        identity: experiments.identity(),
        experiment_sha256: experiments.file_hash(),
        base: experiments.base.clone(),
        base_sha256: experiments.base_scenario.hash(),
        reference: Some((*experiments.base_scenario.reference).clone()),
        seed: experiments.seed,
        design_seed: experiments.design_seed.filter(|seed| *seed != experiments.seed),
        sampling: experiments.sampling.name().to_owned(),
        replicates: experiments.replicates,
        design: serde_json::to_value(&experiments.design).unwrap_or_default(),
        experiments: count,
        policies: if experiments.levers.is_empty() { 1 } else { experiments.rows.policies.len() },
        scenarios: if experiments.uncertainties.is_empty() { 1 } else { experiments.rows.scenarios.len() },
        part_experiments: experiments.part,
        constants: set(experiments, &experiments.constants),
        parameters: experiments.parameters().map(parameter).collect(),
        options: options(experiments),
        headlines: headlines(experiments).into_iter().map(|headline| headline.info).collect(),
        outcomes: kept.map(keep::name).collect(),
        arms: wanted.arms().iter().map(|slot| slot.name().to_owned()).collect(),
        years: wanted.years.clone(),
        quarters: wanted.quarters.clone(),
        keep_replicates: experiments.kept.as_ref().and_then(|asked| serde_json::to_value(asked).ok()),
        shard,
        first: range.start,
        end: range.end,
        complete: false,
        done: 0,
        failed: 0,
        timings: Vec::new(),
    }
}
