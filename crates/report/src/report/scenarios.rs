//! What each scenario assumes: a card each, with what differs from its base.

use maud::{Markup, html};

use super::{
    figure::{self, Section},
    judgement::{GRADES, mark},
    view::View,
    words,
};
use crate::{
    present::{numbers::page as numbers, references::changed},
    store::{
        assumptions::{Change, ScenarioAssumptions},
        summary::ScenarioSummary,
    },
};

/// Cards that stand open; the others can be opened.
const OPEN: usize = 7;

/// The section.
pub(super) fn section(view: &View) -> Option<Markup> {
    let assumptions = &view.material.assumptions;
    let first = assumptions.scenarios.first()?;
    let cards: Vec<(&ScenarioSummary, &ScenarioAssumptions)> =
        view.cards.iter().filter_map(|s| Some((*s, view.assumed(&s.id)?))).collect();
    let split = if cards.len() > OPEN + 1 { OPEN } else { cards.len() };
    // A folder that does not tell says nothing of it.
    let untriggered = assumptions.scenarios.iter().all(|s| s.trigger == Some(false));
    Some(html! {
        section #scenarios aria-labelledby="h-scenarios" {
            h2 #h-scenarios { "What does each scenario assume?" }
            p {
                "Each card lists what differs from its base. All else is the reference data: "
                (numbers::thousands((first.grades.measured + first.grades.published + first.grades.judgement) as f64))
                " graded parameters, a US posture of " (numbers::thousands(assumptions.posture as f64)) " people"
                @if untriggered { ", no trigger" }
                ". A choice is what the question asks; it has no grade."
                @for words in changed(&view.summary.references) { b { " But " (words) "." } }
            }
            @if !assumptions.sets.is_empty() {
                div.note {
                    b { "Set on the command line, " }
                    (if assumptions.scenarios.len() == 1 { "in the scenario and its base: " } else { "in every scenario and its base: " })
                    @for (i, set) in assumptions.sets.iter().enumerate() { @if i > 0 { ", " } code { (set) } } "."
                }
            }
            @for f in figure::of(view, Section::Scenarios) { (figure::figure(view, f)) }
            div.cards { @for (s, assumed) in &cards[..split] { (card(view, s, assumed)) } }
            @if split < cards.len() {
                details.more {
                    summary { "The other " (words::count(cards.len() - split)) " scenarios" }
                    div.cards { @for (s, assumed) in &cards[split..] { (card(view, s, assumed)) } }
                }
            }
            @if cards.len() < view.summary.scenarios.len() {
                p { "and " (view.summary.scenarios.len() - cards.len()) " more: " code { "drawdown show FILE" } }
            }
        }
    })
}

fn card(view: &View, s: &ScenarioSummary, assumed: &ScenarioAssumptions) -> Markup {
    let hash: String = s.hash.chars().take(8).collect();
    let base = assumed.bases.first();
    html! {
        article.card id=(words::card(&s.id)) aria-labelledby={ "h-" (words::card(&s.id)) } {
            h3 id={ "h-" (words::card(&s.id)) } { (s.short_title) }
            @if s.title != s.short_title { p { (s.title) "." } }
            p.small.quiet {
                code { (s.id) } " " code { (hash) } " \u{b7} base: "
                @match base {
                    None => "none",
                    Some(id) => {
                        @match view.summary.scenarios.iter().find(|other| other.id == *id) {
                            Some(other) => (view.link(id, &other.short_title)),
                            None => code { (id) },
                        }
                    }
                }
            }
            p { (words::typeset(&assumed.statement)) }
            @for warning in &s.warnings { p.small.quiet { (words::typeset(warning)) } }
            @if assumed.changes.is_empty() {
                p.small.quiet { "Nothing differs." }
            } @else {
                (changes(&assumed.changes, base.is_some()))
            }
        }
    }
}

fn changes(changes: &[Change], based: bool) -> Markup {
    // The word of a grade stands beside its mark the first time it occurs in a card.
    let first = |i: usize, letter: &str| {
        changes.iter().position(|change| change.grade.as_deref() == Some(letter)) == Some(i)
    };
    let base = if based { "Base" } else { "Default" };
    html! {
        table.plain {
            thead { tr { th scope="col" { "What" } th scope="col" { "Here" } th scope="col" { (base) } th scope="col" { "Grade, source" } } }
            tbody {
                @for (i, change) in changes.iter().enumerate() {
                    tr {
                        th scope="row" { (words::typeset(&change.what)) }
                        td.here { (words::typeset(&change.here)) }
                        td.base data-l=(base.to_lowercase()) { (change.base.as_deref().map_or_else(|| "–".to_owned(), words::typeset)) }
                        td.why {
                            @match &change.grade {
                                None => (origin(&change.origin)),
                                Some(letter) => { (mark(letter)) " " (grade(letter, &change.source, first(i, letter))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A grade's word, if it is to be said, and the source; a source that says the word itself ("Judgement") says it alone.
fn grade(letter: &str, source: &str, said: bool) -> String {
    let word = GRADES.iter().find(|(l, _)| *l == letter).map_or("", |(_, word)| *word);
    let key = word.rsplit(' ').next().unwrap_or_default();
    let repeats = !key.is_empty() && source.to_lowercase().starts_with(key);
    match (said, source) {
        (true, "") => word.to_owned(),
        (true, source) if !repeats => format!("{word}: {source}"),
        (_, source) => source.to_owned(),
    }
}

fn origin(origin: &str) -> Markup {
    match origin {
        "--set" => html! { code { "--set" } },
        other => html! { (other) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_and_its_source_say_a_word_once() {
        assert_eq!(grade("C", "Judgement", true), "Judgement");
        assert_eq!(grade("C", "Judgement kept. Direction: RUSI", true), "Judgement kept. Direction: RUSI");
        assert_eq!(grade("C", "RUSI", true), "our judgement: RUSI");
        assert_eq!(grade("C", "RUSI", false), "RUSI");
        assert_eq!(grade("B", "", true), "published estimate");
    }
}
