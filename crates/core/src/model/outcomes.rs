//! Section 9: the outcomes of one arm of eight replicates, filled into its page of a [`Sheet`](super::sheet::Sheet).

use super::{
    binding::Standing,
    cells::{Frame as Rows, Outcome},
    closure::{NEVER, by_end_of, closes, gap, is_open},
    costs::{MONEY, cost, gross, shares, year},
    economy::Economy,
    frame::Frame,
    lanes::{F8, M8},
    layout::{Inputs, K, by_tier, by_tier_mut},
    sheet::Page,
    simulate::{Quarter, State},
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

/// What the quarters of an arm leave behind until it is done.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    /// `q_c` by domain and tier; infinite where open at the horizon.
    pub closes: Vec<F8>,
    last_open: Vec<F8>,
    inverse_weight: F8,
}

const NAN: F8 = F8::splat(f64::NAN);

/// What [`sources`] takes down.
const SOURCES: [Outcome; 5] = [
    Outcome::Required,
    Outcome::EuropeanUsable,
    Outcome::InPlaceUsable,
    Outcome::ReinforcementUsable,
    Outcome::Unusable,
];

/// What [`paper`] takes down.
const PAPER: [Outcome; 4] = [Outcome::Paper, Outcome::PaperCoverage, Outcome::PaperGap, Outcome::PaperBill];

/// What [`bindings`] takes down: the rows of all are among those of the first.
const BINDINGS: [Outcome; 5] =
    [Outcome::Open, Outcome::MoneyShare, Outcome::IndustryShare, Outcome::PeopleShare, Outcome::TimeShare];

/// What [`run_over`] takes down once a run, beside [`Outcome::CoverageYear`], and what [`Outcomes::close`] makes of it.
const OVER_RUN: [Outcome; 8] = [
    Outcome::Shortfall,
    Outcome::Area,
    Outcome::Below,
    Outcome::Ever,
    Outcome::First,
    Outcome::Last,
    Outcome::Peak,
    Outcome::PeakQuarter,
];

/// What runs over a year, beside its [`MONEY`].
const OVER_YEAR: [Outcome; 3] = [Outcome::CoverageYear, Outcome::IndexYear, Outcome::UpliftYear];

impl Outcomes {
    /// Starts an arm: empties the page and fills in the base year.
    #[inline(always)]
    pub fn start(&mut self, inputs: &Inputs, page: &mut Page) {
        let pairs = inputs.layout.domains.len() * K;
        self.last_open.clear();
        self.last_open.resize(pairs, NEVER);
        self.closes.clear();
        self.closes.resize(pairs, F8::ZERO);
        let weights = inputs.all(Name::Weight).iter().fold(F8::ZERO, |sum, &w| sum + w);
        self.inverse_weight = F8::ONE / weights;
        page.turn(0);
        page.clear(Rows::PairedRun);
        page.fill(Outcome::Programme, F8::ZERO);
        page.fill(Outcome::Present, F8::ZERO);
        page.fill(Outcome::Leaving, F8::ZERO);
        page.fill(Outcome::First, F8::splat(f64::INFINITY));
        page.fill(Outcome::Last, NEVER);
        page.fill(Outcome::PeakQuarter, NEVER);
        page.turn_to_base();
        shares(inputs, inputs.all(Name::ShareNow), inputs.all(Name::GdpNow), page);
    }

    /// Takes down the start of the quarter that `frame` stands at, as soon as its supply is there.
    #[inline(always)]
    #[allow(clippy::too_many_arguments)]
    pub fn start_of_quarter(
        &mut self,
        inputs: &Inputs,
        reporting: &Reporting,
        economy: &Economy,
        frame: &Frame,
        state: &State,
        now: &Quarter,
        page: &mut Page,
    ) {
        let q = frame.q;
        page.turn(q);
        if q.is_multiple_of(4) {
            for outcome in OVER_YEAR.into_iter().chain(MONEY.map(|(year, _)| year)) {
                page.fill(outcome, F8::ZERO);
            }
            let allies = state.money.share.len();
            let gdp = &economy.gdp[q / 4 * allies..(q / 4 + 1) * allies];
            shares(inputs, &state.money.share, gdp, page);
        }
        match page.keeps(&[Outcome::Margin], q) {
            true => self.supply::<true>(inputs, reporting, frame, now, page),
            false => self.supply::<false>(inputs, reporting, frame, now, page),
        }
        if q.is_multiple_of(4) {
            if page.keeps(&SOURCES, q / 4) {
                sources(inputs, frame, state, now, page);
            }
            if page.keeps(&PAPER, q / 4) {
                paper(inputs, frame, state, now, page);
            }
            *page.at(Outcome::ProgrammeYear, 0) = F8::ZERO;
        }
    }

    /// Takes down the rest of the quarter, from the stocks as at its end.
    #[inline(always)]
    pub fn end_of_quarter(
        &mut self,
        inputs: &Inputs,
        reporting: &Reporting,
        frame: &Frame,
        state: &State,
        now: &Quarter,
        page: &mut Page,
    ) {
        let q = frame.q;
        cost(inputs, frame, state, now, page);
        if page.keeps(&BINDINGS[..1], q) {
            bindings(reporting, frame, state, now, page);
        }
        let last = q + 1 == inputs.layout.quarters;
        let over_run = page.keeps(&OVER_RUN, 0) || page.keeps(&[Outcome::CoverageYear], q / 4);
        if over_run && (q + 1).is_multiple_of(4) {
            run_over::<4>(inputs, reporting, q - 3, page);
        } else if over_run && last {
            for q in q / 4 * 4..=q {
                run_over::<1>(inputs, reporting, q, page);
            }
        }
        if last || (q + 1).is_multiple_of(4) {
            year(q, state, page);
        }
        if last {
            self.close(inputs, page);
            gross(inputs, page);
        }
    }

    /// Gap, coverage, index and, where it is asked for, margin of a quarter.
    #[inline(always)]
    fn supply<const MARGIN: bool>(
        &mut self,
        inputs: &Inputs,
        reporting: &Reporting,
        frame: &Frame,
        now: &Quarter,
        page: &mut Page,
    ) {
        let domains = inputs.layout.domains.len();
        let quarters = inputs.layout.quarters;
        let (q, when_now) = (frame.q, F8::splat(frame.q as f64));
        let part_of_year = part_of_year(quarters, q);
        let headline = headline(quarters, q);
        let tolerance = F8::splat(reporting.closure_tolerance);
        let weight = &inputs.all(Name::Weight)[..domains];
        let required = by_tier(&frame.required, domains);
        let per_required = by_tier(&frame.per_required, domains);
        let effective = by_tier(&now.supply.effective, domains);
        let last_open = by_tier_mut(&mut self.last_open, domains);
        let columns = page.columns([Outcome::Gap, Outcome::Coverage, Outcome::Margin]);
        let [gaps, coverages, margins] = columns.map(|column| by_tier_mut(column, domains));
        let mut index = [F8::ZERO; K];
        for d in 0..domains {
            for k in 0..K {
                let (required, effective) = (required[d][k], effective[d][k]);
                let some = required.gt(F8::ZERO);
                let gap = gap(required, effective);
                let met = effective * per_required[d][k];
                let lost = lost(some, met);
                gaps[d][k] = gap;
                coverages[d][k] = F8::ONE - lost;
                if MARGIN {
                    margins[d][k] = some.select(met - F8::ONE, NAN);
                }
                index[k] += weight[d] * lost;
                let open = is_open(gap, required, tolerance);
                last_open[d][k] = last_open[d][k].max(open.select(when_now, NEVER));
            }
        }
        for (k, sum) in index.into_iter().enumerate() {
            let value = sum * self.inverse_weight;
            *page.at(Outcome::Index, k) = value;
            *page.at(Outcome::IndexYear, k) += value * part_of_year;
            *page.at(Outcome::IndexHeadline, k) += value * headline;
        }
    }

    /// Closure: `q_c`, and by which year.
    #[inline(always)]
    fn close(&mut self, inputs: &Inputs, page: &mut Page) {
        let layout = inputs.layout;
        let pairs = layout.domains.len() * K;
        let (closing, last_open) = (&mut self.closes[..pairs], &self.last_open[..pairs]);
        let columns =
            page.columns([Outcome::NeverOpen, Outcome::OpenAtHorizon, Outcome::Ever, Outcome::Below]);
        let [never, at_horizon, ever, below] = columns.map(|column| &mut column[..pairs]);
        for i in 0..pairs {
            closing[i] = closes(last_open[i], layout.quarters);
            let closed = closing[i].lt(F8::splat(f64::INFINITY));
            never[i] = last_open[i].lt(F8::ZERO).indicator();
            at_horizon[i] = (!closed).indicator();
            ever[i] = below[i].gt(F8::ZERO).indicator();
        }
        for column in page.columns([Outcome::First, Outcome::Last, Outcome::PeakQuarter]) {
            for quarter in column {
                let came = quarter.ge(F8::ZERO) & quarter.lt(F8::splat(f64::INFINITY));
                *quarter = came.select(*quarter, NAN);
            }
        }
        let [closed_by, count] = page.columns([Outcome::ClosedBy, Outcome::ClosedDomains]);
        let years = closed_by.chunks_exact_mut(pairs).zip(count.as_chunks_mut::<K>().0);
        for (y, (closed_by, count)) in years.enumerate() {
            let end = by_end_of(y);
            for (i, closed) in closed_by.iter_mut().enumerate() {
                *closed = closing[i].le(end).indicator();
                count[i % K] += *closed;
            }
        }
    }
}

/// What is lost of a requirement of which `met` can be met: `1 - coverage`; nothing where there is none.
#[inline(always)]
pub(super) fn lost(some: M8, met: F8) -> F8 {
    some.keep((F8::ONE - met).max(F8::ZERO))
}

/// What a quarter counts in the mean of its year.
#[inline(always)]
fn part_of_year(quarters: usize, q: usize) -> F8 {
    F8::splat(1.0 / (quarters - (q / 4) * 4).min(4) as f64)
}

/// What a quarter counts in a headline.
#[inline(always)]
pub(super) fn headline(quarters: usize, q: usize) -> F8 {
    F8::splat(if q >= HEADLINE_FROM { 1.0 / (quarters - HEADLINE_FROM) as f64 } else { 0.0 })
}

/// What of gap and coverage runs over time, for `N` quarters of a year from `q` on. Several at once: the running numbers
/// are then fetched and stored once.
#[inline(always)]
fn run_over<const N: usize>(inputs: &Inputs, reporting: &Reporting, q: usize, page: &mut Page) {
    let (domains, quarters) = (inputs.layout.domains.len(), inputs.layout.quarters);
    let ranges: [_; N] =
        std::array::from_fn(|i| (page.quarter(Outcome::Gap, q + i), page.quarter(Outcome::Coverage, q + i)));
    let (columns, rows) = page.columns_beside_quarters([
        Outcome::CoverageYear,
        Outcome::Shortfall,
        Outcome::Area,
        Outcome::Below,
        Outcome::First,
        Outcome::Last,
        Outcome::Peak,
        Outcome::PeakQuarter,
    ]);
    let [by_year, shortfall, area, quarters_below, first, last, peak, peak_quarter] =
        columns.map(|column| by_tier_mut(column, domains));
    let by_quarter =
        ranges.map(|(gap, coverage)| (by_tier(&rows[gap], domains), by_tier(&rows[coverage], domains)));
    let (part_of_year, headline) = (part_of_year(quarters, q), headline(quarters, q));
    let (all, quarter) = (F8::splat(N as f64), F8::splat(0.25));
    let thresholds = &reporting.thresholds[..domains];
    for d in 0..domains {
        let threshold = F8::splat(thresholds[d]);
        for k in 0..K {
            let (mut covered, mut short) = (F8::ZERO, F8::ZERO);
            let mut count = quarters_below[d][k];
            let (mut from, mut until) = (first[d][k], last[d][k]);
            let (mut most, mut when) = (peak[d][k], peak_quarter[d][k]);
            for i in 0..N {
                let now = F8::splat((q + i) as f64);
                let (gap, coverage) = (by_quarter[i].0[d][k], by_quarter[i].1[d][k]);
                covered += coverage;
                let below = coverage.lt(threshold);
                short += (threshold - coverage).max(F8::ZERO);
                count += below.indicator();
                from = from.min(below.select(now, F8::splat(f64::INFINITY)));
                until = below.select(now, until);
                when = gap.gt(most).select(now, when);
                most = most.max(gap);
            }
            by_year[d][k] += covered * part_of_year;
            // Headlines begin with a year.
            shortfall[d][k] += (all - covered) * headline;
            area[d][k] += short * quarter;
            quarters_below[d][k] = count;
            (first[d][k], last[d][k]) = (from, until);
            (peak[d][k], peak_quarter[d][k]) = (most, when);
        }
    }
}

/// Supply by source at the start of a year.
#[inline(always)]
fn sources(inputs: &Inputs, frame: &Frame, state: &State, now: &Quarter, page: &mut Page) {
    let domains = inputs.layout.domains.len();
    let columns = page.columns(SOURCES);
    let [required, european, in_place, reinforcement, unusable] =
        columns.map(|column| by_tier_mut(column, domains));
    required.copy_from_slice(by_tier(&frame.required, domains));
    let (raw, effective) = (by_tier(&now.supply.raw, domains), by_tier(&now.supply.effective, domains));
    for d in 0..domains {
        let from = now.supply.sources(inputs, frame, state, d);
        for k in 0..K {
            let some = raw[d][k].gt(F8::ZERO);
            let usable = some.select(effective[d][k] / raw[d][k], F8::ONE);
            european[d][k] = from.european[k] * usable;
            in_place[d][k] = from.us_in_place[k] * usable;
            reinforcement[d][k] = from.us_reinforcement[k] * usable;
            unusable[d][k] = raw[d][k] - effective[d][k];
        }
    }
}

/// What published counts of inventories compare, at the start of a year: all kit there is, ready, willing, sure to come.
#[inline(always)]
fn paper(inputs: &Inputs, frame: &Frame, state: &State, now: &Quarter, page: &mut Page) {
    const LAST: usize = K - 1;
    let domains = inputs.layout.domains.len();
    let unit_cost = &inputs.all(Name::UnitCost)[..domains];
    let (departure, stocks) = (&state.departure, &state.stocks);
    let (required, per_required) = (by_tier(&frame.required, domains), by_tier(&frame.per_required, domains));
    let pledged = by_tier(&state.pledges.pledged, domains);
    let columns = page.columns([Outcome::Paper, Outcome::PaperCoverage, Outcome::PaperGap]);
    let [there, coverages, gaps] = columns.map(|column| &mut column[..domains]);
    let mut bill = F8::ZERO;
    for d in 0..domains {
        let ours = now.supply.holdings[d] + stocks.parked[d] + stocks.training[d];
        let in_place = departure.present[d] - departure.withdrawn[d];
        let away = departure.withdrawn[d] - departure.handed[d];
        let us = in_place + pledged[d][LAST] + departure.return_share[LAST] * away;
        let (all, required) = (ours + us, required[d][LAST]);
        there[d] = all;
        coverages[d] = F8::ONE - lost(required.gt(F8::ZERO), all * per_required[d][LAST]);
        gaps[d] = gap(required, all);
        bill += gaps[d] * unit_cost[d];
    }
    *page.at(Outcome::PaperBill, 0) = bill;
}

/// Section 9 "binding constraint" of every domain, from the stocks after the quarter's update: a word of labels, and the
/// shares of what is lacking, 0 where there are none (the labels say where there are).
#[inline(always)]
fn bindings(reporting: &Reporting, frame: &Frame, state: &State, now: &Quarter, page: &mut Page) {
    let domains = now.need.len();
    let standing = Standing::new(F8::splat(reporting.closure_tolerance), reporting.tier, frame, state, now);
    let columns = page.columns(BINDINGS);
    let [words, money_share, industry_share, people_share, time_share] =
        columns.map(|column| &mut column[..domains]);
    for d in 0..domains {
        let found = standing.binding(d);
        // In the order of the outcomes that are labels, from `Open` on.
        let mut word = found.open.bit(0);
        for (field, label) in found.labels.into_iter().enumerate() {
            word = word | label.bit(8 * (field as u32 + 1));
        }
        let [money, industry, people, time] = found.lacking;
        words[d] = word.as_f8();
        money_share[d] = found.shared.keep(money * found.per_sum);
        industry_share[d] = found.shared.keep(industry * found.per_sum);
        people_share[d] = found.shared.keep(people * found.per_sum);
        time_share[d] = found.shared.keep(time * found.per_sum);
    }
}
