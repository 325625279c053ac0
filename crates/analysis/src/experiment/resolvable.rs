//! Whether there is a scenario for what a file lists: the constants, every level and option, both ends of every range.
//!
//! Each is resolved against the base by itself before anything runs. What fails there may still go together with other
//! values of the design (a level that needs another option): it is a mistake where the experiments that have it fail
//! too. Levels of two parameters that do not go together are no mistake of the file: they fail the experiments that
//! have both.

use std::collections::BTreeMap;

use super::{
    Experiments, Kind, Parameter,
    parameter::Shown,
    resolver::{set, vary},
};
use crate::scenario::{
    diagnostic::{Code, Diagnostic, Span},
    variants::Variants,
};

/// Scenarios that are resolved at most for a file, each in a millisecond or two; numbers between the ends of a range or
/// of many levels are not.
const MOST: usize = 600;
/// Levels that are numbers, up to which each is resolved and not only the least and the largest.
const MOST_NUMBERS: usize = 100;
/// Experiments with a value that are tried where it fails by itself.
const TRIES: usize = 8;
/// Mistakes that are worded for a parameter, and values of it that fail, after which no others are tried.
const WORDED: usize = 3;
const FAILING: usize = 10;

/// Adds what is wrong to the findings, and what is unlikely as warnings.
pub fn resolvable(variants: &mut Variants, experiments: &Experiments) {
    let before = variants.found().items.len();
    let mut check = Check { experiments, known: Vec::new(), left: MOST };
    match check.alone(variants, None) {
        Tried::Fine(warnings) => {
            for warning in &warnings {
                variants.reader().found.push(warning.clone());
            }
            check.known = warnings;
        }
        Tried::Wrong(errors) => {
            if !check.first_experiments().any(|number| check.experiment(variants, number)) {
                errors.into_iter().for_each(|error| check.push(variants, None, error));
            }
        }
    }
    if variants.found().items[before..].iter().any(Diagnostic::is_error) {
        return;
    }
    for (position, parameter) in experiments.parameters().enumerate() {
        check.parameter(variants, position, parameter);
    }
}

/// What came of a value.
enum Tried {
    /// There is a scenario, with these warnings.
    Fine(Vec<Diagnostic>),
    /// There is none, because of these errors.
    Wrong(Vec<Diagnostic>),
}

struct Check<'e> {
    experiments: &'e Experiments,
    /// Warnings of the base with the constants.
    known: Vec<Diagnostic>,
    /// Values that may still be tried.
    left: usize,
}

impl Check<'_> {
    /// The base with the constants and a value of a parameter.
    fn alone(&self, variants: &mut Variants, varied: Option<(&Parameter, f64)>) -> Tried {
        let (scenario, mut found) = variants.attempt(|reader, layer| {
            self.experiments.constants.iter().for_each(|constant| set(reader, layer, constant));
            if let Some((parameter, number)) = varied {
                vary(reader, layer, parameter, number);
            }
        });
        match scenario {
            Some(_) => {
                found.retain(|item| !self.known.contains(item));
                Tried::Fine(found)
            }
            None => {
                found.retain(Diagnostic::is_error);
                Tried::Wrong(found)
            }
        }
    }

    /// Whether there is a scenario for an experiment.
    fn experiment(&self, variants: &mut Variants, number: u64) -> bool {
        let numbers = self.experiments.setting(number);
        let (scenario, _) = variants.attempt(|reader, layer| {
            self.experiments.constants.iter().for_each(|constant| set(reader, layer, constant));
            for (parameter, &number) in self.experiments.parameters().zip(&numbers) {
                vary(reader, layer, parameter, number);
            }
        });
        scenario.is_some()
    }

    /// A few experiments from all over the design.
    fn first_experiments(&self) -> impl Iterator<Item = u64> + use<> {
        let count = self.experiments.len();
        (0..TRIES as u64).map(move |i| i * count / TRIES as u64).filter(move |number| *number < count)
    }

    /// Tries the values of a parameter.
    fn parameter(&mut self, variants: &mut Variants, position: usize, parameter: &Parameter) {
        let column = Column { experiments: self.experiments, position };
        let mut rows: Option<BTreeMap<u64, Vec<u64>>> = None;
        // By kind and, where it is not one of the values, place of the mistake: its finding and how many values have it.
        let mut mistakes: BTreeMap<(Code, Option<Span>), (Diagnostic, usize)> = BTreeMap::new();
        let mut warned: BTreeMap<(Code, Option<Span>), Diagnostic> = BTreeMap::new();
        let own = variants.reader().span(&parameter.range);
        let within = |span: &Span| span.text == own.text && own.start <= span.start && span.end <= own.end;
        let elsewhere = |item: &Diagnostic| item.span.filter(|span| !within(span));
        let mut failing = 0;
        for number in values(parameter, column) {
            if self.left == 0 || mistakes.len() >= WORDED || failing >= FAILING {
                break;
            }
            self.left -= 1;
            let errors = match self.alone(variants, Some((parameter, number))) {
                Tried::Fine(warnings) => {
                    for warning in warnings {
                        warned.entry((warning.code, elsewhere(&warning))).or_insert(warning);
                    }
                    continue;
                }
                Tried::Wrong(errors) => errors,
            };
            let rows = rows.get_or_insert_with(|| column.rows());
            let having = rows.get(&number.to_bits()).map_or(&[][..], Vec::as_slice);
            self.left = self.left.saturating_sub(having.len());
            if having.iter().any(|&experiment| self.experiment(variants, experiment)) {
                continue;
            }
            failing += 1;
            // A value that is given for several names is one mistake.
            let mut places = Vec::new();
            for error in errors {
                if places.contains(&error.span) {
                    continue;
                }
                places.push(error.span);
                let error = named(error, parameter, number);
                mistakes.entry((error.code, elsewhere(&error))).or_insert((error, 0)).1 += 1;
            }
        }
        for (mut error, count) in mistakes.into_values() {
            if count > 1 {
                let values = if count == 2 { "one other value" } else { "other values" };
                error.hint = format!("{}; so with {values} of it", error.hint);
            }
            self.push(variants, Some(parameter), error);
        }
        for warning in warned.into_values() {
            self.push(variants, Some(parameter), warning);
        }
    }

    /// Adds a finding, in the experiment file.
    fn push(&self, variants: &mut Variants, parameter: Option<&Parameter>, mut item: Diagnostic) {
        let reader = variants.reader();
        let here = item.span.is_some_and(|span| span.text == reader.text);
        if let Some(parameter) = parameter.filter(|_| !here) {
            item.span = Some(reader.span(&parameter.range));
        }
        reader.found.push(item);
    }
}

/// A finding that says which value it is about, where its place does not: of a range only the ends are written.
fn named(mut item: Diagnostic, parameter: &Parameter, number: f64) -> Diagnostic {
    match &parameter.kind {
        Kind::Real { .. } | Kind::Whole { .. } | Kind::Drawn { .. } => {
            if let Shown::Number(number) = parameter.shown(number) {
                item.message = format!("`{}` at {number}: {}", parameter.name, item.message);
            }
        }
        Kind::Levels(levels) => {
            if let Some(number) = levels[number as usize].number {
                item.message = format!("`{}` at {number}: {}", parameter.name, item.message);
            }
        }
        Kind::Options(options) => {
            let option = &options[number as usize].0;
            item.message = format!("`{}`, option `{option}`: {}", parameter.name, item.message);
        }
    }
    item
}

/// What the design chooses of a parameter.
#[derive(Clone, Copy)]
struct Column<'e> {
    experiments: &'e Experiments,
    /// Of the parameter.
    position: usize,
}

impl Column<'_> {
    /// The points it is in, its column there, and which experiment has a row of them.
    fn numbers(&self) -> impl Iterator<Item = (u64, f64)> + '_ {
        let rows = &self.experiments.rows;
        let levers = self.experiments.levers.len();
        let (points, at, each) = match self.position.checked_sub(levers) {
            None => (&rows.policies, self.position, 1),
            Some(at) => (&rows.scenarios, at, if rows.crossed { rows.policies.len() } else { 1 }),
        };
        (0..points.len()).map(move |row| (row * each, points.row(row)[at]))
    }

    /// A few experiments by value.
    fn rows(&self) -> BTreeMap<u64, Vec<u64>> {
        let mut rows: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for (experiment, number) in self.numbers() {
            let having = rows.entry(number.to_bits()).or_default();
            if having.len() < TRIES {
                having.push(experiment);
            }
        }
        rows
    }
}

/// The values of a parameter that are tried, as the rows of a design have them.
fn values(parameter: &Parameter, column: Column) -> Vec<f64> {
    let count = parameter.levels().unwrap_or(0);
    match &parameter.kind {
        // The least and the largest that are chosen: no experiment lies beyond them.
        Kind::Real { .. } | Kind::Whole { .. } | Kind::Drawn { .. } => {
            let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
            for (_, number) in column.numbers() {
                (least, most) = (least.min(number), most.max(number));
            }
            [least, most].into_iter().filter(|number| number.is_finite()).collect()
        }
        Kind::Levels(levels) if parameter.is_number() && levels.len() > MOST_NUMBERS => {
            let by_number = |a: &usize, b: &usize| {
                let number = |at: usize| levels[at].number.unwrap_or_default();
                number(*a).total_cmp(&number(*b))
            };
            let ends = [(0..levels.len()).min_by(by_number), (0..levels.len()).max_by(by_number)];
            ends.into_iter().flatten().map(|at| at as f64).collect()
        }
        Kind::Levels(_) | Kind::Options(_) => (0..count).map(|level| level as f64).collect(),
    }
}
