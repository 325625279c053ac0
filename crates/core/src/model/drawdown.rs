//! Section 3: who leaves, when, and in what manner.

use super::{
    arm::Arm,
    lanes::{F8, M8},
    layout::{Inputs, K, set_column},
};
use crate::scenario::names::Name;

/// Length of a quarter in years.
pub const DT: f64 = 0.25;

/// The part by which people and pledges that are taken away may differ in drawdowns of one size.
pub const SIZE: f64 = 0.05;

/// `P_us`: US troops in Europe.
#[must_use]
#[inline(always)]
pub fn us_troops(inputs: &Inputs) -> F8 {
    inputs.all(Name::UsPersonnel).iter().fold(F8::ZERO, |sum, &p| sum + p)
}

/// `N = min(personnel, max(0, P_us - troop_floor))`: what leaves of the `personnel` asked for.
#[must_use]
#[inline(always)]
pub fn leaving_troops(inputs: &Inputs, personnel: F8) -> F8 {
    personnel.min((us_troops(inputs) - inputs.one(Name::TroopFloor)).max(F8::ZERO))
}

/// `max(0, P_us - down_to)`: what is asked to leave where it is said how many are left.
#[must_use]
#[inline(always)]
pub fn all_but(inputs: &Inputs, down_to: F8) -> F8 {
    (us_troops(inputs) - down_to).max(F8::ZERO)
}

/// `F`: the part of a departure that is done so many quarters after its start, by its `duration` in quarters and its profile.
#[must_use]
#[inline(always)]
pub fn part_done(since: F8, duration: F8, profile: F8) -> F8 {
    let front: M8 = profile.ge(F8::splat(2.0));
    let curved = profile.ge(F8::ONE) & profile.lt(F8::splat(2.0));
    let t = duration.gt(F8::ZERO).select((since / duration).clip(0.0, 1.0), since.ge(F8::ZERO).indicator());
    let rest = F8::ONE - t;
    let s_curve = t * t * (F8::splat(3.0) - F8::splat(2.0) * t);
    front.select(F8::ONE - rest * rest, curved.select(s_curve, t))
}

/// A selector settled for a set of force elements: their positions.
pub type Group = Vec<usize>;

/// Cut shares of the troops `asked` for by a common share of each group, groups used up in order (`Priority`; one group of all elements is
/// `Proportional`). Elements without people follow the share of their group.
#[must_use]
#[inline(always)]
pub fn cuts_by_group(inputs: &Inputs, groups: &[Group], asked: F8) -> Vec<F8> {
    let people = inputs.all(Name::UsPersonnel);
    let mut left = leaving_troops(inputs, asked);
    let mut cuts = vec![F8::ZERO; people.len()];
    // What rounding leaves over is nobody.
    let somebody = left * F8::splat(1e-9);
    for group in groups {
        let there = group.iter().fold(F8::ZERO, |sum, &e| sum + people[e]);
        let leaves = left.min(there);
        // A group without any people is gone as soon as its turn has come and somebody is still to leave.
        let share = there.gt(F8::ZERO).select(leaves / there, left.gt(somebody).indicator());
        for &e in group {
            cuts[e] = share;
        }
        left -= leaves;
    }
    cuts
}

/// Cut shares as given (`Explicit`): the troops asked for follow from them. Returns the shares and the troops asked for.
#[must_use]
#[inline(always)]
pub fn cuts_explicit(inputs: &Inputs, shares: &[f64]) -> (Vec<F8>, F8) {
    let people = inputs.all(Name::UsPersonnel);
    let asked = people.iter().zip(shares).fold(F8::ZERO, |sum, (&p, &x)| sum + p * F8::splat(x));
    (within_floor(inputs, shares.iter().map(|&x| F8::splat(x)).collect(), asked), asked)
}

/// Cut shares by which so many people of each group leave, or all of them where fewer are there (`Amounts`), at one common share;
/// the troops asked for follow. Returns the shares and the troops asked for.
#[must_use]
#[inline(always)]
pub fn cuts_by_amount(inputs: &Inputs, amounts: &[(Group, f64)]) -> (Vec<F8>, F8) {
    let people = inputs.all(Name::UsPersonnel);
    let mut cuts = vec![F8::ZERO; people.len()];
    let mut asked = F8::ZERO;
    for (group, amount) in amounts {
        let there = group.iter().fold(F8::ZERO, |sum, &e| sum + people[e]);
        let leaves = F8::splat(*amount).min(there);
        let share = there.gt(F8::ZERO).select(leaves / there, F8::ZERO);
        for &e in group {
            cuts[e] = share;
        }
        asked += leaves;
    }
    (within_floor(inputs, cuts, asked), asked)
}

/// Shares from which the troops `asked` for follow: above the floor's limit all are multiplied by limit/asked.
#[inline(always)]
fn within_floor(inputs: &Inputs, mut cuts: Vec<F8>, asked: F8) -> Vec<F8> {
    let leaves = leaving_troops(inputs, asked);
    let scale = asked.gt(leaves).select(leaves / asked, F8::ONE);
    for cut in &mut cuts {
        *cut = *cut * scale;
    }
    cuts
}

/// Timetable, manner and consequences of a departure in one arm.
#[derive(Clone, Debug, Default)]
pub struct Departure {
    /// `N / P_us`.
    pub fraction: F8,
    /// `w`: how orderly it is.
    pub order: F8,
    /// `q_rec`: from this quarter on planners reckon with the departure.
    pub recognised: F8,
    /// `sum_e c_ed` by domain.
    pub present: Vec<F8>,
    /// `leaving_d`: what will have left in the end.
    pub leaving: Vec<F8>,
    /// `handover_max_d w`: the part of what left that stays with allies as kit and stocks.
    pub handed_part: Vec<F8>,
    /// `F(q)` by quarter.
    pub departed: Vec<F8>,
    /// `Z(q)` by quarter.
    pub disruption: Vec<F8>,
    /// `return_share_k`.
    pub return_share: [F8; K],
    /// `linkage N / P_us`.
    pub linkage: F8,
    /// `withdrawn_d(q)` of the current quarter.
    pub withdrawn: Vec<F8>,
    /// `handed_d(q)` of the current quarter.
    pub handed: Vec<F8>,
    /// Whether units leave in this arm.
    cuts: bool,
}

impl Default for F8 {
    fn default() -> Self {
        F8::ZERO
    }
}

#[inline(always)]
fn switched(on: bool, value: F8) -> F8 {
    if on { value } else { F8::ZERO }
}

impl Departure {
    /// Settles everything that does not change with the state of the world.
    ///
    /// `cuts` are the cut shares x_e of the scenario; an arm without cuts ignores them.
    #[inline(always)]
    pub fn prepare(&mut self, inputs: &Inputs, cuts: &[F8], arm: Arm) {
        let layout = inputs.layout;
        let people = inputs.all(Name::UsPersonnel);
        let total = us_troops(inputs);
        let leaves = people.iter().zip(cuts).fold(F8::ZERO, |sum, (&p, &x)| sum + p * x);
        self.cuts = arm.cuts;
        self.fraction = switched(arm.cuts, leaves / total);

        self.present.clear();
        self.present.resize(layout.domains.len(), F8::ZERO);
        self.leaving.clear();
        self.leaving.resize(layout.domains.len(), F8::ZERO);
        for (&(e, d), &units) in layout.us_units.iter().zip(inputs.all(Name::UsUnits)) {
            self.present[d] += units;
            self.leaving[d] += switched(arm.cuts, units * cuts[e]);
        }
        for (leaving, &stay) in self.leaving.iter_mut().zip(inputs.all(Name::Stay)) {
            *leaving = (F8::ONE - stay) * *leaving;
        }

        let start = inputs.one(Name::Start) + inputs.one(Name::Slip);
        let announced = inputs.one(Name::Announced);
        let information = inputs.one(Name::Information);
        let notice = inputs.one(Name::FullNotice);
        let warned = notice
            .gt(F8::ZERO)
            .select(((start - announced) / notice).clip(0.0, 1.0), start.gt(announced).indicator());
        let order = information * warned;
        self.order = order;
        self.recognised = (announced + (F8::ONE - information) * inputs.one(Name::RecognitionLag)).min(start);
        let handover = inputs.all(Name::HandoverMax).iter().map(|&most| switched(arm.handover, most * order));
        set_column(&mut self.handed_part, handover, F8::ZERO);

        self.timetable(inputs, start);
        let keep = (-F8::splat(DT) / inputs.one(Name::DisruptionYears)).exp();
        let shock =
            switched(arm.disruption, inputs.one(Name::Disruption)) * (F8::ONE - order) * self.fraction;
        self.disruption.clear();
        let mut level = F8::ZERO;
        let mut before = self.departed[0];
        for &departed in &self.departed {
            level = level * keep + shock * (departed - before);
            before = departed;
            self.disruption.push(level);
        }

        for (share, &given) in self.return_share.iter_mut().zip(inputs.all(Name::ReturnShare)) {
            *share = switched(arm.returns, given);
        }
        self.linkage = switched(arm.linkage, inputs.one(Name::Linkage)) * self.fraction;
        self.withdrawn.clear();
        self.withdrawn.resize(layout.domains.len(), F8::ZERO);
        self.handed.clear();
        self.handed.resize(layout.domains.len(), F8::ZERO);
    }

    /// `F(q)`: the part of the departure that is done, by quarter.
    #[inline(always)]
    fn timetable(&mut self, inputs: &Inputs, start: F8) {
        let duration = inputs.one(Name::Duration);
        let profile = inputs.one(Name::Profile);
        self.departed.clear();
        for q in 0..inputs.layout.quarters {
            self.departed.push(part_done(F8::splat(q as f64) - start, duration, profile));
        }
    }

    /// Sets `withdrawn_d(q)` and `handed_d(q)` for the quarter, which follows on the last; returns whether they moved.
    #[inline(always)]
    pub fn advance(&mut self, q: usize) -> bool {
        if !self.cuts || (q > 0 && !self.departed[q].differs(self.departed[q - 1]).any()) {
            return false;
        }
        let domains = self.leaving.len();
        let (departed, leaving) = (self.departed[q], &self.leaving[..domains]);
        let handed_part = &self.handed_part[..domains];
        let (withdrawn, handed) = (&mut self.withdrawn[..domains], &mut self.handed[..domains]);
        for d in 0..domains {
            withdrawn[d] = leaving[d] * departed;
            handed[d] = handed_part[d] * withdrawn[d];
        }
        true
    }
}
