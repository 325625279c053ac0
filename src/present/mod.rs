//! What words, tables and figures share before they say or draw anything: how sure a difference is, and how text goes out.

/// A mean below this is not seen in points with one decimal, fraction.
pub const SEEN: f64 = 0.0005;

/// A change of a capability's coverage below this is not named in words, fraction.
pub const WORTH_NAMING: f64 = 0.005;

pub mod evidence;
pub mod ranking;
