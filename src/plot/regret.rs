//! Figure 12: how much each scenario is regretted by each criterion: what it costs beyond the best of the scenarios,
//! replicate by replicate.

use super::PlotError;
use super::backend::Recording;
use super::canvas::{Align, Canvas};
use super::data::Context;
use super::extra::RegretRow;
use super::theme::{self, Font};
use super::{numbers, pairs, text, words};
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
                            && r.tier == Some(ctx.tier())
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

    let first = (ctx.summary.start_year + 1).min(ctx.last_year());
    let subtitle = [
        format!(
            "Expected regret: points of coverage lost beyond the best scenario of the same replicate, mean of {}.",
            numbers::years(first, ctx.last_year())
        ),
        format!("Capabilities at D+{}", ctx.tier()),
    ];
    canvas.head(&titles(ctx), &subtitle, true);
    let (left, top) = (360.0, 212.0);
    let columns = ctx.shown.len();
    let column = ((1552.0 - left) / columns.max(1) as f64).min(220.0);
    let row = ((606.0 - 16.0) / criteria.len().max(1) as f64).min(64.0);
    let size = (row * 0.45).clamp(15.0, 18.0);
    // one size for all heads: that of the name which needs the smallest
    let font = theme::NUMBER.bold().color(theme::INK);
    let head = |s: &ScenarioSummary, font: Font| text::fit(&s.short_title, column - 8.0, font, 4);
    let smallest = ctx.shown.iter().map(|s| head(s, font).font.size).fold(font.size, f64::min);
    for (c, s) in ctx.shown.iter().enumerate() {
        let x = left + column * (c as f64 + 0.5);
        let name = head(s, font.size(smallest));
        for (i, line) in name.lines.iter().rev().enumerate() {
            let y = top - 14.0 - (name.font.size + 1.0) * i as f64;
            canvas.text((x, y), line, name.font, Align::Center);
        }
    }
    for (r, criterion) in criteria.iter().enumerate() {
        // a gap between what is weighted over all and single capabilities
        let y = top + row * r as f64 + if r >= tiers.len() { 16.0 } else { 0.0 };
        let reporting = matches!(criterion, Criterion::Index(t) if *t == ctx.tier());
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
        let best = values[r].iter().flatten().fold(f64::MAX, |a, v| a.min(*v));
        for (c, value) in values[r].iter().enumerate() {
            let se = criterion.row(ctx, ctx.shown[c]).and_then(|r| r.se).unwrap_or(0.0);
            let x = left + column * c as f64;
            let cell = Cell { x, y, w: column, h: row, size, most, best };
            cell.draw(&canvas, *value, 100.0 * se);
        }
    }
    let mut notes = vec![words::left_out(ctx).replace("comparison", "regret")];
    if hidden > 0 {
        notes.push(format!("and {hidden} more capabilities in tables/regret.csv"));
    }
    notes.retain(|n| !n.is_empty());
    let caveats = [
        "Best: the least attributable loss of all scenarios in which somebody leaves. 0 would be: best in every replicate.".to_owned(),
        if ctx.left_out > 0 { "Framed: the least of those shown." } else { "Framed: the least of its row." }
            .to_owned(),
    ];
    canvas.caption(&notes.join("; "), &words::caption(ctx, &caveats, true));
    canvas.finish()
}

/// A cell of the table.
struct Cell {
    x: f64,
    y: f64,
    w: f64,
    h: f64,
    size: f64,
    most: f64,
    best: f64,
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
        let least = v <= self.best;
        if least {
            canvas.outline(xs.start + 1.0..xs.end - 1.0, ys.start + 1.0..ys.end - 1.0, theme::INK, 2.0);
        }
        let color = if depth >= theme::WHITE_TEXT_FROM { theme::WHITE } else { theme::INK };
        let (label, color) = match v {
            0.0 => ("0".to_owned(), color),
            v if v.abs() < 0.05 => ("≈ 0".to_owned(), theme::GREY),
            v => (numbers::number(v, numbers::decimals(se, 1)), color),
        };
        canvas.text(at, &label, Font { size: self.size, bold: least, color }, Align::Center);
    }
}

/// The finding, longest form first; a question if it does not stand.
fn titles<'a>(ctx: &Context<'a>) -> Vec<String> {
    let question = "Which drawdown is regretted least?".to_owned();
    // of all that are compared, shown or not
    let mut ranked: Vec<(f64, f64, &ScenarioSummary)> = ctx
        .summary
        .scenarios
        .iter()
        .filter_map(|s| {
            let row = Criterion::Index(ctx.tier()).row(ctx, s)?;
            Some((row.mean?, row.se.unwrap_or(0.0), s))
        })
        .collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.2.title.cmp(&b.2.title)));
    let (Some((least, se, best)), Some((most, _, worst))) = (ranked.first(), ranked.last()) else {
        return vec![question];
    };
    if *most < 0.0005 {
        return vec![format!("{} is regretted by as much as a tenth of a point", words::none(ctx))];
    }
    let alike = |with: &'a ScenarioSummary| -> Vec<&'a ScenarioSummary> {
        ranked.iter().map(|r| r.2).filter(|s| s.id == with.id || pairs::find(ctx, with, s).same()).collect()
    };
    let (equal, worst) = (alike(best), alike(worst));
    let next = ranked.iter().find(|(.., s)| !equal.iter().any(|e| e.id == s.id));
    if next.is_some_and(|(next, error, _)| next - least < 2.0 * libm::sqrt(se * se + error * error)) {
        return vec![format!("{question} More replicates would tell"), question];
    }
    let least = if *least < 0.0005 {
        "hardly at all".to_owned()
    } else {
        format!("least ({} points)", numbers::number(100.0 * least, 1))
    };
    let most = numbers::number(100.0 * most, 1);
    let is = if equal.len() > 1 { "are" } else { "is" };
    let hidden = if ctx.shown.iter().any(|s| s.id == best.id) { "" } else { ", not shown," };
    let main = format!("{}{hidden} {is} regretted {least}", pairs::names(&equal));
    vec![format!("{main}, {} most: {most} points", pairs::names(&worst)), main, question]
}
