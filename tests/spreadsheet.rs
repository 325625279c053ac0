//! `results.xlsx` and `headline.csv`, read back with another library: types, units, numbers of rows, values against the tables;
//! and that they are what the run folder says they are.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use calamine::{Data, Reader, Xlsx, open_workbook};

/// Runs a command in a folder; what it says on both streams.
fn drawdown(here: &Path, arguments: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .args(arguments.split_whitespace())
        .current_dir(here)
        .output()
        .expect("it runs");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("text")).concat();
    assert!(output.status.success(), "{arguments}: {said}");
    said
}

/// What a sheet holds by its heads.
struct Sheet {
    heads: Vec<String>,
    rows: Vec<Vec<Data>>,
}

impl Sheet {
    fn at(&self, head: &str) -> usize {
        self.heads.iter().position(|h| h == head).unwrap_or_else(|| panic!("no `{head}` in {:?}", self.heads))
    }

    fn number(&self, row: &[Data], head: &str) -> Option<f64> {
        match &row[self.at(head)] {
            Data::Empty => None,
            Data::Float(number) => Some(*number),
            other => panic!("`{head}` holds {other:?}"),
        }
    }

    fn words(&self, row: &[Data], head: &str) -> String {
        match &row[self.at(head)] {
            Data::Empty => String::new(),
            Data::String(words) => words.clone(),
            other => panic!("`{head}` holds {other:?}"),
        }
    }
}

fn sheets(run: &Path) -> BTreeMap<String, Sheet> {
    let mut book: Xlsx<_> = open_workbook(run.join("results.xlsx")).expect("a spreadsheet");
    let mut found = BTreeMap::new();
    for (name, range) in book.worksheets() {
        let mut rows = range.rows().map(<[Data]>::to_vec);
        let heads: Vec<String> = rows.next().expect("heads").iter().map(ToString::to_string).collect();
        assert_eq!(heads.iter().collect::<BTreeSet<_>>().len(), heads.len(), "{name}: {heads:?}");
        assert!(range.height() <= 20_000, "{name}: {} rows", range.height());
        found.insert(name, Sheet { heads, rows: rows.collect() });
    }
    found
}

/// The rows of a table, by their columns.
fn table(path: PathBuf) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn near(found: Option<f64>, expected: f64, what: &str) {
    let found = found.unwrap_or_else(|| panic!("{what}: empty instead of {expected}"));
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        "{what}: {found} instead of {expected}"
    );
}

/// Every column holds numbers or words, and a column of numbers names its unit.
fn types(sheets: &BTreeMap<String, Sheet>) {
    for (name, sheet) in sheets.iter().filter(|(name, _)| *name != "How to read it") {
        for (at, head) in sheet.heads.iter().enumerate() {
            let cells = || sheet.rows.iter().map(|row| &row[at]);
            let numbers = cells().filter(|cell| matches!(cell, Data::Float(_))).count();
            let words = cells().filter(|cell| matches!(cell, Data::String(_))).count();
            let empty = cells().filter(|cell| matches!(cell, Data::Empty)).count();
            assert!(numbers == 0 || words == 0, "{name}: `{head}` holds numbers and words");
            assert_eq!(numbers + words + empty, sheet.rows.len(), "{name}: `{head}` holds something else");
            let unit = ["%", "points", "bn USD", "People", "unit", "ear", "Rank", "Days", "Runs"];
            assert!(
                numbers == 0 || unit.iter().any(|unit| head.contains(unit)),
                "{name}: no unit in `{head}`"
            );
            for word in ["eplicate", "ttributable", "ounterfactual"] {
                assert!(!head.contains(word), "{head}");
            }
        }
    }
}

const SMALL: &str = "--design mc -n 64 --no-figures --quiet";

#[test]
fn a_comparison_says_what_its_tables_say() {
    let place = tempfile::tempdir().expect("a folder");
    let here = place.path();
    drawdown(
        here,
        &format!(
            "compare orderly-50k no-drawdown pacific-priority-40k --no-sensitivity {SMALL} --threads 1 -o one"
        ),
    );
    let run = here.join("one");
    let sheets = sheets(&run);
    types(&sheets);
    assert_eq!(sheets.len(), 6, "{:?}", sheets.keys());

    let summary: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(run.join("summary.json")).expect("a summary"))
            .expect("JSON");
    let ranking = &sheets["Ranking"];
    assert_eq!(ranking.rows.len(), 3);
    for (row, ranked) in ranking.rows.iter().zip(summary["ranking"].as_array().expect("a ranking")) {
        let id = ranking.words(row, "Scenario id");
        assert_eq!(id, ranked["scenario"].as_str().expect("an id"));
        let expected = 100.0 * ranked["index"].as_f64().expect("a number");
        near(ranking.number(row, "D+30: added by leaving, points (mean)"), expected, &id);
        let [without, in_all] = ["missing if nobody leaves", "missing in all"]
            .map(|arm| ranking.number(row, &format!("D+30: {arm}, % (mean)")).expect("a number"));
        near(Some(in_all - without), expected, &id);
        // Nobody leaves: no rank, and nothing that half of the runs would seem to say.
        let nobody = id == "no-drawdown";
        assert_eq!(ranking.number(row, "Rank").is_none(), nobody);
        assert_eq!(
            ranking.number(row, "D+30: runs in which more is missing because of it, %").is_none(),
            nobody
        );
    }

    let capabilities = &sheets["Capabilities by year"];
    assert_eq!(capabilities.rows.len(), 3 * 13 * 3 * 15);
    let found: BTreeMap<_, _> = capabilities
        .rows
        .iter()
        .map(|row| {
            let [scenario, domain] =
                ["Scenario id", "Capability id"].map(|head| capabilities.words(row, head));
            let [tier, year] =
                ["Days after an alert", "Year"].map(|head| capabilities.number(row, head).expect("a number"));
            ((scenario, domain, tier.to_string(), year.to_string()), row)
        })
        .collect();
    let place_of = |row: &BTreeMap<String, String>| {
        (row["scenario"].clone(), row["domain"].clone(), row["tier"].clone(), row["year"].clone())
    };
    let mut compared = 0;
    for row in table(run.join("tables/coverage.csv")).iter().filter(|row| row["outcome"] == "coverage_year") {
        let number = |column: &str| row[column].parse::<f64>().expect("a number");
        let there = found[&place_of(row)];
        let what = format!("{row:?}");
        let of = |head: &str| capabilities.number(there, head);
        match row["arm"].as_str() {
            "attributable" => {
                near(of("Added by leaving, points (mean)"), -100.0 * number("mean"), &what);
                near(of("Added by leaving, points (5 %)"), -100.0 * number("p95"), &what);
                near(of("Added by leaving, points (95 %)"), -100.0 * number("p05"), &what);
            }
            "scenario" => {
                near(of("Coverage in all, % of what is needed (50 %)"), 100.0 * number("p50"), &what);
                near(of("Missing in all, % of what is needed (mean)"), 100.0 * (1.0 - number("mean")), &what);
            }
            "counterfactual" => {
                near(
                    of("Missing if nobody leaves, % of what is needed (mean)"),
                    100.0 * (1.0 - number("mean")),
                    &what,
                );
            }
            _ => continue,
        }
        compared += 1;
    }
    // What is missing without stands once for two scenarios of the same world.
    assert_eq!(compared, (3 + 3 + 2) * 13 * 3 * 15);
    // How likely coverage is below its threshold, in every year.
    let mut likely = 0;
    for row in
        table(run.join("tables/vulnerability.csv")).iter().filter(|row| row["outcome"] == "below_in_year")
    {
        let head = match row["arm"].as_str() {
            "scenario" => "in all",
            _ => "if nobody leaves",
        };
        let head =
            format!("Runs in which coverage is below its threshold in some quarter of the year {head}, %");
        let probability: f64 = row["probability"].parse().expect("a number");
        near(capabilities.number(found[&place_of(row)], &head), 100.0 * probability, &head);
        likely += 1;
    }
    assert_eq!(likely, (3 + 2) * 13 * 3 * 15);
    // In units: the mean of the four quarters.
    let mut gaps: BTreeMap<_, f64> = BTreeMap::new();
    for row in table(run.join("tables/gap.csv")).iter().filter(|row| row["arm"] == "attributable") {
        *gaps.entry(place_of(row)).or_default() += row["mean"].parse::<f64>().expect("a number") / 4.0;
    }
    assert_eq!(gaps.len(), 3 * 13 * 15);
    for (place, gap) in gaps {
        near(capabilities.number(found[&place], "Added by leaving, in its unit (mean)"), gap, "a gap");
    }

    let allies = &sheets["Allies by year"];
    assert_eq!(allies.rows.len(), 3 * 30 * 16);
    let found: BTreeMap<_, _> = allies
        .rows
        .iter()
        .map(|row| {
            let year = allies.number(row, "Year").expect("a year").to_string();
            ((allies.words(row, "Scenario id"), allies.words(row, "Ally id"), year), row)
        })
        .collect();
    for row in table(run.join("tables/spending.csv")).iter().filter(|row| row["arm"] == "scenario") {
        let there = found[&(row["scenario"].clone(), row["ally"].clone(), row["year"].clone())];
        let (head, column, unit) = match row["outcome"].as_str() {
            "share" | "share_together" => ("Defence spending in all, % of GDP (mean)", "mean", 1.0),
            "pledge_met" => ("Runs in which it spends its pledge or more in all, %", "probability", 100.0),
            _ => continue,
        };
        near(allies.number(there, head), unit * row[column].parse::<f64>().expect("a number"), head);
    }
    assert!(allies.words(&allies.rows[0], "Ally").contains("29 allies"));
    assert_eq!(sheets["Causes"].rows.len(), table(run.join("tables/causes.csv")).len());
    let assumptions = &sheets["Assumptions"];
    assert!(assumptions.rows.iter().all(|row| !assumptions.words(row, "What it is").contains('_')));

    // Equal runs, for any number of threads; and made again from the folder, with the manifest knowing them.
    drawdown(
        here,
        &format!(
            "compare orderly-50k no-drawdown pacific-priority-40k --no-sensitivity {SMALL} --threads 2 -o two"
        ),
    );
    let bytes = |name: &str| fs::read(here.join(name)).expect("a file");
    for name in ["results.xlsx", "headline.csv"] {
        assert!(bytes(&format!("one/{name}")) == bytes(&format!("two/{name}")), "{name}");
        fs::write(here.join("two").join(name), "mine").expect("written");
    }
    assert!(
        !bytes("one/results.xlsx").windows(4).any(|four| four == b"2026"),
        "a date in what is not compressed"
    );
    let said = drawdown(here, "report two --no-figures");
    for (name, kept) in [("results.xlsx", "results.edited.xlsx"), ("headline.csv", "headline.edited.csv")] {
        assert!(
            bytes(&format!("one/{name}")) == bytes(&format!("two/{name}")),
            "{name} made again is another"
        );
        assert_eq!(bytes(&format!("two/{kept}")), b"mine");
        assert!(said.contains(kept) && said.contains(&format!("two/{name}")), "{said}");
    }
    let manifest: serde_json::Value = serde_json::from_slice(&bytes("two/manifest.json")).expect("JSON");
    assert_eq!(manifest["files"]["results.xlsx"]["bytes"], bytes("two/results.xlsx").len());
    assert!(manifest["files"]["headline.csv"].is_object());
}

#[test]
fn what_is_turned_to_another_tier_is_told_at_that_tier() {
    let place = tempfile::tempdir().expect("a folder");
    let here = place.path();
    drawdown(here, &format!("compare orderly-50k media-learned-20k --no-sensitivity {SMALL} -o run"));
    let run = here.join("run");
    let held = |run: &Path| {
        let sheets = sheets(run);
        let guide: Vec<String> =
            sheets["How to read it"].rows.iter().flatten().map(ToString::to_string).collect();
        let first = sheets["Ranking"].heads.iter().find(|head| head.starts_with("D+")).cloned();
        let tier = sheets["Capabilities by year"]
            .number(&sheets["Capabilities by year"].rows[0], "Days after an alert");
        (first.expect("a head"), tier, guide.join("\n"))
    };
    let (first, tier, guide) = held(&run);
    assert!(first.starts_with("D+30") && tier == Some(30.0) && !guide.contains("--tier"), "{first} {guide}");
    drawdown(here, "report run --no-figures --tier 10");
    let (first, tier, guide) = held(&run);
    assert!(first.starts_with("D+10") && tier == Some(10.0), "{first}");
    assert!(guide.contains("asked for with --tier: the scenarios report D+30"), "{guide}");
    assert!(guide.contains("unit is known 30 days after an alert"), "{guide}");
    let coverage = table(run.join("tables/coverage.csv"));
    let mut compared = 0;
    for row in table(run.join("headline.csv")).iter().filter(|row| row["part"] == "capability") {
        assert_eq!(row["days_after_alert"], "10");
        let here = |other: &&BTreeMap<String, String>| {
            other["outcome"] == "coverage_year"
                && other["arm"] == "scenario"
                && other["tier"] == "10"
                && other["year"] == row["year"]
                && other["scenario"] == row["scenario_id"]
                && other["domain"] == row["capability_id"]
        };
        let covered: f64 = coverage.iter().find(here).expect("a row")["mean"].parse().expect("a number");
        near(row["in_all"].parse().ok(), 100.0 * (1.0 - covered), "in all");
        compared += 1;
    }
    assert_eq!(compared, 2 * 13 * 15);
    // What is turned to when the run is made is told so too.
    drawdown(
        here,
        &format!("compare orderly-50k media-learned-20k --no-sensitivity {SMALL} --tier 180 -o late"),
    );
    assert!(held(&here.join("late")).0.starts_with("D+180"));
}

#[test]
fn words_are_true_of_any_run() {
    let place = tempfile::tempdir().expect("a folder");
    let here = place.path();
    fs::write(here.join("few.ron"), "(base: \"orderly-20k\", title: \"=1+1 leave\", personnel: 500)")
        .expect("written");
    drawdown(here, &format!("run few.ron {SMALL} --no-causes -o few"));
    let few = sheets(&here.join("few"));
    types(&few);
    assert!(!few.contains_key("Causes"));
    let ranking = &few["Ranking"];
    assert_eq!(ranking.words(&ranking.rows[0], "Scenario"), "=1+1 leave");
    assert_eq!(ranking.number(&ranking.rows[0], "People who leave (mean)"), Some(500.0));
    let guide = &few["How to read it"];
    let says = |sheet: &Sheet, word: &str| {
        sheet.rows.iter().any(|row| row.iter().any(|cell| cell.to_string().contains(word)))
    };
    assert!(says(guide, "made without causes") && says(guide, "Added by leaving"));

    drawdown(here, &format!("run june-2026-pledges {SMALL} -o pledges"));
    let pledges = sheets(&here.join("pledges"));
    types(&pledges);
    let heads = &pledges["Ranking"].heads;
    assert!(
        !heads.iter().any(|head| head.contains("nobody leaves") || head.contains("by leaving")),
        "{heads:?}"
    );
    assert!(
        heads.iter().any(|head| head == "D+30: added by taking pledges back, points (mean)"),
        "{heads:?}"
    );
    assert!(says(&pledges["How to read it"], "what is no longer pledged"));

    drawdown(here, &format!("run orderly-20k {SMALL} --no-report -o without"));
    assert!(!here.join("without/results.xlsx").exists() && !here.join("without/headline.csv").exists());
    drawdown(here, "report without --no-figures");
    assert_eq!(sheets(&here.join("without")).len(), 6);
    // One scenario has all of its years in the short table.
    let rows = table(here.join("without/headline.csv"));
    assert_eq!(rows.iter().filter(|row| row["part"] == "capability").count(), 13 * 15);
}

#[test]
fn many_scenarios_stay_within_the_limits_and_what_is_left_out_is_said() {
    let place = tempfile::tempdir().expect("a folder");
    let here = place.path();
    let mut names = String::new();
    for i in 1..=45 {
        let text = format!(
            "(base: \"orderly-20k\", title: \"Case {i}\", short_title: \"Case {i}\", personnel: {})",
            1000 * i
        );
        fs::write(here.join(format!("case-{i}.ron")), text).expect("written");
        names += &format!(" case-{i}.ron");
    }
    drawdown(
        here,
        &format!("compare{names} --design mc -n 8 --no-figures --no-causes --no-sensitivity --quiet -o many"),
    );
    let run = here.join("many");
    let sheets = sheets(&run);
    types(&sheets);
    assert_eq!(sheets["Ranking"].rows.len(), 45);
    // One readiness of all scenarios; allies of the first 41 of the ranking.
    assert_eq!(sheets["Capabilities by year"].rows.len(), 45 * 13 * 15);
    assert_eq!(sheets["Allies by year"].rows.len(), 41 * 30 * 16);
    let guide: Vec<String> =
        sheets["How to read it"].rows.iter().flatten().map(ToString::to_string).collect();
    assert!(guide.iter().any(|line| line.contains("Only the first 41 of 45 scenarios")));
    assert!(guide.iter().any(|line| line.contains("Only 30 days after an alert")));
    let rows = table(run.join("headline.csv"));
    assert!(rows.len() < 2_000 && rows.len() > 1_500, "{}", rows.len());
    let parts: BTreeSet<&str> = rows.iter().map(|row| row["part"].as_str()).collect();
    assert_eq!(parts, BTreeSet::from(["ranking", "money", "capability"]));
    let ranked: BTreeSet<&str> = rows.iter().map(|row| row["scenario_id"].as_str()).collect();
    assert_eq!(ranked.len(), 45);
}
