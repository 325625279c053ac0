//! Figure 11: by which year a gap is closed with a chance of 50 and of 80 %, with and without the drawdown.

mod wording;
mod years;

use std::ops::Range;

use plotters::style::RGBColor;

use crate::plot::PlotError;
use crate::plot::backend::Recording;
use crate::plot::canvas::{Align, Canvas, Frame, Px};
use crate::plot::data::Context;
use crate::plot::{numbers, scale, text, theme, words};
use crate::store::summary::{DomainInfo, ScenarioSummary};
use years::{Cell, Years};

/// The most panels side by side.
const MOST_PANELS: usize = 4;
/// The most rows that can be read.
const MOST_ROWS: usize = 22;
/// Width of the part of a panel for what is not closed in time, where there is any.
const LATER: f64 = 84.0;

/// A cell's scenario and domain by row and panel: scenarios are panels where there are few of them.
struct Table<'a> {
    panels: Vec<(String, bool)>,
    rows: Vec<(String, bool)>,
    cells: Vec<Vec<(&'a ScenarioSummary, &'a DomainInfo)>>,
    hidden: usize,
    /// What hardly ever closes: it has no marks, and words instead of an empty panel or row.
    never: Vec<&'a DomainInfo>,
}

/// The chance from which on a gap counts as one that closes.
const CLOSES: f64 = 0.05;

/// The largest chance that a domain's gap is closed by the last year, in any scenario shown, with or without drawdown;
/// nothing where the table does not say.
fn largest(ctx: &Context, years: &Years, d: &DomainInfo) -> Option<f64> {
    let cells = ctx.shown.iter().filter_map(|s| years.cell(s, d));
    cells.map(|(without, with)| without.last.max(with.last)).reduce(f64::max)
}

/// Whether there is something to draw: as a panel marks in some row, as a row a chance worth a number.
fn drawn(ctx: &Context, years: &Years, d: &DomainInfo) -> bool {
    if ctx.shown.len() <= 3 {
        return largest(ctx, years, d).is_none_or(|p| p > CLOSES);
    }
    let mut cells = ctx.shown.iter().filter_map(|s| years.cell(s, d));
    cells.any(|(without, with)| without.even.or(with.even).is_some())
}

fn table<'a>(ctx: &Context<'a>, years: &Years) -> Table<'a> {
    let lost = |d: &DomainInfo| -> f64 {
        ctx.shown.iter().filter_map(|s| ctx.loss(s, &d.id)).map(|l| l.loss.mean).sum()
    };
    // by capability all of them; by scenario the critical ones, if some of them have marks and nobody named others
    let mut domains: Vec<&DomainInfo> = ctx.domains().collect();
    domains.sort_by(|a, b| {
        b.critical.cmp(&a.critical).then(lost(b).total_cmp(&lost(a))).then_with(|| a.title.cmp(&b.title))
    });
    let few = ctx.shown.len() <= 3;
    let critical = |d: &&DomainInfo| d.critical;
    let room = few || ctx.narrowed();
    if !room && domains.iter().any(|d| d.critical && drawn(ctx, years, d)) {
        domains.retain(critical);
    }
    let (mut domains, mut never): (Vec<_>, Vec<_>) = domains.into_iter().partition(|d| drawn(ctx, years, d));
    if !room && never.iter().any(critical) {
        never.retain(critical);
    }
    if domains.is_empty() {
        (domains, never) = (never, domains);
    }
    let scenario = |s: &ScenarioSummary| (s.short_title.clone(), true);
    let domain = |d: &DomainInfo| (d.title.clone(), d.critical);
    if few {
        let hidden = domains.len().saturating_sub(MOST_ROWS);
        domains.truncate(MOST_ROWS);
        return Table {
            panels: ctx.shown.iter().map(|s| scenario(s)).collect(),
            rows: domains.iter().map(|d| domain(d)).collect(),
            cells: domains.iter().map(|d| ctx.shown.iter().map(|s| (*s, *d)).collect()).collect(),
            hidden,
            never,
        };
    }
    let all = domains.len();
    domains.truncate(MOST_PANELS);
    Table {
        panels: domains.iter().map(|d| domain(d)).collect(),
        rows: ctx.shown.iter().map(|s| scenario(s)).collect(),
        cells: ctx.shown.iter().map(|s| domains.iter().map(|d| (*s, *d)).collect()).collect(),
        hidden: all - domains.len(),
        never,
    }
}

/// Closing years need years, two at the least that can be judged, and something that closes.
pub fn applies(ctx: &Context) -> bool {
    let years = Years::read(ctx);
    ctx.last_year() - 1 > ctx.summary.start_year && ctx.domains().any(|d| drawn(ctx, &years, d))
}

/// What is left out because it hardly ever closes, by how surely that is so.
fn never(ctx: &Context, years: &Years, domains: &[&DomainInfo]) -> Vec<String> {
    let surely = |d: &&&DomainInfo| largest(ctx, years, d) == Some(0.0);
    let name = |d: &&DomainInfo| words::inside(&d.title);
    let (never, hardly): (Vec<&&DomainInfo>, Vec<_>) = domains.iter().partition(surely);
    let mut said = Vec::new();
    if !never.is_empty() {
        let names: Vec<String> = never.into_iter().map(name).collect();
        said.push(format!("never closed by {} in any run: {}", years.last, words::list(&names)));
    }
    if !hardly.is_empty() {
        let most = |d: &DomainInfo| {
            numbers::probability_percent(largest(ctx, years, d).unwrap_or(0.0), ctx.replicates)
        };
        let names: Vec<String> = hardly.into_iter().map(|d| format!("{} ({})", name(d), most(d))).collect();
        said.push(format!("closed by {} with at most: {}", years.last, words::list(&names)));
    }
    said
}

/// Draws the figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn draw(ctx: &Context) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let mut years = Years::read(ctx);
    let table = table(ctx, &years);
    years.until_marked(&table.cells);
    canvas.head(&wording::titles(ctx, &years, &table), &wording::subtitle(ctx, &years, &table), false);
    let pitch = (606.0 / table.rows.len().max(1) as f64).min(200.0);
    let (left, gap) = (304.0, 26.0);
    let width = (1552.0 - left + gap) / table.panels.len().max(1) as f64 - gap;
    let later = table.cells.iter().flatten().filter_map(|(s, d)| years.cell(s, d));
    let later = if later.into_iter().any(|(a, b)| a.stays_open() || b.stays_open()) { LATER } else { 0.0 };
    key(ctx, &canvas, &years, later);
    let frame = |column: usize| Frame {
        x: left + (width + gap) * column as f64,
        y: 192.0,
        w: width,
        h: pitch * table.rows.len() as f64,
    };
    for (column, (title, _)) in table.panels.iter().enumerate() {
        panel(&canvas, &years, frame(column), later, title);
    }
    for (i, (row, bold)) in table.rows.iter().enumerate() {
        let y = frame(0).y + pitch * (i as f64 + 0.5);
        let font = if *bold { theme::ROW.bold() } else { theme::ROW };
        let name = text::fit(row, 232.0, font, if pitch >= 40.0 { 2 } else { 1 });
        canvas.block((theme::MARGIN, y), &name.lines, name.font, Align::Left, name.font.size + 2.0);
        if i > 0 {
            let y = y - pitch / 2.0;
            canvas.line(&[(theme::MARGIN, y), (1552.0, y)], theme::RULE, 1.0);
        }
        for (column, (s, d)) in table.cells[i].iter().enumerate() {
            match years.cell(s, d) {
                Some(both) => {
                    let row =
                        Row { ctx, canvas: &canvas, years: &years, frame: frame(column), later, y, pitch };
                    row.draw(&both);
                }
                None => {
                    let at = (frame(column).x + width / 2.0, y + 6.0);
                    canvas.text(at, "–", theme::ROW.color(theme::GREY), Align::Center);
                }
            }
        }
    }
    let mut notes = never(ctx, &years, &table.never);
    notes.push(words::left_out(ctx));
    if table.hidden > 0 {
        notes.push(format!("and {} more capabilities in tables/closure.csv", table.hidden));
    }
    notes.retain(|n| !n.is_empty());
    canvas.caption(&notes.join("; "), &words::caption(ctx, &wording::caveats(ctx), true));
    canvas.finish()
}

/// Where years lie in a panel.
fn span(frame: Frame, later: f64) -> Range<f64> {
    // at the right edge a year has room as a number
    let edge = if later > 0.0 { 12.0 } else { 46.0 };
    frame.x + 12.0..frame.right() - later - edge
}

fn x(years: &Years, (frame, later): (Frame, f64), year: i32) -> f64 {
    let span = span(frame, later);
    let t = f64::from(year - years.first) / f64::from((years.until - years.first).max(1));
    span.start + t * (span.end - span.start)
}

fn panel(canvas: &Canvas, years: &Years, frame: Frame, later: f64, title: &str) {
    canvas.rect(frame.right() - later..frame.right(), frame.y..frame.bottom(), theme::MISSING);
    let room = span(frame, later).end - span(frame, later).start;
    for year in scale::years(years.first, years.until, room / f64::from((years.until - years.first).max(1))) {
        let x = x(years, (frame, later), year);
        canvas.line(&[(x, frame.y), (x, frame.bottom())], theme::RULE, 1.0);
        canvas.text((x, frame.bottom() + 21.0), &year.to_string(), theme::NUMBER, Align::Center);
    }
    let name = text::fit(title, frame.w - later - 6.0, theme::PANEL, 2);
    for (i, line) in name.lines.iter().rev().enumerate() {
        let y = frame.y - 10.0 - (name.font.size + 2.0) * i as f64;
        canvas.text((frame.x, y), line, name.font, Align::Left);
    }
    if later == 0.0 {
        return;
    }
    let label = format!("by {}, %", years.last);
    canvas.text((frame.right(), frame.y - 10.0), &label, theme::NOTE.size(15.0), Align::Right);
}

/// A row of a panel being drawn.
struct Row<'a> {
    ctx: &'a Context<'a>,
    canvas: &'a Canvas,
    years: &'a Years<'a>,
    frame: Frame,
    /// Width of the part for what is not closed in time.
    later: f64,
    y: f64,
    pitch: f64,
}

impl Row<'_> {
    fn draw(&self, (without, with): &(Cell, Cell)) {
        let apart = (0.21 * self.pitch).clamp(4.0, 12.0);
        self.arm(without, self.y - apart, false);
        self.arm(with, self.y + apart, true);
        let chance = |cell: &Cell| {
            let text = numbers::probability(cell.last, self.ctx.replicates);
            if text.contains("of") { "0".to_owned() } else { text }
        };
        let middle = self.frame.right() - self.later / 2.0;
        let (grey, red) = (theme::NOTE.color(theme::WITHOUT), theme::NOTE.bold().color(theme::SCENARIO));
        let stacked = 2.0 * apart >= 15.0;
        for (cell, font, side) in [(without, grey, -1.0), (with, red, 1.0)] {
            if !cell.stays_open() {
                continue;
            }
            if stacked {
                let at = (middle, self.y + side * apart + 5.5);
                self.canvas.text(at, &chance(cell), font, Align::Center);
            } else {
                let align = if side < 0.0 { Align::Right } else { Align::Left };
                self.canvas.text((middle + 7.0 * side, self.y + 5.5), &chance(cell), font, align);
            }
        }
    }

    fn arm(&self, cell: &Cell, y: f64, scenario: bool) {
        let (color, r) = if scenario { (theme::SCENARIO, 6.0) } else { (theme::WITHOUT, 5.0) };
        let r = if self.pitch < 34.0 { r - 1.0 } else { r };
        let at = |year: i32| -> Px { (x(self.years, (self.frame, self.later), year), y) };
        let Some(even) = cell.even else { return };
        let later = self.frame.right() - self.later;
        let end = cell.likely.map_or((later, y), at);
        if scenario {
            self.canvas.line(&[at(even), end], color, 3.0);
        } else {
            self.canvas.dashed(&[at(even), end], color, 2.0, (6.0, 4.0));
        }
        if cell.likely.is_none() {
            self.canvas.polygon(&[(later + 7.0, y), (later - 2.0, y - 5.0), (later - 2.0, y + 5.0)], color);
        }
        if let Some(likely) = cell.likely {
            self.canvas.disc(at(likely), r, color);
        }
        if cell.likely != Some(even) {
            self.canvas.ring(at(even), r, color, 2.4);
        }
        if self.pitch >= 38.0 {
            self.labels(even, cell.likely, y, r, color);
        }
    }

    /// The years as numbers, where they have room beside their marks.
    fn labels(&self, even: i32, likely: Option<i32>, y: f64, r: f64, color: RGBColor) {
        let font = theme::NOTE.size(15.0).color(color);
        let width = font.width("2030");
        let left = x(self.years, (self.frame, self.later), even) - r - 5.0;
        if likely != Some(even) && left - width >= self.frame.x {
            self.canvas.text((left, y + 5.0), &even.to_string(), font, Align::Right);
        }
        if let Some(likely) = likely {
            let right = x(self.years, (self.frame, self.later), likely) + r + 5.0;
            if right + width <= self.frame.right() {
                self.canvas.text((right, y + 5.0), &likely.to_string(), font, Align::Left);
            }
        }
    }
}

fn key(ctx: &Context, canvas: &Canvas, years: &Years, later: f64) {
    let (y, mut x) = (132.0, theme::MARGIN);
    let mark = |x: f64, color, scenario: bool| {
        let (a, b) = ((x + 6.0, y - 6.0), (x + 50.0, y - 6.0));
        if scenario {
            canvas.line(&[a, b], color, 3.0);
        } else {
            canvas.dashed(&[a, b], color, 2.0, (6.0, 4.0));
        }
        canvas.ring(a, 6.0, color, 2.4);
        canvas.disc(b, 6.0, color);
    };
    mark(x, theme::WITHOUT, false);
    x = canvas.texts((x + 66.0, y), &[(words::unless(ctx), theme::NUMBER.bold().color(theme::WITHOUT))])
        + 34.0;
    mark(x, theme::SCENARIO, true);
    x = canvas.texts((x + 66.0, y), &[("scenario", theme::NUMBER.bold().color(theme::SCENARIO))]) + 34.0;
    let words = format!(
        "ring: closed in 50\u{202f}% of runs, dot: in 80\u{202f}%{}",
        match later > 0.0 {
            true => format!("; grey, at the right: in how many by {}, where below 80\u{202f}%", years.last),
            false => String::new(),
        }
    );
    canvas.text((x, y), &words, theme::NUMBER, Align::Left);
}
