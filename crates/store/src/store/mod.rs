//! What runs and sweeps leave behind and how it is read back: run folders, and with the feature `sweep` the store of a sweep.

pub mod assumptions;
mod check_summary;
pub mod country;
pub mod durable;
mod estimate;
pub mod extra;
pub mod folder;
pub mod hindcast;
pub mod hindcast_rows;
pub mod invest;
mod invest_check;
pub mod invest_rows;
mod invest_scenario;
mod other_folders;
pub mod places;
pub mod published;
mod published_kinds;
pub mod read_table;
pub mod reference;
#[cfg(feature = "sweep")]
pub mod replicates;
pub mod required;
pub mod required_rows;
pub mod sensitivity;
pub mod sobol;
pub mod stopping;
pub mod summary;
mod summary_index;
mod summary_pairs;
mod summary_scenario;
#[cfg(feature = "sweep")]
pub mod sweep;
pub mod table;
pub mod turned_to;

pub use other_folders::{Held, read_held};
