//! A small made-up run for the tests: plausible numbers without an engine, in any shape a user can ask for.

use super::Tables;
use crate::store::summary::*;
use crate::store::table::{Row, Table};

/// The shape of a made-up run.
#[derive(Clone, Debug)]
pub struct Shape {
    pub scenarios: usize,
    pub with_idle: bool,
    pub domains: usize,
    pub tiers: Vec<u32>,
    pub reporting: u32,
    pub start: i32,
    pub quarters: usize,
    pub replicates: u64,
    pub failed: u64,
    pub allies: usize,
    pub long_names: bool,
    /// Multiplies every effect: negative is a gain, 0 none.
    pub effect: f64,
    /// Nothing ever closes.
    pub never: bool,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            scenarios: 7,
            with_idle: false,
            domains: 13,
            tiers: vec![10, 30, 180],
            reporting: 30,
            start: 2026,
            quarters: 60,
            replicates: 2000,
            failed: 0,
            allies: 29,
            long_names: false,
            effect: 1.0,
            never: false,
        }
    }
}

type Domain = (&'static str, &'static str, &'static str, f64, f64, f64);
/// Id, title, unit, coverage without, loss, requirement at D+30.
const DOMAINS: [Domain; 13] = [
    ("land_manoeuvre", "Land manoeuvre (armies)", "brigade", 0.50, 0.10, 42.0),
    ("long_range_fires", "Long-range fires", "battalion of 18 launchers", 0.76, 0.12, 17.0),
    ("deep_strike", "Deep precision strike", "100 missiles over 300 km", 0.90, 0.14, 12.0),
    (
        "air_missile_defence",
        "Integrated air and missile defence",
        "medium- or long-range battery",
        0.52,
        0.08,
        98.0,
    ),
    ("combat_air", "Combat air", "squadron of 18 aircraft", 0.70, 0.18, 51.0),
    ("maritime", "Maritime and anti-submarine", "major combatant or submarine", 0.97, 0.02, 120.0),
    ("munitions", "Munitions stocks", "day of high-intensity supply", 0.92, 0.03, 60.0),
    (
        "isr",
        "Intelligence and surveillance",
        "4 high-end aircraft, or 8 long-endurance drones, or one national satellite system",
        0.86,
        0.21,
        24.0,
    ),
    ("air_refuelling", "Air-to-air refuelling", "tanker aircraft", 0.74, 0.22, 80.0),
    ("airlift", "Airlift", "A400M-equivalent aircraft", 0.62, 0.08, 180.0),
    ("c2", "Command and control", "deployable corps or air headquarters", 0.97, 0.21, 7.0),
    ("sead_ew", "Suppression of air defences and electronic warfare", "squadron", 0.55, 0.24, 14.0),
    ("logistics", "Logistics and military mobility", "sustainment brigade", 0.69, 0.08, 19.0),
];
const SCENARIOS: [(&str, &str, f64, f64); 12] = [
    ("40k enablers first, to Pacific", "40,000 enablers first, abruptly, to the Indo-Pacific", 40_000.0, 1.0),
    ("50k abrupt, to Pacific", "50,000 learnt from the media, to the Indo-Pacific", 50_000.0, 0.93),
    ("50k orderly, to Pacific", "50,000 orderly, to the Indo-Pacific", 50_000.0, 0.64),
    ("50k abrupt", "50,000 learnt from the media, earmarked", 50_000.0, 0.60),
    ("50k orderly", "50,000 orderly, earmarked for return", 50_000.0, 0.40),
    ("20k abrupt", "20,000 learnt from the media, earmarked", 20_000.0, 0.21),
    ("20k orderly", "20,000 orderly, earmarked for return", 20_000.0, 0.14),
    ("50k enablers stay", "50,000 with the enablers staying", 50_000.0, 0.33),
    ("35k settlement", "35,000 agreed with Russia, forces inactivated", 35_000.0, 0.45),
    ("20-50k uncertain", "20,000 to 50,000 of uncertain manner", 35_100.0, 0.37),
    ("20k asked, legal floor", "20,000 asked under the legal floor of 76,000", 6_179.0, 0.05),
    ("60k out of Asia", "60,000, everything, at once", 60_000.0, 0.98),
];
type Ally = (&'static str, &'static str, f64, f64, i32);
const ALLIES: [Ally; 29] = [
    ("ALB", "Albania", 2.01, 3.5, 2035),
    ("BEL", "Belgium", 2.0, 2.5, 2034),
    ("BGR", "Bulgaria", 2.06, 3.5, 2035),
    ("HRV", "Croatia", 2.03, 3.5, 2035),
    ("CZE", "Czechia", 2.0, 3.5, 2035),
    ("DNK", "Denmark", 3.22, 3.5, 2030),
    ("EST", "Estonia", 3.38, 5.0, 2026),
    ("FIN", "Finland", 2.77, 3.5, 2035),
    ("FRA", "France", 2.05, 3.5, 2035),
    ("DEU", "Germany", 2.4, 3.5, 2029),
    ("GRC", "Greece", 2.85, 3.5, 2035),
    ("HUN", "Hungary", 2.06, 3.5, 2035),
    ("ITA", "Italy", 2.01, 3.5, 2035),
    ("LVA", "Latvia", 3.73, 5.0, 2026),
    ("LTU", "Lithuania", 4.0, 5.0, 2026),
    ("LUX", "Luxembourg", 2.0, 3.5, 2035),
    ("MNE", "Montenegro", 2.03, 3.5, 2035),
    ("NLD", "Netherlands", 2.49, 3.5, 2035),
    ("MKD", "North Macedonia", 2.0, 3.5, 2035),
    ("NOR", "Norway", 3.35, 3.5, 2035),
    ("POL", "Poland", 4.48, 4.81, 2026),
    ("PRT", "Portugal", 2.0, 3.5, 2035),
    ("ROU", "Romania", 2.28, 3.5, 2035),
    ("SVK", "Slovakia", 2.04, 3.5, 2035),
    ("SVN", "Slovenia", 2.02, 3.5, 2035),
    ("ESP", "Spain", 2.0, 2.1, 2035),
    ("SWE", "Sweden", 2.51, 3.5, 2030),
    ("TUR", "Türkiye", 2.33, 3.5, 2035),
    ("GBR", "United Kingdom", 2.4, 3.5, 2035),
];
const HOSTS: [(&str, f64, f64); 15] = [
    ("DEU", 39_100.0, 20_800.0),
    ("ITA", 12_600.0, 9_300.0),
    ("GBR", 10_100.0, 5_100.0),
    ("TUR", 1_650.0, 1_600.0),
    ("POL", 9_200.0, 1_400.0),
    ("BEL", 1_100.0, 1_100.0),
    ("NLD", 414.0, 410.0),
    ("NOR", 300.0, 300.0),
    ("ESP", 3_780.0, 0.0),
    ("LTU", 1_300.0, 12.0),
    ("ROU", 1_000.0, 0.0),
    ("GRC", 630.0, 0.0),
    ("XKX", 600.0, 0.0),
    ("PRT", 200.0, 0.0),
    ("BGR", 150.0, 0.0),
];

fn spread(mean: f64, width: f64) -> Estimate {
    let (w, se) = (width.abs(), width.abs() / 80.0);
    Estimate {
        mean,
        se,
        lower: mean - 2.0 * se,
        upper: mean + 2.0 * se,
        p05: mean - w,
        p25: mean - 0.4 * w,
        p50: mean,
        p75: mean + 0.4 * w,
        p95: mean + w,
    }
}

fn clamp(e: Estimate, low: f64, high: f64) -> Estimate {
    let c = |v: f64| v.clamp(low, high);
    Estimate {
        p05: c(e.p05),
        p25: c(e.p25),
        p50: c(e.p50),
        p75: c(e.p75),
        p95: c(e.p95),
        mean: c(e.mean),
        ..e
    }
}

fn fill(row: Row, e: Estimate) -> Row {
    let some = Some;
    Row {
        mean: some(e.mean),
        se: some(e.se),
        p05: some(e.p05),
        p25: some(e.p25),
        p50: some(e.p50),
        p75: some(e.p75),
        p95: some(e.p95),
        ..row
    }
}

fn chance(row: Row, p: f64) -> Row {
    let p = p.clamp(0.0, 1.0);
    Row { probability: Some(p), lower: Some((p - 0.02).max(0.0)), upper: Some((p + 0.02).min(1.0)), ..row }
}

/// Makes the run.
pub fn run(shape: &Shape) -> (Summary, Tables) {
    let domains: Vec<(DomainInfo, Domain)> = (0..shape.domains)
        .map(|i| {
            let mut d = DOMAINS[i % 13];
            if i >= 13 {
                d.4 *= 0.6;
            }
            let id = if i < 13 { d.0.to_owned() } else { format!("{}{}", d.0, i / 13 + 1) };
            let mut title = if i < 13 { d.1.to_owned() } else { format!("{} {}", d.1, i / 13 + 1) };
            if shape.long_names && i % 4 == 0 {
                title = format!("{title} with everything that belongs to it in peace and in war");
            }
            let info = DomainInfo {
                id,
                title,
                unit: d.2.to_owned(),
                enabler: i >= 6,
                critical: i < 4,
                coverage_threshold: if i % 5 == 4 && shape.long_names { 0.6 } else { 0.8 },
            };
            (info, d)
        })
        .collect();
    let mut tables = Tables::default();
    let last = shape.start + shape.quarters as i32 / 4 - 1;
    let mut scenarios = Vec::new();
    let mut ranking = Vec::new();
    let count = shape.scenarios + usize::from(shape.with_idle);
    for k in 0..count {
        let idle = k == shape.scenarios;
        let (short, title, people, strength) = SCENARIOS[k % 12];
        let (mut short, mut title) = (short.to_owned(), title.to_owned());
        if k >= 12 {
            short = format!("{short} {}", k / 12 + 1);
        }
        if shape.long_names {
            short = format!("{short} with a long tail");
            title = format!("{title}, with a title that goes on and on until nobody reads it any more");
        }
        let mut strength = strength * shape.effect * if k >= 12 { 0.5 } else { 1.0 };
        let mut people = people;
        if idle {
            (short, title, people, strength) = ("no drawdown".into(), "No drawdown".into(), 0.0, 0.0);
        }
        let mut s = ScenarioSummary {
            id: format!("s{k:02}"),
            title,
            short_title: short,
            description: String::new(),
            hash: format!("3fa8bc12{k:08}"),
            personnel_asked: spread(people, 0.0),
            personnel_effective: spread(people, if k == 9 { 13_000.0 } else { 0.0 }),
            departure_start: 4.4,
            judgement: 271,
            parameters: 382,
            warnings: Vec::new(),
            failed_replicates: shape.failed,
            index: Vec::new(),
            deepest: Vec::new(),
            closure: Vec::new(),
            binding_year: 2035.min(last),
            binding: Vec::new(),
            bill: Estimate::default(),
            uplift: Estimate::default(),
            trigger_effect: None,
        };
        scenario(shape, &domains, strength, people, &mut s, &mut tables);
        let e = index_of(&s, "attributable", shape.reporting);
        ranking.push(RankEntry {
            scenario: s.id.clone(),
            index: e.mean,
            se: e.se,
            probability_worse_than_next: (k + 1 < count).then_some(if k == 2 { 0.65 } else { 0.93 }),
            settled: (k + 1 < count).then_some(true),
            probability_worst: if k == 0 { 0.9 } else { 0.0 },
        });
        scenarios.push(s);
    }
    ranking.sort_by(|a, b| b.index.total_cmp(&a.index));
    if let Some(r) = ranking.last_mut() {
        (r.probability_worse_than_next, r.settled) = (None, None);
    }
    let mut countries: Vec<CountryInfo> = ALLIES[..shape.allies]
        .iter()
        .map(|a| CountryInfo { id: a.0.into(), title: a.1.into(), ally: true })
        .collect();
    countries.push(CountryInfo { id: "XKX".into(), title: "Kosovo".into(), ally: false });
    let summary = Summary {
        format: 1,
        version: "0.1.0".into(),
        seed: 1,
        design: "mc".into(),
        replicates_asked: shape.replicates,
        replicates: shape.replicates,
        failed_replicates: shape.failed,
        interrupted: false,
        start_year: shape.start,
        quarters: shape.quarters,
        tiers: shape.tiers.clone(),
        reporting_tier: shape.reporting,
        closure_tolerance: 0.01,
        domains: domains.into_iter().map(|d| d.0).collect(),
        countries,
        scenarios,
        ranking,
        warnings: Vec::new(),
    };
    (summary, tables)
}

fn index_of(s: &ScenarioSummary, arm: &str, tier: u32) -> Estimate {
    s.index.iter().find(|i| i.arm == arm && i.tier == tier).map(|i| i.estimate).unwrap_or_default()
}

fn scenario(
    shape: &Shape,
    domains: &[(DomainInfo, Domain)],
    strength: f64,
    people: f64,
    s: &mut ScenarioSummary,
    tables: &mut Tables,
) {
    let years = shape.quarters / 4;
    let row = |arm: &str, outcome: &str, unit: &str| Row {
        scenario: s.id.clone(),
        arm: (!arm.is_empty()).then(|| arm.to_owned()),
        outcome: outcome.into(),
        unit: unit.into(),
        ..Row::default()
    };
    let year_of = |q: usize| shape.start + q as i32 / 4;
    for &tier in &shape.tiers {
        let depth = match tier {
            ..=10 => -0.15,
            11..=100 => 0.0,
            _ => 0.22,
        };
        let (mut lost, mut missing) = (vec![0.0; shape.quarters], vec![0.0; shape.quarters]);
        for (i, (info, d)) in domains.iter().enumerate() {
            let mut worst = (f64::MIN, 0, Estimate::default());
            let mut by_year = vec![(0.0, 0.0); years.max(1)];
            for q in 0..shape.quarters {
                let t = q as f64 / 4.0;
                let sag = 0.18 * libm::exp(-(t - 6.0) * (t - 6.0) / 18.0);
                let without =
                    (d.3 + 0.12 - sag - depth + 0.012 * t * (1.0 + i as f64 / 13.0)).clamp(0.05, 1.0);
                let ramp = if t < 1.0 { 0.0 } else { (t - 1.0).min(1.0) };
                let loss = d.4 * strength * ramp * libm::exp(-(t - 2.0).max(0.0) / 12.0);
                let with = (without - loss).clamp(0.0, 1.0);
                let at = |arm: &str| Row {
                    domain: Some(info.id.clone()),
                    tier: Some(tier),
                    quarter: Some(q),
                    year: Some(year_of(q)),
                    ..row(arm, "coverage", "fraction")
                };
                let w = 0.14 + 0.01 * t;
                let kept = tier == shape.reporting || q % 4 == 0;
                if kept {
                    tables.coverage.rows.push(fill(at("scenario"), clamp(spread(with, w), 0.0, 1.0)));
                    tables
                        .coverage
                        .rows
                        .push(fill(at("counterfactual"), clamp(spread(without, w), 0.0, 1.0)));
                    tables.coverage.rows.push(fill(at("attributable"), spread(with - without, 0.4 * loss)));
                }
                let y = (q / 4).min(years.max(1) - 1);
                by_year[y].0 += (without - with) / 4.0;
                by_year[y].1 += without / 4.0;
                lost[q] += (without - with) / domains.len() as f64;
                missing[q] += (1.0 - without) / domains.len() as f64;
                if tier == shape.reporting {
                    let b = |outcome: &str, p: f64| {
                        chance(
                            Row { outcome: outcome.into(), unit: "probability".into(), ..at("scenario") },
                            p,
                        )
                    };
                    let open = (1.0 - with).clamp(0.0, 1.0);
                    tables.binding.rows.push(b("open", if i == 5 && strength == 0.0 { 0.0 } else { open }));
                    for (j, label) in
                        ["money", "industry", "people", "time", "enablers", "reliance"].iter().enumerate()
                    {
                        let mine = if (i * 7) % 11 % 6 == j { 0.63 } else { 0.07 };
                        tables.binding.rows.push(b(label, mine));
                    }
                }
                if q % 4 == 0 {
                    let scale = match tier {
                        ..=10 => 0.4,
                        11..=100 => 1.0,
                        _ => 2.3,
                    };
                    let need = d.5 * scale;
                    for (arm, cov) in [("scenario", with), ("counterfactual", without)] {
                        let leave = if arm == "scenario" { 0.4 } else { 1.0 };
                        let part = |outcome: &str, share: f64| Row {
                            outcome: outcome.into(),
                            unit: info.unit.clone(),
                            mean: Some(share * need),
                            se: Some(0.01 * need),
                            ..at(arm)
                        };
                        tables.supply.rows.push(part("requirement", 1.0));
                        tables.supply.rows.push(part("european_usable", cov * 0.66));
                        tables.supply.rows.push(part("us_in_place_usable", cov * 0.17 * leave));
                        tables.supply.rows.push(part("us_reinforcement_usable", cov * 0.17 / leave.sqrt()));
                        tables
                            .supply
                            .rows
                            .push(part("unusable", if i % 3 == 0 { 0.2 * cov * scale } else { 0.03 }));
                    }
                }
            }
            for (y, &(loss, without)) in by_year.iter().enumerate() {
                let e = spread(loss, 0.45 * loss.abs() + if i % 4 == 2 { 0.6 * loss.abs() } else { 0.0 });
                if loss > worst.0 {
                    worst = (loss, y, e);
                }
                let at = |arm: &str| Row {
                    domain: Some(info.id.clone()),
                    tier: Some(tier),
                    year: Some(shape.start + y as i32),
                    ..row(arm, "coverage_year", "fraction")
                };
                tables.coverage.rows.push(fill(at("counterfactual"), clamp(spread(without, 0.15), 0.0, 1.0)));
                tables.coverage.rows.push(fill(at("attributable"), spread(-loss, 0.4 * loss)));
                let closes = |lag: f64| {
                    let p = 1.0 / (1.0 + libm::exp(-(y as f64 - 8.5 - lag + i as f64 / 4.0) / 2.0));
                    if shape.never {
                        0.01 * p
                    } else if i == 0 {
                        0.0035 * p
                    } else {
                        p * d.3 * d.3 * 1.1
                    }
                };
                let shift = [
                    ("scenario", 9.0 * strength * d.4 * 4.0),
                    ("counterfactual", 0.0),
                    ("direct", 11.0 * strength * d.4),
                ];
                for (arm, lag) in shift {
                    tables.closure.rows.push(chance(
                        Row {
                            domain: Some(info.id.clone()),
                            tier: Some(tier),
                            year: Some(shape.start + y as i32),
                            ..row(arm, "closed_by", "probability")
                        },
                        closes(lag),
                    ));
                }
                if y + 1 == years {
                    for arm in ["scenario", "counterfactual"] {
                        let p =
                            1.0 - closes(if arm == "scenario" { 9.0 * strength * d.4 * 4.0 } else { 0.0 });
                        tables.closure.rows.push(chance(
                            Row {
                                domain: Some(info.id.clone()),
                                tier: Some(tier),
                                ..row(arm, "open_at_horizon", "probability")
                            },
                            p,
                        ));
                    }
                }
            }
            s.deepest.push(Deepest {
                domain: info.id.clone(),
                tier,
                year: shape.start + worst.1 as i32,
                loss: worst.2,
                quarter: worst.1 * 4 + 2,
                quarter_loss: worst.0 * 1.02,
            });
            if tier == shape.reporting {
                let label = ["money", "industry", "people", "time", "enablers", "reliance"][(i * 7) % 11 % 6];
                let open = if i == 5 { 0.0 } else { 0.8 };
                s.binding.push(BindingEntry {
                    domain: info.id.clone(),
                    open,
                    label: if open > 0.0 { label.into() } else { String::new() },
                    probability: 0.63,
                });
            }
        }
        for q in 0..shape.quarters {
            tables.index.rows.push(fill(
                Row {
                    tier: Some(tier),
                    quarter: Some(q),
                    year: Some(year_of(q)),
                    ..row("attributable", "index", "fraction")
                },
                spread(lost[q], 0.5 * lost[q]),
            ));
        }
        let n = shape.quarters.saturating_sub(4).max(1) as f64;
        let mean = |v: &[f64]| v.iter().skip(4).sum::<f64>() / n;
        let (a, c) = (mean(&lost), mean(&missing));
        for (arm, v) in [
            ("scenario", c + a),
            ("counterfactual", c),
            ("attributable", a),
            ("direct_effect", 1.15 * a),
            ("induced", -0.15 * a),
        ] {
            s.index.push(IndexEntry { arm: arm.into(), tier, estimate: spread(v, 0.45 * v.abs()) });
        }
    }
    s.deepest.sort_by(|a, b| b.loss.mean.total_cmp(&a.loss.mean));
    let react = strength * 0.25;
    for a in &ALLIES[..shape.allies] {
        let of = |arm: &str, outcome: &str| Row { ally: Some(a.0.into()), ..row(arm, outcome, "% of GDP") };
        tables.spending.rows.push(fill(of("", "pledge"), spread(a.3, 0.0)));
        tables.spending.rows.push(fill(of("", "pledge_year"), spread(f64::from(a.4), 0.0)));
        for y in 0..=years as i32 {
            for (arm, extra) in [("scenario", react), ("counterfactual", 0.0), ("direct", 0.0)] {
                let t = (f64::from(y) / (f64::from(a.4 - shape.start + 1)).max(3.0)).min(1.0);
                let share = a.2 + (a.3 - a.2) * (0.7 + extra).min(0.98) * t;
                let year = Some(shape.start - 1 + y);
                tables
                    .spending
                    .rows
                    .push(fill(Row { year, ..of(arm, "share") }, spread(share, 0.05 * f64::from(y))));
                let met =
                    chance(Row { year, ..of(arm, "pledge_met") }, if a.0 == "FRA" { 0.0 } else { 0.4 * t });
                tables.spending.rows.push(met);
            }
        }
    }
    for y in 0..=years as i32 {
        for (arm, extra) in [("scenario", react), ("counterfactual", 0.0)] {
            let v = 2.3 + (0.75 + extra) * (f64::from(y) / 10.0).min(1.0);
            tables.spending.rows.push(fill(
                Row { year: Some(shape.start - 1 + y), ..row(arm, "share_together", "% of GDP") },
                spread(v, 0.3),
            ));
        }
    }
    for h in HOSTS {
        let of = |outcome: &str| Row { host: Some(h.0.into()), ..row("", outcome, "people") };
        tables.hosts.rows.push(fill(of("present"), spread(h.1, 0.0)));
        tables.hosts.rows.push(fill(of("leaving"), spread(h.2 * people / 40_000.0, 0.0).min_of(h.1)));
    }
}

trait MinOf {
    fn min_of(self, v: f64) -> Self;
}

impl MinOf for Estimate {
    fn min_of(self, v: f64) -> Self {
        clamp(self, 0.0, v)
    }
}

impl Tables {
    /// Writes the tables as the store does: one CSV file each.
    pub fn save(&self, run: &std::path::Path) {
        let dir = run.join("tables");
        std::fs::create_dir_all(&dir).unwrap();
        let all: [(&str, &Table); 7] = [
            ("coverage", &self.coverage),
            ("index", &self.index),
            ("closure", &self.closure),
            ("binding", &self.binding),
            ("spending", &self.spending),
            ("hosts", &self.hosts),
            ("supply", &self.supply),
        ];
        for (name, table) in all {
            let mut w = csv::Writer::from_path(dir.join(format!("{name}.csv"))).unwrap();
            for row in &table.rows {
                w.serialize(row).unwrap();
            }
            w.flush().unwrap();
        }
    }
}
