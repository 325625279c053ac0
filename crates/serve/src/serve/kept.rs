//! The last runs, so that what did not change is not computed again.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use super::asked::Scenarios;
use crate::{
    plot::Tables,
    store::{assumptions::Assumptions, summary::Summary, table::Table},
};

/// What of a run pages are made from: at any readiness.
pub struct Run {
    /// Its summary, at its own readiness.
    pub summary: Summary,
    /// What it rests on.
    pub assumptions: Assumptions,
    /// Its tables.
    pub tables: Tables,
    /// What is missing in units, which only the spreadsheet has.
    pub gap: Table,
}

/// What a run was of: scenarios, and how many runs.
pub type Key = (Scenarios, u64);

/// The most scenarios of which runs are kept.
const MOST: usize = 10;

/// The last runs, the newest last.
#[derive(Default)]
pub struct Kept(Mutex<VecDeque<(Key, Arc<Run>)>>);

impl Kept {
    /// A run, if it is kept; it is then the newest.
    pub fn find(&self, key: &Key) -> Option<Arc<Run>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(other, _)| other == key)?;
        let found = kept.remove(at)?;
        kept.push_back(found);
        kept.back().map(|(_, run)| Arc::clone(run))
    }

    /// Keeps a run; the oldest go. A run of several scenarios takes the room of as many.
    pub fn keep(&self, key: Key, run: &Arc<Run>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(other, _)| *other != key);
        kept.push_back((key, Arc::clone(run)));
        let room = |kept: &VecDeque<(Key, Arc<Run>)>| -> usize {
            kept.iter().map(|((of, _), _)| of.scenarios.len()).sum()
        };
        while kept.len() > 1 && room(&kept) > MOST {
            kept.pop_front();
        }
    }
}
