//! Reads with what a published figure is compared: a scenario and one of its outcomes.

use std::path::PathBuf;

use super::{
    read_field::choice,
    read_target::Asked,
    record::{Compare, Measure, Scale},
};
use crate::scenario::{
    Scenario,
    diagnostic::{Code, meant, quote},
    read::{Reader, get},
    shipped,
    tree::Node,
    variants::Variants,
};

/// Fields of a comparison.
pub const FIELDS: [&str; 16] = [
    "scenario",
    "outcome",
    "arm",
    "domain",
    "tier",
    "year",
    "quarter",
    "ally",
    "host",
    "count",
    "input",
    "measure",
    "factor",
    "add",
    "conversion",
    "scale",
];

/// Also a field, said of figures that are among the sources of the inputs they are compared with.
pub const ALSO_INPUT: &str = "also_input";

/// The scenarios that records name.
pub(super) struct Scenarios {
    beside: Option<PathBuf>,
    /// Those that were read, in the order in which they are first named.
    pub loaded: Vec<Scenario>,
    /// Those that cannot be.
    failed: Vec<String>,
}

impl Scenarios {
    /// None yet; files lie in `beside`.
    pub fn new(beside: Option<PathBuf>) -> Self {
        Self { beside, loaded: Vec::new(), failed: Vec::new() }
    }

    /// Position of a scenario named at a node.
    fn find(&mut self, variants: &mut Variants, node: &Node) -> Option<usize> {
        let stem = variants.reader().text(node, "scenario")?;
        let (stem, span) = (stem.it.strip_suffix(".ron").unwrap_or(&stem.it).to_owned(), stem.span);
        if let Some(known) = self.loaded.iter().position(|scenario| scenario.id == stem) {
            return Some(known);
        }
        if self.failed.contains(&stem) {
            return None;
        }
        if stem.contains(['/', '\\']) || !Variants::knows(self.beside.as_deref(), &stem) {
            let replications = shipped::replications().iter().map(|(stem, _)| *stem);
            let known: Vec<&str> =
                replications.chain(shipped::shipped().iter().map(|(stem, _)| *stem)).collect();
            let message = format!("no scenario `{}` beside the file or compiled in", quote(&stem));
            variants.reader().unknown(&node.range, message, meant(&stem, &known));
            self.failed.push(stem);
            return None;
        }
        match variants.base(self.beside.as_deref(), &stem, span) {
            Some(scenario) if !variants.found().has_errors() => {
                self.loaded.push(scenario);
                Some(self.loaded.len() - 1)
            }
            _ => {
                self.failed.push(stem);
                None
            }
        }
    }
}

/// Reads a comparison.
pub(super) fn compare(variants: &mut Variants, scenarios: &mut Scenarios, node: &Node) -> Option<Compare> {
    let known: Vec<&str> = FIELDS.into_iter().chain([ALSO_INPUT]).collect();
    let mut reader = variants.reader();
    let fields = reader.plain_struct(node, "a comparison", &known);
    let field = |name: &str| get(&fields, name);
    let (Some((_, named)), Some((_, outcome))) = (field("scenario"), field("outcome")) else {
        let at = node.range.start..node.range.start + 1;
        reader.error(
            Code::Missing,
            &at,
            "a comparison needs `scenario` and `outcome`",
            "(scenario: \"...\", outcome: \"gap\", ...)",
        );
        return None;
    };
    let scenario = scenarios.find(variants, named);
    let mut reader = variants.reader();
    let number = |reader: &mut Reader, name: &str, without: f64| match field(name) {
        None => Some(without),
        Some((_, node)) => reader.number(node, name),
    };
    let (factor, add) = (number(&mut reader, "factor", 1.0), number(&mut reader, "add", 0.0));
    if let (Some((_, node)), Some(factor)) = (field("factor"), factor)
        && factor == 0.0
    {
        reader.error(Code::OutOfRange, &node.range, "a factor of 0", "allowed: any other number");
        return None;
    }
    let conversion = field("conversion").and_then(|(_, node)| reader.prose(node, "conversion"));
    if conversion.is_none()
        && let Some((word, _)) = field("factor").or(field("add"))
    {
        let hint = "say in `conversion` what is converted into what, and why so";
        reader.error(Code::Missing, &word.range, format!("`{}` without `conversion`", word.text), hint);
        return None;
    }
    let scale = field("scale").map(|(_, node)| choice(&mut reader, node, "scale", &Scale::NAMES));
    let measure = field("measure").map(|(_, node)| choice(&mut reader, node, "measure", &Measure::NAMES));
    let also_input = field(ALSO_INPUT).map(|(_, node)| reader.flag(node, ALSO_INPUT));
    let scenario = scenario?;
    let target =
        Asked { reader: &mut reader, whole: node, fields: &fields, scenario: &scenarios.loaded[scenario] }
            .target(outcome)?;
    let measure = match measure {
        None => target.measure(),
        Some(said) => {
            let said = said?;
            if target.measure().is_some_and(|is| is != said)
                && let Some((_, node)) = field("measure")
            {
                let is = target.measure().map_or("", Measure::words);
                let message = format!("`{}` is {is}, not {}", target.name(), said.words());
                reader.error(
                    Code::Form,
                    &node.range,
                    message,
                    "usable: gap, coverage, ...; on paper: on_paper, paper_gap, ...",
                );
                return None;
            }
            Some(said)
        }
    };
    Some(Compare {
        scenario,
        target,
        measure,
        factor: factor?,
        add: add?,
        conversion: conversion.map(|text| text.it).unwrap_or_default(),
        scale: scale.unwrap_or(Some(Scale::Log))?,
        also_input: also_input.unwrap_or(Some(false))?,
    })
}
