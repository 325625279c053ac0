//! When troops leave, from the dates of the run.

use super::Sentence;
use crate::{
    present::{
        View,
        grammar::{capital, list},
    },
    scenario::show::{date, last_of},
    store::summary::{Departure, Estimate, ScenarioSummary},
};

/// Dates nearer to each other than this, quarters, are the same; so much a counted quantile may be off.
const SAME: f64 = 0.1;

/// From when to when troops leave, and between which dates that lies where it is uncertain. Where others leave at other times,
/// whose dates they are.
pub(super) fn when(view: &View, scenario: &ScenarioSummary) -> Option<Sentence> {
    let Departure { start, end } = departure(scenario)?;
    let quarter = |at: f64| date(f64::from(view.summary.start_year), at);
    let first = |at: f64| quarter(at + SAME);
    // What is over as a quarter begins was over with the one before.
    let last = |at: f64| quarter(last_of(f64::NEG_INFINITY, at - SAME));
    let spread = |e: &Estimate| e.p95 - e.p05;
    let moves = |e: &Estimate| spread(e) > 2.0 * SAME;
    let average = if moves(start) || moves(end) { " on average" } else { "" };
    let at_once = end.mean - start.mean < SAME;
    let planned = match at_once {
        true => format!("all leave at once, in {}{average}", first(start.mean)),
        false => format!("troops leave from {} to {}{average}", first(start.mean), last(end.mean)),
    };
    // Where start and end move together, as by a slip, the one tells the other.
    let apart = (spread(start) - spread(end)).abs() > 2.0 * SAME;
    let starts = (!at_once && moves(start) && apart)
        .then(|| format!("the start lies between {} and {}", first(start.p05), first(start.p95)));
    let ends = moves(end).then(|| match at_once {
        true => format!("that lies between {} and {}", first(end.p05), first(end.p95)),
        false => format!("the end lies between {} and {}", last(end.p05), last(end.p95)),
    });
    let between: Vec<String> = starts.into_iter().chain(ends).collect();
    let between =
        if between.is_empty() { String::new() } else { format!("; {} (9 of 10 runs)", list(&between)) };
    let said = format!("{planned}{between}.");
    let same = |other: &Departure| {
        [(start, &other.start), (end, &other.end)].iter().all(|(a, b)| (a.mean - b.mean).abs() < SAME)
    };
    Some(match view.scenarios().iter().filter_map(|other| departure(other)).all(same) {
        true => Sentence::text(capital(&said)),
        false => Sentence::new(vec!["Under ".into(), scenario.into(), format!(" {said}").into()]),
    })
}

/// When a scenario's troops leave, if any do.
fn departure(scenario: &ScenarioSummary) -> Option<&Departure> {
    let found = scenario.departure.as_ref()?;
    let known = [&found.start, &found.end].iter().all(|e| e.mean.is_finite());
    (scenario.personnel_effective.mean > 0.0 && known).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::answer::made_up::{estimate, scenario, summary};

    fn said(start: (f64, f64), end: (f64, f64)) -> Option<String> {
        let of = |(mean, half): (f64, f64)| Estimate {
            mean,
            p05: mean - half,
            p95: mean + half,
            ..estimate(mean, 0.0)
        };
        let mut one = scenario("one", 30_000.0, 0.03);
        one.departure = Some(Departure { start: of(start), end: of(end) });
        let summary = summary(vec![one], &[]);
        let view = View::of(&summary);
        when(&view, &summary.scenarios[0]).map(|sentence| sentence.plain())
    }

    #[test]
    fn dates_are_those_of_the_run() {
        let fixed = said((2.0, 0.0), (8.0, 0.0));
        assert_eq!(fixed.as_deref(), Some("Troops leave from 2026 Q3 to 2027 Q4."));
        let slips = said((2.5, 2.0), (8.5, 2.0)).unwrap();
        assert_eq!(
            slips,
            "Troops leave from 2026 Q3 to 2028 Q1 on average; the end lies between 2027 Q3 and 2028 Q3 (9 of 10 runs)."
        );
        assert_eq!(said((4.0, 0.0), (4.0, 0.0)).as_deref(), Some("All leave at once, in 2027 Q1."));
        let long = said((2.0, 0.0), (8.0, 2.0)).unwrap();
        assert_eq!(
            long,
            "Troops leave from 2026 Q3 to 2027 Q4 on average; the end lies between 2027 Q2 and 2028 Q2 (9 of 10 runs)."
        );
        let late = said((2.5, 2.0), (8.0, 0.0)).unwrap();
        assert_eq!(
            late,
            "Troops leave from 2026 Q3 to 2027 Q4 on average; the start lies between 2026 Q1 and 2027 Q1 (9 of 10 runs)."
        );
    }

    #[test]
    fn dates_that_are_not_those_of_all_say_whose_they_are() {
        let leaving = |id: &str, start: f64| {
            let mut one = scenario(id, 30_000.0, 0.03);
            one.departure = Some(Departure { start: estimate(start, 0.0), end: estimate(start + 4.0, 0.0) });
            one
        };
        let of_two = |other: f64| {
            let summary = summary(vec![leaving("one", 2.0), leaving("two", other)], &[]);
            let view = View::of(&summary);
            when(&view, &summary.scenarios[0]).map(|sentence| sentence.plain()).unwrap()
        };
        assert_eq!(of_two(2.0), "Troops leave from 2026 Q3 to 2027 Q2.");
        let named = of_two(4.0);
        assert!(
            named.starts_with("Under ") && named.ends_with(" troops leave from 2026 Q3 to 2027 Q2."),
            "{named}"
        );
    }

    #[test]
    fn nobody_has_no_dates() {
        let mut nobody = scenario("nobody", 0.0, 0.0);
        nobody.departure = Some(Departure { start: estimate(8.0, 0.0), end: estimate(20.0, 0.0) });
        let summary = summary(vec![nobody], &[]);
        assert!(when(&View::of(&summary), &summary.scenarios[0]).is_none());
    }
}
