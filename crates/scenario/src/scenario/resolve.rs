//! From the layers of a scenario to the scenario: laid over each other, titled and checked.

use super::{
    chain::Chain,
    check,
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    lay::{Laid, lay, without_places},
    resolved::Scenario,
    title,
};

/// Resolves a chain; findings are added to `found`, and nothing comes back where one is an error of this scenario.
pub fn resolve(chain: &Chain, found: &mut Diagnostics) -> Option<Scenario> {
    // Its own findings first: what another scenario was warned about already is a warning of this one too.
    let before = std::mem::take(&mut found.items);
    let errors: Vec<Span> =
        before.iter().filter(|item| item.is_error()).filter_map(|item| item.span).collect();
    let mut scenario = resolve_alone(chain, &errors, found);
    let mut own = std::mem::take(&mut found.items);
    // What is unlikely is said of what is not wrong: a follow-up of an error helps nobody.
    if errors.iter().any(|span| chain.holds(*span)) || own.iter().any(Diagnostic::is_error) {
        own.retain(Diagnostic::is_error);
    }
    let warnings = own.iter().filter(|item| !item.is_error());
    scenario.warnings = warnings
        .map(|item| {
            if item.hint.is_empty() {
                item.message.clone()
            } else {
                format!("{}: {}", item.message, item.hint)
            }
        })
        .collect();
    found.items = before;
    let fine = chain.complete && !own.iter().any(Diagnostic::is_error);
    for item in own {
        // What a base that could not be read may have added is not known to be missing.
        let lacking = matches!(item.code, Code::Unknown | Code::NoValue);
        let certain = chain.complete || item.is_error() && !lacking;
        if certain {
            found.push(item);
        }
    }
    fine.then_some(scenario)
}

fn resolve_alone(chain: &Chain, errors: &[Span], found: &mut Diagnostics) -> Scenario {
    let Laid { mut scenario, state, values, wrong } = lay(chain, errors, found);
    title::titles(chain, &mut scenario, found);
    check::scenario(chain, &state, &mut scenario, &values, &wrong, found);
    scenario.values = without_places(values);
    scenario
}
