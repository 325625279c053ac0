//! Figure 3: when a gap is closed, and for good.

mod never;
mod wording;

use super::closed_by::Closure;
use crate::plot::PlotError;
use crate::plot::backend::Recording;
use crate::plot::canvas::{Align, Canvas, Frame, Plot};
use crate::plot::data::Context;
use crate::plot::theme;
use crate::plot::{numbers, scale, text, words};
use crate::store::summary::{DomainInfo, ScenarioSummary};

/// Draws the figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn draw(ctx: &Context) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let closure = Closure::read(ctx);
    if closure.rows.is_empty() {
        canvas.head(&["When are gaps closed, and for good?".to_owned()], &[], false);
        canvas.text(
            (theme::MARGIN, 160.0),
            "– (the run has no closure at this readiness)",
            theme::ROW,
            Align::Left,
        );
        canvas.caption("", &words::caption(ctx, &[], true));
        return canvas.finish();
    }
    let closes = |d: &&DomainInfo| closure.largest(ctx, &d.id) > 0.05;
    let domains: Vec<&DomainInfo> = ctx.domains().filter(closes).collect();
    let mark = closure.marks()[0];
    // the domain that loses most, on the mean over scenarios
    let lost = |d: &DomainInfo| -> f64 {
        let years = closure.marks();
        years.iter().map(|y| ctx.shown.iter().map(|s| closure.lost(s, &d.id, *y).abs()).sum::<f64>()).sum()
    };
    let best = |critical: bool| {
        let domains = domains.iter().copied().filter(|d| d.critical || !critical);
        domains.max_by(|a, b| lost(a).total_cmp(&lost(b)).then(b.title.cmp(&a.title)))
    };
    // a critical domain if it loses at least half as much as the one that loses most
    let shown = match (best(true), best(false)) {
        (Some(critical), Some(any)) if 2.0 * lost(critical) >= lost(any) => Some(critical),
        (_, any) => any,
    };
    // a single year is no curve
    let Some(domain) = shown.filter(|_| closure.first < closure.last) else {
        never::never_only(ctx, &canvas, &closure);
        return canvas.finish();
    };
    let closure = closure.until_settled(ctx, &domain.id);
    let mut scenarios = ctx.shown.clone();
    scenarios.sort_by(|a, b| {
        let lost = |s| closure.lost(s, &domain.id, mark);
        lost(a).total_cmp(&lost(b)).then_with(|| a.title.cmp(&b.title))
    });
    let gain = scenarios.iter().any(|s| closure.years().any(|y| closure.lost(s, &domain.id, y) < -0.01));
    let subtitle = [
        format!(
            "Probability that the {} gap at D+{} is closed for good by year end, %.",
            words::inside(&domain.title),
            ctx.tier
        ),
        "Includes gaps that never open.".to_owned(),
        if gain { "Blue: gained, red: lost" } else { "Shaded: lost to the drawdown" }.to_owned(),
    ];
    canvas.head(&wording::titles(ctx, &closure, domain, &scenarios, mark), &subtitle, false);
    key(ctx, &canvas, &closure);
    let never = ctx.domains().filter(|d| d.id != domain.id);
    let never = never.min_by(|a, b| closure.largest(ctx, &a.id).total_cmp(&closure.largest(ctx, &b.id)));
    let never = never.filter(|d| closure.largest(ctx, &d.id) <= 0.05);
    let never = never.filter(|_| scenarios.len() < 12);
    let panels = scenarios.len() + usize::from(never.is_some());
    for (i, s) in scenarios.iter().enumerate() {
        panel(ctx, &canvas, &closure, cell(i, panels), domain, s);
    }
    if let Some(d) = never {
        let frame = cell(scenarios.len(), panels);
        never::never_panel(ctx, &canvas, &closure, frame, d, frame.x < 80.0);
    }
    canvas
        .caption(&words::left_out(ctx), &words::caption(ctx, &wording::caveats(ctx, &closure, domain), true));
    canvas.finish()
}

/// What the lines and the numbers of every panel are.
fn key(ctx: &Context, canvas: &Canvas, closure: &Closure) {
    let (y, mut x) = (126.0, theme::MARGIN);
    let line = |x: f64| [(x, y - 6.0), (x + 40.0, y - 6.0)];
    canvas.line(&line(x), theme::SCENARIO, theme::REQUIREMENT);
    let red = theme::NUMBER.bold().color(theme::SCENARIO);
    x = canvas.texts((x + 48.0, y), &[("with the drawdown", red)]) + 34.0;
    canvas.dashed(&line(x), theme::WITHOUT, theme::COMPARISON, theme::DASH);
    x = canvas.texts((x + 48.0, y), &[(words::unless(ctx), theme::NUMBER.bold().color(theme::WITHOUT))])
        + 34.0;
    let years: Vec<String> = closure.marks().iter().map(ToString::to_string).collect();
    let words = format!(
        "numbers: closed by the end of {}, {} in brackets; line at the right: still open in {}",
        words::list(&years),
        words::unless(ctx),
        ctx.last_year()
    );
    canvas.text((x, y), &words, theme::NUMBER, Align::Left);
}

/// The place of panel `i` of `n`: the page is full for any number of them.
fn cell(i: usize, n: usize) -> Frame {
    let (columns, w, h, dx, dy, y) = match n {
        0..=1 => (1, 1452.0, 560.0, 0.0, 0.0, 186.0),
        2 => (2, 690.0, 560.0, 762.0, 0.0, 186.0),
        3 => (3, 444.0, 560.0, 514.0, 0.0, 186.0),
        4 => (2, 690.0, 262.0, 762.0, 342.0, 182.0),
        5..=6 => (3, 444.0, 262.0, 514.0, 342.0, 182.0),
        7..=8 => (4, 318.0, 262.0, 378.0, 342.0, 182.0),
        _ => (4, 318.0, 150.0, 378.0, 240.0, 176.0),
    };
    let (c, r) = ((i % columns) as f64, (i / columns) as f64);
    Frame { x: 78.0 + dx * c, y: y + dy * r, w, h }
}

fn panel(
    ctx: &Context,
    canvas: &Canvas,
    closure: &Closure,
    frame: Frame,
    domain: &DomainInfo,
    s: &ScenarioSummary,
) {
    axes(canvas, closure, frame, &s.short_title, frame.x < 80.0, &[50.0, 100.0]);
    let plot = canvas.plot(frame, closure.span(), 0.0..100.0);
    let line = |scenario: bool| -> Vec<(f64, f64)> {
        closure.years().map(|y| (f64::from(y), 100.0 * closure.p(s, scenario, &domain.id, y))).collect()
    };
    let (with, without) = (line(true), line(false));
    shade(&plot, &with, &without);
    // the dashes lie on top: where both are equal both can be seen
    plot.line(&with, theme::SCENARIO, theme::REQUIREMENT);
    plot.dashed(&without, theme::WITHOUT, theme::COMPARISON, theme::DASH);
    // the bracket: what never closes
    let (x, top) = plot.at(closure.span().end - 0.012 * f64::from(closure.until - closure.first), 100.0);
    let end = with.last().map_or(0.0, |p| p.1);
    let low = plot.at(0.0, end).1;
    if low > top + 1.0 {
        canvas.line(&[(x, top), (x, low.max(top + 3.0))], theme::INK, 2.0);
    }
    let without_end = without.last().map_or(0.0, |p| p.1);
    let open = |closed: f64| numbers::probability(1.0 - closed / 100.0, ctx.replicates);
    let label = format!("still open in {}: {} (without: {})", ctx.last_year(), open(end), open(without_end));
    let label = text::fit(&label, frame.w, theme::NOTE.color(theme::INK), 1);
    canvas.text((x + 1.0, top - 8.0), &label.lines[0], label.font, Align::Right);
    for mark in closure.marks() {
        let both = [true, false].map(|scenario| closure.p(s, scenario, &domain.id, mark));
        canvas.disc(plot.at(f64::from(mark), 100.0 * both[0]), 5.0, theme::SCENARIO);
        numbers_at(ctx, canvas, &plot, mark, both);
    }
}

/// Both probabilities of a year beside their lines: with the drawdown, and in brackets without it.
fn numbers_at(ctx: &Context, canvas: &Canvas, plot: &Plot, year: i32, [with, without]: [f64; 2]) {
    let frame = plot.frame;
    let number = |p: f64| match numbers::probability(p, ctx.replicates) {
        none if none.contains("of") => "0".to_owned(),
        some => some,
    };
    let bold = theme::VALUE.size(if frame.h < 200.0 { 18.0 } else { 19.0 });
    let grey = theme::NUMBER.color(theme::WITHOUT);
    let parts = [(&*number(with), bold), (&*format!(" ({})", number(without)), grey)];
    let width: f64 = parts.iter().map(|(text, font)| font.width(text)).sum();
    let at = |p: f64| plot.at(f64::from(year), 100.0 * p);
    let (x, dot) = at(with);
    let (lower, upper) = (dot.max(at(without).1), dot.min(at(without).1));
    // below both lines where there is room, else between them, else above both
    let (x, y) = if lower + 26.0 <= frame.bottom() - 3.0 {
        (x + 7.0, lower + 25.0)
    } else if lower - upper > 40.0 {
        // left of the dot, where a line that rises is lower
        (x + 8.0 - width, lower - 12.0)
    } else {
        (x - width, (upper - 11.0).max(frame.y + 14.0))
    };
    let x = x.min(frame.right() - width).max(frame.x + 2.0);
    canvas.texts((x, y.min(frame.bottom() - 4.0)), &parts);
}

/// The area between both lines: what is lost, and in another colour what is gained; a piece between two crossings.
pub(super) fn shade(plot: &Plot, with: &[(f64, f64)], without: &[(f64, f64)]) {
    let mut piece: Vec<(f64, f64, f64)> = Vec::new();
    let mut gain = false;
    let draw = |piece: &[(f64, f64, f64)], gain: bool| {
        if piece.len() > 1 {
            plot.band(piece, if gain { theme::GAIN } else { theme::BAND_90 });
        }
    };
    for (a, b) in with.iter().zip(without) {
        let (x, high, low) = (a.0, a.1, b.1);
        let above = high - low;
        if above != 0.0 && (above > 0.0) != gain {
            if let Some(&(x0, high0, low0)) = piece.last() {
                let t = (high0 - low0) / ((high0 - low0) - above);
                let at = high0 + t * (high - high0);
                let cross = (x0 + t * (x - x0), at, at);
                piece.push(cross);
                draw(&piece, gain);
                piece = vec![cross];
            }
            gain = above > 0.0;
        }
        piece.push((x, high, low));
    }
    draw(&piece, gain);
}

fn axes(canvas: &Canvas, closure: &Closure, frame: Frame, title: &str, numbered: bool, grid: &[f64]) {
    let plot = canvas.plot(frame, closure.span(), 0.0..100.0);
    for &v in grid {
        plot.grid(v);
    }
    plot.baseline();
    if numbered {
        for v in [0.0, 50.0, 100.0] {
            plot.value_number(v, &numbers::number(v, 0));
        }
    }
    let pixels = frame.w / (closure.span().end - closure.span().start);
    for y in scale::years(closure.first, closure.until, pixels) {
        plot.category_number(f64::from(y), &y.to_string(), 22.0);
    }
    let name = text::fit(title, frame.w, theme::PANEL, 1);
    canvas.text((frame.x, frame.y - 27.0), &name.lines[0], name.font, Align::Left);
}
