//! Section 9: the outcomes of one arm of eight replicates, filled into the array of [`Cells`].

use super::{
    cells::{Cells, Outcome},
    lanes::{F8, M8},
    layout::{Inputs, K},
    simulate::{Observer, Quarter, State},
};
use crate::scenario::names::Name;

/// What of a scenario decides how outcomes are counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Reporting {
    /// Position of the reporting tier.
    pub tier: usize,
    /// Coverage threshold by domain.
    pub thresholds: Vec<f64>,
    /// Gap that counts as closed, as a fraction of the requirement.
    pub closure_tolerance: f64,
}

/// First quarter that counts for headlines.
pub const HEADLINE_FROM: usize = 4;

/// The cells of one arm, and what its quarters leave behind until the arm is done.
#[derive(Clone, Debug)]
pub struct Outcomes<'a> {
    plan: &'a Cells,
    reporting: &'a Reporting,
    /// One number a cell.
    pub cells: Vec<F8>,
    /// `q_c` by domain and tier; infinite where open at the horizon.
    pub closes: Vec<F8>,
    last_open: Vec<F8>,
    inverse_weight: F8,
}

const NAN: F8 = F8::splat(f64::NAN);

/// The binding constraint of a domain in a quarter: an indicator a label, and the four shares.
struct Binding {
    open: M8,
    labels: [M8; 6],
    shares: [F8; 4],
    shared: M8,
}

impl<'a> Outcomes<'a> {
    /// An empty array.
    #[must_use]
    pub fn new(plan: &'a Cells, reporting: &'a Reporting) -> Self {
        Self {
            plan,
            reporting,
            cells: vec![F8::ZERO; plan.len],
            closes: Vec::new(),
            last_open: Vec::new(),
            inverse_weight: F8::ZERO,
        }
    }

    /// Starts an arm whose outcomes are counted as `reporting` says.
    #[inline(always)]
    pub fn start(&mut self, inputs: &Inputs, reporting: &'a Reporting) {
        self.reporting = reporting;
        let pairs = inputs.layout.domains.len() * K;
        self.cells.fill(F8::ZERO);
        self.last_open.clear();
        self.last_open.resize(pairs, F8::splat(-1.0));
        self.closes.clear();
        self.closes.resize(pairs, F8::ZERO);
        let weights = inputs.all(Name::Weight).iter().fold(F8::ZERO, |sum, &w| sum + w);
        self.inverse_weight = F8::ONE / weights;
        for outcome in [Outcome::First, Outcome::Last, Outcome::PeakQuarter] {
            let first = self.plan.first(outcome);
            self.cells[first..first + pairs].fill(NAN);
        }
    }

    #[inline(always)]
    fn at(&mut self, outcome: Outcome, offset: usize) -> &mut F8 {
        let first = self.plan.first(outcome);
        &mut self.cells[first + offset]
    }

    /// Gap, coverage and margin of a quarter, and what of them runs over time.
    #[inline(always)]
    fn supply(&mut self, inputs: &Inputs, now: &Quarter, state: &State) {
        let plan = self.plan;
        let domains = inputs.layout.domains.len();
        let pairs = domains * K;
        let quarters = inputs.layout.quarters;
        let (q, when_now) = (now.q, F8::splat(now.q as f64));
        let part_of_year = F8::splat(1.0 / (quarters - (q / 4) * 4).min(4) as f64);
        let headline = if q >= HEADLINE_FROM { 1.0 / (quarters - HEADLINE_FROM) as f64 } else { 0.0 };
        let tolerance = F8::splat(self.reporting.closure_tolerance);
        let weight = inputs.all(Name::Weight);
        let mut index = [F8::ZERO; K];
        for d in 0..domains {
            let threshold = F8::splat(self.reporting.thresholds[d]);
            for k in 0..K {
                let i = d * K + k;
                let (required, effective) = (now.required[i], state.supply.effective[i]);
                let some = required.gt(F8::ZERO);
                let gap = (required - effective).max(F8::ZERO);
                let met = effective / required;
                let lost = some.keep((F8::ONE - met).max(F8::ZERO));
                let coverage = F8::ONE - lost;
                self.cells[plan.first(Outcome::Gap) + q * pairs + i] = gap;
                self.cells[plan.first(Outcome::Coverage) + q * pairs + i] = coverage;
                self.cells[plan.first(Outcome::Margin) + q * pairs + i] = some.select(met - F8::ONE, NAN);
                self.cells[plan.first(Outcome::CoverageYear) + (q / 4) * pairs + i] +=
                    coverage * part_of_year;
                self.cells[plan.first(Outcome::Shortfall) + i] += lost * F8::splat(headline);
                index[k] += weight[d] * lost;

                let open = gap.gt(tolerance * required);
                self.last_open[i] = open.select(when_now, self.last_open[i]);

                let below = coverage.lt(threshold);
                let area = self.at(Outcome::Area, i);
                *area += (threshold - coverage).max(F8::ZERO) * F8::splat(0.25);
                *self.at(Outcome::Below, i) += below.indicator();
                let first = self.at(Outcome::First, i);
                // A quarter is never NaN once it is set: NaN compares unequal to itself.
                *first = (below & !first.ge(F8::ZERO)).select(when_now, *first);
                let last = self.at(Outcome::Last, i);
                *last = below.select(when_now, *last);

                let peak = self.at(Outcome::Peak, i);
                let higher = gap.gt(*peak);
                *peak = higher.select(gap, *peak);
                let when = self.at(Outcome::PeakQuarter, i);
                *when = higher.select(when_now, *when);
            }
        }
        for (k, sum) in index.into_iter().enumerate() {
            let value = sum * self.inverse_weight;
            *self.at(Outcome::Index, q * K + k) = value;
            *self.at(Outcome::IndexYear, (q / 4) * K + k) += value * part_of_year;
            *self.at(Outcome::IndexHeadline, k) += value * F8::splat(headline);
        }
        if q % 4 == 0 {
            for i in 0..pairs {
                let (supply, offset) = (&state.supply, (q / 4) * pairs + i);
                let some = supply.raw[i].gt(F8::ZERO);
                let usable = some.select(supply.effective[i] / supply.raw[i], F8::ONE);
                *self.at(Outcome::Required, offset) = now.required[i];
                *self.at(Outcome::EuropeanUsable, offset) = supply.european[i] * usable;
                *self.at(Outcome::InPlaceUsable, offset) = supply.us_in_place[i] * usable;
                *self.at(Outcome::ReinforcementUsable, offset) = supply.us_reinforcement[i] * usable;
                *self.at(Outcome::Unusable, offset) = supply.raw[i] - supply.effective[i];
            }
        }
    }

    /// Money of a quarter.
    #[inline(always)]
    fn cost(&mut self, inputs: &Inputs, q: usize, state: &State) {
        let y = q / 4;
        let domains = inputs.layout.domains.len();
        let unit_cost = inputs.all(Name::UnitCost);
        let (mut spent, mut bill) = (F8::ZERO, F8::ZERO);
        for d in 0..domains {
            spent += state.orders[d] * unit_cost[d];
            let lack = state.need[d] * unit_cost[d];
            bill += lack;
            *self.at(Outcome::BillDomain, q * domains + d) = lack;
        }
        *self.at(Outcome::Bill, q) = bill;
        if q == headline_bill_quarter(inputs.layout.quarters) {
            *self.at(Outcome::BillHeadline, 0) = bill;
        }
        let paid = state.upkeep.min(state.funds);
        let lapsed = (state.pool - spent).max(F8::ZERO);
        for (outcome, amount) in [
            (Outcome::FundsYear, state.funds),
            (Outcome::SpendingYear, spent),
            (Outcome::ChargedYear, state.upkeep),
            (Outcome::PaidYear, paid),
            (Outcome::UnfundedYear, state.upkeep - paid),
            (Outcome::LapsedYear, lapsed),
        ] {
            *self.at(outcome, y) += amount;
        }
    }

    /// Section 9 "binding constraint" of domain `d`, from the stocks after the quarter's update.
    #[inline(always)]
    fn binding(&self, d: usize, now: &Quarter, state: &State) -> Binding {
        let i = d * K + self.reporting.tier;
        let stocks = &state.stocks;
        let required = now.required[i];
        let gap = (required - state.supply.effective[i]).max(F8::ZERO);
        let open = gap.gt(F8::splat(self.reporting.closure_tolerance) * required);
        let enablers = open & state.supply.raw[i].ge(required);
        let money = (state.need[d] - state.orders[d]).max(F8::ZERO);
        let waiting = stocks.s3[d];
        let industry = (waiting - now.limit[d] / state.industry.rate(d)).max(F8::ZERO);
        let people = stocks.parked[d];
        let time = stocks.s1[d] + stocks.s2[d] + waiting - industry + stocks.training[d];
        let sum = money + industry + people + time;
        let part = F8::ONE / sum;
        let rest = open & !enablers;
        let reliance = rest & sum.lt(F8::splat(0.01) * state.supply.holdings[d]);
        let shared = rest & !reliance;
        let by_money = shared & money.ge(industry) & money.ge(people) & money.ge(time);
        let by_industry = shared & !by_money & industry.ge(people) & industry.ge(time);
        let by_people = shared & !by_money & !by_industry & people.ge(time);
        let by_time = shared & !by_money & !by_industry & !by_people;
        Binding {
            open,
            labels: [by_money, by_industry, by_people, by_time, enablers, reliance],
            shares: [money * part, industry * part, people * part, time * part],
            shared,
        }
    }

    /// What is known only when all quarters are done.
    #[inline(always)]
    pub fn finish(&mut self, inputs: &Inputs, state: &State) {
        self.close(inputs);
        self.spend(inputs, state);
    }

    /// Closure: `q_c`, and by which year.
    #[inline(always)]
    fn close(&mut self, inputs: &Inputs) {
        let layout = inputs.layout;
        let pairs = layout.domains.len() * K;
        // A gap that is closed only in the last four quarters may be about to open again: it counts as open.
        let latest = F8::splat(layout.quarters as f64 - 4.0);
        for i in 0..pairs {
            let after = self.last_open[i] + F8::ONE;
            let closed = after.le(latest);
            self.closes[i] = closed.select(after, F8::splat(f64::INFINITY));
            *self.at(Outcome::NeverOpen, i) = self.last_open[i].lt(F8::ZERO).indicator();
            *self.at(Outcome::OpenAtHorizon, i) = (!closed).indicator();
            let ever = self.at(Outcome::Below, i).gt(F8::ZERO).indicator();
            *self.at(Outcome::Ever, i) = ever;
        }
        for y in 0..layout.years() {
            let end = F8::splat((4 * (y + 1)) as f64);
            for i in 0..pairs {
                let closed = self.closes[i].le(end).indicator();
                *self.at(Outcome::ClosedBy, y * pairs + i) = closed;
                *self.at(Outcome::ClosedDomains, y * K + i % K) += closed;
            }
        }
    }

    /// Spending and cost by ally and over the run.
    #[inline(always)]
    fn spend(&mut self, inputs: &Inputs, state: &State) {
        let layout = inputs.layout;
        let allies = layout.allies.len();
        let money = &state.money;
        let (share_now, gdp_now) = (inputs.all(Name::ShareNow), inputs.all(Name::GdpNow));
        let pledge = inputs.all(Name::Pledge);
        for y in 0..=layout.years() {
            let (mut weighted, mut gdp) = (F8::ZERO, F8::ZERO);
            for a in 0..allies {
                let (s, g) = match y.checked_sub(1) {
                    None => (share_now[a], gdp_now[a]),
                    Some(year) => (money.share[year * allies + a], money.gdp[year * allies + a]),
                };
                weighted += s * g;
                gdp += g;
                *self.at(Outcome::Share, y * allies + a) = s;
                *self.at(Outcome::PledgeMet, y * allies + a) = s.ge(pledge[a]).indicator();
            }
            *self.at(Outcome::Together, y) = weighted / gdp;
        }
        let per_efficiency = F8::ONE / inputs.one(Name::Efficiency);
        for y in 0..layout.years() {
            let part = F8::splat((layout.quarters - 4 * y).min(4) as f64 * 0.25);
            let uplift = &money.uplift_by_ally[y * allies..(y + 1) * allies];
            let positive = uplift.iter().fold(F8::ZERO, |sum, &u| sum + u.max(F8::ZERO));
            for (a, &mine) in uplift.iter().enumerate() {
                let amount = mine * part;
                *self.at(Outcome::UpliftAllyYear, y * allies + a) = amount;
                *self.at(Outcome::UpliftAlly, a) += amount;
                *self.at(Outcome::UpliftYear, y) += amount;
                *self.at(Outcome::Uplift, 0) += amount;
                let carried = positive.gt(F8::ZERO).keep(mine.max(F8::ZERO) / positive);
                for (year, by_year, total) in [
                    (Outcome::SpendingYear, Outcome::SpendingAllyYear, Outcome::SpendingAlly),
                    (Outcome::PaidYear, Outcome::PaidAllyYear, Outcome::PaidAlly),
                    (Outcome::LapsedYear, Outcome::LapsedAllyYear, Outcome::LapsedAlly),
                ] {
                    let borne = *self.at(year, y) * carried;
                    *self.at(by_year, y * allies + a) = borne;
                    *self.at(total, a) += borne;
                }
            }
            for (year, total) in [
                (Outcome::FundsYear, Outcome::Funds),
                (Outcome::SpendingYear, Outcome::Spending),
                (Outcome::ChargedYear, Outcome::Charged),
                (Outcome::PaidYear, Outcome::Paid),
                (Outcome::UnfundedYear, Outcome::Unfunded),
                (Outcome::LapsedYear, Outcome::Lapsed),
            ] {
                let amount = *self.at(year, y);
                *self.at(total, 0) += amount;
            }
        }
        for (net, gross) in [
            (Outcome::Funds, Outcome::FundsGross),
            (Outcome::Spending, Outcome::SpendingGross),
            (Outcome::Paid, Outcome::PaidGross),
            (Outcome::Lapsed, Outcome::LapsedGross),
        ] {
            let amount = *self.at(net, 0);
            *self.at(gross, 0) = amount * per_efficiency;
        }
        for a in 0..allies {
            let amount = *self.at(Outcome::SpendingAlly, a);
            *self.at(Outcome::SpendingGrossAlly, a) = amount * per_efficiency;
        }
    }
}

/// The quarter whose bill is the headline: the start of the run's fifth year, or the last year's start in a shorter run.
#[must_use]
pub fn headline_bill_quarter(quarters: usize) -> usize {
    16.min((quarters - 1) / 4 * 4)
}

impl Observer for Outcomes<'_> {
    #[inline(always)]
    fn quarter(&mut self, inputs: &Inputs, now: &Quarter, state: &State) {
        let q = now.q;
        self.supply(inputs, now, state);
        self.cost(inputs, q, state);
        let domains = inputs.layout.domains.len();
        for d in 0..domains {
            let binding = self.binding(d, now, state);
            let offset = q * domains + d;
            *self.at(Outcome::Open, offset) = binding.open.indicator();
            let labels = [
                Outcome::Money,
                Outcome::Industry,
                Outcome::People,
                Outcome::Time,
                Outcome::Enablers,
                Outcome::Reliance,
            ];
            for (outcome, label) in labels.into_iter().zip(binding.labels) {
                *self.at(outcome, offset) = binding.open.select(label.indicator(), NAN);
            }
            let shares =
                [Outcome::MoneyShare, Outcome::IndustryShare, Outcome::PeopleShare, Outcome::TimeShare];
            for (outcome, share) in shares.into_iter().zip(binding.shares) {
                *self.at(outcome, offset) = binding.shared.select(share, NAN);
            }
        }
    }
}
