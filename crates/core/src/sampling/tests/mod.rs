//! Tests of the draws that need more than one module.

// Oracles may use the C library: what they are compared with has tolerances.
#![allow(clippy::disallowed_methods)]

mod elementary;
mod keyed;
mod shocks;

/// Distance of two doubles in units in the last place of `b`.
fn ulps(a: f64, b: f64) -> f64 {
    if a == b {
        return 0.0;
    }
    let exponent = b.abs().max(f64::MIN_POSITIVE).to_bits() >> 52;
    let unit = f64::from_bits(if exponent > 52 { (exponent - 52) << 52 } else { 1 << (exponent - 1) });
    (a - b).abs() / unit
}
