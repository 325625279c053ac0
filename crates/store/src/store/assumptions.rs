//! `scenarios.json`: what each scenario assumes, with grade, source and place of writing, and what differs from its base.

use serde::{Deserialize, Serialize};

/// Parameters of the world by grade; those by ally and force element are data and not counted, as in the summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grades {
    /// Grade A.
    pub measured: usize,
    /// Grade B.
    pub published: usize,
    /// Grade C.
    pub judgement: usize,
}

/// One value of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assumed {
    /// Address: `required[isr,30]`.
    pub address: String,
    /// What it is called for people: `Intelligence and surveillance: requirement at D+30`; empty in folders of before it was
    /// written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub input: String,
    /// Unit.
    pub unit: String,
    /// As written: a number or a distribution, with what a trigger does to it.
    pub value: String,
    /// A, B or C; null for a choice of the scenario and for defaults.
    pub grade: Option<String>,
    /// Source, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Note, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Where it was written: file and line, `--set`, or the default's reason.
    pub origin: String,
}

/// Something in which a scenario differs from its base, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Addresses or settings that it covers.
    pub of: Vec<String>,
    /// What it is.
    pub what: String,
    /// Its value here.
    pub here: String,
    /// Its value in the base; null where there is none.
    pub base: Option<String>,
    /// A, B or C; null for a choice.
    pub grade: Option<String>,
    /// Source or note, or empty.
    pub source: String,
    /// `choice`, `default` or `--set`.
    pub origin: String,
}

/// What a scenario assumes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioAssumptions {
    /// Stem of its file.
    pub id: String,
    /// Hash of the resolved scenario, hexadecimal.
    pub hash: String,
    /// Ids of its bases, nearest first.
    pub bases: Vec<String>,
    /// The whole scenario in a few words, bases included.
    pub statement: String,
    /// Whether a trigger is at work in it; absent in folders of before it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<bool>,
    /// Parameters by grade.
    pub grades: Grades,
    /// What differs from the nearest base; without a base, what it sets, beside the defaults.
    pub changes: Vec<Change>,
    /// Values that are not the same in all scenarios of the folder.
    pub values: Vec<Assumed>,
}

/// `scenarios.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assumptions {
    /// Version of the format of the folder.
    pub format: u32,
    /// Words of the command that does the same again: options that change a result and are not as by default, no place
    /// of a machine (a file of one's own is the name of the file, without its folder).
    #[serde(default)]
    pub command: Vec<String>,
    /// Files of one's own among them.
    #[serde(default)]
    pub own_files: Vec<String>,
    /// What `--set` said, in order; it holds in every scenario and in its base.
    pub sets: Vec<String>,
    /// US troops in Europe at the start.
    pub posture: u64,
    /// Scenarios in the order given.
    pub scenarios: Vec<ScenarioAssumptions>,
    /// Values that are the same in all scenarios.
    pub common: Vec<Assumed>,
}
