//! Lays the layers of a scenario over each other: reference data, bases from the root, the scenario, `--set`.
//!
//! Precedence (model.md section 3): a later layer wins over an earlier one. A trigger belongs to the layer that states
//! it: it changes what earlier layers say of its inputs, and what its own layer or a later one says of them wins over
//! it. A later trigger replaces an earlier one, effect included.

use std::{collections::BTreeMap, rc::Rc};

use super::{
    address::Address,
    check,
    diagnostic::{Diagnostic, Diagnostics, Severity, Span},
    distribution::Distribution,
    key::Key,
    layer::{CompositionText, DispositionText, Layer, SelectBy, Spanned, TriggerText},
    names::{Index, Name, TIERS},
    read_layer::plain_evidence,
    resolved::{Ally, Composition, Disposition, Domain, Element, Origin, Scenario, Selector, Trigger, Value},
    state::{Settled, Sort, State, flag, number, text},
    validate::Quantile,
};

/// The layers of one scenario.
pub struct Chain {
    /// Stem of the file.
    pub id: String,
    /// Stems of the bases, nearest first.
    pub bases: Vec<String>,
    /// Reference data, bases from the root, the scenario, then `--set` if there are any.
    pub layers: Vec<Rc<Layer>>,
    /// Whether the last layer is that of `--set`.
    pub sets: bool,
    /// Indices of the texts of `--set`.
    pub set_texts: std::ops::Range<usize>,
}

/// What a scenario has by default when no layer says otherwise (besides the reference data).
pub const DEFAULTS: [(Name, f64); 8] = [
    (Name::Personnel, 0.0),
    (Name::Start, 8.0),
    (Name::Duration, 12.0),
    (Name::Profile, 1.0),
    (Name::Information, 1.0),
    (Name::StartYear, 2026.0),
    (Name::Quarters, 60.0),
    (Name::TroopFloor, 0.0),
];

/// Quarters before `start` at which a departure is announced by default.
pub const NOTICE: f64 = 8.0;

/// A value on its way into the scenario, with the span it came from (nowhere for defaults).
pub type Placed = (Value, Option<Span>);

/// Resolves a chain; findings are added to `found`, and nothing comes back where one is an error of this scenario.
pub fn resolve(chain: &Chain, quantile: Quantile, found: &mut Diagnostics) -> Option<Scenario> {
    // Its own findings first: what another scenario was warned about already is a warning of this one too.
    let before = std::mem::take(&mut found.items);
    let mut scenario = resolve_alone(chain, quantile, found);
    let own = std::mem::replace(&mut found.items, before);
    let warnings = own.iter().filter(|item| item.severity == Severity::Warning);
    scenario.warnings = warnings
        .map(|item| {
            if item.hint.is_empty() {
                item.message.clone()
            } else {
                format!("{}: {}", item.message, item.hint)
            }
        })
        .collect();
    let fine = own.iter().all(|item| item.severity == Severity::Warning);
    for item in own {
        found.push(item);
    }
    fine.then_some(scenario)
}

fn resolve_alone(chain: &Chain, quantile: Quantile, found: &mut Diagnostics) -> Scenario {
    let mut state = State::default();
    for (index, layer) in chain.layers.iter().enumerate() {
        state.apply(index, layer, found);
    }
    let last = |pick: fn(&Layer) -> bool| chain.layers.iter().rposition(|layer| pick(layer));
    let composition_at = last(|l| l.composition.is_some());
    let composition = composition(chain, &state, composition_at, found);
    let trigger_at = last(|l| l.trigger.is_some());
    let trigger = trigger_at.and_then(|at| match &chain.layers[at].trigger {
        Some(Spanned { it: TriggerText::Some(trigger), span }) => Some((trigger.clone(), *span)),
        _ => None,
    });
    let mut values: BTreeMap<Address, Placed> = BTreeMap::new();
    for (key, settled) in &state.values {
        if let Key::Input(address) = key {
            values.insert(address.clone(), (value_of(settled, found, None), Some(settled.value.span)));
        }
    }
    explicit_and_personnel(chain, &state, &composition, composition_at, &mut values, found);
    let disposition =
        disposition(chain, &state, trigger.as_ref().map(|t| &t.0), trigger_at, &mut values, found);
    defaults(&state, &composition, &mut values);
    if let (Some((trigger, span)), Some(at)) = (&trigger, trigger_at) {
        apply_trigger(trigger, *span, at, &state, &mut values, found);
    }
    // Zeros of the two sparse tables say nothing.
    values.retain(|address, (value, _)| {
        !(matches!(address.name, Name::UsUnits | Name::Dependency)
            && value.distribution.constant() == Some(0.0))
    });
    let group = |name: &'static str| {
        state.setting(name, "").and_then(|s| s.value.it.distribution.constant()).unwrap_or(0.0)
    };
    let mut scenario = Scenario {
        id: chain.id.clone(),
        title: String::new(),
        short_title: String::new(),
        description: String::new(),
        bases: chain.bases.clone(),
        domains: state.domains.iter().map(domain).collect(),
        allies: state.allies.iter().map(ally).collect(),
        elements: state.elements.iter().map(element).collect(),
        composition,
        disposition,
        trigger: trigger.map(|t| t.0),
        values: BTreeMap::new(),
        correlations: Vec::new(),
        attainment_correlation: group("attainment_correlation"),
        growth_correlation: group("growth_correlation"),
        reporting_tier: chain
            .layers
            .iter()
            .rev()
            .find_map(|l| l.reporting_tier.as_ref().map(|t| t.it))
            .unwrap_or(30),
        closure_tolerance: chain.layers.iter().rev().find_map(|l| l.closure_tolerance).unwrap_or(0.01),
        warnings: Vec::new(),
    };
    titles(chain, &mut scenario);
    check::scenario(chain, &state, &mut scenario, &values, quantile, found);
    scenario.values = values.into_iter().map(|(address, (value, _))| (address, value)).collect();
    scenario
}

/// Titles are not inherited, except where the leaf gives none: then it is known by its id.
fn titles(chain: &Chain, scenario: &mut Scenario) {
    let own = if chain.sets {
        &chain.layers[chain.layers.len() - 2..]
    } else {
        &chain.layers[chain.layers.len() - 1..]
    };
    let pick = |of: fn(&Layer) -> Option<&String>| own.iter().rev().find_map(|layer| of(layer)).cloned();
    scenario.title = pick(|l| l.title.as_ref()).unwrap_or_else(|| chain.id.clone());
    scenario.short_title = pick(|l| l.short_title.as_ref()).unwrap_or_else(|| scenario.title.clone());
    scenario.description = pick(|l| l.description.as_ref()).unwrap_or_default();
}

fn value_of(settled: &Settled, found: &Diagnostics, note: Option<&str>) -> Value {
    let evidence = &settled.value.it;
    let place = found.place(settled.value.span);
    Value {
        distribution: evidence.distribution.clone(),
        scale: 1.0,
        shift: 0.0,
        grade: evidence.grade,
        source: evidence.source.clone(),
        note: note.map_or_else(|| evidence.note.clone(), String::from),
        origin: if place.file == "--set" {
            Origin::CommandLine
        } else {
            Origin::File { file: place.file, line: place.line }
        },
        trigger: None,
    }
}

fn domain(item: &super::layer::Item) -> Domain {
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

fn ally(item: &super::layer::Item) -> Ally {
    let title = text(item, "title");
    Ally {
        id: item.id.it.clone(),
        title: if title.is_empty() { item.id.it.clone() } else { title },
        fiscal_class: text(item, "fiscal_class"),
        public_debt_pct_gdp: number(item, "public_debt_pct_gdp"),
        note: text(item, "note"),
    }
}

fn element(item: &super::layer::Item) -> Element {
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

/// The composition, its ids checked against the world the scenario ends up with.
fn composition(chain: &Chain, state: &State, at: Option<usize>, found: &mut Diagnostics) -> Composition {
    let Some(Spanned { it, .. }) = at.and_then(|at| chain.layers[at].composition.as_ref()) else {
        return Composition::Proportional;
    };
    match it {
        CompositionText::Proportional => Composition::Proportional,
        CompositionText::Explicit(shares) => {
            for (id, _) in shares {
                state.check_id(Sort::Element, &id.it, id.span, found);
            }
            Composition::Explicit(shares.iter().map(|(id, share)| (id.it.clone(), *share)).collect())
        }
        CompositionText::Priority(selectors) => {
            let mut out = Vec::new();
            for (by, id) in selectors {
                let known = |field: &str| -> Vec<String> {
                    let mut all: Vec<String> = state.elements.iter().map(|e| text(e, field)).collect();
                    all.sort();
                    all.dedup();
                    all
                };
                let field = match by {
                    SelectBy::Id => {
                        state.check_id(Sort::Element, &id.it, id.span, found);
                        out.push(Selector::Element(id.it.clone()));
                        continue;
                    }
                    SelectBy::Domain => {
                        state.check_id(Sort::Domain, &id.it, id.span, found);
                        out.push(Selector::Domain(id.it.clone()));
                        continue;
                    }
                    SelectBy::Host => "host",
                    SelectBy::Service => "service",
                    SelectBy::Posture => "posture",
                };
                let all = known(field);
                if !all.contains(&id.it) {
                    let all: Vec<&str> = all.iter().map(String::as_str).collect();
                    found.push(Diagnostic::error(
                        id.span,
                        format!("no element has the {field} `{}`", super::diagnostic::quote(&id.it)),
                        super::diagnostic::meant(&id.it, &all),
                    ));
                }
                out.push(match by {
                    SelectBy::Host => Selector::Host(id.it.clone()),
                    SelectBy::Service => Selector::Service(id.it.clone()),
                    _ => Selector::Posture(id.it.clone()),
                });
            }
            Composition::Priority(out)
        }
    }
}

/// With Explicit the number of troops follows from the shares: an inherited number goes, a later one is an error.
fn explicit_and_personnel(
    chain: &Chain,
    state: &State,
    composition: &Composition,
    at: Option<usize>,
    values: &mut BTreeMap<Address, Placed>,
    found: &mut Diagnostics,
) {
    let (Composition::Explicit(_), Some(at)) = (composition, at) else { return };
    let address = Address::plain(Name::Personnel);
    values.remove(&address);
    let given = chain
        .layers
        .iter()
        .skip(at + 1)
        .flat_map(|l| &l.entries)
        .find(|e| e.key == Key::Input(address.clone()));
    if let (Some(entry), Some(_)) = (given, state.get(&address)) {
        found.push(Diagnostic::error(
            entry.key_span,
            "personnel beside an Explicit composition that is inherited",
            "the number follows from its shares: give another composition too, or leave this out",
        ));
    }
}

/// Settles `return_share` by the last disposition, and what later layers say of single tiers.
fn disposition(
    chain: &Chain,
    state: &State,
    trigger: Option<&Trigger>,
    trigger_at: Option<usize>,
    values: &mut BTreeMap<Address, Placed>,
    found: &Diagnostics,
) -> Disposition {
    let stated = chain.layers.iter().rposition(|layer| layer.disposition.is_some());
    let by_trigger = matches!(trigger, Some(Trigger::IndoPacificPriority { .. })) && trigger_at > stated;
    let at = if by_trigger { trigger_at } else { stated };
    let text = at.and_then(|at| chain.layers[at].disposition.as_ref());
    let it = match text {
        _ if by_trigger => &DispositionText::IndoPacific,
        Some(text) => &text.it,
        None => &DispositionText::Earmarked,
    };
    let mut own = false;
    for (index, tier) in TIERS.into_iter().enumerate() {
        let address = Address::one(Name::ReturnShare, tier);
        if let Some(settled) = state.get(&address)
            && settled.layer >= at.unwrap_or(0)
        {
            own = true;
            continue;
        }
        let preset = |name: &'static str| {
            state.setting(name, &tier.to_string()).map(|s| (value_of(s, found, None), Some(s.value.span)))
        };
        let placed = match it {
            DispositionText::Earmarked => preset("return_share_earmarked"),
            DispositionText::IndoPacific => preset("return_share_indo_pacific"),
            DispositionText::Inactivated => {
                let span = text.map(|t| t.span);
                let settled = Settled {
                    value: Spanned { it: plain_evidence(0.0), span: span.unwrap_or_default() },
                    layer: 0,
                };
                Some((value_of(&settled, found, Some("Inactivated: nothing returns")), span))
            }
            DispositionText::Own(shares) => shares.get(index).map(|share| {
                let settled = Settled { value: share.clone(), layer: 0 };
                (value_of(&settled, found, None), Some(share.span))
            }),
        };
        if let Some((mut value, span)) = placed {
            if by_trigger {
                value.trigger = Some("IndoPacificPriority: disposition IndoPacific".into());
            }
            values.insert(address, (value, span));
        }
    }
    match it {
        _ if own => Disposition::Own,
        DispositionText::Earmarked => Disposition::Earmarked,
        DispositionText::IndoPacific => Disposition::IndoPacific,
        DispositionText::Inactivated => Disposition::Inactivated,
        DispositionText::Own(_) => Disposition::Own,
    }
}

fn default(distribution: Distribution, why: &str) -> Value {
    Value {
        distribution,
        scale: 1.0,
        shift: 0.0,
        grade: None,
        source: String::new(),
        note: String::new(),
        origin: Origin::Default(why.to_string()),
        trigger: None,
    }
}

/// Fills what no layer has given and the model has a default for.
fn defaults(state: &State, composition: &Composition, values: &mut BTreeMap<Address, Placed>) {
    for (name, number) in DEFAULTS {
        if name == Name::Personnel && matches!(composition, Composition::Explicit(_)) {
            continue;
        }
        let value = default(Distribution::Constant(number), "of the model");
        values.entry(Address::plain(name)).or_insert((value, None));
    }
    for tier in TIERS {
        let value = default(Distribution::Constant(1.0), "all tiers");
        values.entry(Address::one(Name::PlanningTiers, tier)).or_insert((value, None));
    }
    let announced = Address::plain(Name::Announced);
    if !values.contains_key(&announced)
        && let Some((start, span)) = values.get(&Address::plain(Name::Start)).cloned()
    {
        // A start that is drawn takes its announcement along: the same quantile, eight quarters earlier
        // (Scenario::coordinate gives both the same coordinate).
        let mut value = default(start.distribution.clone(), "8 quarters before start");
        match start.distribution.constant() {
            Some(number) => value.distribution = Distribution::Constant(number - NOTICE),
            None => value.shift = -NOTICE,
        }
        values.insert(announced, (value, span));
    }
    for domain in &state.domains {
        let id = &domain.id.it;
        let value = default(Distribution::Constant(0.0), "nothing stays");
        values.entry(Address::one(Name::Stay, id)).or_insert((value, None));
        let weight = values.get(&Address::one(Name::Weight, id)).cloned();
        if let Some((weight, span)) = weight {
            let mut value = default(weight.distribution, "as weight");
            value.grade = weight.grade;
            values.entry(Address::one(Name::Priority, id)).or_insert((value, span));
        }
    }
}

fn apply_trigger(
    trigger: &Trigger,
    span: Span,
    at: usize,
    state: &State,
    values: &mut BTreeMap<Address, Placed>,
    found: &mut Diagnostics,
) {
    let changes: Vec<(Name, f64, f64, String)> = match trigger {
        Trigger::BurdenShifting => Vec::new(),
        Trigger::NegotiatedSettlement { threat_earlier_years: years } => {
            vec![(Name::ThreatMid, 1.0, -years, format!("NegotiatedSettlement: {years} years earlier"))]
        }
        Trigger::IndoPacificPriority { reliability, crisis_probability } => vec![
            (Name::Reliability, *reliability, 0.0, format!("IndoPacificPriority: x {reliability}")),
            (
                Name::CrisisProbability,
                *crisis_probability,
                0.0,
                format!("IndoPacificPriority: x {crisis_probability}"),
            ),
        ],
    };
    for (name, scale, shift, words) in changes {
        let address = Address::plain(name);
        let overridden = state.get(&address).is_some_and(|settled| settled.layer >= at);
        let Some((value, _)) = values.get_mut(&address) else { continue };
        if overridden {
            value.trigger = Some(format!("{words}, but the scenario's own value wins"));
            continue;
        }
        value.scale = scale;
        value.shift = shift;
        value.trigger = Some(words);
        let range = name.spec().range;
        if let Some((message, hint)) =
            super::validate::out_of_range(name.spec().name, range, &value.distribution, scale, shift)
        {
            found.push(Diagnostic::error(span, format!("with this trigger {message}"), hint));
        }
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
            Index::None if name != Name::Personnel => out.push(Address::plain(name)),
            Index::None | Index::DomainEnabler | Index::ElementDomain => {}
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
