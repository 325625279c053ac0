//! The trace (docs/run-folder.md): everything replicates used and produced, written for somebody else's implementation of
//! the model, and its given part read back to drive this one.

pub mod block;
pub mod read;
pub mod record;
pub mod rows;
pub mod write;

pub use block::Block;
pub use read::{Given, TraceError};
pub use write::{TraceWriter, write_trace};
