//! Reads a file of published figures: every mistake with its place, before anything runs.

use std::path::{Path, PathBuf};

use super::{
    read_compare::{self, Scenarios},
    read_field::{choice, whole},
    record::{Attested, Explanation, How, Published, Record, Why},
    verdict::Verdict,
};
use crate::{
    disk::read::{Unreadable, text},
    scenario::{
        Diagnostics, Scenario,
        diagnostic::{Code, Diagnostic, quote},
        read::{Reader, get},
        shipped,
        tree::{Node, Word},
        variants::{Variants, folder},
    },
};

/// Fields of a file.
pub const FIELDS: [&str; 2] = ["title", "records"];

/// Fields of a record.
pub const RECORD: [&str; 19] = [
    "id",
    "study",
    "by",
    "what",
    "name",
    "group",
    "low",
    "value",
    "high",
    "unit",
    "year",
    "horizon",
    "assumption",
    "source",
    "grade",
    "compare",
    "not_comparable",
    "verdict",
    "explanation",
];

/// Most records of a file.
const MOST: usize = 5_000;
/// Largest file that is read.
const LARGEST: u64 = 4 << 20;

/// A file of published figures, with the scenarios that it names.
#[derive(Debug)]
pub struct File {
    /// Title.
    pub title: String,
    /// How it is named.
    pub name: String,
    /// Whether it is the one that is compiled in.
    pub shipped: bool,
    /// The figures, in the order of the file.
    pub records: Vec<Record>,
    /// The scenarios, in the order in which they are first named.
    pub scenarios: Vec<Scenario>,
}

/// Loads a file of published figures, or that which is compiled in. Scenarios are files beside it, or else compiled in.
///
/// # Errors
/// All findings, at least one of them an error.
pub fn load(source: Option<&Path>) -> Result<File, Diagnostics> {
    let Some(path) = source else {
        return read("shipped/replications/published.ron", None, shipped::published());
    };
    let fail = |code, message: String, hint: &str| {
        let mut found = Diagnostics::default();
        found.push(Diagnostic::nowhere(code, message, hint));
        Err(found)
    };
    let shown = path.display().to_string();
    match text(path, LARGEST) {
        Err(Unreadable::Folder | Unreadable::Special) => fail(
            Code::Unreadable,
            format!("`{shown}` is no ordinary file"),
            "name a file of published figures",
        ),
        Err(Unreadable::Large { .. }) => fail(
            Code::TooMuch,
            format!("`{shown}` is too large"),
            "a file of published figures has at most 4 MiB",
        ),
        Err(error) => fail(Code::Unreadable, format!("`{shown}` cannot be read: {error}"), ""),
        Ok(text) => read(&shown, Some(folder(path)), text.strip_prefix('\u{FEFF}').unwrap_or(&text)),
    }
}

/// Reads a text; `beside` is the folder that its scenarios lie in, without one they are those compiled in.
///
/// # Errors
/// As [`load`].
pub fn read(name: &str, beside: Option<PathBuf>, text: &str) -> Result<File, Diagnostics> {
    let (mut variants, node) = Variants::read(name, text, None)?;
    let shipped = beside.is_none();
    let mut scenarios = Scenarios::new(beside);
    let mut reader = variants.reader();
    let fields = reader.plain_struct(&node, "a file of published figures", &FIELDS);
    let title = get(&fields, "title").and_then(|(_, node)| reader.text(node, "title"));
    let nodes: &[Node] = match get(&fields, "records") {
        Some((_, node)) => reader.list(node, "records").unwrap_or_default(),
        None => {
            if !reader.found.has_errors() {
                let at = node.range.start..node.range.start + 1;
                reader.error(
                    Code::Missing,
                    &at,
                    "no `records`",
                    "write records: [ (id: \"...\", ...), ... ]",
                );
            }
            &[]
        }
    };
    if nodes.is_empty() && !reader.found.has_errors() {
        reader.error(Code::Empty, &node.range, "no records", "a file of published figures has at least one");
    }
    if nodes.len() > MOST {
        let at = nodes[MOST].range.clone();
        reader.error(
            Code::TooMuch,
            &at,
            format!("{} records", nodes.len()),
            format!("allowed: at most {MOST}"),
        );
    }
    let mut records: Vec<Record> = Vec::new();
    for node in nodes.iter().take(MOST) {
        if variants.found().is_full() {
            break;
        }
        let Some(record) = record(&mut variants, &mut scenarios, node) else { continue };
        if let Some(earlier) = records.iter().find(|earlier| earlier.id == record.id) {
            let line = variants.found().place(earlier.span).line;
            let message = format!("two records called `{}`", quote(&record.id));
            variants.reader().error(
                Code::Twice,
                &node.range.clone(),
                message,
                format!("the other is in line {line}"),
            );
        } else {
            records.push(record);
        }
    }
    if variants.found().has_errors() {
        return Err(variants.into_found());
    }
    let title = title.map_or_else(|| "Published figures".to_owned(), |title| title.it);
    Ok(File { title, name: name.to_owned(), shipped, records, scenarios: scenarios.loaded })
}

fn record(variants: &mut Variants, scenarios: &mut Scenarios, node: &Node) -> Option<Record> {
    let mut reader = variants.reader();
    let before = reader.found.items.len();
    let fields = reader.plain_struct(node, "a record", &RECORD);
    let field = |name: &str| get(&fields, name);
    let needed = |reader: &mut Reader, name: &str| {
        if field(name).is_none() {
            let at = node.range.start..node.range.start + 1;
            reader.error(
                Code::Missing,
                &at,
                format!("a record without `{name}`"),
                format!("it needs `{name}`"),
            );
        }
        field(name).map(|(_, node)| node)
    };
    let text = |reader: &mut Reader, name: &str| field(name).and_then(|(_, node)| reader.text(node, name));
    let prose = |reader: &mut Reader, name: &str| field(name).and_then(|(_, node)| reader.prose(node, name));
    let id = needed(&mut reader, "id").and_then(|node| reader.id(node, "id"));
    let study = needed(&mut reader, "study").and_then(|node| reader.text(node, "study"));
    let what = needed(&mut reader, "what").and_then(|node| reader.prose(node, "what"));
    let unit = needed(&mut reader, "unit").and_then(|node| reader.text(node, "unit"));
    let source = needed(&mut reader, "source").and_then(|node| reader.prose(node, "source"));
    let attested =
        needed(&mut reader, "grade").and_then(|node| choice(&mut reader, node, "grade", &Attested::NAMES));
    let (by, name, group) = (text(&mut reader, "by"), text(&mut reader, "name"), text(&mut reader, "group"));
    let (horizon, assumption) = (prose(&mut reader, "horizon"), prose(&mut reader, "assumption"));
    let year = needed(&mut reader, "year").and_then(|node| whole(&mut reader, node, "year", 1900, 2200));
    let published = published(&mut reader, node, &field);
    let recorded =
        field("verdict").and_then(|(_, node)| choice(&mut reader, node, "verdict", &Verdict::NAMES));
    let explanation = field("explanation").and_then(|(_, node)| explanation(&mut reader, node));
    let span = reader.span(&node.range);
    let how = match (field("compare"), field("not_comparable")) {
        (Some((_, compare)), None) => read_compare::compare(variants, scenarios, compare)
            .map(|compare| How::Compared(Box::new(compare))),
        (None, Some((_, reason))) => {
            if let Some((word, _)) = field("verdict") {
                let hint = "a figure that is not compared has no verdict";
                reader.error(Code::Conflict, &word.range, "`verdict` beside `not_comparable`", hint);
            }
            not_comparable(&mut reader, reason)
        }
        (Some((word, _)), Some(_)) => {
            let message = "`compare` beside `not_comparable`";
            reader.error(Code::Conflict, &word.range, message, "a figure is compared, or it is said why not");
            None
        }
        (None, None) => {
            let at = node.range.start..node.range.start + 1;
            let hint = "say with what it is compared, or why it cannot be (`not_comparable`)";
            reader.error(Code::Missing, &at, "a record without `compare`", hint);
            None
        }
    };
    if variants.found().items.len() > before && variants.found().has_error_within(span) {
        return None;
    }
    let (study, what) = (study?.it, what?.it);
    let year: i64 = year?;
    Some(Record {
        id: id?.it,
        by: by.map_or_else(|| study.clone(), |by| by.it),
        name: name.map_or_else(|| what.clone(), |name| name.it),
        group: group.map_or_else(|| "Published figures".to_owned(), |group| group.it),
        study,
        what,
        published: published?,
        unit: unit?.it,
        year: year as i32,
        horizon: horizon.map(|text| text.it).unwrap_or_default(),
        assumption: assumption.map(|text| text.it).unwrap_or_default(),
        source: source?.it,
        attested: attested?,
        how: how?,
        recorded,
        explanation,
        span,
    })
}

fn published<'n>(
    reader: &mut Reader,
    record: &Node,
    field: &impl Fn(&str) -> Option<(&'n Word, &'n Node)>,
) -> Option<Published> {
    let mut number = |name: &str| match field(name) {
        None => Some(None),
        Some((_, node)) => reader.number(node, name).map(|value| Some((value, node))),
    };
    let (low, value, high) = (number("low")?, number("value")?, number("high")?);
    let given: Vec<(f64, &Node)> = [low, value, high].into_iter().flatten().collect();
    if given.is_empty() {
        let at = record.range.start..record.range.start + 1;
        reader.error(
            Code::Missing,
            &at,
            "a record without a number",
            "give `value`, or `low` and `high`, or one of them",
        );
        return None;
    }
    for pair in given.windows(2) {
        if pair[0].0 > pair[1].0 {
            let message = format!("{} is below {}", pair[1].0, pair[0].0);
            reader.error(Code::OutOfRange, &pair[1].1.range, message, "low <= value <= high");
            return None;
        }
    }
    let of = |given: Option<(f64, &Node)>| given.map(|(value, _)| value);
    Some(Published { low: of(low), value: of(value), high: of(high) })
}

fn explanation(reader: &mut Reader, node: &Node) -> Option<Explanation> {
    let fields = reader.plain_struct(node, "an explanation", &["date", "text"]);
    let (date, text) = (get(&fields, "date"), get(&fields, "text"));
    let (Some((_, date)), Some((_, text))) = (date, text) else {
        reader.error(
            Code::Missing,
            &node.range,
            "an explanation needs both",
            "(date: \"2026-11-30\", text: \"...\")",
        );
        return None;
    };
    let day = reader.text(date, "date")?.it;
    let parts: Vec<&str> = day.split('-').collect();
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|byte| byte.is_ascii_digit());
    if !matches!(parts[..], [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2)) {
        reader.error(Code::Form, &date.range, format!("date `{}`", quote(&day)), "write it as 2026-11-30");
        return None;
    }
    Some(Explanation { date: day, text: reader.prose(text, "text")?.it })
}

fn not_comparable(reader: &mut Reader, node: &Node) -> Option<How> {
    let fields = reader.plain_struct(node, "a reason", &["why", "reason"]);
    let (Some((_, why)), Some((_, reason))) = (get(&fields, "why"), get(&fields, "reason")) else {
        reader.error(Code::Missing, &node.range, "a reason needs both", "(why: Input, reason: \"...\")");
        return None;
    };
    let why = choice(reader, why, "why", &Why::NAMES);
    let reason = reader.prose(reason, "reason");
    Some(How::Not { why: why?, reason: reason?.it })
}
