//! The reference data in RON hold everything of the CSV files they were made from, column by column.

use std::collections::BTreeMap;

use drawdown::scenario::{
    self, Scenario,
    address::Address,
    distribution::Distribution,
    names::Name,
    resolved::{Grade, Origin, Value},
    shipped,
    tree::{self, Kind, Node},
};

type Row = BTreeMap<String, String>;

fn csv(name: &str) -> Vec<Row> {
    let path = format!("{}/tests/data/reference/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).expect("a copy of the data");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn scenario() -> Scenario {
    scenario::load(&["no-drawdown".into()], &[]).unwrap_or_else(|found| panic!("{found}")).remove(0)
}

fn n(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

fn range(low: &str, mode: &str, high: &str) -> Distribution {
    let (low, mode, high) = (n(low), n(mode), n(high));
    if low == mode && mode == high {
        Distribution::Constant(mode)
    } else {
        Distribution::Pert { low, mode, high }
    }
}

fn grade(text: &str) -> Option<Grade> {
    match text {
        "A" => Some(Grade::A),
        "B" => Some(Grade::B),
        "C" => Some(Grade::C),
        _ => None,
    }
}

fn same(value: &Value, distribution: &Distribution, want: (&str, &str, &str), what: &str) {
    assert_eq!(&value.distribution, distribution, "{what}");
    assert_eq!((value.grade, &*value.source, &*value.note), (grade(want.0), want.1, want.2), "{what}");
}

#[test]
fn parameters() {
    let (scenario, rows) = (scenario(), csv("parameters"));
    assert_eq!(rows.len(), 404);
    let written = raw_values("parameters.ron");
    assert_eq!(written.len(), 404);
    for row in &rows {
        let ids: Vec<&str> = ["domain", "tier", "enabler"]
            .iter()
            .map(|c| row[*c].as_str())
            .filter(|v| !v.is_empty())
            .collect();
        let key =
            if ids.is_empty() { row["name"].clone() } else { format!("{}[{}]", row["name"], ids.join(",")) };
        // As written: every column, to the letter.
        let fields = &written[&key];
        for column in ["unit", "source", "note", "grade"] {
            assert_eq!(fields.get(column).map_or("", String::as_str), row[column], "{column} of {key}");
        }
        let value = if row["low"] == row["likely"] && row["likely"] == row["high"] {
            row["likely"].clone()
        } else {
            format!("Pert(low: {}, mode: {}, high: {})", row["low"], row["likely"], row["high"])
        };
        assert_eq!(fields["value"], value, "{key}");
        // As resolved.
        let Some(name) = Name::parse(&row["name"]) else { continue };
        let address = match ids.as_slice() {
            [] => Address::plain(name),
            [one] => Address::one(name, one),
            [one, two] => Address::two(name, one, two),
            _ => panic!("{key}"),
        };
        let distribution = range(&row["low"], &row["likely"], &row["high"]);
        let Some(value) = scenario.values.get(&address) else {
            assert!(name.is_sparse() && distribution == Distribution::Constant(0.0), "{key}");
            continue;
        };
        same(value, &distribution, (&row["grade"], &row["source"], &row["note"]), &key);
    }
    assert_eq!(scenario.group_correlations, [0.4, 0.5, 0.5, 0.5]);
}

/// The fields of every value of a file as they are written.
fn raw_values(file: &str) -> BTreeMap<String, Row> {
    let text = shipped::reference().iter().find(|(name, _)| *name == file).expect("compiled in").1;
    let Kind::Struct(None, fields) = tree::parse(text).expect("RON").kind else { panic!("a struct") };
    let Kind::Map(pairs) = &fields[0].1.kind else { panic!("a map") };
    let plain = |node: &Node| match &node.kind {
        Kind::Text(text) => text.clone(),
        _ => text[node.range.clone()].to_string(),
    };
    pairs
        .iter()
        .map(|(key, value)| {
            let Kind::Struct(None, fields) = &value.kind else { panic!("evidence") };
            (plain(key), fields.iter().map(|(word, node)| (word.text.clone(), plain(node))).collect())
        })
        .collect()
}

#[test]
fn domains() {
    let (scenario, rows) = (scenario(), csv("domains"));
    assert_eq!((rows.len(), scenario.domains.len()), (13, 13));
    for (row, domain) in rows.iter().zip(&scenario.domains) {
        assert_eq!(
            (&domain.id, &domain.title, &domain.unit, &domain.note),
            (&row["id"], &row["title"], &row["unit"], &row["note"])
        );
        assert_eq!(
            (domain.enabler.to_string(), domain.critical.to_string()),
            (row["enabler"].clone(), row["critical"].clone())
        );
        assert_eq!(
            (domain.coverage_threshold, domain.grade),
            (n(&row["coverage_threshold"]), grade(&row["grade"]))
        );
    }
}

#[test]
fn allies() {
    let (scenario, rows) = (scenario(), csv("allies"));
    assert_eq!((rows.len(), scenario.allies.len()), (29, 29));
    for (row, ally) in rows.iter().zip(&scenario.allies) {
        assert_eq!(
            (&ally.id, &ally.title, &ally.fiscal_class, &ally.note),
            (&row["iso3"], &row["title"], &row["fiscal_class"], &row["note"])
        );
        assert_eq!(ally.public_debt_pct_gdp, Some(n(&row["public_debt_pct_gdp"])));
        let check = |name: Name, distribution: Distribution, grade: &str, source: &str| {
            let address = Address::one(name, &ally.id);
            let value = &scenario.values[&address];
            same(value, &distribution, (grade, source, &value.note), &address.to_string());
        };
        let one = |column: &str| Distribution::Constant(n(&row[column]));
        check(Name::GdpNow, one("gdp_now"), &row["economy_grade"], &row["economy_source"]);
        check(Name::ShareNow, one("share_now"), &row["spending_grade"], &row["spending_source"]);
        let growth = range(&row["growth_low"], &row["growth"], &row["growth_high"]);
        check(Name::Growth, growth, &row["growth_grade"], &row["economy_source"]);
        check(Name::Pledge, one("pledge"), &row["pledge_grade"], &row["pledge_source"]);
        check(Name::PledgeYear, one("pledge_year"), &row["pledge_grade"], &row["pledge_source"]);
        let attainment = range(&row["attainment_low"], &row["attainment"], &row["attainment_high"]);
        check(Name::Attainment, attainment, "C", "");
        let rise = range(&row["shock_rise_low"], &row["shock_rise"], &row["shock_rise_high"]);
        check(Name::ShockRise, rise, &row["shock_rise_grade"], "");
    }
}

#[test]
fn national_holdings() {
    let (scenario, rows) = (scenario(), csv("national_holdings"));
    let written = raw_values("national_holdings.ron");
    assert_eq!((rows.len(), written.len()), (247, 247));
    for row in &rows {
        let address = Address::two(Name::NationalUnits, &row["ally"], &row["domain"]);
        let range = format!("({} to {})", row["low"], row["high"]);
        let note = if row["note"].is_empty() { range } else { format!("{} {range}", row["note"]) };
        let evidence = (row["grade"].as_str(), row["source"].as_str(), note.as_str());
        let units = Distribution::Constant(n(&row["units"]));
        match scenario.values.get(&address) {
            Some(value) => same(value, &units, evidence, &address.to_string()),
            None => assert_eq!(units, Distribution::Constant(0.0), "{address}"),
        }
    }
}

#[test]
fn everything_has_a_source_or_is_called_a_judgement() {
    for (address, value) in &scenario().values {
        let Some(grade) = value.grade else { continue };
        // Defaults follow another value, which has them.
        if matches!(value.origin, Origin::Default(_)) {
            continue;
        }
        let judged = grade == Grade::C && !value.note.is_empty();
        assert!(
            !value.source.is_empty() || judged,
            "{address}: {grade:?} without a source, or C without a note"
        );
    }
}

#[test]
fn elements() {
    let (scenario, rows) = (scenario(), csv("us_force_elements"));
    assert_eq!((rows.len(), scenario.elements.len()), (43, 43));
    let mut people = 0.0;
    for (row, element) in rows.iter().zip(&scenario.elements) {
        assert_eq!(
            (&element.id, &element.title, &element.service, &element.host, &element.posture),
            (&row["id"], &row["title"], &row["service"], &row["host"], &row["posture"])
        );
        let address = Address::one(Name::UsPersonnel, &element.id);
        let evidence = (row["grade"].as_str(), row["source"].as_str(), row["note"].as_str());
        same(
            &scenario.values[&address],
            &Distribution::Constant(n(&row["personnel"])),
            evidence,
            &address.to_string(),
        );
        people += n(&row["personnel"]);
        let units: Vec<(&str, &str)> =
            row["units"].split(';').filter_map(|pair| pair.split_once('=')).collect();
        let held =
            scenario.values.keys().filter(|a| a.name == Name::UsUnits && a.first == element.id).count();
        assert_eq!(held, units.len(), "{}", element.id);
        for (domain, amount) in units {
            let address = Address::two(Name::UsUnits, &element.id, domain);
            same(
                &scenario.values[&address],
                &Distribution::Constant(n(amount)),
                evidence,
                &address.to_string(),
            );
        }
    }
    assert_eq!(people, 82_179.0);
}
