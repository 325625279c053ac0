//! What has been recorded, as PNG (tiny-skia) or as SVG: the same shapes, text as outlines of the embedded font.

use std::fmt::Write as _;

use ab_glyph::{Font as _, FontRef, GlyphId, OutlineCurve, Point};
use tiny_skia::{FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, Transform};

use super::backend::{HEIGHT, Item, Recording, Step, WIDTH};
use super::{encode, glyphs};
use crate::present::text::xml;

/// Width of the white edge around a text on a map, half of it on either side.
const HALO: f32 = 5.0;

/// Outline of a glyph at the origin, y downwards, in pixels of the page.
fn glyph(font: &FontRef, id: GlyphId, scale: f32) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut last: Option<Point> = None;
    for curve in font.outline(id).map(|o| o.curves).unwrap_or_default() {
        let (from, to) = match curve {
            OutlineCurve::Line(a, b) => (a, b),
            OutlineCurve::Quad(a, _, b) => (a, b),
            OutlineCurve::Cubic(a, _, _, b) => (a, b),
        };
        if last != Some(from) {
            if last.is_some() {
                steps.push(Step::Close);
            }
            steps.push(Step::Move(from.x * scale, -from.y * scale));
        }
        let (x, y) = (to.x * scale, -to.y * scale);
        steps.push(match curve {
            OutlineCurve::Line(..) => Step::Line(x, y),
            OutlineCurve::Quad(_, c, _) => Step::Quad(c.x * scale, -c.y * scale, x, y),
            OutlineCurve::Cubic(_, c, d, _) => {
                Step::Cubic(c.x * scale, -c.y * scale, d.x * scale, -d.y * scale, x, y)
            }
        });
        last = Some(to);
    }
    if last.is_some() {
        steps.push(Step::Close);
    }
    steps
}

fn path(steps: &[Step], dx: f32, dy: f32, builder: &mut PathBuilder) {
    for step in steps {
        match *step {
            Step::Move(x, y) => builder.move_to(x + dx, y + dy),
            Step::Line(x, y) => builder.line_to(x + dx, y + dy),
            Step::Quad(a, b, x, y) => builder.quad_to(a + dx, b + dy, x + dx, y + dy),
            Step::Cubic(a, b, c, d, x, y) => builder.cubic_to(a + dx, b + dy, c + dx, d + dy, x + dx, y + dy),
            Step::Close => builder.close(),
        }
    }
}

impl Item {
    /// Its path, the width of the line (`None`: it is filled) and its colour.
    fn shape(&self) -> (Option<Path>, Option<f32>, [u8; 3]) {
        let mut builder = PathBuilder::new();
        match self {
            Item::Fill { outline, color } => {
                path(outline, 0.0, 0.0, &mut builder);
                (builder.finish(), None, *color)
            }
            Item::Stroke { outline, width, color } => {
                path(outline, 0.0, 0.0, &mut builder);
                (builder.finish(), Some(*width), *color)
            }
            Item::Disc { x, y, radius, stroke, color } => {
                (PathBuilder::from_circle(*x, *y, *radius), *stroke, *color)
            }
            Item::Text { text, bold, x, y, size, color, .. } => {
                let font = glyphs::font(*bold);
                let mut at = f64::from(*x);
                for c in text.chars() {
                    let id = font.glyph_id(c);
                    let scale = size / font.units_per_em().unwrap_or(1000.0);
                    path(&glyph(font, id, scale), at as f32, *y, &mut builder);
                    at += glyphs::advance(c, f64::from(*size), *bold);
                }
                (builder.finish(), None, *color)
            }
        }
    }
}

/// Draws items onto pixels.
fn draw<'a>(pixmap: &mut Pixmap, items: impl Iterator<Item = &'a Item>, scale: f32) {
    let transform = Transform::from_scale(scale, scale);
    for item in items {
        let (path, stroke, [r, g, b]) = item.shape();
        let Some(path) = path else { continue };
        let mut paint = Paint { anti_alias: true, ..Paint::default() };
        paint.set_color_rgba8(r, g, b, 255);
        if matches!(item, Item::Text { halo: true, .. }) {
            let mut white = Paint { anti_alias: true, ..Paint::default() };
            white.set_color_rgba8(255, 255, 255, 255);
            let edge = Stroke { width: HALO, line_join: LineJoin::Round, ..Stroke::default() };
            pixmap.stroke_path(&path, &white, &edge, transform, None);
        }
        match stroke {
            None => pixmap.fill_path(&path, &paint, FillRule::Winding, transform, None),
            Some(width) => {
                let stroke = Stroke {
                    width,
                    line_cap: LineCap::Butt,
                    line_join: LineJoin::Round,
                    ..Stroke::default()
                };
                pixmap.stroke_path(&path, &paint, &stroke, transform, None);
            }
        }
    }
}

impl Recording {
    /// The picture as a PNG file of `scale` pixels a pixel of the page.
    ///
    /// # Errors
    /// When the scale makes no picture, or the encoder fails.
    pub fn png(&self, scale: f32) -> Result<Vec<u8>, String> {
        let pixmap = self.pixmap(scale)?;
        self.finished(pixmap, scale)
    }

    /// The pixels, without title, subtitle and caption.
    ///
    /// # Errors
    /// When the scale makes no picture.
    pub(super) fn pixmap(&self, scale: f32) -> Result<Pixmap, String> {
        let (w, h) = ((WIDTH as f32 * scale) as u32, (HEIGHT as f32 * scale) as u32);
        let mut pixmap = Pixmap::new(w, h).ok_or_else(|| format!("no picture of {w} x {h} pixels"))?;
        // White, opaque.
        pixmap.data_mut().fill(255);
        draw(&mut pixmap, self.items_around(false), scale);
        Ok(pixmap)
    }

    /// The PNG file of [`Recording::pixmap`] and the words around it.
    ///
    /// # Errors
    /// When the encoder fails.
    pub(super) fn finished(&self, mut pixmap: Pixmap, scale: f32) -> Result<Vec<u8>, String> {
        draw(&mut pixmap, self.items_around(true), scale);
        encode::png(&pixmap, (0, pixmap.width()), (0, pixmap.height()))
    }

    /// The picture as an SVG file; a screen reader says its title and subtitle.
    #[must_use]
    pub fn svg(&self) -> String {
        let words = format!(
            "<title>{}</title>\n<desc>{}</desc>\n",
            xml(&self.words.title),
            xml(&self.words.subtitle)
        );
        svg(self.items.iter(), [0, WIDTH, 0, HEIGHT], &words)
    }
}

/// Items as an SVG file that shows the page from `x0` to `x1` and from `y0` to `y1`; `words` are what it says of itself.
pub(super) fn svg<'a>(
    items: impl Iterator<Item = &'a Item>,
    [x0, x1, y0, y1]: [u32; 4],
    words: &str,
) -> String {
    let (width, height) = (x1 - x0, y1 - y0);
    let place = if x0 == 0 { String::new() } else { format!("x=\"{x0}\" ") };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{x0} {y0} {width} {height}\" role=\"img\">\n{words}\
         <rect {place}y=\"{y0}\" width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    let mut glyphs: Vec<(bool, u16)> = Vec::new();
    let mut body = String::new();
    for item in items {
        item.svg(&mut body, &mut glyphs);
    }
    out.push_str("<defs>\n");
    for (bold, id) in glyphs {
        let font = glyphs::font(bold);
        let d = data(&glyph(font, GlyphId(id), 1.0));
        let _ = writeln!(out, "<path id=\"{}{id}\" d=\"{d}\"/>", if bold { 'b' } else { 'r' });
    }
    out.push_str("</defs>\n");
    out.push_str(&body);
    out.push_str("</svg>\n");
    out
}

impl Item {
    fn svg(&self, out: &mut String, glyphs: &mut Vec<(bool, u16)>) {
        let hex = |c: &[u8; 3]| format!("#{:02x}{:02x}{:02x}", c[0], c[1], c[2]);
        let _ = match self {
            Item::Fill { outline, color } => {
                writeln!(out, "<path d=\"{}\" fill=\"{}\"/>", data(outline), hex(color))
            }
            Item::Stroke { outline, width, color } => writeln!(
                out,
                "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"/>",
                data(outline),
                hex(color),
                short(*width)
            ),
            Item::Disc { x, y, radius, stroke, color } => {
                let paint = match stroke {
                    None => format!("fill=\"{}\"", hex(color)),
                    Some(w) => {
                        format!("fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"", hex(color), short(*w))
                    }
                };
                writeln!(
                    out,
                    "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" {paint}/>",
                    short(*x),
                    short(*y),
                    short(*radius)
                )
            }
            Item::Text { text, bold, x, y, size, color, halo } => {
                let font = glyphs::font(*bold);
                let scale = size / font.units_per_em().unwrap_or(1000.0);
                let edge = if *halo {
                    let width = short(HALO / scale);
                    format!(
                        " stroke=\"#fff\" stroke-width=\"{width}\" stroke-linejoin=\"round\" paint-order=\"stroke\""
                    )
                } else {
                    String::new()
                };
                let _ = write!(
                    out,
                    "<g fill=\"{}\"{edge} transform=\"translate({} {}) scale({scale})\" aria-label=\"{}\">",
                    hex(color),
                    short(*x),
                    short(*y),
                    xml(text)
                );
                let mut at = 0.0;
                for c in text.chars() {
                    let id = font.glyph_id(c);
                    if !c.is_whitespace() {
                        if !glyphs.contains(&(*bold, id.0)) {
                            glyphs.push((*bold, id.0));
                        }
                        let name = if *bold { 'b' } else { 'r' };
                        let _ = write!(out, "<use href=\"#{name}{}\" x=\"{}\"/>", id.0, at);
                    }
                    at += font.h_advance_unscaled(id);
                }
                writeln!(out, "</g>")
            }
        };
    }
}

/// At most two digits after the point.
fn short(v: f32) -> f32 {
    (v * 100.0).round() / 100.0
}

fn data(steps: &[Step]) -> String {
    let mut d = String::new();
    for step in steps {
        let _ = match *step {
            Step::Move(x, y) => write!(d, "M{} {}", short(x), short(y)),
            Step::Line(x, y) => write!(d, "L{} {}", short(x), short(y)),
            Step::Quad(a, b, x, y) => write!(d, "Q{} {} {} {}", short(a), short(b), short(x), short(y)),
            Step::Cubic(a, b, c, e, x, y) => {
                write!(d, "C{} {} {} {} {} {}", short(a), short(b), short(c), short(e), short(x), short(y))
            }
            Step::Close => write!(d, "Z"),
        };
    }
    d
}
