//! What draws and their parts cost: `cargo bench --bench sampling`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use drawdown::{
    sampling::{
        elementary::{exp, ln, normal_quantile},
        keyed::Stream,
        special::incomplete_beta_inverse,
        table::Table,
    },
    scenario::distribution::Distribution,
};

/// Eight replicates go through everything together.
const LANES: u64 = 8;

fn draws(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("draws");
    group.throughput(Throughput::Elements(LANES));
    let stream = Stream::new(1, "growth[DEU]");
    let mut first = 0_u64;
    group.bench_function("uniform8", |b| {
        b.iter(|| {
            first += LANES;
            stream.uniform8(black_box(first), 0)
        });
    });
    let u = stream.uniform8(0, 0);
    group.bench_function("normal_quantile", |b| b.iter(|| black_box(u).map(normal_quantile)));
    let tables = [
        ("uniform", Distribution::Uniform { low: 0.0, high: 2.0 }),
        ("pert", Distribution::Pert { low: 0.0, mode: 0.3, high: 1.0 }),
        ("triangular", Distribution::Triangular { low: 0.0, mode: 0.3, high: 1.0 }),
        ("empirical", Distribution::Empirical { values: (0..30).map(f64::from).collect() }),
    ];
    for (name, distribution) in tables {
        let table = Table::new(&distribution);
        group.bench_function(format!("table quantile8, {name}"), |b| {
            b.iter(|| table.quantile8(&black_box(u)));
        });
    }
    group.finish();
}

fn elementary(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("elementary");
    group.throughput(Throughput::Elements(LANES));
    let u = Stream::new(1, "growth[DEU]").uniform8(0, 0);
    group.bench_function("exp", |b| b.iter(|| black_box(u).map(exp)));
    group.bench_function("ln", |b| b.iter(|| black_box(u).map(ln)));
    group.finish();
}

/// What compiling a scenario costs: an inverse, and a table of some 400 of them.
fn tabulating(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("tabulating");
    group.throughput(Throughput::Elements(1));
    for (a, b) in [(3.0, 3.0), (1.0, 5.0), (0.5, 0.5), (40.0, 2.0)] {
        group.bench_function(format!("incomplete_beta_inverse, {a} and {b}"), |bencher| {
            bencher.iter(|| incomplete_beta_inverse(black_box(a), black_box(b), black_box(0.3)));
        });
    }
    let pert = Distribution::Pert { low: 0.0, mode: 0.3, high: 1.0 };
    group.bench_function("table of a PERT", |b| b.iter(|| Table::new(black_box(&pert))));
    group.finish();
}

criterion_group!(benches, draws, elementary, tabulating);
criterion_main!(benches);
