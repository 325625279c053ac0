//! What do the first ten billion close, option by option, and where does it stop?

use std::ops::Range;

use super::{
    super::{
        PlotError,
        backend::Recording,
        canvas::{Align, Canvas},
        numbers,
        scale::Ticks,
        text,
        theme::{self, Font},
        words as plot_words,
    },
    item, look, missing, wording,
};
use crate::{
    present::{
        grammar::{inside, without_brackets},
        invest::words::{named, slowed, sorted, takes_crews},
        numbers::decimals,
    },
    store::invest::{InvestScenario, InvestSummary, Marginal, OptionKind},
};

/// Where the bars may lie.
const PLOT: Range<f64> = 322.0..1050.0;
/// Right ends of the columns of numbers, and where the words begin.
const FIRST: f64 = 1118.0;
const TENTH: f64 = 1208.0;
const SLOWS: f64 = 1240.0;
/// Middle of the first bar, and the furthest that the last may lie down.
const TOP: f64 = 210.0;
const LAST: f64 = 795.0;
/// Distance of rows, at most.
const PITCH: f64 = 62.0;
/// Half the height of a bar; how far below its middle its interval lies.
const HALF: f64 = 9.0;
const UNDER: f64 = 18.0;

/// Where points lie across the page.
struct Axis {
    zero: f64,
    scale: f64,
}

impl Axis {
    /// Room for all means, and for intervals as far as they leave the means their room.
    fn of(all: &[&Marginal]) -> Self {
        let ends = |of: fn(&Marginal) -> f64| all.iter().map(|m| 100.0 * of(m)).fold(0.0, f64::max);
        let above = ends(|m| m.first.mean.max(m.tenth.mean)).max(0.01);
        let below = ends(|m| -m.first.mean.min(m.tenth.mean));
        let high = ends(|m| m.first.p95).min(1.45 * above).max(1.08 * above);
        let low = ends(|m| -m.first.p05).min(0.3 * high + 1.3 * below).max(1.08 * below);
        let scale = (PLOT.end - PLOT.start) / (high + low);
        Self { zero: PLOT.start + scale * low, scale }
    }

    /// Of a fraction.
    fn x(&self, value: f64) -> f64 {
        self.zero + self.scale * 100.0 * value
    }

    /// The points at an end.
    fn points(&self, x: f64) -> f64 {
        (x - self.zero) / self.scale
    }
}

/// Draws a scenario.
pub(super) fn draw(summary: &InvestSummary, scenario: &InvestScenario) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let all = sorted(scenario);
    let [first, last] = summary.years;
    let subtitle = vec![
        format!(
            "Points of D+{} shortfall closed by the first $10 bn ({}), by what it buys.",
            summary.tier,
            numbers::years(first, last)
        ),
        format!("{}: {}.", scenario.short_title, missing(scenario)),
    ];
    canvas.head(&wording::value(summary, scenario), &subtitle, true);
    let axis = Axis::of(&all);
    let pitch = ((LAST - TOP) / (all.len().max(2) - 1) as f64).min(PITCH);
    let middle = |row: usize| TOP + pitch * row as f64;
    heads(&canvas, &axis);
    grid(&canvas, &axis, middle(all.len() - 1) + UNDER + 6.0);
    // One number of decimals for a column, which the least sure of it allows.
    let digits = |of: fn(&Marginal) -> Option<f64>| {
        let most = all.iter().filter_map(|m| of(m)).fold(0.0, f64::max);
        decimals(100.0 * most, 2).max(1)
    };
    let digits = (digits(|m| m.first.se), digits(|m| m.tenth.se));
    for (row, marginal) in all.iter().enumerate() {
        bar(&canvas, summary, marginal, &axis, middle(row));
        columns(&canvas, summary, marginal, digits, middle(row));
    }
    let clipped = notes(&canvas, &all, &axis, &middle);
    let errors = all.iter().filter_map(|m| m.first.se).fold(0.0, f64::max);
    let mut caveats = vec![format!(
        "Standard errors of the means ≤ {}.",
        numbers::number((10_000.0 * errors).ceil() / 100.0, 2)
    )];
    if clipped {
        caveats.push("An arrow: the range goes on.".to_owned());
    }
    caveats.push("One option at a time, bought in full whatever planners think.".to_owned());
    canvas.caption("", &wording::caption(summary, &caveats));
    let told = |m: &&Marginal| {
        format!("{} {}", item(summary, &m.option), numbers::number(100.0 * m.first.mean, digits.0))
    };
    canvas.told(format!(
        "Bars with ranges, an option a row. Points closed by the first $10 bn: {}.",
        all.iter().map(told).collect::<Vec<_>>().join(", ")
    ));
    canvas.finish()
}

fn heads(canvas: &Canvas, axis: &Axis) {
    let (y, below) = (154.0, 176.0);
    let bold = theme::ROW.bold();
    canvas.text((theme::MARGIN, y), "What it buys", bold, Align::Left);
    canvas.text((axis.zero, y), "points closed", bold, Align::Left);
    let said = "line: 9 of 10 runs; bold number: helps in 95\u{202f}% or more";
    canvas.text((axis.zero, below), said, theme::NOTE, Align::Left);
    let blue = theme::ROW.color(theme::EUROPEAN);
    canvas.text((FIRST, y), "first", blue.bold(), Align::Right);
    canvas.text((FIRST, below), "$10 bn", theme::NOTE, Align::Right);
    canvas.text((TENTH, y), "at the", blue, Align::Right);
    canvas.text((TENTH, below), "10th bn", theme::NOTE, Align::Right);
    canvas.text((SLOWS, y), "What slows the next billion", bold, Align::Left);
    canvas.text((SLOWS, below), "most often in the runs, with $10 bn in place", theme::NOTE, Align::Left);
}

fn grid(canvas: &Canvas, axis: &Axis, bottom: f64) {
    let ticks = Ticks::of(axis.points(PLOT.start), axis.points(PLOT.end), 6);
    for &value in &ticks.values {
        let x = axis.x(value / 100.0);
        let color = if value == 0.0 { theme::AXIS } else { theme::RULE };
        canvas.line(&[(x, 188.0), (x, bottom)], color, 1.0);
        canvas.text((x, bottom + 20.0), &ticks.label(value), theme::NUMBER, Align::Center);
    }
}

/// The bar of an option, its value at the tenth billion, and under them the interval.
fn bar(canvas: &Canvas, summary: &InvestSummary, marginal: &Marginal, axis: &Axis, y: f64) {
    let kind = summary.option(&marginal.option).map_or(OptionKind::Kit, |option| option.kind);
    let name = name(summary, &marginal.option);
    canvas.text((theme::MARGIN, y + text::CAPITAL * name.1.size / 2.0), &name.0, name.1, Align::Left);
    let end = axis.x(marginal.first.mean);
    let (xs, ys) = (axis.zero.min(end)..axis.zero.max(end), y - HALF..y + HALF);
    let look = look(kind, 0);
    // Under a third of a pixel there is nothing to be seen.
    if xs.end - xs.start >= 0.3 {
        if marginal.first.mean < 0.0 {
            canvas.rect(xs.clone(), ys.clone(), theme::WHITE);
            canvas.outline(xs, ys, theme::SCENARIO, 2.0);
        } else if look.striped {
            canvas.stripes(xs.clone(), ys.clone(), look.dark, 5.0);
            canvas.outline(xs, ys, look.dark, 1.4);
        } else {
            canvas.rect(xs, ys, look.dark);
        }
    }
    let tenth = axis.x(marginal.tenth.mean);
    let mark = (tenth - 3.0..tenth + 3.0, y - 12.5..y + 12.5);
    canvas.rect(mark.0.clone(), mark.1.clone(), theme::WHITE);
    canvas.outline(mark.0, mark.1, theme::EUROPEAN, 1.6);
    let y = y + UNDER;
    let (low, high) = (axis.x(marginal.first.p05), axis.x(marginal.first.p95));
    let (from, to) = (low.max(PLOT.start), high.min(PLOT.end));
    canvas.line(&[(from, y), (to.max(from + 2.0), y)], theme::INK, 2.5);
    if high > PLOT.end {
        canvas.polygon(&[(to, y - 5.0), (to + 9.0, y), (to, y + 5.0)], theme::INK);
    }
    if low < PLOT.start {
        canvas.polygon(&[(from, y - 5.0), (from - 9.0, y), (from, y + 5.0)], theme::INK);
    }
}

/// The name of an option, as long as there is room for it.
fn name(summary: &InvestSummary, id: &str) -> (String, Font) {
    let room = PLOT.start - 14.0 - theme::MARGIN;
    let title = summary.option(id).map_or(id, |option| option.title.as_str());
    let short = plot_words::capital(&inside(title));
    let narrow = plot_words::capital(&named(summary, id));
    text::first_fitting(
        &[title.to_owned(), without_brackets(title), short, narrow],
        room,
        usize::MAX,
        &[theme::ROW],
    )
}

fn columns(canvas: &Canvas, summary: &InvestSummary, marginal: &Marginal, digits: (usize, usize), y: f64) {
    let base = y + text::CAPITAL * theme::ROW.size / 2.0;
    // What rounds to nothing has no sign, and no colour of a sign.
    let nothing = |written: &str| written.chars().all(|c| matches!(c, '0' | '.' | '\u{2212}'));
    let written = |value: f64, digits: usize| match numbers::number(100.0 * value, digits) {
        said if nothing(&said) => "≈ 0".to_owned(),
        said => said,
    };
    let (first, tenth) = (marginal.first.mean, marginal.tenth.mean);
    let color = match first {
        _ if written(first, digits.0) == "≈ 0" => theme::GREY,
        first if first < 0.0 => theme::SCENARIO,
        _ => theme::EUROPEAN,
    };
    let font = theme::ROW.color(color);
    let helps = marginal.first.p05 > 0.0;
    let font = if helps { font.bold() } else { font };
    canvas.text((FIRST, base), &written(first, digits.0), font, Align::Right);
    canvas.text((TENTH, base), &written(tenth, digits.1), theme::ROW.color(theme::GREY), Align::Right);
    let slows = slowed(summary, marginal);
    let slows = if slows == "-" { "–".to_owned() } else { slows };
    let fitted = text::fit(&slows, 1552.0 - SLOWS, theme::ROW, 1);
    canvas.text((SLOWS, base), &fitted.lines[0], fitted.font, Align::Left);
}

/// What the white mark is, where intervals go on, and why something is below 0; whether an interval goes on.
fn notes(canvas: &Canvas, all: &[&Marginal], axis: &Axis, middle: &dyn Fn(usize) -> f64) -> bool {
    let base = |row: usize| middle(row) + text::CAPITAL * theme::NOTE.size / 2.0;
    // Right of all that is drawn at the height of the bar.
    let beside = |m: &Marginal| axis.x(m.first.mean.max(m.tenth.mean).max(0.0)) + 14.0;
    let said = "white mark: $10 bn at the rate of the tenth";
    let fits = |m: &Marginal, said: &str| beside(m) + theme::NOTE.width(said) <= PLOT.end;
    let (right, left) =
        (|m: &Marginal| axis.x(m.first.p95) > PLOT.end, |m: &Marginal| axis.x(m.first.p05) < PLOT.start);
    let free = |m: &Marginal| !right(m) && m.first.mean > 0.0 && fits(m, said);
    let mark = all.iter().position(|m| free(m));
    if let Some(row) = mark {
        canvas.text((beside(all[row]), base(row)), said, theme::NOTE, Align::Left);
    }
    let why = "below 0: its crews are missing elsewhere, so the whole loses";
    let harms = all.iter().rposition(|m| takes_crews(m) && m.first.mean < 0.0 && fits(m, why));
    if let Some(row) = harms.filter(|row| mark != Some(*row)) {
        let x = beside(all[row]);
        canvas.text((x, base(row)), why, theme::NOTE.color(theme::SCENARIO), Align::Left);
    }
    for (row, marginal) in all.iter().enumerate() {
        let y = middle(row) + 11.0;
        if right(marginal) && harms != Some(row) {
            let to = format!("to {}", numbers::number(100.0 * marginal.first.p95, 1));
            if beside(marginal) + theme::NOTE.width(&to) <= PLOT.end + 8.0 {
                canvas.text((PLOT.end + 8.0, y), &to, theme::NOTE, Align::Right);
            }
        }
        let from = format!("from {}", numbers::number(100.0 * marginal.first.p05, 1));
        let bar = axis.x(marginal.first.mean.min(marginal.tenth.mean).min(0.0)) - 10.0;
        if left(marginal) && PLOT.start + theme::NOTE.width(&from) <= bar {
            canvas.text((PLOT.start, y), &from, theme::NOTE, Align::Left);
        }
    }
    all.iter().any(|m| right(m) || left(m))
}
