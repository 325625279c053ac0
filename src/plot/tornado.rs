//! Figure 9: what would change the answer: the attributable index with one input low or high, all others drawn.

use super::PlotError;
use super::backend::Recording;
use super::canvas::{Align, Canvas, Frame, Plot};
use super::data::{Context, index};
use super::extra::SensitivityRow;
use super::theme;
use super::{numbers, scale, text, words};

/// The most inputs shown.
const MOST_ROWS: usize = 10;
/// From so many points on the move of the index without drawdown is bold: such an input moves both arms.
const MOVES_BOTH: f64 = 2.5;

/// An input's effect, in points.
struct Bar<'a> {
    row: &'a SensitivityRow,
    low: f64,
    high: f64,
}

impl Bar<'_> {
    fn swing(&self) -> f64 {
        (self.high - self.low).abs()
    }
}

/// The inputs that move the answer by more than two standard errors, the largest first, and the largest left out.
fn collect<'a>(ctx: &Context<'a>) -> (Vec<Bar<'a>>, Option<Bar<'a>>) {
    let rows = ctx.tables.extra.sensitivity.iter();
    let mut bars: Vec<Bar> = rows
        .filter_map(|row| {
            let (low, high) = (100.0 * row.low_attributable?, 100.0 * row.high_attributable?);
            (low.is_finite() && high.is_finite()).then_some(Bar { row, low, high })
        })
        .filter(|bar| bar.swing() > 0.0 && bar.swing() >= 200.0 * bar.row.se.unwrap_or(0.0))
        .collect();
    bars.sort_by(|a, b| b.swing().total_cmp(&a.swing()).then_with(|| a.row.input.cmp(&b.row.input)));
    let rest = if bars.len() > MOST_ROWS { bars.split_off(MOST_ROWS) } else { Vec::new() };
    (bars, rest.into_iter().next())
}

/// Whether the run has a table of sensitivities with something in it.
pub fn applies(ctx: &Context) -> bool {
    !collect(ctx).0.is_empty()
}

/// Draws the figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn draw(ctx: &Context) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let (bars, left_out) = collect(ctx);
    let mean = 100.0 * index(ctx.deepest, "attributable", ctx.tier()).map_or(0.0, |e| e.mean);
    canvas.head(&titles(&bars), &subtitle(ctx, mean), true);
    let head = theme::ROW.bold();
    canvas.text((theme::MARGIN, 160.0), "Input", head, Align::Left);
    canvas.text((470.0, 160.0), "grade", theme::NUMBER, Align::Center);
    canvas.text((1552.0, 142.0), "gap without drawdown,", theme::NOTE, Align::Right);
    let without = 100.0 * index(ctx.deepest, "counterfactual", ctx.tier()).map_or(0.0, |e| e.mean);
    let label = format!("low → high (mean {})", numbers::number(without, 0));
    canvas.text((1552.0, 162.0), &label, theme::NOTE, Align::Right);

    let pitch = (610.0 / bars.len().max(3) as f64).min(90.0);
    let (low, high) =
        bars.iter().flat_map(|b| [b.low, b.high]).fold((mean, mean), |(a, b), v| (a.min(v), b.max(v)));
    let margin = 0.06 * (high - low).max(0.1);
    let frame = Frame { x: 600.0, y: 190.0, w: 690.0, h: pitch * bars.len() as f64 };
    let plot = canvas.plot(frame, low - margin..high + margin, 0.0..bars.len().max(1) as f64);
    let step = scale::step(high - low + 2.0 * margin, 5.0);
    for v in scale::multiples(low - margin, high + margin, step) {
        let (x, y) = plot.at(v, 0.0);
        canvas.line(&[(x, frame.y), (x, y)], theme::RULE, 1.0);
        let number = numbers::number(v, scale::decimals(step));
        canvas.text((x, y + 22.0), &number, theme::NUMBER, Align::Center);
    }
    for (i, bar) in bars.iter().enumerate() {
        row(&canvas, &plot, bar, mean, frame.y + pitch * (i as f64 + 0.5), pitch);
    }
    let (x, _) = plot.at(mean, 0.0);
    canvas.line(&[(x, frame.y - 18.0), (x, frame.bottom())], theme::INK, 2.0);
    let label = format!("mean {}", numbers::number(mean, 1));
    canvas.text((x, frame.y - 26.0), &label, theme::ROW.bold().color(theme::SCENARIO), Align::Center);
    key(&canvas);
    let n = ctx.tables.extra.sensitivity.len();
    let caveats = [
        format!("The {} largest of {n} inputs; fewer than two standard errors: not shown.", bars.len()),
        left_out
            .map(|b| format!("Largest left out: {} ({} points).", b.row.input, numbers::number(b.swing(), 1)))
            .unwrap_or_default(),
    ];
    canvas.caption("", &words::caption(ctx, &caveats, false));
    canvas.finish()
}

fn row(canvas: &Canvas, plot: &Plot, bar: &Bar, mean: f64, y: f64, pitch: f64) {
    let name = text::fit(&bar.row.input, 390.0, theme::ROW, if pitch >= 44.0 { 2 } else { 1 });
    canvas.block((theme::MARGIN, y), &name.lines, name.font, Align::Left, name.font.size + 2.0);
    let grey = theme::ROW.color(theme::GREY);
    canvas.text((470.0, y + 6.0), &bar.row.grade, grey, Align::Center);
    let half = (0.27 * pitch).min(18.0);
    let x = |v: f64| plot.at(v, 0.0).0;
    // the longer end first, so that a shorter one on the same side stays visible
    let mut ends = [(bar.low, &bar.row.low, false), (bar.high, &bar.row.high, true)];
    if (bar.high - mean).abs() > (bar.low - mean).abs() {
        ends.reverse();
    }
    let one_side = (bar.low - mean) * (bar.high - mean) > 0.0;
    for (k, (value, label, high)) in ends.into_iter().enumerate() {
        let (a, b) = (x(value.min(mean)), x(value.max(mean)));
        let fill = if high { theme::SCENARIO } else { theme::BAND_50 };
        canvas.rect(a..b.max(a + 1.0), y - half..y + half, fill);
        canvas.outline(a..b.max(a + 1.0), y - half..y + half, theme::SCENARIO, 1.0);
        let font = if high { theme::NUMBER.bold().color(theme::SCENARIO) } else { theme::NUMBER };
        if one_side && k == 1 {
            continue;
        }
        let label = label.replace('-', "−");
        if value < mean {
            canvas.text((a - 9.0, y + 6.0), &label, font, Align::Right);
        } else {
            canvas.text((b + 9.0, y + 6.0), &label, font, Align::Left);
        }
    }
    let (label, font) = match (bar.row.low_counterfactual, bar.row.high_counterfactual) {
        (Some(a), Some(b)) => {
            let moves = 100.0 * (a - b).abs() >= MOVES_BOTH;
            let text = format!("{} → {}", numbers::number(100.0 * a, 0), numbers::number(100.0 * b, 0));
            (text, if moves { theme::ROW.bold() } else { grey })
        }
        _ => ("–".to_owned(), grey),
    };
    canvas.text((1552.0, y + 6.0), &label, font, Align::Right);
}

fn key(canvas: &Canvas) {
    let (y, mut x) = (832.0, theme::MARGIN);
    canvas.rect(x..x + 26.0, y - 14.0..y + 2.0, theme::BAND_50);
    canvas.outline(x..x + 26.0, y - 14.0..y + 2.0, theme::SCENARIO, 1.0);
    x = canvas.texts((x + 36.0, y), &[("input at its 5\u{202f}% quantile", theme::NUMBER)]) + 40.0;
    canvas.rect(x..x + 26.0, y - 14.0..y + 2.0, theme::SCENARIO);
    let font = theme::NUMBER.bold().color(theme::SCENARIO);
    canvas.text((x + 36.0, y), "at its 95\u{202f}% quantile", font, Align::Left);
}

fn subtitle(ctx: &Context, mean: f64) -> Vec<String> {
    vec![
        format!(
            "Attributable shortfall index at D+{}, points, when one input is set to its 5\u{202f}% or 95\u{202f}% quantile and all others vary.",
            ctx.tier()
        ),
        format!("“{}”; mean {}", ctx.deepest.short_title, numbers::number(mean, 1)),
    ]
}

/// The finding, longest form first; a question if it does not stand.
fn titles(bars: &[Bar]) -> Vec<String> {
    let question = "What would change the answer?".to_owned();
    let name = |b: &Bar| words::inside(&b.row.input);
    match bars {
        [] => vec!["No input moves the answer by more than its error".to_owned(), question],
        [one] => vec![format!("{} decides the gap", words::capital(&name(one))), question],
        [first, second, ..] => {
            let two = words::capital(&words::list(&[name(first), name(second)]));
            let points = numbers::number(first.swing(), 1);
            vec![
                format!("{two} decide the gap most: up to {points} points"),
                format!("{two} decide the gap most"),
                format!("{} decides the gap most: {points} points", words::capital(&name(first))),
                question,
            ]
        }
    }
}
