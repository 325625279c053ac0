//! The headline index of a scenario in every arm, and what allies do because troops leave.
//!
//! What needs the direct arm comes from the causes where the run did not keep that arm: they may be of the first
//! replicates alone.

use super::{comparison::telling_tier, estimates::Run};
use crate::{
    engine::{
        causes::{Causes, Direct},
        slot::{Slot, slots},
    },
    model::{cells::Outcome, layout::K},
    scenario::names::TIERS,
    stats::randomised,
    store::summary::{Estimate, IndexEntry, Induced, QuantileErrors},
};

/// The index by arm and tier.
pub fn index(run: &Run, s: usize) -> Vec<IndexEntry> {
    let slots = Slot::ALL.into_iter().flat_map(|slot| (0..K).map(move |k| (slot, k)));
    slots.filter_map(|(slot, k)| index_entry(run, s, slot, k)).collect()
}

/// The index in a slot at a tier; `None` if nothing is known of it.
fn index_entry(run: &Run, s: usize, slot: Slot, k: usize) -> Option<IndexEntry> {
    let section = run.section(Outcome::IndexHeadline);
    let (arm, tier) = (slot.name().to_owned(), TIERS[k]);
    let share = |p: f64| Some(p).filter(|p| p.is_finite());
    if !slots(section).contains(&slot) {
        let causes = run.results.causes.as_ref()?;
        let found = causes.direct(s, slot, k)?;
        // Not counted by randomisation: as of independent replicates, which a design that balances its points is no worse
        // than.
        let se = randomised::share_error(found.above_zero, found.mean.n, &[]);
        let of_difference = |p: f64| share(p).filter(|_| slot.is_difference());
        return Some(IndexEntry {
            arm,
            tier,
            estimate: direct_estimate(run, s, slot, k, causes, &found)?,
            quantile_errors: QuantileErrors::default(),
            probability_above_zero: of_difference(found.above_zero),
            probability_above_zero_se: of_difference(se),
        });
    }
    let above = slot.is_difference().then(|| run.accumulated(s).above_zero(section, slot, k)).flatten();
    Some(IndexEntry {
        arm,
        tier,
        estimate: run.estimate(s, Outcome::IndexHeadline, slot, k),
        quantile_errors: quantile_errors(run, s, slot, k),
        probability_above_zero: above.and_then(|(p, _)| share(p)),
        probability_above_zero_se: above.and_then(|(_, se)| share(se)),
    })
}

/// The index of the direct arm or of a difference, from causes, which may be of the first replicates alone. What the
/// reaction adds is known best of all from the same replicates; the rest is what is known of all replicates less that,
/// so that the parts make up the whole.
fn direct_estimate(
    run: &Run,
    s: usize,
    slot: Slot,
    k: usize,
    causes: &Causes,
    found: &Direct,
) -> Option<Estimate> {
    let induced = causes.direct(s, Slot::Induced, k)?.mean.mean;
    let whole = |slot| run.mean(s, Outcome::IndexHeadline, slot, k);
    let mean = match slot {
        Slot::Direct => whole(Slot::Scenario) - induced,
        Slot::DirectEffect => whole(Slot::Attributable) - induced,
        _ => induced,
    };
    let se = found.mean.se;
    let moved = mean - found.mean.mean;
    let (lower, upper) = (found.interval.0 + moved, found.interval.1 + moved);
    let [p05, p25, p50, p75, p95] = found.quantiles;
    Some(Estimate { mean, se, lower, upper, p05, p25, p50, p75, p95 })
}

/// Standard errors of the quantiles of the headline index.
fn quantile_errors(run: &Run, s: usize, slot: Slot, tier: usize) -> QuantileErrors {
    let found = run.accumulated(s).quantile_errors(run.section(Outcome::IndexHeadline), slot, tier);
    let known = found.unwrap_or([f64::NAN; 5]).map(|se| Some(se).filter(|se| se.is_finite()));
    let [p05_se, p25_se, p50_se, p75_se, p95_se] = known;
    QuantileErrors { p05_se, p25_se, p50_se, p75_se, p95_se }
}

/// What the alarm changes in each capability, at the tier where it changes most.
pub fn induced(run: &Run, s: usize) -> Vec<Induced> {
    let section = run.section(Outcome::Shortfall);
    let known = |d: usize, k: usize| match slots(section).contains(&Slot::Induced) {
        true => run.accumulated(s).estimate(section, Slot::Induced, d * K + k),
        false => run.results.causes.as_ref().map(|causes| causes.induced(s, d, k)),
    };
    let domains = run.plan.layout.domains.iter().enumerate();
    domains
        .filter(|&(d, _)| known(d, 0).is_some())
        .map(|(d, domain)| {
            let of = |k: usize| known(d, k).unwrap_or_default();
            let k = telling_tier(run, |k| (0, of(k).mean.abs()));
            Induced { domain: domain.clone(), tier: TIERS[k], mean: of(k).mean, se: of(k).se }
        })
        .collect()
}
