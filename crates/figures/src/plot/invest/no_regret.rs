//! What can be bought before one knows what comes? A matrix of what each scenario alone would buy.

use super::{
    super::{
        PlotError,
        backend::Recording,
        canvas::{Align, Canvas},
        numbers, text,
        theme::{self, Font},
        words::{capital, count},
    },
    wording,
};
use crate::{
    present::{
        grammar::inside,
        invest::{
            must,
            words::{bn, named, nobody},
        },
    },
    store::invest::{InvestScenario, InvestSummary, NoRegret, Own},
};

/// Left and upper edge of the cells, how far down they may reach, and where the foot begins.
const LEFT: f64 = 332.0;
const TOP: f64 = 204.0;
const BOTTOM: f64 = 662.0;
const FOOT: f64 = 744.0;
/// Between the columns and what stands right of them.
const BESIDE: f64 = 28.0;
/// The tallest row: two fill the picture.
const TALLEST: f64 = (BOTTOM - TOP) / 2.0;
/// The most columns.
const MOST: usize = 12;

/// Whether there is something to compare: several scenarios, and something that one of them buys.
pub(super) fn applies(summary: &InvestSummary) -> bool {
    summary.scenarios.len() > 1 && summary.items(summary.largest()).next().is_some()
}

/// A scenario and what it alone would buy.
struct Column<'a> {
    scenario: &'a InvestScenario,
    own: &'a Own,
}

impl Column<'_> {
    /// What goes into an option beyond what must, and whether its last step may as well go elsewhere.
    fn amount(&self, summary: &InvestSummary, option: &str) -> (f64, bool) {
        let at = summary.options.iter().position(|o| o.id == option);
        let amount = at.map_or(0.0, |at| summary.options[at].beyond(self.own.amounts[at]));
        let near = self.own.exchanges.iter().any(|e| e.option == option && e.as_good);
        (amount, near)
    }
}

/// Draws the figure.
pub(super) fn draw(summary: &InvestSummary) -> Result<Recording, PlotError> {
    let canvas = Canvas::new();
    let budget = summary.largest();
    let mut columns: Vec<Column> = summary
        .scenarios
        .iter()
        .filter_map(|scenario| Some(Column { scenario, own: scenario.own_of(budget)? }))
        .collect();
    let missing = |c: &Column| c.scenario.missing.mean;
    columns.sort_by(|a, b| missing(a).total_cmp(&missing(b)));
    // Those with which most is missing have a column.
    let left_out = columns.len().saturating_sub(MOST);
    columns.drain(..left_out);
    let items: Vec<&NoRegret> = summary.items(budget).collect();
    let [first, last] = summary.years;
    let near = columns.iter().any(|c| items.iter().any(|i| c.amount(summary, &i.option).1));
    let mut subtitle = vec![
        format!(
            "What the best programme of ${} bn ({}) buys in each scenario alone, $ bn, in steps of {}.",
            bn(budget),
            numbers::years(first, last),
            bn(summary.step)
        ),
        "Columns by what is missing.".to_owned(),
    ];
    if let Some(must) = must(summary) {
        subtitle.push(format!("{}.", capital(&must)));
    }
    if near {
        subtitle.push("~: the last step may as well go elsewhere.".to_owned());
    }
    canvas.head(&wording::no_regret(summary, budget), &subtitle, true);
    let width = if columns.len() > 7 { 80.0 } else { 854.0 / columns.len().max(1) as f64 };
    let height = ((BOTTOM - TOP) / items.len() as f64).min(TALLEST);
    let right = LEFT + width * columns.len() as f64 + BESIDE;
    heads(&canvas, &columns, width, right);
    for (row, item) in items.iter().enumerate() {
        let y = TOP + height * row as f64;
        self::row(&canvas, summary, &columns, item, (y, height, width, right));
    }
    others(&canvas, summary, &items, TOP + height * items.len() as f64 + 30.0);
    let y = (TOP + height * items.len() as f64 + 90.0).min(FOOT);
    foot(&canvas, summary, &columns, &items, (y, width, right));
    let note = match left_out {
        0 => String::new(),
        n => format!("and {n} more in tables/path.csv, counted on the right"),
    };
    let caveat =
        format!("Chosen in steps of ${} bn: items that are nearly as good change places.", bn(summary.step));
    canvas.caption(&note, &wording::caption(summary, &[caveat]));
    let told = |item: &&NoRegret| {
        let most = if item.least == item.most { String::new() } else { format!(" to {}", bn(item.most)) };
        format!(
            "{} {}{most} (in {} of {})",
            super::item(summary, &item.option),
            bn(item.least),
            item.within,
            summary.scenarios.len()
        )
    };
    canvas.told(format!(
        "Table of shaded cells, items by scenarios. Bn: {}.",
        items.iter().map(told).collect::<Vec<_>>().join(", ")
    ));
    canvas.finish()
}

/// A text on lines that end at a baseline.
fn rising(canvas: &Canvas, (x, y): (f64, f64), name: &str, room: f64, font: Font, align: Align) {
    let fitted = text::fit(name, room, font, 3);
    for (i, line) in fitted.lines.iter().rev().enumerate() {
        canvas.text((x, y - (fitted.font.size + 2.0) * i as f64), line, fitted.font, align);
    }
}

fn heads(canvas: &Canvas, columns: &[Column], width: f64, right: f64) {
    let y = TOP - 14.0;
    canvas.text((theme::MARGIN, y), "What it buys", theme::ROW.bold(), Align::Left);
    let font = theme::NUMBER.color(theme::INK).bold();
    // One size for all heads: that of the name which needs the smallest.
    let size = |c: &Column| text::fit(&c.scenario.short_title, width - 8.0, font, 3).font.size;
    let size = columns.iter().map(size).fold(font.size, f64::min);
    for (i, column) in columns.iter().enumerate() {
        let x = LEFT + width * (i as f64 + 0.5);
        rising(canvas, (x, y), &column.scenario.short_title, width - 8.0, font.size(size), Align::Center);
    }
    let bold = theme::ROW.bold().color(theme::EUROPEAN);
    canvas.text((right, y - 23.0), "Buy in any case", bold, Align::Left);
    canvas.text((right, y), "least over the scenarios", theme::NOTE, Align::Left);
}

/// Something that is bought in at least one of them.
fn row(
    canvas: &Canvas,
    summary: &InvestSummary,
    columns: &[Column],
    item: &NoRegret,
    (y, height, width, right): (f64, f64, f64, f64),
) {
    let n = summary.scenarios.len();
    let always = item.within == n;
    let base = |size: f64| y + height / 2.0 + text::CAPITAL * size / 2.0;
    if always {
        canvas.rect(theme::MARGIN - 8.0..LEFT - 6.0, y + 1.5..y + height - 1.5, theme::MISSING);
    }
    let font = if always { theme::ROW.bold() } else { theme::ROW };
    let title = summary.option(&item.option).map_or(item.option.as_str(), |o| o.title.as_str());
    let forms = [title.to_owned(), capital(&inside(title)), capital(&named(summary, &item.option))];
    let (name, font) =
        text::first_fitting(&forms, LEFT - 18.0 - theme::MARGIN, usize::MAX, &[font, font.size(17.0)]);
    canvas.text((theme::MARGIN, base(font.size)), &name, font, Align::Left);
    for (i, column) in columns.iter().enumerate() {
        let x = LEFT + width * i as f64;
        let (xs, ys) = (x + 1.5..x + width - 1.5, y + 1.5..y + height - 1.5);
        let (amount, near) = column.amount(summary, &item.option);
        let share = (amount / item.budget / 0.6).min(1.0);
        canvas.rect(xs.clone(), ys.clone(), theme::mix(theme::WHITE, theme::EUROPEAN, share));
        // Numbers grow with the cells.
        let font = theme::VALUE.size((0.27 * height).clamp(20.0, 34.0));
        let size = font.size;
        if amount > 0.0 {
            let white = share >= 0.4 / 0.6;
            let color = if white { theme::WHITE } else { theme::INK };
            let font = Font { bold: always, ..font.color(color) };
            let said = format!("{}{}", bn(amount), if near { "~" } else { "" });
            canvas.text((x + width / 2.0, base(size)), &said, font, Align::Center);
        } else {
            canvas.outline(xs, ys, theme::RULE, 1.0);
            let font = Font { bold: false, ..font.color(theme::AXIS) };
            canvas.text((x + width / 2.0, base(size)), "–", font, Align::Center);
        }
    }
    let y = base(theme::ROW.size);
    if always {
        canvas.rect(right..right + 14.0, y - 13.0..y + 1.0, theme::EUROPEAN);
        let bold = theme::ROW.bold().color(theme::EUROPEAN);
        let of = match item.least == item.most {
            true => "  in each".to_owned(),
            false => format!("  of {}–{}", bn(item.least), bn(item.most)),
        };
        canvas.texts((right + 24.0, y), &[(&format!("${} bn", bn(item.least)), bold), (&of, theme::NOTE)]);
        return;
    }
    let mut within = summary.scenarios.iter().filter(|scenario| {
        let own = scenario.own_of(item.budget);
        own.is_some_and(|own| Column { scenario, own }.amount(summary, &item.option).0 > 0.0)
    });
    let said = format!("in {} of {n}", item.within);
    let said = match (item.within, within.next()) {
        (1, Some(only)) if n > 2 => format!("{said}: {}", only.short_title),
        _ => said,
    };
    let said = text::cut(&said, 1552.0 - right - 24.0, theme::NOTE);
    canvas.text((right + 24.0, y), &said, theme::NOTE, Align::Left);
}

/// What no scenario buys.
fn others(canvas: &Canvas, summary: &InvestSummary, items: &[&NoRegret], y: f64) {
    let bought = |id: &str| items.iter().any(|item| item.option == id);
    let rest = summary.options.iter().filter(|option| !bought(&option.id) && option.at_least == 0.0);
    let rest: Vec<String> = rest.map(|option| super::item(summary, &option.id)).collect();
    if rest.is_empty() {
        return;
    }
    canvas.text((theme::MARGIN, y), "In none", theme::NUMBER, Align::Left);
    let lines = text::wrap(&rest.join(", "), 1552.0 - LEFT, theme::NUMBER).unwrap_or_default();
    for (i, line) in lines.iter().take(2).enumerate() {
        canvas.text((LEFT, y + 23.0 * i as f64), line, theme::NUMBER, Align::Left);
    }
}

/// What is missing in each scenario, and left after its own best programme.
fn foot(
    canvas: &Canvas,
    summary: &InvestSummary,
    columns: &[Column],
    items: &[&NoRegret],
    (y, width, right): (f64, f64, f64),
) {
    canvas.line(&[(theme::MARGIN, y), (1552.0, y)], theme::AXIS, 1.0);
    let (first, second, third) = (y + 27.0, y + 50.0, y + 73.0);
    let grey = theme::NUMBER;
    let without = theme::NUMBER.color(theme::WITHOUT);
    canvas.text((theme::MARGIN, first), "Points missing", theme::ROW, Align::Left);
    canvas.text((theme::MARGIN, second), nobody(&summary.scenarios), without, Align::Left);
    let best = format!("left after its best ${} bn", bn(items[0].budget));
    canvas.text((theme::MARGIN, third), &best, grey, Align::Left);
    for (i, column) in columns.iter().enumerate() {
        let x = LEFT + width * (i as f64 + 0.5);
        let written = |value: f64| numbers::number(100.0 * value, 1);
        canvas.text((x, first), &written(column.scenario.missing.mean), theme::ROW.bold(), Align::Center);
        canvas.text((x, second), &written(column.scenario.without.mean), without, Align::Center);
        canvas.text((x, third), &written(column.own.left.mean), grey, Align::Center);
    }
    let n = summary.scenarios.len();
    let sum: f64 = items.iter().filter(|item| item.within == n).map(|item| item.least).sum();
    let bold = theme::ROW.bold().color(theme::EUROPEAN);
    let all = if n == 2 { "both".to_owned() } else { format!("all {}", count(n)) };
    canvas.texts(
        (right, first),
        &[(&format!("${} bn", bn(sum)), bold), (&format!("  bought in {all}"), theme::NOTE)],
    );
    if sum > 0.0 && sum < summary.free(items[0].budget) {
        canvas.text((right, second), "the rest waits for what is decided", theme::NOTE, Align::Left);
    }
}
