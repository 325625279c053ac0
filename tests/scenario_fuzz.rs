//! Shipped files with bytes and tokens deleted, doubled and swapped: never a panic, and every finding lies in its text.
//! Every field with every kind of value, every name at and beyond its ends: never a panic, never more than twenty findings
//! shown, and what is accepted runs and stays finite. The tree accepts what the `ron` crate accepts, and nothing else.

use std::{
    fs,
    sync::atomic::AtomicBool,
    time::{Duration, Instant},
};

use drawdown::{
    engine::{
        accumulate::Slot,
        drive::RunError,
        plan::Plan,
        run::{Options, run},
    },
    scenario::{
        self, Diagnostics, Scenario,
        diagnostic::SHOWN,
        names::{Index, Name, TIERS},
        read_layer::scenario_fields,
        read_value::DISTRIBUTIONS,
        shipped::{reference, shipped},
        tree,
    },
};
use proptest::prelude::*;

/// One way to damage a text; places are fractions of its length.
#[derive(Clone, Debug)]
enum Damage {
    Delete(f64, usize),
    Insert(f64, Vec<u8>),
    Replace(f64, u8),
    SwapTokens(f64, f64),
    CutOff(f64),
}

fn damage() -> impl Strategy<Value = Damage> {
    let bits = prop::sample::select(vec![
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "\"",
        "'",
        "\\",
        "/*",
        "//",
        "#",
        "r#\"",
        "-",
        "1e400",
        "NaN",
        "inf",
        "Some(",
        "Pert(low: 3, mode: 2, high: 1)",
        "None",
        "0",
        "é",
        "\u{FEFF}",
        "\r\n",
        "\t",
        "base: \"x\",",
        "value",
        "=",
    ]);
    prop_oneof![
        (0.0..1.0, 1usize..40).prop_map(|(at, count)| Damage::Delete(at, count)),
        (0.0..1.0, bits).prop_map(|(at, text)| Damage::Insert(at, text.as_bytes().to_vec())),
        (0.0..1.0, prop::collection::vec(any::<u8>(), 1..4))
            .prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (0.0..1.0, any::<u8>()).prop_map(|(at, byte)| Damage::Replace(at, byte)),
        (0.0..1.0, 0.0..1.0).prop_map(|(a, b)| Damage::SwapTokens(a, b)),
        (0.0..1.0).prop_map(Damage::CutOff),
    ]
}

fn apply(mut text: Vec<u8>, damage: &[Damage]) -> Vec<u8> {
    for step in damage {
        let place = |at: f64, text: &[u8]| (at * text.len() as f64) as usize;
        match step {
            Damage::Delete(at, count) => {
                let from = place(*at, &text);
                let to = (from + count).min(text.len());
                text.drain(from..to);
            }
            Damage::Insert(at, bytes) => {
                let from = place(*at, &text);
                text.splice(from..from, bytes.iter().copied());
            }
            Damage::Replace(at, byte) => {
                let from = place(*at, &text);
                if let Some(there) = text.get_mut(from) {
                    *there = *byte;
                }
            }
            Damage::SwapTokens(a, b) => {
                let text_now = String::from_utf8_lossy(&text).into_owned();
                let mut tokens: Vec<&str> =
                    text_now.split_inclusive([' ', '\n', ',', ':', '(', ')']).collect();
                if !tokens.is_empty() {
                    let (a, b) = ((a * tokens.len() as f64) as usize, (b * tokens.len() as f64) as usize);
                    tokens.swap(a, b);
                }
                text = tokens.concat().into_bytes();
            }
            Damage::CutOff(at) => text.truncate(place(*at, &text)),
        }
    }
    text
}

/// Longest that reading one file may take on a slow and busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// Loads a text as the command does; findings must lie in their texts.
fn load_text(text: &str) -> Option<Scenario> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.ron");
    fs::write(&path, text).expect("written");
    let started = Instant::now();
    let loaded = scenario::load(&[path], &[]);
    let short: String = text.chars().take(200).collect();
    assert!(started.elapsed() < LONGEST, "{:?} for {short}", started.elapsed());
    match loaded {
        Ok(mut scenarios) => scenarios.pop(),
        Err(found) => {
            inside(&found);
            None
        }
    }
}

/// Runs a scenario in 8 replicates: every mean of what there is must be a number.
fn runs(scenario: Scenario, what: &str) {
    let scenarios = [scenario];
    let plan = Plan::new(&scenarios, 1).unwrap_or_else(|error| panic!("{what}: {error}"));
    let stop = AtomicBool::new(false);
    let options =
        Options { replicates: 8, threads: 1, stop: &stop, progress: &|_| {}, looks: None, keep: None };
    let results = match run(&plan, &options) {
        Ok(results) => results,
        // Draws of an unbounded distribution may be out of range: of 8 replicates one is more than 1 %.
        Err(RunError::Failed { .. }) => return,
        Err(error) => panic!("{what}: {error}"),
    };
    for section in &plan.cells.sections {
        for cell in [0, section.len / 2, section.len - 1] {
            for slot in [Slot::Scenario, Slot::Counterfactual, Slot::Attributable] {
                let found = results.scenarios[0].estimate(section, slot, cell);
                assert!(
                    found.is_none_or(|e| e.n == 0 || e.mean.is_finite()),
                    "{what}: {:?} of {:?}, cell {cell}: {found:?}",
                    slot,
                    section.outcome
                );
            }
        }
    }
}

fn inside(found: &Diagnostics) {
    for item in &found.items {
        assert!(!item.message.is_empty());
        let Some(span) = item.span else { continue };
        let text = &found.texts[span.text];
        assert!(
            span.start <= span.end && span.end <= text.text.len(),
            "{span:?} of {} in {}",
            text.text.len(),
            text.name
        );
        let place = found.place(span);
        assert!(place.line >= 1 && place.line <= text.lines.len() && place.column >= 1);
    }
    let shown = found.render(false);
    let findings = shown.lines().filter(|line| line.starts_with("error: ") || line.starts_with("warning: "));
    assert!(found.has_errors() && findings.count() == found.items.len().min(SHOWN));
    assert!(found.items.len() <= SHOWN || shown.contains(" more\n"));
    let hidden = |c: char| drawdown::present::text::is_hidden(c) && c != '\n';
    assert!(!shown.contains(hidden), "{shown:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_scenarios(which in 0usize..12, damage in prop::collection::vec(damage(), 1..5)) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("case.ron");
        fs::write(&path, apply(shipped()[which].1.as_bytes().to_vec(), &damage)).expect("written");
        if let Err(found) = scenario::load(&[path], &[]) {
            inside(&found);
        }
    }

    #[test]
    fn damaged_sets(set in "[a-z_]{1,12}(\\[[A-Za-z0-9_,]{0,12}\\]?)?=?[ -~é]{0,24}") {
        if let Err(found) = scenario::load(&["no-drawdown".into()], &[set]) {
            inside(&found);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_reference_data(which in 0usize..4, damage in prop::collection::vec(damage(), 1..3)) {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("reference");
        fs::create_dir(&inner).expect("a folder");
        for (index, (name, text)) in reference().iter().enumerate() {
            let text = text.as_bytes().to_vec();
            let text = if index == which { apply(text, &damage) } else { text };
            fs::write(inner.join(name), text).expect("written");
        }
        let path = folder.path().join("case.ron");
        fs::write(&path, "(personnel: 1000)").expect("written");
        if let Err(found) = scenario::load(&[path], &[]) {
            inside(&found);
        }
    }
}

/// Where both readers see a whole text, they agree on whether it is RON. (What ours rejects on purpose: deep nesting,
/// byte strings, suffixes of numbers.)
#[test]
fn the_tree_reads_ron() {
    let fine = [
        "()",
        "(a: 1)",
        "(a: 1,)",
        "[1, 2.5, -3e-2,]",
        "{\"a\": 1, \"b\": [()]}",
        "Name",
        "Name(1)",
        "Name(a: Other(b: [])) // x",
        "/* a /* nested */ b */ true",
        "\"esc \\n \\\" \\u{41} \\x41\"",
        "r\"raw \\ \"",
        "r#\"a \"quoted\" b\"#",
        "'c'",
        "Some(3)",
        "None",
        "0x1F",
        "0b101",
        "0o17",
        "1_000",
        "+5",
        ".5",
        "5.",
        "inf",
        "-inf",
        "NaN",
        "1e400",
        "#![enable(implicit_some)]\n(a: 1)",
    ];
    for text in fine {
        assert!(ron::from_str::<ron::Value>(text).is_ok(), "ron: {text}");
        assert!(tree::parse(text).is_ok(), "{text}: {:?}", tree::parse(text));
    }
    let broken = [
        "(",
        "(a 1)",
        "[1 2]",
        "{1}",
        "\"",
        "(a: )",
        "1.2.3",
        "--1",
        "(a: 1))",
        "/* ",
        "r#\"a\"",
        "(a: 1; b: 2)",
        "1e",
        "+",
        "0x",
        "",
    ];
    for text in broken {
        assert!(ron::from_str::<ron::Value>(text).is_err(), "ron: {text}");
        assert!(tree::parse(text).is_err(), "{text}");
    }
    for (name, text) in shipped().iter().chain(reference()) {
        assert!(ron::from_str::<ron::Value>(text).is_ok(), "{name}");
    }
}

/// Values of every kind that a RON text can hold.
const VALUES: &[&str] = &[
    "1",
    "-1",
    "0",
    "0.5",
    "30.000",
    "1e9",
    "1e308",
    "-1e308",
    "5e-324",
    "1e400",
    "inf",
    "NaN",
    "true",
    "'c'",
    "\"\"",
    "\"text\"",
    "\"a\\u{1b}[31m\"",
    "\"\u{202E}\"",
    "[]",
    "[1]",
    "[[]]",
    "[10, 30, 180]",
    "{}",
    "{1: 2}",
    "{\"all\": 0.5}",
    "{\"isr\": \"isr\"}",
    "()",
    "(1, 2)",
    "(value: 1)",
    "(value: 1, grade: Z)",
    "(title: 1)",
    "None",
    "Some(1)",
    "Name",
    "Name(1)",
    "Name(a: 1)",
    "Proportional",
    "Priority([Host(\"EST\")])",
    "Priority([Domain(\"isr\"), Domain(\"isr\")])",
    "Explicit({})",
    "Own([0, 0.5, 1])",
    "Pert(low: 1, mode: 2, high: 3)",
    "Uniform(low: 0, high: 1)",
    "Beta(alpha: 1e8, beta: 1e8)",
    "Empirical(values: [])",
];

/// A scenario that says one thing.
fn one(field: &str, value: &str) -> String {
    format!("(base: \"orderly-20k\", {field}: {value})").replace("(base: \"orderly-20k\", base", "(base")
}

#[test]
fn every_field_with_every_kind_of_value() {
    let mut accepted = 0;
    // Every value meets every fifth field, every field every fifth value.
    for (place, field) in scenario_fields().into_iter().enumerate() {
        for (number, value) in VALUES.iter().enumerate().skip(place % 5).step_by(5) {
            let text = one(field, value);
            if let Some(scenario) = load_text(&text) {
                accepted += 1;
                if number % 3 == accepted % 3 {
                    runs(scenario, &text);
                }
            }
        }
    }
    assert!(accepted > 20, "{accepted}");
}

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
        for taken in ["us_personnel[2cr]", "weight[isr]", "personnel"] {
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

#[test]
fn long_and_deep_texts_are_read_quickly() {
    let many = |piece: &str, count: usize| piece.repeat(count);
    let cases = [
        "(".repeat(500_000),
        "[".repeat(500_000),
        format!("(stay: {})", "Some(".repeat(100_000)),
        format!("/*{}", many("/*", 200_000)),
        format!("({})", many("start: 8, ", 50_000)),
        format!("(overrides: {{{}}})", many("\"pledge[DEU]\": 3, ", 40_000)),
        format!("(critical: [{}])", many("\"isr\", ", 80_000)),
        format!("(correlations: [{}])", many("(\"reliability\", \"commitment\", 0.5), ", 20_000)),
        format!("(start: Empirical(values: [{}]))", many("8, ", 200_000)),
        format!("(title: \"{}\")", many("x", 900_000)),
        format!("(title: r{}\"x\"{})", many("#", 1_000), many("#", 1_000)),
        format!("(start: {})", many("9", 900_000)),
        format!("(start: 0.{})", many("0", 900_000)),
        format!("(composition: Priority([{}]))", many("Host(\"DEU\"), ", 60_000)),
        format!("({}: 1)", many("a", 900_000)),
        many("#![enable(implicit_some)]", 30_000),
        many("\u{FEFF}", 300_000),
        many("\0", 900_000),
        format!("(allies: {{{}}})", (0..20_000).map(|i| format!("\"A{i}\": (), ")).collect::<String>()),
        format!("(remove: [{}])", (0..60_000).map(|i| format!("\"A{i}\", ")).collect::<String>()),
    ];
    for text in cases {
        assert!(load_text(&text).is_none_or(|scenario| scenario.values.len() > 100));
    }
}
