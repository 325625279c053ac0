//! Required spending: the levels that `drawdown require` finds.

use std::{collections::BTreeMap, fs, path::Path, process::Command, sync::atomic::AtomicBool};

use drawdown::{
    analysis::{estimates::Run, required::summary},
    engine::{
        drive::Pass,
        plan::Plan,
        required::{Found, Question, required},
        run::{Options, run},
        slot::Slot,
        spending::{LEVELS, level},
    },
    model::cells::Outcome,
    scenario::{self, Scenario},
    store::required::{RequiredSummary, RequiredTarget, State},
};

/// Scenarios, what was asked about them (D+30, 2035) and what was found.
struct Asked {
    scenarios: Vec<Scenario>,
    plan: Plan,
    question: Question,
    found: Found,
}

impl Asked {
    fn new(stem: &str, domains: &[&str], sets: &[String], replicates: u64, threads: usize) -> Self {
        let scenarios = scenario::load(&[stem.into()], sets).unwrap_or_else(|found| panic!("{found}"));
        let plan = Plan::new(&scenarios, 1).expect("a plan");
        let position = |id: &&str| plan.layout.domains.iter().position(|d| d == id).expect("a domain");
        let question = Question { domains: domains.iter().map(position).collect(), tier: 1, year: 9 };
        let stop = AtomicBool::new(false);
        let pass = Pass { replicates, threads, stop: &stop, progress: &|_| {} };
        let found = required(&plan, &question, &pass).expect("levels");
        assert_eq!((found.replicates, found.failed), (replicates, 0));
        Self { scenarios, plan, question, found }
    }

    fn summary(&self, probability: f64) -> RequiredSummary {
        let asked = vec![(0..self.question.domains.len()).collect()];
        summary(&self.scenarios, &self.plan, &self.question, &asked, probability, &self.found)
    }

    fn targets(&self, probability: f64) -> Vec<RequiredTarget> {
        self.summary(probability).scenarios.remove(0).targets
    }
}

fn sets(sets: &[&str]) -> Vec<String> {
    sets.iter().map(|&set| set.to_owned()).collect()
}

/// A domain with next to no requirement.
fn tiny(domain: &str) -> Vec<String> {
    [10, 30, 180].map(|tier| format!("required[{domain},{tier}]=0.001")).to_vec()
}

#[test]
fn a_level_is_a_run_in_which_every_ally_pledges_it_and_keeps_its_word() {
    let domains = ["long_range_fires", "deep_strike", "air_missile_defence", "munitions"];
    let plan_of = |sets: &[String]| {
        let scenarios = scenario::load(&["media-learned-50k".into()], sets).unwrap_or_else(|e| panic!("{e}"));
        let plan = Plan::new(&scenarios, 1).expect("a plan");
        (scenarios, plan)
    };
    let (scenarios, _) = plan_of(&[]);
    let asked = Asked::new("media-learned-50k", &domains, &[], 200, 2);
    let targets = asked.targets(0.8);
    assert_eq!(targets.len(), domains.len() + 1);
    let mut between = 0;
    for number in [0, 13, 27, LEVELS - 1] {
        let mut sets = sets(&["reaction=0", "surprise_reaction=0", "shock_rise[*]=0"]);
        for ally in &scenarios[0].allies {
            let address = scenario::address::Address::one(scenario::names::Name::ShareNow, &ally.id);
            let share = scenarios[0].constant(&address).expect("a constant");
            sets.push(format!("attainment[{}]=1", ally.id));
            sets.push(format!("pledge[{}]={:?}", ally.id, level(number).max(share)));
        }
        let (scenarios, plan) = plan_of(&sets);
        let stop = AtomicBool::new(false);
        let options = Options {
            pass: Pass { replicates: 200, threads: 2, stop: &stop, progress: &|_| {} },
            looks: None,
            keep: None,
        };
        let results = run(&plan, &options).expect("results");
        let found = Run { scenarios: &scenarios, plan: &plan, results: &results };
        for (i, &d) in asked.question.domains.iter().enumerate() {
            let cell = (asked.question.year * plan.layout.domains.len() + d) * 3 + asked.question.tier;
            for (arm, slot) in
                [(&targets[i].scenario, Slot::Scenario), (&targets[i].counterfactual, Slot::Counterfactual)]
            {
                let probability = found.mean(0, Outcome::ClosedBy, slot, cell);
                let ours = arm.curve[number].probability;
                assert!((ours - probability).abs() < 1e-12, "{} {number}: {ours} {probability}", domains[i]);
                between += u32::from(ours > 0.0 && ours < 1.0);
            }
        }
    }
    assert!(between > 5, "{between}");
    // All together are closed where each is.
    for number in 0..LEVELS {
        let one = |target: &RequiredTarget| target.scenario.curve[number].probability;
        let least = targets[..domains.len()].iter().map(one).fold(1.0, f64::min);
        assert!(one(&targets[domains.len()]) <= least);
    }
}

#[test]
fn with_people_for_all_more_money_never_closes_less() {
    let asked = Asked::new(
        "media-learned-50k",
        &["air_missile_defence", "long_range_fires"],
        &sets(&["recruit_rate=0.5", "upkeep[*]=0", "readiness_gain=0"]),
        300,
        2,
    );
    let mut levels = 0;
    for words in asked.found.scenarios[0].by_level.iter().chain(&asked.found.worlds[0].by_level) {
        for &word in words {
            // Closed from a level on: ones from there, none below. Without upkeep and with readiness that money does not
            // buy: what is ready in a good year is not ordered, and may be missed in a bad one.
            assert!(
                word == 0
                    || word >> word.trailing_zeros() == (1 << (LEVELS as u32 - word.trailing_zeros())) - 1
            );
            levels += u32::from(word != 0 && word.trailing_zeros() > 0);
        }
    }
    assert!(levels > 20, "{levels} replicates that money closes");
    for target in asked.targets(0.3) {
        assert_eq!((target.scenario.largest_fall, target.scenario.falls_at), (0.0, None), "{}", target.title);
    }
}

#[test]
fn intervals_hold_their_estimates_and_money_adds_up() {
    let asked = Asked::new(
        "orderly-20k",
        &["air_missile_defence", "long_range_fires", "deep_strike", "c2"],
        &[],
        400,
        2,
    );
    let mut reached = 0;
    for probability in [0.2, 0.4, 0.6, 0.8] {
        for target in asked.targets(probability) {
            for arm in [&target.scenario, &target.counterfactual] {
                // That no level does it is above every level.
                let rank = |level: Option<f64>| level.unwrap_or(f64::INFINITY);
                assert!(rank(arm.lower) <= rank(arm.level) && rank(arm.level) <= rank(arm.upper), "{arm:?}");
                assert!((arm.reachable > 0.0) || arm.level.is_none());
            }
            if let Some(more) = &target.attributable {
                assert!(more.lower.is_none_or(|lower| lower <= more.points), "{more:?}");
                assert!(more.upper.is_none_or(|upper| more.points <= upper), "{more:?}");
            }
            let Some(level) = target.scenario.level else {
                assert!(target.money.is_empty());
                continue;
            };
            reached += 1;
            let (all, allies) = target.money.split_last().expect("allies");
            let sum = |what: &dyn Fn(&drawdown::store::required::RequiredMoney) -> f64| {
                allies.iter().map(what).sum::<f64>()
            };
            assert!((sum(&|ally| ally.required.mean) - all.required.mean).abs() < 1e-9 * all.required.mean);
            assert!((sum(&|ally| ally.above_now.mean) - all.above_now.mean).abs() < 1e-9 * all.required.mean);
            assert!((all.required.mean - all.now.mean - all.above_now.mean).abs() < 1e-9 * all.required.mean);
            for ally in allies {
                assert!((ally.share_required - level.max(ally.share_now)).abs() < 1e-9, "{ally:?}");
            }
            assert!(all.share_required >= level - 1e-9);
        }
    }
    assert!(reached >= 4, "{reached}");
}

#[test]
fn a_tiny_requirement_takes_at_most_the_lowest_level() {
    let asked = Asked::new("orderly-20k", &["munitions"], &tiny("munitions"), 64, 1);
    let target = &asked.targets(0.9)[0];
    assert_eq!((target.scenario.state, target.scenario.level), (State::AtMost, Some(2.0)));
    assert_eq!((target.scenario.lower, target.scenario.upper), (Some(2.0), Some(2.0)));
    assert!(target.scenario.binding.is_empty() && target.attributable.is_none());
    assert!(!target.money.is_empty());
}

#[test]
fn without_capacity_no_money_helps_and_industry_is_what_binds() {
    let sets = sets(&["capacity[air_missile_defence]=0", "on_order[air_missile_defence]=0"]);
    let asked = Asked::new("orderly-20k", &["air_missile_defence"], &sets, 128, 2);
    for arm in [&asked.targets(0.5)[0].scenario, &asked.targets(0.5)[0].counterfactual] {
        assert_eq!((arm.state, arm.level, arm.upper), (State::Unreachable, None, None));
        assert_eq!(arm.binding[0].label, "industry", "{:?}", arm.binding);
        assert!(arm.binding[0].probability > 0.5, "{:?}", arm.binding);
        let all: f64 = arm.binding.iter().map(|label| label.probability).sum();
        assert!((all - 1.0).abs() < 1e-12);
    }
    // The same domain with its industry is closed more often at the same money.
    let with = &Asked::new("orderly-20k", &["air_missile_defence"], &[], 128, 2).targets(0.5)[0].scenario;
    assert!(with.at_highest.probability > asked.targets(0.5)[0].scenario.at_highest.probability);
}

#[test]
fn what_is_found_does_not_depend_on_threads_and_the_longer_begins_with_the_shorter() {
    let of = |replicates, threads| {
        Asked::new("uncertain-20k-50k", &["air_missile_defence", "isr"], &[], replicates, threads).found
    };
    let one = of(200, 1);
    assert_eq!(one, of(200, 2));
    assert_eq!(one, of(200, 3));
    let longer = of(264, 2);
    for (short, long) in one.scenarios.iter().zip(&longer.scenarios) {
        for (short, long) in short.by_level.iter().zip(&long.by_level) {
            assert_eq!(short[..], long[..200]);
        }
    }
}

/// Files of a folder: name and bytes, but for the manifest.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries =
        |dir: &Path| fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path());
    let all = entries(folder).filter(|path| path.is_file()).chain(entries(&folder.join("tables")));
    all.map(|path| {
        (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read(&path).expect("a file"))
    })
    .filter(|(name, _)| name != "manifest.json")
    .collect()
}

fn require(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .arg("require")
        .args(arguments)
        .output()
        .expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

#[test]
fn folders_have_the_same_bytes_for_any_number_of_threads() {
    let place = tempfile::tempdir().expect("a folder");
    let of = |threads: &str| {
        let folder = place.path().join(threads);
        let (code, answer, said) = require(&[
            "orderly-20k",
            "no-drawdown",
            "--domain=isr,air_missile_defence",
            "--probability=0.3",
            "-n130",
            "--threads",
            threads,
            "--output",
            folder.to_str().expect("UTF-8"),
        ]);
        assert_eq!(code, 0, "{said}");
        assert!(answer.contains("Required spending"), "{answer}");
        (answer, files(&folder))
    };
    let one = of("1");
    assert_eq!(
        one.1.keys().collect::<Vec<_>>(),
        [
            "briefing.md",
            "report.html",
            "required.csv",
            "required.json",
            "required_allies.csv",
            "required_curve.csv"
        ]
    );
    assert!(one == of("2") && one == of("3"));
    // Without a drawdown both arms are the same.
    let json: RequiredSummary = serde_json::from_slice(&one.1["required.json"]).expect("required.json");
    for target in &json.scenarios[1].targets {
        assert_eq!(target.scenario, target.counterfactual);
    }
}

#[test]
fn wrong_questions_are_refused_before_anything_is_done() {
    let place = tempfile::tempdir().expect("a folder");
    let target = place.path().join("out");
    for (wrong, said) in [
        ("--domain=air_misile_defence", "air_missile_defence"),
        ("--domain=air", "have that in their names"),
        ("--year=2025", "2026 to 2040"),
        ("--year=2041", "2026 to 2040"),
        ("--tier=60", "allowed: 10, 30, 180"),
        ("--probability=0", "between 0 and 1"),
        ("--probability=1", "between 0 and 1"),
        ("--probability=NaN", "between 0 and 1"),
        ("--set=pledgee=3", "did you mean `pledge`?"),
    ] {
        let (code, answer, error) =
            require(&["orderly-20k", wrong, "--output", target.to_str().expect("UTF-8")]);
        assert_eq!((code, answer.as_str()), (2, ""), "{wrong}: {error}");
        assert!(error.contains(said), "{wrong}: {error}");
        assert!(!target.exists(), "{wrong}");
    }
}
