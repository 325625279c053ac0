//! Reads the choices of a scenario: composition, disposition, trigger, what stays.

use super::{
    diagnostic::{Code, meant, quote},
    key::Key,
    layer::{CompositionText, DispositionText, Layer, SelectBy, Spanned, TriggerText},
    names::Name,
    read::Reader,
    resolved::Trigger,
    tree::{Kind, Node, Word},
};

const SELECTORS: [&str; 5] = ["Id", "Host", "Service", "Domain", "Posture"];

/// Most selectors of `Priority`.
const MOST_SELECTORS: usize = 500;

impl Reader<'_> {
    /// `Proportional`, `Priority([...])` or `Explicit({...})`.
    pub fn composition(&mut self, node: &Node) -> Option<Spanned<CompositionText>> {
        const KNOWN: [&str; 3] = ["Proportional", "Priority", "Explicit"];
        let it = match &node.kind {
            Kind::Name(name) if name == "Proportional" => CompositionText::Proportional,
            Kind::Tuple(Some(word), items) if word.text == "Priority" => self.priority(node, items)?,
            Kind::Tuple(Some(word), items) if word.text == "Explicit" => self.explicit(node, items)?,
            _ => {
                return self.unknown_choice(
                    node,
                    "composition",
                    &KNOWN,
                    "Proportional, Priority([Host(\"DEU\"), ...]) or Explicit({\"element\": share, ...})",
                );
            }
        };
        Some(Spanned { it, span: self.span(&node.range) })
    }

    fn unknown_choice<T>(&mut self, node: &Node, what: &str, known: &[&str], expected: &str) -> Option<T> {
        let (name, range) = match &node.kind {
            Kind::Name(name) => (name, &node.range),
            Kind::Tuple(Some(Word { text, range }), _) | Kind::Struct(Some(Word { text, range }), _) => {
                (text, range)
            }
            _ => {
                self.wrong(node, what, expected);
                return None;
            }
        };
        if known.contains(&name.as_str()) {
            self.error(
                Code::Form,
                range,
                format!("{what} `{name}` is not complete as it stands"),
                format!("expected {expected}"),
            );
        } else {
            self.unknown(range, format!("unknown {what} `{}`", quote(name)), meant(name, known));
        }
        None
    }

    fn priority(&mut self, node: &Node, items: &[Node]) -> Option<CompositionText> {
        let [list] = items else {
            self.error(
                Code::Form,
                &node.range,
                "Priority takes one list of selectors",
                "for example Priority([Host(\"DEU\"), Domain(\"isr\")])",
            );
            return None;
        };
        let selectors = self.list(list, "the selectors of Priority")?;
        if selectors.is_empty() {
            self.error(
                Code::Empty,
                &list.range,
                "Priority without a selector",
                "expected at least one, such as Host(\"DEU\")",
            );
            return None;
        }
        if let Some(first) = selectors.get(MOST_SELECTORS) {
            self.error(
                Code::TooMuch,
                &first.range,
                format!("{} selectors", selectors.len()),
                format!("allowed: at most {MOST_SELECTORS}"),
            );
            return None;
        }
        let mut out = Vec::new();
        for selector in selectors {
            let Kind::Tuple(Some(word), parts) = &selector.kind else {
                let _: Option<()> = self.unknown_choice(
                    selector,
                    "selector",
                    &SELECTORS,
                    "Id(\"...\"), Host(\"...\"), Service(\"...\"), Domain(\"...\") or Posture(\"...\")",
                );
                continue;
            };
            let by = match word.text.as_str() {
                "Id" => SelectBy::Id,
                "Host" => SelectBy::Host,
                "Service" => SelectBy::Service,
                "Domain" => SelectBy::Domain,
                "Posture" => SelectBy::Posture,
                _ => {
                    let _: Option<()> = self.unknown_choice(selector, "selector", &SELECTORS, "");
                    continue;
                }
            };
            let [what] = parts.as_slice() else {
                self.error(
                    Code::Form,
                    &selector.range,
                    format!("selector {} with {} values", word.text, parts.len()),
                    format!("expected {}(\"...\")", word.text),
                );
                continue;
            };
            if let Some(id) = self.id(what, "a selector") {
                out.push((by, id));
            }
        }
        Some(CompositionText::Priority(out))
    }

    fn explicit(&mut self, node: &Node, items: &[Node]) -> Option<CompositionText> {
        let [map] = items else {
            self.error(
                Code::Form,
                &node.range,
                "Explicit takes one map of shares",
                "for example Explicit({\"2cr\": 1.0})",
            );
            return None;
        };
        let mut shares = Vec::new();
        for (id, value) in self.map(map, "the shares of Explicit", "element") {
            if let Some(share) = self.fraction(value, &format!("the share of `{}`", quote(&id.it))) {
                shares.push((id, share));
            }
        }
        Some(CompositionText::Explicit(shares))
    }

    /// `Earmarked`, `IndoPacific`, `Inactivated` or `Own([...])`.
    pub fn disposition(&mut self, node: &Node) -> Option<Spanned<DispositionText>> {
        const KNOWN: [&str; 4] = ["Earmarked", "IndoPacific", "Inactivated", "Own"];
        let it = match &node.kind {
            Kind::Name(name) if name == "Earmarked" => DispositionText::Earmarked,
            Kind::Name(name) if name == "IndoPacific" => DispositionText::IndoPacific,
            Kind::Name(name) if name == "Inactivated" => DispositionText::Inactivated,
            Kind::Tuple(Some(word), items) if word.text == "Own" => {
                let shares = match items.as_slice() {
                    [Node { kind: Kind::List(shares), .. }] => shares,
                    _ => items,
                };
                if shares.len() != 3 {
                    self.error(
                        Code::Form,
                        &node.range,
                        format!("Own with {} shares", shares.len()),
                        "expected three: Own([D+10, D+30, D+180])",
                    );
                    return None;
                }
                let key = Key::Input(super::address::Address::one(Name::ReturnShare, 10));
                let mut out = Vec::new();
                for share in shares {
                    let share = self.evidence(share, "a return share")?;
                    self.check_range(&key, &share);
                    out.push(share);
                }
                DispositionText::Own(out)
            }
            _ => {
                return self.unknown_choice(
                    node,
                    "disposition",
                    &KNOWN,
                    "Earmarked, IndoPacific, Inactivated or Own([D+10, D+30, D+180])",
                );
            }
        };
        Some(Spanned { it, span: self.span(&node.range) })
    }

    /// `None` or a trigger with its numbers.
    pub fn trigger(&mut self, node: &Node) -> Option<Spanned<TriggerText>> {
        const KNOWN: [&str; 4] = ["None", "NegotiatedSettlement", "IndoPacificPriority", "BurdenShifting"];
        let expected = "NegotiatedSettlement(threat_earlier_years: 2), IndoPacificPriority(reliability: 0.85, crisis_probability: 2), BurdenShifting or None";
        let it = match &node.kind {
            Kind::Name(name) if name == "None" => TriggerText::None,
            Kind::Name(name) if name == "BurdenShifting" => TriggerText::Some(Trigger::BurdenShifting),
            Kind::Struct(Some(word), fields) if word.text == "NegotiatedSettlement" => {
                let [threat_earlier_years] =
                    self.trigger_numbers(node, "NegotiatedSettlement", fields, ["threat_earlier_years"])?;
                TriggerText::Some(Trigger::NegotiatedSettlement { threat_earlier_years })
            }
            Kind::Struct(Some(word), fields) if word.text == "IndoPacificPriority" => {
                let [reliability, crisis_probability] = self.trigger_numbers(
                    node,
                    "IndoPacificPriority",
                    fields,
                    ["reliability", "crisis_probability"],
                )?;
                TriggerText::Some(Trigger::IndoPacificPriority { reliability, crisis_probability })
            }
            _ => return self.unknown_choice(node, "trigger", &KNOWN, expected),
        };
        Some(Spanned { it, span: self.span(&node.range) })
    }

    fn trigger_numbers<const N: usize>(
        &mut self,
        node: &Node,
        name: &str,
        fields: &[(Word, Node)],
        wanted: [&str; N],
    ) -> Option<[f64; N]> {
        let before = self.found.items.len();
        let mut out = [f64::NAN; N];
        for (word, value) in self.fields(name, fields, &wanted) {
            let Some(number) = self.number(value, &format!("`{}` of {name}", word.text)) else { continue };
            if name == "IndoPacificPriority" && number < 0.0 {
                self.error(
                    Code::OutOfRange,
                    &value.range,
                    format!("`{}` of {name} is {number}", word.text),
                    "a factor: at least 0",
                );
            }
            if let Some(index) = wanted.iter().position(|w| *w == word.text) {
                out[index] = number;
            }
        }
        let lacking: Vec<&str> =
            wanted.iter().zip(out).filter(|(_, v)| v.is_nan()).map(|(w, _)| *w).collect();
        if self.found.items.len() == before && !lacking.is_empty() {
            self.error(
                Code::Missing,
                &node.range,
                format!("{name} without `{}`", lacking.join("` and `")),
                format!("parameters: {}", wanted.join(", ")),
            );
        }
        (self.found.items.len() == before).then_some(out)
    }

    /// A number for all domains, or a map by domain, `enablers` or `all`.
    pub fn stay(&mut self, layer: &mut Layer, node: &Node) {
        let key = Key::Input(super::address::Address::one(Name::Stay, "all"));
        let pairs = if let Kind::Map(_) = node.kind {
            self.map(node, "stay", "domain")
        } else {
            vec![(Spanned { it: "all".to_string(), span: self.span(&node.range) }, node)]
        };
        for (id, value) in pairs {
            if let Some(value) = self.evidence(value, "`stay`") {
                self.check_range(&key, &value);
                layer.stay.push((id, value));
            }
        }
    }
}
