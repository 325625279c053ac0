//! What draws cost: keyed uniforms, elementary functions, tabulated quantiles; a block is eight lanes.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use drawdown::sampling::dependence::{Coordinates, Dependence};
use drawdown::sampling::elementary::{exp, ln, normal_cdf, normal_quantile8};
use drawdown::sampling::{design::Design, keyed::Stream, shocks::Shocks, table::Table};
use drawdown::scenario::{address::Address, distribution::Distribution, names::Name};

/// Blocks a measurement goes through.
const BLOCKS: usize = 128;

/// Uniforms of one stream.
fn uniforms() -> Vec<[f64; 8]> {
    let stream = Stream::new(1, "bench");
    (0..BLOCKS as u64).map(|block| stream.uniform8(8 * block, 0)).collect()
}

/// Measures a function of a block over all blocks.
fn blocks(c: &mut Criterion, name: &str, function: impl Fn(&[f64; 8]) -> [f64; 8]) {
    let input = uniforms();
    let mut output = input.clone();
    let mut group = c.benchmark_group("lanes");
    group.throughput(Throughput::Elements(8 * BLOCKS as u64));
    group.bench_function(name, |b| {
        b.iter(|| {
            for (out, block) in output.iter_mut().zip(black_box(&input)) {
                *out = function(block);
            }
            black_box(&output);
        });
    });
}

/// A function of a number on eight lanes.
fn each(block: &[f64; 8], function: impl Fn(f64) -> f64) -> [f64; 8] {
    block.map(function)
}

fn elementary(c: &mut Criterion) {
    blocks(c, "exp", |block| each(block, exp));
    blocks(c, "ln", |block| each(block, ln));
    blocks(c, "normal_cdf", |block| each(block, normal_cdf));
    blocks(c, "normal_quantile", normal_quantile8);
}

fn tables(c: &mut Criterion) {
    let cases = [
        ("pert", Distribution::Pert { low: 0.4, mode: 0.7, high: 0.92 }),
        ("triangular", Distribution::Triangular { low: 0.4, mode: 0.7, high: 0.92 }),
        ("log_normal", Distribution::LogNormal { median: 1.0, sigma: 0.5 }),
        ("truncated_normal", Distribution::TruncatedNormal { mean: 0.5, sd: 0.2, low: 0.0, high: 1.0 }),
        (
            "discrete",
            Distribution::Discrete { values: vec![1.0, 2.0, 4.0], probabilities: vec![0.5, 0.3, 0.2] },
        ),
    ];
    for (name, distribution) in cases {
        let table = Table::new(&distribution);
        blocks(c, name, |block| table.quantile8(block));
    }
    let pert = |i: u32| Distribution::Pert { low: 0.0, mode: f64::from(i) / 350.0, high: 1.0 };
    let mut group = c.benchmark_group("many");
    group.throughput(Throughput::Elements(350));
    group.bench_function("build_350_tables", |b| {
        b.iter(|| (0..350).map(|i| Table::new(black_box(&pert(i)))).collect::<Vec<_>>());
    });
    // As the engine does: each table once a block.
    let many: Vec<Table> = (0..350).map(|i| Table::new(&pert(i))).collect();
    let input = uniforms();
    let mut output = vec![[0.0; 8]; many.len()];
    group.throughput(Throughput::Elements(8 * 350));
    let mut offset = 0;
    group.bench_function("draw_350_tables", |b| {
        b.iter(|| {
            offset += 1;
            for (i, (out, table)) in output.iter_mut().zip(&many).enumerate() {
                *out = table.quantile8(&input[(i + offset) % BLOCKS]);
            }
            black_box(&output);
        });
    });
    group.finish();
}

fn draws(c: &mut Criterion) {
    let mut group = c.benchmark_group("draws");
    let stream = Stream::new(1, "bench");
    group.throughput(Throughput::Elements(8 * BLOCKS as u64));
    group.bench_function("uniform", |b| {
        let mut output = vec![[0.0; 8]; BLOCKS];
        b.iter(|| {
            for (index, out) in (0..).zip(output.iter_mut()) {
                *out = stream.uniform8(8, index);
            }
            black_box(&output);
        });
    });
    for design in [Design::Sobol, Design::LatinHypercube { replicates: 10_240 }] {
        let source = design.source(1, "commitment");
        group.bench_function(design.name(), |b| {
            let mut output = vec![[0.0; 8]; BLOCKS];
            b.iter(|| {
                for (block, out) in (0..).zip(output.iter_mut()) {
                    *out = source.uniform8(8 * block);
                }
                black_box(&output);
            });
        });
    }
    let ids: Vec<String> = (0..29).map(|i| format!("A{i:02}")).collect();
    let shocks = Shocks::new(1, &ids, 2026, 15);
    let mut block = shocks.block();
    group.throughput(Throughput::Elements(8 * 15 * (3 + 2 * 29)));
    group.bench_function("shocks", |b| {
        b.iter(|| {
            shocks.fill(black_box(8), &mut block);
            black_box(&block);
        });
    });
    let mut addresses: Vec<Address> = (0..200).map(|i| Address::one(Name::Capacity, i)).collect();
    addresses.extend(
        ids.iter().flat_map(|id| [Name::Growth, Name::Attainment].map(|name| Address::one(name, id))),
    );
    let dependence =
        Dependence { groups: vec![(Name::Growth, 0.5), (Name::Attainment, 0.5)], pairs: Vec::new() };
    let coordinates =
        Coordinates::new(1, &addresses, &dependence, Design::MonteCarlo).expect("valid correlations");
    let (mut scratch, mut out) = (coordinates.scratch(), vec![[0.0; 8]; coordinates.len()]);
    group.throughput(Throughput::Elements(8 * coordinates.len() as u64));
    group.bench_function("coordinates_200_and_two_groups", |b| {
        b.iter(|| {
            coordinates.fill_with(black_box(8), &mut scratch, &mut out);
            black_box(&out);
        });
    });
    group.finish();
}

criterion_group!(benches, elementary, tables, draws);
criterion_main!(benches);
