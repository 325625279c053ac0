//! On what evidence a scenario rests.

use crate::{
    scenario::{
        resolved::{Grade, Scenario},
        show,
    },
    store::assumptions::Grades,
};

/// Parameters of the world by grade.
#[must_use]
pub fn grades(scenario: &Scenario) -> Grades {
    let count = |grade| show::parameters(scenario, grade);
    Grades { measured: count(Grade::A), published: count(Grade::B), judgement: count(Grade::C) }
}
