//! Figure 5: who pays, against 2 %, 3.5 % and their own pledges.

use std::collections::BTreeMap;

use super::PlotError;
use super::backend::Recording;
use super::canvas::{Align, Canvas, Frame, Plot};
use super::data::{Context, of_arm};
use super::scale::Ticks;
use super::theme::{self, Font};
use super::{numbers, text, words};
use crate::present::grammar::list;
use crate::store::summary::CountryInfo;
use crate::store::table::Row;

/// The yardsticks, % of GDP.
pub const YARDSTICKS: [f64; 2] = [2.0, 3.5];

/// The years shown: base, middle, late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    /// The year before the run.
    pub base: i32,
    /// 2030, or the middle of another run.
    pub middle: i32,
    /// 2035, or the last year of a run that does not hold it.
    pub late: i32,
}

/// Picks the years to show.
#[must_use]
pub fn years(ctx: &Context) -> Years {
    let (first, last) = (ctx.summary.start_year, ctx.last_year());
    let late = if (first + 2..=last).contains(&2035) { 2035 } else { last.min(first + 9) };
    let middle = if first < 2030 && late > 2030 { 2030 } else { (first + late) / 2 };
    Years { base: first - 1, middle, late }
}

/// The arm drawn: the scenario, or the counterfactual where the table has no other.
#[must_use]
pub fn arm(ctx: &Context) -> &'static str {
    let spending = &ctx.tables.spending;
    let has = spending.rows.iter().any(|r| r.scenario == ctx.focus.id && of_arm(r, "scenario"));
    if has { "scenario" } else { "counterfactual" }
}

/// Mean shares of the allies in a year, % of GDP, in the scenario in focus, in an arm.
#[must_use]
pub fn shares<'a>(ctx: &Context<'a>, arm: &str, year: i32) -> BTreeMap<&'a str, f64> {
    let rows = ctx.tables.spending.rows.iter().filter(|r| {
        r.year == Some(year) && r.scenario == ctx.focus.id && r.outcome == "share" && of_arm(r, arm)
    });
    rows.filter_map(|r| Some((r.ally.as_deref()?, r.mean?))).collect()
}

/// An ally's row.
struct Ally<'a> {
    info: &'a CountryInfo,
    base: Option<f64>,
    middle: Option<f64>,
    late: Option<&'a Row>,
    pledge: Option<f64>,
    pledge_year: Option<f64>,
    met: Option<&'a Row>,
    /// Mean share in the late year, and whether the pledge is met, without drawdown; nothing where that is the arm drawn.
    without: Option<f64>,
    met_without: Option<&'a Row>,
}

impl Ally<'_> {
    fn mean(&self) -> f64 {
        self.late.and_then(|r| r.mean).unwrap_or(f64::NEG_INFINITY)
    }
}

fn collect<'a>(ctx: &Context<'a>, years: Years) -> Vec<Ally<'a>> {
    let arm = arm(ctx);
    let mut by_ally: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in ctx.tables.spending.rows.iter().filter(|r| r.scenario == ctx.focus.id) {
        if let Some(ally) = row.ally.as_deref()
            && (row.arm.is_none() || of_arm(row, arm) || of_arm(row, "counterfactual"))
        {
            by_ally.entry(ally).or_default().push(row);
        }
    }
    let mut allies: Vec<Ally> = Vec::new();
    for info in ctx.summary.countries.iter().filter(|c| c.ally) {
        let Some(rows) = by_ally.get(info.id.as_str()) else { continue };
        let get = |outcome: &str, year: Option<i32>| {
            let fits = |r: &&Row| r.outcome == outcome && (year.is_none() || r.year == year);
            rows.iter().copied().find(|r| fits(r) && (r.arm.is_none() || of_arm(r, arm)))
        };
        let without = |outcome: &str| {
            let late = |r: &&Row| r.outcome == outcome && r.year == Some(years.late);
            rows.iter()
                .copied()
                .find(|r| late(r) && of_arm(r, "counterfactual"))
                .filter(|_| arm == "scenario")
        };
        allies.push(Ally {
            info,
            base: get("share", Some(years.base)).and_then(|r| r.mean),
            middle: get("share", Some(years.middle)).and_then(|r| r.mean),
            late: get("share", Some(years.late)),
            pledge: get("pledge", None).and_then(|r| r.mean),
            pledge_year: get("pledge_year", None).and_then(|r| r.mean),
            met: get("pledge_met", Some(years.late)),
            without: without("share").and_then(|r| r.mean),
            met_without: without("pledge_met"),
        });
    }
    allies.sort_by(|a, b| b.mean().total_cmp(&a.mean()).then_with(|| a.info.title.cmp(&b.info.title)));
    allies
}

/// The most rows that can be read.
const MOST_ROWS: usize = 32;
/// Where the columns at the right stand: the pledge from here on, probabilities up to here.
const PLEDGE: f64 = 1262.0;
const MET: f64 = 1462.0;
const MET_WITHOUT: f64 = 1552.0;

/// Draws the figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn draw(ctx: &Context) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let years = years(ctx);
    let mut allies = collect(ctx, years);
    canvas.head(&titles(ctx, &allies, years), &subtitle(ctx, years), false);
    let hidden = allies.len().saturating_sub(MOST_ROWS);
    allies.truncate(MOST_ROWS);

    let pitch = (661.0 / allies.len().max(1) as f64).clamp(20.0, 64.0);
    let top = 172.0;
    let height = pitch * allies.len() as f64;
    let (low, high) = range(&allies);
    let frame = Frame { x: 252.0, y: top, w: 960.0, h: height };
    let plot = canvas.plot(frame, low..high, 0.0..allies.len() as f64);
    shade(&canvas, &allies, top, pitch);
    axis(&canvas, &plot, low, high);
    let both = allies.iter().any(|a| a.without.is_some());
    key(ctx, &canvas, years, allies.iter().any(below), both);
    canvas.text((PLEDGE, 157.0), "pledge, year", theme::NOTE, Align::Left);
    canvas.text((MET, 157.0), &format!("met {}, %", years.late), theme::NOTE, Align::Right);
    if both {
        canvas.text((MET_WITHOUT, 157.0), "without", theme::NOTE.color(theme::WITHOUT), Align::Right);
    }
    let asked = |ally: &Ally| ctx.summary.turned_to.allies.contains(&ally.info.id);
    for (i, ally) in allies.iter().enumerate() {
        let v = allies.len() as f64 - 0.5 - i as f64;
        if asked(ally) {
            let (y, x) = (top + pitch * i as f64, plot.at(low, v).0);
            canvas.rect(x - 17.0..x - 12.0, y + 3.0..y + pitch - 3.0, theme::INK);
        }
        row(ctx, &canvas, &plot, ally, v, low);
    }
    let note =
        if hidden > 0 { format!("and {hidden} more allies in tables/spending.csv") } else { String::new() };
    let mut caveats = vec![format!("Sorted by the mean of {}. Bars: 9 of 10 runs.", years.late)];
    let named: Vec<&str> = allies.iter().filter(|a| asked(a)).map(|a| a.info.title.as_str()).collect();
    if !named.is_empty() {
        caveats.push(format!("Marked: {}.", list(&named)));
    }
    canvas.caption(&note, &words::caption(ctx, &caveats, false));
    canvas.finish()
}

/// Whether a row is shaded: its pledge is below the upper yardstick.
fn below(ally: &Ally) -> bool {
    ally.pledge.is_some_and(|p| p < YARDSTICKS[1] - 1e-9)
}

/// The axis: from 1.5 % (lower only if a mean is) to what the intervals need.
fn range(allies: &[Ally]) -> (f64, f64) {
    let means =
        || allies.iter().flat_map(|a| [a.base, a.middle, a.late.and_then(|r| r.mean), a.pledge]).flatten();
    let lowest = means().fold(1.6, f64::min);
    let low = if lowest < 1.6 { ((lowest - 0.1) * 2.0).floor() / 2.0 } else { 1.5 };
    let ends = allies.iter().filter_map(|a| a.late.and_then(|r| r.p95.or(r.mean)));
    let highest = ends.chain(means()).fold(3.6, f64::max);
    (low.max(0.0), 1.001 * highest + 0.08)
}

fn shade(canvas: &Canvas, allies: &[Ally], top: f64, pitch: f64) {
    for (i, _) in allies.iter().enumerate().filter(|(_, a)| below(a)) {
        let y = top + pitch * i as f64;
        canvas.rect(theme::MARGIN - 8.0..1560.0, y..y + pitch, theme::MONEY_ROW);
    }
}

fn axis(canvas: &Canvas, plot: &Plot, low: f64, high: f64) {
    let bottom = plot.frame.bottom();
    let ticks = Ticks::of(low, high, 11);
    let strong = theme::NUMBER.bold().color(theme::THRESHOLD);
    // where their names would touch, the lower yardstick has none
    let marks =
        YARDSTICKS.map(|v| (v, plot.at(v, 0.0).0, numbers::in_percent(v, usize::from(v.fract() > 0.0))));
    let near = |a: (f64, &str), b: (f64, &str)| {
        (a.0 - b.0).abs() < (theme::NUMBER.width(a.1) + strong.width(b.1)) / 2.0 + 8.0
    };
    for &v in &ticks.values {
        let (x, label) = (plot.at(v, 0.0).0, ticks.label(v));
        if YARDSTICKS.iter().any(|y| (y - v).abs() < 1e-9) {
            continue;
        }
        canvas.line(&[(x, plot.frame.y - 5.0), (x, bottom)], theme::RULE, 1.0);
        if !marks.iter().any(|(_, at, name)| near((x, &label), (*at, name))) {
            canvas.text((x, 157.0), &label, theme::NUMBER, Align::Center);
        }
    }
    let [lower, upper] = &marks;
    let crowded = near((lower.1, &lower.2), (upper.1, &upper.2));
    for (i, (_, x, label)) in marks.iter().enumerate() {
        let x = *x;
        canvas.dashed(
            &[(x, plot.frame.y - 5.0), (x, bottom)],
            theme::THRESHOLD,
            theme::THRESHOLD_WIDTH,
            theme::DOTS,
        );
        if i > 0 || !crowded {
            canvas.text((x, 157.0), label, strong, Align::Center);
        }
    }
}

fn key(ctx: &Context, canvas: &Canvas, years: Years, shaded: bool, without: bool) {
    let (y, font) = (127.0, theme::NUMBER);
    let middle = y - 5.5;
    let mut x = 252.0;
    canvas.ring((x, middle), 5.5, theme::GREY, 2.0);
    x = canvas.texts((x + 13.0, y), &[(&years.base.to_string(), font)]) + 40.0;
    diamond(canvas, (x, middle));
    x = canvas.texts((x + 14.0, y), &[(&format!("{}, mean", years.middle), font)]) + 30.0;
    canvas.rect(x..x + 40.0, middle - 4.5..middle + 4.5, theme::MONEY_LIGHT);
    canvas.disc((x + 20.0, middle), 6.0, theme::MONEY);
    x = canvas.texts((x + 50.0, y), &[(&format!("{}, mean and 5–95\u{202f}%", years.late), font)]) + 40.0;
    if without {
        wedge(canvas, (x + 5.0, middle + 3.0));
        let words = format!("{} {}", years.late, words::unless(ctx));
        x = canvas.texts((x + 17.0, y), &[(&words, font.color(theme::WITHOUT))]) + 36.0;
    }
    canvas.rect(x..x + 3.0, middle - 8.0..middle + 8.0, theme::INK);
    x = canvas.texts((x + 12.0, y), &[("own pledge", font)]) + 36.0;
    if shaded {
        canvas.rect(x..x + 24.0, middle - 8.5..middle + 8.5, theme::MONEY_ROW);
        let text = format!("pledge below {}", numbers::in_percent(YARDSTICKS[1], 1));
        canvas.texts((x + 32.0, y), &[(&text, font)]);
    }
}

fn diamond(canvas: &Canvas, (x, y): (f64, f64)) {
    let corners = |r: f64| [(x - r, y), (x, y - r), (x + r, y), (x, y + r)];
    canvas.polygon(&corners(8.2), theme::MONEY);
    canvas.polygon(&corners(5.4), theme::WHITE);
}

/// The mark of the mean without drawdown: its point stands at the value, above the row's middle.
fn wedge(canvas: &Canvas, (x, y): (f64, f64)) {
    canvas.polygon(&[(x - 5.5, y - 8.0), (x + 5.5, y - 8.0), (x, y)], theme::WITHOUT);
}

fn row(ctx: &Context, canvas: &Canvas, plot: &Plot, ally: &Ally, v: f64, low: f64) {
    let at = |share: f64| plot.at(share.max(low), v);
    let (left, y) = plot.at(low, v);
    let baseline = y + 6.0;
    let name_font = if below(ally) { theme::ROW.bold().size(17.0) } else { theme::ROW.size(17.0) };
    let name = text::fit(&ally.info.title, 182.0, name_font, 1);
    canvas.text((left - 22.0, baseline), &name.lines[0], name.font, Align::Right);
    if let Some((a, b)) = ally.late.and_then(|r| Some((r.p05?, r.p95?))) {
        let (a, b) = (a.max(0.0), b);
        canvas.rect(at(a).0..at(b).0.max(at(a).0 + 1.0), y - 4.5..y + 4.5, theme::MONEY_LIGHT);
        if a < low {
            // the interval goes on beyond the edge
            canvas.polygon(&[(left - 8.0, y), (left, y - 6.0), (left, y + 6.0)], theme::MONEY);
        }
    }
    let late = ally.late.and_then(|r| r.mean);
    if let (Some(a), Some(b)) = (ally.base, late) {
        canvas.line(&[at(a), at(b)], theme::MONEY, 2.0);
    }
    if let Some(p) = ally.pledge {
        let (x, _) = at(p);
        canvas.rect(x - 1.7..x + 1.7, y - 8.5..y + 8.5, theme::INK);
    }
    if let Some(m) = ally.middle {
        diamond(canvas, at(m));
    }
    if let Some(m) = late {
        canvas.disc(at(m), 6.3, theme::MONEY);
    }
    if let Some(b) = ally.base {
        canvas.ring(at(b), 5.5, theme::GREY, 2.0);
    }
    if let Some(without) = ally.without {
        wedge(canvas, (at(without).0, y - 3.0));
    }
    let font = if below(ally) { theme::NUMBER.bold().color(theme::INK) } else { theme::NUMBER };
    let pledge = match (ally.pledge, ally.pledge_year) {
        (Some(p), Some(y)) => format!("{}\u{202f}% in {y:.0}", numbers::as_written(p)),
        (Some(p), None) => format!("{}\u{202f}%", numbers::as_written(p)),
        _ => "–".to_owned(),
    };
    let pledge = text::fit(&pledge, 112.0, font, 1);
    canvas.text((PLEDGE, baseline), &pledge.lines[0], pledge.font, Align::Left);
    let met = |x: f64, row: Option<&Row>, font: Font| {
        // the unit stands in the head of the column
        let text = row.and_then(|r| r.probability).map_or("–".to_owned(), |p| words::chance(ctx, p, row));
        let text = text::fit(&text, 84.0, font, 1);
        canvas.text((x, baseline), &text.lines[0], text.font, Align::Right);
    };
    met(MET, ally.met, font);
    if ally.without.is_some() {
        met(MET_WITHOUT, ally.met_without, theme::NUMBER.color(theme::WITHOUT));
    }
}

fn together(ctx: &Context, arm: &str, year: i32) -> Option<f64> {
    let rows = ctx.tables.spending.rows.iter();
    let mut rows = rows.filter(|r| r.scenario == ctx.focus.id && r.outcome == "share_together");
    rows.find(|r| r.year == Some(year) && of_arm(r, arm))?.mean
}

fn subtitle(ctx: &Context, years: Years) -> Vec<String> {
    let who = if arm(ctx) == "scenario" {
        format!("with “{}”.", ctx.focus.short_title)
    } else {
        format!("{}.", words::unless(ctx))
    };
    let together = together(ctx, "counterfactual", years.late).filter(|_| arm(ctx) == "scenario");
    vec![
        format!("Core defence spending, % of GDP, by ally, {who}"),
        together
            .map(|t| {
                format!(
                    "All together in {} {}: {}",
                    years.late,
                    words::unless(ctx),
                    numbers::in_percent(t, 1)
                )
            })
            .unwrap_or_default(),
    ]
}

/// The finding, longest form first.
fn titles(ctx: &Context, allies: &[Ally], years: Years) -> Vec<String> {
    let yard = numbers::in_percent(YARDSTICKS[1], 1);
    let n = allies.len();
    let k = allies.iter().filter(|a| reaches(a.mean())).count();
    let k = if allies.iter().any(|a| a.late.is_some()) { k } else { 0 };
    let main = match k {
        0 => format!("No ally can be expected at {yard} of GDP in {}", years.late),
        k if k == n && n > 1 => format!("All {n} allies can be expected at {yard} of GDP in {}", years.late),
        1 => format!("Only 1 of {n} allies can be expected at {yard} of GDP in {}", years.late),
        k if 2 * k < n => {
            format!("Only {k} of {n} allies can be expected at {yard} of GDP in {}", years.late)
        }
        k => format!("{k} of {n} allies can be expected at {yard} of GDP in {}", years.late),
    };
    let reach = together(ctx, arm(ctx), years.late);
    let ending =
        reach.map(|t| format!("; together they reach {}", numbers::in_percent(t, 1))).unwrap_or_default();
    // What the drawdown's alarm moves is told beside.
    let anyway = if arm(ctx) == "scenario" {
        let without =
            allies.iter().filter(|a| without(ctx, &a.info.id, years.late).is_some_and(reaches)).count();
        format!(" ({without} {})", crate::present::without(ctx.focus))
    } else {
        String::new()
    };
    vec![format!("{main}{anyway}{ending}"), format!("{main}{anyway}"), "Who pays?".to_owned()]
}

/// Whether a share is at the upper yardstick, by the digits that are printed.
fn reaches(share: f64) -> bool {
    libm::round(10.0 * share) >= libm::round(10.0 * YARDSTICKS[1])
}

/// Mean share of an ally in a year without the drawdown, % of GDP.
fn without(ctx: &Context, ally: &str, year: i32) -> Option<f64> {
    let rows = ctx.tables.spending.rows.iter();
    let here = |r: &&Row| r.scenario == ctx.focus.id && r.outcome == "share" && r.year == Some(year);
    rows.filter(here).find(|r| r.ally.as_deref() == Some(ally) && of_arm(r, "counterfactual"))?.mean
}
