//! Figure 3: when a gap is closed, and for good.

mod wording;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::plot::PlotError;
use crate::plot::backend::Recording;
use crate::plot::canvas::{Align, Canvas, Frame};
use crate::plot::data::{Context, of_arm, year_ticks};
use crate::plot::theme;
use crate::plot::{numbers, text, words};
use crate::store::summary::{DomainInfo, ScenarioSummary};
use crate::store::table::Row;

/// P(closed by the end of the year) by scenario, arm, domain and year.
struct Closure<'a> {
    rows: BTreeMap<(&'a str, bool, &'a str, i32), &'a Row>,
    first: i32,
    /// The last year that can be judged.
    last: i32,
}

impl<'a> Closure<'a> {
    fn read(ctx: &Context<'a>) -> Self {
        let rows = ctx
            .tables
            .closure
            .rows
            .iter()
            .filter(|r| r.outcome == "closed_by" && r.tier == Some(ctx.tier()))
            .filter(|r| of_arm(r, "scenario") || of_arm(r, "counterfactual"))
            .filter_map(|r| {
                Some(((r.scenario.as_str(), of_arm(r, "scenario"), r.domain.as_deref()?, r.year?), r))
            })
            .collect();
        let first = ctx.summary.start_year;
        Self { rows, first, last: (ctx.last_year() - 1).max(first) }
    }

    fn row(&self, s: &ScenarioSummary, scenario: bool, domain: &str, year: i32) -> Option<&'a Row> {
        self.rows.get(&(s.id.as_str(), scenario, domain, year)).copied()
    }

    fn p(&self, s: &ScenarioSummary, scenario: bool, domain: &str, year: i32) -> f64 {
        self.row(s, scenario, domain, year).and_then(|r| r.probability).unwrap_or(0.0)
    }

    fn lost(&self, s: &ScenarioSummary, domain: &str, year: i32) -> f64 {
        self.p(s, false, domain, year) - self.p(s, true, domain, year)
    }

    /// The largest probability of a domain in any scenario and arm.
    fn largest(&self, ctx: &Context, domain: &str) -> f64 {
        let all = ctx
            .shown
            .iter()
            .flat_map(|s| [self.p(s, true, domain, self.last), self.p(s, false, domain, self.last)]);
        all.fold(0.0, f64::max)
    }

    fn years(&self) -> impl Iterator<Item = i32> {
        self.first..=self.last
    }

    /// The range of the year axis: some room on both sides.
    fn span(&self) -> Range<f64> {
        let (first, last) = (f64::from(self.first), f64::from(self.last));
        let unit = (last - first).max(1.0) / 13.0;
        first - 0.4 * unit..last + 0.6 * unit
    }

    /// Years that carry dots and numbers: 2030 and 2035 where they lie inside.
    fn marks(&self) -> Vec<i32> {
        let marks: Vec<i32> =
            [2030, 2035].into_iter().filter(|y| self.first < *y && *y < self.last).collect();
        if !marks.is_empty() {
            return marks;
        }
        let span = self.last - self.first;
        if span >= 8 {
            vec![self.first + 4, self.first + span * 2 / 3]
        } else {
            vec![self.first + span * 2 / 3]
        }
    }
}

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
    let Some(domain) = shown else {
        never_only(ctx, &canvas, &closure);
        return canvas.finish();
    };
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
        if gain { "Shaded: the difference" } else { "Shaded: lost to the drawdown" }.to_owned(),
    ];
    canvas.head(&wording::titles(&closure, domain, &scenarios, mark), &subtitle, false);
    let never = ctx.summary.domains.iter().filter(|d| d.id != domain.id);
    let never = never.min_by(|a, b| closure.largest(ctx, &a.id).total_cmp(&closure.largest(ctx, &b.id)));
    let never = never.filter(|d| closure.largest(ctx, &d.id) <= 0.05);
    for (i, s) in scenarios.iter().enumerate() {
        panel(ctx, &canvas, &closure, cell(i, scenarios.len() + 1), domain, s, i);
    }
    if let Some(d) = never.filter(|_| scenarios.len() < 12) {
        let frame = cell(scenarios.len(), scenarios.len() + 1);
        never_panel(ctx, &canvas, &closure, frame, d, scenarios.len().is_multiple_of(4));
    }
    canvas
        .caption(&words::left_out(ctx), &words::caption(ctx, &wording::caveats(ctx, &closure, domain), true));
    canvas.finish()
}

/// The place of panel `i` of `n`.
fn cell(i: usize, n: usize) -> Frame {
    let (columns, w, h, dx, dy, y) = match n {
        0..=2 => (2, 690.0, 560.0, 762.0, 0.0, 186.0),
        3..=8 => (4, 318.0, 262.0, 378.0, 342.0, 182.0),
        _ => (4, 318.0, 168.0, 378.0, 240.0, 156.0),
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
    let band: Vec<_> = with.iter().zip(&without).map(|(a, b)| (a.0, a.1, b.1)).collect();
    plot.band(&band, theme::BAND_90);
    // the dashes lie on top: where both are equal both can be seen
    plot.line(&with, theme::SCENARIO, theme::REQUIREMENT);
    plot.dashed(&without, theme::WITHOUT, theme::COMPARISON, theme::DASH);
    // the bracket: what never closes
    let (x, top) = plot.at(closure.span().end - 0.012 * f64::from(closure.last - closure.first), 100.0);
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
        if i == 0 && upper - 10.0 > top + 14.0 && clear {
            canvas.text((at.0 - 4.0, upper - 10.0), &without, grey, Align::Right);
        }
    }
    if i == 0 {
        // above both lines where they are low, below them where they are high or the scenario lies above
        let mark = f64::from(closure.marks()[0]);
        let of_mark = |line: &[(f64, f64)]| line.iter().find(|p| p.0 == mark).map_or(0.0, |p| p.1);
        let (mark_with, mark_without) = (of_mark(&with), of_mark(&without));
        let (x, high) = plot.at(f64::from(closure.first), mark_with.max(mark_without));
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
    for y in year_ticks(closure.first, closure.last, pixels) {
        plot.category_number(f64::from(y), &y.to_string(), 22.0);
    }
    let name = text::fit(title, frame.w, theme::PANEL, 1);
    canvas.text((frame.x, frame.y - 27.0), &name.lines[0], name.font, Align::Left);
}

/// "closed by 2039 in at most 7 of 2,000 replicates".
fn at_most(ctx: &Context, closure: &Closure, domain: &DomainInfo) -> String {
    let k = closure.largest(ctx, &domain.id) * ctx.replicates as f64;
    let n = numbers::thousands(ctx.replicates as f64);
    let most = if k.round() > 0.0 { "at most " } else { "" };
    format!("closed by {} in {most}{} of {n} replicates", closure.last, numbers::thousands(k.round()))
}

fn never_panel(
    ctx: &Context,
    canvas: &Canvas,
    closure: &Closure,
    frame: Frame,
    domain: &DomainInfo,
    numbered: bool,
) {
    let grid: &[f64] = if frame.h > 300.0 { &[50.0, 100.0] } else { &[100.0] };
    axes(canvas, closure, frame, "What “never” looks like", numbered, grid);
    let plot = canvas.plot(frame, closure.span(), 0.0..100.0);
    if let Some(s) = ctx.shown.first() {
        let line = |scenario: bool| -> Vec<(f64, f64)> {
            closure.years().map(|y| (f64::from(y), 100.0 * closure.p(s, scenario, &domain.id, y))).collect()
        };
        plot.line(&line(true), theme::SCENARIO, theme::REQUIREMENT);
        plot.dashed(&line(false), theme::WITHOUT, theme::COMPARISON, theme::DASH);
    }
    let who = if ctx.shown.len() > 1 { "all scenarios and no drawdown" } else { "scenario and no drawdown" };
    let words = format!(
        "{}, {who}: {}",
        words::capital(&words::inside(&domain.title)),
        at_most(ctx, closure, domain)
    );
    let lines = text::wrap(&words, frame.w - 70.0, theme::NUMBER).unwrap_or_else(|| vec![words]);
    let middle = frame.y + frame.h * if frame.h > 300.0 { 0.25 } else { 0.45 };
    canvas.block((frame.x + 14.0, middle), &lines, theme::NUMBER, Align::Left, 26.0_f64.min(frame.h / 7.0));
}

/// The whole page for the case that nothing closes.
fn never_only(ctx: &Context, canvas: &Canvas, closure: &Closure) {
    let subtitle = [
        format!(
            "Probability that a gap at D+{} is closed for good by the end of {}, %.",
            ctx.tier(),
            closure.last
        ),
        "Includes gaps that never open.".to_owned(),
    ];
    let most = ctx.summary.domains.iter().map(|d| closure.largest(ctx, &d.id)).fold(0.0, f64::max);
    let hardly = if most > 0.0 { "Hardly any" } else { "No" };
    let without = format!("{hardly} gap closes by {}, with or without a drawdown", closure.last);
    canvas.head(&[without], &subtitle, false);
    let mut domains: Vec<&DomainInfo> = ctx.summary.domains.iter().collect();
    domains.sort_by(|a, b| closure.largest(ctx, &b.id).total_cmp(&closure.largest(ctx, &a.id)));
    let Some(first) = domains.first() else { return };
    never_panel(ctx, canvas, closure, Frame { x: 78.0, y: 176.0, w: 640.0, h: 560.0 }, first, true);
    let row = (600.0 / domains.len() as f64).min(44.0);
    let size = (row * 0.7).clamp(15.0, 18.0);
    let head = theme::ROW.bold().size(size.min(17.0));
    canvas.text((800.0, 162.0), "Capability", head, Align::Left);
    canvas.text((1330.0, 162.0), "no drawdown", head, Align::Right);
    canvas.text((1552.0, 162.0), "any scenario, at most", head, Align::Right);
    let rows = ((640.0 / row.max(21.0)) as usize).max(1);
    for (i, d) in domains.iter().take(rows).enumerate() {
        let y = 190.0 + row.max(21.0) * i as f64;
        let name = text::fit(&d.title, 400.0, theme::ROW.size(size), 1);
        canvas.text((800.0, y), &name.lines[0], name.font, Align::Left);
        let without = ctx.shown.iter().map(|s| closure.p(s, false, &d.id, closure.last)).fold(0.0, f64::max);
        let with = ctx.shown.iter().map(|s| closure.p(s, true, &d.id, closure.last)).fold(0.0, f64::max);
        let grey = theme::ROW.size(size).color(theme::GREY);
        let p = |v| numbers::probability_percent(v, ctx.replicates);
        canvas.text((1330.0, y), &p(without), grey, Align::Right);
        canvas.text((1552.0, y), &p(with), grey.color(theme::SCENARIO), Align::Right);
    }
    canvas.caption("", &words::caption(ctx, &wording::caveats(ctx, closure, first), true));
}
