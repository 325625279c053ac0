//! In sum what the tables of the same run say; for any number of threads, and without the replicates that a run leaves out.

use std::sync::atomic::AtomicBool;

use drawdown::{
    analysis::replicates::{Keeping, write},
    engine::{
        drive::Pass,
        plan::Plan,
        run::{Options, run},
    },
    scenario::{self, address::Address, distribution::Distribution, names::Name},
    store::table::Row,
    study::{Arm, CancelToken, Detail, Done, Finished, OfReplicates, Outcome, Study},
};

use super::{Table, asked, bytes, written};

fn study(n: u64) -> Study {
    Study::new().scenario("media-learned-20k").scenario("settlement-35k").replicates(n).seed(3)
}

/// The column of a row of a table.
fn column(row: &Row) -> String {
    let quarter = row
        .quarter
        .filter(|_| row.outcome == "gap")
        .map(|q| format!("{}Q{}", row.year.unwrap_or(0), q % 4 + 1));
    let ids = [
        row.domain.clone(),
        row.tier.map(|tier| tier.to_string()),
        row.ally.clone(),
        row.host.clone(),
        quarter.clone(),
        row.year.filter(|_| quarter.is_none()).map(|year| year.to_string()),
    ];
    let ids: Vec<String> = ids.into_iter().flatten().collect();
    let ids = if ids.is_empty() { String::new() } else { format!("[{}]", ids.join(",")) };
    format!("{}:{}{ids}", row.arm.as_deref().unwrap_or("scenario"), row.outcome)
}

/// Compares the rows of a table with the columns that there are; returns how many.
fn compare(table: &Table, finished: &Finished, name: &str) -> usize {
    let mut compared = 0;
    for row in finished.rows(name).expect("a table") {
        let column = column(&row);
        if !table.numbers.contains_key(&column) {
            continue;
        }
        let mut values: Vec<f64> = table.of(&row.scenario, &column);
        values.retain(|value| !value.is_nan());
        if values.is_empty() {
            continue;
        }
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let said = row.mean.or(row.probability).expect("an estimate");
        let largest = values.iter().fold(1e-9_f64, |largest, value| largest.max(value.abs()));
        assert!((mean - said).abs() <= 1e-12 * largest, "{column} of {}: {mean} {said}", row.scenario);
        values.sort_by(f64::total_cmp);
        for (share, quantile) in
            [(0.05, row.p05), (0.25, row.p25), (0.5, row.p50), (0.75, row.p75), (0.95, row.p95)]
        {
            let Some(quantile) = quantile else { continue };
            // Counts in bins know a value to 0.1 % of the width of coverage, to a quarter, or to 0.4 % of itself; where a
            // quantile lies between two replicates any number between them is one.
            let at = share * values.len() as f64;
            let (below, above) = ((at - 1.0).max(0.0) as usize, (at.ceil() as usize).min(values.len() - 1));
            let bin = match row.unit.as_str() {
                "fraction" if row.outcome.ends_with("_year") => 0.004,
                "quarters" => 0.5,
                _ => 0.008 * quantile.abs() + 1e-9,
            };
            assert!(
                values[below] - bin <= quantile && quantile <= values[above] + bin,
                "{column} of {}: {share} {quantile} in {}..{}",
                row.scenario,
                values[below],
                values[above]
            );
        }
        compared += 1;
    }
    compared
}

#[test]
fn means_probabilities_and_quantiles_are_those_of_the_tables() {
    let finished = study(1024).detail(Detail::Full).run().expect("a run");
    let done = finished.done();
    let tables = ["coverage", "index", "closure", "peak", "cost", "bill", "hosts"];
    let mut planned = study(1024).plan().expect("a plan");
    let keeping = planned.keeping(&OfReplicates::default()).expect("the default");
    planned.tell(|done, all| assert!(done <= all));
    let table = written(&planned, &keeping, done);
    assert_eq!(table.replicates.len(), 2048);
    assert_eq!(table.scenarios[..2], ["media-learned-20k", "settlement-35k"]);
    let compared: Vec<usize> = tables.iter().map(|name| compare(&table, &finished, name)).collect();
    // By scenario: coverage of 13 domains in 5 years, 3 indices, closed by 5 years and domains closed, peaks; two arms each.
    assert_eq!(compared, [2 * 130, 2 * 6, 2 * (130 + 10), 2 * 52, 2 * 6, 2 * 3, 2]);

    // Differences, labels, what is empty in some replicates, and what stands in other frames.
    let some = [
        "attributable:gap[isr,30,*]",
        "induced:index_year[*,*]",
        "first_quarter[*,30]",
        "delay[*,*]",
        "direct:shortfall[*,*]",
    ];
    let keeping = planned.keeping(&asked(Some(&["reaction"]), Some(&some))).expect("they exist");
    let table = written(&planned, &keeping, done);
    let compared: Vec<usize> =
        ["gap", "index", "vulnerability", "closure"].map(|name| compare(&table, &finished, name)).into();
    assert_eq!(compared[..2], [2 * 60, 2 * (45 + 39)]);
    assert!(compared[2] > 20 && compared[3] > 20, "{compared:?}");
    assert!(table.numbers.values().any(|values| values.iter().any(|value| value.is_nan())));

    // Which constraint holds a gap open: the tables have its share among those that are open.
    let labels =
        ["money", "industry", "people", "time", "open"].map(|name| format!("scenario:{name}[isr,2031Q1]"));
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let keeping = planned.keeping(&asked(Some(&["reaction"]), Some(&labels))).expect("they exist");
    let table = written(&planned, &keeping, done);
    let mut labelled = 0;
    for row in finished.rows("binding").expect("a table") {
        let column = format!("scenario:{}[isr,2031Q1]", row.outcome);
        let here = row.arm.as_deref() == Some("scenario") && row.quarter == Some(20);
        if here && row.domain.as_deref() == Some("isr") && labels.contains(&column.as_str()) {
            let sum = |column: &str| table.of(&row.scenario, column).iter().sum::<f64>();
            let of = if row.outcome == "open" { 1024.0 } else { sum("scenario:open[isr,2031Q1]") };
            let share = sum(&column) / of;
            labelled += 1;
            assert!((share - row.probability.expect("a label")).abs() < 1e-12, "{column}: {share}");
        }
    }
    assert_eq!(labelled, 2 * 5);
}

#[test]
fn threads_change_no_byte_and_a_cancelled_one_is_none() {
    let done = study(700).threads(1).plan().expect("a plan").run().expect("a run").done();
    let of = |threads: usize| {
        let planned = study(700).threads(threads).plan().expect("a plan");
        let keeping = planned.keeping(&OfReplicates::default()).expect("the default");
        bytes(&planned, &keeping, done)
    };
    let (one, _) = of(1);
    for threads in [2, 3, 5] {
        assert!(of(threads).0 == one, "{threads} threads");
    }
    let token = CancelToken::new();
    let mut planned = study(700).threads(2).plan().expect("a plan").cancel(&token);
    let keeping = planned.keeping(&OfReplicates::default()).expect("the default");
    planned.tell(move |done, _| {
        if done > 200 {
            token.cancel();
        }
    });
    assert_eq!(bytes(&planned, &keeping, done).1, None);
}

#[test]
fn more_replicates_begin_with_the_fewer() {
    let of = |n: u64| {
        let planned = study(n).plan().expect("a plan");
        let keeping =
            planned.keeping(&asked(Some(&["growth", "required[isr,*]"]), None)).expect("they exist");
        written(&planned, &keeping, Done { replicates: n, not_finite: false })
    };
    // More than one row group.
    let (few, many) = (of(128), of(8200));
    assert_eq!(many.replicates.len(), 16_400);
    assert!(many.replicates.is_sorted());
    for (column, values) in &few.numbers {
        let begin = &many.numbers[column][..values.len()];
        assert!(values.iter().zip(begin).all(|(a, b)| a.to_bits() == b.to_bits()), "{column}");
    }
}

#[test]
fn what_a_run_leaves_out_has_no_row() {
    // A skewness whose square is 0: the model divides 0 by 0.
    let loaded = scenario::load(&["orderly-20k".into()], &[]).expect("it ships");
    let mut odd = loaded[0].clone();
    let value = odd.values.get_mut(&Address::plain(Name::SpendSkew)).expect("a skewness");
    value.distribution =
        Distribution::Discrete { values: vec![1e-200, 0.5], probabilities: vec![0.004, 0.996] };
    let scenarios = [odd];
    let mut plan = Plan::new(&scenarios, 1).expect("a plan");
    plan.keep_detail(Detail::People);
    let stop = AtomicBool::new(false);
    let pass = Pass { replicates: 1000, threads: 2, stop: &stop, progress: &|_| {} };
    let found = run(&plan, &Options { pass, looks: None, keep: None }).expect("results");
    assert!(found.failed > 0 && found.not_finite.replicates == found.failed);
    let section = plan.cells.section(Outcome::IndexHeadline);
    let mean = found.scenarios[0].estimate(section, Arm::Scenario, 1).expect("a mean").mean;

    let asked = asked(Some(&["spend_skew"]), Some(&["index_headline[30]"]));
    let keeping = Keeping::new(&plan, &scenarios, &asked).expect("they exist");
    let mut bytes = Vec::new();
    let written =
        write(&mut bytes, &keeping, &scenarios, Some(&plan), &pass).expect("written").expect("whole");
    assert_eq!(written.rows, 1000 - found.failed);
    let table = super::table(bytes, keeping.columns().iter().map(|column| column.name.clone()));
    assert!(table.numbers["input:spend_skew"].iter().all(|value| *value == 0.5));
    let index = &table.numbers["scenario:index_headline[30]"];
    assert!((index.iter().sum::<f64>() / index.len() as f64 - mean).abs() < 1e-12);
}
