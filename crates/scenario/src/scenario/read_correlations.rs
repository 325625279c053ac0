//! Reads the rank correlations of a scenario.

use super::{
    diagnostic::Code,
    key::{self, Key},
    layer::{Layer, Spanned},
    read::{Reader, inside},
    tree::{Kind, Node},
};

impl Reader<'_> {
    pub(super) fn correlations(&mut self, layer: &mut Layer, node: &Node) {
        let items = self.list(node, "correlations").unwrap_or(&[]);
        for item in items {
            let Kind::Tuple(None, parts) = &item.kind else {
                self.wrong(item, "a correlation", "(\"name[id]\", \"name[id]\", rank correlation)");
                continue;
            };
            let [a, b, rho] = parts.as_slice() else {
                self.error(
                    Code::Form,
                    &item.range,
                    format!("a correlation of {} parts", parts.len()),
                    "expected (\"name[id]\", \"name[id]\", rank correlation)",
                );
                continue;
            };
            let a = self.correlated(a);
            let b = self.correlated(b);
            let Some(value) = self.number(rho, "a rank correlation") else { continue };
            if !(-1.0..=1.0).contains(&value) {
                self.error(
                    Code::OutOfRange,
                    &rho.range,
                    format!("a rank correlation of {value}"),
                    "allowed: between -1 and 1",
                );
                continue;
            }
            if let (Some(a), Some(b)) = (a, b) {
                layer.correlations.push((a, b, Spanned { it: value, span: self.span(&item.range) }));
            }
        }
    }

    fn correlated(&mut self, node: &Node) -> Option<Spanned<Key>> {
        let text = self.text(node, "a correlated input")?;
        match key::parse(&text.it, true) {
            Ok((Key::Setting(name, _), _)) => {
                self.error(
                    Code::NotCorrelated,
                    &node.range,
                    format!("`{name}` is no input that is drawn"),
                    "only inputs can be correlated",
                );
                None
            }
            Ok((key, _)) => Some(Spanned { it: key, span: text.span }),
            Err(fault) => {
                let span = self.span(&inside(&node.range, &text.it, &fault.range));
                self.found.push(fault.at(span));
                None
            }
        }
    }
}
