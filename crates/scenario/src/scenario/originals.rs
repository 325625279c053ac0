//! The files that scenarios were read from, laid out so that they are read in the same way elsewhere: what lay beside each
//! other does so again, and nothing of a machine's folders is in their names.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Component, Path, PathBuf},
};

use super::diagnostic::Text;

/// The files of their own that scenarios and experiments rest on: base scenarios, reference data and designs among them.
/// What ships is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Originals {
    /// Texts by their path, with `/`: `1/mine.ron`, `1/reference/allies.ron`. A number stands for each folder that lies in no
    /// other of theirs.
    pub files: BTreeMap<String, String>,
    /// The same paths by where the files lie.
    places: BTreeMap<PathBuf, String>,
}

impl Originals {
    /// Those among the texts that were read, in the order of reading.
    #[must_use]
    pub fn of(texts: &[Text]) -> Self {
        let read = |text: &'_ Text| Some((whole(text.file.as_deref()?), text.text.clone()));
        let read: Vec<(PathBuf, String)> = texts.iter().filter_map(read).collect();
        let folder = |path: &Path| path.parent().unwrap_or(Path::new("")).to_owned();
        let folders: BTreeSet<PathBuf> = read.iter().map(|(path, _)| folder(path)).collect();
        let mut roots: Vec<PathBuf> = Vec::new();
        let mut originals = Self::default();
        for (path, text) in read {
            let of = folder(&path);
            // An experiment finds its base in the folder above its own, where that is called `experiments`.
            let root = of.ancestors().filter(|above| folders.contains(*above)).last().unwrap_or(&of);
            let root = if root.ends_with("experiments") { root.parent().unwrap_or(root) } else { root };
            let number = roots.iter().position(|known| known == root).unwrap_or_else(|| {
                roots.push(root.to_owned());
                roots.len() - 1
            });
            let within = path.strip_prefix(root).unwrap_or(&path).components();
            let within: Vec<String> =
                within.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
            let place = format!("{}/{}", number + 1, within.join("/"));
            originals.files.insert(place.clone(), text);
            originals.places.insert(path, place);
        }
        originals
    }

    /// Where a file is among them.
    #[must_use]
    pub fn place(&self, file: &Path) -> Option<&str> {
        self.places.get(&whole(file)).map(String::as_str)
    }
}

/// A path from the root, without looking at what is there.
fn whole(path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            // Names lead out of no folder, wherever they are laid out.
            Component::ParentDir => drop(whole.pop()),
            part => whole.push(part),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_out(files: &[&str]) -> Vec<String> {
        let text = |file: &&str| Text { file: Some(PathBuf::from(*file)), ..Text::new(*file, *file) };
        let mut texts: Vec<Text> = files.iter().map(text).collect();
        texts.push(Text::new("shipped/orderly-20k.ron", "compiled in"));
        let originals = Originals::of(&texts);
        files.iter().map(|file| originals.place(Path::new(file)).unwrap_or("none").to_owned()).collect()
    }

    #[test]
    fn what_lies_beside_each_other_does_so_again_and_folders_are_numbers() {
        let files = ["/home/a/x.ron", "/home/a/reference/allies.ron", "/home/b/y.ron", "/home/a/base.ron"];
        assert_eq!(laid_out(&files), ["1/x.ron", "1/reference/allies.ron", "2/y.ron", "1/base.ron"]);
        // One below the other, however the two were named first.
        assert_eq!(laid_out(&["/a/deep/er/y.ron", "/a/x.ron"]), ["1/deep/er/y.ron", "1/x.ron"]);
        // An experiment whose base is above, and one whose base ships.
        assert_eq!(
            laid_out(&["/a/experiments/e.ron", "/a/experiments/rows.csv", "/a/base.ron"]),
            ["1/experiments/e.ron", "1/experiments/rows.csv", "1/base.ron"]
        );
        assert_eq!(laid_out(&["/a/experiments/e.ron"]), ["1/experiments/e.ron"]);
        assert_eq!(laid_out(&["/a/e/e.ron", "/a/e/../rows.csv"]), ["1/e/e.ron", "1/rows.csv"]);
        assert_eq!(laid_out(&["here.ron", "./here.ron"]), ["1/here.ron", "1/here.ron"]);
    }
}
