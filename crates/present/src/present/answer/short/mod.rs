//! The short answer, which `run` and `compare` print: at most fourteen lines of sentences, then one table.
//!
//! What must be said always is; the rest goes in the order of its weight until the lines are full. What is left out here
//! stands in the whole answer (`--details`, `briefing.md`, the report).

mod added;
mod closing;
mod difference;
mod effects;
mod fit;
mod helps;
mod page;
mod unknown;

#[cfg(test)]
mod tests;

use super::{Part, Sentence, when};
use crate::{
    present::{View, grammar::cut},
    store::summary::Summary,
};

pub(in crate::present::answer) use added::one;
pub(in crate::present::answer) use difference::of_two;
pub use fit::lines;
pub use page::lead;

pub use crate::present::table::WIDTH;

/// The most lines that the sentences take.
pub const LINES: usize = 14;

/// The most characters of a name.
const NAME: usize = 40;

/// How much it would be missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// Explains what is said elsewhere.
    May,
    /// Belongs to the answer.
    Should,
    /// The answer is not right without it.
    Must,
}

/// A sentence and how much it would be missed.
type Said = (Weight, Sentence);

/// The paragraphs: sentences that run on, as many as fit.
#[must_use]
pub fn short(summary: &Summary) -> Vec<Vec<Sentence>> {
    let view = View::of(summary);
    let Some(focus) = view.focus() else { return Vec::new() };
    let mut paragraphs = added::paragraphs(&view, focus);
    if !view.scenarios().iter().all(|s| view.nothing(s)) {
        // Where most is missing in all runs on into what the scenario in focus changes.
        let effects = effects::sentences(&view, focus);
        let mut later = if effects.is_empty() { closing::whose(focus) } else { Vec::new() };
        paragraphs.push(added::in_all(&view).into_iter().chain(effects).collect());
        paragraphs.push(effects::named_capabilities(&view, focus));
        // Of several each has its own dates, of which the others would be taken to be these.
        let alone = view.scenarios().len() == 1 || view.named().is_some();
        let weight = if alone { Weight::Should } else { Weight::May };
        later.extend(when::when(&view, focus).map(|sentence| (weight, sentence)));
        later.extend(closing::gaps_and_money(&view, focus));
        later.extend(closing::alarm_and_pledges(&view, focus));
        paragraphs.push(later);
        paragraphs.push(helps::paragraph(&view));
    }
    paragraphs.push(unknown::paragraph(&view, focus));
    paragraphs.push(unknown::beware(&view));
    fit::fit(paragraphs)
}

/// A sentence with names of scenarios that leave room for what is said of them.
fn named(sentence: Sentence) -> Sentence {
    let name = |part: Part| match part {
        Part::Scenario { id, name } => Part::Scenario { id, name: cut(&name, NAME) },
        part => part,
    };
    Sentence { parts: sentence.parts.into_iter().map(name).collect(), ..sentence }
}

/// "1 point", "6.4 points": a number as it is shown with its word.
fn with_unit(number: &str) -> String {
    format!("{number} {}", if number == "1" { "point" } else { "points" })
}
