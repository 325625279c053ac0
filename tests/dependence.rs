//! Coordinates of inputs that depend on each other: the correlations asked for, and what may not change anything.
// Tests may compare with the C library: nothing of theirs reaches a result.
#![allow(clippy::disallowed_methods)]

use drawdown::{
    sampling::{
        dependence::{self, Coordinates, Dependence, DependenceError},
        design::Design,
        elementary::{normal_cdf, normal_quantile},
        keyed::Stream,
    },
    scenario::{address::Address, names::Name},
};

const SEED: u64 = 2026;
const REPLICATES: u64 = 20_000;

type Pair = (Address, Address, f64);

/// `r = 2 sin(pi rho_S / 6)`.
fn normal_correlation(rho: f64) -> f64 {
    2.0 * (std::f64::consts::PI * rho / 6.0).sin()
}

fn coordinates(
    addresses: &[Address],
    pairs: &[Pair],
    attainment: f64,
    growth: f64,
) -> Result<Coordinates, Box<DependenceError>> {
    let pair = |(first, second, rho): &Pair| dependence::Pair {
        first: first.clone(),
        second: second.clone(),
        rho: *rho,
    };
    let groups = vec![(Name::Attainment, attainment), (Name::Growth, growth)];
    let dependence = Dependence { groups, pairs: pairs.iter().map(pair).collect() };
    Coordinates::new(SEED, addresses, &dependence, Design::MonteCarlo).map_err(Box::new)
}

fn of(name: Name, first: &str) -> Address {
    Address::one(name, first)
}

/// Draws by address, asked for in one go.
fn draws(
    addresses: &[Address],
    pairs: &[Pair],
    attainment: f64,
    growth: f64,
    replicates: u64,
) -> Result<Vec<Vec<f64>>, Box<DependenceError>> {
    let coordinates = coordinates(addresses, pairs, attainment, growth)?;
    assert_eq!((coordinates.len(), coordinates.is_empty()), (addresses.len(), addresses.is_empty()));
    let mut block = vec![[0.0; 8]; addresses.len()];
    let mut columns = vec![Vec::new(); addresses.len()];
    for first in (0..replicates).step_by(8) {
        coordinates.fill(first, &mut block);
        for (column, lanes) in columns.iter_mut().zip(&block) {
            column.extend(lanes);
        }
    }
    Ok(columns)
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, i) in order.into_iter().enumerate() {
        ranks[i] = rank as f64;
    }
    ranks
}

fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let middle = 0.5 * (a.len() as f64 - 1.0);
    let (a, b) = (ranks(a), ranks(b));
    let dot =
        |x: &[f64], y: &[f64]| -> f64 { x.iter().zip(y).map(|(x, y)| (x - middle) * (y - middle)).sum() };
    dot(&a, &b) / dot(&a, &a)
}

/// Four standard errors of Spearman's coefficient (Fieller, Hartley and Pearson, 1957: 1.03/sqrt(n - 3) on Fisher's scale).
fn allowed(rho: f64) -> f64 {
    4.0 * 1.03 * (1.0 - rho * rho) / (REPLICATES as f64 - 3.0).sqrt()
}

fn assert_rank_correlation(a: &[f64], b: &[f64], rho: f64, what: &str) {
    let found = spearman(a, b);
    assert!((found - rho).abs() <= allowed(rho), "{what}: {found} is not {rho} within {}", allowed(rho));
}

/// Kolmogorov's statistic against the uniform distribution, with its limit of one in ten thousand.
fn assert_uniform(values: &[f64], what: &str) {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let statistic = sorted
        .iter()
        .zip(0..)
        .map(|(u, i)| (u - f64::from(i) / n).max(f64::from(i + 1) / n - u))
        .fold(0.0, f64::max);
    let critical = (-0.5 * (1e-4_f64 / 2.0).ln()).sqrt() / n.sqrt();
    assert!(statistic < critical, "{what}: {statistic}, critical {critical}");
    assert!(sorted[0] > 0.0 && sorted[sorted.len() - 1] < 1.0, "{what}");
}

const ALLIES: [&str; 4] = ["DEU", "FRA", "GBR", "POL"];

fn allied(name: Name, allies: &[&str]) -> Vec<Address> {
    allies.iter().map(|ally| of(name, ally)).collect()
}

#[test]
fn groups_reach_the_rank_correlation_asked_for() -> Result<(), Box<DependenceError>> {
    let n = ALLIES.len();
    let mut addresses = allied(Name::Attainment, &ALLIES);
    addresses.extend(allied(Name::Growth, &ALLIES));
    addresses.push(Address::plain(Name::Reaction));
    for (attainment, growth) in [(0.3, 0.5), (0.7, 0.0), (0.05, 0.95)] {
        let columns = draws(&addresses, &[], attainment, growth, REPLICATES)?;
        for (i, a) in columns.iter().enumerate() {
            assert_uniform(a, &addresses[i].to_string());
            for (j, b) in columns.iter().enumerate().take(i) {
                let rho = match (i / n, j / n) {
                    (0, 0) => attainment,
                    (1, 1) => growth,
                    // Each input has a factor of its own.
                    _ => 0.0,
                };
                assert_rank_correlation(a, b, rho, &format!("{} with {}", addresses[i], addresses[j]));
            }
        }
    }
    Ok(())
}

#[test]
fn a_group_at_one_is_one_number_and_at_zero_plain_uniforms() -> Result<(), Box<DependenceError>> {
    let addresses = [allied(Name::Attainment, &ALLIES), allied(Name::Growth, &ALLIES)].concat();
    let columns = draws(&addresses, &[], 1.0, 0.0, 800)?;
    let common = Stream::new(SEED, "attainment");
    for (column, address) in columns.iter().zip(&addresses) {
        let own = Stream::new(SEED, &address.to_string());
        for (replicate, u) in (0..).zip(column) {
            if address.name == Name::Growth {
                assert_eq!(*u, own.uniform(replicate, 0), "{address}");
            } else {
                assert!((u - common.uniform(replicate, 0)).abs() < 1e-13, "{address}");
                assert_eq!(*u, columns[0][replicate as usize], "{address}");
            }
        }
    }
    Ok(())
}

#[test]
fn a_new_ally_changes_no_other_draw() -> Result<(), Box<DependenceError>> {
    let of_allies =
        |allies: &[&str]| [allied(Name::Attainment, allies), allied(Name::Growth, allies)].concat();
    let before = of_allies(&ALLIES);
    let after = of_allies(&["ALB", "DEU", "FRA", "FIN", "GBR", "POL", "TUR"]);
    let (old, new) = (draws(&before, &[], 0.4, 0.6, 800)?, draws(&after, &[], 0.4, 0.6, 800)?);
    for (address, column) in before.iter().zip(&old) {
        let at = after.iter().position(|a| a == address).expect("still there");
        assert_eq!(column, &new[at], "{address}");
    }
    Ok(())
}

/// Inputs by their text: capacity, holdings, lead_years, reaction, reliability, threat_high.
fn members() -> [Address; 6] {
    [
        of(Name::Capacity, "air_defence"),
        of(Name::Holdings, "air_defence"),
        of(Name::LeadYears, "air_defence"),
        Address::plain(Name::Reaction),
        Address::plain(Name::Reliability),
        Address::plain(Name::ThreatHigh),
    ]
}

#[test]
fn pairs_reach_the_rank_correlation_asked_for_and_no_others() -> Result<(), Box<DependenceError>> {
    let [capacity, holdings, lead, reaction, reliability, threat] = members();
    let alone = Address::plain(Name::Linkage);
    let pairs = [
        (threat.clone(), reliability.clone(), -0.6),
        (capacity.clone(), lead.clone(), -0.4),
        (lead.clone(), holdings.clone(), 0.5),
        (reaction.clone(), threat.clone(), 0.3),
    ];
    let addresses = [&members()[..], &[alone]].concat();
    let columns = draws(&addresses, &pairs, 0.5, 0.5, REPLICATES)?;
    for (i, a) in columns.iter().enumerate() {
        assert_uniform(a, &addresses[i].to_string());
        for (j, b) in columns.iter().enumerate().take(i) {
            let (x, y) = (&addresses[i], &addresses[j]);
            let listed = pairs.iter().find(|(a, b, _)| (a, b) == (x, y) || (a, b) == (y, x));
            assert_rank_correlation(a, b, listed.map_or(0.0, |pair| pair.2), &format!("{x} with {y}"));
        }
    }
    Ok(())
}

/// What holds exactly when a member is added. The factor is lower triangular in the order of the addresses' text, so
/// whoever stands before the new member keeps every bit; so does whoever no chain of pairs leads to from it; and so
/// does whoever is in no pair. Only members that stand behind it and are tied to it get other numbers (and keep their
/// distribution and correlations).
#[test]
fn a_new_member_disturbs_only_members_behind_it_that_are_tied_to_it() -> Result<(), Box<DependenceError>> {
    let [capacity, holdings, lead, reaction, reliability, threat] = members();
    let before = [
        (capacity.clone(), lead.clone(), 0.4),
        (lead.clone(), threat.clone(), 0.5),
        (reaction.clone(), reliability.clone(), -0.7),
    ];
    let mut after = before.to_vec();
    after.push((holdings.clone(), lead.clone(), 0.3));
    let alone = [Address::plain(Name::Linkage), of(Name::Growth, "DEU"), of(Name::Attainment, "DEU")];
    let addresses = [&members()[..], &alone].concat();
    let (old, new) = (draws(&addresses, &before, 0.2, 0.0, 800)?, draws(&addresses, &after, 0.2, 0.0, 800)?);
    for (i, address) in addresses.iter().enumerate() {
        let disturbed = [&lead, &threat].contains(&address);
        if *address == holdings {
            // Formerly its own uniform; the first of its row is another member, so it moves with it now or not at all.
            let gap = old[i].iter().zip(&new[i]).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(gap < 1e-14, "{address}: uncorrelated with all before it, it stays itself: {gap}");
        } else {
            assert_eq!(old[i] == new[i], !disturbed, "{address}");
        }
    }
    Ok(())
}

#[test]
fn members_are_in_the_order_of_their_text() -> Result<(), Box<DependenceError>> {
    // `Name` lists holdings before capacity; the text decides, so that new inputs of the program change nothing.
    let [capacity, holdings, ..] = members();
    assert!(holdings < capacity && holdings.to_string() > capacity.to_string());
    let pairs = [(holdings.clone(), capacity.clone(), 0.8)];
    let columns = draws(&[capacity.clone(), holdings.clone()], &pairs, 0.0, 0.0, 800)?;
    let r = normal_correlation(0.8);
    let z = |address: &Address, replicate| {
        normal_quantile(Stream::new(SEED, &address.to_string()).uniform(replicate, 0))
    };
    for (replicate, (first, second)) in (0..).zip(columns[0].iter().zip(&columns[1])) {
        let (a, b) = (z(&capacity, replicate), z(&holdings, replicate));
        assert!((first - normal_cdf(a)).abs() < 1e-14);
        assert!((second - normal_cdf(r * a + (1.0 - r * r).sqrt() * b)).abs() < 1e-14);
    }
    Ok(())
}

fn error_of(pairs: &[Pair]) -> DependenceError {
    *coordinates(&members(), pairs, 0.0, 0.0).expect_err("these do not fit together")
}

#[test]
fn correlations_that_do_not_fit_name_a_pair_to_look_at() {
    let [capacity, holdings, lead, reaction, reliability, threat] = members();
    let pairs = vec![
        (reaction.clone(), reliability.clone(), 0.9),
        (capacity.clone(), holdings.clone(), 0.6),
        (holdings.clone(), lead.clone(), 0.6),
        (threat.clone(), reliability.clone(), 0.3),
        (lead.clone(), capacity.clone(), -0.95),
    ];
    let pair = |error: DependenceError| match error {
        DependenceError::NotPositiveDefinite { first, second, rho } => (first, second, rho),
        other => panic!("{other}"),
    };
    let sorted = |(a, b, rho): Pair| if a.to_string() < b.to_string() { (a, b, rho) } else { (b, a, rho) };
    let text = error_of(&pairs).to_string();
    assert!(
        text.contains("capacity[air_defence]")
            && text.contains("lead_years[air_defence]")
            && text.contains("-0.95"),
        "{text}"
    );
    assert_eq!(sorted(pair(error_of(&pairs))), (capacity, lead, -0.95));
    // Without it the others fit.
    assert!(coordinates(&members(), &pairs[..4], 0.0, 0.0).is_ok());
    // Whole dependence leaves nothing to draw.
    for rho in [1.0, -1.0] {
        let error = error_of(&[pairs[0].clone(), (holdings.clone(), threat.clone(), rho)]);
        assert_eq!(sorted(pair(error)), (holdings.clone(), threat.clone(), rho));
    }
    for rho in [f64::NAN, 1.01] {
        let error = error_of(&[pairs[0].clone(), (holdings.clone(), threat.clone(), rho)]);
        assert!(matches!(error, DependenceError::PairRange { .. }), "{error}");
    }
}

#[test]
fn an_input_is_not_correlated_with_itself() {
    // Tiers share a coordinate.
    let (early, late) =
        (Address::two(Name::Required, "sealift", "10"), Address::two(Name::Required, "sealift", "180"));
    assert!(matches!(error_of(&[(early, late, 0.5)]), DependenceError::SameDraw(..)));
}

#[test]
fn draws_depend_neither_on_order_nor_on_the_other_inputs() -> Result<(), Box<DependenceError>> {
    let [capacity, holdings, lead, _, reliability, threat] = members();
    let pairs = [
        (capacity.clone(), lead.clone(), 0.4),
        (lead.clone(), threat.clone(), 0.5),
        (holdings.clone(), threat.clone(), -0.2),
    ];
    let swapped: Vec<Pair> = pairs.iter().rev().map(|(a, b, rho)| (b.clone(), a.clone(), *rho)).collect();
    let mut addresses = members().to_vec();
    addresses.extend(allied(Name::Attainment, &ALLIES));
    addresses.extend(allied(Name::Growth, &ALLIES));
    let all = draws(&addresses, &pairs, 0.3, 0.6, 80)?;
    let turned: Vec<Address> = addresses.iter().rev().cloned().collect();
    let mut other = draws(&turned, &swapped, 0.3, 0.6, 80)?;
    other.reverse();
    assert_eq!(all, other, "order of asking, order of pairs");
    // Members count by the pairs, whether or not all of them are asked for.
    for kept in [vec![0, 5], vec![9, 4, 1], vec![12]] {
        let some: Vec<Address> = kept.iter().map(|&i| addresses[i].clone()).collect();
        let few = draws(&some, &pairs, 0.3, 0.6, 80)?;
        for (column, &i) in few.iter().zip(&kept) {
            assert_eq!(column, &all[i], "{}", addresses[i]);
        }
    }
    // Any block first.
    let coordinates = coordinates(&addresses, &pairs, 0.3, 0.6)?;
    let mut block = vec![[0.0; 8]; addresses.len()];
    for first in [64, 8, 40, 0] {
        coordinates.fill(first, &mut block);
        for (column, lanes) in all.iter().zip(&block) {
            assert_eq!(&column[first as usize..][..8], lanes);
        }
    }
    // Other correlations leave inputs that are in none alone.
    let free = draws(&addresses, &[], 0.0, 0.0, 80)?;
    assert_eq!(free[3], all[3]);
    assert_eq!(free[4], all[4], "{reliability}");
    assert_ne!(free[2], all[2]);
    Ok(())
}

#[test]
fn a_group_held_keeps_the_own_part_of_every_member() {
    let mut addresses: Vec<Address> = ["DEU", "FRA", "POL"].map(|ally| of(Name::Growth, ally)).to_vec();
    addresses.extend([of(Name::Attainment, "DEU"), Address::plain(Name::Linkage)]);
    let coordinates = coordinates(&addresses, &[], 0.4, 0.7).expect("valid");
    let (mut drawn, mut held) = (vec![[0.0; 8]; 5], vec![[0.0; 8]; 5]);
    coordinates.fill(64, &mut drawn);
    held.clone_from(&drawn);
    let (factor, name) = coordinates.group_of(0).expect("a group");
    assert_eq!((name, coordinates.group_of(4)), (Name::Growth, None));
    // At the factor's own uniforms nothing changes, to the bit.
    coordinates.fill_group(factor, coordinates.factor8(factor, 64), 64, &mut held);
    assert_eq!(held, drawn);
    // Elsewhere members move by sqrt(r) times the step of the factor's normal, and nothing else does.
    coordinates.fill_group(factor, [0.95; 8], 64, &mut held);
    assert_eq!(held[3..], drawn[3..]);
    let common = normal_correlation(0.7).sqrt();
    for member in 0..3 {
        for lane in 0..8 {
            let from = normal_quantile(coordinates.factor8(factor, 64)[lane]);
            let step = common * (normal_quantile(0.95) - from);
            let moved = normal_quantile(held[member][lane]) - normal_quantile(drawn[member][lane]);
            assert!((moved - step).abs() < 1e-9, "{moved} {step}");
        }
    }
    let middle = coordinates.middle_of_group(0, 0.95);
    assert!((middle - normal_cdf(common * normal_quantile(0.95))).abs() < 1e-14);
    assert_eq!(coordinates.middle_of_group(4, 0.95), 0.95);
}
