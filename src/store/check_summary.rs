//! What must hold in a `summary.json` for figures and reports to be made of it: files may have been edited.

use std::collections::BTreeSet;

use super::summary::{Elsewhere, ScenarioSummary, Summary};
use crate::scenario::names::TIERS;

/// The most quarters of a run.
const MOST_QUARTERS: usize = 400;

/// The most characters of a title, an id or a unit.
const MOST_CHARACTERS: usize = 1000;

impl Summary {
    /// Checks that lists are there, ids are known and single, and years are those of the run.
    ///
    /// # Errors
    /// The first key that is wrong, and why.
    pub fn check(&self) -> Result<(), String> {
        self.run()?;
        each("domains", &self.domains, |domain| {
            short("id", &domain.id)?;
            short("title", &domain.title)?;
            short("unit", &domain.unit)?;
            share("coverage_threshold", domain.coverage_threshold)
        })?;
        single("domains", self.domains.iter().map(|domain| &domain.id))?;
        each("countries", &self.countries, |country| {
            short("id", &country.id)?;
            short("title", &country.title)
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
        each("worlds", &self.worlds, |world| {
            world.scenarios.iter().try_for_each(|id| self.known_scenario("scenarios", id))?;
            each("differences", &world.differences, |found| {
                self.known_tier("tier", found.tier)?;
                share("probability_worse", found.probability_worse)
            })
        })?;
        self.sensitivity.as_ref().map_or(Ok(()), |found| {
            self.known_scenario("sensitivity.scenario", &found.scenario)?;
            self.known_tier("sensitivity.tier", found.tier)
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
        short("id", &scenario.id)?;
        short("title", &scenario.title)?;
        short("short_title", &scenario.short_title)?;
        short("hash", &scenario.hash)?;
        self.known_year("binding_year", scenario.binding_year)?;
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
            share("scenario.probability", entry.scenario.probability)?;
            share("counterfactual.probability", entry.counterfactual.probability)
        })?;
        single("closure", scenario.closure.iter().map(|entry| (&entry.domain, entry.year)))?;
        each("binding", &scenario.binding, |entry| {
            self.known_domain(&entry.domain)?;
            share("open", entry.open)?;
            share("probability", entry.probability)?;
            each("labels", &entry.labels, |label| share("probability", label.probability))?;
            share("counterfactual.open", entry.counterfactual.open)?;
            each("counterfactual.labels", &entry.counterfactual.labels, |label| {
                share("probability", label.probability)
            })
        })?;
        single("binding", scenario.binding.iter().map(|entry| &entry.domain))?;
        each("pledges", &scenario.pledges, |entry| {
            match self.countries.iter().any(|country| country.id == entry.ally) {
                true => share("met.probability", entry.met.probability).and_then(|()| {
                    share("counterfactual.met.probability", entry.counterfactual.met.probability)
                }),
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
fn each<T>(key: &str, list: &[T], check: impl Fn(&T) -> Result<(), String>) -> Result<(), String> {
    list.iter()
        .enumerate()
        .try_for_each(|(at, entry)| check(entry).map_err(|why| format!("{key}[{at}].{why}")))
}

/// Checks that no entry of a list stands twice.
fn single<T: Ord>(key: &str, entries: impl Iterator<Item = T>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for (at, entry) in entries.enumerate() {
        if !seen.insert(entry) {
            return Err(format!("{key}[{at}]: it stands in the list twice"));
        }
    }
    Ok(())
}

fn short(key: &str, text: &str) -> Result<(), String> {
    match text.chars().nth(MOST_CHARACTERS) {
        None => Ok(()),
        Some(_) => Err(format!("{key}: it has more than {MOST_CHARACTERS} characters")),
    }
}

fn share(key: &str, value: f64) -> Result<(), String> {
    match (-1e-9..=1.0 + 1e-9).contains(&value) {
        true => Ok(()),
        false => Err(format!("{key}: found {value}; a number from 0 to 1 is needed")),
    }
}
