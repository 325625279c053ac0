//! So many people from each place.

use drawdown::scenario::{names::Name, show};

use super::{down_to::leave, each_is_found_at_its_place, fails, fine, load, plain, says};

/// People of elements of the reference data.
fn people(id: &str) -> f64 {
    let scenario = fine("()", &[]);
    let address = drawdown::scenario::address::Address::one(Name::UsPersonnel, id);
    scenario.constant(&address).expect("a number")
}

#[test]
fn so_many_leave_from_each_place_and_nobody_else() {
    let scenario = fine(
        "(base: \"orderly-20k\", composition: Amounts({Host(\"DEU\"): 12000, Host(\"ITA\"): 2000}))",
        &[],
    );
    assert_eq!(plain(&scenario, Name::Personnel), None);
    assert!((leave(&scenario) - 14_000.0).abs() < 1e-6);
    let folder = tempfile::tempdir().expect("a folder");
    let run = folder.path().join("run");
    let file = folder.path().join("two.ron");
    std::fs::write(
        &file,
        "(base: \"orderly-20k\", title: \"x\", short_title: \"x\", composition: Amounts({Host(\"DEU\"): 12000, Host(\"ITA\"): 2000}))",
    )
    .expect("written");
    let (file, run) = (file.display().to_string(), run.display().to_string());
    says(&["run", &file, "-n", "1024", "-o", &run, "--no-figures", "--no-report", "--no-causes"]);
    let hosts = std::fs::read_to_string(format!("{run}/scenarios.json")).expect("there");
    assert!(hosts.contains("12,000 of those in Germany and 2,000 of those in Italy"), "{hosts}");
}

#[test]
fn amounts_are_the_same_as_their_shares() {
    let part = people("2cr") / 2.0;
    let amounts = format!("composition=Amounts({{Id(\"2cr\"): {part}}})");
    let [amounts, shares] = [amounts.as_str(), "composition=Explicit({\"2cr\": 0.5})"]
        .map(|set| fine("(base: \"orderly-20k\")", &[set]));
    assert!((leave(&amounts) - part).abs() < 1e-6 && (leave(&shares) - part).abs() < 1e-6);
    // A floor multiplies all of them.
    let floor = fine(
        "(base: \"orderly-20k\", composition: Amounts({Host(\"DEU\"): 12000}), troop_floor: 80000)",
        &[],
    );
    assert!((leave(&floor) - 2_179.0).abs() < 1e-6, "{}", leave(&floor));
}

#[test]
fn where_a_draw_has_fewer_all_of_them_leave() {
    let text = "(base: \"orderly-20k\", overrides: {\"us_personnel[2cr]\": Uniform(low: 0, high: 8000)}, composition: Amounts({Id(\"2cr\"): 8000}))";
    let mean = leave(&fine(text, &[]));
    assert!((mean - 4_000.0).abs() < 500.0, "{mean}");
}

#[test]
fn personnel_may_agree_with_the_amounts_and_not_contradict_them() {
    let of = "composition: Amounts({Host(\"DEU\"): 12000, Host(\"ITA\"): 2000})";
    let agreed = fine(&format!("(personnel: 14000, {of})"), &[]);
    assert_eq!(agreed.hash(), fine(&format!("({of})"), &[]).hash());
    each_is_found_at_its_place(&[
        (
            &format!("(@personnel: 20000, {of})"),
            "`personnel` is 20,000, and the Amounts add up to 14,000",
            "leave it out",
        ),
        (
            &format!("(@personnel: Uniform(low: 1, high: 2), {of})"),
            "personnel beside a composition of Amounts",
            "",
        ),
        (
            &format!("(@down_to: 64000, {of})"),
            "down_to beside a composition of Amounts",
            "leave one of them out",
        ),
    ]);
    assert!(fails(&format!("({of})"), &["personnel=20000"]).contains("add up to 14,000"));
    // What a base says gives way.
    let over = load(&format!("(base: \"orderly-50k\", {of})"), &[]).expect("allowed");
    assert_eq!(plain(&over, Name::Personnel), None);
}

#[test]
fn more_than_a_place_holds_is_said_with_what_it_holds() {
    each_is_found_at_its_place(&[
        ("(composition: Amounts({Id(\"2cr\"): @90000}))", "troops of `Id(\"2cr\")`", "it holds 2cr ("),
        ("(composition: Amounts({Host(\"DEU\"): 1, Host(\"POL\"): @50000}))", "50,000 of ", "it holds "),
        (
            "(composition: Amounts({Host(\"DEU\"): 1000, Id(@\"2cr\"): 10}))",
            "both choose `2cr`",
            "chosen once",
        ),
        ("(composition: Amounts({Host(@\"XXX\"): 10}))", "no element has the host `XXX`", ""),
        ("(composition: Amounts({Host(\"DEU\"): @-1}))", "an amount of people is -1", "at least 0"),
        (
            "(composition: Amounts({Host(\"DEU\"): @\"all\"}))",
            "an amount of people: found a text",
            "a number",
        ),
        ("(composition: Amounts({@\"DEU\": 10}))", "selector: found a text", "Host("),
        ("(composition: @Amounts({}))", "Amounts without a place", "Host(\"DEU\"): 12000"),
        ("(composition: @Amounts([]))", "takes one map of people by selector", ""),
    ]);
    let warned = |text: &str| load(text, &[]).expect("allowed").warnings.join("; ");
    assert!(warned("(composition: Amounts({Host(\"DEU\"): 0}))").contains("nobody leaves"));
    assert!(warned("(composition: Amounts({Host(\"DEU\"): 12.000}))").contains("write 12000"));
}

#[test]
fn what_show_prints_is_read_again() {
    for text in [
        "Amounts({Host(\"DEU\"): 12000, Any([Host(\"ITA\"), Host(\"ESP\")]): 2000.5})",
        "Priority([Any([Host(\"DEU\"), Host(\"ITA\")]), Id(\"2cr\")])",
        "Priority(first: [Domain(\"isr\")], spare: [Host(\"POL\"), Host(\"ROU\")])",
        "Proportional(spare: [Any([Host(\"POL\"), Service(\"navy\")])])",
        "Proportional",
        "Explicit({\"2cr\": 0.5})",
    ] {
        let scenario = fine(&format!("(composition: {text})"), &[]);
        assert_eq!(show::composition(&scenario.composition), text);
        let again = fine(&format!("(composition: {})", show::composition(&scenario.composition)), &[]);
        assert_eq!(again.hash(), scenario.hash(), "{text}");
    }
}
