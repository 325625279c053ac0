//! What a resolved scenario says of itself: its hash, `show`.

use drawdown::scenario::{self, show, show_diff, show_json, show_table};

use super::Folder;

#[test]
fn hash_is_of_the_meaning() {
    let text = "(personnel: 5000, start: 4, overrides: {\"pledge[DEU]\": 3, \"pledge[FRA]\": 3})";
    let other = "// a comment\n(overrides: {\"pledge[FRA]\": (value: 3.0, note: \"why\"), \"pledge[DEU]\": 3e0}, title: \"T\", start: 4, personnel: 5_000)";
    let folder = Folder::new(&[
        ("a.ron", text),
        ("b.ron", other),
        ("c.ron", "(base: \"a\")"),
        ("d.ron", "(base: \"a\", start: 5)"),
    ]);
    let hash = |name: &str| folder.one(name, &[]).hash();
    assert_eq!(hash("a.ron"), hash("b.ron"));
    assert_eq!(hash("a.ron"), hash("c.ron"));
    assert_ne!(hash("a.ron"), hash("d.ron"));
    assert_eq!(hash("d.ron"), folder.one("a.ron", &["start=5"]).hash());
    assert_eq!(hash("a.ron").len(), 64);
    let hashes: std::collections::BTreeSet<String> = scenario::shipped()
        .iter()
        .map(|(stem, _)| scenario::load(&[stem.into()], &[]).expect("shipped")[0].hash())
        .collect();
    assert_eq!(hashes.len(), 21);
}

#[test]
fn show_tells_everything() {
    let s = scenario::load(&["pacific-priority-40k".into()], &[]).expect("shipped").remove(0);
    let (table, json) = (show_table::table(&s), show_json::json(&s));
    for part in [
        "8 (2028 Q1)",
        "x 0.85",
        "IndoPacificPriority: x 0.85",
        "shipped/orderly-20k.ron:",
        "source: ",
        "note: ",
    ] {
        assert!(table.contains(part), "{part}");
    }
    assert_eq!(json["values"].as_array().map(Vec::len), Some(s.values.len()));
    for address in s.values.keys() {
        assert!(table.contains(&address.to_string()), "{address}");
    }
    let other = scenario::load(&["orderly-20k".into()], &[]).expect("shipped").remove(0);
    assert!(show_diff::diff((&s, &s.id), (&other, &other.id)).contains("personnel"));
    assert!(show_diff::diff((&s, &s.id), (&s, &s.id)).contains("do not differ"));
    assert_eq!((show::date(2026.0, -1.0), show::date(2026.0, 5.5)), ("2025 Q4".into(), "2027 Q2".into()));
}
