//! `drawdown new --ask`: answers come from standard input, as a terminal gives them.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use drawdown::scenario::{self, address::Address, names::Name, show};

/// Gives answers, a line each, in a folder.
fn ask(folder: &Path, arguments: &[&str], answers: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .args(["new", "--ask"])
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let text: String = answers.iter().map(|answer| format!("{answer}\n")).collect();
    // It may have stopped before it has read all of them.
    let _ = child.stdin.take().expect("a pipe").write_all(text.as_bytes());
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What `check` says of a file.
fn check(folder: &Path, file: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
    command.args(["check", file]).current_dir(folder).output().expect("it runs")
}

#[test]
fn answers_become_a_commented_scenario_that_passes_check() {
    let folder = tempfile::tempdir().expect("a folder");
    let answers = [
        "Germany, Italy",
        "30,000",
        "2027 Q3",
        "18 months",
        "a year ahead",
        "media",
        "2",
        "enablers",
        "30 %",
        "2030",
        "1.2",
        "30,000 leave Germany and Italy fast",
        "30k fast",
    ];
    let out = ask(folder.path(), &["fast.ron"], &answers);
    assert!(out.status.success(), "{}", text(&out.stderr));
    assert_eq!(text(&out.stdout), "fast.ron\n");
    let checked = check(folder.path(), "fast.ron");
    assert!(
        checked.status.success() && !text(&checked.stderr).contains("warning"),
        "{}",
        text(&checked.stderr)
    );
    let scenario = scenario::load(&[folder.path().join("fast.ron")], &[]).expect("fine").remove(0);
    let plain = |name: Name| scenario.constant(&Address::plain(name));
    assert_eq!(
        [Name::Personnel, Name::Start, Name::Duration, Name::Announced, Name::Information, Name::Efficiency]
            .map(plain),
        [Some(30_000.0), Some(6.0), Some(6.0), Some(2.0), Some(0.0), Some(1.2)]
    );
    assert_eq!(show::composition(&scenario.composition), "Priority([Any([Host(\"DEU\"), Host(\"ITA\")])])");
    assert_eq!(show::disposition(&scenario.disposition), "IndoPacific");
    let one = |name: Name, id: &str| scenario.constant(&Address::one(name, id));
    assert_eq!(one(Name::PledgeCut, "isr"), Some(0.3));
    assert_eq!(one(Name::PledgeYear, "ITA"), Some(2030.0));
    let written = fs::read_to_string(folder.path().join("fast.ron")).expect("there");
    assert!(written.contains("    // From where? Germany, Italy\n    composition: "), "{written}");
    assert!(written.contains("    announced: \"2026 Q3\",\n"), "{written}");
    assert_eq!(scenario.short_title, "30k fast");
}

#[test]
fn a_departure_may_be_asked_to_be_over_by_a_date() {
    let folder = tempfile::tempdir().expect("a folder");
    let answers = ["Germany", "30,000", "2026 Q3", "by the end of 2027", "as it starts", "media"];
    let out = ask(folder.path(), &["gone.ron"], &[&answers[..], &[""; 7]].concat());
    assert!(out.status.success(), "{}", text(&out.stderr));
    let scenario = scenario::load(&[folder.path().join("gone.ron")], &[]).expect("fine").remove(0);
    assert_eq!(scenario.constant(&Address::plain(Name::Duration)), Some(6.0));
    let written = fs::read_to_string(folder.path().join("gone.ron")).expect("there");
    assert!(written.contains("    end: \"2027 Q4\",\n"), "{written}");
}

#[test]
fn enter_takes_what_holds_and_says_so_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = ask(folder.path(), &["plain.ron"], &[""; 13]);
    assert!(out.status.success(), "{}", text(&out.stderr));
    let said = text(&out.stderr);
    // What holds is said in the words that answer, and not as a file would say it.
    for default in [
        "[20,000]",
        "[2028 Q1]",
        "[three years]",
        "[two years ahead (2026 Q1)]",
        "[fully]",
        "[1, kept for Europe]",
        "[plain]",
    ] {
        assert!(said.contains(default), "{default}\n{said}");
    }
    let checked = check(folder.path(), "plain.ron");
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    let written = fs::read_to_string(folder.path().join("plain.ron")).expect("there");
    assert!(written.contains("As its base: 20,000."), "{written}");
    // One after another, and several at once.
    let order = [&["Germany and Italy, then Spain"][..], &[""; 12]].concat();
    assert!(ask(folder.path(), &["order.ron"], &order).status.success());
    let written = fs::read_to_string(folder.path().join("order.ron")).expect("there");
    assert!(written.contains("Priority([Any([Host(\"DEU\"), Host(\"ITA\")]), Host(\"ESP\")])"), "{written}");
    // Amounts leave no question of how many.
    let amounts = [&["Germany 12000, Italy 2000"][..], &[""; 11]].concat();
    let out = ask(folder.path(), &["amounts.ron"], &amounts);
    assert!(out.status.success(), "{}", text(&out.stderr));
    assert!(!text(&out.stderr).contains("How many US troops leave?"));
    let checked = check(folder.path(), "amounts.ron");
    assert!(checked.status.success());
    // The title that is offered says how many leave and from where, which no check finds wrong.
    assert!(
        std::fs::read_to_string(folder.path().join("amounts.ron"))
            .expect("a file")
            .contains("14,000 leave, Germany and Italy")
    );
    assert!(!(text(&checked.stdout) + &text(&checked.stderr)).contains("`title`"));
}

#[test]
fn a_bad_answer_is_asked_again_with_the_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let answers = [
        "Atlantis",
        "Estonia",
        "everywhere but Germany",
        "60000",
        "many",
        "20.000",
        "20000, start: 3",
        "20000 // a comment",
        "2050 Q1",
        "2028 Q1",
        "-3",
        "12",
        "2030 Q1",
        "two years later",
        "",
        "0.5",
        "4",
        "Inactivated",
        "islands",
        "isr",
        "nothing",
        "2020",
        "2035",
        "as pledged",
        "",
        "",
        "",
    ];
    let out = ask(folder.path(), &["again.ron"], &answers);
    let said = text(&out.stderr);
    assert!(out.status.success(), "{said}");
    for reason in [
        "`Atlantis` is no country",
        "no element has the host `EST`",
        "60,000 are asked to leave, and all but those spared are",
        "found `many`",
        "20.000 is 20 people",
        "2050 Q1 is after the run ends",
        "`duration` is -3",
        "the departure is announced after it starts",
        "`two years later` is not understood",
        "unknown domain `islands`",
        "before the start",
        "nobody pledged for a year after 2035",
    ] {
        assert!(said.contains(reason), "{reason}\n{said}");
    }
    assert_eq!(said.matches("not so: ").count(), 14, "{said}");
    let checked = check(folder.path(), "again.ron");
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    let written = fs::read_to_string(folder.path().join("again.ron")).expect("there");
    assert!(written.contains("    personnel: 20000,\n"), "{written}");
}

#[test]
fn an_end_before_the_last_answer_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    for answers in [&[][..], &["Germany"], &[""; 12]] {
        let out = ask(folder.path(), &["in/part.ron"], answers);
        assert_eq!(out.status.code(), Some(130), "{}", text(&out.stderr));
        assert!(text(&out.stderr).contains("nothing was written"), "{}", text(&out.stderr));
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn nothing_is_written_over_and_names_must_be_those_of_a_scenario() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("mine.ron"), "mine").expect("written");
    for (arguments, reason) in [
        (&["mine.ron"][..], "is there already"),
        (&["folder"], "let its name end in `.ron`"),
        (&["orderly-20k.ron"], "is a scenario that ships"),
        (&["x.ron", "--from", "orderly-20"], "did you mean `orderly-20k`"),
    ] {
        let out = ask(folder.path(), arguments, &[""; 13]);
        assert_eq!(out.status.code(), Some(2), "{arguments:?}: {}", text(&out.stderr));
        assert!(text(&out.stderr).contains(reason), "{arguments:?}: {}", text(&out.stderr));
        // Before the first question.
        assert!(!text(&out.stderr).contains("From where?"), "{arguments:?}");
    }
    assert_eq!(fs::read_to_string(folder.path().join("mine.ron")).expect("there"), "mine");
    // Another base, whose number is uncertain.
    let from = ask(folder.path(), &["deep.ron", "--from", "uncertain-20k-50k"], &[""; 13]);
    let said = text(&from.stderr);
    assert!(from.status.success() && said.contains("[uncertain, about 21,"), "{said}");
    assert!(!said.contains("[Uniform(") && !said.contains("[Pert("), "{said}");
    assert!(check(folder.path(), "deep.ron").status.success());
}

#[test]
fn a_start_before_what_the_base_announces_is_announced_as_it_starts() {
    let folder = tempfile::tempdir().expect("a folder");
    let answers = [&["", "", "2027 Q1", "", "one year ahead"][..], &[""; 8]].concat();
    let out = ask(folder.path(), &["told.ron"], &answers);
    assert!(out.status.success(), "{}", text(&out.stderr));
    let written = |file: &str| fs::read_to_string(folder.path().join(file)).expect("there");
    assert!(written("told.ron").contains("announced: \"2026 Q1\""), "{}", written("told.ron"));
    // `media-learned-20k` tells allies as it starts, in 2028.
    let answers = [&["", "", "2027 Q1"][..], &[""; 10]].concat();
    let out = ask(folder.path(), &["early.ron", "--from", "media-learned-20k"], &answers);
    let said = text(&out.stderr);
    assert!(out.status.success() && said.contains("[as it starts]") && !said.contains("not so"), "{said}");
    let checked = check(folder.path(), "early.ron");
    assert!(!text(&checked.stderr).contains("announced after it starts"), "{}", text(&checked.stderr));
}
