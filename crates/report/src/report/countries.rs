//! What it means for each country that was asked for: the page that `drawdown country` prints.

use maud::{Markup, html};

use super::{view::View, words};
use crate::present::country::{Block, page, ran, title};

/// The section; nothing where no country was asked for.
pub(super) fn section(view: &View) -> Option<Markup> {
    let countries = &view.material.countries;
    if countries.is_empty() {
        return None;
    }
    Some(html! {
        section #countries aria-labelledby="h-countries" {
            h2 #h-countries { "What does it mean for a country?" }
            @for country in countries {
                h3 id={ "c-" (words::card(&country.ally)) } { (title(country)) }
                p.quiet { (words::typeset(&ran(view.summary, country))) "." }
                @for (at, block) in page(view.summary, country).iter().enumerate() {
                    @match block {
                        Block::Words(said) => p { (said) },
                        Block::Table(table) => (table.markup_at(
                            &format!("t-{}-{at}", words::card(&country.ally)),
                            &|id| view.leads(id),
                        )),
                    }
                }
            }
        }
    })
}
