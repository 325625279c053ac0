//! Section 9: the outcomes of one arm of eight replicates, filled into its page of a [`Sheet`](super::sheet::Sheet).

use super::{
    asked::Asked,
    binding::Standing,
    cells::Outcome,
    closure::{NEVER, by_end_of, closes, gap, is_open},
    costs::{self, cost, gross, shares, year},
    economy::Economy,
    frame::Frame,
    index::{inverse_weight, lost, part_of_headline, part_of_year, weighted},
    lanes::F8,
    layout::{Inputs, K, by_tier, by_tier_mut},
    over_run::{self, run_over, when_below},
    sheet::Page,
    simulate::{Quarter, State},
    supply::DomainSupply,
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

/// What the quarters of an arm leave behind until it is done.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    /// `q_c` by domain and tier, where closure is asked for; infinite where open at the horizon.
    pub closes: Vec<F8>,
    last_open: Vec<F8>,
    inverse_weight: F8,
    asked: Asked,
}

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

impl Outcomes {
    /// Starts an arm: empties the page and fills in the base year.
    #[inline(always)]
    pub fn start(&mut self, inputs: &Inputs, page: &mut Page) {
        let pairs = inputs.layout.domains.len() * K;
        self.last_open.clear();
        self.last_open.resize(pairs, NEVER);
        self.closes.clear();
        self.closes.resize(pairs, F8::ZERO);
        self.inverse_weight = inverse_weight(inputs);
        page.turn(0);
        self.asked = page.asked;
        for outcome in [Outcome::IndexHeadline, Outcome::Present, Outcome::Leaving] {
            page.fill(outcome, F8::ZERO);
        }
        if self.asked.closure {
            page.fill(Outcome::ClosedDomains, F8::ZERO);
        }
        if self.asked.over_run {
            over_run::start(page);
        }
        if self.asked.money {
            costs::start(page);
        }
        if self.asked.spending {
            page.turn_to_base();
            shares(inputs, inputs.all(Name::ShareNow), inputs.all(Name::GdpNow), page);
        }
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
            page.fill(Outcome::IndexYear, F8::ZERO);
            if self.runs_over(page, q) {
                over_run::start_of_year(page);
            }
            if self.asked.money {
                costs::start_of_year(page);
            }
            if self.asked.spending {
                let allies = state.money.share.len();
                let gdp = &economy.gdp[q / 4 * allies..(q / 4 + 1) * allies];
                shares(inputs, &state.money.share, gdp, page);
            }
        }
        let margin = page.keeps(&[Outcome::Margin], q);
        let cells = margin || self.runs_over(page, q) || page.keeps(&[Outcome::Gap, Outcome::Coverage], q);
        match (cells, margin, self.asked.closure) {
            (true, true, _) => self.cells::<true>(inputs, reporting, frame, now, page),
            (true, false, _) => self.cells::<false>(inputs, reporting, frame, now, page),
            (false, _, true) => self.open(reporting, frame, now),
            (false, _, false) => {}
        }
        if !cells {
            self.index(inputs, frame, weighted::<true>(frame, &now.supply, 0..K), page);
        }
        if q.is_multiple_of(4) {
            if page.keeps(&SOURCES, q / 4) {
                sources(inputs, frame, state, now, page);
            }
            if page.keeps(&PAPER, q / 4) {
                paper(inputs, frame, state, now, page);
            }
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
        if self.asked.money {
            cost(inputs, frame, state, now, page);
        }
        if page.keeps(&BINDINGS[..1], q) {
            bindings(reporting, frame, state, now, page);
        }
        let last = q + 1 == inputs.layout.quarters;
        let over_run = self.runs_over(page, q);
        if over_run && (q + 1).is_multiple_of(4) {
            run_over::<4>(inputs, &reporting.thresholds, q - 3, page);
        } else if over_run && last {
            for q in q / 4 * 4..=q {
                run_over::<1>(inputs, &reporting.thresholds, q, page);
            }
        }
        if self.asked.money && (last || (q + 1).is_multiple_of(4)) {
            year(q, state, page);
        }
        if last {
            if self.asked.closure {
                self.close(inputs, page);
            }
            if self.asked.over_run {
                when_below(inputs, page);
            }
            if self.asked.money {
                gross(inputs, page);
            }
        }
    }

    /// Whether something that runs over the quarters of a year is kept of that of quarter `q`.
    #[inline(always)]
    fn runs_over(&self, page: &Page, q: usize) -> bool {
        self.asked.over_run || page.keeps(&[Outcome::CoverageYear], q / 4)
    }

    /// Gap, coverage, index and, where it is asked for, margin of a quarter.
    #[inline(always)]
    fn cells<const MARGIN: bool>(
        &mut self,
        inputs: &Inputs,
        reporting: &Reporting,
        frame: &Frame,
        now: &Quarter,
        page: &mut Page,
    ) {
        let domains = inputs.layout.domains.len();
        let when_now = F8::splat(frame.q as f64);
        let tolerance = F8::splat(reporting.closure_tolerance);
        let (frames, supply) = (&frame.domains[..domains], &now.supply.domains[..domains]);
        let last_open = by_tier_mut(&mut self.last_open, domains);
        let columns = page.columns([Outcome::Gap, Outcome::Coverage, Outcome::Margin]);
        let [gaps, coverages, margins] = columns.map(|column| by_tier_mut(column, domains));
        let mut index = [F8::ZERO; K];
        for d in 0..domains {
            let (required, per_required) = (frames[d].required(), frames[d].per_required());
            for k in 0..K {
                let (required, effective) = (required[k], supply[d].effective[k]);
                let some = required.gt(F8::ZERO);
                let gap = gap(required, effective);
                let met = effective * per_required[k];
                let lost = lost(some, met);
                gaps[d][k] = gap;
                coverages[d][k] = F8::ONE - lost;
                if MARGIN {
                    margins[d][k] = some.select(met - F8::ONE, F8::splat(f64::NAN));
                }
                index[k] += frames[d].weight * lost;
                let open = is_open(gap, required, tolerance);
                last_open[d][k] = last_open[d][k].max(open.select(when_now, NEVER));
            }
        }
        self.index(inputs, frame, index, page);
    }

    /// When gaps are open, of a quarter of which no cell is kept.
    #[inline(always)]
    fn open(&mut self, reporting: &Reporting, frame: &Frame, now: &Quarter) {
        let when_now = F8::splat(frame.q as f64);
        let tolerance = F8::splat(reporting.closure_tolerance);
        let last_open = by_tier_mut(&mut self.last_open, frame.domains.len());
        for ((frame, supply), last_open) in frame.domains.iter().zip(&now.supply.domains).zip(last_open) {
            let required = frame.required();
            for k in 0..K {
                let open = is_open(gap(required[k], supply.effective[k]), required[k], tolerance);
                last_open[k] = last_open[k].max(open.select(when_now, NEVER));
            }
        }
    }

    /// The index of a quarter, in its year and in the headline, from its sum by tier.
    #[inline(always)]
    fn index(&self, inputs: &Inputs, frame: &Frame, sums: [F8; K], page: &mut Page) {
        let part_of_year = part_of_year(inputs.layout.quarters, frame.q);
        let headline = part_of_headline(inputs.layout.quarters, frame.q);
        for (k, sum) in sums.into_iter().enumerate() {
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
        let columns = page.columns([Outcome::NeverOpen, Outcome::OpenAtHorizon]);
        let [never, at_horizon] = columns.map(|column| &mut column[..pairs]);
        for i in 0..pairs {
            closing[i] = closes(last_open[i], layout.quarters);
            let closed = closing[i].lt(F8::splat(f64::INFINITY));
            never[i] = last_open[i].lt(F8::ZERO).indicator();
            at_horizon[i] = (!closed).indicator();
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

/// Supply by source at the start of a year.
#[inline(always)]
fn sources(inputs: &Inputs, frame: &Frame, state: &State, now: &Quarter, page: &mut Page) {
    let domains = inputs.layout.domains.len();
    let columns = page.columns(SOURCES);
    let [required, european, in_place, reinforcement, unusable] =
        columns.map(|column| by_tier_mut(column, domains));
    for d in 0..domains {
        let from = now.supply.sources(inputs, frame, (&state.departure, &state.pledges, &state.forces), d);
        required[d] = frame.domains[d].required();
        let DomainSupply { raw, effective, .. } = &now.supply.domains[d];
        for k in 0..K {
            let some = raw[k].gt(F8::ZERO);
            let usable = some.select(effective[k] / raw[k], F8::ONE);
            european[d][k] = from.european[k] * usable;
            in_place[d][k] = from.us_in_place[k] * usable;
            reinforcement[d][k] = from.us_reinforcement[k] * usable;
            unusable[d][k] = raw[k] - effective[k];
        }
    }
}

/// What published counts of inventories compare, at the start of a year: all kit there is, ready, willing, sure to come.
#[inline(always)]
fn paper(inputs: &Inputs, frame: &Frame, state: &State, now: &Quarter, page: &mut Page) {
    const LAST: usize = K - 1;
    let domains = inputs.layout.domains.len();
    let unit_cost = &inputs.all(Name::UnitCost)[..domains];
    let (departure, lines) = (&state.departure, &state.industry.lines);
    let pledged = by_tier(&state.pledges.pledged, domains);
    let columns = page.columns([Outcome::Paper, Outcome::PaperCoverage, Outcome::PaperGap]);
    let [there, coverages, gaps] = columns.map(|column| &mut column[..domains]);
    let mut bill = F8::ZERO;
    for d in 0..domains {
        let ours = now.supply.domains[d].holdings + lines[d].parked + lines[d].training;
        let in_place = departure.present[d] - departure.withdrawn[d];
        let away = departure.withdrawn[d] - departure.handed[d];
        let us = in_place + pledged[d][LAST] + departure.return_share[LAST] * away;
        let (all, required) = (ours + us, frame.domains[d].required()[LAST]);
        there[d] = all;
        coverages[d] = F8::ONE - lost(required.gt(F8::ZERO), all * frame.domains[d].per_required()[LAST]);
        gaps[d] = gap(required, all);
        bill += gaps[d] * unit_cost[d];
    }
    *page.at(Outcome::PaperBill, 0) = bill;
}

/// Section 9 "binding constraint" of every domain, from the stocks after the quarter's update: a word of labels, and the
/// shares of what is lacking, 0 where there are none (the labels say where there are).
#[inline(always)]
fn bindings(reporting: &Reporting, frame: &Frame, state: &State, now: &Quarter, page: &mut Page) {
    let domains = frame.domains.len();
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
