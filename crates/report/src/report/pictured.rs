//! Figures of pages that are no run's: their words, and their pictures where those are wanted.

use base64::{Engine, engine::general_purpose::STANDARD};
use maud::{Markup, html};
use rayon::prelude::*;

use super::words::joined;
use crate::plot::{Drawn, Figure, PlotError, picture::Picture};

/// A figure as a page takes it.
pub(super) struct Pictured<'a> {
    figure: &'a Figure,
    /// `None` where only the words were asked for.
    picture: Option<Picture>,
}

impl<'a> Pictured<'a> {
    /// Encodes the pictures of figures, with `pictures`.
    ///
    /// # Errors
    /// When one cannot be encoded.
    pub fn all(figures: &'a [Figure], pictures: bool) -> Result<Vec<Self>, PlotError> {
        let of = |figure: &'a Figure| {
            let picture =
                pictures.then(|| figure.rendered(Drawn::PICTURE)).transpose().map_err(PlotError::Drawing)?;
            Ok(Self { figure, picture })
        };
        figures.par_iter().map(of).collect()
    }

    /// The figure, with what someone is told who cannot see it.
    pub fn markup(&self, alt: &str) -> Markup {
        let figure = self.figure;
        html! {
            figure id={ "f-" (figure.stem) } {
                figcaption {
                    h3 { (joined(figure.title())) }
                    p.sub { (joined(figure.subtitle())) }
                }
                @if let Some(picture) = &self.picture {
                    div.picture {
                        img width=(picture.width) height=(picture.height) alt=(alt)
                            src={ "data:image/png;base64," (STANDARD.encode(&picture.png)) };
                    }
                }
                p.source {
                    @if self.picture.is_none() { "Figure not drawn. " }
                    (joined(figure.caption()))
                }
            }
        }
    }

    /// As [`Pictured::markup`], told by title and subtitle.
    pub fn plain(&self) -> Markup {
        self.markup(&self.figure.alt())
    }

    /// As [`Pictured::plain`], told also by the numbers that the figure says itself.
    pub fn told(&self) -> Markup {
        self.markup(&format!("{} {}", self.figure.alt(), self.figure.page.words.numbers))
    }
}
