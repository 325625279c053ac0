//! What a user writes: RON files, `base` inheritance, units, validation, diagnostics that point at the line.
//!
//! The way of a scenario: text -> tree with positions ([`tree`]) -> what each file says ([`layer`], read by `read*`)
//! -> inheritance, triggers, overrides, checks ([`resolve`]) -> [`resolved::Scenario`]. [`load()`] does all of it.

pub mod ask;
mod ask_answers;
pub mod characters;
pub mod check;
mod check_correlations;
mod check_places;
mod check_timing;
pub mod code;
mod composition;
mod contradiction;
mod countries;
mod dates;
pub mod defaults;
pub mod diagnostic;
pub mod hash;
mod how_many;
pub mod key;
pub mod layer;
mod layered_world;
pub mod lints;
mod lints_of_people;
mod lints_of_places;
pub mod load;
pub mod load_base;
mod load_reference;
mod load_set;
pub mod new;
pub mod node;
pub mod read;
mod read_choice;
mod read_composition;
mod read_correlations;
pub mod read_date;
mod read_item;
pub mod read_layer;
mod read_setting;
pub mod read_value;
pub mod reference;
pub mod resolve;
pub mod resolved;
pub mod ron_conformance;
pub mod shipped;
pub mod show;
mod show_diff;
pub mod show_json;
mod source;
pub mod spelling;
mod title;
pub mod tree;
mod tree_words;
pub mod validate;
pub mod variants;
mod written;

pub use crate::inputs::{address, distribution, names};
pub use countries::country;
pub use diagnostic::Diagnostics;
pub use load::{is_shipped, load, load_reporting, load_sources};
pub use load_base::bases;
pub use reference::Reference;
pub use resolved::Scenario;
pub use shipped::{compared, shipped};
pub use source::Source;
