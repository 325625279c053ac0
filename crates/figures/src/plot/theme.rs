//! The look of every figure: colours by meaning, sizes, line widths. Nothing else in `plot` names a colour.

use plotters::style::RGBColor;

use super::glyphs;

const fn hex(v: u32) -> RGBColor {
    RGBColor((v >> 16) as u8, (v >> 8) as u8, v as u8)
}

/// Text, requirement, interval.
pub const INK: RGBColor = hex(0x1A1F26);
/// Secondary text, never data.
pub const GREY: RGBColor = hex(0x59626D);
/// Baseline axis.
pub const AXIS: RGBColor = hex(0x8A929B);
/// Grid lines.
pub const RULE: RGBColor = hex(0xD9DDE2);
/// No drawdown: line and its number.
pub const WITHOUT: RGBColor = hex(0x4A525C);
/// No drawdown: fill.
pub const WITHOUT_FILL: RGBColor = hex(0x7F8892);
/// The scenario, and what is lost to it.
pub const SCENARIO: RGBColor = hex(0xB5341A);
/// Half of the replicates of the scenario.
pub const BAND_50: RGBColor = hex(0xE2A08F);
/// Nine in ten replicates of the scenario.
pub const BAND_90: RGBColor = hex(0xF4D9D1);
/// What is gained between two lines.
pub const GAIN: RGBColor = hex(0xCBD8E8);
/// European forces; the constraint "enablers"; gains.
pub const EUROPEAN: RGBColor = hex(0x173F73);
/// US forces in place.
pub const US_IN_PLACE: RGBColor = hex(0x5B9CC4);
/// US reinforcement.
pub const US_REINFORCEMENT: RGBColor = hex(0xC6DFEC);
/// Edge of US reinforcement.
pub const US_REINFORCEMENT_EDGE: RGBColor = hex(0x7FA9C0);
/// Hatch of what is there but unusable.
pub const HATCH: RGBColor = hex(0xA9B0B8);
/// Money: marks.
pub const MONEY: RGBColor = hex(0xB07F00);
/// Money: text.
pub const MONEY_TEXT: RGBColor = hex(0x8A6300);
/// Money: intervals.
pub const MONEY_LIGHT: RGBColor = hex(0xEFD48A);
/// Money: nine in ten of a forecast of spending.
pub const MONEY_PALE: RGBColor = hex(0xF7EACB);
/// Money: shaded rows.
pub const MONEY_ROW: RGBColor = hex(0xFCF3DC);
/// The constraint "industry".
pub const INDUSTRY: RGBColor = hex(0x5B3A86);
/// The constraint "people".
pub const PEOPLE: RGBColor = hex(0x2A8577);
/// The constraint "time".
pub const TIME: RGBColor = hex(0xD99AC0);
/// The constraint "reliance".
pub const RELIANCE: RGBColor = hex(0x59626D);
/// Thresholds and yardsticks.
pub const THRESHOLD: RGBColor = hex(0x000000);
/// Cell of a value that does not exist.
pub const MISSING: RGBColor = hex(0xF1F3F5);
/// Where two shaded blocks share a row.
pub const DOUBLE: RGBColor = hex(0xE3E7EB);
/// A country that is no ally with forces.
pub const NO_ALLY: RGBColor = hex(0xDDE1E5);
/// Sea.
pub const SEA: RGBColor = hex(0xEEF3F6);
/// drawdown's own band beside a published number: neither loss nor money.
pub const NEUTRAL_BAND: RGBColor = hex(0xB9BFC6);
/// Kit that is bought, in the order of first purchase.
pub const KIT: [RGBColor; 4] = [EUROPEAN, hex(0x4C6C98), hex(0x7F97B8), hex(0xA9BACF)];
/// Kit that earlier money bought, in the same order.
pub const KIT_BEFORE: [RGBColor; 4] = [hex(0xB9C6D7), hex(0xCBD5E2), hex(0xDCE3EC), hex(0xE6EBF2)];
/// People that earlier money bought.
pub const PEOPLE_BEFORE: RGBColor = hex(0xBFDDD7);
/// Stripes of readiness that earlier money bought.
pub const READINESS_BEFORE: RGBColor = hex(0xB9C6D7);
/// Paper.
pub const WHITE: RGBColor = hex(0xFFFFFF);

const DEPTH: [RGBColor; 6] =
    [WHITE, hex(0xF7DDD3), hex(0xE9A98F), hex(0xD0694A), hex(0xA52E14), hex(0x6E1808)];
/// Points of loss from which text on the ramp is white.
pub const WHITE_TEXT_FROM: f64 = 14.5;

/// Shades of a host that stays below the yardstick, and the points from which each holds.
pub const SHORTFALL: [(f64, RGBColor); 4] =
    [(f64::NEG_INFINITY, WHITE), (0.1, hex(0xF8EBC4)), (0.3, hex(0xE8C768)), (0.6, hex(0xB98A1A))];

/// Shade of so many points below the yardstick, rounded as they are written.
#[must_use]
pub fn shortfall(points: f64) -> RGBColor {
    let points = (points * 10.0).round() / 10.0;
    SHORTFALL.iter().rev().find(|(from, _)| points >= *from).map_or(WHITE, |(_, color)| *color)
}

/// A colour between two: `t` of the way from the first to the second.
#[must_use]
pub fn mix(a: RGBColor, b: RGBColor, t: f64) -> RGBColor {
    let f = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * t).round() as u8;
    RGBColor(f(a.0, b.0), f(a.1, b.1), f(a.2, b.2))
}

/// Colour of a loss in points of coverage; gains have their own.
#[must_use]
pub fn depth(points: f64) -> RGBColor {
    let t = (points.abs() / 25.0).min(1.0);
    if points < 0.0 {
        return mix(WHITE, EUROPEAN, t);
    }
    let at = t * 5.0;
    let i = (at.floor() as usize).min(4);
    mix(DEPTH[i], DEPTH[i + 1], at - i as f64)
}

/// Colour of a binding constraint.
#[must_use]
pub fn constraint(label: &str) -> RGBColor {
    match label {
        "money" => MONEY,
        "industry" => INDUSTRY,
        "people" => PEOPLE,
        "time" => TIME,
        "enablers" => EUROPEAN,
        _ => RELIANCE,
    }
}

/// Size in pixels, weight and colour of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    /// Size in pixels.
    pub size: f64,
    /// Semibold instead of Regular.
    pub bold: bool,
    /// Colour.
    pub color: RGBColor,
}

impl Font {
    const fn new(size: f64, bold: bool, color: RGBColor) -> Self {
        Self { size, bold, color }
    }

    /// The same in another colour.
    #[must_use]
    pub const fn color(self, color: RGBColor) -> Self {
        Self { color, ..self }
    }

    /// The same in another size.
    #[must_use]
    pub const fn size(self, size: f64) -> Self {
        Self { size, ..self }
    }

    /// The same in Semibold.
    #[must_use]
    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// Width of a text in pixels.
    #[must_use]
    pub fn width(self, text: &str) -> f64 {
        glyphs::width(text, self.size, self.bold)
    }
}

/// Title.
pub const TITLE: Font = Font::new(34.0, true, INK);
/// A title that would not fit.
pub const TITLE_SMALL: Font = Font::new(30.0, true, INK);
/// Subtitle.
pub const SUBTITLE: Font = Font::new(21.0, false, GREY);
/// Title of a panel.
pub const PANEL: Font = Font::new(19.0, true, INK);
/// Value label.
pub const VALUE: Font = Font::new(19.0, true, SCENARIO);
/// The numbers of a bridge.
pub const BRIDGE: Font = Font::new(24.0, true, SCENARIO);
/// Row names, direct labels, tables.
pub const ROW: Font = Font::new(18.0, false, INK);
/// Axis numbers, units, key.
pub const NUMBER: Font = Font::new(17.0, false, GREY);
/// Intervals inside cells, notes.
pub const NOTE: Font = Font::new(16.0, false, GREY);
/// Caption.
pub const CAPTION: Font = Font::new(15.0, false, GREY);

/// Left and right margin.
pub const MARGIN: f64 = 48.0;
/// Width between the margins.
pub const MEASURE: f64 = 1504.0;
/// Width of a median.
pub const MEDIAN: f64 = 3.0;
/// Width of a line of comparison.
pub const COMPARISON: f64 = 2.5;
/// Width of a threshold.
pub const THRESHOLD_WIDTH: f64 = 1.6;
/// Width of the requirement.
pub const REQUIREMENT: f64 = 3.5;
/// Dash and space of "no drawdown".
pub const DASH: (f64, f64) = (10.0, 5.0);
/// Dash and space of thresholds.
pub const DOTS: (f64, f64) = (1.6, 2.4);
