//! What a group of blocks adds to the sums of one cell, lane by lane.

use super::live::Live;
use crate::model::{
    lanes::{F8, M8},
    sheet::GROUP,
};

/// Where the sums of a cell lie that is of one arm, or has no counterfactual.
pub(super) mod alone {
    pub const SUM: usize = 0;
    pub const SQUARE: usize = 1;
    pub const COUNT: usize = 2;
}

/// Where those lie of a cell with and without the drawdown.
pub(super) mod without {
    pub use super::alone::{SQUARE, SUM};
    pub const ATTRIBUTABLE_SQUARE: usize = 2;
    pub const COUNT: usize = 3;
}

/// Where those lie of a cell of the scenario's arm and of the direct one.
pub(super) mod arms {
    pub const SCENARIO: usize = 0;
    pub const DIRECT: usize = 1;
    pub const SCENARIO_SQUARE: usize = 2;
    pub const DIRECT_SQUARE: usize = 3;
    pub const SCENARIO_COUNT: usize = 4;
    pub const DIRECT_COUNT: usize = 5;
}

/// Where those lie of a cell of all arms and their differences.
pub(super) mod all {
    pub use super::arms::{DIRECT, DIRECT_SQUARE, SCENARIO, SCENARIO_SQUARE};
    pub const ATTRIBUTABLE_SQUARE: usize = 4;
    pub const DIRECT_EFFECT_SQUARE: usize = 5;
    pub const INDUCED_SQUARE: usize = 6;
    pub const COUNT: usize = 7;
}

/// What sums start from: adding to -0 leaves any number as it is, which compilers know, and costs nothing.
const NOTHING: F8 = F8::splat(-0.0);

/// Lanes that count and hold a number.
#[inline(always)]
fn there(value: F8, live: M8) -> M8 {
    live & (value.ge(F8::ZERO) | value.lt(F8::ZERO))
}

#[inline(always)]
fn kept<const MASKED: bool>(live: M8, value: F8) -> F8 {
    if MASKED { live.keep(value) } else { value }
}

/// Sum and square of a cell.
#[inline(always)]
pub(super) fn two<const MASKED: bool>(
    cells: [&[F8]; GROUP],
    cell: usize,
    shift: &[f64],
    live: &Live,
) -> [F8; 2] {
    let shift = F8::splat(shift[cell]);
    let mut t = [NOTHING; 2];
    for w in 0..GROUP {
        let x = kept::<MASKED>(live[w], cells[w][cell] - shift);
        t[alone::SUM] += x;
        t[alone::SQUARE] += x * x;
    }
    t
}

/// Sum, square and count of a cell that may be empty.
#[inline(always)]
pub(super) fn three(cells: [&[F8]; GROUP], cell: usize, shift: &[f64], live: &Live) -> [F8; 4] {
    let shift = F8::splat(shift[cell]);
    let mut t = [NOTHING; 4];
    for w in 0..GROUP {
        let value = cells[w][cell];
        let there = there(value, live[w]);
        let x = there.keep(value - shift);
        t[alone::SUM] += x;
        t[alone::SQUARE] += x * x;
        t[alone::COUNT] += there.indicator();
    }
    t
}

/// Sums of a cell in all arms and differences.
#[inline(always)]
pub(super) fn paired<const MASKED: bool, const CONDITIONAL: bool>(
    [s, d, c]: [[&[F8]; GROUP]; 3],
    cell: usize,
    shifts: [&[f64]; 3],
    live: &Live,
) -> [F8; 8] {
    let [shift_s, shift_d, shift_c] = shifts.map(|shift| F8::splat(shift[cell]));
    let mut t = [NOTHING; 8];
    for w in 0..GROUP {
        // Where nothing is required, it is so in all arms.
        let live = if CONDITIONAL { there(s[w][cell], live[w]) } else { live[w] };
        let s = kept::<MASKED>(live, s[w][cell] - shift_s);
        let d = kept::<MASKED>(live, d[w][cell] - shift_d);
        let c = kept::<MASKED>(live, c[w][cell] - shift_c);
        let (attributable, direct, induced) = (s - c, d - c, s - d);
        t[all::SCENARIO] += s;
        t[all::DIRECT] += d;
        t[all::SCENARIO_SQUARE] += s * s;
        t[all::DIRECT_SQUARE] += d * d;
        t[all::ATTRIBUTABLE_SQUARE] += attributable * attributable;
        t[all::DIRECT_EFFECT_SQUARE] += direct * direct;
        t[all::INDUCED_SQUARE] += induced * induced;
        if CONDITIONAL {
            t[all::COUNT] += live.indicator();
        }
    }
    t
}

/// Sums of a cell with and without the drawdown: where the direct arm is the counterfactual, or is not asked for.
#[inline(always)]
pub(super) fn with_and_without<const MASKED: bool, const CONDITIONAL: bool>(
    [s, c]: [[&[F8]; GROUP]; 2],
    cell: usize,
    shifts: [&[f64]; 2],
    live: &Live,
) -> [F8; 4] {
    let [shift_s, shift_c] = shifts.map(|shift| F8::splat(shift[cell]));
    let mut t = [NOTHING; 4];
    for w in 0..GROUP {
        // Where nothing is required, it is so in all arms.
        let live = if CONDITIONAL { there(s[w][cell], live[w]) } else { live[w] };
        let s = kept::<MASKED>(live, s[w][cell] - shift_s);
        let attributable = s - kept::<MASKED>(live, c[w][cell] - shift_c);
        t[without::SUM] += s;
        t[without::SQUARE] += s * s;
        t[without::ATTRIBUTABLE_SQUARE] += attributable * attributable;
        if CONDITIONAL {
            t[without::COUNT] += live.indicator();
        }
    }
    t
}
