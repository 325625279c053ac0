//! What any believable result of the model shows.

use std::{fs, path::PathBuf, sync::atomic::AtomicBool};

use drawdown::{
    analysis::estimates::Run,
    engine::{
        accumulate::Slot,
        pairs::pair_positions,
        plan::Plan,
        run::{Options, Results, run},
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
        let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
        let scenarios = scenario::load(sources, &sets).unwrap_or_else(|found| panic!("{found}"));
        let plan = Plan::new(&scenarios, 1).expect("scenarios that fit");
        let stop = AtomicBool::new(false);
        let options =
            Options { replicates, threads: 2, stop: &stop, progress: &|_| {}, looks: None, keep: None };
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
