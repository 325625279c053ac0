//! A report is made again from its folder alone, with the same bytes, whatever the folder answers; it says what was edited.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn drawdown(here: &Path, arguments: &str) -> Output {
    let program = env!("CARGO_BIN_EXE_drawdown");
    let output = Command::new(program).current_dir(here).args(arguments.split_whitespace()).output();
    output.expect("the program starts")
}

fn done(here: &Path, arguments: &str) -> String {
    let output = drawdown(here, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const SWEEP: &str = r#"(
    title: "Size <by> reaction",
    base: "orderly-20k",
    levers: {"personnel": Levels([20000, 50000])},
    uncertainties: {"reaction": Range(low: -0.2, high: 0.6)},
    constants: {"slip": 0},
    policies: FullFactorial,
    scenarios: LatinHypercube(4),
    replicates: 64,
)"#;

#[test]
fn of_every_folder_that_is_no_run() {
    let place = tempfile::tempdir().expect("a folder");
    let here = place.path();
    fs::write(here.join("small.ron"), SWEEP).expect("written");
    for (asked, folder, edited) in [
        ("require orderly-20k no-drawdown -n 64", "required", Some("required.json")),
        (
            "invest orderly-20k pacific-priority-40k -n 64 --budget 10 --step 5 --options isr,people",
            "invested",
            Some("invest.json"),
        ),
        ("validate -n 1024", "validated", Some("summary.json")),
        ("hindcast -n 64", "past", Some("tables/scores.csv")),
        ("sweep small.ron", "store", None),
    ] {
        done(here, &format!("{asked} --quiet --output {folder}"));
        let read = |file: &str| fs::read_to_string(here.join(file)).expect("a report");
        let first = read(&format!("{folder}/report.html"));
        assert!(first.starts_with("<!DOCTYPE html>") && !first.contains("<by>"), "{folder}");
        done(here, &format!("report {folder} --output again.html"));
        assert!(first == read("again.html"), "{folder}: the report that is made again is another");
        // Its figures, too: those that are there, and no others.
        if folder != "store" {
            done(here, &format!("plot {folder} --output drawn-{folder}"));
            let drawn = |place: String| -> Vec<(String, Vec<u8>)> {
                let mut files: Vec<_> = fs::read_dir(here.join(place)).expect("figures").flatten().collect();
                files.sort_by_key(fs::DirEntry::file_name);
                let of = |file: &fs::DirEntry| {
                    (
                        file.file_name().to_string_lossy().into_owned(),
                        fs::read(file.path()).expect("a figure"),
                    )
                };
                files.iter().map(of).collect()
            };
            let first = drawn(format!("{folder}/figures"));
            assert!(
                !first.is_empty() && first == drawn(format!("drawn-{folder}")),
                "{folder}: other figures"
            );
            let turned = drawdown(here, &format!("plot {folder} --tier 10"));
            assert_eq!(
                turned.status.code(),
                Some(2),
                "{folder}: {}",
                String::from_utf8_lossy(&turned.stderr)
            );
        }
        // In its place, and without pictures.
        done(here, &format!("report {folder} --no-figures --output words.html"));
        assert!(!read("words.html").contains("data:image/png"), "{folder}");
        let said = done(here, &format!("report {folder}"));
        assert!(first == read(&format!("{folder}/report.html")) && !said.contains("edited"), "{said}");
        if let Some(edited) = edited {
            let file = here.join(folder).join(edited);
            fs::write(&file, fs::read_to_string(&file).expect("a file") + "\n").expect("written");
            let said = done(here, &format!("report {folder}"));
            assert!(said.contains("not as the run has written"), "{said}");
            assert!(read(&format!("{folder}/report.html")).contains("Beware. "), "{folder}");
        }
        // A table of numbers sorts by numbers.
        assert!(first.contains("data-v="), "{folder}");
    }
}

#[test]
fn the_report_of_a_store_is_that_of_its_shards_merged() {
    let place = tempfile::tempdir().expect("a folder");
    let here = place.path();
    fs::write(here.join("small.ron"), SWEEP).expect("written");
    done(here, "sweep small.ron --quiet --output whole");
    for shard in 1..=2 {
        done(here, &format!("sweep small.ron --quiet --shard {shard}/2 --output shard-{shard}"));
        assert!(!here.join(format!("shard-{shard}/report.html")).exists());
    }
    done(here, "merge shard-1 shard-2 --quiet --output merged");
    let report = |store: &str| fs::read(here.join(store).join("report.html")).expect("a report");
    assert!(report("whole") == report("merged"));
    done(here, "sweep small.ron --quiet --no-report --output without");
    assert!(!here.join("without/report.html").exists());
    done(here, "require orderly-20k -n 8 --quiet --no-report --no-figures --output required");
    assert!(!here.join("required/report.html").exists());
    let asked =
        "invest orderly-20k -n 16 --budget 10 --step 10 --options isr --quiet --no-report --no-figures";
    done(here, &format!("{asked} --output invested"));
    assert!(here.join("invested/invest.json").exists());
    assert!(["report.html", "figures"].iter().all(|file| !here.join("invested").join(file).exists()));
}
