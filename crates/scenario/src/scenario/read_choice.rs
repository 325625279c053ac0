//! Reads the choices of a scenario: disposition, trigger, what stays.

use super::{
    diagnostic::{Code, meant, quote},
    key::Key,
    layer::{DispositionText, Layer, Spanned, TriggerText},
    names::Name,
    read::Reader,
    resolved::Trigger,
    tree::{Kind, Node, Word},
};

impl Reader<'_> {
    pub(super) fn unknown_choice<T>(
        &mut self,
        node: &Node,
        what: &str,
        known: &[&str],
        expected: &str,
    ) -> Option<T> {
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
