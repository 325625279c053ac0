//! What the figure says: where bands held, and how to take them.

use super::shown;
use crate::{
    plot::{numbers, words},
    store::hindcast::{Fan, FanYear, HindcastSummary, ScoreRow},
};

/// The part of the replicates beyond which a year lies at the edge of a band.
const EDGE: f64 = 0.9;

/// Years that lie outside of the bands that are shown.
fn outside<'a>(fans: &[&'a Fan]) -> Vec<&'a FanYear> {
    fans.iter().flat_map(|fan| &fan.years).filter(|year| !year.inside()).collect()
}

/// How many of the fans a number of is.
fn of(k: usize, n: usize) -> String {
    if k == n {
        format!("all {}", words::count(n))
    } else {
        format!("{} of {}", words::count(k), words::count(n))
    }
}

/// The finding, longest first.
pub(super) fn titles(summary: &HindcastSummary) -> Vec<String> {
    let fans = shown(summary);
    let (last, n) = (summary.last_year(), fans.len());
    let outside = outside(&fans);
    let above = outside.iter().filter(|year| year.spent > year.p95).count();
    if n == 0 {
        return vec!["Would the spending model have been right before?".to_owned()];
    }
    if outside.is_empty() {
        let edge = fans.iter().filter_map(|fan| fan.years.last()).map(|year| year.pit);
        let held = format!("Spending stayed inside every band shown, to {last}");
        return match edge.fold((1.0_f64, 0.0_f64), |(low, high), pit| (low.min(pit), high.max(pit))) {
            (_, high) if high >= EDGE => vec![format!("{held}, in the last year at the upper edge")],
            (low, _) if low <= 1.0 - EDGE => vec![format!("{held}, in the last year at the lower edge")],
            _ => vec![held],
        };
    }
    let held = format!("To {} spending stayed inside every band shown; {last} came out", last - 1);
    if outside.iter().all(|year| year.year == last) && (above == 0 || above == outside.len()) {
        let side = if above == 0 { "below" } else { "above" };
        return vec![format!("{held} {side} {}", of(outside.len(), n))];
    }
    let years: usize = fans.iter().map(|fan| fan.years.len()).sum();
    let sides = match (above, outside.len() - above) {
        (above, 0) => format!("{above} above"),
        (0, below) => format!("{below} below"),
        (above, below) => format!("{above} above, {below} below"),
    };
    vec![format!("Of {years} years forecast, {} came out of the band: {sides}", outside.len())]
}

/// Quantity and marks.
pub(super) fn subtitle(summary: &HindcastSummary) -> Vec<String> {
    vec![format!(
        "NATO Europe’s defence spending, % of GDP, {} allies: what was spent, and what the model says when it knows only \
         the years before the origin.",
        summary.allies
    )]
}

/// How to take the bands.
pub(super) fn reading(summary: &HindcastSummary, fans: &[&Fan]) -> String {
    let outside = outside(fans);
    let last = summary.last_year();
    let held = match outside.iter().map(|year| year.year).min() {
        None => "Read it so: the bands shown held for all together.".to_owned(),
        Some(first) if first == last => {
            format!("Read it so: the bands shown held for all together to {}.", last - 1)
        }
        Some(first) => format!("Read it so: the bands shown held for all together to {}.", first - 1),
    };
    let above = outside.iter().any(|year| year.spent > year.p95 && year.year > 2022);
    let narrow = |row: &ScoreRow| row.coverage_90 < 0.87;
    let less = summary.score("model", "allies", summary.all_origins()).is_some_and(narrow);
    let high = summary.classes("model", "allies").last().is_some_and(|class| class.share > 0.13);
    let why = if !above && less && high {
        " Ally by ally they hold less than they should, because some spent more after 2022 than the alarms that the model draws."
    } else if !above && less {
        " Ally by ally they hold less than they should."
    } else if above {
        " What followed 2022 was larger than 9 in 10 of the runs from the years before it: the model has such alarms, and \
         draws them too seldom or too small."
    } else {
        ""
    };
    let take = summary.answer.iter().find(|said| said.about == "How to take it");
    format!("{held}{why} {}", take.map_or("", |said| said.text.as_str())).trim().to_owned()
}

/// Source, replicates, what a critic would say, version.
pub(super) fn caption(summary: &HindcastSummary) -> Vec<String> {
    let n = numbers::thousands((summary.replicates - summary.failed_replicates) as f64);
    let last = summary.last_year();
    let mut sentences = vec![
        format!(
            "Source: NATO, August {last} ({} and {last} are estimates; {} of {} allies land on {}).",
            last - 1,
            summary.just_above_pledge,
            summary.allies,
            numbers::range(summary.pledge, summary.pledge + 0.06, 2)
        ),
        format!(
            "{}{n} runs, seed {}, reference ranges, Wales pledge {} by {}; weights: GDP of {last}.",
            if n.len() < 4 { "Only " } else { "" },
            summary.seed,
            numbers::in_percent(summary.pledge, 0),
            summary.pledge_year
        ),
        "The origins share their outcome years.".to_owned(),
    ];
    if !summary.unpublished.is_empty() {
        let whose: Vec<String> = summary.unpublished.iter().map(|title| words::country(title)).collect();
        sentences.push(format!("{} {last}: as in the reference data.", words::list(&whose)));
    }
    let compared = summary.compared("allies");
    let error = |method: &str| Some(summary.score(method, "allies", compared?)?.crps);
    let less: Vec<f64> = ["persistence", "drift", "trend"]
        .iter()
        .filter_map(|other| Some(1.0 - error("model")? / error(other)?))
        .collect();
    if let (Some(least), Some(most)) =
        (less.iter().copied().reduce(f64::min), less.iter().copied().reduce(f64::max))
    {
        // "below" holds for all of them, or it is not said.
        if least > 0.0 {
            sentences.push(format!(
                "Error by ally (CRPS) {}\u{202f}% below persistence, drift and trend.",
                numbers::range(100.0 * least, 100.0 * most, 0)
            ));
        }
    }
    sentences.push(words::reproduces(&summary.version, &summary.hash, 1));
    sentences
}
