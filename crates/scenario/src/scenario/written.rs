//! Where a scenario's settings were written: what is no value of an address, but decides results as values do.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    chain::Chain,
    diagnostic::{Diagnostics, Span},
    layer::{Item, Layer, Spanned, TriggerText},
    layered_world::State,
    names::Name,
    resolved::{Origin, Trigger},
};

/// Where a span stands.
pub(super) fn origin(span: Span, found: &Diagnostics) -> Origin {
    let text = &found.texts[span.text];
    if text.is_set {
        return Origin::CommandLine;
    }
    Origin::File { file: Arc::clone(&text.name), line: text.line_of(span.start).0 }
}

/// The origin of each setting by its field, of a domain's threshold by `threshold[domain]`, of a correlation by
/// `correlation[a,b]`; what no layer gives is not there.
pub(super) fn settings(chain: &Chain, state: &State, found: &Diagnostics) -> BTreeMap<String, Origin> {
    let mut out = BTreeMap::new();
    let mut last = |name: &str, of: &dyn Fn(&Layer) -> Option<Span>| {
        if let Some(span) = chain.layers.iter().rev().find_map(|layer| of(layer)) {
            out.insert(name.to_owned(), origin(span, found));
        }
    };
    last("composition", &|l| l.composition.as_ref().map(|it| it.span));
    // The trigger of the Indo-Pacific is a disposition too.
    last("disposition", &|l| {
        let pacific = |t: &&Spanned<TriggerText>| {
            matches!(t.it, TriggerText::Some(Trigger::IndoPacificPriority { .. }))
        };
        let stated = l.disposition.as_ref().map(|it| it.span);
        stated.or_else(|| l.trigger.as_ref().filter(pacific).map(|it| it.span))
    });
    last("trigger", &|l| l.trigger.as_ref().map(|it| it.span));
    last("reporting_tier", &|l| l.reporting_tier.as_ref().map(|it| it.span));
    last("closure_tolerance", &|l| l.closure_tolerance.as_ref().map(|it| it.span));
    last("critical", &|l| {
        let list = l.critical.as_ref().map(|ids| ids.first().map_or(l.whole, |id| id.span));
        let one = |item: &&Item| item.flags.iter().any(|(field, on)| *field == "critical" && *on);
        list.or_else(|| l.domains.iter().find(one).map(|item| item.id.span))
    });
    for domain in state.ids(super::layered_world::Sort::Domain) {
        last(&format!("threshold[{domain}]"), &|l| {
            // Of one layer the particular wins over `all`.
            let named = |wanted: &str| l.thresholds.iter().rev().find(|(id, _)| id.it == wanted);
            let said = named(domain).or_else(|| named("all")).map(|(id, _)| id.span);
            let gives = |item: &&Item| {
                item.id.it == domain && item.numbers.iter().any(|(field, _)| *field == "coverage_threshold")
            };
            said.or_else(|| l.domains.iter().find(gives).map(|item| item.id.span))
        });
    }
    for layer in &chain.layers {
        for (a, b, rho) in &layer.correlations {
            let (a, b) = (a.it.to_string(), b.it.to_string());
            for (first, second) in [(&a, &b), (&b, &a)] {
                out.insert(format!("correlation[{first},{second}]"), origin(rho.span, found));
            }
        }
    }
    for (_, name) in Name::GROUPS {
        if let Some(settled) = state.setting(name, "") {
            out.insert(name.to_owned(), origin(settled.value.span, found));
        }
    }
    out
}
