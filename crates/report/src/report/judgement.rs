//! How much is judgement, by grade, and what would change the answer.

use maud::{Markup, html};

use super::{
    figure::{self, Section},
    view::View,
};
use crate::present::numbers::page as numbers;

/// Grades: letter, word, in the order of how well a value is known.
pub(super) const GRADES: [(&str, &str); 3] =
    [("A", "measured"), ("B", "published estimate"), ("C", "our judgement")];

/// The mark of a grade: its letter in a square.
pub(super) fn mark(letter: &str) -> Markup {
    let class = match letter {
        "A" => "grade a",
        "B" => "grade b",
        _ => "grade c",
    };
    html! { span class=(class) { (letter) } }
}

/// The section.
pub(super) fn section(view: &View) -> Option<Markup> {
    let scenario = view.focus()?;
    let figures = figure::of(view, Section::Judgement);
    let grades = view.assumed(&scenario.id)?.grades;
    let counts = [grades.measured, grades.published, grades.judgement];
    let all: usize = counts.iter().sum();
    if all == 0 && figures.is_empty() {
        return None;
    }
    let most = counts.iter().copied().max().unwrap_or(1).max(1) as f64;
    html! {
        section #judgement aria-labelledby="h-judgement" {
            h2 #h-judgement { (if figures.is_empty() { "How much is judgement?" } else { "How much is judgement, and what would change the answer?" }) }
            div.grades {
                p {
                    "Every number of the model carries a grade. " (grades.judgement) " of " (all) " are our own judgement. "
                    @if let Some([share, range]) = crate::present::judgement(view.summary, scenario) {
                        (share) " of the spread of what " (scenario.short_title) " adds at D+" (view.tier)
                        " rests on them (95\u{202f}% interval " (range) "): so much of its variance would go if all of them "
                        "were known. "
                    }
                    "The ranges in this report contain that doubt as far as we could "
                    "put it into ranges; they do not contain the doubt about the model itself. Data by ally and by "
                    "US unit are not counted."
                }
                ul {
                    @for ((letter, word), count) in GRADES.iter().zip(counts) {
                        li {
                            (mark(letter)) " " b { (numbers::thousands(count as f64)) } " " span { (word) }
                            i style=(format!("width:{:.1}%", 46.0 * count as f64 / most)) aria-hidden="true" {}
                        }
                    }
                }
            }
            @for f in figures { (figure::figure(view, f)) }
        }
    }
    .into()
}
