//! Every figure in every special case: nothing overlaps, nothing leaves the page; and what is said is what is there.

use super::fixture::{Shape, run};
use super::*;

/// The special cases, each with a name.
fn cases() -> Vec<(&'static str, Shape)> {
    let base = Shape::default;
    vec![
        ("plain", base()),
        ("twelve", Shape { scenarios: 11, with_idle: true, ..base() }),
        ("many", Shape { scenarios: 17, with_idle: true, ..base() }),
        ("one", Shape { scenarios: 1, ..base() }),
        ("idle", Shape { scenarios: 0, with_idle: true, ..base() }),
        ("few", Shape { replicates: 100, failed: 2, ..base() }),
        ("some", Shape { replicates: 600, ..base() }),
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
        ("short", Shape { quarters: 20, ..base() }),
        ("later", Shape { start: 2031, quarters: 100, ..base() }),
        ("allies", Shape { allies: 4, ..base() }),
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
        let dir = Path::new("target/gallery").join(name);
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
        for (stem, draw) in FIGURES {
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
    let (summary, tables) = run(&Shape { domains: 5, scenarios: 2, quarters: 24, ..Shape::default() });
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    tables.save(a.path());
    let again = Tables::load(a.path()).unwrap();
    let options = Options { scale: 0.5, svg: true };
    let one = draw_all(&summary, &tables, &a.path().join("figures"), options).unwrap();
    let two = draw_all(&summary, &again, &b.path().join("figures"), options).unwrap();
    assert_eq!(one.len(), 2 * FIGURES.len());
    for (one, two) in one.iter().zip(&two) {
        assert_eq!(one.file_name(), two.file_name());
        assert!(std::fs::read(one).unwrap() == std::fs::read(two).unwrap(), "{}", one.display());
    }
}

#[test]
fn a_missing_table_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let error = Tables::load(dir.path()).unwrap_err().to_string();
    assert!(error.contains("coverage.csv"), "{error}");
}
