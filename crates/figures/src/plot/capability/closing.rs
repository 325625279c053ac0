//! When the gap of a capability closes, with the drawdown and without: the chance by year, and the years of even and of good
//! odds.

use crate::plot::{
    canvas::{Align, Canvas, Frame},
    closed_by::Closure,
    closure::shade,
    data::Context,
    numbers, scale, theme, words,
};
use crate::store::summary::DomainInfo;

/// Even and good odds.
pub(super) const ODDS: [f64; 2] = [0.5, 0.8];

/// The first year by whose end the gap is closed with a chance; nothing where it is not by the last.
pub(super) fn by(
    ctx: &Context,
    closure: &Closure,
    domain: &DomainInfo,
    scenario: bool,
    chance: f64,
) -> Option<i32> {
    (closure.first..=closure.last).find(|year| closure.p(ctx.focus, scenario, &domain.id, *year) >= chance)
}

pub(super) fn draw(ctx: &Context, canvas: &Canvas, closure: &Closure, domain: &DomainInfo) {
    let (left, y) = (850.0, 532.0);
    canvas.text((left, y), "When it closes, and for good", theme::PANEL, Align::Left);
    let s = ctx.focus;
    let known = closure.row(s, true, &domain.id, closure.last).is_some();
    if !known {
        let none = format!("– (the run does not say at D+{})", ctx.tier);
        canvas.text((left, y + 44.0), &none, theme::ROW.color(theme::GREY), Align::Left);
        return;
    }
    // a single year is no curve
    if closure.first < closure.last {
        let frame = Frame { x: left + 34.0, y: y + 44.0, w: 336.0, h: 170.0 };
        curve(ctx, canvas, closure, domain, frame);
    }
    let (name, with, without) = (1262.0, 1440.0, 1552.0);
    let bold = |color| theme::NUMBER.bold().color(color);
    canvas.text((with, y + 44.0), "scenario", bold(theme::SCENARIO), Align::Right);
    canvas.text((without, y + 44.0), "without", bold(theme::WITHOUT), Align::Right);
    let year = |year: Option<i32>| year.map_or("–".to_owned(), |year| year.to_string());
    let open = |scenario| {
        let closed = closure.p(s, scenario, &domain.id, closure.last);
        numbers::probability_percent(1.0 - closed, ctx.replicates)
    };
    let [even, good] =
        ODDS.map(|chance| [true, false].map(|arm| year(by(ctx, closure, domain, arm, chance))));
    let lines = [
        (format!("{} by", numbers::percent(ODDS[0])), even),
        (format!("{} by", numbers::percent(ODDS[1])), good),
        (format!("open in {}", ctx.last_year()), [open(true), open(false)]),
    ];
    for (i, (what, [a, b])) in lines.into_iter().enumerate() {
        let y = y + 80.0 + 36.0 * i as f64;
        canvas.text((name, y), &what, theme::ROW, Align::Left);
        canvas.text((with, y), &a, theme::ROW.bold().color(theme::SCENARIO), Align::Right);
        canvas.text((without, y), &b, theme::ROW.color(theme::WITHOUT), Align::Right);
    }
}

/// The chance by year, %.
fn curve(ctx: &Context, canvas: &Canvas, closure: &Closure, domain: &DomainInfo, frame: Frame) {
    let label = "chance by year end, %";
    canvas.text((frame.x, frame.y - 14.0), label, theme::NOTE, Align::Left);
    let plot = canvas.plot(frame, closure.span(), 0.0..100.0);
    for value in [0.0, 50.0, 100.0] {
        if value > 0.0 {
            plot.grid(value);
        }
        plot.value_number(value, &numbers::number(value, 0));
    }
    let line = |scenario: bool| -> Vec<(f64, f64)> {
        let p = |year| 100.0 * closure.p(ctx.focus, scenario, &domain.id, year);
        closure.years().map(|year| (f64::from(year), p(year))).collect()
    };
    let (with, without) = (line(true), line(false));
    shade(&plot, &with, &without);
    plot.baseline();
    plot.line(&with, theme::SCENARIO, theme::MEDIAN);
    plot.dashed(&without, theme::WITHOUT, theme::COMPARISON, theme::DASH);
    let pixels = frame.w / (closure.span().end - closure.span().start);
    for year in scale::years(closure.first, closure.until, pixels) {
        plot.category_number(f64::from(year), &year.to_string(), 22.0);
    }
}

/// When it closes in words, longest form first: "closed by 2034 in half of the runs (2031 if nobody leaves)"; nothing where the run
/// does not say.
pub(super) fn said(ctx: &Context, closure: &Closure, domain: &DomainInfo) -> Option<[String; 2]> {
    closure.row(ctx.focus, true, &domain.id, closure.last)?;
    let [with, without] = [true, false].map(|arm| by(ctx, closure, domain, arm, ODDS[0]));
    let unless = words::unless(ctx);
    let alone = match with {
        Some(with) => format!("closed by {with}"),
        None => format!("not closed by {}", closure.last),
    };
    let beside = match (with, without) {
        (Some(with), Some(without)) if with == without => format!(", as {unless}"),
        (_, Some(without)) => format!(" ({without} {unless})"),
        (Some(_), None) => format!(" (later than {} {unless})", closure.last),
        (None, None) => format!(", nor {unless}"),
    };
    Some(["in half of the runs", "in half the runs"].map(|odds| format!("{alone} {odds}{beside}")))
}
