//! Eight replicates at once: plain arrays of `f64` that the compiler turns into vector instructions.
//!
//! Every operation is the same scalar operation in each lane, in the same order, and never a fused multiply-add: the
//! bytes of a result do not depend on the instructions that the processor has.

use std::ops::{Add, AddAssign, BitAnd, BitOr, Div, Index, Mul, Neg, Not, Sub, SubAssign};

use super::elementary;
use crate::inputs::number::Number;

/// Number of replicates in a block. Part of the contract of the bytes.
pub const LANES: usize = 8;

/// One number in each of eight replicates.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(64))]
pub struct F8(pub [f64; LANES]);

/// Yes or no in each of eight replicates; all bits of a lane are set or none is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(C, align(64))]
pub struct M8(pub [u64; LANES]);

impl F8 {
    /// Zero in every lane.
    pub const ZERO: F8 = F8([0.0; LANES]);
    /// One in every lane.
    pub const ONE: F8 = F8([1.0; LANES]);

    /// The same number in every lane.
    #[inline(always)]
    #[must_use]
    pub const fn splat(value: f64) -> F8 {
        F8([value; LANES])
    }

    #[inline(always)]
    fn map(self, f: impl Fn(f64) -> f64) -> F8 {
        let mut out = self;
        for lane in 0..LANES {
            out.0[lane] = f(self.0[lane]);
        }
        out
    }

    #[inline(always)]
    fn zip(self, other: F8, f: impl Fn(f64, f64) -> f64) -> F8 {
        let mut out = self;
        for lane in 0..LANES {
            out.0[lane] = f(self.0[lane], other.0[lane]);
        }
        out
    }

    #[inline(always)]
    fn test(self, other: F8, f: impl Fn(f64, f64) -> bool) -> M8 {
        let mut out = M8([0; LANES]);
        for lane in 0..LANES {
            out.0[lane] = if f(self.0[lane], other.0[lane]) { u64::MAX } else { 0 };
        }
        out
    }

    /// The smaller of two numbers.
    #[inline(always)]
    #[must_use]
    pub fn min(self, other: F8) -> F8 {
        self.zip(other, |a, b| if a < b { a } else { b })
    }

    /// The larger of two numbers.
    #[inline(always)]
    #[must_use]
    pub fn max(self, other: F8) -> F8 {
        self.zip(other, |a, b| if a > b { a } else { b })
    }

    /// The number, or the nearer of two bounds.
    #[inline(always)]
    #[must_use]
    pub fn clip(self, low: f64, high: f64) -> F8 {
        self.max(F8::splat(low)).min(F8::splat(high))
    }

    /// Without its sign.
    #[inline(always)]
    #[must_use]
    pub fn abs(self) -> F8 {
        self.map(f64::abs)
    }

    /// Square root.
    #[inline(always)]
    #[must_use]
    pub fn sqrt(self) -> F8 {
        self.map(f64::sqrt)
    }

    /// e to the power of the number.
    #[inline(always)]
    #[must_use]
    pub fn exp(self) -> F8 {
        self.map(elementary::exp)
    }

    /// Natural logarithm.
    #[inline(always)]
    #[must_use]
    pub fn ln(self) -> F8 {
        self.map(elementary::ln)
    }

    /// `exp(x) - 1` without the cancellation near 0: a series below 1e-3 in absolute value.
    #[inline(always)]
    #[must_use]
    pub fn exp_m1(self) -> F8 {
        let x = self;
        let term = |n: f64, tail: F8| F8::ONE + x * F8::splat(1.0 / n) * tail;
        let series = x * term(2.0, term(3.0, term(4.0, term(5.0, F8::ONE))));
        let small = x.lt(F8::splat(1e-3)) & x.gt(F8::splat(-1e-3));
        small.select(series, x.exp() - F8::ONE)
    }

    /// Less than.
    #[inline(always)]
    #[must_use]
    pub fn lt(self, other: F8) -> M8 {
        self.test(other, |a, b| a < b)
    }

    /// Less than or equal.
    #[inline(always)]
    #[must_use]
    pub fn le(self, other: F8) -> M8 {
        self.test(other, |a, b| a <= b)
    }

    /// Greater than.
    #[inline(always)]
    #[must_use]
    pub fn gt(self, other: F8) -> M8 {
        self.test(other, |a, b| a > b)
    }

    /// Greater than or equal.
    #[inline(always)]
    #[must_use]
    pub fn ge(self, other: F8) -> M8 {
        self.test(other, |a, b| a >= b)
    }

    /// Less or greater than.
    #[inline(always)]
    #[must_use]
    pub fn differs(self, other: F8) -> M8 {
        self.lt(other) | self.gt(other)
    }

    /// The bits of the lanes.
    #[inline(always)]
    #[must_use]
    pub fn as_m8(self) -> M8 {
        let mut out = M8([0; LANES]);
        for lane in 0..LANES {
            out.0[lane] = self.0[lane].to_bits();
        }
        out
    }

    /// The lanes added to those four further on: the first step of [`F8::sum`].
    #[inline(always)]
    #[must_use]
    pub fn halved(self) -> [f64; LANES / 2] {
        let (low, high) = self.0.split_at(LANES / 2);
        std::array::from_fn(|lane| low[lane] + high[lane])
    }

    /// The sums over the lanes of eight numbers that have been [`F8::halved`], in the order of [`F8::sum`].
    #[inline(always)]
    #[must_use]
    pub fn sums(halved: &[[f64; LANES / 2]; LANES]) -> F8 {
        // Seen together with what comes before, compilers take the eight numbers apart into single lanes.
        let t = std::hint::black_box(halved);
        let mut out = F8::ZERO;
        for h in [0, 4] {
            let quarters = |i: usize| {
                let (low, high) = (
                    [t[i][0], t[i][1], t[i + 2][0], t[i + 2][1]],
                    [t[i][2], t[i][3], t[i + 2][2], t[i + 2][3]],
                );
                std::array::from_fn::<f64, 4, _>(|l| low[l] + high[l])
            };
            let (a, b) = (quarters(h), quarters(h + 1));
            let (low, high) = ([a[0], b[0], a[2], b[2]], [a[1], b[1], a[3], b[3]]);
            for l in 0..4 {
                out.0[h + l] = low[l] + high[l];
            }
        }
        out
    }

    /// Sum over the lanes, always in the same order.
    #[inline(always)]
    #[must_use]
    pub fn sum(self) -> f64 {
        let v = self.halved();
        (v[0] + v[2]) + (v[1] + v[3])
    }
}

impl Number for F8 {
    #[inline(always)]
    fn all(value: f64) -> Self {
        F8::splat(value)
    }

    #[inline(always)]
    fn of_bits(self, other: Self, f: impl Fn(u64, u64) -> u64) -> Self {
        self.zip(other, |a, b| f64::from_bits(f(a.to_bits(), b.to_bits())))
    }
}

impl M8 {
    /// Yes in the first `n` lanes.
    #[must_use]
    pub fn first(n: usize) -> M8 {
        let mut out = M8([0; LANES]);
        out.0[..n.min(LANES)].fill(u64::MAX);
        out
    }

    /// `yes` where the lane is set, else `no`.
    #[inline(always)]
    #[must_use]
    pub fn select(self, yes: F8, no: F8) -> F8 {
        let mut out = F8::ZERO;
        for lane in 0..LANES {
            let bits = (self.0[lane] & yes.0[lane].to_bits()) | (!self.0[lane] & no.0[lane].to_bits());
            out.0[lane] = f64::from_bits(bits);
        }
        out
    }

    /// `value` where the lane is set, else 0.
    #[inline(always)]
    #[must_use]
    pub fn keep(self, value: F8) -> F8 {
        let mut out = F8::ZERO;
        for lane in 0..LANES {
            out.0[lane] = f64::from_bits(self.0[lane] & value.0[lane].to_bits());
        }
        out
    }

    /// 1 where the lane is set, else 0.
    #[inline(always)]
    #[must_use]
    pub fn indicator(self) -> F8 {
        self.keep(F8::ONE)
    }

    /// `1 << shift` where the lane is set, else 0.
    #[inline(always)]
    #[must_use]
    pub fn bit(self, shift: u32) -> M8 {
        let mut out = self;
        for lane in 0..LANES {
            out.0[lane] = self.0[lane] & (1 << shift);
        }
        out
    }

    /// The bits of the lanes as numbers, to be kept and not to be calculated with; [`F8::as_m8`] gives them back.
    #[inline(always)]
    #[must_use]
    pub fn as_f8(self) -> F8 {
        let mut out = F8::ZERO;
        for lane in 0..LANES {
            out.0[lane] = f64::from_bits(self.0[lane]);
        }
        out
    }

    /// Whether every lane is set.
    #[inline(always)]
    #[must_use]
    pub fn all(self) -> bool {
        !(!self).any()
    }

    /// Whether any lane is set.
    #[inline(always)]
    #[must_use]
    pub fn any(self) -> bool {
        let mut bits = 0;
        for lane in 0..LANES {
            bits |= self.0[lane];
        }
        bits != 0
    }

    /// Number of lanes that are set.
    #[inline(always)]
    #[must_use]
    pub fn count(self) -> u64 {
        self.0.iter().map(|lane| lane & 1).sum()
    }

    /// Whether a lane is set.
    #[inline(always)]
    #[must_use]
    pub fn lane(self, lane: usize) -> bool {
        self.0[lane] != 0
    }
}

macro_rules! lanewise {
    ($trait:ident $method:ident $operator:tt) => {
        impl $trait for F8 {
            type Output = F8;
            #[inline(always)]
            fn $method(self, other: F8) -> F8 {
                self.zip(other, |a, b| a $operator b)
            }
        }
    };
}
lanewise!(Add add +);
lanewise!(Sub sub -);
lanewise!(Mul mul *);
lanewise!(Div div /);

impl Neg for F8 {
    type Output = F8;
    #[inline(always)]
    fn neg(self) -> F8 {
        self.map(|a| -a)
    }
}

impl AddAssign for F8 {
    #[inline(always)]
    fn add_assign(&mut self, other: F8) {
        *self = *self + other;
    }
}

impl SubAssign for F8 {
    #[inline(always)]
    fn sub_assign(&mut self, other: F8) {
        *self = *self - other;
    }
}

impl Index<usize> for F8 {
    type Output = f64;
    #[inline(always)]
    fn index(&self, lane: usize) -> &f64 {
        &self.0[lane]
    }
}

macro_rules! bitwise {
    ($trait:ident $method:ident $operator:tt) => {
        impl $trait for M8 {
            type Output = M8;
            #[inline(always)]
            fn $method(self, other: M8) -> M8 {
                let mut out = self;
                for lane in 0..LANES {
                    out.0[lane] = self.0[lane] $operator other.0[lane];
                }
                out
            }
        }
    };
}
bitwise!(BitAnd bitand &);
bitwise!(BitOr bitor |);

impl Not for M8 {
    type Output = M8;
    #[inline(always)]
    fn not(self) -> M8 {
        let mut out = self;
        for lane in 0..LANES {
            out.0[lane] = !self.0[lane];
        }
        out
    }
}
