//! Malformed scenarios: each is found at its place, with what is wrong and what is allowed. `@` marks the place.

mod cases;

use std::fs;

use cases::CASES;
use drawdown::scenario::{self, Diagnostics};

fn load_text(text: &[u8]) -> Result<Vec<scenario::Scenario>, Diagnostics> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.ron");
    fs::write(&path, text).expect("written");
    scenario::load(&[path], &[])
}

#[test]
fn a_text_that_is_all_wrong_is_read_quickly() {
    let words: Vec<String> = (0..60_000).map(|i| format!("\"x{i}\"")).collect();
    let found = load_text(format!("(remove: [{}])", words.join(",")).as_bytes()).expect_err("all wrong");
    assert_eq!(found.items.len(), 1000);
}

#[test]
fn all_of_a_file_come_in_one_go_and_nothing_else() {
    let text = "(\n duraton: 1,\n personnel: 90000,\n information: 2,\n overrides: {\"pledge[DUE]\": 3, \"weight[isr]\": \"x\"},\n start: Pert(low: 2, mode: 1, high: 3),\n composition: Priority([Host(\"XX\")]),\n elements: {\"x\": (service: \"army\", host: \"x\", posture: \"y\", personnel: 1)},\n)";
    let found = load_text(text.as_bytes()).expect_err("wrong");
    let mut lines: Vec<usize> =
        found.items.iter().filter_map(|item| item.span.map(|s| found.place(s).line)).collect();
    lines.sort_unstable();
    assert_eq!(lines, [2, 3, 4, 5, 5, 6, 7, 8, 8], "{found}");
}

#[test]
fn each_is_found_at_its_place() {
    let mut failures = Vec::new();
    for (marked, message, hint) in CASES {
        let at = marked.find('@').expect("a place");
        let text = marked.replace('@', "");
        let line = marked[..at].matches('\n').count() + 1;
        let column = marked[..at].chars().rev().take_while(|c| *c != '\n').count() + 1;
        let Err(found) = load_text(text.as_bytes()) else {
            failures.push(format!("{marked}\n  nothing found"));
            continue;
        };
        let hit = found.items.iter().any(|item| {
            let place = item.span.map(|span| found.place(span));
            place.is_some_and(|p| (p.line, p.column) == (line, column))
                && item.message.contains(message)
                && item.hint.contains(hint)
        });
        if !hit {
            failures.push(format!("{marked}\n  wanted {line}:{column} {message} / {hint}, found\n{found}"));
        }
    }
    assert!(failures.is_empty(), "{} of {}\n{}", failures.len(), CASES.len(), failures.join("\n"));
    assert!(CASES.len() >= 80);
}

#[test]
fn a_mistake_is_one_finding() {
    for text in [
        "(start_year: 2201)",
        "(start_year: 2100)",
        "(planning_tiers: [])",
        "(personnel: -0)(",
        "(personnel: \"x\")",
        "(personnel: -5)",
        "(remove: [\"nobody\"])",
        "(overrides: {\"us_personnel[2cr]\": -1})",
        "(overrides: {\"weight[isr]\": \"x\"})",
        "(domains: {\"drones\": (title: \"Drones\")})",
        "(elements: {\"x\": (service: \"army\", host: \"DEU\", posture: \"permanent\", personnel: \"many\")})",
        "(composition: Priority([Host(\"EST\")]))",
    ] {
        let found = load_text(text.as_bytes()).expect_err(text);
        assert_eq!(found.items.len(), 1, "{text}\n{found}");
    }
}

#[test]
fn a_carriage_return_ends_a_line_and_a_comment() {
    let found = load_text(b"// one\r(start: 8, // two\r\r strat: 9)\r\n// end").expect_err("unknown field");
    let place = found.place(found.items[0].span.expect("a place"));
    assert_eq!((place.line, place.column), (4, 2), "{found}");
    let fine = load_text(b"// one\r(personnel: 1000) // end").expect("whole");
    assert_eq!(fine.len(), 1);
}

#[test]
fn twenty_findings_are_shown_and_the_others_counted() {
    let fields: String = (0..57).map(|i| format!("x{i}: 1, ")).collect();
    let found = load_text(format!("({fields})").as_bytes()).expect_err("57 unknown fields");
    let shown = found.to_string();
    assert_eq!(shown.matches("error: ").count(), 20);
    assert!(shown.ends_with("\n... and 37 more\n"), "{shown}");
    assert_eq!(found.items.len(), 57);
}

#[test]
fn files_have_bounds_with_their_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let load = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("written");
        scenario::load(&[path], &[])
    };
    let long = load("long.ron", &format!("(\n{}", "// a line\n".repeat(200_000))).expect_err("too long");
    let place = long.place(long.items[0].span.expect("a place"));
    assert_eq!((place.line, place.column), (104_859, 5), "{long}");
    for i in (0..3_000).rev() {
        let next = i + 1;
        fs::write(folder.path().join(format!("c{i}.ron")), format!("(base: \"c{next}\")")).expect("written");
    }
    let started = std::time::Instant::now();
    let deep = scenario::load(&[folder.path().join("c0.ron")], &[]).expect_err("too deep");
    assert_eq!(deep.items.len(), 1, "{deep}");
    assert!(deep.to_string().contains("c32.ron:1:8") && started.elapsed().as_secs() < 2, "{deep}");
    for name in ["a\u{202E}b.ron", "a\u{1b}[31m.ron", "two\nlines.ron"] {
        let hidden = load(name, "()").expect_err("hidden");
        assert!(hidden.to_string().contains("rename the file"), "{hidden}");
        assert!(!hidden.to_string().contains(['\u{202E}', '\u{1b}']), "{hidden}");
    }
    let texts = [("title", 201, 200), ("short_title", 61, 60), ("description", 5_001, 5_000)];
    for (field, length, most) in texts {
        let found =
            load("text.ron", &format!("({field}: \"{}\")", "é".repeat(length))).expect_err("too long");
        assert!(found.items[0].hint == format!("allowed: at most {most}"), "{found}");
        assert!(load("text.ron", &format!("({field}: \"{}\")", "é".repeat(most))).is_ok());
    }
}

#[test]
fn names_of_people_and_places_are_fine() {
    for title in
        ["Größe – „so“", "Сценарий №1", "Ελλάδα", "Åse, Łódź, Ñandú", "日本", "e\u{301}tude", "50 % ± 3 €/m²"]
    {
        let loaded = load_text(format!("(title: \"{title}\", description: \"two\n\tlines\")").as_bytes());
        assert_eq!(loaded.expect(title)[0].title, title);
    }
}
