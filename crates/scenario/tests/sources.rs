//! Sources with values that are set in them alone.

use drawdown_scenario::scenario::{Scenario, Source, diagnostic::Code, load_sources};

fn base() -> Source {
    Source::Named("orderly-20k".into())
}

fn set(id: Option<&str>, of: Source, sets: &[&str]) -> Source {
    let sets = sets.iter().map(|&text| text.to_owned()).collect();
    Source::Set { id: id.map(str::to_owned), of: Box::new(of), sets }
}

fn loaded(sources: &[Source], sets: &[&str]) -> Vec<Scenario> {
    let sets: Vec<String> = sets.iter().map(|&text| text.to_owned()).collect();
    load_sources(sources, &sets).expect("scenarios").0
}

#[test]
fn values_are_set_in_one_source_alone_as_on_the_command_line() {
    let once = set(Some("once"), base(), &["linkage=0.3"]);
    let twice = set(Some("twice"), once.clone(), &["reaction=0"]);
    let found = loaded(&[base(), once, twice], &[]);
    assert_eq!(found.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["orderly-20k", "once", "twice"]);
    let [plain] = &loaded(&[base()], &[])[..] else { panic!("one") };
    let [linkage] = &loaded(&[base()], &["linkage=0.3"])[..] else { panic!("one") };
    let [both] = &loaded(&[base()], &["linkage=0.3", "reaction=0"])[..] else { panic!("one") };
    for (one, alone) in found.iter().zip([plain, linkage, both]) {
        let one = Scenario { id: alone.id.clone(), ..one.clone() };
        assert_eq!((one.hash(), &one.title), (alone.hash(), &alone.title));
    }
    // What is set in all is set in them too.
    let own = loaded(&[set(None, base(), &["linkage=0.3"])], &["reaction=0"]);
    assert_eq!(own[0].hash(), both.hash());
}

#[test]
fn what_is_wrong_there_has_its_place() {
    let found = load_sources(&[set(None, base(), &["linkage=0.3", "linkge=1"])], &[]).expect_err("refused");
    let error = found.errors().next().expect("an error");
    let place = found.place(error.span.expect("a place"));
    assert_eq!((error.code, place.file.as_str(), place.column), (Code::Misspelt, "--set", 1));
    let same = load_sources(&[base(), set(None, base(), &["linkage=0.3"])], &[]).expect_err("refused");
    assert_eq!(same.errors().next().map(|error| error.code), Some(Code::Twice));
}
