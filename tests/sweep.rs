//! Sweeps: the same bytes whatever the threads, interruptions and shards; damage, locks and failures named; the values of
//! `drawdown run`.

mod sweep_support;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::AtomicBool,
    time::Duration,
};

use drawdown::{
    analysis::{estimates::Run, rows::labels},
    engine::{
        accumulate::Slot,
        plan::Plan,
        run::{Options, run},
    },
    experiment::{self, Resolver, read::Instead},
    model::cells::Arms,
    store::sweep::{Frame, Manifest, Reading, Values, parquet_file::decode},
    sweep::describe::columns,
};
use sweep_support::{SMALL, expect, file, folder, text};

/// What must be the same in two stores: all files, the manifest but for its timings.
fn contents(store: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for table in ["experiments", "outcomes"] {
        for entry in fs::read_dir(store.join(table)).expect("a table") {
            let path = entry.expect("an entry").path();
            let name = format!("{table}/{}", path.file_name().expect("a name").to_string_lossy());
            all.insert(name, fs::read(&path).expect("a file"));
        }
    }
    all.insert("parts.jsonl".into(), fs::read(store.join("parts.jsonl")).expect("parts"));
    let mut manifest = Manifest::read(store).expect("it reads").expect("a manifest");
    manifest.timings.clear();
    all.insert("manifest".into(), serde_json::to_vec(&manifest).expect("JSON"));
    all
}

fn same(a: &Path, b: &Path) {
    let (a, b) = (contents(a), contents(b));
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (name, bytes) in &a {
        assert!(bytes == &b[name], "{name} differs");
    }
}

/// The table of a store, all parts together.
fn table(store: &Path, which: usize) -> Frame {
    let reading = Reading::open(store).expect("a store");
    let columns = columns(&reading.manifest);
    let columns = [columns.experiments, columns.outcomes][which].clone();
    let mut whole = Frame::new(columns.clone());
    for part in &reading.parts {
        let bytes = part.files[which].read(store).expect("whole");
        whole.extend(&decode(bytes, &columns).expect("a table"), 0..u64::MAX);
    }
    whole
}

fn column<'a>(frame: &'a Frame, name: &str) -> &'a Values {
    let at = frame.columns.iter().position(|column| column.name == name);
    &frame.values[at.unwrap_or_else(|| panic!("no column {name}"))]
}

fn texts<'a>(frame: &'a Frame, name: &str) -> Vec<Option<&'a str>> {
    let Values::Text(values) = column(frame, name) else { panic!("{name} is no text") };
    values.iter().map(|value| value.as_deref()).collect()
}

fn ints(frame: &Frame, name: &str) -> Vec<Option<i32>> {
    let Values::Int(values) = column(frame, name) else { panic!("{name} is no integer") };
    values.clone()
}

fn reals<'a>(frame: &'a Frame, name: &str) -> &'a [f64] {
    let Values::Real(values) = column(frame, name) else { panic!("{name} is no number") };
    values
}

#[test]
fn threads_give_the_same_bytes_and_failures_are_rows() {
    let folder = folder();
    let file = file(folder.path(), SMALL);
    let stores = ["1", "2", "3"].map(|threads| {
        let store = folder.path().join(threads);
        let said = expect(0, &["sweep", text(&file), "--threads", threads, "--output", text(&store)]);
        assert!(said.contains("24 experiments of 96 replicates"), "{said}");
        assert!(said.contains("4 failed") && said.contains("small.ron:4:44"), "{said}");
        store
    });
    same(&stores[0], &stores[1]);
    same(&stores[0], &stores[2]);
    expect(0, &["verify", text(&stores[0])]);

    let experiments = table(&stores[0], 0);
    assert_eq!(ints(&experiments, "experiment"), (0..24).map(Some).collect::<Vec<_>>());
    assert_eq!(ints(&experiments, "policy")[..8], [0, 1, 2, 3, 4, 5, 0, 1].map(Some));
    assert_eq!(ints(&experiments, "scenario")[..8], [0, 0, 0, 0, 0, 0, 1, 1].map(Some));
    let (status, reason) = (texts(&experiments, "status"), texts(&experiments, "reason"));
    for row in 0..24 {
        let asked = reals(&experiments, "lever_personnel_people")[row];
        let fails = asked > 90_000.0 && texts(&experiments, "lever_manner")[row] == Some("orderly");
        assert_eq!(status[row], Some(if fails { "failed" } else { "done" }));
        assert_eq!(reason[row].is_some(), fails);
    }
    let reason = reason[4].expect("a reason");
    assert!(
        reason.starts_with("small.ron:4:44") && reason.contains("99000"),
        "it points at the level: {reason}"
    );
    let outcomes = table(&stores[0], 1);
    let there: std::collections::BTreeSet<_> = ints(&outcomes, "experiment").into_iter().flatten().collect();
    assert!(there.iter().all(|number| status[*number as usize] == Some("done")));
    assert_eq!(there.len(), 20);
    let manifest = Manifest::read(&stores[0]).expect("it reads").expect("a manifest");
    assert_eq!((manifest.done, manifest.failed, manifest.complete), (24, 4, true));
}

#[test]
fn headlines_are_those_of_the_tier_of_the_base_in_every_experiment() {
    let folder = folder();
    let file = file(
        folder.path(),
        &SMALL.replace(
            "\"personnel\": Levels([20000, 50000, 99000])",
            "\"reporting_tier\": Levels([10, 30, 180]), \"personnel\": Levels([50000])",
        ),
    );
    let store = folder.path().join("store");
    expect(0, &["sweep", text(&file), "--output", text(&store)]);
    let manifest = Manifest::read(&store).expect("it reads").expect("a manifest");
    let headline = manifest.headlines.iter().find(|it| it.column == "scenario_index_headline_fraction");
    assert_eq!(headline.expect("a headline").tier_days, Some(30));
    let (experiments, outcomes) = (table(&store, 0), table(&store, 1));
    let means = reals(&experiments, "scenario_index_headline_fraction_mean");
    let (names, arms) = (texts(&outcomes, "outcome"), texts(&outcomes, "arm"));
    let (numbers, tiers) = (ints(&outcomes, "experiment"), ints(&outcomes, "tier_days"));
    let row = |experiment: usize, tier| {
        (0..outcomes.rows()).find(|&row| {
            numbers[row] == Some(experiment as i32)
                && names[row] == Some("index_headline")
                && arms[row] == Some("scenario")
                && tiers[row] == Some(tier)
        })
    };
    let mean = |experiment, tier| reals(&outcomes, "mean")[row(experiment, tier).expect("a row")];
    assert_eq!(means.len(), 24);
    for (experiment, found) in means.iter().enumerate() {
        assert_eq!(found.to_bits(), mean(experiment, 30).to_bits(), "experiment {experiment}");
        assert_ne!(mean(experiment, 30), mean(experiment, 10));
        assert_ne!(mean(experiment, 30), mean(experiment, 180));
    }
}

#[test]
fn when_every_experiment_fails_so_does_the_command() {
    let folder = folder();
    // Of each input under 1 % of the draws are out of range, of three together more.
    let draws = "\"commitment\": Levels([Normal(mean: 0.7, sd: 0.128), Normal(mean: 0.7, sd: 0.127)])";
    let others = "base: \"orderly-20k\",\n    constants: {\"efficiency\": Normal(mean: 0.7, sd: 0.128), \"reliability\": Normal(mean: 0.7, sd: 0.128)},";
    let text_of_file = SMALL
        .replace("base: \"orderly-20k\",", others)
        .replace("\"personnel\": Levels([20000, 50000, 99000])", draws)
        .replace("replicates: 96", "replicates: 384");
    let file = file(folder.path(), &text_of_file);
    let [store, one, two, merged] = ["store", "one", "two", "merged"].map(|name| folder.path().join(name));
    let said = expect(1, &["sweep", text(&file), "--output", text(&store)]);
    assert!(said.contains("every experiment failed") && said.contains("more than 1 %"), "{said}");
    assert!(said.contains("16 failed") && said.contains("of 384 replicates drew"), "{said}");
    // Its store is whole, and says so of each. A shard may be one in which all fail.
    expect(0, &["verify", text(&store)]);
    expect(0, &["sweep", text(&file), "--shard", "1/2", "--output", text(&one)]);
    expect(0, &["sweep", text(&file), "--shard", "2/2", "--output", text(&two)]);
    let said = expect(1, &["merge", text(&one), text(&two), "--output", text(&merged)]);
    assert!(said.contains("every experiment failed"), "{said}");
    same(&store, &merged);
}

#[test]
fn a_store_says_what_constants_and_options_set() {
    let folder = folder();
    let constants = "base: \"orderly-20k\",\n    constants: {\"efficiency\": 0.9, \"return_share[*]\": Beta(alpha: 2, beta: 2)},";
    let varied = SMALL.replace("base: \"orderly-20k\",", constants);
    let path = file(folder.path(), &varied);
    let store = folder.path().join("store");
    expect(0, &["sweep", text(&path), "--output", text(&store)]);
    let manifest = Manifest::read(&store).expect("it reads").expect("a manifest");
    assert_eq!(manifest.constants["efficiency"], "0.9");
    assert_eq!(manifest.constants["return_share[180]"], "Beta(alpha: 2, beta: 2)");
    assert_eq!(
        manifest.constants.keys().map(String::as_str).collect::<Vec<_>>(),
        ["efficiency", "return_share[10]", "return_share[180]", "return_share[30]"]
    );
    let media = &manifest.options["lever_manner"]["media"];
    assert_eq!((media["announced"].as_str(), media["information"].as_str()), ("8", "0"));
    assert_eq!((manifest.options.len(), manifest.options["lever_manner"].len()), (1, 2));
    // Where another sweep differs in them, it is said.
    let resume = |from: &str, to: &str, words: &str| {
        assert!(varied.contains(from), "{from}");
        let path = file(folder.path(), &varied.replace(from, to));
        let said = expect(2, &["sweep", text(&path), "--resume", "--output", text(&store)]);
        assert!(said.contains(&format!("differs in {words};")), "{said}");
    };
    resume("0.9", "0.8", "the constants");
    resume("\"announced\": 8", "\"announced\": 7", "what the options set");
}

#[test]
fn killed_at_random_moments_and_resumed_it_is_the_same() {
    let folder = folder();
    let text_of_many = SMALL.replace("LatinHypercube(4)", "LatinHypercube(20)").replace("96", "256");
    let file = file(folder.path(), &text_of_many);
    let (unbroken, broken) = (folder.path().join("unbroken"), folder.path().join("broken"));
    let started = std::time::Instant::now();
    expect(0, &["sweep", text(&file), "--output", text(&unbroken)]);
    let whole = started.elapsed();
    let (mut kills, mut random) = (0, 0x2545_F491_4F6C_DD1D_u64);
    for round in 0..40 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_drawdown"))
            .args(["--quiet", "sweep", text(&file), "--resume", "--output", text(&broken)])
            .args(["--threads", ["1", "2", "3"][round % 3]])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let part = (random % 1000) as f64 / 1000.0;
        std::thread::sleep(whole.mul_f64(0.05 + 0.4 * part));
        if child.try_wait().expect("a state").is_some() {
            break;
        }
        child.kill().expect("killed");
        child.wait().expect("gone");
        kills += 1;
    }
    assert!(kills >= 2, "only {kills} kills came in time");
    expect(0, &["sweep", text(&file), "--resume", "--output", text(&broken)]);
    same(&unbroken, &broken);
    // Nothing half-written is left beside.
    for table in ["experiments", "outcomes", "."] {
        for entry in fs::read_dir(broken.join(table)).expect("a table") {
            let name = entry.expect("an entry").file_name();
            assert!(!name.to_string_lossy().ends_with(".new"), "{name:?} is left");
        }
    }
}

#[test]
fn resume_computes_only_what_is_missing() {
    let folder = folder();
    let file = file(folder.path(), SMALL);
    let store = folder.path().join("store");
    expect(0, &["sweep", text(&file), "--resume", "--output", text(&store)]);
    let before = contents(&store);
    let said = expect(0, &["sweep", text(&file), "--resume", "--output", text(&store), "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!((said["computed"].as_u64(), said["experiments"].as_u64()), (Some(0), Some(24)));
    fs::remove_file(store.join("outcomes/part-00003.parquet")).expect("removed");
    let said = expect(0, &["sweep", text(&file), "--resume", "--output", text(&store), "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(said["computed"].as_u64(), Some(4));
    assert!(contents(&store) == before);
}

#[test]
fn seven_shards_merge_into_the_unsharded_bytes() {
    let folder = folder();
    let file = file(folder.path(), SMALL);
    let whole = folder.path().join("whole");
    expect(0, &["sweep", text(&file), "--output", text(&whole)]);
    let shards: Vec<PathBuf> = (1..=7)
        .map(|index| {
            let store = folder.path().join(format!("shard-{index}"));
            let shard = format!("{index}/7");
            expect(0, &["sweep", text(&file), "--shard", &shard, "--output", text(&store), "--threads", "1"]);
            expect(0, &["verify", text(&store)]);
            store
        })
        .collect();
    let merged = folder.path().join("merged");
    let merge = |stores: &[&PathBuf], code| {
        let stores: Vec<&str> = stores.iter().map(|store| text(store)).collect();
        expect(code, &[&["merge"], &stores[..], &["--output", text(&merged)]].concat())
    };
    // Without two of them: what is missing is named, and nothing is written.
    let some: Vec<&PathBuf> =
        shards.iter().filter(|s| !s.ends_with("shard-3") && !s.ends_with("shard-6")).collect();
    let said = merge(&some, 1);
    assert!(
        said.contains("7 experiments") && said.contains("6-9, 17-19") && said.contains("3/7, 6/7"),
        "{said}"
    );
    assert!(!merged.exists());
    // In any order, and again.
    let mut all: Vec<&PathBuf> = shards.iter().collect();
    all.rotate_left(3);
    all.swap(0, 5);
    let said = merge(&all, 0);
    assert!(said.contains("put together"), "{said}");
    same(&whole, &merged);
    let timings = |store: &Path| Manifest::read(store).expect("it reads").expect("a manifest").timings;
    let before = timings(&merged);
    assert_eq!(before.len(), 7);
    merge(&all, 0);
    same(&whole, &merged);
    assert_eq!(timings(&merged), before);
    // Into one of themselves.
    let itself = folder.path().join("shard-2").join(".");
    let said = expect(2, &["merge", text(&shards[0]), text(&shards[1]), "--output", text(&itself)]);
    assert!(said.contains("shard-2") && said.contains("one of the stores to be joined"), "{said}");
    // A shard that is not whole, and stores of different sweeps.
    let damaged = shards[2].join("outcomes/part-00001.parquet");
    let bytes = fs::read(&damaged).expect("bytes");
    fs::write(&damaged, &bytes[..bytes.len() - 1]).expect("written");
    fs::remove_dir_all(&merged).expect("removed");
    let said = merge(&all, 1);
    assert!(
        said.contains("shard-3/outcomes/part-00001.parquet") && said.contains("bytes instead of"),
        "{said}"
    );
    let other = folder.path().join("other");
    expect(0, &["sweep", text(&file), "--seed", "2", "--output", text(&other)]);
    let said = merge(&[&shards[0], &other], 2);
    assert!(said.contains("the seed"), "{said}");
}

#[test]
fn damage_is_named_by_verify_and_mended_by_resume() {
    let folder = folder();
    let file = file(folder.path(), SMALL);
    let (good, store) = (folder.path().join("good"), folder.path().join("store"));
    expect(0, &["sweep", text(&file), "--output", text(&good)]);
    expect(0, &["sweep", text(&file), "--output", text(&store)]);
    for (number, name) in
        ["outcomes/part-00000.parquet", "experiments/part-00002.parquet", "outcomes/part-00005.parquet"]
            .into_iter()
            .enumerate()
    {
        let path = store.join(name);
        let mut bytes = fs::read(&path).expect("bytes");
        match number {
            0 => bytes.truncate(bytes.len() / 2),
            1 => {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
            }
            _ => *bytes.last_mut().expect("bytes") ^= 0x80,
        }
        fs::write(&path, bytes).expect("written");
        let said = expect(1, &["verify", text(&store)]);
        assert!(said.contains(name), "{said}");
        expect(0, &["sweep", text(&file), "--resume", "--output", text(&store)]);
        same(&good, &store);
    }
    // A list of parts that ends in half a line, as a power cut leaves it.
    let parts = store.join("parts.jsonl");
    let whole = fs::read(&parts).expect("bytes");
    fs::write(&parts, &whole[..whole.len() - 40]).expect("written");
    let said = expect(1, &["verify", text(&store)]);
    assert!(said.contains("20-23") && said.contains("half a line"), "{said}");
    expect(0, &["sweep", text(&file), "--resume", "--output", text(&store)]);
    same(&good, &store);
    // A list with a line that is none.
    fs::write(&parts, b"{\"part\": 0}\n").expect("written");
    let said = expect(1, &["verify", text(&store)]);
    assert!(said.contains("parts.jsonl") && said.contains("line 1"), "{said}");
    // A part without its files.
    let line = "{\"part\": 0, \"first\": 0, \"experiments\": 24, \"failed\": 0, \"files\": []}\n";
    fs::write(&parts, line).expect("written");
    let said = expect(1, &["verify", text(&store)]);
    assert!(said.contains("line 1: 0 files instead of 2"), "{said}");
}

#[test]
fn what_is_there_is_left_alone() {
    let folder = folder();
    let file = file(folder.path(), SMALL);
    let store = folder.path().join("store");
    let sweep = |more: &[&str], code| {
        expect(code, &[&["sweep", text(&file), "--output", text(&store)], more].concat())
    };
    fs::create_dir(&store).expect("a folder");
    fs::write(store.join("thesis.txt"), "precious").expect("written");
    assert!(sweep(&[], 2).contains("no store of a sweep"));
    assert!(sweep(&["--resume"], 2).contains("no store of a sweep"));
    fs::remove_file(store.join("thesis.txt")).expect("removed");
    // A study with folders of the same names as ours.
    fs::create_dir(store.join("experiments")).expect("a folder");
    fs::write(store.join("experiments/mine.ron"), "precious").expect("written");
    assert!(sweep(&[], 2).contains("no store of a sweep"));
    assert!(!store.join("outcomes").exists());
    fs::remove_file(store.join("experiments/mine.ron")).expect("removed");
    // What a sweep that ended before its manifest was there may have left.
    fs::write(store.join("experiments/.part-00000.parquet.77-0.new"), "half").expect("written");
    sweep(&[], 0);
    let before = contents(&store);
    assert!(sweep(&[], 2).contains("--resume"));
    assert!(sweep(&["--resume", "--seed", "2"], 2).contains("the seed"));
    assert!(sweep(&["--resume", "-n", "64"], 2).contains("the number of replicates"));
    assert!(sweep(&["--resume", "--shard", "1/2"], 2).contains("the shard"));
    // Another process at work.
    let lock = fs::File::options().append(true).open(store.join("lock")).expect("the lock");
    lock.lock().expect("locked");
    assert!(sweep(&["--resume"], 1).contains("another process"));
    let merged = folder.path().join("merged");
    let said = expect(1, &["merge", text(&store), "--output", text(&merged)]);
    assert!(said.contains("another process"), "{said}");
    expect(0, &["verify", text(&store)]);
    drop(lock);
    assert!(contents(&store) == before);
    // Other formats.
    let manifest = fs::read_to_string(store.join("manifest.json")).expect("a manifest");
    for format in ["0", "1", "3"] {
        let other = manifest.replace("\"format\": 2", &format!("\"format\": {format}"));
        fs::write(store.join("manifest.json"), other).expect("written");
        assert!(expect(2, &["verify", text(&store)]).contains(&format!("format {format}")));
        assert!(sweep(&["--resume"], 2).contains(&format!("format {format}")));
    }
}

#[test]
#[cfg(unix)]
fn a_file_system_that_takes_no_more_loses_nothing() {
    let folder = folder();
    let file = file(folder.path(), &SMALL.replace("[20000, 50000, 99000]", "[99000, 20000, 50000]"));
    let (good, store) = (folder.path().join("good"), folder.path().join("store"));
    expect(0, &["sweep", text(&file), "--output", text(&good)]);
    // Files may not grow beyond a size at which the first parts, in which an experiment fails, still fit.
    let sizes: Vec<u64> = (0..6)
        .map(|part| {
            fs::metadata(good.join(format!("outcomes/part-{part:05}.parquet"))).expect("a part").len()
        })
        .collect();
    let (first, largest) = (sizes[0], *sizes.iter().max().expect("parts"));
    assert!(first + 1024 < largest, "{sizes:?}");
    let command = format!(
        "trap '' XFSZ; ulimit -f {}; exec {} --quiet sweep {} --output {}",
        largest / 1024,
        env!("CARGO_BIN_EXE_drawdown"),
        text(&file),
        text(&store)
    );
    let output = Command::new("bash").args(["-c", &command]).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("cannot write") && said.contains("kept") && said.contains("--resume"), "{said}");
    let reading = Reading::open(&store).expect("a store");
    assert!(!reading.parts.is_empty() && reading.parts.len() < 6, "{} parts", reading.parts.len());
    assert_eq!(reading.damage(), []);
    expect(0, &["sweep", text(&file), "--resume", "--output", text(&store)]);
    same(&good, &store);
}

#[test]
#[cfg(unix)]
fn interrupted_it_says_how_to_go_on() {
    let folder = folder();
    let file = file(folder.path(), &SMALL.replace("replicates: 96", "replicates: 20000"));
    let store = folder.path().join("store");
    let child = Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .args(["sweep", text(&file), "--output", text(&store)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    while !store.join("manifest.json").exists() {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(300));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("--resume"), "{said}");
}

/// Every number of a store is that of the scenario run alone by the whole engine.
fn equals_runs(text_of_file: &str) {
    let folder = folder();
    let file = file(folder.path(), text_of_file);
    let store = folder.path().join("store");
    expect(0, &["sweep", text(&file), "--output", text(&store)]);
    let experiments = experiment::load(&file, Instead::default()).expect("an experiment file");
    let mut resolver = Resolver::new(&experiments).expect("a base");
    let outcomes = table(&store, 1);
    let numbers = ints(&outcomes, "experiment");
    let columns = ["mean", "se", "lower", "upper", "p05", "p25", "p50", "p75", "p95"]
        .map(|name| reals(&outcomes, name));
    let (arms, names, domains) =
        (texts(&outcomes, "arm"), texts(&outcomes, "outcome"), texts(&outcomes, "domain"));
    let (tiers, years) = (ints(&outcomes, "tier_days"), ints(&outcomes, "year"));
    let stop = AtomicBool::new(false);
    let mut compared = 0;
    for number in 0..experiments.len() {
        let Ok(scenario) = resolver.scenario(number) else { continue };
        let scenarios = [scenario];
        let plan = Plan::with_design(&scenarios, experiments.seed, experiments.sampling).expect("a plan");
        let options = Options {
            replicates: experiments.replicates,
            threads: 2,
            stop: &stop,
            progress: &|_| {},
            looks: None,
            keep: None,
        };
        // More than 1 % of the replicates failed.
        let Ok(results) = run(&plan, &options) else { continue };
        let found = Run { scenarios: &scenarios, plan: &plan, results: &results };
        let mut expected = BTreeMap::new();
        for section in plan.cells.sections.iter().filter(|s| experiments.wanted.outcomes.contains(&s.outcome))
        {
            for cell in 0..section.len {
                let row = labels(&plan, &scenarios[0], section, cell).expect("a row");
                for slot in Slot::ALL {
                    let known = found.accumulated(0);
                    let Some(estimate) = known.estimate(section, slot, cell) else { continue };
                    let arm = if section.arms == Arms::NoArm { "-" } else { slot.name() };
                    let interval =
                        known.known().interval(section, slot, cell).filter(|_| section.probability);
                    let (lower, upper) = interval.filter(|_| estimate.n > 0).unwrap_or((f64::NAN, f64::NAN));
                    let quantiles = known.quantiles(section, slot, cell).unwrap_or([f64::NAN; 5]);
                    let values = [&[estimate.mean, estimate.se, lower, upper][..], &quantiles].concat();
                    let key = (
                        arm.to_owned(),
                        row.outcome.clone(),
                        row.domain.clone(),
                        row.tier,
                        row.year,
                        row.quarter,
                    );
                    expected.insert(key, values);
                }
            }
        }
        let quarters = ints(&outcomes, "quarter");
        for row in (0..outcomes.rows()).filter(|&row| numbers[row] == Some(number as i32)) {
            let key = (
                arms[row].unwrap_or("-").to_owned(),
                names[row].expect("a name").to_owned(),
                domains[row].map(str::to_owned),
                tiers[row].map(|tier| tier as u32),
                years[row],
                quarters[row].map(|quarter| quarter as usize),
            );
            let values = expected.get(&key).unwrap_or_else(|| panic!("{key:?} is no outcome"));
            for (column, value) in columns.iter().zip(values) {
                let (ours, theirs) = (column[row], *value);
                assert!(
                    ours.to_bits() == theirs.to_bits() || ours.is_nan() && theirs.is_nan(),
                    "{number} {key:?}: {ours} instead of {theirs}"
                );
            }
            compared += 1;
        }
    }
    assert!(compared > 1000, "only {compared} rows were compared");
}

#[test]
fn values_are_those_of_a_run() {
    equals_runs(SMALL);
}

#[test]
fn values_are_those_of_a_run_with_every_arm_a_trigger_and_another_sampling() {
    let text = SMALL
        .replace("\"orderly-20k\"", "\"pacific-priority-40k\"")
        .replace("replicates: 96", "replicates: 1024, sampling: Sobol")
        .replace(
            "[\"scenario\", \"counterfactual\", \"attributable\"]",
            "[\"direct\", \"induced\", \"direct_effect\", \"scenario\"]",
        )
        .replace("LatinHypercube(4)", "LatinHypercube(2)")
        .replace(
            "\"money\",",
            "\"money\", \"money_share\", \"index\", \"first_quarter\", \"trigger_effect\",",
        );
    equals_runs(&text);
}

#[test]
fn invalid_replicates_of_one_experiment_disturb_no_other() {
    // Some draws of the second option are out of range, of the third's three inputs together too many.
    let some = "\"commitment\": Normal(mean: 0.7, sd: 0.125)";
    let others =
        "\"efficiency\": Normal(mean: 0.7, sd: 0.128), \"reliability\": Normal(mean: 0.7, sd: 0.128)";
    let varied = SMALL
        .replace(
            "\"personnel\": Levels([20000, 50000, 99000])",
            &format!("\"chance\": Options({{\"none\": {{}}, \"some\": {{{some}}}, \"many\": {{{some}, {others}}}}})"),
        )
        .replace("replicates: 96", "replicates: 640");
    equals_runs(&varied);
    let folder = folder();
    let file = file(folder.path(), &varied);
    let store = folder.path().join("store");
    expect(0, &["sweep", text(&file), "--output", text(&store)]);
    let experiments = table(&store, 0);
    let (status, reasons) = (texts(&experiments, "status"), texts(&experiments, "reason"));
    let valid = ints(&experiments, "replicates_valid");
    assert_eq!(valid[0], Some(640));
    let some = valid[2].expect("a number");
    assert!((630..640).contains(&some), "{some} valid");
    assert_eq!((status[4], valid[4]), (Some("failed"), Some(0)));
    assert!(reasons[4].expect("a reason").contains("more than 1 %"));
}
