//! Malformed scenarios: each is found at its place, with what is wrong and what is allowed. `@` marks the place.

use std::fs;

use drawdown::scenario::{self, Diagnostics};

/// Text of the file (the finding is where `@` stands), what the message says, what the hint says.
type Case = (&'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    // not RON
    ("@", "the file is empty", "( ... )"),
    ("// nothing\n@", "the file is empty", ""),
    ("@(", "never closed", "`)`"),
    ("(\n  overrides: @{\n", "never closed", "`}`"),
    ("(start: 8 @duration: 12)", "found `d` after a value", "expected `,` or `)`"),
    ("(start @8)", "found `8` after `start`", "expected `:`"),
    ("(start: @)", "where a value should stand", "expected a number"),
    ("(start: @= 8)", "found `=`", ""),
    ("(title: @\"open)\n", "never ends", "close it"),
    ("(title: \"a@\\q\")", "unknown escape", "allowed"),
    ("(title: \"a@\\u{D800}\")", "unknown escape", "allowed"),
    ("@/* open\n(start: 8)", "comment that never ends", "*/"),
    ("(start: 8) @(start: 9)", "after the end", ""),
    ("(start: 8)@]", "after the end", ""),
    ("(start: @8q)", "`8q` is not a number", "such as"),
    ("(start: @1.2.3)", "not a number", ""),
    ("(start: @--8)", "not a number", "one sign"),
    ("(start: @1e)", "not a number", ""),
    ("(start: @+)", "not a number", ""),
    ("(start: 8@%)", "found `%`", ""),
    ("(title: @b\"bytes\")", "byte string", ""),
    ("(title: @'long')", "single quotation", "double"),
    ("(start: 8,@, duration: 12)", "", ""),
    ("@}", "found `}`", ""),
    ("@#[x]\n(start: 8)", "found `#`", ""),
    ("(\"start\"@: 8)", "found `:`", ""),
    // numbers as they are written elsewhere
    ("(personnel: 30,@000)", "found `0`", "30_000"),
    ("(personnel: 20,@000)", "found `0`", "write 20000 or 20_000"),
    ("(personnel: 1,@2)", "found `2`", "no separators but `_`, as in"),
    ("(remove: [@\"LVX\"])", "nothing called `LVX` to remove", "allies: ALB"),
    (
        "(composition: Priority([Host(@\"GER\")]))",
        "no element has the host `GER`",
        "did you mean `DEU`? hosts: ",
    ),
    ("(personnel: 30 @000)", "found `0`", "30_000"),
    ("(personnel: 30@'000)", "found `'`", "30_000"),
    ("(personnel: @1.950.000)", "is not a number", "20_000"),
    ("(personnel: @8u32)", "is not a number", ""),
    // line ends and ends of files
    ("(@strat: 9) // end", "unknown field `strat`", "`start`"),
    ("(start: 8) // end\n@(", "after the end", ""),
    // what cannot be seen
    ("(title: \"a@\u{1b}[31mred\")", "title with a control character (U+001B)", "take it out"),
    ("(title: @\"a\\u{1b}[31mred\")", "title with a control character (U+001B)", ""),
    ("(title: \"two@\nlines\")", "title with a line end (U+000A)", ""),
    ("(short_title: \"a@\u{202E}b\")", "an invisible character (U+202E)", ""),
    ("(title: \"a@\u{200B}b\")", "an invisible character (U+200B)", ""),
    ("(title: \"@\u{FEFF}b\")", "an invisible character (U+FEFF)", ""),
    ("(title: \"a@\u{E0041}b\")", "an invisible character (U+E0041)", ""),
    ("(title: \"a@\u{9b}1mb\")", "a control character (U+009B)", ""),
    ("(description: \"a@\u{7f}b\")", "a control character (U+007F)", ""),
    ("(overrides: {\"pledge[DEU]\": (value: 3, note: \"a@\u{2066}b\")})", "note with an invisible", ""),
    ("(overrides: {\"pledge[DEU]\": (value: 3, source: \"a@\u{0}b\")})", "source with a control", ""),
    ("(elements: {\"x@\u{200B}y\": (service: \"army\")})", "with an invisible character", ""),
    ("(domains: {\"x\": (title: \"a@\u{200F}\", unit: \"u\")})", "title with an invisible", ""),
    ("(base: \"orderly@\u{200B}-20k\")", "base with an invisible", ""),
    // not a scenario
    ("@[1, 2]", "found a list", "struct"),
    ("@42", "found a number", "struct"),
    ("@Scenario(start: 8)", "found `Scenario(...)`", "struct"),
    ("@{\"start\": 8}", "found a map", "struct"),
    (
        "(base: \"orderly-20k\", @levers: {}, replicates: 9)",
        "an experiment file, not a scenario",
        "`drawdown sweep`",
    ),
    // fields
    ("(\n    @duraton: 12,\n)", "unknown field `duraton`", "did you mean `duration`?"),
    ("(\n\t@duraton: 12,\n)", "unknown field `duraton`", "did you mean `duration`?"),
    ("(title: \"Größe\", @peronnel: 1)", "unknown field `peronnel`", "`personnel`"),
    ("(\r\n    start: 8,\r\n    @strat: 9,\r\n)\r\n", "unknown field `strat`", "`start`"),
    ("(@values: {})", "unknown field `values`", ""),
    ("(@seed: 7)", "unknown field `seed`", ""),
    ("(start: 8, @start: 9)", "`start` is given twice", ""),
    ("(title: @7)", "title: found a number", "a text"),
    ("(title: @\"  \")", "title is empty", ""),
    ("(base: @8)", "base: found a number", "a text"),
    ("(base: @\"no-such\")", "unknown base `no-such`", ""),
    ("(base: @\"orderly-20\")", "unknown base", "did you mean `orderly-20k`?"),
    ("(base: @\"../other\")", "is a path", "stem"),
    // numbers
    ("(start: @\"8\")", "`start`: found a text", "number or a distribution"),
    ("(start: @inf)", "infinite", "finite"),
    ("(start: @NaN)", "not a number", "finite"),
    ("(start: @1e400)", "infinite or too large", "finite"),
    ("(personnel: @-1)", "`personnel` is -1", "between 0 and 1e7"),
    ("(information: @1.5)", "`information` is 1.5", "between 0 and 1"),
    ("(efficiency: @0)", "`efficiency` is 0", "between 0.001 and 2"),
    ("(duration: @-4)", "`duration` is -4", "between 0 and 1000"),
    ("(quarters: @4)", "`quarters` is 4", "between 5 and"),
    ("(quarters: @60.5)", "`quarters` is 60.5", "whole"),
    ("(start_year: @12)", "`start_year` is 12", "between"),
    ("(capacity_ceiling: @0.5)", "`capacity_ceiling` is 0.5", "between 1 and 1000"),
    ("(threat_width: @0)", "`threat_width` is 0", "between 0.01 and 100"),
    ("(disruption_years: @0)", "`disruption_years` is 0", "between 0.01 and 100"),
    ("(start: @[8])", "found a list", "a number or a distribution"),
    ("(start: @true)", "found `true`", "a number or a distribution"),
    ("(start: @None)", "found `None`", ""),
    ("(personnel: @90000)", "90000 of 82179 troops", "82179"),
    ("(personnel: @Uniform(low: 1000, high: 90000))", "90000 of 82179 troops", ""),
    ("(closure_tolerance: @2)", "closure_tolerance is 2", "between 0 and 1"),
    ("(reporting_tier: @20)", "reporting_tier is 20", "10, 30, 180"),
    // distributions
    ("(start: @Unifrom(low: 1, high: 2))", "unknown distribution `Unifrom`", "`Uniform`"),
    ("(start: @Uniform)", "without its parameters", "low, high"),
    ("(start: @Uniform(1, 2))", "have no names", "low, high"),
    ("(start: @Uniform(low: 1))", "without `high`", ""),
    ("(start: Uniform(low: 1, @hihg: 2))", "unknown field `hihg`", "`high`"),
    ("(start: Uniform(low: 3, high: @2))", "low is 3 and high is 2", "less than"),
    ("(start: Uniform(low: 2, high: @2))", "low is 2 and high is 2", ""),
    ("(start: Pert(low: 3, mode: @2, high: 4))", "low is 3 and mode is 2", "at most"),
    ("(start: Pert(low: 1, mode: 5, high: @4))", "mode is 5 and high is 4", ""),
    ("(start: Pert(low: 4, mode: 4, high: @4))", "", "less than"),
    ("(start: Triangular(low: 3, mode: @2, high: 4))", "Triangular", ""),
    ("(start: Normal(mean: 8, sd: @0))", "sd is 0", "above 0"),
    ("(start: Normal(mean: 8, sd: @-1))", "sd is -1", "above 0"),
    ("(start: Normal(mean: @\"8\", sd: 1))", "found a text", "a number"),
    ("(start: TruncatedNormal(mean: 0, sd: 1, low: @50, high: 60))", "nothing of the normal", ""),
    ("(start: TruncatedNormal(mean: 0, sd: 1, low: 2, high: @1))", "low is 2 and high is 1", ""),
    ("(duration: LogNormal(p05: 3, p95: @2))", "p05 is 3 and p95 is 2", "less than"),
    ("(duration: LogNormal(p05: @0, p95: 2))", "p05 is 0", "above 0"),
    ("(duration: @LogNormal(p05: 1, sigma: 2))", "LogNormal without `p95`", "median and sigma"),
    ("(duration: @LogNormal(p05: 1, p95: 2, sigma: 2))", "both pairs", ""),
    ("(duration: LogNormal(median: 1, sigma: @0))", "sigma is 0", ""),
    ("(information: Beta(alpha: @0, beta: 1))", "alpha is 0", ""),
    ("(information: @Beta(alpha: 1, beta: 1, low: 0, high: 2))", "may be as high as 2", "between 0 and 1"),
    ("(start: Empirical(values: @[]))", "is empty", ""),
    ("(start: Empirical(values: @8))", "found a number", "a list"),
    ("(start: Empirical(values: [8, @\"x\"]))", "found a text", ""),
    ("(start: Discrete(values: [8, 9], probabilities: @[1]))", "2 values and 1 probabilities", ""),
    ("(start: Discrete(values: [8, 9], probabilities: @[0.5, 0.6]))", "sum to", "1"),
    ("(start: Discrete(values: [8, 9], probabilities: @[1.5, -0.5]))", "a probability is", "between 0 and 1"),
    ("(quarters: @Uniform(low: 40, high: 60))", "`quarters` is a distribution", "plain number"),
    ("(start_year: @Normal(mean: 2026, sd: 1))", "`start_year` is a distribution", ""),
    ("(information: @Uniform(low: -0.5, high: 1))", "may be as low as -0.5", "between 0 and 1"),
    ("(overrides: {\"commitment\": @Uniform(low: 0, high: 1)})", "may be as low as 0", "between 0.001 and 1"),
    ("(information: LogNormal(median: 0.5, sigma: 0.1), start: @Uniform)", "", ""),
    // what no world can have
    ("(overrides: {\"share_now[DEU]\": @1e9})", "`share_now[DEU]` is 1000000000", "between 0 and 100"),
    ("(overrides: {\"pledge[DEU]\": @1e9})", "`pledge[DEU]` is 1000000000", "between 0 and 100"),
    ("(overrides: {\"growth[DEU]\": @1e100})", "`growth[DEU]` is 1e100", "between -0.5 and 0.5"),
    ("(spend_skew: @1e-200)", "`spend_skew` is 1e-200", "0, or between 1e-6 and 5"),
    ("(spend_skew: @Uniform(low: 1e-9, high: 1))", "may be as low as 1e-9", "0, or between"),
    ("(overrides: {\"lead_years[isr]\": @1e9})", "`lead_years[isr]` is 1000000000", "between 0.01 and 100"),
    ("(overrides: {\"unit_cost[isr]\": @1e300})", "`unit_cost[isr]` is 1e300", ""),
    ("(overrides: {\"crew[isr]\": @1e300})", "`crew[isr]` is 1e300", ""),
    ("(start: @1e9)", "`start` is 1000000000", "between -1000 and 1000"),
    ("(quarters: @1e9)", "`quarters` is 1000000000", "between 5 and 400"),
    (
        "(trigger: @NegotiatedSettlement(threat_earlier_years: 1e300))",
        "with this trigger `threat_mid`",
        "1900",
    ),
    ("(start: @Normal(mean: 8, sd: 1e6))", "nearly all of the draws", "a run fails"),
    ("(information: @Normal(mean: 0.9, sd: 0.2))", "31 % of the draws of `information`", "a run fails"),
    ("(information: Beta(alpha: @1e8, beta: 1e8))", "alpha is 100000000", "between 0.01 and 10000"),
    ("(information: Beta(alpha: 2, beta: @1e-9))", "beta is", "between 0.01 and 10000"),
    // choices
    ("(profile: @SCruve)", "unknown profile `SCruve`", "`SCurve`"),
    ("(profile: @1)", "`profile`: found a number", "Linear"),
    ("(composition: @Proportionl)", "unknown composition", "`Proportional`"),
    ("(composition: @Priority)", "not complete", ""),
    ("(composition: Priority(@[]))", "without a selector", ""),
    ("(composition: Priority([@Hots(\"DEU\")]))", "unknown selector `Hots`", "`Host`"),
    ("(composition: Priority([Host(@\"DE\")]))", "no element has the host `DE`", "did you mean `DEU`?"),
    (
        "(composition: Priority([Host(@\"Germany\")]))",
        "no element has the host `Germany`",
        "did you mean `DEU`?",
    ),
    (
        "(composition: Priority([Host(@\"EST\")]))",
        "no element has the host",
        "Estonia hosts no US force element",
    ),
    (
        "(composition: Priority([Host(@\"LVA\")]))",
        "no element has the host",
        "Latvia hosts no US force element",
    ),
    ("(overrides: {\"pledge[@USA]\": 3})", "unknown ally `USA`", "the United States are no European ally"),
    ("(overrides: {\"pledge[@CAN]\": 3})", "unknown ally `CAN`", "Canada is no European ally"),
    ("(overrides: {\"pledge[@ISL]\": 3})", "unknown ally `ISL`", "Iceland has no forces"),
    ("(overrides: {\"pledge[@Germany]\": 3})", "unknown ally `Germany`", "did you mean `DEU`?"),
    ("(overrides: {\"pledge[@UK]\": 3})", "unknown ally `UK`", "did you mean `GBR`?"),
    ("(composition: Priority([Id(@\"2rc\")]))", "unknown element `2rc`", "`2cr`"),
    ("(composition: Priority([Domain(@\"isrr\")]))", "unknown domain `isrr`", "`isr`"),
    ("(composition: Priority([Service(@\"amry\")]))", "no element has the service", "`army`"),
    ("(composition: Priority([Posture(@\"rotating\")]))", "no element has the posture", ""),
    ("(composition: Explicit({@\"2rc\": 1}))", "unknown element `2rc`", "`2cr`"),
    ("(composition: Explicit({\"2cr\": @1.5}))", "is 1.5", "between 0 and 1"),
    ("(composition: Explicit({\"2cr\": 1, @\"2cr\": 0.5}))", "`2cr` is given twice", ""),
    ("(composition: Explicit({\"2cr\": 1}), @personnel: 5000)", "personnel beside an Explicit", ""),
    ("(disposition: @Earmark)", "unknown disposition", "`Earmarked`"),
    ("(disposition: @Own([0, 1]))", "2 shares", "three"),
    ("(disposition: Own([0, @1.5, 1]))", "is 1.5", ""),
    ("(disposition: Own([0, 0.6, @0.5]))", "`return_share[30]` is 0.6", "must not fall"),
    ("(trigger: @Settlement)", "unknown trigger", ""),
    ("(trigger: @NegotiatedSettlement)", "not complete", ""),
    ("(trigger: NegotiatedSettlement(@years: 2))", "unknown field `years`", ""),
    ("(trigger: @IndoPacificPriority(reliability: 0.85))", "without `crisis_probability`", ""),
    ("(trigger: IndoPacificPriority(reliability: @-1, crisis_probability: 2))", "is -1", "at least 0"),
    (
        "(trigger: @IndoPacificPriority(reliability: 0.85, crisis_probability: 20))",
        "may be as high as",
        "between 0 and 1",
    ),
    ("(stay: @1.5)", "1.5", "between 0 and 1"),
    ("(stay: {@\"enabler\": 1})", "unknown domain `enabler`", "`enablers`"),
    ("(planning_tiers: @[])", "no planning tier", ""),
    ("(planning_tiers: [@20])", "a planning tier is 20", "10, 30, 180"),
    ("(planning_tiers: [10, @10])", "given twice", ""),
    ("(critical: [@\"isrr\"])", "unknown domain", "`isr`"),
    ("(thresholds: {\"isr\": @80})", "is 80", "between 0 and 1"),
    ("(thresholds: {@\"isrr\": 0.8})", "unknown domain", "`isr`"),
    // overrides
    ("(overrides: @[])", "found a list", "map"),
    ("(overrides: {\"@pledg[DEU]\": 3})", "unknown name `pledg`", "`pledge`"),
    ("(overrides: {\"pledge[@DUE]\": 3})", "unknown ally `DUE`", "`DEU`"),
    ("(overrides: {\"pledge@[DEU,10]\": 3})", "with 2 ids", "one id"),
    ("(overrides: {\"@pledge\": 3})", "without an id", "one id"),
    ("(overrides: {\"start@[10]\": 3})", "with one id", "no id"),
    ("(overrides: {\"required[isr,@20]\": 3})", "unknown tier `20`", "10, 30, 180"),
    ("(overrides: {\"required[@irs,30]\": 3})", "unknown domain `irs`", "`isr`"),
    ("(overrides: {\"pledge@[DEU\": 3})", "does not end in `]`", ""),
    ("(overrides: {\"pledge[@]\": 3})", "an empty id", ""),
    ("(overrides: {\"pledge[DEU]\": 3, @\"pledge[DEU]\": 4})", "given twice", ""),
    ("(start: 8, overrides: {@\"start\": 4})", "`start` is given twice", ""),
    ("(overrides: {\"dependency[isr,@isr]\": 0.1})", "depend on itself", ""),
    ("(overrides: {\"dependency[isr,@maritime]\": 0.1})", "no enabler", "enablers:"),
    ("(overrides: {\"us_units[2cr,@land]\": 1})", "unknown domain", ""),
    ("(overrides: {\"pledge_year[DEU]\": @2020})", "2020, before the start", "2026"),
    ("(overrides: {\"required[isr,10]\": @1000})", "`required[isr,10]` is", "must not fall"),
    ("(overrides: {\"pledge[DEU]\": @(unit: \"% of GDP\")})", "without its value", ""),
    ("(overrides: {\"pledge[DEU]\": (value: 3, unit: @\"bn\")})", "`pledge[DEU]` in `bn`", "% of GDP"),
    ("(overrides: {\"pledge[DEU]\": (value: 3, grade: @D)})", "grade", "A (measured)"),
    ("(overrides: {\"unit_cost[isr]\": @0})", "`unit_cost[isr]` is 0", "between 1e-9 and 1e6"),
    ("(overrides: {\"planning_tiers[10]\": @0.5})", "0.5", "whole"),
    ("(overrides: {@12: 3})", "found a number", "a text"),
    // correlations
    ("(correlations: [@(\"reliability\", \"commitment\")])", "2 parts", ""),
    ("(correlations: [(\"reliability\", \"commitment\", @1.5)])", "1.5", "between -1 and 1"),
    (
        "(correlations: [(@\"attainment[DEU]\", \"commitment\", 0.5)])",
        "belongs to a group",
        "attainment_correlation",
    ),
    ("(correlations: [(@\"full_notice\", \"commitment\", 0.5)])", "is a constant", ""),
    ("(correlations: [(\"@relability\", \"commitment\", 0.5)])", "unknown name", "`reliability`"),
    ("(correlations: [@(\"reliability\", \"reliability\", 0.5)])", "with itself", ""),
    (
        "(correlations: [(\"reliability\", \"commitment\", 0.5), @(\"commitment\", \"reliability\", 0.4)])",
        "correlated twice",
        "",
    ),
    (
        "(correlations: [(\"reliability\", \"commitment\", 0.9), (\"commitment\", \"linkage\", 0.9), @(\"linkage\", \"reliability\", -0.9)])",
        "do not fit together",
        "look at",
    ),
    (
        "(correlations: [@(\"reliability\", \"commitment\", 1)])",
        "a rank correlation of 1 makes one input",
        "positive definite",
    ),
    (
        "(correlations: [@(\"reliability\", \"commitment\", -1)])",
        "a rank correlation of -1 makes one input",
        "positive definite",
    ),
    ("(attainment_correlation: @1.5)", "1.5", "between 0 and 1"),
    ("(attainment_correlation: @Uniform(low: 0, high: 1))", "is a distribution", ""),
    ("(correlations: [(@\"announced\", \"commitment\", 0.5)])", "follows `start`", "correlate `start`"),
    // items
    (
        "(elements: {\"x\": (service: \"army\", host: @\"Germany\", posture: \"permanent\", personnel: 1)})",
        "host `Germany`",
        "alpha-3",
    ),
    ("(remove: [@\"abct_two\"])", "nothing called `abct_two`", "`abct_two_de`"),
    ("(remove: [\"kfor\", @\"kfor\"])", "removed twice", ""),
    ("(remove: [\"DEU\"], overrides: {\"pledge[@DEU]\": 3})", "ally `DEU` is removed", ""),
    ("(domains: {@\"drones\": (title: \"Drones\")})", "without unit", ""),
    ("(domains: {@\"drones\": (title: \"Drones\", unit: \"x\")})", "`drones` lacks values", ""),
    ("(domains: {@\"land_maneuver\": (critical: true)})", "without unit", "`land_manoeuvre`"),
    ("(domains: {\"isr\": (critical: @yes)})", "found `yes`", "true"),
    ("(allies: {@\"UKR\": (title: \"Ukraine\")})", "`UKR` lacks values", ""),
    (
        "(elements: {\"x\": (service: \"army\", host: \"DEU\", posture: @\"sometimes\", personnel: 1)})",
        "posture `sometimes`",
        "",
    ),
    ("(elements: {@\"all\": (service: \"army\")})", "id `all`", "group"),
    ("(elements: {\"kfor\": (units: {@\"land\": 1})})", "unknown domain", ""),
    (
        "(elements: {@\"isr\": (service: \"army\", host: \"DEU\", posture: \"permanent\", personnel: 1)})",
        "another kind",
        "",
    ),
];

fn load_text(text: &[u8]) -> Result<Vec<scenario::Scenario>, Diagnostics> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.ron");
    fs::write(&path, text).expect("written");
    scenario::load(&[path], &[])
}

#[test]
fn a_text_that_is_all_wrong_is_read_quickly() {
    let words: Vec<String> = (0..60_000).map(|i| format!("\"x{i}\"")).collect();
    let found = load_text(format!("(remove: [{}])", words.join(",")).as_bytes()).expect_err("all wrong");
    assert_eq!(found.items.len(), 1000);
}

#[test]
fn all_of_a_file_come_in_one_go_and_nothing_else() {
    let text = "(\n duraton: 1,\n personnel: 90000,\n information: 2,\n overrides: {\"pledge[DUE]\": 3, \"weight[isr]\": \"x\"},\n start: Pert(low: 2, mode: 1, high: 3),\n composition: Priority([Host(\"XX\")]),\n elements: {\"x\": (service: \"army\", host: \"x\", posture: \"y\", personnel: 1)},\n)";
    let found = load_text(text.as_bytes()).expect_err("wrong");
    let mut lines: Vec<usize> =
        found.items.iter().filter_map(|item| item.span.map(|s| found.place(s).line)).collect();
    lines.sort_unstable();
    assert_eq!(lines, [2, 3, 4, 5, 5, 6, 7, 8, 8], "{found}");
}

#[test]
fn each_is_found_at_its_place() {
    let mut failures = Vec::new();
    for (marked, message, hint) in CASES {
        let at = marked.find('@').expect("a place");
        let text = marked.replace('@', "");
        let line = marked[..at].matches('\n').count() + 1;
        let column = marked[..at].chars().rev().take_while(|c| *c != '\n').count() + 1;
        let Err(found) = load_text(text.as_bytes()) else {
            failures.push(format!("{marked}\n  nothing found"));
            continue;
        };
        let hit = found.items.iter().any(|item| {
            let place = item.span.map(|span| found.place(span));
            place.is_some_and(|p| (p.line, p.column) == (line, column))
                && item.message.contains(message)
                && item.hint.contains(hint)
        });
        if !hit {
            failures.push(format!("{marked}\n  wanted {line}:{column} {message} / {hint}, found\n{found}"));
        }
    }
    assert!(failures.is_empty(), "{} of {}\n{}", failures.len(), CASES.len(), failures.join("\n"));
    assert!(CASES.len() >= 80);
}

#[test]
fn a_mistake_is_one_finding() {
    for text in [
        "(start_year: 2201)",
        "(start_year: 2100)",
        "(planning_tiers: [])",
        "(personnel: -0)(",
        "(personnel: \"x\")",
        "(personnel: -5)",
        "(remove: [\"nobody\"])",
        "(overrides: {\"us_personnel[2cr]\": -1})",
        "(overrides: {\"weight[isr]\": \"x\"})",
        "(domains: {\"drones\": (title: \"Drones\")})",
        "(elements: {\"x\": (service: \"army\", host: \"DEU\", posture: \"permanent\", personnel: \"many\")})",
        "(composition: Priority([Host(\"EST\")]))",
    ] {
        let found = load_text(text.as_bytes()).expect_err(text);
        assert_eq!(found.items.len(), 1, "{text}\n{found}");
    }
}

#[test]
fn a_carriage_return_ends_a_line_and_a_comment() {
    let found = load_text(b"// one\r(start: 8, // two\r\r strat: 9)\r\n// end").expect_err("unknown field");
    let place = found.place(found.items[0].span.expect("a place"));
    assert_eq!((place.line, place.column), (4, 2), "{found}");
    let fine = load_text(b"// one\r(personnel: 1000) // end").expect("whole");
    assert_eq!(fine.len(), 1);
}

#[test]
fn twenty_findings_are_shown_and_the_others_counted() {
    let fields: String = (0..57).map(|i| format!("x{i}: 1, ")).collect();
    let found = load_text(format!("({fields})").as_bytes()).expect_err("57 unknown fields");
    let shown = found.to_string();
    assert_eq!(shown.matches("error: ").count(), 20);
    assert!(shown.ends_with("\n... and 37 more\n"), "{shown}");
    assert_eq!(found.items.len(), 57);
}

#[test]
fn files_have_bounds_with_their_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let load = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("written");
        scenario::load(&[path], &[])
    };
    let long = load("long.ron", &format!("(\n{}", "// a line\n".repeat(200_000))).expect_err("too long");
    let place = long.place(long.items[0].span.expect("a place"));
    assert_eq!((place.line, place.column), (104_859, 5), "{long}");
    for i in (0..3_000).rev() {
        let next = i + 1;
        fs::write(folder.path().join(format!("c{i}.ron")), format!("(base: \"c{next}\")")).expect("written");
    }
    let started = std::time::Instant::now();
    let deep = scenario::load(&[folder.path().join("c0.ron")], &[]).expect_err("too deep");
    assert_eq!(deep.items.len(), 1, "{deep}");
    assert!(deep.to_string().contains("c32.ron:1:8") && started.elapsed().as_secs() < 2, "{deep}");
    for name in ["a\u{202E}b.ron", "a\u{1b}[31m.ron", "two\nlines.ron"] {
        let hidden = load(name, "()").expect_err("hidden");
        assert!(hidden.to_string().contains("rename the file"), "{hidden}");
        assert!(!hidden.to_string().contains(['\u{202E}', '\u{1b}']), "{hidden}");
    }
    let texts = [("title", 201, 200), ("short_title", 61, 60), ("description", 5_001, 5_000)];
    for (field, length, most) in texts {
        let found =
            load("text.ron", &format!("({field}: \"{}\")", "é".repeat(length))).expect_err("too long");
        assert!(found.items[0].hint == format!("allowed: at most {most}"), "{found}");
        assert!(load("text.ron", &format!("({field}: \"{}\")", "é".repeat(most))).is_ok());
    }
}

#[test]
fn names_of_people_and_places_are_fine() {
    for title in
        ["Größe – „so“", "Сценарий №1", "Ελλάδα", "Åse, Łódź, Ñandú", "日本", "e\u{301}tude", "50 % ± 3 €/m²"]
    {
        let loaded = load_text(format!("(title: \"{title}\", description: \"two\n\tlines\")").as_bytes());
        assert_eq!(loaded.expect(title)[0].title, title);
    }
}
