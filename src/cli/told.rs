//! What a study tells while it runs, as progress on the terminal.

use std::sync::Arc;

use super::console::Progress;
use crate::study::Observer;

/// Progress on the terminal as what a study tells.
pub struct Told(pub Arc<Progress>);

impl Observer for Told {
    fn replicates(&self, done: u64, _all: u64) {
        self.0.at(done);
    }

    fn expects(&self, replicates: u64) {
        self.0.to_come(replicates);
    }
}
