//! Runs that stop when they are precise. The stated confidence holds whatever looks they had: counted over simulated
//! runs with the bound and the looks of the program. And `--precision` itself.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Output},
};

use drawdown::{
    sampling::keyed::{KeyedRng, Stream},
    stats::{
        moments::MeanError,
        sequential::{Bound, Errors, Sign, looks},
    },
};
use rand_distr::{Distribution, Exp1, StandardNormal};
use serde_json::Value;

/// Simulated runs of each kind.
const RUNS: usize = 2500;
/// Independent randomisations of a design.
const RANDOMISATIONS: usize = 16;
/// Most errors in [`RUNS`] runs that a chance of 5 % explains: 3 binomial standard errors above it.
const ALLOWED: usize = 157; // 125 + 3 sqrt(2500 * 0.05 * 0.95) = 157.7
const KINDS: [Errors; 2] = [Errors::Replicates, Errors::Randomisations(RANDOMISATIONS as u64)];

fn schedule() -> Vec<u64> {
    let looks = looks(1, 16_384);
    assert_eq!(looks, [1024, 2048, 3072, 5120, 8192, 12_288, 16_384]);
    looks
}

/// Mean and error of the values, given their sum and sum of squares.
fn of_sums(sum: f64, square: f64, n: f64, values: u64) -> MeanError {
    let mean = sum / n;
    MeanError { mean, se: ((square / n - mean * mean) / (n - 1.0)).sqrt(), n: values }
}

/// What a run knows at its looks: errors from replicates, and from sixteen randomisations that take every chunk of 64
/// replicates in turn.
type Walk = Vec<[MeanError; 2]>;

/// Runs of independent values with mean 0.
fn walks(name: &str, draw: impl Fn(&mut KeyedRng) -> f64) -> Vec<Walk> {
    let looks = schedule();
    let stream = Stream::new(7, name);
    (0..RUNS)
        .map(|run| {
            let mut generator = stream.rng(run as u64);
            let (mut sum, mut square) = (0.0, 0.0);
            let mut parts = [0.0; RANDOMISATIONS];
            let mut done = 0;
            looks
                .iter()
                .map(|&look| {
                    while done < look {
                        let mut part = 0.0;
                        for _ in 0..64 {
                            let x = draw(&mut generator);
                            part += x;
                            square += x * x;
                        }
                        sum += part;
                        parts[(done / 64) as usize % RANDOMISATIONS] += part;
                        done += 64;
                    }
                    let n = look as f64;
                    let count = RANDOMISATIONS as f64;
                    let means = parts.map(|part| part / (n / count));
                    let squares = means.iter().map(|mean| mean * mean).sum();
                    let randomised = of_sums(means.iter().sum(), squares, count, look);
                    [of_sums(sum, square, n, look), randomised]
                })
                .collect()
        })
        .collect()
}

/// Normal values, and exponential ones, whose skewness is 2.
fn kinds_of_values() -> [(&'static str, Vec<Walk>); 2] {
    [
        ("normal", walks("normal", |generator| StandardNormal.sample(generator))),
        (
            "exponential",
            walks("exponential", |generator| {
                let x: f64 = Exp1.sample(generator);
                x - 1.0
            }),
        ),
    ]
}

/// Runs that err: `wrong` says whether one does, from what it knows at its looks.
fn errors(walks: &[Walk], kind: usize, wrong: impl Fn(&[MeanError]) -> bool) -> usize {
    walks.iter().filter(|walk| wrong(&walk.iter().map(|at| at[kind]).collect::<Vec<_>>())).count()
}

/// The corrected bound for a single quantity, and the one that takes every look for the only one.
fn bounds(kind: usize) -> (Bound, Bound) {
    (Bound::new(0.95, schedule().len(), 1, KINDS[kind]), Bound::new(0.95, 1, 1, KINDS[kind]))
}

#[test]
fn intervals_hold_at_the_look_that_ends_a_run_and_at_all_looks_together() {
    for (name, walks) in kinds_of_values() {
        for kind in [0, 1] {
            let (bound, naive) = bounds(kind);
            let misses = |bound: Bound, at: &MeanError| at.mean.abs() > bound.half_width(*at);
            // A run ends at the first look whose interval is narrow enough, or at the cap.
            let at_the_end = |bound: Bound, tolerance: f64| {
                errors(&walks, kind, |known| {
                    let end = known.iter().position(|at| bound.half_width(*at) <= tolerance);
                    misses(bound, &known[end.unwrap_or(known.len() - 1)])
                })
            };
            for tolerance in [0.08, 0.06, 0.045, 0.035, 0.025] {
                let wrong = at_the_end(bound, tolerance);
                println!(
                    "{name} {:?} {tolerance}: {wrong}, naive {}",
                    KINDS[kind],
                    at_the_end(naive, tolerance)
                );
                assert!(wrong <= ALLOWED, "{name} {:?}: {wrong} of {RUNS} at {tolerance}", KINDS[kind]);
            }
            // The least favourable rule: a run ends when its interval misses.
            let ever = |bound: Bound| errors(&walks, kind, |known| known.iter().any(|at| misses(bound, at)));
            let (wrong, naive_wrong) = (ever(bound), ever(naive));
            println!("{name} {:?} ever: {wrong}, naive {naive_wrong}", KINDS[kind]);
            assert!(wrong <= ALLOWED, "{name} {:?}: {wrong} of {RUNS} ever", KINDS[kind]);
            // The price is no larger than it must be: a good part of the allowed error is used, and intervals are at
            // most half as wide again.
            assert!(wrong >= RUNS / 50, "{name} {:?}: {wrong} of {RUNS} ever", KINDS[kind]);
            assert!(bound.critical(4096) <= 1.5 * naive.critical(4096));
            // Without the correction this test fails.
            assert!(naive_wrong > 2 * ALLOWED, "{name} {:?}: {naive_wrong} of {RUNS} ever", KINDS[kind]);
        }
    }
}

#[test]
fn differences_are_seldom_given_the_wrong_sign() {
    for (name, walks) in kinds_of_values() {
        for kind in [0, 1] {
            let (bound, naive) = bounds(kind);
            for truth in [0.0, 0.01, 0.05] {
                // A run ends at the first look that settles the sign; at the cap it may stay open.
                let wrong = |bound: Bound| {
                    errors(&walks, kind, |known| {
                        let signs =
                            known.iter().map(|at| bound.sign(MeanError { mean: at.mean + truth, ..*at }));
                        match signs.into_iter().find(|sign| *sign != Sign::Open) {
                            Some(Sign::Above) => truth <= 0.0,
                            Some(Sign::Below) => truth >= 0.0,
                            Some(Sign::Same) => true,
                            _ => false,
                        }
                    })
                };
                let (wrong, naive_wrong) = (wrong(bound), wrong(naive));
                println!("{name} {:?} {truth}: {wrong}, naive {naive_wrong}", KINDS[kind]);
                assert!(wrong <= ALLOWED, "{name} {:?}: {wrong} of {RUNS} at {truth}", KINDS[kind]);
                if truth == 0.0 {
                    assert!(naive_wrong > 2 * ALLOWED, "{name} {:?}: {naive_wrong} of {RUNS}", KINDS[kind]);
                }
            }
        }
    }
}

/// Four scenarios with these means on the same draws: how many runs have any of the six pairs wrong at any look, under a
/// bound for so many looks and comparisons, and how many settle all that can be settled.
fn rankings(truth: [f64; 4], looks_shared: usize, comparisons: usize) -> (usize, usize) {
    let looks = schedule();
    let bound = Bound::new(0.95, looks_shared, comparisons, KINDS[1]);
    let stream = Stream::new(11, "rankings");
    let (mut wrong, mut settled) = (0, 0);
    for run in 0..RUNS {
        let mut generator = stream.rng(run as u64);
        // Sums by scenario and randomisation.
        let mut sums = [[0.0_f64; RANDOMISATIONS]; 4];
        let (mut before, mut any) = (0, false);
        let mut open = 0;
        for &look in &looks {
            let part = (look - before) as f64 / RANDOMISATIONS as f64;
            before = look;
            for (sums, truth) in sums.iter_mut().zip(truth) {
                for sum in sums {
                    let x: f64 = StandardNormal.sample(&mut generator);
                    *sum += part * truth + part.sqrt() * x;
                }
            }
            open = 0;
            for a in 0..4 {
                for b in a + 1..4 {
                    let n = look as f64 / RANDOMISATIONS as f64;
                    let differences: Vec<f64> =
                        sums[a].iter().zip(&sums[b]).map(|(a, b)| (a - b) / n).collect();
                    let squares = differences.iter().map(|d| d * d).sum();
                    let count = RANDOMISATIONS as f64;
                    let difference = of_sums(differences.iter().sum(), squares, count, look);
                    match bound.sign(difference) {
                        Sign::Open => open += 1,
                        Sign::Below => any |= truth[a] >= truth[b],
                        Sign::Above | Sign::Same => any = true,
                    }
                }
            }
        }
        wrong += usize::from(any);
        let ties =
            (0..4).flat_map(|a| (a + 1..4).map(move |b| (a, b))).filter(|&(a, b)| truth[a] == truth[b]);
        settled += usize::from(open <= ties.count());
    }
    (wrong, settled)
}

#[test]
fn all_decisions_of_a_ranking_hold_together() {
    for (truth, some) in [([0.0; 4], false), ([0.0, 0.0, 0.06, 0.2], true)] {
        let (wrong, settled) = rankings(truth, schedule().len(), 6);
        let (naive, _) = rankings(truth, 1, 1);
        println!("{truth:?}: {wrong} wrong, {settled} settled, naive {naive} wrong");
        assert!(wrong <= ALLOWED, "{truth:?}: {wrong} of {RUNS}");
        assert!(naive > 2 * ALLOWED, "{truth:?}: {naive} of {RUNS}");
        // A difference of 0.06 has an error of 0.011 in the end, which the bound takes about four times.
        assert!(!some || settled > RUNS / 2, "{truth:?}: {settled} of {RUNS} settled");
    }
}

/// Runs the program.
fn drawdown(place: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .current_dir(place)
        .args(arguments)
        .args(["--no-figures", "--color", "never"])
        .output()
        .expect("the program starts")
}

/// As [`drawdown`], where it must succeed; what it said on stderr.
fn done(place: &Path, arguments: &[&str]) -> String {
    let output = drawdown(place, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "drawdown {}: {said}", arguments.join(" "));
    said
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON")
}

fn tables(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder.join("tables")).expect("tables").map(|entry| entry.expect("an entry"));
    entries
        .map(|e| (e.file_name().to_string_lossy().into_owned(), fs::read(e.path()).expect("a file")))
        .collect()
}

#[test]
fn a_run_that_stops_is_the_run_of_that_many_replicates_for_any_number_of_threads() {
    let place = tempfile::tempdir().expect("a folder");
    let run = |name: &str, more: &[&str]| {
        let compare = ["compare", "orderly-20k", "orderly-50k", "--design", "mc", "-o", name];
        done(place.path(), &[&compare, more].concat())
    };
    let asked = ["-n", "1000", "--max-replicates", "6000", "--precision", "index_headline[30]=0.0005"];
    let asked = [&asked[..], &["--precision", "ranking=0.99"]].concat();
    for threads in ["1", "2", "3"] {
        run(threads, &[&asked[..], &["--threads", threads]].concat());
    }
    let first = json(&place.path().join("1/summary.json"));
    let stopping = &first["stopping"];
    assert_eq!(stopping["reached"], true, "{stopping}");
    let replicates = first["replicates"].as_u64().expect("a number");
    assert_eq!(stopping["replicates"].as_u64(), Some(replicates));
    assert!(looks(1000, 6000)[1..].contains(&replicates), "no run of some looks: {replicates}");
    for other in ["2", "3"] {
        let summaries =
            ["1", other].map(|n| fs::read(place.path().join(n).join("summary.json")).expect("it"));
        assert!(summaries[0] == summaries[1], "{other} threads");
        assert!(tables(&place.path().join("1")) == tables(&place.path().join(other)), "{other} threads");
    }
    run("unbroken", &["-n", &replicates.to_string()]);
    assert!(tables(&place.path().join("1")) == tables(&place.path().join("unbroken")));
    let mut without = first.clone();
    without.as_object_mut().expect("an object").remove("stopping");
    assert_eq!(without, json(&place.path().join("unbroken/summary.json")));
    let manifest = json(&place.path().join("1/manifest.json"));
    assert_eq!(manifest["interrupted"], false);
    assert_eq!(manifest["stopping"]["reached"], true);
}

#[test]
fn ties_are_settled_and_what_stays_open_is_named() {
    let place = tempfile::tempdir().expect("a folder");
    for name in ["one", "two"] {
        let text = format!("(base: \"orderly-20k\", title: \"{name}\", short_title: \"{name}\")");
        fs::write(place.path().join(format!("{name}.ron")), text).expect("a file");
    }
    let said = done(
        place.path(),
        &["compare", "one.ron", "two.ron", "--design", "mc", "-n", "1", "--precision", "ranking"],
    );
    assert!(said.contains("equal in every run, which settles it: one = two"), "{said}");
    let stopping = &json(&place.path().join("output/compare/summary.json"))["stopping"];
    assert_eq!((&stopping["reached"], stopping["replicates"].as_u64()), (&Value::Bool(true), Some(1024)));

    let tight = ["-n", "100", "--max-replicates", "1024", "--precision", "scenario:index_headline[30]=1e-6"];
    let said = done(place.path(), &[&["run", "orderly-20k", "--design", "mc"], &tight[..]].concat());
    assert!(said.contains("open: scenario:index_headline[30] of orderly-20k: 0."), "{said}");
    assert!(said.contains(" runs would do"), "{said}");
    let manifest = json(&place.path().join("output/orderly-20k/manifest.json"));
    assert_eq!(manifest["stopping"]["reached"], false);
    assert_eq!(manifest["interrupted"], false);
    assert_eq!(manifest["stopping"]["open"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_wrong_target_is_refused_before_anything_runs() {
    let place = tempfile::tempdir().expect("a folder");
    for (arguments, part) in [
        (
            &["run", "orderly-20k", "--precision", "index_headlin[30]=0.1"][..],
            "did you mean `index_headline`?",
        ),
        (&["run", "orderly-20k", "--precision", "ranking"], "two scenarios"),
        (&["run", "orderly-20k", "--precision", "uplift=1", "--max-replicates", "10"], "below `--replicates"),
        (&["run", "orderly-20k", "--precision", "uplift=1", "--precision", "uplift=2"], "twice"),
        (&["run", "orderly-20k", "--max-replicates", "20000"], "--precision"),
    ] {
        let output = drawdown(place.path(), arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(part), "{said}");
    }
    assert!(fs::read_dir(place.path()).expect("a folder").next().is_none(), "something was left behind");
}
