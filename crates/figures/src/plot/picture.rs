//! A figure without its own title, subtitle and caption, for pages that say these as text.

use tiny_skia::Pixmap;

use super::{
    Figure,
    backend::{HEIGHT, Item, Step, WIDTH},
    encode, glyphs, render,
};

/// The picture alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// PNG file.
    pub png: Vec<u8>,
    /// Width in pixels of the page.
    pub width: u32,
    /// Height in pixels of the page.
    pub height: u32,
}

/// The box of the page that plots lie in: left and right end. What is drawn beyond stays in the picture.
const LEFT: u32 = 46;
const RIGHT: u32 = 1566;
/// White left around what is drawn, in pixels of the page.
const AIR: u32 = 4;

impl Figure {
    /// The picture without title, subtitle and caption, empty rows trimmed, `scale` pixels to one of the page.
    ///
    /// # Errors
    /// When the scale makes no picture, or the encoder fails.
    pub fn rendered(&self, scale: u32) -> Result<Picture, String> {
        Picture::of(&self.page.pixmap(scale as f32)?, scale)
    }

    /// The same as an SVG file, with its size in pixels of the page.
    #[must_use]
    pub fn drawing(&self) -> (String, u32, u32) {
        let mut within = [LEFT as f32, RIGHT as f32, f32::INFINITY, 0.0];
        self.page.items_around(false).for_each(|item| item.widen(&mut within));
        let [x0, x1, y0, y1] = within;
        let out = |first: f32| (first.max(0.0) as u32).saturating_sub(AIR);
        let end = |last: f32, most: u32| (last.max(0.0) as u32 + 1 + AIR).min(most);
        let (x0, x1) = (out(x0).min(LEFT), end(x1, WIDTH).max(RIGHT));
        let y1 = end(y1, HEIGHT);
        // Nothing drawn: an empty picture.
        let y0 = out(y0).min(y1 - 1);
        (render::svg(self.page.items_around(false), [x0, x1, y0, y1], ""), x1 - x0, y1 - y0)
    }

    /// [`Figure::rendered`] and the PNG file of the whole page, of the same pixels.
    ///
    /// # Errors
    /// Those of [`Figure::rendered`].
    pub fn rendered_and_page(&self, scale: u32) -> Result<(Picture, Vec<u8>), String> {
        let pixmap = self.page.pixmap(scale as f32)?;
        Ok((Picture::of(&pixmap, scale)?, self.page.finished(pixmap, scale as f32)?))
    }
}

impl Item {
    /// Widens a box (left, right, upper and lower end) to hold it.
    fn widen(&self, within: &mut [f32; 4]) {
        let mut point = |x: f32, y: f32| {
            let [x0, x1, y0, y1] = *within;
            *within = [x0.min(x), x1.max(x), y0.min(y), y1.max(y)];
        };
        match self {
            Item::Fill { outline, .. } | Item::Stroke { outline, .. } => {
                for step in outline {
                    match *step {
                        Step::Move(x, y) | Step::Line(x, y) => point(x, y),
                        Step::Quad(_, _, x, y) | Step::Cubic(_, _, _, _, x, y) => point(x, y),
                        Step::Close => {}
                    }
                }
            }
            Item::Disc { x, y, radius, .. } => {
                point(x - radius, y - radius);
                point(x + radius, y + radius);
            }
            Item::Text { text, bold, x, y, size, .. } => {
                let width = glyphs::width(text, f64::from(*size), *bold) as f32;
                point(*x, y - size);
                point(x + width, y + size / 3.0);
            }
        }
    }
}

impl Picture {
    /// The part of the pixels that something is drawn in.
    fn of(pixmap: &Pixmap, scale: u32) -> Result<Self, String> {
        let drawn = Drawn::of(pixmap);
        // Whole pixels of the page, so that the size in the page is exact.
        let out = |first: usize| (first as u32 / scale).saturating_sub(AIR);
        let end = |last: usize, most: u32| (last as u32 / scale + 1 + AIR).min(most);
        let (x0, x1) = (out(drawn.x.0).min(LEFT), end(drawn.x.1, WIDTH).max(RIGHT));
        let (y0, y1) = (out(drawn.y.0), end(drawn.y.1, pixmap.height() / scale));
        let png = encode::png(pixmap, (x0 * scale, x1 * scale), (y0 * scale, y1 * scale))?;
        Ok(Picture { png, width: x1 - x0, height: y1 - y0 })
    }
}

/// First and last column and row that are not white.
struct Drawn {
    x: (usize, usize),
    y: (usize, usize),
}

impl Drawn {
    fn of(pixmap: &Pixmap) -> Self {
        let width = pixmap.width() as usize;
        let (mut x, mut y) = ((usize::MAX, 0), (usize::MAX, 0));
        let white = vec![255; 4 * width];
        for (i, row) in pixmap.data().chunks_exact(4 * width).enumerate() {
            if row == white {
                continue;
            }
            let inked = |pixel: &[u8]| pixel != [255; 4];
            let Some(first) = row.chunks_exact(4).position(inked) else { continue };
            let last = row.chunks_exact(4).rposition(inked).unwrap_or(first);
            x = (x.0.min(first), x.1.max(last));
            y = (y.0.min(i), y.1.max(i));
        }
        // Nothing drawn: an empty picture of a pixel.
        if y.0 == usize::MAX { Self { x: (0, 0), y: (0, 0) } } else { Self { x, y } }
    }
}

#[cfg(test)]
mod tests {
    use crate::plot::{Figure, canvas::Canvas, theme};

    #[test]
    fn a_picture_has_what_is_drawn_and_its_words_are_text() {
        let canvas = Canvas::new();
        canvas.head(&["A long finding".to_owned(), "Short".to_owned()], &["Unit".to_owned()], false);
        canvas.rect(100.0..300.0, 200.0..400.0, theme::SCENARIO);
        canvas.caption("and 3 more", &["Source: a.".to_owned(), "drawdown 0".to_owned()]);
        let figure = Figure { stem: "0-test".into(), page: canvas.finish().unwrap() };
        assert_eq!(figure.title(), "A long finding");
        assert_eq!(figure.subtitle(), "Unit");
        assert_eq!(figure.caption(), "And 3 more. Source: a. drawdown 0");
        let picture = figure.rendered(2).unwrap();
        // The box of plots is as wide as ever; rows above and below the rectangle are trimmed to a little air.
        assert_eq!((picture.width, picture.height), (1520, 208));
        let size = |at: usize| u32::from_be_bytes(picture.png[at..at + 4].try_into().unwrap());
        assert_eq!((size(16), size(20)), (3040, 416));
    }
}
