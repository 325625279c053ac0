//! Where there is one scenario only: its losses as a plot, in the room that other scenarios would take.

use super::Layout;
use crate::plot::{
    canvas::{Align, Canvas, Frame},
    data::Context,
    scale::Ticks,
    theme,
};
use crate::store::summary::{Deepest, DomainInfo};

/// The room that other scenarios would take: mean and interval of the only one as a plot.
pub(super) fn draw(ctx: &Context, canvas: &Canvas, layout: &Layout, domains: &[&DomainInfo]) {
    let Some(s) = ctx.shown.first() else { return };
    let losses: Vec<Option<&Deepest>> = domains.iter().map(|d| ctx.loss(s, &d.id)).collect();
    let all = || losses.iter().flatten().flat_map(|d| [100.0 * d.loss.p05, 100.0 * d.loss.p95]);
    let low = (all().fold(0.0, f64::min) / 5.0).floor() * 5.0;
    let high = (all().fold(4.0, f64::max) / 5.0).ceil() * 5.0;
    let frame = Frame { x: 670.0, y: layout.top, w: 590.0, h: layout.row * domains.len() as f64 };
    let plot = canvas.plot(frame, low..high, 0.0..domains.len() as f64);
    let ticks = Ticks::of(low, high, 7);
    for &v in &ticks.values {
        let color = if v == 0.0 { theme::AXIS } else { theme::RULE };
        plot.line(&[(v, 0.0), (v, domains.len() as f64)], color, 1.0);
        let (x, y) = plot.at(v, domains.len() as f64);
        // a loss of coverage has a minus, a gain a plus
        let label = if v == 0.0 { ticks.label(v) } else { ticks.signed(-v) };
        canvas.text((x, y - 14.0), &label, theme::NUMBER, Align::Center);
    }
    for (i, d) in losses.iter().enumerate() {
        let Some(e) = d.map(|d| d.loss) else { continue };
        let y = domains.len() as f64 - 0.5 - i as f64;
        if (100.0 * e.mean).abs() < 0.5 && 100.0 * (e.p95 - e.p05) < 1.0 {
            // nothing to see: quantiles are no finer than their bins
            let (x, y) = plot.at(100.0 * e.mean, y);
            canvas.rect(x - 1.5..x + 1.5, y - 8.0..y + 8.0, theme::INK);
            continue;
        }
        plot.line(&[(100.0 * e.p05, y), (100.0 * e.p95, y)], theme::BAND_50, 4.0);
        if ctx.replicates >= 200 {
            plot.line(&[(100.0 * e.p25, y), (100.0 * e.p75, y)], theme::SCENARIO, 10.0);
        }
        let color = if e.mean < 0.0 { theme::EUROPEAN } else { theme::SCENARIO };
        canvas.ring(plot.at(100.0 * e.mean, y), 7.0, color, 3.0);
    }
    let at = (frame.x, layout.top - 46.0);
    let words = match ctx.replicates {
        0..=199 => "change of coverage, points: mean (ring), 9 of 10 runs",
        _ => "change of coverage, points: mean (ring), half and 9 of 10 runs",
    };
    canvas.text(at, words, theme::NOTE, Align::Left);
}
