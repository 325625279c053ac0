//! Scenarios of one command that are called the same: sentences, tables and figures then call each by its file as well.

use super::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span},
    resolve::Chain,
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
    let shared = |one: &Scenario, other: &Scenario| {
        let same = |at: usize| titles(one)[at].1.to_lowercase() == titles(other)[at].1.to_lowercase();
        [same(0), same(1)]
    };
    let all = scenarios.to_vec();
    for (at, one) in all.iter().enumerate() {
        let others = || all.iter().enumerate().filter(|&(other, _)| other != at);
        let with = |title: usize| others().any(|(_, other)| shared(one, other)[title]);
        if with(0) {
            scenarios[at].title = format!("{} ({})", one.title, one.id);
        }
        if with(1) {
            scenarios[at].short_title = format!("{} ({})", one.short_title, one.id);
        }
        // Of two the second is warned of.
        let first = all[..at].iter().find(|other| shared(one, other) != [false, false]);
        let Some(first) = first else { continue };
        let which: Vec<usize> = (0..2).filter(|&title| shared(one, first)[title]).collect();
        let names: Vec<&str> = which.iter().map(|&title| titles(one)[title].0).collect();
        let message = format!(
            "`{}` has the {} of `{}`, \"{}\"",
            one.id,
            names.join(" and the "),
            first.id,
            titles(one)[which[0]].1
        );
        let hint = "they are told apart by the names of their files: give each a title of its own";
        scenarios[at].warnings.push(format!("{message}: {hint}"));
        let warning =
            Diagnostic { severity: Severity::Warning, ..Diagnostic::nowhere(Code::SameTitle, message, hint) };
        let span = which.iter().find_map(|&title| places[at][title]);
        found.push(Diagnostic { span, ..warning });
    }
}
