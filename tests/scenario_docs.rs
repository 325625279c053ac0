//! docs/formats.md describes every field and every name, with unit, range and default as the program has them.

use drawdown::scenario::{
    defaults::DEFAULTS,
    names::{Index, Name},
    read_layer::{FIELDS, REFERENCE_FIELDS},
    read_value::DISTRIBUTIONS,
};

fn row(name: Name) -> String {
    let spec = name.spec();
    let index = match spec.index {
        Index::None => "",
        Index::Domain => "domain",
        Index::Tier => "tier",
        Index::Ally => "ally",
        Index::Element => "element",
        Index::DomainTier => "domain,tier",
        Index::DomainEnabler => "domain,enabler",
        Index::ElementDomain => "element,domain",
        Index::AllyDomain => "ally,domain",
    };
    let default = match name {
        Name::DownTo => "none: `personnel` says it".to_string(),
        Name::Announced => "8 before `start`".to_string(),
        Name::Priority => "as `weight`".to_string(),
        Name::PlanningTiers => "1 for all".to_string(),
        Name::ReturnShare => "from `disposition`".to_string(),
        Name::Stay | Name::PledgeCut | Name::InvestKit => "0".to_string(),
        Name::PledgeCutStart => "as `start`".to_string(),
        Name::Participation => "1".to_string(),
        Name::Profile => "SCurve".to_string(),
        Name::UsUnits | Name::Dependency | Name::NationalUnits => "reference data, else 0".to_string(),
        _ => DEFAULTS.iter().find(|d| d.0 == name).map_or("reference data".into(), |d| d.1.to_string()),
    };
    let range = match name {
        Name::Profile => "Linear, SCurve, FrontLoaded".to_string(),
        Name::PlanningTiers => "0 or 1, at least one 1".to_string(),
        Name::PledgeYear => "`start_year` or later".to_string(),
        Name::Personnel => "at least 0, at most all troops".to_string(),
        _ => spec.range.to_string(),
    };
    let index = if index.is_empty() { String::new() } else { format!("[{index}]") };
    format!("| `{}{index}` | {} | {range} | {default} | {} |", spec.name, spec.unit, spec.meaning)
}

#[test]
fn every_name_is_described() {
    let docs = include_str!("../docs/formats.md");
    let missing: Vec<String> =
        Name::ALL.iter().map(|name| row(*name)).filter(|row| !docs.contains(row)).collect();
    assert!(missing.is_empty(), "rows that docs/formats.md lacks:\n{}", missing.join("\n"));
}

#[test]
fn every_field_and_distribution_is_described() {
    let docs = include_str!("../docs/formats.md");
    for field in FIELDS.iter().chain(&REFERENCE_FIELDS) {
        assert!(docs.contains(&format!("| `{field}` |")), "{field}");
    }
    for (name, _) in DISTRIBUTIONS {
        assert!(docs.contains(&format!("`{name}(")), "{name}");
    }
}

#[test]
fn every_field_of_an_experiment_file_is_described() {
    let page = include_str!("../docs/formats.md");
    let start = page.find("## Experiment files").expect("a section");
    let section = &page[start..page.find("## The store of a sweep").expect("a section")];
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with('|')).collect();
    for field in drawdown::experiment::read::FIELDS {
        let named = format!("`{field}`");
        assert!(
            rows.iter().any(|row| row.split('|').nth(1).is_some_and(|cell| cell.contains(&named))),
            "{field} has no row"
        );
    }
}
