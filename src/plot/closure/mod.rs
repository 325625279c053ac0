//! Figure 3: when a gap is closed, and for good.

mod never;
mod wording;

use super::closed_by::Closure;
use crate::plot::PlotError;
use crate::plot::backend::Recording;
use crate::plot::canvas::{Align, Canvas, Frame, Plot};
use crate::plot::data::{Context, year_ticks};
use crate::plot::theme;
use crate::plot::{numbers, text, words};
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
    let domains: Vec<&DomainInfo> = ctx.summary.domains.iter().filter(closes).collect();
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
            ctx.tier()
        ),
        "Includes gaps that never open.".to_owned(),
        if gain { "Blue: gained, red: lost" } else { "Shaded: lost to the drawdown" }.to_owned(),
    ];
    canvas.head(&wording::titles(ctx, &closure, domain, &scenarios, mark), &subtitle, false);
    let never = ctx.summary.domains.iter().filter(|d| d.id != domain.id);
    let never = never.min_by(|a, b| closure.largest(ctx, &a.id).total_cmp(&closure.largest(ctx, &b.id)));
    let never = never.filter(|d| closure.largest(ctx, &d.id) <= 0.05);
    let never = never.filter(|_| scenarios.len() < 12);
    let panels = scenarios.len() + usize::from(never.is_some());
    for (i, s) in scenarios.iter().enumerate() {
        panel(ctx, &canvas, &closure, cell(i, panels), domain, s, i);
    }
    if let Some(d) = never {
        let frame = cell(scenarios.len(), panels);
        never::never_panel(ctx, &canvas, &closure, frame, d, frame.x < 80.0);
    }
    canvas
        .caption(&words::left_out(ctx), &words::caption(ctx, &wording::caveats(ctx, &closure, domain), true));
    canvas.finish()
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
        _ => (4, 318.0, 150.0, 378.0, 240.0, 160.0),
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
    i: usize,
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
    let open = numbers::probability(1.0 - end / 100.0, ctx.replicates);
    let label = format!("still open in {}: {open}", ctx.last_year());
    canvas.text((x + 1.0, top - 8.0), &label, theme::NOTE.color(theme::INK), Align::Right);
    let font = theme::VALUE.size(if frame.h < 200.0 { 18.0 } else { 19.0 });
    for mark in closure.marks() {
        let value = closure.p(s, true, &domain.id, mark);
        let at = plot.at(f64::from(mark), 100.0 * value);
        canvas.disc(at, 5.0, theme::SCENARIO);
        let text = words::chance(ctx, value, closure.row(s, true, &domain.id, mark));
        let upper = plot.at(f64::from(mark), 100.0 * closure.p(s, false, &domain.id, mark)).1;
        let without = numbers::probability(closure.p(s, false, &domain.id, mark), ctx.replicates);
        let grey = theme::NUMBER.color(theme::WITHOUT);
        if upper > at.1 + 6.0 {
            // a gain: the scenario is the upper line
            if at.1 - 23.0 > top {
                canvas.text((at.0 - 7.0, at.1 - 9.0), &text, font, Align::Right);
            } else {
                canvas.text((at.0 + 7.0, at.1 + 21.0), &text, font, Align::Left);
            }
            if i == 0 && upper + 24.0 < frame.bottom() {
                canvas.text((at.0 + 7.0, upper + 23.0), &without, grey, Align::Left);
            }
            continue;
        }
        // below the dot where there is room, else between the lines, else above both
        if at.1 + 26.0 <= frame.bottom() - 3.0 {
            canvas.text((at.0 + 7.0, at.1 + 25.0), &text, font, Align::Left);
        } else if frame.bottom() - at.1 >= 15.0 {
            canvas.text((at.0 + 9.0, frame.bottom() - 4.0), &text, font, Align::Left);
        } else if at.1 - upper > 34.0 {
            canvas.text((at.0, at.1 - 11.0), &text, font, Align::Center);
        } else {
            // above both lines: a thin line says which of them is meant
            let y = upper.min(at.1) - 11.0;
            canvas.line(&[(at.0, at.1 - 5.0), (at.0, y + 4.0)], theme::SCENARIO, 1.0);
            canvas.text((at.0 + 6.0, y), &text, font, Align::Right);
        }
        let clear = frame.bottom() - at.1 >= 15.0 || at.1 - upper > 34.0;
        // the number of a later year keeps away from the words beside the first
        let words_end = frame.x + theme::NUMBER.width("no drawdown") + 30.0;
        let apart = closure.marks().first() == Some(&mark) || at.0 - 4.0 - grey.width(&without) > words_end;
        if i == 0 && upper - 10.0 > top + 14.0 && clear && apart {
            canvas.text((at.0 - 4.0, upper - 10.0), &without, grey, Align::Right);
        }
    }
    if i == 0 {
        // above both lines where they are low, below them where they are high or the scenario lies above
        let mark = f64::from(closure.marks()[0]);
        let of_mark = |line: &[(f64, f64)]| line.iter().find(|p| p.0 == mark).map_or(0.0, |p| p.1);
        let (mark_with, mark_without) = (of_mark(&with), of_mark(&without));
        // as high as the lines are anywhere under the words
        let width = theme::NUMBER.width("no drawdown") + 8.0;
        let reach = f64::from(closure.first) + width * (closure.span().end - closure.span().start) / frame.w;
        let under = with.iter().chain(&without).filter(|p| p.0 <= reach.max(mark)).map(|p| p.1);
        let (x, high) = plot.at(f64::from(closure.first), under.fold(0.0, f64::max));
        let low = plot.at(mark, mark_with.min(with[0].1).min(without[0].1)).1;
        let gain = mark_with > mark_without + 2.0;
        let (x, y) = if gain {
            let (x, y) = plot.at(mark, mark_without);
            (x + 38.0, (y + 23.0).min(frame.bottom() - 8.0))
        } else if high - 36.0 > top + 14.0 {
            (x, high - 36.0)
        } else {
            (x, (low + 50.0).min(frame.bottom() - 8.0))
        };
        canvas.text((x, y), "no drawdown", theme::NUMBER.color(theme::WITHOUT), Align::Left);
    }
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
    for y in year_ticks(closure.first, closure.until, pixels) {
        plot.category_number(f64::from(y), &y.to_string(), 22.0);
    }
    let name = text::fit(title, frame.w, theme::PANEL, 1);
    canvas.text((frame.x, frame.y - 27.0), &name.lines[0], name.font, Align::Left);
}
