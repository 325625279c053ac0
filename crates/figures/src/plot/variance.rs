//! Figure 13: what the spread comes from: of each input, or each group of them, its part of the variance, alone and in all.

use super::PlotError;
use super::backend::Recording;
use super::canvas::{Align, Canvas, Frame, Plot};
use super::data::Context;
use super::scale::Ticks;
use super::theme;
use super::{numbers, text, words};
use crate::store::sobol::GroupRow;

/// The most inputs shown; groups are all shown.
const MOST_ROWS: usize = 10;
/// The most groups that have room.
const MOST_GROUPS: usize = 16;
/// The group that decides nothing, which stands in the table.
const NOTHING: &str = "dummy";

/// A row: an input or group in each arm.
struct Bar<'a> {
    name: &'a str,
    input: bool,
    /// By arm.
    found: Vec<Option<&'a GroupRow>>,
}

/// The first outcome: its arms, and its bars.
struct Bars<'a> {
    arms: Vec<&'a str>,
    bars: Vec<Bar<'a>>,
    first: &'a GroupRow,
    /// Inputs looked at one by one that have no bar.
    more: usize,
}

/// What there is to show; nothing where no outcome varies.
fn collect<'a>(ctx: &Context<'a>) -> Option<Bars<'a>> {
    let first = ctx.summary.groups.first()?;
    let rows: Vec<&GroupRow> = ctx.summary.groups.iter().filter(|row| row.outcome == first.outcome).collect();
    let mut arms: Vec<&str> = Vec::new();
    for row in &rows {
        if !arms.contains(&row.arm.as_str()) && arms.len() < 2 {
            arms.push(&row.arm);
        }
    }
    let same = |a: &GroupRow, b: &GroupRow| a.address == b.address && a.group == b.group;
    let mut named: Vec<&GroupRow> = Vec::new();
    for row in rows.iter().filter(|row| !row.group.starts_with(NOTHING)) {
        if !named.iter().any(|known| same(known, row)) {
            named.push(row);
        }
    }
    let inputs = named.iter().filter(|row| row.is_input()).count();
    let mut left = MOST_ROWS;
    named.retain(|row| {
        let shown = !row.is_input() || left > 0;
        left -= usize::from(row.is_input() && shown);
        shown
    });
    named.truncate(MOST_GROUPS);
    let of = |row: &&'a GroupRow, arm: &str| rows.iter().copied().find(|r| r.arm == arm && same(r, row));
    let bars = named
        .iter()
        .map(|row| Bar {
            name: &row.group,
            input: row.is_input(),
            found: arms.iter().map(|arm| of(row, arm)).collect(),
        })
        .collect();
    Some(Bars { arms, bars, first, more: inputs.saturating_sub(MOST_ROWS) })
}

/// Whether variance was looked at.
pub fn applies(ctx: &Context) -> bool {
    collect(ctx).is_some()
}

/// Draws the figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn draw(ctx: &Context) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let Some(found) = collect(ctx) else {
        canvas.head(&["Nothing varies".to_owned()], &[], false);
        return canvas.finish();
    };
    canvas.head(&titles(&found), &subtitle(ctx, &found), true);
    let left = 500.0;
    let width = (1552.0 - left) / found.arms.len() as f64;
    let pitch = (580.0 / found.bars.len().max(4) as f64).min(90.0);
    let uppers = found.bars.iter().flat_map(|bar| bar.found.iter().flatten());
    let ends = uppers.flat_map(|row| [row.total_upper, row.first_upper]).flatten();
    let most = ends.fold(0.05, f64::max).min(1.0);
    for (number, arm) in found.arms.iter().enumerate() {
        let x = left + width * number as f64;
        canvas.text((x, 160.0), &panel(ctx, arm), theme::PANEL, Align::Left);
        // Numbers stand on the right of the bars.
        let right = x + width - 18.0;
        canvas.text((right - 62.0, 180.0), "alone", theme::NOTE, Align::Right);
        canvas.text((right, 180.0), "in all", theme::NOTE, Align::Right);
        let frame = Frame { x, y: 190.0, w: width - 170.0, h: pitch * found.bars.len() as f64 };
        let plot = canvas.plot(frame, 0.0..100.0 * most, 0.0..found.bars.len() as f64);
        let ticks = Ticks::of(0.0, 100.0 * most, 5);
        for &v in &ticks.values {
            let (at, y) = plot.at(v, 0.0);
            canvas.line(&[(at, frame.y), (at, y)], theme::RULE, 1.0);
            canvas.text((at, y + 22.0), &ticks.label(v), theme::NUMBER, Align::Center);
        }
        for (i, bar) in found.bars.iter().enumerate() {
            if let Some(row) = bar.found[number] {
                part(&canvas, &plot, row, frame.y + pitch * (i as f64 + 0.5), pitch, right);
            }
        }
        canvas.line(&[(x, frame.y), (x, frame.bottom())], theme::AXIS, 1.5);
    }
    for (i, bar) in found.bars.iter().enumerate() {
        let y = 190.0 + pitch * (i as f64 + 0.5);
        let font = if bar.input { theme::ROW } else { theme::ROW.color(theme::GREY) };
        let name = text::fit(
            &words::capital(bar.name),
            left - theme::MARGIN - 18.0,
            font,
            if pitch >= 44.0 { 2 } else { 1 },
        );
        canvas.block((theme::MARGIN, y), &name.lines, name.font, Align::Left, name.font.size + 2.0);
    }
    key(&canvas);
    canvas.caption("", &words::caption(ctx, &caveats(&found), false));
    canvas.finish()
}

/// A row in an arm: in all a light bar, alone a dark one in it, each with its interval, and both numbers.
fn part(canvas: &Canvas, plot: &Plot, row: &GroupRow, y: f64, pitch: f64, right: f64) {
    // Older folders have indices that noise has made negative.
    let x = |share: f64| plot.at(100.0 * share.clamp(0.0, 1.0), 0.0).0;
    let half = (0.3 * pitch).min(19.0);
    if let Some(total) = row.total {
        canvas.rect(x(0.0)..x(total), y - half..y + half, theme::GAIN);
    }
    if let Some(first) = row.first {
        canvas.rect(x(0.0)..x(first), y - 0.45 * half..y + 0.45 * half, theme::EUROPEAN);
    }
    let interval = |[low, high]: [Option<f64>; 2], at: f64, settled: bool, color| {
        let (Some(low), Some(high)) = (low, high) else { return };
        let (a, b) = (x(low), x(high));
        if settled {
            canvas.line(&[(a, at), (b, at)], color, 1.6);
        } else {
            canvas.dashed(&[(a, at), (b, at)], color, 1.6, (4.0, 3.0));
        }
        for end in [a, b] {
            canvas.line(&[(end, at - 4.0), (end, at + 4.0)], color, 1.6);
        }
    };
    interval([row.total_lower, row.total_upper], y + 0.72 * half, row.total.is_some(), theme::GREY);
    interval([row.first_lower, row.first_upper], y, row.first.is_some(), theme::INK);
    let shown = |share: Option<f64>| {
        share.map_or_else(
            || "?".to_owned(),
            |share| match share {
                small if small < 0.005 => "0".to_owned(),
                share => numbers::number(100.0 * share, 0),
            },
        )
    };
    let alone = shown(row.first);
    canvas.text((right - 62.0, y + 6.0), &alone, theme::ROW.bold().color(theme::EUROPEAN), Align::Right);
    canvas.text((right, y + 6.0), &shown(row.total), theme::ROW.color(theme::GREY), Align::Right);
}

fn key(canvas: &Canvas) {
    let (y, mut x) = (832.0, theme::MARGIN);
    canvas.rect(x..x + 26.0, y - 10.0..y - 2.0, theme::EUROPEAN);
    x = canvas.texts((x + 36.0, y), &[("alone: what knowing it would take away", theme::NUMBER)]) + 36.0;
    canvas.rect(x..x + 26.0, y - 14.0..y + 2.0, theme::GAIN);
    x = canvas.texts((x + 36.0, y), &[("in all: what would be left if all else were known", theme::NUMBER)])
        + 36.0;
    canvas.line(&[(x, y - 6.0), (x + 30.0, y - 6.0)], theme::INK, 1.6);
    x = canvas.texts((x + 40.0, y), &[("95\u{202f}%", theme::NUMBER)]) + 36.0;
    canvas.dashed(&[(x, y - 6.0), (x + 30.0, y - 6.0)], theme::INK, 1.6, (4.0, 3.0));
    canvas.text((x + 40.0, y), "?: not settled", theme::NUMBER, Align::Left);
}

/// What a panel is of.
fn panel(ctx: &Context, arm: &str) -> String {
    match arm {
        "attributable" => "Added by leaving".to_owned(),
        "counterfactual" => words::capital(&format!("missing {}", words::unless(ctx))),
        "scenario" => "With the drawdown".to_owned(),
        other => words::capital(&other.replace('_', " ")),
    }
}

fn subtitle(ctx: &Context, found: &Bars) -> Vec<String> {
    let what = if found.first.is_headline() {
        format!("the index at D+{}", found.first.tier)
    } else {
        found.first.outcome.clone()
    };
    let scenario = ctx.summary.scenarios.iter().find(|s| s.id == found.first.scenario);
    let title = scenario.map_or(&found.first.scenario, |scenario| &scenario.short_title);
    vec![format!("Parts of the variance of {what}, %: alone and in all."), format!("“{title}”")]
}

fn caveats(found: &Bars) -> Vec<String> {
    let mut caveats = vec![format!(
        "Two samples of {} runs each; parts in all may add up to more than 100\u{202f}% by what inputs do together.",
        numbers::thousands(found.first.replicates as f64)
    )];
    if found.more > 0 {
        caveats.push(format!(
            "{} more inputs are in tables/groups.csv.",
            words::capital(&words::count(found.more))
        ));
    }
    caveats
}

/// The finding, longest form first; a question where nothing is settled.
fn titles(found: &Bars) -> Vec<String> {
    let question = "What does the spread come from?".to_owned();
    let mut sized: Vec<(&str, f64, bool)> =
        found.bars.iter().filter_map(|bar| Some((bar.name, bar.found[0]?.first?, bar.input))).collect();
    sized.sort_by(|a, b| b.1.total_cmp(&a.1));
    let what = match (found.arms[0], found.first.is_headline()) {
        ("attributable", true) => "what the drawdown adds",
        ("counterfactual", true) => "what is missing",
        _ => "it",
    };
    let percent = |share: f64| format!("{}\u{202f}%", numbers::number(100.0 * share, 0));
    match sized[..] {
        [(name, share, input), ..] if share >= 0.01 => {
            let name = if input { words::inside(name) } else { name.to_owned() };
            vec![
                format!("{} alone makes {} of the spread of {what}", words::capital(&name), percent(share)),
                format!("{} alone makes {} of the spread", words::capital(&name), percent(share)),
                question,
            ]
        }
        _ => vec![question],
    }
}
