//! Lays the layers of a scenario over each other: reference data, bases from the root, the scenario, `--set`.
//!
//! Precedence (model.md section 3): a later layer wins over an earlier one. A trigger belongs to the layer that states
//! it: it changes what earlier layers say of its inputs, and what its own layer or a later one says of them wins over
//! it. A later trigger replaces an earlier one, effect included.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

use super::{
    address::Address,
    chain::Chain,
    composition, dates,
    defaults::{apply_trigger, defaults, disposition},
    diagnostic::{Diagnostics, Span, Text},
    how_long, how_many,
    key::Key,
    layer::{Item, Layer, Spanned, TriggerText},
    layered_world::{Settled, State, flag, number, text},
    names::Name,
    resolved::{Ally, Domain, Element, Scenario, Value},
    values::{Values, value_of},
    written,
};

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
pub(super) fn values_of(chain: &Chain, layers: &[Rc<Layer>], texts: &[Text]) -> Values {
    laid(chain, layers, texts).values
}

/// Some of a chain's layers laid over each other.
fn laid(chain: &Chain, layers: &[Rc<Layer>], texts: &[Text]) -> Laid {
    let part = Chain { layers: layers.to_vec(), sets: false, begun: None, ..chain.clone() };
    let mut found = Diagnostics { texts: texts.to_vec(), items: Vec::new() };
    lay(&part, &[], &mut found)
}

pub(super) fn without_places(values: Values) -> BTreeMap<Address, Value> {
    values.into_iter().map(|(address, (value, _))| (address, value)).collect()
}

/// What the layers come to.
pub(super) struct Laid {
    /// The scenario but for its titles, values and correlations.
    pub scenario: Scenario,
    pub state: State,
    /// Its values with their places.
    pub values: Values,
    /// Values that are wrong, or could not be read.
    pub wrong: BTreeSet<Address>,
}

/// Lays the layers over each other.
pub(super) fn lay(chain: &Chain, errors: &[Span], found: &mut Diagnostics) -> Laid {
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
    let mut values: Values = state.values.iter().filter_map(value).collect();
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

pub(super) fn domain(item: &Item) -> Domain {
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

pub(super) fn ally(item: &Item) -> Ally {
    let title = text(item, "title");
    Ally {
        id: item.id.it.clone(),
        title: if title.is_empty() { item.id.it.clone() } else { title },
        fiscal_class: text(item, "fiscal_class"),
        public_debt_pct_gdp: number(item, "public_debt_pct_gdp"),
        note: text(item, "note"),
    }
}

pub(super) fn element(item: &Item) -> Element {
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
