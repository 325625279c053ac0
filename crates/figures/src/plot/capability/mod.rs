//! The figure of one capability: how much of it is met at each readiness, with and without the drawdown, what holds its gap
//! open, and when that closes.

mod closing;
mod held;
mod wording;

use super::backend::Recording;
use super::canvas::{Align, Canvas, Frame};
use super::closed_by::Closure;
use super::coverage::{bands, key_words, middle, time};
use super::data::{Context, of_arm, rows};
use super::registry::{Entry, Numbers, Section};
use super::{Drawn, Figure, Options, PlotError, Tables, numbers, scale, stem_of, theme, words};
use crate::store::summary::{DomainInfo, Estimate, Summary};
use crate::store::table::Row;

/// What its figures have in common; the stem of each has the capability's id behind it.
pub static CAPABILITY: Entry = Entry {
    stem: "capability",
    draw: |ctx| {
        let first = ctx.summary.domains.first().ok_or(PlotError::NoScenario)?;
        draw(ctx, most(ctx).unwrap_or(first))
    },
    applies: |ctx| !ctx.summary.domains.is_empty(),
    single: true,
    section: Section::Capabilities,
    turn: 9,
    only_changes: false,
    kind: "Line charts, a panel a readiness; bars of what holds the gap open; lines of when it closes",
    numbers: Numbers::Said,
};

/// The capability that the scenario in focus changes most: what stands for all where none is named.
fn most<'a>(ctx: &Context<'a>) -> Option<&'a DomainInfo> {
    let size = |d: &DomainInfo| ctx.loss(ctx.focus, &d.id).map_or(0.0, |change| change.loss.mean.abs());
    ctx.summary.domains.iter().reduce(|a, b| if size(b) > size(a) { b } else { a })
}

/// The figures of the capabilities named by their ids, in the order of the run, of each scenario that has figures of its own; ids
/// that the run does not have are left out.
///
/// # Errors
/// When there is no scenario to show or drawing fails.
pub fn capabilities(
    summary: &Summary,
    tables: &Tables,
    ids: &[String],
    files: Option<Options>,
    pictures: bool,
) -> Result<Vec<Drawn>, PlotError> {
    let each = Context::new(summary, tables)?.each();
    let contexts: Vec<Context> =
        each.iter().map(|s| Context::about(summary, tables, s)).collect::<Result<_, _>>()?;
    let named = summary.domains.iter().filter(|domain| ids.contains(&domain.id));
    named
        .flat_map(|domain| contexts.iter().map(move |ctx| (domain, ctx)))
        .map(|(domain, ctx)| {
            let stem = format!("{}-{}", CAPABILITY.stem, domain.id);
            let stem = if contexts.len() > 1 { stem_of(&stem, ctx) } else { stem.into() };
            let figure = Figure { stem, page: draw(ctx, domain)? };
            Drawn::new((&CAPABILITY, &ctx.focus.id), figure, files, pictures)
        })
        .collect()
}

/// The most readiness tiers that have a panel.
const MOST_TIERS: usize = 4;

/// A readiness tier with its rows of both arms in the order of time, and the largest change in any year.
struct Panel<'a> {
    tier: u32,
    scenario: Vec<&'a Row>,
    without: Vec<&'a Row>,
    change: Option<(Estimate, i32)>,
}

/// Draws the figure of a capability.
///
/// # Errors
/// When plotters refuses an element.
fn draw(ctx: &Context, domain: &DomainInfo) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let panels = collect(ctx, domain);
    let closure = Closure::read(ctx);
    canvas.head(&wording::titles(ctx, domain, &closure), &wording::subtitle(ctx), false);
    key(ctx, &canvas);
    let lowest = panels
        .iter()
        .flat_map(|panel| panel.scenario.iter().chain(&panel.without))
        .filter_map(|row| row.p05.or(row.mean))
        .fold(1.0_f64, f64::min);
    // one axis for all, so that what is met sooner and later can be compared
    let bottom = (10.0 * lowest - 0.5).floor().max(0.0) * 10.0;
    let apart = 1556.0 / panels.len().max(1) as f64;
    for (i, panel) in panels.iter().enumerate() {
        let frame = Frame { x: 84.0 + apart * i as f64, y: 204.0, w: apart - 74.0, h: 236.0 };
        draw_panel(ctx, &canvas, frame, panel, domain, bottom);
    }
    if panels.is_empty() {
        let words = "– (the run has no coverage of this capability)";
        canvas.text((theme::MARGIN, 260.0), words, theme::ROW.color(theme::GREY), Align::Left);
    }
    canvas.line(&[(theme::MARGIN, 496.0), (1552.0, 496.0)], theme::RULE, 1.0);
    held::draw(ctx, &canvas, domain);
    closing::draw(ctx, &canvas, &closure, domain);
    canvas.told(wording::numbers(ctx, domain, &closure));
    canvas.caption("", &words::caption(ctx, &wording::caveats(ctx, domain), false));
    canvas.finish()
}

/// The panels, soonest readiness first; those without a row are left out.
fn collect<'a>(ctx: &Context<'a>, domain: &DomainInfo) -> Vec<Panel<'a>> {
    let scenario = ctx.focus;
    let mut tiers = ctx.summary.tiers.clone();
    tiers.sort_unstable();
    let of = |tier: u32, arm: &str| -> Vec<&'a Row> {
        let mut all: Vec<&Row> = rows(&ctx.tables.coverage, &scenario.id, "coverage")
            .filter(|row| of_arm(row, arm) && row.tier == Some(tier) && row.quarter.is_some())
            .filter(|row| row.domain.as_deref() == Some(&domain.id))
            .collect();
        all.sort_by_key(|row| row.quarter);
        all
    };
    let panels = tiers.into_iter().map(|tier| Panel {
        tier,
        scenario: of(tier, "scenario"),
        without: of(tier, "counterfactual"),
        change: scenario
            .changes(tier)
            .into_iter()
            .find(|change| change.domain == domain.id)
            .map(|change| (change.loss, change.year)),
    });
    panels.filter(|panel| !panel.scenario.is_empty()).take(MOST_TIERS).collect()
}

fn draw_panel(ctx: &Context, canvas: &Canvas, frame: Frame, panel: &Panel, domain: &DomainInfo, bottom: f64) {
    let (start, end) = (ctx.summary.start_year, ctx.last_year());
    let span = (ctx.summary.quarters.saturating_sub(1) as f64 / 4.0).max(0.25);
    let (left, right) = (f64::from(start), f64::from(start) + span);
    let plot = canvas.plot(frame, left..right, bottom..102.0);
    for value in scale::Ticks::of(bottom, 100.0, 5).values {
        plot.grid(value);
        plot.value_number(value, &numbers::number(value, 0));
    }
    bands(ctx, &plot, &panel.scenario);
    plot.baseline();
    if domain.coverage_threshold > 0.0 {
        let y = 100.0 * domain.coverage_threshold;
        plot.dashed(&[(left, y), (right, y)], theme::THRESHOLD, theme::THRESHOLD_WIDTH, theme::DOTS);
    }
    let line = |rows: &[&Row]| -> Vec<(f64, f64)> {
        rows.iter().filter_map(|row| Some((time(ctx, row), middle(ctx, row)?))).collect()
    };
    plot.line(&line(&panel.scenario), theme::SCENARIO, theme::MEDIAN);
    plot.dashed(&line(&panel.without), theme::WITHOUT, theme::COMPARISON, theme::DASH);
    for year in scale::years(start, end, frame.w / span) {
        plot.category_number(f64::from(year), &year.to_string(), 22.0);
    }
    let (value, font) = words::change(panel.change.as_ref().map(|(loss, _)| loss));
    let year = match &panel.change {
        Some((loss, year)) if loss.mean.abs() >= 0.005 => format!("{value} in {year}"),
        _ => value,
    };
    canvas.text((frame.right(), frame.y - 14.0), &year, font, Align::Right);
    let head = format!("{} days after an alert", panel.tier);
    let room = frame.w - font.width(&year) - 12.0;
    let head = match theme::PANEL.width(&head) <= room {
        true => head,
        false => format!("D+{}", panel.tier),
    };
    canvas.text((frame.x, frame.y - 14.0), &head, theme::PANEL, Align::Left);
}

/// What lines and shades mean.
fn key(ctx: &Context, canvas: &Canvas) {
    let (middle, half, nine) = key_words(ctx);
    let (y, mut x) = (136.0, theme::MARGIN);
    let bold = |color| theme::NUMBER.bold().color(color);
    canvas.dashed(&[(x, y - 6.0), (x + 40.0, y - 6.0)], theme::WITHOUT, theme::COMPARISON, theme::DASH);
    let without = format!("{}, {middle}", words::unless(ctx));
    x = canvas.texts((x + 48.0, y), &[(&without, bold(theme::WITHOUT))]) + 28.0;
    if half.is_some() {
        canvas.rect(x..x + 40.0, y - 13.0..y + 1.0, theme::BAND_50);
    }
    canvas.line(&[(x, y - 6.0), (x + 40.0, y - 6.0)], theme::SCENARIO, theme::MEDIAN);
    let with = format!("scenario, {middle}");
    x = canvas.texts((x + 48.0, y), &[(&with, bold(theme::SCENARIO))]);
    if let Some(half) = half {
        x = canvas.texts((x, y), &[(&format!(" and {half}"), theme::NUMBER)]);
    }
    x += 28.0;
    canvas.rect(x..x + 40.0, y - 13.0..y + 1.0, theme::BAND_90);
    x = canvas.texts((x + 48.0, y), &[(nine, theme::NUMBER)]) + 28.0;
    let dots = [(x, y - 6.0), (x + 40.0, y - 6.0)];
    canvas.dashed(&dots, theme::THRESHOLD, theme::THRESHOLD_WIDTH, theme::DOTS);
    canvas.texts(
        (x + 48.0, y),
        &[("threshold", theme::NUMBER), ("; at the right: mean change, year of the largest", theme::NUMBER)],
    );
}

#[cfg(test)]
mod tests;
