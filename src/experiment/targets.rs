//! The names that a name with `*` in the place of an id stands for.

use crate::scenario::{
    Scenario,
    diagnostic::meant,
    key,
    names::{Index, Name, TIERS},
};

/// The names that `name` stands for in a scenario: itself, or one for every id where it has a `*`.
///
/// # Errors
/// What is wrong with it, and what is allowed.
pub fn targets(name: &str, scenario: &Scenario) -> Result<Vec<String>, (String, String)> {
    if !name.contains('*') {
        return Ok(vec![name.to_owned()]);
    }
    let (plain, ids) = name.split_once('[').unwrap_or((name, ""));
    let plain = plain.trim();
    let input = Name::parse(plain);
    let setting = key::SETTINGS.iter().find(|row| row.0 == plain);
    let Some(index) = input.map(|name| name.spec().index).or(setting.map(|row| row.1)) else {
        return Err((format!("unknown name `{plain}`"), meant(plain, &key::known_names())));
    };
    let ids: Vec<&str> = ids.trim_end().trim_end_matches(']').split(',').map(str::trim).collect();
    let domains = || scenario.domains.iter().map(|domain| domain.id.clone()).collect::<Vec<_>>();
    let enablers = scenario.domains.iter().filter(|domain| domain.enabler).map(|domain| domain.id.clone());
    let allies = || scenario.allies.iter().map(|ally| ally.id.clone()).collect();
    let elements = || scenario.elements.iter().map(|element| element.id.clone()).collect();
    let tiers = || TIERS.iter().map(ToString::to_string).collect();
    let known: Vec<Vec<String>> = match index {
        Index::None => Vec::new(),
        Index::Domain => vec![domains()],
        Index::Tier => vec![tiers()],
        Index::Ally => vec![allies()],
        Index::Element => vec![elements()],
        Index::DomainTier => vec![domains(), tiers()],
        Index::DomainEnabler => vec![domains(), enablers.collect()],
        Index::ElementDomain => vec![elements(), domains()],
        Index::AllyDomain => vec![allies(), domains()],
    };
    if ids.len() != known.len() {
        return Err((format!("`{name}`"), format!("`{plain}` takes {}", key::ids_in_words(index))));
    }
    let mut lists = vec![Vec::new()];
    for (id, known) in ids.iter().zip(&known) {
        let choices: Vec<&str> =
            if *id == "*" { known.iter().map(String::as_str).collect() } else { vec![id] };
        lists = lists
            .into_iter()
            .flat_map(|list| choices.iter().map(move |&choice| [list.clone(), vec![choice]].concat()))
            .collect();
    }
    // Of sparse tables only what is there.
    let there = |list: &Vec<&str>| match input {
        Some(name) if name.is_sparse() => scenario
            .values
            .keys()
            .any(|address| address.name == name && address.first == list[0] && address.second == list[1]),
        _ => true,
    };
    Ok(lists.iter().filter(|list| there(list)).map(|list| format!("{plain}[{}]", list.join(","))).collect())
}
