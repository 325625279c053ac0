//! What stands beside the map: the key on the left, all numbers on the right.

use super::counts;
use crate::plot::canvas::{Align, Canvas};
use crate::plot::hosts::{self, Host, in_thousands};
use crate::plot::spending::YARDSTICKS;
use crate::plot::{numbers, text, theme};

/// Sizes a circle of the key can have.
const SIZES: [f64; 8] = [100.0, 500.0, 1000.0, 5000.0, 20_000.0, 100_000.0, 500_000.0, 2_000_000.0];

/// Circles, marks and shades.
pub fn key(canvas: &Canvas, unit: f64, hosts: &[Host], late: i32) {
    let x = theme::MARGIN;
    let most = hosts.iter().map(|h| h.present).fold(0.0, f64::max);
    let largest = SIZES.iter().rposition(|s| *s <= most).unwrap_or(0);
    let sizes = &SIZES[largest.saturating_sub(2)..=largest.max(1)];
    canvas.text((x, 176.0), "Troops", theme::ROW.bold(), Align::Left);
    let radius = |n: f64| (unit * libm::sqrt(n)).max(2.5);
    let widest = sizes.last().map_or(10.0, |n| radius(*n));
    let bottom = 198.0 + 2.0 * widest.max(30.0);
    let mut last = f64::MAX;
    for &n in sizes.iter().rev() {
        let r = radius(n);
        canvas.circle((x + widest + 2.0, bottom - r), r, theme::INK, 2.0);
        // a label by its circle's top, never nearer than a line to the one above
        let top = bottom - 2.0 * r;
        let y = if last == f64::MAX { top } else { top.max(last + 21.0) };
        let from = (x + widest + 2.0, top);
        canvas.line(&[from, (x + 2.0 * widest + 12.0, y), (x + 2.0 * widest + 20.0, y)], theme::AXIS, 1.0);
        let label = numbers::thousands(n);
        canvas.text((x + 2.0 * widest + 26.0, y + 6.0), &label, theme::NUMBER.color(theme::INK), Align::Left);
        last = y;
    }
    let y = bottom.max(last) + 46.0;
    canvas.disc((x + 10.0, y - 6.0), 9.0, theme::SCENARIO);
    canvas.text((x + 30.0, y), "leave", theme::NUMBER.bold().color(theme::SCENARIO), Align::Left);
    canvas.ring((x + 10.0, y + 26.0), 9.0, theme::INK, 2.0);
    canvas.text((x + 30.0, y + 32.0), "are there now", theme::NUMBER.color(theme::INK), Align::Left);

    let y = y + 118.0;
    let title = format!("Below {} of GDP", numbers::in_percent(YARDSTICKS[1], 1));
    canvas.text((x, y), &title, theme::ROW.bold(), Align::Left);
    canvas.text((x, y + 23.0), &format!("in {late}, points, mean"), theme::NUMBER, Align::Left);
    let over = format!("none, or above {}", numbers::as_written(YARDSTICKS[1]));
    let labels = [over.as_str(), "0.1–0.2 points", "0.3–0.5", "0.6 and more"];
    let shades = theme::SHORTFALL.iter().map(|(_, color)| *color).zip(labels);
    for (i, (color, label)) in shades.chain([(theme::NO_ALLY, "no ally with forces")]).enumerate() {
        let y = y + 58.0 + 32.0 * i as f64;
        canvas.rect(x..x + 30.0, y - 15.0..y + 5.0, color);
        canvas.outline(x..x + 30.0, y - 15.0..y + 5.0, theme::AXIS, 1.0);
        canvas.text((x + 42.0, y), label, theme::NUMBER.color(theme::INK), Align::Left);
    }
}

/// All numbers; returns how many hosts had no room.
pub fn table(canvas: &Canvas, of_hosts: &[Host], all: f64, leave: f64) -> usize {
    let (left, leaves, of, below) = (1160.0, 1356.0, 1422.0, 1552.0);
    let top = 150.0;
    let rows = of_hosts.len().min(28);
    let pitch = (650.0 / (rows as f64 + 1.0)).min(29.0);
    let (head, grey) = (theme::ROW.bold(), theme::ROW.color(theme::GREY));
    canvas.text((left, top), "Host", head, Align::Left);
    canvas.text((leaves, top), "leave", head.color(theme::SCENARIO), Align::Right);
    canvas.text((of, top), "of", grey, Align::Right);
    let [title, unit] = hosts::below_head();
    canvas.text((below, top - 20.0), &title, head, Align::Right);
    canvas.text((below, top), &unit, theme::NOTE.size(15.0), Align::Right);
    for (i, host) in of_hosts.iter().take(rows).enumerate() {
        let y = top + pitch * (i as f64 + 1.0);
        let name = text::fit(host.title, leaves - left - 56.0, theme::ROW, 1);
        canvas.text((left, y), &name.lines[0], name.font, Align::Left);
        let font = if counts(host) { head.color(theme::SCENARIO) } else { grey };
        canvas.text((leaves, y), &in_thousands(host.leaving), font, Align::Right);
        canvas.text((of, y), &in_thousands(host.present), grey, Align::Right);
        let (text, font) = hosts::below(host);
        canvas.text((below, y), &text, font, Align::Right);
    }
    let y = top + pitch * rows as f64 + 13.0;
    canvas.line(&[(left, y), (below, y)], theme::AXIS, 1.0);
    let y = y + 24.0;
    canvas.text((left, y), "All", head, Align::Left);
    canvas.text((leaves, y), &in_thousands(leave), head.color(theme::SCENARIO), Align::Right);
    canvas.text((of, y), &in_thousands(all), grey, Align::Right);
    of_hosts.len() - rows
}
