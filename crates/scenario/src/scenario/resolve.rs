//! Lays the layers of a scenario over each other: reference data, bases from the root, the scenario, `--set`.
//!
//! Precedence (model.md section 3): a later layer wins over an earlier one. A trigger belongs to the layer that states
//! it: it changes what earlier layers say of its inputs, and what its own layer or a later one says of them wins over
//! it. A later trigger replaces an earlier one, effect included.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

use super::{
    address::Address,
    check, composition, dates,
    defaults::{apply_trigger, defaults, disposition},
    diagnostic::{Code, Diagnostic, Diagnostics, Span, Text},
    how_long, how_many,
    key::Key,
    layer::{Layer, Spanned, TriggerText},
    layered_world::{Settled, Sort, State, flag, number, text},
    names::{Index, Name, TIERS},
    reference::Reference,
    resolved::{Ally, Domain, Element, Scenario, Value},
    title, written,
};

/// The layers of one scenario.
#[derive(Clone)]
pub struct Chain {
    /// Stem of the file.
    pub id: String,
    /// Stems of the bases, nearest first.
    pub bases: Vec<String>,
    /// Reference data, bases from the root, the scenario, then `--set` if there are any.
    pub layers: Vec<Rc<Layer>>,
    /// What the first layer is.
    pub reference: Arc<Reference>,
    /// Whether all bases were found and read.
    pub complete: bool,
    /// Whether the last layer is that of `--set`.
    pub sets: bool,
    /// Indices of the texts of `--set`.
    pub set_texts: std::ops::Range<usize>,
    /// Pairs of values of neighbouring tiers that were found in order: most scenarios share them.
    pub in_order: Rc<RefCell<BTreeSet<String>>>,
    /// What its first layers come to, where many chains begin with them.
    pub begun: Option<Rc<State>>,
}

impl Chain {
    /// Whether a place is in one of its texts.
    fn holds(&self, span: Span) -> bool {
        let of_layer = |layer: &Rc<Layer>| layer.whole.text == span.text;
        self.set_texts.contains(&span.text) || self.layers[1..].iter().any(of_layer)
    }
}

/// A value on its way into the scenario, with the span it came from (nowhere for defaults).
pub type Placed = (Value, Option<Span>);

/// Resolves a chain; findings are added to `found`, and nothing comes back where one is an error of this scenario.
pub fn resolve(chain: &Chain, found: &mut Diagnostics) -> Option<Scenario> {
    // Its own findings first: what another scenario was warned about already is a warning of this one too.
    let before = std::mem::take(&mut found.items);
    let errors: Vec<Span> =
        before.iter().filter(|item| item.is_error()).filter_map(|item| item.span).collect();
    let mut scenario = resolve_alone(chain, &errors, found);
    let mut own = std::mem::take(&mut found.items);
    // What is unlikely is said of what is not wrong: a follow-up of an error helps nobody.
    if errors.iter().any(|span| chain.holds(*span)) || own.iter().any(Diagnostic::is_error) {
        own.retain(Diagnostic::is_error);
    }
    let warnings = own.iter().filter(|item| !item.is_error());
    scenario.warnings = warnings
        .map(|item| {
            if item.hint.is_empty() {
                item.message.clone()
            } else {
                format!("{}: {}", item.message, item.hint)
            }
        })
        .collect();
    found.items = before;
    let fine = chain.complete && !own.iter().any(Diagnostic::is_error);
    for item in own {
        // What a base that could not be read may have added is not known to be missing.
        let lacking = matches!(item.code, Code::Unknown | Code::NoValue);
        let certain = chain.complete || item.is_error() && !lacking;
        if certain {
            found.push(item);
        }
    }
    fine.then_some(scenario)
}

fn resolve_alone(chain: &Chain, errors: &[Span], found: &mut Diagnostics) -> Scenario {
    let Laid { mut scenario, state, values, wrong } = lay(chain, errors, found);
    title::titles(chain, &mut scenario, found);
    check::scenario(chain, &state, &mut scenario, &values, &wrong, found);
    scenario.values = without_places(values);
    scenario
}

/// Whether what the scenario's own file says changes no result: it says again what its base says.
pub(super) fn repeats_its_base(chain: &Chain, texts: &[Text]) -> bool {
    let own = chain.layers.len() - 1 - usize::from(chain.sets);
    let hash = |layers: &[Rc<Layer>]| {
        let Laid { scenario, values, .. } = laid(chain, layers, texts);
        Scenario { values: without_places(values), ..scenario }.hash()
    };
    chain.layers[own].correlations.is_empty() && hash(&chain.layers[..own]) == hash(&chain.layers[..=own])
}

/// The values that some of a chain's layers come to, without what is found of them.
pub(super) fn values_of(chain: &Chain, layers: &[Rc<Layer>], texts: &[Text]) -> BTreeMap<Address, Placed> {
    laid(chain, layers, texts).values
}

/// Some of a chain's layers laid over each other.
fn laid(chain: &Chain, layers: &[Rc<Layer>], texts: &[Text]) -> Laid {
    let part = Chain { layers: layers.to_vec(), sets: false, begun: None, ..chain.clone() };
    let mut found = Diagnostics { texts: texts.to_vec(), items: Vec::new() };
    lay(&part, &[], &mut found)
}

fn without_places(values: BTreeMap<Address, Placed>) -> BTreeMap<Address, Value> {
    values.into_iter().map(|(address, (value, _))| (address, value)).collect()
}

/// What the layers come to.
struct Laid {
    /// The scenario but for its titles, values and correlations.
    scenario: Scenario,
    state: State,
    /// Its values with their places.
    values: BTreeMap<Address, Placed>,
    /// Values that are wrong, or could not be read.
    wrong: BTreeSet<Address>,
}

/// Lays the layers over each other.
fn lay(chain: &Chain, errors: &[Span], found: &mut Diagnostics) -> Laid {
    let mut state = chain.begun.as_deref().cloned().unwrap_or_default();
    for layer in &chain.layers[state.layers()..] {
        state.apply(layer, found);
    }
    dates::settle(&mut state, found);
    let last = |pick: fn(&Layer) -> bool| chain.layers.iter().rposition(|layer| pick(layer));
    let composition_at = last(|l| l.composition.is_some());
    let composition = composition::settle(chain, &state, composition_at, found);
    let trigger_at = last(|l| l.trigger.is_some());
    let trigger = trigger_at.and_then(|at| match &chain.layers[at].trigger {
        Some(Spanned { it: TriggerText::Some(trigger), span }) => Some((trigger.clone(), *span)),
        _ => None,
    });
    let value = |(key, settled): (&Key, &Settled)| match key {
        Key::Input(address) => {
            Some((address.clone(), (value_of(settled, found, None), Some(settled.value.span))))
        }
        Key::Setting(..) => None,
    };
    let mut values: BTreeMap<Address, Placed> = state.values.iter().filter_map(value).collect();
    how_long::settle(chain, &state, &mut values, found);
    how_many::settle(chain, &state, composition_at, &mut values, found);
    let disposition =
        disposition(chain, &state, trigger.as_ref().map(|t| &t.0), trigger_at, &mut values, found);
    defaults(&state, &composition, &mut values);
    if let (Some((trigger, span)), Some(at)) = (&trigger, trigger_at) {
        apply_trigger(trigger, *span, at, &state, &mut values, found);
    }
    let faulty =
        |span: Span| errors.iter().any(|e| e.text == span.text && e.start >= span.start && e.end <= span.end);
    let unread = state.unread.iter().filter_map(|key| match key {
        Key::Input(address) => Some(address.clone()),
        Key::Setting(..) => None,
    });
    let wrong: BTreeSet<Address> = (values.iter())
        .filter(|(_, (_, span))| span.is_some_and(faulty))
        .map(|(address, _)| address.clone())
        .chain(unread)
        .collect();
    // Zeros of sparse tables say nothing.
    values.retain(|address, (value, _)| {
        !(address.name.is_sparse() && value.distribution.constant() == Some(0.0))
    });
    let group = |name: &'static str| {
        state.setting(name, "").and_then(|s| s.value.it.distribution.constant()).unwrap_or(0.0)
    };
    let scenario = Scenario {
        id: chain.id.clone(),
        title: String::new(),
        short_title: String::new(),
        description: String::new(),
        bases: chain.bases.clone(),
        reference: Arc::clone(&chain.reference),
        domains: state.domains.iter().map(domain).collect(),
        allies: state.allies.iter().map(ally).collect(),
        elements: state.elements.iter().map(element).collect(),
        composition,
        disposition,
        trigger: trigger.map(|t| t.0),
        values: BTreeMap::new(),
        correlations: Vec::new(),
        group_correlations: Name::GROUPS.map(|(_, setting)| group(setting)),
        reporting_tier: chain
            .layers
            .iter()
            .rev()
            .find_map(|l| l.reporting_tier.as_ref().map(|t| t.it))
            .unwrap_or(30),
        closure_tolerance: chain
            .layers
            .iter()
            .rev()
            .find_map(|l| l.closure_tolerance.as_ref().map(|t| t.it))
            .unwrap_or(0.05),
        written: written::settings(chain, &state, found),
        warnings: Vec::new(),
    };
    Laid { scenario, state, values, wrong }
}

/// A value as a scenario holds it.
pub(super) fn value_of(settled: &Settled, found: &Diagnostics, note: Option<&str>) -> Value {
    let evidence = &settled.value.it;
    Value {
        distribution: evidence.distribution.clone(),
        scale: 1.0,
        shift: 0.0,
        grade: evidence.grade,
        source: Arc::clone(&evidence.source),
        note: note.map_or_else(|| Arc::clone(&evidence.note), Arc::from),
        origin: written::origin(settled.value.span, found),
        trigger: None,
    }
}

pub(super) fn domain(item: &super::layer::Item) -> Domain {
    let title = text(item, "title");
    Domain {
        id: item.id.it.clone(),
        title: if title.is_empty() { item.id.it.clone() } else { title },
        unit: text(item, "unit"),
        enabler: flag(item, "enabler"),
        critical: flag(item, "critical"),
        coverage_threshold: number(item, "coverage_threshold").unwrap_or(0.8),
        grade: item.grade,
        note: text(item, "note"),
    }
}

pub(super) fn ally(item: &super::layer::Item) -> Ally {
    let title = text(item, "title");
    Ally {
        id: item.id.it.clone(),
        title: if title.is_empty() { item.id.it.clone() } else { title },
        fiscal_class: text(item, "fiscal_class"),
        public_debt_pct_gdp: number(item, "public_debt_pct_gdp"),
        note: text(item, "note"),
    }
}

pub(super) fn element(item: &super::layer::Item) -> Element {
    let title = text(item, "title");
    Element {
        id: item.id.it.clone(),
        title: if title.is_empty() { item.id.it.clone() } else { title },
        service: text(item, "service"),
        host: text(item, "host"),
        posture: text(item, "posture"),
        note: text(item, "note"),
    }
}

/// The addresses that a scenario must have a value for.
#[must_use]
pub fn wanted(state: &State) -> Vec<Address> {
    let mut out = Vec::new();
    for &name in Name::ALL {
        let each = |sort: Sort| {
            state.ids(sort).into_iter().map(move |id| Address::one(name, id)).collect::<Vec<_>>()
        };
        match name.spec().index {
            Index::None if !matches!(name, Name::Personnel | Name::DownTo) => out.push(Address::plain(name)),
            Index::None | Index::DomainEnabler | Index::ElementDomain | Index::AllyDomain => {}
            Index::Domain => out.extend(each(Sort::Domain)),
            Index::Ally => out.extend(each(Sort::Ally)),
            Index::Element => out.extend(each(Sort::Element)),
            Index::Tier => out.extend(TIERS.into_iter().map(|tier| Address::one(name, tier))),
            Index::DomainTier => {
                out.extend(
                    state
                        .ids(Sort::Domain)
                        .into_iter()
                        .flat_map(|id| TIERS.into_iter().map(move |tier| Address::two(name, id, tier))),
                );
            }
        }
    }
    out
}
