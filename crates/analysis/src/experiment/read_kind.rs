//! Reads the levels, range or options of a parameter.

use std::collections::BTreeSet;

use super::{
    parameter::{Drawn, Kind, Level, Setting, at_step},
    targets::targets,
};
use crate::scenario::{
    Scenario,
    diagnostic::{Code, meant},
    layer::{Layer, Spanned},
    read::Reader,
    tree::{Kind as Tree, Node, Word},
};

/// How the values of a parameter are written.
const KINDS: [&str; 6] = ["Range", "Integers", "Steps", "Levels", "Options", "Drawn"];
/// Most levels of a parameter.
const MOST_LEVELS: f64 = 1e5;

/// What reading a parameter needs to know.
pub struct Context<'a> {
    /// The text of the file.
    pub text: &'a str,
    /// The base scenario.
    pub base: &'a Scenario,
}

impl Context<'_> {
    /// Reads a name with a value, and checks both.
    pub fn setting(&self, reader: &mut Reader, name: &Spanned<String>, value: &Node) -> Option<Setting> {
        let name_range = name.span.start..name.span.end;
        let targets = self.targets(reader, name)?;
        self.check(reader, &targets, name, value).then(|| Setting {
            name: name.it.clone(),
            targets,
            name_range,
            value: value.clone(),
        })
    }

    fn targets(&self, reader: &mut Reader, name: &Spanned<String>) -> Option<Vec<String>> {
        match targets(&name.it, self.base) {
            Ok(targets) => Some(targets),
            Err(fault) => {
                reader.error(fault.code, &(name.span.start..name.span.end), fault.message, fault.hint);
                None
            }
        }
    }

    /// Whether a value may be given for names.
    fn check(&self, reader: &mut Reader, targets: &[String], name: &Spanned<String>, value: &Node) -> bool {
        let before = reader.found.items.len();
        let mut layer = Layer::default();
        for target in targets {
            lay(reader, &mut layer, target, &(name.span.start..name.span.end), value);
            // What is wrong with the value for one name is so for all.
            if reader.found.items.len() > before {
                return false;
            }
        }
        true
    }

    /// Reads the values of a parameter.
    pub fn kind(
        &self,
        reader: &mut Reader,
        name: &Spanned<String>,
        node: &Node,
    ) -> Option<(Kind, Vec<String>)> {
        let what = format!("`{}`", name.it);
        if let Tree::Tuple(Some(word), items) = &node.kind {
            match (word.text.as_str(), items.as_slice()) {
                ("Levels", [list]) => return self.levels(reader, name, list),
                ("Options", [map]) => return Some((self.options(reader, &what, map)?, Vec::new())),
                _ => {}
            }
        }
        match &node.kind {
            Tree::Name(word) if word == "Drawn" => return self.drawn(reader, name, node, &[]),
            Tree::Struct(Some(word), fields) if word.text == "Drawn" => {
                return self.drawn(reader, name, node, fields);
            }
            _ => {}
        }
        if let Tree::Struct(Some(word), fields) = &node.kind {
            let targets = self.targets(reader, name)?;
            let wanted: &[&str] = match word.text.as_str() {
                "Range" => &["low", "high", "levels"],
                "Integers" => &["low", "high"],
                "Steps" => &["low", "high", "by"],
                _ => &[],
            };
            if !wanted.is_empty() {
                let kind = self.numbers(reader, &word.text, node, fields, wanted)?;
                let ends: Vec<Node> = fields
                    .iter()
                    .filter(|(word, _)| matches!(word.text.as_str(), "low" | "high"))
                    .map(|(_, node)| node.clone())
                    .collect();
                let fine = ends.iter().all(|end| self.check(reader, &targets, name, end));
                return fine.then_some((kind, targets));
            }
        }
        let expected = "Range(low: a, high: b), Integers(low: a, high: b), Steps(low: a, high: b, by: c), \
                        Levels([a, b]), Options({\"name\": {...}}) or Drawn";
        match &node.kind {
            Tree::Tuple(Some(word), _) | Tree::Struct(Some(word), _)
                if !KINDS.contains(&word.text.as_str()) =>
            {
                let hint = meant(&word.text, &KINDS);
                reader.unknown(&word.range, format!("{what}: unknown values `{}`", word.text), hint);
            }
            _ => reader.wrong(node, &what, expected),
        }
        None
    }

    fn numbers(
        &self,
        reader: &mut Reader,
        kind: &str,
        node: &Node,
        fields: &[(Word, Node)],
        wanted: &[&str],
    ) -> Option<Kind> {
        let mut given = [None; 3];
        for (word, value) in reader.fields(kind, fields, wanted) {
            let at = wanted.iter().position(|name| *name == word.text)?;
            given[at] = Some(reader.number(value, &format!("`{}` of {kind}", word.text))?);
        }
        let needed = if kind == "Steps" { 3 } else { 2 };
        if let Some(lacking) = (0..needed).find(|&at| given[at].is_none()) {
            reader.error(
                Code::Missing,
                &node.range,
                format!("{kind} without `{}`", wanted[lacking]),
                format!("parameters: {}", wanted.join(", ")),
            );
            return None;
        }
        let (low, high) = (given[0]?, given[1]?);
        let mut wrong = |message: String, hint: &str| {
            reader.error(Code::OutOfRange, &node.range, message, hint);
            None
        };
        if low >= high {
            return wrong(format!("{kind} from {low} to {high}"), "expected low below high");
        }
        match kind {
            "Steps" => {
                let by = given[2]?;
                let steps = (high - low) / by;
                if by <= 0.0 || (steps - libm::round(steps)).abs() > 1e-9 * steps.abs().max(1.0) {
                    return wrong(
                        format!("steps of {by} do not lead from {low} to {high}"),
                        "expected `by` to divide the distance",
                    );
                }
                if steps >= MOST_LEVELS {
                    return wrong(format!("{steps} steps"), "at most 100,000");
                }
                let count = libm::round(steps) as u64;
                let level = |i: u64| {
                    let number = match i {
                        0 => low,
                        i if i == count => high,
                        i => at_step(low, by, i),
                    };
                    Level {
                        value: Node { range: node.range.clone(), kind: Tree::Number(number) },
                        number: Some(number),
                        text: number.to_string(),
                    }
                };
                Some(Kind::Levels((0..=count).map(level).collect()))
            }
            "Integers" if low.fract() != 0.0 || high.fract() != 0.0 || high - low >= MOST_LEVELS => wrong(
                format!("whole numbers from {low} to {high}"),
                "expected whole ends, at most 100,000 apart",
            ),
            "Integers" => Some(Kind::Whole { low, high }),
            _ => match given[2] {
                Some(levels) if levels.fract() != 0.0 || !(2.0..=MOST_LEVELS).contains(&levels) => {
                    wrong(format!("{levels} levels"), "expected a whole number from 2 to 100,000")
                }
                levels => Some(Kind::Real { low, high, levels: levels.map(|levels| levels as u64) }),
            },
        }
    }

    /// `Drawn` or `Drawn(levels: n)`: the distributions that the base has.
    fn drawn(
        &self,
        reader: &mut Reader,
        name: &Spanned<String>,
        node: &Node,
        fields: &[(Word, Node)],
    ) -> Option<(Kind, Vec<String>)> {
        let mut levels = None;
        for (word, value) in reader.fields("Drawn", fields, &["levels"]) {
            levels = Some(reader.number(value, &format!("`{}` of Drawn", word.text))?);
        }
        if let Some(count) = levels.filter(|n| n.fract() != 0.0 || !(2.0..=MOST_LEVELS).contains(n)) {
            let hint = "expected a whole number from 2 to 100,000";
            reader.error(Code::OutOfRange, &node.range, format!("{count} levels"), hint);
            return None;
        }
        let targets = self.targets(reader, name)?;
        let input = |target: String| Drawn::of(self.base, &target).map(|input| (target, input));
        let (targets, inputs): (Vec<String>, Vec<Drawn>) = targets.into_iter().filter_map(input).unzip();
        if inputs.is_empty() {
            let message = format!("`{}` is not drawn in the base", name.it);
            let hint =
                "Drawn takes the distribution of the base: give Range(low: a, high: b) or Levels([a, b])";
            reader.error(Code::NoValue, &node.range, message, hint);
            return None;
        }
        Some((Kind::Drawn { inputs, levels: levels.map(|levels| levels as u64) }, targets))
    }

    fn levels(
        &self,
        reader: &mut Reader,
        name: &Spanned<String>,
        list: &Node,
    ) -> Option<(Kind, Vec<String>)> {
        let what = format!("`{}`", name.it);
        let items = reader.list(list, &format!("levels of {what}"))?;
        let targets = self.targets(reader, name)?;
        if items.is_empty() {
            reader.error(Code::Empty, &list.range, format!("{what} has no level"), "expected at least one");
            return None;
        }
        if items.len() as f64 > MOST_LEVELS {
            reader.error(
                Code::TooMuch,
                &list.range,
                format!("{} levels of {what}", items.len()),
                format!("at most {MOST_LEVELS}"),
            );
            return None;
        }
        let mut levels: Vec<Level> = Vec::new();
        let (mut texts, mut numbers) = (BTreeSet::new(), BTreeSet::new());
        for item in items {
            if !self.check(reader, &targets, name, item) {
                return None;
            }
            let text = self.text[item.range.clone()].to_owned();
            let number = if let Tree::Number(number) = item.kind { Some(number) } else { None };
            let same_number = number.is_some_and(|number| !numbers.insert((number + 0.0).to_bits()));
            if !texts.insert(text.clone()) || same_number {
                reader.error(
                    Code::Twice,
                    &item.range,
                    format!("level {text} of {what} is given twice"),
                    "each once",
                );
                return None;
            }
            levels.push(Level { value: item.clone(), number, text });
        }
        Some((Kind::Levels(levels), targets))
    }

    fn options(&self, reader: &mut Reader, what: &str, map: &Node) -> Option<Kind> {
        let pairs = reader.map(map, &format!("options of {what}"), "name");
        if pairs.is_empty() {
            if reader.found.items.is_empty() {
                reader.error(
                    Code::Empty,
                    &map.range,
                    format!("{what} has no option"),
                    "expected at least one",
                );
            }
            return None;
        }
        let mut options = Vec::new();
        for (option, values) in pairs {
            let settings = reader.map(values, &format!("option `{}`", option.it), "name[id]");
            let read: Vec<_> =
                settings.iter().map(|(name, value)| self.setting(reader, name, value)).collect();
            options.push((option.it, read.into_iter().collect::<Option<Vec<_>>>()?));
        }
        Some(Kind::Options(options))
    }
}

/// Lays a value over a layer for a name that stands at `at` in the file.
pub fn lay(reader: &mut Reader, layer: &mut Layer, name: &str, at: &std::ops::Range<usize>, value: &Node) {
    let whole = reader.span(at);
    // Within the quotation marks, where the name stands as it is.
    let place = |range: std::ops::Range<usize>| {
        let mut span = whole;
        if at.len() == name.len() + 2 && !range.is_empty() {
            span.end = span.start + 1 + range.end;
            span.start += 1 + range.start;
        }
        span
    };
    reader.setting(layer, name, &place, value);
}
