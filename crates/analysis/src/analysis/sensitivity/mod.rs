//! What drives the gap: which uncertain inputs move the attributable index of a scenario, and by how much
//! (docs/model.md section 9, Sensitivity).

pub mod variance;

use std::sync::atomic::{AtomicBool, Ordering};

use crate::{
    engine::{
        draw::Held,
        drive::{Pass, RunError, failed},
        not_finite::NotFinite,
        plan::{Plan, PlanError},
        sensitivity::{
            LOW_HIGH, Screened, Uncertain, Varied, screen, swing::Swing, uncertain, value_at, vary,
        },
    },
    present::scenarios::{inputs::range_ends, short},
    sampling::design::Design,
    scenario::{
        address::Address,
        names::TIERS,
        resolved::{Grade, Scenario},
        show,
    },
    store::sensitivity::{Sensitivity, SensitivityRow, sort},
};

/// Inputs varied for each one that is shown: correlations are noisy, swings are not.
const VARIED_A_SHOWN: usize = 3;

/// Replicates screened for each one that is simulated with inputs held: correlations are noisy, and cheap.
const SCREENED_A_VARIED: u64 = 5;

/// The fewest inputs varied.
const LEAST_VARIED: usize = 20;

/// Replicates that are enough where nobody says how many.
pub const REPLICATES: u64 = 2000;

/// Replicates of a design that are enough where nobody says how many.
#[must_use]
pub const fn enough(design: Design) -> u64 {
    match design {
        Design::MonteCarlo => REPLICATES,
        Design::Sobol | Design::LatinHypercube { .. } => design.replicates(REPLICATES / 2),
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Readiness tier of the index, days.
    pub tier: u32,
    /// Inputs to show.
    pub top: usize,
    /// Vary every uncertain input, and not only those that screening finds.
    pub every_input: bool,
    /// Seed of the draws.
    pub seed: u64,
    /// Design of the draws.
    pub design: Design,
    /// Replicates.
    pub replicates: u64,
    /// Threads; 0 for one a core.
    pub threads: usize,
}

/// What was found: the head with the inputs that move the answer, and a row for every uncertain input.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Head.
    pub summary: Sensitivity,
    /// All rows, the largest swing first.
    pub rows: Vec<SensitivityRow>,
    /// Replicates done, failed ones included: fewer than asked for if it was stopped.
    pub replicates: u64,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum SensitivityError {
    /// The scenario cannot be run.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// It could not be run.
    #[error(transparent)]
    Run(#[from] RunError),
    /// What is asked for does not exist, or cannot be had.
    #[error("{0}")]
    Asked(String),
}

/// How many of the uncertain inputs are varied if not all are.
fn varied(inputs: usize, top: usize) -> usize {
    (VARIED_A_SHOWN * top).max(LEAST_VARIED).min(inputs)
}

/// Screens all uncertain inputs of a scenario and varies those most correlated with the attributable index.
/// `progress` is told how many replicates have been simulated, each as often as it is, and of how many in all.
///
/// # Errors
/// When the scenario does not stand by itself, when more than 1 % of the replicates draw values that the model does not
/// allow, or when it is stopped before anything is known.
pub fn sensitivity(
    scenario: &Scenario,
    question: &Question,
    stop: &AtomicBool,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Found, SensitivityError> {
    let plan = Plan::with_design(std::slice::from_ref(scenario), question.seed, question.design)?;
    let tier = TIERS.iter().position(|&tier| tier == question.tier).unwrap_or(1);
    let inputs = uncertain(&plan);
    let Question { replicates, threads, .. } = *question;
    let varied_of = if question.every_input { inputs.len() } else { varied(inputs.len(), question.top) };
    // A Latin hypercube has no points beyond its own.
    let there = match question.design {
        Design::LatinHypercube { replicates } => replicates,
        Design::MonteCarlo | Design::Sobol => u64::MAX,
    };
    let before = (SCREENED_A_VARIED * replicates).min(screen::MOST).min(there);
    let each = 1 + 2 * varied_of as u64;
    let all = before + each * replicates;
    let screening = |done: u64| progress(done, all);
    let options = Pass { replicates: before, threads, stop, progress: &screening };
    let screened = screen(&plan, &inputs, tier, &options)?;
    if stop.load(Ordering::Relaxed) {
        return Err(RunError::Nothing.into());
    }
    let chosen = screened.most(varied_of);
    let varied_inputs: Vec<Uncertain> = chosen.iter().map(|&i| inputs[i].clone()).collect();
    let varying = |done: u64| progress(before + each * done, all);
    let options = Pass { replicates, progress: &varying, ..options };
    let varied = vary(&plan, &varied_inputs, tier, &options)?;
    let mut rows: Vec<SensitivityRow> = (0..inputs.len())
        .map(|i| {
            let position = chosen.iter().position(|&c| c == i);
            row(
                &Known { scenario, plan: &plan, question, screened: &screened },
                i,
                &inputs[i],
                position,
                &varied,
            )
        })
        .collect();
    sort(&mut rows);
    let summary = Sensitivity {
        scenario: scenario.id.clone(),
        tier: question.tier,
        replicates: varied.base.attributable.n,
        screened: screened.replicates,
        inputs: inputs.len(),
        varied: rows.iter().filter(|row| row.low_attributable.is_some()).count(),
        top: question.top,
        attributable: varied.base.attributable.mean,
        se: varied.base.attributable.se,
        counterfactual: varied.base.counterfactual.mean,
        noise: screened.noise,
        rows: rows.iter().filter(|row| row.moves()).take(question.top).cloned().collect(),
    };
    Ok(Found { summary, rows, replicates: varied.replicates })
}

/// What rows are made of.
struct Known<'a> {
    scenario: &'a Scenario,
    plan: &'a Plan,
    question: &'a Question,
    screened: &'a Screened,
}

fn row(
    known: &Known,
    i: usize,
    input: &Uncertain,
    position: Option<usize>,
    varied: &Varied,
) -> SensitivityRow {
    let Known { scenario, plan, question, screened } = known;
    let addresses = plan.layout.addresses();
    let addresses: Vec<&Address> = input.slots.iter().map(|&slot| &addresses[slot]).collect();
    let value = |slot: usize, u: f64| value_at(plan, input.held, slot, u).unwrap_or(f64::NAN);
    // The value that stands for all that the input decides.
    let shown = shown(&addresses, question.tier, |i| value(input.slots[i], LOW_HIGH[1]));
    let group = matches!(input.held, Held::Factor { .. });
    let ends = LOW_HIGH.map(|u| match group {
        true => {
            let sum: f64 = input.slots.iter().map(|&slot| value(slot, u)).sum();
            sum / input.slots.len() as f64
        }
        false => value(input.slots[shown], u),
    });
    let address = addresses[shown];
    let (low, high) = range_ends(scenario, address, ends);
    let tried = position.map(|position| varied.swings[position]);
    // Means of the replicates that an end happens to leave valid would not compare with those of all.
    let swing =
        tried.filter(|swing| failed(varied.base.attributable.n, swing.n, &NotFinite::default()).is_ok());
    // Of one replicate there is no error, of none no mean.
    let known = |number: fn(&Swing) -> f64| swing.as_ref().map(number).filter(|number| number.is_finite());
    let correlation = screened.correlations[i];
    SensitivityRow {
        scenario: scenario.id.clone(),
        tier: Some(question.tier),
        address: input.address.to_string(),
        input: called(scenario, plan, input, question.tier),
        grade: grade(scenario, &addresses, shown, group),
        low,
        high,
        unit: show::unit(scenario, address),
        low_value: Some(ends[0]),
        high_value: Some(ends[1]),
        low_attributable: known(|s| s.attributable[0]),
        high_attributable: known(|s| s.attributable[1]),
        se: known(|s| s.swing.se),
        low_counterfactual: known(|s| s.counterfactual[0]),
        high_counterfactual: known(|s| s.counterfactual[1]),
        counterfactual_se: known(|s| s.counterfactual_swing.se),
        replicates: tried.map(|swing| swing.n),
        rank_correlation: Some(correlation[0]).filter(|c| c.is_finite()),
        counterfactual_rank_correlation: Some(correlation[1]).filter(|c| c.is_finite()),
    }
}

/// What an uncertain input is called beside a bar.
fn called(scenario: &Scenario, plan: &Plan, input: &Uncertain, tier: u32) -> String {
    if matches!(input.held, Held::Factor { .. }) {
        return short::group(input.address.name);
    }
    let addresses = plan.layout.addresses();
    let addresses: Vec<&Address> = input.slots.iter().map(|&slot| &addresses[slot]).collect();
    let high = |i: usize| value_at(plan, input.held, input.slots[i], LOW_HIGH[1]).unwrap_or(f64::NAN);
    short::input(scenario, addresses[shown(&addresses, tier, high)])
}

/// Position of the address that stands for all that one coordinate decides: the one at the tier asked for, of exponents
/// by enabler the largest. An input that another follows (a priority its weight) stands before it.
fn shown(addresses: &[&Address], tier: u32, high: impl Fn(usize) -> f64) -> usize {
    let own = |i: &usize| addresses[*i].name == addresses[0].name;
    let tier = tier.to_string();
    let at_tier = |i: &usize| addresses[*i].second == tier || addresses[*i].first == tier;
    let mut candidates = (0..addresses.len()).filter(own);
    if let Some(found) = candidates.clone().find(at_tier) {
        return found;
    }
    let first = candidates.next().unwrap_or(0);
    candidates.fold(first, |best, i| if high(i) > high(best) { i } else { best })
}

/// Grade in a letter: of a group the worst of its members'.
fn grade(scenario: &Scenario, addresses: &[&Address], shown: usize, group: bool) -> String {
    let of = |address: &Address| scenario.values.get(address).and_then(|value| value.grade);
    let worst = |a: Grade, b: Grade| if (a as u8) < (b as u8) { b } else { a };
    let grade = match group {
        true => addresses.iter().filter_map(|address| of(address)).reduce(worst),
        false => of(addresses[shown]),
    };
    grade.map_or_else(String::new, |grade| show::grade(Some(grade)).to_owned())
}
