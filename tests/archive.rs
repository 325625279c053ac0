//! Archives: packed twice they have the same bytes, computed again all of their bytes are equal for any number of threads, and
//! what is not equal is named. Nothing of a user's is replaced, nothing of a machine is in them.

use std::{
    fs::{self, File},
    io::{Read, Write},
    path::Path,
    process::Command,
};

use tempfile::TempDir;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

struct Desk(TempDir);

/// What becomes of a file of an archive, by its name; `None` leaves it out.
type Change<'a> = dyn Fn(&str, Vec<u8>) -> Option<Vec<u8>> + 'a;

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    /// Gives a command in a folder of the desk; what it says.
    fn in_folder(&self, folder: &str, code: i32, arguments: &str) -> String {
        let folder = self.0.path().join(folder);
        fs::create_dir_all(&folder).expect("made");
        let output = Command::new(env!("CARGO_BIN_EXE_drawdown"))
            .args(arguments.split_whitespace())
            .current_dir(folder)
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{arguments}: {said}");
        said.into_owned()
    }

    fn says(&self, code: i32, arguments: &str) -> String {
        self.in_folder(".", code, arguments)
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn zip(&self, name: &str) -> ZipArchive<File> {
        ZipArchive::new(File::open(self.0.path().join(name)).expect("a file")).expect("a zip file")
    }

    fn names(&self, name: &str) -> Vec<String> {
        self.zip(name).file_names().map(|name| name.expect("UTF-8").into_owned()).collect()
    }

    /// The same archive with a file changed, or left out.
    fn changed(&self, from: &str, to: &str, change: &Change) {
        let mut from = self.zip(from);
        let mut to = ZipWriter::new(File::create(self.0.path().join(to)).expect("a file"));
        for at in 0..from.len() {
            let mut file = from.by_index(at).expect("a file");
            let name = file.name().expect("UTF-8").into_owned();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("read");
            if let Some(bytes) = change(&name, bytes) {
                to.start_file(name, SimpleFileOptions::default()).expect("begun");
                to.write_all(&bytes).expect("written");
            }
        }
        to.finish().expect("finished");
    }
}

/// Two folders with a scenario each, whose bases have the same name, one of them on reference data of its own.
fn desk_of_runs() -> Desk {
    let desk = Desk::new();
    desk.put("a/mine.ron", "(base: \"under\", title: \"Mine\", personnel: 30000) // of the first folder");
    desk.put("a/under.ron", "(base: \"orderly-20k\", title: \"Under a\", slip: 1)");
    desk.put("b/yours.ron", "(base: \"under\", title: \"Yours\", personnel: 10000)");
    desk.put("b/under.ron", "(base: \"orderly-50k\", title: \"Under b\")");
    for name in ["domains", "allies", "us_force_elements", "parameters", "national_holdings"] {
        let text = fs::read_to_string(format!("scenarios/reference/{name}.ron")).expect("reference data");
        desk.put(
            &format!("b/reference/{name}.ron"),
            &text.replace("value: 4500, unit: \"people\"", "value: 4600, unit: \"people\""),
        );
    }
    desk.says(
        0,
        "compare a/mine.ron orderly-20k b/yours.ron -n 64 --design mc --set reaction=0.1 --no-sensitivity --ally POL --threads 2 \
         --quiet --output run",
    );
    desk
}

#[test]
fn a_run_is_packed_and_every_byte_computed_again_elsewhere() {
    let desk = desk_of_runs();
    desk.says(0, "archive run --output one.zip");
    desk.says(0, "archive run --output two.zip");
    assert!(desk.bytes("one.zip") == desk.bytes("two.zip"));
    let said = desk.says(2, "archive run --output one.zip");
    assert!(said.contains("is there already"), "{said}");
    let names = desk.names("one.zip");
    for name in [
        "archive.json",
        "CITATION.cff",
        "resolved/mine.ron",
        "resolved/orderly-20k.ron",
        "shipped/orderly-50k.ron",
        "shipped/reference/allies.ron",
        "results/manifest.json",
        "results/tables/coverage.csv",
        "results/countries/POL.json",
        "results/inputs/1/mine.ron",
        "results/inputs/1/under.ron",
        "results/inputs/2/yours.ron",
        "results/inputs/2/reference/allies.ron",
    ] {
        assert!(names.iter().any(|known| known == name), "no {name} in {names:?}");
    }
    // Nothing of the machine: neither its folders nor its clock.
    let here = desk.0.path().to_string_lossy().into_owned();
    let mut zip = desk.zip("one.zip");
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).expect("a file");
        assert_eq!(file.last_modified().expect("a time").year(), 1980);
        let (name, mut bytes) = (file.name().expect("UTF-8").into_owned(), Vec::new());
        file.read_to_end(&mut bytes).expect("read");
        if name.ends_with(".ron") || name.ends_with(".json") || name.ends_with(".html") {
            assert!(!String::from_utf8_lossy(&bytes).contains(&here), "{name}");
        }
    }
    // Elsewhere, with the originals gone, where files of these names are others, on another number of threads.
    for folder in ["a", "b"] {
        fs::remove_dir_all(desk.0.path().join(folder)).expect("removed");
    }
    desk.put("else/orderly-20k", "in the way");
    desk.put("else/mine.ron", "(base: \"orderly-20k\", title: \"Another\")");
    let said = desk.in_folder("else", 0, "rerun ../one.zip --threads 1 --quiet");
    assert!(said.starts_with("every byte is equal: "), "{said}");
    assert!(Path::new(&desk.0.path().join("else/output/one-rerun/report.html")).exists());
    // A second time into the same place; the folder of a rerun can be packed, too.
    desk.in_folder("else", 0, "rerun ../one.zip --threads 3 --quiet");
    desk.says(0, "archive else/output/one-rerun --output three.zip --quiet");
}

#[test]
fn what_is_not_equal_is_named() {
    let desk = Desk::new();
    desk.says(0, "run orderly-20k -n 64 --design mc --no-figures --no-report --quiet --output run");
    desk.says(0, "archive run");
    let table = "results/tables/coverage.csv";
    desk.changed("run.zip", "edited.zip", &|name, mut bytes| {
        if name == table {
            let at = bytes.len() - 3;
            bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
        }
        Some(bytes)
    });
    let said = desk.says(1, "rerun edited.zip --quiet");
    assert!(
        said.contains("other bytes: tables/coverage.csv\n") && said.contains("not every byte is equal\n"),
        "{said}"
    );
    desk.changed("run.zip", "less.zip", &|name, bytes| (name != table).then_some(bytes));
    let said = desk.says(1, "rerun less.zip --quiet");
    assert!(said.contains("not in the archive: tables/coverage.csv\n"), "{said}");
    desk.changed("run.zip", "more.zip", &|name, bytes| {
        Some(bytes).map(|bytes| {
            if name == "results/scenarios.json" { text(bytes, "\"64\"", "\"65\"") } else { bytes }
        })
    });
    let said = desk.says(1, "rerun more.zip --quiet");
    assert!(
        said.contains("other bytes: summary.json\n") && said.contains("other bytes: manifest.json\n"),
        "{said}"
    );
    // Results of other data than those that ship now are not computed: they would be other results.
    desk.changed("run.zip", "other.zip", &|name, bytes| {
        let hash = drawdown::scenario::load(&["orderly-20k".into()], &[]).expect("a scenario")[0].hash();
        Some(if name == "results/manifest.json" {
            text(bytes, &hash, &hash.replace(|c: char| c > '8', "0"))
        } else {
            bytes
        })
    });
    let said = desk.says(2, "rerun other.zip --quiet --output never");
    assert!(said.contains("`orderly-20k` of drawdown") && said.contains("take that version"), "{said}");
    assert!(!desk.0.path().join("never").exists());
    // Commands that write elsewhere, or compute something else, are none of an archive's.
    for (from, to) in [
        ("\"run\",", "\"sweep\","),
        ("\"--seed\",", "\"--trace\", \"elsewhere\", \"--seed\","),
        ("\"--seed\",", "\"--keep-replicates\", \"elsewhere\", \"--seed\","),
    ] {
        desk.changed("run.zip", "command.zip", &|name, bytes| {
            Some(if name == "results/scenarios.json" { text(bytes, from, to) } else { bytes })
        });
        desk.says(2, "rerun command.zip --quiet --output never");
        assert!(!desk.0.path().join("elsewhere").exists() && !desk.0.path().join("never").exists(), "{to}");
        fs::remove_file(desk.0.path().join("command.zip")).expect("removed");
    }
}

fn text(bytes: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(bytes).expect("text");
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1).into_bytes()
}

#[test]
fn what_cannot_be_computed_again_is_not_packed() {
    let desk = Desk::new();
    desk.says(0, "run orderly-20k -n 64 --design mc --no-figures --no-report --quiet --output run");
    let refused = |folder: &str, why: &str| {
        let said = desk.says(2, &format!("archive {folder} --output never.zip"));
        assert!(said.contains(why), "{folder}: {said}");
        assert!(!desk.0.path().join("never.zip").exists(), "{folder}");
    };
    let manifest = String::from_utf8(desk.bytes("run/manifest.json")).expect("text");
    let with = |from: &str, to: &str| desk.put("run/manifest.json", &manifest.replacen(from, to, 1));
    with("\"interrupted\": false", "\"interrupted\": true");
    refused("run", "`--resume`");
    with("\"inputs\": [", "\"before\": [");
    refused("run", "does not hold what it was made from");
    with("{", "{");
    desk.put("run/tables/peak.csv", "mine");
    refused("run", "not as the run has written it: `tables/peak.csv`");
    desk.put("empty/file", "");
    refused("empty", "neither a run folder nor the store of a sweep");
    refused("nowhere", "neither a run folder nor the store of a sweep");
    desk.says(0, "require orderly-20k -n 64 --year 2035 --no-figures --no-report --quiet --output required");
    refused("required", "only the folders of");
}

const SWEEP: &str = r#"(
    base: "mine",
    levers: {"personnel": Levels([10000, 30000, 40000])},
    uncertainties: {"reaction": Range(low: -0.2, high: 0.6), "slip": Range(low: 0, high: 2)},
    scenarios: Csv("rows.csv"),
    replicates: 64, part: 4,
    outcomes: ["index_headline", "uplift"],
)"#;

#[test]
fn a_sweep_is_packed_with_its_design_and_computed_again() {
    let desk = Desk::new();
    desk.put("own/experiments/small.ron", SWEEP);
    desk.put("own/experiments/rows.csv", "reaction,slip\n0,1\n0.5,0\n-0.1,2\n");
    desk.put("own/mine.ron", "(base: \"orderly-20k\", title: \"Mine\", duration: 10)");
    desk.says(0, "sweep own/experiments/small.ron --output store --threads 2 --quiet");
    desk.says(0, "archive store");
    let names = desk.names("store.zip");
    for name in [
        "results/inputs/1/experiments/small.ron",
        "results/inputs/1/experiments/rows.csv",
        "results/inputs/1/mine.ron",
        "resolved/mine.ron",
        "results/parts.jsonl",
        "results/experiments/part-00002.parquet",
        "shipped/orderly-20k.ron",
    ] {
        assert!(names.iter().any(|known| known == name), "no {name} in {names:?}");
    }
    // What somebody has put beside the inputs is not the sweep's: a note, another design, a link to something private.
    let before = desk.bytes("store.zip");
    desk.put("private", "private");
    desk.put("store/inputs/1/note.txt", "private");
    desk.put("store/inputs/9/mine.ron", "private");
    #[cfg(unix)]
    std::os::unix::fs::symlink(desk.0.path().join("private"), desk.0.path().join("store/inputs/1/link"))
        .expect("linked");
    desk.says(0, "archive store --output noted.zip");
    assert!(desk.bytes("noted.zip") == before, "{:?}", desk.names("noted.zip"));
    // Shards, merged, hold the same.
    for shard in ["1/2", "2/2"] {
        let to = shard.replace('/', "-");
        desk.says(0, &format!("sweep own/experiments/small.ron --shard {shard} --output shard-{to} --quiet"));
    }
    desk.says(0, "merge shard-1-2 shard-2-2 --output merged --quiet");
    desk.says(0, "archive merged");
    let without_manifest = |name: &str| -> Vec<String> {
        desk.names(name).into_iter().filter(|name| name != "results/manifest.json").collect()
    };
    assert_eq!(without_manifest("merged.zip"), without_manifest("store.zip"));
    fs::remove_dir_all(desk.0.path().join("own")).expect("removed");
    let said = desk.in_folder("else", 0, "rerun ../store.zip --threads 1 --quiet");
    assert!(said.starts_with("every byte is equal: "), "{said}");
    let said = desk.in_folder("else", 2, "rerun ../store.zip --quiet");
    assert!(said.contains("is there already"), "{said}");
    desk.in_folder("else", 0, "rerun ../merged.zip --threads 2 --quiet");
    desk.says(0, "archive shard-2-2");
    desk.in_folder("else", 0, "rerun ../shard-2-2.zip --quiet");
    // A design somewhere else on the machine is not in the store.
    desk.put("far/rows.csv", "reaction,slip\n0,1\n");
    let far = desk.0.path().join("far/rows.csv");
    desk.put("near/mine.ron", "(base: \"orderly-20k\", title: \"Mine\", duration: 10)");
    desk.put("near/small.ron", &SWEEP.replace("rows.csv", &far.to_string_lossy()));
    desk.says(0, "sweep near/small.ron --output far-store --quiet");
    let said = desk.says(2, "archive far-store");
    assert!(said.contains("outside of it"), "{said}");
    // An archive that somebody has made by hand reads nothing of the machine either.
    let mut zip = ZipWriter::new(File::create(desk.0.path().join("by-hand.zip")).expect("a file"));
    let mut add = |name: &str, bytes: &[u8]| {
        zip.start_file(name, SimpleFileOptions::default()).expect("begun");
        zip.write_all(bytes).expect("written");
    };
    let mut head = Vec::new();
    let mut from = desk.zip("store.zip");
    from.by_name("archive.json").expect("a head").read_to_end(&mut head).expect("read");
    add("archive.json", &head);
    let root = desk.0.path().join("far-store");
    for (name, path) in drawdown_base::disk::below::files(&root).expect("a folder") {
        add(&format!("results/{name}"), &fs::read(path).expect("read"));
    }
    zip.finish().expect("finished");
    let said = desk.says(2, "rerun by-hand.zip --quiet --output never");
    assert!(said.contains("outside of it"), "{said}");
    assert!(!desk.0.path().join("never").exists());
}

#[test]
fn line_ends_of_any_machine_come_back() {
    let desk = Desk::new();
    let text = SWEEP.replace("\"mine\"", "\"orderly-20k\"").replace("Csv(\"rows.csv\")", "LatinHypercube(2)");
    desk.put("old.ron", &("\u{FEFF}".to_owned() + &text.replace('\n', "\r")));
    desk.says(0, "sweep old.ron --output store --quiet");
    desk.says(0, "archive store");
    let said = desk.says(0, "rerun store.zip --quiet");
    assert!(said.starts_with("every byte is equal: "), "{said}");
}

#[test]
fn only_what_was_read_of_what_ships_is_packed() {
    let desk = Desk::new();
    desk.put("floor-20k.ron", "(base: \"orderly-20k\", title: \"Mine\", personnel: 20000)");
    let run = "run floor-20k.ron -n 64 --design mc --no-figures --no-report --quiet --output run";
    desk.says(0, run);
    desk.says(0, "archive run");
    let names = desk.names("run.zip");
    let has = |name: &str| names.iter().any(|known| known == name);
    assert!(has("results/inputs/1/floor-20k.ron") && has("resolved/floor-20k.ron"), "{names:?}");
    assert!(has("shipped/orderly-20k.ron") && !has("shipped/floor-20k.ron"), "{names:?}");
}

#[test]
fn cite_has_the_version_and_the_file_of_the_repository() {
    let desk = Desk::new();
    let (said, file) = (desk.says(0, "cite"), desk.says(0, "cite --cff"));
    let version = env!("CARGO_PKG_VERSION");
    assert!(said.contains(&format!("Version {version}")) && said.contains("@software{drawdown,"), "{said}");
    let ours = include_str!("../CITATION.cff");
    assert!(file.starts_with(ours), "{file}");
    assert!(
        ours.contains(&format!("\nversion: {version}\n")),
        "the version of CITATION.cff is that of Cargo.toml"
    );
    assert!(ours.contains("- name: the drawdown developers"), "{ours}");
}
