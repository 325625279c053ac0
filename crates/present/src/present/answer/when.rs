//! When troops leave, from the dates of the run.

use super::Sentence;
use crate::{
    present::View,
    scenario::show::date,
    store::summary::{Departure, Estimate, ScenarioSummary},
};

/// Dates nearer to each other than this, quarters, are the same; so much a counted quantile may be off.
const SAME: f64 = 0.1;

/// From when to when troops leave, and between which dates that ends where it may slip.
pub(super) fn when(view: &View, scenario: &ScenarioSummary) -> Option<Sentence> {
    let Departure { start, end } = scenario.departure.as_ref()?;
    if scenario.personnel_effective.mean <= 0.0 || ![start, end].iter().all(|e| e.mean.is_finite()) {
        return None;
    }
    let quarter = |at: f64| date(f64::from(view.summary.start_year), at);
    let first = |at: f64| quarter(at + SAME);
    // What is over as a quarter begins was over with the one before.
    let last = |at: f64| quarter((at - SAME).ceil() - 1.0);
    let moves = |e: &Estimate| e.p95 - e.p05 > 2.0 * SAME;
    let average = if moves(start) || moves(end) { " on average" } else { "" };
    let at_once = end.mean - start.mean < SAME;
    let planned = match at_once {
        true => format!("All leave at once, in {}{average}", first(start.mean)),
        false => format!("Troops leave from {} to {}{average}", first(start.mean), last(end.mean)),
    };
    let between = match at_once {
        _ if !moves(end) => String::new(),
        true => format!("; slips may move that to between {} and {}", first(end.p05), first(end.p95)),
        false => format!("; slips may move the end to between {} and {}", last(end.p05), last(end.p95)),
    };
    let runs = if between.is_empty() { "" } else { " (9 of 10 runs)" };
    Some(Sentence::text(format!("{planned}{between}{runs}.")))
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
            "Troops leave from 2026 Q3 to 2028 Q1 on average; slips may move the end to between 2027 Q3 and 2028 Q3 (9 of 10 runs)."
        );
        assert_eq!(said((4.0, 0.0), (4.0, 0.0)).as_deref(), Some("All leave at once, in 2027 Q1."));
    }

    #[test]
    fn nobody_has_no_dates() {
        let mut nobody = scenario("nobody", 0.0, 0.0);
        nobody.departure = Some(Departure { start: estimate(8.0, 0.0), end: estimate(20.0, 0.0) });
        let summary = summary(vec![nobody], &[]);
        assert!(when(&View::of(&summary), &summary.scenarios[0]).is_none());
    }
}
