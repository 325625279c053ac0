//! The series that ships, its scores, paths and timetables, computed again.

use drawdown::{
    engine::{
        blocks::{Drawer, Drawn},
        plan::Plan,
        trace::record::Record,
    },
    hindcast::{
        Hindcast, Method, ORIGINS, Series,
        departures::{counts, departures},
        paths::reference,
    },
    model::{arm::Arm, layout::Inputs, shocks::Shocks},
    sampling::design::Design,
    scenario,
};

use super::{SHIPPED, run, table};

#[test]
fn the_series_is_what_was_published() {
    let (hindcast, ..) = &*SHIPPED;
    let series: &Series = &hindcast.series;
    let rows = table(include_str!("../../data/nato_2014_2025/share_of_gdp.csv"));
    let spending = table(include_str!("../../data/nato_2014_2025/spending.csv"));
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
