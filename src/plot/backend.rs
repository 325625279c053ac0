//! A plotters backend that records what is drawn, and turns the record into PNG or SVG.
//!
//! plotters' coordinates are whole numbers, so one pixel of the page is [`UNIT`] of them; lines then lie where they are
//! meant to lie. Text is drawn as glyph outlines of the embedded font, so that a picture needs no font to be installed
//! and both formats look alike. Every text leaves its box in the record for the tests to look at.

use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::rc::Rc;

use ab_glyph::{Font as _, FontRef, GlyphId, OutlineCurve, Point};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};
use tiny_skia::{FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, Transform};

use super::text::{self, TextBox};

/// Logical coordinates in a pixel of the page.
pub const UNIT: f64 = 16.0;
/// Width of the page in pixels at scale 1.
pub const WIDTH: u32 = 1600;
/// Height of the page in pixels at scale 1.
pub const HEIGHT: u32 = 900;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// A step of an outline, in pixels of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Move(f32, f32),
    Line(f32, f32),
    Quad(f32, f32, f32, f32),
    Cubic(f32, f32, f32, f32, f32, f32),
    Close,
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq)]
enum Item {
    Fill { outline: Vec<Step>, color: [u8; 3] },
    Stroke { outline: Vec<Step>, width: f32, color: [u8; 3] },
    Disc { x: f32, y: f32, radius: f32, stroke: Option<f32>, color: [u8; 3] },
    Text { text: String, bold: bool, x: f32, y: f32, size: f32, color: [u8; 3] },
}

/// What has been drawn on a page, in drawing order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    items: Vec<Item>,
    /// Box of every text.
    pub texts: Vec<TextBox>,
}

/// The plotters backend: a handle to a record.
pub struct Recorder(pub Rc<RefCell<Recording>>);

fn px(v: i32) -> f32 {
    (f64::from(v) / UNIT) as f32
}

fn polyline(points: impl IntoIterator<Item = BackendCoord>, close: bool) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (x, y) in points {
        steps.push(if steps.is_empty() { Step::Move(px(x), px(y)) } else { Step::Line(px(x), px(y)) });
    }
    if close && !steps.is_empty() {
        steps.push(Step::Close);
    }
    steps
}

impl Recorder {
    fn push(&mut self, item: Item) -> Drawn {
        self.0.borrow_mut().items.push(item);
        Ok(())
    }
}

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (WIDTH * UNIT as u32, HEIGHT * UNIT as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + UNIT as i32, y + UNIT as i32), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let corners = [a, (b.0, a.1), b, (a.0, b.1)];
        if fill {
            return self.fill_polygon(corners, style);
        }
        let outline = polyline(corners, true);
        self.push(Item::Stroke { outline, width: px(style.stroke_width() as i32), color: rgb(style) })
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let outline = polyline(path, false);
        self.push(Item::Stroke { outline, width: px(style.stroke_width() as i32), color: rgb(style) })
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let stroke = (!fill).then(|| px(style.stroke_width() as i32));
        self.push(Item::Disc {
            x: px(at.0),
            y: px(at.1),
            radius: px(radius as i32),
            stroke,
            color: rgb(style),
        })
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Drawn {
        let outline = polyline(vert, true);
        self.push(Item::Fill { outline, color: rgb(style) })
    }

    /// Bottom is the baseline, top that of the capitals.
    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, pos: BackendCoord) -> Drawn {
        let (size, bold) = (style.size() / UNIT, matches!(style.style(), FontStyle::Bold));
        let width = text::width(text, size, bold);
        let x = f64::from(pos.0) / UNIT
            - match style.anchor().h_pos {
                HPos::Left => 0.0,
                HPos::Center => width / 2.0,
                HPos::Right => width,
            };
        let y = f64::from(pos.1) / UNIT
            + match style.anchor().v_pos {
                VPos::Bottom => 0.0,
                VPos::Center => text::CAPITAL * size / 2.0,
                VPos::Top => text::CAPITAL * size,
            };
        let color = style.color().rgb;
        self.0.borrow_mut().texts.push(TextBox::new(text, x, y, width, size));
        self.push(Item::Text {
            text: text.to_owned(),
            bold,
            x: x as f32,
            y: y as f32,
            size: size as f32,
            color: [color.0, color.1, color.2],
        })
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = text::width(text, style.size(), matches!(style.style(), FontStyle::Bold));
        Ok((width.ceil() as u32, (text::CAPITAL * style.size()).ceil() as u32))
    }
}

fn rgb<S: BackendStyle>(style: &S) -> [u8; 3] {
    let (r, g, b) = style.color().rgb;
    [r, g, b]
}

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
            Item::Text { text, bold, x, y, size, color } => {
                let font = text::font(*bold);
                let mut at = f64::from(*x);
                for c in text.chars() {
                    let id = font.glyph_id(c);
                    let scale = size / font.units_per_em().unwrap_or(1000.0);
                    path(&glyph(font, id, scale), at as f32, *y, &mut builder);
                    at += text::advance(c, f64::from(*size), *bold);
                }
                (builder.finish(), None, *color)
            }
        }
    }
}

impl Recording {
    /// The picture as a PNG file of `scale` x 1600 by `scale` x 900 pixels.
    ///
    /// # Errors
    /// When the scale makes no picture, or the encoder fails.
    pub fn png(&self, scale: f32) -> Result<Vec<u8>, String> {
        let (w, h) = ((WIDTH as f32 * scale) as u32, (HEIGHT as f32 * scale) as u32);
        let mut pixmap = Pixmap::new(w, h).ok_or_else(|| format!("no picture of {w} x {h} pixels"))?;
        pixmap.fill(tiny_skia::Color::WHITE);
        let transform = Transform::from_scale(scale, scale);
        for item in &self.items {
            let (path, stroke, [r, g, b]) = item.shape();
            let Some(path) = path else { continue };
            let mut paint = Paint { anti_alias: true, ..Paint::default() };
            paint.set_color_rgba8(r, g, b, 255);
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
        pixmap.encode_png().map_err(|e| e.to_string())
    }

    /// The picture as an SVG file; `title` is what a screen reader says.
    #[must_use]
    pub fn svg(&self, title: &str) -> String {
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">\n<title>{}</title>\n\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n",
            escape(title)
        );
        let mut glyphs: Vec<(bool, u16)> = Vec::new();
        let mut body = String::new();
        for item in &self.items {
            item.svg(&mut body, &mut glyphs);
        }
        out.push_str("<defs>\n");
        for (bold, id) in glyphs {
            let font = text::font(bold);
            let d = data(&glyph(font, GlyphId(id), 1.0));
            let _ = writeln!(out, "<path id=\"{}{id}\" d=\"{d}\"/>", if bold { 'b' } else { 'r' });
        }
        out.push_str("</defs>\n");
        out.push_str(&body);
        out.push_str("</svg>\n");
        out
    }
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
            Item::Text { text, bold, x, y, size, color } => {
                let font = text::font(*bold);
                let scale = size / font.units_per_em().unwrap_or(1000.0);
                let _ = write!(
                    out,
                    "<g fill=\"{}\" transform=\"translate({} {}) scale({scale})\" aria-label=\"{}\">",
                    hex(color),
                    short(*x),
                    short(*y),
                    escape(text)
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

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
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
