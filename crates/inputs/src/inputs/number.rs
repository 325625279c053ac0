//! Numbers that elementary functions are written for: one, or one in each of several lanes.

use std::ops::{Add, Div, Mul, Sub};

/// A number, or one in each of several lanes, with the same operations in each.
///
/// What arms compute most often is written once for both. Of a function of one number in a loop over lanes compilers
/// make instructions half as wide as they could be where other numbers are wanted at the same time.
pub trait Number:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// The same number in every lane.
    fn all(value: f64) -> Self;

    /// What `f` makes of the bits of two numbers.
    fn of_bits(self, other: Self, f: impl Fn(u64, u64) -> u64) -> Self;
}

impl Number for f64 {
    #[inline(always)]
    fn all(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn of_bits(self, other: Self, f: impl Fn(u64, u64) -> u64) -> Self {
        f64::from_bits(f(self.to_bits(), other.to_bits()))
    }
}
