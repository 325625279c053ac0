//! Reference data that are not as they ship are never used silently.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use drawdown::{
    present::scenarios::warnings::of_comparison,
    scenario::{self, Scenario},
};

/// A folder with scenarios and reference data of its own, as `drawdown new` writes it.
struct Own(tempfile::TempDir);

impl Own {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        scenario::new::write(&folder.path().join("own"), Some("orderly-20k")).expect("written");
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("own").join(name)
    }

    /// Replaces a text that occurs in one of the reference files.
    fn edit(&self, file: &str, from: &str, to: &str) -> &Self {
        let path = self.path("reference").join(file);
        let text = fs::read_to_string(&path).expect("there");
        assert!(text.contains(from), "{file} has no {from}");
        fs::write(path, text.replacen(from, to, 1)).expect("written");
        self
    }

    fn load(&self) -> Scenario {
        scenario::load(&[self.path("orderly-20k.ron")], &[])
            .unwrap_or_else(|found| panic!("{found}"))
            .remove(0)
    }

    fn words(&self) -> String {
        self.load().reference.words().unwrap_or_default()
    }

    fn drawdown(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null()).output().expect("it runs")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A text without line breaks, marks of Markdown and the like.
fn flat(text: &str) -> String {
    text.replace('\\', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read(path: &Path) -> String {
    flat(&fs::read_to_string(path).expect("there"))
}

const US_READY: &str = "\"us_ready[10]\": (value: 0.85";
const SAID: &str = "1 of 404 values differs from the data that ship (us_ready[10])";

#[test]
fn data_that_are_as_they_ship_are_said_to_be() {
    let own = Own::new();
    let (mine, shipped) =
        (own.load(), scenario::load(&["orderly-20k".into()], &[]).expect("shipped").remove(0));
    assert!(mine.reference.shipped && shipped.reference.shipped);
    assert_eq!(mine.reference.sha256, shipped.reference.sha256);
    assert_eq!(
        (mine.reference.world.of, mine.reference.allies.of, mine.reference.forces.of),
        (404, 450, 105),
        "docs/formats.md has these numbers"
    );
    // Neither comments nor spelling, order or division into files change what they say.
    own.edit("parameters.ron", "(\n    values: {", "( // mine\n    values: {").edit(
        "parameters.ron",
        US_READY,
        "\"us_ready[10]\": (value: 8.5e-1",
    );
    fs::rename(own.path("reference/allies.ron"), own.path("reference/zz.ron")).expect("renamed");
    assert_eq!(own.load().reference.sha256, shipped.reference.sha256);
}

#[test]
fn every_kind_of_change_has_its_words_and_another_hash() {
    let shipped = Own::new().load().reference.sha256.clone();
    let cases: [(&str, &str, &str, &str); 6] = [
        ("parameters.ron", US_READY, "\"us_ready[10]\": (value: 0.5", SAID),
        (
            "parameters.ron",
            "\"us_ready[10]\": (value: 0.85, unit: \"fraction\", grade: C",
            "\"us_ready[10]\": (value: 0.85, unit: \"fraction\", grade: A",
            "no value differs from the data that ship; 1 with another source, grade, note or title (us_ready[10])",
        ),
        ("parameters.ron", "values: {", "values: { \"slip\": 2, \"max_rise\": 1,", ""),
        (
            "domains.ron",
            "critical: true",
            "critical: false",
            "no value differs from the data that ship; domain ",
        ),
        ("us_force_elements.ron", "posture: \"permanent\"", "posture: \"rotational\"", "; element "),
        (
            "allies.ron",
            "allies: {",
            "allies: { \"XYZ\": (title: \"Newland\", gdp_now: 10, share_now: 1, growth: 0.01, pledge: 2, pledge_year: 2030, \
             attainment: 0.5, shock_rise: 0.2),",
            "no value differs from the data that ship; ally XYZ added",
        ),
    ];
    let mut hashes = vec![shipped];
    for (file, from, to, said) in cases {
        let own = Own::new();
        own.edit(file, from, to);
        if said.is_empty() {
            // A value twice is an error as ever.
            assert!(scenario::load(&[own.path("orderly-20k.ron")], &[]).is_err(), "{file}: {to}");
            continue;
        }
        assert!(own.words().contains(said), "{file}: {}", own.words());
        let hash = own.load().reference.sha256.clone();
        assert!(!hashes.contains(&hash), "{file}: {to}");
        hashes.push(hash);
    }
    // What is taken out.
    let own = Own::new();
    let path = own.path("reference/us_force_elements.ron");
    let (before, after) = (fs::read_to_string(&path).expect("there"), own.load().elements[0].id.clone());
    let start = before.find(&format!("\"{after}\": (")).expect("the first element");
    let end = start + before[start..].find("\n        ),").expect("its end") + "\n        ),".len();
    fs::write(&path, format!("{}{}", &before[..start], &before[end..])).expect("written");
    assert_eq!(own.words(), format!("no value differs from the data that ship; element {after} left out"));
}

#[test]
fn a_run_says_so_in_all_that_it_leaves_and_prints() {
    let own = Own::new();
    own.edit("parameters.ron", US_READY, "\"us_ready[10]\": (value: 0.5");
    let check = own.drawdown(&["check", "own/orderly-20k.ron"]);
    assert!(text(&check.stdout).contains("no errors, 1 warning\n"), "{}", text(&check.stdout));
    assert!(text(&check.stderr).contains(&format!("reference data of `own/reference`: {SAID}")));
    let show = own.drawdown(&["show", "own/orderly-20k.ron"]);
    assert!(flat(&text(&show.stdout)).contains(&format!("(own/reference): {SAID}")));
    let run = own.drawdown(&[
        "run",
        "own/orderly-20k.ron",
        "-n",
        "4",
        "--design",
        "mc",
        "--output",
        "o",
        "--no-figures",
    ]);
    assert!(flat(&text(&run.stdout)).contains(SAID), "{}", text(&run.stdout));
    assert!(text(&run.stderr).contains(SAID), "{}", text(&run.stderr));
    let folder = own.0.path().join("o");
    for name in ["briefing.md", "report.html"] {
        assert!(read(&folder.join(name)).contains(SAID), "{name}");
    }
    let report = read(&folder.join("report.html"));
    let all = report.find("All else is the reference data").expect("the assumptions");
    assert!(report[all..].chars().take(600).collect::<String>().contains(SAID), "beside what it would claim");
    for name in ["summary.json", "manifest.json"] {
        let json: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(folder.join(name)).expect("there")).expect("JSON");
        let data = &json["references"][0];
        assert_eq!(data["world"]["differ"], serde_json::json!(["us_ready[10]"]), "{name}");
        assert_eq!((&data["shipped"], &data["world"]["of"]), (&false.into(), &404.into()), "{name}");
        assert_eq!(data["sha256"], own.load().reference.sha256.as_str(), "{name}");
        assert!(!json.to_string().contains("own/reference"), "no place of a machine in {name}");
    }
    let require =
        own.drawdown(&["require", "own/orderly-20k.ron", "-n", "8", "--output", "r", "--no-figures"]);
    assert!(flat(&text(&require.stdout)).contains(SAID) && text(&require.stderr).contains(SAID));
    for name in ["briefing.md", "required.json", "manifest.json"] {
        assert!(read(&own.0.path().join("r").join(name)).contains("us_ready[10]"), "require: {name}");
    }
    let experiment = "(base: \"orderly-20k\", levers: {\"personnel\": Levels([1000, 2000])})";
    fs::write(own.path("e.ron"), experiment).expect("written");
    let sweep = own.drawdown(&["sweep", "own/e.ron", "-n", "8", "--output", "s"]);
    assert!(text(&sweep.stderr).contains(SAID), "{}", text(&sweep.stderr));
    assert!(read(&own.0.path().join("s/manifest.json")).contains("us_ready[10]"));
}

#[test]
fn data_as_they_ship_raise_no_word() {
    let own = Own::new();
    let check = own.drawdown(&["check", "own/orderly-20k.ron"]);
    assert!(text(&check.stdout).contains("no errors, 0 warnings\n") && check.stderr.is_empty());
    let run = own.drawdown(&[
        "run",
        "own/orderly-20k.ron",
        "--design",
        "mc",
        "-n",
        "4",
        "--output",
        "o",
        "--no-figures",
        "--no-report",
    ]);
    assert!(!text(&run.stdout).contains("that ship") && !text(&run.stderr).contains("warning"));
}

#[test]
fn scenarios_on_different_data_are_told_apart() {
    let own = Own::new();
    own.edit("parameters.ron", US_READY, "\"us_ready[10]\": (value: 0.5");
    let files = [own.path("orderly-20k.ron"), "orderly-50k".into()];
    let scenarios = scenario::load(&files, &[]).unwrap_or_else(|found| panic!("{found}"));
    let said = of_comparison(&scenarios);
    assert!(
        said.iter().any(|w| w.contains("rest on different reference data") && w.contains("(us_ready[10])")),
        "{said:?}"
    );
    // Other grades alone are told too, and are no difference of results.
    let own = Own::new();
    own.edit("parameters.ron", "unit: \"fraction\", grade: C", "unit: \"fraction\", grade: A");
    let files = [own.path("orderly-20k.ron"), "orderly-50k".into()];
    let said = of_comparison(&scenario::load(&files, &[]).unwrap_or_else(|found| panic!("{found}")));
    assert!(said.len() == 1 && said[0].ends_with("but with the same values"), "{said:?}");
}

#[test]
fn files_of_one_stem_can_be_told_apart_by_show() {
    let own = Own::new();
    fs::create_dir(own.0.path().join("b")).expect("a folder");
    fs::write(own.0.path().join("b/orderly-20k.ron"), "(base: \"no-drawdown\", personnel: 7000)")
        .expect("written");
    let out = own.drawdown(&["show", "own/orderly-20k.ron", "--diff", "b/orderly-20k.ron"]);
    let said = text(&out.stdout);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let head = said.lines().next().expect("a head");
    assert!(head.contains("own/orderly-20k.ron") && head.contains("b/orderly-20k.ron"), "{head}");
    assert!(said.contains("20000") && said.contains("7000"), "{said}");
    own.edit("parameters.ron", US_READY, "\"us_ready[10]\": (value: 0.5");
    let out = own.drawdown(&["show", "own/orderly-20k.ron", "--diff", "orderly-20k"]);
    let said = text(&out.stdout);
    // Each side is a column of its own, broken between words.
    let right = said.lines().next().and_then(|head| head.rfind("orderly-20k")).expect("a head");
    let rows = said.lines().skip_while(|line| !line.trim_start().starts_with("reference")).take(3);
    let side = |from: usize, to: usize| -> String {
        let part = |line: &str| line.chars().skip(from).take(to - from).collect::<String>();
        let text: Vec<String> = rows.clone().map(part).collect();
        text.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(
        side(0, right).contains("1 of 404 values differs from the data that ship (us_ready[10])"),
        "{said}"
    );
    assert!(side(right, usize::MAX).ends_with("(compiled in): as they ship"), "{said}");
}

#[test]
fn a_folder_that_is_gone_is_no_reason_for_other_data() {
    #[cfg(unix)]
    {
        let own = Own::new();
        fs::remove_dir_all(own.path("reference")).expect("removed");
        std::os::unix::fs::symlink(own.path("nowhere"), own.path("reference")).expect("linked");
        let out = own.drawdown(&["check", "own/orderly-20k.ron"]);
        assert_eq!(out.status.code(), Some(2));
        assert!(text(&out.stderr).contains("no reference data in `own/reference`"), "{}", text(&out.stderr));
    }
}

#[test]
fn settings_say_where_they_were_written() {
    let own = Own::new();
    fs::write(
        own.path("x.ron"),
        "(\n  base: \"orderly-20k\",\n  reporting_tier: 10,\n  thresholds: {\"isr\": 0.7},\n  correlations: [(\"reliability\", \"commitment\", 0.2)],\n)",
    )
    .expect("written");
    let out = own.drawdown(&["show", "own/x.ron", "--set", "closure_tolerance=0.02", "--set", "linkage=0.3"]);
    let said = text(&out.stdout);
    for line in [
        "D+10 (own/x.ron:3)",
        "0.02 of the requirement (--set)",
        "Earmarked (own/orderly-20k.ron:",
        "Proportional (default)",
        "threshold 0.7 (own/x.ron:4)",
        "threshold 0.8 (own/reference/domains.ron:",
        "commitment with reliability: 0.2 (own/x.ron:5)",
        "0.4 (rank, any two allies) (own/reference/parameters.ron:",
    ] {
        assert!(flat(&said).contains(line), "{line}: {said}");
    }
    let linkage = said.lines().find(|line| line.trim_start().starts_with("linkage ")).expect("a row");
    assert!(linkage.ends_with("--set"), "{linkage}");
}
