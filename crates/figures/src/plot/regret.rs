//! Figure 12: how much each scenario is regretted by each criterion: what it costs beyond the best of the scenarios,
//! replicate by replicate.

use super::PlotError;
use super::backend::Recording;
use super::canvas::{Align, Canvas};
use super::data::Context;
use super::theme::{self, Font};
use super::{numbers, pairs, text, words};
use crate::present::evidence;
use crate::store::extra::RegretRow;
use crate::store::summary::{DomainInfo, ScenarioSummary};

/// The most rows that can be read.
const MOST_ROWS: usize = 26;

/// A criterion: an index at a readiness, or a capability at that of headlines.
enum Criterion<'a> {
    Index(u32),
    Domain(&'a DomainInfo),
}

impl Criterion<'_> {
    fn name(&self) -> String {
        match self {
            Self::Index(tier) => format!("All, weighted, D+{tier}"),
            Self::Domain(d) => d.title.clone(),
        }
    }

    fn row<'a>(&self, ctx: &Context<'a>, s: &ScenarioSummary) -> Option<&'a RegretRow> {
        ctx.tables.extra.regret.iter().find(|r| {
            r.scenario == s.id
                && match self {
                    Self::Index(tier) => r.outcome == "index_headline" && r.tier == Some(*tier),
                    Self::Domain(d) => {
                        r.outcome == "shortfall"
                            && r.tier == Some(ctx.tier)
                            && r.domain.as_deref() == Some(&d.id)
                    }
                }
        })
    }
}

/// Regret needs a table, and something to regret.
pub fn applies(ctx: &Context) -> bool {
    ctx.shown.len() > 1 && ctx.tables.extra.regret.iter().any(|r| r.mean.is_some())
}

/// The part by which numbers of those who leave may differ in drawdowns of one size.
const SIZE: f64 = 0.05;

/// Whether about as many leave, in every replicate.
fn alike(a: &ScenarioSummary, b: &ScenarioSummary) -> bool {
    let (a, b) = (a.personnel_effective, b.personnel_effective);
    a.p95.max(b.p95) - a.p05.min(b.p05) <= SIZE * a.mean.max(b.mean)
}

/// Points of regret.
fn points(row: Option<&RegretRow>) -> Option<f64> {
    Some(100.0 * row?.mean?)
}

/// Draws the figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn draw(ctx: &Context) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let mut tiers = ctx.summary.tiers.clone();
    tiers.sort_unstable();
    let mut domains: Vec<&DomainInfo> = ctx.summary.domains.iter().collect();
    let sum = |d: &DomainInfo| -> f64 {
        ctx.shown.iter().filter_map(|s| points(Criterion::Domain(d).row(ctx, s))).sum()
    };
    domains.sort_by(|a, b| sum(b).total_cmp(&sum(a)).then_with(|| a.title.cmp(&b.title)));
    let hidden = (tiers.len() + domains.len()).saturating_sub(MOST_ROWS);
    domains.truncate(MOST_ROWS.saturating_sub(tiers.len()));
    let criteria: Vec<Criterion> = tiers
        .iter()
        .map(|t| Criterion::Index(*t))
        .chain(domains.iter().map(|d| Criterion::Domain(d)))
        .collect();
    let values: Vec<Vec<Option<f64>>> =
        criteria.iter().map(|c| ctx.shown.iter().map(|s| points(c.row(ctx, s))).collect()).collect();
    let most = values.iter().flatten().flatten().fold(0.0_f64, |a, v| a.max(*v));

    let (first, last) = ctx.headline_years();
    let subtitle = [
        format!(
            "Expected regret: points of coverage lost beyond the drawdown that costs least in the same run, mean of {}.",
            numbers::years(first, last)
        ),
        format!("Capabilities at D+{}", ctx.tier),
    ];
    canvas.head(&titles(ctx), &subtitle, true);
    let (left, top) = (360.0, 224.0);
    let columns = ctx.shown.len();
    let column = ((1552.0 - left) / columns.max(1) as f64).min(380.0);
    let row = ((594.0 - 16.0) / criteria.len().max(1) as f64).min(64.0);
    let size = (row * 0.45).clamp(15.0, 18.0);
    // one size for all heads: that of the name which needs the smallest
    let font = theme::NUMBER.bold().color(theme::INK);
    let head = |s: &ScenarioSummary, font: Font| text::fit(&s.short_title, column - 8.0, font, 3);
    let smallest = ctx.shown.iter().map(|s| head(s, font).font.size).fold(font.size, f64::min);
    for (c, s) in ctx.shown.iter().enumerate() {
        let x = left + column * (c as f64 + 0.5);
        let name = head(s, font.size(smallest));
        for (i, line) in name.lines.iter().rev().enumerate() {
            let y = top - 34.0 - (name.font.size + 1.0) * i as f64;
            canvas.text((x, y), line, name.font, Align::Center);
        }
        // a smaller cut is regretted less because it is smaller
        let leave = text::fit(&crate::present::size(s), column - 8.0, theme::NOTE, 1);
        canvas.text((x, top - 12.0), &leave.lines[0], leave.font, Align::Center);
    }
    canvas.text((left - 16.0, top - 12.0), "leave", theme::NOTE, Align::Right);
    for (r, criterion) in criteria.iter().enumerate() {
        // a gap between what is weighted over all and single capabilities
        let y = top + row * r as f64 + if r >= tiers.len() { 16.0 } else { 0.0 };
        let reporting = matches!(criterion, Criterion::Index(t) if *t == ctx.tier);
        let font = Font { bold: reporting, ..theme::ROW.size(size) };
        let name =
            text::fit(&criterion.name(), left - theme::MARGIN - 16.0, font, if row >= 34.0 { 2 } else { 1 });
        canvas.block(
            (theme::MARGIN, y + row / 2.0),
            &name.lines,
            name.font,
            Align::Left,
            name.font.size + 2.0,
        );
        for (c, value) in values[r].iter().enumerate() {
            let framed = value.is_some_and(|v| least_of_its_size(ctx, &values[r], c, v));
            let se = criterion.row(ctx, ctx.shown[c]).and_then(|r| r.se).unwrap_or(0.0);
            let x = left + column * c as f64;
            let cell = Cell { x, y, w: column, h: row, size, most, framed };
            cell.draw(&canvas, *value, 100.0 * se);
        }
    }
    let mut notes = vec![words::left_out(ctx).replace("comparison", "regret")];
    if hidden > 0 {
        notes.push(format!("and {hidden} more capabilities in tables/regret.csv"));
    }
    notes.retain(|n| !n.is_empty());
    let sizes = ctx.shown.iter().any(|s| ctx.shown.iter().any(|o| o.id != s.id && alike(s, o)));
    let caveats = [
        "Costs least: has the least attributable loss of all drawdowns, which is mostly the smallest."
            .to_owned(),
        match (sizes, ctx.left_out > 0) {
            (false, _) => String::new(),
            (true, false) => {
                format!("Framed: the least of its row where as many leave (±{}).", numbers::percent(SIZE))
            }
            (true, true) => {
                format!("Framed: the least of those shown where as many leave (±{}).", numbers::percent(SIZE))
            }
        },
    ];
    canvas.caption(&notes.join("; "), &words::caption(ctx, &caveats, true));
    canvas.finish()
}

/// Whether a value is the least of a row among drawdowns of one size, of which there are two or more.
fn least_of_its_size(ctx: &Context, row: &[Option<f64>], at: usize, value: f64) -> bool {
    let others =
        ctx.shown.iter().zip(row).enumerate().filter(|(i, (s, _))| *i != at && alike(s, ctx.shown[at]));
    let mut values = others.filter_map(|(_, (_, v))| *v).peekable();
    values.peek().is_some() && values.all(|other| value <= other)
}

/// A cell of the table.
struct Cell {
    x: f64,
    y: f64,
    w: f64,
    h: f64,
    size: f64,
    most: f64,
    framed: bool,
}

impl Cell {
    fn draw(&self, canvas: &Canvas, value: Option<f64>, se: f64) {
        let (xs, ys) = (self.x + 1.0..self.x + self.w - 1.0, self.y + 1.0..self.y + self.h - 1.0);
        let at = (self.x + self.w / 2.0, self.y + self.h / 2.0 + text::CAPITAL * self.size / 2.0);
        let Some(v) = value else {
            canvas.rect(xs, ys, theme::MISSING);
            canvas.text(at, "–", theme::ROW.size(self.size).color(theme::GREY), Align::Center);
            return;
        };
        // the ramp of losses, its dark end at the largest regret
        let depth = if self.most > 0.0 { 25.0 * v / self.most } else { 0.0 };
        canvas.rect(xs.clone(), ys.clone(), theme::depth(depth.max(0.0)));
        if self.framed {
            canvas.outline(xs.start + 1.0..xs.end - 1.0, ys.start + 1.0..ys.end - 1.0, theme::INK, 2.0);
        }
        let color = if depth >= theme::WHITE_TEXT_FROM { theme::WHITE } else { theme::INK };
        let (label, color) = match v {
            0.0 => ("0".to_owned(), color),
            v if v.abs() < 0.05 => ("≈ 0".to_owned(), theme::GREY),
            v => (numbers::number(v, numbers::decimals(se, 1)), color),
        };
        canvas.text(at, &label, Font { size: self.size, bold: self.framed, color }, Align::Center);
    }
}

/// A scenario's regret by the index of headlines.
struct Regretted<'a> {
    scenario: &'a ScenarioSummary,
    mean: f64,
    se: f64,
}

/// The finding, longest form first; a question if it does not stand. Who is regretted least is said of drawdowns of one
/// size only: of different ones it is the smallest.
fn titles(ctx: &Context) -> Vec<String> {
    let question = "Which drawdown is regretted least?".to_owned();
    // of all that are compared, shown or not
    let mut ranked: Vec<Regretted> = ctx
        .summary
        .scenarios
        .iter()
        .filter_map(|scenario| {
            let row = Criterion::Index(ctx.tier).row(ctx, scenario)?;
            Some(Regretted { scenario, mean: row.mean?, se: row.se.unwrap_or(0.0) })
        })
        .collect();
    ranked.sort_by(|a, b| a.mean.total_cmp(&b.mean).then_with(|| a.scenario.title.cmp(&b.scenario.title)));
    let Some(most) = ranked.last() else { return vec![question] };
    if most.mean < 0.0005 {
        return vec![format!("{} is regretted by as much as a tenth of a point", words::none(ctx))];
    }
    let of_size = |of: &Regretted| -> Vec<&Regretted> {
        ranked.iter().filter(|r| alike(r.scenario, of.scenario)).collect()
    };
    // the size that most drawdowns have, of equal ones the largest
    let size = |of: &Regretted| of.scenario.personnel_effective.mean;
    let by_size = |a: &&Regretted, b: &&Regretted| {
        of_size(a).len().cmp(&of_size(b).len()).then(size(a).total_cmp(&size(b)))
    };
    let same = ranked.iter().max_by(by_size).map(of_size).unwrap_or_default();
    if same.len() < 2 {
        return [grows(&ranked), vec!["What does each drawdown cost beyond the least of them?".to_owned()]]
            .concat();
    }
    least(ctx, &same, same.len() == ranked.len())
}

/// That regret grows with the number of those who leave, if it does.
fn grows(ranked: &[Regretted]) -> Vec<String> {
    let people = |r: &Regretted| r.scenario.personnel_effective.mean;
    let (Some(first), Some(last)) = (ranked.first(), ranked.last()) else { return Vec::new() };
    if !ranked.windows(2).all(|w| people(&w[0]) < people(&w[1])) {
        return Vec::new();
    }
    let points = |r: &Regretted| numbers::number(100.0 * r.mean, 1);
    let leave = |r: &Regretted| crate::present::size(r.scenario);
    let (few, many) = (leave(first), leave(last));
    vec![
        format!(
            "Regret grows with the cut: from {} points where {few} leave to {} where {many} do",
            points(first),
            points(last)
        ),
        format!("Regret grows with the cut, to {} points where {many} leave", points(last)),
    ]
}

/// Who of drawdowns of one size is regretted least, the least first.
fn least(ctx: &Context, same: &[&Regretted], all: bool) -> Vec<String> {
    let whole = |v: f64| numbers::number(100.0 * v, 1);
    let (Some(best), Some(worst)) = (same.first(), same.last()) else { return Vec::new() };
    let question = if all {
        "Which drawdown is regretted least?".to_owned()
    } else {
        "Of drawdowns of one size, which is regretted least?".to_owned()
    };
    let equal = |with: &Regretted| -> Vec<&ScenarioSummary> {
        let twins = same.iter().map(|r| r.scenario);
        twins.filter(|s| s.id == with.scenario.id || pairs::find(ctx, with.scenario, s).same()).collect()
    };
    let (first, last) = (equal(best), equal(worst));
    if first.len() == same.len() {
        return vec![question];
    }
    let next = same.iter().find(|r| !first.iter().any(|s| s.id == r.scenario.id));
    // On errors of their own, as if the two had not been drawn together.
    let told = |next: &Regretted| {
        evidence::settled(next.mean - best.mean, libm::sqrt(best.se * best.se + next.se * next.se))
    };
    if next.is_some_and(|next| !told(next)) {
        return vec![format!("{question} More runs would tell"), question];
    }
    let points = if best.mean < 0.0005 {
        "hardly at all".to_owned()
    } else {
        format!("least ({} points)", whole(best.mean))
    };
    let is = if first.len() > 1 { "are" } else { "is" };
    let hidden = if ctx.shown.iter().any(|s| s.id == best.scenario.id) { "" } else { ", not shown," };
    let people = |r: &&Regretted| r.scenario.personnel_effective.mean.round();
    let size = people(best);
    let leave = match same.iter().all(|r| people(r) == size) {
        true => numbers::thousands(size),
        false => crate::present::numbers::about(size),
    };
    let of = if all { String::new() } else { format!("Where {leave} leave, ") };
    let main = format!("{of}{}{hidden} {is} regretted {points}", pairs::names(&first));
    vec![format!("{main}, {} most: {} points", pairs::names(&last), whole(worst.mean)), main, question]
}
