//! What never closes: a panel, and the page for the case that nothing does.

use super::{axes, wording};
use crate::plot::canvas::{Align, Canvas, Frame};
use crate::plot::closed_by::Closure;
use crate::plot::data::Context;
use crate::plot::{
    numbers, text, theme,
    words::{self, Named},
};
use crate::store::summary::DomainInfo;

/// "closed by 2039 in at most 7 of 2,000 replicates".
fn at_most(ctx: &Context, closure: &Closure, domain: &DomainInfo) -> String {
    let k = closure.largest(ctx, &domain.id) * ctx.replicates as f64;
    let n = numbers::thousands(ctx.replicates as f64);
    let most = if k.round() > 0.0 { "at most " } else { "" };
    format!("closed by {} in {most}{} of {n} runs", closure.last, numbers::thousands(k.round()))
}

/// The panel of a domain that does not close.
pub(super) fn never_panel(
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
    let who = if ctx.shown.len() > 1 { "all scenarios" } else { "scenario" };
    let words = format!(
        "{}, {who}, and {}: {}",
        words::capital(&words::inside(&domain.title)),
        words::unless(ctx),
        at_most(ctx, closure, domain)
    );
    let room = frame.w - 70.0;
    let lines = text::wrap(&words, room, theme::NUMBER).filter(|lines| lines.len() <= 5);
    let lines = lines.unwrap_or_else(|| text::fit(&words, room, theme::NUMBER.size(15.0), 5).lines);
    let middle = frame.y + frame.h * if frame.h > 300.0 { 0.25 } else { 0.45 };
    canvas.block((frame.x + 14.0, middle), &lines, theme::NUMBER, Align::Left, 26.0_f64.min(frame.h / 7.0));
}

/// The whole page for the case that nothing closes.
pub(super) fn never_only(ctx: &Context, canvas: &Canvas, closure: &Closure) {
    let subtitle = [
        format!(
            "Probability that a gap at D+{} is closed for good by the end of {}, %.",
            ctx.tier, closure.last
        ),
        "Includes gaps that never open.".to_owned(),
    ];
    let most = ctx.domains().map(|d| closure.largest(ctx, &d.id)).fold(0.0, f64::max);
    let any = most > 0.0;
    let open = match words::named(ctx) {
        Some(Named::One(one)) => {
            format!("The gap of {one} is {} closed by", if any { "hardly ever" } else { "not" })
        }
        Some(Named::Those) => {
            format!("{} gap of those named closes by", if any { "Hardly any" } else { "No" })
        }
        None => format!("{} gap closes by", if any { "Hardly any" } else { "No" }),
    };
    let title = if most > 0.05 {
        format!("Which gaps are closed by the end of {}, and for good?", closure.last)
    } else {
        format!("{open} {}, with or without a drawdown", closure.last)
    };
    canvas.head(&[title], &subtitle, false);
    let mut domains: Vec<&DomainInfo> = ctx.domains().collect();
    domains.sort_by(|a, b| closure.largest(ctx, &b.id).total_cmp(&closure.largest(ctx, &a.id)));
    let Some(first) = domains.first() else { return };
    let one_year = closure.first == closure.last;
    if !one_year {
        never_panel(ctx, canvas, closure, Frame { x: 78.0, y: 176.0, w: 640.0, h: 560.0 }, first, true);
    }
    // a single year is no curve: the table alone
    let left = if one_year { theme::MARGIN } else { 800.0 };
    let row = (600.0 / domains.len() as f64).min(44.0);
    let size = (row * 0.7).clamp(15.0, 18.0);
    let head = theme::ROW.bold().size(size.min(17.0));
    canvas.text((left, 162.0), "Capability", head, Align::Left);
    canvas.text((1330.0, 162.0), words::unless(ctx), head, Align::Right);
    canvas.text((1552.0, 162.0), "any scenario, at most", head, Align::Right);
    let rows = ((640.0 / row.max(21.0)) as usize).max(1);
    for (i, d) in domains.iter().take(rows).enumerate() {
        let y = 190.0 + row.max(21.0) * i as f64;
        let name = text::fit(&d.title, 400.0, theme::ROW.size(size), 1);
        canvas.text((left, y), &name.lines[0], name.font, Align::Left);
        let without = ctx.shown.iter().map(|s| closure.p(s, false, &d.id, closure.last)).fold(0.0, f64::max);
        let with = ctx.shown.iter().map(|s| closure.p(s, true, &d.id, closure.last)).fold(0.0, f64::max);
        let grey = theme::ROW.size(size).color(theme::GREY);
        let p = |v| numbers::probability_percent(v, ctx.replicates);
        canvas.text((1330.0, y), &p(without), grey, Align::Right);
        canvas.text((1552.0, y), &p(with), grey.color(theme::SCENARIO), Align::Right);
    }
    canvas.caption("", &words::caption(ctx, &wording::caveats(ctx, closure, first), true));
}
