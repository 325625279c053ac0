//! Sweeps: the same bytes whatever the threads, interruptions and shards; damage, locks and failures named; the values of
//! `drawdown run`.

mod bytes;
mod damage;
mod described;
mod kept;
#[path = "../sweep_support/mod.rs"]
mod sweep_support;
mod values;

use std::{collections::BTreeMap, fs, path::Path};

use drawdown::{
    store::sweep::{Frame, Manifest, Reading, Values, parquet_file::decode},
    sweep::columns::columns,
};

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
