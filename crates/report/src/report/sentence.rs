//! Sets a sentence of the answer on the page.

use maud::{Markup, html};

use super::{view::View, words::typeset};
use crate::present::answer::{Part, Sentence};

/// A sentence of the answer on the page, without the word that its head says already.
pub(super) fn set(view: &View, sentence: &Sentence, capital: bool) -> Markup {
    let mut first = capital;
    html! {
        @for part in &sentence.parts {
            @match part {
                Part::Text(text) => {
                    @let text = typeset(text);
                    (if std::mem::take(&mut first) { crate::plot::words::capital(&text) } else { text })
                }
                Part::Scenario { id, name } => {
                    @let _ = std::mem::take(&mut first);
                    (view.link(id, name))
                }
                Part::Without(text) => span.without { (typeset(text)) },
                Part::Added(text) => span.added { (typeset(text)) },
                Part::Code(text) => code { (text) },
            }
        }
    }
}
