//! The world while layers are laid over each other: items and values, each with the layer that set it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    address::{Address, Axis},
    countries::{country, meant_ally},
    diagnostic::{Code, Diagnostic, Diagnostics, Meant, Span, meant, quote},
    key::{self, Key},
    layer::{Entry, Evidence, Item, Layer, Spanned},
    names::{Index, Name, TIERS},
};

/// Kinds of items that scenarios add, change and remove.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A capability domain.
    Domain,
    /// A European ally.
    Ally,
    /// A US force element.
    Element,
}

impl Sort {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Sort::Domain => "domain",
            Sort::Ally => "ally",
            Sort::Element => "element",
        }
    }

    /// Fields that a new item cannot do without.
    fn needed(self) -> &'static [&'static str] {
        match self {
            Sort::Domain => &["unit"],
            Sort::Ally => &[],
            Sort::Element => &["service", "host", "posture"],
        }
    }
}

/// A value with where and in which layer it was set.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The value.
    pub value: Spanned<Evidence>,
    /// Index of the layer.
    pub layer: usize,
}

/// Items and values.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Domains, in order of first mention.
    pub domains: Vec<Item>,
    /// Allies.
    pub allies: Vec<Item>,
    /// Elements.
    pub elements: Vec<Item>,
    /// Values by key.
    pub values: BTreeMap<Key, Settled>,
    /// Keys whose last values could not be read.
    pub unread: BTreeSet<Key>,
    removed: BTreeSet<String>,
    layers: usize,
}

impl State {
    /// The items of a kind.
    pub fn items(&self, sort: Sort) -> &[Item] {
        match sort {
            Sort::Domain => &self.domains,
            Sort::Ally => &self.allies,
            Sort::Element => &self.elements,
        }
    }

    fn items_mut(&mut self, sort: Sort) -> &mut Vec<Item> {
        match sort {
            Sort::Domain => &mut self.domains,
            Sort::Ally => &mut self.allies,
            Sort::Element => &mut self.elements,
        }
    }

    /// Ids of a kind.
    pub fn ids(&self, sort: Sort) -> Vec<&str> {
        self.items(sort).iter().map(|item| item.id.it.as_str()).collect()
    }

    /// Whether there is such an item.
    pub fn has(&self, sort: Sort, id: &str) -> bool {
        self.items(sort).iter().any(|item| item.id.it == id)
    }

    /// Reports an id that does not exist.
    pub fn check_id(&self, sort: Sort, id: &str, span: Span, found: &mut Diagnostics) -> bool {
        if self.has(sort, id) {
            return true;
        }
        if found.is_full() {
            return false;
        }
        found.push(if self.removed.contains(id) {
            let message = format!("{} `{}` is removed", sort.word(), quote(id));
            Diagnostic::error(Code::Removed, span, message, "take it out of `remove`, or leave this out")
        } else {
            let message = format!("unknown {} `{}`", sort.word(), quote(id));
            Diagnostic::unknown(span, message, self.meant(sort, id))
        });
        false
    }

    /// What an id of a kind was probably to be.
    fn meant(&self, sort: Sort, id: &str) -> Meant {
        match sort {
            Sort::Ally => meant_ally(id, &self.ids(sort)),
            _ => meant(id, &self.ids(sort)),
        }
    }

    /// Layers that it is of.
    pub fn layers(&self) -> usize {
        self.layers
    }

    /// Lays a layer over what is there: removals, items, what stays, values.
    pub fn apply(&mut self, layer: &Layer, found: &mut Diagnostics) {
        let index = self.layers;
        self.layers += 1;
        for id in &layer.remove {
            self.remove(id, found);
        }
        for (sort, items) in
            [(Sort::Domain, &layer.domains), (Sort::Ally, &layer.allies), (Sort::Element, &layer.elements)]
        {
            for item in items {
                self.change(sort, item, found);
            }
        }
        self.stay(index, layer, found);
        self.unread.extend(layer.unread.iter().cloned());
        // From the general to the particular, whatever the order of writing.
        let mut entries: Vec<&Entry> = layer.entries.iter().collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.key.wildcards()));
        for entry in entries {
            self.unread.remove(&entry.key);
            for key in self.meant_by(entry, found) {
                self.values.insert(key, Settled { value: entry.value.clone(), layer: index });
            }
        }
        self.domain_settings(layer, found);
    }

    fn remove(&mut self, id: &Spanned<String>, found: &mut Diagnostics) {
        let mut there = false;
        for sort in [Sort::Domain, Sort::Ally, Sort::Element] {
            let items = self.items_mut(sort);
            let before = items.len();
            items.retain(|item| item.id.it != id.it);
            there |= items.len() < before;
        }
        if there {
            // No input has ids of two kinds that could be confused, but ids of values are: drop what names this one.
            self.values.retain(|key, _| key.ids().0 != id.it && key.ids().1 != id.it);
            self.removed.insert(id.it.clone());
            return;
        }
        if found.is_full() {
            return;
        }
        let all: Vec<&str> =
            [Sort::Domain, Sort::Ally, Sort::Element].into_iter().flat_map(|sort| self.ids(sort)).collect();
        found.push(if self.removed.contains(&id.it) {
            let message = format!("`{}` is removed already", quote(&id.it));
            Diagnostic::error(Code::Removed, id.span, message, "by a base; leave it out")
        } else {
            // Three capitals are a country's code, also a misspelt one.
            let code = id.it.len() == 3 && id.it.bytes().all(|b| b.is_ascii_uppercase());
            let meant = if code || country(&id.it).is_some() {
                self.meant(Sort::Ally, &id.it)
            } else {
                meant(&id.it, &all)
            };
            Diagnostic::unknown(id.span, format!("nothing called `{}` to remove", quote(&id.it)), meant)
        });
    }

    fn change(&mut self, sort: Sort, item: &Item, found: &mut Diagnostics) {
        if item.units_given {
            self.values.retain(
                |key, _| !matches!(key, Key::Input(a) if a.name == Name::UsUnits && a.first == item.id.it),
            );
        }
        if let Some(there) = self.items_mut(sort).iter_mut().find(|there| there.id.it == item.id.it) {
            // Later fields win: readers look from the back.
            there.texts.extend(item.texts.iter().cloned());
            there.flags.extend(item.flags.iter().copied());
            there.numbers.extend(item.numbers.iter().copied());
            there.grade = item.grade.or(there.grade);
            return;
        }
        let lacking: Vec<&str> = sort
            .needed()
            .iter()
            .copied()
            .filter(|field| !item.texts.iter().any(|(name, _)| name == field))
            .collect();
        let id = &item.id;
        if let Some(other) =
            [Sort::Domain, Sort::Ally, Sort::Element].into_iter().find(|s| *s != sort && self.has(*s, &id.it))
        {
            found.push(Diagnostic::error(
                Code::Twice,
                id.span,
                format!("`{}` is the id of another kind", quote(&id.it)),
                format!("there is a {} of that name", other.word()),
            ));
            return;
        }
        if !lacking.is_empty() && !found.is_full() {
            let near = super::diagnostic::nearest(&id.it, self.ids(sort));
            let hint = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("a new {} needs {}", sort.word(), lacking.join(", ")),
            };
            found.push(Diagnostic::error(
                Code::Missing,
                id.span,
                format!("new {} `{}` without {}", sort.word(), quote(&id.it), lacking.join(", ")),
                hint,
            ));
        }
        // Kept even so: one mistake, one message.
        self.removed.remove(&id.it);
        self.items_mut(sort).push(item.clone());
    }

    fn stay(&mut self, index: usize, layer: &Layer, found: &mut Diagnostics) {
        // From the general to the particular, whatever the order of writing.
        let rank = |id: &str| match id {
            "all" => 0,
            "enablers" => 1,
            _ => 2,
        };
        let mut given: Vec<_> = layer.stay.iter().collect();
        given.sort_by_key(|(id, _)| rank(&id.it));
        for (id, value) in given {
            let ids: Vec<String> = match id.it.as_str() {
                "all" => self.ids(Sort::Domain).into_iter().map(String::from).collect(),
                "enablers" => {
                    self.domains.iter().filter(|d| flag(d, "enabler")).map(|d| d.id.it.clone()).collect()
                }
                one => {
                    if !self.has(Sort::Domain, one) {
                        let mut known = self.ids(Sort::Domain);
                        known.extend(["all", "enablers"]);
                        if self.removed.contains(one) {
                            self.check_id(Sort::Domain, one, id.span, found);
                        } else {
                            found.push(Diagnostic::unknown(
                                id.span,
                                format!("unknown domain `{}`", quote(one)),
                                meant(one, &known),
                            ));
                        }
                        continue;
                    }
                    vec![one.to_string()]
                }
            };
            for id in ids {
                self.values.insert(
                    Key::Input(Address::one(Name::Stay, id)),
                    Settled { value: value.clone(), layer: index },
                );
            }
        }
    }

    /// The keys that an entry gives a value: its own, or one for every id where it has a `*`; none where something is
    /// wrong with an id.
    fn meant_by(&self, entry: &Entry, found: &mut Diagnostics) -> Vec<Key> {
        if !self.entry_exists(entry, found) {
            return Vec::new();
        }
        let address = match &entry.key {
            key if key.wildcards() == 0 => return vec![key.clone()],
            Key::Setting(name, _) => return TIERS.map(|tier| Key::Setting(name, tier.to_string())).to_vec(),
            Key::Input(address) => address,
        };
        // What a sparse table does not have stays away.
        let there = |address: &Address| !address.name.is_sparse() || self.get(address).is_some();
        let all = address.expanded(|axis| match axis {
            Axis::Domain => self.ids(Sort::Domain),
            Axis::Enabler => {
                self.domains.iter().filter(|d| flag(d, "enabler")).map(|d| d.id.it.as_str()).collect()
            }
            Axis::Ally => self.ids(Sort::Ally),
            Axis::Element => self.ids(Sort::Element),
        });
        all.into_iter().filter(there).map(Key::Input).collect()
    }

    fn entry_exists(&self, entry: &Entry, found: &mut Diagnostics) -> bool {
        let (first, second) = entry.key.ids();
        let [a, b] = entry.id_spans;
        let mut check = |sort, id: &str, span| id == "*" || self.check_id(sort, id, span, found);
        match entry.key.index() {
            Index::None | Index::Tier => true,
            Index::Domain | Index::DomainTier => check(Sort::Domain, first, a),
            Index::Ally => check(Sort::Ally, first, a),
            Index::Element => check(Sort::Element, first, a),
            Index::ElementDomain => check(Sort::Element, first, a) & check(Sort::Domain, second, b),
            Index::AllyDomain => check(Sort::Ally, first, a) & check(Sort::Domain, second, b),
            Index::DomainEnabler => {
                check(Sort::Domain, first, a) & check(Sort::Domain, second, b)
                    && (entry.key.wildcards() > 0 || self.check_enabler(first, second, b, found))
            }
        }
    }

    fn check_enabler(&self, domain: &str, enabler: &str, span: Span, found: &mut Diagnostics) -> bool {
        let is_enabler = self.domains.iter().any(|d| d.id.it == enabler && flag(d, "enabler"));
        if domain == enabler {
            found.push(Diagnostic::error(
                Code::Circle,
                span,
                format!("`{domain}` would depend on itself"),
                "name another domain",
            ));
        } else if !is_enabler {
            let known: Vec<&str> =
                self.domains.iter().filter(|d| flag(d, "enabler")).map(|d| d.id.it.as_str()).collect();
            found.push(Diagnostic::error(
                Code::OutOfRange,
                span,
                format!("domain `{enabler}` is no enabler"),
                format!("enablers: {}", known.join(", ")),
            ));
        }
        domain != enabler && is_enabler
    }

    fn domain_settings(&mut self, layer: &Layer, found: &mut Diagnostics) {
        if let Some(critical) = &layer.critical {
            for id in critical {
                self.check_id(Sort::Domain, &id.it, id.span, found);
            }
            for domain in &mut self.domains {
                domain.flags.push(("critical", critical.iter().any(|id| id.it == domain.id.it)));
            }
        }
        let mut given: Vec<_> = layer.thresholds.iter().collect();
        given.sort_by_key(|(id, _)| id.it != "all");
        for (id, value) in given {
            if id.it != "all" && !self.check_id(Sort::Domain, &id.it, id.span, found) {
                continue;
            }
            for domain in self.domains.iter_mut().filter(|d| id.it == "all" || d.id.it == id.it) {
                domain.numbers.push(("coverage_threshold", *value));
            }
        }
    }

    /// The value of an input.
    pub fn get(&self, address: &Address) -> Option<&Settled> {
        self.values.get(&Key::Input(address.clone()))
    }

    /// The value of a setting.
    pub fn setting(&self, name: &'static str, tier: &str) -> Option<&Settled> {
        debug_assert!(key::SETTINGS.iter().any(|row| row.0 == name));
        self.values.get(&Key::Setting(name, tier.to_string()))
    }
}

/// A flag of an item, false where it is not given.
pub fn flag(item: &Item, name: &str) -> bool {
    item.flags.iter().rev().find(|(field, _)| *field == name).is_some_and(|(_, flag)| *flag)
}

/// A text of an item, empty where it is not given.
pub fn text(item: &Item, name: &str) -> String {
    item.texts
        .iter()
        .rev()
        .find(|(field, _)| *field == name)
        .map_or(String::new(), |(_, text)| text.it.clone())
}

/// A number of an item.
pub fn number(item: &Item, name: &str) -> Option<f64> {
    item.numbers.iter().rev().find(|(field, _)| *field == name).map(|(_, number)| *number)
}
