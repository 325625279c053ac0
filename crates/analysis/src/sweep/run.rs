//! Computes the missing parts of a store: batches over threads, parts written in order.

use std::{
    collections::BTreeSet,
    ops::Range,
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

use super::{
    SweepError, To,
    batch::{BATCH, Computed, Thread},
    columns::Columns,
    describe::headlines,
    frames::frames,
};
use crate::{
    engine::{drive::RunError, pool::Pool},
    experiment::Experiments,
    store::sweep::{Store, manifest::Timing},
};

/// Experiments of a batch where there are few in all.
const SMALL: u64 = 16;

/// Parts that may be under way beyond the one that is written next, so that memory stays flat.
const AHEAD: u64 = 3;

/// What a sweep has done.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Experiments computed now.
    pub computed: u64,
    /// Wall time in seconds.
    pub seconds: f64,
    /// Time spent on the store, in seconds: encoding, hashing, writing, syncing.
    pub store_seconds: f64,
    /// Whether it was stopped before the end.
    pub stopped: bool,
}

/// A batch: its experiments, and the part that they belong to.
#[derive(Clone)]
struct Batch {
    part: (u64, Range<u64>),
    range: Range<u64>,
}

impl Batch {
    fn is_last(&self) -> bool {
        self.range.end == self.part.1.end
    }
}

/// Experiments of a batch, for so many experiments on so many threads: where there are few, each thread has two batches
/// or more, so that none waits long for another at the end.
fn batch_size(experiments: u64, threads: usize) -> u64 {
    (experiments / (2 * threads as u64)).clamp(SMALL, BATCH)
}

/// The batches of some parts, in order.
fn batches(missing: impl Iterator<Item = (u64, Range<u64>)>, size: u64) -> impl Iterator<Item = Batch> {
    missing.flat_map(move |part| {
        let (end, firsts) = (part.1.end, part.1.clone().step_by(size as usize));
        firsts.map(move |first| Batch { part: part.clone(), range: first..end.min(first + size) })
    })
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
    let (started, root) = (Instant::now(), store.root().to_owned());
    let all = store.manifest().first..store.manifest().end;
    let expected = all.end - all.start - store.done();
    let there: BTreeSet<u64> = store.numbers().collect();
    // Handed out one by one: there may be millions.
    let missing = parts(all, experiments.part).filter(move |(part, _)| !there.contains(part));
    let headlines = headlines(experiments);
    let chosen: Vec<_> = headlines.iter().map(|headline| (headline.outcome, headline.slot)).collect();
    let columns = Columns::new(experiments, &headlines);
    let mut report = Report::default();
    let mut whole: Vec<Computed> = Vec::new();
    let write = |found: Result<(Batch, Vec<Computed>), SweepError>| {
        let (batch, found) = found?;
        whole.extend(found);
        if !batch.is_last() {
            return Ok(());
        }
        let (part, range) = batch.part;
        let began = Instant::now();
        let computed = std::mem::take(&mut whole);
        let (tables, failed) = frames(experiments, &columns, headlines.len(), range.start, &computed);
        let replicates = computed.iter().filter_map(|computed| match computed {
            Computed::Done(done) => done.replicates.clone(),
            Computed::Failed { .. } => None,
        });
        store.add(part, range, failed, [&tables[0], &tables[1]], replicates.collect())?;
        report.store_seconds += began.elapsed().as_secs_f64();
        report.computed += computed.len() as u64;
        progress(store.done());
        Ok(())
    };
    let at_once = threads.min(usize::try_from(expected).unwrap_or(usize::MAX)).max(1);
    let pool = Pool::of(at_once).map_err(RunError::from)?;
    let size = batch_size(expected, at_once);
    let ahead = AHEAD * experiments.part.div_ceil(size);
    let result: Result<(), SweepError> = pool.in_order(
        stop,
        ahead,
        batches(missing, size),
        |_| None,
        |own, batch: Batch| {
            let thread = match own {
                Some(thread) => thread,
                None => match Thread::new(experiments, &chosen, To::Store(&root)) {
                    Ok(thread) => own.insert(thread),
                    Err(found) => return Some(Err(SweepError::Base(Box::new(found)))),
                },
            };
            let found = thread.compute(batch.range.clone(), stop).transpose()?;
            Some(found.map(|found| (batch, found)))
        },
        write,
    );
    report.stopped = stop.load(Ordering::Relaxed) && report.computed < expected;
    report.seconds = started.elapsed().as_secs_f64();
    result?;
    let timing = Timing { experiments: report.computed, seconds: report.seconds, threads };
    let mut timings = store.manifest().timings.clone();
    timings.extend((report.computed > 0).then_some(timing));
    store.finish(timings)?;
    Ok(report)
}
