//! A figure: its finding and how to read it as text, then the picture, then where it comes from.

use base64::{Engine, engine::general_purpose::STANDARD};
use maud::{Markup, html};

use super::{alt, view::View, words};
pub(super) use crate::plot::registry::Section;
use crate::plot::{Drawn, registry::Entry};

/// The figures of a section, in its order. Where nothing changes, those that show a change are left out.
pub(super) fn of<'a>(view: &View<'a>, section: Section) -> Vec<&'a Drawn> {
    let nothing = left_out(view);
    let stands = |entry: &Entry| entry.section == section && !(nothing && entry.only_changes);
    let mut all: Vec<&Drawn> = view.material.figures.iter().filter(|f| stands(f.entry)).collect();
    all.sort_by_key(|f| f.entry.turn);
    all
}

/// Whether figures were left out because nothing changes.
pub(super) fn left_out(view: &View) -> bool {
    view.scenarios().iter().all(|s| view.nothing(s))
}

/// A figure on the page.
pub(super) fn figure(view: &View, offered: &Drawn) -> Markup {
    let said = &offered.figure.page.words;
    html! {
        figure id={ "f-" (offered.figure.stem) } {
            figcaption {
                h3 { (words::joined(&said.title)) }
                p.sub { (words::joined(&said.subtitle)) }
            }
            @if let Some(picture) = &offered.picture {
                div.picture {
                    img width=(picture.width) height=(picture.height) alt=(alt::text(view, offered))
                        src={ "data:image/png;base64," (STANDARD.encode(&picture.png)) };
                }
            }
            p.source {
                @if offered.picture.is_none() { "Figure not drawn. " }
                (words::joined(&said.caption))
            }
        }
    }
}
