//! What every room of drawdown stands on: how text goes out, files on a disk that others use too, and hashes.
#![warn(missing_docs)]

pub mod digest;
pub mod disk;
pub mod text;
