//! Right of the cells: what holds gaps open.

use super::{Layout, right};
use crate::plot::{
    canvas::{Align, Canvas},
    data::Context,
    numbers, text, theme,
};
use crate::store::summary::DomainInfo;

pub(super) fn draw(ctx: &Context, canvas: &Canvas, layout: &Layout, domains: &[&DomainInfo]) {
    // of the one in focus, as in all figures of one scenario
    let (s, x) = (super::focus(ctx), right(ctx, layout));
    let bottom = layout.top - 14.0;
    let head = theme::NUMBER.bold().color(theme::INK);
    canvas.text((x, bottom - 20.0), &format!("Held open early in {} by", s.binding_year), head, Align::Left);
    let unit = text::fit("most often, % of open cases (without)", 1570.0 - x, theme::NOTE.size(15.0), 1);
    canvas.text((x, bottom), &unit.lines[0], unit.font, Align::Left);
    for (r, domain) in domains.iter().enumerate() {
        let entry = s.binding.iter().find(|b| b.domain == domain.id);
        let size = (layout.row * 0.45).clamp(15.0, 18.0);
        let (baseline, middle) = (layout.baseline(r, size), layout.y(r) + layout.row / 2.0);
        match entry.filter(|b| !b.label.is_empty() && b.open > 0.0) {
            None => canvas.text((x, baseline), "–", theme::ROW.size(size).color(theme::GREY), Align::Left),
            Some(b) => {
                let side = (layout.row * 0.4).min(16.0);
                let ys = middle - side / 2.0..middle + side / 2.0;
                canvas.rect(x..x + side, ys, theme::constraint(&b.label));
                let share = |p| numbers::probability(p, ctx.replicates);
                let mut label = format!("{} {}", b.label, share(b.probability));
                if b.counterfactual.open > 0.0 {
                    let without = b.counterfactual.labels.iter().find(|other| other.label == b.label);
                    label += &format!(" ({})", share(without.map_or(0.0, |other| other.probability)));
                }
                canvas.text((x + 24.0, baseline), &label, theme::ROW.size(size), Align::Left);
            }
        }
    }
}
