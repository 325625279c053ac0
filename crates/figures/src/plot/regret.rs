//! Figure 12: how much worse than the best choice in hindsight each drawdown is, by each criterion and run by run: the best of
//! those of its size, since between sizes the smaller one is mostly the best.

use super::PlotError;
use super::backend::Recording;
use super::canvas::{Align, Canvas};
use super::data::Context;
use super::theme::{self, Font};
use super::{numbers, pairs, text, words};
use crate::present::hindsight::{self, Hindsight};
use crate::store::extra::RegretRow;
use crate::store::summary::{DomainInfo, SIZE, ScenarioSummary};

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

/// What is shown: drawdowns that others match in size, by size.
fn columns<'a>(ctx: &Context<'a>) -> Vec<Vec<&'a ScenarioSummary>> {
    hindsight::of_a_size(ctx.summary, &ctx.shown)
}

/// It needs a table, and drawdowns of one size.
pub fn applies(ctx: &Context) -> bool {
    !columns(ctx).is_empty() && ctx.tables.extra.regret.iter().any(|r| r.mean.is_some())
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
    let mut domains: Vec<&DomainInfo> = ctx.domains().collect();
    let groups = columns(ctx);
    let columns: Vec<&ScenarioSummary> = groups.iter().flatten().copied().collect();
    let sum = |d: &DomainInfo| -> f64 {
        columns.iter().filter_map(|s| points(Criterion::Domain(d).row(ctx, s))).sum()
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
        criteria.iter().map(|c| columns.iter().map(|s| points(c.row(ctx, s))).collect()).collect();
    let most = values.iter().flatten().flatten().fold(0.0_f64, |a, v| a.max(*v));

    let (first, last) = ctx.headline_years();
    let subtitle = [
        format!(
            "Points of coverage lost beyond the drawdown of its size that proves best in the same run (regret), mean of {}.",
            numbers::years(first, last)
        ),
        format!("Capabilities at D+{}", ctx.tier),
    ];
    canvas.head(&titles(ctx), &subtitle, true);
    let (left, top) = (360.0, 224.0);
    // a gap between sizes
    let between = 26.0;
    let room = 1552.0 - left - between * groups.len().saturating_sub(1) as f64;
    let column = (room / columns.len().max(1) as f64).min(240.0);
    let sizes: Vec<usize> = groups.iter().enumerate().flat_map(|(g, group)| vec![g; group.len()]).collect();
    let at = |c: usize| left + column * c as f64 + between * sizes[c] as f64;
    let row = ((594.0 - 16.0) / criteria.len().max(1) as f64).min(64.0);
    let size = (row * 0.45).clamp(15.0, 18.0);
    // one size for all heads: that of the name which needs the smallest
    let font = theme::NUMBER.bold().color(theme::INK);
    let head = |s: &ScenarioSummary, font: Font| text::fit(&s.short_title, column - 8.0, font, 3);
    let smallest = columns.iter().map(|s| head(s, font).font.size).fold(font.size, f64::min);
    for (c, s) in columns.iter().enumerate() {
        let x = at(c) + column / 2.0;
        let name = head(s, font.size(smallest));
        for (i, line) in name.lines.iter().rev().enumerate() {
            let y = top - 34.0 - (name.font.size + 1.0) * i as f64;
            canvas.text((x, y), line, name.font, Align::Center);
        }
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
            let framed = least_of_its_size(c, &values[r], &sizes);
            let se = criterion.row(ctx, columns[c]).and_then(|r| r.se).unwrap_or(0.0);
            let cell = Cell { x: at(c), y, w: column, h: row, size, most, framed };
            cell.draw(&canvas, *value, 100.0 * se);
        }
    }
    let mut notes = vec![words::left_out(ctx).replace("comparison", "regret")];
    if hidden > 0 {
        notes.push(format!("and {hidden} more capabilities in tables/regret.csv"));
    }
    notes.retain(|n| !n.is_empty());
    let alone = ctx.shown.len() - columns.len();
    let caveats = [
        format!(
            "Best: adds least in that run of those of its size (as many leave, ±{}, in the same world).",
            numbers::percent(SIZE)
        ),
        format!(
            "Framed: the least of its row and size{}.",
            if ctx.left_out > 0 { ", of those shown" } else { "" }
        ),
        match alone {
            0 => String::new(),
            1 => "One that no other matches in size is left out.".to_owned(),
            n => format!("{} that no other matches in size are left out.", words::capital(&words::count(n))),
        },
    ];
    canvas.caption(&notes.join("; "), &words::caption(ctx, &caveats, true));
    canvas.finish()
}

/// Whether a value is the least of a row among the columns of its size.
fn least_of_its_size(at: usize, row: &[Option<f64>], sizes: &[usize]) -> bool {
    let same = row.iter().zip(sizes).filter(|(_, size)| **size == sizes[at]);
    row[at].is_some_and(|value| same.filter_map(|(other, _)| *other).all(|other| value <= other))
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

/// The finding, longest form first; a question if it does not stand. It is of the size that most drawdowns have.
fn titles(ctx: &Context) -> Vec<String> {
    let question = [
        "How much worse than the best choice in hindsight is each drawdown?".to_owned(),
        "How far from the best choice in hindsight?".to_owned(),
    ];
    // of all that are compared, shown or not
    let Some(group) = hindsight::of_a_size(ctx.summary, ctx.scenarios()).into_iter().next() else {
        return question.into();
    };
    let found =
        |s: &&ScenarioSummary| Criterion::Index(ctx.tier).row(ctx, s).is_some_and(|r| r.mean.is_some());
    if !group.iter().all(found) {
        return question.into();
    }
    let mut ranked: Vec<Hindsight> = group
        .iter()
        .filter_map(|&scenario| {
            let row = Criterion::Index(ctx.tier).row(ctx, scenario)?;
            Some(Hindsight { scenario, mean: row.mean?, se: row.se.unwrap_or(f64::NAN) })
        })
        .collect();
    hindsight::sort(&mut ranked);
    let (Some(best), Some(worst)) = (ranked.first(), ranked.last()) else { return question.into() };
    let all = group.len() == ctx.scenarios().len();
    let people = |s: &ScenarioSummary| s.personnel_effective.mean.round();
    let size = people(best.scenario);
    let leave = match group.iter().all(|s| people(s) == size) {
        true => numbers::thousands(size),
        false => crate::present::numbers::about(size),
    };
    let of = match (all, crate::present::act_of(best.scenario)) {
        (true, _) => String::new(),
        (false, "leaving") => format!("Where {leave} leave, "),
        (false, _) => "Of one size, ".to_owned(),
    };
    if worst.mean < 0.0005 {
        let told = format!("{of}none is a tenth of a point worse than the best choice in hindsight");
        return std::iter::once(words::capital(&told)).chain(question).collect();
    }
    let shown = |s: &ScenarioSummary| ctx.shown.iter().any(|other| other.id == s.id);
    if let Some(best) = hindsight::best_in_every_run(ctx.summary, &group) {
        let told = format!("{of}“{}” is the best choice in every run", best.short_title);
        return std::iter::once(told).chain(question).collect();
    }
    let near = hindsight::nearest(&ranked);
    if near.len() == ranked.len() {
        return question.into();
    }
    let points = match best.mean < 0.0005 {
        true => "hardly worse".to_owned(),
        false => format!("{} points worse", numbers::number(100.0 * best.mean, 1)),
    };
    let names = pairs::names(&near.iter().map(|one| one.scenario).collect::<Vec<_>>());
    let (is, hidden) =
        (if near.len() > 1 { "are" } else { "is" }, if shown(best.scenario) { "" } else { ", not shown," });
    [
        format!("{of}{names}{hidden} {is} nearest the best choice in hindsight ({points})"),
        format!("{of}{names}{hidden} {is} nearest the best in hindsight ({points})"),
        format!("{names}{hidden} {is} nearest the best in hindsight ({points})"),
    ]
    .into_iter()
    .take(if all { 3 } else { 2 })
    .chain(question)
    .collect()
}
