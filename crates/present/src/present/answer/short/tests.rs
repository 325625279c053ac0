//! The short answer of made-up summaries: how many lines, how wide, and what it says where a scenario could make it untrue.

use super::{LINES, WIDTH, lines, short};
use crate::{
    present::{
        View,
        answer::made_up::{contrast, estimate, scenario, summary},
        tables::short::short as table,
    },
    store::summary::{
        Aspect, ClosureEntry, Deepest, DomainInfo, Probability, ScenarioSummary, Summary, YearEntry,
    },
};

/// All lines of the answer, sentences and table, and how many are sentences.
fn said(run: &Summary) -> (Vec<String>, usize) {
    let mut all: Vec<String> = short(run).iter().flat_map(|paragraph| lines(paragraph)).collect();
    let sentences = all.len();
    all.extend(table(&View::of(run)).plain().lines().map(str::to_owned));
    (all, sentences)
}

/// The answer as one text, after it has been measured.
fn fits(run: &Summary) -> String {
    let (all, sentences) = said(run);
    assert!(sentences <= LINES, "{sentences} lines of sentences\n{}", all.join("\n"));
    for line in &all {
        assert!(line.chars().count() <= WIDTH, "{} columns: {line}", line.chars().count());
    }
    all.join("\n")
}

/// A scenario with much to tell.
fn full(id: &str, people: f64, added: f64) -> ScenarioSummary {
    let year = |year, attributable| YearEntry {
        year,
        counterfactual: 0.2,
        attributable,
        domains_closed: 3.0,
        domains_closed_without: 4.0,
    };
    let lost = |domain: &str, by: f64| Deepest {
        domain: domain.to_owned(),
        tier: 30,
        year: 2031,
        loss: estimate(by, 0.02),
        quarter: 20,
        quarter_loss: by,
    };
    ScenarioSummary {
        title: "A title as long as a title may be, with all that its author found worth saying about who leaves, when, \
                from where, how it was told and who then has to make do without them, which is a lot to say at once"
            .to_owned(),
        short_title: format!("{id}: a short title that is not as short as it"),
        years: vec![year(2031, 2.0 * added), year(2040, added)],
        deepest: vec![lost("sead", 0.18), lost("isr", 0.12), lost("nothing known of it", 0.1)],
        judgement: 266,
        parameters: 377,
        ..scenario(id, people, added)
    }
}

fn domains() -> Vec<DomainInfo> {
    let domain = |id: &str, title: &str| DomainInfo {
        id: id.to_owned(),
        title: title.to_owned(),
        unit: String::new(),
        enabler: false,
        critical: false,
        coverage_threshold: 0.8,
    };
    vec![
        domain("sead", "Suppression of air defences and electronic warfare"),
        domain("isr", "Intelligence and surveillance"),
    ]
}

#[test]
fn long_titles_and_many_scenarios_fit() {
    let many: Vec<ScenarioSummary> =
        (0..12).map(|i| full(&format!("s{i}"), 50_000.0, 0.06 - 0.008 * f64::from(i))).collect();
    // One step of each kind.
    let step = |i: usize| match i % 4 {
        0 => (0.008, 1e-4, 0.6),
        1 => (0.008, 1e-4, 0.9),
        2 => (0.008, 0.01, 0.9),
        _ => (0.008, 1e-4, 0.99),
    };
    let steps: Vec<(f64, f64, f64)> = (0..11).map(step).collect();
    for n in [1, 2, 3, 12] {
        let mut run = summary(many[..n].to_vec(), &steps[..n - 1]);
        run.domains = domains();
        if n > 2 {
            run.contrasts = vec![
                contrast(Aspect::Size, "s0", "s1", 0.03, 1e-4),
                contrast(Aspect::Enablers, "s0", "s2", 0.012, 1e-4),
            ];
        }
        let text = fits(&run);
        assert!(text.contains("suppression of air defences"), "{text}");
        assert!(!text.contains("sead"), "an id is no name\n{text}");
        run.replicates = 1;
        assert!(fits(&run).contains("only 1 run"));
    }
}

#[test]
fn every_mark_is_explained_in_one_line_and_only_those_that_occur() {
    let four: Vec<ScenarioSummary> =
        (0..5).map(|i| scenario(&format!("s{i}"), 50_000.0, 0.05 - 0.01 * f64::from(i))).collect();
    let steps = [(0.01, 1e-4, 0.6), (0.01, 1e-4, 0.9), (0.01, 0.01, 0.9), (0.0, 0.0, 0.5)];
    let text = fits(&summary(four.clone(), &steps));
    for row in [" 1| S0", " 2: S1", " 3? S2", " 4= S3", " 5  S4"] {
        assert!(text.contains(row), "{row}\n{text}");
    }
    let note = "  Next row worse? | over 25 of 100 runs, either way; : 5 to 25, probably not; ? too few runs; = same";
    assert!(text.lines().any(|line| line == note), "{text}");
    let sure = fits(&summary(four[..2].to_vec(), &[(0.01, 1e-4, 0.99)]));
    assert!(!sure.contains("Next row"), "{sure}");
}

#[test]
fn gains_keep_their_sign() {
    let text = fits(&summary(
        vec![scenario("worse", 50_000.0, 0.03), scenario("better", 20_000.0, -0.01)],
        &[(0.04, 1e-4, 0.99)],
    ));
    assert!(text.contains("Leaving changes that by -1.0 to +3.0 points"), "{text}");
    assert!(text.contains("least: \"BETTER\": -1.0 (-1.3 to -0.7)"), "{text}");
    assert!(text.contains("-1.0 (-1.3 to -0.7)"), "{text}");
    let off = fits(&summary(
        vec![scenario("less", 50_000.0, -0.01), scenario("more", 20_000.0, -0.03)],
        &[(0.02, 1e-4, 0.99)],
    ));
    assert!(off.contains("Leaving takes 1.0 to 3.0 points off"), "{off}");
    assert!(off.contains("most off: \"MORE\": -3.0"), "{off}");
}

#[test]
fn pledges_alone_are_not_people_who_leave() {
    let mut one = scenario("pledges", 0.0, 0.02);
    one.pledges_taken = estimate(0.18, 0.0);
    let text = fits(&summary(vec![one], &[]));
    assert!(text.contains("is missing if no pledge is taken back"), "{text}");
    assert!(!text.contains("leaves") && !text.contains("what left"), "{text}");
}

#[test]
fn what_changes_nothing_is_not_in_focus() {
    let run =
        summary(vec![scenario("few", 500.0, 0.0), scenario("off", 20_000.0, -0.02)], &[(0.02, 1e-4, 0.99)]);
    assert_eq!(View::of(&run).focus().map(|s| s.id.as_str()), Some("off"));
    let text = fits(&run);
    assert!(text.contains("takes up to 2.0 points off"), "{text}");
}

#[test]
fn what_matters_is_told_as_a_change_of_one_scenario() {
    let mut run = summary(
        vec![scenario("big", 50_000.0, 0.04), scenario("small", 20_000.0, 0.01)],
        &[(0.03, 1e-4, 0.99)],
    );
    run.contrasts = vec![
        contrast(Aspect::Size, "big", "small", 0.03, 1e-4),
        contrast(Aspect::Manner, "small", "big", -0.002, 1e-4),
    ];
    let text = fits(&run).replace("\n  ", " ");
    assert!(text.contains("Of the 4.0 points of \"BIG\", 20,000 leaving instead takes 3.0 off"), "{text}");
}

#[test]
fn wide_numbers_leave_less_room_for_names() {
    let mut off = full("off", 20_000.0, -0.02);
    off.deepest.iter_mut().for_each(|d| d.year = 2033);
    let mut run = summary(vec![full("much", 50_000.0, 0.03), off], &[(0.05, 1e-4, 0.9)]);
    run.domains = domains();
    for one in &mut run.scenarios {
        one.bill = estimate(123_456.0, 1.0);
        one.pledges_taken = estimate(0.2, 0.0);
    }
    assert!(fits(&run).contains("nothing"));
}

#[test]
fn a_capability_that_was_named_does_not_change_only_if_no_run_changes_it() {
    for (mean, half, says) in [
        (0.0, 0.0, "Sead does not change under"),
        (0.0004, 0.0, "Sead changes by less than 0.05 points on average under"),
        (0.0, 0.03, "Sead changes by less than 0.05 points on average under"),
        (0.0006, 0.0, "Sead loses most in 2031, 0.1 points"),
    ] {
        let mut one = full("one", 20_000.0, 0.02);
        one.deepest.iter_mut().for_each(|d| d.loss = estimate(mean, half));
        one.closure = vec![ClosureEntry {
            domain: "sead".to_owned(),
            year: one.binding_year,
            scenario: Default::default(),
            counterfactual: Default::default(),
        }];
        let mut run = summary(vec![one], &[]);
        run.turned_to.domains = vec!["sead".to_owned()];
        run.domains =
            vec![DomainInfo { id: "sead".to_owned(), title: "Sead".to_owned(), ..domains()[0].clone() }];
        let text = short(&run).iter().flat_map(|paragraph| lines(paragraph)).collect::<Vec<_>>().join(" ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(says), "{mean} {half}: {text}");
    }
}

#[test]
fn a_named_capability_is_closed_by_the_year_of_the_answer_and_not_by_the_first() {
    let mut run = summary(vec![full("much", 50_000.0, 0.03)], &[]);
    run.domains = domains();
    run.turned_to.domains = vec!["isr".to_owned()];
    let closed = |year, probability| {
        let of = Probability { probability, lower: probability, upper: probability };
        ClosureEntry { domain: "isr".to_owned(), year, scenario: of, counterfactual: of }
    };
    run.scenarios[0].closure = vec![closed(2026, 0.01), closed(2035, 0.62), closed(2040, 0.9)];
    let said = fits(&run).replace("\n  ", " ");
    assert!(said.contains("closed by the end of 2035 in 62 %"), "{said}");
}
