//! Figure 7: how much of the shortfall is new, and why: from the index without drawdown to that with it, cause by cause.

use crate::present::causes::{STEPS, Way};
use crate::present::evidence::Verdict;
use crate::store::extra::CauseRow;
use plotters::style::RGBColor;

use super::PlotError;
use super::backend::Recording;
use super::canvas::{Align, Canvas, Frame, Plot};
use super::data::Context;
use super::scale::Ticks;
use super::theme::{self, Font};
use super::{numbers, words};

/// What people call the steps.
const LABELS: [&str; STEPS.len()] = [
    "Pledges\ntaken back",
    "Units leave",
    "Some come\nback by D+",
    "Kit handed\nover",
    "Disruption",
    "Weaker link for\nreinforcement",
    "Alarm: allies\nspend more",
];
/// From here on a part that acts through enablers is hatched, fraction.
const HATCHED_FROM: f64 = 0.002;
/// Below this a step is no bar, fraction.
const NOTHING: f64 = 0.0005;
/// Half of a bar's width where there are eight columns.
const HALF: f64 = 55.0;

fn find(ctx: &Context) -> Option<Way> {
    Way::find(&ctx.tables.extra.causes, ctx.focus, ctx.tier)
}

/// Whether the run has the causes of the scenario shown.
pub fn applies(ctx: &Context) -> bool {
    find(ctx).is_some()
}

fn mean(row: &CauseRow) -> f64 {
    row.mean.unwrap_or(0.0)
}

/// What the allies' reaction adds.
fn alarm(bridge: &Way) -> f64 {
    bridge.steps.last().and_then(Option::as_ref).map_or(0.0, mean)
}

/// Draws the figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn draw(ctx: &Context) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let Some(bridge) = find(ctx) else {
        canvas.head(&["How much of the shortfall is new, and why?".to_owned()], &[], false);
        canvas.text((theme::MARGIN, 160.0), "– (the run has no table of causes)", theme::ROW, Align::Left);
        canvas.caption("", &words::caption(ctx, &[], false));
        return canvas.finish();
    };
    canvas.head(&titles(ctx, &bridge), &subtitle(ctx), false);
    let frame = Frame { x: 110.0, y: 136.0, w: 1442.0, h: 580.0 };
    let plot = canvas.plot(frame, 0.0..frame.w, 0.0..100.0 * top(&bridge, frame));
    axis(&plot, 100.0 * top(&bridge, frame));
    let steps = Way::shown([&bridge]);
    let columns =
        Columns { canvas: &canvas, plot: &plot, few: bridge.replicates() < 200, steps: steps.len() };
    columns.without(&bridge);
    let mut level = mean(&bridge.without);
    for (i, &number) in steps.iter().enumerate() {
        let (step, label) = (STEPS[number], LABELS[number]);
        let row = bridge.steps[number].as_ref();
        let next = level + row.map_or(0.0, mean);
        columns.connector(i, level);
        columns.step(i + 1, step, row, level);
        let label = if step == "return" { format!("{label}{}", ctx.tier) } else { label.to_owned() };
        columns.label(i + 1, &label, theme::ROW);
        level = next;
    }
    columns.connector(steps.len(), level);
    columns.with(&bridge);
    plot.baseline();
    key(&canvas, &bridge);
    let missed = 100.0 * (mean(&bridge.with) - level);
    let caveats = [
        "Mechanisms are switched on from left to right; another order would move the interactions."
            .to_owned(),
        if bridge.replicates() < 200 {
            String::new()
        } else {
            "Lines and small numbers: 9 of 10 runs.".to_owned()
        },
        first_replicates(ctx, &bridge),
        if missed.abs() > 0.05 {
            format!("The steps miss the total by {} points.", numbers::number(missed.abs(), 1))
        } else {
            String::new()
        },
    ];
    canvas.caption("", &words::caption(ctx, &caveats, false));
    canvas.finish()
}

/// That the causes are those of fewer replicates than the rest of the run, if so.
fn first_replicates(ctx: &Context, bridge: &Way) -> String {
    let computed = bridge.replicates();
    if computed >= ctx.replicates {
        return String::new();
    }
    format!("Steps before the alarm: first {} runs.", numbers::thousands(computed as f64))
}

/// Upper end of the axis, fraction: room for whiskers, and for two lines of numbers above each step.
fn top(bridge: &Way, frame: Frame) -> f64 {
    let whiskers = [&bridge.without, &bridge.with].into_iter().filter_map(|r| r.p95.or(r.mean));
    let mut level = mean(&bridge.without);
    let mut highest: f64 = level;
    for row in &bridge.steps {
        level += row.as_ref().map_or(0.0, mean);
        highest = highest.max(level);
    }
    let room = highest / (1.0 - 92.0 / frame.h);
    whiskers.map(|v| 1.04 * v).fold(room.max(0.001), f64::max)
}

fn axis(plot: &Plot, top: f64) {
    let ticks = Ticks::of(0.0, top, 5);
    for &v in &ticks.values {
        if v > 0.0 {
            plot.grid(v);
        }
        plot.value_number(v, &ticks.label(v));
    }
}

struct Columns<'a> {
    canvas: &'a Canvas,
    plot: &'a Plot<'a>,
    few: bool,
    /// Columns between the two totals.
    steps: usize,
}

impl Columns<'_> {
    fn x(&self, column: usize) -> f64 {
        self.plot.frame.x + self.plot.frame.w * (column as f64 + 0.53) / (self.steps + 2) as f64
    }

    /// Half of a bar's width.
    fn half(&self) -> f64 {
        HALF * 8.0 / (self.steps + 2) as f64
    }

    fn y(&self, v: f64) -> f64 {
        self.plot.at(0.0, 100.0 * v).1
    }

    fn label(&self, column: usize, text: &str, font: Font) {
        for (i, line) in text.split('\n').enumerate() {
            let at = (self.x(column), self.plot.frame.bottom() + 28.0 + 24.0 * i as f64);
            self.canvas.text(at, line, font, Align::Center);
        }
    }

    /// The thin line from a column's level to the next column.
    fn connector(&self, column: usize, level: f64) {
        let y = self.y(level);
        self.canvas.line(
            &[(self.x(column) + self.half(), y), (self.x(column + 1) - self.half(), y)],
            theme::AXIS,
            1.0,
        );
    }

    /// A bar between two levels, hatched over `part` of it at the end it leads to.
    fn bar(&self, column: usize, from: f64, to: f64, part: f64, color: RGBColor) {
        let x = self.x(column) - self.half()..self.x(column) + self.half();
        let (a, b) = (self.y(from), self.y(to));
        self.canvas.rect(x.clone(), a.min(b)..a.max(b), color);
        if part >= HATCHED_FROM {
            let c = self.y(to + if to > from { -part } else { part });
            self.canvas.hatch(x, b.min(c)..b.max(c), theme::WHITE, 2.6);
        }
    }

    fn whisker(&self, column: usize, row: &CauseRow) {
        let (Some(low), Some(high)) = (row.p05, row.p95) else { return };
        let x = self.x(column) + 0.7 * self.half();
        let (a, b) = (self.y(low.max(0.0)), self.y(high));
        self.canvas.line(&[(x, a), (x, b)], theme::INK, 2.0);
        for y in [a, b] {
            self.canvas.line(&[(x - 11.0, y), (x + 11.0, y)], theme::INK, 2.0);
        }
    }

    fn anyway(&self, column: usize, level: f64) {
        let height = self.plot.frame.bottom() - self.y(level);
        if height > 110.0 {
            let font = theme::ROW.bold().color(theme::WHITE);
            for (i, word) in ["there", "anyway"].into_iter().enumerate() {
                let at = (self.x(column) - 12.0, self.plot.frame.bottom() - 84.0 + 24.0 * i as f64);
                self.canvas.text(at, word, font, Align::Center);
            }
        }
    }

    fn without(&self, bridge: &Way) {
        let level = mean(&bridge.without);
        let part = bridge.without.enablers_mean.unwrap_or(0.0).clamp(0.0, level.max(0.0));
        self.bar(0, 0.0, level, part, theme::WITHOUT_FILL);
        self.anyway(0, level);
        self.whisker(0, &bridge.without);
        let font = theme::BRIDGE.color(theme::WITHOUT);
        let label = points(&bridge.without, false);
        self.canvas.text((self.x(0) + self.half() + 8.0, self.y(level) - 10.0), &label, font, Align::Left);
        self.label(0, "Without\ndrawdown", theme::ROW.bold());
    }

    fn with(&self, bridge: &Way) {
        let (without, with) = (mean(&bridge.without), mean(&bridge.with));
        let (column, change) = (self.steps + 1, with - without);
        self.bar(column, 0.0, without.min(with), 0.0, theme::WITHOUT_FILL);
        self.anyway(column, without.min(with));
        let x = self.x(column) - self.half()..self.x(column) + self.half();
        let (a, b) = (self.y(without.max(with)), self.y(without.min(with)));
        let label = numbers::signed(100.0 * change, 1);
        let middle = (self.x(column) - 14.0, (a + b) / 2.0 + 7.0);
        if change >= NOTHING {
            self.canvas.rect(x.clone(), a..b, theme::SCENARIO);
            self.canvas.line(&[(x.start, b), (x.end, b)], theme::WHITE, 2.0);
            if b - a > 24.0 {
                self.canvas.text(middle, &label, theme::VALUE.color(theme::WHITE), Align::Center);
            }
        } else if change <= -NOTHING {
            // a gain: what is no longer missing is an empty box
            let edge = [(x.start, b), (x.start, a), (x.end, a), (x.end, b)];
            self.canvas.dashed(&edge, theme::EUROPEAN, 2.0, (6.0, 4.0));
            if b - a > 24.0 {
                self.canvas.text(middle, &label, theme::VALUE.color(theme::EUROPEAN), Align::Center);
            }
        }
        self.whisker(column, &bridge.with);
        let color = if change >= NOTHING { theme::SCENARIO } else { theme::WITHOUT };
        let total = (self.x(column) - 14.0, a - 12.0);
        self.canvas.text(total, &points(&bridge.with, false), theme::BRIDGE.color(color), Align::Center);
        self.label(column, "With\ndrawdown", theme::ROW.bold());
    }

    fn step(&self, column: usize, step: &str, row: Option<&CauseRow>, level: f64) {
        let x = self.x(column);
        let Some(row) = row else {
            let at = (x, self.y(level) - 16.0);
            self.canvas.text(at, "–", theme::BRIDGE.color(theme::GREY), Align::Center);
            return;
        };
        let change = mean(row);
        let top = self.y(level.max(level + change));
        let note = |text: &str| self.canvas.text((x, top - 46.0), text, theme::NOTE, Align::Center);
        if change.abs() < NOTHING {
            let y = self.y(level);
            self.canvas.line(&[(x - self.half(), y), (x + self.half(), y)], theme::INK, 3.0);
            let same = change == 0.0 && row.p05 == Some(0.0) && row.p95 == Some(0.0);
            let label = if same { "0" } else { "≈ 0" };
            self.canvas.text((x, top - 16.0), label, theme::BRIDGE.color(theme::GREY), Align::Center);
        } else {
            let (fill, font) = colors(step, change);
            let part = row.enablers_mean.unwrap_or(0.0);
            let part = if part * change > 0.0 { part.abs().min(change.abs()) } else { 0.0 };
            self.bar(column, level, level + change, part, fill);
            if fill == theme::US_REINFORCEMENT {
                let ys = self.y(level.max(level + change))..self.y(level.min(level + change));
                self.canvas.outline(x - self.half()..x + self.half(), ys, theme::US_REINFORCEMENT_EDGE, 1.0);
            }
            self.canvas.text((x, top - 16.0), &points(row, true), theme::BRIDGE.color(font), Align::Center);
        }
        if let (Some(low), Some(high), false) = (row.p05, row.p95, self.few)
            // a range that rounds to one number says no more than the mean
            && numbers::number(100.0 * low, 1) != numbers::number(100.0 * high, 1)
        {
            note(&numbers::range(100.0 * low, 100.0 * high, 1));
        }
    }
}

/// Fill and text of a step.
fn colors(step: &str, change: f64) -> (RGBColor, RGBColor) {
    match step {
        "reaction" => (theme::MONEY, theme::MONEY_TEXT),
        "return" if change < 0.0 => (theme::US_REINFORCEMENT, theme::EUROPEAN),
        _ if change < 0.0 => (theme::EUROPEAN, theme::EUROPEAN),
        _ => (theme::SCENARIO, theme::SCENARIO),
    }
}

/// A mean in points: one decimal throughout, so that what adds up is seen to.
fn points(row: &CauseRow, signed: bool) -> String {
    let v = 100.0 * mean(row);
    if signed { numbers::signed(v, 1) } else { numbers::number(v, 1) }
}

fn key(canvas: &Canvas, bridge: &Way) {
    let (y, mut x) = (816.0, 110.0);
    let rows = bridge.steps.iter().flatten().chain([&bridge.without]);
    if rows.filter_map(|r| r.enablers_mean).any(|e| e.abs() >= HATCHED_FROM) {
        canvas.rect(x..x + 26.0, y - 14.0..y + 2.0, theme::SCENARIO);
        canvas.hatch(x..x + 26.0, y - 14.0..y + 2.0, theme::WHITE, 2.6);
        let label = "hatched: the part that acts through missing enablers (dependencies on against off)";
        x = canvas.texts((x + 36.0, y), &[(label, theme::NUMBER)]) + 40.0;
    }
    if alarm(bridge) <= -NOTHING {
        canvas.rect(x..x + 26.0, y - 14.0..y + 2.0, theme::MONEY);
        let font = theme::NUMBER.bold().color(theme::MONEY_TEXT);
        canvas.text((x + 36.0, y), "taken back by the allies’ own money", font, Align::Left);
    }
}

fn subtitle(ctx: &Context) -> Vec<String> {
    let (first, last) = ctx.headline_years();
    vec![
        format!(
            "Shortfall index at D+{}: share of the requirement not met, weighted over {} capabilities, %, mean of {}.",
            ctx.tier,
            ctx.summary.domains.len(),
            numbers::years(first, last)
        ),
        format!("“{}”", ctx.focus.short_title),
    ]
}

/// The finding, longest form first; a question if it does not stand.
fn titles(ctx: &Context, bridge: &Way) -> Vec<String> {
    let question = "How much of the shortfall is new, and why?".to_owned();
    if words::identical(ctx.focus) {
        return vec!["Nobody leaves: the shortfall is the one that is there anyway".to_owned()];
    }
    let (without, with, alarm) = (mean(&bridge.without), mean(&bridge.with), alarm(bridge));
    let verdict = words::verdict(ctx.focus, ctx.tier);
    if let (Verdict::TakesOff(adverb), true) = (verdict, with - without <= -NOTHING) {
        let by = numbers::number(100.0 * (without - with), 1);
        return vec![
            format!("With the drawdown the shortfall is {adverb}{by} points smaller than without"),
            question,
        ];
    }
    if (with - without).abs() < NOTHING {
        return vec!["The drawdown adds less than a tenth of a point to the shortfall".to_owned(), question];
    }
    let Verdict::Adds(adverb) = verdict else { return vec![question] };
    let exit = with - without - alarm;
    let (a, b) = (numbers::number(100.0 * without, 1), numbers::number(100.0 * with, 1));
    let main = format!("{a} of {b} points of the shortfall are there anyway");
    let what = if ctx.focus.pledges_taken.mean > 0.0 { "the drawdown" } else { "the exit" };
    let adds = format!("{what} {adverb}adds {}", numbers::number(100.0 * exit, 1));
    let back = match alarm {
        v if v <= -NOTHING => format!(", the alarm takes back {}", numbers::number(-100.0 * v, 1)),
        v if v >= NOTHING => format!(", the alarm another {}", numbers::number(100.0 * v, 1)),
        _ => String::new(),
    };
    let short = format!("{a} of {b} points are missing anyway");
    // Without its second half the title would be flat.
    if !adverb.is_empty() {
        return vec![format!("{main}; {adds}"), format!("{short}; {adds}"), question];
    }
    vec![
        format!("{main}; {adds}{back}"),
        format!("{short}; {adds}{back}"),
        format!("{main}; {adds}"),
        main,
        question,
    ]
}
