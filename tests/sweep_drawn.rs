//! Experiments in the input's own distributions, on a design's own seed, and back from a store as scenarios.

mod sweep_support;

use std::{fs, path::Path};

use drawdown::{
    experiment::{self, Resolver, read::Instead},
    store::sweep::{Reading, Values, parquet_file::decode},
    sweep::columns::columns,
};
use sweep_support::{SMALL, expect, file, folder, text};

fn errors(said: &str) -> usize {
    said.lines().filter(|line| line.starts_with("error")).count()
}

/// The values of a column of a store, in the order of the experiments.
fn column(store: &Path, name: &str) -> Vec<f64> {
    let store = Reading::open(store).expect("a store");
    let columns = columns(&store.manifest).experiments;
    let at = columns.iter().position(|column| column.name == name);
    let at = at.unwrap_or_else(|| panic!("no column {name} in {columns:?}"));
    let mut values = Vec::new();
    for part in &store.parts {
        let bytes = part.files[0].read(&store.root).expect("a file");
        match &decode(bytes, &columns).expect("a table").values[at] {
            Values::Real(numbers) => values.extend(numbers),
            other => panic!("{name}: {other:?}"),
        }
    }
    values
}

const DRAWN: &str = r#"(
    base: "orderly-20k",
    uncertainties: {"reaction": Drawn, "attainment[*]": Drawn, "threat_mid": Drawn(levels: 4)},
    scenarios: LatinHypercube(8),
    replicates: 64,
    outcomes: ["index_headline"],
)"#;

#[test]
fn what_is_drawn_goes_through_the_distribution_of_the_base() {
    use drawdown::inputs::quantile::cdf;
    use drawdown::scenario::{address::Address, load, names::Name};
    let folder = folder();
    let path = file(folder.path(), DRAWN);
    let store = folder.path().join("store");
    expect(0, &["sweep", text(&path), "--output", text(&store), "--no-report"]);
    let base = load(&["orderly-20k".into()], &[]).expect("a scenario").remove(0);
    let strata = |quantiles: Vec<f64>| {
        let mut strata: Vec<u64> = quantiles.iter().map(|u| (u * 8.0) as u64).collect();
        strata.sort_unstable();
        strata
    };
    // Each eighth of the input's own distribution once: a range would crowd some of them.
    let reaction = &base.values[&Address::plain(Name::Reaction)].distribution;
    let values = column(&store, "uncertainty_reaction_fraction_of_the_way");
    assert_eq!(strata(values.iter().map(|x| cdf(reaction, *x)).collect()), (0..8).collect::<Vec<_>>());
    // The ends of the columns are those of the distributions.
    let ends = |name: &str| {
        let manifest = Reading::open(&store).expect("a store").manifest;
        let info = manifest.parameters.into_iter().find(|info| info.name == name).expect("a parameter");
        (info.low.expect("an end"), info.high.expect("an end"))
    };
    assert_eq!((ends("reaction"), ends("attainment[*]")), (reaction.support(), (0.0, 1.0)));
    let quantiles = column(&store, "uncertainty_attainment_all_quantile");
    assert_eq!(strata(quantiles.clone()), (0..8).collect::<Vec<_>>());
    // Every ally at that quantile of its own, fixed within the experiment.
    let experiments = experiment::load(&path, Instead::default()).expect("an experiment file");
    let mut resolver = Resolver::new(&experiments).expect("a base");
    for (number, u) in quantiles.iter().enumerate() {
        let scenario = resolver.scenario(number as u64).expect("a scenario");
        for ally in &base.allies {
            let address = Address::one(Name::Attainment, &ally.id);
            let fixed = scenario.constant(&address).expect("a number");
            assert!((cdf(&base.values[&address].distribution, fixed) - u).abs() < 1e-9, "{address}");
        }
    }
    // A full factorial takes the middles of equally likely parts, and a CSV file quantiles.
    let levels = DRAWN.replace("Drawn,", "Drawn(levels: 2),").replace("LatinHypercube(8)", "FullFactorial");
    let path = file(folder.path(), &levels);
    let experiments = experiment::load(&path, Instead::default()).expect("an experiment file");
    assert_eq!(experiments.len(), 16);
    assert_eq!(experiments.setting(15), [0.75, 0.75, 0.875]);
    fs::write(folder.path().join("rows.csv"), "reaction,attainment[*],threat_mid\n0.5,0.25,0.125\n")
        .expect("written");
    let path = file(folder.path(), &DRAWN.replace("LatinHypercube(8)", "Csv(\"rows.csv\")"));
    assert_eq!(experiment::load(&path, Instead::default()).expect("a file").setting(0), [0.5, 0.25, 0.125]);
    fs::write(folder.path().join("rows.csv"), "reaction,attainment[*],threat_mid\n1,0.25,0.125\n")
        .expect("written");
    assert!(expect(2, &["sweep", text(&path)]).contains("a quantile of its distribution, between 0 and 1"));
    // What the base does not draw, what a decision maker sets, designs without levels.
    let bad = |from: &str, to: &str, words: &str| {
        let path = file(folder.path(), &DRAWN.replacen(from, to, 1));
        let said = expect(2, &["sweep", text(&path), "--dry-run"]);
        assert!(said.contains("small.ron:3:") && said.contains(words), "{to}: {said}");
        assert_eq!(errors(&said), 1, "{said}");
    };
    bad("\"reaction\"", "\"personnel\"", "`personnel` is not drawn in the base");
    bad("\"reaction\"", "\"disposition\"", "`disposition` is not drawn in the base");
    bad("levels: 4", "levels: 1", "expected a whole number from 2");
    bad("levels: 4", "level: 4", "did you mean `levels`?");
    bad("uncertainties", "levers: {\"slip\": Drawn}, uncertainties", "the lever `slip` is drawn");
    let path = file(folder.path(), &DRAWN.replace("LatinHypercube(8)", "FullFactorial"));
    assert!(expect(2, &["sweep", text(&path)]).contains("`reaction` has no levels"));
}

#[test]
fn the_design_may_have_a_seed_of_its_own() {
    let folder = folder();
    let load = |text: &str, seed: Option<u64>| {
        let path = file(folder.path(), text);
        experiment::load(&path, Instead { seed, ..Instead::default() }).expect("an experiment file")
    };
    let own = SMALL.replacen("part: 4", "design_seed: 7, part: 4", 1);
    let (plain, seven) = (load(SMALL, None), load(SMALL, Some(7)));
    let (apart, again) = (load(&own, None), load(&own, Some(3)));
    // The settings are those of the design's seed, the draws those of the other.
    assert_eq!((apart.seed, again.seed), (plain.seed, 3));
    assert!(apart.rows == seven.rows && again.rows == seven.rows && apart.rows != plain.rows);
    let identities = [&plain, &seven, &apart, &again].map(|it| it.identity());
    assert!((0..4).all(|i| (0..i).all(|j| identities[i] != identities[j])), "{identities:?}");
}

#[test]
fn an_experiment_comes_back_as_a_scenario() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    // Constants, fields and addresses, options, choices, what is drawn for all allies at once, a base that does not ship.
    fs::write(at("mine.ron"), "(base: \"orderly-50k\", title: \"Mine\", duration: 10)").expect("written");
    let path = file(
        folder.path(),
        &SMALL
            .replacen(
                "base: \"orderly-20k\",",
                "base: \"mine\", constants: {\"pledge[ESP]\": 3.5, \"stay\": {\"enablers\": 1}},",
                1,
            )
            .replacen("\"reaction\": Range(low: -0.2, high: 0.6)", "\"attainment[*]\": Drawn", 1)
            .replacen("\"manner\"", "\"disposition\": Levels([Earmarked, IndoPacific]), \"manner\"", 1),
    );
    let store = at("store");
    expect(0, &["sweep", text(&path), "--output", text(&store), "--no-report"]);
    let read = Reading::open(&store).expect("a store");
    for number in [0, 9, 30, 47] {
        let to = at(&format!("row-{number}.ron"));
        let said = expect(0, &["new", text(&to), "--experiment", &format!("{}:{number}", text(&store))]);
        assert!(!said.contains("warning"), "{said}");
        let row = drawdown::sweep::row::row(&read, number).expect("a row");
        if row.reason.is_none() {
            let scenario = drawdown::scenario::load(&[to], &[]).expect("a scenario").remove(0);
            assert_eq!(Some(scenario.hash()), row.hash, "{number}: {}", row.text);
        }
    }
    let refused = |to: &str, number: &str, words: &str| {
        let said = expect(2, &["new", text(&at(to)), "--experiment", &format!("{}{number}", text(&store))]);
        assert!(said.contains(words), "{said}");
    };
    refused("row-9.ron", ":9", "is there already");
    refused("other.ron", ":48", "numbered from 0 to 47");
    refused("other", ":1", "one file, `NAME.ron`");
    // Under the name of its base it would be its own base.
    fs::create_dir(at("deeper")).expect("made");
    refused("deeper/mine.ron", ":1", "would be its own base");
    assert!(!at("deeper/mine.ron").exists());
    refused("other.ron", "", "expected a store and the number");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let to = elsewhere.path().join("row.ron");
    let said = expect(2, &["new", text(&to), "--experiment", &format!("{}:1", text(&store))]);
    assert!(said.contains("inputs/1/mine.ron") && !to.exists(), "{said}");
}

#[test]
fn an_option_that_the_sweep_lacks_is_not_left_out() {
    use drawdown::store::{durable::Listed, sweep::parquet_file::encode};
    let folder = folder();
    let path = file(folder.path(), SMALL);
    let store = folder.path().join("store");
    expect(0, &["sweep", text(&path), "--output", text(&store), "--no-report"]);
    let read = Reading::open(&store).expect("a store");
    drawdown::sweep::row::row(&read, 1).expect("a row");
    // The file of a part with an option that the sweep does not have, listed as if it had been written so.
    let columns = columns(&read.manifest).experiments;
    let old = &read.parts[0].files[0];
    let mut table = decode(old.read(&store).expect("a file"), &columns).expect("a table");
    let at = columns.iter().position(|column| column.name == "lever_manner");
    let Values::Text(options) = &mut table.values[at.expect("a column")] else { panic!("texts") };
    options[1] = Some("neither".into());
    let bytes = encode(&table).expect("encoded");
    fs::write(store.join(&old.path), &bytes).expect("written");
    let list = fs::read_to_string(store.join("parts.jsonl")).expect("a list");
    let list = list.replacen(&old.sha256, &Listed::of(&bytes).sha256, 1).replacen(
        &format!("\"bytes\":{}", old.bytes),
        &format!("\"bytes\":{}", bytes.len()),
        1,
    );
    fs::write(store.join("parts.jsonl"), list).expect("written");
    let to = folder.path().join("row.ron");
    let row = |code: i32, number: u64| {
        expect(code, &["new", text(&to), "--experiment", &format!("{}:{number}", text(&store))])
    };
    let said = row(2, 1);
    assert!(said.contains("experiment 1 has no setting in `lever_manner`"), "{said}");
    assert!(!to.exists());
    row(0, 2);
}

#[test]
fn a_new_scenario_is_not_its_own_base() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    for arguments in [vec!["orderly-20k.ron"], vec!["media-learned-50k.ron", "--from", "media-learned-50k"]] {
        let to = at(arguments[0]);
        let said = expect(2, &[&["new", text(&to)], &arguments[1..]].concat());
        assert!(said.contains("would be its own base") && !to.exists(), "{said}");
    }
    let to = at("orderly-20k.ron");
    expect(0, &["new", text(&to), "--from", "media-learned-50k"]);
    expect(0, &["check", text(&to)]);
}
