use super::super::fixture::{Shape, run};
use super::*;
use crate::store::summary::Label;

fn figure(shape: &Shape, id: &str) -> Figure {
    let (summary, tables) = run(shape);
    let mut drawn = capabilities(&summary, &tables, &[id.to_owned()], None, false).unwrap();
    assert_eq!(drawn.len(), 1);
    drawn.remove(0).figure
}

fn shapes() -> Vec<Shape> {
    let base = Shape::default;
    vec![
        base(),
        Shape { scenarios: 1, ..base() },
        Shape { effect: -0.5, ..base() },
        Shape { effect: 0.004, ..base() },
        Shape { never: true, ..base() },
        Shape { replicates: 100, ..base() },
        Shape { replicates: 600, ..base() },
        Shape { scenarios: 0, with_idle: true, ..base() },
        Shape { tiers: vec![30], ..base() },
        Shape { tiers: vec![5, 15, 60, 180, 365], reporting: 180, ..base() },
        Shape { quarters: 5, ..base() },
        Shape { quarters: 400, ..base() },
        Shape { long_names: true, domains: 15, ..base() },
    ]
}

#[test]
fn texts_neither_overlap_nor_leave_the_page() {
    for (i, shape) in shapes().into_iter().enumerate() {
        let (summary, tables) = run(&shape);
        let ids: Vec<String> = summary.domains.iter().map(|domain| domain.id.clone()).collect();
        for drawn in capabilities(&summary, &tables, &ids, None, false).unwrap() {
            let texts = &drawn.figure.page.texts;
            for (k, a) in texts.iter().enumerate() {
                let on_page = a.x0 >= 8.0 && a.x1 <= 1592.0 && a.y0 >= 8.0 && a.y1 <= 892.0;
                assert!(on_page, "{i} {}: “{}” leaves the page", drawn.figure.stem, a.text);
                for b in &texts[k + 1..] {
                    let (w, h) = a.overlap(b);
                    assert!(w <= 2.0 || h <= 4.0, "{i} {}: “{}” on “{}”", drawn.figure.stem, a.text, b.text);
                }
            }
        }
    }
}

#[test]
fn ids_that_the_run_does_not_have_are_left_out() {
    let (summary, tables) = run(&Shape::default());
    let ids = ["airlift".to_owned(), "cavalry".to_owned()];
    let drawn = capabilities(&summary, &tables, &ids, None, false).unwrap();
    let stems: Vec<&str> = drawn.iter().map(|drawn| &*drawn.figure.stem).collect();
    assert_eq!(stems, ["capability-airlift"]);
}

#[test]
fn it_says_what_changes_what_holds_it_and_when_it_closes() {
    let (mut summary, tables) = run(&Shape::default());
    for entry in summary.scenarios.iter_mut().flat_map(|s| &mut s.binding) {
        let labels = [("money", 0.2), ("people", 0.8)];
        entry.labels = labels.map(|(label, probability)| Label { label: label.into(), probability }).into();
    }
    let figure =
        capabilities(&summary, &tables, &["airlift".to_owned()], None, false).unwrap().remove(0).figure;
    let texts: Vec<&str> = figure.page.texts.iter().map(|t| t.text.as_str()).collect();
    assert_eq!(
        figure.title(),
        "Airlift: 8 points lost in 2028; not closed by 2039 in half the runs, nor if nobody leaves"
    );
    assert!(texts.contains(&"30 days after an alert") && texts.contains(&"When it closes, and for good"));
    let numbers = &figure.page.words.numbers;
    assert!(numbers.contains("D+30 −8 in 2028"), "{numbers}");
    assert!(
        numbers.contains("in 2035 in ") && numbers.contains(" of runs, held by people 80\u{202f}%."),
        "{numbers}"
    );
    assert!(numbers.ends_with("(not by 2039 if nobody leaves)."), "{numbers}");
    assert!(texts.contains(&"What would move it most: more people to man the kit."), "{texts:?}");
    assert_eq!(texts.iter().filter(|t| t.ends_with("days after an alert")).count(), 3);
}

#[test]
fn each_of_a_few_scenarios_has_its_own() {
    let (summary, tables) = run(&Shape { scenarios: 3, ..Shape::default() });
    let drawn = capabilities(&summary, &tables, &["airlift".to_owned()], None, false).unwrap();
    let of: Vec<&str> = drawn.iter().map(|d| d.scenario.as_str()).collect();
    let all: Vec<&str> = summary.ranking.iter().map(|r| r.scenario.as_str()).collect();
    assert_eq!(of, all);
    for d in &drawn {
        assert_eq!(d.figure.stem, format!("capability-airlift-{}", d.scenario));
    }
}

#[test]
fn what_a_run_does_not_hold_is_a_dash() {
    let (summary, mut tables) = run(&Shape::default());
    tables.closure.rows.clear();
    tables.coverage.rows.retain(|row| row.tier != Some(10));
    let drawn = capabilities(&summary, &tables, &["airlift".to_owned()], None, false).unwrap();
    let texts: Vec<&str> = drawn[0].figure.page.texts.iter().map(|t| t.text.as_str()).collect();
    assert!(texts.contains(&"– (the run does not say at D+30)"), "{texts:?}");
    assert_eq!(texts.iter().filter(|t| t.ends_with("days after an alert")).count(), 2);
}

#[test]
fn a_change_that_is_not_seen_is_said_as_such() {
    let title = figure(&Shape { effect: 0.004, ..Shape::default() }, "airlift").title().to_owned();
    assert!(title.starts_with("Airlift: less than half a point changes at D+30"), "{title}");
}

#[test]
fn what_holds_it_open_is_said_to_be_counted_at_another_tier_alone() {
    let (mut summary, tables) = run(&Shape::default());
    let texts = |summary: &Summary| -> Vec<String> {
        let drawn = capabilities(summary, &tables, &["airlift".to_owned()], None, false).unwrap().remove(0);
        drawn.figure.page.texts.iter().map(|t| t.text.clone()).collect()
    };
    let said = |texts: &[String]| texts.iter().any(|t| t == "– (not counted at D+30)");
    assert!(!said(&texts(&summary)), "a run knows it at its own tier");
    summary.scenarios.iter_mut().for_each(|s| s.binding.clear());
    assert!(said(&texts(&summary)), "{:?}", texts(&summary));
}
