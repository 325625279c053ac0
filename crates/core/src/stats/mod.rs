//! Mergeable accumulators: moments, histograms for quantiles, intervals, resampling, when to stop.

pub mod bootstrap;
pub mod histogram;
pub mod interval;
pub mod log_bins;
pub mod moments;
pub mod randomised;
pub mod ranks;
pub mod sequential;
pub mod sobol_indices;
