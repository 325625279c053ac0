//! Figure 8: which scenario is worst, and whether that is sure.

mod wording;

use crate::plot::PlotError;
use crate::plot::backend::Recording;
use crate::plot::canvas::{Align, Canvas, Frame, Plot};
use crate::plot::data::Context;
use crate::plot::pairs::{self, Pair};
use crate::plot::scale::Ticks;
use crate::plot::{numbers, text, theme, words};
use crate::store::summary::{Difference, Estimate, ScenarioSummary};

/// Where the rows lie.
struct Rows {
    top: f64,
    pitch: f64,
    n: usize,
}

impl Rows {
    fn of(n: usize) -> Self {
        let pitch = (588.0 / n.max(1) as f64).min(200.0);
        Self { top: 206.0, pitch, n }
    }

    /// Middle of a row.
    fn middle(&self, i: usize) -> f64 {
        self.top + self.pitch * (i as f64 + 0.5)
    }

    fn bottom(&self) -> f64 {
        self.top + self.pitch * self.n as f64
    }

    /// Whether rows have room for a second line.
    fn two_lines(&self) -> bool {
        self.pitch >= 60.0
    }
}

/// Ranking needs something to rank.
pub fn applies(ctx: &Context) -> bool {
    ctx.shown.len() > 1
}

/// Draws the figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn draw(ctx: &Context) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let scenarios = &ctx.shown;
    let rows = Rows::of(scenarios.len());
    let next: Vec<Pair> = scenarios.windows(2).map(|w| pairs::find(ctx, w[0], w[1])).collect();
    let ties = pairs::ties(ctx);
    canvas.head(&wording::titles(ctx), &wording::subtitle(ctx, !ties.is_empty()), true);
    shade(&canvas, &rows, &ties);
    let plot = values(ctx, &canvas, &rows, scenarios);
    for (i, s) in scenarios.iter().enumerate() {
        // those that are the same share the first one's rank
        let rank = 1 + i - next[..i].iter().rev().take_while(|p| p.same()).count();
        name(&canvas, &rows, i, rank, s);
        value(ctx, &canvas, &plot, &rows, i, s);
    }
    differences(ctx, &canvas, &rows, &next);
    readiness(ctx, &canvas, &rows, scenarios);
    canvas.caption(&words::left_out(ctx), &words::caption(ctx, &wording::caveats(ctx, &next), true));
    canvas.finish()
}

fn name(canvas: &Canvas, rows: &Rows, i: usize, rank: usize, s: &ScenarioSummary) {
    let y = rows.middle(i);
    canvas.text((theme::MARGIN, y + 6.0), &rank.to_string(), theme::ROW.color(theme::GREY), Align::Left);
    let (x, room) = (84.0, 370.0);
    let bold = theme::ROW.bold();
    match s.short_title.split_once(", ").filter(|_| rows.two_lines()) {
        Some((what, how)) if bold.width(what) <= room && theme::NUMBER.width(how) <= room => {
            canvas.text((x, y - 3.0), what, bold, Align::Left);
            canvas.text((x, y + 20.0), how, theme::NUMBER, Align::Left);
        }
        _ => {
            let fitted = text::fit(&s.short_title, room, bold, if rows.pitch >= 44.0 { 2 } else { 1 });
            canvas.block((x, y), &fitted.lines, fitted.font, Align::Left, fitted.font.size + 3.0);
        }
    }
}

/// Scenarios that could change places with each other: shaded together, darker where two ties share a row.
fn shade(canvas: &Canvas, rows: &Rows, ties: &[std::ops::Range<usize>]) {
    let half = rows.pitch / 2.0 - 2.0;
    let band = |rows_of: std::ops::Range<usize>, color| {
        let (top, bottom) = (rows.middle(rows_of.start) - half, rows.middle(rows_of.end - 1) + half);
        canvas.rect(theme::MARGIN - 8.0..1284.0, top..bottom, color);
    };
    for tie in ties {
        band(tie.clone(), theme::MISSING);
    }
    for two in ties.windows(2).filter(|two| two[1].start < two[0].end) {
        band(two[1].start..two[0].end, theme::DOUBLE);
    }
}

fn attributable<'a>(ctx: &Context, s: &'a ScenarioSummary) -> Option<&'a Estimate> {
    s.index_of("attributable", ctx.tier)
}

/// Axis and grid of the attributable index.
fn values<'a>(ctx: &Context, canvas: &'a Canvas, rows: &Rows, scenarios: &[&ScenarioSummary]) -> Plot<'a> {
    let all: Vec<f64> = scenarios
        .iter()
        .flat_map(|s| {
            let direct = s.index_of("direct_effect", ctx.tier).map(|e| e.mean);
            let own = attributable(ctx, s).map(|e| [e.p05, e.p95, e.mean]).unwrap_or_default();
            own.into_iter().chain(direct)
        })
        .filter(|v| v.is_finite())
        .map(|v| 100.0 * v)
        .collect();
    let (low, high) = all.iter().fold((0.0_f64, 0.1_f64), |(a, b), v| (a.min(*v), b.max(*v)));
    // numbers beside the bars need room of their own
    let w = if rows.two_lines() { 446.0 } else { 390.0 };
    let frame = Frame { x: 477.0, y: rows.top - 10.0, w, h: rows.bottom() - rows.top + 20.0 };
    let margin = 0.03 * (high - low);
    let low = if low < 0.0 { low - margin } else { 0.0 };
    let plot = canvas.plot(frame, low..high + margin, 0.0..1.0);
    axis(canvas, &plot, low, high + margin, 4, false);
    canvas.text((frame.x, 154.0), "Added (attributable)", theme::ROW.bold(), Align::Left);
    canvas.text(
        (frame.x, 178.0),
        &format!("points; 0: as {}", words::unless(ctx)),
        theme::NUMBER,
        Align::Left,
    );
    plot
}

/// Grid, zero line and numbers of a horizontal axis.
fn axis(canvas: &Canvas, plot: &Plot, low: f64, high: f64, most: usize, signed: bool) {
    let ticks = Ticks::of(low, high, most);
    for &v in &ticks.values {
        let (x, y) = plot.at(v, 0.0);
        let zero = v.abs() < ticks.step() / 2.0;
        let (color, width) = if zero { (theme::INK, 1.4) } else { (theme::RULE, 1.0) };
        canvas.line(&[(x, plot.frame.y), (x, y)], color, width);
        let label = if signed { ticks.signed(v) } else { ticks.label(v) };
        canvas.text((x, y + 22.0), &label, theme::NUMBER, Align::Center);
    }
}

/// Mean, 50 and 90 % of the replicates, and the mean before allies react.
fn value(ctx: &Context, canvas: &Canvas, plot: &Plot, rows: &Rows, i: usize, s: &ScenarioSummary) {
    let y = rows.middle(i) + if rows.pitch >= 44.0 { 4.0 } else { 3.0 };
    let size = if rows.pitch >= 60.0 { 19.0 } else { 17.0 };
    let Some(e) = attributable(ctx, s) else {
        let at = (plot.at(0.0, 0.0).0 + 12.0, y + 6.0);
        canvas.text(at, "–", theme::ROW.color(theme::GREY), Align::Left);
        return;
    };
    let x = |v: f64| plot.at(100.0 * v, 0.0).0;
    let narrow = !rows.two_lines();
    canvas.rect(x(e.p05)..x(e.p95).max(x(e.p05) + 1.0), y - 2.0..y + 2.0, theme::BAND_50);
    let half = if narrow { 5.0 } else { 6.0 };
    if ctx.replicates >= 200 {
        canvas.rect(x(e.p25)..x(e.p75).max(x(e.p25) + 1.0), y - half..y + half, theme::SCENARIO);
    }
    if let Some(direct) = s.index_of("direct_effect", ctx.tier) {
        let at = x(direct.mean);
        canvas.rect(at - 1.7..at + 1.7, y - half - 6.0..y + half + 6.0, theme::INK);
        if i == 0 && !narrow {
            let font = theme::NOTE.color(theme::INK);
            let words = "before allies react";
            // not across the zero line
            let left = (at - font.width(words) / 2.0).max(plot.at(0.0, 0.0).0 + 6.0);
            canvas.text((left, y + half + 24.0), words, font, Align::Left);
        }
    }
    let (label, color) = match 100.0 * e.mean {
        _ if e.p05 == 0.0 && e.p95 == 0.0 && e.mean == 0.0 => ("same".to_owned(), theme::GREY),
        v if v.abs() < 0.05 => ("≈ 0".to_owned(), theme::GREY),
        v if v < 0.0 => (numbers::number(v, numbers::decimals(100.0 * e.se, 1)), theme::EUROPEAN),
        v => (numbers::number(v, numbers::decimals(100.0 * e.se, 1)), theme::SCENARIO),
    };
    if color == theme::GREY {
        canvas.rect(x(e.mean) - 1.5..x(e.mean) + 1.5, y - half..y + half, theme::INK);
    } else {
        canvas.ring((x(e.mean), y), if narrow { 7.0 } else { 9.5 }, color, 3.0);
    }
    let font = theme::VALUE.size(size).color(color);
    if narrow {
        // beside the bars: rows are too near each other for a number above
        let right = x(e.p95.max(s.index_of("direct_effect", ctx.tier).map_or(e.p95, |d| d.mean)));
        canvas.text((right + 9.0, y + 6.0), &label, font, Align::Left);
    } else {
        canvas.text((x(e.mean), y - half - 9.0), &label, font, Align::Center);
    }
}

/// Paired differences of neighbours, between their rows.
fn differences(ctx: &Context, canvas: &Canvas, rows: &Rows, next: &[Pair]) {
    let ends: Vec<f64> = next.iter().flat_map(Pair::ends).map(|v| 100.0 * v).collect();
    let (low, high) = ends.iter().fold((0.0_f64, 0.1_f64), |(a, b), v| (a.min(*v), b.max(*v)));
    let margin = 0.06 * (high - low);
    let (low, high) = (low - margin, high + margin);
    let frame = Frame { x: 1060.0, y: rows.top - 10.0, w: 200.0, h: rows.bottom() - rows.top + 20.0 };
    let plot = canvas.plot(frame, low..high, 0.0..1.0);
    axis(canvas, &plot, low, high, 3, true);
    canvas.text((1000.0, 154.0), "Paired difference to the next below", theme::ROW.bold(), Align::Left);
    let spread = next.iter().any(|p| p.quantiles.is_some());
    let what = if spread { "same run, points" } else { "same run, points: mean, 95\u{202f}% interval" };
    canvas.text((1000.0, 178.0), what, theme::NUMBER, Align::Left);
    for (i, pair) in next.iter().enumerate() {
        let y = (rows.middle(i) + rows.middle(i + 1)) / 2.0 + 4.0;
        let x = |v: f64| plot.at(100.0 * v, 0.0).0;
        let color = if pair.same() || pair.evidence().doubtful() { theme::GREY } else { theme::INK };
        if let Some([p05, p25, p75, p95]) = pair.quantiles {
            canvas.rect(x(p05)..x(p95).max(x(p05) + 1.0), y - 2.0..y + 2.0, theme::HATCH);
            if ctx.replicates >= 200 {
                canvas.rect(x(p25)..x(p75).max(x(p25) + 1.0), y - 5.0..y + 5.0, color);
            }
        } else if let Some(Difference { difference: d, se, .. }) = pair.found {
            canvas.rect(x(d - 1.96 * se)..x(d + 1.96 * se), y - 2.0..y + 2.0, color);
        }
        if let Some(d) = pair.found.map(|found| found.difference) {
            canvas.ring((x(d), y), if rows.two_lines() { 7.0 } else { 6.0 }, color, 3.0);
        }
        let lines = wording::doubt(ctx, pair, rows.pitch >= 44.0);
        let (first, leading) = (y + 5.0 - 9.5 * (lines.len() as f64 - 1.0), 19.0);
        for (k, (line, font)) in lines.iter().enumerate() {
            canvas.text((1038.0, first + leading * k as f64), line, *font, Align::Right);
        }
    }
}

/// Index at the other readiness tiers (at most three), with the rank there where it differs.
fn readiness(ctx: &Context, canvas: &Canvas, rows: &Rows, scenarios: &[&ScenarioSummary]) {
    let mut tiers: Vec<u32> = ctx.summary.tiers.iter().copied().filter(|t| *t != ctx.tier).collect();
    tiers.sort_unstable();
    if tiers.len() > 3 {
        tiers = vec![tiers[0], tiers[tiers.len() / 2], tiers[tiers.len() - 1]];
    }
    if tiers.is_empty() {
        return;
    }
    canvas.text((1552.0, 154.0), "Other readiness", theme::ROW.bold(), Align::Right);
    for (column, tier) in tiers.iter().rev().enumerate() {
        let x = 1518.0 - 88.0 * column as f64;
        canvas.text((x, 178.0), &format!("D+{tier}"), theme::NUMBER, Align::Right);
        let mean = |s: &ScenarioSummary| s.index_of("attributable", *tier).map(|e| e.mean);
        for (i, s) in scenarios.iter().enumerate() {
            let y = rows.middle(i) + 6.0;
            let Some(e) = s.index_of("attributable", *tier) else {
                canvas.text((x, y), "–", theme::ROW.color(theme::GREY), Align::Right);
                continue;
            };
            let (label, font) = match 100.0 * e.mean {
                v if v.abs() < 0.05 => ("≈ 0".to_owned(), theme::ROW.color(theme::GREY)),
                v => (numbers::number(v, numbers::decimals(100.0 * e.se, 1)), theme::ROW),
            };
            canvas.text((x, y), &label, font, Align::Right);
            let rank = 1 + scenarios.iter().filter(|o| mean(o).is_some_and(|m| m > e.mean)).count();
            let here = attributable(ctx, s).map(|e| e.mean);
            let here = 1 + scenarios.iter().filter(|o| attributable(ctx, o).map(|e| e.mean) > here).count();
            if rank != here {
                canvas.text((x + 7.0, y), &format!("#{rank}"), theme::NOTE.size(15.0), Align::Left);
            }
        }
    }
}
