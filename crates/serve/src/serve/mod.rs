//! `drawdown serve`: a page on which levers are moved and their effect is seen, with its range, from the same engine, words
//! and figures as a run has.
//!
//! The server listens on the loopback alone and holds no state of a page: a page sends what it holds as texts of scenarios,
//! and the link to it has all of that in its fragment. What a request can name is a shipped scenario, a text that it brings,
//! and values; never a file.

mod asked;
mod base;
mod guard;
mod handlers;
mod kept;
mod listen;
mod page;
mod taken;
mod told;

pub use listen::{ServeError, Served, serve};

use crate::scenario::Scenario;

/// A scenario of a file that was named, as a text that stands alone.
#[derive(Clone, Debug)]
pub struct Given {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its title for narrow columns.
    pub short_title: String,
    /// The text.
    pub text: String,
}

impl Given {
    /// That of a scenario, which `text` says.
    #[must_use]
    pub fn new(scenario: &Scenario, text: String) -> Self {
        let Scenario { id, title, short_title, .. } = scenario.clone();
        Self { id, title, short_title, text }
    }
}
