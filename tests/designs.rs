//! Sampling designs: points cover the cube as they should, and what may not change anything.
// Tests may compare with the C library: nothing of theirs reaches a result.
#![allow(clippy::disallowed_methods)]

use std::{collections::BTreeSet, sync::atomic::AtomicBool};

use drawdown::{
    analysis::estimates::Run,
    engine::{
        chunk::CHUNK,
        drive::Pass,
        plan::Plan,
        run::{Options, run},
        slot::Slot,
    },
    model::cells::Outcome,
    sampling::{
        dependence::{Coordinates, Dependence, Pair},
        design::{Design, RANDOMISATIONS, RUN, Source, place},
        sobol::dimensions,
    },
    scenario::{self, Scenario, address::Address, names::Name},
    store::summary::Estimate,
};
use sha2::{Digest, Sha256};

/// The first `points` points of a randomisation.
fn points(source: &Source, randomisation: u64, points: u64) -> Vec<f64> {
    let turn = RUN * RANDOMISATIONS;
    (0..points)
        .step_by(8)
        .flat_map(|index| source.uniform8((index / RUN) * turn + randomisation * RUN + index % RUN))
        .take(points as usize)
        .collect()
}

fn sobol(seed: u64, dimension: usize) -> Source {
    Design::Sobol.source(seed, dimensions().nth(dimension).expect("that many dimensions"))
}

#[test]
fn a_run_is_a_chunk_and_places_are_where_they_should_be() {
    assert_eq!(RUN, CHUNK);
    let mut seen = BTreeSet::new();
    for replicate in 0..8 * RUN * RANDOMISATIONS {
        let (randomisation, index) = place(replicate);
        assert!(seen.insert((randomisation, index)));
        assert_eq!(place(replicate - replicate % 8), (randomisation, index - index % 8));
    }
    assert_eq!(seen.last(), Some(&(15, 8 * RUN - 1)));
}

#[test]
fn replicates_are_rounded_up_to_whole_turns() {
    let latin = Design::LatinHypercube { replicates: 1 };
    for (asked, needed) in [(0, 0), (1, 1024), (1024, 1024), (1025, 2048), (10_000, 10_240)] {
        assert_eq!(Design::MonteCarlo.replicates(asked), asked);
        assert_eq!(Design::Sobol.replicates(asked), needed);
        assert_eq!(latin.replicates(asked), needed);
    }
    assert!(Design::Sobol.replicates(u64::MAX) > u64::MAX - 1024);
}

/// Every source in (0, 1), blocks anywhere.
#[test]
fn uniforms_are_inside_the_unit_interval() {
    for design in [Design::Sobol, Design::LatinHypercube { replicates: 1_000_448 }] {
        for address in ["commitment", "no such address"] {
            let source = design.source(5, address);
            for first in (0..1_000_000).step_by(8).chain([1 << 36, (1 << 40) + 8, u64::MAX - 7]) {
                for u in source.uniform8(first) {
                    assert!(0.0 < u && u < 1.0, "{u}");
                }
            }
        }
    }
}

/// Each projection on one axis has one point in each of 2^k intervals, from any aligned start.
#[test]
fn sobol_points_are_a_net_on_every_axis() {
    for dimension in 0..dimensions().count() {
        let source = sobol(7, dimension);
        for randomisation in [0, 9, 15] {
            let all = points(&source, randomisation, 2048);
            for k in [3, 6, 8, 10] {
                for part in all.chunks(1 << k) {
                    let filled: BTreeSet<u64> = part.iter().map(|u| (u * f64::from(1 << k)) as u64).collect();
                    assert_eq!(filled.len(), 1 << k, "dimension {dimension}, 2^{k} intervals");
                }
            }
        }
    }
}

/// The first two dimensions are a (0, m, 2)-net in base 2: of 2^m points one lies in every elementary interval.
#[test]
fn elementary_intervals_of_the_first_dimensions_hold_one_point() {
    let (m, n) = (8, 256);
    for randomisation in 0..RANDOMISATIONS {
        let (a, b) = (points(&sobol(3, 0), randomisation, n), points(&sobol(3, 1), randomisation, n));
        for k in 0..=m {
            let cell =
                |(x, y): (&f64, &f64)| ((x * f64::from(1 << k)) as u64, (y * f64::from(1 << (m - k))) as u64);
            let filled: BTreeSet<(u64, u64)> = a.iter().zip(&b).map(cell).collect();
            assert_eq!(filled.len(), n as usize, "2^-{k} by 2^-{}", m - k);
        }
    }
}

#[test]
fn latin_hypercubes_have_one_point_a_stratum() {
    for replicates in [1024, 3 * 1024, 10_240, 65_536, 100_352] {
        let design = Design::LatinHypercube { replicates };
        let size = replicates / RANDOMISATIONS;
        for address in ["commitment", "stay[isr]"] {
            let source = design.source(4, address);
            let mut first = BTreeSet::new();
            for randomisation in 0..RANDOMISATIONS {
                let points = points(&source, randomisation, size);
                let strata: BTreeSet<u64> = points.iter().map(|u| (u * size as f64) as u64).collect();
                assert_eq!(strata.len(), size as usize, "{replicates} replicates of {address}");
                first.insert(points[0].to_bits());
            }
            assert_eq!(first.len(), RANDOMISATIONS as usize, "randomisations differ");
        }
    }
    // Replicates that were not rounded up are.
    let (rounded, not) =
        (Design::LatinHypercube { replicates: 2048 }, Design::LatinHypercube { replicates: 1500 });
    assert_eq!(rounded.source(1, "slip"), not.source(1, "slip"));
}

/// The permutations of the strata: the strata of two points of a randomisation, and of the same point of two
/// addresses, are independent. Chi-square on 8 x 8 cells against its mean and five standard deviations.
#[test]
fn strata_of_latin_hypercubes_are_independent() {
    let trials = 16_000_u64;
    let eighth = |u: f64| (u * 8.0) as usize;
    let (mut points_, mut addresses) = ([[0.0; 8]; 8], [[0.0; 8]; 8]);
    for seed in 0..trials / RANDOMISATIONS {
        let design = Design::LatinHypercube { replicates: 1024 };
        let (a, b) = (design.source(seed, "commitment"), design.source(seed, "reaction"));
        for randomisation in 0..RANDOMISATIONS {
            let (a, b) = (a.uniform8(randomisation * RUN), b.uniform8(randomisation * RUN));
            points_[eighth(a[2])][eighth(a[3])] += 1.0;
            addresses[eighth(a[5])][eighth(b[5])] += 1.0;
        }
    }
    // Without replacement: of the other 63 strata 7 are in the same eighth and 8 in each other.
    let mean = trials as f64 / 8.0;
    let mut chi = [0.0; 2];
    for i in 0..8 {
        for j in 0..8 {
            let within = if i == j { 7.0 } else { 8.0 } / 63.0;
            let square = |found: f64, expected: f64| (found - expected) * (found - expected) / expected;
            chi[0] += square(points_[i][j], mean * within);
            chi[1] += square(addresses[i][j], mean / 8.0);
        }
    }
    for chi in chi {
        assert!(chi < 63.0 + 5.0 * (2.0 * 63.0_f64).sqrt(), "{chi}");
    }
}

/// Addresses that own no dimension get exactly their keyed random numbers.
#[test]
fn addresses_without_a_dimension_use_keyed_random_numbers() {
    assert!(dimensions().all(|owner| owner != "capacity[nowhere]"));
    let of = |design: Design| design.source(2, "capacity[nowhere]").uniform8(4096);
    assert_eq!(of(Design::Sobol), of(Design::MonteCarlo));
}

#[test]
fn seeds_addresses_and_randomisations_differ() {
    for design in [Design::Sobol, Design::LatinHypercube { replicates: 4096 }] {
        let mut seen = BTreeSet::new();
        for (seed, address) in [(1, "commitment"), (2, "commitment"), (1, "reaction")] {
            for randomisation in 0..RANDOMISATIONS {
                let points = points(&design.source(seed, address), randomisation, 8);
                assert!(seen.insert(points.into_iter().map(f64::to_bits).collect::<Vec<_>>()));
            }
        }
    }
}

fn mean_square_error(design: Design, function: fn(&[f64]) -> f64, truth: f64, n: u64, inputs: usize) -> f64 {
    let trials = 40;
    let mut error = 0.0;
    for seed in 0..trials {
        let sources: Vec<Source> = dimensions().take(inputs).map(|a| design.source(seed, a)).collect();
        let mut sum = 0.0;
        for first in (0..n).step_by(8) {
            let lanes: Vec<[f64; 8]> = sources.iter().map(|source| source.uniform8(first)).collect();
            for lane in 0..8 {
                sum += function(&lanes.iter().map(|u| u[lane]).collect::<Vec<_>>());
            }
        }
        error += (sum / n as f64 - truth).powi(2);
    }
    error / trials as f64
}

/// A smooth function of five inputs with interactions: Owen (1997) promises n^-3 (log n)^4 for its variance.
#[test]
fn sobol_converges_much_faster_than_monte_carlo() {
    let function = |u: &[f64]| u.iter().map(|u| 1.0 + 0.5 * (u - 0.5)).product::<f64>();
    let error = |design, n| mean_square_error(design, function, 1.0, n, 5);
    let (few, many) = (error(Design::Sobol, 4096), error(Design::Sobol, 65_536));
    let plain = error(Design::MonteCarlo, 4096);
    assert!(few < plain / 500.0, "{few} against {plain}");
    assert!(many < few / 300.0, "{many} against {few} with a sixteenth of the points");
    // A Latin hypercube removes what the inputs do one by one.
    let latin = error(Design::LatinHypercube { replicates: 4096 }, 4096);
    assert!(latin < plain / 10.0, "{latin} against {plain}");
}

/// The bytes are a contract: another value here is a change of every Sobol or Latin hypercube run.
#[test]
fn the_first_draws_stay_what_they_are() {
    let bits = |design: Design| {
        let source = design.source(1, "commitment");
        [source.uniform8(0)[0], source.uniform8(64)[3], source.uniform8(1024)[7]].map(f64::to_bits)
    };
    assert_eq!(bits(Design::Sobol), [4604615768209090943, 4595205671847985588, 4601912747406111662]);
    assert_eq!(
        bits(Design::LatinHypercube { replicates: 10_240 }),
        [4606689559045163042, 4605568964796053170, 4605106099408543176]
    );
}

fn shipped(stem: &str) -> Vec<Scenario> {
    scenario::load(&[stem.into()], &[]).unwrap_or_else(|found| panic!("{found}"))
}

/// The mean index at D+30 with its error as the engine states it, in the scenario and attributable.
fn indices(scenarios: &[Scenario], design: Design, seed: u64) -> [Estimate; 2] {
    let plan = Plan::with_design(scenarios, seed, design).expect("scenarios that fit");
    let stop = AtomicBool::new(false);
    let options = Options {
        pass: Pass { replicates: 1024, threads: 2, stop: &stop, progress: &|_| {} },
        looks: None,
        keep: None,
    };
    let results = run(&plan, &options).expect("results");
    let found = Run { scenarios, plan: &plan, results: &results };
    [Slot::Scenario, Slot::Attributable].map(|slot| found.estimate(0, Outcome::IndexHeadline, slot, 1))
}

/// The simulator itself: with Sobol points a fifth of the replicates is enough for the mean shortfall index, and the
/// attributable index gets no worse. The spread over twelve seeds against the standard error of as many replicates of
/// plain Monte Carlo; the ratio of the variances was 12 to 30 in three shipped scenarios, and were it 5, an estimate
/// from twelve would vary by a factor of 1.5.
#[test]
fn sobol_needs_a_fifth_of_the_replicates() {
    let scenarios = shipped("media-learned-50k");
    let plain = indices(&scenarios, Design::MonteCarlo, 1);
    let seeds = 12;
    let found: Vec<[Estimate; 2]> =
        (1..=seeds).map(|seed| indices(&scenarios, Design::Sobol, seed)).collect();
    for (which, fewer) in [(0, 5.0), (1, 1.0)] {
        let n = seeds as f64;
        let mean = found.iter().map(|index| index[which].mean).sum::<f64>() / n;
        let squares: f64 = found.iter().map(|index| (index[which].mean - mean).powi(2)).sum();
        let (ours, theirs) = (squares / (n - 1.0), plain[which].se.powi(2));
        assert!(ours * fewer <= theirs, "variance {ours} against {theirs}");
        // And it is the same mean: within four standard errors.
        assert!((mean - plain[which].mean).abs() < 4.0 * (theirs + ours / n).sqrt());
    }
}

/// Each line is an address of the reference data, reduced to its coordinate, or the common factor of a group; none is
/// doubled.
#[test]
fn the_list_of_dimensions_holds_addresses() {
    let scenarios = shipped("uncertain-20k-50k");
    let mut known: BTreeSet<String> =
        scenarios[0].values.keys().map(|address| address.coordinate().to_string()).collect();
    known.extend(
        Name::ALL.iter().filter(|name| name.is_group()).map(|&name| Address::plain(name).to_string()),
    );
    let mut seen = BTreeSet::new();
    for owner in dimensions() {
        assert!(known.contains(owner), "`{owner}` is no address");
        assert!(seen.insert(owner), "`{owner}` is doubled");
    }
    for factor in Name::ALL.iter().filter(|name| name.is_group()) {
        assert!(seen.contains(factor.spec().name), "the common factor of {factor:?} owns a dimension");
    }
}

/// Hashes of the first lines of the list. When addresses are appended, append a line here too.
const LISTS: [(usize, &str); 3] = [
    (9, "a0431e0c2fc95b9cc30553ec9da799bb3c7e4a820f98ea805fc6a390fa15c37b"),
    (139, "093631dac06d86d36ef426320c669b916afb4c2892fa8ea5d27303c4761ab71e"),
    (148, "e3f404c674c9d0e731c4019687e1fb424fba94826b09749880be42445b1b4f5e"),
];

#[test]
fn the_list_of_dimensions_begins_as_it_always_did() {
    assert_eq!(dimensions().count(), LISTS[LISTS.len() - 1].0, "a hash for the new lines");
    for (count, expected) in LISTS {
        let lines: Vec<&str> = dimensions().take(count).collect();
        assert_eq!(lines.len(), count);
        let hash = Sha256::digest(lines.join("\n"));
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, expected, "the first {count} lines changed: the list is append-only");
    }
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, i) in order.into_iter().enumerate() {
        ranks[i] = rank as f64 / values.len() as f64 - 0.5;
    }
    ranks
}

fn columns(design: Design, addresses: &[Address], dependence: &Dependence, n: u64) -> Vec<Vec<f64>> {
    let coordinates = Coordinates::new(9, addresses, dependence, design).expect("valid correlations");
    let mut block = vec![[0.0; 8]; addresses.len()];
    let mut columns = vec![Vec::new(); addresses.len()];
    for first in (0..n).step_by(8) {
        coordinates.fill(first, &mut block);
        for (column, lanes) in columns.iter_mut().zip(&block) {
            column.extend(lanes);
        }
    }
    columns
}

/// Pairs and groups reach their rank correlations under every design, and one more input changes no other's draws.
#[test]
fn correlations_work_under_every_design() {
    let n = 16_384;
    let mut addresses = vec![
        Address::plain(Name::Commitment),
        Address::plain(Name::Linkage),
        Address::one(Name::Attainment, "DEU"),
        Address::one(Name::Attainment, "FRA"),
    ];
    let pair = Pair { first: addresses[0].clone(), second: addresses[1].clone(), rho: -0.6 };
    let dependence = Dependence { groups: vec![(Name::Attainment, 0.5)], pairs: vec![pair] };
    for design in [Design::MonteCarlo, Design::Sobol, Design::LatinHypercube { replicates: n }] {
        let drawn = columns(design, &addresses, &dependence, n);
        let ranked: Vec<Vec<f64>> = drawn.iter().map(|column| ranks(column)).collect();
        for (i, j, rho) in [(0, 1, -0.6), (2, 3, 0.5), (0, 2, 0.0), (1, 3, 0.0)] {
            let found = 12.0 * ranked[i].iter().zip(&ranked[j]).map(|(a, b)| a * b).sum::<f64>() / n as f64;
            assert!((found - rho).abs() < 0.033, "{}: {found} is not {rho}", design.name());
        }
        addresses.push(Address::plain(Name::Slip));
        let more = columns(design, &addresses, &dependence, n);
        assert_eq!(more[..4], drawn[..], "an input more disturbs none");
        addresses.pop();
        if !matches!(design, Design::LatinHypercube { .. }) {
            let doubled = columns(design, &addresses, &dependence, 2 * n);
            assert!(doubled.iter().zip(&drawn).all(|(long, short)| long[..n as usize] == short[..]));
        }
    }
}
