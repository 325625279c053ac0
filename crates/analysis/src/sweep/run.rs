//! Computes the missing parts of a store: batches over threads, parts written in order by one.

use std::{
    collections::BTreeSet,
    ops::Range,
    sync::{
        Mutex, PoisonError,
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

/// A batch: its experiments, the part that they belong to (by position among those that are missing), and whether it
/// is the last of the part.
#[derive(Clone)]
struct Task {
    number: u64,
    position: u64,
    part: (u64, Range<u64>),
    range: Range<u64>,
}

impl Task {
    fn is_last(&self) -> bool {
        self.range.end == self.part.1.end
    }
}

/// The batches of some parts, in order.
fn tasks(missing: impl Iterator<Item = (u64, Range<u64>)>) -> impl Iterator<Item = Task> {
    let of_part = |(position, part): (u64, (u64, Range<u64>))| {
        let (end, firsts) = (part.1.end, part.1.clone().step_by(BATCH as usize));
        firsts.map(move |first| (position, part.clone(), first..end.min(first + BATCH)))
    };
    let all = (0..).zip(missing).flat_map(of_part);
    (0..).zip(all).map(|(number, (position, part, range))| Task { number, position, part, range })
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
    let expected = all.end - all.start - store.done();
    let there: BTreeSet<u64> = store.numbers().collect();
    // Handed out one by one: there may be millions.
    let missing = parts(all, experiments.part).filter(move |(part, _)| !there.contains(part));
    let tasks = Mutex::new(tasks(missing));
    let (written, broken) = (AtomicU64::new(0), AtomicBool::new(false));
    let headlines = headlines(experiments);
    let chosen: Vec<_> = headlines.iter().map(|headline| (headline.outcome, headline.slot)).collect();
    let columns = Columns::new(experiments, &headlines);
    let halted = || stop.load(Ordering::Relaxed) || broken.load(Ordering::Relaxed);
    let mut report = Report::default();
    let result = std::thread::scope(|scope| -> Result<(), SweepError> {
        let (sender, receiver) = mpsc::channel::<Result<(Task, Vec<Computed>), Box<Diagnostics>>>();
        for _ in 0..threads.min(usize::try_from(expected).unwrap_or(usize::MAX)) {
            let sender = sender.clone();
            let (tasks, written, chosen, halted) = (&tasks, &written, &chosen, &halted);
            scope.spawn(move || {
                let mut thread = match Thread::new(experiments, chosen) {
                    Ok(thread) => thread,
                    Err(found) => {
                        let _ = sender.send(Err(Box::new(found)));
                        return;
                    }
                };
                while !halted() {
                    let Some(task) = tasks.lock().unwrap_or_else(PoisonError::into_inner).next() else {
                        break;
                    };
                    while task.position > written.load(Ordering::Relaxed) + AHEAD && !halted() {
                        std::thread::sleep(Duration::from_millis(2));
                    }
                    let range = task.range.clone();
                    let Some(found) = thread.compute(range, stop) else { break };
                    if sender.send(Ok((task, found))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let write = || -> Result<(), SweepError> {
            let mut found_in_order: InOrder<(Task, Vec<Computed>)> = InOrder::from(0);
            let mut whole: Vec<Computed> = Vec::new();
            for message in receiver {
                let (task, found) = message.map_err(SweepError::Base)?;
                found_in_order.ready(task.number, (task, found));
                while let Some((_, (task, found))) = found_in_order.take() {
                    whole.extend(found);
                    if !task.is_last() {
                        continue;
                    }
                    let (part, range) = task.part;
                    let began = Instant::now();
                    let computed = std::mem::take(&mut whole);
                    let (tables, failed) =
                        frames(experiments, &columns, headlines.len(), range.start, &computed);
                    store.add(part, range, failed, [&tables[0], &tables[1]])?;
                    report.store_seconds += began.elapsed().as_secs_f64();
                    report.computed += computed.len() as u64;
                    written.store(task.position + 1, Ordering::Relaxed);
                    progress(store.done());
                }
            }
            Ok(())
        };
        let result = write();
        broken.store(true, Ordering::Relaxed);
        result
    });
    report.stopped = stop.load(Ordering::Relaxed) && report.computed < expected;
    report.seconds = started.elapsed().as_secs_f64();
    result?;
    let timing = Timing { experiments: report.computed, seconds: report.seconds, threads };
    let mut timings = store.manifest().timings.clone();
    timings.extend((report.computed > 0).then_some(timing));
    store.finish(timings)?;
    Ok(report)
}
