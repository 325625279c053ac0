//! Builds `summary.json` from what a run has found.

use super::{
    assumptions, comparison::headline, contrasts::contrasts, estimates::Run, references::references,
};
use crate::{
    engine::{accumulate::Slot, pairs::pair_positions},
    model::{cells::Outcome, layout::K},
    scenario::names::TIERS,
    store::{
        stopping::Stopping,
        summary::{
            BindingEntry, ClosureEntry, CountryInfo, Deepest, DomainInfo, Estimate, IndexEntry, Label,
            PledgeEntry, Probability, RankEntry, ScenarioSummary, Summary, YearEntry,
        },
    },
};

/// Version of the format of `summary.json` and the tables.
pub const FORMAT: u32 = 1;

/// Years after the start at which closure and binding constraints are summarised.
const LATE: i32 = 9;

/// A change of coverage below this is not named in words.
const WORTH_NAMING: f64 = 0.005;

/// Binding labels with their outcomes.
pub const LABELS: [(&str, Outcome); 6] = [
    ("money", Outcome::Money),
    ("industry", Outcome::Industry),
    ("people", Outcome::People),
    ("time", Outcome::Time),
    ("enablers", Outcome::Enablers),
    ("reliance", Outcome::Reliance),
];

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
        contrasts: contrasts(run),
        references: references(run.scenarios),
        warnings: asked.warnings.clone(),
        stopping: asked.stopping.clone(),
        sensitivity: None,
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
    let grades = assumptions::grades(whose);
    let index = Slot::ALL
        .into_iter()
        .flat_map(|slot| (0..K).map(move |k| (slot, k)))
        .map(|(slot, k)| IndexEntry {
            arm: slot.name().to_owned(),
            tier: TIERS[k],
            estimate: run.estimate(s, Outcome::IndexHeadline, slot, k),
        })
        .collect();
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
        departure_start: run.mean(s, Outcome::DepartureStart, Slot::Scenario, 0),
        judgement: grades.judgement,
        parameters: grades.measured + grades.published + grades.judgement,
        warnings: whose.warnings.clone(),
        failed_replicates: run.results.failed,
        index,
        years: years(run, s),
        deepest: deepest(run, s),
        closure: closure(run, s),
        binding_year: late,
        binding: binding(run, s, late),
        pledges: pledges(run, s, late),
        bill: run.estimate(s, Outcome::BillHeadline, Slot::DirectEffect, 0),
        uplift: run.estimate(s, Outcome::Uplift, Slot::Attributable, 0),
        trigger_effect: triggered
            .then(|| run.estimate(s, Outcome::TriggerEffect, Slot::Scenario, run.tier())),
    }
}

/// Index and closed domains by year, at the reporting tier.
fn years(run: &Run, s: usize) -> Vec<YearEntry> {
    (0..run.plan.layout.years())
        .map(|y| {
            let mean = |outcome, slot| run.mean(s, outcome, slot, y * K + run.tier());
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

/// A loss is the negative of an attributable change of coverage: the quantiles change places.
#[must_use]
pub fn loss(change: Estimate) -> Estimate {
    Estimate {
        mean: 0.0 - change.mean,
        se: change.se,
        lower: 0.0 - change.upper,
        upper: 0.0 - change.lower,
        p05: 0.0 - change.p95,
        p25: 0.0 - change.p75,
        p50: 0.0 - change.p50,
        p75: 0.0 - change.p25,
        p95: 0.0 - change.p05,
    }
}

/// Attributable loss by domain and tier in its worst year, deepest first.
fn deepest(run: &Run, s: usize) -> Vec<Deepest> {
    let layout = &run.plan.layout;
    let pairs = layout.domains.len() * K;
    let lost = |outcome, cell| 0.0 - run.mean(s, outcome, Slot::Attributable, cell);
    let worst = |outcome, times: usize, i: usize| {
        // The first of equals: a loss that never comes is dated at the start.
        let find = |sign: f64| {
            (0..times).fold((0, f64::NEG_INFINITY), |(at, most), t| {
                let value = sign * lost(outcome, t * pairs + i);
                if value > most { (t, value) } else { (at, most) }
            })
        };
        let ((at, most), (at_gain, gain)) = (find(1.0), find(-1.0));
        // Where nothing worth naming is lost and something is gained, the largest gain is told, with its sign.
        if most < WORTH_NAMING && gain > most { (at_gain, 0.0 - gain) } else { (at, most) }
    };
    let mut all: Vec<Deepest> = (0..pairs)
        .map(|i| {
            let (y, _) = worst(Outcome::CoverageYear, layout.years(), i);
            let (quarter, quarter_loss) = worst(Outcome::Coverage, layout.quarters, i);
            Deepest {
                domain: layout.domains[i / K].clone(),
                tier: TIERS[i % K],
                year: layout.start_year + y as i32,
                loss: loss(run.estimate(s, Outcome::CoverageYear, Slot::Attributable, y * pairs + i)),
                quarter,
                quarter_loss,
            }
        })
        .collect();
    all.sort_by(|a, b| b.loss.mean.total_cmp(&a.loss.mean));
    all
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
    let pairs = layout.domains.len() * K;
    let mut entries = Vec::new();
    for (d, domain) in layout.domains.iter().enumerate() {
        for y in 0..layout.years() {
            let cell = y * pairs + d * K + run.tier();
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

/// The most frequent binding constraint of every domain in a year (mean over its quarters).
fn binding(run: &Run, s: usize, year: i32) -> Vec<BindingEntry> {
    let layout = &run.plan.layout;
    let y = (year - layout.start_year) as usize;
    let quarters = (4 * y)..(4 * y + 4).min(layout.quarters);
    layout
        .domains
        .iter()
        .enumerate()
        .map(|(d, domain)| {
            let cells = quarters.clone().map(|q| q * layout.domains.len() + d);
            let count = quarters.len() as f64;
            let mean = |outcome, cell| run.mean(s, outcome, Slot::Scenario, cell);
            let open: f64 = cells.clone().map(|cell| mean(Outcome::Open, cell)).sum::<f64>() / count;
            let share = |outcome| {
                let labelled = cells.clone().map(|cell| (mean(Outcome::Open, cell), mean(outcome, cell)));
                // A quarter in which nothing is open has no label.
                let of_open: f64 = labelled.filter(|&(open, _)| open > 0.0).map(|(open, p)| open * p).sum();
                if open > 0.0 { of_open / (open * count) } else { 0.0 }
            };
            let labels: Vec<Label> = LABELS
                .iter()
                .map(|&(label, outcome)| Label { label: label.to_owned(), probability: share(outcome) })
                .collect();
            let first = labels.iter().fold(None, |best: Option<&Label>, next| match best {
                Some(best) if best.probability >= next.probability => Some(best),
                _ if next.probability > 0.0 => Some(next),
                _ => best,
            });
            BindingEntry {
                domain: domain.clone(),
                open,
                label: first.map(|l| l.label.clone()).unwrap_or_default(),
                probability: first.map_or(0.0, |l| l.probability),
                labels,
            }
        })
        .collect()
}

/// Allies of a scenario and their pledges in a year, in the order of the run.
fn pledges(run: &Run, s: usize, year: i32) -> Vec<PledgeEntry> {
    let layout = &run.plan.layout;
    // The base year is the first row.
    let row = (year - layout.start_year + 1) as usize * layout.allies.len();
    let here = |id: &String| run.scenarios[s].allies.iter().any(|ally| ally.id == *id);
    let allies = layout.allies.iter().enumerate().filter(|(_, id)| here(id));
    allies
        .map(|(a, id)| {
            let below = run.estimate(s, Outcome::BelowPledge, Slot::Scenario, row + a);
            PledgeEntry {
                ally: id.clone(),
                share: run.estimate(s, Outcome::Share, Slot::Scenario, row + a),
                pledge: run.mean(s, Outcome::Pledge, Slot::Scenario, a),
                pledge_year: run.mean(s, Outcome::PledgeYear, Slot::Scenario, a),
                met: probability(run, s, Outcome::PledgeMet, Slot::Scenario, row + a),
                below: below.mean,
                below_se: below.se,
            }
        })
        .collect()
}

/// Scenarios by attributable index at the reporting tier, largest first, ties by title.
fn ranking(run: &Run) -> Vec<RankEntry> {
    let n = run.scenarios.len();
    let estimates: Vec<Estimate> =
        (0..n).map(|s| run.estimate(s, Outcome::IndexHeadline, Slot::Attributable, run.tier())).collect();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| {
        estimates[b]
            .mean
            .total_cmp(&estimates[a].mean)
            .then_with(|| run.scenarios[a].title.cmp(&run.scenarios[b].title))
    });
    let positions = pair_positions(n);
    order
        .iter()
        .enumerate()
        .map(|(rank, &s)| {
            let next = order.get(rank + 1).and_then(|&other| {
                let pair = positions.iter().position(|&p| p == (s.min(other), s.max(other)))?;
                let (difference, worse) =
                    run.results.pairs.estimate(pair, headline(run), &run.results.pair_shifts);
                let worse = if s < other { worse } else { 1.0 - worse };
                Some((worse, difference.mean.abs(), difference.se))
            });
            let regret = run.results.regret.estimate(s, headline(run));
            RankEntry {
                scenario: run.scenarios[s].id.clone(),
                index: estimates[s].mean,
                se: estimates[s].se,
                probability_worse_than_next: next.map(|(worse, ..)| worse),
                settled: next.map(|(_, difference, se)| difference > 2.0 * se),
                difference_to_next: next.map(|(_, difference, _)| difference),
                difference_to_next_se: next.map(|(.., se)| se),
                probability_worst: run.results.pairs.probability_worst(s),
                expected_regret: regret.map(|r| r.mean),
                expected_regret_se: regret.map(|r| r.se),
            }
        })
        .collect()
}
