//! Under the cells: what each scenario adds over all capabilities, and what marks mean.

use super::{Layout, flag, right};
use crate::plot::{
    canvas::{Align, Canvas},
    data::Context,
    numbers, text, theme,
};

pub(super) fn draw(ctx: &Context, canvas: &Canvas, layout: &Layout, rows: usize) {
    let bottom = layout.y(rows);
    canvas.line(&[(theme::MARGIN, bottom + 10.0), (1552.0, bottom + 10.0)], theme::AXIS, 1.0);
    let (first, last) = ctx.headline_years();
    let alarm = theme::NUMBER.color(theme::MONEY_TEXT);
    let span = numbers::years(first, last);
    let lines = [
        ("attributable", format!("All, weighted: added, {span}"), theme::ROW.bold(), 33.0),
        ("direct_effect", "before allies react (direct)".to_owned(), theme::NUMBER, 58.0),
        ("induced", "by the alarm of allies (induced)".to_owned(), alarm, 80.0),
    ];
    for (arm, label, font, below) in lines {
        // A run without causes does not know what allies do.
        if ctx.shown.iter().all(|s| s.index_of(arm, ctx.tier).is_none()) {
            continue;
        }
        let indent = if arm == "attributable" { 0.0 } else { 6.0 };
        let room = layout.without + 8.0 - theme::MARGIN;
        let fitted = text::fit(&label, room, font, 1);
        canvas.text((theme::MARGIN + indent, bottom + below), &fitted.lines[0], fitted.font, Align::Left);
        for (c, scenario) in ctx.shown.iter().enumerate() {
            let value = scenario.index_of(arm, ctx.tier);
            let text = match value {
                None => "–".to_owned(),
                Some(e) if e.mean == 0.0 && e.p05 == 0.0 && e.p95 == 0.0 => "0".to_owned(),
                Some(e) if (100.0 * e.mean).abs() < 0.05 => "≈ 0".to_owned(),
                // of what is missing: a plus is more
                Some(e) => numbers::signed(100.0 * e.mean, numbers::decimals(100.0 * e.se, 1)),
            };
            let x = layout.x(c) + layout.column * if layout.narrow { 0.5 } else { 0.23 };
            canvas.text((x, bottom + below), &text, font, Align::Center);
        }
    }
    let x = right(ctx, layout);
    let room = 1570.0 - x - 20.0;
    let cells = || {
        let of = |s| ctx.domains().filter_map(move |d| ctx.loss(s, &d.id)).map(|d| &d.loss);
        ctx.shown.iter().copied().flat_map(of)
    };
    let flagged = [
        (cells().any(|e| e.mean >= 0.005 && e.p05 < 0.005), "no loss in ≥ 5\u{202f}% of cases"),
        (cells().any(|e| e.mean <= -0.005 && e.p95 > -0.005), "no gain in ≥ 5\u{202f}% of cases"),
    ];
    if let Some((_, words)) = flagged.into_iter().find(|(any, _)| *any) {
        flag(canvas, (x, bottom + 21.0), theme::GREY);
        let note = text::fit(words, room, theme::NOTE, 1);
        canvas.text((x + 20.0, bottom + 33.0), &note.lines[0], note.font, Align::Left);
    }
    if ctx.shown.len() > 1 && !ctx.focus.binding.is_empty() {
        let held = format!("Held open: with “{}”", ctx.focus.short_title);
        let note = text::fit(&held, room + 20.0, theme::NOTE, 2);
        for (i, line) in note.lines.iter().enumerate() {
            canvas.text((x, bottom + 58.0 + 19.0 * i as f64), line, note.font, Align::Left);
        }
    }
}
