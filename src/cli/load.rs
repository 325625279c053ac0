//! What commands have in common before anything is computed: scenarios and their warnings, Ctrl-C.

use std::{collections::BTreeSet, path::PathBuf};

use super::{
    console::{Console, to_stderr},
    failure::Failure,
};
use crate::{
    scenario::{self, Diagnostics, Scenario},
    study::CancelToken,
};

/// Loads scenarios: those of the files, or all that ship.
pub fn load(files: &[PathBuf], sets: &[String]) -> Result<Vec<Scenario>, Failure> {
    load_reporting(files, sets).map(|(scenarios, _)| scenarios)
}

/// As [`load`], with the places of the warnings.
pub fn load_reporting(files: &[PathBuf], sets: &[String]) -> Result<(Vec<Scenario>, Diagnostics), Failure> {
    Ok(scenario::load_reporting(&named(files), sets)?)
}

/// The files named, or all scenarios that ship.
pub fn named(files: &[PathBuf]) -> Vec<PathBuf> {
    if files.is_empty() {
        return scenario::compared().iter().map(|(stem, _)| PathBuf::from(stem)).collect();
    }
    files.to_vec()
}

/// Says where scenarios rest on reference data that are not those that ship.
pub fn warn_of_reference(scenarios: &[Scenario], console: &Console) {
    let warnings: BTreeSet<String> = scenarios.iter().filter_map(|s| s.reference.warning()).collect();
    for warning in warnings {
        console.warning(&warning);
    }
}

/// Says what is allowed and hardly meant in scenarios, and where they rest on reference data that are not those that ship.
pub fn warn_of(scenarios: &[Scenario], console: &Console) {
    for (warning, ids) in same(scenarios) {
        console.warning(&format!("{}: {warning}", ids.join(", ")));
    }
    warn_of_reference(scenarios, console);
}

/// The warnings of scenarios, in order, each once with the ids of those that have it.
fn same(scenarios: &[Scenario]) -> Vec<(&str, Vec<&str>)> {
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for (warning, id) in
        scenarios.iter().flat_map(|s| s.warnings.iter().map(move |w| (w.as_str(), s.id.as_str())))
    {
        match all.iter_mut().find(|(said, _)| *said == warning) {
            Some((_, ids)) => ids.push(id),
            None => all.push((warning, vec![id])),
        }
    }
    all
}

/// A token that Ctrl-C cancels; `remark` is what it says then.
pub fn stop_token(remark: &'static str) -> CancelToken {
    let token = CancelToken::new();
    let set = token.clone();
    // A second handler cannot be there: this is called once a process. Without one, Ctrl-C ends the program as ever.
    let _ = ctrlc::set_handler(move || {
        if set.is_cancelled() {
            std::process::exit(130);
        }
        set.cancel();
        to_stderr(remark);
    });
    token
}
