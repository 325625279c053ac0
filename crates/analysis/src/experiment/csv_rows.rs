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
        diagnostic::{Code, Diagnostic, Span, meant, nearest, quote},
        variants::Variants,
    },
};

/// Names that a finding lists.
const NAMED: usize = 5;

/// The bytes of a file that is named at a place; what is wrong with it.
fn bytes(path: &Path, named: Span) -> Result<Vec<u8>, Diagnostic> {
    let shown = path.display();
    disk::read::bytes(path, LARGEST).map_err(|error| {
        let (code, message, hint) = match error {
            Unreadable::Folder | Unreadable::Special => {
                (Code::Unreadable, format!("`{shown}` is no ordinary file"), "name a CSV file")
            }
            Unreadable::Large { .. } => {
                (Code::TooMuch, format!("`{shown}` is too large"), "a CSV file has at most 32 MiB")
            }
            Unreadable::System(error) => {
                let hint = "a CSV file is looked for beside the experiment file";
                (Code::Unreadable, format!("cannot read `{shown}`: {error}"), hint)
            }
        };
        Diagnostic::error(code, named, message, hint)
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
    fn at(&mut self, code: Code, start: usize, message: impl Into<String>, hint: impl Into<String>) {
        let text = &self.found.texts[self.index].text;
        let start = start.min(text.len());
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let span = Span { text: self.index, start, end };
        self.found.push(Diagnostic::error(code, span, message, hint));
    }
}

/// Reads the rows of a file whose columns are called as the parameters, in any order; what is wrong is added to the
/// findings, each with its line.
pub fn read(variants: &mut Variants, path: &Path, named: Span, parameters: &[&Parameter]) -> Option<Points> {
    let bytes = match bytes(path, named) {
        Ok(bytes) => bytes,
        Err(error) => {
            variants.reader().found.push(error);
            return None;
        }
    };
    let name = path.display().to_string();
    let (text, broken) = plain(bytes);
    let reader = variants.reader_of(&name, &text, path);
    let (found, index) = (reader.found, reader.text);
    let before = found.items.len();
    let head = head(&text);
    let mut findings = Findings { found, index, head };
    let known: Vec<&str> = parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    if let Some(at) = broken {
        findings.at(
            Code::Characters,
            at,
            "a byte that is not UTF-8",
            "save the file as CSV with the encoding UTF-8",
        );
        return None;
    }
    let separator = separator(&text[head..], &known);
    if let Some(at) = unclosed(&text, separator) {
        findings.at(
            Code::Syntax,
            at,
            "a quotation mark that is not closed on its line",
            "a cell is on one line",
        );
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
            findings.at(Code::Syntax, findings.head, format!("no CSV: {error}"), "expected a line of names");
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
        findings.at(Code::Missing, findings.head, "no line of names", format!("expected {}", list(known)));
        return None;
    }
    if missing.len() == known.len() && names.iter().all(|name| name.parse::<f64>().is_ok()) {
        findings.at(
            Code::Missing,
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
                findings.at(Code::Misspelt, findings.head, format!("unknown column `{}`", quote(name)), hint);
            }
            None => strange.push(name),
        }
        fine = false;
    }
    // Of a file with other columns than the parameters one thing is wrong: its shape.
    if !strange.is_empty() && !missing.is_empty() {
        let message =
            format!("other columns than the parameters: no {}, but {}", list(&missing), list(&strange));
        let hint = format!("expected {}, in any order; columns stand apart by `,`, `;` or tabs", list(known));
        findings.at(Code::Form, findings.head, message, hint);
        return None;
    }
    match strange[..] {
        [] => {}
        [name] => {
            // None that is missing is near, but one that is there may be.
            let message = format!("unknown column `{}`", quote(name));
            findings.at(Code::Unknown, findings.head, message, meant(name, known));
        }
        _ => findings.at(
            Code::Unknown,
            0,
            format!("unknown columns: {}", list(&strange)),
            format!("allowed: {}", list(known)),
        ),
    }
    if !missing.is_empty() {
        let columns = if missing.len() == 1 { "no column" } else { "no columns" };
        let hint = "every parameter of the design has a column; they stand apart by `,`, `;` or tabs";
        findings.at(Code::Missing, findings.head, format!("{columns} {}", list(&missing)), hint);
        fine = false;
    }
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<&str> =
        names.iter().copied().filter(|name| known.contains(name) && !seen.insert(*name)).collect();
    if !twice.is_empty() {
        let twice: Vec<&str> = twice.into_iter().collect();
        findings.at(
            Code::Twice,
            findings.head,
            format!("given twice: the column {}", list(&twice)),
            "each once",
        );
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

/// The mistakes by what they have in common: column and kind.
#[derive(Default)]
struct Mistakes(BTreeMap<(usize, Code), Mistake>);

impl Mistakes {
    fn add(&mut self, kind: (usize, Code), start: usize, words: impl FnOnce() -> (String, String)) {
        self.0
            .entry(kind)
            .or_insert_with(|| {
                let (message, hint) = words();
                Mistake { start, message, hint, count: 0 }
            })
            .count += 1;
    }

    fn report(self, findings: &mut Findings) {
        for ((_, code), Mistake { start, message, hint, count }) in self.0 {
            let more = match count - 1 {
                0 => String::new(),
                1 => "; another line has the like".to_owned(),
                more => format!("; {more} other lines have the like"),
            };
            findings.at(code, start, message, format!("{hint}{more}"));
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
            findings.at(Code::TooMuch, start, "too many rows", format!("at most {most}"));
            return (count, numbers);
        }
        // Rows that end early lack cells of several columns; that is one mistake.
        if record.len() < header.len() && columns.iter().filter(|column| **column >= record.len()).count() > 1
        {
            mistakes.add((usize::MAX, Code::Missing), start, || {
                let message = format!("{} cells, where the line of names has {}", record.len(), header.len());
                (message, "every row has a cell for every parameter".to_owned())
            });
            continue;
        }
        if let Some(at) =
            (0..record.len()).find(|&at| !record[at].is_empty() && header.get(at).is_none_or(str::is_empty))
        {
            mistakes.add((usize::MAX, Code::Form), start, || {
                let message =
                    format!("`{}` stands in column {}, which has no name", quote(&record[at]), at + 1);
                (message, "a cell that holds a comma stands in quotation marks".to_owned())
            });
        }
        for (i, (cells, &column)) in cells.iter().zip(columns).enumerate() {
            match record.get(column).unwrap_or_default() {
                "" => mistakes.add((i, Code::Empty), start, || {
                    (format!("`{}` is empty", cells.name()), format!("allowed: {}", cells.allowed()))
                }),
                cell => match cells.number(cell) {
                    Some(number) => numbers.push(number),
                    None => mistakes.add((i, Code::OutOfRange), start, || {
                        (format!("`{}` is `{}`", cells.name(), quote(cell)), cells.hint(cell))
                    }),
                },
            }
        }
    }
    mistakes.report(findings);
    if count == 0 {
        findings.at(Code::Empty, findings.head, "no rows", "expected one experiment a line");
    }
    (count, numbers)
}
