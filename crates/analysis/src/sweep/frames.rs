//! The two tables of a part.

use std::sync::Arc;

use super::{
    batch::Computed,
    columns::{Columns, NUMBERS_OF_HEADLINES},
};
use crate::{
    experiment::{Experiments, parameter::Shown},
    store::sweep::{Frame, Values},
};

/// Pushes a value into a column of its type.
macro_rules! push {
    ($frame:expr, $column:expr, $kind:ident, $value:expr) => {
        if let Values::$kind(values) = &mut $frame.values[$column] {
            values.push($value);
        }
    };
}

/// The tables of some experiments, `computed[i]` being that of number `first + i`; and how many of them failed.
#[must_use]
pub fn frames(
    experiments: &Experiments,
    columns: &Columns,
    headlines: usize,
    first: u64,
    computed: &[Computed],
) -> ([Frame; 2], u64) {
    let mut table = Frame::new(Arc::clone(&columns.experiments));
    let mut outcomes = Frame::new(Arc::clone(&columns.outcomes));
    let mut failures = 0;
    for (number, computed) in (first..).zip(computed) {
        add_experiment(&mut table, experiments, headlines, number, computed);
        match computed {
            Computed::Done(_) => add_outcomes(&mut outcomes, number, computed),
            Computed::Failed { .. } => failures += 1,
        }
    }
    ([table, outcomes], failures)
}

/// A number of an experiment or of replicates: at most 2^31 - 1, as the reader of the file makes sure.
fn int(number: u64) -> Option<i32> {
    Some(i32::try_from(number).unwrap_or(i32::MAX))
}

fn add_experiment(
    table: &mut Frame,
    experiments: &Experiments,
    headlines: usize,
    number: u64,
    computed: &Computed,
) {
    let (policy, scenario) = experiments.rows.numbers(number);
    push!(table, 0, Int, int(number));
    push!(table, 1, Int, int(policy));
    push!(table, 2, Int, int(scenario));
    let mut column = 3;
    for (parameter, number) in experiments.parameters().zip(experiments.setting(number)) {
        match parameter.shown(number) {
            Shown::Number(number) => push!(table, column, Real, number),
            Shown::Text(text) => push!(table, column, Text, Some(text.into())),
        }
        column += 1;
    }
    let (status, reason, warnings, replicates, valid, hash) = match computed {
        Computed::Done(done) => {
            ("done", None, &done.warnings, experiments.replicates, done.valid, Some(done.hash.as_str()))
        }
        Computed::Failed { reason, replicates, hash, warnings } => {
            ("failed", Some(reason.as_str()), warnings, *replicates, 0, hash.as_deref())
        }
    };
    push!(table, column, Text, Some(status.into()));
    push!(table, column + 1, Text, reason.map(Into::into));
    push!(table, column + 2, Text, warnings.as_deref().map(Into::into));
    push!(table, column + 3, Int, int(replicates));
    push!(table, column + 4, Int, int(valid));
    push!(table, column + 5, Text, hash.map(Into::into));
    column += 6;
    for headline in 0..headlines {
        for at in NUMBERS_OF_HEADLINES {
            let value = match computed {
                Computed::Done(done) => done.headlines[headline][at],
                Computed::Failed { .. } => f64::NAN,
            };
            push!(table, column, Real, value);
            column += 1;
        }
    }
}

fn add_outcomes(table: &mut Frame, number: u64, computed: &Computed) {
    let Computed::Done(done) = computed else { return };
    for (row, numbers) in done.template.iter().zip(&done.numbers) {
        push!(table, 0, Int, int(number));
        push!(table, 1, Text, row.arm.clone());
        push!(table, 2, Text, Some(row.name.clone()));
        push!(table, 3, Text, Some(row.unit.clone()));
        push!(table, 4, Text, row.ids[0].clone());
        push!(table, 5, Int, row.tier.map(|tier| tier as i32));
        push!(table, 6, Text, row.ids[1].clone());
        push!(table, 7, Text, row.ids[2].clone());
        push!(table, 8, Int, row.time.0);
        push!(table, 9, Int, row.time.1.map(|quarter| quarter as i32));
        for (column, &number) in (10..).zip(numbers) {
            push!(table, column, Real, number);
        }
    }
}
