//! Whether a store is what its manifest says: every line of the list of parts against the manifest, and against what its
//! files themselves hold. `verify`, `sweep --resume` and `merge` all ask here.

use std::{collections::BTreeSet, path::Path};

use super::{
    MANIFEST, Manifest, PARTS, TABLES,
    journal::{Damage, PartLine, path_of},
    kept::experiment_of,
    parquet_file::contents,
};

/// What is wrong with each line of a list.
pub(super) fn lines(root: &Path, manifest: &Manifest, lines: &[PartLine]) -> Vec<Vec<Damage>> {
    let mut seen = BTreeSet::new();
    let one = |(number, line): (usize, &PartLine)| {
        let listed = |reason: String| Damage {
            part: Some(line.part),
            path: root.join(PARTS),
            reason: format!("line {}: {reason}", number + 1),
        };
        if !seen.insert(line.part) {
            return vec![listed("the part is listed twice".to_owned())];
        }
        match wrong_by_manifest(manifest, line) {
            Some(reason) => vec![listed(reason)],
            None => files(root, line, listed),
        }
    };
    lines.iter().enumerate().map(one).collect()
}

/// Lines that stand before one of an earlier part: a store appends in order, or writes the list anew.
pub(super) fn order(root: &Path, lines: &[PartLine]) -> Option<Damage> {
    let at = lines.windows(2).position(|pair| pair[0].part > pair[1].part)?;
    let (before, after) = (lines[at].part, lines[at + 1].part);
    let reason = format!("line {}: part {after} stands after part {before}", at + 2);
    Some(Damage { part: Some(after), path: root.join(PARTS), reason })
}

/// What the manifest of a complete store says of its state, where the parts say otherwise.
pub(super) fn state(root: &Path, manifest: &Manifest, lines: &[PartLine]) -> Option<Damage> {
    let done: u64 = lines.iter().map(|line| line.experiments).sum();
    let failed: u64 = lines.iter().map(|line| line.failed).sum();
    let whole = manifest.end - manifest.first;
    // Experiments that are missing are named by themselves.
    if !manifest.complete || done != whole || (manifest.done, manifest.failed) == (done, failed) {
        return None;
    }
    let reason = format!(
        "it says that the store is complete, with {} experiments of which {} failed; the parts have {done} of {whole}, of \
         which {failed} failed",
        manifest.done, manifest.failed
    );
    Some(Damage { part: None, path: root.join(MANIFEST), reason })
}

/// What in a line cannot be in a store of this manifest.
fn wrong_by_manifest(manifest: &Manifest, line: &PartLine) -> Option<String> {
    let expected = manifest.range_of(line.part);
    if line.range() != expected || expected.is_empty() {
        let (first, count) = (line.first, line.experiments);
        return Some(match expected.is_empty() {
            true => "no such part belongs in this store".to_owned(),
            false => format!(
                "{count} experiments from {first} on; part {} has {} from {} on",
                line.part,
                expected.end - expected.start,
                expected.start
            ),
        });
    }
    if line.failed > line.experiments {
        return Some(format!("{} of {} experiments failed", line.failed, line.experiments));
    }
    let wrong = |(table, file): (&&str, &super::journal::FileLine)| {
        let path = path_of(table, line.part);
        (file.path != path).then(|| format!("`{}` instead of `{path}`", file.path))
    };
    TABLES.iter().zip(&line.files).find_map(wrong).or_else(|| wrong_replicates(manifest, line))
}

/// What in the files of replicates of a line cannot be in a store of this manifest.
fn wrong_replicates(manifest: &Manifest, line: &PartLine) -> Option<String> {
    let found: Option<Vec<u64>> = line.replicates.iter().map(|file| experiment_of(&file.path)).collect();
    let expected = if manifest.keep_replicates.is_some() { line.experiments - line.failed } else { 0 };
    let fits = |found: &Vec<u64>| {
        found.len() as u64 == expected
            && found.iter().all(|number| line.range().contains(number))
            && found.is_sorted_by(|a, b| a < b)
    };
    let count = line.replicates.len();
    (!found.as_ref().is_some_and(fits)).then(|| {
        format!("{count} files of replicates that are not those of the {expected} experiments that have some")
    })
}

/// What in the files of a part is not what was written, or not what its line says.
fn files(root: &Path, line: &PartLine, listed: impl Fn(String) -> Damage) -> Vec<Damage> {
    let mut damage = Vec::new();
    for (table, file) in TABLES.iter().zip(&line.files) {
        let in_file = |reason| Damage { part: Some(line.part), path: root.join(&file.path), reason };
        let held = match file.read(root) {
            Ok(bytes) => contents(bytes),
            Err(reason) => {
                damage.push(in_file(reason));
                continue;
            }
        };
        let held = match held {
            Ok(held) => held,
            Err(error) => {
                damage.push(in_file(error.to_string()));
                continue;
            }
        };
        let rows = held.experiments.len() as u64;
        if rows != file.rows {
            damage.push(listed(format!("{} rows of {table}; the file has {rows}", file.rows)));
        }
        let in_range = |number: &i32| u64::try_from(*number).is_ok_and(|n| line.range().contains(&n));
        if !held.experiments.iter().all(in_range) || !held.experiments.is_sorted() {
            damage.push(in_file("it has rows of experiments of other parts, or not in order".to_owned()));
        } else if let Some(failed) = held.failed {
            // Of the table of experiments, which has one row of each.
            if rows != line.experiments || !held.experiments.is_sorted_by(|a, b| a < b) {
                damage.push(in_file(format!("it has {rows} rows of {} experiments", line.experiments)));
            } else if failed != line.failed {
                damage.push(listed(format!("{} experiments failed; in the file {failed}", line.failed)));
            }
        }
    }
    for file in &line.replicates {
        if let Err(reason) = file.read(root) {
            damage.push(Damage { part: Some(line.part), path: root.join(&file.path), reason });
        }
    }
    damage
}
