//! Beside the panels: whether bands are honest ally by ally, and where outcomes fell in the range.

use crate::{
    plot::{
        canvas::{Align, Canvas},
        numbers, theme,
    },
    store::hindcast::{Fan, HindcastSummary},
};

/// Left end of the inset, where its axis begins, and its right end.
const LEFT: f64 = 1242.0;
const AXIS: f64 = 1312.0;
const RIGHT: f64 = 1532.0;

/// Where a share lies.
fn at(share: f64) -> f64 {
    AXIS + (RIGHT - AXIS) * share
}

/// Draws it.
pub(super) fn draw(canvas: &Canvas, summary: &HindcastSummary, fans: &[&Fan]) {
    let small = theme::NUMBER;
    canvas.text((LEFT, 168.0), "Ally by ally: are the bands honest?", theme::PANEL, Align::Left);
    let what = format!("share of {} allies × years inside", summary.allies);
    canvas.text((LEFT, 196.0), &what, small, Align::Left);
    canvas.text((at(0.5), 222.0), "50", small, Align::Center);
    canvas.text((at(0.9), 222.0), "90\u{202f}%", small, Align::Center);
    let rows: Vec<_> =
        fans.iter().filter_map(|fan| summary.score("model", "allies", (fan.origin, fan.origin))).collect();
    let bottom = 254.0 + 40.0 * rows.len() as f64 - 16.0;
    for (i, row) in rows.iter().enumerate() {
        let y = 254.0 + 40.0 * i as f64;
        canvas.text((LEFT, y + 6.0), &row.first_origin.to_string(), theme::ROW, Align::Left);
        canvas.line(&[(AXIS, y), (RIGHT, y)], theme::RULE, 1.0);
    }
    for share in [0.5, 0.9] {
        canvas.dashed(
            &[(at(share), 230.0), (at(share), bottom)],
            theme::THRESHOLD,
            theme::THRESHOLD_WIDTH,
            theme::DOTS,
        );
    }
    for (i, row) in rows.iter().enumerate() {
        let y = 254.0 + 40.0 * i as f64;
        let (half, most) = (at(row.coverage_50), at(row.coverage_90));
        let whole = |share: f64| numbers::number(100.0 * share, 0);
        canvas.disc((half, y), 6.5, theme::MONEY_LIGHT);
        canvas.circle((half, y), 6.5, theme::MONEY_TEXT, 1.6);
        canvas.disc((most, y), 7.5, theme::MONEY);
        let font = small.color(theme::MONEY_TEXT);
        canvas.text((half - 12.0, y + 6.0), &whole(row.coverage_50), font, Align::Right);
        // Where both are near, the second stands at the other side.
        let number = whole(row.coverage_90);
        if most - half > 60.0 {
            canvas.text((most - 13.0, y + 6.0), &number, font.bold(), Align::Right);
        } else {
            canvas.text((most + 13.0, y + 6.0), &number, font.bold(), Align::Left);
        }
    }
    let font = small.color(theme::MONEY_TEXT);
    canvas.text((AXIS, bottom + 24.0), "half of the runs", font, Align::Left);
    canvas.text((1552.0, bottom + 24.0), "9 in 10", font.bold(), Align::Right);
    histogram(canvas, summary);
}

/// Where outcomes fell.
fn histogram(canvas: &Canvas, summary: &HindcastSummary) {
    /// Left and right end of the bars, and their foot.
    const ENDS: (f64, f64) = (LEFT, 1542.0);
    const FOOT: f64 = 600.0;
    let classes = summary.classes("model", "allies");
    let small = theme::NUMBER;
    canvas.text((LEFT, 430.0), "Where outcomes fell in the range", theme::PANEL.size(18.0), Align::Left);
    canvas.text(
        (LEFT, 455.0),
        "tenths of the runs, all origins; flat = honest",
        small.size(16.0),
        Align::Left,
    );
    if classes.is_empty() {
        return;
    }
    let most = classes.iter().map(|class| class.share).fold(0.1, f64::max);
    let per = (500.0_f64).min(105.0 / most);
    let width = (ENDS.1 - ENDS.0) / classes.len() as f64;
    let number = |share: f64| numbers::number(100.0 * share, 0);
    for (i, class) in classes.iter().enumerate() {
        let x = ENDS.0 + width * i as f64;
        let end = i == 0 || i + 1 == classes.len();
        let color = if end { theme::MONEY } else { theme::MONEY_LIGHT };
        canvas.rect(x..x + width - 1.0, FOOT - per * class.share..FOOT, color);
    }
    let (first, last) = (classes[0].share, classes[classes.len() - 1].share);
    let font = small.bold().color(theme::MONEY_TEXT);
    let above = |share: f64| FOOT - per * share.max(0.1) - 7.0;
    canvas.text((ENDS.0 + 0.5 * width, above(first)), &number(first), font, Align::Center);
    let text = numbers::in_percent(100.0 * last, 0);
    canvas.text((ENDS.1, above(last)), &text, font, Align::Right);
    let ten = FOOT - per * 0.1;
    canvas.dashed(&[(ENDS.0, ten), (ENDS.1, ten)], theme::THRESHOLD, theme::THRESHOLD_WIDTH, theme::DOTS);
    canvas.text((ENDS.0 + 5.0 * width, above(highest(&classes))), "10\u{202f}%", small, Align::Center);
    canvas.line(&[(ENDS.0, FOOT), (ENDS.1, FOOT)], theme::AXIS, 1.0);
    canvas.text((ENDS.0, FOOT + 22.0), "lowest tenth", small, Align::Left);
    canvas.text((ENDS.1, FOOT + 22.0), "highest tenth", small, Align::Right);
}

/// The highest bar under the label of the line at ten per cent.
fn highest(classes: &[&crate::store::hindcast::PitRow]) -> f64 {
    classes.iter().skip(4).take(2).map(|class| class.share).fold(0.0, f64::max)
}
