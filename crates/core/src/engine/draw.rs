//! What eight replicates draw: inputs of every world and scenario, shocks, and which replicates are valid.

use super::{
    compile::{Asked, Check, Cuts},
    plan::{Compiled, Draw, Plan, Source},
};
use crate::{
    model::{
        drawdown::{all_but, cuts_by_amount, cuts_by_group, cuts_explicit, leaving_troops, us_troops},
        lanes::{F8, LANES, M8},
        layout::{Inputs, set_column},
        shocks::Events,
    },
    sampling::{
        dependence::{Coordinates, Scratch},
        shocks::ShockBlock,
    },
    scenario::names::Name,
};

/// What can be held at a quantile while all else is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// A coordinate of a set of correlations, and with it every input that uses it.
    Coordinate {
        /// Which set.
        dependence: usize,
        /// Position in it.
        coordinate: usize,
    },
    /// The factor that the members of a group have in common; each keeps its own part.
    Factor {
        /// Which set.
        dependence: usize,
        /// Number of the group in it.
        factor: usize,
    },
}

/// The draws of a block; kept between blocks.
pub struct Draws {
    coordinates: Vec<Vec<[f64; LANES]>>,
    scratch: Vec<Scratch>,
    /// One number a draw of the plan.
    values: Vec<F8>,
    /// The numbers as drawn, while something is held or taken from other draws.
    drawn: Vec<F8>,
    /// The shocks as drawn, while those of other draws are in their place.
    own_normals: Option<ShockBlock>,
    /// Shocks to growth and spending, uniforms of crises and security shocks.
    pub normals: ShockBlock,
}

/// The numbers of a draw at its coordinate.
#[inline(always)]
fn drawn(plan: &Plan, draw: &Draw, coordinates: &[Vec<[f64; LANES]>]) -> F8 {
    let uniforms = coordinates[draw.dependence][draw.coordinate];
    F8(plan.tables[draw.table].quantile8(&uniforms)) * F8::splat(draw.scale) + F8::splat(draw.shift)
}

/// The inputs and cuts of one scenario (or world) in a block; kept between blocks.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// One number a slot.
    pub inputs: Vec<F8>,
    /// Crises and security shocks by year.
    pub events: Events,
    /// Cut shares x_e.
    pub cuts: Vec<F8>,
    /// Troops asked to leave.
    pub personnel: F8,
}

impl Draws {
    /// Memory for the draws of a plan.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self {
            coordinates: plan.dependence.iter().map(|c| vec![[0.0; LANES]; c.len()]).collect(),
            scratch: plan.dependence.iter().map(Coordinates::scratch).collect(),
            values: Vec::with_capacity(plan.draws.len()),
            drawn: Vec::new(),
            own_normals: None,
            normals: plan.shocks.block(),
        }
    }

    /// Draws the block that starts at replicate `first` (a multiple of eight).
    #[inline(always)]
    pub fn draw(&mut self, plan: &Plan, first: u64) {
        let memory = self.coordinates.iter_mut().zip(&mut self.scratch);
        for (coordinates, (out, scratch)) in plan.dependence.iter().zip(memory) {
            coordinates.fill_with(first, scratch, out);
        }
        self.drawn.clear();
        self.own_normals = None;
        self.values.clear();
        for draw in &plan.draws {
            self.values.push(drawn(plan, draw, &self.coordinates));
        }
        plan.shocks.fill(first, &mut self.normals);
    }

    /// The uniforms behind what can be held, in the block that starts at replicate `first` and was drawn last. After
    /// [`Self::hold`] those of coordinates are as held, and not as drawn; those of factors are as drawn.
    #[must_use]
    pub fn uniforms(&self, plan: &Plan, held: Held, first: u64) -> [f64; LANES] {
        match held {
            Held::Coordinate { dependence, coordinate } => self.coordinates[dependence][coordinate],
            Held::Factor { dependence, factor } => plan.dependence[dependence].factor8(factor, first),
        }
    }

    /// Holds one thing at its quantile `u` in the block that starts at replicate `first` and was drawn last; all else,
    /// also what was held before, is as drawn. Inputs that are correlated with it keep their own draws.
    #[inline(always)]
    pub fn hold(&mut self, plan: &Plan, held: Held, u: f64, first: u64) {
        self.restore();
        let u = [u; LANES];
        let moves = |draw: &Draw| match held {
            Held::Coordinate { dependence, coordinate } => {
                (draw.dependence, draw.coordinate) == (dependence, coordinate)
            }
            Held::Factor { dependence, factor } => {
                // A coordinate is one of its own set only.
                draw.dependence == dependence
                    && plan.dependence[dependence]
                        .group_of(draw.coordinate)
                        .is_some_and(|(number, _)| number == factor)
            }
        };
        match held {
            Held::Coordinate { dependence, coordinate } => self.coordinates[dependence][coordinate] = u,
            Held::Factor { dependence, factor } => {
                plan.dependence[dependence].fill_group(factor, u, first, &mut self.coordinates[dependence]);
            }
        }
        for (value, draw) in self.values.iter_mut().zip(&plan.draws) {
            if moves(draw) {
                *value = drawn(plan, draw, &self.coordinates);
            }
        }
    }

    /// Takes the draws that `taken` names, and with `chance` the shocks, from others of the same block under another seed;
    /// all else, also what was held or taken before, is as drawn.
    pub fn mix(&mut self, other: &Self, taken: &[bool], chance: bool) {
        self.restore();
        for ((value, &theirs), _) in
            self.values.iter_mut().zip(&other.values).zip(taken).filter(|(_, taken)| **taken)
        {
            *value = theirs;
        }
        if chance {
            self.own_normals = Some(std::mem::replace(&mut self.normals, other.normals.clone()));
        }
    }

    /// Makes everything as it was drawn, and remembers that.
    #[inline(always)]
    fn restore(&mut self) {
        if self.drawn.is_empty() {
            self.drawn.clone_from(&self.values);
        } else {
            self.values.clone_from(&self.drawn);
        }
        if let Some(own) = self.own_normals.take() {
            self.normals = own;
        }
    }

    /// The inputs of a world, which has no cuts.
    #[inline(always)]
    pub fn world(&self, plan: &Plan, sources: &[Source], given: &mut Given) {
        let values = sources.iter().map(|&source| match source {
            Source::Constant(number) => F8::splat(number),
            Source::Draw(draw) => self.values[draw],
        });
        set_column(&mut given.inputs, values, F8::ZERO);
        let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
        given.events.happen(&inputs, &self.normals);
        given.cuts.clear();
        given.cuts.resize(plan.layout.elements.len(), F8::ZERO);
        given.personnel = F8::ZERO;
    }

    /// The inputs and cuts of a scenario; returns the lanes whose draws are valid.
    #[inline(always)]
    pub fn scenario(&self, plan: &Plan, compiled: &Compiled, given: &mut Given) -> M8 {
        self.world(plan, &compiled.sources, given);
        let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
        (given.cuts, given.personnel) = match &compiled.cuts {
            Cuts::Groups(groups, asked) => {
                let asked = match asked {
                    Asked::Personnel => inputs.one(Name::Personnel),
                    Asked::DownTo => all_but(&inputs, inputs.one(Name::DownTo)),
                };
                (cuts_by_group(&inputs, groups, asked), asked)
            }
            Cuts::Explicit(shares) => cuts_explicit(&inputs, shares),
            Cuts::Amounts(amounts) => cuts_by_amount(&inputs, amounts),
        };
        let mut valid = M8::first(LANES);
        for check in &compiled.checks {
            valid = valid
                & match *check {
                    Check::Range(slot, range) => {
                        let mut ok = M8::first(0);
                        for lane in 0..LANES {
                            ok.0[lane] = if range.contains(given.inputs[slot][lane]) { u64::MAX } else { 0 };
                        }
                        ok
                    }
                    Check::Ordered(slot, later) => given.inputs[slot].le(given.inputs[later]),
                    Check::SomePositive(name) => {
                        inputs.all(name).iter().fold(F8::ZERO, |sum, &value| sum + value).gt(F8::ZERO)
                    }
                    Check::Spared => {
                        let Cuts::Groups(groups, _) = &compiled.cuts else { continue };
                        let people = inputs.all(Name::UsPersonnel);
                        let may = groups.iter().flatten().fold(F8::ZERO, |sum, &e| sum + people[e]);
                        // Added up in another order, the same people may differ in the last digits.
                        leaving_troops(&inputs, given.personnel).le(may * F8::splat(1.0 + 1e-9))
                    }
                    Check::Personnel => given.personnel.le(us_troops(&inputs)),
                };
        }
        valid
    }
}
