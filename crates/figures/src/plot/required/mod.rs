//! The figure of `drawdown require`: at which level of spending is a gap closed, and how surely?

mod wording;

use std::path::{Path, PathBuf};

use super::{
    Figure, Options, PlotError,
    backend::Recording,
    canvas::{Align, Canvas, Frame, Plot},
    closure::shade,
    files, numbers,
    scale::Ticks,
    text, theme, write,
};
use wording::{asked, caption, titles};

use crate::store::required::{RequiredArm, RequiredScenario, RequiredSummary, RequiredTarget, State};

/// Draws a figure a scenario into `dir` (made if need be): `required`, or `required-ID` where there are several; returns
/// the files written.
///
/// # Errors
/// When a file cannot be written.
pub fn draw_required(
    summary: &RequiredSummary,
    dir: &Path,
    options: Options,
) -> Result<Vec<PathBuf>, PlotError> {
    let mut drawn = Vec::new();
    for Figure { stem, page } in required_figures(summary)? {
        drawn.extend(files(&page, &stem, options)?);
    }
    write(dir, drawn)
}

/// The figures, one a scenario, in their order.
///
/// # Errors
/// When plotters refuses an element.
pub fn required_figures(summary: &RequiredSummary) -> Result<Vec<Figure>, PlotError> {
    let draw = |scenario: &RequiredScenario| {
        let stem = match summary.scenarios.len() {
            1 => "required".into(),
            _ => format!("required-{}", scenario.id).into(),
        };
        Ok(Figure { stem, page: draw(summary, scenario)? })
    };
    summary.scenarios.iter().map(draw).collect()
}

/// The most panels of a page.
const MOST: usize = 12;

/// Draws a scenario.
fn draw(summary: &RequiredSummary, scenario: &RequiredScenario) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let moves = scenario.targets.iter().any(|target| target.scenario.curve != target.counterfactual.curve);
    let mut subtitle = vec![format!(
        "Probability of no gap at D+{} by the end of {}, %, by what every ally spends, % of GDP.",
        summary.tier, summary.year
    )];
    subtitle.push(format!("Bar: 95 % interval of the level needed for {}.", asked(summary)));
    if moves {
        subtitle.push(format!("Red: “{}”, before any alarm. Dashed: without it.", scenario.title));
    } else {
        subtitle.push(format!("“{}”, which changes nothing here.", scenario.title));
    }
    let pledged = numbers::as_written((10.0 * scenario.share_pledged).round() / 10.0);
    subtitle.push(format!("Thin line: what pledges come to, {pledged}."));
    canvas.head(&titles(summary, scenario), &subtitle, true);
    // All together comes last: with more panels than a page has it is the last of them.
    let (shown, left_out) = match scenario.targets.len() {
        n if n > MOST => (MOST - 1, n - MOST),
        n => (n, 0),
    };
    let panels: Vec<&RequiredTarget> =
        scenario.targets[..shown].iter().chain(scenario.targets[shown..].last()).collect();
    for (i, target) in panels.iter().enumerate() {
        panel(&canvas, summary, scenario, target, cell(i, panels.len()));
    }
    let note = if left_out == 0 {
        String::new()
    } else {
        format!("and {left_out} more in tables/required_curve.csv")
    };
    canvas.caption(&note, &caption(summary, scenario));
    canvas.finish()
}

/// The place of panel `i` of `n`.
fn cell(i: usize, n: usize) -> Frame {
    let (columns, w, h, dx, dy) = match n {
        0..=1 => (1, 1440.0, 560.0, 0.0, 0.0),
        2 => (2, 680.0, 560.0, 762.0, 0.0),
        3 => (3, 434.0, 560.0, 508.0, 0.0),
        4 => (2, 680.0, 228.0, 762.0, 328.0),
        5..=6 => (3, 434.0, 228.0, 508.0, 328.0),
        7..=8 => (4, 312.0, 228.0, 378.0, 328.0),
        _ => (4, 312.0, 126.0, 378.0, 222.0),
    };
    let (column, row) = ((i % columns) as f64, (i / columns) as f64);
    Frame { x: 92.0 + dx * column, y: 204.0 + dy * row, w, h }
}

fn panel(
    canvas: &Canvas,
    summary: &RequiredSummary,
    scenario: &RequiredScenario,
    target: &RequiredTarget,
    frame: Frame,
) {
    let ends =
        [summary.levels.first(), summary.levels.last()].map(|level| level.copied().unwrap_or_default());
    let plot = canvas.plot(frame, ends[0]..ends[1], 0.0..100.0);
    for value in [50.0, 100.0] {
        plot.grid(value);
    }
    plot.baseline();
    if frame.x < 100.0 {
        for value in [0.0, 50.0, 100.0] {
            plot.value_number(value, &numbers::number(value, 0));
        }
    }
    let ticks = Ticks::of(ends[0], ends[1], 5);
    for &level in &ticks.values {
        plot.category_number(level, &ticks.label(level), 21.0);
    }
    let name = text::fit(&target.title, frame.w, theme::PANEL, 1);
    canvas.text((frame.x, frame.y - 30.0), &name.lines[0], name.font, Align::Left);
    let wanted = 100.0 * summary.probability;
    plot.dashed(&[(ends[0], wanted), (ends[1], wanted)], theme::INK, theme::THRESHOLD_WIDTH, theme::DOTS);
    yardstick(canvas, &plot, scenario.share_pledged);
    let line = |arm: &RequiredArm| -> Vec<(f64, f64)> {
        summary.levels.iter().zip(&arm.curve).map(|(&level, p)| (level, 100.0 * p.probability)).collect()
    };
    let (with, without) = (line(&target.scenario), line(&target.counterfactual));
    shade(&plot, &with, &without);
    // Below the curves: an interval at the edge would hide where they end.
    interval(canvas, &plot, summary, target);
    // The dashes lie on top: where both are equal both can be seen.
    plot.line(&with, theme::SCENARIO, theme::REQUIREMENT);
    plot.dashed(&without, theme::WITHOUT, theme::COMPARISON, theme::DASH);
    if let Some(level) = target.scenario.level {
        canvas.disc(plot.at(level, wanted), 7.0, theme::SCENARIO);
    }
    verdict(canvas, frame, summary, target);
}

/// What pledges come to.
fn yardstick(canvas: &Canvas, plot: &Plot, share: f64) {
    let ((x, bottom), top) = (plot.at(share, 0.0), plot.frame.y);
    if (plot.frame.x..=plot.frame.right()).contains(&x) {
        canvas.line(&[(x, top), (x, bottom)], theme::AXIS, 1.0);
    }
}

/// The interval of the level at which the curve passes the probability asked for.
fn interval(canvas: &Canvas, plot: &Plot, summary: &RequiredSummary, target: &RequiredTarget) {
    let arm = &target.scenario;
    let y = 100.0 * summary.probability;
    if let Some(lower) = arm.lower {
        // An interval that ends out of reach runs to the edge and beyond it.
        let (from, to) =
            (plot.at(lower, y), plot.at(arm.upper.or(summary.levels.last().copied()).unwrap_or(lower), y));
        canvas.line(&[from, to], theme::INK, 5.0);
        if arm.upper.is_none() {
            let (x, y) = (to.0 + 3.0, to.1);
            canvas.polygon(&[(x, y - 7.0), (x + 11.0, y), (x, y + 7.0)], theme::INK);
        }
    }
}

/// A probability below the one asked for: to one decimal, never rounded up to it, where whole per cent would say that it
/// is reached.
fn short_of(p: f64, asked: f64, n: u64) -> String {
    let (points, wanted) = (100.0 * p, 100.0 * asked);
    if points < wanted && points.round() >= wanted {
        return numbers::in_percent((10.0 * points).floor() / 10.0, 1);
    }
    numbers::probability_percent(p, n)
}

/// The answer, beside the panel's title's line: right above the plot.
fn verdict(canvas: &Canvas, frame: Frame, summary: &RequiredSummary, target: &RequiredTarget) {
    let arm = &target.scenario;
    let n = summary.replicates - summary.failed_replicates;
    let (answer, font) = match arm.state {
        State::Level => (format!("{:.1} %", arm.level.unwrap_or_default()), theme::VALUE),
        State::AtMost => (format!("at most {} %", numbers::as_written(summary.levels[0])), theme::VALUE),
        State::Unreachable => ("unreachable".to_owned(), theme::VALUE),
    };
    let y = frame.y - 8.0;
    canvas.text((frame.right(), y), &answer, font, Align::Right);
    let beside = match (&target.attributable, arm.state) {
        (Some(more), _) if more.points != 0.0 => {
            format!(
                "{}{} by the drawdown",
                match (more.at_least, more.at_most) {
                    (true, _) => "≥ ",
                    (_, true) => "≤ ",
                    _ => "",
                },
                numbers::signed(more.points, 1)
            )
        }
        (_, State::Unreachable) => {
            let held =
                arm.binding.first().map_or(String::new(), |label| format!(", held by {}", label.label));
            format!("{} at 6 %{held}", short_of(arm.at_highest.probability, summary.probability, n))
        }
        _ => String::new(),
    };
    let room = frame.w - font.width(&answer) - 18.0;
    if !beside.is_empty() && theme::NOTE.width(&beside) <= room {
        let x = frame.right() - font.width(&answer) - 12.0;
        canvas.text((x, y), &beside, theme::NOTE, Align::Right);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{
        required::RequiredMore,
        summary::{Label, Probability},
    };

    /// An arm whose curve rises from 0 at a level, with slope `slope` a level.
    fn arm(from: usize, slope: f64) -> RequiredArm {
        let curve: Vec<Probability> = (0..41_usize)
            .map(|l| (l.saturating_sub(from) as f64 * slope).min(1.0))
            .map(|probability| Probability { probability, lower: probability, upper: probability })
            .collect();
        let level = curve.iter().position(|p| p.probability >= 0.8).map(|l| (20 + l) as f64 / 10.0);
        RequiredArm {
            state: match level {
                None => State::Unreachable,
                Some(2.0) => State::AtMost,
                Some(_) => State::Level,
            },
            level,
            lower: level.map(|level| (level - 0.3).max(2.0)),
            upper: level.map(|level| level + 0.2).filter(|&upper| upper <= 6.0),
            reachable: 0.9,
            at_highest: curve[40],
            largest_fall: 0.0,
            falls_at: None,
            binding: vec![Label { label: "enablers".to_owned(), probability: 0.9 }],
            curve,
        }
    }

    fn target(i: usize, name: &str, with: RequiredArm) -> RequiredTarget {
        let points = 0.1 * i as f64;
        RequiredTarget {
            domain: Some(format!("d{i}")),
            title: name.to_owned(),
            attributable: with.level.map(|_| RequiredMore {
                points,
                at_least: i.is_multiple_of(2),
                at_most: false,
                lower: None,
                upper: None,
                reachable: 1.0,
            }),
            scenario: with,
            counterfactual: arm(i % 3, 0.04),
            money: Vec::new(),
            money_without: Vec::new(),
        }
    }

    fn summary(targets: Vec<RequiredTarget>, replicates: u64) -> RequiredSummary {
        RequiredSummary {
            turned_to: crate::store::turned_to::TurnedTo::default(),
            format: 1,
            version: "0.1.0".to_owned(),
            seed: 1,
            replicates,
            failed_replicates: 0,
            resamples: 1000,
            tier: 30,
            year: 2035,
            probability: 0.8,
            base_year: 2025,
            levels: (20..=60).map(|l| f64::from(l) / 10.0).collect(),
            references: Vec::new(),
            scenarios: vec![RequiredScenario {
                departed: Some(1.0),
                takes_back: false,
                id: "a".to_owned(),
                title: "50,000 leave for the Indo-Pacific, learned from the media".to_owned(),
                hash: "0123456789abcdef".to_owned(),
                share_now: 2.4,
                share_pledged: 3.43,
                leaves: true,
                warnings: Vec::new(),
                targets,
            }],
        }
    }

    #[test]
    fn texts_neither_overlap_nor_leave_the_page() {
        let names =
            ["Combat air", "Suppression of air defences and electronic warfare", "Land manoeuvre (armies)"];
        for n in [1, 2, 3, 4, 5, 7, 9, 12, 13, 15] {
            for kind in 0..4 {
                let with = |i: usize| match (kind, i % 3) {
                    (0, _) => arm(5 + i, 0.05),
                    (1, _) => arm(10, 0.01),
                    (2, 0) | (3, _) => arm(0, 0.9),
                    (_, 1) => arm(10, 0.04),
                    _ => arm(39, 0.01),
                };
                let mut targets: Vec<RequiredTarget> =
                    (0..n).map(|i| target(i, names[i % 3], with(i))).collect();
                if n > 1 {
                    targets
                        .push(RequiredTarget { domain: None, ..target(n, "All of these together", with(n)) });
                }
                let summary = summary(targets, if n % 2 == 0 { 100 } else { 2000 });
                let page = draw(&summary, &summary.scenarios[0]).expect("a figure");
                assert!(!page.words.title.is_empty() && page.texts.len() > 10);
                for (i, a) in page.texts.iter().enumerate() {
                    let what = format!("{n} {kind}: {}", a.text);
                    assert!(a.x0 >= 8.0 && a.x1 <= 1592.0 && a.y0 >= 8.0 && a.y1 <= 892.0, "{what}: {a:?}");
                    for b in &page.texts[i + 1..] {
                        let (w, h) = a.overlap(b);
                        assert!(w <= 2.0 || h <= 4.0, "{what} and {}", b.text);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_short_of_the_probability_asked_for_never_rounds_up_to_it() {
        assert_eq!(short_of(0.7965, 0.8, 2000), "79.6\u{202f}%");
        assert_eq!(short_of(0.7999, 0.8, 20_000), "79.9\u{202f}%");
        assert_eq!(short_of(0.62, 0.8, 2000), "62\u{202f}%");
    }

    #[test]
    fn the_title_says_how_far_spending_goes() {
        let title = |targets: Vec<RequiredTarget>| {
            let summary = summary(targets, 2000);
            titles(&summary, &summary.scenarios[0])[0].clone()
        };
        let together = |with| RequiredTarget { domain: None, ..target(9, "All of these together", with) };
        let (near, far) = (|| arm(5, 0.05), || arm(10, 0.01));
        assert_eq!(
            title(vec![target(0, "Combat air", near()), target(1, "Airlift", far()), together(far())]),
            "Combat air takes 4.1 % of GDP by 2035; 1 of 2 gaps is out of reach at 6 %"
        );
        assert_eq!(
            title(vec![target(0, "Combat air", near()), target(1, "Airlift", near()), together(near())]),
            "Closing all of these gaps by 2035 takes 4.1 % of GDP from every ally"
        );
        assert_eq!(
            title(vec![target(0, "Combat air", near()), target(1, "Airlift", near()), together(far())]),
            "Combat air takes 4.1 % of GDP by 2035, all together more than 6 %"
        );
        assert_eq!(
            title(vec![target(0, "Combat air", near())]),
            "Combat air takes 4.1 % of GDP from every ally by 2035"
        );
        assert_eq!(
            title(vec![target(0, "Combat air", far())]),
            "No spending up to 6 % of GDP closes the gap in combat air by 2035 with a probability of 80 %"
        );
    }
}
