//! Answers made up for tests.

use crate::store::{
    invest::{
        Exchange, InvestOption, InvestScenario, InvestSummary, Limit, Marginal, NoRegret, Objective,
        OptionKind, Own, Slows, Spread, Step, Valued,
    },
    required::MeanError,
};

/// What an answer is made of.
#[derive(Clone, Copy)]
pub struct Shape {
    /// Scenarios.
    pub scenarios: usize,
    /// Options, people and readiness first; at most 16.
    pub options: usize,
    /// Steps of the path.
    pub steps: usize,
    /// The largest budget, bn.
    pub budget: f64,
    /// Replicates.
    pub replicates: u64,
    /// By how much all values are larger.
    pub size: f64,
    /// Whether anybody leaves.
    pub leaves: bool,
    /// What planners close of what the best closes; their paired difference is this wide.
    pub planners: (f64, f64),
    /// How many of the options are bought.
    pub bought: usize,
    /// Whether scenarios differ in what they buy.
    pub differ: bool,
    /// What is made small.
    pub objective: Objective,
    /// Whether titles are long.
    pub long: bool,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            scenarios: 1,
            options: 15,
            steps: 20,
            budget: 100.0,
            replicates: 1024,
            size: 1.0,
            leaves: true,
            planners: (0.2, 0.4),
            bought: 5,
            differ: true,
            objective: Objective::Mean,
            long: false,
        }
    }
}

const TITLES: [(&str, &str); 16] = [
    ("people", "People: recruits and instructors"),
    ("readiness", "Readiness of what is there"),
    ("isr", "Intelligence and surveillance"),
    ("deep_strike", "Deep precision strike"),
    ("sead_ew", "Suppression of air defences and electronic warfare"),
    ("logistics", "Logistics and military mobility"),
    ("air_refuelling", "Air-to-air refuelling"),
    ("airlift", "Strategic airlift"),
    ("air_missile_defence", "Integrated air and missile defence (IAMD)"),
    ("long_range_fires", "Long-range fires"),
    ("munitions", "Munitions stocks"),
    ("combat_air", "Combat air"),
    ("land_manoeuvre", "Land manoeuvre (armies)"),
    ("maritime", "Maritime and anti-submarine warfare"),
    ("c2", "Command and control"),
    ("pool", "More for planners to share out"),
];

fn spread(mean: f64, wide: f64) -> Spread {
    Spread {
        mean,
        se: Some(0.01 * wide),
        p05: mean - wide,
        p25: mean - 0.5 * wide,
        p50: mean,
        p75: mean + 0.5 * wide,
        p95: mean + 1.6 * wide,
    }
}

fn error(mean: f64, se: f64) -> MeanError {
    MeanError { mean, se: Some(se) }
}

/// Bn by option with a budget in a scenario: halves of what is left, whole steps, the rest into the first.
fn amounts(shape: &Shape, step: usize, scenario: usize) -> Vec<f64> {
    let mut amounts = vec![0.0; shape.options];
    let bought = shape.bought.min(shape.options).max(1);
    let by = shape.budget / shape.steps as f64;
    for number in 0..step {
        let turn = if shape.differ { number + 3 * scenario } else { number };
        let at = if turn % 2 == 0 { 0 } else { (turn / 2) % bought };
        amounts[at] += by;
    }
    amounts
}

fn marginal(shape: &Shape, number: usize) -> Marginal {
    let value = 0.007 * shape.size * libm::pow(0.62, number as f64);
    let harms = TITLES[number].0 == "c2";
    let value = if harms { -0.0008 * shape.size } else { value };
    let wide = if number == 0 { 4.0 * value } else { 0.9 * value.abs() };
    Marginal {
        option: TITLES[number].0.to_owned(),
        first: Spread { se: Some(0.02 * value.abs()), ..spread(value, wide) },
        tenth: error(0.8 * value, 0.02 * value.abs()),
        amounts: Vec::new(),
        slows: if number < 2 {
            Vec::new()
        } else {
            let all = [Limit::Time, Limit::Industry, Limit::Closed, Limit::People, Limit::Nothing];
            vec![Slows { limit: all[number % 5], share: 0.6 }]
        },
        with_people: None,
        takes_crews: harms,
    }
}

fn scenario(shape: &Shape, s: usize) -> InvestScenario {
    let missing = 0.12 + 0.004 * s as f64;
    let value = |step: usize| {
        let share = step as f64 / shape.steps as f64;
        0.03 * shape.size * share * (2.0 - share)
    };
    let valued = |step: usize| {
        let closed = value(step);
        let planners = shape.planners.0 * closed;
        Valued {
            budget: shape.budget * step as f64 / shape.steps as f64,
            left: spread(missing - closed, 0.06),
            closed: spread(closed, 0.5 * closed),
            planners: error(planners, 0.01 * closed),
            need: error(0.5 * planners, 0.01 * closed),
            above_planners: spread(closed - planners, shape.planners.1 * closed),
            above_need: error(closed - 0.5 * planners, 0.01 * closed),
            optimism: error(0.01 * closed, 0.001),
        }
    };
    let title = match shape.long {
        true => format!("{s}: fifty thousand leave for the Indo-Pacific, which allies learn from the media"),
        false => format!("{}0k orderly", s + 2),
    };
    let own = amounts(shape, shape.steps, s);
    let exchange =
        Exchange { option: TITLES[1].0.to_owned(), instead: None, cost: error(0.0001, 0.001), as_good: true };
    InvestScenario {
        id: format!("s{s:02}"),
        title: title.clone(),
        short_title: title,
        hash: "0123456789abcdef".to_owned(),
        leaves: shape.leaves,
        takes_pledges: false,
        warnings: Vec::new(),
        missing: spread(missing, 0.06),
        without: spread(if shape.leaves { 0.09 } else { missing }, 0.05),
        marginal: (0..shape.options).map(|number| marginal(shape, number)).collect(),
        path: (0..=shape.steps).map(valued).collect(),
        own: vec![Own {
            budget: shape.budget,
            exchanges: if own[1.min(own.len() - 1)] > 0.0 { vec![exchange] } else { Vec::new() },
            amounts: own,
            left: error(missing - value(shape.steps), 0.001),
            closed: error(value(shape.steps), 0.001),
            regret: error(0.0, 0.0),
        }],
        next: Vec::new(),
        timing: Vec::new(),
        policies: Vec::new(),
    }
}

/// An answer.
pub fn answer(shape: &Shape) -> InvestSummary {
    let scenarios: Vec<InvestScenario> = (0..shape.scenarios).map(|s| scenario(shape, s)).collect();
    let options: Vec<InvestOption> = TITLES[..shape.options]
        .iter()
        .map(|(id, title)| InvestOption {
            id: (*id).to_owned(),
            title: (*title).to_owned(),
            kind: match *id {
                "people" => OptionKind::People,
                "readiness" => OptionKind::Readiness,
                "pool" => OptionKind::Pool,
                _ => OptionKind::Kit,
            },
            at_least: 0.0,
            at_most: None,
        })
        .collect();
    let mean =
        |of: &dyn Fn(&InvestScenario) -> f64| scenarios.iter().map(of).sum::<f64>() / scenarios.len() as f64;
    let step = |step: usize| Step {
        budget: shape.budget * step as f64 / shape.steps as f64,
        asked: step == shape.steps,
        amounts: amounts(shape, step, 0),
        chosen: 0.0,
        chosen_se: Some(0.001),
        fresh: mean(&|s| s.path[step].left.mean),
        fresh_se: Some(0.001),
        planners: mean(&|s| s.missing.mean - s.path[step].planners.mean),
        planners_se: Some(0.001),
        need: mean(&|s| s.missing.mean - s.path[step].need.mean),
        need_se: Some(0.001),
        gained: Some(error(mean(&|s| s.path[step].closed.mean), 0.0001)),
        above_planners: Some(error(mean(&|s| s.path[step].above_planners.mean), 0.0001)),
        optimism: Some(error(0.0003, 0.0001)),
    };
    let item = |(at, option): (usize, &InvestOption)| {
        let amounts = || scenarios.iter().map(move |scenario| scenario.own[0].amounts[at]);
        NoRegret {
            budget: shape.budget,
            option: option.id.clone(),
            within: amounts().filter(|&amount| amount > 0.0).count(),
            least: amounts().fold(f64::INFINITY, f64::min),
            most: amounts().fold(0.0, f64::max),
        }
    };
    let mut no_regret: Vec<NoRegret> =
        options.iter().enumerate().map(item).filter(|item| item.within > 0).collect();
    no_regret.sort_by(|a, b| b.within.cmp(&a.within).then(b.least.total_cmp(&a.least)));
    InvestSummary {
        format: 1,
        version: "0.1.0".to_owned(),
        design: "sobol".to_owned(),
        seed: 1,
        fresh_seed: 2,
        replicates: shape.replicates,
        failed_replicates: 0,
        fresh_failed_replicates: 0,
        tier: 30,
        objective: shape.objective,
        start_year: 2026,
        headline_years: [2027, 2040],
        years: [2026, 2030],
        step: shape.budget / shape.steps as f64,
        budgets: vec![shape.budget],
        path: (0..=shape.steps).map(step).collect(),
        without: (shape.objective != Objective::Regret).then_some(0.09),
        left_out: Vec::new(),
        without_se: None,
        options,
        references: Vec::new(),
        no_regret,
        scenarios,
    }
}
