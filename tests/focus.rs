//! One's own option: `--focus`, `--tier` and `--domain`, in the run and after it.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use serde_json::Value;
use tempfile::TempDir;

/// A folder in which commands are given.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.at(name), text).expect("written");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).expect(name)
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.read(name)).expect(name)
    }

    fn asked(&self, arguments: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
        command.args(arguments.split_whitespace()).current_dir(self.0.path()).output().expect("it runs")
    }

    fn says(&self, arguments: &str) -> String {
        let output = self.asked(arguments);
        assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    /// The error of a command that is refused for its input.
    fn refused(&self, arguments: &str) -> String {
        let output = self.asked(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        String::from_utf8(output.stderr).expect("text")
    }
}

const THREE: &str = "orderly-20k orderly-50k media-learned-20k";
const QUICK: &str = "-n 64 --threads 2 --no-sensitivity --output out";

#[test]
fn of_two_or_three_each_has_its_own_figures_and_of_a_named_one_they_have_plain_names() {
    let desk = Desk::new();
    desk.says(&format!("compare {THREE} {QUICK}"));
    let listed = desk.read("out/manifest.json");
    let page = desk.read("out/report.html");
    for id in THREE.split(' ') {
        for stem in ["1-coverage", "4-force-flow", "5-spending", "6-map", "7-bridge"] {
            assert!(desk.at(&format!("out/figures/{stem}-{id}.png")).is_file(), "{stem} of {id}");
            assert!(listed.contains(&format!("figures/{stem}-{id}.svg")), "{stem} of {id}");
            assert!(page.contains(&format!("id=\"f-{stem}-{id}\"")), "{stem} of {id}");
        }
    }
    // So have tables of a single scenario.
    for table in ["t-capabilities", "t-below", "t-allies", "f-binding"] {
        for place in 1..=3 {
            assert_eq!(page.matches(&format!("id=\"{table}-{place}\"")).count(), 1, "{table} {place}");
        }
        assert!(!page.contains(&format!("id=\"{table}\"")), "{table}");
    }
    assert!(!desk.at("out/figures/1-coverage.png").exists());
    // Another after the run, from the tables alone: it takes the place of what the run has drawn, and of nobody else's files.
    let before = fs::read(desk.at("out/figures/1-coverage-orderly-20k.png")).unwrap();
    let (strange, edited) = ("out/figures/7-bridge-of-mine.png", "out/figures/5-spending-orderly-50k.svg");
    desk.put(strange, "mine");
    desk.put(edited, "edited");
    desk.says("plot out --focus orderly-20k");
    assert_eq!(fs::read(desk.at("out/figures/1-coverage.png")).unwrap(), before);
    assert_eq!((desk.read(strange), desk.read(edited)), ("mine".to_owned(), "edited".to_owned()));
    let listed = desk.json("out/manifest.json")["files"].as_object().expect("a list").clone();
    for file in fs::read_dir(desk.at("out/figures")).expect("a folder") {
        let name = format!("figures/{}", file.expect("a file").file_name().to_string_lossy());
        let own = ![strange, edited].contains(&format!("out/{name}").as_str());
        assert_eq!(listed.contains_key(&name), own, "{name}");
    }
    assert!(!listed.keys().any(|name| name.contains("-orderly-20k.")), "{listed:?}");
    desk.says("plot out");
    assert!(!desk.at("out/figures/1-coverage.png").exists());
    assert_eq!(fs::read(desk.at("out/figures/1-coverage-orderly-20k.png")).unwrap(), before);
    desk.says("report out --focus orderly-20k --output mine.html");
    let mine = desk.read("mine.html");
    assert!(mine.contains("id=\"f-1-coverage\"") && mine.contains("in focus: "), "it is about that one");
    // What was asked for afterwards is not kept.
    desk.says("report out");
    assert_eq!(desk.read("out/report.html"), page);
}

#[test]
fn the_focus_is_kept_so_that_the_same_page_is_made_again() {
    let desk = Desk::new();
    let four = format!("compare {THREE} media-learned-50k {QUICK} --no-figures");
    desk.says(&four);
    let unnamed = desk.json("out/summary.json");
    assert!(unnamed.get("turned_to").is_none());
    // Neither the first nor the last of the ranking, of which the answer speaks anyway.
    let focus = unnamed["ranking"][1]["scenario"].as_str().expect("an id");
    let said = desk.says(&format!("{four} --focus {focus}"));
    assert!(said.contains("in focus: \"") && said.contains(" of 4"), "{said}");
    let mut summary = desk.json("out/summary.json");
    let kept = summary.as_object_mut().and_then(|keys| keys.remove("turned_to"));
    assert_eq!(kept, Some(serde_json::json!({"focus": focus})));
    assert_eq!(summary, unnamed, "nothing else differs");
    let page = desk.read("out/report.html");
    assert!(page.contains("in focus: "));
    desk.says("report out --no-figures");
    assert_eq!(desk.read("out/report.html"), page);
}

#[test]
fn what_is_not_there_is_one_error_with_what_there_is_before_anything_runs() {
    let desk = Desk::new();
    let error = desk.refused(&format!("compare {THREE} {QUICK} --focus germany"));
    assert!(THREE.split(' ').all(|id| error.contains(id)), "{error}");
    let error = desk.refused(&format!("compare {THREE} {QUICK} --focus orderly"));
    assert!(error.contains("orderly-20k") && !error.contains("media-learned-20k"), "{error}");
    let error = desk.refused(&format!("compare {THREE} {QUICK} --domain tanks"));
    assert!(error.contains("sead_ew") && error.contains("isr"), "{error}");
    assert!(!desk.at("out").exists());
    desk.says(&format!("run orderly-20k {QUICK} --no-figures").replace("--no-sensitivity ", ""));
    for command in ["report", "plot"] {
        assert!(desk.refused(&format!("{command} out --focus abrupt")).contains("orderly-20k"));
    }
}

/// A summary as `--format json` prints it.
fn printed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn another_tier_is_told_as_by_scenarios_that_report_it() {
    let desk = Desk::new();
    for id in ["orderly-20k", "media-learned-20k"] {
        desk.put(&format!("late-{id}.ron"), &format!("(base: \"{id}\", reporting_tier: 180)"));
    }
    let turned = "compare orderly-20k media-learned-20k --tier 180 --format json --no-figures";
    let turned = printed(&desk.says(&format!("{turned} {QUICK}")));
    let page = desk.read("out/report.html");
    assert!(page.contains("180 days after an alert"));
    desk.says("report out --no-figures");
    assert_eq!(desk.read("out/report.html"), page);
    assert_eq!(desk.json("out/summary.json")["reporting_tier"], 30, "the run stays what it was");
    let own = "compare late-orderly-20k.ron late-media-learned-20k.ron --format json --no-figures";
    let own = printed(&desk.says(&format!("{own} {QUICK}")));
    assert_eq!(turned["reporting_tier"], own["reporting_tier"]);
    let same = |a: &Value, b: &Value, what: &str| {
        let (a, b) = (a.as_f64().expect(what), b.as_f64().expect(what));
        assert!((a - b).abs() <= 1e-6 * b.abs().max(1e-3), "{what}: {a} and {b}");
    };
    for (a, b) in turned["ranking"].as_array().unwrap().iter().zip(own["ranking"].as_array().unwrap()) {
        assert_eq!(format!("late-{}", a["scenario"].as_str().unwrap()), b["scenario"].as_str().unwrap());
        ["index", "probability_worst", "expected_regret"].iter().for_each(|key| same(&a[key], &b[key], key));
    }
    same(&turned["pairs"][0]["difference"], &own["pairs"][0]["difference"], "difference");
    same(&turned["pairs"][0]["probability_worse"], &own["pairs"][0]["probability_worse"], "worse");
    for (a, b) in turned["scenarios"].as_array().unwrap().iter().zip(own["scenarios"].as_array().unwrap()) {
        assert_eq!(a["years"].as_array().unwrap().len(), b["years"].as_array().unwrap().len());
        for (a, b) in a["years"].as_array().unwrap().iter().zip(b["years"].as_array().unwrap()) {
            for key in ["counterfactual", "attributable", "domains_closed", "domains_closed_without"] {
                same(&a[key], &b[key], key);
            }
        }
        for (a, b) in a["closure"].as_array().unwrap().iter().zip(b["closure"].as_array().unwrap()) {
            assert_eq!(a["domain"], b["domain"]);
            same(&a["scenario"]["probability"], &b["scenario"]["probability"], "closed");
        }
    }
}

#[test]
fn a_capability_alone_is_in_tables_and_the_sums_stay() {
    let desk = Desk::new();
    let all = desk.says(&format!("compare {THREE} {QUICK} --no-figures --details"));
    let one = desk.says(&format!("compare {THREE} {QUICK} --no-figures --details --domain isr"));
    let short = |said: &str| said.split("\n\n").next().unwrap_or_default().to_owned();
    // The capability has a paragraph of its own, and what is of all stays.
    let (mut own, mut rest, mut within) = (String::new(), Vec::new(), false);
    for line in short(&one).lines() {
        within = line.starts_with("Intelligence and surveillance loses most in ")
            || within && line.starts_with("  ");
        if within {
            own += line;
        } else {
            rest.push(line.to_owned());
        }
    }
    assert!(own.contains(" of the runs.") && own.contains(" if nobody leaves"), "{one}");
    // It may take the room of what would be missed least.
    let run_on = |lines: &[&str]| lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let whole = run_on(&short(&all).lines().collect::<Vec<_>>());
    let kept = run_on(&rest.iter().map(String::as_str).collect::<Vec<_>>());
    let sentences: Vec<&str> = kept.split(". ").collect();
    let new = sentences.iter().filter(|sentence| !whole.contains(sentence.trim_end_matches('.'))).count();
    assert!(sentences.len() > 4 && new == 0, "sums over all: {all}\n{one}");
    // Every capability has a row with its threshold, and what is missing behind it; a table that is broken in two has others.
    let lines = |said: &str| {
        let from = said.find("how likely each capability is below its threshold").expect("the table");
        let behind = |line: &str| Some(line.split_once(" 80 % ")?.1.split_whitespace().next()?.to_owned());
        let missing = |line: &&str| behind(line).is_some_and(|number| number.parse::<u32>().is_ok());
        said[from..].lines().filter(missing).count()
    };
    let domains = desk.json("out/summary.json")["domains"].as_array().expect("a list").len();
    // Each of the three has its table.
    assert_eq!(lines(&all) - lines(&one), 3 * (domains - 1), "{one}");
}

#[test]
fn policies_in_different_worlds_have_base_added_and_total() {
    let desk = Desk::new();
    desk.put("low.ron", "(base: \"orderly-50k\", title: \"Low\", overrides: {\"pledge_year[*]\": 2040})");
    let said = desk.says(&format!("compare media-learned-20k low.ron {QUICK} --no-figures --details"));
    assert!(said.contains("against what is in another world"), "{said}");
    let summary = desk.json("out/summary.json");
    let pair = &summary["pairs"][0];
    let of = |value: &Value| value["difference"].as_f64().expect("a difference");
    let (base, added, total) = (of(&pair["counterfactual"]), of(pair), of(&pair["scenario_arm"]));
    assert!((base + added - total).abs() < 1e-9, "{base} and {added} make {total}");
    assert!(desk.read("out/report.html").contains("id=\"t-worlds\""));
    // The tile of what is missing says beside it what is in the other world, never its own.
    let missing = |id: &str| {
        let all = summary["scenarios"].as_array().expect("scenarios");
        let found =
            all.iter().find(|s| s["id"] == id).expect("the scenario")["index"].as_array().expect("an index");
        let of =
            found.iter().find(|e| e["arm"] == "counterfactual" && e["tier"] == 30).expect("what is missing");
        format!("other worlds: {:.1}", 100.0 * of["mean"].as_f64().expect("a number"))
    };
    let ids = ["media-learned-20k", "low"];
    assert_ne!(missing(ids[0]), missing(ids[1]), "two worlds");
    for (own, other) in [(ids[0], ids[1]), (ids[1], ids[0])] {
        desk.says(&format!("report out --no-figures --focus {own} --output page.html"));
        let page = desk.read("page.html");
        assert!(page.contains(&missing(other)) && !page.contains(&missing(own)), "{own}");
    }
    // Of one world there is nothing to tell.
    let said = desk.says(&format!("compare {THREE} {QUICK} --no-figures --details"));
    assert!(!said.contains("against what is in another world"));
}

#[test]
fn money_is_told_in_one_currency_and_files_of_numbers_stay_in_dollars() {
    let desk = Desk::new();
    let asked = "run media-learned-50k -n 64 --threads 2 --output out --details";
    let dollars = desk.says(asked);
    let tables = ["tables/bill.csv", "tables/cost.csv", "headline.csv"];
    let before = tables.map(|name| desk.read(&format!("out/{name}")));
    assert!(dollars.contains('$') && !dollars.contains('€'), "{dollars}");
    let bill = desk.json("out/summary.json")["scenarios"][0]["bill"]["mean"].as_f64().expect("a bill");
    let euros = desk.says(&format!("{asked} --currency EUR"));
    assert!(!euros.contains('$') && euros.contains("1 EUR = 1.13 USD"), "{euros}");
    assert!(euros.contains(&format!("€{:.0} bn", bill / 1.13)), "{bill}: {euros}");
    assert_eq!(tables.map(|name| desk.read(&format!("out/{name}"))), before, "dollars on disk");
    for page in ["out/briefing.md", "out/report.html"] {
        let page = desk.read(page);
        assert!(page.contains('€') && !page.contains("$ bn") && !page.contains("$bn"), "{page}");
        assert!(!page.contains("bn USD of 2025 a year"), "the figure of dates");
    }
    // The folder keeps it, another wish goes before it.
    desk.says("report out --no-figures --output kept.html");
    assert!(desk.read("kept.html").contains('€'));
    desk.says("report out --no-figures --currency USD --output dollars.html");
    let page = desk.read("dollars.html");
    assert!(!page.contains('€') && page.contains('$'));
}

#[test]
fn every_command_that_prints_has_the_same_options() {
    let desk = Desk::new();
    desk.says(
        "compare orderly-20k media-learned-50k -n 64 --no-sensitivity --output out --no-figures --quiet",
    );
    let page = desk.says("country DEU out --no-world --focus media --tier D+10 --domain isr --currency EUR");
    assert!(page.contains("50k media") && !page.contains("20k orderly") && page.contains("€ bn"), "{page}");
    let all = desk.says("plot out --ally Italy --tier 10 --currency EUR --output marked");
    assert!(all.contains("marked"), "{all}");
    let files = fs::read_dir(desk.at("marked")).expect("figures").map(|file| file.expect("a file").path());
    let pictures = files.filter(|path| path.extension().is_some_and(|ending| ending == "svg"));
    let drawn: String = pictures.map(|path| fs::read_to_string(path).expect("a figure")).collect();
    assert!(drawn.contains("Marked: Italy") && drawn.contains('€') && drawn.contains("D+10"));
    desk.says("report out --ally Italy --output italy.html");
    let page = desk.read("italy.html");
    assert!(page.contains("Marked: Italy"), "the report's figure of spending marks it, too");
    let both =
        "require orderly-20k media-learned-50k -n 64 --threads 2 --domain isr --year 2040 --probability 0.1";
    let one = desk.says(&format!("{both} --focus orderly --ally ITA --currency EUR"));
    assert!(one.contains("Italy") && !one.contains("France") && !one.contains('$'), "{one}");
    assert!(!one.contains("learned from the media"), "{one}");
    let at = |tier: &str| desk.says(&format!("places -n 64 --threads 2 --tier {tier} --domain airlift"));
    let (ten, late) = (at("10"), at("D180"));
    assert!(ten.contains("D+10") && late.contains("D+180") && !ten.contains("air refuelling"), "{ten}");
}

#[test]
fn what_is_retold_of_another_scenario_or_capability_is_said_of_it_alone() {
    let desk = Desk::new();
    desk.says(
        "compare orderly-20k media-learned-20k media-learned-50k -n 64 --no-sensitivity --no-figures --quiet --output three",
    );
    let report = |options: &str| {
        desk.says(&format!("report three --no-figures {options} --output page.html"));
        desk.read("page.html")
    };
    // It adds neither most nor least of the three.
    let between = report("--focus media-learned-20k");
    assert!(between.contains(" \u{b7} all: ") && !between.contains("added at most"));
    assert!(report("--focus media-learned-50k").contains("added at most"));
    assert!(report("--focus orderly-20k").contains("added at least"));
    let page = report("--focus media-learned-50k --domain suppression");
    assert!(page.contains("The capability") && !page.contains("one capabilities"));
    let page = desk.says("country EST three --no-world --domain suppression");
    assert!(page.contains("Estonia holds nothing of suppression of air defences in the model"), "{page}");
    assert!(!page.contains("no forces of Estonia"), "{page}");
}

#[test]
fn an_option_of_another_command_is_told_where_it_is() {
    let desk = Desk::new();
    let error = desk.refused("places --focus media");
    assert!(error.contains("`places` has no option `--focus`") && error.contains("`compare`"), "{error}");
    assert!(!error.contains("as a value"), "{error}");
    let error = desk.refused("compare --tier 45");
    assert!(error.contains("allowed: 10, 30, 180"), "{error}");
}

#[test]
fn the_answer_says_from_when_to_when_troops_leave() {
    let desk = Desk::new();
    let asked = "run orderly-50k -n 64 --threads 2 --no-figures --no-report --no-causes --output out";
    let fixed =
        desk.says(&format!("{asked} --set slip=0 --set start=2026Q3 --set announced=0 --set end=2027Q4"));
    assert!(fixed.contains("Troops leave from 2026 Q3 to 2027 Q4."), "{fixed}");
    let slips = desk.says(asked);
    assert!(slips.contains("the end lies between"), "{slips}");
}
