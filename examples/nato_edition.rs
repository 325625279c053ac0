//! What the next edition of NATO's table of defence spending changes in the reference data (docs/data.md, Provenance).
//!
//! `cargo run --example nato_edition -- FILE.csv`: a country a row, a year a column, shares of GDP in %. It writes nothing:
//! what it prints is to be looked at, and pasted.

use std::{collections::BTreeMap, process::ExitCode};

use drawdown::scenario::{self, address::Address, names::Name};

/// A change of a share that is looked at twice, points of GDP.
const LARGE: f64 = 0.3;

type Table = BTreeMap<String, BTreeMap<i32, f64>>;

/// The shares of a file by country and year; years without a number are left out.
fn read(path: &str) -> Result<Table, String> {
    let mut reader = csv::Reader::from_path(path).map_err(|error| format!("{path}: {error}"))?;
    let years: Vec<Option<i32>> = reader
        .headers()
        .map_err(|error| format!("{path}: {error}"))?
        .iter()
        .map(|head| head.trim().trim_end_matches('e').parse().ok())
        .collect();
    if years.iter().flatten().count() == 0 {
        return Err(format!("{path}: no column is a year: expected `country,2014,2015,...`"));
    }
    let mut table = Table::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("{path}: {error}"))?;
        let country = record.get(0).unwrap_or_default().trim().trim_end_matches('*').to_owned();
        let cells = years.iter().zip(&record).skip(1);
        let shares = cells.filter_map(|(year, cell)| Some(((*year)?, cell.trim().parse().ok()?))).collect();
        table.insert(country, shares);
    }
    Ok(table)
}

/// Names under which NATO's tables know an ally.
fn names(title: &str) -> Vec<&str> {
    match title {
        "Türkiye" => vec!["Türkiye", "Turkiye", "Turkey"],
        "Czechia" => vec!["Czechia", "Czech Republic"],
        "Slovakia" => vec!["Slovakia", "Slovak Republic"],
        _ => vec![title],
    }
}

fn run(path: &str) -> Result<(), String> {
    let table = read(path)?;
    let scenario = scenario::load(&["no-drawdown".into()], &[]).map_err(|found| found.to_string())?.remove(0);
    let start = scenario.constant(&Address::plain(Name::StartYear)).ok_or("no start year")? as i32;
    let last = table.values().filter_map(|shares| shares.keys().max()).max().copied().ok_or("no share")?;
    println!("Base year of the reference data {}, last year of {path} {last}.\n", start - 1);
    if last != start - 1 {
        println!(
            "Another base year moves everything that stands at the start of the run (holdings, orders, threat): see \
             docs/data.md.\n"
        );
    }
    let (mut moved, mut missing) = (0, Vec::new());
    for ally in &scenario.allies {
        let address = Address::one(Name::ShareNow, &ally.id);
        let Some(now) = scenario.constant(&address) else { continue };
        let found = names(&ally.title).into_iter().find_map(|name| table.get(name));
        let Some(share) = found.and_then(|shares| shares.get(&last)) else {
            missing.push(ally.title.as_str());
            continue;
        };
        let share = (1000.0 * share).round() / 1000.0;
        if (share - now).abs() < 0.0005 {
            continue;
        }
        moved += 1;
        let look = if (share - now).abs() >= LARGE {
            "  <- look: a new definition, or an accounting change?"
        } else {
            ""
        };
        println!("{} {}: {now} to {share} ({:+.3}){look}", ally.id, ally.title, share - now);
        println!("    share_now: (value: {share}, unit: \"% of GDP\", grade: A, source: \"...\"),");
    }
    println!("\n{moved} of {} allies change; the others are as they are.", scenario.allies.len());
    if !missing.is_empty() {
        println!("No share of {last}: {}. They keep what they have; say so in the note.", missing.join(", "));
    }
    let known: Vec<&str> = scenario.allies.iter().flat_map(|ally| names(&ally.title)).collect();
    let others: Vec<&str> = table.keys().map(String::as_str).filter(|name| !known.contains(name)).collect();
    if !others.is_empty() {
        println!("In the table and no European ally with forces: {}.", others.join(", "));
    }
    Ok(())
}

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: cargo run --example nato_edition -- FILE.csv");
        return ExitCode::from(2);
    };
    match run(&path) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
