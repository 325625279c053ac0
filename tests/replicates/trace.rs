//! To the bit against the trace of the same run.

use std::{collections::BTreeMap, path::Path, process::Command};

use drawdown::{
    engine::{
        plan::{Plan, Source},
        trace::rows::{InputRow, ShockRow},
    },
    sampling::design::Design,
    scenario::{
        self,
        address::Address,
        names::{Index, Name},
    },
};
use serde::Deserialize;

use super::read;

/// As much of a row of `supply.csv` as is compared.
#[derive(Deserialize)]
struct Supply {
    replicate: u64,
    arm: String,
    quarter: usize,
    domain: String,
    tier: u32,
    requirement: f64,
    effective: f64,
    gap: f64,
}

fn rows<R: for<'d> Deserialize<'d>>(folder: &Path, name: &str) -> Vec<R> {
    let reader = csv::Reader::from_path(folder.join(name)).expect("a table");
    reader.into_deserialize().map(|row| row.expect("a row")).collect()
}

fn address(row: &InputRow) -> Address {
    let name = Name::parse(&row.name).expect("a name");
    match name.spec().index {
        Index::None => Address::plain(name),
        Index::Domain => Address::one(name, &row.domain),
        Index::Tier => Address::one(name, &row.tier),
        Index::Ally => Address::one(name, &row.ally),
        Index::Element => Address::one(name, &row.element),
        Index::DomainTier => Address::two(name, &row.domain, &row.tier),
        Index::DomainEnabler => Address::two(name, &row.domain, &row.enabler),
        Index::ElementDomain => Address::two(name, &row.element, &row.domain),
        Index::AllyDomain => Address::two(name, &row.ally, &row.domain),
    }
}

#[test]
fn what_was_drawn_and_what_came_out_is_what_the_trace_says() {
    const N: u64 = 96;
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = temporary.path();
    // One with a trigger, a cut that is drawn, and inputs that share draws.
    let scenario = "uncertain-20k-50k";
    let status = Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .current_dir(folder)
        .args([
            "run",
            scenario,
            "-n",
            &N.to_string(),
            "--seed",
            "7",
            "--design",
            "mc",
            "--quiet",
            "--no-figures",
            "--no-report",
        ])
        .args(["--trace", "trace", "-o", "run", "--keep-replicates", "all.parquet"])
        .args(["--outcomes", "gap[*,*,*],direct:gap[*,*,*],coverage[*,*,*],peak_gap[*,*]"])
        .stdout(std::process::Stdio::null())
        .status()
        .expect("it runs");
    assert!(status.success());
    let table = read(&folder.join("all.parquet"));
    assert_eq!(table.replicates, (0..N).collect::<Vec<u64>>());

    let mut drawn: BTreeMap<Address, Vec<f64>> = BTreeMap::new();
    for row in rows::<InputRow>(&folder.join("trace"), "inputs.csv") {
        drawn.entry(address(&row)).or_default().push(row.value);
    }
    let mut compared = 0;
    for (address, values) in &drawn {
        let varies = values.iter().any(|value| value.to_bits() != values[0].to_bits());
        match table.numbers.get(&format!("input:{address}")) {
            Some(kept) if values.len() == kept.len() => {
                assert!(values.iter().zip(kept).all(|(a, b)| a.to_bits() == b.to_bits()), "{address}");
                compared += 1;
            }
            Some(_) => assert!(address.name.is_sparse(), "{address}"),
            None => assert!(!varies, "{address} is drawn and not kept"),
        }
    }
    assert!(compared > 390, "{compared}");

    // A value is that of its distribution at the quantile beside it.
    let scenarios = scenario::load(&[scenario.into()], &[]).expect("it ships");
    let plan = Plan::with_design(&scenarios, 7, Design::MonteCarlo).expect("a plan");
    let mut quantiles = 0;
    for (address, source) in plan.layout.addresses().iter().zip(&plan.scenarios[0].sources) {
        let (Source::Draw(draw), Some(values)) = (source, table.numbers.get(&format!("input:{address}")))
        else {
            continue;
        };
        let draw = &plan.draws[*draw];
        let behind = &plan.dependence[draw.dependence].addresses()[draw.coordinate];
        for (value, u) in values.iter().zip(&table.numbers[&format!("quantile:{behind}")]) {
            assert!((0.0..1.0).contains(u), "{address}: {u}");
            let again = plan.tables[draw.table].quantile(*u) * draw.scale + draw.shift;
            assert!((value - again).abs() <= 1e-12 * again.abs(), "{address}: {value} {again}");
        }
        quantiles += 1;
    }
    assert_eq!(quantiles, table.numbers.keys().filter(|name| name.starts_with("input:")).count());

    shocks(&table, &folder.join("trace"), plan.layout.start_year);
    supply(&table, &folder.join("trace"), plan.layout.start_year);
}

/// Shocks in summary, from those of the years.
fn shocks(table: &super::Table, trace: &Path, start: i32) {
    let mut by_name: BTreeMap<(String, u64), Vec<(usize, f64)>> = BTreeMap::new();
    for row in rows::<ShockRow>(trace, "shocks.csv") {
        by_name.entry((row.name.into_owned(), row.replicate)).or_default().push((row.year, row.value));
    }
    assert!(by_name.len() >= 6 * 96);
    for ((name, replicate), values) in by_name {
        let at = table.replicates.iter().position(|own| *own == replicate).expect("its row");
        let kept = |column: &str| table.numbers[&format!("shock:{column}")][at];
        if ["crisis", "security"].contains(&name.as_str()) {
            let years: Vec<usize> = values.iter().filter(|(_, v)| *v == 1.0).map(|(year, _)| *year).collect();
            assert_eq!(kept(&name), years.len() as f64);
            match years.first() {
                Some(&first) => assert_eq!(kept(&format!("{name}_first")), f64::from(start + first as i32)),
                None => assert!(kept(&format!("{name}_first")).is_nan()),
            }
        } else {
            let mean = values.iter().fold(0.0, |sum, (_, value)| sum + value) / values.len() as f64;
            assert_eq!(kept(&name).to_bits(), mean.to_bits(), "{name} of {replicate}");
        }
    }
}

/// Gaps of every arm, domain, tier and quarter, and their peaks to the bit; coverage, which the trace does not hold, to
/// rounding.
fn supply(table: &super::Table, trace: &Path, start: i32) {
    let mut peaks: BTreeMap<(String, u64), f64> = BTreeMap::new();
    let mut compared = 0;
    for row in rows::<Supply>(trace, "supply.csv") {
        let at = table.replicates.iter().position(|own| *own == row.replicate).expect("its row");
        let quarter = format!("{}Q{}", start + (row.quarter / 4) as i32, row.quarter % 4 + 1);
        let place = format!("[{},{},{quarter}]", row.domain, row.tier);
        let kept = table.numbers[&format!("{}:gap{place}", row.arm)][at];
        assert_eq!(kept.to_bits(), row.gap.to_bits(), "{} gap{place} of {}", row.arm, row.replicate);
        compared += 1;
        if row.arm == "direct" {
            continue;
        }
        let coverage = table.numbers[&format!("{}:coverage{place}", row.arm)][at];
        let again = if row.requirement > 0.0 { (row.effective / row.requirement).min(1.0) } else { 1.0 };
        assert!((coverage - again).abs() < 1e-15, "{coverage} {again}");
        let peak = peaks.entry((format!("{}:peak_gap[{},{}]", row.arm, row.domain, row.tier), row.replicate));
        let peak = peak.or_default();
        *peak = peak.max(row.gap);
    }
    assert_eq!(compared, 96 * 3 * 60 * 13 * 3);
    for ((column, replicate), peak) in peaks {
        let at = table.replicates.iter().position(|own| *own == replicate).expect("its row");
        assert_eq!(table.numbers[&column][at].to_bits(), peak.to_bits(), "{column} of {replicate}");
    }
}
