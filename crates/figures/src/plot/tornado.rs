//! Figure 9: what would change the answer: the attributable index with one input low or high, all others drawn.

use super::PlotError;
use super::backend::Recording;
use super::canvas::{Align, Canvas, Frame, Plot};
use super::data::Context;
use super::scale::Ticks;
use super::theme;
use super::{numbers, text, words};
use crate::store::sensitivity::SensitivityRow;
use crate::store::summary::ScenarioSummary;

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

/// What the bars are of, in points.
struct Head<'a> {
    scenario: &'a ScenarioSummary,
    tier: u32,
    /// Mean attributable index with all inputs drawn.
    mean: f64,
    /// Mean index without drawdown.
    without: f64,
    most: usize,
}

impl<'a> Head<'a> {
    fn of(ctx: &Context<'a>) -> Self {
        let Some(found) = &ctx.summary.sensitivity else {
            let mean = |arm| 100.0 * ctx.focus.index_of(arm, ctx.tier).map_or(0.0, |e| e.mean);
            let (mean, without) = (mean("attributable"), mean("counterfactual"));
            return Self { scenario: ctx.focus, tier: ctx.tier, mean, without, most: MOST_ROWS };
        };
        let scenario = ctx.summary.scenarios.iter().find(|s| s.id == found.scenario);
        Self {
            scenario: scenario.unwrap_or(ctx.focus),
            tier: found.tier,
            mean: 100.0 * found.attributable,
            without: 100.0 * found.counterfactual,
            most: found.top.min(MOST_ROWS),
        }
    }
}

/// The inputs that move the answer by more than two standard errors, the largest first, at most `most`, and the largest
/// left out.
fn collect<'a>(ctx: &Context<'a>, most: usize) -> (Vec<Bar<'a>>, Option<Bar<'a>>) {
    let rows = ctx.tables.extra.sensitivity.iter();
    let mut bars: Vec<Bar> = rows
        .filter(|row| row.moves())
        .filter_map(|row| {
            Some(Bar { row, low: 100.0 * row.low_attributable?, high: 100.0 * row.high_attributable? })
        })
        .collect();
    bars.sort_by(|a, b| b.swing().total_cmp(&a.swing()).then_with(|| a.row.input.cmp(&b.row.input)));
    let rest = if bars.len() > most { bars.split_off(most) } else { Vec::new() };
    (bars, rest.into_iter().next())
}

/// Whether the run has a table of sensitivities with something in it.
pub fn applies(ctx: &Context) -> bool {
    !collect(ctx, MOST_ROWS).0.is_empty()
}

/// Draws the figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn draw(ctx: &Context) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let head = Head::of(ctx);
    let (bars, left_out) = collect(ctx, head.most);
    let mean = head.mean;
    canvas.head(&titles(&bars), &subtitle(&head), true);
    canvas.text((theme::MARGIN, 160.0), "Input", theme::ROW.bold(), Align::Left);
    canvas.text((470.0, 160.0), "grade", theme::NUMBER, Align::Center);
    canvas.text((1552.0, 142.0), &format!("missing {},", words::unless(ctx)), theme::NOTE, Align::Right);
    let label = format!("low → high (mean {})", numbers::number(head.without, 0));
    canvas.text((1552.0, 162.0), &label, theme::NOTE, Align::Right);

    let pitch = (610.0 / bars.len().max(3) as f64).min(90.0);
    let (low, high) =
        bars.iter().flat_map(|b| [b.low, b.high]).fold((mean, mean), |(a, b), v| (a.min(v), b.max(v)));
    let margin = 0.06 * (high - low).max(0.1);
    let frame = Frame { x: 600.0, y: 190.0, w: 690.0, h: pitch * bars.len() as f64 };
    let plot = canvas.plot(frame, low - margin..high + margin, 0.0..bars.len().max(1) as f64);
    let ticks = Ticks::of(low - margin, high + margin, 5);
    for &v in &ticks.values {
        let (x, y) = plot.at(v, 0.0);
        canvas.line(&[(x, frame.y), (x, y)], theme::RULE, 1.0);
        canvas.text((x, y + 22.0), &ticks.label(v), theme::NUMBER, Align::Center);
    }
    for (i, bar) in bars.iter().enumerate() {
        row(&canvas, &plot, bar, mean, frame.y + pitch * (i as f64 + 0.5), pitch);
    }
    let (x, _) = plot.at(mean, 0.0);
    canvas.line(&[(x, frame.y - 18.0), (x, frame.bottom())], theme::INK, 2.0);
    let label = format!("mean {}", numbers::number(mean, 1));
    canvas.text((x, frame.y - 26.0), &label, theme::ROW.bold().color(theme::SCENARIO), Align::Center);
    key(&canvas);
    canvas.caption("", &words::caption_of(ctx, head.scenario, &caveats(ctx, &bars, left_out.as_ref()), 1));
    canvas.finish()
}

/// Of which replicates the bars are, how they were chosen, and what comes next.
fn caveats(ctx: &Context, bars: &[Bar], left_out: Option<&Bar>) -> Vec<String> {
    let found = ctx.summary.sensitivity.as_ref();
    let mut caveats = Vec::new();
    let whose = Head::of(ctx).scenario;
    if whose.id != ctx.focus.id {
        caveats.push(format!(
            "Of “{}”, whose inputs were varied, not of “{}”.",
            whose.short_title, ctx.focus.short_title
        ));
    }
    if let Some(found) = found.filter(|found| found.replicates != ctx.replicates) {
        let scenario = ctx.summary.scenarios.iter().find(|s| s.id == found.scenario);
        let all = scenario.and_then(|s| s.index_of("attributable", found.tier)).map_or(0.0, |e| e.mean);
        caveats.push(format!(
            "Bars: the first {} (mean {}; {} over all).",
            numbers::thousands(found.replicates as f64),
            numbers::number(100.0 * found.attributable, 1),
            numbers::number(100.0 * all, 1)
        ));
    }
    let largest = match bars.len() {
        1 => "The largest".to_owned(),
        n => format!("The {n} largest"),
    };
    let inputs = found.map_or(ctx.tables.extra.sensitivity.len(), |found| found.inputs);
    caveats.push(format!("{largest} of {inputs} uncertain inputs; within two standard errors: not shown."));
    if let Some(found) = found.filter(|found| found.varied < found.inputs) {
        caveats.push(format!(
            "Only the {} most rank-correlated were varied, which may miss a U-shape.",
            found.varied
        ));
    }
    if let Some(next) = left_out {
        let points = numbers::number(next.swing(), 1);
        caveats.push(format!("Largest left out: {} ({points} points).", short(&next.row.input)));
    }
    caveats
}

/// An input in a caption, which holds two lines: the capability as it stands inside a sentence.
fn short(input: &str) -> String {
    input.split_once(": ").map_or_else(
        || input.to_owned(),
        |(capability, rest)| format!("{}: {rest}", words::capital(&words::inside(capability))),
    )
}

fn row(canvas: &Canvas, plot: &Plot, bar: &Bar, mean: f64, y: f64, pitch: f64) {
    let name = text::fit(&bar.row.input, 390.0, theme::ROW, if pitch >= 44.0 { 2 } else { 1 });
    canvas.block((theme::MARGIN, y), &name.lines, name.font, Align::Left, name.font.size + 2.0);
    let grey = theme::ROW.color(theme::GREY);
    let grade = if bar.row.grade.is_empty() { "–" } else { &bar.row.grade };
    canvas.text((470.0, y + 6.0), grade, grey, Align::Center);
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
        let label = label.replace('-', "−").replace(" %", "\u{202f}%");
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

fn subtitle(head: &Head) -> Vec<String> {
    vec![
        format!(
            "Added by leaving (attributable) at D+{}, points, when one input is set to its 5\u{202f}% or 95\u{202f}% quantile and all others vary.",
            head.tier
        ),
        format!("“{}”; mean {}", head.scenario.short_title, numbers::number(head.mean, 1)),
    ]
}

/// The finding, longest form first; a question if it does not stand.
fn titles(bars: &[Bar]) -> Vec<String> {
    let question = "What would change the answer?".to_owned();
    let name = |b: &Bar| match b.row.inside() {
        same if same == b.row.input => same,
        _ => words::inside(&b.row.input),
    };
    match bars {
        [] => vec!["No input moves the answer by more than its error".to_owned(), question],
        [one] => vec![format!("{} decides what the drawdown adds", words::capital(&name(one))), question],
        [first, second, ..] => {
            let two = words::capital(&words::list(&[name(first), name(second)]));
            let points = numbers::number(first.swing(), 1);
            vec![
                format!("{two} decide most what the drawdown adds: up to {points} points"),
                format!("{two} decide most what the drawdown adds"),
                format!(
                    "{} decides most what the drawdown adds: {points} points",
                    words::capital(&name(first))
                ),
                question,
            ]
        }
    }
}
