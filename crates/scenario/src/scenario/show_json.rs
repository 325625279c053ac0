//! The whole resolved scenario as JSON, for programs.

use serde_json::{Value as Json, json};

use super::{
    distribution::Distribution,
    names::Name,
    resolved::{Origin, Scenario, Value},
    show,
};

/// The whole resolved scenario: settings, items, and every value with its unit, distribution, grade, source, note,
/// place of writing and what a trigger changed.
#[must_use]
pub fn json(scenario: &Scenario) -> Json {
    let domains: Vec<Json> = scenario
        .domains
        .iter()
        .map(|d| {
            json!({
                "id": d.id, "title": d.title, "unit": d.unit, "enabler": d.enabler, "critical": d.critical,
                "coverage_threshold": d.coverage_threshold, "grade": grade(d.grade), "note": d.note,
            })
        })
        .collect();
    let allies: Vec<Json> = scenario
        .allies
        .iter()
        .map(|a| {
            json!({
                "id": a.id, "title": a.title, "fiscal_class": a.fiscal_class,
                "public_debt_pct_gdp": a.public_debt_pct_gdp, "note": a.note,
            })
        })
        .collect();
    let elements: Vec<Json> = scenario
        .elements
        .iter()
        .map(|e| {
            json!({
                "id": e.id, "title": e.title, "service": e.service, "host": e.host, "posture": e.posture,
                "note": e.note,
            })
        })
        .collect();
    let values: Vec<Json> =
        show::ordered(scenario).iter().map(|a| value(scenario, a, &scenario.values[*a])).collect();
    let correlations: Vec<Json> = scenario
        .correlations
        .iter()
        .map(|(a, b, rho)| json!({"a": a.to_string(), "b": b.to_string(), "rank_correlation": rho}))
        .collect();
    let groups: serde_json::Map<String, Json> = Name::GROUPS
        .into_iter()
        .zip(scenario.group_correlations)
        .map(|((_, setting), rho)| (setting.to_owned(), json!(rho)))
        .collect();
    json!({
        "id": scenario.id,
        "title": scenario.title,
        "short_title": scenario.short_title,
        "description": scenario.description,
        "hash": scenario.hash(),
        "bases": scenario.bases,
        "reference": reference(scenario),
        "composition": show::composition(&scenario.composition),
        "disposition": show::disposition(&scenario.disposition),
        "trigger": scenario.trigger.as_ref().map(|t| show::trigger(Some(t))),
        "reporting_tier": scenario.reporting_tier,
        "closure_tolerance": scenario.closure_tolerance,
        "group_correlations": groups,
        "correlations": correlations,
        "written": scenario.written.iter().map(|(name, at)| (name.clone(), origin(at))).collect::<serde_json::Map<_, _>>(),
        "warnings": scenario.warnings,
        "domains": domains,
        "allies": allies,
        "elements": elements,
        "values": values,
    })
}

/// The reference data: as in `summary.json`, with the folder they were read from (null for those compiled in).
fn reference(scenario: &Scenario) -> Json {
    let mut json = json!(*scenario.reference);
    json["folder"] = json!(scenario.reference.folder);
    json
}

fn grade(grade: Option<super::resolved::Grade>) -> Json {
    grade.map_or(Json::Null, |g| json!(show::grade(Some(g))))
}

fn origin(origin: &Origin) -> Json {
    match origin {
        Origin::File { file, line } => json!({"file": **file, "line": line}),
        Origin::CommandLine => json!({"command_line": true}),
        Origin::Default(why) => json!({"default": why}),
    }
}

fn value(scenario: &Scenario, address: &super::address::Address, value: &Value) -> Json {
    json!({
        "address": address.to_string(),
        "name": address.name.spec().name,
        "unit": show::unit(scenario, address),
        "distribution": distribution(&value.distribution),
        "dates": show::dates(scenario, address, value).map(|(earliest, latest)| json!([earliest, latest])),
        "scale": value.scale,
        "shift": value.shift,
        "trigger": value.trigger,
        "grade": grade(value.grade),
        "source": *value.source,
        "note": *value.note,
        "origin": origin(&value.origin),
    })
}

/// A distribution as an object: its kind and its parameters.
#[must_use]
pub fn distribution(distribution: &Distribution) -> Json {
    match distribution {
        Distribution::Constant(value) => json!({"kind": "Constant", "value": value}),
        Distribution::Uniform { low, high } => json!({"kind": "Uniform", "low": low, "high": high}),
        Distribution::Triangular { low, mode, high } => {
            json!({"kind": "Triangular", "low": low, "mode": mode, "high": high})
        }
        Distribution::Pert { low, mode, high } => {
            json!({"kind": "Pert", "low": low, "mode": mode, "high": high})
        }
        Distribution::Normal { mean, sd } => json!({"kind": "Normal", "mean": mean, "sd": sd}),
        Distribution::TruncatedNormal { mean, sd, low, high } => {
            json!({"kind": "TruncatedNormal", "mean": mean, "sd": sd, "low": low, "high": high})
        }
        Distribution::LogNormalQuantiles { p05, p95 } => json!({"kind": "LogNormal", "p05": p05, "p95": p95}),
        Distribution::LogNormal { median, sigma } => {
            json!({"kind": "LogNormal", "median": median, "sigma": sigma})
        }
        Distribution::Beta { alpha, beta, low, high } => {
            json!({"kind": "Beta", "alpha": alpha, "beta": beta, "low": low, "high": high})
        }
        Distribution::Empirical { values } => json!({"kind": "Empirical", "values": values}),
        Distribution::Discrete { values, probabilities } => {
            json!({"kind": "Discrete", "values": values, "probabilities": probabilities})
        }
    }
}
