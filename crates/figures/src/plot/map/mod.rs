//! Figure 6: where the troops leave from, and whether those hosts pay, on a map of equal areas.

mod outlines;
mod side;

use std::collections::BTreeMap;

use crate::plot::PlotError;
use crate::plot::backend::Recording;
use crate::plot::canvas::{Align, Canvas, Frame, Px};
use crate::plot::data::Context;
use crate::plot::hosts::{self, FEW, Host};
use crate::plot::spending::{self, YARDSTICKS};
use crate::plot::{numbers, theme, words};
use outlines::{Outlines, Projection, clipped};

/// The map's part of the page.
const FRAME: Frame = Frame { x: 300.0, y: 124.0, w: 830.0, h: 714.0 };
const PROJECTION: Projection = Projection { centre: (15.0, 52.0), at: (690.0, 512.0), radius: 965.0 };
/// Hosts with more troops than this carry their name.
const NAMED: f64 = 3000.0;
/// The largest circle.
const LARGEST: f64 = 95.0;

/// A circle on the map.
struct Circle<'a> {
    host: &'a Host<'a>,
    at: Px,
    radius: f64,
}

/// Whether a host of the run is in the outlines.
pub fn applies(ctx: &Context) -> bool {
    let outlines = Outlines::embedded();
    hosts::collect(ctx).iter().any(|h| place(&outlines, h.id).is_some())
}

/// Where a host's circle stands, if that is on the map.
fn place(outlines: &Outlines, id: &str) -> Option<Px> {
    let at = PROJECTION.of(outlines.site(id)?);
    let inside = (FRAME.x..FRAME.right()).contains(&at.0) && (FRAME.y..FRAME.bottom()).contains(&at.1);
    inside.then_some(at)
}

/// Draws the figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn draw(ctx: &Context) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let outlines = Outlines::embedded();
    let hosts = hosts::collect(ctx);
    let (all, leave): (f64, f64) = hosts.iter().fold((0.0, 0.0), |(p, l), h| (p + h.present, l + h.leaving));
    let late = spending::years(ctx).late;
    let subtitle = [
        format!(
            "US troops by host, thousands: there now (ring), leaving in “{}” (filled).",
            ctx.focus.short_title
        ),
        format!("Shading: points below {} of GDP in {late}", numbers::in_percent(YARDSTICKS[1], 1)),
    ];
    canvas.head(&hosts::titles(&hosts, leave, crate::present::pledges(ctx.focus)), &subtitle, false);
    let shades = countries(ctx, &canvas, &outlines, late);
    let unit = radius(hosts.iter().map(|h| h.present).fold(1.0, f64::max));
    let mut circles: Vec<Circle> = hosts
        .iter()
        .filter_map(|host| {
            let at = place(&outlines, host.id)?;
            Some(Circle { host, at, radius: (unit * libm::sqrt(host.present)).max(2.5) })
        })
        .collect();
    circles.sort_by(|a, b| b.radius.total_cmp(&a.radius).then_with(|| a.host.title.cmp(b.host.title)));
    for circle in &circles {
        let shade = shades.get(circle.host.id).copied().unwrap_or(theme::NO_ALLY);
        canvas.disc(circle.at, circle.radius, theme::mix(theme::WHITE, shade, 0.3));
        if circle.host.leaving > 0.0 {
            let share = libm::sqrt(circle.host.leaving / circle.host.present.max(1.0)).min(1.0);
            canvas.disc(circle.at, (circle.radius * share).max(1.5), theme::SCENARIO);
        }
        // a light edge keeps a small circle apart from a dark large one
        canvas.circle(circle.at, circle.radius + 1.8, theme::WHITE, 1.6);
        canvas.circle(circle.at, circle.radius, theme::INK, if circle.radius < 8.0 { 1.6 } else { 2.0 });
    }
    names(&canvas, &circles);
    side::key(&canvas, unit, &hosts, late);
    let hidden = side::table(&canvas, &hosts, all, leave);

    let mut caveats = vec![
        format!("Now: posture data ({} people, rotations included).", numbers::thousands(all)),
        leaving(ctx, &hosts),
        "Outlines: Natural Earth. One circle a host, at its main sites; not every host is an ally."
            .to_owned(),
    ];
    let away: Vec<String> =
        hosts.iter().filter(|h| place(&outlines, h.id).is_none()).map(|h| h.title.to_owned()).collect();
    if !away.is_empty() {
        caveats.push(format!("Not on the map: {}.", words::list(&away)));
    }
    if hidden > 0 {
        caveats.push(format!("{hidden} more hosts in tables/hosts.csv."));
    }
    canvas.caption("", &words::caption(ctx, &caveats, false));
    canvas.finish()
}

/// Pixels of radius for the root of one person: areas count, and the largest circle keeps its neighbours visible.
fn radius(most: f64) -> f64 {
    (72.5 / libm::sqrt(38_000.0)).min(LARGEST / libm::sqrt(most.max(1.0)))
}

/// What the number of those who leave is, where it differs between replicates.
fn leaving(ctx: &Context, hosts: &[Host]) -> String {
    let n = ctx.focus.personnel_effective;
    let pledges = crate::present::pledges(ctx.focus).map_or_else(String::new, |pledges| {
        format!(" Besides, {pledges} taken back: not on the map, they stand in the United States.")
    });
    leaving_of(n, hosts) + &pledges
}

fn leaving_of(n: crate::store::summary::Estimate, hosts: &[Host]) -> String {
    if !hosts.iter().any(hosts::uncertain) {
        return "Spending: mean.".to_owned();
    }
    let range = numbers::range(n.p05 / 1000.0, n.p95 / 1000.0, 1);
    format!("Leaving and spending: means; of all, {range} thousand leave in 9 of 10 runs.")
}

/// Draws sea, land and borders; returns the shades of the allies.
fn countries<'a>(
    ctx: &Context<'a>,
    canvas: &Canvas,
    outlines: &Outlines,
    late: i32,
) -> BTreeMap<&'a str, plotters::style::RGBColor> {
    let shares = spending::shares(ctx, spending::arm(ctx), late);
    let shades: BTreeMap<&str, _> = ctx
        .summary
        .countries
        .iter()
        .filter(|c| c.ally)
        .filter_map(|c| {
            let share = shares.get(c.id.as_str())?;
            Some((c.id.as_str(), theme::shortfall(YARDSTICKS[1] - share)))
        })
        .collect();
    canvas.rect(FRAME.x..FRAME.right(), FRAME.y..FRAME.bottom(), theme::SEA);
    // allies last, so that their borders are whole
    for allies in [false, true] {
        for (id, rings) in &outlines.rings {
            let shade = shades.get(id).copied();
            if shade.is_some() != allies {
                continue;
            }
            for ring in rings {
                let page: Vec<Px> = ring.iter().map(|place| PROJECTION.of(*place)).collect();
                let mut shape = clipped(&page, FRAME);
                let Some(first) = shape.first().copied() else { continue };
                canvas.polygon(&shape, shade.unwrap_or(theme::NO_ALLY));
                shape.push(first);
                let (color, width) = if allies { (theme::AXIS, 0.9) } else { (theme::WHITE, 1.0) };
                canvas.line(&shape, color, width);
            }
        }
    }
    shades
}

/// A rectangle: left, top, right, bottom.
type Area = (f64, f64, f64, f64);

fn shared(a: Area, b: Area) -> f64 {
    (a.2.min(b.2) - a.0.max(b.0)).max(0.0) * (a.3.min(b.3) - a.1.max(b.1)).max(0.0)
}

/// Names of the large hosts, each at the side of its circle where it hides least.
fn names(canvas: &Canvas, circles: &[Circle]) {
    let font = theme::ROW.bold();
    let mut taken: Vec<Area> = Vec::new();
    let around = |c: &Circle, r: f64| (c.at.0 - r, c.at.1 - r, c.at.0 + r, c.at.1 + r);
    for circle in circles.iter().filter(|c| c.host.present > NAMED || c.host.leaving > NAMED / 2.0) {
        let (name, (x, y), r) = (circle.host.title, circle.at, circle.radius);
        let w = font.width(name);
        let places = [
            (x - w / 2.0, y - r - 7.0),
            (x - w / 2.0, y + r + 19.0),
            (x + r + 7.0, y + 6.0),
            (x - r - 7.0 - w, y + 6.0),
            (x + 0.7 * r + 5.0, y + 0.7 * r + 16.0),
            (x - 0.7 * r - 5.0 - w, y - 0.7 * r - 4.0),
            (x + 0.7 * r + 5.0, y - 0.7 * r - 4.0),
            (x - 0.7 * r - 5.0 - w, y + 0.7 * r + 16.0),
        ];
        let area = |(x, y): Px| (x - 2.0, y - 14.0, x + w + 2.0, y + 4.0);
        let hides = |place: Px| {
            let a = area(place);
            let outside = a.0 < FRAME.x + 4.0 || a.2 > FRAME.right() - 4.0 || a.1 < FRAME.y + 4.0;
            let texts: f64 = taken.iter().map(|b| 10.0 * shared(a, *b)).sum();
            // a circle's inscribed square counts for it
            let others: f64 = circles.iter().map(|c| shared(a, around(c, 0.85 * c.radius))).sum();
            texts + others + if outside || a.3 > FRAME.bottom() - 4.0 { 1e6 } else { 0.0 }
        };
        let mut best = places[0];
        for place in places {
            if hides(place) + 1.0 < hides(best) {
                best = place;
            }
        }
        // never one name on another
        if taken.iter().all(|b| shared(area(best), *b) == 0.0) && hides(best) < 1e6 {
            canvas.text_on_map(best, name, font, Align::Left);
            taken.push(area(best));
        }
    }
}

/// Whether the key and table write a host's leaving in bold.
fn counts(host: &Host) -> bool {
    host.leaving >= FEW
}
