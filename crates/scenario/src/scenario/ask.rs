//! `drawdown new --ask`: a scenario from answers to questions, one after another.
//!
//! Every answer is read and checked together with those before it, by the same code that reads files: what is wrong with it is
//! known at once. Nothing is written before the last.

use std::path::{Path, PathBuf};

use super::{
    ask_defaults::Known,
    ask_field::{Field, Said},
    diagnostic::{Code, Diagnostic},
    load::load_sources,
    new::{NewError, fresh, shipped_name, stem_of},
    resolved::Scenario,
    shipped,
    source::{Source, bad_stem},
};

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub asks: &'static str,
    /// What may be answered.
    pub help: &'static str,
    /// What holds where nothing is answered.
    pub default: String,
}

/// Questions and the answers so far.
pub struct Interview {
    target: PathBuf,
    id: String,
    base: &'static str,
    /// The base, resolved: its values are the defaults.
    scenario: Scenario,
    said: Vec<(Field, Said)>,
}

impl Interview {
    /// Begins one for a file that is not there yet, on a shipped scenario (default `orderly-20k`).
    ///
    /// # Errors
    /// When something is there already, when its name cannot be that of a scenario, or when there is no such shipped scenario.
    pub fn new(target: &Path, from: Option<&str>) -> Result<Self, NewError> {
        let base = shipped_name(from.unwrap_or("orderly-20k"))?;
        if target.extension().is_none_or(|ending| ending != "ron") {
            return Err(NewError::Name {
                path: target.to_owned(),
                why: "questions make one file: let its name end in `.ron`".to_owned(),
            });
        }
        let id = stem_of(target);
        let taken = shipped::shipped().iter().any(|(stem, _)| *stem == id);
        let why = bad_stem(&id).map(|why| format!("a name of {why}"));
        let why = why
            .or_else(|| taken.then(|| format!("`{id}` is a scenario that ships: give it a name of its own")));
        if let Some(why) = why {
            return Err(NewError::Name { path: target.to_owned(), why });
        }
        fresh(target)?;
        let scenarios = load_sources(&[Source::Named(PathBuf::from(base))], &[]);
        // What ships can be read: tests see to it.
        let scenario = scenarios.ok().and_then(|(mut scenarios, _)| scenarios.pop());
        let scenario = scenario.ok_or_else(|| NewError::Unknown {
            name: base.to_owned(),
            hint: "it cannot be read".to_owned(),
        })?;
        Ok(Self { target: target.to_owned(), id, base, scenario, said: Vec::new() })
    }

    /// The next question; none when all have an answer.
    #[must_use]
    pub fn question(&self) -> Option<Question> {
        let field = self.field()?;
        let default = self.known().default(field);
        Some(Question { asks: field.asks(), help: field.help(), default })
    }

    fn known(&self) -> Known<'_> {
        Known { id: &self.id, base: &self.scenario, before: &self.said }
    }

    fn field(&self) -> Option<Field> {
        let said = |field: &Field| self.said.iter().any(|(other, _)| other == field);
        // Where amounts are given, how many leave follows from them.
        let follows = self.said.iter().any(|(_, said)| said.is_amounts());
        Field::ALL.into_iter().find(|field| !(said(field) || follows && *field == Field::HowMany))
    }

    /// Takes an answer to the next question, or what holds by default where it is empty; returns what is to be said of it.
    ///
    /// # Errors
    /// Why it cannot be: the question stays.
    pub fn answer(&mut self, text: &str) -> Result<Vec<String>, String> {
        let Some(field) = self.field() else { return Ok(Vec::new()) };
        let before = self.found()?.1;
        let said = match text.trim() {
            "" => field.nothing(&self.known())?,
            text => field.read(text, &self.known())?,
        };
        self.said.push((field, said));
        let checked = self.found().and_then(|(errors, warnings)| match errors.first() {
            Some(error) => Err(error.clone()),
            None => Ok(warnings),
        });
        match checked {
            Err(why) => {
                self.said.pop();
                Err(why)
            }
            Ok(warnings) => Ok(warnings.into_iter().filter(|warning| !before.contains(warning)).collect()),
        }
    }

    /// What is wrong with the answers so far, and what is allowed and hardly meant.
    fn found(&self) -> Result<(Vec<String>, Vec<String>), String> {
        let source = Source::Text { id: self.id.clone(), text: self.text() };
        let found = match load_sources(&[source], &[]) {
            Ok((_, found)) => found,
            Err(found) => found,
        };
        // A number that was hardly meant is asked for again, and so is an announcement after the fact, once it has been made.
        // Titles are made at the end.
        let announced = self.said.iter().any(|(field, _)| *field == Field::Announced);
        let late = |item: &Diagnostic| item.code == Code::AnnouncedLate;
        let wrong = |item: &&Diagnostic| {
            item.is_error() || item.code == Code::DecimalPoint || announced && late(item)
        };
        let titles = [Code::InheritedTitle, Code::TitleNumber];
        let words = |item: &Diagnostic| match item.hint.is_empty() {
            true => item.message.clone(),
            false => format!("{}: {}", item.message, item.hint),
        };
        let errors = found.items.iter().filter(wrong).map(words).collect();
        let open = self.field().is_some();
        let early = |item: &Diagnostic| open && titles.contains(&item.code) || !announced && late(item);
        let warnings = found.items.iter().filter(|item| !(wrong(item) || early(item)));
        Ok((errors, warnings.map(words).collect()))
    }

    /// The file as it is so far.
    #[must_use]
    pub fn text(&self) -> String {
        let mut fields = String::new();
        let mut overrides = String::new();
        for (field, said) in &self.said {
            let lines: Vec<String> = said.fields.iter().map(|line| format!("    {line},\n")).collect();
            let comment = format!("    // {} {}\n", field.asks(), said.words);
            fields += &format!("\n{comment}{}", lines.concat());
            for line in &said.overrides {
                overrides += &format!("        {line},\n");
            }
        }
        if !overrides.is_empty() {
            overrides = format!("\n    overrides: {{\n{overrides}    }},\n");
        }
        format!(
            "// A drawdown scenario, from answers to `drawdown new --ask`. What it does not say it has from its base;\n\
             // `drawdown show FILE` prints every value with where it came from, `drawdown check FILE` finds mistakes.\n\
             (\n    base: \"{}\",\n{fields}{overrides})\n",
            self.base
        )
    }

    /// Writes the file, never over anything.
    ///
    /// # Errors
    /// When something is there by now, or the file system refuses.
    pub fn write(self) -> Result<PathBuf, NewError> {
        super::new::write_one(&self.target, &self.text())?;
        Ok(self.target)
    }
}
