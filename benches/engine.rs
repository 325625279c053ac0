//! What a replicate costs, whole and by part.

use std::sync::atomic::AtomicBool;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use drawdown::{
    engine::{
        drive::Pass,
        plan::Plan,
        run::{Options, run},
        tally::ChunkSums,
    },
    model::{
        arm::Arm,
        economy::Economy,
        frame::Frame,
        lanes::{F8, LANES},
        layout::{Inputs, K},
        shocks::Events,
        simulate::{Quarter, State},
        world::World,
    },
    sampling::{lanes::M8, shocks::ShockBlock},
    scenario,
    stats::histogram::Linear,
};

/// Runs scenarios on one thread.
fn replicates(plan: &Plan, replicates: u64) -> u64 {
    let stop = AtomicBool::new(false);
    let options = Options {
        pass: Pass { replicates, threads: 1, stop: &stop, progress: &|_| {} },
        looks: None,
        keep: None,
    };
    run(plan, &options).expect("results").replicates
}

fn plan(names: &[&str]) -> Plan {
    let sources: Vec<_> = names.iter().map(Into::into).collect();
    let scenarios = scenario::load(&sources, &[]).unwrap_or_else(|found| panic!("{found}"));
    Plan::new(&scenarios, 1).expect("a plan")
}

/// Draws, three arms (of the first scenario; two of any other), sums and counts.
fn end_to_end(c: &mut Criterion) {
    let mut group = c.benchmark_group("end to end, one thread");
    group.sample_size(10);
    group.throughput(Throughput::Elements(512));
    for names in [&["orderly-50k"][..], &["orderly-50k", "media-learned-50k"]] {
        let plan = plan(names);
        group.bench_function(format!("{} scenarios", names.len()), |b| b.iter(|| replicates(&plan, 512)));
    }
    group.finish();
}

/// One arm of a block, all quarters, with the medians of the scenario's inputs and no shocks.
fn arms(c: &mut Criterion) {
    let plan = plan(&["orderly-50k"]);
    let values: Vec<F8> = plan.scenarios[0]
        .sources
        .iter()
        .map(|source| match *source {
            drawdown::engine::plan::Source::Constant(number) => F8::splat(number),
            drawdown::engine::plan::Source::Draw(draw) => {
                let draw = &plan.draws[draw];
                F8(plan.tables[draw.table].quantile8(&[0.5; LANES])) * F8::splat(draw.scale)
                    + F8::splat(draw.shift)
            }
        })
        .collect();
    let inputs = Inputs { layout: &plan.layout, values: &values };
    let (years, allies) = (plan.layout.years(), plan.layout.allies.len());
    let normals = ShockBlock {
        gdp_common: vec![[0.0; LANES]; years],
        spend_common: vec![[0.0; LANES]; years],
        gdp_ally: vec![[0.0; LANES]; years * allies],
        spend_ally: vec![[0.0; LANES]; years * allies],
        crisis_uniform: vec![[0.5; LANES]; years],
        security_uniform: vec![[0.5; LANES]; years],
    };
    let events = Events { crisis: vec![M8::first(0); years], security: vec![M8::first(0); years] };
    let cuts = vec![F8::splat(0.5); plan.layout.elements.len()];
    let mut group = c.benchmark_group("arm of a block, plain instructions");
    group.throughput(Throughput::Elements(LANES as u64));
    for (name, arm) in
        [("scenario", Arm::SCENARIO), ("direct", Arm::DIRECT), ("counterfactual", Arm::COUNTERFACTUAL)]
    {
        let (mut state, mut frame) = (State::default(), Frame::default());
        let (mut economy, mut now) = (Economy::default(), Quarter::default());
        group.bench_function(name, |b| {
            b.iter(|| {
                economy.prepare(&inputs, &normals);
                frame.prepare(&inputs);
                state.start(&inputs, &cuts, arm);
                let world = World { inputs: &inputs, economy: &economy, events: &events };
                for q in 0..plan.layout.quarters {
                    frame.advance(&inputs, q);
                    state.advance(&world, &frame, &mut now, 0..K);
                }
                now.pool
            });
        });
    }
    group.finish();
}

/// What is done with what has been computed.
fn reduction(c: &mut Criterion) {
    let mut group = c.benchmark_group("reduction");
    let numbers: Vec<F8> = (0..64)
        .map(|i| F8(std::array::from_fn(|lane| f64::from(i * 8 + lane as i32) / 520.0 - 0.2)))
        .collect();
    let bins = Linear::new(-1.0, 1.0, 1000);
    group.throughput(Throughput::Elements(512));
    group.bench_function("counters of a histogram, plain instructions", |b| {
        b.iter(|| {
            let counters = numbers.iter().map(|&values| bins.counters_of(values));
            counters.fold(0_u64, |sum, counters| sum + u64::from(counters[3]))
        });
    });
    group.throughput(Throughput::Elements(64));
    group.bench_function("sums over the lanes, plain instructions", |b| {
        b.iter(|| {
            let (groups, _) = numbers.as_chunks::<LANES>();
            groups.iter().fold(F8::ZERO, |sum, group| sum + F8::sums(&group.map(F8::halved)))
        });
    });
    let plan = plan(&["orderly-50k"]);
    let (mut total, part) = (ChunkSums::of_run(&plan), ChunkSums::new(&plan));
    group.throughput(Throughput::Elements(64));
    group.bench_function("merging a chunk", |b| b.iter(|| total.merge(&part, 0)));
    group.finish();
}

criterion_group!(benches, end_to_end, arms, reduction);
criterion_main!(benches);
