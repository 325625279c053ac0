//! The figure of `drawdown hindcast`: would the spending model have been right before?

mod inset;
mod wording;

use std::path::{Path, PathBuf};

use super::{
    Figure, Options, PlotError,
    canvas::{Align, Canvas, Frame, Plot},
    files, numbers, text, theme, write,
};
use crate::store::hindcast::{Fan, HindcastSummary};

/// Stem of the figure's files.
const STEM: &str = "validate-hindcast";

/// Origins that have a panel, as far as they are there.
const SHOWN: [i32; 3] = [2014, 2018, 2021];

/// Draws the figure into `dir` (made if need be); returns the files written.
///
/// # Errors
/// When a file cannot be written.
pub fn draw_hindcast(
    summary: &HindcastSummary,
    dir: &Path,
    options: Options,
) -> Result<Vec<PathBuf>, PlotError> {
    let Figure { stem, page } = hindcast(summary)?;
    write(dir, files(&page, &stem, options)?)
}

/// The fans that have a panel.
fn shown(summary: &HindcastSummary) -> Vec<&Fan> {
    summary.fans.iter().filter(|fan| SHOWN.contains(&fan.origin) && !fan.years.is_empty()).collect()
}

/// The figure.
///
/// # Errors
/// When plotters refuses an element.
pub fn hindcast(summary: &HindcastSummary) -> Result<Figure, PlotError> {
    let canvas = Canvas::new();
    canvas.head(&wording::titles(summary), &wording::subtitle(summary), false);
    let fans = shown(summary);
    let (low, high) = range(summary, &fans);
    for (i, fan) in fans.iter().enumerate() {
        let frame = Frame { x: 96.0 + 372.0 * i as f64, y: 190.0, w: 330.0, h: 500.0 };
        let years = summary.spent.first().map_or(fan.origin, |spent| spent.year)..summary.last_year();
        let plot = canvas.plot(frame, f64::from(years.start)..f64::from(years.end), low..high);
        panel(&canvas, &plot, summary, fan, i, (low, high));
    }
    inset::draw(&canvas, summary, &fans);
    let lines = text::wrap(&wording::reading(summary, &fans), 1456.0, theme::ROW).unwrap_or_default();
    for (i, line) in lines.iter().take(2).enumerate() {
        canvas.text((96.0, 762.0 + 25.0 * i as f64), line, theme::ROW, Align::Left);
    }
    canvas.caption("", &wording::caption(summary));
    Ok(Figure { stem: STEM.into(), page: canvas.finish()? })
}

/// The range of the axis, which holds all bands and lines.
fn range(summary: &HindcastSummary, fans: &[&Fan]) -> (f64, f64) {
    let (mut low, mut high) = (summary.pledge, summary.pledge);
    for year in fans.iter().flat_map(|fan| &fan.years) {
        low = low.min(year.p05).min(year.spent);
        high = high.max(year.p95).max(year.spent);
    }
    // Room for labels above and below: a sixth of the height under the lowest band.
    let high = libm::ceil(10.0 * (high + 0.12)) / 10.0;
    (libm::floor(2.0 * (low - 0.2 * (high - low))) / 2.0, high)
}

/// A panel: what was spent, what the model said.
fn panel(
    canvas: &Canvas,
    plot: &Plot,
    summary: &HindcastSummary,
    fan: &Fan,
    number: usize,
    (low, high): (f64, f64),
) {
    let frame = plot.frame;
    let start = summary.spent.iter().find(|spent| spent.year == fan.origin).map(|spent| spent.share);
    let Some((start, last)) = start.zip(fan.years.last()) else { return };
    let mut half = libm::ceil(2.0 * low) / 2.0;
    while half <= high {
        if half > low {
            plot.grid(half);
        }
        if number == 0 {
            plot.value_number(half, &numbers::number(half, 1));
        }
        half += 0.5;
    }
    plot.baseline();
    let origin = f64::from(fan.origin);
    let band = |ends: fn(&crate::store::hindcast::FanYear) -> (f64, f64)| -> Vec<(f64, f64, f64)> {
        let years = fan.years.iter().map(|year| (f64::from(year.year), ends(year).0, ends(year).1));
        [(origin, start, start)].into_iter().chain(years).collect()
    };
    plot.band(&band(|year| (year.p05, year.p95)), theme::MONEY_PALE);
    plot.band(&band(|year| (year.p25, year.p75)), theme::MONEY_LIGHT);
    let ((left, pledge), (x, _)) = (plot.at(plot_start(summary), summary.pledge), plot.at(origin, low));
    canvas.dashed(
        &[(left, pledge), (frame.right(), pledge)],
        theme::THRESHOLD,
        theme::THRESHOLD_WIDTH,
        theme::DOTS,
    );
    canvas.dashed(&[(x, frame.y), (x, frame.bottom() - 38.0)], theme::AXIS, 1.2, (4.0, 4.0));
    let median: Vec<(f64, f64)> = [(origin, start)]
        .into_iter()
        .chain(fan.years.iter().map(|year| (f64::from(year.year), year.p50)))
        .collect();
    plot.line(&median, theme::MONEY, theme::MEDIAN);
    let spent: Vec<(f64, f64)> =
        summary.spent.iter().map(|spent| (f64::from(spent.year), spent.share)).collect();
    plot.line(&spent, theme::INK, theme::COMPARISON);
    for &(year, share) in &spent {
        let at = plot.at(year, share);
        match fan.years.iter().find(|fan| f64::from(fan.year) == year) {
            Some(forecast) if !forecast.inside() => canvas.ring(at, 5.5, theme::INK, 2.5),
            _ => canvas.disc(at, 4.5, theme::INK),
        }
    }
    labels(canvas, plot, summary, fan, number);
    let (n, inside) = (fan.years.len(), fan.years.iter().filter(|year| year.inside()).count());
    canvas.text((frame.x, frame.y - 22.0), &format!("From {}", fan.origin), theme::PANEL, Align::Left);
    let held = format!("inside in {inside} of {n} years");
    canvas.text((frame.right(), frame.y - 22.0), &held, theme::NUMBER, Align::Right);
    let bold = theme::NUMBER.bold().color(theme::MONEY_TEXT);
    let plain = theme::NUMBER.color(theme::MONEY_TEXT);
    let said = [
        (format!("model for {}: ", last.year), plain),
        (numbers::number(last.p50, 2), bold),
        (format!(" ({})", numbers::range(last.p05, last.p95, 2)), plain),
    ];
    let width: f64 = said.iter().map(|(part, font)| font.width(part)).sum();
    let parts: Vec<(&str, theme::Font)> = said.iter().map(|(part, font)| (part.as_str(), *font)).collect();
    canvas.texts((frame.right() - width, frame.bottom() - 16.0), &parts);
}

fn plot_start(summary: &HindcastSummary) -> f64 {
    summary.spent.first().map_or(0.0, |spent| f64::from(spent.year))
}

/// What stands at the lines, and the years under them.
fn labels(canvas: &Canvas, plot: &Plot, summary: &HindcastSummary, fan: &Fan, number: usize) {
    let frame = plot.frame;
    let (Some(first), Some(last)) = (summary.spent.first(), summary.spent.last()) else { return };
    let at = plot.at(f64::from(last.year), last.share);
    let spent = format!("{} spent", numbers::number(last.share, 2));
    canvas.text((at.0 - 10.0, at.1 - 14.0), &spent, theme::ROW.bold(), Align::Right);
    if number == 0 {
        let at = plot.at(f64::from(first.year), first.share);
        canvas.text((at.0 + 3.0, at.1 + 25.0), "spent", theme::ROW.bold(), Align::Left);
        let pledge = format!("pledge of 2014: {}", numbers::in_percent(summary.pledge, 0));
        let y = plot.at(f64::from(first.year), summary.pledge).1 - 8.0;
        canvas.text((frame.x + 8.0, y), &pledge, theme::NUMBER, Align::Left);
        let low = fan.years.iter().map(|year| plot.at(f64::from(year.year), year.p05).1).fold(at.1, f64::max);
        let font = theme::NUMBER.color(theme::MONEY_TEXT);
        let y = (low + 24.0).max(at.1 + 47.0);
        canvas.text((frame.x + 24.0, y), "median, half and 9 in 10 of its runs", font, Align::Left);
    }
    if number == 1 {
        let x = plot.at(f64::from(fan.origin), summary.pledge).0;
        canvas.text((x - 8.0, frame.y + 16.0), "origin", theme::NUMBER, Align::Right);
    }
    let y = frame.bottom() + 22.0;
    canvas.text((frame.x, y), &first.year.to_string(), theme::NUMBER, Align::Left);
    canvas.text((frame.right(), y), &last.year.to_string(), theme::NUMBER, Align::Right);
    for year in (first.year + 2..last.year - 1).filter(|year| (year - 2014) % 4 == 0) {
        plot.category_number(f64::from(year), &year.to_string(), 22.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::hindcast::{FanYear, PitRow, ScoreRow, Spent};

    /// A summary whose outcomes lie `off` points above the medians in the last year.
    pub(super) fn summary(off: f64, spread: f64) -> HindcastSummary {
        let share = |year: i32| 1.4 + 0.05 * f64::from(year - 2014);
        let spent: Vec<Spent> = (2014..=2025)
            .map(|year| Spent { year, share: share(year) + if year == 2025 { off } else { 0.0 } })
            .collect();
        let fan = |origin: i32| {
            let year = |year: i32| {
                let wide = spread * f64::from(year - origin).sqrt();
                FanYear {
                    year,
                    p05: share(year) - wide,
                    p25: share(year) - 0.4 * wide,
                    p50: share(year),
                    p75: share(year) + 0.5 * wide,
                    p95: share(year) + 1.2 * wide,
                    spent: spent[(year - 2014) as usize].share,
                    pit: if year == 2025 { 0.5 + off } else { 0.5 },
                }
            };
            Fan { origin, years: (origin + 1..=2025).map(year).collect() }
        };
        let origins: Vec<i32> = (2014..=2022).collect();
        let row = |method: &str, scope: &str, first: i32, last: i32| ScoreRow {
            method: method.to_owned(),
            scope: scope.to_owned(),
            first_origin: first,
            last_origin: last,
            horizon: None,
            forecasts: 300,
            coverage_50: 0.45,
            coverage_80: 0.7,
            coverage_90: 0.83 - 0.02 * f64::from(first - 2014),
            mean_pit: 0.52,
            crps: if method == "model" { 0.2 } else { 0.25 },
            log_score: -0.1,
        };
        let mut scores: Vec<ScoreRow> = origins.iter().map(|&o| row("model", "allies", o, o)).collect();
        scores.extend([(2014, 2022), (2020, 2022)].map(|(a, b)| row("model", "allies", a, b)));
        for method in ["model", "persistence", "drift", "trend"] {
            scores.push(row(method, "allies", 2016, 2022));
        }
        let pit = (0..10).map(|class| PitRow {
            method: "model".to_owned(),
            scope: "allies".to_owned(),
            first_origin: 2014,
            last_origin: 2022,
            low: 0.1 * f64::from(class),
            high: 0.1 * f64::from(class + 1),
            count: 10,
            share: if class == 9 { 0.1 + off } else { 0.08 },
        });
        HindcastSummary {
            format: 1,
            command: "hindcast".to_owned(),
            version: "0.1.0".to_owned(),
            seed: 1,
            replicates: 4096,
            failed_replicates: 0,
            pledge: 2.0,
            pledge_year: 2024,
            hash: "3c1f09ab77".to_owned(),
            references: Vec::new(),
            fans: origins.iter().map(|&origin| fan(origin)).collect(),
            origins,
            allies: 29,
            unpublished: vec!["Germany".to_owned()],
            just_above_pledge: 15,
            answer: Vec::new(),
            spent,
            scores,
            pit: pit.collect(),
            by_ally: Vec::new(),
            departures: Vec::new(),
        }
    }

    #[test]
    fn no_words_overlap_or_leave_the_page() {
        for (off, spread) in [(0.0, 0.1), (0.5, 0.1), (0.5, 0.05), (-0.4, 0.08), (0.9, 0.2)] {
            let figure = hindcast(&summary(off, spread)).expect("a figure");
            let texts = &figure.page.texts;
            assert!(texts.len() > 40);
            for (i, a) in texts.iter().enumerate() {
                let what = format!("{off} {spread}: {}", a.text);
                assert!(a.x0 >= 8.0 && a.x1 <= 1592.0 && a.y0 >= 8.0 && a.y1 <= 892.0, "{what}: {a:?}");
                for b in &texts[i + 1..] {
                    let (w, h) = a.overlap(b);
                    assert!(w <= 2.0 || h <= 4.0, "{what} and {}", b.text);
                }
            }
        }
    }

    #[test]
    fn the_title_says_where_bands_held_and_where_not() {
        let title = |off, spread| hindcast(&summary(off, spread)).expect("a figure").title().to_owned();
        assert_eq!(title(0.0, 0.1), "Spending stayed inside every band shown, to 2025");
        assert_eq!(
            title(0.45, 0.5),
            "Spending stayed inside every band shown, to 2025, in the last year at the upper edge"
        );
        assert_eq!(
            title(0.6, 0.1),
            "To 2024 spending stayed inside every band shown; 2025 came out above all three"
        );
        assert_eq!(
            title(-0.6, 0.1),
            "To 2024 spending stayed inside every band shown; 2025 came out below all three"
        );
        // Above 1.2 spread sqrt(h) of the nearer origins only: sqrt(11) = 3.3, sqrt(7) = 2.6, 2.
        assert_eq!(
            title(0.35, 0.1),
            "To 2024 spending stayed inside every band shown; 2025 came out above two of three"
        );
    }
}
