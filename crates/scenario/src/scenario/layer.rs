//! What one file (or the `--set`s of a command line) says, before inheritance: every statement with its place.

use std::{rc::Rc, sync::Arc};

use super::{diagnostic::Span, distribution::Distribution, key::Key, resolved::Grade};

/// Something with the place where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// What was written.
    pub it: T,
    /// Where.
    pub span: Span,
}

/// A number or distribution with its evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The number or distribution.
    pub distribution: Distribution,
    /// Grade, or nothing for a scenario's choice.
    pub grade: Option<Grade>,
    /// Unit as written, or empty.
    pub unit: Arc<str>,
    /// Source, or empty.
    pub source: Arc<str>,
    /// Note, or empty.
    pub note: Arc<str>,
    /// The dates in it, in quarters since the year 0, where points in time are given as dates: all of its points are, and
    /// the distribution counts from there until the start of the run is known. Empty where quarters are counted.
    pub dates: Vec<Spanned<f64>>,
}

/// A value given for a key.
#[derive(Clone, Debug)]
pub struct Entry {
    /// For what.
    pub key: Key,
    /// Where the key's ids stand (equal to `key_span` where they cannot be told apart).
    pub id_spans: [Span; 2],
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Spanned<Evidence>,
}

/// How a scenario selects elements.
#[derive(Clone, Debug, PartialEq)]
pub enum CompositionText {
    /// The same share of every element but those spared.
    Proportional {
        /// Whose elements stay.
        spare: Vec<SelectorText>,
    },
    /// Selectors used up in order.
    Priority {
        /// Who goes first, then, ...
        first: Vec<SelectorText>,
        /// Whose elements stay.
        spare: Vec<SelectorText>,
    },
    /// Shares by element.
    Explicit(Vec<(Spanned<String>, f64)>),
    /// So many people of each.
    Amounts(Vec<(SelectorText, Spanned<f64>)>),
}

/// A selector: what it selects by, and the id; several of them where it is `Any`.
#[derive(Clone, Debug, PartialEq)]
pub struct SelectorText {
    /// Whoever one of them chooses is chosen.
    pub of: Vec<(SelectBy, Spanned<String>)>,
    /// Where it stands: at its id, or at `Any`.
    pub span: Span,
}

/// What a selector selects by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectBy {
    /// Element id.
    Id,
    /// Host country.
    Host,
    /// Service.
    Service,
    /// Domain that the element adds to.
    Domain,
    /// permanent or rotational.
    Posture,
}

/// What a scenario says about what becomes of the forces that left.
#[derive(Clone, Debug, PartialEq)]
pub enum DispositionText {
    /// Kept for Europe.
    Earmarked,
    /// Sent to the Indo-Pacific.
    IndoPacific,
    /// Taken out of the force.
    Inactivated,
    /// Own shares by tier.
    Own(Vec<Spanned<Evidence>>),
}

/// What is said of a domain, an ally or an element: fields that are not given are inherited.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id.
    pub id: Spanned<String>,
    /// Fields with a text: title, unit, service, host, posture, fiscal_class, note.
    pub texts: Vec<(&'static str, Spanned<String>)>,
    /// `enabler` and `critical` of a domain.
    pub flags: Vec<(&'static str, bool)>,
    /// Coverage threshold of a domain, public debt of an ally.
    pub numbers: Vec<(&'static str, f64)>,
    /// Grade of the item itself.
    pub grade: Option<Grade>,
    /// An element's `units` were given, and replace those inherited.
    pub units_given: bool,
}

/// Shorthand for overrides of the world.
#[derive(Clone, Debug, PartialEq)]
pub enum TriggerText {
    /// No trigger, not even an inherited one.
    None,
    /// A trigger.
    Some(super::resolved::Trigger),
}

/// Everything one layer says.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// Name of the scenario it inherits from.
    pub base: Option<Spanned<String>>,
    /// Title for people.
    pub title: Option<Spanned<String>>,
    /// Title for narrow columns.
    pub short_title: Option<Spanned<String>>,
    /// A sentence or two.
    pub description: Option<String>,
    /// Values by key.
    pub entries: Vec<Entry>,
    /// Keys whose values could not be read, which has been said.
    pub unread: Vec<Key>,
    /// `stay`, by domain id or by the groups `all` and `enablers`.
    pub stay: Vec<(Spanned<String>, Spanned<Evidence>)>,
    /// Coverage thresholds by domain id or for `all`.
    pub thresholds: Vec<(Spanned<String>, f64)>,
    /// Critical domains, replacing those inherited.
    pub critical: Option<Vec<Spanned<String>>>,
    /// The last quarter in which somebody leaves.
    pub end: Option<Spanned<Evidence>>,
    /// Composition of the cut.
    pub composition: Option<Spanned<CompositionText>>,
    /// What becomes of the forces that left.
    pub disposition: Option<Spanned<DispositionText>>,
    /// Trigger.
    pub trigger: Option<Spanned<TriggerText>>,
    /// Pairs of correlated inputs.
    pub correlations: Vec<(Spanned<Key>, Spanned<Key>, Spanned<f64>)>,
    /// Tier of the headlines.
    pub reporting_tier: Option<Spanned<u32>>,
    /// Gap that counts as closed.
    pub closure_tolerance: Option<Spanned<f64>>,
    /// Domains added or changed.
    pub domains: Vec<Item>,
    /// Allies added or changed.
    pub allies: Vec<Item>,
    /// Elements added or changed.
    pub elements: Vec<Item>,
    /// Ids taken out.
    pub remove: Vec<Spanned<String>>,
    /// Reference data of its own, in place of those of its folder.
    pub reference: Option<Spanned<Rc<Layer>>>,
    /// Where the layer starts, for what concerns it as a whole.
    pub whole: Span,
}
