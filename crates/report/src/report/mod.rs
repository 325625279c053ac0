//! The report: one HTML file that opens offline, with the answer, the figures, tables that sort, what was assumed, how it
//! was computed and what reproduces it.
//!
//! It is made from what a run folder holds and from the figures that `plot` offers; the same folder gives the same bytes.
//! One file a section, one file a component; `page` puts them together.

mod again;
mod alt;
mod answer;
mod bars;
mod capabilities;
mod causes;
mod closing;
mod countries;
mod figure;
mod hindcast;
mod invest;
mod judgement;
mod key_numbers;
pub mod live;
mod material;
mod method;
mod page;
mod pays;
mod pictured;
mod ranking;
mod required;
mod scenarios;
mod sentence;
mod sides;
pub mod sweep;
#[cfg(test)]
mod ties;
pub mod validate;
mod view;
mod warnings;
mod words;

pub use again::{Again, again, again_for};
pub use hindcast::hindcast;
pub use invest::invest;
pub use material::{Material, ReportError};
pub use required::required;

use crate::present::text::html;

/// The most bytes a report should have; more is worth a word to the user.
pub const LARGE: usize = 4_000_000;

/// The report as an HTML file.
#[must_use]
pub fn render(material: &Material) -> String {
    html(&page::page(&view::View::new(material)).into_string()).into_owned()
}
