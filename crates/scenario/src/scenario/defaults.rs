//! What follows from other statements: return shares from the disposition, defaults, the effects of a trigger.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    address::Address,
    chain::Chain,
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    distribution::Distribution,
    how_many,
    layer::{DispositionText, Spanned},
    layered_world::{Settled, State},
    names::{Name, TIERS},
    read_layer::plain_evidence,
    resolved::{Composition, Disposition, Origin, Trigger, Value},
    values::Placed,
    values::value_of,
};

/// What a scenario has by default when no layer says otherwise (besides the reference data).
pub const DEFAULTS: [(Name, f64); 13] = [
    (Name::Personnel, 0.0),
    (Name::Start, 8.0),
    (Name::Duration, 12.0),
    (Name::Profile, 1.0),
    (Name::Information, 1.0),
    (Name::StartYear, START_YEAR),
    (Name::Quarters, 60.0),
    (Name::TroopFloor, 0.0),
    (Name::InvestReadiness, 0.0),
    (Name::InvestPeople, 0.0),
    (Name::InvestPool, 0.0),
    (Name::InvestStart, 0.0),
    (Name::InvestDuration, 20.0),
];

/// First year of a run, at whose start the reference data are.
pub const START_YEAR: f64 = 2026.0;

/// Quarters before `start` at which a departure is announced by default.
pub const NOTICE: f64 = 8.0;

/// Settles `return_share` by the last disposition, and what later layers say of single tiers.
pub(super) fn disposition(
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
        source: Arc::default(),
        note: Arc::default(),
        origin: Origin::Default(why.to_string()),
        trigger: None,
    }
}

/// Fills what no layer has given and the model has a default for.
pub(super) fn defaults(state: &State, composition: &Composition, values: &mut BTreeMap<Address, Placed>) {
    for (name, number) in DEFAULTS {
        if name == Name::Personnel && how_many::is_known_otherwise(composition, values) {
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
    let taken_back = Address::plain(Name::PledgeCutStart);
    if !values.contains_key(&taken_back)
        && let Some((start, span)) = values.get(&Address::plain(Name::Start)).cloned()
    {
        values.insert(taken_back, (default(start.distribution, "as start"), span));
    }
    for ally in &state.allies {
        let value = default(Distribution::Constant(1.0), "takes part");
        values.entry(Address::one(Name::Participation, &ally.id.it)).or_insert((value, None));
    }
    for domain in &state.domains {
        let id = &domain.id.it;
        for (name, why) in [
            (Name::Stay, "nothing stays"),
            (Name::PledgeCut, "no pledge is taken back"),
            (Name::InvestKit, "no programme"),
        ] {
            let value = default(Distribution::Constant(0.0), why);
            values.entry(Address::one(name, id)).or_insert((value, None));
        }
        let weight = values.get(&Address::one(Name::Weight, id)).cloned();
        if let Some((weight, span)) = weight {
            let mut value = default(weight.distribution, "as weight");
            value.grade = weight.grade;
            values.entry(Address::one(Name::Priority, id)).or_insert((value, span));
        }
    }
}

pub(super) fn apply_trigger(
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
            found.push(Diagnostic::error(
                Code::OutOfRange,
                span,
                format!("with this trigger {message}"),
                hint,
            ));
        }
    }
}
