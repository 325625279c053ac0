//! What does the money buy in turn, and what is left? Columns of the best programme over the budget, the gap under them.

use super::{
    super::{
        PlotError,
        backend::Recording,
        canvas::{Align, Canvas, Frame, Plot},
        numbers,
        scale::Ticks,
        theme,
        words::capital,
    },
    Look, item, look, wording,
};
use crate::{
    present::invest::{
        nobody,
        words::{bn, points},
    },
    store::invest::{InvestSummary, Objective, OptionKind, Spread},
};

const ABOVE: Frame = Frame { x: 110.0, y: 160.0, w: 1020.0, h: 290.0 };
const BELOW: Frame = Frame { x: 110.0, y: 500.0, w: 1020.0, h: 312.0 };
/// Where words beside the plots begin, and how near they come to each other.
const WORDS: f64 = 1150.0;
const APART: f64 = 24.0;
/// The most columns.
const COLUMNS: usize = 20;
/// The most items with a name.
const ITEMS: usize = 6;
/// From how many replicates on there are two bands, and one.
const BANDS: (u64, u64) = (1000, 200);

/// Something that is bought: its name, how it looks, and the bn in it by column.
struct Item {
    name: String,
    look: Look,
    amounts: Vec<f64>,
    /// Options in it.
    options: Vec<usize>,
}

/// Draws the figure.
pub(super) fn draw(summary: &InvestSummary) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let columns = columns(summary);
    let items = items(summary, &columns);
    canvas.head(&wording::programme(summary), &subtitle(summary), true);
    let most = summary.path.last().map_or(0.0, |step| step.budget);
    bought(&canvas, summary, &columns, &items, most);
    left(&canvas, summary, most);
    let optimism = summary.scenarios.iter().filter_map(|s| s.path.last()).map(|v| v.optimism.mean);
    let optimism = optimism.fold(f64::NEG_INFINITY, f64::max);
    let caveats = [
        format!("Optimism at ${} bn: {} points.", bn(most), numbers::number(100.0 * optimism, 2)),
        "Planners’ rule: as much money in the same years, shared out by how short capabilities are."
            .to_owned(),
    ];
    canvas.caption("", &wording::caption(summary, &caveats));
    let last = items.iter().filter_map(|item| {
        let amount = *item.amounts.last()?;
        (amount > 0.0).then(|| format!("{} {}", item.name, bn(amount)))
    });
    let last: Vec<String> = last.collect();
    let buys = if last.is_empty() { "nothing".to_owned() } else { last.join(", ") };
    canvas.told(format!("Stacked columns by budget over lines. ${} bn buy, in bn: {buys}.", bn(most)));
    canvas.finish()
}

fn subtitle(summary: &InvestSummary) -> Vec<String> {
    let [first, last] = summary.years;
    let n = summary.scenarios.len();
    let aim = match (summary.objective, n) {
        (Objective::Mean, 1) => String::new(),
        (Objective::Mean, _) => format!(", for the mean of {n} scenarios"),
        (Objective::Cvar, 1) => ", for the worst tenth of runs".to_owned(),
        (Objective::Cvar, _) => format!(", for the worst tenth of runs of {n} scenarios"),
        (Objective::Regret, 1) => ", for the smallest regret".to_owned(),
        (Objective::Regret, _) => format!(", for the smallest largest regret in {n} scenarios"),
    };
    let years = numbers::years(first, last);
    let mut said = vec![format!(
        "What the best programme found buys{aim}, {years} (above), and what D+{} shortfall it leaves (below).",
        summary.tier
    )];
    if let [only] = &summary.scenarios[..] {
        said.push(format!("{}.", capital(&only.short_title)));
    }
    said
}

/// The steps of the path that have a column: all, or every so many and the last. The first is that of no money.
fn columns(summary: &InvestSummary) -> Vec<usize> {
    let last = summary.path.len() - 1;
    let every = last.div_ceil(COLUMNS).max(1);
    let mut all: Vec<usize> = (0..=last).step_by(every).collect();
    all.extend((!last.is_multiple_of(every)).then_some(last));
    all
}

/// What is bought in any column, in the order of first purchase; what is least of it together where it is much.
fn items(summary: &InvestSummary, columns: &[usize]) -> Vec<Item> {
    let amount = |option: usize, column: usize| summary.path[column].amounts[option];
    let most = |option: usize| columns.iter().map(|&c| amount(option, c)).fold(0.0, f64::max);
    let since = |option: usize| columns.iter().position(|&c| amount(option, c) > 0.0);
    let mut all: Vec<usize> = (0..summary.options.len()).filter(|&o| most(o) > 0.0).collect();
    all.sort_by(|&a, &b| most(b).total_cmp(&most(a)));
    let rest = if all.len() > ITEMS { all.split_off(ITEMS - 1) } else { Vec::new() };
    all.sort_by_key(|&option| since(option));
    let mut kit = 0;
    let mut items: Vec<Item> = Vec::new();
    for option in all {
        let of = &summary.options[option];
        let look = look(of.kind, kit);
        kit += usize::from(of.kind == OptionKind::Kit);
        let name = capital(&item(summary, &of.id));
        let amounts = columns.iter().map(|&c| amount(option, c)).collect();
        items.push(Item { name, look, amounts, options: vec![option] });
    }
    if !rest.is_empty() {
        let amounts = columns.iter().map(|&c| rest.iter().map(|&o| amount(o, c)).sum()).collect();
        let look =
            Look { dark: theme::WITHOUT_FILL, light: theme::DOUBLE, striped: false, text: theme::WITHOUT };
        items.push(Item { name: format!("{} others", rest.len()), look, amounts, options: rest });
    }
    items
}

/// The columns.
fn bought(canvas: &Canvas, summary: &InvestSummary, columns: &[usize], items: &[Item], most: f64) {
    let plot = canvas.plot(ABOVE, 0.0..most, 0.0..most);
    let ticks = Ticks::of(0.0, most, 4);
    for &value in &ticks.values {
        plot.grid(value);
        plot.value_number(value, &ticks.label(value));
    }
    canvas.text((theme::MARGIN, ABOVE.y - 15.0), "$ bn", theme::NUMBER, Align::Left);
    for (number, pair) in columns.windows(2).enumerate() {
        let (before, here) = (summary.path[pair[0]].budget, summary.path[pair[1]].budget);
        let xs = plot.at(before, 0.0).0 + 2.0..plot.at(here, 0.0).0 - 2.0;
        let mut base = 0.0;
        for item in items {
            let (was, is) = (item.amounts[number], item.amounts[number + 1]);
            let mut block = |amount: f64, color, light: bool| {
                // A white line under each block tells it from the one below.
                let ys = plot.at(0.0, base + amount).1..plot.at(0.0, base).1 - 1.5;
                base += amount;
                if ys.end - ys.start < 0.5 {
                    return;
                }
                if item.look.striped {
                    canvas.stripes(xs.clone(), ys.clone(), color, if light { 4.0 } else { 5.0 });
                    canvas.outline(xs.clone(), ys, color, 1.0);
                } else {
                    canvas.rect(xs.clone(), ys, color);
                }
            };
            block(was.min(is), item.look.light, true);
            block((is - was).max(0.0), item.look.dark, false);
        }
    }
    plot.baseline();
    // There is room beside the stairs only where they have steps.
    if columns.len() > 5 {
        let step = summary.path[columns[1]].budget;
        let dark = format!("dark: what the last ${} bn of each budget buys", bn(step));
        canvas.text((ABOVE.x + 30.0, 191.0), &dark, theme::ROW, Align::Left);
        let light = "light: what was bought before it";
        canvas.text((ABOVE.x + 30.0, 215.0), light, theme::ROW.color(theme::GREY), Align::Left);
    }
    beside(canvas, summary, &plot, items, most);
}

/// What stands beside the last column.
fn beside(canvas: &Canvas, summary: &InvestSummary, plot: &Plot, items: &[Item], most: f64) {
    let mut base = 0.0;
    let mut labels: Vec<(f64, &Item, f64)> = Vec::new();
    for item in items {
        let amount = item.amounts.last().copied().unwrap_or_default();
        if amount > 0.0 {
            labels.push((plot.at(0.0, base + amount / 2.0).1 + 6.0, item, amount));
        }
        base += amount;
    }
    let ys = apart(&labels.iter().map(|label| label.0).collect::<Vec<_>>(), ABOVE.y, ABOVE.bottom());
    for ((_, item, amount), y) in labels.iter().zip(ys) {
        let bold = theme::ROW.bold().color(item.look.text);
        let end =
            canvas.texts((WORDS, y), &[(&item.name, bold), (&format!("  ${} bn", bn(*amount)), theme::ROW)]);
        let n = summary.scenarios.len();
        let always = |option: &usize| {
            let id = &summary.options[*option].id;
            summary.no_regret.iter().any(|i| i.option == *id && i.budget == most && i.within == n)
        };
        let said = "in each one’s own best";
        if n > 1 && item.options.iter().all(always) && end + 18.0 + theme::NOTE.width(said) <= 1552.0 {
            canvas.text((end + 18.0, y), said, theme::NOTE, Align::Left);
        }
    }
    let unspent = most - base;
    if unspent > 1e-9 {
        let y = plot.at(0.0, base + unspent / 2.0).1 + 6.0;
        let lowest = labels.last().map_or(f64::INFINITY, |label| label.0) - APART;
        let said = format!("${} bn unspent: nothing more would help", bn(unspent));
        canvas.text((WORDS, y.min(lowest)), &said, theme::NOTE, Align::Left);
    }
}

/// Places for labels that want to stand at heights given from the lowest up or in any order: at least [`APART`] from each
/// other, as near as can be.
fn apart(wanted: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let mut places = wanted.to_vec();
    let mut least = top;
    for &i in &order {
        places[i] = places[i].max(least);
        least = places[i] + APART;
    }
    let mut most = bottom;
    for &i in order.iter().rev() {
        places[i] = places[i].min(most);
        most = places[i] - APART;
    }
    places
}

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
        let line = |of: fn(&crate::store::invest::Valued) -> f64| -> Vec<(f64, f64)> {
            budgets().zip(only.path.iter().map(|v| 100.0 * (only.missing.mean - of(v)))).collect()
        };
        return Gap {
            unit: format!("points of D+{} shortfall left", summary.tier),
            lines: [line(|v| v.closed.mean), line(|v| v.planners.mean), line(|v| v.need.mean)],
            without: only.leaves.then_some(100.0 * only.without.mean),
            spread: Some(budgets().zip(only.path.iter().map(|v| v.left)).collect()),
            each: Vec::new(),
        };
    }
    let line = |of: fn(&crate::store::invest::Step) -> f64| -> Vec<(f64, f64)> {
        summary.path.iter().map(|step| (step.budget, 100.0 * of(step))).collect()
    };
    let mean = summary.objective == Objective::Mean;
    let n = summary.scenarios.len();
    let leaves = summary.scenarios.iter().any(|scenario| scenario.leaves);
    let without = summary.scenarios.iter().map(|s| 100.0 * s.without.mean).sum::<f64>() / n as f64;
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
        without: (mean && leaves).then_some(without),
        spread: None,
        each: each.collect(),
    }
}

fn left(canvas: &Canvas, summary: &InvestSummary, most: f64) {
    let gap = gap(summary);
    let lines = gap.lines.iter().chain(&gap.each).flatten().map(|point| point.1);
    let spread = gap.spread.iter().flatten().map(|(_, spread)| 100.0 * spread.p95);
    let top = lines.chain(spread).chain(gap.without).fold(0.1, f64::max);
    let plot = canvas.plot(BELOW, 0.0..most, 0.0..1.02 * top);
    canvas.text((theme::MARGIN, BELOW.y - 12.0), &gap.unit, theme::NUMBER, Align::Left);
    let ticks = Ticks::of(0.0, 1.02 * top, 4);
    for &value in &ticks.values {
        plot.grid(value);
        plot.value_number(value, &ticks.label(value));
    }
    let valid = summary.replicates - summary.fresh_failed_replicates;
    bands(&plot, gap.spread.as_deref().unwrap_or_default(), valid);
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
        let value = points(value / 100.0, None).replace('-', "\u{2212}");
        canvas.texts((WORDS, y), &[(&value, font.bold()), (&format!(" {said}"), font)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_apart_and_within_and_in_their_order() {
        assert_eq!(apart(&[300.0, 100.0], 50.0, 400.0), [300.0, 100.0]);
        assert_eq!(apart(&[100.0, 100.0, 101.0], 50.0, 400.0), [100.0, 124.0, 148.0]);
        assert_eq!(apart(&[399.0, 398.0], 50.0, 400.0), [400.0, 376.0]);
    }
}
