//! The model's spending from every origin: its own equations and draws, with the shares of the origin for a start, the
//! pledge of Wales, and nobody leaving.

use std::ops::Range;

use super::{
    ORIGINS, PLEDGE, PLEDGE_YEAR, SCENARIO,
    series::{Series, SeriesError},
};
use crate::{
    engine::{
        blocks::{Drawer, Drawn},
        drive::{Answer, Pass, Question, RunError},
        not_finite::NotFinite,
        plan::{Plan, PlanError},
    },
    model::{
        arm::Arm, drawdown::Departure, frame::Frame, lanes::LANES, layout::Inputs, money::Money,
        pledges::Pledges, world::World,
    },
    sampling::design::Design,
    scenario::{Diagnostics, Scenario, address::Address, distribution::Distribution, load, names::Name},
};

/// Why there is no hindcast.
#[derive(Debug, thiserror::Error)]
pub enum HindcastError {
    /// The reference data cannot be read.
    #[error("{0}")]
    Scenario(Box<Diagnostics>),
    /// The series does not fit them.
    #[error(transparent)]
    Series(#[from] SeriesError),
    /// They cannot be compiled.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The run failed.
    #[error(transparent)]
    Run(#[from] RunError),
}

/// A hindcast ready to run: one plan an origin.
pub struct Hindcast {
    /// What was spent.
    pub series: Series,
    /// The scenario whose inputs are drawn.
    pub scenario: Scenario,
    /// Last years that are known, in turn.
    pub origins: Vec<i32>,
    /// Seed.
    pub seed: u64,
    plans: Vec<Plan>,
}

/// Paths of spending from an origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Paths {
    /// Last year that is known.
    pub origin: i32,
    /// By year after it and ally, at `(horizon - 1) * allies + ally`: share of GDP in every replicate, %.
    pub shares: Vec<Vec<f64>>,
}

/// All paths.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// By origin.
    pub paths: Vec<Paths>,
    /// Replicates done, failed ones included.
    pub replicates: u64,
    /// Replicates left out.
    pub failed: u64,
}

/// A scenario that begins at the end of an origin, with what was spent then.
fn at_origin(scenario: &Scenario, series: &Series, origin: i32) -> Result<Scenario, SeriesError> {
    let mut scenario = scenario.clone();
    let mut set = |address: Address, number: f64| match scenario.values.get_mut(&address) {
        Some(value) => {
            value.distribution = Distribution::Constant(number);
            (value.scale, value.shift) = (1.0, 0.0);
            Ok(())
        }
        None => Err(SeriesError::Missing(address.to_string())),
    };
    set(Address::plain(Name::StartYear), f64::from(origin + 1))?;
    set(Address::plain(Name::Quarters), f64::from(4 * (series.last_year() - origin)))?;
    for (ally, id) in series.allies.iter().enumerate() {
        let known = |value: Option<f64>, what: &'static str| {
            value.ok_or_else(|| SeriesError::Broken { what, why: format!("no figure of {id} in {origin}") })
        };
        set(Address::one(Name::ShareNow, id), known(series.of(ally, origin), "shares of GDP")?)?;
        set(Address::one(Name::GdpNow, id), known(series.gdp_of(ally, origin), "spending")?)?;
        set(Address::one(Name::Pledge, id), PLEDGE)?;
        set(Address::one(Name::PledgeYear, id), f64::from(PLEDGE_YEAR))?;
    }
    Ok(scenario)
}

impl Hindcast {
    /// The one that ships.
    ///
    /// # Errors
    /// When the data that ship are broken.
    pub fn shipped(seed: u64) -> Result<Self, HindcastError> {
        let scenario = reference()?;
        let series = Series::shipped(&scenario)?;
        Self::of(scenario, series, ORIGINS.collect(), seed)
    }

    /// From a scenario without a drawdown and what was spent.
    ///
    /// # Errors
    /// When figures of an origin are missing, or the scenario does not compile.
    pub fn of(
        scenario: Scenario,
        series: Series,
        origins: Vec<i32>,
        seed: u64,
    ) -> Result<Self, HindcastError> {
        let plan = |&origin: &i32| {
            let from = at_origin(&scenario, &series, origin)?;
            Ok(Plan::with_design(&[from], seed, Design::Sobol)?)
        };
        let plans = origins.iter().map(plan).collect::<Result<_, HindcastError>>()?;
        Ok(Self { series, scenario, origins, seed, plans })
    }

    /// Runs the model from all origins. When it is stopped, the paths are those of the first replicates, the same number
    /// of them from every origin.
    ///
    /// # Errors
    /// When threads cannot be started, when it is stopped before anything is done, or when more than 1 % of the
    /// replicates draw values that the model does not allow.
    pub fn run(&self, pass: &Pass) -> Result<Found, HindcastError> {
        let Answer { found, replicates, failed } = pass.ask(&Spending(&self.plans))?;
        let paths = |(&origin, shares): (&i32, Shares)| Paths { origin, shares };
        Ok(Found { paths: self.origins.iter().zip(found.shares).map(paths).collect(), replicates, failed })
    }
}

/// The scenario that ships.
///
/// # Errors
/// When it cannot be read.
pub fn reference() -> Result<Scenario, HindcastError> {
    let mut scenarios =
        load(&[SCENARIO.into()], &[]).map_err(|found| HindcastError::Scenario(Box::new(found)))?;
    Ok(scenarios.remove(0))
}

/// By year and ally, one number a replicate.
type Shares = Vec<Vec<f64>>;

/// The question of what is spent from every origin, a plan each.
struct Spending<'a>(&'a [Plan]);

/// What is spent in the replicates that are valid from every origin.
struct Spent {
    /// By origin.
    shares: Vec<Shares>,
    live: u64,
    /// None: spending is bounded.
    not_finite: NotFinite,
}

impl<'a> Question for Spending<'a> {
    type Memory = Memory<'a>;
    type Part = Spent;
    type Total = Spent;

    fn memory(&self) -> Memory<'a> {
        Memory {
            origins: self.0.iter().map(|plan| (Drawer::new(plan), Drawn::of(plan))).collect(),
            departure: Departure::default(),
            pledges: Pledges::default(),
            money: Money::default(),
            frame: Frame::default(),
        }
    }

    fn nothing(&self) -> Spent {
        let columns = |plan: &Plan| vec![Vec::new(); plan.layout.years() * plan.layout.allies.len()];
        Spent { shares: self.0.iter().map(columns).collect(), live: 0, not_finite: NotFinite::default() }
    }

    fn chunk(&self, memory: &mut Memory<'a>, replicates: Range<u64>) -> Spent {
        let mut found = self.nothing();
        let end = replicates.end;
        for first in replicates.step_by(LANES) {
            let drawn = memory.origins.iter_mut().map(|(drawer, drawn)| drawer.draw(first, end, drawn));
            let Some(live) = drawn.reduce(|a, b| a & b) else { break };
            found.live += live.count();
            for (i, plan) in self.0.iter().enumerate() {
                memory.block(i, plan, |column, shares| {
                    let live = (0..LANES).filter(|&lane| live.lane(lane));
                    found.shares[i][column].extend(live.map(|lane| shares[lane]));
                });
            }
        }
        found
    }

    fn merge(&self, total: &mut Spent, part: Spent, _: u64) {
        for (ours, theirs) in total.shares.iter_mut().flatten().zip(part.shares.into_iter().flatten()) {
            ours.extend(theirs);
        }
        total.live += part.live;
    }

    fn valid<'t>(&self, total: &'t Spent) -> Option<(u64, &'t NotFinite)> {
        Some((total.live, &total.not_finite))
    }
}

/// What a thread keeps between chunks.
struct Memory<'a> {
    origins: Vec<(Drawer<'a>, Drawn)>,
    departure: Departure,
    pledges: Pledges,
    money: Money,
    frame: Frame,
}

impl Memory<'_> {
    /// Goes through the years of a block, as the engine does, without what comes after money.
    fn block(&mut self, i: usize, plan: &Plan, mut keep: impl FnMut(usize, &[f64; LANES])) {
        let Self { origins, departure, pledges, money, frame } = self;
        let (given, economy) = &origins[i].1.worlds[plan.scenarios[0].world];
        let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
        let world = World { inputs: &inputs, economy, events: &given.events };
        departure.prepare(&inputs, &given.cuts, Arm::COUNTERFACTUAL);
        pledges.prepare(&inputs, Arm::COUNTERFACTUAL);
        money.start(&inputs, departure, Arm::COUNTERFACTUAL);
        frame.prepare(&inputs);
        let allies = plan.layout.allies.len();
        for q in 0..plan.layout.quarters {
            frame.advance(&inputs, q);
            if q.is_multiple_of(4) {
                money.advance(&world, frame, departure, pledges);
                for (a, share) in money.share.iter().enumerate() {
                    keep(q / 4 * allies + a, &share.0);
                }
            }
        }
    }
}
