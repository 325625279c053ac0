//! What of buying back what left would be the country's, by two rules.

use super::{Block, Page, by_scenario, number, ranged, sentence};
use crate::{
    present::{grammar::list, numbers::fixed},
    store::country::{Bill, UnderScenario},
};

/// Less money than this, bn, is none.
const NONE: f64 = 0.05;

pub(super) fn add(page: &Page, blocks: &mut Vec<Block>) {
    let (country, title) = (page.country, &page.country.title);
    let counts = |s: &UnderScenario| {
        [s.bill.in_all.mean, s.bill.in_all.p05, s.bill.in_all.p95].iter().any(|v| v.abs() >= NONE)
    };
    if !page.shown.iter().any(counts) {
        blocks.push(sentence("Nothing is to be bought back: there is no bill to share."));
        return;
    }
    let row = |s: &UnderScenario| {
        let Bill { in_all, part_by_gdp, part_by_rise } = s.bill;
        let of = |part: Option<f64>| {
            part.map_or_else(
                || ["-".to_owned(), "-".to_owned()],
                |part| {
                    let money = ranged(in_all.times(part), |v| page.money.billions(v));
                    [format!("{} %", fixed(100.0 * part, 1)), money]
                },
            )
        };
        let all = ranged(in_all, |v| page.money.billions(v));
        std::iter::once(all).chain(of(part_by_gdp)).chain(of(part_by_rise)).collect()
    };
    let rows: Vec<_> = page.shown.iter().map(|s| (s, row(s))).collect();
    let unit = page.money.unit();
    let heads = vec![
        number(format!("in all, {unit}\n(9 of 10 runs)")),
        number("part\nby GDP"),
        number(format!("{unit}\n(9 of 10 runs)")),
        number("part by\nrise"),
        number(format!("{unit}\n(9 of 10 runs)")),
    ];
    let mut notes = vec![
        format!(
            "In all: what European planners lack because of the drawdown early in {}, priced, before the alarm.",
            country.bill_year
        ),
        format!(
            "By GDP: the part of {title} in the GDP of all allies in {}. By rise: its part of what the allies that spend more \
             than today spend more over the whole run, with the drawdown. Two sums, no plan: nobody has agreed who would pay.",
            country.start_year - 1
        ),
    ];
    if page.shown.iter().any(|s| s.kept.is_none() && s.bill.part_by_gdp.is_none()) {
        notes.push(format!(
            "The part by GDP stands in no table of this run: `drawdown country {} RUN` computes it.",
            country.ally
        ));
    }
    if !page.under_way.is_empty() {
        notes.push(format!(
            "Not all have left by then: {} of those who leave. What leaves later is not in it.",
            list(&page.under_way)
        ));
    }
    notes.extend(page.money.note());
    blocks.push(by_scenario(
        page,
        format!("Buying back {}: what would be for {title}", page.gone),
        heads,
        &rows,
        notes,
    ));
}
