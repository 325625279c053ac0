//! Computes the missing parts of a store: batches over threads, parts written in order by one.

use std::{
    ops::Range,
    sync::{
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    time::{Duration, Instant},
};

use super::{
    batch::{BATCH, Computed, Thread},
    describe::headlines,
    frames::{Columns, frames},
};
use crate::{
    experiment::Experiments,
    in_order::InOrder,
    scenario::Diagnostics,
    store::sweep::{Store, StoreError, manifest::Timing},
};

/// Parts that may be under way beyond the one that is written next, so that memory stays flat.
const AHEAD: u64 = 3;

/// What a sweep has done.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Experiments computed now.
    pub computed: u64,
    /// Wall time in seconds.
    pub seconds: f64,
    /// Processor time of the writing thread in the store, in seconds: encoding, hashing, writing, syncing.
    pub store_seconds: f64,
    /// Whether it was stopped before the end.
    pub stopped: bool,
}

/// Why a sweep ends before it is done.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The store cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The base's files changed while it ran.
    #[error("the base scenario can no longer be read:\n{0}")]
    Base(Box<Diagnostics>),
}

/// A batch: its part (by position among those that are missing) and its experiments.
struct Task {
    part: u64,
    range: Range<u64>,
}

/// The parts that a range of experiments lies in, each with the experiments of it that are in the range.
pub fn parts(range: Range<u64>, size: u64) -> impl Iterator<Item = (u64, Range<u64>)> {
    let numbers = if range.is_empty() { 0..0 } else { range.start / size..(range.end - 1) / size + 1 };
    numbers.map(move |part| (part, range.start.max(part * size)..range.end.min((part + 1) * size)))
}

/// Computes what is missing in a store.
///
/// # Errors
/// When the store cannot be written: what was written before stays. When the base can no longer be read.
pub fn sweep(
    experiments: &Experiments,
    store: &mut Store,
    threads: usize,
    stop: &AtomicBool,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Report, SweepError> {
    let started = Instant::now();
    let all = store.manifest().first..store.manifest().end;
    let missing: Vec<(u64, Range<u64>)> =
        parts(all, experiments.part).filter(|(part, _)| !store.has(*part)).collect();
    let tasks: Vec<Task> = (0..)
        .zip(&missing)
        .flat_map(|(position, (_, range))| {
            let end = range.end;
            let firsts = range.clone().step_by(BATCH as usize);
            firsts.map(move |first| Task { part: position, range: first..end.min(first + BATCH) })
        })
        .collect();
    let (next, written, broken) = (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
    let headlines = headlines(experiments);
    let chosen: Vec<_> = headlines.iter().map(|headline| (headline.outcome, headline.slot)).collect();
    let columns = Columns::new(experiments, &headlines);
    let halted = || stop.load(Ordering::Relaxed) || broken.load(Ordering::Relaxed);
    let mut report = Report::default();
    let result = std::thread::scope(|scope| -> Result<(), SweepError> {
        let (sender, receiver) = mpsc::channel::<Result<(u64, Vec<Computed>), Box<Diagnostics>>>();
        for _ in 0..threads.min(tasks.len()) {
            let sender = sender.clone();
            let (tasks, next, written, chosen, halted) = (&tasks, &next, &written, &chosen, &halted);
            scope.spawn(move || {
                let mut thread = match Thread::new(experiments, chosen) {
                    Ok(thread) => thread,
                    Err(found) => {
                        let _ = sender.send(Err(Box::new(found)));
                        return;
                    }
                };
                while !halted() {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(task) = tasks.get(number as usize) else { break };
                    while task.part > written.load(Ordering::Relaxed) + AHEAD && !halted() {
                        std::thread::sleep(Duration::from_millis(2));
                    }
                    let range = task.range.clone();
                    let Some(found) = thread.compute(range, stop) else { break };
                    if sender.send(Ok((number, found))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let write = || -> Result<(), SweepError> {
            let mut found_in_order: InOrder<Vec<Computed>> = InOrder::from(0);
            let mut whole: Vec<Computed> = Vec::new();
            for message in receiver {
                let (number, found) = message.map_err(SweepError::Base)?;
                found_in_order.ready(number, found);
                while let Some((number, found)) = found_in_order.take() {
                    whole.extend(found);
                    let position = tasks[number as usize].part;
                    if tasks.get(number as usize + 1).is_some_and(|task| task.part == position) {
                        continue;
                    }
                    let (part, range) = missing[position as usize].clone();
                    let began = Instant::now();
                    let computed = std::mem::take(&mut whole);
                    let (tables, failed) =
                        frames(experiments, &columns, headlines.len(), range.start, &computed);
                    store.add(part, range, failed, [&tables[0], &tables[1]])?;
                    report.store_seconds += began.elapsed().as_secs_f64();
                    report.computed += computed.len() as u64;
                    written.store(position + 1, Ordering::Relaxed);
                    progress(store.done());
                }
            }
            Ok(())
        };
        let result = write();
        broken.store(true, Ordering::Relaxed);
        result
    });
    report.stopped = stop.load(Ordering::Relaxed)
        && report.computed < tasks.iter().map(|t| t.range.end - t.range.start).sum();
    report.seconds = started.elapsed().as_secs_f64();
    result?;
    let timing = Timing { experiments: report.computed, seconds: report.seconds, threads };
    let mut timings = store.manifest().timings.clone();
    timings.extend((report.computed > 0).then_some(timing));
    store.finish(timings)?;
    Ok(report)
}
