//! Reads domains, allies and force elements, in the reference data and where a scenario adds or changes them.

use super::{
    address::Address,
    diagnostic::{Code, Diagnostic, quote},
    key::Key,
    layer::{Item, Layer, Spanned},
    names::Name,
    read::{ID, ID_IS, Reader, is_id},
    tree::Node,
};

const DOMAIN: [&str; 7] = ["title", "unit", "enabler", "critical", "coverage_threshold", "grade", "note"];
const ALLY: [&str; 13] = [
    "title",
    "gdp_now",
    "share_now",
    "growth",
    "pledge",
    "pledge_year",
    "attainment",
    "shock_rise",
    "participation",
    "fiscal_class",
    "public_debt_pct_gdp",
    "grade",
    "note",
];
const ELEMENT: [&str; 7] = ["title", "service", "host", "posture", "personnel", "units", "note"];

/// Most domains, allies or force elements that a file may name.
const MOST_ITEMS: usize = 500;

impl Reader<'_> {
    fn item(&mut self, id: Spanned<String>) -> Item {
        Item {
            id,
            texts: Vec::new(),
            flags: Vec::new(),
            numbers: Vec::new(),
            grade: None,
            units_given: false,
        }
    }

    fn common(&mut self, item: &mut Item, field: &'static str, value: &Node) {
        match field {
            "grade" => item.grade = self.grade(value),
            "enabler" | "critical" => item.flags.extend(self.flag(value, field).map(|flag| (field, flag))),
            "coverage_threshold" => item.numbers.extend(self.fraction(value, field).map(|v| (field, v))),
            "public_debt_pct_gdp" => item.numbers.extend(self.number(value, field).map(|v| (field, v))),
            "title" => item.texts.extend(self.text(value, field).map(|t| (field, t))),
            "note" => item.texts.extend(self.prose(value, field).map(|t| (field, t))),
            _ => {
                // What is wrong is not missing besides: an empty text stands in for it.
                let stand_in = Spanned { it: String::new(), span: self.span(&value.range) };
                item.texts.push((field, self.id_or_text(field, value).unwrap_or(stand_in)));
            }
        }
    }

    fn id_or_text(&mut self, field: &str, value: &Node) -> Option<Spanned<String>> {
        let text = if matches!(field, "host" | "service") {
            self.id(value, field)?
        } else {
            self.text(value, field)?
        };
        if text.it.trim().is_empty() {
            self.error(Code::Empty, &value.range, format!("{field} is empty"), "expected a text");
            return None;
        }
        if field == "host" && !(text.it.len() == 3 && text.it.bytes().all(|b| b.is_ascii_uppercase())) {
            let message = format!("host `{}`", quote(&text.it));
            let known =
                super::countries::country(&text.it).map(|(code, _)| format!("did you mean `{code}`? "));
            let form = "expected an ISO 3166 alpha-3 code such as DEU (Kosovo: XKX)";
            self.error(Code::Form, &value.range, message, format!("{}{form}", known.unwrap_or_default()));
            return None;
        }
        if field == "posture" && !matches!(text.it.as_str(), "permanent" | "rotational") {
            self.error(
                Code::OutOfRange,
                &value.range,
                format!("posture `{}`", quote(&text.it)),
                "allowed: permanent, rotational",
            );
            return None;
        }
        Some(text)
    }

    /// `domains: {"id": (title: ..., unit: ..., ...)}`.
    pub fn domains(&mut self, layer: &mut Layer, node: &Node) {
        for (id, value) in self.items(node, "domains") {
            let mut item = self.item(id);
            for (word, value) in self.plain_struct(value, "a domain", &DOMAIN) {
                let field = DOMAIN.iter().find(|f| **f == word.text).copied().unwrap_or("note");
                self.common(&mut item, field, value);
            }
            layer.domains.push(item);
        }
    }

    /// `allies: {"ISO": (title: ..., gdp_now: ..., ...)}`.
    pub fn allies(&mut self, layer: &mut Layer, node: &Node) {
        for (id, value) in self.items(node, "allies") {
            let mut item = self.item(id);
            for (word, value) in self.plain_struct(value, "an ally", &ALLY) {
                let field = ALLY.iter().find(|f| **f == word.text).copied().unwrap_or("note");
                let span = self.span(&word.range);
                match Name::parse(field) {
                    Some(name) => {
                        let key = Key::Input(Address::one(name, &item.id.it));
                        self.entry(layer, key, span, [item.id.span; 2], value);
                    }
                    None => self.common(&mut item, field, value),
                }
            }
            layer.allies.push(item);
        }
    }

    /// `elements: {"id": (title: ..., host: ..., personnel: ..., units: {...})}`.
    pub fn elements(&mut self, layer: &mut Layer, node: &Node) {
        for (id, value) in self.items(node, "elements") {
            let mut item = self.item(id);
            for (word, value) in self.plain_struct(value, "an element", &ELEMENT) {
                let field = ELEMENT.iter().find(|f| **f == word.text).copied().unwrap_or("note");
                let span = self.span(&word.range);
                match field {
                    "personnel" => {
                        let key = Key::Input(Address::one(Name::UsPersonnel, &item.id.it));
                        self.entry(layer, key, span, [item.id.span; 2], value);
                    }
                    "units" => {
                        item.units_given = true;
                        for (domain, value) in self.map(value, "units", "domain") {
                            let key = Key::Input(Address::two(Name::UsUnits, &item.id.it, &domain.it));
                            self.entry(layer, key, domain.span, [item.id.span, domain.span], value);
                        }
                    }
                    _ => self.common(&mut item, field, value),
                }
            }
            share_evidence(layer, &item.id.it);
            layer.elements.push(item);
        }
    }

    fn items<'n>(&mut self, node: &'n Node, what: &str) -> Vec<(Spanned<String>, &'n Node)> {
        let pairs = self.map(node, what, "id");
        let mut out = Vec::new();
        if let Some((id, _)) = pairs.get(MOST_ITEMS) {
            let message = format!("{} {what}", pairs.len());
            let hint = format!("allowed: at most {MOST_ITEMS} in a file");
            self.found.push(Diagnostic::error(Code::TooMuch, id.span, message, hint));
            return out;
        }
        for (id, value) in pairs {
            let long = id.it.chars().count() > ID;
            let reserved = matches!(id.it.as_str(), "all" | "enablers");
            if !is_id(&id.it) || reserved || long {
                let message = format!("id `{}`", quote(&id.it));
                let hint = if reserved {
                    "`all` and `enablers` are names of groups"
                } else if long {
                    "an id has at most 100 characters"
                } else {
                    ID_IS
                };
                self.found.push(Diagnostic::error(Code::Form, id.span, message, hint));
            } else {
                out.push((id, value));
            }
        }
        out
    }
}

/// The units of an element that come without evidence of their own rest on that of its people.
fn share_evidence(layer: &mut Layer, id: &str) {
    let of = |name: Name, key: &Key| matches!(key, Key::Input(a) if a.name == name && a.first == id);
    let Some(people) =
        layer.entries.iter().rev().find(|e| of(Name::UsPersonnel, &e.key)).map(|e| e.value.it.clone())
    else {
        return;
    };
    for entry in layer.entries.iter_mut().rev().filter(|e| of(Name::UsUnits, &e.key)) {
        let evidence = &mut entry.value.it;
        if evidence.grade.is_none() && evidence.source.is_empty() && evidence.note.is_empty() {
            evidence.grade = people.grade;
            evidence.source.clone_from(&people.source);
            evidence.note.clone_from(&people.note);
        }
    }
}
