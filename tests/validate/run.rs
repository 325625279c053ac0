//! A run over all figures, and what is written of it.

use drawdown::{
    plot, report,
    validate::{run::runs, tables, verdict::judge},
};

use crate::{file, found};

#[test]
fn a_run_judges_every_figure_and_says_so_everywhere() {
    let found = found();
    let counts = found.counts;
    assert_eq!(counts.compared + counts.not_comparable, counts.figures);
    assert_eq!(counts.inside + counts.touches + counts.too_low + counts.too_high, counts.compared);
    assert_eq!(
        found.sentence,
        format!("Of {} comparable published figures, {} inside.", counts.compared, counts.inside)
    );
    assert!(runs(file()) as usize >= file().scenarios.len());
    for (figure, compared) in found.compared() {
        let band = compared.band;
        assert!(band.low <= band.high && band.low.is_finite() | (band.most < f64::INFINITY), "{}", figure.id);
        assert_eq!(compared.judged, judge(&figure.published, &band, compared.scale), "{}", figure.id);
    }
    // One for one: what the bill on paper adds is what left, whatever Europe holds.
    let of = |id: &str| found.compared().find(|(figure, _)| figure.id == id).expect("a figure").1.band.middle;
    assert!((of("iiss-2025-life-cycle") / of("iiss-2025-kit") - 2.765).abs() < 1e-9);
    assert!((of("iiss-2025-tanks") / 87.0 - of("iiss-2025-ifv") / 152.0).abs() < 1e-9);
    assert!((of("kiel-2025-factor") - 3.667).abs() < 0.01);
    let mut table = Vec::new();
    tables::write(found, &mut table).expect("a table");
    let mut reader = csv::Reader::from_reader(table.as_slice());
    assert_eq!(reader.headers().expect("heads").len(), 45);
    assert_eq!(reader.records().filter(Result::is_ok).count(), 118);
    let json = serde_json::to_value(found).expect("JSON");
    assert_eq!(json["counts"]["inside"], counts.inside);
    let figures = plot::validate::figures(found).expect("figures");
    assert!(!figures.is_empty());
    for figure in &figures {
        assert!(
            figure
                .title()
                .starts_with(&format!("{} of {} published numbers", counts.inside, counts.compared))
        );
        let texts = &figure.page.texts;
        for (i, a) in texts.iter().enumerate() {
            assert!(a.x0 >= 8.0 && a.x1 <= 1592.0 && a.y0 >= 8.0 && a.y1 <= 892.0, "{a:?}");
            for b in &texts[i + 1..] {
                let (w, h) = a.overlap(b);
                assert!(w <= 2.0 || h <= 4.5, "{a:?} and {b:?}");
            }
        }
    }
    let page = report::validate::page(found, &figures, true, None).expect("a page");
    assert!(page.contains(found.sentence.trim_end_matches('.')));
    for (figure, _) in found.compared() {
        assert!(page.contains(figure.id.as_str()) || page.contains("held against"));
    }
}
