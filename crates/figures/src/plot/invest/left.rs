//! What the programme leaves: the lower plot of its figure.

use super::{
    super::{
        canvas::{Align, Canvas, Frame, Plot},
        numbers,
        scale::Ticks,
        theme,
    },
    labels::{WORDS, apart},
};
use crate::{
    present::invest::words::{nobody, points},
    store::invest::{InvestSummary, Objective, Spread, Step, Valued},
};

const BELOW: Frame = Frame { x: 110.0, y: 500.0, w: 1020.0, h: 312.0 };
/// From how many replicates on there are two bands, and one.
const BANDS: (u64, u64) = (1000, 200);

/// The gap that is left.
struct Gap {
    /// What the lines count.
    unit: String,
    /// By budget: what the programme leaves, planners, spread by need; points.
    lines: [Vec<(f64, f64)>; 3],
    /// Missing if nobody leaves, where that can be told.
    without: Option<f64>,
    /// By budget: how it is spread over replicates, of a single scenario.
    spread: Option<Vec<(f64, Spread)>>,
    /// Mean by budget of each of several scenarios.
    each: Vec<Vec<(f64, f64)>>,
}

fn gap(summary: &InvestSummary) -> Gap {
    let budgets = || summary.path.iter().map(|step| step.budget);
    if let [only] = &summary.scenarios[..] {
        let line = |of: fn(&Valued) -> f64| -> Vec<(f64, f64)> {
            budgets().zip(only.path.iter().map(|v| 100.0 * (only.missing.mean - of(v)))).collect()
        };
        return Gap {
            unit: format!("points of D+{} shortfall left: mean, {}", summary.tier, shown(summary)),
            lines: [line(|v| v.closed.mean), line(|v| v.planners.mean), line(|v| v.need.mean)],
            without: only.leaves.then_some(100.0 * only.without.mean),
            spread: Some(budgets().zip(only.path.iter().map(|v| v.left)).collect()),
            each: Vec::new(),
        };
    }
    let line = |of: fn(&Step) -> f64| -> Vec<(f64, f64)> {
        summary.path.iter().map(|step| (step.budget, 100.0 * of(step))).collect()
    };
    let mean = summary.objective == Objective::Mean;
    let n = summary.scenarios.len();
    let leaves = summary.scenarios.iter().any(|scenario| scenario.leaves);
    let each = summary.scenarios.iter().filter(|_| mean);
    let each = each.map(|s| budgets().zip(s.path.iter().map(|v| 100.0 * v.left.mean)).collect());
    Gap {
        unit: match summary.objective {
            Objective::Mean => {
                format!("points of D+{} shortfall left, mean of {n} scenarios (thin: each)", summary.tier)
            }
            Objective::Cvar => {
                format!("points of D+{} shortfall left, mean of the worst tenth of runs", summary.tier)
            }
            Objective::Regret => {
                "points short of what a scenario’s own best leaves, where it is most".to_owned()
            }
        },
        lines: [line(|s| s.fresh), line(|s| s.planners), line(|s| s.need)],
        without: summary.without.filter(|_| leaves).map(|without| 100.0 * without),
        spread: None,
        each: each.collect(),
    }
}

/// What is shown of the replicates of a scenario.
fn shown(summary: &InvestSummary) -> &'static str {
    match summary.valid() {
        n if n >= BANDS.0 => "half and 9 of 10 runs (bands)",
        n if n >= BANDS.1 => "half (band) and 9 of 10 runs (thin lines)",
        _ => "9 of 10 runs (thin lines)",
    }
}

/// Draws the gap over the budget.
pub(super) fn draw(canvas: &Canvas, summary: &InvestSummary, most: f64) {
    let gap = gap(summary);
    let lines = gap.lines.iter().chain(&gap.each).flatten().map(|point| point.1);
    let spread = gap.spread.iter().flatten().map(|(_, spread)| 100.0 * spread.p95);
    let top = lines.chain(spread).chain(gap.without).fold(0.1, f64::max);
    // Above the first mark its number has room.
    let first = gap.lines[0].first().map_or(0.0, |point| point.1);
    let top = (1.02 * top).max(1.12 * first);
    let plot = canvas.plot(BELOW, 0.0..most, 0.0..top);
    canvas.text((theme::MARGIN, BELOW.y - 12.0), &gap.unit, theme::NUMBER, Align::Left);
    let ticks = Ticks::of(0.0, top, 4);
    for &value in &ticks.values {
        plot.grid(value);
        plot.value_number(value, &ticks.label(value));
    }
    bands(&plot, gap.spread.as_deref().unwrap_or_default(), summary.valid());
    for line in &gap.each {
        plot.line(line, theme::BAND_50, 1.4);
    }
    let [best, planners, need] = &gap.lines;
    if let Some(without) = gap.without {
        let ends = [(0.0, without), (most, without)];
        plot.dashed(&ends, theme::WITHOUT, theme::COMPARISON, theme::DASH);
    }
    plot.line(need, theme::MONEY, 1.5);
    plot.line(planners, theme::MONEY, theme::MEDIAN);
    plot.line(best, theme::SCENARIO, theme::REQUIREMENT);
    plot.baseline();
    let ticks = Ticks::of(0.0, most, 5);
    for &budget in &ticks.values {
        let unit = if budget == 0.0 { "$0".to_owned() } else { format!("${} bn", ticks.label(budget)) };
        plot.category_number(budget, &unit, 21.0);
    }
    marks(canvas, &plot, best, most);
    names(canvas, summary, &plot, &gap);
}

/// Half and nine in ten of the replicates, as far as their number tells them.
fn bands(plot: &Plot, spread: &[(f64, Spread)], valid: u64) {
    let band = |low: fn(&Spread) -> f64, high: fn(&Spread) -> f64| -> Vec<(f64, f64, f64)> {
        spread.iter().map(|(b, s)| (*b, 100.0 * low(s), 100.0 * high(s))).collect()
    };
    let outer = band(|s| s.p05, |s| s.p95);
    if valid >= BANDS.0 {
        plot.band(&outer, theme::BAND_90);
    }
    if valid >= BANDS.1 {
        plot.band(&band(|s| s.p25, |s| s.p75), theme::BAND_50);
    }
    if valid < BANDS.0 {
        plot.line(&outer.iter().map(|&(b, low, _)| (b, low)).collect::<Vec<_>>(), theme::SCENARIO, 1.2);
        plot.line(&outer.iter().map(|&(b, _, high)| (b, high)).collect::<Vec<_>>(), theme::SCENARIO, 1.2);
    }
}

/// What is left without money, with a quarter and with half of it.
fn marks(canvas: &Canvas, plot: &Plot, best: &[(f64, f64)], most: f64) {
    let nearest = |budget: f64| {
        let off = |at: &usize| (best[*at].0 - budget).abs();
        (0..best.len()).min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or(0)
    };
    let mut places = [0.0, 0.25, 0.5].map(|share| nearest(share * most)).to_vec();
    places.dedup();
    let font = theme::VALUE;
    for at in places.into_iter().filter(|&at| at + 1 < best.len()) {
        let (x, y) = plot.at(best[at].0, best[at].1);
        canvas.ring((x, y), 6.0, theme::SCENARIO, 2.5);
        let said = numbers::number(best[at].1, 1);
        let (place, align) = match at {
            0 => ((x + 12.0, y - 13.0), Align::Left),
            _ => ((x, y + 27.0), Align::Center),
        };
        canvas.text_on_map(place, &said, font, align);
    }
}

/// What the lines are, at their right ends.
fn names(canvas: &Canvas, summary: &InvestSummary, plot: &Plot, gap: &Gap) {
    let [best, planners, need] = gap.lines.each_ref().map(|line| line.last().copied().unwrap_or_default());
    let range =
        gap.spread.as_ref().and_then(|spread| spread.last()).map_or(String::new(), |(_, s)| {
            format!(" ({})", numbers::range(100.0 * s.p05, 100.0 * s.p95, 0))
        });
    let mut labels = vec![
        (best.1, format!("best programme{range}"), theme::SCENARIO),
        (planners.1, "left to planners’ rule".to_owned(), theme::MONEY_TEXT),
        (need.1, "spread in proportion to need".to_owned(), theme::MONEY_TEXT),
    ];
    if let Some(without) = gap.without {
        labels.push((without, format!("missing {}", nobody(&summary.scenarios)), theme::WITHOUT));
    }
    // Those of one height stand in the order of their values.
    labels.sort_by(|a, b| b.0.total_cmp(&a.0));
    let wanted: Vec<f64> = labels.iter().map(|label| plot.at(0.0, label.0).1 + 6.0).collect();
    for ((value, said, color), y) in labels.iter().zip(apart(&wanted, BELOW.y, BELOW.bottom())) {
        let font = theme::ROW.color(*color);
        let value = numbers::minus(&points(value / 100.0, None));
        canvas.texts((WORDS, y), &[(&value, font.bold()), (&format!(" {said}"), font)]);
    }
}
