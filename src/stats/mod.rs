//! Mergeable accumulators: moments, histograms for quantiles, intervals.

pub mod histogram;
pub mod interval;
pub mod moments;
pub mod randomised;
