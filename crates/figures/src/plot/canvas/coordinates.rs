//! A plot on a page: shapes in the coordinates of its data.

use std::ops::Range;

use plotters::{
    coord::types::RangedCoordf64,
    drawing::DrawingArea,
    element::{Drawable, PathElement, PointCollection, Polygon},
    prelude::Cartesian2d,
    style::{Color, RGBColor},
};

use super::{Align, Canvas, Px, stroke, unit};
use crate::plot::{
    backend::{Recorder, UNIT},
    theme,
};

/// A rectangle of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Frame {
    /// The right edge.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    /// The lower edge.
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }
}

type Coords = Cartesian2d<RangedCoordf64, RangedCoordf64>;

/// A plot on a page.
pub struct Plot<'a> {
    canvas: &'a Canvas,
    area: DrawingArea<Recorder, Coords>,
    /// Where it lies.
    pub frame: Frame,
    x: Range<f64>,
    y: Range<f64>,
}
impl Canvas {
    /// A plot: data coordinates over a frame of the page.
    #[must_use]
    pub fn plot(&self, frame: Frame, x: Range<f64>, y: Range<f64>) -> Plot<'_> {
        let ranges = (unit(frame.x)..unit(frame.x + frame.w), unit(frame.y + frame.h)..unit(frame.y));
        let area = self.area.apply_coord_spec(Coords::new(x.clone(), y.clone(), ranges));
        Plot { canvas: self, area, frame, x, y }
    }
}

impl Plot<'_> {
    fn draw<'a, E>(&self, element: &'a E)
    where
        &'a E: PointCollection<'a, (f64, f64)>,
        E: Drawable<Recorder>,
    {
        if self.area.draw(element).is_err() {
            self.canvas.failed.set(true);
        }
    }

    /// A point of the data; what lies beyond the plot, which holds all that can be, is drawn a little beyond it.
    fn near(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let near = |v: f64, range: &Range<f64>| {
            let beyond = 0.1 * (range.end - range.start).abs();
            v.max(range.start - beyond).min(range.end + beyond)
        };
        (near(x, &self.x), near(y, &self.y))
    }

    /// Where a value lies on the page.
    #[must_use]
    pub fn at(&self, x: f64, y: f64) -> Px {
        let (a, b) = self.area.map_coordinate(&self.near((x, y)));
        (f64::from(a) / UNIT, f64::from(b) / UNIT)
    }

    /// A line through values.
    pub fn line(&self, points: &[(f64, f64)], color: RGBColor, width: f64) {
        let points: Vec<_> = points.iter().map(|p| self.near(*p)).collect();
        self.draw(&PathElement::new(points, stroke(color, width)));
    }

    /// A dashed line through values.
    pub fn dashed(&self, points: &[(f64, f64)], color: RGBColor, width: f64, dash: (f64, f64)) {
        let points: Vec<_> = points.iter().map(|&(x, y)| self.at(x, y)).collect();
        self.canvas.dashed(&points, color, width, dash);
    }

    /// The area between two lines of (x, lower, upper).
    pub fn band(&self, points: &[(f64, f64, f64)], color: RGBColor) {
        let mut edge: Vec<(f64, f64)> = points.iter().map(|&(x, low, _)| (x, low)).collect();
        edge.extend(points.iter().rev().map(|&(x, _, high)| (x, high)));
        let edge: Vec<_> = edge.into_iter().map(|p| self.near(p)).collect();
        self.draw(&Polygon::new(edge, color.filled()));
    }

    /// A grid line across the value axis.
    pub fn grid(&self, value: f64) {
        self.line(&[(self.x.start, value), (self.x.end, value)], theme::RULE, 1.0);
    }

    /// The baseline.
    pub fn baseline(&self) {
        let y = self.y.start;
        self.line(&[(self.x.start, y), (self.x.end, y)], theme::AXIS, 1.0);
    }

    /// A number of the value axis, left of the plot.
    pub fn value_number(&self, value: f64, text: &str) {
        let (x, y) = self.at(self.x.start, value);
        self.canvas.text((x - 7.0, y + 6.0), text, theme::NUMBER, Align::Right);
    }

    /// A number of the horizontal axis, `below` px under the baseline.
    pub fn category_number(&self, value: f64, text: &str, below: f64) {
        let (x, y) = self.at(value, self.y.start);
        self.canvas.text((x, y + below), text, theme::NUMBER, Align::Center);
    }
}
