//! From paths to resolved scenarios: finds files, follows `base`, reads each text once, gathers all findings.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    rc::Rc,
};

use super::{
    chain::Chain,
    diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span, meant, quote},
    layer::Layer,
    loader::Loader,
    read_layer::FileKind,
    reference::Reference,
    resolve::resolve,
    resolved::Scenario,
    same_title, shipped,
    source::{Place, Source, bad_stem, quote_long, shipped_stem, shown},
};

/// Most bases that lie under a scenario.
const DEEPEST: usize = 32;

/// Loads scenarios: each source is a file, or, where there is no such file, the stem of a shipped scenario (with
/// or without `.ron`). `sets` are the texts of `--set` and apply to each.
///
/// # Errors
/// All findings of all files, at least one of them an error.
pub fn load(sources: &[PathBuf], sets: &[String]) -> Result<Vec<Scenario>, Diagnostics> {
    load_reporting(sources, sets).map(|(scenarios, _)| scenarios)
}

/// As [`load`]; the warnings come along with their places (each scenario has them as texts).
///
/// # Errors
/// All findings of all files, at least one of them an error.
pub fn load_reporting(
    sources: &[PathBuf],
    sets: &[String],
) -> Result<(Vec<Scenario>, Diagnostics), Diagnostics> {
    load_sources(&sources.iter().cloned().map(Source::Named).collect::<Vec<_>>(), sets)
}

/// As [`load_reporting`], of files, shipped scenarios and texts.
///
/// # Errors
/// All findings of all of them, at least one of them an error.
pub fn load_sources(
    sources: &[Source],
    sets: &[String],
) -> Result<(Vec<Scenario>, Diagnostics), Diagnostics> {
    let mut loader = Loader::default();
    for source in sources {
        if let (Source::Text { id, text } | Source::Base { id, text }, ..) = source.parts() {
            loader.given.entry(id.clone()).or_insert_with(|| text.clone());
        }
    }
    let common = sets;
    let sets = loader.sets(common);
    let set_texts = 0..loader.found.texts.len();
    let mut scenarios: Vec<Scenario> = Vec::new();
    let mut titles: Vec<same_title::Places> = Vec::new();
    let mut stems: BTreeMap<String, String> = BTreeMap::new();
    for source in sources {
        // Who mends what was found sees the rest then.
        if loader.found.is_full() {
            break;
        }
        let (under, given, mut own) = source.parts();
        let found = match under {
            Source::Named(path) => loader.find(path),
            Source::Text { id, .. } => Some(Place::Text(id.clone())),
            Source::Base { .. } | Source::Set { .. } => None,
        };
        let Some(place) = found else { continue };
        let stem = given.map_or_else(|| place.stem(), str::to_owned);
        let shown = place.shown();
        if let Some(why) = bad_stem(&stem) {
            loader.found.push(Diagnostic::nowhere(Code::Form,
                format!("`{shown}`: a name of {why}"),
                "the id of a scenario is the stem of its file, and has only what can be seen: rename the file",
            ));
            continue;
        }
        if let Some(other) = stems.insert(stem.clone(), shown.clone()) {
            let (message, hint) = if other == shown {
                (format!("{shown} is named twice"), "name it once")
            } else {
                (
                    format!("two scenarios called `{stem}`: {other} and {shown}"),
                    "a scenario's id is the stem of its file; rename one",
                )
            };
            loader.found.push(Diagnostic::nowhere(Code::Twice, message, hint));
            // Read all the same, for what else is wrong in it.
            let _ = loader.layer(&place);
            continue;
        }
        let Some(mut chain) = loader.chain(&place, &stem) else { continue };
        let (sets, set_texts) = if own.is_empty() {
            (sets.clone(), set_texts.clone())
        } else {
            own.extend_from_slice(common);
            let first = loader.found.texts.len();
            (loader.sets(&own), first..loader.found.texts.len())
        };
        if let Some(sets) = sets {
            chain.layers.push(sets);
            chain.sets = true;
            chain.set_texts = set_texts;
        }
        let scenario = resolve(&chain, &mut loader.found);
        // With an error there will be none: thousands would take room for nothing.
        match (loader.found.has_errors(), scenario) {
            (true, _) => scenarios.clear(),
            (false, Some(scenario)) => {
                scenarios.push(scenario);
                titles.push(same_title::places(&chain));
            }
            (false, None) => {}
        }
    }
    same_title::tell_apart(&mut scenarios, &titles, &mut loader.found);
    for warning in scenarios.iter().filter_map(|scenario| scenario.reference.warning()) {
        loader.found.push(Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::nowhere(Code::ReferenceData, warning, "")
        });
    }
    if loader.found.has_errors() { Err(loader.found) } else { Ok((scenarios, loader.found)) }
}

/// Whether a source is a shipped scenario, and not a file.
#[must_use]
pub fn is_shipped(source: &Path) -> bool {
    matches!(Loader::default().find(source), Some(Place::Shipped(_)))
}

impl Loader {
    pub(super) fn find(&mut self, source: &Path) -> Option<Place> {
        if source.exists() {
            return Some(Place::File(source.to_path_buf()));
        }
        let of_ours = |folder: &Path| folder.ends_with("scenarios") || folder.ends_with("scenarios/debated");
        let bare = source.parent().is_none_or(|p| p.as_os_str().is_empty() || of_ours(p));
        let ron = source.extension().is_none_or(|e| e == "ron");
        let stem = if source.extension().is_some_and(|e| e == "ron") {
            source.file_stem()
        } else {
            source.file_name()
        };
        let stem = stem.unwrap_or_default().to_string_lossy().into_owned();
        if let Some(known) = shipped_stem(&stem)
            && bare
            && ron
        {
            return Some(Place::Shipped(known));
        }
        if source == Path::new("-") {
            self.found.push(Diagnostic::nowhere(Code::NoFile,
                "`-` is no file",
                "scenarios are read from files, never from standard input: a file's stem is the scenario's id",
            ));
            return None;
        }
        let known: Vec<&str> = shipped::shipped().iter().map(|(stem, _)| *stem).collect();
        let whole = PathBuf::from(format!("{}.ron", source.display()));
        let mut hint = format!("`{}` is there: files are named with their ending", shown(&whole));
        if !whole.is_file() {
            hint =
                format!("shipped scenarios: {}", meant(&stem, &known).words.trim_start_matches("allowed: "));
        }
        self.found.push(Diagnostic::nowhere(
            Code::NoFile,
            format!("no file `{}`, and no shipped scenario of that name", quote_long(&shown(source))),
            hint,
        ));
        None
    }

    /// A scenario with its bases, root first, on its reference data.
    pub(super) fn chain(&mut self, leaf: &Place, id: &str) -> Option<Chain> {
        let mut places = vec![leaf.clone()];
        // Without the scenario's own text there is nothing to check; without a base there is the rest.
        let mut layers = vec![self.layer(leaf)?];
        let mut complete = true;
        let mut met = BTreeMap::from([(leaf.whole(), 0)]);
        while let Some(base) = layers[layers.len() - 1].base.clone() {
            let place = places[places.len() - 1].clone();
            complete = false;
            let Some(next) = self.base(&place, &base.it, base.span) else { break };
            if let Some(at) = met.insert(next.whole(), places.len()) {
                let round: Vec<String> = places[at..].iter().chain([&next]).map(Place::stem).collect();
                self.found.push(Diagnostic::error(
                    Code::Circle,
                    base.span,
                    format!("bases run in a circle: {}", round.join(" -> ")),
                    "one of them must have another base, or none",
                ));
                break;
            }
            if places.len() > DEEPEST {
                self.found.push(Diagnostic::error(
                    Code::TooMuch,
                    base.span,
                    format!("base under base under base: `{id}` has more than {DEEPEST}"),
                    format!("allowed: at most {DEEPEST} bases; let this file say all that is under it"),
                ));
                break;
            }
            let Some(layer) = self.layer(&next) else { break };
            layers.push(layer);
            places.push(next);
            complete = true;
        }
        let own = layers.last().and_then(|layer| layer.reference.clone());
        let (root, reference) = match own {
            Some(own) => {
                let reference = Reference::of(&own.it, &places[places.len() - 1].shown());
                (own.it, reference)
            }
            None => self.reference(leaf.folder())?,
        };
        layers.push(root);
        layers.reverse();
        let bases = places[1..].iter().map(Place::stem).collect();
        Some(Chain {
            id: id.to_string(),
            bases,
            layers,
            reference,
            complete,
            sets: false,
            set_texts: 0..0,
            in_order: Rc::clone(&self.in_order),
            begun: None,
        })
    }

    fn base(&mut self, from: &Place, name: &str, span: Span) -> Option<Place> {
        let stem = name.strip_suffix(".ron").unwrap_or(name);
        if stem.contains(['/', '\\']) {
            self.found.push(Diagnostic::error(
                Code::Form,
                span,
                format!("base `{}` is a path", quote(name)),
                "write the stem of a file in the same folder",
            ));
            return None;
        }
        let mut known: Vec<String> = shipped::shipped().iter().map(|(stem, _)| (*stem).to_string()).collect();
        if let Some(folder) = from.folder() {
            let path = folder.join(format!("{stem}.ron"));
            if path.is_file() {
                return Some(Place::File(path));
            }
            let here = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
            let files = std::fs::read_dir(here).into_iter().flatten().flatten().map(|entry| entry.path());
            let rons = files.filter(|path| path.extension().is_some_and(|e| e == "ron"));
            known.extend(rons.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())));
            known.sort();
            known.dedup();
            known.retain(|k| *k != from.stem());
        } else if self.given.contains_key(stem) {
            return Some(Place::Text(stem.to_owned()));
        }
        if let Some(stem) = shipped_stem(stem) {
            return Some(Place::Shipped(stem));
        }
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        self.found.push(Diagnostic::unknown(
            span,
            format!("unknown base `{}`", quote(name)),
            meant(stem, &known),
        ));
        None
    }

    fn layer(&mut self, place: &Place) -> Option<Rc<Layer>> {
        if let Some(read) = self.read.get(place) {
            return read.clone();
        }
        let layer = match place {
            Place::File(path) => self.file(path, FileKind::Scenario),
            Place::Text(id) => self.given_text(&place.shown(), id),
            Place::Shipped(stem) => {
                let text = shipped::find(stem).map_or("", |(_, text)| text);
                self.parse(&place.shown(), text, FileKind::Scenario)
            }
        };
        let layer = layer.map(Rc::new);
        self.read.insert(place.clone(), layer.clone());
        layer
    }
}
