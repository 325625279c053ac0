//! Reads who leaves: the composition and its selectors.

use super::{
    diagnostic::{Code, quote},
    layer::{CompositionText, SelectBy, SelectorText, Spanned},
    read::Reader,
    tree::{Kind, Node, Word},
};

const SELECTORS: [&str; 6] = ["Id", "Host", "Service", "Domain", "Posture", "Any"];

/// What a selector is, in words.
const SELECTOR: &str =
    "Id(\"...\"), Host(\"...\"), Service(\"...\"), Domain(\"...\"), Posture(\"...\") or Any([...]) of these";

/// Most selectors of a composition, those within `Any` included.
const MOST_SELECTORS: usize = 500;

const KNOWN: [&str; 4] = ["Proportional", "Priority", "Explicit", "Amounts"];

impl Reader<'_> {
    /// `Proportional`, `Priority([...])`, `Explicit({...})` or `Amounts({...})`, the first two also with whom they spare.
    pub fn composition(&mut self, node: &Node) -> Option<Spanned<CompositionText>> {
        let it = match &node.kind {
            Kind::Name(name) if name == "Proportional" => CompositionText::Proportional { spare: Vec::new() },
            Kind::Struct(Some(word), fields) if word.text == "Proportional" => {
                let spare = self.spared(node, "Proportional", fields, false)?.1;
                CompositionText::Proportional { spare }
            }
            Kind::Tuple(Some(word), items) if word.text == "Priority" => {
                CompositionText::Priority { first: self.priority(node, items)?, spare: Vec::new() }
            }
            Kind::Struct(Some(word), fields) if word.text == "Priority" => {
                let (first, spare) = self.spared(node, "Priority", fields, true)?;
                CompositionText::Priority { first, spare }
            }
            Kind::Tuple(Some(word), items) if word.text == "Explicit" => self.explicit(node, items)?,
            Kind::Tuple(Some(word), items) if word.text == "Amounts" => self.amounts(node, items)?,
            _ => {
                return self.unknown_choice(
                    node,
                    "composition",
                    &KNOWN,
                    "Proportional, Priority([Host(\"DEU\"), ...]), Explicit({\"element\": share, ...}), Amounts({Host(\"DEU\"): \
                     12000, ...}), or with those who stay, Proportional(spare: [Host(\"POL\"), ...])",
                );
            }
        };
        Some(Spanned { it, span: self.span(&node.range) })
    }

    /// `(first: [...], spare: [...])`: who goes first, where that is asked for, and who is spared.
    fn spared(
        &mut self,
        node: &Node,
        name: &str,
        fields: &[(Word, Node)],
        ordered: bool,
    ) -> Option<(Vec<SelectorText>, Vec<SelectorText>)> {
        let known: &[&str] = if ordered { &["first", "spare"] } else { &["spare"] };
        let before = self.found.items.len();
        let (mut first, mut spare) = (None, None);
        for (word, list) in self.fields(name, fields, known) {
            let what = format!("`{}` of {name}", word.text);
            match word.text.as_str() {
                "first" => first = self.ordered_selectors(list, &what),
                _ => spare = self.selectors(list, &what),
            }
        }
        if self.found.items.len() > before {
            return None;
        }
        if ordered && first.is_none() {
            self.error(
                Code::Missing,
                &node.range,
                "Priority without `first`",
                "for example Priority(first: [Host(\"DEU\")], spare: [Host(\"POL\")])",
            );
            return None;
        }
        Some((first.unwrap_or_default(), spare.unwrap_or_default()))
    }

    fn priority(&mut self, node: &Node, items: &[Node]) -> Option<Vec<SelectorText>> {
        let [list] = items else {
            self.error(
                Code::Form,
                &node.range,
                "Priority takes one list of selectors",
                "for example Priority([Host(\"DEU\"), Domain(\"isr\")])",
            );
            return None;
        };
        self.ordered_selectors(list, "the selectors of Priority")
    }

    /// Selectors, of which there must be one.
    fn ordered_selectors(&mut self, list: &Node, what: &str) -> Option<Vec<SelectorText>> {
        if matches!(&list.kind, Kind::List(items) if items.is_empty()) {
            self.error(
                Code::Empty,
                &list.range,
                "Priority without a selector",
                "expected at least one, such as Host(\"DEU\")",
            );
            return None;
        }
        self.selectors(list, what)
    }

    fn selectors(&mut self, list: &Node, what: &str) -> Option<Vec<SelectorText>> {
        let items = self.list(list, what)?;
        if self.too_many(items.iter(), items.len()) {
            return None;
        }
        Some(items.iter().filter_map(|item| self.selector(item)).collect())
    }

    /// Whether there are more selectors than are read.
    fn too_many<'n>(&mut self, nodes: impl Iterator<Item = &'n Node>, outer: usize) -> bool {
        let mut count = 0;
        let mut beyond = None;
        for node in nodes {
            let inner = match &node.kind {
                Kind::Tuple(_, items) => items.iter().map(inner_count).sum(),
                _ => 1,
            };
            count += inner;
            if count > MOST_SELECTORS && beyond.is_none() {
                beyond = Some(node.range.clone());
            }
        }
        let Some(range) = beyond else { return false };
        self.error(
            Code::TooMuch,
            &range,
            format!("{} selectors", count.max(outer)),
            format!("allowed: at most {MOST_SELECTORS}"),
        );
        true
    }

    fn selector(&mut self, selector: &Node) -> Option<SelectorText> {
        let Kind::Tuple(Some(word), parts) = &selector.kind else {
            return self.unknown_choice(selector, "selector", &SELECTORS, SELECTOR);
        };
        let by = match word.text.as_str() {
            "Id" => SelectBy::Id,
            "Host" => SelectBy::Host,
            "Service" => SelectBy::Service,
            "Domain" => SelectBy::Domain,
            "Posture" => SelectBy::Posture,
            "Any" => return self.any(selector, word, parts),
            _ => return self.unknown_choice(selector, "selector", &SELECTORS, ""),
        };
        let [what] = parts.as_slice() else {
            self.error(
                Code::Form,
                &selector.range,
                format!("selector {} with {} values", word.text, parts.len()),
                format!("expected {}(\"...\")", word.text),
            );
            return None;
        };
        // A domain may be called by its title, too.
        let id = match by {
            SelectBy::Domain => self.text(what, "a selector")?,
            _ => self.id(what, "a selector")?,
        };
        Some(SelectorText { span: id.span, of: vec![(by, id)] })
    }

    /// `Any([...])`: several at once.
    fn any(&mut self, node: &Node, word: &Word, parts: &[Node]) -> Option<SelectorText> {
        let [Node { kind: Kind::List(items), .. }] = parts else {
            self.error(
                Code::Form,
                &node.range,
                "Any takes one list of selectors",
                "for example Any([Host(\"DEU\"), Host(\"ITA\")])",
            );
            return None;
        };
        if items.is_empty() {
            let hint = "expected at least one, such as Host(\"DEU\")";
            self.error(Code::Empty, &node.range, "Any without a selector", hint);
            return None;
        }
        let of: Vec<_> = items.iter().filter_map(|item| self.selector(item)).flat_map(|one| one.of).collect();
        (!of.is_empty()).then(|| SelectorText { of, span: self.span(&word.range) })
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

    fn amounts(&mut self, node: &Node, items: &[Node]) -> Option<CompositionText> {
        let [Node { kind: Kind::Map(pairs), .. }] = items else {
            self.error(
                Code::Form,
                &node.range,
                "Amounts takes one map of people by selector",
                "for example Amounts({Host(\"DEU\"): 12000, Host(\"ITA\"): 2000})",
            );
            return None;
        };
        if pairs.is_empty() {
            let hint = "expected at least one, such as Host(\"DEU\"): 12000";
            self.error(Code::Empty, &node.range, "Amounts without a place", hint);
            return None;
        }
        if self.too_many(pairs.iter().map(|(selector, _)| selector), pairs.len()) {
            return None;
        }
        let mut amounts = Vec::new();
        for (selector, value) in pairs {
            let selector = self.selector(selector);
            let Some(amount) = self.number(value, "an amount of people") else { continue };
            if amount < 0.0 {
                let message = format!("an amount of people is {amount}");
                self.error(Code::OutOfRange, &value.range, message, "allowed: at least 0");
                continue;
            }
            amounts.extend(selector.map(|s| (s, Spanned { it: amount, span: self.span(&value.range) })));
        }
        (!amounts.is_empty()).then_some(CompositionText::Amounts(amounts))
    }
}

/// Selectors in a part of one: those of a list, or itself.
fn inner_count(part: &Node) -> usize {
    match &part.kind {
        Kind::List(items) => items.len(),
        _ => 1,
    }
}
