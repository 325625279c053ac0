//! Every name at and beyond its ends, distributions with extreme parameters.

use drawdown::scenario::{
    self, Scenario,
    names::{Index, Name, TIERS},
    read_value::DISTRIBUTIONS,
};

use super::{load_text, one, runs};

/// The addresses of a name in the reference data.
fn addresses(name: Name, of: &Scenario) -> Vec<String> {
    let spec = name.spec();
    let tiers = || TIERS.iter().map(ToString::to_string).collect::<Vec<_>>();
    let domains: Vec<String> = of.domains.iter().map(|d| d.id.clone()).collect();
    let ids = match spec.index {
        Index::None => return vec![spec.name.to_owned()],
        Index::Domain => domains,
        Index::Tier => tiers(),
        Index::Ally => of.allies.iter().map(|a| a.id.clone()).collect(),
        Index::Element => of.elements.iter().map(|e| e.id.clone()).collect(),
        Index::DomainTier => {
            domains.iter().flat_map(|d| tiers().into_iter().map(move |t| format!("{d},{t}"))).collect()
        }
        Index::DomainEnabler => {
            let enablers = || of.domains.iter().filter(|d| d.enabler).map(|d| d.id.clone());
            domains
                .iter()
                .flat_map(|d| enablers().filter(move |e| e != d).map(move |e| format!("{d},{e}")))
                .collect()
        }
        Index::ElementDomain => {
            of.elements.iter().flat_map(|e| domains.iter().map(move |d| format!("{},{d}", e.id))).collect()
        }
        Index::AllyDomain => {
            of.allies.iter().flat_map(|a| domains.iter().map(move |d| format!("{},{d}", a.id))).collect()
        }
    };
    ids.into_iter().map(|id| format!("{}[{id}]", spec.name)).collect()
}

/// A value for every address of a name.
fn everywhere(name: Name, value: &str, of: &Scenario) -> String {
    addresses(name, of).iter().map(|address| format!("\"{address}\": {value}, ")).collect()
}

fn base() -> Scenario {
    scenario::load(&["orderly-20k".into()], &[]).expect("shipped").remove(0)
}

#[test]
fn every_name_at_its_ends_stays_finite_and_beyond_them_is_refused() {
    let base = base();
    for &name in Name::ALL.iter().filter(|name| !matches!(name, Name::Profile | Name::PlanningTiers)) {
        let (low, high) = name.spec().range.ends();
        for value in ["1e300", "-1e16"] {
            let text = format!("(base: \"orderly-20k\", overrides: {{{}}})", everywhere(name, value, &base));
            assert!(load_text(&text).is_none(), "{value} for {name:?}");
        }
        for value in [low, high, f64::midpoint(low, high), low + (high - low) * 1e-12] {
            let text = format!(
                "(base: \"orderly-20k\", overrides: {{{}}})",
                everywhere(name, &value.to_string(), &base)
            );
            if let Some(scenario) = load_text(&text) {
                runs(scenario, &format!("{name:?} = {value}"));
            }
        }
        let values = format!("Uniform(low: {low}, high: {high})");
        let text = format!("(base: \"orderly-20k\", overrides: {{{}}})", everywhere(name, &values, &base));
        if let Some(scenario) = load_text(&text) {
            runs(scenario, &format!("{name:?}: {values}"));
        }
    }
}

#[test]
fn many_names_at_their_ends_together_stay_finite() {
    let base = base();
    let mut state = 1u64;
    let mut next = |most: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    let mut ran = 0;
    for _ in 0..60 {
        let mut overrides = String::new();
        for &name in Name::ALL.iter().filter(|name| !name.spec().structural && !name.rises_over_tiers()) {
            let (low, high) = name.spec().range.ends();
            match next(4) {
                0 => overrides += &everywhere(name, &low.to_string(), &base),
                1 => overrides += &everywhere(name, &high.to_string(), &base),
                _ => {}
            }
        }
        let people = "\"us_personnel[2cr]\": 5000, \"weight[isr]\": 1, \"personnel\": 1000, ";
        // How many leave is said once.
        for taken in ["us_personnel[2cr]", "weight[isr]", "personnel", "down_to"] {
            let from = format!("\"{taken}\": ");
            if let Some(at) = overrides.find(&from) {
                let end = at + overrides[at..].find(", ").map_or(overrides.len() - at, |end| end + 2);
                overrides.replace_range(at..end, "");
            }
        }
        let text = format!("(base: \"orderly-20k\", quarters: 400, overrides: {{{overrides}{people}}})");
        let text = if ran % 2 == 0 { text.replace("quarters: 400", "quarters: 20") } else { text };
        if let Some(scenario) = load_text(&text) {
            ran += 1;
            runs(scenario, &overrides);
        }
    }
    assert!(ran > 5, "{ran} of 60 were accepted");
}

#[test]
fn every_distribution_with_extreme_parameters() {
    let numbers = ["0", "-1", "1", "0.3", "1e-300", "1e300", "-1e300", "1e16", "5e-324"];
    let mut accepted = 0;
    for (name, parameters) in DISTRIBUTIONS {
        if matches!(name, "Empirical" | "Discrete") {
            continue;
        }
        for case in (0..numbers.len().pow(2)).step_by(3) {
            let value = |i: usize| numbers[(case / [1, numbers.len(), 3, 7][i] + i * case) % numbers.len()];
            let fields: Vec<String> =
                parameters.iter().enumerate().map(|(i, p)| format!("{p}: {}", value(i))).collect();
            let pair = if case % 2 == 0 { &fields[..2] } else { &fields[fields.len() - 2..] };
            let fields = if name == "LogNormal" { pair.join(", ") } else { fields.join(", ") };
            for field in ["reaction", "duration"].into_iter().skip(case % 2).step_by(2) {
                let text = one(field, &format!("{name}({fields})"));
                if let Some(scenario) = load_text(&text) {
                    accepted += 1;
                    runs(scenario, &text);
                }
            }
        }
    }
    assert!(accepted > 2, "{accepted}");
}
