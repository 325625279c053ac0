//! What any believable result of the model shows.

mod compared;

use std::{fs, path::PathBuf, sync::atomic::AtomicBool};

use drawdown::{
    analysis::estimates::Run,
    engine::{
        drive::Pass,
        pairs::pair_positions,
        plan::Plan,
        run::{Options, Results, run},
        slot::Slot,
    },
    model::cells::{Arms, Outcome},
    scenario::{self, Scenario, names::TIERS},
};

/// Scenarios that were run together.
struct Found {
    scenarios: Vec<Scenario>,
    plan: Plan,
    results: Results,
}

impl Found {
    fn new(sources: &[PathBuf], sets: &[&str], replicates: u64) -> Self {
        Self::with(sources, sets, replicates, |_| {})
    }

    /// Of a plan that is changed first.
    fn with(sources: &[PathBuf], sets: &[&str], replicates: u64, change: impl FnOnce(&mut Plan)) -> Self {
        let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
        let scenarios = scenario::load(sources, &sets).unwrap_or_else(|found| panic!("{found}"));
        let mut plan = Plan::new(&scenarios, 1).expect("scenarios that fit");
        change(&mut plan);
        let stop = AtomicBool::new(false);
        let options = Options {
            pass: Pass { replicates, threads: 2, stop: &stop, progress: &|_| {} },
            looks: None,
            keep: None,
        };
        let results = run(&plan, &options).expect("results");
        assert_eq!((results.replicates, results.failed), (replicates, 0));
        Self { scenarios, plan, results }
    }

    fn shipped(stems: &[&str], replicates: u64) -> Self {
        Self::new(&stems.iter().map(PathBuf::from).collect::<Vec<_>>(), &[], replicates)
    }

    fn run(&self) -> Run<'_> {
        Run { scenarios: &self.scenarios, plan: &self.plan, results: &self.results }
    }

    /// Attributable index of a scenario at a tier.
    fn index(&self, scenario: usize, tier: usize) -> f64 {
        self.run().mean(scenario, Outcome::IndexHeadline, Slot::Attributable, tier)
    }

    /// Paired difference of the attributable index, `a` less `b` (`a` stands before `b`), with its standard error.
    fn worse_by(&self, a: usize, b: usize, tier: usize) -> (f64, f64) {
        let pair = pair_positions(self.scenarios.len()).iter().position(|&p| p == (a, b)).expect("a pair");
        let (difference, _) = self.results.pairs.estimate(pair, tier, &self.results.pair_shifts);
        (difference.mean, difference.se)
    }
}

/// Scenario files that differ in one field each.
fn written(folder: &tempfile::TempDir, base: &str, fields: &[(String, String)]) -> Vec<PathBuf> {
    fields
        .iter()
        .map(|(stem, fields)| {
            let path = folder.path().join(format!("{stem}.ron"));
            fs::write(&path, format!("(base: \"{base}\", title: \"{stem}\", {fields})")).expect("written");
            path
        })
        .collect()
}

#[test]
fn without_a_drawdown_nothing_is_attributable() {
    let found = Found::shipped(&["orderly-50k", "no-drawdown"], 300);
    let run = found.run();
    let mut seen = 0;
    for section in &found.plan.cells.sections {
        let slots: &[Slot] = match section.arms {
            Arms::All => &[Slot::Attributable, Slot::DirectEffect, Slot::Induced],
            Arms::Paired => &[Slot::Attributable],
            _ => continue,
        };
        for &slot in slots {
            for cell in 0..section.len {
                let estimate = run.accumulated(1).estimate(section, slot, cell).expect("the slot");
                if estimate.n < 2 {
                    // A delay of replicates closed in both arms may have no value, or one and so no standard error.
                    assert!(section.conditional && (estimate.mean.is_nan() || estimate.mean == 0.0));
                    continue;
                }
                seen += 1;
                let what = format!("{} cell {cell} {}", section.name, slot.name());
                assert_eq!((estimate.mean, estimate.se), (0.0, 0.0), "{what}");
                if let Some(quantiles) = run.accumulated(1).quantiles(section, slot, cell) {
                    assert_eq!(quantiles, [0.0; 5], "{what}");
                }
            }
        }
    }
    assert!(seen > 20_000, "{seen}");
    // The same cells are anything but 0 where somebody leaves, and Europe has gaps in both.
    for (tier, days) in TIERS.iter().enumerate() {
        assert!(found.index(0, tier) > 0.001, "D+{days}");
        assert!(run.mean(1, Outcome::IndexHeadline, Slot::Counterfactual, tier) > 0.01, "D+{days}");
    }
}

#[test]
fn a_larger_cut_never_leaves_a_smaller_shortfall_before_allies_react() {
    for base in ["orderly-50k", "media-learned-50k", "media-learned-50k-pacific"] {
        let folder = tempfile::tempdir().expect("a folder");
        let sizes: Vec<(String, String)> = (0..=8)
            .map(|i| i * 10_000)
            .map(|people| (format!("cut-{people}"), format!("personnel: {people}")))
            .collect();
        let found = Found::new(&written(&folder, base, &sizes), &["reaction=0"], 200);
        for (tier, days) in TIERS.iter().enumerate() {
            let index: Vec<f64> = (0..sizes.len()).map(|s| found.index(s, tier)).collect();
            assert_eq!(index[0], 0.0);
            assert!(index.windows(2).all(|pair| pair[0] <= pair[1]), "{base} D+{days}: {index:?}");
            assert!(index[8] > 0.01, "{base} D+{days}: {index:?}");
        }
    }
}

#[test]
fn learning_it_from_the_media_is_worse_than_an_orderly_process() {
    let found = Found::shipped(
        &[
            "media-learned-20k",
            "orderly-20k",
            "media-learned-50k",
            "orderly-50k",
            "media-learned-50k-pacific",
            "orderly-50k-pacific",
        ],
        400,
    );
    for media in [0, 2, 4] {
        for (tier, days) in TIERS.iter().enumerate() {
            let (difference, se) = found.worse_by(media, media + 1, tier);
            assert!(
                difference > 2.0 * se && se > 0.0,
                "{} D+{}: {difference} +- {se}",
                found.scenarios[media].id,
                days
            );
        }
    }
}

#[test]
fn enablers_first_hurts_more_than_an_even_cut_of_the_same_size() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = r#"composition: Priority([Domain("sead_ew"), Domain("isr"), Domain("air_refuelling"),
        Domain("airlift"), Domain("c2"), Domain("munitions"), Domain("air_missile_defence")]),"#;
    let files = [("enablers-first".to_owned(), first.to_owned()), ("even".to_owned(), String::new())];
    let found = Found::new(&written(&folder, "orderly-20k", &files), &[], 400);
    for (tier, days) in TIERS.iter().enumerate() {
        let (difference, se) = found.worse_by(0, 1, tier);
        assert!(difference > 2.0 * se && se > 0.0, "D+{}: {difference} +- {se}", days);
    }
    // Of both, the same number of troops leaves.
    let leaves = |s| found.run().mean(s, Outcome::PersonnelEffective, Slot::Scenario, 0);
    assert_eq!((leaves(0), leaves(1)), (20_000.0, 20_000.0));
}

#[test]
fn direct_effect_and_what_the_alarm_induces_make_up_what_is_attributable() {
    let found = Found::shipped(&["media-learned-50k", "pacific-priority-40k"], 200);
    let run = found.run();
    let (mut seen, mut induced_somewhere) = (0, 0);
    for s in 0..2 {
        for section in found.plan.cells.sections.iter().filter(|section| section.arms == Arms::All) {
            for cell in 0..section.len {
                let mean = |slot| run.mean(s, section.outcome, slot, cell);
                let (direct, induced) = (mean(Slot::DirectEffect), mean(Slot::Induced));
                let attributable = mean(Slot::Attributable);
                if attributable.is_nan() {
                    continue;
                }
                let arms = [Slot::Scenario, Slot::Direct, Slot::Counterfactual].map(|slot| mean(slot).abs());
                let scale = arms.into_iter().fold(1e-9, f64::max);
                assert!(
                    (direct + induced - attributable).abs() <= 1e-9 * scale,
                    "{} cell {cell}: {direct} + {induced} is not {attributable}",
                    section.name
                );
                seen += 1;
                induced_somewhere += usize::from(direct != 0.0 && induced != 0.0);
            }
        }
    }
    assert!(seen > 20_000 && induced_somewhere > 1000, "{seen} {induced_somewhere}");
}

#[test]
fn regret_is_what_single_replicates_say() {
    const N: u64 = 40;
    let shipped = ["orderly-50k", "no-drawdown"].map(PathBuf::from);
    let folder = tempfile::tempdir().expect("a folder");
    // As many leave as in the first, by other units; fewer, which are the best in every replicate; as many in another world.
    let other_units = "personnel: 50500, composition: Priority([Domain(\"isr\")]), information: 0.8,";
    let files = [
        ("other", other_units),
        ("fewer", "personnel: 9000,"),
        ("world", "overrides: {\"efficiency\": 1.5},"),
    ];
    let files = files.map(|(stem, rest)| (stem.to_owned(), rest.to_owned()));
    let sources = [shipped.to_vec(), written(&folder, "orderly-50k", &files)].concat();
    // A longer run begins with the shorter one: differences of sums are the replicates one by one.
    let runs: Vec<Found> = (1..=N).map(|n| Found::new(&sources, &[], n)).collect();
    let last = &runs[N as usize - 1];
    for (tier, days) in TIERS.iter().enumerate() {
        let value = |s: usize, r: usize| {
            let sum = |n: usize| if n == 0 { 0.0 } else { n as f64 * runs[n - 1].index(s, tier) };
            sum(r + 1) - sum(r)
        };
        for s in [0, 2] {
            let regrets: Vec<f64> =
                (0..N as usize).map(|r| value(s, r) - value(0, r).min(value(2, r))).collect();
            let mean = regrets.iter().sum::<f64>() / N as f64;
            let square: f64 = regrets.iter().map(|r| (r - mean).powi(2)).sum();
            let found = last.results.regret.estimate(s, tier).expect("a drawdown");
            assert!((found.mean - mean).abs() < 1e-10, "D+{days}: {} is not {mean}", found.mean);
            let se = (square / (N as f64 - 1.0) / N as f64).sqrt();
            // What rests on too few replicates has no error: the number of equal amounts is that of its definition.
            let (sum, squares): (f64, f64) = regrets.iter().fold((0.0, 0.0), |(a, b), r| (a + r, b + r * r));
            let carried = if squares > 1e-18 { sum * sum / squares } else { 0.0 };
            match carried < N as f64 / 4.0 {
                true => assert!(found.se.is_nan(), "D+{days}: {} from {carried}", found.se),
                false => assert!((found.se - se).abs() < 1e-8, "D+{days}: {} is not {se}", found.se),
            }
        }
        for none in [1, 3, 4] {
            assert_eq!(last.results.regret.estimate(none, tier), None, "{none} is of no other's size");
        }
    }
    // Each is the better one somewhere, or the test says nothing.
    assert!([0, 2].iter().all(|&s| last.results.regret.estimate(s, 1).is_some_and(|r| r.mean > 0.0)));
    let alone = Found::shipped(&["no-drawdown", "orderly-20k"], 8);
    assert!(alone.results.regret.options().is_empty(), "one drawdown has nothing to be compared with");
}

#[test]
fn dates_are_those_of_the_timetable() {
    let found = Found::new(
        &["orderly-20k".into(), "media-learned-20k".into()],
        &["slip=2", "recognition_lag=1", "duration=6", "information=0.5"],
        16,
    );
    let date = |s, outcome| found.run().mean(s, outcome, Slot::Scenario, 0);
    let dates = |s| {
        [Outcome::Announced, Outcome::Recognised, Outcome::DepartureStart, Outcome::DepartureEnd]
            .map(|outcome| date(s, outcome))
    };
    assert_eq!(dates(0), [0.0, 0.5, 10.0, 16.0]);
    assert_eq!(dates(1), [8.0, 8.5, 10.0, 16.0]);
}

#[test]
fn nothing_is_delivered_that_was_not_paid() {
    let empty: Vec<String> = {
        let scenario = scenario::load(&["orderly-50k".into()], &[]).unwrap_or_else(|found| panic!("{found}"));
        scenario[0].domains.iter().map(|d| format!("on_order[{}]=0", d.id)).collect()
    };
    let sets: Vec<&str> = empty.iter().map(String::as_str).collect();
    let found = Found::new(&["orderly-50k".into()], &sets, 100);
    let run = found.run();
    for slot in [Slot::Scenario, Slot::Counterfactual] {
        let (mut ordered, mut delivered) = (0.0, 0.0);
        for year in 0..found.plan.layout.years() {
            ordered += run.mean(0, Outcome::SpendingYear, slot, year);
            delivered += run.mean(0, Outcome::DeliveriesYear, slot, year);
            assert!(delivered <= ordered, "year {year}: {delivered} of {ordered}");
        }
        let total = run.mean(0, Outcome::Deliveries, slot, 0);
        assert!((total - delivered).abs() < 1e-9 * delivered && delivered > 0.3 * ordered, "{total}");
    }
}

#[test]
fn money_below_a_pledge_is_its_share_of_the_economy() {
    let sets = [
        "pledge[DEU]=10",
        "attainment[DEU]=0.5",
        "reaction=0",
        "gdp_now[DEU]=5000",
        "growth[DEU]=0",
        "sigma_gdp=0",
        "pledge[ESP]=0.5",
    ];
    let found = Found::new(&["orderly-50k".into()], &sets, 100);
    let run = found.run();
    let allies = &found.plan.layout.allies;
    let [germany, spain] = ["DEU", "ESP"].map(|id| allies.iter().position(|a| a == id).expect("an ally"));
    for year in 0..=found.plan.layout.years() {
        let mean = |outcome, ally| run.mean(0, outcome, Slot::Scenario, year * allies.len() + ally);
        let expected = (10.0 - mean(Outcome::Share, germany)) * 50.0;
        assert!((mean(Outcome::BelowPledge, germany) - expected).abs() < 1e-9 * expected, "year {year}");
        assert_eq!(mean(Outcome::BelowPledge, spain), 0.0, "year {year}");
    }
}

/// In one replicate means are values: what runs over time must follow from the quarters.
#[test]
fn years_peaks_and_durations_follow_from_the_quarters() {
    // The last year has two quarters.
    const QUARTERS: usize = 58;
    let found = Found::new(&["media-learned-50k".into()], &["quarters=58"], 1);
    let run = found.run();
    let domains = &found.scenarios[0].domains;
    let width = domains.len() * TIERS.len();
    let same = |a: f64, b: f64| (a - b).abs() < 1e-9 * (1.0 + b.abs()) || (a.is_nan() && b.is_nan());
    let mut below_for_a_time = 0;
    for slot in [Slot::Scenario, Slot::Direct, Slot::Counterfactual] {
        for pair in 0..width {
            let quarters = |outcome| -> Vec<f64> {
                (0..QUARTERS).map(|q| run.mean(0, outcome, slot, q * width + pair)).collect()
            };
            let is = |outcome, cell: usize, expected: f64| {
                let value = run.mean(0, outcome, slot, cell);
                assert!(same(value, expected), "{outcome:?} {cell} in {slot:?}: {value}, not {expected}");
            };
            let (coverage, gap) = (quarters(Outcome::Coverage), quarters(Outcome::Gap));
            for (y, year) in coverage.chunks(4).enumerate() {
                let mean = year.iter().sum::<f64>() / year.len() as f64;
                is(Outcome::CoverageYear, y * width + pair, mean);
            }
            let threshold = domains[pair / TIERS.len()].coverage_threshold;
            for (y, year) in coverage.chunks(4).enumerate() {
                let below = year.iter().any(|&coverage| coverage < threshold);
                is(Outcome::BelowYear, y * width + pair, f64::from(u8::from(below)));
            }
            let lost: f64 = coverage[4..].iter().map(|c| 1.0 - c).sum();
            is(Outcome::Shortfall, pair, lost / (QUARTERS - 4) as f64);
            let below: Vec<usize> = (0..QUARTERS).filter(|&q| coverage[q] < threshold).collect();
            let area: f64 = below.iter().map(|&q| (threshold - coverage[q]) / 4.0).sum();
            let quarter = |q: Option<&usize>| q.map_or(f64::NAN, |&q| q as f64);
            is(Outcome::Area, pair, area);
            is(Outcome::Below, pair, below.len() as f64);
            is(Outcome::First, pair, quarter(below.first()));
            is(Outcome::Last, pair, quarter(below.last()));
            let most = gap.iter().copied().fold(0.0, f64::max);
            is(Outcome::Peak, pair, most);
            let when = gap.iter().position(|&gap| gap == most).filter(|_| most > 0.0);
            is(Outcome::PeakQuarter, pair, quarter(when.as_ref()));
            below_for_a_time += usize::from(!below.is_empty() && below.len() < QUARTERS);
        }
    }
    assert!(below_for_a_time > 10, "{below_for_a_time}");
}
