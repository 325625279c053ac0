//! A plotters backend that records what is drawn; `render` turns the record into PNG or SVG.
//!
//! plotters' coordinates are whole numbers, so one pixel of the page is [`UNIT`] of them; lines then lie where they are
//! meant to lie. Text is drawn as glyph outlines of the embedded font, so that a picture needs no font to be installed
//! and both formats look alike. Every text leaves its box in the record for the tests to look at.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

use super::{
    glyphs,
    text::{self, TextBox},
};

/// Logical coordinates in a pixel of the page.
pub const UNIT: f64 = 16.0;
/// Width of the page in pixels at scale 1.
pub const WIDTH: u32 = 1600;
/// Height of the page in pixels at scale 1.
pub const HEIGHT: u32 = 900;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// A step of an outline, in pixels of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step {
    Move(f32, f32),
    Line(f32, f32),
    Quad(f32, f32, f32, f32),
    Cubic(f32, f32, f32, f32, f32, f32),
    Close,
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    Fill { outline: Vec<Step>, color: [u8; 3] },
    Stroke { outline: Vec<Step>, width: f32, color: [u8; 3] },
    Disc { x: f32, y: f32, radius: f32, stroke: Option<f32>, color: [u8; 3] },
    Text { text: String, bold: bool, x: f32, y: f32, size: f32, color: [u8; 3], halo: bool },
}

/// What has been drawn on a page, in drawing order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    pub(super) items: Vec<Item>,
    /// Box of every text.
    pub texts: Vec<TextBox>,
    /// Title, subtitle and caption as data.
    pub words: Words,
    /// Items that draw these words.
    pub(super) frame: Vec<usize>,
}

/// What a figure says around its picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The finding or the question.
    pub title: String,
    /// Quantity, unit, readiness, years, scenario, marks.
    pub subtitle: String,
    /// Source, replicates, seed, caveat, version and hash.
    pub caption: String,
    /// The numbers that stand for the picture, where the figure says them itself; else empty.
    pub numbers: String,
}

impl Recording {
    /// The items that draw title, subtitle and caption, or all others.
    pub(super) fn items_around(&self, around: bool) -> impl Iterator<Item = &Item> {
        let items = self.items.iter().enumerate();
        items.filter(move |(i, _)| self.frame.binary_search(i).is_ok() == around).map(|(_, item)| item)
    }

    /// Puts a white edge around the text drawn last.
    pub(super) fn halo(&mut self) {
        if let Some(Item::Text { halo, .. }) = self.items.last_mut() {
            *halo = true;
        }
    }
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
        let width = glyphs::width(text, size, bold);
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
            halo: false,
        })
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = glyphs::width(text, style.size(), matches!(style.style(), FontStyle::Bold));
        Ok((width.ceil() as u32, (text::CAPITAL * style.size()).ceil() as u32))
    }
}

fn rgb<S: BackendStyle>(style: &S) -> [u8; 3] {
    let (r, g, b) = style.color().rgb;
    [r, g, b]
}
