//! Shipped files with bytes and tokens deleted, doubled and swapped.

use std::fs;

use drawdown::scenario::{
    self,
    shipped::{reference, shipped},
};
use proptest::prelude::*;

use super::inside;

/// One way to damage a text; places are fractions of its length.
#[derive(Clone, Debug)]
enum Damage {
    Delete(f64, usize),
    Insert(f64, Vec<u8>),
    Replace(f64, u8),
    SwapTokens(f64, f64),
    CutOff(f64),
}

fn damage() -> impl Strategy<Value = Damage> {
    let bits = prop::sample::select(vec![
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "\"",
        "'",
        "\\",
        "/*",
        "//",
        "#",
        "r#\"",
        "-",
        "1e400",
        "NaN",
        "inf",
        "Some(",
        "Pert(low: 3, mode: 2, high: 1)",
        "None",
        "\"2027 Q1\"",
        "\"2026 Q",
        "Any([",
        "Amounts({Host(\"DEU\"): 12000})",
        "Proportional(spare: [Host(\"POL\")])",
        "down_to: 64000,",
        "[*]",
        "0",
        "é",
        "\u{FEFF}",
        "\r\n",
        "\t",
        "base: \"x\",",
        "value",
        "=",
    ]);
    prop_oneof![
        (0.0..1.0, 1usize..40).prop_map(|(at, count)| Damage::Delete(at, count)),
        (0.0..1.0, bits).prop_map(|(at, text)| Damage::Insert(at, text.as_bytes().to_vec())),
        (0.0..1.0, prop::collection::vec(any::<u8>(), 1..4))
            .prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (0.0..1.0, any::<u8>()).prop_map(|(at, byte)| Damage::Replace(at, byte)),
        (0.0..1.0, 0.0..1.0).prop_map(|(a, b)| Damage::SwapTokens(a, b)),
        (0.0..1.0).prop_map(Damage::CutOff),
    ]
}

fn apply(mut text: Vec<u8>, damage: &[Damage]) -> Vec<u8> {
    for step in damage {
        let place = |at: f64, text: &[u8]| (at * text.len() as f64) as usize;
        match step {
            Damage::Delete(at, count) => {
                let from = place(*at, &text);
                let to = (from + count).min(text.len());
                text.drain(from..to);
            }
            Damage::Insert(at, bytes) => {
                let from = place(*at, &text);
                text.splice(from..from, bytes.iter().copied());
            }
            Damage::Replace(at, byte) => {
                let from = place(*at, &text);
                if let Some(there) = text.get_mut(from) {
                    *there = *byte;
                }
            }
            Damage::SwapTokens(a, b) => {
                let text_now = String::from_utf8_lossy(&text).into_owned();
                let mut tokens: Vec<&str> =
                    text_now.split_inclusive([' ', '\n', ',', ':', '(', ')']).collect();
                if !tokens.is_empty() {
                    let (a, b) = ((a * tokens.len() as f64) as usize, (b * tokens.len() as f64) as usize);
                    tokens.swap(a, b);
                }
                text = tokens.concat().into_bytes();
            }
            Damage::CutOff(at) => text.truncate(place(*at, &text)),
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_scenarios(which in 0usize..12, damage in prop::collection::vec(damage(), 1..5)) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("case.ron");
        fs::write(&path, apply(shipped()[which].1.as_bytes().to_vec(), &damage)).expect("written");
        if let Err(found) = scenario::load(&[path], &[]) {
            inside(&found);
        }
    }

    #[test]
    fn damaged_sets(set in "[a-z_]{1,12}(\\[[A-Za-z0-9_,]{0,12}\\]?)?=?[ -~é]{0,24}") {
        if let Err(found) = scenario::load(&["no-drawdown".into()], &[set]) {
            inside(&found);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_reference_data(which in 0usize..4, damage in prop::collection::vec(damage(), 1..3)) {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("reference");
        fs::create_dir(&inner).expect("a folder");
        for (index, (name, text)) in reference().iter().enumerate() {
            let text = text.as_bytes().to_vec();
            let text = if index == which { apply(text, &damage) } else { text };
            fs::write(inner.join(name), text).expect("written");
        }
        let path = folder.path().join("case.ron");
        fs::write(&path, "(personnel: 1000)").expect("written");
        if let Err(found) = scenario::load(&[path], &[]) {
            inside(&found);
        }
    }
}
