//! Sentences and headings by the one rule of evidence, against nobody leaving and elsewhere; what has a trigger, twins, gains.

use super::{
    Head,
    headline::headline,
    made_up::{estimate, scenario, summary, under},
};
use crate::{
    present::evidence::{Verdict, added, verdict},
    store::summary::{
        Binding, BindingEntry, Difference, DomainInfo, Estimate, Gained, IndexEntry, Label, ScenarioSummary,
        Summary, WorldDifference, WorldEntry,
    },
};

/// A scenario that adds so much on average, and more than nothing in such a share of replicates.
fn doubted(id: &str, mean: f64, share: f64) -> ScenarioSummary {
    let mut one = scenario(id, 50_000.0, mean);
    for entry in one.index.iter_mut().filter(|entry| entry.arm == "attributable") {
        entry.estimate = estimate(mean, 0.02);
        entry.probability_above_zero = Some(share);
    }
    // Something else is lost, so that it is not nothing.
    one.gained = vec![Gained { domain: "land".into(), tier: 30, year: 2033, gain: estimate(0.02, 0.01) }];
    one
}

fn alone(mean: f64, share: f64) -> Summary {
    summary(vec![doubted("a", mean, share)], &[])
}

#[test]
fn lead_and_heading_agree_on_how_sure_a_drawdown_adds_anything() {
    for (mean, share, said, head) in [
        (0.008, 0.785, "\"A\" probably adds 0.8 points", "50,000 leaving probably add 0.8 points"),
        (0.008, 0.95, "\"A\" adds 0.8 points", "50,000 leaving add 0.8 points"),
        (0.008, 0.7, "\"A\" on average adds 0.8 points", "Does leaving deepen"),
        (
            -0.016,
            0.135,
            "\"A\" probably takes off 1.6 points",
            "With the alarm it sets off, leaving probably takes 2",
        ),
        (-0.016, 0.04, "\"A\" takes off 1.6 points", "With the alarm it sets off, leaving takes 2"),
        (-0.016, 0.4, "\"A\" on average takes off 1.6 points", "Does leaving deepen"),
    ] {
        let run = alone(mean, share);
        let lead = under(&run, Head::Lead)[1].clone();
        assert!(lead.starts_with(said), "{share}: {lead}");
        assert!(headline(&run).starts_with(head), "{share}: {}", headline(&run));
        let open = verdict(&added(&run.scenarios[0], 30)) == Verdict::Open;
        assert_eq!(open, headline(&run).ends_with('?'), "{share}");
    }
    assert_eq!(
        under(&alone(0.008, 0.785), Head::Lead)[1],
        "\"A\" probably adds 0.8 points on top of that (in 78 % of runs; 9 of 10 runs: 1.2 less to 2.8 more)."
            .replace("78 %", "79 %")
    );
}

#[test]
fn a_heading_says_of_several_what_holds_of_all() {
    let two = |a: (f64, f64), b: (f64, f64)| {
        let scenarios = vec![doubted("a", a.0, a.1), doubted("b", b.0, b.1)];
        headline(&summary(scenarios, &[(a.0 - b.0, 1e-4, 1.0)]))
    };
    let anyway = "a shortfall of 20.0 % that is there anyway";
    assert_eq!(two((0.05, 0.99), (0.02, 0.96)), format!("Leaving adds 2 to 5 points to {anyway}"));
    assert_eq!(two((0.05, 0.99), (0.02, 0.8)), format!("Leaving probably adds 2 to 5 points to {anyway}"));
    assert_eq!(two((0.05, 0.99), (0.02, 0.6)), format!("Leaving adds up to 5 points to {anyway}"));
    assert_eq!(
        two((0.01, 0.99), (-0.03, 0.02)),
        format!("Leaving adds up to 1 point to {anyway}, or takes up to 3 off it")
    );
    assert_eq!(
        two((0.01, 0.6), (-0.03, 0.02)),
        "With the alarm it sets off, leaving takes up to 3 points off a shortfall of 20.0 %"
    );
}

#[test]
fn where_nobody_leaves_a_trigger_is_told_with_what_is_missing_without_it() {
    let mut one = scenario("a", 0.0, 0.0);
    one.trigger_effect = Some(estimate(0.025, 0.01));
    let run = summary(vec![one.clone()], &[]);
    assert_eq!(under(&run, Head::Lead)[1], "In \"A\" nobody leaves.");
    assert_eq!(
        under(&run, Head::Trigger),
        [
            "The trigger of \"A\" by itself adds 2.5 points (1.5 to 3.5 in 9 of 10 runs): 17.5 % is missing without it, \
          20.0 % with it."
        ]
    );
    assert_eq!(headline(&run), "Nobody leaves: with the trigger 20.0 % is missing, 3 points more");
    // Beside a drawdown, and taking off; the range is that of what is taken off.
    let mut two = scenario("a", 9e3, 0.03);
    two.trigger_effect = Some(estimate(-0.01, 0.02));
    assert_eq!(
        under(&summary(vec![two], &[]), Head::Trigger),
        [
            "The trigger of \"A\" by itself probably takes off 1.0 points (1.0 more to 3.0 less in 9 of 10 runs), beside \
          the drawdown: 21.0 % is missing without it, 20.0 % with it, both if nobody leaves."
        ]
    );
}

#[test]
fn twins_are_named_together_in_hindsight() {
    let three = vec![scenario("a", 9e3, 0.03), scenario("b", 9e3, 0.03), scenario("c", 9e3, 0.01)];
    let mut run = summary(three, &[(0.0, 0.0, 0.5), (0.02, 1e-4, 1.0)]);
    for (entry, regret) in run.ranking.iter_mut().zip([0.02, 0.02, 0.001]) {
        (entry.expected_regret, entry.expected_regret_se) = (Some(regret), Some(1e-4));
    }
    let said = under(&run, Head::HowSure).join(" ");
    assert!(said.ends_with("the least where 9,000 leave; \"A\" and \"B\" 2.0, the most."), "{said}");
}

#[test]
fn one_replicate_has_no_range_and_is_not_all_of_them() {
    let mut run = summary(vec![scenario("a", 9e3, 0.03), scenario("b", 9e3, 0.02)], &[(0.01, f64::NAN, 1.0)]);
    run.replicates = 1;
    let said: Vec<String> = super::sentences(&run);
    assert!(!said.iter().any(|s| s.contains("all 1 ") || s.contains("in 90 %")), "{said:?}");
}

#[test]
fn who_leaves_after_the_bill_is_not_bought_back_by_then() {
    let mut one = scenario("a", 9e3, 0.03);
    one.departure_start = 52.0;
    let said = under(&summary(vec![one.clone()], &[]), Head::WhoPays)[0].clone();
    assert!(said.starts_with("Nobody has left by early 2030") && said.ends_with("from 2039."), "{said}");
    // Parameters are those of a scenario where others have other ones.
    let mut two = scenario("b", 9e3, 0.02);
    (one.judgement, one.parameters, two.judgement, two.parameters) = (266, 377, 259, 370);
    let run = summary(vec![one, two], &[(0.01, 1e-4, 1.0)]);
    assert!(under(&run, Head::Beware)[0].contains("266 of 377 inputs of \"A\" are judgement"));
}

#[test]
fn worlds_have_their_own_numbers_and_their_difference() {
    let mut two = vec![scenario("here", 50_000.0, 0.059), scenario("there", 40_000.0, 0.058)];
    for (s, missing) in two.iter_mut().zip([0.198, 0.218]) {
        s.index[0].estimate = estimate(missing, 0.1);
        let total = missing + s.index[1].estimate.mean;
        s.index.push(IndexEntry {
            arm: "scenario".into(),
            tier: 30,
            estimate: estimate(total, 0.1),
            quantile_errors: Default::default(),
            probability_above_zero: None,
            probability_above_zero_se: None,
        });
    }
    let mut run = summary(two, &[(0.001, 1e-4, 0.97)]);
    assert!(!under(&run, Head::Lead).concat().contains("world"), "one world is not told");
    let world = |id: &str, differences: Vec<WorldDifference>| WorldEntry {
        scenarios: vec![id.to_owned()],
        otherwise: differences.iter().map(|_| "chance of a crisis × 2".to_owned()).collect(),
        differences,
    };
    let difference = WorldDifference { tier: 30, estimate: estimate(0.02, 0.005), probability_worse: 1.0 };
    run.worlds = vec![world("here", Vec::new()), world("there", vec![difference])];
    run.pairs[0].scenario_arm = Some(Difference { difference: -0.019, se: 1e-4, probability_worse: 0.01 });
    let lead = under(&run, Head::Lead);
    assert!(
        lead[0].starts_with("In the world of \"HERE\", if nobody leaves 19.8 % of what is needed"),
        "{lead:?}"
    );
    assert_eq!(
        lead[1],
        "In the world of \"THERE\" (otherwise: chance of a crisis × 2) it is 21.8 %: 2.0 points more (1.5 to 2.5)."
    );
    assert_eq!(
        lead[2],
        "In all, world and drawdown together, most is missing under \"THERE\": 27.6 % (21.8 % if nobody leaves)."
    );
    run.worlds[1].differences[0] =
        WorldDifference { tier: 30, estimate: estimate(-0.01, 0.001), probability_worse: 0.0 };
    assert!(
        under(&run, Head::Lead)[1].ends_with(": 1.0 points less (0.9 to 1.1)."),
        "{:?}",
        under(&run, Head::Lead)
    );
    // Worlds that only count otherwise are one.
    run.worlds[1].differences[0] =
        WorldDifference { tier: 30, estimate: Estimate::default(), probability_worse: 0.5 };
    assert!(!under(&run, Head::Lead).concat().contains("world"));
}

#[test]
fn worlds_in_which_the_same_is_missing_are_one_sentence() {
    let all = ["here", "there", "yonder"].map(|id| scenario(id, 9e3, 0.03)).to_vec();
    let mut run = summary(all, &[(0.0, 0.0, 0.5), (0.0, 0.0, 0.5)]);
    let difference = WorldDifference { tier: 30, estimate: estimate(0.02, 0.005), probability_worse: 1.0 };
    let world = |id: &str, otherwise: &[&str]| WorldEntry {
        scenarios: vec![id.to_owned()],
        otherwise: otherwise.iter().map(|&words| words.to_owned()).collect(),
        differences: if id == "here" { Vec::new() } else { vec![difference] },
    };
    run.worlds = vec![
        world("here", &[]),
        world("there", &["a trigger"]),
        world("yonder", &["a trigger", "a threshold"]),
    ];
    let said: Vec<String> =
        under(&run, Head::Lead).into_iter().filter(|s| s.starts_with("In the world of")).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said[1].starts_with("In the world of \"THERE\" and 1 more (otherwise: a trigger) it is"),
        "{said:?}"
    );
}

#[test]
fn what_holds_critical_ones_open_is_told_with_what_would_move_it() {
    let mut one = scenario("a", 9e3, 0.03);
    let labels = [("money", 0.3), ("people", 0.7)];
    let labels = labels.map(|(label, probability)| Label { label: label.to_owned(), probability }).to_vec();
    one.binding = vec![BindingEntry {
        domain: "isr".to_owned(),
        open: 0.5,
        label: "people".to_owned(),
        probability: 0.7,
        labels,
        counterfactual: Binding::default(),
    }];
    let mut run = summary(vec![one], &[]);
    run.domains = vec![DomainInfo {
        id: "isr".to_owned(),
        title: "Surveillance".to_owned(),
        unit: "aircraft".to_owned(),
        enabler: true,
        critical: true,
        coverage_threshold: 0.8,
    }];
    let said = under(&run, Head::Closing).join(" ");
    assert!(
        said.ends_with(
            "What holds critical ones open early in 2035, and what would move them most: surveillance (open in 50 % of \
             runs) by people 70 % and money 30 %: more people to man the kit, and more money for orders."
        ),
        "{said}"
    );
    run.domains[0].critical = false;
    assert!(!under(&run, Head::Closing).join(" ").contains("critical ones"));
}

#[test]
fn a_heading_rounds_what_is_missing_as_the_tile_below_it() {
    let mut run = summary(vec![scenario("a", 50_000.0, 0.01)], &[]);
    let missing = run.scenarios[0].index.iter_mut().find(|i| i.arm == "counterfactual").expect("an index");
    (missing.estimate.mean, missing.estimate.se) = (0.0148, 0.0001);
    assert!(headline(&run).contains("a shortfall of 1.5 % that"), "{}", headline(&run));
}
