//! The report: what it says is what the run folder holds, whoever wrote the titles, byte for byte the same again.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value as Json;

fn drawdown(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_drawdown")).args(arguments).output().unwrap()
}

/// Runs a command that leaves a run folder; returns what it printed.
fn run(folder: &Path, arguments: &[&str]) -> String {
    let folder = folder.to_str().unwrap();
    let output = drawdown(&[arguments, &["--quiet", "--output", folder]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn json(path: &Path) -> Json {
    serde_json::from_str(&read(path)).unwrap()
}

const THREE: [&str; 8] =
    ["compare", "orderly-20k", "media-learned-50k", "orderly-50k", "--design", "mc", "-n", "128"];

/// The text of the page between tags, entities resolved.
fn text(page: &str) -> String {
    let body = page.split("<body>").nth(1).unwrap().split("<script>").next().unwrap();
    let mut text = String::new();
    let mut inside = false;
    for letter in body.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    text.replace(['\u{2060}'], "").replace('\u{202f}', " ").replace('−', "-")
}

/// The raw values of a column of a table, by the order of rows.
fn column(page: &str, table: &str, position: usize) -> Vec<String> {
    let table = page.split(&format!("id=\"{table}\"")).nth(1).unwrap().split("</table>").next().unwrap();
    let body = table.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
    let value = |cell: &str| cell.split("data-v=\"").nth(1).map(|v| v.split('"').next().unwrap().to_owned());
    let row = |row: &str| row.split("data-v=\"").skip(1).map(|v| format!("data-v=\"{v}")).collect::<Vec<_>>();
    body.split("<tr").skip(1).map(|r| value(&row(r)[position]).unwrap()).collect()
}

#[test]
fn numbers_in_the_page_are_those_of_the_summary() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("run");
    run(&folder, &THREE);
    let (page, summary) = (read(&folder.join("report.html")), json(&folder.join("summary.json")));
    let ranking: Vec<&Json> = summary["ranking"].as_array().unwrap().iter().collect();
    // In one world nothing is said of worlds.
    assert!(!text(&page).contains("world of"));
    assert!(!read(&folder.join("tables/comparison.csv")).contains(",counterfactual,"));
    let losses: Vec<f64> = column(&page, "t-scenarios", 3).iter().map(|v| v.parse().unwrap()).collect();
    let expected: Vec<f64> = ranking.iter().map(|r| r["index"].as_f64().unwrap()).collect();
    assert_eq!(losses, expected);
    let scenario = |id: &Json| {
        summary["scenarios"].as_array().unwrap().iter().find(|s| s["id"] == *id).cloned().unwrap()
    };
    let deepest = scenario(&ranking[0]["scenario"]);
    let bills: Vec<f64> = column(&page, "t-scenarios", 9).iter().map(|v| v.parse().unwrap()).collect();
    let expected: Vec<f64> =
        ranking.iter().map(|r| scenario(&r["scenario"])["bill"]["mean"].as_f64().unwrap()).collect();
    assert_eq!(bills, expected);
    let tier = &summary["reporting_tier"];
    let at_tier: Vec<f64> = deepest["deepest"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|d| d["tier"] == *tier)
        .map(|d| d["mean"].as_f64().unwrap())
        .collect();
    let shown: Vec<f64> = column(&page, "t-capabilities-1", 2).iter().map(|v| v.parse().unwrap()).collect();
    assert_eq!(shown, at_tier);
    // In words: lead, key numbers, bars.
    let text = text(&page);
    let index = |arm: &str| {
        let entries = deepest["index"].as_array().unwrap();
        let entry = entries.iter().find(|e| e["arm"] == arm && e["tier"] == *tier).unwrap();
        100.0 * entry["mean"].as_f64().unwrap()
    };
    let without = format!("{:.1} %", index("counterfactual"));
    let added = format!("{:.1}", index("attributable"));
    assert!(text.matches(&without).count() >= 2, "{without} in lead and key number");
    assert!(text.contains(&format!("{added} points")) && text.contains(&format!("+{added}")), "{added}");
    let money = format!("${:.0} bn", deepest["bill"]["mean"].as_f64().unwrap());
    assert!(text.contains(&money), "{money}");
    let grades = format!("{} of {}", deepest["judgement"], deepest["parameters"]);
    assert!(text.contains(&grades), "{grades}");
    // Sections with something in them, and links to those only.
    for id in
        ["answer", "ranking", "causes", "capabilities", "closing", "pays", "judgement", "scenarios", "method"]
    {
        assert_eq!(page.matches(&format!("id=\"{id}\" aria-labelledby=\"h-{id}\"")).count(), 1, "{id}");
        assert_eq!(
            page.matches(&format!("href=\"#{id}\"")).count(),
            if id == "answer" { 2 } else { 1 },
            "{id}"
        );
    }
    // Causes: the steps make up what is added in all.
    let numbers = |position: usize| -> Vec<f64> {
        column(&page, "t-causes", position).iter().map(|v| v.parse().unwrap()).collect()
    };
    assert_eq!(numbers(1), losses);
    let steps: Vec<Vec<f64>> = (2..8).map(numbers).collect();
    for (row, whole) in losses.iter().enumerate() {
        let sum: f64 = steps.iter().map(|step| step[row]).sum();
        assert!((sum - whole).abs() < 1e-12, "{sum} {whole}");
    }
    assert!(page.contains("id=\"f-7-bridge-"), "each of two has its own");
}

#[test]
fn causes_of_fewer_replicates_say_so_and_can_be_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let page = |name: &str, more: &[&str]| {
        let folder = dir.path().join(name);
        run(&folder, &[&["compare", "orderly-20k", "orderly-50k"], more].concat());
        (folder.join("tables/causes.csv").exists(), text(&read(&folder.join("report.html"))))
    };
    let (table, some) = page("some", &["--design", "mc", "-n", "2112"]);
    assert!(table && some.contains("first 2,048 runs"));
    let (table, all) = page("all", &["--design", "mc", "-n", "2112", "--causes"]);
    assert!(table && all.contains("Weaker link") && !all.contains("first 2,048 runs"));
    let (table, none) = page("none", &["--design", "mc", "-n", "64", "--no-causes"]);
    assert!(!table && !none.contains("Weaker link"));
}

#[test]
fn the_briefing_the_terminal_and_the_page_say_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("run");
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let printed = squeezed(&run(&folder, &[&THREE[..], &["--details"]].concat()));
    let page = squeezed(&text(&read(&folder.join("report.html"))).replace('–', "-"));
    let briefing = read(&folder.join("briefing.md"));
    let mut said = 0;
    for paragraph in briefing.lines().filter(|l| !l.starts_with(['#', '|']) && !l.contains("runs, seed")) {
        // Heads and emphasis go; titles stand in quotation marks in a terminal only.
        let body = paragraph.split(".** ").last().unwrap().replace("**", "");
        for piece in body.split(['"', '`']).flat_map(|piece| piece.split(". ")) {
            let piece = squeezed(piece.trim_matches(['.', ' ']));
            assert!(printed.contains(&piece), "not printed: {piece}");
            // The page has long names where it shows a scenario.
            if !paragraph.starts_with("**Beware") && !paragraph.starts_with("**What the names") {
                assert!(page.contains(&piece), "not on the page: {piece}");
            }
            said += 1;
        }
    }
    assert!(said > 12, "{briefing}");
}

#[test]
fn equal_runs_give_equal_bytes_without_a_trace_of_the_machine() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b) = (dir.path().join("first-of-two"), dir.path().join("second"));
    run(&a, &[&THREE[..], &["--threads", "1"]].concat());
    run(&b, &[&THREE[..], &["--threads", "2"]].concat());
    for file in ["report.html", "scenarios.json", "briefing.md", "summary.json"] {
        assert!(fs::read(a.join(file)).unwrap() == fs::read(b.join(file)).unwrap(), "{file}");
    }
    let again = dir.path().join("again.html");
    let output = drawdown(&["report", a.to_str().unwrap(), "--output", again.to_str().unwrap()]);
    assert!(output.status.success());
    assert!(fs::read(&again).unwrap() == fs::read(a.join("report.html")).unwrap(), "drawn again");
    let page = read(&again);
    // Four letters occur by chance in millions of base64.
    let words: String = page
        .split("base64,")
        .enumerate()
        .map(|(i, part)| if i == 0 { part } else { part.find(['"', ')']).map_or("", |end| &part[end..]) })
        .collect();
    for trace in [dir.path().to_str().unwrap(), "first-of-two", "wall", "--threads"] {
        assert!(!words.contains(trace), "{trace}");
    }
    assert!(
        page.contains("drawdown compare orderly-20k media-learned-50k orderly-50k --seed 1 --replicates 128")
    );
    // Nothing is fetched: every address is a place in the page or data.
    for attribute in ["src=\"", "href=\""] {
        for address in page.split(attribute).skip(1) {
            assert!(
                address.starts_with('#') || address.starts_with("data:"),
                "{}",
                &address[..40.min(address.len())]
            );
        }
    }
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("@import"));
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn words_of_others_stay_words() {
    let dir = tempfile::tempdir().unwrap();
    let evil = dir.path().join("evil.ron");
    fs::write(
        &evil,
        r#"( base: "orderly-50k", title: "<script>alert('x')</script> \"50\" & </style>", short_title: "<b>x</b>",
             description: "<img src=x onerror=alert(1)>" )"#,
    )
    .unwrap();
    let folder = dir.path().join("run");
    run(&folder, &["compare", evil.to_str().unwrap(), "orderly-20k", "--design", "mc", "-n", "64"]);
    let page = read(&folder.join("report.html"));
    assert_eq!(page.matches("<script").count(), 1, "only ours");
    assert_eq!(page.matches("</style>").count(), 1);
    assert!(!page.contains("<b>x</b>") && !page.contains("<img src=x"));
    assert!(page.contains("&lt;script&gt;alert('x')&lt;/script&gt; &quot;50&quot; &amp; &lt;/style&gt;"));
    assert!(text(&page).contains("<script>alert('x')</script> \"50\" & </style>"));
    let briefing = read(&folder.join("briefing.md"));
    assert!(!briefing.contains("<script>"), "{briefing}");
}

#[test]
fn cards_tell_what_differs_from_the_base() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("run");
    run(
        &folder,
        &[
            "compare",
            "media-learned-50k-pacific",
            "no-drawdown",
            "--design",
            "mc",
            "-n",
            "64",
            "--set",
            "linkage=0.3",
        ],
    );
    let found = json(&folder.join("scenarios.json"));
    let summary = json(&folder.join("summary.json"));
    assert_eq!(found["sets"], serde_json::json!(["linkage=0.3"]));
    assert_eq!(found["posture"], 82_179);
    let first = &found["scenarios"][0];
    assert_eq!(first["bases"][0], "media-learned-50k");
    assert_eq!(first["hash"], summary["scenarios"][0]["hash"]);
    // Its file says disposition: IndoPacific and nothing else.
    let changes = first["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(
        changes[0]["of"],
        serde_json::json!(["return_share[10]", "return_share[30]", "return_share[180]"])
    );
    assert_eq!(changes[0]["here"], "sent to the Indo-Pacific: 0, 5, 25 %");
    assert_eq!(changes[0]["base"], "kept for Europe: 0, 60, 100 %");
    assert_eq!(changes[0]["grade"], "C");
    let grades = &first["grades"];
    assert_eq!(grades["judgement"], summary["scenarios"][0]["judgement"]);
    let all = ["measured", "published", "judgement"].map(|g| grades[g].as_u64().unwrap()).iter().sum::<u64>();
    assert_eq!(Json::from(all), summary["scenarios"][0]["parameters"]);
    // A value of everywhere stands once, what is of a scenario with it; sources come along.
    let common = found["common"].as_array().unwrap();
    let set = common.iter().find(|v| v["address"] == "linkage").unwrap();
    assert_eq!((set["value"].as_str(), set["origin"].as_str()), (Some("0.3"), Some("--set")));
    assert!(common.iter().any(|v| v["source"].as_str().is_some_and(|s| s.len() > 20) && v["grade"] == "B"));
    assert!(first["values"].as_array().unwrap().iter().any(|v| v["address"] == "personnel"));
    let page = text(&read(&folder.join("report.html")));
    assert!(page.contains("50,000 leave in 2028–30 (may slip by "));
    assert!(page.contains("), evenly; learned from the media as it starts. Little comes back"));
    assert!(page.contains("Set on the command line, in every scenario and its base: linkage=0.3."));
}

#[test]
fn one_scenario_has_no_ranking_and_a_small_cut_says_nothing_moves() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("run");
    run(
        &folder,
        &["run", "orderly-20k", "--design", "mc", "-n", "64", "--set", "personnel=100", "--no-figures"],
    );
    let page = read(&folder.join("report.html"));
    assert!(!page.contains("#ranking") && !page.contains("Deepest in"));
    let text = text(&page);
    assert!(text.contains("100 leaving move no capability by as much as half a point"));
    assert!(text.contains("≈ 0") && text.contains("Only 64 runs"));
    assert!(text.contains("Figure not drawn.") && !page.contains("<img"));
}

#[test]
fn it_can_be_left_out_and_a_broken_folder_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("run");
    run(&folder, &["run", "orderly-20k", "--design", "mc", "-n", "16", "--no-figures", "--no-report"]);
    assert!(!folder.join("report.html").exists() && folder.join("briefing.md").exists());
    fs::remove_file(folder.join("scenarios.json")).unwrap();
    let output = drawdown(&["report", folder.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("scenarios.json"));
    assert!(!folder.join("report.html").exists());
}

/// Rows of a table, by column.
fn rows(path: &Path) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// The mean (or another column) of the row that has these cells.
fn cell(table: &[std::collections::BTreeMap<String, String>], column: &str, of: &[(&str, &str)]) -> f64 {
    let row = table.iter().find(|row| of.iter().all(|(c, v)| row.get(*c).is_some_and(|cell| cell == v)));
    row.unwrap_or_else(|| panic!("no row {of:?}"))[column].parse().unwrap()
}

#[test]
fn worlds_and_counterfactuals_are_those_of_the_tables() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("run");
    let arguments = [
        "compare",
        "orderly-20k",
        "settlement-35k",
        "--design",
        "mc",
        "-n",
        "64",
        "--no-causes",
        "--no-sensitivity",
    ];
    let printed = run(&folder, &[&arguments[..], &["--no-figures", "--details"]].concat());
    let (page, summary) = (read(&folder.join("report.html")), json(&folder.join("summary.json")));
    let table = |name: &str| rows(&folder.join("tables").join(format!("{name}.csv")));
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-6 * (1.0 + b.abs()), "{a} {b}");

    // Each world's own number and the paired difference between them, with and without the drawdown.
    let (index, comparison) = (table("index"), table("comparison"));
    for arm in ["scenario", "counterfactual", "attributable"] {
        let of = |scenario: &str| {
            let row = [("scenario", scenario), ("arm", arm), ("outcome", "index_headline"), ("tier", "30")];
            cell(&index, "mean", &row)
        };
        let pair = [("arm", arm), ("outcome", "index_headline"), ("tier", "30")];
        near(cell(&comparison, "difference", &pair), of("orderly-20k") - of("settlement-35k"));
    }
    let worlds = summary["worlds"].as_array().unwrap();
    assert_eq!((worlds.len(), worlds[0]["scenarios"][0].as_str()), (2, Some("settlement-35k")));
    let of = [("arm", "counterfactual"), ("outcome", "index_headline"), ("tier", "30")];
    near(worlds[1]["differences"][1]["mean"].as_f64().unwrap(), cell(&comparison, "difference", &of));
    assert!(printed.contains("% in that of \"20k"), "{printed}");
    assert!(printed.contains("In all, world and drawdown together"), "{printed}");
    let foot = page.split("id=\"t-scenarios\"").nth(1).unwrap().split("<tfoot>").nth(1).unwrap();
    assert_eq!(foot.split("</tfoot>").next().unwrap().matches("<tr>").count(), 2, "a last row a world");
    assert!(text(&page).contains("missing if nobody leaves, world of 20k orderly"));

    // What stands under the drawdown has its number without it.
    let (spending, binding) = (table("spending"), table("binding"));
    for scenario in summary["scenarios"].as_array().unwrap() {
        let id = scenario["id"].as_str().unwrap();
        for pledge in scenario["pledges"].as_array().unwrap() {
            let ally = pledge["ally"].as_str().unwrap();
            let row = |arm: &'static str, outcome: &'static str| {
                [("scenario", id), ("arm", arm), ("outcome", outcome), ("ally", ally), ("year", "2035")]
            };
            for (arm, here) in [("scenario", pledge), ("counterfactual", &pledge["counterfactual"])] {
                near(here["below"].as_f64().unwrap(), cell(&spending, "mean", &row(arm, "below_pledge")));
                near(here["share"]["mean"].as_f64().unwrap(), cell(&spending, "mean", &row(arm, "share")));
                let met = here["met"]["probability"].as_f64().unwrap();
                near(met, cell(&spending, "probability", &row(arm, "pledge_met")));
            }
        }
        for held in scenario["binding"].as_array().unwrap() {
            let domain = held["domain"].as_str().unwrap();
            for (arm, here) in [("scenario", held), ("counterfactual", &held["counterfactual"])] {
                let row = [("scenario", id), ("arm", arm), ("outcome", "open"), ("domain", domain)];
                let early = cell(&binding, "probability", &[&row[..], &[("quarter", "36")]].concat());
                near(here["open"].as_f64().unwrap(), early);
            }
        }
        for lost in scenario["deepest"].as_array().unwrap() {
            assert!(lost["mean"].as_f64().unwrap() >= 0.0, "a gain is no loss: {lost}");
        }
    }
    // What is the same in every replicate has no dust of sums.
    for row in table("hosts").iter().filter(|row| row["se"] == "0.0") {
        assert!(!row["mean"].contains("00000000"), "{row:?}");
    }
}
