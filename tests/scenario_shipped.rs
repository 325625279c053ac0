//! The shipped scenarios load, from the repository and from the binary alone, and say what they are meant to say.

use std::path::PathBuf;

use drawdown::scenario::{self, Scenario, address::Address, names::Name, resolved::Composition};

fn all() -> Vec<Scenario> {
    let stems: Vec<PathBuf> = scenario::shipped().iter().map(|(stem, _)| PathBuf::from(stem)).collect();
    match scenario::load(&stems, &[]) {
        Ok(all) => all,
        Err(found) => panic!("{found}"),
    }
}

fn number(scenario: &Scenario, name: Name) -> f64 {
    scenario.constant(&Address::plain(name)).unwrap_or(f64::NAN)
}

#[test]
fn the_binary_and_the_repository_hold_the_same() {
    let file = |(stem, _): &(&str, &str)| {
        let debated = !scenario::compared().iter().any(|(known, _)| known == stem);
        PathBuf::from(format!("scenarios/{}{stem}.ron", if debated { "debated/" } else { "" }))
    };
    let files: Vec<PathBuf> = scenario::shipped().iter().map(file).collect();
    let from_files = scenario::load(&files, &[]).unwrap_or_else(|found| panic!("{found}"));
    let compiled = all();
    assert_eq!((compiled.len(), scenario::compared().len()), (21, 12));
    for (a, b) in from_files.iter().zip(&compiled) {
        assert_eq!(a.id, b.id);
        assert_eq!(a.values.len(), b.values.len());
        for (address, value) in &a.values {
            assert_eq!(value.distribution, b.values[address].distribution, "{address}");
        }
    }
}

#[test]
fn manner_and_disposition_are_never_mixed_up() {
    for size in ["20k", "50k"] {
        let pair =
            scenario::load(&[format!("orderly-{size}").into(), format!("media-learned-{size}").into()], &[])
                .unwrap_or_else(|found| panic!("{found}"));
        let (orderly, media) = (&pair[0], &pair[1]);
        let differ: Vec<String> = orderly
            .values
            .iter()
            .filter(|(address, value)| value.distribution != media.values[*address].distribution)
            .map(|(address, _)| address.to_string())
            .collect();
        assert_eq!(differ, ["announced", "information"]);
        let notice = number(orderly, Name::Start) - number(orderly, Name::Announced);
        assert_eq!(notice, number(orderly, Name::FullNotice));
        assert_eq!(number(media, Name::Announced), number(media, Name::Start));
        assert_eq!((number(orderly, Name::Information), number(media, Name::Information)), (1.0, 0.0));
    }
    for manner in ["orderly", "media-learned"] {
        let pair =
            scenario::load(&[format!("{manner}-50k").into(), format!("{manner}-50k-pacific").into()], &[])
                .unwrap_or_else(|found| panic!("{found}"));
        let differ: Vec<String> = pair[0]
            .values
            .iter()
            .filter(|(address, value)| value.distribution != pair[1].values[*address].distribution)
            .map(|(address, _)| address.to_string())
            .collect();
        assert_eq!(differ, ["return_share[180]", "return_share[30]"]);
        assert!(pair[1].trigger.is_none());
    }
}

#[test]
fn every_name_has_a_value_for_every_id() {
    for scenario in all() {
        let count = |name: Name| scenario.values.keys().filter(|address| address.name == name).count();
        for &name in Name::ALL {
            let want = match name.spec().index {
                // With shares the number follows from them.
                scenario::names::Index::None if name == Name::Personnel => {
                    usize::from(!matches!(scenario.composition, Composition::Explicit(_)))
                }
                // None that ships says how many are left instead.
                scenario::names::Index::None if name == Name::DownTo => 0,
                scenario::names::Index::None => 1,
                scenario::names::Index::Domain => 13,
                scenario::names::Index::Tier => 3,
                scenario::names::Index::Ally => 29,
                scenario::names::Index::Element => 43,
                scenario::names::Index::DomainTier => 39,
                scenario::names::Index::DomainEnabler => 25,
                scenario::names::Index::ElementDomain => count(name),
                // Of 29 times 13 those who have none are not there.
                scenario::names::Index::AllyDomain => 247,
            };
            assert_eq!(count(name), want, "{} of {}", name.spec().name, scenario.id);
        }
        assert!(scenario.short_title.chars().count() <= 24, "{}", scenario.short_title);
        assert_eq!(
            scenario.warnings.len(),
            usize::from(["floor-20k", "four-brigades-to-three"].contains(&scenario.id.as_str())),
            "{:?}",
            scenario.warnings
        );
    }
}
