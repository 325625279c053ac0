//! Reads a value given for a name, as `--set` and experiment files do: the name is a field of a scenario or an address.

use std::ops::Range;

use super::{
    diagnostic::{Code, Diagnostic, Span, meant},
    key,
    layer::Layer,
    read::Reader,
    read_layer::scenario_fields,
    tree::Node,
};

impl Reader<'_> {
    /// Reads the value of `written`, whose bytes stand where `at` says, into the layer.
    pub fn setting(
        &mut self,
        layer: &mut Layer,
        written: &str,
        at: &dyn Fn(Range<usize>) -> Span,
        node: &Node,
    ) {
        let name = written.trim();
        let start = written.len() - written.trim_start().len();
        let name_span = at(start..start + name.len());
        let known = scenario_fields();
        if ["base", "reference"].contains(&name) {
            self.found.push(Diagnostic::error(
                Code::Conflict,
                name_span,
                format!("`{name}` cannot be set"),
                "name another file instead",
            ));
        } else if known.contains(&name) {
            self.field(layer, name, name_span, node);
        } else {
            match key::parse(written, false) {
                Ok((key, ids)) => {
                    let spans = ids.map(|range| if range.is_empty() { name_span } else { at(range) });
                    self.entry(layer, key, name_span, spans, node);
                }
                Err(mut fault) => {
                    // A field of a scenario may be meant as well.
                    if matches!(fault.code, Code::Unknown | Code::Misspelt) {
                        let all: Vec<&str> = known.iter().copied().chain(key::known_names()).collect();
                        let meant = meant(name.split('[').next().unwrap_or(name), &all);
                        fault.code = if meant.near { Code::Misspelt } else { Code::Unknown };
                        fault.hint = meant.words;
                    }
                    let span = at(fault.range.clone());
                    self.found.push(fault.at(span));
                }
            }
        }
    }
}
