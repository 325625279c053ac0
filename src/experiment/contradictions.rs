//! Contradictions that show in the file alone: values that no scenario can have together, whatever the design chooses.

use super::{
    parameter::{Parameter, Setting},
    resolver::{set, vary},
};
use crate::scenario::{layer::Layer, read::Reader};

/// Whether the constants go together, and every level or option of every parameter with them. What does not is added
/// to the findings, once a parameter. Levels of two parameters that do not go together are no mistake of the file: they
/// fail the experiments that have both.
pub fn contradictions<'p>(
    reader: &mut Reader,
    constants: &[Setting],
    parameters: impl Iterator<Item = &'p Parameter>,
) -> Option<()> {
    if !fit(reader, constants, None) {
        return None;
    }
    let contradictory = parameters.filter(|parameter| {
        // Numbers differ in nothing that matters here.
        let levels = if parameter.is_number() { 1 } else { parameter.levels().unwrap_or(1) };
        !(0..levels).all(|level| fit(reader, constants, Some((parameter, parameter.at_level(level)))))
    });
    (contradictory.count() == 0).then_some(())
}

/// Whether the constants go together with a value of a parameter.
fn fit(reader: &mut Reader, constants: &[Setting], varied: Option<(&Parameter, f64)>) -> bool {
    let before = reader.found.items.len();
    let mut layer = Layer::default();
    for constant in constants {
        set(reader, &mut layer, constant);
    }
    if let Some((parameter, number)) = varied {
        vary(reader, &mut layer, parameter, number);
    }
    reader.doubled(&layer);
    reader.personnel_beside_explicit(&layer);
    reader.found.items.len() == before
}
