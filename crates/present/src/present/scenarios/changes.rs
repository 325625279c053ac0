//! What differs between a scenario and its base, in rows for people.

use super::{inputs as words, statement::tiers, who};
use crate::{
    present::grammar::list,
    scenario::{
        address::Address,
        names::{Name, TIERS},
        resolved::{Origin, Scenario, Value},
        show,
    },
    store::assumptions::Change,
};

/// What a scenario sets that its base does not say; without a base of its own (`base` has an empty id, or is not
/// there), everything its own file sets.
#[must_use]
pub fn changes(scenario: &Scenario, base: Option<&Scenario>) -> Vec<Change> {
    // In the order in which one would tell it: how many, when and how; who; what triggers; what returns; the world.
    let (mut rows, mut world) = (Vec::new(), Vec::new());
    let root = scenario.bases.is_empty();
    let mut addresses = show::ordered(scenario);
    if let Some(base) = base {
        addresses.extend(show::ordered(base).into_iter().filter(|a| !scenario.values.contains_key(*a)));
    }
    for address in addresses.into_iter().filter(|a| a.name != Name::ReturnShare) {
        let (here, there) = (scenario.values.get(address), base.and_then(|b| b.values.get(address)));
        let own = here.is_some_and(|v| written_by(scenario, v));
        let differs = base.is_some() && !same(here, there);
        // What a trigger changed stands in its own row.
        let triggered =
            here.is_some_and(|v| v.trigger.is_some()) || there.is_some_and(|v| v.trigger.is_some());
        if triggered || !(differs || own && root || own && base.is_none()) {
            continue;
        }
        let text = |s: &Scenario, v: Option<&Value>| {
            v.map_or_else(|| absent(s, address.name), |v| words::value(s, address, v))
        };
        let (what, ids) = (words::name(address.name), words::ids(scenario, address));
        let row = Change {
            of: vec![address.to_string()],
            what: if ids.is_empty() { what } else { format!("{what}: {ids}") },
            here: text(scenario, here),
            base: base.map(|b| if differs { text(b, there) } else { "same".to_owned() }),
            ..evidence(here.or(there))
        };
        push(if address.name.spec().drawdown { &mut rows } else { &mut world }, row, &ids);
    }
    settings(scenario, base, &mut rows);
    returns(scenario, base, &mut rows);
    rows.extend(world);
    rows
}

/// What is said of a value that a scenario does not have: how many leave follows from amounts by place where these are given.
fn absent(scenario: &Scenario, name: Name) -> String {
    match name {
        Name::Personnel => who::amount(scenario).unwrap_or_else(|| "not said".to_owned()),
        Name::DownTo => "not said".to_owned(),
        _ => "not there".to_owned(),
    }
}

/// Rows that say the same of several ids become one.
fn push(rows: &mut Vec<Change>, row: Change, ids: &str) {
    let stem = |what: &str| what.split_once(": ").map(|(stem, _)| stem.to_owned());
    if let Some(last) = rows.last_mut()
        && !ids.is_empty()
        && stem(&last.what) == stem(&row.what)
        && (&last.here, &last.base, &last.grade, &last.source)
            == (&row.here, &row.base, &row.grade, &row.source)
    {
        last.what += &format!(", {ids}");
        last.of.extend(row.of);
        return;
    }
    rows.push(row);
}

fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.means(b),
        (None, None) => true,
        _ => false,
    }
}

/// Whether a value stands in the scenario's own file.
fn written_by(scenario: &Scenario, value: &Value) -> bool {
    let Origin::File { file, .. } = &value.origin else { return false };
    std::path::Path::new(&**file).file_stem().is_some_and(|stem| *stem == *scenario.id)
}

/// Grade, source and origin of a row; what it says comes from elsewhere.
fn evidence(value: Option<&Value>) -> Change {
    // Where the source only says "judgement", the note says whose reasoning it is.
    let no_source = |v: &Value| v.source.is_empty() || v.source.eq_ignore_ascii_case("judgement");
    let source = value.map_or("", |v| if no_source(v) { &v.note } else { &v.source });
    let origin = match value.map(|v| &v.origin) {
        Some(Origin::CommandLine) => "--set",
        Some(Origin::Default(_)) => "default",
        _ => "choice",
    };
    Change {
        of: Vec::new(),
        what: String::new(),
        here: String::new(),
        base: None,
        grade: value.and_then(|v| v.grade).map(|grade| show::grade(Some(grade)).to_owned()),
        source: source.to_owned(),
        origin: origin.to_owned(),
    }
}

/// Composition, trigger and what else is no value.
fn settings(scenario: &Scenario, base: Option<&Scenario>, rows: &mut Vec<Change>) {
    let mut row = |name: &str, what: &str, of: &dyn Fn(&Scenario) -> String| {
        let (here, there) = (of(scenario), base.map(of));
        if there.as_ref().is_some_and(|there| *there != here) {
            let change = Change {
                of: vec![name.to_owned()],
                what: what.to_owned(),
                here,
                base: there,
                ..evidence(None)
            };
            rows.push(change);
        }
    };
    row("composition", "Who leaves", &|s| who::composition(s));
    row("trigger", "Trigger", &|s| words::trigger(s.trigger.as_ref()));
    row("reporting_tier", "Reported at", &|s| format!("D+{}", s.reporting_tier));
    row("closure_tolerance", "Gap that counts as closed", &|s| {
        format!("{} % of the requirement", 100.0 * s.closure_tolerance)
    });
    for (i, (name, setting)) in Name::GROUPS.into_iter().enumerate() {
        let what = format!("Allies' {}, rank correlation", name.spec().name.replace('_', " "));
        row(setting, &what, &|s| s.group_correlations[i].to_string());
    }
    row("correlations", "Correlated inputs", &|s| {
        let all: Vec<String> =
            s.correlations.iter().map(|(a, b, rho)| format!("{a} with {b}: {rho}")).collect();
        if all.is_empty() { "none".to_owned() } else { all.join("; ") }
    });
    row("critical", "Critical capabilities", &|s| {
        let all: Vec<String> =
            s.domains.iter().filter(|d| d.critical).map(|d| words::domain(s, &d.id)).collect();
        if all.is_empty() { "none".to_owned() } else { list(&all) }
    });
    row("coverage_threshold", "Vulnerable below", &|s| {
        let all: Vec<String> =
            s.domains.iter().map(|d| format!("{} %", 100.0 * d.coverage_threshold)).collect();
        match all.first() {
            Some(first) if all.iter().all(|t| t == first) => first.clone(),
            _ => all.join(", "),
        }
    });
}

/// What returns by each tier, in one row.
fn returns(scenario: &Scenario, base: Option<&Scenario>, rows: &mut Vec<Change>) {
    let at = |s: &Scenario, tier: u32| s.values.get(&Address::one(Name::ReturnShare, tier)).cloned();
    let differs =
        base.is_some_and(|b| TIERS.iter().any(|&t| !same(at(scenario, t).as_ref(), at(b, t).as_ref())));
    let own = scenario.bases.is_empty()
        && TIERS.iter().any(|&t| at(scenario, t).is_some_and(|v| written_by(scenario, &v)));
    if !differs && !own {
        return;
    }
    let text = |s: &Scenario| {
        let shares: Vec<String> = TIERS
            .iter()
            .map(|&tier| {
                let address = Address::one(Name::ReturnShare, tier);
                s.values.get(&address).map_or_else(|| "-".to_owned(), |v| words::value(s, &address, v))
            })
            .collect();
        let short: Vec<&str> = shares.iter().map(|share| share.trim_end_matches(" %")).collect();
        let all = if shares.iter().all(|s| s.ends_with(" %") && s.len() < 8) {
            format!("{} %", short.join(", "))
        } else {
            shares.join("; ")
        };
        format!("{}: {all}", words::disposition(s))
    };
    let last = TIERS.last().and_then(|&tier| at(scenario, tier));
    rows.push(Change {
        of: TIERS.iter().map(|&t| Address::one(Name::ReturnShare, t).to_string()).collect(),
        what: format!("Returns by {}", tiers()),
        here: text(scenario),
        base: base.map(|b| if differs { text(b) } else { "same".to_owned() }),
        ..evidence(last.as_ref())
    });
}
