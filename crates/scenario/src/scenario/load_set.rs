//! The texts of `--set` as the last layer of every scenario of a command.

use std::rc::Rc;

use super::{
    diagnostic::{Code, Diagnostic, Span},
    layer::Layer,
    loader::Loader,
    read::Reader,
    read_date,
    read_layer::scenario_fields,
    tree,
};

impl Loader {
    /// All `--set` texts as one layer.
    pub(super) fn sets(&mut self, sets: &[String]) -> Option<Rc<Layer>> {
        if sets.is_empty() {
            return None;
        }
        let mut layer = Layer::default();
        let mut fields = std::collections::BTreeSet::new();
        for set in sets {
            let index = self.text("--set", set);
            self.found.texts[index].is_set = true;
            let span =
                |range: std::ops::Range<usize>| Span { text: index, start: range.start, end: range.end };
            let Some(equals) = set.find('=') else {
                self.found.push(Diagnostic::error(
                    Code::Form,
                    span(0..set.len()),
                    "a --set without `=`",
                    "write --set name=value or --set name[id]=value",
                ));
                continue;
            };
            let text = &set[equals + 1..];
            let node = match read_date::bare(text).map_or_else(|| tree::parse(text), Ok) {
                Ok(node) => node,
                Err(mut fault) => {
                    if text.trim().is_empty() {
                        fault.message = "a --set without a value".to_owned();
                    }
                    if fault.code == Code::Empty {
                        fault.hint = "write --set name=value".to_owned();
                    }
                    let range = equals + 1 + fault.range.start..equals + 1 + fault.range.end;
                    self.found.push(fault.at(span(range)));
                    continue;
                }
            };
            let name = set[..equals].trim();
            let start = set[..equals].len() - set[..equals].trim_start().len();
            let name_span = span(start..start + name.len());
            let mut reader = Reader { found: &mut self.found, text: index, offset: equals + 1 };
            if scenario_fields().contains(&name) && !fields.insert(name.to_string()) {
                self.found.push(Diagnostic::error(
                    Code::Twice,
                    name_span,
                    format!("`{name}` is set twice"),
                    "set it once",
                ));
                continue;
            }
            reader.setting(&mut layer, &set[..equals], &span, &node);
        }
        let mut reader = Reader { found: &mut self.found, text: 0, offset: 0 };
        reader.doubled(&layer);
        reader.how_many_once(&layer);
        reader.how_long_once(&layer);
        Some(Rc::new(layer))
    }
}
