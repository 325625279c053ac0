//! What titles and captions say, and that it is what the numbers say.

use super::{super::*, *};

#[test]
fn a_title_that_is_short_of_room_says_of_how_many_it_is() {
    let (mut summary, tables) = run(&Shape::default());
    summary.domains.iter_mut().for_each(|domain| domain.title = "Intelligence and surveillance".to_owned());
    let title = &texts_of(&summary, &tables, "3-closure")[0];
    assert_eq!(title, "5 of 7 at least halve the chance of closing intelligence and surveillance by 2030");
}

#[test]
fn titles_say_what_the_numbers_say_and_ask_where_they_do_not() {
    let base = Shape::default;
    let title = |shape: Shape, stem: &str| texts(&shape, stem)[0].clone();
    let cases: [(Shape, &str, &str); 31] = [
        (
            base(),
            "1-coverage",
            "Leaving deepens shortfalls that exist anyway: worst in 2028, still there in 2040",
        ),
        (
            base(),
            "2-heatmap",
            "Under “40k enablers first, to Pacific”, suppression falls furthest: −23 points in 2028",
        ),
        (
            base(),
            "3-closure",
            "5 of 7 drawdowns at least halve the chance that deep precision strike is closed by 2030",
        ),
        (
            base(),
            "4-force-flow",
            "The gap widens from D+10 to D+180 even without a drawdown; leaving bites at every stage",
        ),
        (
            base(),
            "5-spending",
            "Only 9 of 29 allies can be expected at 3.5\u{202f}% of GDP in 2035 (5 if nobody leaves)",
        ),
        (base(), "6-map", "Germany, Italy and the United Kingdom lose most: 88\u{202f}% of all who leave"),
        (
            Shape { effect: -0.5, ..base() },
            "2-heatmap",
            "None of these drawdowns changes any capability by as much as a point",
        ),
        (
            Shape { scenarios: 0, with_idle: true, ..base() },
            "2-heatmap",
            "Nobody leaves: coverage does not change",
        ),
        (
            Shape { scenarios: 0, with_idle: true, ..base() },
            "6-map",
            "No US troops leave: every host keeps those it has",
        ),
        (
            Shape { effect: 0.004, ..base() },
            "1-coverage",
            "“40k enablers first, to Pacific” changes no capability by as much as a point",
        ),
        (
            Shape { effect: -0.5, ..base() },
            "1-coverage",
            "With “20k orderly” shortfalls are smaller than without",
        ),
        (
            Shape { never: true, ..base() },
            "3-closure",
            "Hardly any gap closes by 2039, with or without a drawdown",
        ),
        (
            base(),
            "7-bridge",
            "13.3 of 21.2 points are missing anyway; the exit adds 9.1, the alarm takes back 1.2",
        ),
        (
            Shape { effect: -0.5, ..base() },
            "7-bridge",
            "With the drawdown the shortfall is 0.4 points smaller than without",
        ),
        (base(), "8-ranking", "“40k enablers first, to Pacific” opens the deepest gap"),
        (
            Shape { close: true, ..base() },
            "8-ranking",
            "Which drawdown is worst, and is that sure? Too few runs to tell the first two apart",
        ),
        (
            Shape { replicates: 5, ..base() },
            "8-ranking",
            "“40k enablers first, to Pacific” opens the deepest gap",
        ),
        (
            base(),
            "9-tornado",
            "Share of forces allies would commit decides most what the drawdown adds: 3.5 points",
        ),
        (
            Shape { varied: 30, ..base() },
            "13-variance",
            "Share of forces allies would commit alone makes 32\u{202f}% of the spread",
        ),
        (
            base(),
            "10-timeline",
            "Units begin to leave between 2027 Q1 and 2027 Q4; extra orders peak in 2032",
        ),
        (
            Shape { quarters: 4, ..base() },
            "10-timeline",
            "No unit leaves within the years shown; extra orders peak in 2026",
        ),
        (base(), "11-closing-year", "Deep precision strike stays open beyond 2039 in most runs"),
        (
            Shape { never: true, ..base() },
            "11-closing-year",
            "No critical gap is closed by 2039 in half of the runs, with or without a drawdown",
        ),
        (
            Shape { scenarios: 2, twins: true, ..base() },
            "8-ranking",
            "“40k enablers first, to Pacific” and “50k abrupt, to Pacific” are the same in every run",
        ),
        (
            Shape { scenarios: 2, twins: true, ..base() },
            "2-heatmap",
            "Under “40k enablers first, to Pacific”, suppression falls furthest: −23 points in 2028",
        ),
        (
            Shape { twins: true, ..base() },
            "8-ranking",
            "The first two, the same in every run, open the deepest gap",
        ),
        (
            Shape { scenarios: 2, ..base() },
            "8-ranking",
            "“40k enablers first, to Pacific” opens a deeper gap than “50k abrupt, to Pacific”",
        ),
        (
            Shape { scenarios: 1, ..base() },
            "2-heatmap",
            "Under “40k enablers first, to Pacific”, suppression falls furthest: −23 points in 2028",
        ),
        (
            Shape { scenarios: 17, ..base() },
            "12-regret",
            "How much worse than the best choice in hindsight is each drawdown?",
        ),
        (
            base(),
            "12-regret",
            "Where 50,000 leave, “50k orderly” is nearest the best in hindsight (2.1 points worse)",
        ),
        (
            Shape { effect: 0.004, ..base() },
            "12-regret",
            "Where 50,000 leave, none is a tenth of a point worse than the best choice in hindsight",
        ),
    ];
    let mut wrong = Vec::new();
    for (shape, stem, said) in cases {
        let drawn = title(shape, stem);
        if drawn != said {
            wrong.push(format!("{stem}: “{drawn}” and not “{said}”"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_loss_is_the_same_number_in_both_figures_that_name_it() {
    let one = texts(&Shape { scenarios: 1, ..Shape::default() }, "1-coverage");
    let two = texts(&Shape { scenarios: 1, ..Shape::default() }, "2-heatmap");
    let after = |texts: &[String], name: &str, n: usize| {
        texts[texts.iter().position(|t| t == name).unwrap() + n].clone()
    };
    let before = one[one.iter().position(|t| t == "Air-to-air refuelling").unwrap() - 1].clone();
    assert_eq!(before, "−21");
    assert_eq!(after(&two, "Air-to-air refuelling", 1), "80");
    assert!(two.iter().any(|t| t == "−21"));
}

#[test]
fn captions_tell_of_few_and_failed_replicates() {
    let few = texts(&Shape { replicates: 100, failed: 2, ..Shape::default() }, "1-coverage");
    let caption = few.iter().find(|t| t.contains("Source:")).unwrap();
    assert!(caption.starts_with("Only 98 runs:"), "{caption}");
    assert!(caption.contains("Seed 1. 2 of 100 runs failed"), "{caption}");
    let gone: Vec<&String> = few.iter().filter(|t| t.contains("half of the runs")).collect();
    assert!(gone.is_empty(), "no band is drawn from a hundred runs");
}

#[test]
fn a_figure_says_in_data_what_it_draws_around_its_picture() {
    let (summary, tables) = run(&Shape { replicates: 100, ..Shape::default() });
    for figure in figures(&summary, &tables).unwrap() {
        assert_eq!(figure.title(), figure.page.texts[0].text, "{}", figure.stem);
        assert!(figure.alt().starts_with(figure.title()) && figure.alt().contains(figure.subtitle()));
        assert!(figure.caption().contains("Seed 1.") && figure.caption().contains("drawdown 0.1.0, "));
        let around = figure.page.items_around(true).count();
        assert!((3..=7).contains(&around), "{}: {around} texts around the picture", figure.stem);
        assert_eq!(figure.page.items_around(false).count(), figure.page.items.len() - around);
        let (picture, page) = figure.rendered_and_page(1).unwrap();
        assert!(picture.width >= 1520 && picture.height < 820, "{}: {}", figure.stem, picture.height);
        assert_eq!((&picture, &page), (&figure.rendered(1).unwrap(), &figure.page.png(1.0).unwrap()));
    }
}

#[test]
fn the_caption_of_the_tornado_leaves_room_for_what_reproduces_it() {
    let (summary, mut tables) = run(&Shape { replicates: 10_000, ..Shape::default() });
    let next = tables.extra.sensitivity.iter_mut().find(|r| r.input.starts_with("Air refuelling")).unwrap();
    next.input = "Suppression of air defences and electronic warfare: requirement at D+30".into();
    let texts = texts_of(&summary, &tables, "9-tornado");
    for said in [
        "Bars: the first 2,000 (mean ",
        "The 10 largest of 268 uncertain inputs; ",
        "Only the 30 most rank-correlated were varied",
        "Largest left out: Suppression of air defences: requirement at D+30 (0.4 points).",
        "drawdown 0.1.0, ",
    ] {
        assert!(texts.iter().any(|text| text.contains(said)), "{said}: {texts:?}");
    }
}
