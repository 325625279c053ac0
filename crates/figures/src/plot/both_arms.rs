//! Whose numbers a figure shows: with the drawdown never without what it is without one, of the scenario that it names, with
//! one meaning of a sign.

use super::fixture::{Shape, run};
use super::tests::texts_of;
use super::*;
use crate::store::summary::Difference;

#[test]
fn every_panel_of_closure_has_the_number_without_drawdown_beside_its_own() {
    for scenarios in [1, 2, 7, 12] {
        let shape = Shape { scenarios, ..Shape::default() };
        let (summary, tables) = run(&shape);
        let texts = texts_of(&summary, &tables, "3-closure");
        let bracketed = texts.iter().filter(|t| t.starts_with(" (") && t.ends_with(')')).count();
        assert_eq!(bracketed, 2 * scenarios, "in 2030 and 2035: {texts:?}");
        let open = texts.iter().filter(|t| t.starts_with("still open in 2040: ") && t.contains("(without: "));
        assert_eq!(open.count(), scenarios);
        assert_eq!(texts.iter().filter(|t| *t == "if nobody leaves").count(), 1, "in the key");
    }
}

#[test]
fn spending_and_hosts_show_both_arms() {
    let (summary, tables) = run(&Shape::default());
    let texts = texts_of(&summary, &tables, "5-spending");
    assert!(texts.iter().any(|t| t == "2035 if nobody leaves") && texts.iter().any(|t| t == "without"));
    // Italy is below the yardstick with the drawdown, and further below without its alarm
    let texts = texts_of(&summary, &tables, "6-map");
    let italy = texts.iter().rposition(|t| t == "Italy").unwrap();
    let (with, without) = texts[italy + 3].split_once(" (").unwrap();
    let number = |s: &str| s.trim_end_matches(')').parse::<f64>().unwrap();
    assert!(number(without) > number(with), "{:?}", texts[italy + 3]);
}

#[test]
fn what_holds_gaps_open_is_of_the_deepest_scenario_which_is_named() {
    let (mut summary, tables) = run(&Shape::default());
    let deepest = Context::new(&summary, &tables).unwrap().deepest.id.clone();
    for s in summary.scenarios.iter_mut().filter(|s| s.id != deepest) {
        s.binding.iter_mut().for_each(|b| b.label = "reliance".to_owned());
    }
    for s in summary.scenarios.iter_mut().filter(|s| s.id == deepest) {
        s.binding.iter_mut().for_each(|b| b.label = "industry".to_owned());
    }
    let texts = texts_of(&summary, &tables, "2-heatmap");
    assert!(texts.iter().any(|t| t == "industry 63") && !texts.iter().any(|t| t.starts_with("reliance")));
    assert!(texts.join(" ").contains("Held open: with “40k enablers first"), "{texts:?}");
}

#[test]
fn coverage_that_is_lost_has_a_minus_and_what_is_missing_more_a_plus() {
    let (summary, tables) = run(&Shape::default());
    let texts = texts_of(&summary, &tables, "2-heatmap");
    let row = |head: &str| &texts[texts.iter().position(|t| t == head).unwrap() + 1..][..7];
    assert!(row("All, weighted: added, 2027–40").iter().all(|t| t.starts_with('+')), "{texts:?}");
    assert!(row("by the alarm of allies (induced)").iter().all(|t| t.starts_with('−')), "{texts:?}");
    let losses = |texts: &[String]| texts.iter().filter(|t| t.starts_with('−')).count();
    assert!(losses(&texts) > 7 * 10 && texts.join(" ").contains("points (−: lost; mean"), "{texts:?}");
    // the same number, with the same sign, in both figures that name it
    let ctx = Context::new(&summary, &tables).unwrap();
    for domain in &summary.domains {
        let shown = words::change(ctx.loss(ctx.deepest, &domain.id).map(|d| &d.loss)).0;
        // a long title stands on two lines
        let Some(at) = texts.iter().position(|t| *t == domain.title) else { continue };
        assert!(texts[at..].contains(&shown), "{}: {shown}", domain.title);
    }
}

#[test]
fn what_is_met_in_full_is_named_instead_of_drawn_empty() {
    let (summary, mut tables) = run(&Shape::default());
    for row in tables.coverage.rows.iter_mut().filter(|r| r.domain.as_deref() == Some("airlift")) {
        (row.mean, row.p05, row.p25, row.p50) = (Some(1.0), Some(1.0), Some(1.0), Some(1.0));
    }
    let ctx = Context::new(&summary, &tables).unwrap();
    let page = coverage::draw(&ctx).unwrap();
    assert!(!page.texts.iter().any(|t| t.text == "Airlift"));
    assert!(page.words.caption.starts_with("Met in full in 19 of 20 runs, with and without: airlift."));
    // a capability without a row has no panel either
    tables.coverage.rows.retain(|r| r.domain.as_deref() != Some("air_refuelling"));
    let ctx = Context::new(&summary, &tables).unwrap();
    let page = coverage::draw(&ctx).unwrap();
    assert!(!page.texts.iter().any(|t| t.text == "Air-to-air refuelling"));
}

#[test]
fn what_never_closes_is_named_instead_of_drawn_empty() {
    let (summary, mut tables) = run(&Shape::default());
    for row in tables.closure.rows.iter_mut().filter(|r| r.domain.as_deref() == Some("long_range_fires")) {
        row.probability = Some(0.0);
    }
    let ctx = Context::new(&summary, &tables).unwrap();
    let page = closing_year::draw(&ctx).unwrap();
    let said = &page.words.caption;
    assert!(said.contains("Never closed by 2039 in any run: long-range fires"), "{said}");
    assert!(said.contains("land manoeuvre (<1\u{202f}%)"), "{said}");
    assert!(!page.texts.iter().any(|t| t.text == "Long-range fires"));
    let (summary, tables) = run(&Shape { never: true, ..Shape::default() });
    assert!(!closing_year::applies(&Context::new(&summary, &tables).unwrap()));
}

#[test]
fn who_is_nearest_the_best_in_hindsight_is_said_within_a_size() {
    let (mut summary, tables) = run(&Shape::default());
    let title = |summary: &Summary| texts_of(summary, &tables, "12-regret")[0].clone();
    assert!(
        title(&summary).starts_with("Where 50,000 leave, “50k orderly” is nearest the best"),
        "{}",
        title(&summary)
    );
    // those that no other matches in size have no column
    let texts = texts_of(&summary, &tables, "12-regret");
    assert!(!texts.iter().any(|t| t == "40,000"), "{texts:?}");
    // where one is best in every run there is nothing to weigh
    let id = |title: &str| summary.scenarios.iter().find(|s| s.short_title == title).unwrap().id.clone();
    let best = id("50k orderly");
    for pair in summary.pairs.iter_mut().filter(|pair| pair.scenario == best || pair.other == best) {
        let sign = if pair.other == best { 1.0 } else { -1.0 };
        let probability_worse = if pair.other == best { 1.0 } else { 0.0 };
        pair.found = Difference { difference: 0.01 * sign, se: 1e-4, probability_worse };
    }
    assert_eq!(title(&summary), "Where 50,000 leave, “50k orderly” is the best choice in every run");
    // all of different sizes: the best is mostly the smallest, which says nothing
    summary.sizes.clear();
    assert!(!regret::applies(&Context::new(&summary, &tables).unwrap()));
}

#[test]
fn worlds_that_differ_are_said_beside_the_column_without_drawdown() {
    let (mut summary, tables) = run(&Shape { scenarios: 2, ..Shape::default() });
    let caption = |summary: &Summary| {
        let ctx = Context::new(summary, &tables).unwrap();
        heatmap::draw(&ctx).unwrap().words.caption
    };
    assert!(!caption(&summary).contains("Scenarios change the world"));
    let last = summary.scenarios.last_mut().unwrap();
    last.index.iter_mut().filter(|i| i.arm == "counterfactual").for_each(|i| i.estimate.mean += 0.01);
    assert!(caption(&summary).contains("if nobody leaves is as in “40k enablers first, to Pacific”"));
}

/// All that a figure says: its texts, its title, what is told to those who do not see it.
fn said(page: &backend::Recording) -> String {
    let texts = page.texts.iter().map(|t| t.text.clone());
    texts
        .chain([page.words.caption.clone(), page.words.numbers.clone()])
        .collect::<Vec<_>>()
        .join("\n")
        .to_lowercase()
}

#[test]
fn a_figure_of_a_named_capability_has_no_other_in_it() {
    let base = Shape::default;
    let shapes = [
        base(),
        Shape { scenarios: 1, ..base() },
        Shape { scenarios: 2, ..base() },
        Shape { scenarios: 12, ..base() },
        Shape { never: true, ..base() },
        Shape { never: true, scenarios: 1, ..base() },
        Shape { quarters: 5, ..base() },
    ];
    for shape in shapes {
        let (mut summary, tables) = run(&shape);
        summary.turned_to.domains = vec!["airlift".to_owned()];
        let ctx = Context::new(&summary, &tables).unwrap();
        let others: Vec<String> =
            summary.domains.iter().filter(|d| d.id != "airlift").map(|d| d.title.to_lowercase()).collect();
        for stem in ["1-coverage", "2-heatmap", "3-closure", "4-force-flow", "11-closing-year", "12-regret"] {
            let entry = FIGURES.iter().find(|entry| entry.stem == stem).unwrap();
            if !(entry.applies)(&ctx) {
                continue;
            }
            let page = (entry.draw)(&ctx).unwrap();
            let said = said(&page);
            for other in &others {
                assert!(!said.contains(other.as_str()), "{stem} speaks of {other}: {said}");
            }
            // What was not asked for is not left out either.
            assert!(!said.contains("more capabilities in"), "{stem}: {said}");
            let title = page.texts[0].text.to_lowercase();
            assert!(!title.contains("critical") && !title.starts_with("no gap"), "{stem}: {title}");
        }
    }
}

#[test]
fn closing_years_of_a_named_capability_speak_of_that_one_alone() {
    let (mut summary, mut tables) = run(&Shape::default());
    // Closed in some runs, and never in half of them.
    for row in tables.closure.rows.iter_mut().filter(|r| r.domain.as_deref() == Some("airlift")) {
        row.probability = row.probability.map(|p| 0.4 * p);
    }
    let title = |summary: &Summary| {
        let ctx = Context::new(summary, &tables).unwrap();
        closing_year::draw(&ctx).unwrap().texts[0].text.clone()
    };
    summary.turned_to.domains = vec!["airlift".to_owned()];
    assert_eq!(
        title(&summary),
        "The gap of airlift is not closed by 2039 in half of the runs, with or without a drawdown"
    );
    // Whatever others there are, both that were named are drawn.
    summary.turned_to.domains.push("long_range_fires".to_owned());
    let ctx = Context::new(&summary, &tables).unwrap();
    let said = said(&closing_year::draw(&ctx).unwrap());
    assert!(said.contains("airlift") && said.contains("long-range fires"), "{said}");
}

#[test]
fn the_key_of_force_flow_has_no_number_that_looks_like_one_of_the_run() {
    let (summary, tables) = run(&Shape::default());
    let texts = texts_of(&summary, &tables, "4-force-flow");
    let at = texts.iter().position(|t| t.contains("covered if nobody leaves")).expect("a key");
    assert_eq!(texts[at - 1], "n\u{202f}%");
    assert_eq!(texts[at + 1], "n\u{202f}%");
}
