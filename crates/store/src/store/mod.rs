//! What runs and sweeps leave behind and how it is read back: run folders, and the store of a sweep.

pub mod assumptions;
mod check_summary;
pub mod durable;
pub mod extra;
pub mod folder;
pub mod hindcast;
pub mod hindcast_rows;
pub mod published;
pub mod read_table;
pub mod reference;
pub mod required;
pub mod required_rows;
pub mod sensitivity;
pub mod sobol;
pub mod stopping;
pub mod summary;
mod summary_index;
mod summary_pairs;
pub mod sweep;
pub mod table;
