//! Inheritance, triggers, overrides, `--set`, hash, bad files: what needs more than one text.

mod findings;
mod layers;
mod shown;

use std::{fs, path::PathBuf};

use drawdown::scenario::{self, Diagnostics, Scenario, address::Address, names::Name};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("written");
        }
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn load(&self, names: &[&str], sets: &[&str]) -> Result<Vec<Scenario>, Diagnostics> {
        let paths: Vec<PathBuf> = names.iter().map(|name| self.path(name)).collect();
        let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
        scenario::load(&paths, &sets)
    }

    fn one(&self, name: &str, sets: &[&str]) -> Scenario {
        self.load(&[name], sets).unwrap_or_else(|found| panic!("{found}")).remove(0)
    }

    fn fails(&self, names: &[&str], sets: &[&str]) -> String {
        match self.load(names, sets) {
            Ok(_) => panic!("nothing found"),
            Err(found) => found.to_string(),
        }
    }
}

fn plain(scenario: &Scenario, name: Name) -> f64 {
    scenario.constant(&Address::plain(name)).unwrap_or(f64::NAN)
}
