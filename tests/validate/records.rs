//! Every published figure is in the file, compared or with its reason.

use std::{collections::BTreeMap, fs, path::Path};

use drawdown::{
    present::recorded,
    scenario::{self, shipped},
    validate::{
        record::{How, Measure, Published},
        verdict::Verdict,
    },
};

use crate::file;

/// A published figure as `tests/data/studies.csv` has it.
#[derive(Debug, serde::Deserialize)]
struct Row {
    study_id: String,
    year: i32,
    quantity: String,
    low: Option<f64>,
    likely: Option<f64>,
    high: Option<f64>,
    unit: String,
    horizon: String,
    assumption: String,
    source_url: String,
    label: String,
}

fn rows() -> Vec<Row> {
    let mut reader = csv::Reader::from_path("tests/data/studies.csv").expect("the studies");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn every_published_figure_is_a_record_exactly_once_and_as_it_was_published() {
    let rows = rows();
    assert_eq!((rows.len(), file().records.len()), (118, 118));
    let key = |study: &str, what: &str, published: &Published| format!("{study} {what} {published:?}");
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for record in &file().records {
        *known.entry(key(&record.study, &record.what, &record.published)).or_default() += 1;
    }
    for row in rows {
        let published = Published { low: row.low, value: row.likely, high: row.high };
        let key = key(&row.study_id, &row.quantity, &published);
        assert_eq!(known.get(&key), Some(&1), "{key}");
        let record = file()
            .records
            .iter()
            .find(|r| r.study == row.study_id && r.what == row.quantity && r.published == published)
            .expect("a record");
        assert_eq!((&record.unit, record.year), (&row.unit, row.year), "{key}");
        assert_eq!((&record.horizon, &record.assumption), (&row.horizon, &row.assumption), "{key}");
        assert_eq!(record.source, row.source_url, "{key}");
        let label = match record.attested.words() {
            "verified" => "[V]",
            "one source" => "[S]",
            _ => "[?]",
        };
        assert_eq!(label, row.label, "{key}");
    }
}

#[test]
fn every_figure_that_can_be_is_compared_and_every_other_has_its_reason() {
    // Direct or comparable after a stated conversion, study by study, as the notes on the studies say.
    let comparable = [
        ("bruegel_kiel_2025", "new mechanised and armoured brigades"),
        ("bruegel_kiel_2025", "minimum tanks"),
        ("bruegel_kiel_2025", "minimum infantry fighting vehicles"),
        ("bruegel_kiel_2025", "core defence spending needed"),
        ("bruegel_kiel_2025", "added defence spending a year"),
        ("iiss_2025", "one-off procurement to replace the US conventional contribution"),
        ("iiss_2025", "tactical combat aircraft to buy"),
        ("iiss_2025", "cost of the combat aircraft"),
        ("iiss_2025", "destroyers to buy"),
        ("iiss_2025", "tanks to buy"),
        ("iiss_2025", "infantry fighting vehicles to buy"),
        ("iiss_2025", "long-range surface-to-air missile units to buy"),
        ("iiss_2025", "start of the window of vulnerability"),
        ("iiss_2025", "life-cycle cost of replacing the US conventional contribution"),
        ("iiss_2019", "investment to fill gaps in the Article 5 scenario (Lithuania and Poland)"),
        ("kiel_2025_2030", "factor by which European production must rise"),
        ("kiel_2025_2030", "European tank stock"),
        ("kiel_2025_2030", "Patriot and SAMP/T stock"),
        ("kiel_2025_2030", "European howitzer output, 2022"),
        ("sparta2_2026", "cost of European defence autonomy, ten gaps"),
        ("sparta2_2026", "time to substantial independent capacity"),
        ("nato_2025_targets", "shortfall against the earlier targets"),
        ("us_nfm_cut_2026", "gaps in the force model left open by allies about a month after the cut"),
        ("rand_2016_baltic", "brigades to prevent a fait accompli in the Baltic states"),
        ("clingendael_2022", "European brigades that a high-readiness force of 300,000 needs"),
        ("pistorius_2025", "time to field European missiles over 2,000 km"),
    ];
    for (study, what) in comparable {
        let record = file().records.iter().find(|r| r.study == study && r.what == what);
        let record = record.unwrap_or_else(|| panic!("{study}: {what}"));
        assert!(matches!(record.how, How::Compared(_)), "{study}: {what}");
    }
    let mut compared = 0;
    for record in &file().records {
        match &record.how {
            How::Not { reason, .. } => {
                assert!(reason.len() > 20 && record.recorded.is_none(), "{}", record.id);
            }
            How::Compared(compare) => {
                compared += 1;
                let verdict = record.recorded.unwrap_or_else(|| panic!("no verdict of {}", record.id));
                // What does not reproduce is explained.
                assert_eq!(verdict != Verdict::Inside, record.explanation.is_some(), "{}", record.id);
                assert!(record.name.chars().count() <= 40, "{}", record.name);
                let converted = compare.factor != 1.0 || compare.add != 0.0;
                assert!(!converted || compare.conversion.len() > 20, "{}", record.id);
                let paper = ["on_paper", "paper_gap", "paper_bill"].contains(&compare.target.name());
                assert!(!paper || compare.measure == Some(Measure::Paper), "{}", record.id);
            }
        }
    }
    assert!(compared >= comparable.len(), "{compared}");
}

#[test]
fn replications_resolve_and_are_used() {
    let stems: Vec<std::path::PathBuf> =
        shipped::replications().iter().map(|(stem, _)| Path::new(stem).to_owned()).collect();
    let compiled = scenario::load(&stems, &[]).unwrap_or_else(|found| panic!("{found}"));
    let files: Vec<std::path::PathBuf> = stems
        .iter()
        .map(|stem| Path::new("scenarios/replications").join(stem).with_extension("ron"))
        .collect();
    let read = scenario::load(&files, &[]).unwrap_or_else(|found| panic!("{found}"));
    let on_disk = fs::read_dir("scenarios/replications").expect("a folder").count();
    // And `published.ron`.
    assert_eq!(on_disk, stems.len() + 1);
    for (a, b) in compiled.iter().zip(&read) {
        assert_eq!((&a.id, a.hash()), (&b.id, b.hash()));
    }
    let used = |id: &str| {
        file()
            .scenarios
            .iter()
            .any(|scenario| scenario.id == id || scenario.bases.iter().any(|base| base == id))
    };
    for scenario in &compiled {
        assert!(used(&scenario.id), "no figure needs `{}`", scenario.id);
        assert!(scenario.title != scenario.id && !scenario.description.is_empty(), "{}", scenario.id);
    }
}

#[test]
fn what_is_recorded_stands_in_the_readme() {
    let recorded = recorded::counts();
    let count = |verdict: Verdict| file().records.iter().filter(|r| r.recorded == Some(verdict)).count();
    let by_verdict = [Verdict::Inside, Verdict::Touches, Verdict::TooLow, Verdict::TooHigh].map(count);
    assert_eq!(by_verdict, [recorded.inside, recorded.touches, recorded.too_low, recorded.too_high]);
    assert_eq!((recorded.figures, recorded.compared), (118, by_verdict.iter().sum()));
    let readme = fs::read_to_string("README.md").expect("the page");
    assert!(readme.contains(recorded::sentence().trim_end_matches('.')), "{}", recorded::sentence());
    let [_, touch, low, high] = by_verdict;
    let readme: String = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    let rest = format!(
        "({touch} touch them, {low} are too low, {high} too high); {} others",
        recorded.not_comparable
    );
    assert!(readme.contains(&rest), "{rest}");
}
