//! `drawdown hindcast`: scores against closed forms, coverage on worlds drawn from the model itself, numbers of the series that
//! ships computed again, the same bytes for any number of threads, sentences that follow the data.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
    sync::{LazyLock, atomic::AtomicBool},
};

use drawdown::{
    engine::{
        blocks::{Drawer, Drawn},
        drive::Pass,
        plan::Plan,
        trace::record::Record,
    },
    hindcast::{
        Hindcast, Method, ORIGINS, Series,
        departures::{counts, departures},
        forecasts::{Forecast, forecasts, together},
        paths::{Found, reference},
        score::{INTERVALS, QUANTILES, crps, log_score, pit, quantile, score},
        summary::summary,
        yardsticks::{PRIOR, at_origin},
    },
    model::{arm::Arm, layout::Inputs, shocks::Shocks},
    sampling::{
        design::Design,
        elementary::{exp, ln, normal_cdf, normal_quantile},
        keyed::Stream,
    },
    scenario,
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

#[test]
fn scores_of_a_normal_sample_are_those_of_the_closed_forms() {
    let (mean, sd, n) = (2.0, 0.3, 20_000);
    let sample: Vec<f64> = (0..n).map(|i| mean + sd * normal_quantile((i as f64 + 0.5) / n as f64)).collect();
    for was in [1.2, 1.9, 2.0, 2.4, 3.1] {
        let z = (was - mean) / sd;
        let density = exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
        let cdf = normal_cdf(z);
        let expected = sd * (z * (2.0 * cdf - 1.0) + 2.0 * density - 1.0 / std::f64::consts::PI.sqrt());
        assert!((crps(&sample, was) - expected).abs() < 1e-4, "{was}");
        assert!((pit(&sample, was) - cdf).abs() < 1e-4, "{was}");
        if z.abs() < 2.0 {
            // The kernel widens the sample by a per cent.
            assert!((log_score(&sample, was) - ln(density / sd)).abs() < 0.03, "{was}");
        }
        for ((nominal, ..), inside) in INTERVALS.iter().zip(score(&sample, was).inside) {
            assert_eq!(inside, (2.0 * cdf - 1.0).abs() <= *nominal, "{was} {nominal}");
        }
    }
}

#[test]
fn yardsticks_have_the_means_and_spreads_of_their_closed_forms() {
    let (hindcast, ..) = &*SHIPPED;
    let series = &hindcast.series;
    let (origin, n, ahead) = (2022, 40_000, 3);
    let known: Vec<f64> = (2014..=origin).map(|year| series.together(year).expect("known")).collect();
    let k = (known.len() - 1) as f64;
    let h = ahead as f64;
    let last = known[known.len() - 1];
    let changes: Vec<f64> = known.windows(2).map(|pair| pair[1] - pair[0]).collect();
    for method in [Method::Persistence, Method::Drift, Method::Trend] {
        let (mean, squares, freedom, factor) = match method {
            Method::Persistence => (last, changes.iter().map(|d| d * d).sum::<f64>(), k, h),
            Method::Drift => {
                let drift = changes.iter().sum::<f64>() / k;
                let squares = changes.iter().map(|d| (d - drift) * (d - drift)).sum::<f64>();
                (last + h * drift, squares, k - 1.0, h + h * h / k)
            }
            _ => {
                let middle = k / 2.0;
                let level = known.iter().sum::<f64>() / (k + 1.0);
                let xx: f64 = (0..known.len()).map(|i| (i as f64 - middle) * (i as f64 - middle)).sum();
                let slope = known.iter().enumerate().map(|(i, s)| (i as f64 - middle) * s).sum::<f64>() / xx;
                let rest = |(i, s): (usize, &f64)| s - level - slope * (i as f64 - middle);
                let squares = known.iter().enumerate().map(rest).map(|r| r * r).sum::<f64>();
                let t = middle + h;
                (level + slope * t, squares, k - 1.0, 1.0 + 1.0 / (k + 1.0) + t * t / xx)
            }
        };
        let yardstick = at_origin(method, series, origin).1.expect("years enough");
        let drawn = yardstick.draw(Stream::new(3, "test"), n, ahead);
        let sample = &drawn[ahead - 1];
        let found = sample.iter().sum::<f64>() / n as f64;
        let spread = sample.iter().map(|x| (x - found) * (x - found)).sum::<f64>() / n as f64;
        let variance = squares / (freedom - 2.0) * factor;
        assert!((found - mean).abs() < 5.0 * (variance / n as f64).sqrt(), "{method:?}: {found} {mean}");
        assert!((spread / variance - 1.0).abs() < 0.08, "{method:?}: {spread} {variance}");
    }
    // Nothing is estimated from nothing.
    for method in [Method::Persistence, Method::Drift, Method::Trend] {
        assert_eq!(at_origin(method, series, 2014), (None, None), "{method:?}");
    }
    assert!(at_origin(Method::Persistence, series, 2015).0.is_some());
    assert!(at_origin(Method::Drift, series, 2015).0.is_none() && PRIOR > 0.0);
}

#[test]
fn worlds_drawn_from_the_model_are_covered_as_often_as_intervals_say() {
    let (hindcast, found, ..) = &*SHIPPED;
    let other = Hindcast::shipped(2).expect("what ships");
    let truth = run(&other, 512, 0);
    let (mut inside, mut classes, mut n) = ([0_u64; 3], [0_u64; 10], 0_u64);
    let mut add = |forecast: Vec<f64>, worlds: &[f64]| {
        let forecast = sorted(forecast);
        let ends = INTERVALS.map(|(_, low, high)| [low, high].map(|i| quantile(&forecast, QUANTILES[i])));
        for &was in worlds {
            n += 1;
            for (count, [low, high]) in inside.iter_mut().zip(ends) {
                *count += u64::from((low..=high).contains(&was));
            }
            classes[((10.0 * pit(&forecast, was)) as usize).min(9)] += 1;
        }
    };
    for (forecast, truth) in found.paths.iter().zip(&truth.paths) {
        for (column, worlds) in forecast.shares.iter().zip(&truth.shares) {
            add(column.clone(), worlds);
        }
        let years = forecast.shares.len() / hindcast.series.allies.len();
        for horizon in 0..years {
            add(together(&hindcast.series, forecast, horizon), &together(&hindcast.series, truth, horizon));
        }
    }
    for ((nominal, ..), count) in INTERVALS.iter().zip(inside) {
        let share = count as f64 / n as f64;
        assert!((share - nominal).abs() < 0.02, "{share} of {nominal}");
    }
    for (class, count) in classes.iter().enumerate() {
        let share = *count as f64 / n as f64;
        assert!((share - 0.1).abs() < 0.015, "class {class}: {share}");
    }
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

#[test]
fn the_series_is_what_was_published() {
    let (hindcast, ..) = &*SHIPPED;
    let series: &Series = &hindcast.series;
    let rows = table(include_str!("../data/nato_2014_2025/share_of_gdp.csv"));
    let spending = table(include_str!("../data/nato_2014_2025/spending.csv"));
    assert_eq!((series.allies.len(), rows.len(), spending.len()), (29, 29, 29));
    assert_eq!((series.first_year, series.last_year()), (2014, 2025));
    let mut empty = Vec::new();
    for (row, money) in rows.iter().zip(&spending) {
        let ally = series.allies.iter().position(|id| *id == row["ally"]).expect("an ally");
        assert_eq!(row["ally"], money["ally"]);
        for year in 2014..=2025 {
            let share: Option<f64> = row[&year.to_string()].parse().ok();
            assert_eq!(series.of(ally, year), share);
            let Some(share) = share else {
                empty.push((row["ally"].clone(), year));
                continue;
            };
            let money: f64 = money[&year.to_string()].parse().expect("a number");
            let gdp = series.gdp_of(ally, year).expect("known");
            // Billions from millions and per cent.
            assert!((gdp * share / 100.0 - money / 1000.0).abs() < 1e-9 * money, "{} {year}", row["ally"]);
        }
    }
    // NATO's own table has no figure of Germany in 2025.
    assert_eq!(empty, [("DEU".to_owned(), 2025)]);
    // All together, at the GDP of 2025: as in the picture of the design.
    for (year, share) in [(2014, 1.43), (2019, 1.54), (2024, 2.06), (2025, 2.39)] {
        assert!((series.together(year).expect("known") - share).abs() < 0.005, "{year}");
    }
}

#[test]
fn scores_are_those_of_the_paths_computed_again() {
    let (hindcast, found, all, summary) = &*SHIPPED;
    let series = &hindcast.series;
    let allies = series.allies.len();
    // 63 years are forecast from nine origins, by 29 allies and all together.
    let of_model = || all.iter().filter(|f| f.method == Method::Model);
    assert_eq!(of_model().count(), 63 * 30);
    assert_eq!(of_model().filter(|f| f.score.is_none()).count(), 9, "Germany in 2025 from nine origins");
    for forecast in of_model().step_by(97) {
        let paths = &found.paths[(forecast.origin - 2014) as usize];
        let horizon = (forecast.horizon() - 1) as usize;
        let sample: Vec<f64> = match forecast.ally {
            Some(ally) => paths.shares[horizon * allies + ally].clone(),
            None => (0..512)
                .map(|r| {
                    let weighted = |a: usize| series.weight[a] * paths.shares[horizon * allies + a][r];
                    (0..allies).map(weighted).sum::<f64>() / series.weight.iter().sum::<f64>()
                })
                .collect(),
        };
        let (Some(was), Some(score)) = (forecast.spent, forecast.score) else { continue };
        let n = sample.len() as f64;
        let apart: f64 = sample.iter().map(|x| (x - was).abs()).sum::<f64>() / n;
        let pairs = sample.iter().flat_map(|x| sample.iter().map(move |y| (x - y).abs()));
        let spread: f64 = pairs.sum::<f64>() / (n * n);
        assert!((score.crps - (apart - spread / 2.0)).abs() < 1e-9, "{forecast:?}");
        let below = sample.iter().filter(|&&x| x < was).count() as f64;
        let equal = sample.iter().filter(|&&x| x == was).count() as f64;
        assert!((score.pit - (below + equal / 2.0) / n).abs() < 1e-12);
        assert_eq!(score.inside[2], (forecast.quantiles[0]..=forecast.quantiles[6]).contains(&was));
    }
    for row in summary.scores.iter().filter(|row| row.horizon.is_none()) {
        let own: Vec<_> = all
            .iter()
            .filter(|f| f.method.name() == row.method && f.ally.is_some() == (row.scope == "allies"))
            .filter(|f| (row.first_origin..=row.last_origin).contains(&f.origin))
            .filter_map(|f| f.score)
            .collect();
        assert_eq!(own.len() as u32, row.forecasts, "{row:?}");
        let mean = |value: &dyn Fn(&drawdown::hindcast::score::Score) -> f64| {
            own.iter().map(value).sum::<f64>() / own.len() as f64
        };
        assert!((mean(&|s| s.crps) - row.crps).abs() < 1e-12);
        assert!((mean(&|s| s.log_score) - row.log_score).abs() < 1e-9);
        assert!((mean(&|s| f64::from(u8::from(s.inside[2]))) - row.coverage_90).abs() < 1e-12);
    }
    let classes = summary.classes("model", "allies");
    assert_eq!(classes.iter().map(|class| class.count).sum::<u32>(), 63 * 29 - 9);
}

#[test]
fn paths_are_those_of_the_engine_on_the_same_scenario_written_by_a_user() {
    let (hindcast, found, ..) = &*SHIPPED;
    let series = &hindcast.series;
    assert_eq!(hindcast.origins, ORIGINS.collect::<Vec<_>>());
    for origin in [2014, 2018, 2021] {
        let mut sets =
            vec![format!("start_year={}", origin + 1), format!("quarters={}", 4 * (2025 - origin))];
        sets.extend(["pledge[*]=2".to_owned(), "pledge_year[*]=2024".to_owned()]);
        for (ally, id) in series.allies.iter().enumerate() {
            let of = |value: Option<f64>| value.expect("known");
            sets.push(format!("share_now[{id}]={:?}", of(series.of(ally, origin))));
            sets.push(format!("gdp_now[{id}]={:?}", of(series.gdp_of(ally, origin))));
        }
        let scenario = scenario::load(&["no-drawdown".into()], &sets).expect("a scenario");
        let plan = Plan::with_design(&scenario, 1, Design::Sobol).expect("a plan");
        let mut drawn = Drawn::of(&plan);
        let mut drawer = Drawer::new(&plan);
        drawer.draw(0, 8, &mut drawn);
        let given = &drawn.scenarios[0];
        let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
        let lived = Shocks { normals: &drawer.draws.normals, events: &given.events };
        let record = Record::of(&inputs, &lived, &given.cuts, Arm::COUNTERFACTUAL);
        let paths = &found.paths[(origin - 2014) as usize];
        assert_eq!(record.money.share.len(), paths.shares.len());
        for (engine, ours) in record.money.share.iter().zip(&paths.shares) {
            assert_eq!(engine.0[..], ours[..8]);
        }
    }
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let hindcast = Hindcast::shipped(5).expect("what ships");
    let one = run(&hindcast, 200, 1);
    assert_eq!(one, run(&hindcast, 200, 3));
    // The first replicates of a longer run are the shorter run.
    let longer = run(&hindcast, 300, 2);
    for (short, long) in one.paths.iter().zip(&longer.paths) {
        for (short, long) in short.shares.iter().zip(&long.shares) {
            assert_eq!(short[..], long[..200]);
        }
    }
    assert_eq!(longer.replicates, 300);
}

fn said<'a>(summary: &'a HindcastSummary, about: &str) -> &'a str {
    summary.answer.iter().find(|said| said.about == about).map_or("", |said| said.text.as_str())
}

#[test]
fn sentences_follow_the_scores() {
    let (hindcast, found, _, shipped) = &*SHIPPED;
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    let all = shipped.score("model", "allies", (2014, 2022)).expect("scores");
    for share in [all.coverage_50, all.coverage_80, all.coverage_90] {
        assert!(said(shipped, "Ally by ally").contains(&percent(share)));
    }
    let late = shipped.score("model", "allies", (2020, 2022)).expect("scores");
    assert!(said(shipped, "Over time").contains(&percent(late.coverage_90)));
    // Other pasts: all spend six per cent in 2025, or what the model takes for likeliest from 2014.
    let retold = |share: &dyn Fn(usize, i32, f64) -> f64| {
        let mut other = Hindcast::shipped(1).expect("what ships");
        for ally in 0..other.series.allies.len() {
            for year in 2015..=2025 {
                let was = other.series.of(ally, year).unwrap_or(2.0);
                other.series.share[ally][(year - 2014) as usize] = Some(share(ally, year, was));
            }
        }
        let all = forecasts(&other, found);
        summary(&other, found, &all).expect("a summary")
    };
    let high = retold(&|_, year, was| if year == 2025 { 6.0 } else { was });
    let together = said(&high, "All together");
    assert!(together.contains("2025 came out above 100 % of the replicates"), "{together}");
    assert!(together.contains("9 above"), "{together}");
    assert!(high.unpublished.is_empty() && high.just_above_pledge == 0);
    let allies = hindcast.series.allies.len();
    let median = |ally: usize, year: i32, _| {
        let column = &found.paths[0].shares[(year - 2015) as usize * allies + ally];
        quantile(&sorted(column.clone()), 0.5)
    };
    let likely = retold(&median);
    let row = likely.score("model", "allies", (2014, 2014)).expect("scores");
    assert_eq!((row.coverage_50, row.coverage_90), (1.0, 1.0));
    assert!((row.mean_pit - 0.5).abs() < 0.01);
    assert_ne!(said(&likely, "How to take it"), said(shipped, "How to take it"));
    assert_ne!(said(&likely, "Over time"), said(&high, "Over time"));
}

#[test]
fn departures_are_held_against_the_timetables_of_the_model() {
    let past = departures(&reference().expect("what ships")).expect("counts");
    let ids: Vec<&str> = past.iter().map(|past| past.id.as_str()).collect();
    assert_eq!(ids, ["1990-1996", "2012-2014"]);
    assert_eq!(counts("EUR", 1990, 1990).expect("a count"), [(1990, 291_216.0)]);
    assert!(counts("EUR", 1960, 1990).is_err());
    for departure in &past {
        let last = departure.counts.len() - 1;
        assert_eq!((departure.counts[0].left, departure.counts[last].left), (0.0, 1.0));
        for fit in &departure.profiles {
            let mut most = 0.0_f64;
            for (i, (count, found)) in departure.counts.iter().zip(&fit.timetable).enumerate() {
                let t = ((4.0 * i as f64 - fit.start) / fit.duration).clamp(0.0, 1.0);
                let f = match fit.profile.as_str() {
                    "Linear" => t,
                    "SCurve" => t * t * (3.0 - 2.0 * t),
                    _ => 1.0 - (1.0 - t) * (1.0 - t),
                };
                assert!((f - found).abs() < 1e-12, "{fit:?}");
                most = most.max((f - count.left).abs());
            }
            assert!((most - fit.largest_difference).abs() < 1e-12);
        }
        let (whole, own) = (departure.best("whole").expect("fits"), departure.best("fitted").expect("fits"));
        assert!(own.largest_difference <= whole.largest_difference);
        assert_eq!(whole.profile, "FrontLoaded");
    }
}

fn drawdown(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program runs")
}

/// Files of a folder by their path in it.
fn files(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(one) = folders.pop() {
        for entry in fs::read_dir(one).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("in it").to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

#[test]
fn the_command_writes_a_folder_and_harms_no_other() {
    let place = tempfile::tempdir().expect("a folder");
    let first = drawdown(place.path(), &["hindcast", "-n", "200", "--threads", "1", "--quiet"]);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    assert!(first.stderr.is_empty());
    let one = files(&place.path().join("output/hindcast"));
    for name in [
        "manifest.json",
        "summary.json",
        "briefing.md",
        "report.html",
        "tables/forecasts.csv",
        "tables/scores.csv",
        "tables/pit.csv",
        "tables/allies.csv",
        "tables/departures.csv",
        "figures/validate-hindcast.png",
        "figures/validate-hindcast.svg",
    ] {
        assert!(one.get(name).is_some_and(|bytes| !bytes.is_empty()), "{name}");
    }
    let summary: HindcastSummary = serde_json::from_slice(&one["summary.json"]).expect("a summary");
    let report = String::from_utf8_lossy(&one["report.html"]).into_owned();
    assert!(summary.answer.iter().all(|said| report.contains(&said.about)));
    assert_eq!(table(&String::from_utf8_lossy(&one["tables/scores.csv"])).len(), summary.scores.len());
    // Again in its place, on two threads: the same bytes but for the manifest.
    let again = drawdown(place.path(), &["hindcast", "-n", "200", "--threads", "2", "--quiet"]);
    assert!(again.status.success() && again.stdout == first.stdout);
    let mut two = files(&place.path().join("output/hindcast"));
    let mut one = one;
    one.remove("manifest.json");
    two.remove("manifest.json");
    assert!(one == two);
    // Figures are those of the command itself, which the others say.
    let refused = drawdown(place.path(), &["plot", "output/hindcast"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("`drawdown hindcast`"));
    // What is not ours stays.
    fs::create_dir(place.path().join("mine")).expect("a folder");
    fs::write(place.path().join("mine/notes.txt"), "mine").expect("a file");
    let refused = drawdown(place.path(), &["hindcast", "-n", "200", "--output", "mine"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(files(&place.path().join("mine")).len(), 1);
    for wrong in [&["-n", "0"][..], &["-n", "1"], &["-n", "1e4"], &["-n", "20001"], &["--seed", "-1"]] {
        let refused = drawdown(place.path(), &[&["hindcast"], wrong].concat());
        assert_eq!(refused.status.code(), Some(2), "{wrong:?}");
        assert!(refused.stdout.is_empty());
    }
}
