//! Whatever finite numbers and long names a run's files hold, every figure is drawn: soon, of not too many things, and on the
//! page.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::fixture::{Shape, run};
use super::*;
use crate::store::table::{Row, Table};

/// Things drawn in a figure at most. The fullest of those in the gallery has some 4,700.
const MOST_ITEMS: usize = 12_000;
/// Pixels that a text may reach beyond the page where numbers are absurd.
const BEYOND: f64 = 120.0;

/// Numbers to put in the place of others, and where.
#[derive(Clone, Debug)]
struct Disturbance {
    numbers: Vec<f64>,
    /// Of so many numbers one is replaced.
    one_in: u64,
    /// Of so many rows one is left out.
    gap: u64,
    state: u64,
}

impl Disturbance {
    fn next(&mut self) -> u64 {
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.state >> 33
    }

    fn number(&mut self, old: f64) -> f64 {
        if !self.next().is_multiple_of(self.one_in) {
            return old;
        }
        let at = self.next() as usize % self.numbers.len();
        self.numbers[at]
    }

    fn table(&mut self, table: &mut Table) {
        table.rows.retain(|_| !self.next().is_multiple_of(self.gap));
        for Row { mean, se, p05, p25, p50, p75, p95, probability, lower, upper, .. } in &mut table.rows {
            for cell in [mean, se, p05, p25, p50, p75, p95, probability, lower, upper] {
                *cell = cell.map(|v| self.number(v));
            }
        }
    }

    /// The same with other numbers, wherever it has some that are not whole.
    fn all<T: Serialize + DeserializeOwned>(&mut self, of: &T) -> T {
        fn walk(value: &mut Value, by: &mut Disturbance) {
            match value {
                Value::Number(n) if n.is_f64() => *value = by.number(n.as_f64().unwrap()).into(),
                Value::Array(values) => values.iter_mut().for_each(|v| walk(v, by)),
                Value::Object(fields) => fields.values_mut().for_each(|v| walk(v, by)),
                _ => {}
            }
        }
        let mut value = serde_json::to_value(of).unwrap();
        walk(&mut value, self);
        serde_json::from_value(value).unwrap()
    }

    fn run(&mut self, summary: &Summary, tables: &Tables) -> (Summary, Tables) {
        let mut tables = tables.clone();
        let Tables { coverage, index, closure, spending, cost, hosts, supply, .. } = &mut tables;
        for table in [coverage, index, closure, spending, cost, hosts, supply] {
            self.table(table);
        }
        let extra = &mut tables.extra;
        extra.comparison = self.all(&extra.comparison);
        extra.causes = self.all(&extra.causes);
        extra.regret = self.all(&extra.regret);
        extra.sensitivity = self.all(&extra.sensitivity);
        (self.all(summary), tables)
    }
}

/// Draws everything that applies; what is not as it should be.
fn faults(summary: &Summary, tables: &Tables) -> Vec<String> {
    let ctx = Context::new(summary, tables).unwrap();
    let mut faults = Vec::new();
    for Entry { stem, draw, .. } in FIGURES.into_iter().filter(|entry| (entry.applies)(&ctx)) {
        let started = Instant::now();
        let page = draw(&ctx).unwrap();
        let svg = page.svg();
        let took = started.elapsed();
        if took > Duration::from_secs(60) {
            faults.push(format!("{stem}: took {took:?}"));
        }
        if page.items.len() > MOST_ITEMS || svg.len() > 4_000_000 {
            faults.push(format!("{stem}: {} items, {} bytes", page.items.len(), svg.len()));
        }
        let away = |t: &&text::TextBox| {
            t.x0 < -BEYOND || t.x1 > 1600.0 + BEYOND || t.y0 < -BEYOND || t.y1 > 900.0 + BEYOND
        };
        faults.extend(page.texts.iter().filter(away).map(|t| format!("{stem}: {t:?} is not on the page")));
    }
    faults
}

/// Numbers as large as a reader of run folders takes them (`store::check_summary`).
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(1e139),
        Just(-1e139),
        Just(1e-139),
        -2.0..2.0_f64,
        (-9.99_f64..9.99, -138_i32..=138).prop_map(|(m, e)| m * libm::pow(10.0, f64::from(e))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_finite_numbers_are_drawn_soon_and_on_the_page(
        (scenarios, domains, quarters, allies) in (1_usize..16, 1_usize..18, 4_usize..44, 1_usize..=29),
        replicates in prop_oneof![Just(2_u64), Just(300), Just(20_000)],
        numbers in prop::collection::vec(number(), 1..5),
        (one_in, gap, state) in (prop_oneof![Just(1_u64), 2_u64..60], 2_u64..200, any::<u64>()),
    ) {
        let shape = Shape { scenarios, domains, quarters, allies, replicates, ..Shape::default() };
        let (summary, tables) = run(&shape);
        let mut by = Disturbance { numbers, one_in, gap, state };
        let (summary, tables) = by.run(&summary, &tables);
        let faults = faults(&summary, &tables);
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

#[test]
fn one_absurd_number_in_one_cell_is_drawn() {
    let (summary, tables) = run(&Shape { scenarios: 3, quarters: 24, ..Shape::default() });
    for v in [1e4, 1e9, 1e15, 1e139, -1e9, -1e139] {
        let mut tables = tables.clone();
        let Tables { coverage, spending, cost, hosts, supply, .. } = &mut tables;
        for table in [coverage, spending, cost, hosts, supply] {
            for row in table.rows.iter_mut().step_by(97) {
                (row.mean, row.p95) = (Some(v), Some(v));
            }
        }
        let faults = faults(&summary, &tables);
        assert!(faults.is_empty(), "{v}: {}", faults.join("\n"));
    }
}

#[test]
fn names_of_any_length_are_drawn_soon() {
    let (mut summary, tables) = run(&Shape { quarters: 24, ..Shape::default() });
    let names = ["x".repeat(20_000), "two words ".repeat(2000), format!("a{} (b)", ", c".repeat(5000))];
    for (i, s) in summary.scenarios.iter_mut().enumerate() {
        s.short_title.clone_from(&names[i % 3]);
        s.title.clone_from(&names[(i + 1) % 3]);
    }
    for (i, d) in summary.domains.iter_mut().enumerate() {
        d.title.clone_from(&names[i % 3]);
        d.unit.clone_from(&names[i % 3]);
    }
    for (i, c) in summary.countries.iter_mut().enumerate() {
        c.title.clone_from(&names[i % 3]);
    }
    let faults = faults(&summary, &tables);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn more_scenarios_capabilities_allies_and_hosts_than_a_page_holds_are_counted() {
    let (mut summary, mut tables) =
        run(&Shape { scenarios: 60, domains: 30, quarters: 12, ..Shape::default() });
    let some = |table: &Table, outcome: fn(&Row) -> bool| -> Vec<Row> {
        table.rows.iter().filter(|r| r.scenario == summary.scenarios[0].id && outcome(r)).cloned().collect()
    };
    let ally = some(&tables.spending, |r| r.ally.as_deref() == Some("DEU"));
    let host = some(&tables.hosts, |r| r.host.as_deref() == Some("DEU"));
    for i in 0..200 {
        let id = format!("X{i:03}");
        summary.countries.push(crate::store::summary::CountryInfo {
            id: id.clone(),
            title: format!("Country {i}"),
            ally: true,
        });
        tables.spending.rows.extend(ally.iter().map(|r| Row { ally: Some(id.clone()), ..r.clone() }));
        tables.hosts.rows.extend(host.iter().map(|r| Row { host: Some(id.clone()), ..r.clone() }));
    }
    let faults = faults(&summary, &tables);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let all: Vec<Figure> = figures(&summary, &tables).unwrap();
    let said = |stem: &str| all.iter().find(|f| f.stem == stem).unwrap().caption().to_owned();
    for (stem, words) in [
        ("1-coverage", "more capabilities"),
        ("2-heatmap", "And 48 more in tables/comparison.csv"),
        ("5-spending", "And 197 more allies"),
        ("6-map", "more hosts"),
        ("8-ranking", "And 48 more"),
    ] {
        assert!(said(stem).contains(words), "{stem}: {}", said(stem));
    }
}
