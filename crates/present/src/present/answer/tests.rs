//! Sentences against made-up summaries whose numbers are known.

use super::{
    Head,
    made_up::{contrast, elsewhere, estimate, scenario, summary, under},
};
use crate::store::summary::{
    Aspect, Binding, BindingEntry, Deepest, Gained, IndexEntry, Induced, Label, PledgeEntry, Pledged,
    Probability, ScenarioSummary, Summary, YearEntry,
};

#[test]
fn what_matters_is_told_by_pairs_that_differ_in_one_thing() {
    let mut run = summary(
        vec![
            scenario("big", 50_000.0, 0.04),
            scenario("told", 50_000.0, 0.036),
            scenario("small", 20_000.0, 0.01),
        ],
        &[(0.004, 1e-4, 0.95), (0.026, 1e-4, 0.99)],
    );
    run.contrasts = vec![
        contrast(Aspect::Manner, "big", "told", 0.003, 1e-4),
        contrast(Aspect::Size, "big", "small", 0.03, 1e-4),
        contrast(Aspect::Enablers, "told", "small", 0.012, 1e-4),
    ];
    assert_eq!(
        under(&run, Head::WhatMatters),
        [
            "50,000 leaving instead of 20,000 adds 3.0 points (\"BIG\" against \"SMALL\").",
            "Handling (notice and information) is worth 0.3 points (\"BIG\" against \"TOLD\").",
            "Keeping enablers is worth 1.2 points (\"TOLD\" against \"SMALL\").",
            "Size matters about ten times as much as handling between these.",
        ],
        "what differs in two things is not one thing changed"
    );
    run.contrasts[0].differs.truncate(1);
    run.contrasts[0].aspect = Aspect::Notice;
    assert_eq!(
        under(&run, Head::WhatMatters)[0],
        "One thing changed at a time around \"BIG\": 50,000 leaving instead of 20,000 adds 3.0 points; notice alone is worth \
         0.3 points."
    );
    // As many as leave, not as many as sound well.
    run.scenarios[0].personnel_effective = estimate(82_179.0, 0.0);
    assert!(under(&run, Head::WhatMatters)[0].contains(": 82,179 leaving instead of 20,000"));
}

#[test]
fn size_is_told_of_scenarios_that_the_floor_leaves_alone() {
    let mut run = summary(
        vec![
            scenario("big", 50_000.0, 0.04),
            scenario("small", 20_000.0, 0.01),
            scenario("floor", 6_200.0, 0.004),
        ],
        &[(0.03, 1e-4, 0.99), (0.006, 1e-4, 0.99)],
    );
    run.contrasts = vec![
        contrast(Aspect::Size, "big", "floor", 0.036, 1e-4),
        contrast(Aspect::Size, "big", "small", 0.03, 1e-4),
    ];
    let told = |run: &Summary| under(run, Head::WhatMatters).concat();
    // All of the sizes asked for: the largest difference.
    assert!(told(&run).contains("50,000 leaving instead of 6,200 adds 3.6 points"), "{}", told(&run));
    run.scenarios[2].personnel_asked = estimate(20_000.0, 0.0);
    assert!(told(&run).contains("50,000 leaving instead of 20,000 adds 3.0 points"), "{}", told(&run));
    // Better than none.
    run.contrasts.truncate(1);
    assert!(told(&run).contains("50,000 leaving instead of 6,200"), "{}", told(&run));
}

#[test]
fn what_goes_against_intuition_keeps_its_sign() {
    let mut run = summary(
        vec![scenario("told", 50_000.0, 0.04), scenario("media", 50_000.0, 0.037)],
        &[(0.003, 1e-4, 0.8)],
    );
    let mut said = |aspect, difference, se| {
        run.contrasts = vec![contrast(aspect, "media", "told", difference, se)];
        under(&run, Head::WhatMatters).join(" ")
    };
    assert_eq!(
        said(Aspect::Information, -0.003, 1e-4),
        "Full information alone deepens the gap by 0.3 points, against intuition, probably: in 80 % of runs (\"MEDIA\" against \
         \"TOLD\")."
    );
    assert_eq!(
        said(Aspect::Enablers, 0.003, 2e-3),
        "Keeping enablers makes no difference over all capabilities at D+30 that 10,000 runs can tell, 0.3 points with a standard error of 0.2 \
         (\"MEDIA\" against \"TOLD\")."
    );
    assert_eq!(
        said(Aspect::Enablers, 0.0, 0.0),
        "Keeping enablers makes no difference that can be seen, at any readiness or in any capability (\"MEDIA\" against \"TOLD\")."
    );
}

#[test]
fn two_that_cannot_be_told_apart_name_the_replicates_that_would() {
    let two = |step| summary(vec![scenario("a", 9e3, 0.02), scenario("b", 9e3, 0.02)], &[step]);
    let said = |step| {
        let mut all = under(&two(step), Head::HowSure);
        all.retain(|sentence| !sentence.starts_with("The difference: "));
        all.join(" ")
    };
    // 0.0001 with an error of 0.0001 from 10,000 is two errors at 40,000.
    assert!(said((1e-4, 1e-4, 0.51)).ends_with("within two standard errors; about 40,000 runs would tell."));
    assert!(said((1e-6, 1e-4, 0.5)).ends_with("more than 10 million runs would be needed to tell."));
    assert_eq!(said((0.0, 0.0, 0.5)), "It is the same as \"B\" in every run.");
    assert!(said((0.01, 1e-4, 0.7)).ends_with("not on more runs."));
    assert_eq!(said((0.01, 1e-4, 0.97)), "It is deeper than \"B\" (2.0 points) in 97 % of runs.");
}

#[test]
fn a_longer_ranking_counts_its_doubts() {
    let names = ["a", "b", "c", "d", "e", "f"];
    let scenarios = names.iter().enumerate().map(|(i, id)| scenario(id, 9e3, 0.06 - 0.01 * i as f64));
    let run = summary(
        scenarios.collect(),
        &[(0.01, 1e-4, 0.96), (0.01, 1e-4, 0.6), (1e-4, 1e-4, 0.5), (1e-6, 1e-4, 0.5), (0.0, 0.0, 0.5)],
    );
    assert_eq!(
        under(&run, Head::HowSure)[1],
        "Ranking: 2-3 could be either, which depends on inputs nobody knows, not on more runs; 3-6 not settled: the \
         difference is within two standard errors, more than 10 million runs would be needed to tell; 1 step holds \
         in 96 % of runs or more."
    );
}

#[test]
fn the_best_choice_in_hindsight_is_told_of_drawdowns_of_one_size() {
    let run = |people: [f64; 3]| {
        let names = ["a", "b", "c"].iter().zip(people).zip([0.03, 0.02, 0.01]);
        let three = names.map(|((id, people), added)| scenario(id, people, added));
        let mut run = summary(three.collect(), &[(0.01, 1e-4, 0.99), (0.01, 1e-4, 0.8)]);
        for (entry, regret) in run.ranking.iter_mut().zip([0.021, 0.011, 0.001]) {
            (entry.expected_regret, entry.expected_regret_se) = (Some(regret), Some(1e-5));
        }
        run
    };
    let said = |run: &Summary| under(run, Head::HowSure).join(" ");
    let told = said(&run([9e3, 9e3, 9e3]));
    assert!(
        told.ends_with(
            "In hindsight the best choice of a run is the drawdown of a size that adds least. On average \"C\" adds 0.1 points more \
             than that (its regret), the least where 9,000 leave; \"A\" 2.1, the most."
        ),
        "{told}"
    );
    // One that no other matches in size is left out; where no two are of one size nothing is said.
    let told = said(&run([9e3, 9e3, 1e3]));
    assert!(told.ends_with("On average \"B\" adds 1.1 points more than that (its regret), the least where 9,000 leave; \"A\" 2.1, the most."), "{told}");
    assert!(!said(&run([9e3, 5e3, 1e3])).contains("hindsight"));
    let mut close = run([9e3, 9e3, 9e3]);
    for (entry, regret) in close.ranking.iter_mut().zip([4e-4, 2e-4, 1e-4]) {
        entry.expected_regret = Some(regret);
    }
    assert!(said(&close).contains("none adds as much as 0.1 points more (its regret), where 9,000 leave"));
    // Where one is best in every run there is nothing to weigh.
    let mut sure = run([9e3, 9e3, 9e3]);
    for pair in &mut sure.pairs {
        pair.found.probability_worse = 1.0;
    }
    assert!(
        said(&sure).ends_with("Where 9,000 leave, \"C\" is the best choice in every run."),
        "{}",
        said(&sure)
    );
}

#[test]
fn debtors_are_those_below_a_pledge_that_is_due() {
    let pledge = |ally: &str, year: f64, met: f64, below: f64| PledgeEntry {
        ally: ally.into(),
        share: estimate(2.5, 0.5),
        pledge: 3.5,
        pledge_year: year,
        met: Probability { probability: met, lower: met, upper: met },
        below,
        below_se: 0.1,
        // Without the alarm of a drawdown each would be 10 bn further below.
        counterfactual: Pledged {
            share: estimate(2.0, 0.5),
            met: Probability { probability: 0.5 * met, lower: met, upper: met },
            below: below + 10.0,
            below_se: 0.1,
        },
    };
    let mut one = scenario("a", 9e3, 0.03);
    one.pledges = vec![
        pledge("DEU", 2029.0, 0.8, 4.0),
        pledge("ESP", 2035.0, 0.1, 12.0),
        pledge("ITA", 2035.0, 0.2, 21.4),
        pledge("FRA", 2036.0, 0.1, 30.0),
    ];
    let run = summary(vec![one.clone()], &[]);
    assert!(
        under(&run, Head::WhoPays)[1]
            .trim()
            .starts_with("Buying back is the price of what planners lack early in 2030")
    );
    assert_eq!(
        under(&run, Head::WhoPays)[2],
        "Probably below the pledge in 2035, in 75 of 100 runs or more: 2 of 3 allies, together by $33 bn a year ($53 bn if \
         nobody leaves): Italy $21 bn ($31 bn), Spain $12 bn ($22 bn); none (1) could be either."
    );
    // Just short of the rule it is not silent: in how many runs, and in how many if nobody left.
    let mut short = one.clone();
    short.pledges = vec![pledge("ESP", 2035.0, 0.26, 3.0), pledge("ITA", 2035.0, 0.6, 1.0)];
    let run = summary(vec![short], &[]);
    let said = &under(&run, Head::WhoPays)[2];
    assert!(
        said.ends_with("; 2 (1) could be either, likeliest below Spain in 74 % of runs (87 %) and Italy in 40 % of runs (70 %)."),
        "{said}"
    );
    one.pledges.truncate(1);
    let run = summary(vec![one], &[]);
    assert_eq!(
        under(&run, Head::WhoPays)[2],
        "In 2035 no ally whose pledge is due is probably below it (with or without the drawdown); none (1) could be either."
    );
    assert!(under(&run, Head::HowSure).is_empty(), "one scenario has no order");
}

#[test]
fn a_gain_is_told_as_a_gain() {
    let mut one = scenario("a", 9e3, -0.02);
    let of = |one: &ScenarioSummary, head| under(&summary(vec![one.clone()], &[]), head).join(" ");
    // Before the alarm -2.4 points, the alarm +0.4: nothing that could be made up.
    assert_eq!(
        of(&one, Head::Alarm),
        "Resignation among allies adds 0.4 points; before it 2.4 points less are missing than if nobody leaves."
    );
    let year = |year: i32, attributable: f64| YearEntry {
        year,
        counterfactual: 0.2,
        attributable,
        domains_closed: 1.0,
        domains_closed_without: 1.0,
    };
    one.years = vec![year(2026, 0.0), year(2027, -0.03), year(2028, -0.01)];
    assert_eq!(
        of(&one, Head::WhereAndWhen).trim(),
        "When: most is gained in 2027 (3.0 points over all capabilities, where 20.0 % is missing if nobody leaves); 1.0 in \
         2028."
    );
    one.years = vec![year(2026, 0.0), year(2027, 0.0)];
    assert_eq!(of(&one, Head::WhereAndWhen), "");
}

#[test]
fn few_replicates_and_an_order_that_is_not_settled_are_said() {
    let two = vec![scenario("a", 9e3, 0.021), scenario("b", 9e3, 0.02)];
    let mut run = summary(two, &[(1e-4, 1e-4, 0.51)]);
    assert!(
        under(&run, Head::Lead)[1]
            .starts_with("\"A\" adds most (first two not settled: take more runs): 2.1")
    );
    assert!(under(&run, Head::Beware).is_empty());
    run.replicates = 1;
    assert_eq!(under(&run, Head::Beware), ["Beware: only 1 run: every number is rough; run 1,000 or more."]);
    let sure = summary(run.scenarios.clone(), &[(1e-2, 1e-4, 1.0)]);
    let sure = under(&sure, Head::HowSure);
    assert_eq!(sure[0], "It is deeper than \"B\" (2.0 points) in all 10,000 runs.");
    assert_eq!(sure[1..], ["The difference: +1.0 points; \"A\" adds more in all 10,000 runs."]);
}

#[test]
fn nothing_is_said_only_after_all_tiers_and_capabilities_were_looked_at() {
    let two = vec![scenario("germany", 30_000.0, 0.0151), scenario("spread", 30_000.0, 0.015)];
    let mut run = summary(two, &[(0.0, 0.0, 0.5)]);
    let mut who = contrast(Aspect::Composition, "germany", "spread", 0.0001, 1e-5);
    who.elsewhere = vec![
        elsewhere(None, 10, 0.0082, 0.994),
        elsewhere(None, 180, 0.0001, 0.6),
        elsewhere(Some("iamd"), 30, 0.031, 0.999),
        elsewhere(Some("land"), 30, -0.02, 0.1),
        elsewhere(Some("isr"), 180, 0.002, 0.9),
    ];
    run.contrasts = vec![who.clone()];
    assert_eq!(
        under(&run, Head::WhatMatters),
        [
            "Who leaves makes a difference of less than 0.05 points over all capabilities at D+30, but 0.8 points more are \
             missing at D+10, 3 more in iamd and 2 fewer in land (probably: in 90 % of runs) (\"GERMANY\" against \"SPREAD\")."
        ]
    );
    // The same in every replicate over all capabilities is not the same.
    run.pairs[0].elsewhere = who.elsewhere;
    assert_eq!(
        under(&run, Head::HowSure)[0],
        "It is the same as \"SPREAD\" over all capabilities at D+30 in every run; but 0.8 points more are missing at \
         D+10, 3 more in iamd and 2 fewer in land (probably: in 90 % of runs)."
    );
}

#[test]
fn a_scenario_changes_nothing_only_where_no_tier_and_no_capability_moves() {
    let mut one = scenario("a", 500.0, 0.0);
    let lead = |one: &ScenarioSummary| under(&summary(vec![one.clone()], &[]), Head::Lead)[1..].join(" ");
    assert_eq!(
        lead(&one),
        "\"A\" changes nothing that can be seen, over all capabilities at any readiness, nor in any capability in any year."
    );
    one.index.push(IndexEntry {
        arm: "attributable".into(),
        tier: 10,
        estimate: estimate(0.004, 0.001),
        quantile_errors: Default::default(),
        probability_above_zero: None,
        probability_above_zero_se: None,
    });
    assert_eq!(
        lead(&one),
        "\"A\" changes nothing that can be seen over all capabilities at D+30. But 0.4 points more are missing at D+10."
    );
    // What is lost in one capability and gained in another cancels.
    one.index.pop();
    let loss = estimate(0.03, 0.01);
    one.deepest =
        vec![Deepest { domain: "iamd".into(), tier: 30, year: 2031, loss, quarter: 20, quarter_loss: 0.03 }];
    one.gained = vec![Gained { domain: "land".into(), tier: 30, year: 2033, gain: estimate(0.02, 0.01) }];
    let run = summary(vec![one.clone()], &[]);
    assert_eq!(
        under(&run, Head::WhereAndWhen),
        [
            "  Where: iamd loses 3 points of coverage in 2031 (2 to 4).",
            "  Most is gained in land, 2 points in 2033 (1 to 3).",
        ]
    );
    assert_eq!(
        under(&run, Head::Alarm),
        [
            "The alarm among allies makes up for nothing that can be seen, at any readiness or in any capability."
        ]
    );
    one.induced = vec![Induced { domain: "iamd".into(), tier: 30, mean: -0.02, se: 1e-4 }];
    assert_eq!(
        under(&summary(vec![one], &[]), Head::Alarm),
        [
            "The alarm among allies changes nothing that can be seen over all capabilities at D+30; but 2 points fewer are \
          missing in iamd."
        ]
    );
}

#[test]
fn what_holds_gaps_open_is_told_with_and_without_the_drawdown() {
    let mut one = scenario("a", 9e3, 0.03);
    let labels = |money: f64, time: f64| {
        let label = |label: &str, probability| Label { label: label.to_owned(), probability };
        vec![label("money", money), label("time", time)]
    };
    one.binding = vec![BindingEntry {
        domain: "isr".into(),
        open: 0.9,
        label: "money".into(),
        probability: 0.69,
        labels: labels(0.69, 0.31),
        counterfactual: Binding {
            open: 0.8,
            label: "money".into(),
            probability: 0.71,
            labels: labels(0.71, 0.29),
        },
    }];
    one.years = vec![YearEntry {
        year: 2035,
        counterfactual: 0.2,
        attributable: 0.03,
        domains_closed: 3.0,
        domains_closed_without: 4.0,
    }];
    assert_eq!(
        under(&summary(vec![one], &[]), Head::Closing),
        [
            "Closing: by the end of 2035, 3.0 of 0 capabilities have no gap at D+30, 4.0 if nobody leaves (a gap counts as closed \
             only if it stays closed to the end of 2040).",
            "Held open early in 2035 by money 69 % (71 % if nobody leaves), time 31 % (29 %).",
        ]
    );
}
