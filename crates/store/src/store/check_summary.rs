//! What must hold in a `summary.json` for figures and reports to be made of it: files may have been edited.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    sensitivity::Sensitivity,
    sobol::GroupRow,
    stopping::Stopping,
    summary::{Binding, BindingEntry, Elsewhere, Probability, ScenarioSummary, Summary},
};
use crate::scenario::names::TIERS;

/// The most quarters of a run.
const MOST_QUARTERS: usize = 400;

/// The most characters of a title, an id or a unit.
pub(super) const MOST_CHARACTERS: usize = 1000;

/// The most characters of any other text.
const LONGEST: usize = 100_000;

/// The most warnings of a run or a scenario.
const MOST_WARNINGS: usize = 10_000;

/// The largest number that is believed: the engine leaves replicates with larger outcomes out.
pub(super) const LARGEST: f64 = 1e140;

/// Checks of JSON, whatever it says, that its numbers and texts are of ordinary sizes.
///
/// # Errors
/// The first key that is not, and why.
pub(super) fn ordinary(bytes: &[u8]) -> Result<(), String> {
    let value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    ordinary_value(&value).map_err(|(key, why)| format!("{}: {why}", key.trim_start_matches('.')))
}

/// The key of what is not ordinary in a value, and why.
fn ordinary_value(value: &Value) -> Result<(), (String, String)> {
    let within = |key: String| move |(below, why): (String, String)| (key + &below, why);
    match value {
        Value::Number(number) => match number.as_f64().filter(|number| number.abs() <= LARGEST) {
            Some(_) => Ok(()),
            None => Err((String::new(), format!("found {number}; a number of ordinary size is needed"))),
        },
        Value::String(text) => match text.chars().nth(LONGEST) {
            None => Ok(()),
            Some(_) => Err((String::new(), format!("it has more than {LONGEST} characters"))),
        },
        Value::Array(list) => list
            .iter()
            .enumerate()
            .try_for_each(|(at, value)| ordinary_value(value).map_err(within(format!("[{at}]")))),
        Value::Object(keys) => {
            keys.iter().try_for_each(|(key, value)| ordinary_value(value).map_err(within(format!(".{key}"))))
        }
        Value::Null | Value::Bool(_) => Ok(()),
    }
}

impl Summary {
    /// Checks that lists are there, ids are known and single, and years are those of the run.
    ///
    /// # Errors
    /// The first key that is wrong, and why.
    pub fn check(&self) -> Result<(), String> {
        self.run()?;
        each("domains", &self.domains, |domain| {
            short("id", &domain.id, MOST_CHARACTERS)?;
            short("title", &domain.title, MOST_CHARACTERS)?;
            short("unit", &domain.unit, MOST_CHARACTERS)?;
            share("coverage_threshold", domain.coverage_threshold)
        })?;
        single("domains", self.domains.iter().map(|domain| &domain.id))?;
        each("countries", &self.countries, |country| {
            short("id", &country.id, MOST_CHARACTERS)?;
            short("title", &country.title, MOST_CHARACTERS)
        })?;
        single("countries", self.countries.iter().map(|country| &country.id))?;
        each("scenarios", &self.scenarios, |scenario| self.entry(scenario))?;
        single("scenarios", self.scenarios.iter().map(|scenario| &scenario.id))?;
        each("ranking", &self.ranking, |entry| {
            self.known_scenario("scenario", &entry.scenario)?;
            share("probability_worst", entry.probability_worst)?;
            entry.probability_worse_than_next.map_or(Ok(()), |p| share("probability_worse_than_next", p))
        })?;
        single("ranking", self.ranking.iter().map(|entry| &entry.scenario))?;
        if self.ranking.len() != self.scenarios.len() {
            return Err("ranking: it needs every scenario once".to_owned());
        }
        each("contrasts", &self.contrasts, |contrast| {
            self.known_scenario("scenario", &contrast.scenario)?;
            self.known_scenario("other", &contrast.other)?;
            each("elsewhere", &contrast.elsewhere, |other| self.elsewhere(other))?;
            share("probability_worse", contrast.probability_worse)
        })?;
        each("pairs", &self.pairs, |pair| {
            self.known_scenario("scenario", &pair.scenario)?;
            self.known_scenario("other", &pair.other)?;
            each("elsewhere", &pair.elsewhere, |other| self.elsewhere(other))?;
            let arms = [&pair.scenario_arm, &pair.counterfactual].into_iter().flatten();
            arms.chain([&pair.found])
                .try_for_each(|found| share("probability_worse", found.probability_worse))
        })?;
        single("pairs", self.pairs.iter().map(|pair| (&pair.scenario, &pair.other)))?;
        each("sizes", &self.sizes, |size| size.iter().try_for_each(|id| self.known_scenario("sizes", id)))?;
        single("sizes", self.sizes.iter().flatten())?;
        each("worlds", &self.worlds, |world| {
            world.scenarios.iter().try_for_each(|id| self.known_scenario("scenarios", id))?;
            each("differences", &world.differences, |found| {
                self.known_tier("tier", found.tier)?;
                share("probability_worse", found.probability_worse)
            })
        })?;
        self.turned()?;
        self.sensitivity.as_ref().map_or(Ok(()), |found| self.varied(found))?;
        each("groups", &self.groups, |row| self.shared(row))?;
        self.stopping.as_ref().map_or(Ok(()), |found| self.stopped(found))
    }

    /// What the run is turned to.
    fn turned(&self) -> Result<(), String> {
        let turned = &self.turned_to;
        turned.focus.iter().try_for_each(|id| self.known_scenario("turned_to.focus", id))?;
        turned.tier.map_or(Ok(()), |tier| self.known_tier("turned_to.tier", tier))?;
        let unknown = turned.domains.iter().find(|id| self.domains.iter().all(|domain| domain.id != **id));
        unknown.map_or(Ok(()), |id| Err(format!("turned_to.domains: `{id}` is no domain of the run")))
    }

    /// What drives the gap.
    fn varied(&self, found: &Sensitivity) -> Result<(), String> {
        self.known_scenario("sensitivity.scenario", &found.scenario)?;
        self.known_tier("sensitivity.tier", found.tier)?;
        each("sensitivity.rows", &found.rows, |row| {
            for (key, text) in [
                ("address", &row.address),
                ("input", &row.input),
                ("grade", &row.grade),
                ("low", &row.low),
                ("high", &row.high),
                ("unit", &row.unit),
            ] {
                short(key, text, MOST_CHARACTERS)?;
            }
            row.tier.map_or(Ok(()), |tier| self.known_tier("tier", tier))?;
            let correlations = [
                ("rank_correlation", row.rank_correlation),
                ("counterfactual_rank_correlation", row.counterfactual_rank_correlation),
            ];
            let share = |(key, found): (&str, Option<f64>)| found.map_or(Ok(()), |r| share(key, r.abs()));
            correlations.into_iter().try_for_each(share)
        })
    }

    /// Which part of the variance goes with a group.
    fn shared(&self, row: &GroupRow) -> Result<(), String> {
        self.known_scenario("scenario", &row.scenario)?;
        self.known_tier("tier", row.tier)?;
        for (key, text) in [
            ("outcome", &row.outcome),
            ("arm", &row.arm),
            ("unit", &row.unit),
            ("by", &row.by),
            ("group", &row.group),
        ] {
            short(key, text, MOST_CHARACTERS)?;
        }
        Ok(())
    }

    /// What a run with `--precision` waited for.
    fn stopped(&self, found: &Stopping) -> Result<(), String> {
        each("stopping.widths", &found.widths, |width| {
            self.known_scenario("scenario", &width.scenario)?;
            share("confidence", width.confidence)
        })?;
        each("stopping.rankings", &found.rankings, |ranking| {
            share("confidence", ranking.confidence)?;
            each("pairs", &ranking.pairs, |pair| {
                self.known_scenario("scenario_a", &pair.scenario_a)?;
                self.known_scenario("scenario_b", &pair.scenario_b)
            })
        })
    }

    /// What was run.
    fn run(&self) -> Result<(), String> {
        if !(1..=MOST_QUARTERS).contains(&self.quarters) {
            return Err(format!("quarters: found {}; 1 to {MOST_QUARTERS} are possible", self.quarters));
        }
        if !(1..=9999).contains(&self.start_year) {
            return Err(format!("start_year: found {}; 1 to 9999 are possible", self.start_year));
        }
        if self.tiers != TIERS {
            return Err(format!("tiers: found {:?}; {TIERS:?} are needed", self.tiers));
        }
        self.known_tier("reporting_tier", self.reporting_tier)?;
        share("closure_tolerance", self.closure_tolerance)?;
        if self.failed_replicates > self.replicates {
            return Err("failed_replicates: there are more than replicates".to_owned());
        }
        short("design", &self.design, MOST_CHARACTERS)?;
        short("version", &self.version, MOST_CHARACTERS)?;
        few("warnings", &self.warnings)?;
        for (name, empty) in [("domains", self.domains.is_empty()), ("scenarios", self.scenarios.is_empty())]
        {
            if empty {
                return Err(format!("{name}: the list is empty"));
            }
        }
        Ok(())
    }

    /// What a scenario was found to do.
    fn entry(&self, scenario: &ScenarioSummary) -> Result<(), String> {
        short("id", &scenario.id, MOST_CHARACTERS)?;
        short("title", &scenario.title, MOST_CHARACTERS)?;
        short("short_title", &scenario.short_title, MOST_CHARACTERS)?;
        short("hash", &scenario.hash, MOST_CHARACTERS)?;
        self.known_year("binding_year", scenario.binding_year)?;
        few("warnings", &scenario.warnings)?;
        if scenario.failed_replicates != self.failed_replicates {
            let (found, all) = (scenario.failed_replicates, self.failed_replicates);
            return Err(format!("failed_replicates: found {found}; of the run they are {all}"));
        }
        each("index", &scenario.index, |entry| {
            self.known_tier("tier", entry.tier)?;
            entry.probability_above_zero.map_or(Ok(()), |p| share("probability_above_zero", p))
        })?;
        for arm in ["scenario", "counterfactual", "attributable"] {
            for &tier in &TIERS {
                if scenario.index_of(arm, tier).is_none() {
                    return Err(format!("index: it has no `{arm}` at tier {tier}"));
                }
            }
        }
        for (key, empty) in [("years", scenario.years.is_empty()), ("deepest", scenario.deepest.is_empty())] {
            if empty {
                return Err(format!("{key}: the list is empty"));
            }
        }
        single("index", scenario.index.iter().map(|entry| (&entry.arm, entry.tier)))?;
        each("years", &scenario.years, |entry| self.known_year("year", entry.year))?;
        if scenario.years.windows(2).any(|pair| pair[0].year >= pair[1].year) {
            return Err("years: they do not ascend".to_owned());
        }
        each("deepest", &scenario.deepest, |entry| {
            self.known_domain(&entry.domain)?;
            self.known_tier("tier", entry.tier)?;
            self.known_year("year", entry.year)?;
            match entry.quarter < self.quarters {
                true => Ok(()),
                false => Err(format!("quarter: found {}; the run has {}", entry.quarter, self.quarters)),
            }
        })?;
        each("gained", &scenario.gained, |entry| {
            self.known_domain(&entry.domain)?;
            self.known_tier("tier", entry.tier)?;
            self.known_year("year", entry.year)
        })?;
        each("induced", &scenario.induced, |entry| {
            self.known_domain(&entry.domain)?;
            self.known_tier("tier", entry.tier)
        })?;
        single("deepest", scenario.deepest.iter().map(|entry| (&entry.domain, entry.tier)))?;
        each("closure", &scenario.closure, |entry| {
            self.known_domain(&entry.domain)?;
            self.known_year("year", entry.year)?;
            chance("scenario", &entry.scenario)?;
            chance("counterfactual", &entry.counterfactual)
        })?;
        let years = self.quarters.div_ceil(4);
        if scenario.closure.len() != self.domains.len() * years {
            return Err(format!("closure: it needs every domain in each of {years} years"));
        }
        single("closure", scenario.closure.iter().map(|entry| (&entry.domain, entry.year)))?;
        each("binding", &scenario.binding, |entry| {
            self.known_domain(&entry.domain)?;
            let BindingEntry { open, label, probability, labels, .. } = entry.clone();
            held_open("", &Binding { open, label, probability, labels })?;
            held_open("counterfactual.", &entry.counterfactual)
        })?;
        single("binding", scenario.binding.iter().map(|entry| &entry.domain))?;
        if scenario.binding.len() != self.domains.len() {
            return Err("binding: it needs every domain".to_owned());
        }
        each("pledges", &scenario.pledges, |entry| {
            match self.countries.iter().any(|country| country.id == entry.ally) {
                true => chance("met", &entry.met)
                    .and_then(|()| chance("counterfactual.met", &entry.counterfactual.met)),
                false => Err(format!("ally: `{}` is none of the countries", entry.ally)),
            }
        })?;
        single("pledges", scenario.pledges.iter().map(|entry| &entry.ally))
    }

    fn elsewhere(&self, other: &Elsewhere) -> Result<(), String> {
        other.domain.as_ref().map_or(Ok(()), |domain| self.known_domain(domain))?;
        self.known_tier("tier", other.tier)?;
        share("probability_worse", other.found.probability_worse)
    }

    fn known_scenario(&self, key: &str, id: &str) -> Result<(), String> {
        match self.scenarios.iter().any(|scenario| scenario.id == id) {
            true => Ok(()),
            false => Err(format!("{key}: `{id}` is none of the scenarios")),
        }
    }

    fn known_domain(&self, id: &str) -> Result<(), String> {
        match self.domains.iter().any(|domain| domain.id == id) {
            true => Ok(()),
            false => Err(format!("domain: `{id}` is none of the domains")),
        }
    }

    fn known_tier(&self, key: &str, tier: u32) -> Result<(), String> {
        match TIERS.contains(&tier) {
            true => Ok(()),
            false => Err(format!("{key}: found {tier}; {TIERS:?} are possible")),
        }
    }

    fn known_year(&self, key: &str, year: i32) -> Result<(), String> {
        let last = self.start_year + self.quarters.div_ceil(4) as i32 - 1;
        match (self.start_year..=last).contains(&year) {
            true => Ok(()),
            false => Err(format!("{key}: found {year}; the run goes from {} to {last}", self.start_year)),
        }
    }
}

/// Checks every entry of a list and says which one is wrong.
pub(super) fn each<T>(key: &str, list: &[T], check: impl Fn(&T) -> Result<(), String>) -> Result<(), String> {
    list.iter()
        .enumerate()
        .try_for_each(|(at, entry)| check(entry).map_err(|why| format!("{key}[{at}].{why}")))
}

/// Checks that no entry of a list stands twice.
pub(super) fn single<T: Ord>(key: &str, entries: impl Iterator<Item = T>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for (at, entry) in entries.enumerate() {
        if !seen.insert(entry) {
            return Err(format!("{key}[{at}]: it stands in the list twice"));
        }
    }
    Ok(())
}

pub(super) fn short(key: &str, text: &str, most: usize) -> Result<(), String> {
    match text.chars().nth(most) {
        None => Ok(()),
        Some(_) => Err(format!("{key}: it has more than {most} characters")),
    }
}

fn few(key: &str, warnings: &[String]) -> Result<(), String> {
    match warnings.len() > MOST_WARNINGS {
        true => Err(format!("{key}: there are more than {MOST_WARNINGS}")),
        false => Ok(()),
    }
}

fn chance(key: &str, found: &Probability) -> Result<(), String> {
    share(&format!("{key}.probability"), found.probability)?;
    share(&format!("{key}.lower"), found.lower)?;
    share(&format!("{key}.upper"), found.upper)
}

/// What holds a gap open in an arm, whose keys begin with `arm`.
fn held_open(arm: &str, found: &Binding) -> Result<(), String> {
    share(&format!("{arm}open"), found.open)?;
    share(&format!("{arm}probability"), found.probability)?;
    each(&format!("{arm}labels"), &found.labels, |label| share("probability", label.probability))?;
    match found.label.is_empty() || found.labels.iter().any(|label| label.label == found.label) {
        true => Ok(()),
        false => Err(format!("{arm}label: `{}` is none of the labels", found.label)),
    }
}

fn share(key: &str, value: f64) -> Result<(), String> {
    match (-1e-9..=1.0 + 1e-9).contains(&value) {
        true => Ok(()),
        false => Err(format!("{key}: found {value}; a number from 0 to 1 is needed")),
    }
}
