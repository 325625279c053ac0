//! From an experiment's number to its resolved scenario.

use super::{
    Experiments,
    parameter::{Kind, Parameter, Setting},
    read_kind::lay,
};
use crate::scenario::{
    Diagnostics, Scenario,
    layer::Layer,
    read::Reader,
    tree::{Kind as Tree, Node},
    variants::Variants,
};

/// Resolves experiments; one a thread.
pub struct Resolver<'a> {
    experiments: &'a Experiments,
    variants: Variants,
}

impl<'a> Resolver<'a> {
    /// Reads the base's files.
    ///
    /// # Errors
    /// When they are no longer what they were when the experiments were read.
    pub fn new(experiments: &'a Experiments) -> Result<Self, Diagnostics> {
        let file = &experiments.file;
        let (mut variants, _) = Variants::read(&file.name, &file.text, None)?;
        let nowhere = variants.reader().span(&(0..0));
        if variants.base(file.folder.as_deref(), &experiments.base, nowhere).is_none() {
            return Err(variants.into_found());
        }
        Ok(Self { experiments, variants })
    }

    /// The scenario of an experiment.
    ///
    /// # Errors
    /// Why there can be none: a combination of values that does not fit together.
    pub fn scenario(&mut self, experiment: u64) -> Result<Scenario, String> {
        let numbers = self.experiments.setting(experiment);
        let (scenario, found) = self.variants.attempt(|reader, layer| {
            self.experiments.constants.iter().for_each(|constant| set(reader, layer, constant));
            for (parameter, number) in self.experiments.parameters().zip(numbers) {
                vary(reader, layer, parameter, number);
            }
        });
        scenario.ok_or_else(|| self.variants.reasons(&found))
    }
}

/// Lays a setting over a layer.
pub(super) fn set(reader: &mut Reader, layer: &mut Layer, setting: &Setting) {
    for target in &setting.targets {
        lay(reader, layer, target, &setting.name_range, &setting.value);
    }
}

/// Lays a value of a parameter, by its number in the rows of a design, over a layer.
pub(super) fn vary(reader: &mut Reader, layer: &mut Layer, parameter: &Parameter, number: f64) {
    let mut all = |reader: &mut Reader, value: &Node| {
        for target in &parameter.targets {
            lay(reader, layer, target, &parameter.name_range, value);
        }
    };
    match &parameter.kind {
        Kind::Real { .. } | Kind::Whole { .. } => {
            all(reader, &Node { range: parameter.range.clone(), kind: Tree::Number(number) });
        }
        Kind::Drawn { inputs, .. } => {
            for (target, input) in parameter.targets.iter().zip(inputs) {
                let value = Node { range: parameter.range.clone(), kind: Tree::Number(input.at(number)) };
                lay(reader, layer, target, &parameter.name_range, &value);
            }
        }
        Kind::Levels(levels) => all(reader, &levels[number as usize].value),
        Kind::Options(options) => {
            options[number as usize].1.iter().for_each(|setting| set(reader, layer, setting));
        }
    }
}
