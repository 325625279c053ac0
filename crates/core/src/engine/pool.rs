//! The threads that share work: what they take, and in which order what they find is put together.

use std::{
    collections::BTreeMap,
    sync::{
        Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use super::lock::lock;

/// Stack of a thread: what the system gives a program's first one, since commands run within a pool.
const STACK: usize = 8 << 20;

/// A pool of `threads` threads, or of one a core for 0.
///
/// # Errors
/// When the threads cannot be started.
pub fn start(threads: usize) -> Result<ThreadPool, ThreadPoolBuildError> {
    let name = |number| format!("worker {number}");
    ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).thread_name(name).build()
}

/// Does `work` in a pool of `threads` threads, so that all that it shares out in whatever way is shared over these: the pool
/// that the caller is in if it has as many, or any for 0, else one that is started for it.
///
/// # Errors
/// When the threads cannot be started.
pub fn within<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> Result<R, ThreadPoolBuildError> {
    match rayon::current_thread_index().map(|_| rayon::current_num_threads()) {
        Some(there) if threads == 0 || threads == there => Ok(work()),
        _ => Ok(start(threads)?.install(work)),
    }
}

/// Threads to share work over.
pub enum Pool {
    /// The calling thread alone.
    Here,
    /// Those that the caller is one of.
    Around,
    /// Started for this work.
    Own(ThreadPool),
}

impl Pool {
    /// `threads` threads: the calling one where one is enough, those of the pool that it is in if there are as many, else
    /// new ones; 0 for all of those that it is one of, or one a core.
    ///
    /// # Errors
    /// When the threads cannot be started.
    pub fn of(threads: usize) -> Result<Self, ThreadPoolBuildError> {
        let around = rayon::current_thread_index().map(|_| rayon::current_num_threads());
        match (threads, around) {
            (1, _) => Ok(Pool::Here),
            (0, Some(_)) => Ok(Pool::Around),
            (_, Some(there)) if threads == there => Ok(Pool::Around),
            _ => start(threads).map(Pool::Own),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn threads(&self) -> usize {
        match self {
            Pool::Here => 1,
            Pool::Around => rayon::current_num_threads(),
            Pool::Own(pool) => pool.current_num_threads(),
        }
    }

    /// Has every thread do some work, which is told the number of the thread.
    pub fn broadcast(&self, work: impl Fn(usize) + Sync) {
        match self {
            Pool::Here => work(0),
            Pool::Around => drop(rayon::broadcast(|context| work(context.index()))),
            Pool::Own(pool) => drop(pool.broadcast(|context| work(context.index()))),
        }
    }

    /// Hands out `items` in their order, has threads `work` on them, and merges what they find in the order of the items, one
    /// at a time. A thread that has something to do makes its `memory` first. At most `ahead` items are under way or wait to
    /// be merged beyond the one that is merged next, so that memory stays flat.
    ///
    /// It ends after the last item, at a `stop`, when work gives nothing, or when a merge fails. Items that are begun are
    /// finished and merged, unless one before them gave nothing or a merge has failed: what is merged has no hole.
    ///
    /// # Errors
    /// Those of `merge`.
    pub fn in_order<Item, Memory, Found: Send, Error: Send>(
        &self,
        stop: &AtomicBool,
        ahead: u64,
        items: impl Iterator<Item = Item> + Send,
        memory: impl Fn(usize) -> Memory + Sync,
        work: impl Fn(&mut Memory, Item) -> Option<Found> + Sync,
        merge: impl FnMut(Found) -> Result<(), Error> + Send,
    ) -> Result<(), Error> {
        let line = Line {
            state: Mutex::new(State {
                items,
                handed_out: 0,
                taken: 0,
                found: BTreeMap::new(),
                merge: Some(merge),
                over: false,
                error: None,
            }),
            moved: Condvar::new(),
        };
        self.broadcast(|thread| {
            let _leaving = Leaving(&line);
            let mut own = None;
            while let Some((number, item)) = line.next(stop, ahead) {
                let Some(found) = work(own.get_or_insert_with(|| memory(thread)), item) else { break };
                if !line.found(number, found) {
                    break;
                }
            }
        });
        let error = lock(&line.state).error.take();
        error.map_or(Ok(()), Err)
    }
}

/// Items on their way from being handed out to being merged.
struct Line<Items, Found, Merge, Error> {
    state: Mutex<State<Items, Found, Merge, Error>>,
    /// Something was merged, or it is over.
    moved: Condvar,
}

struct State<Items, Found, Merge, Error> {
    items: Items,
    handed_out: u64,
    /// How many were taken to be merged: all of the first ones.
    taken: u64,
    /// By number, what waits for those before it.
    found: BTreeMap<u64, Found>,
    /// Away while a thread merges: others leave what they found and go on.
    merge: Option<Merge>,
    /// Nothing more is handed out.
    over: bool,
    error: Option<Error>,
}

impl<Items, Found, Merge, Error> State<Items, Found, Merge, Error> {
    /// What is to be merged next, if it is there.
    fn take(&mut self) -> Option<Found> {
        let found = self.found.remove(&self.taken)?;
        self.taken += 1;
        Some(found)
    }
}

impl<Items, Item, Found, Merge, Error> Line<Items, Found, Merge, Error>
where
    Items: Iterator<Item = Item>,
    Merge: FnMut(Found) -> Result<(), Error>,
{
    /// The next item with its number, once it is not too far ahead.
    fn next(&self, stop: &AtomicBool, ahead: u64) -> Option<(u64, Item)> {
        let too_far = |state: &mut State<Items, Found, Merge, Error>| {
            !state.over && state.handed_out > state.taken.saturating_add(ahead)
        };
        // Whoever works on the first of those not merged does not wait here, and moves the line or ends it.
        let waited = self.moved.wait_while(lock(&self.state), too_far);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        if state.over || stop.load(Ordering::Relaxed) {
            return None;
        }
        let item = state.items.next()?;
        state.handed_out += 1;
        Some((state.handed_out - 1, item))
    }

    /// Takes what was found, and merges all that is next unless another thread is about it; returns whether to go on.
    fn found(&self, number: u64, found: Found) -> bool {
        let mut state = lock(&self.state);
        state.found.insert(number, found);
        let Some(mut merge) = state.merge.take() else { return true };
        while let Some(found) = state.take() {
            drop(state);
            let merged = merge(found);
            state = lock(&self.state);
            if let Err(error) = merged {
                state.error = Some(error);
                return false;
            }
            self.moved.notify_all();
        }
        state.merge = Some(merge);
        true
    }
}

/// A thread that leaves, in a panic too: nothing more is handed out, and nobody waits for what it has not found.
struct Leaving<'a, Items, Found, Merge, Error>(&'a Line<Items, Found, Merge, Error>);

impl<Items, Found, Merge, Error> Drop for Leaving<'_, Items, Found, Merge, Error> {
    fn drop(&mut self) {
        lock(&self.0.state).over = true;
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shared_out_within_is_shared_over_so_many() {
        let there = || (rayon::current_num_threads(), rayon::current_thread_index().is_some());
        for threads in [1, 3] {
            assert_eq!(within(threads, there).expect("threads"), (threads, true));
            let pool = start(2).expect("threads");
            // Any number will do for 0.
            let nested = pool.install(|| (within(threads, there), within(0, there)));
            assert_eq!(
                (nested.0.expect("threads"), nested.1.expect("threads")),
                ((threads, true), (2, true))
            );
        }
    }

    #[test]
    fn what_is_found_is_merged_in_order_and_not_far_ahead() {
        let stop = AtomicBool::new(false);
        for threads in [1, 2, 5] {
            let pool = Pool::of(threads).expect("threads");
            let (begun, mut merged) = (Mutex::new(0), Vec::new());
            let work = |_: &mut (), item: u64| {
                *lock(&begun) += 1;
                Some(item)
            };
            let merge = |item: u64| {
                assert!(*lock(&begun) <= item + 5, "three ahead, one merged, one counted from 0");
                merged.push(item);
                if item == 80 { Err("no more") } else { Ok(()) }
            };
            let result = pool.in_order(&stop, 3, 0..1000, |_| (), work, merge);
            assert_eq!((result, merged), (Err("no more"), (0..=80).collect()));
        }
    }

    #[test]
    fn work_that_gives_nothing_leaves_no_hole() {
        let stop = AtomicBool::new(false);
        let pool = Pool::of(3).expect("threads");
        let mut merged = Vec::new();
        let work = |_: &mut (), item: u64| (item != 40).then_some(item);
        let merge = |item: u64| {
            merged.push(item);
            Ok::<(), ()>(())
        };
        assert_eq!(pool.in_order(&stop, 3, 0..1000, |_| (), work, merge), Ok(()));
        assert_eq!(merged, (0..40).collect::<Vec<u64>>());
    }
}
