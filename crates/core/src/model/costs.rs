//! Section 9: what gaps cost, what is spent, and who bears it.

use super::{
    cells::Outcome,
    frame::Frame,
    lanes::F8,
    layout::Inputs,
    sheet::Page,
    simulate::{Quarter, State},
};
use crate::scenario::names::Name;

/// What allies bear of the costs: by year, over the run, and what [`gross`] makes of it.
const BORNE_BY_YEAR: [Outcome; 3] =
    [Outcome::SpendingAllyYear, Outcome::PaidAllyYear, Outcome::LapsedAllyYear];
const BORNE: [Outcome; 4] =
    [Outcome::SpendingAlly, Outcome::PaidAlly, Outcome::LapsedAlly, Outcome::SpendingGrossAlly];

/// Outcomes of which a row a year holds the sum over its quarters, and that over the run.
pub(super) const MONEY: [(Outcome, Outcome); 7] = [
    (Outcome::FundsYear, Outcome::Funds),
    (Outcome::SpendingYear, Outcome::Spending),
    (Outcome::ChargedYear, Outcome::Charged),
    (Outcome::PaidYear, Outcome::Paid),
    (Outcome::UnfundedYear, Outcome::Unfunded),
    (Outcome::LapsedYear, Outcome::Lapsed),
    (Outcome::DeliveriesYear, Outcome::Deliveries),
];

/// Empties what runs over the quarters of an arm.
#[inline(always)]
pub(super) fn start(page: &mut Page) {
    let others = [Outcome::Programme, Outcome::Uplift, Outcome::UpliftAlly];
    for outcome in MONEY.map(|(_, total)| total).into_iter().chain(others).chain(BORNE) {
        page.fill(outcome, F8::ZERO);
    }
}

/// Empties what runs over the quarters of the year that the page is open at.
#[inline(always)]
pub(super) fn start_of_year(page: &mut Page) {
    for outcome in
        MONEY.map(|(year, _)| year).into_iter().chain([Outcome::ProgrammeYear, Outcome::UpliftYear])
    {
        page.fill(outcome, F8::ZERO);
    }
}

/// What planners lack, at its price (section 9).
#[inline(always)]
pub fn bill(inputs: &Inputs, now: &Quarter) -> F8 {
    let lack = now.lacks.iter().zip(inputs.all(Name::UnitCost));
    lack.fold(F8::ZERO, |bill, (lack, &cost)| bill + lack.need * cost)
}

/// Money of a quarter.
#[inline(always)]
pub(super) fn cost(inputs: &Inputs, frame: &Frame, state: &State, now: &Quarter, page: &mut Page) {
    let unit_cost = inputs.all(Name::UnitCost);
    let domains = unit_cost.len();
    let (lacks, lines) = (&now.lacks[..domains], &state.industry.lines[..domains]);
    let extra = &frame.programme.extra[..domains];
    let [bills] = page.columns([Outcome::BillDomain]).map(|column| &mut column[..domains]);
    let (mut spent, mut delivered) = (F8::ZERO, F8::ZERO);
    for d in 0..domains {
        delivered += lines[d].delivered * unit_cost[d];
        spent += (lacks[d].orders - extra[d]) * unit_cost[d];
        bills[d] = lacks[d].need * unit_cost[d];
    }
    let bill = bill(inputs, now);
    *page.at(Outcome::Bill, 0) = bill;
    *page.at(Outcome::ProgrammeYear, 0) += frame.programme.cost;
    *page.at(Outcome::Programme, 0) += frame.programme.cost;
    if frame.q == headline_bill_quarter(inputs.layout.quarters) {
        *page.at(Outcome::BillHeadline, 0) = bill;
    }
    let paid = now.upkeep.min(now.funds);
    let lapsed = (now.pool - spent).max(F8::ZERO);
    let amounts = [now.funds, spent, now.upkeep, paid, now.upkeep - paid, lapsed, delivered];
    for ((year, total), amount) in MONEY.into_iter().zip(amounts) {
        *page.at(year, 0) += amount;
        *page.at(total, 0) += amount;
    }
}

/// The costs of a year that ends with quarter `q`, by ally.
#[inline(always)]
pub(super) fn year(q: usize, state: &State, page: &mut Page) {
    let part = F8::splat((q % 4 + 1) as f64 * 0.25);
    let uplift = &state.money.uplift_by_ally;
    let positive = uplift.iter().fold(F8::ZERO, |sum, &u| sum + u.max(F8::ZERO));
    let per_positive = positive.gt(F8::ZERO).keep(F8::ONE / positive);
    let allies = uplift.len();
    let (mut of_year, mut of_run) = (*page.at(Outcome::UpliftYear, 0), *page.at(Outcome::Uplift, 0));
    let columns = page.columns([Outcome::UpliftAllyYear, Outcome::UpliftAlly]);
    let [by_year, total] = columns.map(|column| &mut column[..allies]);
    for (a, &mine) in uplift.iter().enumerate() {
        let amount = mine * part;
        by_year[a] = amount;
        total[a] += amount;
        of_year += amount;
        of_run += amount;
    }
    *page.at(Outcome::UpliftYear, 0) = of_year;
    *page.at(Outcome::Uplift, 0) = of_run;
    if !page.keeps(&BORNE, 0) && !page.keeps(&BORNE_BY_YEAR, q / 4) {
        return;
    }
    for (year, by_year, total) in [
        (Outcome::SpendingYear, Outcome::SpendingAllyYear, Outcome::SpendingAlly),
        (Outcome::PaidYear, Outcome::PaidAllyYear, Outcome::PaidAlly),
        (Outcome::LapsedYear, Outcome::LapsedAllyYear, Outcome::LapsedAlly),
    ] {
        let amount = *page.at(year, 0);
        let [by_year, total] = page.columns([by_year, total]).map(|column| &mut column[..allies]);
        for (a, &mine) in uplift.iter().enumerate() {
            let borne = amount * (mine.max(F8::ZERO) * per_positive);
            by_year[a] = borne;
            total[a] += borne;
        }
    }
}

/// Costs before losses to inefficiency are taken off.
#[inline(always)]
pub(super) fn gross(inputs: &Inputs, page: &mut Page) {
    let per_efficiency = F8::ONE / inputs.one(Name::Efficiency);
    for (net, gross) in [
        (Outcome::Funds, Outcome::FundsGross),
        (Outcome::Spending, Outcome::SpendingGross),
        (Outcome::Paid, Outcome::PaidGross),
        (Outcome::Lapsed, Outcome::LapsedGross),
    ] {
        let amount = *page.at(net, 0);
        *page.at(gross, 0) = amount * per_efficiency;
    }
    for a in 0..inputs.layout.allies.len() {
        let amount = *page.at(Outcome::SpendingAlly, a);
        *page.at(Outcome::SpendingGrossAlly, a) = amount * per_efficiency;
    }
}

/// The quarter whose bill is the headline: the start of the run's fifth year, or the last year's start in a shorter run.
#[must_use]
pub fn headline_bill_quarter(quarters: usize) -> usize {
    16.min((quarters - 1) / 4 * 4)
}

/// What allies spend in the year (or base year) that the page is open at.
#[inline(always)]
pub(super) fn shares(inputs: &Inputs, share: &[F8], gdp: &[F8], page: &mut Page) {
    let allies = share.len();
    let (pledge, gdp) = (&inputs.all(Name::Pledge)[..allies], &gdp[..allies]);
    let columns = page.columns([Outcome::Share, Outcome::PledgeMet, Outcome::BelowPledge]);
    let [shares, met, below] = columns.map(|column| &mut column[..allies]);
    let (mut weighted, mut sum) = (F8::ZERO, F8::ZERO);
    for a in 0..allies {
        weighted += share[a] * gdp[a];
        sum += gdp[a];
        shares[a] = share[a];
        met[a] = share[a].ge(pledge[a]).indicator();
        below[a] = (pledge[a] - share[a]).max(F8::ZERO) * gdp[a] * F8::splat(0.01);
    }
    *page.at(Outcome::Together, 0) = weighted / sum;
}
