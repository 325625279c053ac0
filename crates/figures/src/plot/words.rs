//! Words that figures share: the phrases of subtitles and captions, and names inside sentences.

use super::data::Context;
use super::numbers;
use super::theme::{self, Font};
pub use crate::present::grammar::{capital, inside, list};
use crate::present::{
    evidence::{self, Verdict},
    people,
};
use crate::store::reference::ReferenceUse;
use crate::store::summary::{Estimate, RankEntry, ScenarioSummary};
use crate::store::table::Row;

/// A quarter (maybe between two) as a time of the year: "early 2027".
#[must_use]
pub fn season(start_year: i32, quarter: f64) -> String {
    let year = start_year.saturating_add((quarter / 4.0).floor() as i32);
    match quarter.rem_euclid(4.0) {
        q if q < 1.33 => format!("early {year}"),
        q if q < 2.67 => format!("mid-{year}"),
        _ => format!("late {year}"),
    }
}

/// How many leave: "50,000 US troops", "about 35,000 US troops" where the number is uncertain.
#[must_use]
pub fn troops(s: &ScenarioSummary) -> String {
    if s.personnel_effective.mean <= 0.0 {
        return "no US troops".to_owned();
    }
    format!("{} US troops", people(&s.personnel_effective))
}

/// What a scenario takes away: "50,000 US troops leave", "22 % of pledges taken back, nobody leaves".
#[must_use]
pub fn taken_away(s: &ScenarioSummary) -> String {
    match (crate::present::pledges(s), s.personnel_effective.mean > 0.0) {
        (None, _) => format!("{} leave", troops(s)),
        (Some(pledges), true) => format!("{} leave, {pledges} taken back", troops(s)),
        (Some(pledges), false) => format!("{pledges} taken back, nobody leaves"),
    }
}

/// The scenario in a subtitle: “50k abrupt”: 50,000 US troops leave from early 2027.
#[must_use]
pub fn scenario(ctx: &Context, s: &ScenarioSummary) -> String {
    let when = if s.departure_start > 0.0 && s.personnel_effective.mean > 0.0 {
        format!(" from {}", season(ctx.summary.start_year, s.departure_start))
    } else {
        String::new()
    };
    format!("“{}”: {}{when}.", s.short_title, taken_away(s))
}

/// What a run compares with: "if nobody leaves".
#[must_use]
pub fn unless(ctx: &Context) -> &'static str {
    crate::present::unless(ctx.summary)
}

/// The ranking's row of a scenario.
#[must_use]
pub fn rank<'a>(ctx: &Context<'a>, s: &ScenarioSummary) -> Option<&'a RankEntry> {
    ctx.summary.ranking.iter().find(|r| r.scenario == s.id)
}

/// What a title may say of a scenario against nobody leaving, by the one rule of evidence.
#[must_use]
pub fn verdict(s: &ScenarioSummary, tier: u32) -> Verdict {
    evidence::verdict(&evidence::added(s, tier))
}

/// Whether all replicates agree that nothing changes: the index at no tier, and no capability in any year.
#[must_use]
pub fn identical(s: &ScenarioSummary) -> bool {
    let zero = |e: &Estimate| e.mean == 0.0 && e.p05 == 0.0 && e.p95 == 0.0;
    let mut index = s.index.iter().filter(|entry| entry.arm == "attributable");
    index.all(|entry| zero(&entry.estimate)) && s.deepest.iter().all(|d| zero(&d.loss)) && s.gained.is_empty()
}

/// A loss of coverage written as a change in points, and the font that says what it counts.
#[must_use]
pub fn change(loss: Option<&Estimate>) -> (String, Font) {
    let grey = theme::VALUE.color(theme::GREY);
    match loss.map(|e| (100.0 * e.mean, e.p05 == 0.0 && e.p95 == 0.0)) {
        None => ("–".to_owned(), grey),
        Some((0.0, true)) => ("same".to_owned(), grey),
        Some((v, _)) if v.abs() < 0.5 => ("≈ 0".to_owned(), grey),
        Some((v, _)) if v < 0.0 => (numbers::signed(-v, 0), theme::VALUE.color(theme::EUROPEAN)),
        Some((v, _)) => (numbers::signed(-v, 0), theme::VALUE),
    }
}

/// Whether no capability changes by as much as one point at any readiness in any year.
#[must_use]
pub fn negligible(ctx: &Context, s: &ScenarioSummary) -> bool {
    let shown = ctx.summary.domains.iter().filter_map(|d| ctx.loss(s, &d.id));
    shown.into_iter().all(|d| d.loss.mean.abs() < 0.01)
        && s.deepest.iter().all(|d| d.loss.mean < 0.01)
        && s.gained.iter().all(|g| g.gain.mean < 0.01)
}

/// A probability without its unit, with its 95 % interval where that is wider than three points either way.
#[must_use]
pub fn chance(ctx: &Context, p: f64, row: Option<&Row>) -> String {
    let text = numbers::probability(p, ctx.replicates);
    match row.and_then(|r| Some((r.lower?, r.upper?))) {
        Some((a, b)) if b - a > 0.06 => format!("{text} ({})", numbers::range(100.0 * a, 100.0 * b, 0)),
        _ => text,
    }
}

/// The data in a caption: whether they are as they ship.
pub(super) fn data(references: &[ReferenceUse]) -> &'static str {
    if references.iter().all(|one| one.data.shipped) { "data" } else { "changed data" }
}

/// The caption: where the numbers come from, what a critic would say, what reproduces them.
#[must_use]
pub fn caption(ctx: &Context, caveats: &[String], all: bool) -> Vec<String> {
    let (s, scenarios) = if all { (ctx.deepest, ctx.shown.len()) } else { (ctx.focus, 1) };
    caption_of(ctx, s, caveats, scenarios)
}

/// The caption of a figure that is of a scenario, and of so many in all.
#[must_use]
pub fn caption_of(ctx: &Context, s: &ScenarioSummary, caveats: &[String], scenarios: usize) -> Vec<String> {
    let run = ctx.summary;
    let mut out = Vec::new();
    out.extend(rough(ctx.replicates));
    let judgement = match crate::present::judgement(run, s) {
        Some([share, _]) => format!("{share} of the spread rests on judgement"),
        None => format!("{} of {} inputs are judgement", s.judgement, s.parameters),
    };
    out.push(format!("Source: drawdown model and {} ({judgement}).", data(&run.references)));
    let (done, failed) =
        (numbers::thousands(run.replicates as f64), numbers::thousands(run.failed_replicates as f64));
    out.push(match ctx.replicates {
        0..=999 => format!("Seed {}.", run.seed),
        _ => format!("{done} runs, seed {}.", run.seed),
    });
    if run.failed_replicates > 0 {
        out.push(format!("{failed} of {done} runs failed and are left out."));
    }
    out.extend(caveats.iter().filter(|c| !c.is_empty()).cloned());
    out.push(reproduces(&run.version, &s.hash, scenarios));
    out
}

/// That the spread rests on few runs, where it does.
#[must_use]
pub fn rough(runs: u64) -> Option<String> {
    (runs < 1000).then(|| format!("Only {}: the spread is rough.", crate::present::numbers::runs(runs)))
}

/// What reproduces a figure of so many scenarios: the version, and the beginning of the hash of one of them.
#[must_use]
pub fn reproduces(version: &str, hash: &str, scenarios: usize) -> String {
    let hash: String = hash.chars().take(8).collect();
    let more = if scenarios > 1 { format!(" and {} more", scenarios - 1) } else { String::new() };
    format!("drawdown {version}, {hash}{more}")
}

/// "and 5 more in tables/comparison.csv" where not all scenarios are shown, else nothing.
#[must_use]
pub fn left_out(ctx: &Context) -> String {
    if ctx.left_out == 0 {
        return String::new();
    }
    format!("and {} more in tables/comparison.csv", ctx.left_out)
}

/// A small number in words: "two"; from seven on in digits.
#[must_use]
pub fn count(n: usize) -> String {
    ["none", "one", "two", "three", "four", "five", "six"]
        .get(n)
        .map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// What a page that was turned to capabilities is about, within a sentence: the one that was named, or "those named"; nothing
/// where it is about all of them.
#[must_use]
pub fn named(ctx: &Context) -> Option<Named> {
    let domains: Vec<_> = ctx.domains().collect();
    match (ctx.narrowed(), &domains[..]) {
        (false, _) | (_, []) => None,
        (true, [one]) => Some(Named::One(inside(&one.title))),
        (true, _) => Some(Named::Those),
    }
}

/// Capabilities that a page was turned to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// One, by its name within a sentence.
    One(String),
    /// Several: "those named".
    Those,
}

/// None of those shown, as the subject of a sentence in the singular.
#[must_use]
pub fn none(ctx: &Context) -> &'static str {
    if ctx.shown.len() == 2 { "Neither drawdown" } else { "None of these drawdowns" }
}

/// A country inside a sentence, with the article English gives it.
#[must_use]
pub fn country(title: &str) -> String {
    let article = title.starts_with("United ")
        || title.ends_with("lands")
        || title.contains("Republic")
        || title.ends_with("Islands");
    if article { format!("the {title}") } else { title.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_countries_become_words_of_a_sentence() {
        assert_eq!(season(2026, 4.2), "early 2027");
        assert_eq!(season(2026, 7.0), "late 2027");
        assert_eq!(country("Netherlands"), "the Netherlands");
        assert_eq!(country("Germany"), "Germany");
    }
}
