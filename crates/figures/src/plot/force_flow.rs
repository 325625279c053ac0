//! Figure 4: whether forces arrive in time, and whose they are.

use super::PlotError;
use super::backend::Recording;
use super::canvas::{Align, Canvas, Frame};
use super::data::{Context, of_arm, rows};
use super::scale::Ticks;
use super::theme;
use super::{numbers, text, words};
use crate::present::evidence::Verdict;
use crate::store::summary::DomainInfo;
use crate::store::table::Row;

/// The sources, lowest first, in the order of the key.
const SOURCES: [&str; 3] = ["european_usable", "us_in_place_usable", "us_reinforcement_usable"];

/// One bar: usable supply by source, what is unusable, the requirement and coverage.
#[derive(Clone, Copy, Default)]
struct Bar {
    sources: [f64; 3],
    unusable: f64,
    requirement: f64,
    coverage: Option<f64>,
}

impl Bar {
    fn top(&self) -> f64 {
        self.sources.iter().sum::<f64>() + self.unusable
    }
}

/// A domain's bars by tier: without and with the drawdown.
struct Panel<'a> {
    domain: &'a DomainInfo,
    pairs: Vec<(u32, [Bar; 2])>,
}

/// Draws the figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn draw(ctx: &Context) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let quarter = quarter(ctx);
    let panels = collect(ctx, quarter);
    let when = words::season(ctx.summary.start_year, quarter as f64);
    let subtitle = [
        format!("Usable supply against what is needed, {when}, mean. Left bar: {}.", words::unless(ctx)),
        format!("Right bar: “{}”.", ctx.focus.short_title),
        "On top: coverage, %".to_owned(),
    ];
    canvas.head(&titles(ctx), &subtitle, true);
    key(ctx, &canvas);
    // the page is full for any number of them
    let (columns, w, dx, h) = match panels.len() {
        0..=1 => (1, 1400.0, 0.0, 572.0),
        2 => (2, 650.0, 751.0, 572.0),
        3..=4 => (2, 650.0, 751.0, 238.0),
        _ => (3, 428.0, 500.0, 238.0),
    };
    for (i, panel) in panels.iter().enumerate() {
        let (c, r) = ((i % columns) as f64, (i / columns) as f64);
        let frame = Frame { x: 96.0 + dx * c, y: 214.0 + 334.0 * r, w, h };
        draw_panel(&canvas, frame, panel);
    }
    let hidden = ctx.domains().count().saturating_sub(panels.len());
    let more =
        if hidden > 0 { format!("{hidden} more capabilities in tables/supply.csv.") } else { String::new() };
    let caveat = "Coverage is capped at 100\u{202f}% in each run, so it can lie below the ratio of the bars. Kit handed over counts as European.";
    canvas.caption("", &words::caption(ctx, &[caveat.to_owned(), more], false));
    canvas.finish()
}

/// The quarter shown: the first of the fifth year, or the last year's that the table has.
fn quarter(ctx: &Context) -> usize {
    let quarters = || rows(&ctx.tables.supply, &ctx.focus.id, "requirement").filter_map(|r| r.quarter);
    quarters().filter(|q| *q <= 16).max().or_else(|| quarters().min()).unwrap_or(0)
}

fn collect<'a>(ctx: &Context<'a>, quarter: usize) -> Vec<Panel<'a>> {
    // critical domains first, then the largest losses
    let mut domains: Vec<&DomainInfo> = ctx.domains().collect();
    let lost = |d: &DomainInfo| ctx.loss(ctx.focus, &d.id).map_or(0.0, |l| l.loss.mean);
    domains.sort_by(|a, b| {
        b.critical.cmp(&a.critical).then(lost(b).total_cmp(&lost(a))).then_with(|| a.title.cmp(&b.title))
    });
    domains.truncate(6);
    let here: Vec<&Row> = [&ctx.tables.supply, &ctx.tables.coverage]
        .into_iter()
        .flat_map(|t| t.rows.iter())
        .filter(|r| r.scenario == ctx.focus.id && r.quarter == Some(quarter))
        .collect();
    domains
        .into_iter()
        .map(|domain| {
            let mut pairs = Vec::new();
            for &tier in ctx.summary.tiers.iter().take(6) {
                let bar = |arm: &str| {
                    let get = |outcome: &str| {
                        here.iter()
                            .find(|r| {
                                r.outcome == outcome
                                    && of_arm(r, arm)
                                    && r.tier == Some(tier)
                                    && r.domain.as_deref() == Some(&domain.id)
                            })
                            .and_then(|r| r.mean)
                    };
                    Bar {
                        sources: SOURCES.map(|s| get(s).unwrap_or(0.0)),
                        unusable: get("unusable").unwrap_or(0.0),
                        requirement: get("requirement").unwrap_or(0.0),
                        coverage: get("coverage"),
                    }
                };
                pairs.push((tier, [bar("counterfactual"), bar("scenario")]));
            }
            Panel { domain, pairs }
        })
        .collect()
}

fn key(ctx: &Context, canvas: &Canvas) {
    let (y, mut x) = (143.0, 96.0);
    let colors = [theme::EUROPEAN, theme::US_IN_PLACE, theme::US_REINFORCEMENT];
    let font = theme::NUMBER.color(theme::INK);
    for (label, color) in ["European", "US in place", "US reinforcement"].into_iter().zip(colors) {
        canvas.rect(x..x + 18.0, y - 14.0..y + 2.0, color);
        if color == theme::US_REINFORCEMENT {
            canvas.outline(x..x + 18.0, y - 14.0..y + 2.0, theme::US_REINFORCEMENT_EDGE, 1.0);
        }
        x = canvas.texts((x + 26.0, y), &[(label, font)]) + 34.0;
    }
    canvas.hatched(x..x + 18.0, y - 14.0..y + 2.0);
    x = canvas.texts((x + 26.0, y), &[("there, but unusable for want of enablers", font)]) + 34.0;
    canvas.line(&[(x, y - 6.0), (x + 34.0, y - 6.0)], theme::INK, theme::REQUIREMENT);
    x = canvas.texts((x + 42.0, y), &[("requirement", font)]) + 46.0;
    let bold = theme::NUMBER.bold();
    let parts = [
        ("n\u{202f}%", bold.color(theme::WITHOUT)),
        (&format!("  covered {}", words::unless(ctx)), theme::NUMBER),
    ];
    x = canvas.texts((x, y), &parts) + 20.0;
    canvas.texts(
        (x, y),
        &[("n\u{202f}%", bold.color(theme::SCENARIO)), ("  scenario", theme::NUMBER.color(theme::SCENARIO))],
    );
}

fn draw_panel(canvas: &Canvas, frame: Frame, panel: &Panel) {
    let bars = || panel.pairs.iter().flat_map(|(_, pair)| pair.iter());
    let top = bars().map(|b| b.top().max(b.requirement)).fold(0.0, f64::max);
    let top = if top > 0.0 { top * 1.08 } else { 1.0 };
    let plot = canvas.plot(frame, 0.0..frame.w, 0.0..top);
    let ticks = Ticks::of(0.0, top, 4);
    for &v in &ticks.values {
        if v > 0.0 {
            plot.grid(v);
        }
        plot.value_number(v, &ticks.label(v));
    }
    let group = frame.w / panel.pairs.len().max(1) as f64;
    let width = (0.34 * group).clamp(0.0, if frame.w > 1000.0 { 110.0 } else { 46.0 });
    let gap = width * 0.17;
    for (i, (tier, pair)) in panel.pairs.iter().enumerate() {
        let center = group * (i as f64 + 0.5);
        let lefts = [center - gap / 2.0 - width, center + gap / 2.0];
        for (bar, left) in pair.iter().zip(lefts) {
            draw_bar(canvas, &plot, bar, left, width);
        }
        // the requirement is the same in both arms
        let need = pair[0].requirement.max(pair[1].requirement);
        if need > 0.0 {
            let (a, b) = (lefts[0] - 8.0, lefts[1] + width + 8.0);
            plot.line(&[(a, need), (b, need)], theme::INK, theme::REQUIREMENT);
        }
        for ((bar, left), color) in pair.iter().zip(lefts).zip([theme::WITHOUT, theme::SCENARIO]) {
            let (text, color) = match bar.coverage.filter(|_| need > 0.0) {
                Some(c) => (numbers::number(100.0 * c, 0), color),
                None => ("–".to_owned(), theme::GREY),
            };
            let (x, y) = plot.at(left + width / 2.0, bar.top().max(need));
            let size = if width < 34.0 { 16.0 } else { 18.0 };
            let half = theme::VALUE.size(size).width(&text) / 2.0 + 3.0;
            canvas.rect(x - half..x + half, y - 9.0 - size * 0.72..y - 7.0, theme::WHITE);
            canvas.text((x, y - 9.0), &text, theme::VALUE.size(size).color(color), Align::Center);
        }
        plot.category_number(center, &format!("D+{tier}"), 22.0);
    }
    plot.baseline();
    let unit = text::fit(&format!("unit: {}", panel.domain.unit), 0.42 * frame.w, theme::NUMBER, 2);
    let widest = unit.lines.iter().map(|l| unit.font.width(l)).fold(0.0, f64::max);
    let name = text::fit(&panel.domain.title, frame.w - widest - 14.0, theme::PANEL, 2);
    let blocks = [(&name, frame.x - 2.0, Align::Left), (&unit, frame.right(), Align::Right)];
    for (block, x, align) in blocks {
        for (i, line) in block.lines.iter().rev().enumerate() {
            let y = frame.y - 23.0 - (block.font.size + 1.0) * i as f64;
            canvas.text((x, y), line, block.font, align);
        }
    }
}

fn draw_bar(canvas: &Canvas, plot: &super::canvas::Plot, bar: &Bar, left: f64, width: f64) {
    let colors = [theme::EUROPEAN, theme::US_IN_PLACE, theme::US_REINFORCEMENT];
    let mut base = 0.0;
    for (value, color) in bar.sources.iter().zip(colors) {
        let (x0, y1) = plot.at(left, base);
        let (x1, y0) = plot.at(left + width, base + value);
        if y1 - y0 > 0.2 {
            canvas.rect(x0..x1, y0..y1, color);
            if color == theme::US_REINFORCEMENT {
                canvas.outline(x0 + 0.5..x1 - 0.5, y0..y1, theme::US_REINFORCEMENT_EDGE, 1.0);
            } else if base > 0.0 {
                canvas.line(&[(x0, y1), (x1, y1)], theme::WHITE, 1.0);
            }
        }
        base += value;
    }
    let (x0, y1) = plot.at(left, base);
    let (x1, y0) = plot.at(left + width, base + bar.unusable);
    if y1 - y0 > 0.6 {
        canvas.hatched(x0 + 0.5..x1 - 0.5, y0..y1);
    }
}

/// The finding, longest form first; a question if it does not stand.
fn titles(ctx: &Context) -> Vec<String> {
    let s = ctx.focus;
    let mut tiers = ctx.summary.tiers.clone();
    tiers.sort_unstable();
    let mean = |arm: &str, tier: u32| s.index_of(arm, tier).map_or(0.0, |e| e.mean);
    let without: Vec<f64> = tiers.iter().map(|t| mean("counterfactual", *t)).collect();
    let (Some(first), Some(last)) = (tiers.first(), tiers.last()) else { return Vec::new() };
    let rising = without.windows(2).all(|w| w[1] > w[0] + 0.005);
    let falling = without.windows(2).all(|w| w[1] < w[0] - 0.005);
    let worst =
        tiers.iter().max_by(|a, b| mean("counterfactual", **a).total_cmp(&mean("counterfactual", **b)));
    let shape = if tiers.len() == 1 {
        format!("{} of what D+{first} requires is missing anyway", numbers::percent(without[0]))
    } else if rising {
        format!("The gap widens from D+{first} to D+{last} even without a drawdown")
    } else if falling {
        format!("The gap narrows from D+{first} to D+{last} without a drawdown")
    } else {
        format!("Without a drawdown the gap is widest at D+{}", worst.copied().unwrap_or(*first))
    };
    if words::identical(s) {
        return vec![format!("{shape}; here nobody leaves"), shape];
    }
    let sure: Vec<u32> = tiers
        .iter()
        .copied()
        .filter(|t| words::verdict(s, *t) == Verdict::Adds("") && mean("attributable", *t) >= 0.005)
        .collect();
    let question = "Do forces arrive in time, and whose?".to_owned();
    let act = crate::present::act_of(s);
    if sure.is_empty() {
        return vec![format!("{shape}; {act} changes little or may go either way"), shape, question];
    }
    // where the mean falls by more than half a point; at one of them at least that is sure
    let falls: Vec<u32> = tiers.iter().copied().filter(|t| mean("attributable", *t) >= 0.005).collect();
    let bites = if tiers.len() == 1 {
        format!("{act} adds to it")
    } else if falls.len() == tiers.len() {
        format!("{act} bites at every stage")
    } else if falls.len() <= 3 {
        let stages: Vec<String> = falls.iter().map(|t| format!("D+{t}")).collect();
        format!("{act} bites at {}", words::list(&stages))
    } else {
        let most =
            falls.iter().max_by(|a, b| mean("attributable", **a).total_cmp(&mean("attributable", **b)));
        format!("{act} bites most at D+{}", most.copied().unwrap_or(*first))
    };
    vec![format!("{shape}; {bites}"), shape, question]
}
