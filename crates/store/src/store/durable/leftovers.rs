//! What a process that was killed has left beside a place: drafts, folders moved aside, locks.
//!
//! A draft `.NAME.TOKEN.part` belongs to whoever holds the lock of `.NAME.TOKEN.lock`. Where that is free its process is
//! dead, on whatever machine it was; where the file is missing, or the file system has no locks, nobody can tell, and what
//! is there is left alone. The lock names, by the hashes of their manifests, the folders that its process was about to
//! replace or to put in place: those, and no others that it may have caught, are dissolved.

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use super::{Kind, MANIFEST, MARK, Standing, carry::dissolve, judge};
use crate::disk::{self, keep, lock::Lock, rename};

/// Files that a draft may hold before it has a manifest, and folders with the endings of their files.
const FILES: [&str; 15] = [
    MANIFEST,
    MARK,
    "summary.json",
    "scenarios.json",
    "required.json",
    "invest.json",
    "briefing.md",
    "report.html",
    "inputs.csv",
    "shocks.csv",
    "cuts.csv",
    "supply.csv",
    "delivery.csv",
    "quarters.csv",
    "allies.csv",
];
const FOLDERS: [(&str, &[&str]); 2] = [("tables", &["csv"]), ("figures", &["png", "svg"])];

/// The draft of a place for a token.
pub(super) fn draft_of(target: &Path, token: &OsStr) -> PathBuf {
    let mut after = OsString::from(".");
    after.push(token);
    after.push(".part");
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(after);
    target.with_file_name(name)
}

/// The lock of a draft, or of what was moved aside for it.
pub(super) fn lock_of(draft: &Path) -> PathBuf {
    draft.with_extension("lock")
}

/// The tokens of what lies beside a place.
fn tokens(target: &Path) -> BTreeSet<OsString> {
    let before = {
        let mut name = OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(".");
        name.into_encoded_bytes()
    };
    let token = |name: OsString| -> Option<OsString> {
        let bytes = name.into_encoded_bytes();
        let rest = std::str::from_utf8(bytes.strip_prefix(&before[..])?).ok()?;
        let token = [".part.old", ".part", ".old", ".lock"].iter().find_map(|end| rest.strip_suffix(end))?;
        let digits = token.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        (digits && token.starts_with(|c: char| c.is_ascii_digit())).then(|| token.into())
    };
    fs::read_dir(disk::parent(target))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|e| token(e.file_name()))
        .collect()
}

/// Clears what dead processes have left beside a place. A folder that one of them had moved aside comes back.
pub(super) fn clear(target: &Path, kind: Kind, remarks: &mut Vec<String>) {
    for token in tokens(target) {
        let draft = draft_of(target, &token);
        // An earlier drawdown moved what it replaced to the latter.
        let asides = [disk::beside(&draft, "", ".old"), draft.with_extension("old")];
        let lock = lock_of(&draft);
        let dead = if fs::symlink_metadata(&lock).is_ok() {
            match disk::lock::alone(&lock) {
                Ok(Lock::Held(file)) => Some(file),
                Ok(Lock::Busy) => continue,
                Ok(Lock::None(_)) | Err(_) => None,
            }
        } else {
            None
        };
        // The rename that was to follow would have made the place whole again: this does.
        for aside in asides.iter().filter(|aside| aside.is_dir()) {
            if matches!(judge(aside, kind), Ok(Standing::Ours(_)))
                && rename::without_replacing(aside, target).is_ok()
            {
                remarks.push(format!(
                    "`{}` was put back: a process that was killed had moved it aside",
                    target.display()
                ));
            }
        }
        let left: Vec<&PathBuf> = [&draft].into_iter().chain(&asides).filter(|path| path.is_dir()).collect();
        if dead.is_none() {
            for path in left {
                remarks.push(format!(
                    "`{}` may belong to a process on another machine and is left alone; remove it if none is at work",
                    path.display()
                ));
            }
            continue;
        }
        let ours = disk::read::text(&lock, 1 << 12).unwrap_or_default();
        let ours: Vec<&str> = ours.lines().collect();
        for path in left {
            clear_draft(path, target, kind, &ours, remarks);
        }
        let _ = fs::remove_file(&lock);
    }
}

/// Writes into the lock of a draft that a folder, by the hash of its manifest, may go should it be found under the draft's
/// name. Where that cannot be written, more is kept.
pub(super) fn may_go(lock: &mut File, fingerprint: &str) {
    let _ = writeln!(lock, "{fingerprint}");
}

/// Clears a draft that nobody works on, or what it replaced, if that is one of `ours` by the hash of its manifest. Files
/// in it that are not known to be ours move to the place, or get a name that is seen.
pub(super) fn clear_draft(path: &Path, target: &Path, kind: Kind, ours: &[&str], remarks: &mut Vec<String>) {
    if path.join(MARK).is_file() {
        clear_half(path);
    } else if let Ok(Standing::Ours(known)) = judge(path, kind)
        && known.files.is_some()
    {
        // A whole result is never cleared away for nothing: it takes a place that is free, or is kept beside it.
        match judge(target, kind) {
            Ok(Standing::Ours(_)) if ours.contains(&known.fingerprint.as_str()) => {
                return dissolve(path, target, Some(&known), remarks);
            }
            Ok(Standing::Empty)
                if fs::remove_dir(target).is_ok() && rename::without_replacing(path, target).is_ok() =>
            {
                remarks.push(format!(
                    "`{}` was put back: a process that was killed had moved it aside",
                    target.display()
                ));
                return;
            }
            _ => {}
        }
    }
    if fs::remove_dir(path).is_err()
        && path.exists()
        && let Ok(kept) = keep(path, target, "kept")
    {
        remarks
            .push(format!("`{}` holds files that a process that was killed had moved aside", kept.display()));
    }
}

/// Removes what a draft without a list can hold.
fn clear_half(path: &Path) {
    for (folder, endings) in FOLDERS {
        let folder = path.join(folder);
        for file in fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let ending = file.extension().and_then(OsStr::to_str);
            if ending.is_some_and(|ending| endings.contains(&ending)) || is_half(&file) {
                let _ = fs::remove_file(file);
            }
        }
        let _ = fs::remove_dir(folder);
    }
    for name in FILES {
        let _ = fs::remove_file(path.join(name));
    }
    for entry in fs::read_dir(path).into_iter().flatten().flatten().filter(|entry| is_half(&entry.path())) {
        let _ = fs::remove_file(entry.path());
    }
}

/// Whether a file was being written, by its name.
fn is_half(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().as_encoded_bytes();
    name.starts_with(b".") && name.ends_with(b".new")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::durable::Draft;

    fn start(target: &Path) -> Draft {
        Draft::start(target, Kind::Run, "--output").expect("a draft")
    }

    /// What a killed process leaves: everything but the lock that it held.
    fn killed(draft: Draft) {
        let kept = draft.path().with_extension("kept");
        fs::rename(draft.path(), &kept).expect("moved");
        let (path, lock) = (draft.path().to_owned(), lock_of(draft.path()));
        drop(draft);
        fs::rename(kept, path).expect("moved");
        File::create_new(lock).expect("made");
    }

    /// The lock of a dead process that was about to replace, or to put in place, what a folder holds.
    fn lock_of_dead(folder: &Path) {
        let manifest = fs::read(folder.join(MANIFEST)).expect("a manifest");
        may_go(&mut File::create_new(lock_of(folder)).expect("made"), &crate::digest::sha256(manifest));
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("one").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn finish(draft: Draft, text: &str) {
        fs::write(draft.path().join("summary.json"), text).expect("written");
        let done =
            draft.finish(|files| serde_json::json!({ "program": "drawdown", "kind": "run", "files": files }));
        assert_eq!(done.expect("finished").displaced, None);
    }

    #[test]
    fn drafts_of_the_living_stay_and_those_of_the_dead_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        let first = start(&target);
        fs::write(first.path().join("summary.json"), "half").expect("written");
        let second = start(&target);
        assert_ne!(first.path(), second.path());
        assert!(first.path().join("summary.json").exists(), "a living process keeps its draft");
        fs::create_dir(second.path().join("tables")).expect("made");
        fs::write(second.path().join("tables/a.csv"), "half").expect("written");
        killed(second);
        let third = start(&target);
        assert_eq!(names(folder.path()).len(), 4, "{:?}", names(folder.path()));
        finish(third, "whole");
        drop(first);
        assert_eq!(names(folder.path()), ["out"]);
    }

    #[test]
    fn what_is_not_surely_dead_is_left_alone_and_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        // Of an earlier drawdown, on whatever machine.
        let other = folder.path().join(".out.4194304.part");
        fs::create_dir(&other).expect("made");
        fs::write(other.join("summary.json"), "half").expect("written");
        let mut draft = start(&target);
        assert!(draft.take_remarks().concat().contains(".out.4194304.part"));
        finish(draft, "whole");
        assert!(other.join("summary.json").exists());
    }

    #[test]
    fn a_folder_that_was_moved_aside_comes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        for aside in [".out.77.old", ".out.77.part.old"] {
            finish(start(&target), "whole");
            fs::write(target.join("slides.txt"), "mine").expect("written");
            fs::rename(&target, folder.path().join(aside)).expect("moved");
            let mut draft = start(&target);
            assert!(draft.take_remarks().concat().contains("put back"));
            assert!(target.join("slides.txt").exists());
            finish(draft, "new");
            assert_eq!(names(folder.path()), ["out"], "{aside}");
            assert!(target.join("slides.txt").exists());
        }
    }

    #[test]
    fn killed_after_the_swap_the_files_of_others_move_along_with_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        finish(start(&target), "old");
        fs::write(target.join("slides.txt"), "mine").expect("written");
        let old = draft_of(&target, OsStr::new("78"));
        fs::rename(&target, &old).expect("moved");
        finish(start(&target), "new");
        lock_of_dead(&old);
        finish(start(&target), "newer");
        assert_eq!(names(folder.path()), ["out"]);
        assert_eq!(fs::read_to_string(target.join("slides.txt")).expect("kept"), "mine");
    }

    #[test]
    fn killed_while_it_held_the_results_of_another_those_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        // They came to the place after the work began: it was about to give them back.
        finish(start(&target), "of another");
        let caught = draft_of(&target, OsStr::new("81"));
        fs::rename(&target, &caught).expect("moved");
        finish(start(&target), "whole");
        File::create_new(lock_of(&caught)).expect("made");
        finish(start(&target), "new");
        assert_eq!(names(folder.path()), ["out", "out.kept"]);
        let kept = fs::read_to_string(folder.path().join("out.kept/summary.json")).expect("kept");
        assert_eq!(kept, "of another");
    }

    #[test]
    fn the_lock_of_a_draft_names_what_may_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        let named = |draft: &Draft| fs::read_to_string(lock_of(draft.path())).expect("a lock");
        let draft = start(&target);
        assert_eq!(named(&draft), "");
        finish(draft, "whole");
        let there = crate::digest::sha256(fs::read(target.join(MANIFEST)).expect("a manifest"));
        assert_eq!(named(&start(&target)), there + "\n");
    }

    #[test]
    fn a_list_that_names_files_elsewhere_removes_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        fs::write(folder.path().join("victim.txt"), "mine").expect("written");
        let forged = draft_of(&target, OsStr::new("79"));
        fs::create_dir(&forged).expect("made");
        let sha256 = crate::digest::sha256("mine");
        let files = serde_json::json!({ "../victim.txt": { "bytes": 4, "sha256": sha256 } });
        let manifest = serde_json::json!({ "program": "drawdown", "kind": "run", "files": files });
        fs::write(forged.join(MANIFEST), manifest.to_string()).expect("written");
        lock_of_dead(&forged);
        assert!(matches!(judge(&forged, Kind::Run), Ok(Standing::Ours(_))), "it is taken for ours");
        finish(start(&target), "new");
        assert_eq!(fs::read_to_string(folder.path().join("victim.txt")).expect("kept"), "mine");
    }

    #[test]
    fn a_whole_result_beside_an_empty_place_is_put_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        finish(start(&target), "whole");
        let old = draft_of(&target, OsStr::new("80"));
        fs::rename(&target, &old).expect("moved");
        File::create_new(lock_of(&old)).expect("made");
        fs::create_dir(&target).expect("made");
        let draft = start(&target);
        assert_eq!(fs::read_to_string(target.join("summary.json")).expect("kept"), "whole");
        drop(draft);
        assert_eq!(names(folder.path()), ["out"]);
    }

    #[test]
    fn files_of_others_in_a_draft_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        let draft = start(&target);
        fs::write(draft.path().join("thesis.txt"), "mine").expect("written");
        killed(draft);
        finish(start(&target), "new");
        assert_eq!(names(folder.path()), ["out", "out.kept"]);
        assert_eq!(fs::read_to_string(folder.path().join("out.kept/thesis.txt")).expect("kept"), "mine");
    }

    #[test]
    fn what_is_written_into_a_folder_while_it_is_replaced_moves_along() {
        use std::sync::atomic::{AtomicBool, Ordering};
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        let done = AtomicBool::new(false);
        let written = std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let mut written = 0;
                while !done.load(Ordering::Relaxed) {
                    let name = ["", "tables/"][written % 2].to_owned() + &format!("mine-{written}");
                    written += usize::from(fs::write(target.join(name), "mine").is_ok());
                    std::thread::sleep(std::time::Duration::from_millis(1));
                }
                written
            });
            for _ in 0..40 {
                let draft = start(&target);
                fs::create_dir(draft.path().join("tables")).expect("made");
                fs::write(draft.path().join("tables/a.csv"), "ours").expect("written");
                finish(draft, "whole");
            }
            done.store(true, Ordering::Relaxed);
            writer.join().expect("no panic")
        });
        assert!(written > 0);
        for number in 0..written {
            let name = ["", "tables/"][number % 2].to_owned() + &format!("mine-{number}");
            assert_eq!(fs::read_to_string(target.join(&name)).expect(&name), "mine");
        }
        assert_eq!(names(folder.path()), ["out"]);
    }
}
