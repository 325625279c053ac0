//! Reads an experiment file: every mistake with its place, before anything runs.

use std::{collections::BTreeMap, path::Path};

use super::{
    Experiments, SourceText,
    column::{plain, with_unit},
    parameter::{Kind, Parameter, QUANTILE, Role, Setting},
    read_design::{designs, rows},
    read_keep::wanted,
    read_kind::Context,
    read_replicates::kept,
    resolvable::resolvable,
    shipped::shipped,
};
use crate::{
    disk::{self, read::Unreadable},
    sampling::design::Design as Sampling,
    scenario::{
        Diagnostics,
        diagnostic::{Code, Diagnostic, meant, quote},
        key,
        read::{Reader, get},
        read_layer::{field_of, scenario_fields},
        source::as_read,
        tree::{Kind as Tree, Node, Word},
        variants::{Variants, folder},
    },
};

/// Fields of an experiment file.
pub const FIELDS: [&str; 19] = [
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
    "design_seed",
    "sampling",
    "outcomes",
    "arms",
    "years",
    "quarters",
    "keep_replicates",
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

/// Loads an experiment file: `source` is a path, or, where there is no such file, the stem of a shipped experiment.
///
/// # Errors
/// All findings, at least one of them an error.
pub fn load(source: &Path, instead: Instead) -> Result<Experiments, Diagnostics> {
    load_reporting(source, instead).map(|(experiments, _)| experiments)
}

/// As [`load`]; the warnings of the base and of each level, option and end of a range come along.
///
/// # Errors
/// All findings, at least one of them an error.
pub fn load_reporting(source: &Path, instead: Instead) -> Result<(Experiments, Diagnostics), Diagnostics> {
    let (stem, file) = find(source)?;
    let (mut variants, node) = Variants::read(&file.name, &file.text, file.place())?;
    let read = experiments(&mut variants, &node, stem, file, instead);
    if let Some(read) = read.as_ref().filter(|_| !variants.found().has_errors()) {
        resolvable(&mut variants, read);
    }
    match read {
        Some(read) if !variants.found().has_errors() => Ok((read, variants.into_found())),
        _ => Err(variants.into_found()),
    }
}

/// Whether a source is an experiment file (or the stem of one that ships) rather than a scenario.
#[must_use]
pub fn is_experiment(source: &Path) -> bool {
    let read = find(source).and_then(|(_, file)| Variants::read(&file.name, &file.text, None));
    read.is_ok_and(|(_, node)| field_of(&node, &["levers", "uncertainties", "outcomes"]).is_some())
}

fn find(source: &Path) -> Result<(String, SourceText), Diagnostics> {
    let fail = |code, message: String, hint: String| {
        let mut found = Diagnostics::default();
        found.push(Diagnostic::nowhere(code, message, hint));
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
                Code::NoFile,
                format!("no file `{shown}`, and no shipped experiment of that name"),
                format!("shipped experiments: {}", hint.words.trim_start_matches("allowed: ")),
            );
        };
        let name = format!("shipped/experiments/{stem}.ron");
        return Ok((stem, SourceText { name, folder: None, text: (*text).to_owned() }));
    }
    match disk::read::text(source, LARGEST) {
        Err(Unreadable::Folder | Unreadable::Special) => {
            fail(Code::Unreadable, format!("`{shown}` is no ordinary file"), "name an experiment file".into())
        }
        Err(Unreadable::Large { .. }) => fail(
            Code::TooMuch,
            format!("`{shown}` is too large"),
            "an experiment file has at most 1 MiB".into(),
        ),
        Ok(text) => {
            let text = as_read(&text).into_owned();
            Ok((stem, SourceText { name: shown, folder: Some(folder(source)), text }))
        }
        Err(error) => fail(Code::Unreadable, format!("`{shown}` cannot be read: {error}"), String::new()),
    }
}

fn experiments(
    variants: &mut Variants,
    node: &Node,
    stem: String,
    file: SourceText,
    instead: Instead,
) -> Option<Experiments> {
    let mut reader = variants.reader();
    let of_scenarios: Vec<&str> =
        scenario_fields().into_iter().filter(|name| !FIELDS.contains(name)).collect();
    if field_of(node, &["levers", "uncertainties"]).is_none()
        && let Some(word) = field_of(node, &of_scenarios)
    {
        reader.error(
            Code::OtherKind,
            &word.range,
            "a scenario, not an experiment file",
            "`drawdown run` takes it, and an experiment file names it as `base`",
        );
        return None;
    }
    let fields = reader.plain_struct(node, "an experiment file", &FIELDS);
    let field = |name: &str| get(&fields, name);
    let title = field("title").and_then(|(_, node)| reader.text(node, "title"));
    let title = title.map_or_else(|| stem.clone(), |text| text.it);
    let description = field("description").and_then(|(_, node)| reader.prose(node, "description"));
    let description = description.map(|text| text.it).unwrap_or_default();
    let Some((_, base_node)) = field("base") else {
        if !reader.found.has_errors() {
            let start = node.range.start..node.range.start + 1;
            reader.error(
                Code::Missing,
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
    let design_seed = whole(&mut reader, field("design_seed"), 0.0, 9e15);
    let (replicates, seed) = (instead.replicates.unwrap_or(replicates), instead.seed.unwrap_or(seed));
    let sampling = sampling(&mut reader, field("sampling").map(|(_, node)| node), replicates)?;
    let replicates = sampling.replicates(replicates);
    let part = whole(&mut reader, field("part"), 1.0, 1e6)
        .unwrap_or_else(|| (PART / replicates).clamp(1, LARGEST_PART));
    let (constants, levers, uncertainties, wanted) = (constants?, levers?, uncertainties?, wanted?);
    let whole_file = node.range.start..node.range.start + 1;
    if levers.is_empty() && uncertainties.is_empty() {
        reader.error(Code::Missing, &whole_file, "neither levers nor uncertainties", "say what is varied");
        return None;
    }
    once(&mut reader, &constants, &levers, &uncertainties)?;
    let designs = designs(&mut reader, &fields, &levers, &uncertainties)?;
    let (run, varied) = ((&base_scenario, seed, sampling), [&levers[..], &uncertainties[..]]);
    let kept = kept(variants, field("keep_replicates"), run, (&constants, varied))?;
    let (rows, design) = rows(
        variants,
        file.folder.as_deref(),
        &fields,
        designs,
        (&levers, &uncertainties),
        design_seed.unwrap_or(seed),
    )?;
    let count = rows.len() as f64;
    if count >= MOST {
        variants.reader().error(
            Code::TooMuch,
            &whole_file,
            format!("{count} experiments"),
            format!("fewer than {MOST}"),
        );
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
        design_seed,
        sampling,
        wanted,
        kept,
        part,
    })
}

/// A whole number, if the field is given.
fn whole(reader: &mut Reader, field: Option<(&Word, &Node)>, low: f64, high: f64) -> Option<u64> {
    let (word, node) = field?;
    let number = reader.number(node, &word.text)?;
    if number.fract() != 0.0 || !(low..=high).contains(&number) {
        let message = format!("{} is {number}", word.text);
        reader.error(
            Code::OutOfRange,
            &node.range,
            message,
            format!("expected a whole number from {low} to {high}"),
        );
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
            reader.unknown(&node.range, format!("unknown sampling `{}`", quote(name)), meant(name, &KNOWN));
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
        match &parameter.kind {
            Kind::Drawn { .. } if role == Role::Lever => {
                let hint = "Drawn is for what nobody knows: make it an uncertainty, or give Levels([a, b])";
                let message = format!("the lever `{}` is drawn", parameter.name);
                reader.error(Code::Conflict, &parameter.range, message, hint);
                return None;
            }
            Kind::Drawn { inputs, .. } if inputs.len() > 1 => parameter.unit = QUANTILE.to_owned(),
            _ if !parameter.is_number() => parameter.unit.clear(),
            _ => {}
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
            reader.error(
                Code::Twice,
                at,
                format!("`{target}` is set by {by} and by {other}"),
                "by one of them only",
            );
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
            reader.error(Code::Form, &parameter.name_range, "a name without letters", "give it one");
        } else if let Some(other) = columns.insert(&parameter.column, &parameter.name) {
            let message = format!("`{}` and `{other}` have the same column", parameter.name);
            reader.error(Code::Twice, &parameter.name_range, message, "give one of them another name");
        }
    }
    (reader.found.items.len() == before).then_some(())
}
