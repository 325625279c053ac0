//! Reads an experiment file: every mistake with its place, before anything runs.

use std::{collections::BTreeMap, path::Path};

use super::{
    DesignWords, Experiments, SourceText,
    column::{plain, with_unit},
    csv_rows,
    design::{self, Design},
    keep::{DEFAULT, DEFAULT_ARMS, DEFAULT_YEARS, Wanted, name},
    parameter::{Kind, Parameter, Role, Setting},
    read_kind::Context,
    rows::{Points, Rows},
    shipped::shipped,
};
use crate::{
    engine::accumulate::Slot,
    model::cells::outcomes,
    sampling::design::Design as Sampling,
    scenario::{
        Diagnostics, Scenario,
        address::Address,
        diagnostic::{Diagnostic, meant, quote},
        distribution::Distribution,
        key,
        names::Name,
        read::Reader,
        tree::{Kind as Tree, Node, Word},
        variants::{Variants, folder},
    },
};

/// Fields of an experiment file.
pub const FIELDS: [&str; 17] = [
    "title",
    "description",
    "base",
    "constants",
    "levers",
    "uncertainties",
    "policies",
    "scenarios",
    "design",
    "replicates",
    "seed",
    "sampling",
    "outcomes",
    "arms",
    "years",
    "quarters",
    "part",
];

/// Replicates of an experiment unless a file says otherwise.
const REPLICATES: u64 = 1_000;
/// Replicates of a part unless a file says otherwise: what an interruption costs at most.
const PART: u64 = 100_000;
/// Most experiments of a part by default.
const LARGEST_PART: u64 = 500;
/// Most experiments: their numbers are 32-bit integers in the store.
const MOST: f64 = (1_u64 << 31) as f64;
/// Most rows of a design, which are kept in memory.
const MOST_ROWS: f64 = 1e7;
/// Largest file that is read.
const LARGEST: u64 = 1 << 20;

/// What the command line says instead of the file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Instead {
    /// Replicates.
    pub replicates: Option<u64>,
    /// Seed.
    pub seed: Option<u64>,
}

/// The quantile functions that scenarios are checked with.
pub(super) fn exact(distribution: &Distribution, u: f64) -> f64 {
    crate::sampling::quantile::quantile(distribution, u)
}

/// Loads an experiment file: `source` is a path, or, where there is no such file, the stem of a shipped experiment.
///
/// # Errors
/// All findings, at least one of them an error.
pub fn load(source: &Path, instead: Instead) -> Result<Experiments, Diagnostics> {
    let (stem, file) = find(source)?;
    let (mut variants, node) = Variants::read(&file.name, &file.text, &exact)?;
    let read = experiments(&mut variants, &node, stem, file, instead);
    match read {
        Some(read) if !variants.found().has_errors() => Ok(read),
        _ => Err(variants.into_found()),
    }
}

fn find(source: &Path) -> Result<(String, SourceText), Diagnostics> {
    let fail = |message: String, hint: String| {
        let mut found = Diagnostics::default();
        found.push(Diagnostic::nowhere(message, hint));
        Err(found)
    };
    let shown = source.display().to_string();
    let stem = source.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    if !source.exists() {
        let bare =
            source.parent().is_none_or(|p| p.as_os_str().is_empty() || p.ends_with("scenarios/experiments"));
        let known: Vec<&str> = shipped().iter().map(|(stem, _)| *stem).collect();
        let found = shipped().iter().find(|(known, _)| *known == stem).filter(|_| bare);
        let Some((_, text)) = found else {
            let hint = meant(&stem, &known);
            return fail(
                format!("no file `{shown}`, and no shipped experiment of that name"),
                format!("shipped experiments: {}", hint.trim_start_matches("allowed: ")),
            );
        };
        let name = format!("shipped/experiments/{stem}.ron");
        return Ok((stem, SourceText { name, folder: None, text: (*text).to_owned() }));
    }
    match std::fs::metadata(source) {
        Ok(meta) if !meta.is_file() => {
            return fail(format!("`{shown}` is no ordinary file"), "name an experiment file".into());
        }
        Ok(meta) if meta.len() > LARGEST => {
            return fail(format!("`{shown}` is too large"), "an experiment file has at most 1 MiB".into());
        }
        _ => {}
    }
    match std::fs::read_to_string(source) {
        Ok(text) => {
            let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text).to_owned();
            Ok((stem, SourceText { name: shown, folder: Some(folder(source)), text }))
        }
        Err(error) => fail(format!("`{shown}` cannot be read: {error}"), String::new()),
    }
}

/// The value of a field, if it is given.
fn get<'n>(fields: &[(&'n Word, &'n Node)], name: &str) -> Option<(&'n Word, &'n Node)> {
    fields.iter().find(|(word, _)| word.text == name).copied()
}

fn experiments(
    variants: &mut Variants,
    node: &Node,
    stem: String,
    file: SourceText,
    instead: Instead,
) -> Option<Experiments> {
    let mut reader = variants.reader();
    let fields = reader.plain_struct(node, "an experiment file", &FIELDS);
    let field = |name: &str| get(&fields, name);
    let text = |reader: &mut Reader, name: &str| field(name).and_then(|(_, node)| reader.text(node, name));
    let title = text(&mut reader, "title").map_or_else(|| stem.clone(), |text| text.it);
    let description = text(&mut reader, "description").map(|text| text.it).unwrap_or_default();
    let Some((_, base_node)) = field("base") else {
        if !reader.found.has_errors() {
            let start = node.range.start..node.range.start + 1;
            reader.error(
                &start,
                "no `base`",
                "name the scenario that is varied, such as base: \"orderly-20k\"",
            );
        }
        return None;
    };
    let base_name = reader.id(base_node, "base")?;
    let base_scenario = variants.base(file.folder.as_deref(), &base_name.it, base_name.span)?;
    let mut reader = variants.reader();
    let context = Context { text: &file.text, base: &base_scenario };
    let constants = constants(&mut reader, &context, field("constants").map(|(_, node)| node));
    let levers = parameters(&mut reader, &context, Role::Lever, field("levers").map(|(_, node)| node));
    let uncertainties =
        parameters(&mut reader, &context, Role::Uncertainty, field("uncertainties").map(|(_, node)| node));
    let wanted = wanted(&mut reader, &field, &base_scenario);
    let replicates = whole(&mut reader, field("replicates"), 1.0, 1e9).unwrap_or(REPLICATES);
    let seed = whole(&mut reader, field("seed"), 0.0, 9e15).unwrap_or(1);
    let (replicates, seed) = (instead.replicates.unwrap_or(replicates), instead.seed.unwrap_or(seed));
    let sampling = sampling(&mut reader, field("sampling").map(|(_, node)| node), replicates)?;
    let replicates = sampling.replicates(replicates);
    let part = whole(&mut reader, field("part"), 1.0, 1e6)
        .unwrap_or_else(|| (PART / replicates).clamp(1, LARGEST_PART));
    let (constants, levers, uncertainties, wanted) = (constants?, levers?, uncertainties?, wanted?);
    let whole_file = node.range.start..node.range.start + 1;
    if levers.is_empty() && uncertainties.is_empty() {
        reader.error(&whole_file, "neither levers nor uncertainties", "say what is varied");
        return None;
    }
    once(&mut reader, &constants, &levers, &uncertainties)?;
    let designs = designs(&mut reader, &fields, &levers, &uncertainties)?;
    let (rows, design) =
        rows(variants, file.folder.as_deref(), &fields, designs, (&levers, &uncertainties), seed)?;
    let count = rows.len() as f64;
    if count >= MOST {
        variants.reader().error(&whole_file, format!("{count} experiments"), format!("fewer than {MOST}"));
        return None;
    }
    Some(Experiments {
        name: stem,
        title,
        description,
        file,
        base: base_name.it,
        base_scenario,
        constants,
        levers,
        uncertainties,
        design,
        rows,
        replicates,
        seed,
        sampling,
        wanted,
        part,
    })
}

/// A whole number, if the field is given.
fn whole(reader: &mut Reader, field: Option<(&Word, &Node)>, low: f64, high: f64) -> Option<u64> {
    let (word, node) = field?;
    let number = reader.number(node, &word.text)?;
    if number.fract() != 0.0 || !(low..=high).contains(&number) {
        let message = format!("{} is {number}", word.text);
        reader.error(&node.range, message, format!("expected a whole number from {low} to {high}"));
        return None;
    }
    Some(number as u64)
}

fn sampling(reader: &mut Reader, node: Option<&Node>, replicates: u64) -> Option<Sampling> {
    const KNOWN: [&str; 3] = ["MonteCarlo", "Sobol", "LatinHypercube"];
    let Some(node) = node else { return Some(Sampling::MonteCarlo) };
    let Tree::Name(name) = &node.kind else {
        reader.wrong(node, "sampling", "MonteCarlo, Sobol or LatinHypercube");
        return None;
    };
    match name.as_str() {
        "MonteCarlo" => Some(Sampling::MonteCarlo),
        "Sobol" => Some(Sampling::Sobol),
        "LatinHypercube" => Some(Sampling::LatinHypercube { replicates }),
        _ => {
            reader.error(&node.range, format!("unknown sampling `{}`", quote(name)), meant(name, &KNOWN));
            None
        }
    }
}

fn constants(reader: &mut Reader, context: &Context, node: Option<&Node>) -> Option<Vec<Setting>> {
    let Some(node) = node else { return Some(Vec::new()) };
    let pairs = reader.map(node, "constants", "name[id]");
    pairs
        .iter()
        .map(|(name, value)| context.setting(reader, name, value))
        .collect::<Vec<_>>()
        .into_iter()
        .collect()
}

fn parameters(
    reader: &mut Reader,
    context: &Context,
    role: Role,
    node: Option<&Node>,
) -> Option<Vec<Parameter>> {
    let Some(node) = node else { return Some(Vec::new()) };
    let what = if role == Role::Lever { "levers" } else { "uncertainties" };
    let pairs = reader.map(node, what, "name[id]");
    let read = pairs.into_iter().map(|(name, value)| {
        let (kind, targets) = context.kind(reader, &name, value)?;
        let mut parameter = Parameter {
            role,
            unit: targets.first().map_or("", |target| unit(target)).to_owned(),
            name_range: name.span.start..name.span.end,
            range: value.range.clone(),
            name: name.it,
            targets,
            kind,
            column: String::new(),
        };
        if !parameter.is_number() {
            parameter.unit.clear();
        }
        parameter.column = format!("{}_{}", role.word(), with_unit(&parameter.name, &parameter.unit));
        Some(parameter)
    });
    read.collect::<Vec<_>>().into_iter().collect()
}

/// The unit of what a name sets, or empty.
fn unit(target: &str) -> &'static str {
    match target {
        "stay" | "closure_tolerance" => "fraction",
        "reporting_tier" => "days",
        _ => match key::parse(target, false) {
            Ok((key, _)) if key.unit() != "-" => key.unit(),
            _ => "",
        },
    }
}

/// Whether every name is set by one parameter or constant only, and has a column of its own.
fn once(
    reader: &mut Reader,
    constants: &[Setting],
    levers: &[Parameter],
    uncertainties: &[Parameter],
) -> Option<()> {
    let mut set: BTreeMap<&str, String> = BTreeMap::new();
    let mut columns: BTreeMap<&str, &str> = BTreeMap::new();
    let before = reader.found.items.len();
    let mut take = |reader: &mut Reader, target, at: &std::ops::Range<usize>, by: String| {
        if let Some(other) = set.get(target).filter(|other| **other != by) {
            reader.error(at, format!("`{target}` is set by {by} and by {other}"), "by one of them only");
        }
        set.insert(target, by);
    };
    for constant in constants {
        for target in &constant.targets {
            take(reader, target, &constant.name_range, format!("constant `{}`", constant.name));
        }
    }
    for parameter in levers.iter().chain(uncertainties) {
        let by = || format!("{} `{}`", parameter.role.word(), parameter.name);
        for target in &parameter.targets {
            take(reader, target, &parameter.name_range, by());
        }
        if let Kind::Options(options) = &parameter.kind {
            for setting in options.iter().flat_map(|(_, settings)| settings) {
                for target in &setting.targets {
                    take(reader, target, &setting.name_range, by());
                }
            }
        }
        if plain(&parameter.name).is_empty() {
            reader.error(&parameter.name_range, "a name without letters", "give it one");
        } else if let Some(other) = columns.insert(&parameter.column, &parameter.name) {
            let message = format!("`{}` and `{other}` have the same column", parameter.name);
            reader.error(&parameter.name_range, message, "give one of them another name");
        }
    }
    (reader.found.items.len() == before).then_some(())
}

/// The designs asked for: of policies and scenarios, or one for both.
enum Designs {
    Crossed(Design, Design),
    Together(Design),
}

fn designs(
    reader: &mut Reader,
    fields: &[(&Word, &Node)],
    levers: &[Parameter],
    uncertainties: &[Parameter],
) -> Option<Designs> {
    let together = get(fields, "design");
    for (name, role, parameters) in
        [("policies", "levers", levers), ("scenarios", "uncertainties", uncertainties)]
    {
        if let Some((word, _)) = get(fields, name) {
            if together.is_some() {
                let hint = "`policies` and `scenarios` are crossed, `design` is one over both";
                reader.error(&word.range, format!("`{name}` beside `design`"), hint);
                return None;
            }
            if parameters.is_empty() {
                reader.error(&word.range, format!("`{name}` without {role}"), "leave it out");
                return None;
            }
        }
    }
    let mut one = |field: &str, parameters: &[&Parameter]| match get(fields, field) {
        None if parameters.is_empty() => Some(Design::FullFactorial),
        None => of(reader, None, parameters),
        Some((_, node)) => of(reader, Some(node), parameters),
    };
    let (policies, scenarios): (Vec<_>, Vec<_>) = (levers.iter().collect(), uncertainties.iter().collect());
    match together {
        Some(_) => {
            let all = [policies, scenarios].concat();
            // Every level with every other is a cross product in any case.
            Some(match one("design", &all)? {
                Design::FullFactorial => Designs::Crossed(Design::FullFactorial, Design::FullFactorial),
                design => Designs::Together(design),
            })
        }
        None => Some(Designs::Crossed(one("policies", &policies)?, one("scenarios", &scenarios)?)),
    }
}

/// Reads a design; without one it is a full factorial.
fn of(reader: &mut Reader, node: Option<&Node>, parameters: &[&Parameter]) -> Option<Design> {
    const KNOWN: [&str; 4] = ["FullFactorial", "LatinHypercube", "Sobol", "Csv"];
    const EXPECTED: &str = "FullFactorial, LatinHypercube(n), Sobol(n) or Csv(\"file.csv\")";
    let design = match node.map(|node| (&node.kind, node)) {
        None => Design::FullFactorial,
        Some((Tree::Name(name), _)) if name == "FullFactorial" => Design::FullFactorial,
        Some((Tree::Tuple(Some(word), items), node)) => match (word.text.as_str(), items.as_slice()) {
            ("Csv", [file]) => Design::Csv(reader.text(file, "the file of Csv")?.it),
            (name @ ("LatinHypercube" | "Sobol"), [count]) => {
                let number = reader.number(count, &format!("the number of points of {name}"))?;
                if number.fract() != 0.0 || !(1.0..=MOST_ROWS).contains(&number) {
                    let message = format!("{name} of {number} points");
                    reader.error(&count.range, message, format!("a whole number from 1 to {MOST_ROWS}"));
                    return None;
                }
                if name == "Sobol" {
                    Design::Sobol(number as u64)
                } else {
                    Design::LatinHypercube(number as u64)
                }
            }
            (name, _) if KNOWN.contains(&name) => {
                reader.error(&node.range, format!("{name} with {} parts", items.len()), EXPECTED);
                return None;
            }
            (name, _) => {
                reader.error(&word.range, format!("unknown design `{}`", quote(name)), meant(name, &KNOWN));
                return None;
            }
        },
        Some((Tree::Name(name), node)) => {
            let hint = if KNOWN.contains(&name.as_str()) {
                format!("expected {EXPECTED}")
            } else {
                meant(name, &KNOWN)
            };
            reader.error(&node.range, format!("unknown design `{}`", quote(name)), hint);
            return None;
        }
        Some((_, node)) => {
            reader.wrong(node, "a design", EXPECTED);
            return None;
        }
    };
    if design == Design::FullFactorial {
        let before = reader.found.items.len();
        for parameter in parameters.iter().filter(|parameter| parameter.levels().is_none()) {
            let hint = "a full factorial needs levels: Range(low: a, high: b, levels: n), Steps or Levels; or choose \
                        LatinHypercube(n)";
            reader.error(&parameter.range, format!("`{}` has no levels", parameter.name), hint);
        }
        let count: f64 = parameters.iter().filter_map(|p| p.levels()).map(|levels| levels as f64).product();
        if count > MOST_ROWS {
            let place = node.map_or_else(|| parameters[0].name_range.clone(), |node| node.range.clone());
            let message = format!("a full factorial of {count:e} rows");
            reader.error(
                &place,
                message,
                format!("at most {MOST_ROWS}: choose LatinHypercube(n) or Sobol(n)"),
            );
        }
        if reader.found.items.len() > before {
            return None;
        }
    }
    Some(design)
}

/// The settings that the designs choose.
fn rows(
    variants: &mut Variants,
    folder: Option<&Path>,
    fields: &[(&Word, &Node)],
    designs: Designs,
    (levers, uncertainties): (&[Parameter], &[Parameter]),
    seed: u64,
) -> Option<(Rows, DesignWords)> {
    let mut points = |design: &Design, field: &str, parameters: &[&Parameter]| -> Option<Points> {
        match design {
            Design::FullFactorial => Some(design::full_factorial(parameters)),
            Design::LatinHypercube(count) => Some(design::latin_hypercube(parameters, *count, seed)),
            Design::Sobol(count) => {
                let points = design::sobol(parameters, *count, seed);
                if points.is_none()
                    && let Some((_, node)) = get(fields, field)
                {
                    let message = format!("Sobol points of {} parameters", parameters.len());
                    variants.reader().error(&node.range, message, "choose LatinHypercube(n)");
                }
                points
            }
            Design::Csv(file) => {
                let (_, node) = get(fields, field)?;
                let span = variants.reader().span(&node.range);
                let path = folder.map_or_else(|| file.into(), |folder| folder.join(file));
                csv_rows::read(variants, &path, span, parameters)
            }
        }
    };
    let (policies, scenarios): (Vec<_>, Vec<_>) = (levers.iter().collect(), uncertainties.iter().collect());
    Some(match designs {
        Designs::Crossed(a, b) => {
            let words = |design: &Design, parameters: &[&Parameter]| {
                if parameters.is_empty() { "none".to_owned() } else { design.to_string() }
            };
            let design =
                DesignWords::Crossed { policies: words(&a, &policies), scenarios: words(&b, &scenarios) };
            let policies = points(&a, "policies", &policies)?;
            (Rows { policies, scenarios: points(&b, "scenarios", &scenarios)?, crossed: true }, design)
        }
        Designs::Together(design) => {
            let all = points(&design, "design", &[policies, scenarios].concat())?;
            let (policies, scenarios) = all.split(levers.len());
            (Rows { policies, scenarios, crossed: false }, DesignWords::Together(design.to_string()))
        }
    })
}

/// What is kept.
fn wanted<'n>(
    reader: &mut Reader,
    field: &impl Fn(&str) -> Option<(&'n Word, &'n Node)>,
    base: &Scenario,
) -> Option<Wanted> {
    let constant = |name| base.constant(&Address::plain(name)).unwrap_or_default();
    let (start, quarters) = (constant(Name::StartYear) as i32, constant(Name::Quarters) as usize);
    let last = start + (quarters.div_ceil(4) as i32) - 1;
    let before = reader.found.items.len();
    let mut chosen = DEFAULT.to_vec();
    if let Some((_, node)) = field("outcomes") {
        let names: Vec<String> = outcomes().iter().map(name).collect();
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        chosen.clear();
        for item in reader.list(node, "outcomes")? {
            let Some(text) = reader.text(item, "an outcome") else { continue };
            match known.iter().position(|known| *known == text.it) {
                Some(at) if chosen.contains(&outcomes()[at].outcome) => {
                    reader.error(&item.range, format!("`{}` is named twice", text.it), "once is enough");
                }
                Some(at) => chosen.push(outcomes()[at].outcome),
                None => {
                    let message = format!("unknown outcome `{}`", quote(&text.it));
                    reader.error(&item.range, message, meant(&text.it, &known));
                }
            }
        }
        chosen.sort_by_key(|outcome| *outcome as usize);
        if chosen.is_empty() && reader.found.items.len() == before {
            reader.error(&node.range, "no outcome to keep", "name some, or leave the field out");
        }
    }
    let mut arms = DEFAULT_ARMS.to_vec();
    if let Some((_, node)) = field("arms") {
        let known = Slot::ALL.map(Slot::name);
        arms.clear();
        for item in reader.list(node, "arms")? {
            let Some(text) = reader.text(item, "an arm") else { continue };
            match known.iter().position(|known| *known == text.it) {
                Some(at) => arms.push(Slot::ALL[at]),
                None => {
                    let message = format!("unknown arm `{}`", quote(&text.it));
                    reader.error(&item.range, message, meant(&text.it, &known));
                }
            }
        }
        arms.sort_by_key(|slot| *slot as usize);
        arms.dedup();
        if arms.is_empty() && reader.found.items.len() == before {
            reader.error(&node.range, "no arm to keep", "name some, or leave the field out");
        }
    }
    let mut years: Vec<i32> = DEFAULT_YEARS.iter().map(|y| start + y).filter(|y| *y <= last).collect();
    if let Some((_, node)) = field("years") {
        years.clear();
        for item in reader.list(node, "years")? {
            let Some(year) = reader.number(item, "a year") else { continue };
            if year.fract() != 0.0 || year < f64::from(start - 1) || year > f64::from(last) {
                reader.error(&item.range, format!("year {year}"), format!("the run has {start} to {last}"));
            } else {
                years.push(year as i32);
            }
        }
        years.sort_unstable();
        years.dedup();
    }
    let mut kept: Vec<usize> =
        years.iter().filter(|year| **year >= start).map(|year| (year - start) as usize * 4).collect();
    if let Some((_, node)) = field("quarters") {
        kept.clear();
        for item in reader.list(node, "quarters")? {
            let Some(text) = reader.text(item, "a quarter") else { continue };
            let number = text.it.split_once('Q').and_then(|(year, quarter)| {
                let quarter: i32 = quarter.parse().ok().filter(|q| (1..=4).contains(q))?;
                usize::try_from((year.parse::<i32>().ok()? - start) * 4 + quarter - 1).ok()
            });
            match number.filter(|q| *q < quarters) {
                Some(quarter) => kept.push(quarter),
                None => reader.error(
                    &item.range,
                    format!("quarter `{}`", quote(&text.it)),
                    format!("written \"2030Q1\", of {start} to {last}"),
                ),
            }
        }
        kept.sort_unstable();
        kept.dedup();
    }
    (reader.found.items.len() == before).then_some(Wanted { outcomes: chosen, arms, years, quarters: kept })
}
