//! Runs the scenarios that a file names and takes from each the bands of the figures compared with it.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{
    closing,
    read::File,
    record::{Compare, How},
    target::{Axes, LOSS, Target, cell},
    verdict::Band,
};
use crate::{
    analysis::estimates::Run,
    engine::{
        drive::{Pass, RunError},
        plan::{Plan, PlanError},
        required::{MOST, Question, required},
        run::{Options, run},
        slot::Slot,
        spending::{LEVELS, level},
    },
    inputs::{address::Address, quantile::Law},
    model::{
        cells::{Axis, Outcome, Section},
        row_selection::Kept,
    },
    sampling::design::Design,
    scenario::{Scenario, names::TIERS},
    stats::histogram::QUANTILES,
};

/// How to run.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    /// Replicates.
    pub replicates: u64,
    /// Seed.
    pub seed: u64,
    /// Threads; 0 for one a core.
    pub threads: usize,
    /// Set to stop.
    pub stop: &'a AtomicBool,
    /// Called with the number of replicates done, over all runs.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// Why there are no bands.
#[derive(Debug, thiserror::Error)]
pub enum ValidateError {
    /// A scenario cannot be run.
    #[error("`{scenario}`: {error}")]
    Plan {
        /// Its id.
        scenario: String,
        /// Why.
        error: PlanError,
    },
    /// A run has no results.
    #[error("`{scenario}`: {error}")]
    Run {
        /// The scenario's id.
        scenario: String,
        /// Why.
        error: RunError,
    },
    /// An outcome has no value in any replicate.
    #[error("`{record}`: no run of `{scenario}` has a value of `{outcome}`")]
    Nothing {
        /// The record.
        record: String,
        /// The scenario.
        scenario: String,
        /// The outcome.
        outcome: String,
    },
    /// It was stopped.
    #[error("a comparison needs all of its runs, so nothing is kept")]
    Stopped,
}

/// How many runs a file takes: one a scenario, and one more for each question of required spending.
#[must_use]
pub fn runs(file: &File) -> u64 {
    (0..file.scenarios.len())
        .map(|s| {
            let targets = targets(file, s);
            let questions = questions(&targets).len();
            (questions + usize::from(targets.iter().any(|(_, c)| c.target.outcome().is_some()))) as u64
        })
        .sum()
}

/// The comparisons with a scenario, with the positions of their records.
fn targets(file: &File, scenario: usize) -> Vec<(usize, &Compare)> {
    let all = file.records.iter().enumerate();
    all.filter_map(|(r, record)| match &record.how {
        How::Compared(compare) if compare.scenario == scenario => Some((r, &**compare)),
        _ => None,
    })
    .collect()
}

/// The different questions of required spending: tier and year.
fn questions(targets: &[(usize, &Compare)]) -> Vec<(u32, i32)> {
    let mut asked: Vec<(u32, i32)> = Vec::new();
    for (_, compare) in targets {
        if let Target::Required { tier, year, .. } = compare.target
            && !asked.contains(&(tier, year))
        {
            asked.push((tier, year));
        }
    }
    asked
}

/// What the runs have found.
#[derive(Debug)]
pub struct Bands {
    /// By record: its band in its own unit, where it is compared.
    pub bands: Vec<Option<Band>>,
    /// By scenario: replicates that were left out.
    pub failed: Vec<u64>,
    /// What the user should know.
    pub warnings: Vec<String>,
}

/// Runs all scenarios of a file, on the same draws.
///
/// # Errors
/// When a scenario cannot be run, an outcome has no value, or it is stopped.
pub fn bands(file: &File, settings: &Settings) -> Result<Bands, ValidateError> {
    let mut found = Bands { bands: vec![None; file.records.len()], failed: Vec::new(), warnings: Vec::new() };
    let mut before = 0;
    for (s, scenario) in file.scenarios.iter().enumerate() {
        let targets = targets(file, s);
        let mut one = One { scenario, settings, targets: &targets, before, found: &mut found, failed: 0 };
        one.inputs();
        one.outcomes(file)?;
        one.required()?;
        before = one.before;
        let failed = one.failed;
        found.failed.push(failed);
    }
    Ok(found)
}

/// One scenario.
struct One<'a> {
    scenario: &'a Scenario,
    settings: &'a Settings<'a>,
    targets: &'a [(usize, &'a Compare)],
    /// Replicates that earlier runs have done.
    before: u64,
    found: &'a mut Bands,
    failed: u64,
}

impl One<'_> {
    fn plan(&self) -> Result<Plan, ValidateError> {
        Plan::with_design(std::slice::from_ref(self.scenario), self.settings.seed, Design::Sobol)
            .map_err(|error| ValidateError::Plan { scenario: self.scenario.id.clone(), error })
    }

    fn failed(&self, error: RunError) -> ValidateError {
        match error {
            RunError::Nothing => ValidateError::Stopped,
            error => ValidateError::Run { scenario: self.scenario.id.clone(), error },
        }
    }

    fn keep(&mut self, record: usize, compare: &Compare, band: Band) {
        self.found.bands[record] = Some(band.converted(compare.factor, compare.add));
    }

    /// Inputs need no run.
    fn inputs(&mut self) {
        for &(record, compare) in self.targets {
            if let Target::Input(address) = &compare.target
                && let Some(band) = input(self.scenario, address)
            {
                self.keep(record, compare, band);
            }
        }
    }

    /// Outcomes of the tables.
    fn outcomes(&mut self, file: &File) -> Result<(), ValidateError> {
        let wanted: Vec<Outcome> = self.targets.iter().filter_map(|(_, c)| c.target.outcome()).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let mut plan = self.plan()?;
        for &outcome in &wanted {
            if !plan.cells.section(outcome).probability {
                plan.cells.count_quantiles(outcome);
            }
        }
        let direct = [Slot::Direct.name(), Slot::DirectEffect.name(), Slot::Induced.name()];
        let direct =
            self.targets.iter().any(|(_, c)| c.target.arm().is_some_and(|arm| direct.contains(&arm)));
        let rows = |section: &Section| if wanted.contains(&section.outcome) { Kept::ALL } else { Kept::NONE };
        plan.keep(rows, |_| direct);
        plan.quantile_errors = false;
        let (before, settings) = (self.before, self.settings);
        let results = run(
            &plan,
            &Options {
                pass: Pass {
                    replicates: settings.replicates,
                    threads: settings.threads,
                    stop: settings.stop,
                    progress: &|done| (settings.progress)(before + done),
                },
                looks: None,
                keep: None,
            },
        )
        .map_err(|error| self.failed(error))?;
        self.done(results.replicates)?;
        self.failed += results.failed;
        self.found.warnings.extend(results.not_finite.left_out(results.failed, results.replicates));
        let run = Run { scenarios: std::slice::from_ref(self.scenario), plan: &plan, results: &results };
        for &(record, compare) in self.targets {
            let band = match &compare.target {
                Target::Cell { outcome, slot, axes } => {
                    let section = plan.cells.section(*outcome);
                    cell(&plan, section, axes).and_then(|cell| of_cell(&run, *outcome, *slot, cell))
                }
                Target::Closing { domain, count, tier, slot } => {
                    Some(of_closing(&run, domain.as_deref(), *count, *tier, *slot))
                }
                Target::Losing { .. } => of_losing(&run, &compare.target),
                Target::Required { .. } | Target::Input(_) => continue,
            };
            let nothing = || ValidateError::Nothing {
                record: file.records[record].id.clone(),
                scenario: self.scenario.id.clone(),
                outcome: compare.target.name().to_owned(),
            };
            let band = band.ok_or_else(nothing)?;
            self.keep(record, compare, band);
        }
        Ok(())
    }

    /// Required spending.
    fn required(&mut self) -> Result<(), ValidateError> {
        for (tier, year) in questions(self.targets) {
            let plan = self.plan()?;
            let mut domains: Vec<usize> = Vec::new();
            let asked = |compare: &Compare| match &compare.target {
                Target::Required { domain, tier: t, year: y, counterfactual } if (*t, *y) == (tier, year) => {
                    let at = plan.layout.domains.iter().position(|known| known == domain)?;
                    Some((at, *counterfactual))
                }
                _ => None,
            };
            for (_, compare) in self.targets {
                if let Some((domain, _)) = asked(compare)
                    && !domains.contains(&domain)
                {
                    domains.push(domain);
                }
            }
            let tier = TIERS.iter().position(|&known| known == tier).unwrap_or(1);
            let of_year = usize::try_from(year - plan.layout.start_year).unwrap_or(0);
            let question = Question { domains: domains.clone(), tier, year: of_year };
            let (before, settings) = (self.before, self.settings);
            let pass = Pass {
                replicates: settings.replicates.min(MOST),
                threads: settings.threads,
                stop: settings.stop,
                progress: &|done| (settings.progress)(before + done),
            };
            let found = required(&plan, &question, &pass).map_err(|error| self.failed(error))?;
            self.done(found.replicates)?;
            self.failed += found.failed;
            let n = (found.replicates - found.failed) as f64;
            for &(record, compare) in self.targets {
                let Some((domain, counterfactual)) = asked(compare) else { continue };
                let arm = match counterfactual {
                    true => &found.worlds[plan.scenarios[0].world],
                    false => &found.scenarios[0],
                };
                let place = domains.iter().position(|&known| known == domain).unwrap_or(0);
                let curve: Vec<f64> = (0..LEVELS)
                    .map(|l| arm.by_level[place].iter().filter(|&word| word >> l & 1 == 1).count() as f64 / n)
                    .collect();
                self.keep(record, compare, of_levels(&curve));
            }
        }
        Ok(())
    }

    /// A run has done so many replicates.
    fn done(&mut self, replicates: u64) -> Result<(), ValidateError> {
        self.before += replicates;
        if self.settings.stop.load(Ordering::Relaxed) { Err(ValidateError::Stopped) } else { Ok(()) }
    }
}

/// The band of an input, by its quantile function.
fn input(scenario: &Scenario, address: &Address) -> Option<Band> {
    let value = scenario.values.get(address)?;
    let law = Law::new(&value.distribution);
    let of = |drawn: f64| drawn * value.scale + value.shift;
    let [low, middle, high] = [law.quantile(0.05), law.mean(), law.quantile(0.95)].map(of);
    Some(Band { low, middle, high, most: f64::INFINITY })
}

/// The band of a cell; of a probability, which has no spread over replicates, the interval of its estimate.
fn of_cell(run: &Run, outcome: Outcome, slot: Slot, cell: usize) -> Option<Band> {
    let (section, known) = (run.section(outcome), run.accumulated(0));
    let found = known.estimate(section, slot, cell).filter(|found| found.n > 0 && found.mean.is_finite())?;
    let (low, high) = match known.quantiles(section, slot, cell) {
        Some(quantiles) => (quantiles[0], quantiles[4]),
        None => known.known().interval(section, slot, cell)?,
    };
    Some(Band { low, middle: found.mean, high, most: f64::INFINITY })
}

/// The time at which gaps are closed.
fn of_closing(run: &Run, domain: Option<&str>, count: usize, tier: u32, slot: Slot) -> Band {
    let layout = &run.plan.layout;
    let years = run.plan.cells.extent(layout, Axis::Year);
    let tier = TIERS.iter().position(|&known| known == tier).unwrap_or(1);
    let most = years as f64;
    match domain {
        Some(domain) => {
            let d = layout.domains.iter().position(|known| known == domain).unwrap_or(0);
            let at = |year: usize| run.plan.cell(Outcome::ClosedBy, &[year, d, tier]);
            let by_year: Vec<f64> =
                (0..years).map(|year| run.mean(0, Outcome::ClosedBy, slot, at(year))).collect();
            closing::years(&by_year, most)
        }
        None => {
            let section = run.section(Outcome::ClosedDomains);
            let of_year = |year: usize| {
                let cell = run.plan.cell(Outcome::ClosedDomains, &[year, tier]);
                let quantiles = run.accumulated(0).quantiles(section, slot, cell);
                let [low, _, middle, _, high] = quantiles.unwrap_or([f64::NAN; QUANTILES.len()]);
                [low, middle, high]
            };
            let by_year: Vec<[f64; 3]> = (0..years).map(of_year).collect();
            closing::years_of_count(&by_year, count as f64, most)
        }
    }
}

/// In how many domains coverage falls then because of the drawdown: surely (in 95 % of the replicates), in half of them,
/// possibly (in 5 %).
fn of_losing(run: &Run, target: &Target) -> Option<Band> {
    let (layout, section) = (&run.plan.layout, run.section(target.outcome()?));
    let mut counts = [0.0; 3];
    for domain in &layout.domains {
        let axes = Axes { domain: Some(domain.clone()), ..target.axes() };
        let cell = cell(run.plan, section, &axes)?;
        let [low, _, middle, _, high] = run.accumulated(0).quantiles(section, Slot::Attributable, cell)?;
        for (count, change) in counts.iter_mut().zip([high, middle, low]) {
            *count += f64::from(u8::from(change < -LOSS));
        }
    }
    let [low, middle, high] = counts;
    Some(Band { low, middle, high, most: f64::INFINITY })
}

/// The level at which each share of the replicates is closed, there and at every higher level.
fn of_levels(curve: &[f64]) -> Band {
    let at = |share: f64| {
        let short = curve.iter().rposition(|&p| p < share - 1e-9);
        match short.map_or(0, |number| number + 1) {
            number if number < LEVELS => level(number),
            _ => f64::INFINITY,
        }
    };
    Band { low: at(0.05), middle: at(0.5), high: at(0.95), most: level(LEVELS - 1) }
}
