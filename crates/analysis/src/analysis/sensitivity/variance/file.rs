//! Groups of a user: a file `{"name": ["input", "input[*]"], ...}`, or texts `name=input,input[*]`.

use std::path::Path;

use super::NamedGroup;
use crate::{
    analysis::asked::list,
    disk::read::text,
    scenario::{
        Diagnostics,
        diagnostic::{Code, Diagnostic, quote},
        read::LINE,
        variants::Variants,
    },
};

/// Largest file that is read.
const LARGEST: u64 = 1 << 20;

/// Most groups: each is simulated.
const MOST: usize = 500;

/// Reads a file of groups; whether there are such inputs is seen later.
///
/// # Errors
/// All findings, with their places.
pub fn load(path: &Path) -> Result<Vec<NamedGroup>, Diagnostics> {
    let shown = path.display().to_string();
    match text(path, LARGEST) {
        Ok(text) => read(&shown, text.strip_prefix('\u{FEFF}').unwrap_or(&text)),
        Err(error) => {
            let mut found = Diagnostics::default();
            let message = format!("`{shown}` cannot be read: {error}");
            let hint = "`--groups` takes `grade`, `kind`, or a file of groups";
            found.push(Diagnostic::nowhere(Code::Unreadable, message, hint));
            Err(found)
        }
    }
}

/// Reads a text.
///
/// # Errors
/// As [`load`].
pub fn read(name: &str, text: &str) -> Result<Vec<NamedGroup>, Diagnostics> {
    let (mut variants, node) = Variants::read(name, text, None)?;
    let mut reader = variants.reader();
    let pairs = reader.map(&node, "a file of groups", "name of the group");
    let mut groups: Vec<NamedGroup> = Vec::new();
    for (key, node) in &pairs {
        let what = format!("group `{}`", quote(&key.it));
        let inputs = reader.list(node, &what).unwrap_or_default();
        if inputs.is_empty() && !reader.found.has_errors() {
            let hint = "name its inputs: [\"reaction\", \"required[isr,*]\"]";
            reader.error(Code::Empty, &node.range, format!("{what} has no inputs"), hint);
        }
        let inputs: Vec<String> =
            inputs.iter().filter_map(|input| Some(reader.text(input, "an input")?.it)).collect();
        groups.push(NamedGroup { name: key.it.clone(), inputs });
    }
    if groups.is_empty() && !reader.found.has_errors() {
        let hint = "write {\"enablers\": [\"dependency\"], ...}";
        reader.error(Code::Empty, &node.range, "no groups", hint);
    }
    if groups.len() > MOST {
        let (count, allowed) = (groups.len(), format!("allowed: at most {MOST}"));
        reader.error(Code::TooMuch, &node.range, format!("{count} groups"), allowed);
    }
    if variants.found().has_errors() { Err(variants.into_found()) } else { Ok(groups) }
}

/// A group as one text: `enablers=dependency,required[isr,*]`.
///
/// # Errors
/// Says what is missing.
pub fn parse(text: &str) -> Result<NamedGroup, String> {
    let wrong = || format!("`{}` is no group: write NAME=INPUT,INPUT", quote(text));
    let (name, inputs) = text.split_once('=').ok_or_else(wrong)?;
    let (name, inputs) = (name.trim(), list(inputs));
    if name.is_empty() || name.chars().count() > LINE || inputs.iter().any(String::is_empty) {
        return Err(wrong());
    }
    Ok(NamedGroup { name: name.to_owned(), inputs })
}

impl NamedGroup {
    /// The group as one text, which [`parse`] reads.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}={}", self.name, self.inputs.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, inputs: &[&str]) -> NamedGroup {
        NamedGroup { name: name.to_owned(), inputs: inputs.iter().map(|&input| input.to_owned()).collect() }
    }

    #[test]
    fn a_file_and_a_text_are_the_same_groups() {
        let file = r#"{"people": ["required[isr,*]", "growth"], "one": ["reaction"]} // a note"#;
        let groups = read("groups.ron", file).expect("groups");
        assert_eq!(groups, [group("people", &["required[isr,*]", "growth"]), group("one", &["reaction"])]);
        for group in groups {
            assert_eq!(parse(&group.text()), Ok(group));
        }
        assert!(parse("people").is_err() && parse("=growth").is_err() && parse("people=growth,").is_err());
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        for (text, place, what) in [
            ("{\"a\": [],\n}", "g.ron:1:7", "no inputs"),
            ("{}", "g.ron:1:1", "no groups"),
            ("{\"a\": [\"x\"],\n \"a\": [\"y\"]}", "g.ron:2:2", "twice"),
            ("{\"a\": 3}", "g.ron:1:7", "found a number"),
            ("[\"a\"]", "g.ron:1:1", "found a list"),
        ] {
            let said = read("g.ron", text).expect_err("an error").render(false);
            assert!(said.contains(place) && said.contains(what), "{text}: {said}");
        }
    }
}
