//! What to buy first: `drawdown invest` and the values under it.

mod choice;
mod said;
mod traced;

use std::{process::Command, sync::atomic::AtomicBool};

use drawdown::{
    engine::{
        drive::Pass,
        invest::{Found, MOST, Question, Trial, tried},
        plan::Plan,
    },
    invest::options::{Trials, When, all},
    present::{
        invest::{LINES, lines},
        table::WIDTH,
    },
    sampling::{design::Design, keyed::Stream},
    scenario::{self, Scenario},
    store::invest::{InvestSummary, Objective, OptionKind},
    study::{Arm, Investing, Outcome, Study},
};
use rand_distr::{Distribution, Gamma};

fn load(stems: &[&str], seed: u64, design: Design) -> (Vec<Scenario>, Plan) {
    let files: Vec<_> = stems.iter().map(|&stem| stem.into()).collect();
    let scenarios = scenario::load(&files, &[]).unwrap_or_else(|found| panic!("{found}"));
    let plan = Plan::with_design(&scenarios, seed, design).expect("a plan");
    (scenarios, plan)
}

fn values(plan: &Plan, trials: &[Trial], replicates: u64) -> Found {
    let stop = AtomicBool::new(false);
    let scenarios: Vec<usize> = (0..plan.scenarios.len()).collect();
    let question = Question { trials, scenarios: &scenarios, tier: 1 };
    tried(plan, question, &Pass { replicates, threads: 2, stop: &stop, progress: &|_| {} }).expect("values")
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// By programme (bn in all by option, 2026 to 2030), scenario and replicate: the index, on the draws of a choice.
fn by_replicate(
    stems: &[&str],
    options: &[&str],
    replicates: u64,
    programmes: &[Vec<f64>],
) -> Vec<Vec<Vec<f64>>> {
    let (scenarios, plan) = load(stems, 1, Design::MonteCarlo);
    let mut choices = all(&scenarios, &plan.layout);
    choices.retain(|choice| match options.is_empty() {
        true => choice.kind != OptionKind::Pool,
        false => options.contains(&choice.id.as_str()),
    });
    let trials = Trials::new(&plan, &choices, When::new([2026, 2030], plan.layout.start_year, 0));
    let trials: Vec<Trial> = programmes.iter().map(|programme| trials.programme(programme)).collect();
    values(&plan, &trials, replicates).index
}

/// The same as means over replicates, by programme and scenario.
fn means(stems: &[&str], options: &[&str], replicates: u64, programmes: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let by_trial = |found: &Vec<Vec<f64>>| found.iter().map(|values| mean(values)).collect();
    by_replicate(stems, options, replicates, programmes).iter().map(by_trial).collect()
}

fn asked(stems: &[&str], replicates: u64, threads: usize, asked: &Investing) -> InvestSummary {
    let study = stems.iter().fold(Study::new(), |study, stem| study.scenario(stem));
    let study = study.design(Design::MonteCarlo);
    let planned = study.replicates(replicates).threads(threads).plan().expect("a plan");
    planned.invest(asked).unwrap_or_else(|error| panic!("{error}")).found
}

fn few(options: &[&str]) -> Vec<String> {
    options.iter().map(|&option| option.to_owned()).collect()
}

#[test]
fn a_programme_is_worth_what_a_run_with_it_says_to_the_last_bit() {
    let sets = [
        ("invest_kit[isr]", 1.5),
        ("invest_kit[c2]", 0.25),
        ("invest_readiness", 0.7),
        ("invest_people", 2.0),
        ("invest_pool", 3.0),
        ("invest_start", 0.0),
        ("invest_duration", 20.0),
    ];
    for (seed, stem) in [(1, "media-learned-50k-pacific"), (2, "orderly-50k"), (3, "no-drawdown")] {
        let (scenarios, plan) = load(&[stem], seed, Design::MonteCarlo);
        let choices = all(&scenarios, &plan.layout);
        let trials = Trials::new(&plan, &choices, When::new([2026, 2030], plan.layout.start_year, 0));
        let amount = |id: &str| match id {
            "isr" => 7.5,
            "c2" => 1.25,
            "readiness" => 3.5,
            "people" => 10.0,
            "pool" => 15.0,
            _ => 0.0,
        };
        let amounts: Vec<f64> = choices.iter().map(|choice| amount(&choice.id)).collect();
        let found = values(&plan, &[trials.programme(&amounts), trials.counterfactual()], 1);
        let study =
            sets.iter().fold(Study::new().scenario(stem), |study, (name, value)| study.set(name, *value));
        let run = study.design(Design::MonteCarlo).replicates(1).seed(seed).run().expect("a run");
        let of = |arm: Arm| {
            let query = run.scenario(stem).expect("it").estimate(Outcome::IndexHeadline).arm(arm);
            query.tier(30).get().expect("an index").mean
        };
        assert_eq!(found.index[0][0][0], of(Arm::Scenario), "{stem}");
        // Without the programme the counterfactual is another.
        assert!(found.index[1][0][0] > of(Arm::Counterfactual), "{stem}");
    }
}

#[test]
fn the_best_of_three_options_and_ten_steps_is_that_of_all_programmes() {
    let options = ["isr", "logistics", "people"];
    let found = asked(
        &["media-learned-50k-pacific"],
        256,
        2,
        &Investing {
            budgets: vec![20.0, 50.0],
            step: Some(5.0),
            options: few(&options),
            ..Investing::default()
        },
    );
    for budget in [20.0, 50.0] {
        let steps = (budget / 5.0) as u32;
        let mut programmes = Vec::new();
        for a in 0..=steps {
            for b in 0..=steps - a {
                for c in 0..=steps - a - b {
                    programmes.push([a, b, c].map(|steps| 5.0 * f64::from(steps)).to_vec());
                }
            }
        }
        let best = means(&["media-learned-50k-pacific"], &options, 256, &programmes)
            .into_iter()
            .map(|means| means[0])
            .fold(f64::INFINITY, f64::min);
        let step = &found.path[found.step_of(budget).expect("it was asked for")];
        assert!((step.chosen - best).abs() < 1e-12, "{budget}: {} and {best}", step.chosen);
    }
}

#[test]
fn no_random_programme_is_better() {
    let stem = ["media-learned-50k-pacific"];
    let budgets = [20.0, 60.0];
    let found = asked(&stem, 256, 2, &Investing { budgets: budgets.to_vec(), ..Investing::default() });
    let stream = Stream::new(5, "random programmes");
    let shares = |number: u64| -> Vec<f64> {
        // Gamma variates by their sum: Dirichlet shares, even ones and ones of few options.
        let shape = [1.0, 0.3][number as usize % 2];
        let gamma = Gamma::new(shape, 1.0).expect("a shape");
        let mut rng = stream.rng(number);
        let draws: Vec<f64> = (0..found.options.len()).map(|_| gamma.sample(&mut rng)).collect();
        let sum: f64 = draws.iter().sum();
        draws.iter().map(|draw| draw / sum).collect()
    };
    let shares: Vec<Vec<f64>> = (0..2000).map(shares).collect();
    for budget in budgets {
        let of = |shares: &Vec<f64>| shares.iter().map(|share| budget * share).collect();
        let programmes: Vec<Vec<f64>> = shares.iter().map(of).collect();
        let all = means(&stem, &[], 256, &programmes);
        let best = all.into_iter().map(|means| means[0]).fold(f64::INFINITY, f64::min);
        let step = &found.path[found.step_of(budget).expect("a step")];
        assert!(step.chosen <= best, "{budget}: {} and {best}", step.chosen);
    }
    // On draws that it was not chosen on it is better than planners' rule and than need, too.
    let valued = found.scenarios[0].path.last().expect("a budget");
    assert!(valued.above_planners.mean > 2.0 * valued.above_planners.se.expect("many"));
    assert!(valued.above_need.mean > 2.0 * valued.above_need.se.expect("many"));
}

#[test]
fn more_money_is_never_worth_less_where_it_is_chosen() {
    for objective in [Objective::Mean, Objective::Cvar] {
        let options = few(&["isr", "c2", "air_missile_defence", "readiness"]);
        let asked_for = Investing { budgets: vec![10.0, 40.0], objective, options, ..Investing::default() };
        let found = asked(&["orderly-50k"], 256, 2, &asked_for);
        assert!(found.path.len() > 10);
        for two in found.path.windows(2) {
            assert!(two[1].chosen <= two[0].chosen, "{two:?}");
            assert!(two[1].amounts.iter().sum::<f64>() <= two[1].budget);
        }
    }
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    for objective in [Objective::Mean, Objective::Cvar, Objective::Regret] {
        let options = few(&["isr", "c2", "people"]);
        let asked_for = Investing { budgets: vec![10.0, 20.0], options, objective, ..Investing::default() };
        let stems = ["orderly-20k", "media-learned-20k"];
        let json = |threads| serde_json::to_string(&asked(&stems, 256, threads, &asked_for)).expect("JSON");
        let one = json(1);
        assert!(one == json(2) && one == json(5), "{objective:?}");
    }
}

#[test]
fn the_answer_has_ten_lines_at_most() {
    let folder = tempfile::tempdir().expect("a folder");
    let odd = [
        ("few", "(base: \"orderly-20k\", title: \"Five hundred leave\", personnel: 500)"),
        (
            "pledges",
            "(base: \"orderly-20k\", title: \"Pledges alone\", personnel: 0, overrides: {\"pledge_cut[isr]\": 0.3})",
        ),
    ];
    let mut cases: Vec<Vec<String>> = Vec::new();
    for (stem, text) in odd {
        let file = folder.path().join(format!("{stem}.ron"));
        std::fs::write(&file, text).expect("a file");
        cases.push(vec![file.display().to_string()]);
    }
    let shipped = ["no-drawdown", "media-learned-50k-pacific", "uncertain-20k-50k"];
    cases.extend(shipped.map(|stem| vec![stem.to_owned()]));
    cases.push(few(&["orderly-20k", "pacific-priority-40k"]));
    cases.push(few(&["orderly-20k", "orderly-50k", "media-learned-50k", "settlement-35k"]));
    for case in cases {
        let stems: Vec<&str> = case.iter().map(String::as_str).collect();
        let options = few(&["isr", "c2", "land_manoeuvre", "people", "readiness"]);
        let asked_for = Investing { budgets: vec![10.0, 25.0, 50.0], options, ..Investing::default() };
        let found = asked(&stems, 256, 2, &asked_for);
        let said = lines(&found);
        assert!((3..=LINES).contains(&said.len()), "{said:#?}");
        let wide = said.iter().find(|line| line.chars().count() > WIDTH);
        assert_eq!(wide, None);
        let text = said.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        // What is missing never stands without what would be without a departure.
        assert!(text.contains("nobody leaves") || text.contains("without the drawdown"), "{text}");
    }
}

fn refused(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
    let done = command.arg("invest").args(arguments).output().expect("the program");
    assert_eq!(done.status.code(), Some(2), "{arguments:?}");
    assert!(done.stdout.is_empty());
    String::from_utf8(done.stderr).expect("text")
}

#[test]
fn wrong_questions_are_refused_before_anything_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out").display().to_string();
    let cases: [(&[&str], &str); 21] = [
        (&["--budget", "0"], "`--budget 0` is not above 0"),
        (&["--budget", "-5"], "`--budget -5` is not above 0"),
        (&["--budget", "1.005"], "in steps of 0.01"),
        (&["--budget", "nan"], "`--budget NaN`"),
        (&["--years", "2020-2030"], "`--years 2020-2030`: allowed are years within the run, 2026"),
        (&["--years", "2030-2026"], "`--years 2030-2026`"),
        (&["--years", "2038-2099"], "`--years 2038-2099`"),
        (&["--years", "soon"], "not calendar years"),
        (&["--tier", "20"], "allowed: 10, 30, 180"),
        (&["--options", "irs,people"], "isr"),
        (&["--keep-at-least", "land_manouvre=5"], "land_manoeuvre"),
        (
            &["--options", "people", "--keep-at-least", "surveillance=5"],
            "`--keep-at-least`: unknown option `isr`; allowed: people",
        ),
        (&["--keep-at-least", "defence=5"], "`--keep-at-least`: unknown option `defence`"),
        (
            &["--budget", "50,000"],
            "a comma stands between entries, not between thousands: write 50000 for 50,000",
        ),
        (&["--budget", "much"], "not an amount in bn dollars, such as 50, 2.5 or 50bn"),
        (
            &["--budget", "10", "--keep-at-least", "isr=20"],
            "20 bn must be bought, more than the budget of 10 bn",
        ),
        (&["--keep-at-least", "isr=5", "--at-most", "isr=2"], "at least 5 bn of `isr` and at most 2"),
        (&["--keep-at-least", "isr=5,isr=2"], "`isr` has more than one least amount"),
        (&["--at-most", "isr=5", "--at-most", "isr=5"], "`isr` has more than one largest amount"),
        (
            &["--budget", "50", "--step", "3"],
            "the step of 3 bn does not divide all budgets and bounds; 50 bn does",
        ),
        (
            &["--budget", "1,1000"],
            "and the largest budget into 20 or more, is at most 1 bn, which makes 1000 steps",
        ),
    ];
    for (options, says) in cases {
        let arguments = [&["orderly-20k", "-n", "1024", "--output", &out], options].concat();
        let said = refused(&arguments);
        assert!(said.contains(says), "{options:?}: {said}");
        assert!(!std::path::Path::new(&out).exists(), "{options:?}");
    }
    let own = refused(&["orderly-20k", "--set", "invest_kit[isr]=2"]);
    assert!(own.contains("has a programme of its own (`invest_kit[isr]`)"), "{own}");
    let many = refused(&["orderly-20k", "-n", &(MOST + 1).to_string()]);
    assert!(many.contains("allowed: 1 to 100,000"), "{many}");
}

#[test]
fn as_many_replicates_may_be_asked_for_as_are_said_whatever_the_design_makes_of_them() {
    let check = |design: Design, replicates: u64| {
        let planned = Study::new().scenario("orderly-20k").design(design).replicates(replicates).plan();
        planned.expect("a plan").check_invest(&Investing::default())
    };
    let rounded = Design::Sobol.replicates(MOST);
    assert!(rounded > MOST);
    assert!(check(Design::Sobol, rounded).is_ok() && check(Design::MonteCarlo, MOST).is_ok());
    assert!(check(Design::Sobol, rounded + 1024).is_err() && check(Design::MonteCarlo, rounded).is_err());
}

#[test]
fn what_is_asked_may_be_written_as_answers_have_it() {
    let told = |arguments: &[&str]| {
        let few = ["invest", "orderly-20k", "-n", "64", "--design", "mc", "--quiet", "--format", "json"];
        let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
        let done = command.args(few).args(arguments).output().expect("the program");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        done.stdout
    };
    let plain = [
        "--budget",
        "20",
        "--step",
        "10",
        "--years",
        "2026-2030",
        "--options",
        "isr,people",
        "--keep-at-least",
        "isr=10",
    ];
    let typed = [
        "--budget",
        "$20 bn",
        "--step",
        "10bn",
        "--years",
        "2026–30",
        "--options",
        "surveillance,people",
        "--keep-at-least",
        "Surveillance=10bn",
    ];
    assert!(told(&plain) == told(&typed));
}
