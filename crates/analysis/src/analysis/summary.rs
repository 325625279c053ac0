//! Builds `summary.json` from what a run has found.

use super::{
    contrasts::contrasts,
    departed::departed_by,
    estimates::Run,
    extremes::{deepest, gained},
    grades::grades,
    headline_index::{index, induced},
    order::{pairs, ranking, sizes, worlds},
    references::references,
};
use crate::{
    engine::slot::Slot,
    model::cells::Outcome,
    scenario::names::TIERS,
    store::{
        stopping::Stopping,
        summary::{
            Binding, BindingEntry, ClosureEntry, CountryInfo, Departure, DomainInfo, LABELS, Label,
            PledgeEntry, Pledged, PledgesTaken, Probability, ScenarioSummary, Summary, YearEntry,
        },
    },
};

/// Version of the format of `summary.json` and the tables.
pub const FORMAT: u32 = 2;

/// Years after the start at which closure and binding constraints are summarised.
const LATE: i32 = 9;

/// Years after the start at whose beginning what left is bought back.
const BOUGHT: i32 = 4;

/// How a run was asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Seed.
    pub seed: u64,
    /// Warnings of the comparison.
    pub warnings: Vec<String>,
    /// What was waited for.
    pub stopping: Option<Stopping>,
}

/// The summary of a run.
#[must_use]
pub fn summary(run: &Run, asked: &Asked) -> Summary {
    let layout = &run.plan.layout;
    let first = &run.scenarios[0];
    let domains = first
        .domains
        .iter()
        .map(|d| DomainInfo {
            id: d.id.clone(),
            title: d.title.clone(),
            unit: d.unit.clone(),
            enabler: d.enabler,
            critical: d.critical,
            coverage_threshold: d.coverage_threshold,
        })
        .collect();
    Summary {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: asked.seed,
        design: run.plan.design.name().to_owned(),
        replicates: run.results.replicates,
        failed_replicates: run.results.failed,
        start_year: layout.start_year,
        quarters: layout.quarters,
        tiers: TIERS.to_vec(),
        reporting_tier: first.reporting_tier,
        closure_tolerance: first.closure_tolerance,
        domains,
        countries: countries(run),
        scenarios: (0..run.scenarios.len()).map(|s| scenario(run, s)).collect(),
        ranking: ranking(run),
        pairs: pairs(run),
        sizes: sizes(run),
        worlds: worlds(run),
        contrasts: contrasts(run),
        references: references(run.scenarios),
        warnings: asked.warnings.clone(),
        stopping: asked.stopping.clone(),
        sensitivity: None,
        judgement_share: None,
        groups: Vec::new(),
        turned_to: Default::default(),
    }
}

/// Allies, then hosts that are none, with the titles that scenarios give them.
fn countries(run: &Run) -> Vec<CountryInfo> {
    let title = |id: &str| {
        let mut allies = run.scenarios.iter().flat_map(|scenario| &scenario.allies);
        allies.find(|ally| ally.id == id).map(|ally| ally.title.clone())
    };
    let allies = run.plan.layout.allies.iter().map(|id| CountryInfo {
        id: id.clone(),
        title: title(id).unwrap_or_else(|| id.clone()),
        ally: true,
    });
    let others = run.plan.cells.hosts.iter().filter(|id| !run.plan.layout.allies.contains(id)).map(|id| {
        // Kosovo is the one host of the reference data that is no ally; other ids stand for themselves.
        let title = if id == "XKX" { "Kosovo".to_owned() } else { id.clone() };
        CountryInfo { id: id.clone(), title, ally: false }
    });
    allies.chain(others).collect()
}

fn scenario(run: &Run, s: usize) -> ScenarioSummary {
    let whose = &run.scenarios[s];
    let grades = grades(whose);
    let late = (run.plan.layout.start_year + LATE).min(last_year(run));
    let triggered = run.plan.scenarios[s].untriggered.is_some();
    ScenarioSummary {
        id: whose.id.clone(),
        title: whose.title.clone(),
        short_title: whose.short_title.clone(),
        description: whose.description.clone(),
        hash: whose.hash(),
        personnel_asked: run.estimate(s, Outcome::PersonnelAsked, Slot::Scenario, 0),
        personnel_effective: run.estimate(s, Outcome::PersonnelEffective, Slot::Scenario, 0),
        pledges_taken: run.estimate(s, Outcome::PledgesTaken, Slot::Scenario, 0),
        pledges_taken_by_domain: (0..run.plan.layout.domains.len())
            .map(|d| PledgesTaken {
                domain: run.plan.layout.domains[d].clone(),
                part: run.estimate(s, Outcome::PledgesTakenDomain, Slot::Scenario, d),
            })
            .filter(|taken| taken.part.mean > 0.0)
            .collect(),
        programme: run.mean(s, Outcome::Programme, Slot::Scenario, 0),
        departure_start: run.mean(s, Outcome::DepartureStart, Slot::Scenario, 0),
        departure: Some(Departure {
            start: run.estimate(s, Outcome::DepartureStart, Slot::Scenario, 0),
            end: run.estimate(s, Outcome::DepartureEnd, Slot::Scenario, 0),
        }),
        departed: Some(departed_by(whose, (run.plan.layout.start_year + BOUGHT).min(last_year(run)))),
        judgement: grades.judgement,
        parameters: grades.measured + grades.published + grades.judgement,
        warnings: whose.warnings.clone(),
        failed_replicates: run.results.failed,
        index: index(run, s),
        years: years(run, s),
        deepest: deepest(run, s),
        gained: gained(run, s),
        induced: induced(run, s),
        closure: closure(run, s),
        binding_year: late,
        binding: binding(run, s, late),
        pledges: pledges(run, s, late),
        bill: run.estimate(s, Outcome::BillHeadline, Slot::DirectEffect, 0),
        bill_without: run.estimate(s, Outcome::BillHeadline, Slot::Counterfactual, 0),
        uplift: run.estimate(s, Outcome::Uplift, Slot::Attributable, 0),
        trigger_effect: triggered
            .then(|| run.estimate(s, Outcome::TriggerEffect, Slot::Scenario, run.tier())),
    }
}

/// Index and closed domains by year, at the reporting tier.
fn years(run: &Run, s: usize) -> Vec<YearEntry> {
    (0..run.plan.layout.years())
        .map(|y| {
            let mean = |outcome, slot| run.mean(s, outcome, slot, run.plan.cell(outcome, &[y, run.tier()]));
            YearEntry {
                year: run.plan.layout.start_year + y as i32,
                counterfactual: mean(Outcome::IndexYear, Slot::Counterfactual),
                attributable: mean(Outcome::IndexYear, Slot::Attributable),
                domains_closed: mean(Outcome::ClosedDomains, Slot::Scenario),
                domains_closed_without: mean(Outcome::ClosedDomains, Slot::Counterfactual),
            }
        })
        .collect()
}

/// The last calendar year of the run.
#[must_use]
pub fn last_year(run: &Run) -> i32 {
    run.plan.layout.start_year + run.plan.layout.years() as i32 - 1
}

/// A probability with its interval.
#[must_use]
pub fn probability(run: &Run, s: usize, outcome: Outcome, slot: Slot, cell: usize) -> Probability {
    let estimate = run.accumulated(s).estimate(run.section(outcome), slot, cell);
    let mean = estimate.map_or(0.0, |e| e.mean);
    let interval = run.accumulated(s).known().interval(run.section(outcome), slot, cell);
    let (lower, upper) = interval.unwrap_or((0.0, 1.0));
    Probability { probability: mean, lower, upper }
}

/// Closure at the reporting tier in every year of the run, by domain.
fn closure(run: &Run, s: usize) -> Vec<ClosureEntry> {
    let layout = &run.plan.layout;
    let mut entries = Vec::new();
    for (d, domain) in layout.domains.iter().enumerate() {
        for y in 0..layout.years() {
            let cell = run.plan.cell(Outcome::ClosedBy, &[y, d, run.tier()]);
            entries.push(ClosureEntry {
                domain: domain.clone(),
                year: layout.start_year + y as i32,
                scenario: probability(run, s, Outcome::ClosedBy, Slot::Scenario, cell),
                counterfactual: probability(run, s, Outcome::ClosedBy, Slot::Counterfactual, cell),
            });
        }
    }
    entries
}

/// What holds gaps open in every domain in a year (mean over its quarters).
fn binding(run: &Run, s: usize, year: i32) -> Vec<BindingEntry> {
    let domains = run.plan.layout.domains.iter().enumerate();
    domains
        .map(|(d, domain)| {
            let Binding { open, label, probability, labels } = binding_of(run, s, Slot::Scenario, year, d);
            let counterfactual = binding_of(run, s, Slot::Counterfactual, year, d);
            BindingEntry { domain: domain.clone(), open, label, probability, labels, counterfactual }
        })
        .collect()
}

/// What holds the gaps of a domain open in an arm in the first quarter of a year, the most frequent constraint first among
/// equals.
fn binding_of(run: &Run, s: usize, arm: Slot, year: i32, d: usize) -> Binding {
    let quarter = 4 * (year - run.plan.layout.start_year) as usize;
    let cell = run.plan.cell(Outcome::Open, &[quarter, d]);
    let mean = |outcome| run.mean(s, outcome, arm, cell);
    let open = mean(Outcome::Open);
    // Where nothing is open there is no label.
    let share = |outcome| if open > 0.0 { mean(outcome) } else { 0.0 };
    let labels: Vec<Label> = LABELS
        .iter()
        .map(|&(label, outcome)| Label { label: label.to_owned(), probability: share(outcome) })
        .collect();
    let first = labels.iter().fold(None, |best: Option<&Label>, next| match best {
        Some(best) if best.probability >= next.probability => Some(best),
        _ if next.probability > 0.0 => Some(next),
        _ => best,
    });
    Binding {
        open,
        label: first.map(|l| l.label.clone()).unwrap_or_default(),
        probability: first.map_or(0.0, |l| l.probability),
        labels,
    }
}

/// Allies of a scenario and their pledges in a year, in the order of the run.
fn pledges(run: &Run, s: usize, year: i32) -> Vec<PledgeEntry> {
    let layout = &run.plan.layout;
    // The base year is the first row.
    let row = (year - layout.start_year + 1) as usize * layout.allies.len();
    let here = |id: &String| run.scenarios[s].allies.iter().any(|ally| ally.id == *id);
    let allies = layout.allies.iter().enumerate().filter(|(_, id)| here(id));
    let pledged = |a: usize, arm: Slot| {
        let below = run.estimate(s, Outcome::BelowPledge, arm, row + a);
        Pledged {
            share: run.estimate(s, Outcome::Share, arm, row + a),
            met: probability(run, s, Outcome::PledgeMet, arm, row + a),
            below: below.mean,
            below_se: below.se,
        }
    };
    allies
        .map(|(a, id)| {
            let Pledged { share, met, below, below_se } = pledged(a, Slot::Scenario);
            PledgeEntry {
                ally: id.clone(),
                share,
                pledge: run.mean(s, Outcome::Pledge, Slot::Scenario, a),
                pledge_year: run.mean(s, Outcome::PledgeYear, Slot::Scenario, a),
                met,
                below,
                below_se,
                counterfactual: pledged(a, Slot::Counterfactual),
            }
        })
        .collect()
}
