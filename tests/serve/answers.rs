//! What is said is what a run says.

use std::{fs, process::Command};

use serde_json::{Value, json};

use super::{GERMANY, Server, runs};

/// Runs the program in a folder.
fn program(folder: &std::path::Path, arguments: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("it runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn text<'a>(told: &'a Value, key: &str) -> &'a str {
    told[key].as_str().unwrap_or_else(|| panic!("no text `{key}`"))
}

#[test]
fn words_numbers_and_figures_are_those_of_a_run() {
    let desk = tempfile::tempdir().expect("a folder");
    fs::write(desk.path().join("page.ron"), GERMANY).expect("written");
    program(desk.path(), &["run", "page.ron", "-n", "1024", "--output", "out", "--quiet"]);
    let report = fs::read_to_string(desk.path().join("out/report.html")).expect("a report");
    let server = Server::start(&[]);
    let (status, told) = server.asked("run", &runs(&[("page", GERMANY)], 1024, 30));
    assert_eq!((status, told["runs"].as_u64()), (200, Some(1024)), "{told}");
    // The sixth is how much is judgement, which a run finds out with inputs varied afterwards.
    let keys: Vec<&str> = text(&told, "keys").split("<li").skip(1).collect();
    assert_eq!(keys.len(), 6);
    keys[..5].iter().for_each(|key| assert!(report.contains(key), "no key number of the report: {key}"));
    assert!(report.contains(text(&told, "lead")), "the lead is that of the report: {}", text(&told, "lead"));
    assert!(report.contains(text(&told, "answer")));
    let figures = told["figures"].as_array().expect("figures");
    assert!(figures.len() > 6, "{}", figures.len());
    for figure in figures {
        let file = desk.path().join(format!("out/figures/{}.svg", text(figure, "stem")));
        let drawn = fs::read_to_string(&file).unwrap_or_else(|_| panic!("{}", file.display()));
        // All that is drawn, but for the glyphs of words that stand beside it as text.
        let marks = text(figure, "svg")
            .lines()
            .filter(|line| line.starts_with("<path d") || line.starts_with("<circle"));
        assert!(marks.clone().count() > 3);
        marks.for_each(|mark| assert!(drawn.contains(mark), "{}: {mark}", text(figure, "stem")));
        assert!(report.contains(text(figure, "title")) || !text(figure, "title").is_ascii());
    }
    // The same again is not computed again, and says the same; at another readiness it is told from the same run.
    assert_eq!(server.asked("run", &runs(&[("page", GERMANY)], 1024, 30)).1, told);
    let (status, early) = server.asked("run", &runs(&[("page", GERMANY)], 1024, 10));
    assert_eq!(status, 200);
    assert!(text(&early, "lead").contains("10 days after an alert"), "{}", text(&early, "lead"));
    assert_ne!(early["keys"], told["keys"]);
}

#[test]
fn variants_stand_side_by_side_on_the_same_draws() {
    let joint = GERMANY
        .replace("personnel: 30000", "personnel: 30000, efficiency: 1.2")
        .replace("30k Germany\"", "30k jointly\"");
    let fewer = GERMANY.replace("30000", "25000").replace("30,000", "25,000").replace("30k", "25k");
    let server = Server::start(&[]);
    let (status, told) =
        server.asked("run", &runs(&[("A", GERMANY), ("B", &joint), ("C", &fewer)], 1024, 30));
    assert_eq!(status, 200, "{told}");
    let sides = text(&told, "sides");
    for said in [
        "B less A",
        "C less A",
        "Missing in all, %",
        "if nobody leaves",
        "less in over",
        "To buy back what has left",
    ] {
        assert!(sides.contains(said), "no `{said}` in {sides}");
    }
    // Alone there is nothing to hold it against.
    assert!(server.asked("run", &runs(&[("A", GERMANY)], 1024, 30)).1["sides"].is_null());
}

#[test]
fn report_and_spreadsheet_are_those_of_a_run_folder() {
    let server = Server::start(&[]);
    let asked = runs(&[("page", GERMANY)], 1024, 30);
    let taken = |what: &str| {
        server.sent("POST", &format!("/ask/{what}"), &server.own(), asked.to_string().as_bytes())
    };
    let (status, report) = taken("report");
    assert_eq!(status, 200);
    let told = server.asked("run", &asked).1;
    assert!(report.contains(text(&told, "keys")) && report.contains(text(&told, "lead")));
    assert!(report.contains("data:image/png;base64,") && report.ends_with("</html>"));
    let (status, file) = taken("spreadsheet");
    assert!(status == 200 && file.starts_with("PK"), "{status}");
}

#[test]
fn levers_start_from_what_a_scenario_says() {
    let server = Server::start(&[]);
    let of = |text: &str| json!({"scenarios": [{"id": "base", "text": text}]});
    let (status, base) = server.asked("base", &of("(base: \"orderly-20k\")"));
    assert_eq!(status, 200, "{base}");
    let range = |name: &str| base["values"][name]["range"].clone();
    assert_eq!(range("personnel"), json!([20000.0, 20000.0, 20000.0]));
    assert_eq!((range("start"), range("announced")), (json!([8.0, 8.0, 8.0]), json!([0.0, 0.0, 0.0])));
    let reaction = &base["values"]["reaction"];
    assert_eq!((reaction["fixed"].as_bool(), reaction["grade"].as_str()), (Some(false), Some("C")));
    let hosts = base["hosts"].as_array().expect("hosts");
    let people = |host: &Value| host["people"].as_f64().expect("people");
    assert_eq!(hosts[0]["id"], "DEU");
    assert!((hosts.iter().map(people).sum::<f64>() - base["present"].as_f64().expect("people")).abs() < 1e-6);
    assert_eq!(base["composition"][1], json!([]));
    let (_, first) = server.asked("base", &of(GERMANY));
    assert_eq!(first["composition"][1], json!(["DEU"]));
    let (_, start) = server.asked("start", &json!({}));
    assert_eq!(start["compared"][1][0], "orderly-20k");
}

#[test]
fn a_file_that_was_named_is_a_base() {
    let desk = tempfile::tempdir().expect("a folder");
    fs::write(desk.path().join("under.ron"), "(base: \"orderly-20k\", title: \"Under\", linkage: 0.3)")
        .expect("written");
    let mine = desk.path().join("mine.ron");
    fs::write(&mine, "(base: \"under\", title: \"My own\", reaction: 0)").expect("written");
    let server = Server::start(&[mine.to_str().expect("a path")]);
    assert_eq!(server.asked("start", &json!({})).1["files"], json!([["mine", "My own", "My own"]]));
    // What the file said when the server was started holds, whatever becomes of it.
    fs::remove_file(&mine).expect("removed");
    let of = json!({"scenarios": [{"id": "page", "text": "(base: \"mine\", personnel: 30000)"}]});
    let (status, base) = server.asked("base", &of);
    assert_eq!(status, 200, "{base}");
    assert_eq!(base["values"]["reaction"]["range"], json!([0.0, 0.0, 0.0]));
    assert_eq!(base["values"]["personnel"]["range"], json!([30000.0, 30000.0, 30000.0]));
}

#[test]
fn what_is_wrong_has_its_line() {
    let server = Server::start(&[]);
    let wrong = "(\n    base: \"orderly-20k\",\n    personnel: 300000,\n    linkage: 7,\n)";
    let (status, refused) = server.asked("run", &runs(&[("page", wrong)], 1024, 30));
    assert_eq!(status, 422);
    let mut lines: Vec<(&str, Option<u64>)> = refused["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| (finding["file"].as_str().unwrap_or(""), finding["line"].as_u64()))
        .collect();
    lines.sort_unstable();
    assert_eq!(lines, [("page.ron", Some(3)), ("page.ron", Some(4))]);
    assert!(text(&refused, "text").contains("personnel"), "{refused}");
    // As `check` prints it.
    let of = json!({"of": {"scenarios": [{"id": "page", "text": wrong}]}});
    assert_eq!(server.asked("check", &of).1["text"], refused["text"]);
}
