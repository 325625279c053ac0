//! Joins the stores of shards into the store of the whole sweep, byte for byte that of an unsharded run.

use std::{
    ops::Range,
    path::{Path, PathBuf},
};

use super::{columns::columns, remarks::failures, run::parts};
use crate::store::sweep::{
    Damage, Frame, Manifest, PartLine, Reading, Store, StoreError, TABLES,
    journal::FileLine,
    kept::experiment_of,
    manifest::{Shard, Timing},
    parquet_file::decode,
    reading::missing,
};

/// Why stores cannot be merged.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// A store cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The output is one of the stores.
    #[error("`{}` is one of the stores to be joined: choose another `--output`", .0.display())]
    Itself(PathBuf),
    /// Stores of different sweeps.
    #[error("`{a}` and `{b}` are of different sweeps: they differ in {what}")]
    Differ {
        /// A store.
        a: String,
        /// Another.
        b: String,
        /// In what.
        what: String,
    },
    /// Experiments are in no store.
    #[error("{}", missing_words(.0, .1))]
    Missing(Vec<Range<u64>>, Vec<Shard>),
    /// Files are not what was written.
    #[error("{}", damage_words(.0))]
    Damaged(Vec<Damage>),
}

/// Experiments in words: `12, 40-59`.
#[must_use]
pub fn ranges(ranges: &[Range<u64>]) -> String {
    /// Ranges that are named.
    const MOST: usize = 12;
    let one = |range: &Range<u64>| match range.end - range.start {
        1 => range.start.to_string(),
        _ => format!("{}-{}", range.start, range.end - 1),
    };
    let mut text = ranges.iter().take(MOST).map(one).collect::<Vec<_>>().join(", ");
    if ranges.len() > MOST {
        text += &format!(" and {} more stretches", ranges.len() - MOST);
    }
    text
}

fn missing_words(gaps: &[Range<u64>], shards: &[Shard]) -> String {
    let count: u64 = gaps.iter().map(|gap| gap.end - gap.start).sum();
    let shards = match shards.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => String::new(),
        named => format!("; they belong to shard {named}, to be run (on) with `--resume`"),
    };
    format!("{count} experiments are in none of the stores: {}{shards}", ranges(gaps))
}

/// Damaged files in words, a line each.
#[must_use]
pub fn damage_words(damage: &[Damage]) -> String {
    /// Lines at most.
    const MOST: usize = 20;
    let line = |it: &Damage| {
        let part = it.part.map(|part| format!("part {part}: ")).unwrap_or_default();
        format!("{part}`{}`: {}", it.path.display(), it.reason)
    };
    let mut lines: Vec<String> = damage.iter().take(MOST).map(line).collect();
    if damage.len() > MOST {
        lines.push(format!("and {} more", damage.len() - MOST));
    }
    lines.join("\n")
}

/// What a merge has done.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The manifest of the whole.
    pub manifest: Manifest,
    /// Parts taken over as they are.
    pub copied: u64,
    /// Parts put together of several.
    pub repacked: u64,
    /// Size of the data files.
    pub bytes: u64,
    /// Stores, the new one among them, on file systems that have no locks.
    pub unlocked: Vec<PathBuf>,
}

/// Where experiments are: store and part.
struct Piece<'a> {
    root: &'a Path,
    line: &'a PartLine,
}

/// Merges stores into one at `output`.
///
/// # Errors
/// When they are not of one sweep, when parts are damaged or experiments missing (then nothing is written), or when a
/// store cannot be read or written.
///
/// `progress` hears how many experiments are in the new store, of how many.
pub fn merge(inputs: &[&Path], output: &Path, progress: &dyn Fn(u64, u64)) -> Result<Merged, MergeError> {
    let place = output.canonicalize().ok();
    if let Some(itself) = inputs.iter().find(|input| place.is_some() && input.canonicalize().ok() == place) {
        return Err(MergeError::Itself(itself.to_path_buf()));
    }
    let stores: Vec<Reading> =
        inputs.iter().map(|root| Reading::open_locked(root)).collect::<Result<_, _>>()?;
    let first = &stores[0];
    for other in &stores[1..] {
        if let Some(what) = first.manifest.differs(&other.manifest) {
            let (a, b) = (first.root.display().to_string(), other.root.display().to_string());
            return Err(MergeError::Differ { a, b, what });
        }
    }
    let damage: Vec<Damage> = stores.iter().flat_map(Reading::damage).collect();
    if !damage.is_empty() {
        return Err(MergeError::Damaged(damage));
    }
    let mut pieces: Vec<Piece> = stores
        .iter()
        .flat_map(|store| store.parts.iter().map(|line| Piece { root: &store.root, line }))
        .collect();
    pieces.sort_by_key(|piece| (piece.line.first, std::cmp::Reverse(piece.line.experiments)));
    let whole = 0..first.manifest.experiments;
    let gaps = missing(whole.clone(), pieces.iter().map(|piece| piece.line.range()));
    if !gaps.is_empty() {
        let shards = incomplete(&stores, &gaps);
        return Err(MergeError::Missing(gaps, shards));
    }
    let manifest = Manifest {
        shard: None,
        first: whole.start,
        end: whole.end,
        complete: false,
        timings: Vec::new(),
        ..first.manifest.clone()
    };
    let (mut store, _) = Store::open(output, &manifest, true)?;
    let columns = columns(&manifest);
    let (mut copied, mut repacked) = (0, 0);
    for (part, range) in parts(whole, manifest.part_experiments) {
        if store.has(part) {
            continue;
        }
        if let Some(piece) =
            pieces.iter().find(|piece| piece.line.range() == range && piece.line.part == part)
        {
            let mut files = Vec::new();
            for (table, file) in TABLES.into_iter().zip(&piece.line.files) {
                files.push((table, read(piece.root, file)?, file.rows));
            }
            let kept = copy_replicates(&store, piece, &range)?;
            store.add_bytes(part, range, piece.line.failed, files, kept)?;
            copied += 1;
        } else {
            let mut frames = [&columns.experiments, &columns.outcomes].map(|it| Frame::new(it.clone()));
            let (mut next, mut kept) = (range.start, Vec::new());
            for piece in &pieces {
                let has = piece.line.range();
                if has.start <= next && next < has.end.min(range.end) {
                    let taken = next..has.end.min(range.end);
                    for (frame, file) in frames.iter_mut().zip(&piece.line.files) {
                        let bytes = read(piece.root, file)?;
                        let decoded = decode(bytes, &frame.columns).map_err(|error| StoreError::Damaged {
                            path: piece.root.join(&file.path),
                            reason: error.to_string(),
                        })?;
                        frame.extend(&decoded, taken.clone());
                    }
                    kept.extend(copy_replicates(&store, piece, &taken)?);
                    next = taken.end;
                }
            }
            store.add(part, range, failures(&frames[0]), [&frames[0], &frames[1]], kept)?;
            repacked += 1;
        }
        progress(store.done(), manifest.experiments);
    }
    let timings: Vec<Timing> = stores.iter().flat_map(|store| store.manifest.timings.clone()).collect();
    store.keep_inputs(&first.inputs()?)?;
    store.finish(timings)?;
    let inputs = stores.iter().map(|store| (store.root.as_path(), store.locked));
    let unlocked = inputs.chain([(store.root(), store.locked())]).filter(|(_, locked)| !locked);
    let unlocked = unlocked.map(|(root, _)| root.to_owned()).collect();
    Ok(Merged { manifest: store.manifest().clone(), copied, repacked, bytes: store.bytes(), unlocked })
}

/// Takes over the replicates of the experiments of a range that a piece has.
fn copy_replicates(store: &Store, piece: &Piece, range: &Range<u64>) -> Result<Vec<FileLine>, StoreError> {
    let wanted = |file: &&FileLine| experiment_of(&file.path).is_some_and(|number| range.contains(&number));
    let copied = piece.line.replicates.iter().filter(wanted).map(|file| {
        store.copy_replicates(file, &read(piece.root, file)?)?;
        Ok(file.clone())
    });
    copied.collect()
}

fn read(root: &Path, file: &FileLine) -> Result<Vec<u8>, StoreError> {
    file.read(root).map_err(|reason| StoreError::Damaged { path: root.join(&file.path), reason })
}

/// The shards, by what the stores say of their number, in which experiments are missing.
fn incomplete(stores: &[Reading], gaps: &[Range<u64>]) -> Vec<Shard> {
    let Some(of) = stores.iter().filter_map(|store| store.manifest.shard).map(|shard| shard.of).max() else {
        return Vec::new();
    };
    let experiments = stores[0].manifest.experiments;
    (1..=of)
        .map(|index| Shard { index, of })
        .filter(|shard| {
            let range = shard.range(experiments);
            gaps.iter().any(|gap| gap.start < range.end && range.start < gap.end)
        })
        .collect()
}
