//! Published figures held against the model: the rule of verdicts, the file of records, the command.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Output, Stdio},
    sync::{OnceLock, atomic::AtomicBool},
};

use drawdown::{
    plot, report,
    scenario::{self, shipped},
    validate::{
        band::Band,
        closing,
        findings::{Findings, findings},
        read::{self, File},
        record::{How, Measure, Published, Scale},
        recorded,
        run::{Settings, bands, runs},
        tables,
        verdict::{Verdict, judge},
        words,
    },
};

fn band(low: f64, high: f64) -> Band {
    Band { low, middle: 0.5 * (low + high), high, most: f64::INFINITY }
}

fn value(value: f64) -> Published {
    Published { value: Some(value), ..Published::default() }
}

fn range(low: f64, high: f64) -> Published {
    Published { low: Some(low), high: Some(high), ..Published::default() }
}

#[test]
fn a_value_is_inside_to_the_ends_of_the_band() {
    let of = |published: f64| judge(&value(published), &band(10.0, 20.0), Scale::Log);
    for inside in [10.0, 15.0, 20.0] {
        assert_eq!((of(inside).verdict, of(inside).off), (Verdict::Inside, Some(0.0)), "{inside}");
    }
    // A value alone is no range: it is inside or outside.
    let low = of(20.0 * (1.0 + 1e-12));
    assert_eq!(low.verdict, Verdict::TooLow);
    assert_eq!(of(40.0).off, Some(2.0));
    assert_eq!((of(5.0).verdict, of(5.0).off), (Verdict::TooHigh, Some(2.0)));
}

#[test]
fn a_range_touches_where_only_its_end_overlaps() {
    let of = |low: f64, high: f64| judge(&range(low, high), &band(10.0, 20.0), Scale::Log).verdict;
    // The middle decides, not the overlap.
    assert_eq!(of(5.0, 15.0), Verdict::Inside);
    assert_eq!(of(5.0, 14.9), Verdict::Touches);
    assert_eq!(of(20.0, 30.0), Verdict::Touches);
    assert_eq!(of(0.0, 10.0), Verdict::Touches);
    assert_eq!(of(20.1, 30.0), Verdict::TooLow);
    assert_eq!(of(1.0, 9.9), Verdict::TooHigh);
    // A range around the band has its middle in it or not.
    assert_eq!(of(1.0, 31.0), Verdict::Inside);
    assert_eq!(of(1.0, 60.0), Verdict::Touches);
    // A likely value takes the place of the middle.
    let likely = Published { low: Some(1.0), value: Some(12.0), high: Some(60.0) };
    assert_eq!(judge(&likely, &band(10.0, 20.0), Scale::Log).verdict, Verdict::Inside);
}

#[test]
fn by_how_much_is_a_ratio_or_a_difference_of_the_nearest_ends() {
    let far = |scale| judge(&range(30.0, 50.0), &band(10.0, 20.0), scale);
    assert_eq!((far(Scale::Log).verdict, far(Scale::Log).off), (Verdict::TooLow, Some(1.5)));
    assert_eq!(far(Scale::Linear).off, Some(10.0));
    let years = judge(&value(2027.0), &band(2030.0, 2033.0), Scale::Linear);
    assert_eq!((years.verdict, years.off), (Verdict::TooHigh, Some(3.0)));
    // No ratio with what is not positive.
    assert_eq!(judge(&value(3.0), &band(-2.0, -1.0), Scale::Log).off, None);
    assert_eq!(judge(&value(0.0), &band(1.0, 2.0), Scale::Log).off, None);
}

#[test]
fn an_end_alone_is_a_range_without_another() {
    let least = Published { low: Some(12.0), ..Published::default() };
    let most = Published { high: Some(12.0), ..Published::default() };
    let of =
        |published: &Published, low: f64, high: f64| judge(published, &band(low, high), Scale::Log).verdict;
    assert_eq!(of(&least, 10.0, 20.0), Verdict::Inside);
    assert_eq!(of(&least, 100.0, 200.0), Verdict::Touches);
    assert_eq!(of(&least, 1.0, 2.0), Verdict::TooLow);
    assert_eq!(of(&most, 10.0, 20.0), Verdict::Inside);
    assert_eq!(of(&most, 1.0, 2.0), Verdict::Touches);
    assert_eq!(of(&most, 100.0, 200.0), Verdict::TooHigh);
}

#[test]
fn what_lies_beyond_all_that_was_looked_at_is_at_least_that() {
    let beyond = Band { low: f64::INFINITY, middle: f64::INFINITY, high: f64::INFINITY, most: 6.0 };
    let judged = judge(&range(3.0, 4.0), &beyond, Scale::Log);
    assert_eq!((judged.verdict, judged.off), (Verdict::TooHigh, Some(1.5)));
    let open = Band { low: 3.0, middle: 5.0, high: f64::INFINITY, most: 6.0 };
    assert_eq!(judge(&value(50.0), &open, Scale::Log).verdict, Verdict::Inside);
}

#[test]
fn a_unit_of_another_sign_turns_the_band_round() {
    let lost = Band { low: -20.0, middle: -15.0, high: -10.0, most: f64::INFINITY };
    let found = lost.converted(-18.0, 2.0);
    assert_eq!((found.low, found.middle, found.high), (182.0, 272.0, 362.0));
    let beyond = Band { low: 1.0, middle: 2.0, high: f64::INFINITY, most: 15.0 };
    let found = beyond.converted(1.0, 0.5);
    assert_eq!((found.low, found.high, found.most), (1.5, f64::INFINITY, 15.5));
}

#[test]
fn the_time_of_closing_is_read_off_the_shares_by_year() {
    let by_year = [0.0, 0.05, 0.3, 0.5, 0.8, 0.94];
    let found = closing::years(&by_year, 6.0);
    assert_eq!((found.low, found.middle, found.high, found.most), (2.0, 4.0, f64::INFINITY, 6.0));
    // 5, 50 and 95 % quantiles of how many are closed.
    let counts = [[0.0, 1.0, 2.0], [1.0, 2.0, 3.0], [1.0, 3.0, 5.0], [3.0, 4.0, 6.0]];
    let found = closing::years_of_count(&counts, 3.0, 4.0);
    assert_eq!((found.low, found.middle, found.high), (2.0, 3.0, 4.0));
}

fn file() -> &'static File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| read::load(None).unwrap_or_else(|found| panic!("{found}")))
}

/// All figures over a few replicates.
fn found() -> &'static Findings {
    static FOUND: OnceLock<Findings> = OnceLock::new();
    FOUND.get_or_init(|| {
        let stop = AtomicBool::new(false);
        let settings = Settings { replicates: 1024, seed: 1, threads: 0, stop: &stop, progress: &|_| {} };
        let bands = bands(file(), &settings).unwrap_or_else(|error| panic!("{error}"));
        findings(file(), &bands, 1024, 1)
    })
}

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
    let stems: Vec<std::path::PathBuf> = shipped::replications()
        .iter()
        .map(|(path, _)| Path::new(path.trim_start_matches("replications/")).to_owned())
        .collect();
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
    assert_eq!(reader.headers().expect("heads").iter().collect::<Vec<_>>(), tables::COLUMNS);
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
    let page = report::validate::page(found, &figures).expect("a page");
    assert!(page.contains(found.sentence.trim_end_matches('.')));
    for (figure, _) in found.compared() {
        assert!(page.contains(figure.id.as_str()) || page.contains("held against"));
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

#[test]
fn numbers_are_written_for_people() {
    for (value, unit, written) in [
        (40.0, "", "40"),
        (17.63, "", "17.6"),
        (2026.0, "year", "2026"),
        (1205.4, "", "1,205"),
        (128_456.0, "", "128,000"),
        (0.25, "", "0.25"),
        (-3.04, "", "-3"),
        (0.0, "", "0"),
    ] {
        assert_eq!(words::number(value, unit), written);
    }
    let of = |published: Published| words::published(&published, "bn");
    assert_eq!(of(range(226.0, 344.0)), "226-344");
    assert_eq!(of(value(1000.0)), "1,000");
    assert_eq!(of(Published { low: Some(1400.0), ..Published::default() }), "at least 1,400");
    assert_eq!(of(Published { high: Some(64.0), ..Published::default() }), "up to 64");
}

/// A record with some of its fields replaced.
fn record(replace: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("id", "\"a\""),
        ("study", "\"s\""),
        ("what", "\"w\""),
        ("value", "3"),
        ("unit", "\"times\""),
        ("year", "2026"),
        ("source", "\"here\""),
        ("grade", "Single"),
        ("compare", "(scenario: \"no-drawdown\", outcome: \"input\", input: \"capacity_ceiling\")"),
    ];
    for (name, text) in replace {
        fields.retain(|(known, _)| known != name);
        if !text.is_empty() {
            fields.push((name, text));
        }
    }
    let fields: Vec<String> =
        fields.iter().map(|(name, text)| format!("        {name}: {text},\n")).collect();
    format!("    (\n{}    ),\n", fields.concat())
}

fn text(records: &[String]) -> String {
    format!("(records: [\n{}])\n", records.concat())
}

#[test]
fn bad_records_have_one_clear_error_at_its_place() {
    let compare = |text: &'static str| vec![("compare", text)];
    for (replace, said, place) in [
        (vec![("grade", "Sure")], "grade `Sure`", "10:16"),
        (vec![("value", "")], "a record without a number", "2:5"),
        (vec![("low", "5"), ("high", "4")], "4 is below 3", ""),
        (vec![("year", "12")], "year is 12", "10:15"),
        (vec![("unt", "\"x\"")], "unknown field `unt`", "12:9"),
        (vec![("source", "")], "a record without `source`", "2:5"),
        (vec![("compare", "")], "a record without `compare`", "2:5"),
        (
            vec![("not_comparable", "(why: Input, reason: \"x\")")],
            "`compare` beside `not_comparable`",
            "11:9",
        ),
        (vec![("verdict", "Maybe")], "verdict `Maybe`", "12:18"),
        (vec![("explanation", "(date: \"today\", text: \"x\")")], "date `today`", "12:29"),
        (compare("(scenario: \"nobody\", outcome: \"gap\")"), "no scenario `nobody`", "11:29"),
        (compare("(scenario: \"no-drawdown\", outcome: \"gapp\")"), "unknown outcome `gapp`", "11:53"),
        (
            compare("(scenario: \"no-drawdown\", outcome: \"gap\", arm: \"scenario\", tier: 30, year: 2030)"),
            "`gap` with other fields than it has",
            "11:53",
        ),
        (
            compare(
                "(scenario: \"no-drawdown\", outcome: \"index\", arm: \"scenario\", tier: 31, year: 2030)",
            ),
            "31 is no readiness tier",
            "",
        ),
        (
            compare(
                "(scenario: \"no-drawdown\", outcome: \"index\", arm: \"scenario\", tier: 30, year: 2100)",
            ),
            "year is 2100",
            "",
        ),
        (
            compare("(scenario: \"no-drawdown\", outcome: \"index\", arm: \"best\", tier: 30, year: 2030)"),
            "`index` has no arm `best`",
            "",
        ),
        (
            compare("(scenario: \"no-drawdown\", outcome: \"index\", tier: 30, year: 2030)"),
            "`index` without `arm`",
            "11:18",
        ),
        (
            compare(
                "(scenario: \"no-drawdown\", outcome: \"input\", input: \"capacity_ceiling\", factor: 2)",
            ),
            "`factor` without `conversion`",
            "",
        ),
        (
            compare("(scenario: \"no-drawdown\", outcome: \"input\", input: \"ceiling\")"),
            "unknown name `ceiling`",
            "",
        ),
        (
            compare(
                "(scenario: \"no-drawdown\", outcome: \"paper_gap\", arm: \"scenario\", domain: \"isr\", year: 2026, measure: Usable)",
            ),
            "`paper_gap` is on paper, not usable",
            "",
        ),
        (
            compare("(scenario: \"no-drawdown\", outcome: \"closing_years\", arm: \"scenario\", tier: 30)"),
            "`closing_years` needs `domain` or `count`",
            "11:18",
        ),
    ] {
        let text = text(&[record(&replace)]);
        let found = read::read("mine.ron", None, &text).expect_err(said);
        assert_eq!(found.error_count(), 1, "{said}: {found}");
        let shown = found.to_string();
        assert!(shown.contains(said), "{said}: {shown}");
        assert!(shown.contains(&format!("mine.ron:{place}")), "{said}: {shown}");
    }
    let twice = text(&[record(&[]), record(&[])]);
    let found = read::read("mine.ron", None, &twice).expect_err("twice").to_string();
    assert!(found.contains("two records called `a`") && found.contains("the other is in line 2"), "{found}");
    assert!(read::read("mine.ron", None, "(records: [])").is_err());
    assert!(read::read("mine.ron", None, "(records: [").is_err());
    assert!(read::read("mine.ron", None, &text(&[record(&[])])).is_ok());
}

fn drawdown(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command.output().expect("it runs")
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_changed_verdict_fails_the_check_of_the_recorded_run_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |verdict: &str| {
        let recorded = [("verdict", verdict)];
        fs::write(folder.path().join("mine.ron"), text(&[record(&recorded)])).expect("written");
    };
    let run = |arguments: &[&str]| {
        drawdown(
            folder.path(),
            &[&["validate", "mine.ron", "--no-figures", "--no-report"], arguments].concat(),
        )
    };
    // The ceiling of capacity is about 2.5 to 5: 3 is inside. An input needs no run.
    write("Inside");
    let out = run(&["--check"]);
    assert_eq!(out.status.code(), Some(0), "{}", said(&out.stderr));
    assert!(
        said(&out.stdout).starts_with("The one comparable published figure is inside."),
        "{}",
        said(&out.stdout)
    );
    write("TooLow");
    let out = run(&["--check"]);
    assert_eq!(out.status.code(), Some(1));
    assert!(said(&out.stderr).contains("`a` is inside, and `too low` is recorded"), "{}", said(&out.stderr));
    let out = run(&[]);
    assert_eq!(out.status.code(), Some(0));
    assert!(said(&out.stderr).contains("`too low` is recorded"), "{}", said(&out.stderr));
    for other in [["-n", "1024"], ["--seed", "2"]] {
        let out = run(&[&other[..], &["--check"]].concat());
        assert_eq!(out.status.code(), Some(0));
        assert!(said(&out.stderr).contains("Not as recorded"), "{}", said(&out.stderr));
    }
    let written = folder.path().join("output/validate");
    for file in ["summary.json", "manifest.json", "tables/studies.csv"] {
        assert!(written.join(file).is_file(), "{file}");
    }
    // A folder of this kind is none of a run, and that is said.
    let out = drawdown(folder.path(), &["plot", "output/validate"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(said(&out.stderr).contains("a folder of `drawdown validate`"), "{}", said(&out.stderr));
}

#[test]
fn a_file_of_ones_own_names_scenarios_beside_it_and_replaces_no_other_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = "(base: \"us-gone\", title: \"Mine\", threat_low: 1, threat_high: 1)";
    fs::write(folder.path().join("mine-alone.ron"), own).expect("written");
    let compare = "(scenario: \"mine-alone\", outcome: \"requirement\", arm: \"scenario\", domain: \"c2\", tier: 30, year: 2026)";
    let records = text(&[record(&[("compare", compare), ("value", "7"), ("name", "\"Headquarters\"")])]);
    fs::write(folder.path().join("mine.ron"), records).expect("written");
    let out = drawdown(folder.path(), &["validate", "mine.ron", "-n", "1024", "--format", "json"]);
    assert_eq!(out.status.code(), Some(0), "{}", said(&out.stderr));
    let found: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(found["figures"][0]["compared"]["verdict"], "inside");
    assert_eq!(found["scenarios"][0]["id"], "mine-alone");
    for file in ["report.html", "figures/validate-studies.png", "figures/validate-studies.svg"] {
        assert!(folder.path().join("output/validate").join(file).is_file(), "{file}");
    }
    let other = folder.path().join("other");
    fs::create_dir(&other).expect("a folder");
    fs::write(other.join("notes.txt"), "mine").expect("written");
    let out = drawdown(folder.path(), &["validate", "mine.ron", "-n", "1024", "--output", "other"]);
    assert_eq!(out.status.code(), Some(2), "{}", said(&out.stderr));
    assert_eq!(fs::read_to_string(other.join("notes.txt")).expect("kept"), "mine");
    // A wrong scenario is said with its own place.
    fs::write(folder.path().join("mine-alone.ron"), own.replace("threat_low", "thret_low")).expect("written");
    let out = drawdown(folder.path(), &["validate", "mine.ron"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(said(&out.stderr).contains("mine-alone.ron:1:"), "{}", said(&out.stderr));
}
