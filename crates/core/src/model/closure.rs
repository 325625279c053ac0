//! Section 9, closure: when a gap is closed for good.

use super::lanes::{F8, M8};

/// The last open quarter of a gap that has not been open yet.
pub const NEVER: F8 = F8::splat(-1.0);

/// `gap_dk`, in units of the domain.
#[inline(always)]
#[must_use]
pub fn gap(required: F8, effective: F8) -> F8 {
    (required - effective).max(F8::ZERO)
}

/// Whether a gap is above the tolerance, a fraction of the requirement.
#[inline(always)]
#[must_use]
pub fn is_open(gap: F8, required: F8, tolerance: F8) -> M8 {
    gap.gt(tolerance * required)
}

/// `q_c`, from the last quarter with a gap above the tolerance ([`NEVER`] without one): the quarter after it; infinite
/// where the gap is open at the horizon. A gap that is closed only in the last four quarters may be about to open again:
/// it counts as open.
#[inline(always)]
#[must_use]
pub fn closes(last_open: F8, quarters: usize) -> F8 {
    let after = last_open + F8::ONE;
    after.le(F8::splat(quarters as f64 - 4.0)).select(after, F8::splat(f64::INFINITY))
}

/// The latest `q_c` that counts as closed by the end of year `y`, counted from the first of the run.
#[inline(always)]
#[must_use]
pub fn by_end_of(y: usize) -> F8 {
    F8::splat((4 * (y + 1)) as f64)
}
