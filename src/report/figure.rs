//! A figure: its finding and how to read it as text, then the picture, then where it comes from.

use base64::{Engine, engine::general_purpose::STANDARD};
use maud::{Markup, html};

use super::material::Offered;
use super::{alt, view::View, words};

/// The section that a figure belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Ranking,
    Causes,
    Capabilities,
    Closing,
    Pays,
    Judgement,
    Scenarios,
}

/// Where figures go, by a word of their file's stem, and in which order within their section; a new figure that no word
/// names goes to the capabilities.
const PLACES: [(&str, Place); 18] = [
    ("rank", Place::Ranking),
    ("regret", Place::Ranking),
    ("cause", Place::Causes),
    ("bridge", Place::Causes),
    ("waterfall", Place::Causes),
    ("heatmap", Place::Capabilities),
    ("coverage", Place::Capabilities),
    ("force", Place::Capabilities),
    ("closure", Place::Closing),
    ("closing", Place::Closing),
    ("require", Place::Closing),
    ("spending", Place::Pays),
    ("hosts", Place::Pays),
    ("map", Place::Pays),
    ("tornado", Place::Judgement),
    ("sensitivity", Place::Judgement),
    ("drive", Place::Judgement),
    ("timeline", Place::Scenarios),
];

fn place(stem: &str) -> (Place, usize) {
    let found = PLACES.iter().position(|(word, _)| stem.contains(word));
    found.map_or((Place::Capabilities, PLACES.len()), |i| (PLACES[i].1, i))
}

/// The figures of a section, in its order. Where nothing changes, those that show a change are left out.
pub(super) fn of<'a>(view: &View<'a>, wanted: Place) -> Vec<&'a Offered> {
    let nothing = view.scenarios.iter().all(|s| view.nothing(s));
    let idle = |stem: &str| nothing && ["closure", "rank", "force"].iter().any(|word| stem.contains(word));
    let mut all: Vec<(usize, &Offered)> = view
        .material
        .figures
        .iter()
        .filter(|f| !idle(f.figure.stem))
        .filter_map(|f| Some(place(f.figure.stem)).filter(|(p, _)| *p == wanted).map(|(_, order)| (order, f)))
        .collect();
    all.sort_by_key(|(order, _)| *order);
    all.into_iter().map(|(_, f)| f).collect()
}

/// Whether figures were left out because nothing changes.
pub(super) fn left_out(view: &View) -> bool {
    view.scenarios.iter().all(|s| view.nothing(s))
}

/// A figure on the page.
pub(super) fn figure(view: &View, offered: &Offered) -> Markup {
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
