//! Which drawdowns are held against each other, and what is told of each two.

use std::path::PathBuf;

use drawdown::{
    analysis::summary::{Asked, summary},
    engine::sizes::sizes,
    store::summary::PairRanges,
};

use super::{Found, written};

#[test]
fn drawdowns_of_one_size_are_found_whatever_says_how_many_leave() {
    let folder = tempfile::tempdir().expect("a folder");
    let drawn = "personnel: Uniform(low: 10000, high: 50000),";
    let files = [
        ("drawn", drawn),
        ("drawn-too", &format!("{drawn} information: 0,")),
        ("pledges", "personnel: 0, overrides: {\"pledge_cut[*]\": 0.5},"),
        ("pledges-too", "personnel: 0, overrides: {\"pledge_cut[*]\": 0.51}, announced: 0,"),
        ("more-pledges", "personnel: 0, overrides: {\"pledge_cut[*]\": 0.7},"),
    ];
    let files = files.map(|(stem, rest)| (stem.to_owned(), rest.to_owned()));
    let shipped = ["orderly-20k", "no-drawdown", "media-learned-20k"].map(PathBuf::from);
    let sources = [shipped.to_vec(), written(&folder, "orderly-20k", &files)].concat();
    let found = Found::new(&sources, &[], 8);
    assert_eq!(sizes(&found.plan), [vec![0, 2], vec![3, 4], vec![5, 6]]);
}

#[test]
fn of_more_scenarios_than_are_counted_no_range_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = |n: u32| -> Vec<(String, String)> {
        (1..=n).map(|i| (format!("s{i}"), format!("personnel: {i}000,"))).collect()
    };
    // All but one in one world.
    let ranges = |n: u32| {
        let sources = [vec!["settlement-35k".into()], written(&folder, "orderly-20k", &files(n))].concat();
        let found = Found::new(&sources, &[], 16);
        let asked = Asked { seed: 1, warnings: Vec::new(), stopping: None };
        summary(&found.run(), &asked).pairs.iter().map(|pair| pair.ranges).collect::<Vec<_>>()
    };
    assert!(ranges(24).iter().all(|&range| range == PairRanges::default()));
    let counted = ranges(2);
    assert!(counted.iter().all(|range| range.found.is_some_and(|[low, high]| low < high)), "{counted:?}");
    assert!(counted.iter().any(|range| range.counterfactual.is_some()), "{counted:?}");
}

#[test]
fn what_is_not_compared_gives_the_same_of_each() {
    let sources = ["settlement-35k", "orderly-20k"].map(PathBuf::from);
    let compared = Found::new(&sources, &[], 8);
    let apart = Found::with(&sources, &[], 8, |plan| plan.compares = false);
    for s in [0, 1] {
        assert_eq!(apart.index(s, 1), compared.index(s, 1));
    }
    assert!(sizes(&apart.plan).is_empty() && apart.results.regret.options().is_empty());
}
