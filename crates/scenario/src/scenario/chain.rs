//! The layers of one scenario, from the reference data up.

use std::{cell::RefCell, collections::BTreeSet, rc::Rc, sync::Arc};

use super::{diagnostic::Span, layer::Layer, layered_world::State, reference::Reference};

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
    pub(super) fn holds(&self, span: Span) -> bool {
        let of_layer = |layer: &Rc<Layer>| layer.whole.text == span.text;
        self.set_texts.contains(&span.text) || self.layers[1..].iter().any(of_layer)
    }
}

/// How late in the chain a span was written; the reference data come first, `--set`
/// last.
pub(super) fn rank(chain: &Chain, span: Span) -> usize {
    // Reference data may stand in the text of a scenario.
    let root = chain.layers[0].whole;
    if span.text == root.text && (root.start..root.end).contains(&span.start) {
        return 0;
    }
    let sets = usize::from(chain.sets);
    let scenarios = &chain.layers[1..chain.layers.len() - sets];
    match scenarios.iter().rposition(|layer| layer.whole.text == span.text) {
        Some(at) => at + 1,
        None if chain.set_texts.contains(&span.text) => usize::MAX,
        None => 0,
    }
}
