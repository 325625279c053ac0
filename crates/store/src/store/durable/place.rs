//! The step in which a finished folder takes its place, and what stands there is judged again.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{Kind, Known, Obstacle, Standing, carry::dissolve, judge};
use crate::disk::{beside, keep, parent, rename, sync_folder};

/// Where a finished folder is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Placed {
    /// In its place.
    There,
    /// Beside it, because of what stands there.
    Beside(PathBuf, String),
}

/// A way of letting two folders change places at one moment; `false` where there is none.
pub(super) type Exchange = fn(&Path, &Path) -> io::Result<bool>;

/// What was judged, if it may be replaced: nothing, an empty folder, or the folder that stood there when the work began.
fn replaceable(found: Result<Standing, Obstacle>, expected: &Standing) -> Result<Option<Known>, String> {
    match (found, expected) {
        (Ok(Standing::Nothing | Standing::Empty), _) => Ok(None),
        (Ok(Standing::Ours(now)), Standing::Ours(then)) if now.fingerprint == then.fingerprint => {
            Ok(Some(now))
        }
        (Ok(Standing::Ours(_)), _) => {
            Err("holds other results, which were not there when this began".to_owned())
        }
        (Err(obstacle), _) => Err(obstacle.words()),
    }
}

/// Puts a finished folder in its place. What may not be replaced is left as it is, and the folder gets another name.
///
/// # Errors
/// When it cannot be moved.
pub(super) fn put(
    draft: &Path,
    target: &Path,
    kind: Kind,
    expected: &Standing,
    exchange: Exchange,
    remarks: &mut Vec<String>,
) -> io::Result<Placed> {
    /// Times that a place is tried at which things come and go.
    const TRIES: usize = 16;
    let free = |error: &io::Error| error.kind() == io::ErrorKind::NotFound && draft.exists();
    let judged = |path: &Path| replaceable(judge(path, kind), expected);
    let aside = |why: String| -> io::Result<Placed> {
        let kept = keep(draft, target, "")?;
        sync_folder(&parent(target));
        Ok(Placed::Beside(kept, why))
    };
    for _ in 0..TRIES {
        match rename::without_replacing(draft, target) {
            Ok(()) => {
                sync_folder(&parent(target));
                return Ok(Placed::There);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
        if let Err(why) = judged(target) {
            return aside(why);
        }
        match exchange(draft, target) {
            // What stood there has the draft's name now: it is judged once more, and if it came in between it goes back.
            Ok(true) => {
                let known = match judged(draft) {
                    Ok(known) => known,
                    Err(why) if matches!(exchange(draft, target), Ok(true)) => return aside(why),
                    Err(_) => {
                        // It cannot go back: it gets a name that is seen, and the finished folder is in its place.
                        let kept = keep(draft, target, "")?;
                        remarks.push(format!(
                            "what stood at `{}` is in `{}`",
                            target.display(),
                            kept.display()
                        ));
                        sync_folder(&parent(target));
                        return match target.exists() {
                            true => Ok(Placed::There),
                            false => Err(io::ErrorKind::NotFound.into()),
                        };
                    }
                };
                sync_folder(&parent(target));
                dissolve(draft, target, known.as_ref(), remarks);
                return Ok(Placed::There);
            }
            Ok(false) => {}
            Err(error) if free(&error) => continue,
            Err(error) => return Err(error),
        }
        // The same in two steps, each of which replaces nothing.
        let old = beside(draft, "", ".old");
        match rename::without_replacing(target, &old) {
            Ok(()) => {}
            Err(error) if free(&error) => continue,
            Err(error) => return Err(error),
        }
        let known = judged(&old);
        if known.is_ok() && rename::without_replacing(draft, target).is_ok() {
            sync_folder(&parent(target));
            dissolve(&old, target, known.unwrap_or_default().as_ref(), remarks);
            return Ok(Placed::There);
        }
        if rename::without_replacing(&old, target).is_err() {
            let kept = keep(&old, target, "")?;
            remarks.push(format!("what stood at `{}` is in `{}`", target.display(), kept.display()));
        }
        if let Err(why) = known {
            return aside(why);
        }
    }
    aside("was taken again and again by something else".to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::durable::{MANIFEST, listing::list};

    const EXCHANGES: [Exchange; 2] = [rename::exchange, |_, _| Ok(false)];

    /// A run folder with files, listed in its manifest.
    fn run(path: &Path, files: &[(&str, &str)]) {
        for (name, text) in files {
            let file = path.join(name);
            fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            fs::write(file, text).expect("written");
        }
        let manifest =
            serde_json::json!({ "program": "drawdown", "kind": "run", "files": list(path).expect("files") });
        fs::write(path.join(MANIFEST), manifest.to_string()).expect("written");
    }

    struct Place {
        folder: tempfile::TempDir,
        remarks: Vec<String>,
    }

    impl Place {
        fn new() -> Self {
            let place = Self { folder: tempfile::tempdir().expect("a folder"), remarks: Vec::new() };
            run(&place.at("draft"), &[("summary.json", "new"), ("tables/a.csv", "new")]);
            place
        }

        fn at(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        fn text(&self, name: &str) -> String {
            fs::read_to_string(self.at(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
        }

        fn expected(&self) -> Standing {
            judge(&self.at("out"), Kind::Run).expect("replaceable")
        }

        fn put(&mut self, expected: &Standing, exchange: Exchange) -> Placed {
            let (draft, out) = (self.at("draft"), self.at("out"));
            put(&draft, &out, Kind::Run, expected, exchange, &mut self.remarks).expect("put")
        }

        /// Names in the folder.
        fn names(&self) -> Vec<String> {
            let entries = fs::read_dir(self.folder.path()).expect("a folder");
            let mut names: Vec<String> =
                entries.map(|entry| entry.expect("one").file_name().to_string_lossy().into_owned()).collect();
            names.sort();
            names
        }
    }

    #[test]
    fn what_came_in_between_is_left_and_the_result_is_kept() {
        for exchange in EXCHANGES {
            for what in ["folder", "file", "store", "run"] {
                let mut place = Place::new();
                let (expected, out) = (place.expected(), place.at("out"));
                assert_eq!(expected, Standing::Nothing);
                match what {
                    "file" => fs::write(&out, "theirs").expect("written"),
                    "run" => run(&out, &[("summary.json", "theirs")]),
                    _ => {
                        fs::create_dir(&out).expect("made");
                        fs::write(out.join("thesis.txt"), "theirs").expect("written");
                        let store = r#"{"program": "drawdown", "kind": "sweep"}"#;
                        fs::write(out.join(if what == "store" { MANIFEST } else { "b" }), store)
                            .expect("written");
                    }
                }
                fs::write(place.at("out.1"), "taken").expect("written");
                let Placed::Beside(kept, why) = place.put(&expected, exchange) else { panic!("{what}") };
                assert_eq!(kept, place.at("out.2"), "{what}: {why}");
                assert_eq!(place.text("out.2/tables/a.csv"), "new");
                assert_eq!(place.names(), ["out", "out.1", "out.2"], "{what}");
                match what {
                    "file" => assert_eq!(place.text("out"), "theirs"),
                    "run" => assert_eq!(place.text("out/summary.json"), "theirs"),
                    _ => assert_eq!(place.text("out/thesis.txt"), "theirs"),
                }
            }
        }
    }

    #[test]
    fn files_of_others_move_along_and_what_was_edited_says_so() {
        for exchange in EXCHANGES {
            let mut place = Place::new();
            let out = place.at("out");
            run(
                &out,
                &[
                    ("summary.json", "old"),
                    ("tables/a.csv", "old"),
                    ("report.html", "old"),
                    ("figures/1.png", "old"),
                ],
            );
            let expected = place.expected();
            for (name, text) in [
                ("slides.txt", "mine"),
                ("notes/deep/idea.md", "mine"),
                ("figures/mine.png", "mine"),
                ("tables/b.csv", "mine"),
                ("report.html", "edited"),
                ("tables/a.csv", "edited"),
            ] {
                let file = out.join(name);
                fs::create_dir_all(file.parent().expect("a folder")).expect("made");
                fs::write(file, text).expect("written");
            }
            #[cfg(unix)]
            std::os::unix::fs::symlink("/etc/hostname", out.join("link")).expect("a link");
            assert_eq!(place.put(&expected, exchange), Placed::There);
            assert_eq!(place.names(), ["out"], "{:?}", place.remarks);
            for name in ["slides.txt", "notes/deep/idea.md", "figures/mine.png", "tables/b.csv"] {
                assert_eq!(place.text(&format!("out/{name}")), "mine", "{name}");
            }
            for name in ["report.edited.html", "tables/a.edited.csv"] {
                assert_eq!(place.text(&format!("out/{name}")), "edited", "{name}");
            }
            assert_eq!(place.text("out/tables/a.csv"), "new");
            assert!(!out.join("report.html").exists() && !out.join("figures/1.png").exists());
            #[cfg(unix)]
            assert!(fs::symlink_metadata(out.join("link")).expect("moved").is_symlink());
            let said = place.remarks.join("\n");
            assert!(said.contains("slides.txt") && said.contains("report.edited.html"), "{said}");
        }
    }

    #[test]
    fn of_a_folder_that_lists_no_files_everything_is_kept() {
        for exchange in EXCHANGES {
            let mut place = Place::new();
            fs::create_dir(place.at("out")).expect("made");
            fs::write(place.at("out/manifest.json"), r#"{"program": "drawdown", "format": 1}"#)
                .expect("written");
            fs::write(place.at("out/report.html"), "edited or not").expect("written");
            let expected = place.expected();
            assert_eq!(place.put(&expected, exchange), Placed::There);
            assert_eq!(place.names(), ["out", "out.earlier"]);
            assert_eq!(place.text("out.earlier/report.html"), "edited or not");
            assert!(place.remarks[0].contains("out.earlier"), "{:?}", place.remarks);
        }
    }

    #[test]
    fn what_comes_between_the_look_and_the_swap_goes_back() {
        // The place is changed at the last moment: by the exchange itself.
        let mut place = Place::new();
        run(&place.at("out"), &[("summary.json", "old")]);
        let expected = place.expected();
        let exchange: Exchange = |draft, target| {
            if target.join("summary.json").exists() && !target.with_file_name("moved").exists() {
                fs::rename(target, target.with_file_name("moved"))?;
                fs::create_dir(target)?;
                fs::write(target.join("thesis.txt"), "theirs")?;
            }
            rename::exchange(draft, target)
        };
        if !rename::exchange(&place.at("draft"), &place.at("out")).expect("a file system") {
            return;
        }
        rename::exchange(&place.at("draft"), &place.at("out")).expect("and back");
        let Placed::Beside(kept, _) = place.put(&expected, exchange) else { panic!("it is not ours") };
        assert_eq!(kept, place.at("out.1"));
        assert_eq!(place.text("out/thesis.txt"), "theirs");
        assert_eq!(place.text("out.1/summary.json"), "new");
    }
}
