//! `drawdown new`: writes scenarios to be changed, and never over anything.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    address::Address,
    diagnostic::meant,
    loader::Loader,
    names::Name,
    resolve::resolve,
    resolved::{Origin, Scenario},
    shipped::{compared, reference, shipped},
    source::Place,
    title::CHANGED,
};
use crate::disk;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum NewError {
    /// A file is in the way.
    #[error("`{}` is there already: nothing is overwritten, name another place", .0.display())]
    Exists(PathBuf),
    /// No such shipped scenario.
    #[error("no shipped scenario `{name}`: {hint}")]
    Unknown {
        /// What was asked for.
        name: String,
        /// What there is.
        hint: String,
    },
    /// The name is not one that a file for this may have.
    #[error("`{}`: {why}", path.display())]
    Name {
        /// The name.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// The file system refused.
    #[error("cannot write `{}`: {error}; nothing was left behind", path.display())]
    Write {
        /// What was to be written.
        path: PathBuf,
        /// The reason.
        error: io::Error,
    },
}

/// Why a scenario cannot have the name of its base.
pub const OWN_BASE: &str =
    "it inherits from the scenario of this name, and would be its own base: choose another name";

/// Writes scenarios to start from, and returns what was written.
///
/// A target that ends in `.ron` becomes one commented scenario that inherits from `from` (default `orderly-20k`). Any
/// other target is a folder: into it go the scenarios that are compared where none is named, or `from` and its bases, with the reference data in
/// `reference/`, which scenarios in that folder then use in place of the compiled-in one.
///
/// # Errors
/// If anything that would be written exists (then nothing is written), if `from` is no shipped scenario, or if the
/// file system refuses.
pub fn write(target: &Path, from: Option<&str>) -> Result<Vec<PathBuf>, NewError> {
    let from = from.map(shipped_name).transpose()?;
    let files: Vec<(PathBuf, String)> = if target.extension().is_some_and(|e| e == "ron") {
        let from = from.unwrap_or("orderly-20k");
        if stem_of(target) == from {
            return Err(NewError::Name { path: target.to_owned(), why: OWN_BASE.to_owned() });
        }
        vec![(target.to_path_buf(), starter(from))]
    } else {
        let all = || compared().iter().map(|(stem, _)| *stem).collect();
        let wanted: Vec<&str> = from.map_or_else(all, with_bases);
        let scenarios = shipped().iter().filter(|(stem, _)| wanted.contains(stem));
        let scenarios =
            scenarios.map(|(stem, text)| (target.join(format!("{stem}.ron")), (*text).to_string()));
        let data =
            reference().iter().map(|(name, text)| (target.join("reference").join(name), (*text).to_string()));
        scenarios.chain(data).collect()
    };
    files.iter().try_for_each(|(path, _)| fresh(path))?;
    let mut made = Made::default();
    for (path, text) in &files {
        made.file(path, text.as_bytes()).map_err(|error| NewError::Write { path: path.clone(), error })?;
    }
    made.keep();
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// A shipped scenario by its name.
pub(super) fn shipped_name(name: &str) -> Result<&'static str, NewError> {
    let name = name.strip_suffix(".ron").unwrap_or(name);
    let known: Vec<&'static str> = shipped().iter().map(|(stem, _)| *stem).collect();
    let found = known.iter().copied().find(|stem| *stem == name);
    found.ok_or_else(|| NewError::Unknown { name: name.to_owned(), hint: meant(name, &known).words })
}

/// The id of the scenario in a file.
pub(super) fn stem_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// That nothing is there yet.
pub(super) fn fresh(path: &Path) -> Result<(), NewError> {
    match fs::symlink_metadata(path).is_ok() {
        true => Err(NewError::Exists(path.to_owned())),
        false => Ok(()),
    }
}

/// Writes one file where nothing is.
pub(super) fn write_one(path: &Path, text: &str) -> Result<(), NewError> {
    fresh(path)?;
    let mut made = Made::default();
    made.file(path, text.as_bytes()).map_err(|error| NewError::Write { path: path.to_owned(), error })?;
    made.keep();
    Ok(())
}

/// What was made so far; all of it goes again unless all of it could be made.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    /// Makes a file, and the folders that it lies in.
    fn file(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let above = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        let missing: Vec<&Path> = above.take_while(|folder| fs::symlink_metadata(folder).is_err()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        // A file that appeared since the check is not written over either.
        disk::file::create(path, bytes)?;
        self.files.push(path.to_owned());
        Ok(())
    }

    fn keep(mut self) {
        self.files.clear();
        self.folders.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        // A folder in which somebody else has put something stays.
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A shipped scenario and its bases.
fn with_bases(stem: &str) -> Vec<&'static str> {
    let mut out: Vec<&'static str> = Vec::new();
    let mut next = Some(stem.to_string());
    while let Some(stem) = next.take() {
        let Some((known, text)) = shipped().iter().find(|(known, _)| *known == stem) else { break };
        if out.contains(known) {
            break;
        }
        out.push(known);
        next = text
            .split_once("base: \"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .map(|(base, _)| base.to_string());
    }
    out
}

/// A shipped scenario, resolved.
fn resolved(stem: &'static str) -> Option<Scenario> {
    let mut loader = Loader::default();
    let chain = loader.chain(&Place::Shipped(stem), stem)?;
    resolve(&chain, &mut loader.found)
}

/// The text of a scenario that is its base until something in it is changed.
fn starter(base: &str) -> String {
    let stem = shipped().iter().map(|(stem, _)| *stem).find(|stem| *stem == base);
    let scenario = stem.and_then(resolved);
    // A line of a value: that of the base, and as a comment where the base leaves it at its default.
    let line = |name: Name| {
        let key = name.spec().name;
        let value = scenario.as_ref().and_then(|s| s.values.get(&Address::plain(name)));
        match value {
            Some(value) if !matches!(value.origin, Origin::Default(_)) => {
                format!("{key}: {},", value.distribution)
            }
            // A default may follow another value; where that is uncertain, no number stands for it.
            _ => {
                let number = scenario.as_ref().and_then(|s| s.constant(&Address::plain(name)));
                format!("// {key}: {},", number.unwrap_or_default())
            }
        }
    };
    let title = |of: fn(&Scenario) -> &str| scenario.as_ref().map_or(base, of).to_owned() + CHANGED;
    [
        ("BASE", base.to_owned()),
        ("SHORT_TITLE", format!("{:?}", title(|s| &s.short_title))),
        ("TITLE", format!("{:?}", title(|s| &s.title))),
        ("PERSONNEL", line(Name::Personnel)),
        ("START", line(Name::Start)),
        ("DURATION", line(Name::Duration)),
        ("ANNOUNCED", line(Name::Announced)),
        ("INFORMATION", line(Name::Information)),
    ]
    .iter()
    .fold(STARTER.to_owned(), |text, (mark, value)| text.replace(&format!("@{mark}@"), value))
}

const STARTER: &str = r#"// A drawdown scenario. It says only what differs from its base; everything else is inherited, and
// `drawdown show FILE` prints every value with where it came from. `drawdown check FILE` finds mistakes.
// Any number may be a distribution: Pert(low: 1, mode: 2, high: 4), Uniform(low: 1, high: 4) ... (docs/formats.md).
(
    base: "@BASE@", // a file in this folder, or a shipped scenario

    // What this scenario is, for people and for narrow columns: say what differs.
    title: @TITLE@,
    short_title: @SHORT_TITLE@,

    // How many leave (or down_to: 64000, how many are left), and when. Quarters count from the start of the run: 0 is 2026 Q1,
    // 8 is 2028 Q1; a date does as well: start: "2028 Q1".
    @PERSONNEL@
    @START@
    @DURATION@

    // In which manner: announced when (8 quarters ahead is full notice), and allies informed how far (0 to 1).
    @ANNOUNCED@
    @INFORMATION@

    // Who leaves: Proportional, Priority([Host("DEU"), Domain("isr"), ...]), Amounts({Host("DEU"): 12000, ...}) or
    // Explicit({"2cr": 1.0, ...}); Proportional(spare: [Host("POL")]) leaves some out. `drawdown places` lists what there is.
    // composition: Priority([Host("DEU")]),

    // What becomes of them: Earmarked, IndoPacific, Inactivated or Own([D+10, D+30, D+180]).
    // disposition: IndoPacific,

    // What is left behind although its people leave: {"isr": 0.5}, {"enablers": 1} or one number for all.
    // stay: {"enablers": 1},

    // Pledged reinforcement may be taken back too ("pledge_cut[isr]" below): from which quarter on (default: `start`).
    // pledge_cut_start: 8,

    // Allies that stand aside.
    // without: ["TUR"],

    // No fewer than this many stay.
    // troop_floor: 76000,

    // Joint procurement: what money buys against today's contracts.
    // efficiency: 1.2,

    // Any other value, by name and id.
    // overrides: {
    //     "pledge[ESP]": 3.5,
    //     "pledge_cut[isr]": 0.3,
    //     "lead_years[air_missile_defence]": Pert(low: 2, mode: 3, high: 5),
    // },
)
"#;
