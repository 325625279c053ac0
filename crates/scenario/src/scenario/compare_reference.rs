//! Compares reference data with those that ship.
//!
//! Their hash covers all that they say, numbers and evidence, in canonical order: spelling, comments, order and the
//! division into files do not change it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use super::{
    diagnostic::Diagnostics,
    hash::{bits, distribution},
    layer::{Item, Layer},
    layered_world::{Settled, Sort, State, flag, number, text},
    loader::Loader,
    names::Index,
    reference::{Changed, Reference},
};
use crate::digest::sha256;

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
