//! What the scores of `drawdown hindcast` say, in words that follow from them.

use crate::{
    present::{grammar::list, grouped},
    store::hindcast::{FanYear, HindcastSummary, LATE, PastDeparture, Said, ScoreRow},
};

/// How far a share of forecasts may be from what it should be and still count as honest.
const NEAR: f64 = 0.03;

/// A relative difference of two scores that is worth a word.
const WORTH: f64 = 0.03;

/// A share as whole per cent.
fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// Points of GDP.
fn points(value: f64) -> String {
    format!("{value:.3}")
}

/// The answer.
#[must_use]
pub fn answer(summary: &HindcastSummary) -> Vec<Said> {
    let said = |about: &str, text: Option<String>| text.map(|text| Said { about: about.to_owned(), text });
    let mut all = vec![
        said("All together", together(summary)),
        said("Ally by ally", coverage(summary)),
        said("Over time", late(summary)),
        said("Where outcomes fell", tails(summary)),
        said("Which allies", allies(summary)),
        said("Against yardsticks", yardsticks(summary, "allies")),
        said("All together against yardsticks", yardsticks(summary, "together")),
        said("What it rests on", Some(rests(summary))),
        said("How to take it", take(summary)),
    ];
    all.extend(summary.departures.iter().map(|past| said("Departures of US troops", Some(departure(past)))));
    all.into_iter().flatten().collect()
}

/// All allies together.
fn together(summary: &HindcastSummary) -> Option<String> {
    let years = || summary.fans.iter().flat_map(|fan| fan.years.iter());
    let n = years().count();
    let outside: Vec<&FanYear> = years().filter(|year| !year.inside()).collect();
    let last = summary.last_year();
    let fans = summary.fans.iter().filter(|fan| !fan.years.is_empty()).count();
    if n == 0 {
        return None;
    }
    if outside.is_empty() {
        return Some(format!(
            "What all allies together spent lies in the 90 % interval of all {n} forecasts; {}.",
            reached(summary)
        ));
    }
    let above = outside.iter().filter(|year| year.spent > year.p95).count();
    if above == outside.len() && outside.iter().all(|year| year.year == last) {
        let from =
            if above == fans { format!("all {fans} origins") } else { format!("{above} of {fans} origins") };
        return Some(format!(
            "To {}, what all allies together spent lies in the 90 % interval from every origin; {last} came out above \
             it from {from}.",
            last - 1
        ));
    }
    let one = |(origin, year): &(i32, &FanYear)| {
        let side = if year.spent > year.p95 { "above" } else { "below" };
        format!("{} from {origin}, {side}", year.year)
    };
    let which: Vec<(i32, &FanYear)> = summary
        .fans
        .iter()
        .flat_map(|fan| fan.years.iter().map(move |year| (fan.origin, year)))
        .filter(|(_, year)| !year.inside())
        .collect();
    let named = match which.len() {
        1..=NAMED => which.iter().map(one).collect::<Vec<_>>().join("; "),
        _ => format!("{above} above, {} below", outside.len() - above),
    };
    Some(format!(
        "What all allies together spent lies outside the 90 % interval of {} of {n} forecasts ({named}); {}.",
        outside.len(),
        reached(summary)
    ))
}

/// Forecasts that are named one by one.
const NAMED: usize = 4;

/// Where the last year came out.
fn reached(summary: &HindcastSummary) -> String {
    let pits = summary.fans.iter().filter_map(|fan| fan.years.last()).map(|year| year.pit);
    let (low, high) = pits.fold((1.0_f64, 0.0_f64), |(low, high), pit| (low.min(pit), high.max(pit)));
    let (from, to) = (format!("{:.0}", 100.0 * low), percent(high));
    let range = if to.starts_with(&format!("{from} ")) { to } else { format!("{from} to {to}") };
    format!("{} came out above {range} of the runs", summary.last_year())
}

/// Whether intervals are honest.
fn verdict(row: &ScoreRow) -> &'static str {
    match row.coverage_90 {
        c if c < 0.9 - NEAR => "too narrow",
        c if c > 0.9 + NEAR => "wider than need be",
        _ => "about right",
    }
}

/// Coverage ally by ally.
fn coverage(summary: &HindcastSummary) -> Option<String> {
    let row = summary.score("model", "allies", summary.all_origins())?;
    Some(format!(
        "Of {} forecasts, 50 % intervals hold what was spent in {}, 80 % intervals in {}, 90 % intervals in {}: {}.",
        grouped(row.forecasts.into()),
        percent(row.coverage_50),
        percent(row.coverage_80),
        percent(row.coverage_90),
        verdict(row)
    ))
}

/// Before and from 2020.
fn late(summary: &HindcastSummary) -> Option<String> {
    let (first, last) = summary.all_origins();
    let early = summary.score("model", "allies", (first, LATE - 1))?;
    let late = summary.score("model", "allies", (LATE, last))?;
    let conclusion = if late.coverage_90 < 0.9 - NEAR && late.coverage_90 < early.coverage_90 {
        "intervals from 2020 on still cover too little"
    } else if late.coverage_90 < 0.9 - NEAR {
        "intervals from 2020 on cover too little, as those before"
    } else {
        "intervals from 2020 on cover what they should"
    };
    Some(format!(
        "From origins {first} to {}, 90 % intervals hold {}; from {LATE} to {last}, {}: {conclusion}.",
        LATE - 1,
        percent(early.coverage_90),
        percent(late.coverage_90)
    ))
}

/// The ends of the histogram.
fn tails(summary: &HindcastSummary) -> Option<String> {
    let classes = summary.classes("model", "allies");
    let (low, high) = (classes.first()?.share, classes.last()?.share);
    let much = |share: f64| share > 0.1 + NEAR;
    let conclusion = match (much(low), much(high)) {
        (true, true) => "both ends are too near",
        (false, true) => "it is surprised from above",
        (true, false) => "it is surprised from below",
        (false, false) => "neither end is too near",
    };
    Some(format!(
        "{} of outcomes lie in the lowest tenth of the runs and {} in the highest, where 10 % should lie in each: \
         {conclusion}.",
        percent(low),
        percent(high)
    ))
}

/// Allies that are covered least.
fn allies(summary: &HindcastSummary) -> Option<String> {
    let worst = summary.by_ally.iter().filter(|ally| ally.coverage_90 < 0.75).take(5);
    let named: Vec<String> = worst
        .map(|ally| {
            let side = match ally.mean_pit {
                pit if pit > 0.6 => ", it spent more",
                pit if pit < 0.4 => ", it spent less",
                _ => "",
            };
            format!("{} ({}{side})", ally.title, percent(ally.coverage_90))
        })
        .collect();
    let full = summary.by_ally.iter().filter(|ally| ally.coverage_90 >= 0.9).count();
    let honest = format!("90 % intervals hold 90 % or more for {full} of {} allies", summary.by_ally.len());
    match named.len() {
        _ if summary.by_ally.is_empty() => None,
        0 => Some(format!("{honest}.")),
        _ => Some(format!("{honest}; they hold least for {}.", list(&named))),
    }
}

/// How one score stands to another.
fn than(model: f64, other: f64) -> String {
    let less = 1.0 - model / other;
    match less {
        less if less >= WORTH => format!("{} less than", percent(less)),
        less if less <= -WORTH => format!("{} more than", percent(-less)),
        _ => "about that of".to_owned(),
    }
}

const YARDSTICKS: [(&str, &str); 3] =
    [("persistence", "persistence"), ("drift", "a random walk with drift"), ("trend", "a linear trend")];

/// The model against the yardsticks, over the origins at which all can be compared.
fn yardsticks(summary: &HindcastSummary, scope: &str) -> Option<String> {
    let origins = summary.compared(scope)?;
    let model = summary.score("model", scope, origins)?;
    let others =
        || YARDSTICKS.iter().filter_map(|(id, name)| Some((*name, summary.score(id, scope, origins)?)));
    let errors: Vec<String> = others()
        .map(|(name, row)| format!("{} {name} ({})", than(model.crps, row.crps), points(row.crps)))
        .collect();
    let better: Vec<String> = others()
        .filter(|(_, row)| row.log_score > model.log_score)
        .map(|(name, _)| name.to_owned())
        .collect();
    let log = match better.len() {
        0 => "its log score is the best of the four".to_owned(),
        _ => format!("by the log score {} did better", list(&better)),
    };
    let most = others().max_by(|a, b| a.1.coverage_90.total_cmp(&b.1.coverage_90));
    let covered = most.map_or(String::new(), |(name, row)| {
        format!(
            "; 90 % intervals hold {}, those of {name} {}",
            percent(model.coverage_90),
            percent(row.coverage_90)
        )
    });
    let whose = if scope == "allies" { "Ally by ally" } else { "For all allies together" };
    Some(format!(
        "{whose}, origins {} to {}, its error (CRPS) is {} points of GDP: {}; {log}{covered}.",
        origins.0,
        origins.1,
        points(model.crps),
        list(&errors)
    ))
}

/// What it rests on.
fn rests(summary: &HindcastSummary) -> String {
    let last = summary.last_year();
    let filled = match summary.unpublished.len() {
        0 => String::new(),
        _ => format!(
            " {} has no figure of {last} and is left out by ally; together it stands as in the reference data.",
            list(&summary.unpublished)
        ),
    };
    format!(
        "One shock is all there is: what followed 2022 stands in the outcomes of every origin, no forecast knows that it \
         comes, and those who judged its probability and size did know. The origins share their outcome years, so \
         these are no independent trials. {} and {last} are NATO's estimates: {} of {} allies land on {:.2} to {:.2} % \
         in {last}.{filled}",
        last - 1,
        summary.just_above_pledge,
        summary.allies,
        summary.pledge,
        summary.pledge + 0.06
    )
}

/// How to take intervals.
fn take(summary: &HindcastSummary) -> Option<String> {
    let (first, last) = summary.all_origins();
    let of = |scope: &str, origins| summary.score("model", scope, origins).map(|row| row.coverage_90);
    let shares = [of("allies", (first, last))?, of("allies", (LATE, last))?];
    let five = |share: f64| 5.0 * libm::round(20.0 * share);
    let (low, high) = (five(shares[0].min(shares[1])), five(shares[0].max(shares[1])));
    if low >= 90.0 {
        return Some("The 90 % intervals of spending can be taken as they stand.".to_owned());
    }
    let read = if low == high { format!("{low:.0}") } else { format!("{low:.0} to {high:.0}") };
    Some(format!(
        "Take the 90 % intervals of an ally’s spending as {read} in 100, not 90: so often have they held it, from {LATE} on and \
         over all origins."
    ))
}

/// A past departure against the timetables.
fn departure(past: &PastDeparture) -> String {
    let ends =
        [past.counts.first(), past.counts.last()].map(|count| count.map_or(0.0, |count| count.personnel));
    let mut text = format!(
        "{}, {}: {} of {} left.",
        past.id,
        past.title,
        grouped((ends[0] - ends[1]).max(0.0) as u64),
        grouped(ends[0].max(0.0) as u64)
    );
    let Some(best) = past.best("whole") else { return text };
    let others: Vec<String> = past
        .profiles
        .iter()
        .filter(|fit| fit.dates == "whole" && fit.profile != best.profile)
        .map(|fit| format!("{} {}", fit.profile, percent(fit.largest_difference)))
        .collect();
    text += &format!(
        " From the first to the last count {} comes nearest, at most {} of what left away from it (in {}; {}).",
        best.profile,
        percent(best.largest_difference),
        best.year,
        others.join(", ")
    );
    if past.counts.len() < 4 {
        text += " One count between the ends cannot tell timetables apart.";
    } else if let Some(own) = past.best("fitted") {
        text += &format!(
            " With dates of its own, {} that begins {:.2} years after the first count and takes {:.2} comes within {}.",
            own.profile,
            own.start / 4.0,
            own.duration / 4.0,
            percent(own.largest_difference)
        );
    }
    if let Some(more) = past.counts.iter().find(|count| count.left > 1.02) {
        text += &format!(
            " More had left by {} than in the end, which no timetable of the model can follow.",
            more.year
        );
    }
    text
}
