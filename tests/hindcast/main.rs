//! `drawdown hindcast`: scores against closed forms, coverage on worlds drawn from the model itself, numbers of the series that
//! ships computed again, the same bytes for any number of threads, sentences that follow the data.

mod command;
mod computed_again;
mod scores;
mod sentences;

use std::sync::{LazyLock, atomic::AtomicBool};

use drawdown::{
    engine::drive::Pass,
    hindcast::{
        Hindcast,
        forecasts::{Forecast, forecasts},
        paths::Found,
        summary::summary,
    },
    store::hindcast::HindcastSummary,
};

fn run(hindcast: &Hindcast, replicates: u64, threads: usize) -> Found {
    let stop = AtomicBool::new(false);
    hindcast.run(&Pass { replicates, threads, stop: &stop, progress: &|_| {} }).expect("a run")
}

/// One run of what ships, which tests share.
static SHIPPED: LazyLock<(Hindcast, Found, Vec<Forecast>, HindcastSummary)> = LazyLock::new(|| {
    let hindcast = Hindcast::shipped(1).expect("what ships");
    let found = run(&hindcast, 512, 0);
    let all = forecasts(&hindcast, &found);
    let summary = summary(&hindcast, &found, &all).expect("a summary");
    (hindcast, found, all, summary)
});

fn sorted(mut sample: Vec<f64>) -> Vec<f64> {
    sample.sort_unstable_by(f64::total_cmp);
    sample
}

/// A table as rows of cells, by the heads of its columns.
fn table(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().expect("a head").clone();
    let row = |record: csv::StringRecord| {
        heads.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}
