//! A page of 1600 x 900 px: title, subtitle, caption, and shapes in pixels or in the coordinates of a plot.

mod coordinates;

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

pub use coordinates::{Frame, Plot};

use super::PlotError;
use super::backend::{HEIGHT, Recorder, Recording, UNIT, WIDTH, Words};
use super::text;
use super::theme::{self, Font};

/// A point in pixels.
pub type Px = (f64, f64);

/// Which end of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// It starts there.
    Left,
    /// Its middle stands there.
    Center,
    /// It ends there.
    Right,
}

/// A page being drawn.
pub struct Canvas {
    area: DrawingArea<Recorder, Shift>,
    recording: Rc<RefCell<Recording>>,
    failed: Cell<bool>,
}

/// Pixels beyond the page that still count: what lies further away is drawn there, so that lines and dashes are never
/// longer than a few pages.
const AROUND: f64 = 3200.0;

fn near(v: f64) -> f64 {
    v.max(-AROUND).min(f64::from(WIDTH) + AROUND)
}

fn unit(v: f64) -> i32 {
    (near(v) * UNIT).round() as i32
}

/// Whether a point lies on the page, or hardly a dash beyond it.
fn on_page((x, y): Px) -> bool {
    (-20.0..f64::from(WIDTH) + 20.0).contains(&x) && (-20.0..f64::from(HEIGHT) + 20.0).contains(&y)
}

fn units((x, y): Px) -> (i32, i32) {
    (unit(x), unit(y))
}

fn stroke(color: RGBColor, width: f64) -> ShapeStyle {
    ShapeStyle { color: color.to_rgba(), filled: false, stroke_width: unit(width) as u32 }
}

impl Default for Canvas {
    fn default() -> Self {
        Self::new()
    }
}

impl Canvas {
    /// An empty page.
    #[must_use]
    pub fn new() -> Self {
        let recording = Rc::new(RefCell::new(Recording::default()));
        let area = Recorder(Rc::clone(&recording)).into_drawing_area();
        Self { area, recording, failed: Cell::new(false) }
    }

    fn draw<'a, E>(&self, element: &'a E)
    where
        &'a E: PointCollection<'a, (i32, i32)>,
        E: Drawable<Recorder>,
    {
        if self.area.draw(element).is_err() {
            self.failed.set(true);
        }
    }

    /// Straight lines between points.
    pub fn line(&self, points: &[Px], color: RGBColor, width: f64) {
        let points: Vec<_> = points.iter().copied().map(units).collect();
        self.draw(&PathElement::new(points, stroke(color, width)));
    }

    /// Dashed lines between points: `dash.0` px drawn, `dash.1` px left out.
    pub fn dashed(&self, points: &[Px], color: RGBColor, width: f64, dash: (f64, f64)) {
        let (mut on, mut left) = (true, dash.0);
        let mut piece: Vec<Px> = points.first().copied().into_iter().collect();
        for pair in points.windows(2) {
            let (mut a, b) = ((near(pair[0].0), near(pair[0].1)), (near(pair[1].0), near(pair[1].1)));
            loop {
                let (dx, dy) = (b.0 - a.0, b.1 - a.1);
                let length = libm::sqrt(dx * dx + dy * dy);
                if length <= left {
                    left -= length;
                    piece.push(b);
                    break;
                }
                a = (a.0 + dx * left / length, a.1 + dy * left / length);
                piece.push(a);
                if on && piece.iter().any(|p| on_page(*p)) {
                    self.line(&piece, color, width);
                }
                piece = vec![a];
                on = !on;
                left = if on { dash.0 } else { dash.1 };
            }
        }
        if on && piece.len() > 1 && piece.iter().any(|p| on_page(*p)) {
            self.line(&piece, color, width);
        }
    }

    /// A filled polygon.
    pub fn polygon(&self, points: &[Px], color: RGBColor) {
        let points: Vec<_> = points.iter().copied().map(units).collect();
        self.draw(&Polygon::new(points, color.filled()));
    }

    /// A filled rectangle.
    pub fn rect(&self, x: Range<f64>, y: Range<f64>, color: RGBColor) {
        let corners = [units((x.start, y.start)), units((x.end, y.end))];
        self.draw(&Rectangle::new(corners, color.filled()));
    }

    /// The outline of a rectangle.
    pub fn outline(&self, x: Range<f64>, y: Range<f64>, color: RGBColor, width: f64) {
        let corners = [units((x.start, y.start)), units((x.end, y.end))];
        self.draw(&Rectangle::new(corners, stroke(color, width)));
    }

    /// A filled circle.
    pub fn disc(&self, at: Px, radius: f64, color: RGBColor) {
        self.draw(&Circle::new(units(at), unit(radius), color.filled()));
    }

    /// A circle with a white inside.
    pub fn ring(&self, at: Px, radius: f64, color: RGBColor, width: f64) {
        self.disc(at, radius, theme::WHITE);
        self.circle(at, radius, color, width);
    }

    /// The outline of a circle.
    pub fn circle(&self, at: Px, radius: f64, color: RGBColor, width: f64) {
        self.draw(&Circle::new(units(at), unit(radius), stroke(color, width)));
    }

    /// A rectangle of what is there but unusable: white, hatched at 45 degrees, with an edge.
    pub fn hatched(&self, x: Range<f64>, y: Range<f64>) {
        self.rect(x.clone(), y.clone(), theme::WHITE);
        self.hatch(x.clone(), y.clone(), theme::HATCH, 1.2);
        self.outline(x, y, theme::HATCH, 1.0);
    }

    /// Lines at 45 degrees over a rectangle, every 9 px.
    pub fn hatch(&self, x: Range<f64>, y: Range<f64>, color: RGBColor, width: f64) {
        let within = |r: Range<f64>, end: f64| r.start.max(0.0)..r.end.min(end);
        let (x, y) = (within(x, f64::from(WIDTH)), within(y, f64::from(HEIGHT)));
        let (w, h) = (x.end - x.start, y.end - y.start);
        // lines x + y = c, the same lattice all over the page so that neighbours agree
        let mut c = ((x.start + y.start) / 9.0).ceil() * 9.0;
        while c < x.end + y.end {
            let s = c - x.start - y.start;
            let a = (s.min(w), s - s.min(w));
            let b = (s - s.min(h), s.min(h));
            let at = |p: Px| (x.start + p.0, y.start + p.1);
            if s > 0.5 && s < w + h - 0.5 {
                self.line(&[at(a), at(b)], color, width);
            }
            c += 9.0;
        }
    }

    /// A rectangle of white and of stripes at 45 degrees, `width` px wide, every 9 px.
    pub fn stripes(&self, x: Range<f64>, y: Range<f64>, color: RGBColor, width: f64) {
        self.rect(x.clone(), y.clone(), theme::WHITE);
        let (w, h) = (x.end - x.start, y.end - y.start);
        // Along an edge they are wider than across.
        let (width, every) = (width * std::f64::consts::SQRT_2, 9.0 * std::f64::consts::SQRT_2);
        // Where x + y = sum, from the upper left, enters and leaves the rectangle.
        let enters = |sum: f64| (x.start + sum.min(w), y.start + (sum - w).max(0.0));
        let leaves = |sum: f64| (x.start + (sum - h).max(0.0), y.start + sum.min(h));
        let mut from = 0.0;
        while from < w + h {
            let to = (from + width).min(w + h);
            let mut edge = vec![enters(from)];
            edge.extend((from < w && w < to).then_some((x.end, y.start)));
            edge.extend([enters(to), leaves(to)]);
            edge.extend((from < h && h < to).then_some((x.start, y.end)));
            edge.push(leaves(from));
            self.polygon(&edge, color);
            from += every;
        }
    }

    /// A text with its baseline at `y`.
    pub fn text(&self, at: Px, text: &str, font: Font, align: Align) {
        let style = if font.bold { FontStyle::Bold } else { FontStyle::Normal };
        let h_pos = match align {
            Align::Left => HPos::Left,
            Align::Center => HPos::Center,
            Align::Right => HPos::Right,
        };
        let style =
            TextStyle::from(FontDesc::new(FontFamily::Name("Source Sans 3"), font.size * UNIT, style))
                .color(&font.color)
                .pos(Pos::new(h_pos, VPos::Bottom));
        self.draw(&Text::new(text.to_owned(), units(at), style));
    }

    /// A text with a white edge, for maps.
    pub fn text_on_map(&self, at: Px, text: &str, font: Font, align: Align) {
        self.text(at, text, font, align);
        self.recording.borrow_mut().halo();
    }

    /// Texts one after another on a baseline; returns where the last one ends.
    pub fn texts(&self, at: Px, parts: &[(&str, Font)]) -> f64 {
        let mut x = at.0;
        for (part, font) in parts {
            self.text((x, at.1), part, *font, Align::Left);
            x += font.width(part);
        }
        x
    }

    /// Several lines, the block's middle at `y`, `leading` px apart; returns the height used.
    pub fn block(&self, (x, y): Px, lines: &[String], font: Font, align: Align, leading: f64) {
        let first = y + text::CAPITAL * font.size / 2.0 - leading * (lines.len() as f64 - 1.0) / 2.0;
        for (i, line) in lines.iter().enumerate() {
            self.text((x, first + leading * i as f64), line, font, align);
        }
    }

    /// Title and subtitle. The first title that fits is taken, at 34 px or else at 30; sentences of the subtitle that do
    /// not fit on its line go to a second one if `two_lines`, and are left out otherwise.
    /// Returns the number of lines of the subtitle.
    pub fn head(&self, titles: &[String], sentences: &[String], two_lines: bool) -> usize {
        let fonts = [theme::TITLE, theme::TITLE_SMALL];
        let (title, font) = text::first_fitting(titles, theme::MEASURE, 90, &fonts);
        let from = self.recording.borrow().items.len();
        self.text((theme::MARGIN, 58.0), &title, font, Align::Left);
        let lines = pack(sentences, theme::SUBTITLE, 150, if two_lines { 2 } else { 1 });
        let ends = lines.len().saturating_sub(1);
        for (i, line) in lines.iter().enumerate() {
            let line = if i == ends { line.trim_end_matches('.') } else { line.as_str() };
            self.text((theme::MARGIN, 96.0 + 25.0 * i as f64), line, theme::SUBTITLE, Align::Left);
        }
        let subtitle = joined(sentences);
        self.around(from, |words| (words.title, words.subtitle) = (title, subtitle));
        lines.len()
    }

    /// The caption, on two lines if one does not hold it, and a note of its own above it.
    pub fn caption(&self, note: &str, sentences: &[String]) {
        let from = self.recording.borrow().items.len();
        let mut lines = pack(sentences, theme::CAPTION, usize::MAX, 2);
        if !note.is_empty() {
            let note = super::words::capital(note);
            lines.insert(0, text::cut(&note, theme::MEASURE, theme::CAPTION));
        }
        for (i, line) in lines.iter().rev().enumerate() {
            self.text((theme::MARGIN, 880.0 - 19.0 * i as f64), line, theme::CAPTION, Align::Left);
        }
        let note = if note.is_empty() { String::new() } else { format!("{}.", super::words::capital(note)) };
        let caption = joined(&[&[note], sentences].concat());
        self.around(from, |words| words.caption = caption);
    }

    /// Keeps the numbers that stand for the picture where it is not seen.
    pub fn told(&self, numbers: String) {
        self.recording.borrow_mut().words.numbers = numbers;
    }

    /// Keeps words as data and marks the items from `from` on as drawing them.
    fn around(&self, from: usize, set: impl FnOnce(&mut Words)) {
        let mut recording = self.recording.borrow_mut();
        let items = from..recording.items.len();
        recording.frame.extend(items);
        set(&mut recording.words);
    }

    /// What has been drawn.
    ///
    /// # Errors
    /// When plotters refused an element.
    pub fn finish(self) -> Result<Recording, PlotError> {
        if self.failed.get() {
            return Err(PlotError::Drawing("plotters refused an element".to_owned()));
        }
        drop(self.area);
        Ok(self.recording.take())
    }
}

/// Sentences in one line.
fn joined(sentences: &[String]) -> String {
    let some: Vec<&str> = sentences.iter().map(String::as_str).filter(|s| !s.is_empty()).collect();
    some.join(" ")
}

/// Puts sentences on lines, in order; what does not fit is left out, a first sentence that is too long is cut.
fn pack(sentences: &[String], font: Font, chars: usize, max_lines: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let fits = |t: &str| t.chars().count() <= chars && font.width(t) <= theme::MEASURE;
    for s in sentences.iter().filter(|s| !s.is_empty()) {
        let joined = lines.last().map(|line| format!("{line} {s}")).filter(|j| fits(j));
        if let Some(joined) = joined {
            lines.pop();
            lines.push(joined);
        } else if lines.len() < max_lines {
            lines.push(text::cut(s, theme::MEASURE, font));
        }
    }
    lines
}
