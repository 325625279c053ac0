//! What a sweep will take, from a brief trial.

use std::{sync::atomic::AtomicBool, time::Instant};

use super::{
    To,
    batch::{Computed, Done, Thread},
    columns::Columns,
    describe::headlines,
    frames::frames,
    timing::duration,
};
use crate::{experiment::Experiments, scenario::Diagnostics, store::sweep::parquet_file::encode};

/// Replicates of the two trials: time grows linearly between and beyond them.
const TRIALS: [u64; 2] = [64, 512];

/// Experiments of a trial.
const TRIED: u64 = 16;

/// Longest sweep, in seconds, for which one machine is recommended.
const ONE_MACHINE: f64 = 3600.0;

/// Time that a shard should take, in seconds.
const SHARD: f64 = 1800.0;

/// What a sweep will take.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Forecast {
    /// Experiments.
    pub experiments: u64,
    /// Replicates of each.
    pub replicates: u64,
    /// Parts of the store.
    pub parts: u64,
    /// Files of the store.
    pub files: u64,
    /// Bytes of the store, about.
    pub bytes: u64,
    /// Threads.
    pub threads: usize,
    /// Processor time of an experiment in seconds, about.
    pub seconds_per_experiment: f64,
    /// Wall time in seconds, about.
    pub seconds: f64,
    /// Shards in which the whole takes about half an hour on as many machines like this one.
    pub recommended_shards: u64,
    /// The recommendation in words.
    pub recommendation: String,
}

/// Runs a few experiments with few replicates and tells what all will take.
///
/// # Errors
/// When the base can no longer be read.
pub fn forecast(
    experiments: &Experiments,
    range: std::ops::Range<u64>,
    threads: usize,
) -> Result<Forecast, Diagnostics> {
    let headlines = headlines(experiments);
    let chosen: Vec<_> = headlines.iter().map(|headline| (headline.outcome, headline.slot)).collect();
    let columns = Columns::new(experiments, &headlines);
    let never = AtomicBool::new(false);
    let count = range.end - range.start;
    // From the middle, where settings are no corners.
    let middle = range.start + count / 2 / TRIED * TRIED;
    let trial = middle..range.end.min(middle + TRIED);
    let (mut seconds, mut bytes) = ([0.0; TRIALS.len()], 0.0);
    for (seconds, replicates) in seconds.iter_mut().zip(TRIALS) {
        let few = Experiments { replicates, ..experiments.clone() };
        let mut thread = Thread::new(&few, &chosen, To::Nowhere)?;
        // Once for what is done once: quantile functions, memory.
        let first = trial.start..trial.end.min(trial.start + 1);
        let _ = thread.compute(first, &never);
        let started = Instant::now();
        let computed = thread.compute(trial.clone(), &never).ok().flatten().unwrap_or_default();
        let (tables, _) = frames(&few, &columns, headlines.len(), trial.start, &computed);
        *seconds = started.elapsed().as_secs_f64() / computed.len().max(1) as f64;
        let encoded: usize = tables.iter().filter_map(|table| encode(table).ok()).map(|it| it.len()).sum();
        let kept = computed.iter().map(|computed| match computed {
            Computed::Done(Done { replicates: Some(file), .. }) => file.bytes,
            _ => 0,
        });
        let kept = kept.sum::<u64>() as f64 * experiments.replicates as f64 / replicates as f64;
        bytes = (encoded as f64 + kept) / computed.len().max(1) as f64;
    }
    let slope = ((seconds[1] - seconds[0]) / (TRIALS[1] - TRIALS[0]) as f64).max(0.0);
    let each = (seconds[0] + slope * (experiments.replicates as f64 - TRIALS[0] as f64)).max(0.0);
    let parts = if range.is_empty() {
        0
    } else {
        (range.end - 1) / experiments.part - range.start / experiments.part + 1
    };
    let seconds = each * count as f64 / threads as f64;
    let shards = ((seconds / SHARD).ceil() as u64).clamp(1, count.max(1));
    let one = seconds <= ONE_MACHINE;
    Ok(Forecast {
        experiments: count,
        replicates: experiments.replicates,
        parts,
        files: 2 * parts + if experiments.kept.is_some() { count } else { 0 },
        bytes: (bytes * count as f64) as u64,
        threads,
        seconds_per_experiment: each,
        seconds,
        recommended_shards: if one { 1 } else { shards },
        recommendation: recommendation(seconds, shards, one),
    })
}

fn recommendation(seconds: f64, shards: u64, one: bool) -> String {
    if one {
        return "one machine is enough".to_owned();
    }
    let words = duration(seconds);
    let several = format!(
        "{shards} shards of half an hour (`--shard 1/{shards}` ... `{shards}/{shards}`, then `drawdown merge`)"
    );
    if shards <= 48 {
        format!(
            "{words} on this machine, overnight perhaps; or {several}: a Slurm job array, or Dask on a few machines"
        )
    } else {
        format!("{words} on this machine: run {several} as a Slurm job array or on a Dask cluster")
    }
}
