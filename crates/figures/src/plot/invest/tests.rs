//! The figures in every special case: nothing overlaps, nothing leaves the page; titles say what the numbers say.

use super::{
    super::{
        Options, as_files,
        backend::{Item, Step},
    },
    invest_figures,
    made_up::{Shape, answer},
};
use crate::store::invest::{InvestSummary, Objective};

fn cases() -> Vec<(&'static str, Shape)> {
    let base = Shape::default;
    vec![
        ("plain", base()),
        ("pool", Shape { options: 16, bought: 16, ..base() }),
        ("two", Shape { scenarios: 2, ..base() }),
        ("seven", Shape { scenarios: 7, bought: 7, ..base() }),
        ("twelve", Shape { scenarios: 12, bought: 12, objective: Objective::Cvar, ..base() }),
        ("many", Shape { scenarios: 15, bought: 15, objective: Objective::Regret, ..base() }),
        ("long", Shape { scenarios: 9, long: true, ..base() }),
        ("long_two", Shape { scenarios: 2, long: true, bought: 9, ..base() }),
        ("same", Shape { scenarios: 3, differ: false, bought: 2, ..base() }),
        ("one_item", Shape { scenarios: 2, bought: 1, ..base() }),
        ("tiny", Shape { budget: 0.5, size: 0.02, bought: 1, ..base() }),
        ("none", Shape { size: 0.0, leaves: false, ..base() }),
        ("huge", Shape { size: 3.9, budget: 5000.0, ..base() }),
        ("one_option", Shape { options: 1, steps: 4, ..base() }),
        ("two_options", Shape { options: 2, steps: 1, ..base() }),
        ("fine", Shape { steps: 47, budget: 94.0, replicates: 600, ..base() }),
        ("few", Shape { replicates: 64, planners: (0.9, 2.0), ..base() }),
        ("still", Shape { leaves: false, planners: (1.0, 0.0), ..base() }),
    ]
}

/// The answer of a folder named in INVEST, and the cases named in CASE, drawn to target/gallery.
#[test]
fn gallery() {
    let scale = std::env::var("SCALE").ok().and_then(|s| s.parse().ok()).unwrap_or(1.0);
    let place = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/gallery"));
    let draw = |name: &str, summary: &InvestSummary| {
        let files = as_files(&invest_figures(summary).unwrap(), Options { scale, svg: false }).unwrap();
        super::super::write(&place.join(name), files).unwrap();
    };
    let wanted = std::env::var("CASE").unwrap_or_default();
    let named = |name: &str| wanted == "all" || wanted.split(',').any(|w| w == format!("invest-{name}"));
    for (name, shape) in cases().into_iter().filter(|(name, _)| named(name)) {
        draw(&format!("invest-{name}"), &answer(&shape));
    }
}

#[test]
fn texts_neither_overlap_nor_leave_the_page() {
    let mut faults = Vec::new();
    for (name, shape) in cases() {
        for figure in invest_figures(&answer(&shape)).unwrap() {
            let texts = &figure.page.texts;
            assert!(texts.len() > 12 && !figure.title().is_empty(), "{name} {}", figure.stem);
            for (i, a) in texts.iter().enumerate() {
                if a.x0 < 8.0 || a.x1 > 1592.0 || a.y0 < 8.0 || a.y1 > 892.0 {
                    faults.push(format!("{name} {}: “{}” leaves the page: {a:?}", figure.stem, a.text));
                }
                for b in &texts[i + 1..] {
                    let (w, h) = a.overlap(b);
                    if w > 2.0 && h > 4.0 {
                        let by = format!("{w:.0} x {h:.0} px");
                        faults.push(format!("{name} {}: “{}” on “{}”, {by}", figure.stem, a.text, b.text));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn titles(summary: &InvestSummary) -> Vec<(String, String)> {
    let figures = invest_figures(summary).unwrap();
    figures.iter().map(|figure| (figure.stem.to_string(), figure.title().to_owned())).collect()
}

fn title(summary: &InvestSummary, stem: &str) -> String {
    let all = titles(summary);
    all.into_iter().find(|(of, _)| of == stem).unwrap_or_else(|| panic!("no {stem}")).1
}

#[test]
fn every_scenario_has_its_marginal_values_and_only_several_have_a_matrix() {
    let stems = |shape: &Shape| -> Vec<String> { titles(&answer(shape)).into_iter().map(|t| t.0).collect() };
    assert_eq!(stems(&Shape::default()), ["invest-value", "invest-programme"]);
    assert_eq!(
        stems(&Shape { scenarios: 2, ..Shape::default() }),
        ["invest-value-s00", "invest-value-s01", "invest-programme", "invest-no-regret"]
    );
}

#[test]
fn the_title_of_values_says_what_is_sure_to_come_first() {
    let base = answer(&Shape::default());
    let value = |summary: &InvestSummary| title(summary, "invest-value");
    assert_eq!(
        value(&base),
        "People first, then readiness: each closes over 70 times as much as munitions stocks"
    );
    let with = |change: &dyn Fn(&mut InvestSummary)| {
        let mut summary = base.clone();
        change(&mut summary);
        value(&summary)
    };
    // As unsure as that the second may be first.
    let unsure = with(&|s| s.scenarios[0].marginal[1].first.se = Some(0.002));
    assert!(unsure.starts_with("People or readiness first: "), "{unsure}");
    let third = with(&|s| s.scenarios[0].marginal[2].first.se = Some(0.001));
    assert_eq!(third, "People first: over 110 times as much as munitions stocks");
    // Nothing that is seen.
    assert_eq!(value(&answer(&Shape { size: 0.05, ..Shape::default() })), "What do the first $10 bn close?");
    assert_eq!(
        value(&answer(&Shape { options: 1, ..Shape::default() })),
        "The first $10 bn in people close 0.70 points"
    );
    // No kit whose value is known well enough to be compared with.
    let blurred = with(&|s| {
        s.scenarios[0].marginal[2].first.se = Some(0.0003);
        s.scenarios[0].marginal[3..].iter_mut().for_each(|m| m.first.se = Some(0.0009));
    });
    assert_eq!(blurred, "People first, then readiness: the first $10 bn close 0.70 and 0.43 points");
}

#[test]
fn the_title_of_programmes_says_what_leaving_adds_and_what_planners_do() {
    let programme = |shape: Shape| title(&answer(&shape), "invest-programme");
    let base = Shape::default;
    assert_eq!(
        programme(Shape { size: 0.5, ..base() }),
        "Chosen well, $100 bn closes 1.5 points (leaving adds 3.0); shared out, 0.30"
    );
    assert_eq!(
        programme(base()),
        "Chosen well, $100 bn closes 3.0 points (leaving adds 3.0); shared out, 0.60"
    );
    assert_eq!(
        programme(Shape { size: 3.0, ..base() }),
        "Chosen well, $100 bn closes 9.0 points (leaving adds 3.0); shared out, 1.8"
    );
    assert_eq!(
        programme(Shape { leaves: false, ..base() }),
        "Chosen well, $100 bn closes 3.0 points; shared out, 0.60"
    );
    assert_eq!(
        programme(Shape { leaves: false, planners: (0.2, 1.2), ..base() }),
        "Chosen well, $100 bn closes 3.0 points; shared out, 0.60"
    );
    assert_eq!(
        programme(Shape { leaves: false, planners: (0.9, 2.0), ..base() }),
        "Chosen well, $100 bn closes 3.0 points; shared out, 2.7"
    );
    assert_eq!(
        programme(Shape { size: 0.01, ..base() }),
        "What does $100 bn close, and what does it buy first?"
    );
    assert_eq!(
        programme(Shape { scenarios: 7, ..base() }),
        "Chosen for all 7, $100 bn closes 3.0 points on average; shared out, 0.60"
    );
}

#[test]
fn the_title_of_the_matrix_adds_up_what_all_buy() {
    let matrix = |shape: Shape| title(&answer(&shape), "invest-no-regret");
    let two = Shape { scenarios: 2, ..Shape::default() };
    assert_eq!(
        matrix(Shape { bought: 1, ..two }),
        "$100 bn of $100 bn go to people, whichever way they leave"
    );
    assert!(
        matrix(Shape { leaves: false, ..two })
            .ends_with(" go to the same five items, whichever of these comes")
    );
    let mut summary = answer(&two);
    summary.no_regret.iter_mut().for_each(|item| item.within = 1);
    assert_eq!(title(&summary, "invest-no-regret"), "No item is in every best programme");
}

#[test]
fn what_is_told_without_the_picture_holds_its_numbers() {
    let figures = invest_figures(&answer(&Shape { scenarios: 2, bought: 2, ..Shape::default() })).unwrap();
    let told: Vec<&str> = figures.iter().map(|figure| figure.page.words.numbers.as_str()).collect();
    assert!(told[0].starts_with("Bars with ranges, an option a row. Points closed by the first $10 bn: people 0.70, readiness 0.43,"), "{}", told[0]);
    assert_eq!(told[2], "Stacked columns by budget over lines. $100 bn buy, in bn: People 75, Readiness 25.");
    assert_eq!(
        told[3],
        "Table of shaded cells, items by scenarios. Bn: people 75 (in 2 of 2), readiness 25 (in 2 of 2)."
    );
}

#[test]
fn the_same_answer_gives_the_same_bytes() {
    let summary = answer(&Shape { scenarios: 2, ..Shape::default() });
    let options = Options { scale: 0.5, svg: true };
    let drawn = || as_files(&invest_figures(&summary).unwrap(), options).unwrap();
    let (one, two) = (drawn(), drawn());
    assert_eq!(one.len(), 8);
    assert!(one == two);
}

/// Left and right ends of what is filled in the upper plot of the programme, from left to right, each once.
fn columns(summary: &InvestSummary) -> Vec<(i64, i64)> {
    let figures = invest_figures(summary).unwrap();
    let programme = figures.iter().find(|figure| figure.stem == "invest-programme").unwrap();
    let ends = programme.page.items.iter().filter_map(|item| {
        let Item::Fill { outline, .. } = item else { return None };
        let points = outline.iter().filter_map(|step| match *step {
            Step::Move(x, y) | Step::Line(x, y) => Some((x, y)),
            _ => None,
        });
        let (xs, ys): (Vec<f32>, Vec<f32>) = points.unzip();
        let within =
            ys.iter().all(|y| (160.0..=451.0).contains(y)) && xs.iter().all(|x| *x > 110.0 && *x < 1131.0);
        let ends =
            [f32::min, f32::max].map(|of| xs.iter().copied().reduce(of).unwrap_or_default().round() as i64);
        within.then_some((ends[0], ends[1]))
    });
    let mut ends: Vec<(i64, i64)> = ends.collect();
    ends.sort_unstable();
    ends.dedup();
    ends
}

#[test]
fn the_widths_of_columns_are_those_of_their_budgets() {
    // 47 steps of 2 bn: every third has a column, and the last, which is two steps wide.
    let columns = columns(&answer(&Shape { steps: 47, budget: 94.0, bought: 1, ..Shape::default() }));
    assert_eq!(columns.len(), 16, "{columns:?}");
    let step = 1020.0 / 47.0;
    for (number, (left, right)) in columns.iter().enumerate() {
        let (from, to) = (3 * number, (3 * number + 3).min(47));
        let ends = [from as f64 * step + 112.0, to as f64 * step + 108.0];
        let off = [*left as f64 - ends[0], *right as f64 - ends[1]];
        assert!(off.iter().all(|off| off.abs() <= 1.5), "{number}: {left} {right} {ends:?}");
    }
}

fn texts(summary: &InvestSummary, stem: &str) -> String {
    let figures = invest_figures(summary).unwrap();
    let figure = figures.iter().find(|figure| figure.stem == stem).unwrap();
    figure.page.texts.iter().map(|text| text.text.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_the_dark_parts_are_is_said_with_a_number_only_where_all_columns_have_it() {
    let mut summary = answer(&Shape::default());
    assert!(texts(&summary, "invest-programme").contains("dark: what the last $5 bn of each budget buys"));
    // What must be bought comes first.
    summary.path.drain(1..4);
    summary.scenarios[0].path.drain(1..4);
    let said = texts(&summary, "invest-programme");
    assert!(said.contains("dark: what each budget buys more of than the one before"), "{said}");
}

#[test]
fn bounds_stand_in_every_caption_and_explain_what_stays_unspent() {
    let mut summary = answer(&Shape { scenarios: 2, ..Shape::default() });
    (summary.options[0].at_least, summary.options[1].at_most) = (10.0, Some(5.0));
    for amounts in summary.path.iter_mut().map(|step| &mut step.amounts) {
        amounts[1] = amounts[1].min(5.0);
    }
    for figure in invest_figures(&summary).unwrap() {
        let caption = &figure.page.words.caption;
        assert!(
            caption.contains("at least $10 bn for people, ")
                && caption.contains("at most $5 bn for readiness"),
            "{caption}"
        );
    }
    let said = texts(&summary, "invest-programme");
    assert!(
        said.contains("unspent: no more may go into readiness") && !said.contains("would help"),
        "{said}"
    );
    assert!(texts(&summary, "invest-no-regret").contains("On top of what must be bought: people $10 bn"));
    // What may not be bought comes first nowhere.
    summary.options[0].at_most = Some(0.0);
    assert!(title(&summary, "invest-value-s00").starts_with("Readiness first"), "{:?}", titles(&summary));
}

#[test]
fn no_title_is_without_what_speaks_against_it() {
    let worse = Shape { leaves: false, planners: (1.2, -0.4), ..Shape::default() };
    let mut summary = answer(&worse);
    let above = &mut summary.scenarios[0].path[20].above_planners;
    (above.se, above.p05, above.p25) = (Some(0.0001), -0.02, -0.01);
    assert_eq!(
        title(&summary, "invest-programme"),
        "Chosen well, $100 bn closes 3.0 points; shared out more, 3.6"
    );
    for scenarios in [1, 2, 12] {
        let shape =
            Shape { scenarios, planners: (0.9, 2.0), size: 3.0, budget: 99_999.99, ..Shape::default() };
        let said = title(&answer(&shape), "invest-programme");
        assert!(said.contains("shared out") || said.ends_with('?'), "{said}");
    }
}

#[test]
fn bold_is_what_helps_in_more_than_95_of_100_runs() {
    let mut summary = answer(&Shape::default());
    let bold = |summary: &InvestSummary| {
        let figures = invest_figures(summary).unwrap();
        let bold = |item: &Item| matches!(item, Item::Text { text, bold: true, .. } if text == "0.70");
        figures[0].page.items.iter().any(bold)
    };
    summary.scenarios[0].marginal[0].first.p05 = 0.0;
    assert!(!bold(&summary));
    summary.scenarios[0].marginal[0].first.p05 = 0.0001;
    assert!(bold(&summary));
}

#[test]
fn files_of_scenarios_have_names_that_are_good_everywhere() {
    let mut summary = answer(&Shape { scenarios: 4, ..Shape::default() });
    for (scenario, id) in summary.scenarios.iter_mut().zip(["plain", "Same", "same", "a/b c"]) {
        scenario.id = id.to_owned();
    }
    let stems: Vec<String> = titles(&summary).into_iter().map(|(stem, _)| stem).collect();
    let expected = [
        "invest-value-plain",
        "invest-value-scenario-2",
        "invest-value-scenario-3",
        "invest-value-scenario-4",
    ];
    assert_eq!(stems[..4], expected);
}
