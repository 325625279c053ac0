//! Every figure in every special case: nothing overlaps, nothing leaves the page; and what is said is what is there.

mod words;

use super::fixture::{Shape, run};
use super::*;

/// The special cases, each with a name.
fn cases() -> Vec<(&'static str, Shape)> {
    let base = Shape::default;
    vec![
        ("plain", base()),
        ("twelve", Shape { scenarios: 11, with_idle: true, ..base() }),
        ("many", Shape { scenarios: 17, with_idle: true, ..base() }),
        ("many_few", Shape { scenarios: 17, with_idle: true, replicates: 600, failed: 3, ..base() }),
        ("twins", Shape { scenarios: 2, twins: true, ..base() }),
        ("twins_of_many", Shape { scenarios: 9, twins: true, ..base() }),
        ("gain_two", Shape { scenarios: 2, effect: -0.5, ..base() }),
        ("one", Shape { scenarios: 1, ..base() }),
        ("idle", Shape { scenarios: 0, with_idle: true, ..base() }),
        ("few", Shape { replicates: 100, failed: 2, ..base() }),
        ("some", Shape { replicates: 600, ..base() }),
        ("close", Shape { close: true, ..base() }),
        ("uncertain", Shape { uncertain: true, ..base() }),
        ("gain", Shape { effect: -0.5, ..base() }),
        ("tiny", Shape { effect: 0.004, ..base() }),
        ("never", Shape { never: true, ..base() }),
        ("five", Shape { domains: 5, scenarios: 3, ..base() }),
        ("six", Shape { domains: 6, scenarios: 2, ..base() }),
        ("ten", Shape { domains: 10, ..base() }),
        ("fourteen", Shape { domains: 14, ..base() }),
        ("fifteen", Shape { domains: 15, ..base() }),
        ("thirty", Shape { domains: 30, ..base() }),
        ("long", Shape { long_names: true, scenarios: 12, with_idle: true, ..base() }),
        ("long7", Shape { long_names: true, ..base() }),
        ("tiers", Shape { tiers: vec![5, 15, 60, 180, 365], reporting: 180, ..base() }),
        ("one_tier", Shape { tiers: vec![30], ..base() }),
        ("dateless", Shape { dates: false, ..base() }),
        ("two", Shape { scenarios: 2, ..base() }),
        ("five_quarters", Shape { quarters: 5, ..base() }),
        ("century", Shape { quarters: 400, ..base() }),
        ("short", Shape { quarters: 20, ..base() }),
        ("later", Shape { start: 2031, quarters: 100, ..base() }),
        ("allies", Shape { allies: 4, ..base() }),
        ("varied", Shape { varied: 30, ..base() }),
        ("varied_two", Shape { varied: 2, scenarios: 1, ..base() }),
    ]
}

fn wanted(name: &str) -> bool {
    std::env::var("CASE").is_ok_and(|c| c == "all" || c.split(',').any(|c| c == name))
}

/// Writes the pictures of the cases named in CASE (`all`, or names with commas) to target/gallery.
#[test]
fn gallery() {
    let scale = std::env::var("SCALE").ok().and_then(|s| s.parse().ok()).unwrap_or(1.0);
    for (name, shape) in cases().into_iter().filter(|(n, _)| wanted(n)) {
        let (summary, tables) = run(&shape);
        let dir = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/gallery")).join(name);
        draw_all(&summary, &tables, &dir, Options { scale, svg: true }).unwrap();
    }
}

#[test]
fn texts_neither_overlap_nor_leave_the_page() {
    let faults: Vec<String> =
        cases().into_par_iter().flat_map_iter(|(name, shape)| faults(name, &shape)).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn faults(name: &str, shape: &Shape) -> Vec<String> {
    let mut faults = Vec::new();
    {
        let (summary, tables) = run(shape);
        let ctx = Context::new(&summary, &tables).unwrap();
        for Entry { stem, draw, .. } in FIGURES.into_iter().filter(|entry| (entry.applies)(&ctx)) {
            let recording = draw(&ctx).unwrap();
            assert!(recording.texts.len() > 5, "{name} {stem}: nearly empty");
            for t in &recording.texts {
                if t.x0 < 8.0 || t.x1 > 1592.0 || t.y0 < 8.0 || t.y1 > 892.0 {
                    faults.push(format!("{name} {stem}: “{}” leaves the page: {t:?}", t.text));
                }
            }
            for (i, a) in recording.texts.iter().enumerate() {
                for b in &recording.texts[i + 1..] {
                    let (w, h) = a.overlap(b);
                    if w > 2.0 && h > 4.0 {
                        faults
                            .push(format!("{name} {stem}: “{}” on “{}”, {w:.0} x {h:.0} px", a.text, b.text));
                    }
                }
            }
        }
    }
    faults
}

#[test]
fn the_overlap_test_can_fail() {
    let canvas = canvas::Canvas::new();
    for x in [100.0, 110.0] {
        canvas.text((x, 100.0), "twice", theme::ROW, canvas::Align::Left);
    }
    let r = canvas.finish().unwrap();
    let (w, h) = r.texts[0].overlap(&r.texts[1]);
    assert!(w > 2.0 && h > 4.0);
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let shape = Shape { domains: 5, scenarios: 2, quarters: 24, varied: 4, ..Shape::default() };
    let (summary, tables) = run(&shape);
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    save_tables(&tables, a.path());
    let again = Tables::load(a.path(), &summary).unwrap();
    let options = Options { scale: 0.5, svg: true };
    let one = draw_all(&summary, &tables, &a.path().join("figures"), options).unwrap();
    let two = draw_all(&summary, &again, &b.path().join("figures"), options).unwrap();
    let left_out = "all but the bars that stand in for the map, and regret: the two are of different sizes";
    let kept = FIGURES.iter().filter(|entry| !["6-hosts", "12-regret"].contains(&entry.stem));
    // Each of two scenarios has figures of its own.
    let figures: usize = kept.map(|entry| if entry.single { 2 } else { 1 }).sum();
    assert_eq!(one.len(), 2 * figures, "{left_out}");
    for (one, two) in one.iter().zip(&two) {
        assert_eq!(one.file_name(), two.file_name());
        assert!(std::fs::read(one).unwrap() == std::fs::read(two).unwrap(), "{}", one.display());
    }
}

#[test]
fn a_missing_table_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let (summary, _) = run(&Shape::default());
    let error = Tables::load(dir.path(), &summary).unwrap_err().to_string();
    assert!(error.contains("coverage.csv"), "{error}");
}

/// The texts of a figure, the title first.
fn texts(shape: &Shape, stem: &str) -> Vec<String> {
    let (summary, tables) = run(shape);
    texts_of(&summary, &tables, stem)
}

pub(super) fn texts_of(summary: &Summary, tables: &Tables, stem: &str) -> Vec<String> {
    let ctx = Context::new(summary, tables).unwrap();
    let entry = FIGURES.into_iter().find(|entry| entry.stem == stem).unwrap();
    (entry.draw)(&ctx).unwrap().texts.into_iter().map(|t| t.text).collect()
}

#[test]
fn what_is_missing_is_a_dash_and_never_a_zero() {
    let (mut summary, mut tables) = run(&Shape::default());
    for s in &mut summary.scenarios {
        s.deepest.retain(|d| d.domain != "airlift");
    }
    tables.spending.rows.retain(|r| r.outcome != "pledge_met");
    tables.supply.rows.retain(|r| r.tier != Some(10) || r.outcome != "requirement");
    let dashes = |stem: &str| texts_of(&summary, &tables, stem).iter().filter(|t| *t == "–").count();
    assert_eq!(dashes("1-coverage"), 1);
    assert_eq!(dashes("2-heatmap"), 7 + 1, "one a scenario, and a domain that is never open");
    assert_eq!(dashes("4-force-flow"), 2 * 6);
    assert_eq!(dashes("5-spending"), 2 * 29, "with the drawdown and without");
}

#[test]
fn empty_tables_are_drawn_without_a_panic_and_no_scenario_is_an_error() {
    let (mut summary, _) = run(&Shape::default());
    let tables = Tables::default();
    for Entry { stem, .. } in FIGURES {
        assert!(!texts_of(&summary, &tables, stem).is_empty(), "{stem}");
    }
    summary.ranking.clear();
    assert!(matches!(Context::new(&summary, &tables), Err(PlotError::NoScenario)));
}

#[test]
fn a_scenario_in_which_nobody_leaves_is_left_out_of_comparisons() {
    let (summary, tables) = run(&Shape { scenarios: 11, with_idle: true, ..Shape::default() });
    let ctx = Context::new(&summary, &tables).unwrap();
    assert_eq!(ctx.shown.len(), 11);
    assert!(ctx.shown.iter().all(|s| s.personnel_effective.mean > 0.0));
    let (summary, tables) = run(&Shape { scenarios: 17, with_idle: true, ..Shape::default() });
    let ctx = Context::new(&summary, &tables).unwrap();
    assert_eq!((ctx.shown.len(), ctx.left_out), (12, 5));
}

#[test]
fn figures_without_their_numbers_are_left_out() {
    let stems = |shape: &Shape, keep: bool| -> Vec<&str> {
        let (summary, mut tables) = run(shape);
        if !keep {
            tables.extra = extra::Extra::default();
            tables.hosts.rows.retain(|r| r.host.is_some());
        }
        drawn(&summary, &tables, None, false).unwrap().iter().map(|drawn| drawn.entry.stem).collect()
    };
    let all = stems(&Shape::default(), true);
    assert!(all.contains(&"6-map") && !all.contains(&"6-hosts") && all.len() == 12, "{all:?}");
    let less = stems(&Shape::default(), false);
    for stem in ["7-bridge", "9-tornado", "10-timeline", "12-regret"] {
        assert!(!less.contains(&stem), "{stem}");
    }
    let one = stems(&Shape { scenarios: 1, ..Shape::default() }, true);
    assert!(
        !one.contains(&"8-ranking") && !one.contains(&"12-regret") && one.contains(&"7-bridge"),
        "{one:?}"
    );
    let short = stems(&Shape { quarters: 8, ..Shape::default() }, true);
    assert!(!short.contains(&"11-closing-year"), "{short:?}");
}

#[test]
fn hosts_that_are_in_no_outline_are_bars() {
    let (summary, mut tables) = run(&Shape::default());
    for row in &mut tables.hosts.rows {
        row.host = row.host.take().map(|h| format!("X{h}"));
    }
    let stems: Vec<&str> =
        drawn(&summary, &tables, None, false).unwrap().iter().map(|drawn| drawn.entry.stem).collect();
    assert!(stems.contains(&"6-hosts") && !stems.contains(&"6-map"), "{stems:?}");
}

#[test]
fn the_steps_of_the_bridge_lead_from_one_total_to_the_other() {
    let (_, tables) = run(&Shape::default());
    let of = |step: &str| -> f64 {
        let rows = tables.extra.causes.iter().filter(|r| r.scenario == "s00" && r.tier == 30);
        rows.filter(|r| r.step == step).filter_map(|r| r.mean).sum()
    };
    let steps: f64 =
        ["presence", "return", "handover", "disruption", "linkage", "reaction"].map(of).iter().sum();
    assert!((of("counterfactual") + steps - of("scenario")).abs() < 0.0005);
    let texts = texts(&Shape::default(), "7-bridge");
    assert!(!texts.iter().any(|t| t.contains("miss the total")));
    let (summary, mut tables) = run(&Shape::default());
    tables.extra.causes.retain(|r| r.step != "linkage");
    let texts = texts_of(&summary, &tables, "7-bridge");
    assert!(texts.iter().any(|t| t.contains("The steps miss the total by 1.9 points.")), "{texts:?}");
}

#[test]
fn a_pair_is_the_same_from_both_sides() {
    let (mut summary, mut tables) = run(&Shape { scenarios: 2, ..Shape::default() });
    let before = texts_of(&summary, &tables, "8-ranking");
    for pair in &mut summary.pairs {
        std::mem::swap(&mut pair.scenario, &mut pair.other);
        pair.found = pair.found.turned();
    }
    for row in &mut tables.extra.comparison {
        std::mem::swap(&mut row.scenario_a, &mut row.scenario_b);
    }
    assert_eq!(before, texts_of(&summary, &tables, "8-ranking"));
    assert!(before.iter().any(|t| t == "worse in 97\u{202f}%"), "{before:?}");
}

/// Writes the tables as the store does: one CSV file each.
fn save_tables(tables: &Tables, run: &Path) {
    let dir = run.join("tables");
    std::fs::create_dir_all(&dir).unwrap();
    let all: [(&str, &crate::store::table::Table); 8] = [
        ("coverage", &tables.coverage),
        ("vulnerability", &tables.vulnerability),
        ("index", &tables.index),
        ("closure", &tables.closure),
        ("spending", &tables.spending),
        ("cost", &tables.cost),
        ("hosts", &tables.hosts),
        ("supply", &tables.supply),
    ];
    fn save<R: serde::Serialize + Default>(dir: &Path, name: &str, rows: &[R]) {
        crate::store::extra::write::<R>(&dir.join(format!("{name}.csv")), rows).unwrap();
    }
    for (name, table) in all {
        save(&dir, name, &table.rows);
    }
    save(&dir, "comparison", &tables.extra.comparison);
    save(&dir, "causes", &tables.extra.causes);
    save(&dir, "regret", &tables.extra.regret);
    save(&dir, "sensitivity", &tables.extra.sensitivity);
}
