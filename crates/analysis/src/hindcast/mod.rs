//! `drawdown hindcast`: would the spending model have been right before? It is run from NATO's series of 2014 to 2025 with
//! what was known at an origin, and what it says is held against what was spent, beside three plain yardsticks.
//!
//! ```text
//! series (what was spent) -> paths (the model from each origin), yardsticks -> forecasts (scores) -> summary
//!   -> tables, words; figure (plot) and page (report) are made from the summary alone
//! ```
//!
//! The equations are the model's own ([`crate::model::money`]); nothing of them is written a second time here.

pub mod departures;
pub mod forecasts;
pub mod groups;
pub mod paths;
pub mod score;
pub mod series;
pub mod summary;
pub mod tables;
pub mod yardsticks;

pub use paths::{Hindcast, Paths};
pub use series::Series;

use std::ops::RangeInclusive;

/// The last years that forecasts know, in turn.
pub const ORIGINS: RangeInclusive<i32> = 2014..=2022;

/// What allies pledged in Wales in 2014, % of GDP ...
pub const PLEDGE: f64 = 2.0;

/// ... and by when.
pub const PLEDGE_YEAR: i32 = 2024;

/// The most replicates: the path of every ally is kept for each.
pub const MOST: u64 = 20_000;

/// The scenario whose inputs are drawn: the reference data, nobody leaves.
pub const SCENARIO: &str = "no-drawdown";

/// Who makes a forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The spending model.
    Model,
    /// As in the last year, with random changes.
    Persistence,
    /// Random walk with the mean change of the years known.
    Drift,
    /// Straight line through the years known.
    Trend,
}

impl Method {
    /// All of them.
    pub const ALL: [Method; 4] = [Method::Model, Method::Persistence, Method::Drift, Method::Trend];

    /// As it stands in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Method::Model => "model",
            Method::Persistence => "persistence",
            Method::Drift => "drift",
            Method::Trend => "trend",
        }
    }
}
