//! Scenarios of one command that are called the same: sentences, tables and figures then call each by its file as well.

use std::collections::HashMap;

use super::{
    chain::Chain,
    diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span},
    resolved::Scenario,
    title,
};

/// Where the titles of a scenario were written, the short one last.
pub(super) type Places = [Option<Span>; 2];

/// The places of a chain's titles.
pub(super) fn places(chain: &Chain) -> Places {
    let (own, set) = title::own(chain);
    let given = set.into_iter().chain([own]);
    let of = |span: fn(&super::layer::Layer) -> Option<Span>| given.clone().find_map(span);
    [
        of(|layer| layer.title.as_ref().map(|title| title.span)),
        of(|layer| layer.short_title.as_ref().map(|title| title.span)),
    ]
}

/// The titles of a scenario by what they are called in a file, the short one last.
fn titles(scenario: &Scenario) -> [(&'static str, &String); 2] {
    [("title", &scenario.title), ("short title", &scenario.short_title)]
}

/// Gives those that share a title, or a short one, the stem of their file behind it, and warns.
pub(super) fn tell_apart(scenarios: &mut [Scenario], places: &[Places], found: &mut Diagnostics) {
    let all: Vec<[String; 2]> =
        scenarios.iter().map(|one| titles(one).map(|(_, title)| title.clone())).collect();
    for (at, own) in all.iter().enumerate() {
        // Of two the second is warned of.
        let shared = |other: &[String; 2]| [0, 1].map(|title| same(&other[title], &own[title]));
        let Some(first) = all[..at].iter().position(|other| shared(other) != [false, false]) else {
            continue;
        };
        let which: Vec<usize> = (0..2).filter(|&title| shared(&all[first])[title]).collect();
        let (one, other) = (&scenarios[at], &scenarios[first]);
        let names: Vec<&str> = which.iter().map(|&title| titles(one)[title].0).collect();
        let message = format!(
            "`{}` has the {} of `{}`, \"{}\"",
            one.id,
            names.join(" and the "),
            other.id,
            own[which[0]]
        );
        let hint = "they are told apart by the names of their files: give each a title of its own";
        scenarios[at].warnings.push(format!("{message}: {hint}"));
        let warning =
            Diagnostic { severity: Severity::Warning, ..Diagnostic::nowhere(Code::SameTitle, message, hint) };
        let span = which.iter().find_map(|&title| places[at][title]);
        found.push(Diagnostic { span, ..warning });
    }
    with_stems(scenarios, |scenario| &mut scenario.title);
    with_stems(scenarios, |scenario| &mut scenario.short_title);
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Puts the stem behind a title that others have as well, until no two are the same: with its stem one may be what another is
/// called. Stems differ.
fn with_stems(scenarios: &mut [Scenario], title: impl Fn(&mut Scenario) -> &mut String) {
    for _ in 0..scenarios.len() {
        let mut times: HashMap<String, usize> = HashMap::new();
        let all: Vec<String> = scenarios.iter_mut().map(|scenario| title(scenario).to_lowercase()).collect();
        for title in &all {
            *times.entry(title.clone()).or_default() += 1;
        }
        if times.len() == all.len() {
            return;
        }
        for (scenario, _) in scenarios.iter_mut().zip(&all).filter(|(_, title)| times[*title] > 1) {
            let stem = format!(" ({})", scenario.id);
            title(scenario).push_str(&stem);
        }
    }
}
