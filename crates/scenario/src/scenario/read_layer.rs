//! Reads a scenario file, a file of the reference data, or a `--set`, into a [`Layer`].

use std::{rc::Rc, sync::Arc};

use super::{
    diagnostic::{Code, Diagnostic, Span, meant, quote},
    distribution::Distribution,
    key::{self, Key},
    layer::{Entry, Evidence, Layer, Spanned},
    names::{Index, Name},
    read::{Reader, inside},
    read_date::{POINTS, Takes},
    tree::{Kind, Node, Word},
};

/// Fields of a scenario besides the names of inputs and settings that have no index.
pub const FIELDS: [&str; 26] = [
    "base",
    "title",
    "short_title",
    "description",
    "end",
    "composition",
    "disposition",
    "trigger",
    "stay",
    "planning_tiers",
    "overrides",
    "correlations",
    "reporting_tier",
    "closure_tolerance",
    "critical",
    "thresholds",
    "domains",
    "allies",
    "elements",
    "remove",
    "without",
    "attainment_correlation",
    "growth_correlation",
    "participation_correlation",
    "shock_rise_correlation",
    "reference",
];

/// Most characters of a title, and of one for narrow columns.
pub const TITLE: usize = 200;
/// See [`TITLE`].
pub const SHORT_TITLE: usize = 60;

/// The timetables of a departure, in the order of their numbers in the model.
pub const PROFILES: [&str; 3] = ["Linear", "SCurve", "FrontLoaded"];

/// Fields of a file of the reference data.
pub const REFERENCE_FIELDS: [&str; 4] = ["domains", "allies", "elements", "values"];

/// Names of inputs that have one value, each of which is a field of a scenario.
#[must_use]
pub fn plain_names() -> Vec<&'static str> {
    Name::ALL.iter().filter(|name| name.spec().index == Index::None).map(|name| name.spec().name).collect()
}

/// Fields that tell an experiment file from a scenario.
const OF_EXPERIMENTS: [&str; 3] = ["levers", "uncertainties", "policies"];

/// The first field of a file that is one of some.
pub fn field_of<'n>(node: &'n Node, names: &[&str]) -> Option<&'n Word> {
    let Kind::Struct(None, fields) = &node.kind else { return None };
    fields.iter().map(|(word, _)| word).find(|word| names.contains(&word.text.as_str()))
}

/// All fields of a scenario.
#[must_use]
pub fn scenario_fields() -> Vec<&'static str> {
    FIELDS.into_iter().chain(plain_names()).collect()
}

/// What kind of text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A scenario.
    Scenario,
    /// A file of the reference data.
    Reference,
}

impl Reader<'_> {
    /// Reads a whole file.
    pub fn layer(&mut self, node: &Node, kind: FileKind) -> Layer {
        let mut layer =
            Layer { whole: self.span(&(node.range.start..node.range.start + 1)), ..Layer::default() };
        let known = if kind == FileKind::Reference { REFERENCE_FIELDS.to_vec() } else { scenario_fields() };
        if let Some(word) = field_of(node, &OF_EXPERIMENTS) {
            self.error(
                Code::OtherKind,
                &word.range,
                "an experiment file, not a scenario",
                "`drawdown sweep` takes it",
            );
            return layer;
        }
        for (word, value) in self.plain_struct(node, "a scenario", &known) {
            let name_span = self.span(&word.range);
            self.field(&mut layer, &word.text, name_span, value);
        }
        self.how_many_once(&layer);
        self.how_long_once(&layer);
        self.doubled(&layer);
        if let (Some(base), Some(own)) = (&layer.base, &layer.reference) {
            self.found.push(Diagnostic::error(
                Code::Conflict,
                own.span,
                format!("`reference` beside `base: \"{}\"`", quote(&base.it)),
                "a base has reference data under it already: leave one of the two out",
            ));
        }
        layer
    }

    /// Reads the reference data that stand in a scenario itself.
    fn own_reference(&mut self, name_span: Span, node: &Node) -> Spanned<Rc<Layer>> {
        let mut layer = Layer { whole: self.span(&node.range), ..Layer::default() };
        for (word, value) in self.plain_struct(node, "reference data", &REFERENCE_FIELDS) {
            let span = self.span(&word.range);
            self.field(&mut layer, &word.text, span, value);
        }
        self.doubled(&layer);
        Spanned { it: Rc::new(layer), span: name_span }
    }

    /// Reads one field of a scenario into the layer.
    pub fn field(&mut self, layer: &mut Layer, name: &str, name_span: Span, value: &Node) {
        match name {
            "base" => layer.base = self.id(value, "base"),
            "title" => layer.title = self.title(value, "title", TITLE),
            "short_title" => layer.short_title = self.title(value, "short_title", SHORT_TITLE),
            "description" => layer.description = self.prose(value, "description").map(|t| t.it),
            "end" => layer.end = self.end(value),
            "composition" => layer.composition = self.composition(value),
            "disposition" => layer.disposition = self.disposition(value),
            "trigger" => layer.trigger = self.trigger(value),
            "stay" => self.stay(layer, value),
            "planning_tiers" => self.planning_tiers(layer, name_span, value),
            "overrides" | "values" => self.values(layer, value, name),
            "correlations" => self.correlations(layer, value),
            "reporting_tier" => {
                layer.reporting_tier =
                    self.tier(value, name).map(|it| Spanned { it, span: self.span(&value.range) });
            }
            "closure_tolerance" => {
                layer.closure_tolerance =
                    self.fraction(value, name).map(|it| Spanned { it, span: self.span(&value.range) });
            }
            "critical" => {
                let items = self.list(value, name).unwrap_or(&[]);
                layer.critical =
                    Some(items.iter().filter_map(|item| self.id(item, "a critical domain")).collect());
            }
            "thresholds" => self.thresholds(layer, value),
            "domains" => self.domains(layer, value),
            "allies" => self.allies(layer, value),
            "elements" => self.elements(layer, value),
            "reference" => layer.reference = Some(self.own_reference(name_span, value)),
            "without" => {
                for id in self.list(value, name).unwrap_or(&[]) {
                    let Some(id) = self.id(id, "an ally that stands aside") else { continue };
                    let key = Key::Input(super::address::Address::one(Name::Participation, &id.it));
                    let value = Spanned { it: plain_evidence(0.0), span: id.span };
                    layer.entries.push(Entry { key, id_spans: [id.span; 2], key_span: id.span, value });
                }
            }
            "remove" => {
                let items = self.list(value, name).unwrap_or(&[]);
                let ids: Vec<_> = items.iter().filter_map(|item| self.id(item, "an id to remove")).collect();
                let mut seen = std::collections::BTreeSet::new();
                for id in ids {
                    if !seen.insert(id.it.clone()) {
                        self.found.push(Diagnostic::error(
                            Code::Twice,
                            id.span,
                            format!("`{}` is removed twice", quote(&id.it)),
                            "name it once",
                        ));
                    } else {
                        layer.remove.push(id);
                    }
                }
            }
            _ => {
                if let Ok((key, _)) = key::parse(name, false) {
                    self.entry(layer, key, name_span, [name_span; 2], value);
                }
            }
        }
    }

    /// Reads the value of a key into the layer.
    pub fn entry(&mut self, layer: &mut Layer, key: Key, key_span: Span, id_spans: [Span; 2], node: &Node) {
        let text = key.to_string();
        let value = if key == Key::Input(super::address::Address::plain(Name::Profile)) {
            self.profile(node)
        } else {
            self.evidence_or_dates(node, &format!("`{text}`"), Takes::of(&key))
        };
        let Some(value) = value else {
            layer.unread.push(key);
            return;
        };
        // Dates lie within the run, which is looked at as soon as its start is known.
        if value.it.dates.is_empty() {
            self.check_range(&key, &value);
        }
        self.check_unit(&key, node, &value);
        layer.entries.push(Entry { key, id_spans, key_span, value });
    }

    fn profile(&mut self, node: &Node) -> Option<Spanned<Evidence>> {
        let Kind::Name(name) = &node.kind else {
            self.wrong(node, "`profile`", "Linear, SCurve or FrontLoaded");
            return None;
        };
        let Some(index) = PROFILES.iter().position(|p| p == name) else {
            self.unknown(&node.range, format!("unknown profile `{}`", quote(name)), meant(name, &PROFILES));
            return None;
        };
        Some(Spanned { it: plain_evidence(index as f64), span: self.span(&node.range) })
    }

    /// Values out of range, and structural quantities that are no constants.
    pub fn check_range(&mut self, key: &Key, value: &Spanned<Evidence>) {
        let distribution = &value.it.distribution;
        if key.structural() {
            let Some(number) = distribution.constant() else {
                self.found.push(Diagnostic::error(
                    Code::WrongType,
                    value.span,
                    format!("`{key}` is a distribution"),
                    format!("`{key}` is part of the structure of the run: write a plain number"),
                ));
                return;
            };
            let whole = matches!(key, Key::Input(a) if matches!(a.name, Name::Quarters | Name::StartYear | Name::PlanningTiers));
            if whole && number.fract() != 0.0 {
                self.found.push(Diagnostic::error(
                    Code::OutOfRange,
                    value.span,
                    format!("`{key}` is {number}"),
                    "expected a whole number",
                ));
                return;
            }
        }
        if let Some((message, hint)) =
            super::validate::out_of_range(&key.to_string(), key.range(), distribution, 1.0, 0.0)
        {
            let point = matches!(key, Key::Input(address) if POINTS.contains(&address.name));
            let date = if point {
                "; quarters from the start of the run, or a date such as \"2027 Q1\""
            } else {
                ""
            };
            self.found.push(Diagnostic::error(Code::OutOfRange, value.span, message, hint + date));
        }
    }

    /// A unit that is written must be the one the model counts in.
    fn check_unit(&mut self, key: &Key, node: &Node, value: &Spanned<Evidence>) {
        let Kind::Struct(None, fields) = &node.kind else { return };
        let unit = &*value.it.unit;
        let Some((_, at)) = fields.iter().find(|(word, _)| word.text == "unit") else { return };
        let same = unit == key.unit()
            || matches!(
                (unit, key.unit()),
                ("year", "calendar year") | ("fraction", "-") | ("-", "fraction")
            );
        if !unit.is_empty() && !same {
            self.error(
                Code::Unit,
                &at.range,
                format!("`{key}` in `{}`", quote(unit)),
                format!("its unit is {}", key.unit()),
            );
        }
    }

    fn title(&mut self, node: &Node, what: &str, most: usize) -> Option<Spanned<String>> {
        let text = self.text_within(node, what, most, false)?;
        if text.it.trim().is_empty() {
            self.error(Code::Empty, &node.range, format!("{what} is empty"), "expected a title for people");
            return None;
        }
        Some(text)
    }

    /// A readiness tier, as a number.
    pub fn tier(&mut self, node: &Node, what: &str) -> Option<u32> {
        let value = self.number(node, what)?;
        let tier = super::names::TIERS.into_iter().find(|t| f64::from(*t) == value);
        if tier.is_none() {
            self.error(Code::OutOfRange, &node.range, format!("{what} is {value}"), "allowed: 10, 30, 180");
        }
        tier
    }

    fn planning_tiers(&mut self, layer: &mut Layer, name_span: Span, node: &Node) {
        let Some(items) = self.list(node, "planning_tiers") else { return };
        let mut tiers = Vec::new();
        for item in items {
            match self.tier(item, "a planning tier") {
                Some(tier) if tiers.contains(&tier) => self.error(
                    Code::Twice,
                    &item.range,
                    format!("tier {tier} is given twice"),
                    "each tier may stand once",
                ),
                Some(tier) => tiers.push(tier),
                None => {}
            }
        }
        if items.is_empty() {
            self.error(Code::Empty, &node.range, "no planning tier", "expected at least one of 10, 30, 180");
        }
        for tier in super::names::TIERS {
            let key = Key::Input(super::address::Address::one(Name::PlanningTiers, tier));
            let value = Spanned {
                it: plain_evidence(f64::from(u8::from(tiers.contains(&tier)))),
                span: self.span(&node.range),
            };
            layer.entries.push(Entry { key, id_spans: [name_span; 2], key_span: name_span, value });
        }
    }

    fn values(&mut self, layer: &mut Layer, node: &Node, what: &str) {
        for (text, value) in self.map(node, what, "name[id]") {
            let range = text.span.start - self.offset..text.span.end - self.offset;
            match key::parse(&text.it, false) {
                Ok((key, ids)) => {
                    let spans = ids.map(|r| {
                        if r.is_empty() { text.span } else { self.span(&inside(&range, &text.it, &r)) }
                    });
                    self.entry(layer, key, text.span, spans, value);
                }
                Err(fault) => {
                    let span = self.span(&inside(&range, &text.it, &fault.range));
                    self.found.push(fault.at(span));
                }
            }
        }
    }

    fn thresholds(&mut self, layer: &mut Layer, node: &Node) {
        if let Kind::Number(_) = node.kind {
            if let Some(value) = self.fraction(node, "a coverage threshold") {
                layer.thresholds.push((Spanned { it: "all".into(), span: self.span(&node.range) }, value));
            }
            return;
        }
        for (id, value) in self.map(node, "thresholds", "domain") {
            if let Some(value) = self.fraction(value, "a coverage threshold") {
                layer.thresholds.push((id, value));
            }
        }
    }

    /// The same key as a field and in `overrides`, or in two spellings.
    pub fn doubled(&mut self, layer: &Layer) {
        let mut seen = std::collections::BTreeSet::new();
        for entry in &layer.entries {
            if !seen.insert(&entry.key) {
                self.found.push(Diagnostic::error(
                    Code::Twice,
                    entry.key_span,
                    format!("`{}` is given twice", entry.key),
                    "each value may be given once a file",
                ));
            }
        }
    }
}

/// A number without evidence.
#[must_use]
pub fn plain_evidence(value: f64) -> Evidence {
    Evidence {
        distribution: Distribution::Constant(value),
        grade: None,
        unit: Arc::default(),
        source: Arc::default(),
        note: Arc::default(),
        dates: Vec::new(),
    }
}
