//! What does the money buy in turn, and what is left? Columns of the best programme over the budget, the gap under them.

use super::{
    super::{
        PlotError,
        backend::Recording,
        canvas::{Align, Canvas, Frame, Plot},
        numbers,
        scale::Ticks,
        text, theme,
        words::capital,
    },
    Look, item,
    labels::{APART, WORDS, apart},
    left, look, wording,
};
use crate::{
    present::invest::{
        unspent,
        words::{bn, with_error},
    },
    store::invest::{InvestSummary, Objective, OptionKind},
};

const ABOVE: Frame = Frame { x: 110.0, y: 160.0, w: 1020.0, h: 290.0 };
/// The most columns.
const COLUMNS: usize = 20;
/// The most items with a name.
const ITEMS: usize = 6;
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
    left::draw(&canvas, summary, most);
    let optimism = summary.path.last().and_then(|step| step.optimism);
    let of = match summary.objective {
        Objective::Mean => "",
        Objective::Cvar => " in the worst tenth",
        Objective::Regret => " of regret",
    };
    let optimism = optimism.map(|optimism| {
        let points = numbers::minus(&with_error(&optimism));
        format!("Optimism at ${} bn: {points} points{of}.", bn(most))
    });
    let rule = "Planners’ rule: as much money in the same years, shared out by how short capabilities are.";
    let caveats: Vec<String> = optimism.into_iter().chain([rule.to_owned()]).collect();
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
        let between = |two: &[usize]| summary.path[two[1]].budget - summary.path[two[0]].budget;
        let step = between(&columns[..2]);
        // What must be bought comes first, and what is left over last: then columns are not equally far apart.
        let dark = match columns.windows(2).all(|two| (between(two) - step).abs() < 1e-9) {
            true => format!("dark: what the last ${} bn of each budget buys", bn(step)),
            false => "dark: what each budget buys more of than the one before".to_owned(),
        };
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
    let mut ends = Vec::new();
    for ((_, item, amount), y) in labels.iter().zip(ys) {
        let bold = theme::ROW.bold().color(item.look.text);
        let end =
            canvas.texts((WORDS, y), &[(&item.name, bold), (&format!("  ${} bn", bn(*amount)), theme::ROW)]);
        ends.push((end + 18.0, y));
    }
    // What stands behind all that no scenario's own best goes without has one wording, which fits behind each.
    let n = summary.scenarios.len();
    let always = |option: &usize| {
        let id = &summary.options[*option].id;
        summary.items(most).any(|item| item.option == *id && item.within == n)
    };
    let marked = labels.iter().zip(&ends).filter(|(label, _)| n > 1 && label.1.options.iter().all(always));
    let marked: Vec<(f64, f64)> = marked.map(|(_, end)| *end).collect();
    let room = marked.iter().map(|end| 1552.0 - end.0).fold(f64::INFINITY, f64::min);
    let fits = |said: &&&str| theme::NOTE.width(said) <= room;
    if let Some(said) = ["in each one’s own best", "in each one’s best", "in every best"].iter().find(fits)
    {
        for end in marked {
            canvas.text(end, said, theme::NOTE, Align::Left);
        }
    }
    if let Some((left, why)) = summary.path.last().and_then(|step| unspent(summary, step)) {
        let y = plot.at(0.0, base + left / 2.0).1 + 6.0;
        let lowest = labels.last().map_or(f64::INFINITY, |label| label.0) - APART;
        let said = text::cut(&format!("${} bn unspent: {why}", bn(left)), 1552.0 - WORDS, theme::NOTE);
        canvas.text((WORDS, y.min(lowest)), &said, theme::NOTE, Align::Left);
    }
}
