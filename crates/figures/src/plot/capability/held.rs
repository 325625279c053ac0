//! What holds the gap of a capability open, with the drawdown and without, and what would move it most.

use crate::plot::{
    canvas::{Align, Canvas},
    data::Context,
    numbers, text, theme, words,
};
use crate::present::{constraints, typeset::typeset};
use crate::store::summary::{BindingEntry, DomainInfo, Label};

/// Left end and width of the bars.
const BAR: (f64, f64) = (232.0, 540.0);
/// A share below this has no room for its number, per cent.
const NUMBERED: f64 = 7.0;

/// What the run knows of the constraint of a capability.
pub(super) fn binding<'a>(ctx: &Context<'a>, domain: &DomainInfo) -> Option<&'a BindingEntry> {
    ctx.focus.binding.iter().find(|entry| entry.domain == domain.id)
}

pub(super) fn draw(ctx: &Context, canvas: &Canvas, domain: &DomainInfo) {
    let (s, y) = (ctx.focus, 532.0);
    let head = format!("What holds its gap open early in {}", s.binding_year);
    canvas.text((theme::MARGIN, y), &head, theme::PANEL, Align::Left);
    let Some(entry) = binding(ctx, domain).filter(|b| b.open > 0.0 || b.counterfactual.open > 0.0) else {
        let none = match s.binding.is_empty() {
            // A run counts it at the tier that it reports.
            true => format!("– (not counted at D+{})", ctx.tier),
            false => format!("– (no gap at D+{} by then in any run)", ctx.tier),
        };
        canvas.text((theme::MARGIN, y + 44.0), &none, theme::ROW.color(theme::GREY), Align::Left);
        return;
    };
    let without = &entry.counterfactual;
    let arms = [
        ("scenario".to_owned(), theme::SCENARIO, entry.open, &entry.labels),
        (words::unless(ctx).to_owned(), theme::WITHOUT, without.open, &without.labels),
    ];
    for (i, (name, color, open, labels)) in arms.into_iter().enumerate() {
        let top = y + 24.0 + 66.0 * i as f64;
        let font = theme::ROW.bold().color(color);
        let name = text::fit(&name, BAR.0 - theme::MARGIN - 14.0, font, 1);
        canvas.text((theme::MARGIN, top + 16.0), &name.lines[0], name.font, Align::Left);
        let share = format!("open: {}", numbers::probability_percent(open, ctx.replicates));
        canvas.text((theme::MARGIN, top + 37.0), &share, theme::NOTE, Align::Left);
        bar(canvas, top, open, labels);
    }
    key(canvas, y + 176.0, [&entry.labels, &without.labels]);
    let named = constraints::named(&entry.labels);
    if named.is_empty() {
        return;
    }
    let most = format!("What would move it most: {}.", typeset(&constraints::movers(&named)));
    let lines = text::fit(&most, BAR.0 + BAR.1 - theme::MARGIN, theme::ROW, 2);
    for (i, line) in lines.lines.iter().enumerate() {
        canvas.text((theme::MARGIN, y + 212.0 + 23.0 * i as f64), line, lines.font, Align::Left);
    }
}

/// The parts of the open cases, in the order of the model, as wide as they are frequent.
fn bar(canvas: &Canvas, top: f64, open: f64, labels: &[Label]) {
    let (ys, mut x) = (top..top + 42.0, BAR.0);
    if open <= 0.0 {
        canvas.text((BAR.0, top + 27.0), "–", theme::ROW.color(theme::GREY), Align::Left);
        return;
    }
    for label in labels.iter().filter(|label| label.probability > 0.0) {
        let (points, end) = (100.0 * label.probability, x + BAR.1 * label.probability);
        canvas.rect(x..(end - 1.0).max(x), ys.clone(), theme::constraint(&label.label));
        if points >= NUMBERED {
            let light = matches!(label.label.as_str(), "time");
            let color = if light { theme::INK } else { theme::WHITE };
            let at = ((x + end) / 2.0, top + 27.0);
            canvas.text(at, &numbers::number(points, 0), theme::ROW.bold().color(color), Align::Center);
        }
        x = end;
    }
}

/// The colours of the constraints that one of the bars has.
fn key(canvas: &Canvas, y: f64, bars: [&[Label]; 2]) {
    let here = |name: &str| {
        bars.iter().any(|labels| labels.iter().any(|l| l.label == name && l.probability > 0.005))
    };
    let mut x = theme::MARGIN;
    for (name, _) in crate::store::summary::LABELS.into_iter().filter(|(name, _)| here(name)) {
        canvas.rect(x..x + 16.0, y - 13.0..y + 3.0, theme::constraint(name));
        x = canvas.texts((x + 22.0, y), &[(name, theme::NUMBER)]) + 22.0;
    }
    canvas.text((x, y), "% of open cases", theme::NUMBER, Align::Left);
}
