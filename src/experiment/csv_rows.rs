//! Settings from the rows of a CSV file.

use std::path::Path;

use super::{parameter::Parameter, read::MOST_ROWS, rows::Points};
use crate::{
    disk::{self, read::Unreadable},
    scenario::{
        diagnostic::{Diagnostic, Span, meant},
        variants::Variants,
    },
};

/// Largest file that is read.
const LARGEST: u64 = 1 << 28;

/// The text of a file; what is wrong with it, and a hint.
fn text(path: &Path) -> Result<String, (String, &'static str)> {
    let shown = path.display();
    disk::read::text(path, LARGEST).map_err(|error| match error {
        Unreadable::Folder | Unreadable::Special => {
            (format!("`{shown}` is no ordinary file"), "name a CSV file")
        }
        Unreadable::Large { .. } => (format!("`{shown}` is too large"), "a CSV file has at most 256 MiB"),
        Unreadable::System(error) => {
            let hint = "a CSV file is looked for beside the experiment file";
            (format!("cannot read `{shown}`: {error}"), hint)
        }
    })
}

/// Reads the rows of a file whose columns are called as the parameters, in any order; what is wrong is added to the
/// findings, each with its line.
pub fn read(variants: &mut Variants, path: &Path, named: Span, parameters: &[&Parameter]) -> Option<Points> {
    let text = match text(path) {
        Ok(text) => text,
        Err((message, hint)) => {
            variants.reader().found.push(Diagnostic::error(named, message, hint));
            return None;
        }
    };
    let reader = variants.reader_of(&path.display().to_string(), &text);
    let (found, index) = (reader.found, reader.text);
    let line = |start: usize| {
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        Span { text: index, start, end }
    };
    let mut records = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = match records.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            found.push(Diagnostic::error(line(0), format!("no CSV: {error}"), "expected a line of names"));
            return None;
        }
    };
    let known: Vec<&str> = parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    let before = found.items.len();
    for (i, name) in header.iter().enumerate() {
        if !known.contains(&name) {
            found.push(Diagnostic::error(line(0), format!("unknown column `{name}`"), meant(name, &known)));
        } else if header.iter().take(i).any(|other| other == name) {
            found.push(Diagnostic::error(line(0), format!("column `{name}` is given twice"), "each once"));
        }
    }
    let columns: Vec<Option<usize>> =
        known.iter().map(|name| header.iter().position(|column| column == *name)).collect();
    for (name, _) in known.iter().zip(&columns).filter(|(_, column)| column.is_none()) {
        let hint = "every parameter of the design has a column";
        found.push(Diagnostic::error(line(0), format!("no column `{name}`"), hint));
    }
    let (mut numbers, mut count) = (Vec::new(), 0);
    for record in records.into_records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let start = error.position().map_or(0, |at| at.byte() as usize);
                let hint = "every row has as many values as there are columns";
                found.push(Diagnostic::error(line(start.min(text.len())), format!("no CSV: {error}"), hint));
                break;
            }
        };
        let start = record.position().map_or(0, |at| at.byte() as usize);
        count += 1;
        if count as f64 > MOST_ROWS {
            found.push(Diagnostic::error(line(start), "too many rows", format!("at most {MOST_ROWS}")));
            break;
        }
        for (parameter, column) in parameters.iter().zip(&columns) {
            let cell = column.and_then(|column| record.get(column)).unwrap_or_default();
            match parameter.at_text(cell) {
                Ok(number) => numbers.push(number),
                Err(allowed) => {
                    let message = format!("`{}` is `{cell}`", parameter.name);
                    found.push(Diagnostic::error(line(start), message, format!("allowed: {allowed}")));
                }
            }
        }
    }
    if count == 0 && found.items.len() == before {
        found.push(Diagnostic::error(line(0), "no rows", "expected one experiment a line"));
    }
    (found.items.len() == before).then(|| Points::new(parameters.len(), count, numbers))
}
