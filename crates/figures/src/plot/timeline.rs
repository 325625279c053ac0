//! Figure 10: when each drawdown is announced, recognised and carried out, and when allies order and get what it makes them buy.

use std::ops::Range;

use super::PlotError;
use super::backend::Recording;
use super::canvas::{Align, Canvas, Frame, Plot};
use super::data::{Context, of_arm, rows};
use super::theme;
use super::{numbers, scale, text, words};
use crate::present::numbers::currency::Money;
use crate::store::summary::ScenarioSummary;
use crate::store::table::Row;

/// Dates of a scenario: outcome of `hosts.csv` (quarters from the start of the run), and the head of its column.
const DATES: [(&str, &str); 4] = [
    ("announced", "announced"),
    ("recognised", "recognised"),
    ("departure_start", "first leave"),
    ("departure_end", "last leave"),
];
/// Money by year, attributable, bn USD: outcome of `cost.csv`, and the head of its column.
const MONEY: [(&str, &str); 2] = [("gap_spending", "orders"), ("deliveries", "delivered")];

/// Money below this rounds to nothing and is not drawn, bn USD.
const NOTHING: f64 = 0.05;

/// Width of a column of the table.
const COLUMN: f64 = 78.0;

/// A scenario's row.
struct Line<'a> {
    scenario: &'a ScenarioSummary,
    dates: [Option<&'a Row>; 4],
    money: [Spent; 2],
}

/// Money by year, and over the run.
type Spent = (Vec<(i32, f64)>, Option<f64>);

fn collect<'a>(ctx: &Context<'a>) -> Vec<Line<'a>> {
    let line = |s: &&'a ScenarioSummary| {
        let date = |outcome: &str| {
            let row = ctx.tables.hosts.rows.iter().find(|r| r.scenario == s.id && r.outcome == outcome);
            row.filter(|r| r.mean.is_some())
        };
        let money = |outcome: &'static str| {
            let all = || {
                rows(&ctx.tables.cost, &s.id, outcome)
                    .filter(|r| of_arm(r, "attributable") && r.ally.is_none())
            };
            let mut years: Vec<(i32, f64)> = all().filter_map(|r| Some((r.year?, r.mean?))).collect();
            years.sort_by_key(|y| y.0);
            (years, all().find(|r| r.year.is_none()).and_then(|r| r.mean))
        };
        Line {
            scenario: s,
            dates: DATES.map(|(outcome, _)| date(outcome)),
            money: MONEY.map(|(o, _)| money(o)),
        }
    };
    // Pledges that are taken back have no timetable.
    ctx.shown.iter().filter(|s| s.personnel_effective.mean > 0.0).map(line).collect()
}

/// Whether a date of a scenario in which somebody leaves is known; one that takes pledges back alone has no timetable.
pub fn applies(ctx: &Context) -> bool {
    ctx.shown.iter().any(|s| s.personnel_effective.mean > 0.0)
        && collect(ctx).iter().any(|line| line.dates.iter().any(Option::is_some))
}

/// Draws the figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn draw(ctx: &Context) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let lines = collect(ctx);
    canvas.head(&titles(ctx, &lines), &subtitle(&lines, ctx.money()), true);
    let pitch = (588.0 / lines.len().max(1) as f64).min(420.0);
    let columns = columns(&lines);
    let right = 1552.0 - COLUMN * columns.len() as f64 - 12.0;
    let frame = Frame { x: 300.0, y: 204.0, w: right - 300.0, h: pitch * lines.len() as f64 };
    let years = f64::from(ctx.summary.start_year)..f64::from(ctx.last_year() + 1);
    let plot = canvas.plot(frame, years.clone(), 0.0..lines.len().max(1) as f64);
    axis(&canvas, &plot, ctx);
    let spent: Vec<f64> =
        lines.iter().flat_map(|l| l.money.iter().flat_map(|(years, _)| years.iter().map(|y| y.1))).collect();
    let range = spent.iter().fold((0.0_f64, 0.0_f64), |(a, b), v| (a.min(*v), b.max(*v)));
    let most = spent.iter().copied().fold(0.0_f64, |a, v| if v.abs() > a.abs() { v } else { a });
    key(&canvas, &lines, most, ctx.money());
    for (c, column) in columns.iter().enumerate() {
        let x = 1552.0 - COLUMN * (columns.len() - 1 - c) as f64;
        let (head, unit) = match column {
            Column::Date(i) => (DATES[*i].1, ""),
            Column::Money(i) => (MONEY[*i].1, ctx.money().unit()),
        };
        let font = theme::NOTE.size(15.0).color(theme::INK);
        let (one, two) = head.split_once(' ').unwrap_or((unit, head));
        for (y, word) in [
            (172.0, if unit.is_empty() { one } else { head }),
            (190.0, if unit.is_empty() { two } else { unit }),
        ] {
            canvas.text((x, y), word, font, Align::Right);
        }
    }
    for (i, line) in lines.iter().enumerate() {
        let row = Strip {
            canvas: &canvas,
            plot: &plot,
            years: years.clone(),
            top: frame.y + pitch * i as f64,
            pitch,
        };
        if i > 0 {
            canvas.line(&[(theme::MARGIN, row.top), (1552.0, row.top)], theme::RULE, 1.0);
        }
        let name = text::fit(
            &line.scenario.short_title,
            232.0,
            theme::ROW.bold(),
            if pitch >= 44.0 { 2 } else { 1 },
        );
        // beside its bar where a row is high
        let middle = if pitch > 110.0 { row.dates_at() } else { row.top + pitch / 2.0 };
        canvas.block((theme::MARGIN, middle), &name.lines, name.font, Align::Left, name.font.size + 2.0);
        row.money(line, range);
        row.dates(ctx, line);
        for (c, column) in columns.iter().enumerate() {
            let x = 1552.0 - COLUMN * (columns.len() - 1 - c) as f64;
            let label = match column {
                Column::Date(k) => line.dates[*k].and_then(|r| r.mean).map(|q| quarter(ctx, q)),
                Column::Money(k) => line.money[*k].1.map(|v| numbers::number(ctx.money().amount(v), 0)),
            };
            let font = theme::NOTE.color(if label.is_some() { theme::INK } else { theme::GREY });
            canvas.text((x, middle + 6.0), label.as_deref().unwrap_or("–"), font, Align::Right);
        }
    }
    let more = |line: &&Line| line.money[1].1 > line.money[0].1;
    let caveats = [
        "Dates are means over runs, pale bars 9 of 10 of them; a quarter is named by its start.".to_owned(),
        "Orders and deliveries: with the drawdown less without, direct and by the alarm.".to_owned(),
        // What was ordered and not delivered is on order still, and both arms begin with as much.
        match lines.iter().any(|line| more(&line)) {
            true => "Deliveries exceed orders where less is on order at the end than without.".to_owned(),
            false => String::new(),
        },
    ];
    canvas.caption(&words::left_out(ctx), &words::caption(ctx, &caveats, true));
    canvas.finish()
}

/// A column of the table at the right: those that some scenario has.
enum Column {
    Date(usize),
    Money(usize),
}

fn columns(lines: &[Line]) -> Vec<Column> {
    let dates = (0..DATES.len()).filter(|i| lines.iter().any(|l| l.dates[*i].is_some())).map(Column::Date);
    let money = (0..MONEY.len()).filter(|i| lines.iter().any(|l| l.money[*i].1.is_some())).map(Column::Money);
    dates.chain(money).collect()
}

/// A quarter of the run as a date: "2029 Q2".
fn quarter(ctx: &Context, q: f64) -> String {
    let q = libm::floor(q + 1e-9) as i64;
    format!("{} Q{}", i64::from(ctx.summary.start_year) + q.div_euclid(4), q.rem_euclid(4) + 1)
}

fn axis(canvas: &Canvas, plot: &Plot, ctx: &Context) {
    let bottom = plot.frame.bottom();
    let (first, last) = (ctx.summary.start_year, ctx.last_year());
    // a quarter's name is wider than a year's
    let pixels = 0.66 * plot.frame.w / (f64::from(last - first) + 1.0);
    for year in scale::years(first, last, pixels) {
        let (x, _) = plot.at(f64::from(year), 0.0);
        canvas.line(&[(x, plot.frame.y), (x, bottom)], theme::RULE, 1.0);
        canvas.text((x, bottom + 22.0), &format!("{year} Q1"), theme::NUMBER, Align::Center);
    }
}

/// A row of the plot being drawn.
struct Strip<'a> {
    canvas: &'a Canvas,
    plot: &'a Plot<'a>,
    years: Range<f64>,
    top: f64,
    pitch: f64,
}

impl Strip<'_> {
    fn x(&self, year: f64) -> f64 {
        self.plot.at(year.clamp(self.years.start, self.years.end), 0.0).0
    }

    /// Where the dates lie.
    fn dates_at(&self) -> f64 {
        self.top + (0.32 * self.pitch).min(36.0)
    }

    /// Bars of a year from the row's own baseline: orders as outlines, deliveries filled.
    fn money(&self, line: &Line, (low, high): (f64, f64)) {
        let room = 0.56 * self.pitch;
        let unit = room / (high - low).max(1e-9);
        let base = self.top + self.pitch - 4.0 + low * unit;
        for (kind, (years, _)) in line.money.iter().enumerate().rev() {
            for &(year, v) in years.iter().filter(|(_, v)| v.abs() >= NOTHING) {
                let (a, b) = (self.x(f64::from(year)), self.x(f64::from(year) + 1.0));
                let gap = 0.1 * (b - a);
                let ys = (base - v.max(0.0) * unit)..(base - v.min(0.0) * unit);
                if ys.end - ys.start < 0.4 {
                    continue;
                }
                if kind == 1 {
                    self.canvas.rect(a + gap..b - gap, ys, theme::MONEY_LIGHT);
                } else {
                    self.canvas.outline(a + gap..b - gap, ys, theme::MONEY, 1.6);
                }
            }
        }
        let drawn = low <= -NOTHING || high >= NOTHING;
        if drawn && line.money.iter().any(|(years, _)| !years.is_empty()) {
            let (a, b) = (self.x(self.years.start), self.x(self.years.end));
            self.canvas.line(&[(a, base), (b, base)], theme::AXIS, 1.0);
        }
    }

    fn dates(&self, ctx: &Context, line: &Line) {
        let y = self.dates_at();
        let year = |q: f64| f64::from(ctx.summary.start_year) + q / 4.0;
        let mean = |i: usize| line.dates[i].and_then(|r| r.mean).map(year);
        let [announced, recognised, start, end] = [0, 1, 2, 3].map(mean);
        let half = if self.pitch >= 60.0 { 7.0 } else { 5.5 };
        if let (Some(from), Some(to)) = (announced, start) {
            self.canvas.line(&[(self.x(from), y), (self.x(to), y)], theme::GREY, 1.6);
        }
        // what is announced stands above the bar, so that it is seen where it is recognised at once
        let above = y - half - 1.5;
        // uncertain dates: what nine in ten replicates say
        for (i, row) in line.dates.iter().enumerate() {
            let Some((a, b)) = row.and_then(|r| Some((r.p05?, r.p95?))).filter(|(a, b)| b - a > 0.5) else {
                continue;
            };
            let (y, color) = match i {
                0 => (above - half / 2.0, theme::RULE),
                1 => (y, theme::RULE),
                _ => (y, theme::BAND_50),
            };
            self.canvas.line(&[(self.x(year(a)), y), (self.x(year(b)), y)], color, 4.0);
        }
        let after = self.years.end;
        if start.is_some_and(|from| from >= after) {
            // after the run: an arrow at its edge
            let x = self.x(after);
            self.canvas.polygon(&[(x + 9.0, y), (x - 3.0, y - half), (x - 3.0, y + half)], theme::SCENARIO);
        } else if let (Some(from), Some(to)) = (start, end) {
            let (a, b) = (self.x(from), self.x(to));
            self.canvas.rect(a..b.max(a + 3.0), y - half..y + half, theme::SCENARIO);
        } else if let Some(from) = start {
            let x = self.x(from);
            self.canvas.rect(x - 2.5..x + 2.5, y - half - 2.0..y + half + 2.0, theme::SCENARIO);
        }
        if let Some(at) = announced {
            let x = self.x(at);
            if at < self.years.start {
                // before the run: an arrow at its edge
                self.canvas.polygon(&[(x - 9.0, y), (x + 3.0, y - half), (x + 3.0, y + half)], theme::INK);
            } else {
                let top = above - 1.3 * half;
                self.canvas.polygon(&[(x - half, top), (x + half, top), (x, above)], theme::INK);
            }
        }
        if let Some(at) = recognised.filter(|at| *at >= self.years.start) {
            self.canvas.ring((self.x(at), y), half, theme::INK, 2.2);
        }
    }
}

fn key(canvas: &Canvas, lines: &[Line], most: f64, money: Money) {
    let (y, mut x) = (140.0, theme::MARGIN);
    let middle = y - 6.0;
    let has = |i: usize| lines.iter().any(|l| l.dates[i].is_some());
    let font = theme::NUMBER.color(theme::INK);
    if has(0) {
        let points = [(x, middle - 7.0), (x + 14.0, middle - 7.0), (x + 7.0, middle + 7.0)];
        canvas.polygon(&points, theme::INK);
        x = canvas.texts((x + 23.0, y), &[("announced", font)]) + 30.0;
    }
    if has(1) {
        canvas.ring((x + 7.0, middle), 7.0, theme::INK, 2.2);
        x = canvas.texts((x + 23.0, y), &[("recognised by allies", font)]) + 30.0;
    }
    if has(2) {
        let red = theme::NUMBER.bold().color(theme::SCENARIO);
        if has(3) {
            canvas.rect(x..x + 34.0, middle - 7.0..middle + 7.0, theme::SCENARIO);
            x = canvas.texts((x + 43.0, y), &[("units leave", red)]) + 30.0;
        } else {
            canvas.rect(x..x + 5.0, middle - 9.0..middle + 9.0, theme::SCENARIO);
            x = canvas.texts((x + 14.0, y), &[("first units leave", red)]) + 30.0;
        }
    }
    let gold = theme::NUMBER.color(theme::MONEY_TEXT);
    if most.abs() < NOTHING {
        if lines.iter().any(|l| !l.money[0].0.is_empty()) {
            canvas.text((x, y), "allies order nothing more", gold, Align::Left);
        }
        return;
    }
    let sign = if most < 0.0 { "−" } else { "" };
    let most = money.amount(most.abs());
    let most = numbers::number(most, usize::from(most < 10.0));
    let scale = format!(", largest year {sign}{}{most}\u{202f}bn", money.sign());
    for (i, label) in [(0, "extra orders by year"), (1, "their deliveries")] {
        if lines.iter().all(|l| l.money[i].0.is_empty()) {
            continue;
        }
        if i == 0 {
            canvas.outline(x + 1.0..x + 25.0, middle - 7.0..middle + 7.0, theme::MONEY, 1.6);
        } else {
            canvas.rect(x..x + 26.0, middle - 7.0..middle + 7.0, theme::MONEY_LIGHT);
        }
        let label = if i == 0 { format!("{label}{scale}") } else { label.to_owned() };
        x = canvas.texts((x + 35.0, y), &[(&label, gold)]) + 30.0;
    }
}

fn subtitle(lines: &[Line], currency: Money) -> Vec<String> {
    let has = |i: usize| lines.iter().any(|l| l.dates[i].is_some());
    let dates = match (has(0), has(3)) {
        (true, true) => "Announcement, recognition and departure",
        _ => "Departure",
    };
    let money = match lines.iter().any(|l| !l.money[1].0.is_empty()) {
        true => "orders and deliveries",
        false => "orders",
    };
    vec![format!(
        "{dates} by scenario, and {money} of allies for the gaps that it adds, bn {} of 2025 a year.",
        currency.code()
    )]
}

/// The finding, longest form first; a question if there is none.
fn titles(ctx: &Context, lines: &[Line]) -> Vec<String> {
    let question = "When do the units leave, and when do allies order?".to_owned();
    let starts: Vec<f64> = lines.iter().filter_map(|l| l.dates[2]?.mean).collect();
    let (first, last) = starts.iter().fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(*v), b.max(*v)));
    if starts.is_empty() {
        return vec![question];
    }
    let beyond = first >= ctx.summary.quarters as f64;
    let (first, last) = (quarter(ctx, first), quarter(ctx, last));
    let leave = if beyond {
        "No unit leaves within the years shown".to_owned()
    } else if first == last {
        format!("Units leave from {first}")
    } else {
        format!("Units begin to leave between {first} and {last}")
    };
    let peak = |l: &Line| l.money[0].0.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
    let peaks: Vec<i32> = lines.iter().filter_map(peak).filter(|p| p.1 >= NOTHING).map(|p| p.0).collect();
    let ending = match (peaks.iter().min(), peaks.iter().max()) {
        (Some(a), Some(b)) => format!("; extra orders peak in {}", numbers::years(*a, *b)),
        _ if lines.iter().any(|l| l.money[0].0.iter().any(|p| p.1 <= -NOTHING)) => {
            "; allies order less than without".to_owned()
        }
        _ if lines.iter().any(|l| !l.money[0].0.is_empty()) => {
            "; allies order nothing more for it".to_owned()
        }
        _ => String::new(),
    };
    vec![format!("{leave}{ending}"), leave, question]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::fixture::{Shape, run};

    #[test]
    fn quarters_are_dates() {
        let (summary, tables) = run(&Shape::default());
        let ctx = Context::new(&summary, &tables).unwrap();
        assert_eq!(quarter(&ctx, 0.0), "2026 Q1");
        assert_eq!(quarter(&ctx, 13.7), "2029 Q2");
        assert_eq!(quarter(&ctx, -0.5), "2025 Q4");
    }

    #[test]
    fn what_the_run_does_not_hold_has_no_column() {
        for (dates, n) in [(true, 6), (false, 2)] {
            let (summary, tables) = run(&Shape { dates, ..Shape::default() });
            let ctx = Context::new(&summary, &tables).unwrap();
            assert_eq!(columns(&collect(&ctx)).len(), n);
        }
    }
}
