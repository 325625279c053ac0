//! Settings from the rows of a CSV file, as spreadsheets write them. One mistake is one finding, however many rows it
//! is in.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::{
    csv_text::{LARGEST, head, plain, separator, unclosed},
    parameter::{Cells, Parameter},
    rows::{Points, most_rows},
};
use crate::{
    disk::{self, read::Unreadable},
    scenario::{
        diagnostic::{Diagnostic, Span, meant, nearest, quote},
        variants::Variants,
    },
};

/// Names that a finding lists.
const NAMED: usize = 5;

/// The bytes of a file; what is wrong with it, and a hint.
fn bytes(path: &Path) -> Result<Vec<u8>, (String, &'static str)> {
    let shown = path.display();
    disk::read::bytes(path, LARGEST).map_err(|error| match error {
        Unreadable::Folder | Unreadable::Special => {
            (format!("`{shown}` is no ordinary file"), "name a CSV file")
        }
        Unreadable::Large { .. } => (format!("`{shown}` is too large"), "a CSV file has at most 32 MiB"),
        Unreadable::System(error) => {
            let hint = "a CSV file is looked for beside the experiment file";
            (format!("cannot read `{shown}`: {error}"), hint)
        }
    })
}

/// What is wrong with a file, by its line.
struct Findings<'v> {
    found: &'v mut crate::scenario::Diagnostics,
    index: usize,
    /// Where the line of names begins: spreadsheets may leave empty lines above it.
    head: usize,
}

impl Findings<'_> {
    /// Reports a mistake in the line that a byte lies in.
    fn at(&mut self, start: usize, message: impl Into<String>, hint: impl Into<String>) {
        let text = &self.found.texts[self.index].text;
        let start = start.min(text.len());
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let span = Span { text: self.index, start, end };
        self.found.push(Diagnostic::error(span, message, hint));
    }
}

/// Reads the rows of a file whose columns are called as the parameters, in any order; what is wrong is added to the
/// findings, each with its line.
pub fn read(variants: &mut Variants, path: &Path, named: Span, parameters: &[&Parameter]) -> Option<Points> {
    let bytes = match bytes(path) {
        Ok(bytes) => bytes,
        Err((message, hint)) => {
            variants.reader().found.push(Diagnostic::error(named, message, hint));
            return None;
        }
    };
    let name = path.display().to_string();
    let (text, broken) = plain(bytes);
    let reader = variants.reader_of(&name, &text);
    let (found, index) = (reader.found, reader.text);
    let before = found.items.len();
    let head = head(&text);
    let mut findings = Findings { found, index, head };
    let known: Vec<&str> = parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    if let Some(at) = broken {
        findings.at(at, "a byte that is not UTF-8", "save the file as CSV with the encoding UTF-8");
        return None;
    }
    let separator = separator(&text[head..], &known);
    if let Some(at) = unclosed(&text, separator) {
        findings.at(at, "a quotation mark that is not closed on its line", "a cell is on one line");
        return None;
    }
    let mut records = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .delimiter(separator)
        .from_reader(&text.as_bytes()[head..]);
    let header = match records.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            findings.at(findings.head, format!("no CSV: {error}"), "expected a line of names");
            return None;
        }
    };
    let columns = columns(&mut findings, &header, &known);
    let rows = rows(&mut findings, records, &header, columns.as_deref(), parameters);
    (findings.found.items.len() == before).then(|| {
        let (count, numbers) = rows;
        Points::new(parameters.len(), count, numbers)
    })
}

/// `a`, `b` and 3 more.
fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{}`", quote(name))).collect();
    match names.len().saturating_sub(NAMED) {
        0 => quoted.join(", "),
        more => format!("{} and {more} more", quoted.join(", ")),
    }
}

/// Where the parameters' columns are; `None` where the line of names is wrong.
fn columns(findings: &mut Findings, header: &csv::StringRecord, known: &[&str]) -> Option<Vec<usize>> {
    let names: Vec<&str> = header.iter().filter(|name| !name.is_empty()).collect();
    let unknown: BTreeSet<&str> = names.iter().copied().filter(|name| !known.contains(name)).collect();
    let mut missing: Vec<&str> = known.iter().copied().filter(|name| !names.contains(name)).collect();
    if names.is_empty() {
        findings.at(findings.head, "no line of names", format!("expected {}", list(known)));
        return None;
    }
    if missing.len() == known.len() && names.iter().all(|name| name.parse::<f64>().is_ok()) {
        findings.at(
            findings.head,
            "no line of names: the first line holds numbers",
            format!("expected {}", list(known)),
        );
        return None;
    }
    let mut fine = true;
    let mut strange = Vec::new();
    for &name in &unknown {
        // A name that is misspelt is one mistake, not an unknown column and a missing one.
        match nearest(name, missing.iter().copied()) {
            Some(is_meant) => {
                missing.retain(|name| *name != is_meant);
                let hint = format!("did you mean `{is_meant}`?");
                findings.at(findings.head, format!("unknown column `{}`", quote(name)), hint);
            }
            None => strange.push(name),
        }
        fine = false;
    }
    match strange[..] {
        [] => {}
        [name] => findings.at(findings.head, format!("unknown column `{}`", quote(name)), meant(name, known)),
        _ => findings.at(
            0,
            format!("unknown columns: {}", list(&strange)),
            format!("allowed: {}", list(known)),
        ),
    }
    if !missing.is_empty() {
        let columns = if missing.len() == 1 { "no column" } else { "no columns" };
        let hint = "every parameter of the design has a column; they stand apart by `,`, `;` or tabs";
        findings.at(findings.head, format!("{columns} {}", list(&missing)), hint);
        fine = false;
    }
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<&str> =
        names.iter().copied().filter(|name| known.contains(name) && !seen.insert(*name)).collect();
    if !twice.is_empty() {
        let twice: Vec<&str> = twice.into_iter().collect();
        findings.at(findings.head, format!("given twice: the column {}", list(&twice)), "each once");
        fine = false;
    }
    let place = |name: &&str| header.iter().position(|column| column == *name);
    known.iter().map(place).collect::<Option<Vec<usize>>>().filter(|_| fine)
}

/// A mistake that cells of a column have in common: the first of them, and how many there are.
struct Mistake {
    start: usize,
    message: String,
    hint: String,
    count: u64,
}

/// The mistakes, by what they have in common.
#[derive(Default)]
struct Mistakes(BTreeMap<(usize, &'static str), Mistake>);

impl Mistakes {
    fn add(&mut self, kind: (usize, &'static str), start: usize, words: impl FnOnce() -> (String, String)) {
        self.0
            .entry(kind)
            .or_insert_with(|| {
                let (message, hint) = words();
                Mistake { start, message, hint, count: 0 }
            })
            .count += 1;
    }

    fn report(self, findings: &mut Findings) {
        for Mistake { start, message, hint, count } in self.0.into_values() {
            let more = match count - 1 {
                0 => String::new(),
                1 => "; another line has the like".to_owned(),
                more => format!("; {more} other lines have the like"),
            };
            findings.at(start, message, format!("{hint}{more}"));
        }
    }
}

/// Number of rows, and their numbers one after the other. Without columns only what is wrong with the lines is found.
fn rows(
    findings: &mut Findings,
    records: csv::Reader<&[u8]>,
    header: &csv::StringRecord,
    columns: Option<&[usize]>,
    parameters: &[&Parameter],
) -> (u64, Vec<f64>) {
    let Some(columns) = columns else { return (0, Vec::new()) };
    let cells: Vec<Cells> = parameters.iter().map(|parameter| Cells::of(parameter)).collect();
    let most = most_rows(parameters.len());
    let (mut numbers, mut count) = (Vec::new(), 0);
    let mut mistakes = Mistakes::default();
    for record in records.into_records() {
        let Ok(record) = record else { break };
        let start = findings.head + record.position().map_or(0, |at| at.byte() as usize);
        // Spreadsheets leave empty rows and columns around what was written.
        if record.iter().all(str::is_empty) {
            continue;
        }
        count += 1;
        if count > most {
            findings.at(start, "too many rows", format!("at most {most}"));
            return (count, numbers);
        }
        if let Some(at) =
            (0..record.len()).find(|&at| !record[at].is_empty() && header.get(at).is_none_or(str::is_empty))
        {
            mistakes.add((usize::MAX, "nameless"), start, || {
                let message =
                    format!("`{}` stands in column {}, which has no name", quote(&record[at]), at + 1);
                (message, "a cell that holds a comma stands in quotation marks".to_owned())
            });
        }
        for (i, (cells, &column)) in cells.iter().zip(columns).enumerate() {
            match record.get(column).unwrap_or_default() {
                "" => mistakes.add((i, "empty"), start, || {
                    (format!("`{}` is empty", cells.name()), format!("allowed: {}", cells.allowed()))
                }),
                cell => match cells.number(cell) {
                    Some(number) => numbers.push(number),
                    None => mistakes.add((i, "wrong"), start, || {
                        (format!("`{}` is `{}`", cells.name(), quote(cell)), cells.hint(cell))
                    }),
                },
            }
        }
    }
    mistakes.report(findings);
    if count == 0 {
        findings.at(findings.head, "no rows", "expected one experiment a line");
    }
    (count, numbers)
}
