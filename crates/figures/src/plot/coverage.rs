//! Figure 1: which capabilities fall below what is needed, when, and how surely.

mod wording;

use std::collections::BTreeMap;

use super::PlotError;
use super::backend::Recording;
use super::canvas::{Align, Canvas, Frame, Plot};
use super::data::{Context, of_arm, rows};
use super::theme::{self, Font};
use super::{numbers, scale, text, words};
use crate::store::summary::DomainInfo;
use crate::store::table::Row;
use wording::titles;

/// A domain's lines.
struct Series<'a> {
    domain: &'a DomainInfo,
    scenario: Vec<&'a Row>,
    without: Vec<&'a Row>,
    /// Mean attributable change from the second year after the start.
    change: f64,
}

/// Where the panels lie.
struct Grid {
    columns: usize,
    cells: usize,
    first: Frame,
    dx: f64,
    dy: f64,
}

impl Grid {
    fn of(panels: usize) -> Self {
        let first = |w, h| Frame { x: 84.0, y: 166.0, w, h };
        match panels {
            // beside them stands the key
            0..=1 => Self { columns: 2, cells: 2, first: first(880.0, 610.0), dx: 960.0, dy: 680.0 },
            2 => Self { columns: 2, cells: 4, first: first(690.0, 420.0), dx: 772.0, dy: 494.0 },
            3 => Self { columns: 2, cells: 4, first: first(690.0, 270.0), dx: 772.0, dy: 340.0 },
            4..=6 => Self { columns: 3, cells: 6, first: first(450.0, 270.0), dx: 507.0, dy: 340.0 },
            7..=15 => Self { columns: 5, cells: 15, first: first(262.0, 172.0), dx: 306.0, dy: 234.0 },
            _ => Self { columns: 6, cells: 24, first: first(208.0, 112.0), dx: 251.0, dy: 174.0 },
        }
    }

    /// The same grid with its upper edge `by` px lower.
    fn lower(mut self, by: f64) -> Self {
        let each = by / (self.cells / self.columns) as f64;
        self.first.y += by;
        self.first.h -= each;
        self.dy -= each;
        self
    }

    fn cell(&self, i: usize) -> Frame {
        let (c, r) = ((i % self.columns) as f64, (i / self.columns) as f64);
        Frame { x: self.first.x + self.dx * c, y: self.first.y + self.dy * r, ..self.first }
    }
}

/// Draws the figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn draw(ctx: &Context) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let (mut series, full) = with_something_to_see(collect(ctx));
    let grid = Grid::of(series.len());
    let hidden = series.len().saturating_sub(grid.cells);
    series.truncate(grid.cells);
    let free = grid.cells - series.len();
    let in_row = grid.columns - series.len() % grid.columns;
    let key_panel = free > 0 && (in_row >= 2 || grid.columns <= 3);

    let lines = canvas.head(&titles(ctx), &subtitle(ctx), key_panel);
    let grid = grid.lower(20.0 * (lines as f64 - 1.0) + if key_panel { 0.0 } else { 20.0 });
    let lowest = series
        .iter()
        .flat_map(|s| s.scenario.iter().chain(&s.without))
        .filter_map(|r| r.p05.or(r.mean))
        .fold(1.0_f64, f64::min);
    let bottom = if lowest < 0.2 { 0.0 } else { 15.0 };
    for (i, s) in series.iter().enumerate() {
        let last_of_column = i + grid.columns >= series.len();
        panel(ctx, &canvas, grid.cell(i), s, bottom, i % grid.columns == 0, last_of_column);
    }
    if key_panel {
        let labels_right = in_row >= 2;
        how_to_read(ctx, &canvas, grid.cell(series.len()), labels_right);
    } else {
        key_line(ctx, &canvas);
    }
    let mut notes = Vec::new();
    if !full.is_empty() {
        let names: Vec<String> = full.iter().map(|d| words::inside(&d.title)).collect();
        notes.push(format!("met in full in 19 of 20 runs, with and without: {}", names.join("; ")));
    }
    if hidden > 0 {
        notes.push(format!("and {hidden} more capabilities in tables/coverage.csv"));
    }
    canvas.caption(&notes.join("; "), &words::caption(ctx, &[caveat(ctx), thresholds(ctx)], false));
    canvas.finish()
}

/// A share of what is needed from which on a panel shows nothing but a line along its top.
const FULL: f64 = 0.995;

/// The panels in which there is something to see (all if there is none), and the capabilities that are met in full.
fn with_something_to_see<'a>(all: Vec<Series<'a>>) -> (Vec<Series<'a>>, Vec<&'a DomainInfo>) {
    let low = |row: &&Row| row.p05.or(row.mean).is_some_and(|low| low < FULL);
    let seen = |s: &Series| s.scenario.iter().chain(&s.without).any(low);
    if !all.iter().any(seen) {
        return (all, Vec::new());
    }
    let (drawn, full): (Vec<Series>, Vec<Series>) = all.into_iter().partition(seen);
    (drawn, full.iter().map(|s| s.domain).collect())
}

fn collect<'a>(ctx: &Context<'a>) -> Vec<Series<'a>> {
    let mut found: BTreeMap<&str, Series> = BTreeMap::new();
    let (id, tier) = (ctx.focus.id.as_str(), Some(ctx.tier));
    let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for row in rows(&ctx.tables.coverage, id, "coverage").filter(|r| r.tier == tier && r.quarter.is_some()) {
        let domain = row.domain.as_deref().filter(|d| ctx.wanted(d)).and_then(|d| ctx.domain(d));
        let Some(domain) = domain else { continue };
        let s = found.entry(&domain.id).or_insert_with(|| Series {
            domain,
            scenario: Vec::new(),
            without: Vec::new(),
            change: 0.0,
        });
        if of_arm(row, "scenario") {
            s.scenario.push(row);
        } else if of_arm(row, "counterfactual") {
            s.without.push(row);
        } else if of_arm(row, "attributable") && row.quarter >= Some(8.min(ctx.summary.quarters / 2)) {
            let sum = sums.entry(&domain.id).or_default();
            *sum = (sum.0 + row.mean.unwrap_or(0.0), sum.1 + 1.0);
        }
    }
    let mut all: Vec<Series> = found.into_values().filter(|s| !s.scenario.is_empty()).collect();
    for s in &mut all {
        s.scenario.sort_by_key(|r| r.quarter);
        s.without.sort_by_key(|r| r.quarter);
        s.change = sums.get(s.domain.id.as_str()).map_or(0.0, |(sum, n)| sum / n);
    }
    all.sort_by(|a, b| a.change.total_cmp(&b.change).then_with(|| a.domain.title.cmp(&b.domain.title)));
    all
}

pub(super) fn time(ctx: &Context, row: &Row) -> f64 {
    f64::from(ctx.summary.start_year) + row.quarter.unwrap_or(0) as f64 / 4.0
}

/// Points of coverage; the middle of few replicates is their mean.
pub(super) fn middle(ctx: &Context, row: &Row) -> Option<f64> {
    let v = if ctx.replicates < 200 { row.mean } else { row.p50.or(row.mean) };
    v.map(|v| 100.0 * v)
}

fn panel(ctx: &Context, canvas: &Canvas, frame: Frame, s: &Series, bottom: f64, numbered: bool, years: bool) {
    let (start, end) = (ctx.summary.start_year, ctx.last_year());
    // from the first to the last quarter: a run of a year and a quarter ends there
    let span = (ctx.summary.quarters.saturating_sub(1) as f64 / 4.0).max(0.25);
    let right = f64::from(start) + span;
    let plot = canvas.plot(frame, f64::from(start)..right, bottom..102.0);
    let ticks: &[f64] = if bottom > 0.0 { &[20.0, 60.0, 100.0] } else { &[0.0, 50.0, 100.0] };
    for &v in ticks {
        plot.grid(v);
        if numbered {
            plot.value_number(v, &numbers::number(v, 0));
        }
    }
    bands(ctx, &plot, &s.scenario);
    plot.baseline();
    if s.domain.coverage_threshold > 0.0 {
        let (a, b) = (f64::from(start), right);
        let y = 100.0 * s.domain.coverage_threshold;
        plot.dashed(&[(a, y), (b, y)], theme::THRESHOLD, theme::THRESHOLD_WIDTH, theme::DOTS);
    }
    let line = |rows: &[&Row]| -> Vec<(f64, f64)> {
        rows.iter().filter_map(|r| Some((time(ctx, r), middle(ctx, r)?))).collect()
    };
    // the dashes lie on top: where both are equal both can be seen
    plot.line(&line(&s.scenario), theme::SCENARIO, theme::MEDIAN);
    plot.dashed(&line(&s.without), theme::WITHOUT, theme::COMPARISON, theme::DASH);
    if years {
        for y in scale::years(start, end, frame.w / span) {
            plot.category_number(f64::from(y), &y.to_string(), 22.0);
        }
    }
    let (value, font) = words::change(ctx.loss(ctx.focus, &s.domain.id).map(|d| &d.loss));
    canvas.text((frame.right(), frame.y - 12.0), &value, font, Align::Right);
    let name = text::fit(&s.domain.title, frame.w - font.width(&value) - 12.0, theme::PANEL, 2);
    let leading = name.font.size + 2.0;
    for (i, line) in name.lines.iter().rev().enumerate() {
        canvas.text((frame.x, frame.y - 12.0 - leading * i as f64), line, name.font, Align::Left);
    }
}

pub(super) fn bands(ctx: &Context, plot: &Plot, rows: &[&Row]) {
    let band = |low: fn(&Row) -> Option<f64>, high: fn(&Row) -> Option<f64>| -> Vec<(f64, f64, f64)> {
        rows.iter().filter_map(|r| Some((time(ctx, r), 100.0 * low(r)?, 100.0 * high(r)?))).collect()
    };
    let wide = band(|r| r.p05, |r| r.p95);
    if ctx.replicates >= 1000 {
        plot.band(&wide, theme::BAND_90);
    }
    if ctx.replicates >= 200 {
        plot.band(&band(|r| r.p25, |r| r.p75), theme::BAND_50);
    }
    if ctx.replicates < 1000 {
        for side in [1, 2] {
            let edge: Vec<_> = wide.iter().map(|&(x, a, b)| (x, if side == 1 { a } else { b })).collect();
            plot.line(&edge, theme::BAND_50, 1.5);
        }
    }
}

/// The words of the key, by number of replicates: middle, without, thick band, thin band.
pub(super) fn key_words(ctx: &Context) -> (&'static str, Option<&'static str>, &'static str) {
    match ctx.replicates {
        0..=199 => ("mean", None, "thin: 9 of 10 runs"),
        200..=999 => ("median", Some("half of the runs"), "thin: 9 of 10 runs"),
        _ => ("median", Some("half of the runs"), "9 of 10 runs"),
    }
}

/// A worked example in the place of a panel.
fn how_to_read(ctx: &Context, canvas: &Canvas, cell: Frame, labels_right: bool) {
    let (middle, half, nine) = key_words(ctx);
    let red = theme::NUMBER.color(theme::SCENARIO);
    canvas.text((cell.x, cell.y - 12.0), "How to read", theme::PANEL, Align::Left);
    // labels have room at the right
    let w = if labels_right { cell.w.min(300.0) } else { (cell.w * 0.45).min(1320.0 - cell.x) };
    let frame = Frame { w, h: 172.0_f64.min(cell.h), ..cell };
    let plot = canvas.plot(frame, 0.0..1.0, 15.0..102.0);
    let curve = |mid: f64, sag: f64| -> Vec<(f64, f64)> {
        (0..=40)
            .map(|i| f64::from(i) / 40.0)
            .map(|x| (x, mid + sag * libm::cos(6.0 * x + 0.3) + 4.0 * x))
            .collect()
    };
    let (scenario, without) = (curve(58.0, 9.0), curve(80.0, 11.0));
    let around =
        |a: f64| -> Vec<(f64, f64, f64)> { scenario.iter().map(|&(x, y)| (x, y - a, y + a)).collect() };
    if ctx.replicates >= 1000 {
        plot.band(&around(17.0), theme::BAND_90);
    } else {
        for a in [-17.0, 17.0] {
            let edge: Vec<_> = scenario.iter().map(|&(x, y)| (x, y + a)).collect();
            plot.line(&edge, theme::BAND_50, 1.5);
        }
    }
    if half.is_some() {
        plot.band(&around(7.0), theme::BAND_50);
    }
    plot.line(&scenario, theme::SCENARIO, theme::MEDIAN);
    plot.dashed(&without, theme::WITHOUT, theme::COMPARISON, theme::DASH);
    plot.dashed(&[(0.0, 100.0), (1.0, 100.0)], theme::THRESHOLD, theme::THRESHOLD_WIDTH, theme::DOTS);
    let (example, counts) = example(ctx);
    let labels: Vec<(f64, String, Font)> = [
        Some((6.0, "threshold".to_owned(), theme::NUMBER.color(theme::INK))),
        Some((37.0, format!("{}, {middle}", words::unless(ctx)), theme::NUMBER.color(theme::WITHOUT))),
        Some((68.0, format!("scenario, {middle}"), red.bold())),
        half.map(|h| (94.0, h.to_owned(), red)),
        Some((118.0, nine.to_owned(), red)),
        Some((161.0, format!("{example}  {}", meaning(&example)), theme::NUMBER.color(counts.color))),
    ]
    .into_iter()
    .flatten()
    .collect();
    for (y, label, font) in labels {
        canvas.text((frame.right() + 12.0, frame.y + y), &label, font, Align::Left);
    }
}

/// The number beside the title of the panel that loses most, to be explained.
fn example(ctx: &Context) -> (String, Font) {
    let changes = ctx.domains().filter_map(|d| ctx.loss(ctx.focus, &d.id)).map(|d| &d.loss);
    words::change(changes.max_by(|a, b| a.mean.abs().total_cmp(&b.mean.abs())))
}

fn meaning(example: &str) -> &'static str {
    match example.chars().next() {
        Some('−') => "mean loss in the worst year",
        Some('+') => "mean gain in the best year",
        _ => "mean change in any year",
    }
}

/// The key in one line under the subtitle, for figures without a free place.
fn key_line(ctx: &Context, canvas: &Canvas) {
    let (middle, half, nine) = key_words(ctx);
    let (y, mut x) = (122.0, theme::MARGIN);
    let bold = |c| theme::NUMBER.bold().color(c);
    canvas.dashed(&[(x, y - 6.0), (x + 40.0, y - 6.0)], theme::WITHOUT, theme::COMPARISON, theme::DASH);
    x = canvas.texts((x + 48.0, y), &[(&format!("{}, {middle}", words::unless(ctx)), bold(theme::WITHOUT))])
        + 28.0;
    if half.is_some() {
        canvas.rect(x..x + 40.0, y - 13.0..y + 1.0, theme::BAND_50);
    }
    canvas.line(&[(x, y - 6.0), (x + 40.0, y - 6.0)], theme::SCENARIO, theme::MEDIAN);
    x = canvas.texts((x + 48.0, y), &[(&format!("scenario, {middle}"), bold(theme::SCENARIO))]);
    if let Some(half) = half {
        x = canvas.texts((x, y), &[(&format!(" and {half}"), theme::NUMBER)]);
    }
    x += 28.0;
    canvas.rect(x..x + 40.0, y - 13.0..y + 1.0, theme::BAND_90);
    x = canvas.texts((x + 48.0, y), &[(nine, theme::NUMBER)]) + 28.0;
    canvas.dashed(
        &[(x, y - 6.0), (x + 40.0, y - 6.0)],
        theme::THRESHOLD,
        theme::THRESHOLD_WIDTH,
        theme::DOTS,
    );
    x = canvas.texts((x + 48.0, y), &[("threshold", theme::NUMBER)]) + 28.0;
    let (example, font) = example(ctx);
    let words = format!("  {}", meaning(&example));
    canvas.texts((x, y), &[(&example, theme::NUMBER.bold().color(font.color)), (&words, theme::NUMBER)]);
}

fn subtitle(ctx: &Context) -> Vec<String> {
    let (start, end) = (ctx.summary.start_year, ctx.last_year());
    vec![
        format!("Share of the D+{} requirement that can be met, %, by capability, {start}–{end}.", ctx.tier),
        words::scenario(ctx, ctx.focus),
    ]
}

fn caveat(ctx: &Context) -> String {
    let from = ctx.summary.start_year + 2.min(ctx.summary.quarters as i32 / 8);
    let middle = if ctx.replicates < 200 { "Means" } else { "Medians" };
    let yearly =
        match ctx.tables.coverage.rows.iter().any(|r| {
            r.tier == Some(ctx.tier) && r.outcome == "coverage" && r.quarter.is_some_and(|q| q % 4 != 0)
        }) {
            true => "",
            false if ctx.summary.quarters < 5 => "",
            false => " First quarter of each year.",
        };
    format!(
        "{middle} and quantiles of each arm; top right: paired mean. Sorted by mean loss from {from}.{yearly}"
    )
}

fn thresholds(ctx: &Context) -> String {
    let all = ctx.domains().map(|d| d.coverage_threshold);
    let (low, high) = all.fold((f64::MAX, f64::MIN), |(a, b), t| (a.min(t), b.max(t)));
    if low == high {
        format!("Threshold {}.", numbers::percent(low))
    } else {
        format!("Thresholds {}\u{202f}%.", numbers::range(100.0 * low, 100.0 * high, 0))
    }
}
