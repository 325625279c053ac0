//! A scenario that is read once and resolved many times, each time with other values laid over it.

use std::{
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use super::{
    chain::Chain,
    diagnostic::{Diagnostic, Diagnostics, Severity, Span, meant, quote},
    layer::Layer,
    layered_world::State,
    loader::Loader,
    read::Reader,
    resolve::resolve,
    resolved::Scenario,
    shipped,
    source::{Place, with_line_ends},
    tree::{self, Node},
};

/// Where a base is that a file names by its stem: beside the file, or, for a file in a folder `experiments`, in the
/// folder above; otherwise one that ships (the stem alone).
fn place(folder: Option<&Path>, stem: &str) -> Option<Place> {
    // Which folder that is does not depend on how it was named: `b.ron` within it, or `experiments/b.ron` from above.
    let whole = folder.and_then(|folder| std::path::absolute(Path::new(".").join(folder)).ok());
    let above = whole
        .filter(|folder| folder.ends_with("experiments"))
        .and_then(|folder| Some(folder.parent()?.to_owned()));
    let folders = folder.map(Path::to_path_buf).into_iter().chain(above);
    let mut paths = folders.map(|folder| folder.join(format!("{stem}.ron")));
    paths
        .find(|path| path.is_file())
        .map(Place::File)
        .or_else(|| shipped::find(stem).map(|(stem, _)| Place::Shipped(stem)))
}

/// The text of a file that lays values over a scenario, and the layers of that scenario.
pub struct Variants {
    loader: Loader,
    chain: Option<Chain>,
}

impl Variants {
    /// Reads a text as a tree with positions.
    ///
    /// # Errors
    /// The first place where it is not RON.
    pub fn read(name: &str, text: &str, file: Option<PathBuf>) -> Result<(Self, Node), Diagnostics> {
        let mut loader = Loader::default();
        let text = with_line_ends(text);
        let text = text.as_ref();
        let index = loader.text(name, text);
        loader.found.texts[index].file = file;
        let parsed =
            tree::parse(text).and_then(|node| super::ron_conformance::refused(text).map_or(Ok(node), Err));
        match parsed {
            Ok(node) => Ok((Self { loader, chain: None }, node)),
            Err(fault) => {
                let span = Span { text: index, start: fault.range.start, end: fault.range.end };
                loader.found.push(fault.at(span));
                Err(loader.found)
            }
        }
    }

    /// A reader of the text.
    pub fn reader(&mut self) -> Reader<'_> {
        Reader { found: &mut self.loader.found, text: 0, offset: 0 }
    }

    /// A reader of another text that belongs to the file.
    pub fn reader_of(&mut self, name: &str, text: &str, file: &Path) -> Reader<'_> {
        let text = self.loader.text(name, text);
        self.loader.found.texts[text].file = Some(file.to_owned());
        Reader { found: &mut self.loader.found, text, offset: 0 }
    }

    /// What was found so far.
    #[must_use]
    pub fn found(&self) -> &Diagnostics {
        &self.loader.found
    }

    /// Gives up: what was found.
    #[must_use]
    pub fn into_found(self) -> Diagnostics {
        self.loader.found
    }

    /// Whether there is a scenario of that name beside a file of `folder`, or compiled in.
    #[must_use]
    pub fn knows(folder: Option<&Path>, stem: &str) -> bool {
        place(folder, stem).is_some()
    }

    /// Reads the layers of the scenario called `stem` (named at `span`), which is looked for from `folder` on, and
    /// resolves it as it is; `None` where something is wrong with it, which is then among the findings.
    pub fn base(&mut self, folder: Option<&Path>, stem: &str, span: Span) -> Option<Scenario> {
        let stem = stem.strip_suffix(".ron").unwrap_or(stem);
        let Some(place) = place(folder, stem) else {
            let known: Vec<&str> = shipped::shipped().iter().map(|(stem, _)| *stem).collect();
            let hint = meant(stem, &known);
            self.loader.found.push(Diagnostic::unknown(
                span,
                format!("unknown base `{}`", quote(stem)),
                hint,
            ));
            return None;
        };
        let chain = self.loader.chain(&place, stem)?;
        let scenario = resolve(&chain, &mut self.loader.found);
        // What the base is warned about is said by `drawdown check`.
        self.loader.found.items.retain(|item| item.severity == Severity::Error);
        // All variants begin with its layers, of which nothing is wrong if there is a scenario.
        let mut begun = State::default();
        chain.layers.iter().for_each(|layer| begun.apply(layer, &mut Diagnostics::default()));
        self.chain = Some(Chain { begun: scenario.is_some().then(|| Rc::new(begun)), ..chain });
        scenario
    }

    /// The scenario with a layer over it, which `lay` fills; `None` where there is none. What is found about it comes
    /// along and does not stay among the findings.
    pub fn attempt(
        &mut self,
        lay: impl FnOnce(&mut Reader, &mut Layer),
    ) -> (Option<Scenario>, Vec<Diagnostic>) {
        let Some(chain) = &self.chain else { return (None, Vec::new()) };
        let before = std::mem::take(&mut self.loader.found.items);
        let mut layer = Layer::default();
        let mut reader = Reader { found: &mut self.loader.found, text: 0, offset: 0 };
        lay(&mut reader, &mut layer);
        reader.doubled(&layer);
        reader.how_many_once(&layer);
        let mut layers = chain.layers.clone();
        layers.push(Rc::new(layer));
        let whole = Chain {
            id: chain.id.clone(),
            bases: chain.bases.clone(),
            layers,
            reference: Arc::clone(&chain.reference),
            complete: chain.complete,
            sets: true,
            // The text that is laid over the base.
            set_texts: 0..1,
            in_order: Rc::clone(&chain.in_order),
            begun: chain.begun.clone(),
        };
        let scenario = resolve(&whole, &mut self.loader.found);
        let found = std::mem::replace(&mut self.loader.found.items, before);
        let fine = found.iter().all(|item| item.severity == Severity::Warning);
        (scenario.filter(|_| fine), found)
    }

    /// Errors in one line, each with its place. Files go by their name alone: the line reaches the store, whose bytes do
    /// not depend on where a file lies.
    #[must_use]
    pub fn reasons(&self, found: &[Diagnostic]) -> String {
        let errors = found.iter().filter(|item| item.severity == Severity::Error);
        let words = errors.map(|item| {
            let place = item.span.map(|span| self.loader.found.place(span));
            let place = place.map(|p| format!("{}:{}:{}: ", name(&p.file), p.line, p.column));
            let place = place.unwrap_or_default();
            let hint = if item.hint.is_empty() { String::new() } else { format!(" ({})", item.hint) };
            format!("{place}{}{hint}", item.message)
        });
        words.collect::<Vec<_>>().join("; ")
    }
}

/// The folder that a file lies in.
#[must_use]
pub fn folder(path: &Path) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).to_path_buf()
}

/// The name of a file without its folders.
fn name(file: &str) -> &str {
    Path::new(file).file_name().and_then(|name| name.to_str()).unwrap_or(file)
}
