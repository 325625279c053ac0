//! Figure 2: where each scenario bites, what it adds over all, and what holds the gaps open.

mod held_open;
mod spread;
mod totals;
mod wording;

use plotters::style::RGBColor;

use crate::plot::PlotError;
use crate::plot::backend::Recording;
use crate::plot::canvas::{Align, Canvas, Px};
use crate::plot::data::{Context, of_arm, rows};
use crate::plot::theme::{self, Font};
use crate::plot::{numbers, text, words};
use crate::store::summary::{Deepest, DomainInfo, ScenarioSummary};

/// Where the table lies.
struct Layout {
    left: f64,
    top: f64,
    column: f64,
    row: f64,
    /// Right end of the column "without drawdown".
    without: f64,
    /// Room for a row's name.
    name: f64,
    narrow: bool,
}

impl Layout {
    fn of(columns: usize, rows: usize, note: bool) -> Self {
        // a note takes a line above the caption
        let height = if note { 535.0 } else { 557.0 };
        // few rows are higher, but no posters
        let row = (height / rows.max(1) as f64).min(if rows <= 3 { 190.0 } else { 96.0 });
        let wide =
            Self { left: 443.0, top: 197.0, column: 127.6, row, without: 422.0, name: 290.0, narrow: false };
        match columns {
            0..=1 => Self { column: 170.0, ..wide },
            2..=4 => Self { column: 893.0 / columns as f64, ..wide },
            5..=7 => wide,
            _ => Self { left: 362.0, column: 80.0, without: 344.0, name: 230.0, narrow: true, ..wide },
        }
    }

    fn x(&self, column: usize) -> f64 {
        self.left + self.column * column as f64
    }

    fn y(&self, row: usize) -> f64 {
        self.top + self.row * row as f64
    }

    /// Baseline of a text of capital height in the middle of a row.
    fn baseline(&self, row: usize, size: f64) -> f64 {
        self.y(row) + self.row / 2.0 + text::CAPITAL * size / 2.0
    }
}

/// The most rows that can be read.
const MOST_ROWS: usize = 26;

/// Draws the figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn draw(ctx: &Context) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let mut domains = ordered(ctx);
    let hidden = domains.len().saturating_sub(MOST_ROWS);
    domains.truncate(MOST_ROWS);
    let layout = Layout::of(ctx.shown.len(), domains.len(), ctx.left_out > 0 || hidden > 0);
    canvas.head(&wording::titles(ctx, &domains), &wording::subtitle(ctx, &layout), false);

    heading(&canvas, &layout, ctx);
    let size = (layout.row * 0.45).clamp(15.0, 18.0);
    for (r, domain) in domains.iter().enumerate() {
        let max_lines = if layout.row >= 34.0 { 2 } else { 1 };
        let name = text::fit(&domain.title, layout.name, theme::ROW.size(size), max_lines);
        let middle = layout.y(r) + layout.row / 2.0;
        canvas.block((theme::MARGIN, middle), &name.lines, name.font, Align::Left, name.font.size + 2.0);
        let without = without(ctx, domain).map_or("–".to_owned(), |v| numbers::number(100.0 * v, 0));
        let font = theme::NUMBER.size(size);
        canvas.text((layout.without, layout.baseline(r, size)), &without, font, Align::Right);
    }
    for (c, scenario) in ctx.shown.iter().enumerate() {
        column(ctx, &canvas, &layout, c, scenario, &domains);
    }
    if ctx.shown.len() == 1 {
        spread::draw(ctx, &canvas, &layout, &domains);
    }
    totals::draw(ctx, &canvas, &layout, domains.len());
    // At another tier than that of the run nobody knows.
    if !ctx.focus.binding.is_empty() {
        held_open::draw(ctx, &canvas, &layout, &domains);
    }

    let mut notes = vec![words::left_out(ctx)];
    if hidden > 0 {
        notes.push(format!("and {hidden} more capabilities in tables/coverage.csv"));
    }
    notes.retain(|n| !n.is_empty());
    canvas.caption(
        &notes.join("; "),
        &words::caption(ctx, &[wording::caveat(ctx), wording::world(ctx), wording::shares(ctx)], true),
    );
    canvas.finish()
}

/// Domains by mean loss over the scenarios shown.
fn ordered<'a>(ctx: &Context<'a>) -> Vec<&'a DomainInfo> {
    let mean = |d: &DomainInfo| -> f64 {
        ctx.shown.iter().filter_map(|s| ctx.loss(s, &d.id)).map(|l| l.loss.mean).sum()
    };
    let mut domains: Vec<&DomainInfo> = ctx.domains().collect();
    domains.sort_by(|a, b| mean(b).total_cmp(&mean(a)).then_with(|| a.title.cmp(&b.title)));
    domains
}

/// Years over which coverage without drawdown is averaged: the third to the sixth.
fn early(ctx: &Context) -> (i32, i32) {
    let (start, last) = (ctx.summary.start_year, ctx.last_year());
    ((start + 2).min(last), (start + 5).min(last))
}

fn without(ctx: &Context, domain: &DomainInfo) -> Option<f64> {
    let (first, last) = early(ctx);
    let values: Vec<f64> = rows(&ctx.tables.coverage, &ctx.focus.id, "coverage_year")
        .filter(|r| of_arm(r, "counterfactual") && r.tier == Some(ctx.tier))
        .filter(|r| {
            r.domain.as_deref() == Some(&domain.id) && r.year.is_some_and(|y| (first..=last).contains(&y))
        })
        .filter_map(|r| r.mean)
        .collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn heading(canvas: &Canvas, layout: &Layout, ctx: &Context) {
    let bottom = layout.top - 14.0;
    let font = theme::NOTE;
    let head = match words::unless(ctx) {
        "if nobody leaves" => ["met if nobody", "leaves, %"],
        "if no pledge is taken back" => ["met if no pledge", "is taken back, %"],
        _ => ["met without", "drawdown, %"],
    };
    canvas.text((layout.without, bottom - 20.0), head[0], font, Align::Right);
    canvas.text((layout.without, bottom), head[1], font, Align::Right);
    for (c, scenario) in ctx.shown.iter().enumerate() {
        let (x, width) = (layout.x(c) + layout.column / 2.0, layout.column - 4.0);
        let bold = theme::NUMBER.bold().color(theme::INK);
        let title = scenario.short_title.as_str();
        // two lines: what it is in bold, then how or where to
        let split =
            title.split_once(", ").filter(|(a, b)| bold.width(a) <= width && theme::NUMBER.width(b) <= width);
        let two = match split {
            Some((a, b)) => Some((a.to_owned(), b.to_owned(), theme::NUMBER)),
            None => text::wrap(title, width, bold)
                .filter(|l| l.len() == 2)
                .map(|l| (l[0].clone(), l[1].clone(), theme::NUMBER.color(theme::INK))),
        };
        if let Some((head, rest, font)) = two.filter(|_| !layout.narrow) {
            canvas.text((x, bottom - 20.0), &head, bold, Align::Center);
            canvas.text((x, bottom), &rest, font, Align::Center);
            continue;
        }
        let whole = text::fit(title, width - 4.0, bold, 4);
        let leading = whole.font.size + 1.0;
        for (i, line) in whole.lines.iter().rev().enumerate() {
            canvas.text((x, bottom - leading * i as f64), line, whole.font, Align::Center);
        }
    }
}

/// Whether the worst years of a column lie so far apart that they must be named.
fn years_differ(ctx: &Context, scenario: &ScenarioSummary) -> bool {
    let years =
        || scenario.deepest.iter().filter(|d| d.tier == ctx.tier && d.loss.mean >= 0.005).map(|d| d.year);
    years().max().zip(years().min()).is_some_and(|(a, b)| a - b > 4)
}

fn column(
    ctx: &Context,
    canvas: &Canvas,
    layout: &Layout,
    c: usize,
    s: &ScenarioSummary,
    domains: &[&DomainInfo],
) {
    let years = years_differ(ctx, s);
    for (r, domain) in domains.iter().enumerate() {
        let (x, y) = (layout.x(c), layout.y(r));
        // white rules between cells
        let (xs, ys) = (x + 1.0..x + layout.column - 1.0, y + 1.0..y + layout.row - 1.0);
        match ctx.loss(s, &domain.id) {
            None => {
                canvas.rect(xs, ys, theme::MISSING);
                let at = (x + layout.column / 2.0, layout.baseline(r, 18.0));
                canvas.text(at, "–", theme::ROW.color(theme::GREY), Align::Center);
            }
            Some(loss) => {
                canvas.rect(xs, ys, theme::depth(100.0 * loss.loss.mean));
                cell(canvas, layout, (x, y), r, loss, years);
            }
        }
    }
}

fn cell(canvas: &Canvas, layout: &Layout, (x, y): Px, row: usize, d: &Deepest, year: bool) {
    let points = 100.0 * d.loss.mean;
    let (low, high) = (100.0 * d.loss.p05, 100.0 * d.loss.p95);
    let white = points.abs() >= theme::WHITE_TEXT_FROM;
    let ink = |c: RGBColor| if white { theme::WHITE } else { c };
    let size = (layout.row * 0.45).clamp(15.0, 19.0);
    let sure = low >= 0.5 || high <= -0.5;
    let mut font = Font { size, bold: sure, color: ink(theme::INK) };
    let value = if points == 0.0 && low == 0.0 && high == 0.0 {
        font.color = theme::GREY;
        "same".to_owned()
    } else if points.abs() < 0.5 {
        font.color = theme::GREY;
        "≈ 0".to_owned()
    } else {
        numbers::signed(-points, 0)
    };
    let baseline = layout.baseline(row, size);
    let nothing = font.color == theme::GREY;
    if layout.narrow || font.color == theme::GREY {
        canvas.text((x + layout.column / 2.0, baseline), &value, font, Align::Center);
    } else {
        canvas.text((x + 0.23 * layout.column, baseline), &value, font, Align::Center);
        let side = if year { d.year.to_string() } else { changes(low, high) };
        let note = theme::NOTE.color(ink(theme::INK)).size(16.0_f64.min(size));
        let note = if note.width(&side) > 0.54 * layout.column { note.size(15.0) } else { note };
        canvas.text((x + 0.69 * layout.column, baseline), &side, note, Align::Center);
    }
    if !sure && !nothing {
        flag(canvas, (x + 1.0, y + 1.0), ink(theme::GREY));
    }
}

/// A range of losses as changes of coverage in whole points, the largest loss first.
fn changes(low: f64, high: f64) -> String {
    let (a, b) = (numbers::signed(-high.round(), 0), numbers::signed(-low.round(), 0));
    if a == b { a } else { format!("{a} to {b}") }
}

/// Where the columns right of the cells begin.
fn right(ctx: &Context, layout: &Layout) -> f64 {
    if ctx.shown.len() == 1 { 1361.0 } else { layout.x(ctx.shown.len()) + 25.0 }
}

/// The corner flag of a loss that some replicates do not see.
fn flag(canvas: &Canvas, (x, y): Px, color: RGBColor) {
    let side = 11.0;
    canvas.line(
        &[(x + 0.5, y + side), (x + 0.5, y + 0.5), (x + side, y + 0.5), (x + 0.5, y + side)],
        color,
        1.2,
    );
}
