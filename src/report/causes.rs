//! How much is new, and why: the waterfall of the deepest scenario, the others closed below it. A scenario alone has its
//! table here.

use maud::{Markup, html};

use super::{
    figure::{self, Place},
    ranking,
    view::View,
};

/// The section; nothing without a figure of causes in a comparison.
pub(super) fn section(view: &View) -> Option<Markup> {
    let figures = figure::of(view, Place::Causes);
    let alone = view.scenarios.len() < 2;
    if figures.is_empty() && !alone {
        return None;
    }
    Some(html! {
        section #causes aria-labelledby="h-causes" {
            h2 #h-causes { "How much is new, and why?" }
            @if let Some((first, others)) = figures.split_first() {
                (figure::figure(view, first))
                @if !others.is_empty() {
                    details.more {
                        summary { "The other scenarios" }
                        @for f in others { (figure::figure(view, f)) }
                    }
                }
            }
            @if alone { (ranking::table(view).markup()) }
        }
    })
}
