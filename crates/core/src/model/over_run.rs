//! Section 9: what of gap and coverage runs over the quarters.

use super::{
    cells::Outcome,
    closure::NEVER,
    index::{part_of_headline, part_of_year},
    lanes::F8,
    layout::{Inputs, K, by_tier, by_tier_mut},
    sheet::Page,
};

/// Empties what runs over the quarters of an arm.
#[inline(always)]
pub(super) fn start(page: &mut Page) {
    for outcome in [Outcome::Shortfall, Outcome::Area, Outcome::Below, Outcome::Peak] {
        page.fill(outcome, F8::ZERO);
    }
    page.fill(Outcome::First, F8::splat(f64::INFINITY));
    page.fill(Outcome::Last, NEVER);
    page.fill(Outcome::PeakQuarter, NEVER);
}

/// Empties what runs over the quarters of the year that the page is open at.
#[inline(always)]
pub(super) fn start_of_year(page: &mut Page) {
    page.fill(Outcome::CoverageYear, F8::ZERO);
    page.fill(Outcome::BelowYear, F8::ZERO);
}

/// What of gap and coverage runs over time, for `N` quarters of a year from `q` on. Several at once: the running numbers
/// are then fetched and stored once.
#[inline(always)]
pub(super) fn run_over<const N: usize>(inputs: &Inputs, thresholds: &[f64], q: usize, page: &mut Page) {
    let (domains, quarters) = (inputs.layout.domains.len(), inputs.layout.quarters);
    let ranges: [_; N] =
        std::array::from_fn(|i| (page.quarter(Outcome::Gap, q + i), page.quarter(Outcome::Coverage, q + i)));
    let (columns, rows) = page.columns_beside_quarters([
        Outcome::CoverageYear,
        Outcome::BelowYear,
        Outcome::Shortfall,
        Outcome::Area,
        Outcome::Below,
        Outcome::First,
        Outcome::Last,
        Outcome::Peak,
        Outcome::PeakQuarter,
    ]);
    let [by_year, below_in_year, shortfall, area, quarters_below, first, last, peak, peak_quarter] =
        columns.map(|column| by_tier_mut(column, domains));
    let by_quarter =
        ranges.map(|(gap, coverage)| (by_tier(&rows[gap], domains), by_tier(&rows[coverage], domains)));
    let (part_of_year, headline) = (part_of_year(quarters, q), part_of_headline(quarters, q));
    let (all, quarter) = (F8::splat(N as f64), F8::splat(0.25));
    let thresholds = &thresholds[..domains];
    for d in 0..domains {
        let threshold = F8::splat(thresholds[d]);
        for k in 0..K {
            let (mut covered, mut short) = (F8::ZERO, F8::ZERO);
            let before = quarters_below[d][k];
            let mut count = before;
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
            below_in_year[d][k] = below_in_year[d][k].max(count.gt(before).indicator());
            (first[d][k], last[d][k]) = (from, until);
            (peak[d][k], peak_quarter[d][k]) = (most, when);
        }
    }
}

/// What is known at the end of the run of when a domain was below its threshold, and when its gap was largest.
#[inline(always)]
pub(super) fn when_below(inputs: &Inputs, page: &mut Page) {
    let pairs = inputs.layout.domains.len() * K;
    let [ever, below] = page.columns([Outcome::Ever, Outcome::Below]).map(|column| &mut column[..pairs]);
    for i in 0..pairs {
        ever[i] = below[i].gt(F8::ZERO).indicator();
    }
    for column in page.columns([Outcome::First, Outcome::Last, Outcome::PeakQuarter]) {
        for quarter in column {
            let came = quarter.ge(F8::ZERO) & quarter.lt(F8::splat(f64::INFINITY));
            *quarter = came.select(*quarter, F8::splat(f64::NAN));
        }
    }
}
