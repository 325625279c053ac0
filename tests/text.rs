//! Words of others through every medium: terminal, Markdown, CSV, JSON, SVG, HTML.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

/// Steers a terminal, turns the direction of writing, cannot be seen, is markup, may not stand in XML.
const HOSTILE: &str = "\u{1b}[31mred\u{202e}\u{200b}<script>&\"' | *b* `c` \u{ffff}\u{7}\u{9b}2J";

fn drawdown(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("it runs")
}

/// What it printed on both ways out, if it ended with a code.
fn said(folder: &Path, code: i32, arguments: &[&str]) -> (String, String) {
    let output = drawdown(folder, arguments);
    let [out, err] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).expect("UTF-8"));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {err}{out}");
    for text in [&out, &err] {
        let bad = |c: char| {
            c != '\n' && c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        };
        assert!(!text.contains(bad), "{arguments:?}: {text:?}");
    }
    (out, err)
}

/// Whether a text is XML, as far as SVGs of ours go: characters, tags that close each other, quoted attributes, entities.
fn check_xml(text: &str) {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
    assert!(text.chars().all(allowed), "a character that XML forbids");
    let (mut open, mut rest): (Vec<&str>, &str) = (Vec::new(), text);
    while let Some(at) = rest.find('<') {
        check_entities(&rest[..at]);
        let mut quoted = false;
        let end = rest[at..].find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let tag = &rest[at + 1..at + end.expect("a tag that ends")];
        check_entities(tag);
        assert!(!tag.contains('<'), "a tag within a tag: {tag}");
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{tag}");
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().expect("a name"));
        }
        rest = &rest[at + end.unwrap_or(0) + 1..];
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{open:?} {rest:?}");
}

fn check_entities(text: &str) {
    for (at, _) in text.match_indices('&') {
        let known = ["&amp;", "&lt;", "&gt;", "&quot;"];
        assert!(known.iter().any(|entity| text[at..].starts_with(entity)), "{}", &text[at..]);
    }
}

/// Cells of a row of a Markdown table: what stands between bars that are not escaped.
fn cells(row: &str) -> usize {
    let (mut escaped, mut bars) = (false, 0);
    for c in row.chars() {
        bars += usize::from(c == '|' && !escaped);
        escaped = c == '\\' && !escaped;
    }
    bars - 1
}

#[test]
fn names_of_files_and_what_is_typed_reach_a_terminal_as_they_can_be_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = "no\u{1b}[2J\u{202e}such.ron";
    let sets = ["--set", "reaction=\u{1b}[31m", "--set", "\u{200b}x=1"];
    for arguments in [
        &["run", name][..],
        &["sweep", name],
        &["check", name],
        &["verify", name],
        &["merge", name, "--output", "x"],
        &["plot", name],
        &["report", name],
        &["show", "no-drawdown", "--set", "personnel=\u{9b}1"],
        &[&["run", "no-drawdown"][..], &sets].concat(),
        &["run", "no-drawdown", "--design", "\u{1b}[31m"],
        &["run", "no-drawdown", "--precision", "\u{1b}[31m=1"],
        &["require", "no-drawdown", "--domain", "\u{1b}[31m"],
        &["\u{1b}[31m"],
    ] {
        let output = drawdown(folder.path(), arguments);
        let code = output.status.code().expect("a code");
        assert!(code == 1 || code == 2, "{arguments:?}");
        said(folder.path(), code, arguments);
    }
    // The snippet of a file is shown too.
    fs::write(folder.path().join("a.ron"), format!("(base: \"no-drawdown\", titel: {HOSTILE:?})"))
        .expect("written");
    let (_, err) = said(folder.path(), 2, &["check", "a.ron"]);
    assert!(err.contains("titel"), "{err}");
}

#[test]
fn titles_go_through_every_form_that_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    // Without a title a scenario is called by its file.
    let stem = "=cmd|<script>*b*_c_`d`[e](f)";
    fs::write(folder.path().join(format!("{stem}.ron")), "(base: \"orderly-20k\", personnel: 30000)")
        .expect("written");
    let file = format!("{stem}.ron");
    let run = [
        "run",
        &file,
        "--design",
        "mc",
        "-n",
        "64",
        "--no-figures",
        "--no-report",
        "--output",
        "run",
        "--quiet",
    ];
    let form = |form: &str| said(folder.path(), 0, &[&run[..], &["--causes", "--format", form]].concat()).0;

    let markdown = form("markdown");
    assert!(!markdown.contains("<script>") && markdown.contains("\\<script\\>"), "{markdown}");
    let mut columns = None;
    for line in markdown.lines() {
        if !line.starts_with("| ") {
            columns = None;
            continue;
        }
        assert_eq!(*columns.get_or_insert(cells(line)), cells(line), "{line}");
    }

    let csv = form("csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let heads = reader.headers().expect("a head").clone();
    let at = heads.iter().position(|head| head == "title").expect("a title");
    let mut rows = 0;
    for record in reader.records() {
        let record = record.expect("as many cells as heads");
        assert_eq!(record[at], format!("'{stem}"));
        let numbers =
            record.iter().zip(&heads).filter(|(_, head)| ["attributable", "induced"].contains(head));
        numbers.for_each(|(cell, _)| assert!(cell.parse::<f64>().is_ok(), "{cell}"));
        rows += 1;
    }
    assert!(rows > 0);

    let summary: serde_json::Value = serde_json::from_str(&form("json")).expect("JSON");
    assert_eq!(summary["scenarios"][0]["title"], stem);
    let briefing = fs::read_to_string(folder.path().join("run/briefing.md")).expect("a briefing");
    assert!(!briefing.contains("<script>"), "{briefing}");

    // Tables come back: figures and report find the scenario in them.
    said(folder.path(), 0, &["plot", "run"]);
    said(folder.path(), 0, &["report", "run"]);
    let there = fs::read_dir(folder.path().join("run/figures")).expect("figures").count();
    assert!(there > 10, "{there} files");
}

#[test]
fn a_folder_that_was_edited_gives_svgs_that_are_xml_and_a_page_without_what_is_hidden() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = [
        "compare",
        "orderly-20k",
        "media-learned-50k",
        "--design",
        "mc",
        "-n",
        "64",
        "--no-figures",
        "--no-report",
        "--quiet",
    ];
    said(folder.path(), 0, &[&run[..], &["--no-sensitivity", "--output", "run"]].concat());
    let path = folder.path().join("run/summary.json");
    let mut summary: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&path).expect("a summary")).expect("JSON");
    for list in ["scenarios", "domains", "allies"] {
        for item in summary[list].as_array_mut().into_iter().flatten() {
            for name in ["title", "short_title"] {
                if let Some(title) = item.get_mut(name) {
                    *title = format!("{}{HOSTILE}", title.as_str().unwrap_or_default()).into();
                }
            }
        }
    }
    fs::write(&path, summary.to_string()).expect("written");
    said(folder.path(), 0, &["plot", "run"]);
    let mut svgs = 0;
    for entry in fs::read_dir(folder.path().join("run/figures")).expect("figures") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "svg") {
            check_xml(&fs::read_to_string(&path).expect("UTF-8"));
            svgs += 1;
        }
    }
    assert!(svgs > 4, "{svgs} SVGs");
    said(folder.path(), 0, &["report", "run"]);
    let page = fs::read_to_string(folder.path().join("run/report.html")).expect("a page");
    let bad = |c: char| {
        !matches!(c, '\n' | '\t') && c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{200b}')
    };
    assert!(!page.contains(bad), "{:?}", page.find(bad));
    assert!(page.contains("\\u{202e}") && !page.contains("red<script>"));
}
