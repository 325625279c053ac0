//! Builds `scenarios.json` from resolved scenarios and their bases.

use crate::{
    present::scenarios::{changes::changes, short, statement::statement},
    scenario::{
        address::Address,
        names::Name,
        resolved::{Origin, Scenario},
        show,
    },
    store::assumptions::{Assumed, Assumptions, ScenarioAssumptions},
};

use super::{grades::grades, summary::FORMAT};

/// What was asked: see [`Assumptions::command`] and [`Assumptions::own_files`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// Its words.
    pub words: Vec<String>,
    /// Files of one's own among them.
    pub own_files: Vec<String>,
}

/// What scenarios assume. `bases` are theirs, in the same order, as far as they stand by themselves; `sets` what
/// `--set` said, `command` what was typed.
#[must_use]
pub fn assumptions(
    scenarios: &[Scenario],
    bases: &[Option<Scenario>],
    sets: &[String],
    command: Command,
) -> Assumptions {
    let all: Vec<Vec<Assumed>> = scenarios.iter().map(values).collect();
    let everywhere = |value: &Assumed| all.iter().all(|values| values.contains(value));
    let common: Vec<Assumed> = all
        .first()
        .map(|first| first.iter().filter(|v| everywhere(v)).cloned().collect())
        .unwrap_or_default();
    let known: std::collections::BTreeSet<&str> = common.iter().map(|v| v.address.as_str()).collect();
    let posture = scenarios.first().map_or(0.0, |s| {
        let people = |e: &crate::scenario::resolved::Element| {
            let address = Address::one(Name::UsPersonnel, &e.id);
            s.values.get(&address).map_or(0.0, |v| v.distribution.constant().unwrap_or(0.0))
        };
        s.elements.iter().map(people).sum()
    });
    Assumptions {
        format: FORMAT,
        command: command.words,
        own_files: command.own_files,
        sets: sets.to_vec(),
        posture: libm::round(posture) as u64,
        scenarios: scenarios
            .iter()
            .enumerate()
            .map(|(i, scenario)| ScenarioAssumptions {
                id: scenario.id.clone(),
                hash: scenario.hash(),
                bases: scenario.bases.clone(),
                statement: statement(scenario),
                trigger: Some(scenario.trigger.is_some()),
                grades: grades(scenario),
                changes: changes(scenario, bases.get(i).and_then(Option::as_ref)),
                values: all[i].iter().filter(|v| !known.contains(v.address.as_str())).cloned().collect(),
            })
            .collect(),
        common,
    }
}

fn values(scenario: &Scenario) -> Vec<Assumed> {
    let one = |address: &Address| {
        let value = scenario.values.get(address)?;
        Some(Assumed {
            address: address.to_string(),
            input: short::input(scenario, address),
            unit: show::unit(scenario, address),
            value: show::value(scenario, address, value),
            grade: value.grade.map(|grade| show::grade(Some(grade)).to_owned()),
            source: value.source.to_string(),
            note: value.note.to_string(),
            origin: origin(&value.origin),
        })
    };
    show::ordered(scenario).into_iter().filter_map(one).collect()
}

/// Where a value was written, without folders: those are of a machine.
fn origin(origin: &Origin) -> String {
    match origin {
        Origin::File { file, line } => {
            let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
            format!("{name}:{line}")
        }
        other => show::origin(other),
    }
}
