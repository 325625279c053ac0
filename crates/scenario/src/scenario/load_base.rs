//! What a scenario is compared with: its base, resolved as if it were asked for itself.

use std::path::PathBuf;

use super::{chain::Chain, loader::Loader, resolve::resolve, resolved::Scenario};

/// The base of each source, in order: the scenario that it names as base, or, without one, what the reference data and
/// the model's defaults say by themselves (with an empty id). `None` where that is no valid scenario of its own.
///
/// `sets` apply to the bases too, so that what `--set` says is no difference.
#[must_use]
pub fn bases(sources: &[PathBuf], sets: &[String]) -> Vec<Option<Scenario>> {
    let mut loader = Loader::default();
    let sets = loader.sets(sets);
    let set_texts = loader.found.texts.len();
    sources
        .iter()
        .map(|source| {
            let place = loader.find(source)?;
            let chain = loader.chain(&place, "")?;
            let mut layers = chain.layers.clone();
            layers.pop();
            layers.extend(sets.clone());
            let base = Chain {
                id: chain.bases.first().cloned().unwrap_or_default(),
                bases: chain.bases.iter().skip(1).cloned().collect(),
                layers,
                sets: sets.is_some(),
                set_texts: 0..set_texts,
                ..chain
            };
            // What is wrong with a base has been said where it was read; here it is only not there.
            let mut found = std::mem::take(&mut loader.found.items);
            let scenario = resolve(&base, &mut loader.found);
            loader.found.items = std::mem::take(&mut found);
            scenario
        })
        .collect()
}
