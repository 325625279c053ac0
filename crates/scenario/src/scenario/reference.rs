//! The reference data at the root of a scenario: which they are, and in what they differ from those that ship.
//!
//! Their hash covers all that they say, numbers and evidence, in canonical order: spelling, comments, order and the
//! division into files do not change it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use serde::{Deserialize, Serialize};

use super::{
    diagnostic::Diagnostics,
    hash::{bits, distribution},
    layer::{Item, Layer},
    layered_world::{Settled, Sort, State, flag, number, text},
    load::Loader,
    names::Index,
};
use crate::digest::sha256;

/// So many names stand in a sentence; files have all of them.
const NAMED: usize = 6;

/// Values of one kind that are not those that ship.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// How many of that kind ship.
    pub of: usize,
    /// Addresses of those that have another value, are there in addition or are left out, in alphabetic order.
    pub differ: Vec<String>,
}

/// Reference data: their hash, and in what they differ from those that ship.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Folder that they were read from, as the scenario was named; nothing where they are those compiled in. A place of
    /// a machine, which reaches no file.
    #[serde(skip)]
    pub folder: Option<String>,
    /// SHA-256 of the canonical form, hexadecimal.
    pub sha256: String,
    /// Whether nothing differs from those that ship.
    pub shipped: bool,
    /// Values of the world: neither by ally nor by US force element.
    pub world: Changed,
    /// Values by ally.
    pub allies: Changed,
    /// Values by US force element.
    pub forces: Changed,
    /// Domains, allies and force elements that are added, left out or described otherwise: `ally XYZ added`.
    pub items: Vec<String>,
    /// What has the same value, but another source, grade, note or title.
    pub evidence: Vec<String>,
}

/// What a statement of the reference data is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    World,
    Allies,
    Forces,
    Item,
}

/// A statement in canonical form.
#[derive(Debug)]
struct Said {
    kind: Kind,
    /// Items that it names, or is.
    ids: [String; 2],
    value: String,
    evidence: String,
}

/// All that reference data say, by address or item.
type Canonical = BTreeMap<String, Said>;

static SHIPPED: OnceLock<Canonical> = OnceLock::new();

impl Reference {
    /// Those compiled in, whose layer this is.
    pub(super) fn shipped(layer: &Layer) -> Arc<Self> {
        Arc::new(Self::compared(SHIPPED.get_or_init(|| canonical(layer)), None))
    }

    /// Those read from a folder.
    pub(super) fn of(layer: &Layer, folder: &str) -> Arc<Self> {
        Arc::new(Self::compared(&canonical(layer), Some(folder.to_owned())))
    }

    fn compared(ours: &Canonical, folder: Option<String>) -> Self {
        let shipped = SHIPPED.get_or_init(|| {
            Loader::default().shipped_layer().as_ref().map_or_else(Canonical::new, canonical)
        });
        let lines: Vec<String> =
            ours.iter().map(|(name, said)| format!("{name:?} {} {}", said.value, said.evidence)).collect();
        let mut out = Self { folder, sha256: sha256(lines.join("\n")), ..Self::default() };
        for said in shipped.values() {
            if let Some(changed) = out.of_kind(said.kind) {
                changed.of += 1;
            }
        }
        let names: BTreeSet<&String> = shipped.keys().chain(ours.keys()).collect();
        // What belongs to an item that is new or gone is not told one by one.
        let told: BTreeSet<&str> = names
            .iter()
            .filter(|name| shipped.contains_key(**name) != ours.contains_key(**name))
            .filter_map(|name| shipped.get(*name).or(ours.get(*name)))
            .filter(|said| said.kind == Kind::Item)
            .map(|said| said.ids[0].as_str())
            .collect();
        for name in names {
            let (there, here) = (shipped.get(name), ours.get(name));
            let Some(said) = here.or(there) else { continue };
            let how = match (there, here) {
                (Some(a), Some(b)) if a.value == b.value => {
                    if a.evidence != b.evidence {
                        out.evidence.push(name.clone());
                    }
                    continue;
                }
                (Some(_), Some(_)) => "changed",
                (None, _) => "added",
                (_, None) => "left out",
            };
            match out.of_kind(said.kind) {
                None => out.items.push(format!("{name} {how}")),
                Some(_) if said.ids.iter().any(|id| told.contains(id.as_str())) => {}
                Some(changed) => changed.differ.push(name.clone()),
            }
        }
        out.shipped = out.differing().is_empty() && out.items.is_empty() && out.evidence.is_empty();
        out
    }

    fn of_kind(&mut self, kind: Kind) -> Option<&mut Changed> {
        match kind {
            Kind::World => Some(&mut self.world),
            Kind::Allies => Some(&mut self.allies),
            Kind::Forces => Some(&mut self.forces),
            Kind::Item => None,
        }
    }

    /// Addresses of all values that differ from those that ship.
    #[must_use]
    pub fn differing(&self) -> Vec<&str> {
        let all = [&self.world, &self.allies, &self.forces].into_iter().flat_map(|changed| &changed.differ);
        all.map(String::as_str).collect()
    }

    /// In what they differ from those that ship, without a full stop; nothing where they do not.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        if self.shipped {
            return None;
        }
        let differing = self.differing();
        let kinds = [
            (&self.world, "values"),
            (&self.allies, "values of allies"),
            (&self.forces, "values of US forces"),
        ];
        let counts: Vec<String> = kinds
            .iter()
            .filter(|(changed, _)| !changed.differ.is_empty())
            .map(|(changed, what)| format!("{} of {} {what}", changed.differ.len(), changed.of))
            .collect();
        let mut text = match differing.len() {
            0 => "no value differs from the data that ship".to_owned(),
            n => format!(
                "{} {} from the data that ship ({})",
                counts.join(", "),
                if n == 1 { "differs" } else { "differ" },
                named(&differing, NAMED)
            ),
        };
        let items: Vec<&str> = self.items.iter().map(String::as_str).collect();
        if !items.is_empty() {
            text += &format!("; {}", named(&items, NAMED));
        }
        let evidence: Vec<&str> = self.evidence.iter().map(String::as_str).collect();
        if !evidence.is_empty() {
            let n = evidence.len();
            text += &format!("; {n} with another source, grade, note or title ({})", named(&evidence, NAMED));
        }
        Some(text)
    }

    /// As [`Self::words`], said of the folder.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        let folder = self.folder.as_deref().unwrap_or_default();
        self.words().map(|words| format!("reference data of `{folder}`: {words}"))
    }

    /// Which they are, in a line for `show`.
    #[must_use]
    pub fn line(&self) -> String {
        let place = self.folder.as_deref().unwrap_or("compiled in");
        let words = self.words().unwrap_or_else(|| "as they ship".to_owned());
        format!("{} ({place}): {words}", &self.sha256[..8])
    }
}

/// Names in a sentence: the first ones, and how many more.
#[must_use]
pub fn named(names: &[&str], most: usize) -> String {
    match names.len().saturating_sub(most) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names[..most].join(", ")),
    }
}

fn canonical(layer: &Layer) -> Canonical {
    let mut state = State::default();
    // What is wrong in it is found where scenarios are resolved.
    state.apply(layer, &mut Diagnostics::default());
    let mut out = Canonical::new();
    for (key, Settled { value, .. }) in &state.values {
        let (first, second) = key.ids();
        let kind = match key.index() {
            Index::Ally | Index::AllyDomain => Kind::Allies,
            Index::Element | Index::ElementDomain => Kind::Forces,
            _ => Kind::World,
        };
        let said = Said {
            kind,
            ids: [first.to_owned(), second.to_owned()],
            value: distribution(&value.it.distribution),
            evidence: format!("{:?} {:?} {:?}", value.it.grade, value.it.source, value.it.note),
        };
        out.insert(key.to_string(), said);
    }
    for sort in [Sort::Domain, Sort::Ally, Sort::Element] {
        for item in state.items(sort) {
            out.insert(format!("{} {}", sort.word(), item.id.it), described(sort, item));
        }
    }
    out
}

/// An item: what the model knows of it, and what only people read.
fn described(sort: Sort, item: &Item) -> Said {
    let texts = |names: &[&str]| {
        names.iter().map(|name| format!("{:?}", text(item, name))).collect::<Vec<_>>().join(" ")
    };
    let (value, evidence) = match sort {
        Sort::Domain => (
            format!(
                "{} {} {}",
                flag(item, "enabler"),
                flag(item, "critical"),
                bits(number(item, "coverage_threshold").unwrap_or(0.8))
            ),
            texts(&["title", "unit", "note"]),
        ),
        Sort::Ally => (String::new(), {
            let debt = number(item, "public_debt_pct_gdp").map(bits);
            format!("{} {debt:?}", texts(&["title", "fiscal_class", "note"]))
        }),
        Sort::Element => (texts(&["service", "host", "posture"]), texts(&["title", "note"])),
    };
    let evidence = format!("{:?} {evidence}", item.grade);
    Said { kind: Kind::Item, ids: [item.id.it.clone(), String::new()], value, evidence }
}
