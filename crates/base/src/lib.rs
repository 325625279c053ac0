//! What every room of drawdown stands on: how text goes out, files on a disk that others use too, hashes, and things that
//! become ready in any order.
#![warn(missing_docs)]

pub mod digest;
pub mod disk;
pub mod in_order;
pub mod text;
