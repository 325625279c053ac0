//! `drawdown country`: every number of the page is computed again from the tables and inputs of the run, for an ally with US
//! troops, for one without, and where pledges alone are taken back; what is kept is read again; what is wrong is said.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;
use tempfile::TempDir;

/// Columns of a page.
const WIDTH: usize = 100;

fn output(here: &Path, arguments: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
    command.args(arguments.split_whitespace()).current_dir(here).output().expect("it runs")
}

fn drawdown(here: &Path, arguments: &str) -> String {
    let output = output(here, arguments);
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

type Row = BTreeMap<String, String>;

fn table(path: PathBuf) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// The one row with these cells.
fn one<'a>(rows: &'a [Row], cells: &[(&str, &str)]) -> &'a Row {
    let is =
        |row: &&Row| cells.iter().all(|(column, cell)| row.get(*column).map_or("", String::as_str) == *cell);
    let found: Vec<&Row> = rows.iter().filter(is).collect();
    assert_eq!(found.len(), 1, "{cells:?}");
    found[0]
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().expect("a number")
}

fn close(found: &Value, computed: f64, what: &str) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{what}: no number"));
    assert!(
        (found - computed).abs() <= 1e-6 * computed.abs().max(1.0),
        "{what}: {found}, computed {computed}"
    );
}

/// A run of two shipped scenarios of one world, and of pledges alone.
fn two(here: &TempDir) {
    let asked =
        "compare orderly-50k germany-2020-plan -n 1024 --no-figures --no-report --no-sensitivity --no-causes";
    drawdown(here.path(), &format!("{asked} --threads 2 --output two --quiet"));
}

/// The value of an input that all scenarios of a folder share, as far as it is a number.
fn input(run: &Path, address: &str) -> Option<f64> {
    let assumed = json(&fs::read_to_string(run.join("scenarios.json")).expect("read"));
    let common = assumed["common"].as_array().expect("values").clone();
    let found = common.into_iter().find(|value| value["address"] == address)?;
    let text = found["value"].as_str().expect("text").to_owned();
    text.split(' ').next().expect("a word").parse().ok()
}

/// Everything that the tables know of an ally, computed again.
fn computed_again(run: &Path, ally: &str, page: &Value) {
    let [hosts, spending, cost] =
        ["hosts", "spending", "cost"].map(|name| table(run.join(format!("tables/{name}.csv"))));
    let summary = json(&fs::read_to_string(run.join("summary.json")).expect("read"));
    // Tables hold what happens without a drawdown once for a world: with its first scenario.
    let worlds = summary["worlds"].as_array().expect("worlds").clone();
    let first_of = |id: &str| {
        let world = worlds.iter().find(|w| w["scenarios"].as_array().expect("ids").iter().any(|s| s == id));
        world.expect("a world")["scenarios"][0].as_str().expect("an id").to_owned()
    };
    let gdp: f64 = input(run, &format!("gdp_now[{ally}]")).expect("GDP");
    let allies = summary["countries"].as_array().expect("countries").iter().filter(|c| c["ally"] == true);
    let ids: Vec<String> = allies.map(|c| c["id"].as_str().expect("an id").to_owned()).collect();
    assert_eq!(ids.len(), 29);
    let all: f64 = ids.iter().map(|id| input(run, &format!("gdp_now[{id}]")).expect("GDP")).sum();
    for under in page["scenarios"].as_array().expect("scenarios") {
        let id = under["scenario"].as_str().expect("an id");
        let without = first_of(id);
        for (key, outcome) in [("present", "present"), ("leaving", "leaving")] {
            let here =
                hosts.iter().any(|r| r["outcome"] == outcome && r["host"] == ally && r["scenario"] == id);
            assert_eq!(!under[key].is_null(), here, "{key}");
            if here {
                let row = one(&hosts, &[("scenario", id), ("outcome", outcome), ("host", ally)]);
                close(&under[key]["mean"], number(row, "mean"), key);
                close(&under[key]["p95"], number(row, "p95"), key);
            }
        }
        for year in under["years"].as_array().expect("years") {
            let at = year["year"].to_string();
            let of = |outcome: &str, arm: &str| {
                let scenario = if arm == "scenario" { id } else { &without };
                let cells = [
                    ("scenario", scenario),
                    ("outcome", outcome),
                    ("arm", arm),
                    ("ally", ally),
                    ("year", &at),
                ];
                one(&spending, &cells).clone()
            };
            for (end, arm) in [("", "scenario"), ("_without", "counterfactual")] {
                let share = of("share", arm);
                for column in ["mean", "p05", "p95"] {
                    close(&year[format!("share{end}")][column], number(&share, column), &at);
                }
                close(&year[format!("met{end}")], number(&of("pledge_met", arm), "probability"), &at);
                close(&year[format!("below{end}")], number(&of("below_pledge", arm), "mean"), &at);
            }
        }
        let scenario = summary["scenarios"].as_array().expect("scenarios").iter().find(|s| s["id"] == id);
        let bill = &scenario.expect("the scenario")["bill"];
        close(&under["bill"]["in_all"]["mean"], bill["mean"].as_f64().expect("a bill"), "bill");
        let uplift = |of: &str| {
            let cells =
                [("scenario", id), ("outcome", "uplift"), ("arm", "scenario"), ("ally", of), ("year", "")];
            number(one(&cost, &cells), "mean").max(0.0)
        };
        let rise: f64 = ids.iter().map(|id| uplift(id)).sum();
        close(&under["bill"]["part_by_rise"], uplift(ally) / rise, "part by rise");
        close(&under["bill"]["part_by_gdp"], gdp / all, "part by GDP");
        for force in under["kept"]["forces"].as_array().expect("forces") {
            let held = |of: &str| {
                let domain = force["domain"].as_str().expect("an id");
                input(run, &format!("national_units[{of},{domain}]")).unwrap_or(0.0)
            };
            let pool: f64 = ids.iter().map(|id| held(id)).sum();
            close(&force["units"], held(ally), "units");
            close(&force["part"], held(ally) / pool, "part of all");
        }
        let us = under["kept"]["us_units"].as_array().expect("units");
        for key in ["people", "leaving"] {
            let sum: f64 = us.iter().map(|unit| unit[key].as_f64().expect("people")).sum();
            let whole = &under[if key == "people" { "present" } else { key }];
            close(
                &sum.into(),
                whole["mean"].as_f64().unwrap_or(0.0),
                "units add up to the troops of the country",
            );
        }
    }
}

/// The world difference against scenarios that set `participation` to 0, compared by `compare`.
fn aside_again(here: &Path, ally: &str, bases: &[&str], page: &Value) {
    for base in bases {
        let text =
            format!("(base: \"{base}\", title: \"aside\", overrides: {{\"participation[{ally}]\": 0}})");
        fs::write(here.join(format!("aside-{base}.ron")), text).expect("written");
        let compare = format!(
            "compare aside-{base}.ron {base} -n 1024 --no-figures --no-report --no-sensitivity --no-causes --quiet --threads 2 --tables full --output w-{base}"
        );
        drawdown(here, &compare);
        let rows = table(here.join(format!("w-{base}/tables/comparison.csv")));
        let under = page["scenarios"].as_array().expect("scenarios").iter().find(|s| s["scenario"] == *base);
        for aside in under.expect("the scenario")["kept"]["aside"].as_array().expect("tiers") {
            let tier = aside["tier"].to_string();
            let of = |arm: &str| {
                one(&rows, &[("arm", arm), ("outcome", "index_headline"), ("tier", &tier)]).clone()
            };
            for (key, arm) in [("more", "scenario"), ("more_without", "counterfactual")] {
                let row = of(arm);
                for (name, column) in [("mean", "difference"), ("p05", "p05"), ("p95", "p95")] {
                    close(&aside[key][name], number(&row, column), &format!("{key} {name} at {tier}"));
                }
            }
            close(&aside["probability_more"], number(&of("scenario"), "probability_a_worse"), "probability");
            let [with, without] = ["with", "aside"].map(|key| aside[key].as_f64().expect("an index"));
            close(&aside["more"]["mean"], without - with, "more is what stands aside less what does not");
        }
    }
}

fn narrow(page: &str) {
    for line in page.lines() {
        assert!(line.chars().count() <= WIDTH, "{} columns: {line}\n{page}", line.chars().count());
    }
}

#[test]
fn the_page_of_an_ally_with_us_troops_is_computed_again_from_tables() {
    let here = tempfile::tempdir().expect("a folder");
    two(&here);
    let run = here.path().join("two");
    let page = json(&drawdown(here.path(), "country Germany two --format json --quiet"));
    assert_eq!((page["ally"].as_str(), page["title"].as_str()), (Some("DEU"), Some("Germany")));
    computed_again(&run, "DEU", &page);
    aside_again(here.path(), "DEU", &["orderly-50k", "germany-2020-plan"], &page);
    // Kept, listed, and read from there: a second call gives the same and computes nothing.
    let kept = fs::read(run.join("countries/DEU.json")).expect("kept");
    let manifest = json(&fs::read_to_string(run.join("manifest.json")).expect("read"));
    assert_eq!(manifest["files"]["countries/DEU.json"]["bytes"], kept.len());
    assert_eq!(json(&drawdown(here.path(), "country DEU two --format json --threads 1")), page);
    let text = drawdown(here.path(), "country DEU two");
    narrow(&text);
    let forms =
        ["US troops that leave Germany", "keeps its pledge", "What Germany holds", "stands aside", "By GDP"];
    for part in forms {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // Another number of threads gives the same bytes.
    fs::remove_file(run.join("countries/DEU.json")).expect("removed");
    drawdown(here.path(), "country DEU two --threads 1 --quiet");
    assert_eq!(fs::read(run.join("countries/DEU.json")).expect("kept"), kept);
    // Euros are dollars at the one rate.
    let euros = drawdown(here.path(), "country DEU two --currency EUR");
    assert!(
        euros.contains("€ bn") && euros.contains("1 EUR = 1.13 USD") && !euros.contains("$ bn"),
        "{euros}"
    );
}

#[test]
fn an_ally_without_us_troops_and_pledges_alone_have_their_own_words() {
    let here = tempfile::tempdir().expect("a folder");
    let asked =
        "run june-2026-pledges -n 1024 --no-figures --no-causes --threads 2 --output one --quiet --ally FRA";
    let said = drawdown(here.path(), asked);
    narrow(&said);
    assert!(said.contains("What it means for France"), "{said}");
    assert!(said.contains("no US troops in France") && said.contains("what is no longer pledged"), "{said}");
    assert!(!said.contains("if nobody leaves") && !said.contains("what left"), "{said}");
    let run = here.path().join("one");
    let page = json(&drawdown(here.path(), "country FRA one --format json"));
    computed_again(&run, "FRA", &page);
    aside_again(here.path(), "FRA", &["june-2026-pledges"], &page);
    // The report has the section, and is made again from the folder alone with the same bytes.
    let report = fs::read_to_string(run.join("report.html")).expect("a report");
    assert!(report.contains("What it means for France") && !report.contains("What it means for Italy"));
    drawdown(here.path(), "report one --no-figures");
    assert_eq!(fs::read_to_string(run.join("report.html")).expect("a report"), report);
    // Of an ally of which nothing is kept, it has what tables hold.
    drawdown(here.path(), "report one --no-figures --ally Italy --output italy.html");
    let report = fs::read_to_string(here.path().join("italy.html")).expect("a report");
    assert!(
        report.contains("12,600 US troops are in Italy; none of them leave.")
            && report.contains("drawdown country ITA RUN")
    );
}

#[test]
fn all_allies_have_a_page_and_what_is_no_ally_is_told_which_there_are() {
    let here = tempfile::tempdir().expect("a folder");
    two(&here);
    let codes = "ALB,BEL,BGR,HRV,CZE,DNK,EST,FIN,FRA,DEU,GRC,HUN,ITA,LVA,LTU,LUX,MNE,NLD,MKD,NOR,POL,PRT,ROU,SVK,SVN,ESP,SWE,TUR,GBR";
    let text = drawdown(here.path(), &format!("country {codes} two --no-world"));
    narrow(&text);
    assert_eq!(text.matches("What it means for ").count(), 29);
    assert!(!text.contains("NaN") && text.contains("was not computed"), "{text}");
    for wrong in
        ["country XYZ two", "country Kosovo two", "run orderly-20k --ally XYZ", "report two --ally XYZ"]
    {
        let out = output(here.path(), wrong);
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(2), "{wrong}: {said}");
        assert!(
            said.contains("no ally `")
                && said.contains("ALB (Albania)")
                && said.contains("GBR (United Kingdom)"),
            "{said}"
        );
    }
    assert!(!here.path().join("output").exists(), "nothing ran");
}

#[test]
fn an_ally_that_stands_aside_already_is_said_to_and_changed_scenarios_are_not_taken_for_those_of_the_run() {
    let here = tempfile::tempdir().expect("a folder");
    let text = "(base: \"orderly-20k\", title: \"Without Türkiye\", without: [\"TUR\"])";
    fs::write(here.path().join("mine.ron"), text).expect("written");
    let quiet = "-n 1024 --no-figures --no-report --no-causes --quiet --threads 2";
    drawdown(here.path(), &format!("run mine.ron {quiet} --output mine"));
    let said = drawdown(here.path(), "country TUR mine");
    assert!(said.contains("Here Türkiye stands aside already"), "{said}");
    fs::write(here.path().join("mine.ron"), text.replace("TUR", "ITA")).expect("written");
    let out = output(here.path(), "country ITA mine");
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.success() && said.contains("not as they were"), "{said}");
    assert!(String::from_utf8_lossy(&out.stdout).contains("drawdown country ITA RUN"));
    assert!(!here.path().join("mine/countries/ITA.json").exists());
}

#[test]
fn what_is_no_folder_of_a_run_is_said_and_so_is_the_order_of_arguments() {
    let here = tempfile::tempdir().expect("a folder");
    fs::create_dir(here.path().join("empty")).expect("a folder");
    fs::write(here.path().join("file"), "text").expect("a file");
    let refused = |arguments: &str| {
        let out = output(here.path(), arguments);
        assert_eq!(out.status.code(), Some(2), "{arguments}");
        String::from_utf8_lossy(&out.stderr).into_owned()
    };
    for (place, why) in
        [("missing", "is not there"), ("empty", "has no `summary.json`"), ("file", "is no folder")]
    {
        for command in ["country ITA", "plot"] {
            let said = refused(&format!("{command} {place}"));
            let expected =
                format!("no folder of a run: `{place}` {why}; expected is a folder that `drawdown run`");
            assert!(said.contains(&expected), "{command}: {said}");
        }
    }
    let said = refused("country empty ITA");
    assert!(said.contains("the ally comes first, as in `drawdown country ITA empty`"), "{said}");
}
