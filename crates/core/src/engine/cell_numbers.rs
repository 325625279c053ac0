//! What a group of blocks adds to the sums of one cell, lane by lane.

use super::live::Live;
use crate::model::{
    lanes::{F8, M8},
    sheet::GROUP,
};

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
        t[0] += x;
        t[1] += x * x;
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
        t[0] += x;
        t[1] += x * x;
        t[2] += there.indicator();
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
        t[0] += s;
        t[1] += d;
        t[2] += s * s;
        t[3] += d * d;
        t[4] += attributable * attributable;
        t[5] += direct * direct;
        t[6] += induced * induced;
        if CONDITIONAL {
            t[7] += live.indicator();
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
        t[0] += s;
        t[1] += s * s;
        t[2] += attributable * attributable;
        if CONDITIONAL {
            t[3] += live.indicator();
        }
    }
    t
}
