//! Figure 6 without a map: where the troops leave from, and whether those hosts pay, as bars. Drawn for hosts that are in no
//! outline.

use std::collections::BTreeMap;

use super::PlotError;
use super::backend::Recording;
use super::canvas::{Align, Canvas, Frame};
use super::data::Context;
use super::scale::Ticks;
use super::spending::{self, YARDSTICKS};
use super::theme::{self, Font};
use super::{numbers, text, words};
use crate::store::table::Row;

/// A host country's row.
pub(super) struct Host<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) present: f64,
    pub(super) leaving: f64,
    low: f64,
    high: f64,
    /// Points below the upper yardstick; `None` where the host is no ally.
    pub(super) below: Option<f64>,
    /// The same without drawdown.
    pub(super) below_without: Option<f64>,
}

/// Leaving fewer than this is written "0".
pub(super) const FEW: f64 = 50.0;
/// The most rows that can be read.
const MOST_ROWS: usize = 24;

/// The hosts, those that lose most first.
pub(super) fn collect<'a>(ctx: &Context<'a>) -> Vec<Host<'a>> {
    let late = spending::years(ctx).late;
    let rows = || ctx.tables.hosts.rows.iter().filter(|r| r.scenario == ctx.focus.id);
    let (with, without) =
        (spending::shares(ctx, spending::arm(ctx), late), spending::shares(ctx, "counterfactual", late));
    let leaving: BTreeMap<&str, &Row> =
        rows().filter(|r| r.outcome == "leaving").filter_map(|r| Some((r.host.as_deref()?, r))).collect();
    let mut hosts: Vec<Host> = Vec::new();
    for row in rows().filter(|r| r.outcome == "present") {
        let (Some(id), Some(present)) = (row.host.as_deref(), row.mean) else { continue };
        let info = ctx.summary.countries.iter().find(|c| c.id == id);
        let leaving = leaving.get(id).copied();
        let get = |f: fn(&Row) -> Option<f64>| leaving.and_then(f).unwrap_or(0.0);
        let ally = info.is_some_and(|c| c.ally);
        let below = |shares: &BTreeMap<&str, f64>| shares.get(id).filter(|_| ally).map(|s| YARDSTICKS[1] - s);
        hosts.push(Host {
            id,
            title: info.map_or(id, |c| c.title.as_str()),
            present,
            leaving: get(|r| r.mean),
            low: get(|r| r.p05.or(r.mean)),
            high: get(|r| r.p95.or(r.mean)),
            below: below(&with),
            below_without: below(&without),
        });
    }
    let shown = |v: f64| if v < FEW { 0.0 } else { v };
    hosts.sort_by(|a, b| {
        shown(b.leaving)
            .total_cmp(&shown(a.leaving))
            .then(b.present.total_cmp(&a.present))
            .then_with(|| a.title.cmp(b.title))
    });
    hosts
}

/// Draws the figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn draw(ctx: &Context) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let mut hosts = collect(ctx);
    let (all, leave): (f64, f64) = hosts.iter().fold((0.0, 0.0), |(p, l), h| (p + h.present, l + h.leaving));
    let late = spending::years(ctx).late;
    let subtitle = [
        format!(
            "US troops by host country: there now (outline), leaving in “{}” (filled).",
            ctx.focus.short_title
        ),
        format!("Gold: host’s gap to {} of GDP in {late}", numbers::in_percent(YARDSTICKS[1], 1)),
    ];
    canvas.head(&titles(&hosts, leave, crate::present::pledges(ctx.focus)), &subtitle, false);
    let hidden = hosts.len().saturating_sub(MOST_ROWS);
    hosts.truncate(MOST_ROWS);
    key(&canvas, &hosts);

    let pitch = (620.0 / (hosts.len() + 1) as f64).clamp(25.0, 42.0);
    let most = hosts.iter().map(|h| h.present).fold(1000.0, f64::max);
    let frame = Frame { x: 250.0, y: 178.0, w: 830.0, h: pitch * hosts.len() as f64 };
    let plot = canvas.plot(frame, 0.0..most, 0.0..hosts.len().max(1) as f64);
    let ticks = Ticks::of(0.0, most, 4);
    for &v in &ticks.values {
        let (x, _) = plot.at(v, 0.0);
        let color = if v == 0.0 { theme::AXIS } else { theme::RULE };
        canvas.line(&[(x, frame.y - 4.0), (x, frame.bottom())], color, 1.0);
        canvas.text((x, frame.y - 11.0), &ticks.label(v), theme::NUMBER, Align::Center);
    }
    let head = theme::ROW.bold();
    let ends = Columns { leave: 1180.0, of: 1262.0, below: 1552.0 };
    canvas.text((ends.of, frame.y - 33.0), "thousands", theme::NOTE, Align::Right);
    canvas.text((ends.leave, frame.y - 11.0), "leave", head.color(theme::SCENARIO), Align::Right);
    canvas.text((ends.of, frame.y - 11.0), "of", theme::ROW.color(theme::GREY), Align::Right);
    let [below, unit] = below_head();
    canvas.text((ends.below, frame.y - 33.0), &below, head, Align::Right);
    canvas.text((ends.below, frame.y - 11.0), &unit, theme::NOTE, Align::Right);
    for (i, host) in hosts.iter().enumerate() {
        row(&canvas, &plot, host, hosts.len() as f64 - 0.5 - i as f64, pitch, ends);
    }
    let y = frame.bottom() + 6.0;
    canvas.line(&[(theme::MARGIN, y), (1552.0, y)], theme::AXIS, 1.0);
    canvas.text((230.0, y + 23.0), "All", head, Align::Right);
    canvas.text((ends.leave, y + 23.0), &in_thousands(leave), head.color(theme::SCENARIO), Align::Right);
    canvas.text((ends.of, y + 23.0), &in_thousands(all), theme::ROW.color(theme::GREY), Align::Right);

    let mut caveats = vec![
        format!("Now: posture data ({} people, rotations included).", numbers::thousands(all)),
        "Spending: mean. n/a: no ally.".to_owned(),
    ];
    if hidden > 0 {
        caveats.push(format!("{hidden} more hosts in tables/hosts.csv."));
    }
    canvas.caption("", &words::caption(ctx, &caveats, false));
    canvas.finish()
}

/// Right ends of the table's columns.
#[derive(Clone, Copy)]
struct Columns {
    leave: f64,
    of: f64,
    below: f64,
}

/// Thousands of people; a few are not none.
pub(super) fn in_thousands(v: f64) -> String {
    match v {
        v if v <= 0.0 => "0".to_owned(),
        v if v < FEW => "<0.1".to_owned(),
        v => numbers::number(v / 1000.0, 1),
    }
}

/// The two lines over what [`below`] writes.
pub(super) fn below_head() -> [String; 2] {
    [format!("below {} by", numbers::as_written(YARDSTICKS[1])), "points (without)".to_owned()]
}

/// How far a host stays below the upper yardstick, and in brackets without drawdown.
pub(super) fn below(host: &Host) -> (String, Font) {
    let grey = theme::ROW.color(theme::GREY);
    let points = |v: f64| if v < 0.05 { "0".to_owned() } else { numbers::number(v, 1) };
    match (host.below, host.below_without) {
        (None, _) => ("n/a".to_owned(), grey),
        (Some(with), without) if with < 0.05 && without.is_none_or(|v| v < 0.05) => ("–".to_owned(), grey),
        (Some(with), None) => (points(with), theme::ROW),
        (Some(with), Some(without)) => (format!("{} ({})", points(with), points(without)), theme::ROW),
    }
}

fn key(canvas: &Canvas, hosts: &[Host]) {
    let (y, mut x) = (133.0, 250.0);
    canvas.outline(x + 0.8..x + 30.0, y - 13.0..y + 1.0, theme::INK, 1.6);
    x = canvas.texts((x + 40.0, y), &[("are there now", theme::NUMBER)]) + 36.0;
    canvas.rect(x..x + 30.0, y - 13.0..y + 1.0, theme::SCENARIO);
    x = canvas.texts((x + 40.0, y), &[("leave, mean", theme::NUMBER.bold().color(theme::SCENARIO))]) + 36.0;
    if hosts.iter().any(uncertain) {
        whisker(canvas, x, x + 30.0, y - 6.0);
        canvas.texts((x + 40.0, y), &[("9 of 10 runs", theme::NUMBER)]);
    }
}

pub(super) fn uncertain(host: &Host) -> bool {
    host.high - host.low > 0.02 * host.leaving.max(FEW)
}

fn whisker(canvas: &Canvas, a: f64, b: f64, y: f64) {
    canvas.line(&[(a, y), (b, y)], theme::INK, 2.0);
    for x in [a, b] {
        canvas.line(&[(x, y - 5.0), (x, y + 5.0)], theme::INK, 2.0);
    }
}

fn row(canvas: &Canvas, plot: &super::canvas::Plot, host: &Host, v: f64, pitch: f64, ends: Columns) {
    let (x0, y) = plot.at(0.0, v);
    let half = (pitch * 0.32).min(13.0);
    let (x1, _) = plot.at(host.present, v);
    let baseline = y + 6.0;
    canvas.rect(x0..x1.max(x0 + 1.0), y - half..y + half, theme::WHITE);
    if host.leaving >= FEW {
        let (x, _) = plot.at(host.leaving, v);
        canvas.rect(x0..x.max(x0 + 1.5), y - half..y + half, theme::SCENARIO);
    }
    canvas.outline(x0..x1.max(x0 + 1.5), y - half..y + half, theme::INK, 1.6);
    if uncertain(host) && host.high >= FEW {
        whisker(canvas, plot.at(host.low.max(0.0), v).0, plot.at(host.high, v).0, y);
    }
    let name = text::fit(host.title, 182.0, theme::ROW, 1);
    canvas.text((x0 - 20.0, baseline), &name.lines[0], name.font, Align::Right);
    let grey = theme::ROW.color(theme::GREY);
    let font = if host.leaving >= FEW { theme::ROW.bold().color(theme::SCENARIO) } else { grey };
    canvas.text((ends.leave, baseline), &in_thousands(host.leaving), font, Align::Right);
    canvas.text((ends.of, baseline), &numbers::number(host.present / 1000.0, 1), grey, Align::Right);
    let (below, font) = below(host);
    if let Some(b) = host.below.filter(|b| *b >= 0.05) {
        let x = ends.of + 60.0;
        canvas.rect(x..x + b.min(2.0) * 60.0, y - 5.0..y + 5.0, theme::MONEY);
    }
    canvas.text((ends.below, baseline), &below, font, Align::Right);
}

/// The finding, longest form first.
pub(super) fn titles(hosts: &[Host], leave: f64, pledges: Option<String>) -> Vec<String> {
    let leaving: Vec<&Host> = hosts.iter().filter(|h| h.leaving >= FEW).collect();
    let present: f64 = hosts.iter().map(|h| h.present).sum();
    let name = |h: &&Host| words::country(h.title);
    match leaving.as_slice() {
        [] if leave <= 0.0 => match pledges {
            Some(pledges) => vec![
                format!("No US troops leave, {pledges} are taken back: every host keeps those it has"),
                format!("No US troops leave, {pledges} are taken back"),
            ],
            None => vec!["No US troops leave: every host keeps those it has".to_owned()],
        },
        [] => {
            let who = numbers::thousands(leave);
            vec![
                format!("Of {who} who leave no host loses more than a few"),
                "No host loses more than a few".into(),
            ]
        }
        _ if leave > 0.995 * present => {
            let hosts: Vec<String> = leaving.iter().take(2).map(name).collect();
            vec![
                format!(
                    "All {} US troops leave, most of them from {}",
                    numbers::thousands(leave),
                    words::list(&hosts)
                ),
                "All US troops leave".to_owned(),
            ]
        }
        [one] => {
            vec![format!("All who leave are in {}", name(one)), "All who leave are in one country".to_owned()]
        }
        some => {
            let mut titles = Vec::new();
            for n in [3, 2, 1] {
                let n = n.min(some.len());
                let sum: f64 = some[..n].iter().map(|h| h.leaving).sum();
                let names: Vec<String> = some[..n].iter().map(name).collect();
                let verb = if n == 1 { "loses" } else { "lose" };
                if n == some.len() {
                    titles.push(format!("All who leave are in {}", words::list(&names)));
                }
                let who = words::capital(&words::list(&names));
                titles.push(format!("{who} {verb} most: {} of all who leave", numbers::percent(sum / leave)));
            }
            titles
        }
    }
}
