//! What is said of an answer: small real ones, and the same with some numbers changed.

use std::{path::Path, process::Command};

use super::{asked, few};
use drawdown::{
    present::{invest::everything, tables::invest::tables},
    store::{
        invest::{InvestSummary, ItemLater, Objective},
        required::MeanError,
    },
    study::Investing,
};

fn small(stems: &[&str], budget: f64, options: &[&str], bounds: [&[(&str, f64)]; 2]) -> InvestSummary {
    let [at_least, at_most] =
        bounds.map(|list| list.iter().map(|(id, bn)| ((*id).to_owned(), *bn)).collect::<Vec<_>>());
    let options = few(options);
    let budgets = vec![budget];
    let asked_for =
        Investing { budgets, step: Some(10.0), options, at_least, at_most, ..Investing::default() };
    asked(stems, 64, 2, &asked_for)
}

fn text(found: &InvestSummary) -> String {
    everything(found).join("\n")
}

fn shown(mean: f64) -> MeanError {
    MeanError { mean, se: Some(0.00001) }
}

const UNSURE: MeanError = MeanError { mean: 0.003, se: Some(0.1) };

#[test]
fn bounds_are_said_and_what_must_be_bought_is_no_finding() {
    let two = ["orderly-20k", "orderly-50k"];
    let found = small(&two, 40.0, &["c2", "isr", "people", "readiness"], [&[("c2", 10.0)], &[]]);
    let said = text(&found);
    assert!(said.contains("at least $10 bn for command and control"), "{said}");
    assert!(said.contains("money for ") && said.contains(" alone"), "{said}");
    for item in &found.no_regret {
        let at = found.options.iter().position(|option| option.id == item.option).expect("an option");
        let own = found.scenarios.iter().map(|s| s.own[0].amounts[at] - found.options[at].at_least);
        assert_eq!(item.within, own.clone().filter(|&amount| amount > 0.0).count(), "{item:?}");
        assert_eq!(item.least, own.fold(f64::INFINITY, f64::min), "{item:?}");
    }
    let line = said.lines().find(|line| line.contains("whichever comes")).expect("something in both");
    assert!(line.contains("of $30 bn free to choose go to the same items"), "{line}");
    assert!(!line.contains("command and control 10"), "{line}");
}

#[test]
fn what_may_not_be_bought_is_not_advised_and_takes_no_more() {
    let found = small(&["orderly-50k"], 20.0, &["isr"], [&[], &[("isr", 0.0)]]);
    let said = text(&found);
    assert!(!said.contains("Buy ") && said.contains("no money for any option"), "{said}");
    assert!(found.scenarios[0].next.is_empty());
    assert!(said.contains("$20 bn stay unspent: no option may be bought"), "{said}");
    let found = small(&["orderly-50k"], 20.0, &["isr", "people"], [&[], &[("people", 10.0), ("isr", 20.0)]]);
    let said = text(&found);
    assert!(said.contains("at most $10 bn for people") && said.contains("at most $20 bn for surveillance"));
    let step = found.path.last().expect("a budget");
    for next in &found.scenarios[0].next {
        let at = found.options.iter().position(|option| option.id == next.option).expect("an option");
        assert!(!found.options[at].is_full(step.amounts[at]), "{next:?}");
    }
    // A bound that is the whole budget is one, too: nothing is said of what lies beyond.
    let full = small(&["orderly-50k"], 20.0, &["people"], [&[], &[("people", 20.0)]]);
    assert!(full.scenarios[0].next.is_empty() || full.path[2].amounts[0] < 20.0);
    assert!(text(&full).contains("no option may take more"), "{}", text(&full));
}

#[test]
fn money_stays_unspent_for_a_reason_that_is_so() {
    let mut found = small(&["orderly-50k"], 20.0, &["isr", "people"], [&[], &[]]);
    found.left_out.clear();
    found.path.last_mut().expect("a budget").amounts = vec![10.0, 0.0];
    assert!(text(&found).contains("$10 bn stay unspent: nothing more would help"), "{}", text(&found));
    found.options[0].at_most = Some(10.0);
    // Of what is full no more may be bought; the others are passed over because they do not help.
    let said = text(&found);
    assert!(
        said.contains("unspent: no more may go into surveillance, and nothing else would help"),
        "{said}"
    );
    found.options[1].at_most = Some(0.0);
    assert!(text(&found).contains("unspent: no more may go into surveillance;"), "{}", text(&found));
    found.options[0].at_most = Some(0.0);
    assert!(text(&found).contains("unspent: no option may be bought"), "{}", text(&found));
}

#[test]
fn sentences_begin_with_capitals() {
    let found = small(&["orderly-50k"], 20.0, &["isr", "people"], [&[("isr", 10.0)], &[]]);
    for sentence in everything(&found) {
        assert!(!sentence.starts_with(char::is_lowercase), "{sentence}");
    }
}

#[test]
fn waiting_costs_brings_or_does_not_show() {
    let mut found = small(&["orderly-50k"], 20.0, &["isr", "people"], [&[], &[]]);
    let [one, two] = &mut found.scenarios[0].timing[..] else { panic!("two years") };
    (one.lost, two.lost) = (UNSURE, shown(-0.004));
    let said = text(&found);
    assert!(
        said.contains(
            "1 year later neither more nor less by an amount that shows, 2 years later 0.40 points more"
        ),
        "{said}"
    );
    let mut found = small(&["orderly-50k", "orderly-20k"], 20.0, &["isr", "people"], [&[], &[]]);
    for (scenario, lost) in found.scenarios.iter_mut().zip([shown(-0.004), shown(-0.002)]) {
        scenario.timing.iter_mut().for_each(|timing| timing.lost = lost);
    }
    assert!(text(&found).contains("1 year later 0.30 points more on average"), "{}", text(&found));
    found.scenarios[0].timing[0].lost = shown(0.004);
    assert!(text(&found).contains("less in 1 of 2 scenarios, more in 1"), "{}", text(&found));
}

#[test]
fn what_gains_by_waiting_is_named_where_the_whole_gains() {
    let mut found = small(&["orderly-50k"], 20.0, &["isr", "people"], [&[], &[]]);
    let scenario = &found.scenarios[0];
    let bought = found.path.last().expect("a budget").amounts.iter().filter(|amount| **amount > 0.0).count();
    assert!(bought > 0 && scenario.timing.iter().all(|timing| timing.items.len() == bought));
    // An item that is all of a programme loses what the programme loses.
    let alone = small(&["orderly-50k"], 20.0, &["people"], [&[], &[]]);
    for timing in &alone.scenarios[0].timing {
        assert_eq!((timing.closed, timing.lost), (timing.items[0].closed, timing.items[0].lost));
    }
    let item = |option: &str, lost| ItemLater { option: option.to_owned(), closed: shown(0.01), lost };
    let timing = &mut found.scenarios[0].timing[0];
    timing.lost = shown(-0.004);
    timing.items = vec![item("people", shown(-0.003)), item("isr", UNSURE)];
    let said = text(&found);
    assert!(
        said.contains("Of its items alone these close more 1 year later, in points: people 0.30."),
        "{said}"
    );
    found.scenarios[0].timing[0].lost = shown(0.004);
    assert!(!text(&found).contains("Of its items alone"), "{}", text(&found));
}

#[test]
fn what_a_policy_is_worth_lies_between_two_steps() {
    let mut found = small(&["media-learned-50k-pacific"], 20.0, &["isr", "people"], [&[], &[]]);
    for policy in &found.scenarios[0].policies {
        let Some(worth) = policy.worth else { continue };
        let at = found.step_of(worth).expect("a step");
        let closed = |at: usize| found.scenarios[0].path[at].closed.mean;
        assert!(closed(at) >= policy.closed.mean && closed(at - 1) < policy.closed.mean, "{policy:?}");
    }
    let policy = &mut found.scenarios[0].policies[0];
    (policy.worth, policy.closed.mean, policy.closed.se) = (Some(20.0), 0.01, Some(0.0001));
    assert!(text(&found).contains(" closes 1.0 (worth $10 to 20 bn)"), "{}", text(&found));
    let all: String = tables(&found).iter().map(|table| table.markdown()).collect();
    assert!(all.contains("worth $10 to 20 bn"), "{all}");
    found.scenarios[0].policies[0].worth = Some(10.0);
    assert!(text(&found).contains(" closes 1.0 (worth up to $10 bn)"), "{}", text(&found));
}

#[test]
fn only_what_shows_is_said() {
    let mut found = small(&["orderly-50k"], 20.0, &["isr", "c2", "people"], [&[], &[]]);
    let marginal = &mut found.scenarios[0].marginal;
    // The largest is not known; the second is not what to buy first, but it is not nothing.
    for (marginal, (mean, se)) in marginal.iter_mut().zip([(0.01, 0.1), (0.004, 0.0001), (0.001, 0.0001)]) {
        (marginal.first.mean, marginal.first.se, marginal.takes_crews) = (mean, Some(se), false);
    }
    let said = text(&found);
    assert!(
        !said.contains("Buy ") && said.contains("Of what shows, the first $10 bn close most in"),
        "{said}"
    );
    assert!(
        said.contains("0.40 points; what they close in ") && said.contains("is not known well enough"),
        "{said}"
    );
    found.scenarios[0].marginal.iter_mut().for_each(|marginal| marginal.first.se = Some(0.1));
    assert!(text(&found).contains("No option's first $10 bn close anything that shows."), "{}", text(&found));
    // Harm that is written as 0.00 is none.
    let harm = &mut found.scenarios[0].marginal[1];
    (harm.first.mean, harm.first.se, harm.takes_crews) = (-0.00002, Some(0.000001), true);
    assert!(!text(&found).contains("makes the whole worse"), "{}", text(&found));
    found.scenarios[0].marginal[1].first.mean = -0.0004;
    assert!(text(&found).contains("makes the whole worse"), "{}", text(&found));
    // Chance of the choice, by the same rule.
    for (optimism, says) in [
        (UNSURE, "differs by no more than chance"),
        (shown(0.003), "0.30 points of what seemed gained were chance"),
        (shown(-0.003), "there it gains 0.30 points more"),
    ] {
        found.path.last_mut().expect("a budget").optimism = Some(optimism);
        assert!(text(&found).contains(says), "{}", text(&found));
    }
}

#[test]
fn a_regret_that_shows_is_not_hidden_by_one_that_does_not() {
    let mut found = small(&["orderly-50k", "orderly-20k"], 20.0, &["isr", "people"], [&[], &[]]);
    found.scenarios[0].own[0].regret = UNSURE;
    found.scenarios[1].own[0].regret = shown(0.002);
    let said = text(&found);
    let title = found.scenarios[1].title.clone();
    // It is not the most: the other may cost more.
    let says = format!(
        "Against each scenario's own best choice it costs most, of what shows, in \"{title}\": 0.20 points."
    );
    assert!(said.contains(&says), "{said}");
    found.scenarios[0].own[0].regret = shown(0.001);
    let says = format!("own best choice it costs most in \"{title}\": 0.20 points.");
    assert!(text(&found).contains(&says), "{}", text(&found));
}

#[test]
fn what_the_next_step_closes_is_not_hidden_by_what_is_not_known() {
    let mut found = small(&["orderly-50k"], 20.0, &["isr", "people"], [&[], &[]]);
    let next = &mut found.scenarios[0].next;
    assert_eq!(next.len(), 2);
    (next[0].closed, next[1].closed) = (UNSURE, shown(0.002));
    let said = text(&found);
    assert!(said.contains("the next $10 bn closes 0.20 points (people), the most that shows"), "{said}");
    found.scenarios[0].next[0].closed = shown(0.001);
    assert!(text(&found).contains("closes 0.20 points at best (people)"), "{}", text(&found));
    found.scenarios[0].next.iter_mut().for_each(|next| next.closed = UNSURE);
    assert!(text(&found).contains("closes nothing that shows"), "{}", text(&found));
}

#[test]
fn chance_of_a_regret_is_told_as_a_regret() {
    let two = ["orderly-50k", "orderly-20k"];
    let of = |stems: &[&str]| {
        let asked_for = Investing {
            budgets: vec![20.0],
            step: Some(10.0),
            options: few(&["isr", "people"]),
            objective: Objective::Regret,
            ..Investing::default()
        };
        asked(stems, 64, 2, &asked_for)
    };
    let mut found = of(&two);
    for (optimism, says) in [
        (UNSURE, "the largest regret there differs by no more than chance"),
        (shown(0.003), "there the largest regret is 0.30 points more"),
        (shown(-0.003), "there the largest regret is 0.30 points less"),
    ] {
        found.path.last_mut().expect("a budget").optimism = Some(optimism);
        let said = text(&found);
        assert!(
            said.contains(says) && !said.contains("seemed gained") && !said.contains("there it gains"),
            "{said}"
        );
    }
    // One regrets nothing, and nothing is said of it.
    let alone = text(&of(&two[..1]));
    assert!(alone.contains("valued on as many others. Prices"), "{alone}");
}

#[test]
fn several_and_the_worst_tenth_have_their_numbers() {
    let asked_for = Investing {
        budgets: vec![10.0, 20.0],
        step: Some(10.0),
        options: few(&["isr", "people", "readiness"]),
        objective: Objective::Cvar,
        ..Investing::default()
    };
    for stems in [&["orderly-50k"][..], &["orderly-50k", "orderly-20k"]] {
        let found = asked(stems, 64, 2, &asked_for);
        let said = text(&found);
        assert!(said.contains("In the worst tenth of runs ") && said.contains("if nobody leaves"), "{said}");
        for part in ["With less, in points closed", "Beyond $20 bn", "Policies, without new money"] {
            assert!(said.contains(part), "{part}: {said}");
        }
        let titles: Vec<String> = tables(&found).iter().map(|table| table.plain()).collect();
        for title in [
            "What is left in the worst tenth of runs",
            "What the next $10 bn close",
            "What more money in one option alone closes",
            "Policy: ",
        ] {
            assert!(titles.iter().any(|table| table.contains(title)), "{title}");
        }
    }
}

fn drawdown(here: &Path, arguments: &str) -> (Option<i32>, String) {
    let program = env!("CARGO_BIN_EXE_drawdown");
    let done = Command::new(program).current_dir(here).args(arguments.split_whitespace()).output();
    let done = done.expect("the program starts");
    (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
}

/// A change to an answer.
type Edit = fn(&mut InvestSummary);

#[test]
fn an_edited_answer_is_refused_with_its_place() {
    let place = tempfile::tempdir().expect("a folder");
    let here = place.path();
    let asked = "invest orderly-20k -n 60 --budget 10 --step 10 --options isr,people --no-figures --no-report --quiet";
    assert_eq!(drawdown(here, &format!("{asked} --output one")).0, Some(0));
    let file = here.join("one/invest.json");
    let whole = std::fs::read_to_string(&file).expect("an answer");
    let found: InvestSummary = serde_json::from_str(&whole).expect("JSON");
    assert_eq!(found.check(), Ok(()));
    // What was asked for is kept, not what it was rounded to.
    let manifest = std::fs::read_to_string(here.join("one/manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    assert_eq!(manifest["replicates_asked"], 60);
    assert_eq!(manifest["replicates"], found.replicates);
    assert!(found.replicates > 60);
    let edits: [(Edit, &str); 17] = [
        (|s| s.left_out[0].id = s.options[0].id.clone(), "options["),
        (|s| s.left_out[0].at_least = -1.0, "left_out[0].at_least: "),
        (|s| s.no_regret[0].least = -1.0, "no_regret[0].least: "),
        (
            |s| s.scenarios[0].own[0].exchanges[0].instead = Some("nothing".to_owned()),
            "scenarios[0].own[0].exchanges[0].option: ",
        ),
        (
            |s| s.scenarios[0].timing[0].items[0].option = "nothing".to_owned(),
            "scenarios[0].timing[0].items[0]",
        ),
        (|s| s.scenarios[0].timing[1].years = 1, "scenarios[0].timing[1]: "),
        (|s| s.scenarios[0].policies[0].worth = Some(7.0), "scenarios[0].policies[0].worth: "),
        (|s| drop(s.scenarios[0].marginal.pop()), "scenarios[0].marginal: "),
        (|s| s.path[1].amounts.push(1.0), "path[1].amounts: "),
        (|s| s.path[0].amounts.truncate(1), "path[0].amounts: "),
        (|s| s.scenarios[0].own[0].amounts.clear(), "scenarios[0].own[0].amounts: "),
        (|s| s.fresh_failed_replicates = s.replicates + 1, "fresh_failed_replicates: "),
        (|s| s.budgets.clear(), "budgets: "),
        (|s| s.budgets.push(70.0), "budgets[1]"),
        (|s| s.no_regret[0].option = "nothing".to_owned(), "no_regret[0].option: "),
        (|s| s.scenarios[0].path.truncate(1), "scenarios[0].path: "),
        (|s| s.scenarios.clear(), "scenarios: "),
    ];
    for (edit, says) in edits {
        let mut edited = found.clone();
        edit(&mut edited);
        let why = edited.check().expect_err(says);
        assert!(why.starts_with(says), "{why}");
        std::fs::write(&file, serde_json::to_string(&edited).expect("JSON")).expect("written");
        let (code, said) = drawdown(here, "report one --output again.html");
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(says) && said.contains("invest.json") && !said.contains("panicked"), "{said}");
    }
}
