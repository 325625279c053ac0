//! What is asked of replicates: a file a question, which says what a chunk finds and how that is put together
//! ([`Question`](super::drive::Question)). Threads, order, stops and failures are the driver's.

pub mod invest;
mod kept_cells;
pub mod replicates;
pub mod required;
pub mod run;
pub mod sensitivity;
pub mod spending;
