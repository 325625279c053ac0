//! Correlations reach what is asked for and disturb nothing else.

use crate::sampling::dependence::{Coordinates, Dependence, DependenceError, Pair};
use crate::sampling::{design::Design, keyed::Stream};
use crate::scenario::{address::Address, names::Name};

fn pair(first: Name, second: Name, rho: f64) -> Pair {
    Pair { first: Address::plain(first), second: Address::plain(second), rho }
}

fn inputs() -> Vec<Address> {
    let mut out = vec![
        Address::plain(Name::Reliability),
        Address::plain(Name::Linkage),
        Address::plain(Name::Commitment),
        Address::plain(Name::GapShare),
    ];
    for ally in ["DEU", "FRA", "POL"] {
        out.push(Address::one(Name::Growth, ally));
        out.push(Address::one(Name::Attainment, ally));
    }
    out
}

fn coordinates(addresses: &[Address], groups: &[(Name, f64)], pairs: &[Pair]) -> Coordinates {
    let dependence = Dependence { groups: groups.to_vec(), pairs: pairs.to_vec() };
    Coordinates::new(9, addresses, &dependence, Design::MonteCarlo).expect("valid correlations")
}

/// Draws by coordinate.
fn draw(coordinates: &Coordinates, replicates: u64) -> Vec<Vec<f64>> {
    let mut out = vec![Vec::new(); coordinates.len()];
    let mut block = vec![[0.0; 8]; coordinates.len()];
    for first in (0..replicates).step_by(8) {
        coordinates.fill(first, &mut block);
        for (all, lanes) in out.iter_mut().zip(&block) {
            all.extend(lanes);
        }
    }
    out
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut out = vec![0.0; values.len()];
    for (rank, index) in order.into_iter().enumerate() {
        out[index] = rank as f64;
    }
    out
}

fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (ranks(a), ranks(b));
    let n = a.len() as f64;
    let square: f64 = a.iter().zip(&b).map(|(a, b)| (a - b) * (a - b)).sum();
    1.0 - 6.0 * square / (n * (n * n - 1.0))
}

#[test]
fn independent_inputs_get_their_own_uniform() {
    let addresses = inputs();
    let drawn = draw(&coordinates(&addresses, &[(Name::Growth, 0.0)], &[]), 16);
    for (address, values) in addresses.iter().zip(&drawn) {
        let stream = Stream::new(9, &address.to_string());
        for (replicate, &value) in values.iter().enumerate() {
            assert_eq!(value, stream.uniform(replicate as u64, 0), "{address}");
        }
    }
}

#[test]
fn groups_and_pairs_reach_their_rank_correlation_and_stay_uniform() {
    let pairs = [
        pair(Name::Reliability, Name::Linkage, -0.6),
        pair(Name::Commitment, Name::Linkage, 0.3),
        pair(Name::Commitment, Name::GapShare, 0.8),
    ];
    let all = coordinates(&inputs(), &[(Name::Growth, 0.5), (Name::Attainment, 0.2)], &pairs);
    let drawn = draw(&all, 20_000);
    let get = |name, ally: &str| {
        let address = Address::one(name, ally);
        &drawn[all.addresses().iter().position(|a| *a == address).expect("an input")]
    };
    // The standard error of a rank correlation is at most 1/sqrt(n) = 0.0071; four of them.
    let check = |a: &[f64], b: &[f64], rho: f64| {
        let found = spearman(a, b);
        assert!((found - rho).abs() < 0.028, "{found} for {rho}");
    };
    check(get(Name::Growth, "DEU"), get(Name::Growth, "FRA"), 0.5);
    check(get(Name::Growth, "POL"), get(Name::Growth, "FRA"), 0.5);
    check(get(Name::Attainment, "DEU"), get(Name::Attainment, "POL"), 0.2);
    check(get(Name::Attainment, "DEU"), get(Name::Growth, "DEU"), 0.0);
    check(&drawn[0], &drawn[1], -0.6);
    check(&drawn[2], &drawn[1], 0.3);
    check(&drawn[2], &drawn[3], 0.8);
    check(&drawn[0], &drawn[2], 0.0);
    check(&drawn[0], &drawn[3], 0.0);
    // Kolmogorov-Smirnov against uniform: 1 in 10,000 exceeds 2.23/sqrt(n).
    for values in &drawn {
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let n = sorted.len() as f64;
        let distance =
            sorted.iter().enumerate().map(|(i, v)| (v - (i as f64 + 0.5) / n).abs()).fold(0.0, f64::max);
        assert!(distance + 0.5 / n < 2.23 / n.sqrt());
        assert!(sorted[0] > 0.0 && sorted[sorted.len() - 1] < 1.0);
    }
}

#[test]
fn a_full_group_moves_as_one() {
    let drawn = draw(&coordinates(&inputs(), &[(Name::Growth, 1.0)], &[]), 80);
    assert_eq!(drawn[4], drawn[6]);
}

#[test]
fn adding_an_ally_or_an_input_or_another_order_disturbs_nothing() {
    let groups = [(Name::Growth, 0.5)];
    let pairs = [pair(Name::Reliability, Name::Linkage, 0.4)];
    let base = coordinates(&inputs(), &groups, &pairs);
    let mut more = vec![Address::one(Name::Growth, "ALB"), Address::plain(Name::Slip)];
    more.extend(inputs().into_iter().rev());
    let more = coordinates(&more, &groups, &pairs);
    let (a, b) = (draw(&base, 32), draw(&more, 32));
    for (address, values) in base.addresses().iter().zip(&a) {
        let other = more.addresses().iter().position(|a| a == address).expect("the same inputs");
        assert_eq!(*values, b[other], "{address}");
    }
}

#[test]
fn a_new_member_disturbs_only_members() {
    let pairs = [pair(Name::Reliability, Name::Linkage, 0.4), pair(Name::Commitment, Name::Linkage, 0.3)];
    let (one, two) = (coordinates(&inputs(), &[], &pairs[..1]), coordinates(&inputs(), &[], &pairs));
    let (a, b) = (draw(&one, 32), draw(&two, 32));
    for ((address, a), b) in one.addresses().iter().zip(&a).zip(&b) {
        let member = matches!(address.name, Name::Reliability | Name::Linkage | Name::Commitment);
        assert!(member || a == b, "{address}");
    }
}

#[test]
fn tiers_share_a_coordinate() {
    let tiers = [10, 30].map(|tier| Address::two(Name::Required, "land", tier));
    let drawn = draw(&coordinates(&tiers, &[], &[]), 8);
    assert_eq!(drawn[0], drawn[1]);
    assert_eq!(drawn[0][3], Stream::new(9, "required[land]").uniform(3, 0));
}

#[test]
fn impossible_correlations_are_named() {
    let fails = |groups: &[(Name, f64)], pairs: &[Pair]| {
        let dependence = Dependence { groups: groups.to_vec(), pairs: pairs.to_vec() };
        Coordinates::new(9, &inputs(), &dependence, Design::MonteCarlo).expect_err("invalid correlations")
    };
    let (a, b, c) = (Name::Commitment, Name::Linkage, Name::Reliability);
    let error = fails(&[], &[pair(a, b, 0.9), pair(b, c, 0.8), pair(c, a, -0.9)]);
    let DependenceError::NotPositiveDefinite { first, second, rho } = error else { panic!("{error}") };
    assert_eq!((first, second, rho), (Address::plain(a), Address::plain(c), -0.9));
    assert!(matches!(fails(&[], &[pair(a, b, 1.0)]), DependenceError::NotPositiveDefinite { .. }));
    assert!(matches!(fails(&[], &[pair(a, b, 1.2)]), DependenceError::PairRange { .. }));
    assert!(matches!(fails(&[], &[pair(a, b, f64::NAN)]), DependenceError::PairRange { .. }));
    assert!(matches!(fails(&[], &[pair(a, a, 0.2)]), DependenceError::SameDraw(..)));
    assert!(matches!(fails(&[], &[pair(a, b, 0.2), pair(b, a, 0.1)]), DependenceError::Twice(..)));
    assert!(matches!(fails(&[], &[pair(a, Name::Growth, 0.2)]), DependenceError::InGroup(..)));
    assert!(matches!(fails(&[(a, 0.2)], &[]), DependenceError::NoGroup(..)));
    assert!(matches!(fails(&[(Name::Growth, -0.2)], &[]), DependenceError::GroupRange { .. }));
}
