//! Every word that people read, held against tests/snapshots: help, answers, briefings, reports, heads of tables,
//! diagnostics. Whoever moves a word sees it in a diff; docs/develop.md says how to accept it.

mod snapshot_support;

use snapshot_support::{Desk, hold};

/// A command that leaves a run folder: its name, what is asked, the folder.
fn run(name: &str, arguments: &str, folder: &str) {
    hold(name, &Desk::new().parts(arguments, folder));
}

#[test]
fn help_of_every_command() {
    let desk = Desk::new();
    let help = desk.says("--help");
    let (_, listed) = help.split_once("Commands:\n").expect("a list of commands");
    let listed = listed.split_once("\nOptions:").expect("its end").0;
    // Wrapped lines of the list stand further in.
    let names =
        listed.lines().filter_map(|line| line.strip_prefix("  ").filter(|rest| !rest.starts_with(' ')));
    let names: Vec<&str> = names.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.contains(&"compare") && names.contains(&"man"), "{names:?}");
    let mut text = help.clone();
    for name in names.iter().filter(|name| **name != "help") {
        text += &format!("\n{}", desk.says(&format!("{name} --help")));
    }
    hold("help", &[("all", text)]);
}

#[test]
fn run_of_one() {
    run("run", "run orderly-50k --design mc -n 128 --threads 1", "output/orderly-50k");
}

#[test]
fn run_of_pledges_alone() {
    run("pledges", "run june-2026-pledges --design mc -n 64 --threads 1", "output/june-2026-pledges");
}

#[test]
fn run_of_nothing() {
    run("nothing", "run no-drawdown --design mc -n 64 --threads 1", "output/no-drawdown");
}

#[test]
fn run_of_five_hundred() {
    let desk = Desk::new();
    desk.put("few.ron", "(base: \"orderly-20k\", title: \"Five hundred leave\", personnel: 500)");
    hold("few", &desk.parts("run few.ron --design mc -n 64 --threads 1", "output/few"));
}

#[test]
fn run_with_causes_and_quantiles() {
    let asked = "run media-learned-20k --design mc -n 64 --threads 1 --causes --quantiles gap,margin --set reaction=0 --no-figures";
    run("causes", asked, "output/media-learned-20k");
}

#[test]
fn compare_two() {
    let asked = "compare orderly-20k media-learned-50k-pacific --design mc -n 128 --threads 1 --output two";
    let desk = Desk::new();
    let mut parts = desk.parts(asked, "two");
    let again =
        |format: &str| desk.says(&format!("{asked}-{format} --no-figures --no-report --format {format}"));
    parts.extend([("markdown", again("markdown")), ("csv", again("csv"))]);
    parts.push(("report-again", desk.says("report two --output again.html")));
    hold("two", &parts);
}

#[test]
fn compare_three_worlds() {
    let asked = "compare orderly-50k settlement-35k pacific-priority-40k --design mc -n 64 --threads 1 --output worlds";
    run("worlds", asked, "worlds");
}

#[test]
fn compare_until_precise() {
    let asked = "compare orderly-20k orderly-50k media-learned-50k --design mc -n 64 --threads 1 --precision ranking \
                 --precision index_headline[30]=0.02 --max-replicates 2048 --no-figures --output precise";
    run("precise", asked, "precise");
}

#[test]
fn require() {
    run("require", "require orderly-50k no-drawdown -n 64 --threads 1 --output required", "required");
}

#[test]
fn invest() {
    let asked = "invest orderly-50k --budget 10,20 --step 5 --options isr,c2,readiness,people --design mc -n 64 --threads 1 --output one";
    let desk = Desk::new();
    let mut parts = desk.parts(asked, "one");
    parts.push(("markdown", desk.says(&format!("{asked}-more --format markdown --no-figures --no-report"))));
    hold("invest", &parts);
}

#[test]
fn invest_for_the_worst_of_two() {
    let asked = "invest orderly-20k pacific-priority-40k --objective cvar --budget 10 --step 5 --options isr,people \
                 --design mc -n 64 --threads 1 --output both";
    run("invest-cvar", asked, "both");
}

#[test]
fn sensitivity() {
    run("sensitivity", "sensitivity orderly-50k -n 64 --threads 1", "output/orderly-50k-sensitivity");
}

#[test]
fn sensitivity_by_sobol() {
    let asked = "sensitivity orderly-20k -n 64 --threads 1 --sobol --groups kind --no-figures --output sobol";
    run("sobol", asked, "sobol");
}

#[test]
fn hindcast() {
    run("hindcast", "hindcast -n 64 --threads 1", "output/hindcast");
}

#[test]
fn validate() {
    run("validate", "validate -n 64 --threads 1 --no-figures", "output/validate");
}

#[test]
fn sweep() {
    let desk = Desk::new();
    let small = r#"(
        title: "Size by reaction",
        base: "orderly-20k",
        levers: {"personnel": Levels([20000, 50000])},
        uncertainties: {"reaction": Range(low: -0.2, high: 0.6)},
        policies: FullFactorial,
        scenarios: LatinHypercube(4),
        replicates: 64,
    )"#;
    desk.put("small.ron", small);
    desk.put("wrong.ron", &small.replace("50000", "99000").replace("reaction\"", "reactoin\""));
    let said = [
        "sweep spending-size --dry-run --threads 1",
        "sweep small.ron --dry-run --threads 1 --shard 1/2",
        "sweep small.ron --threads 1 --output store",
        "verify store",
        "sweep small.ron --threads 1 --output store",
        "sweep wrong.ron --dry-run",
    ];
    let said: Vec<String> = said.iter().map(|asked| desk.says(asked)).collect();
    desk.says("report store --output store.html");
    hold("sweep", &[("all", said.join("\n")), ("report", desk.words("store.html"))]);
}

#[test]
fn show_and_new() {
    let desk = Desk::new();
    let said = [
        desk.says("new mine.ron"),
        desk.read("mine.ron"),
        desk.says("new other.ron --from settlement-35k"),
        desk.read("other.ron"),
        desk.says("new all"),
        desk.says("new mine.ron"),
    ];
    // A line for each of thousands of values: the first, and some of the others.
    let shown = desk.says("show mine.ron --set reaction=0");
    let some = shown.lines().enumerate().filter(|(at, _)| *at < 60 || at % 40 == 0).map(|(_, line)| line);
    let some = some.collect::<Vec<_>>().join("\n");
    let differs = desk.says("show settlement-35k --diff orderly-20k");
    hold("write", &[("new", said.join("\n")), ("show", some), ("diff", differs)]);
}

/// Files with something wrong or unlikely in them.
const BAD: [(&str, &str); 23] = [
    ("empty", ""),
    ("open", "(base: \"orderly-20k\", overrides: {"),
    ("thousands", "(base: \"orderly-20k\", personnel: 20,000)"),
    ("field", "(base: \"orderly-20k\",\n  strat: 9)"),
    ("base", "(base: \"orderly-20\")"),
    ("range", "(base: \"orderly-20k\", start: 99, announced: -3)"),
    ("fraction", "(overrides: {\"readiness[isr,10]\": 7})"),
    ("order", "(personnel: Pert(low: 30000, mode: 20000, high: 10000))"),
    ("kind", "(personnel: Pret(low: 1, mode: 2, high: 3))"),
    ("name", "(overrides: {\"requird[isr,30]\": 3})"),
    ("id", "(overrides: {\"required[irs,30]\": 3, \"pledge[GER]\": 2})"),
    ("host", "(composition: Priority([Host(\"GER\")]))"),
    ("twice", "(start: 8, start: 9)"),
    ("grade", "(efficiency: (value: 1.1, grade: E))"),
    ("title", "(title: \"two\nlines\")"),
    ("correlated", "(correlations: [(\"reaction\", \"nothing\", 2)])"),
    ("several", "(strat: 9,\n  personnel: \"many\",\n  overrides: {\"reaction\": Uniform(low: 1, high: 0)})"),
    ("all-leave", "(base: \"orderly-20k\", personnel: 82000)"),
    ("nobody", "(base: \"orderly-20k\", personnel: 0)"),
    ("too-few-there", "(base: \"orderly-20k\", composition: Priority([Host(\"BEL\")]))"),
    ("below", "(overrides: {\"pledge[DEU]\": 1.5, \"pledge[ESP]\": 35})"),
    ("spread", "(personnel: Uniform(low: 0, high: 82000), start: Uniform(low: 4, high: 44), announced: 0)"),
    ("alone", "(base: \"orderly-20k\", overrides: {\"lead_years[isr]\": Uniform(low: 0.1, high: 40)})"),
];

#[test]
fn check_of_bad_files() {
    let desk = Desk::new();
    let mut text = String::new();
    for (name, bad) in BAD {
        let file = format!("{name}.ron");
        desk.put(&file, bad);
        text += &format!("{}\n", desk.says(&format!("check {file}")));
    }
    text += &desk.says("check orderly-20k range.ron nobody.ron");
    hold("check", &[("all", text)]);
}

#[test]
fn what_cannot_be_asked() {
    let desk = Desk::new();
    desk.put("kept", "somebody's file");
    let said = [
        "",
        "rum orderly-20k",
        "run",
        "run orderly-2k",
        "run orderly-20k orderly-50k",
        "run orderly-20k -n none",
        "run orderly-20k --set reactoin=0",
        "run orderly-20k --set reaction=Pert(low:1,mode:0,high:2)",
        "run orderly-20k --design mc -n 64 --output kept",
        "run orderly-20k --precision index=0.1",
        "compare orderly-20k orderly-20k",
        "require orderly-50k --domain irs",
        "require orderly-50k --year 2050",
        "require orderly-50k --tier 20",
        "sensitivity orderly-20k --tier 20",
        "sweep nothing",
        "validate nothing.ron",
        "plot nothing",
        "report nothing",
        "verify nothing",
        "merge nothing --output joined",
        "show nothing",
        "man nothing",
        "completions nothing",
    ];
    let said: Vec<String> = said.iter().map(|asked| desk.says(asked)).collect();
    hold("wrong", &[("all", said.join("\n"))]);
}
