//! Mergeable accumulators: moments, histograms for quantiles, intervals, when to stop.

pub mod histogram;
pub mod interval;
pub mod moments;
pub mod randomised;
pub mod ranks;
pub mod sequential;
