//! Which numbers can be calculated with.

use super::dispatch::kernel;
use crate::model::{
    cells::{Held, Section},
    economy::Economy,
    lanes::{F8, LANES, M8},
};

/// The largest outcome: the square of what is larger soon overflows, and no money, force or share is of such a size.
pub const LARGEST: f64 = 1e140;

/// The largest sum of squares that leaves no doubt.
const LARGEST_SUM: f64 = LARGEST * LARGEST;

/// Whether a number can be calculated with.
#[inline(always)]
#[must_use]
pub fn is_number(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// The lanes whose number can be calculated with.
#[inline(always)]
#[must_use]
pub fn numbers(value: F8) -> M8 {
    value.abs().le(F8::splat(LARGEST))
}

/// The lanes of which growth and the chance of spending are numbers. What goes on from there may hide one that is not, in
/// a larger or a smaller of two.
#[inline(always)]
#[must_use]
pub fn economies(economy: &Economy) -> M8 {
    let all = economy.gdp.iter().chain(&economy.spend_shock);
    all.fold(M8::first(LANES), |lanes, &value| lanes & numbers(value))
}

/// Whether a cell's value can be added up; empty cells can where there may be some.
#[inline(always)]
#[must_use]
pub fn can_be_added(section: &Section, value: f64) -> bool {
    is_number(value) || (section.conditional && value.is_nan()) || matches!(section.held, Held::Label(_))
}

kernel! {
    /// Whether sums are free of what is not finite.
    pub fn are_finite(sums: &[f64]) -> bool {
        let (blocks, rest) = sums.as_chunks::<LANES>();
        let mut all = M8::first(LANES);
        for &block in blocks {
            all = all & F8(block).abs().le(F8::splat(LARGEST_SUM));
        }
        all.all() && rest.iter().all(|sum| sum.abs() <= LARGEST_SUM)
    }
}
