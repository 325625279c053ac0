//! Sentences follow the data.

use drawdown::{
    hindcast::{Hindcast, forecasts::forecasts, score::quantile, summary::summary},
    store::hindcast::HindcastSummary,
};

use super::{SHIPPED, sorted};

fn said<'a>(summary: &'a HindcastSummary, about: &str) -> &'a str {
    summary.answer.iter().find(|said| said.about == about).map_or("", |said| said.text.as_str())
}

#[test]
fn sentences_follow_the_scores() {
    let (hindcast, found, _, shipped) = &*SHIPPED;
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    let all = shipped.score("model", "allies", (2014, 2022)).expect("scores");
    for share in [all.coverage_50, all.coverage_80, all.coverage_90] {
        assert!(said(shipped, "Ally by ally").contains(&percent(share)));
    }
    let late = shipped.score("model", "allies", (2020, 2022)).expect("scores");
    assert!(said(shipped, "Over time").contains(&percent(late.coverage_90)));
    // Other pasts: all spend six per cent in 2025, or what the model takes for likeliest from 2014.
    let retold = |share: &dyn Fn(usize, i32, f64) -> f64| {
        let mut other = Hindcast::shipped(1).expect("what ships");
        for ally in 0..other.series.allies.len() {
            for year in 2015..=2025 {
                let was = other.series.of(ally, year).unwrap_or(2.0);
                other.series.share[ally][(year - 2014) as usize] = Some(share(ally, year, was));
            }
        }
        let all = forecasts(&other, found);
        summary(&other, found, &all).expect("a summary")
    };
    let high = retold(&|_, year, was| if year == 2025 { 6.0 } else { was });
    let together = said(&high, "All together");
    assert!(together.contains("2025 came out above 100 % of the runs"), "{together}");
    assert!(together.contains("9 above"), "{together}");
    assert!(high.unpublished.is_empty() && high.just_above_pledge == 0);
    let allies = hindcast.series.allies.len();
    let median = |ally: usize, year: i32, _| {
        let column = &found.paths[0].shares[(year - 2015) as usize * allies + ally];
        quantile(&sorted(column.clone()), 0.5)
    };
    let likely = retold(&median);
    let row = likely.score("model", "allies", (2014, 2014)).expect("scores");
    assert_eq!((row.coverage_50, row.coverage_90), (1.0, 1.0));
    assert!((row.mean_pit - 0.5).abs() < 0.01);
    assert_ne!(said(&likely, "How to take it"), said(shipped, "How to take it"));
    assert_ne!(said(&likely, "Over time"), said(&high, "Over time"));
}
