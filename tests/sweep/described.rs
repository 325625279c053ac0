//! What a store says of its experiments: tiers, failures, constants and options.

use drawdown::store::sweep::Manifest;

use super::{ints, reals, same, table, texts};
use crate::sweep_support::{SMALL, expect, file, folder, text};

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
