//! Reads what may stand in the place of a number: the number, a distribution, either with its evidence.

use std::sync::Arc;

use super::{
    contradiction::contradiction,
    diagnostic::{Code, meant, quote},
    distribution::Distribution,
    layer::{Evidence, Spanned},
    read::Reader,
    read_date::{Dates, Takes},
    resolved::Grade,
    tree::{Kind, Node, Word},
};

/// The distributions and their parameters (`LogNormal` takes either pair; `low` and `high` of `Beta` default to 0
/// and 1).
pub const DISTRIBUTIONS: [(&str, &[&str]); 9] = [
    ("Uniform", &["low", "high"]),
    ("Triangular", &["low", "mode", "high"]),
    ("Pert", &["low", "mode", "high"]),
    ("Normal", &["mean", "sd"]),
    ("TruncatedNormal", &["mean", "sd", "low", "high"]),
    ("LogNormal", &["p05", "p95", "median", "sigma"]),
    ("Beta", &["alpha", "beta", "low", "high"]),
    ("Empirical", &["values"]),
    ("Discrete", &["values", "probabilities"]),
];

/// Most values of `Empirical` and `Discrete`.
pub const MOST_VALUES: usize = 10_000;

const EVIDENCE: [&str; 5] = ["value", "unit", "grade", "source", "note"];

impl Reader<'_> {
    /// A number or distribution, alone or as `(value: ..., unit: ..., grade: ..., source: ..., note: ...)`.
    pub fn evidence(&mut self, node: &Node, what: &str) -> Option<Spanned<Evidence>> {
        self.evidence_or_dates(node, what, Takes::Numbers)
    }

    /// As [`Reader::evidence`], of a name that takes dates or does not.
    pub(super) fn evidence_or_dates(
        &mut self,
        node: &Node,
        what: &str,
        takes: Takes,
    ) -> Option<Spanned<Evidence>> {
        let mut dates = Dates::of(takes);
        let Kind::Struct(None, fields) = &node.kind else {
            let distribution = self.distribution(node, what, &mut dates)?;
            let (grade, unit, source, note) = (None, Arc::default(), Arc::default(), Arc::default());
            let it = Evidence { distribution, grade, unit, source, note, dates: dates.found };
            return Some(Spanned { it, span: self.span(&node.range) });
        };
        let mut out = None;
        let (mut grade, mut unit, mut source, mut note) = (None, None, None, None);
        let mut failed = false;
        for (word, value) in self.fields("a value", fields, &EVIDENCE) {
            match word.text.as_str() {
                "value" => {
                    out = self.distribution(value, what, &mut dates).map(|d| (d, value));
                    failed |= out.is_none();
                }
                "unit" => unit = self.text(value, "unit"),
                "grade" => grade = self.grade(value),
                "source" => source = self.prose(value, "source"),
                _ => note = self.prose(value, "note"),
            }
        }
        let Some((distribution, value)) = out else {
            if !failed {
                let range = node.range.start..node.range.start + 1;
                self.error(
                    Code::Missing,
                    &range,
                    format!("{what} without its value"),
                    "expected `value: ...` in these brackets",
                );
            }
            return None;
        };
        let text = |field: Option<Spanned<String>>| field.map_or(Arc::default(), |f| Arc::from(f.it));
        let (unit, source, note) = (text(unit), text(source), text(note));
        let it = Evidence { distribution, grade, unit, source, note, dates: dates.found };
        Some(Spanned { it, span: self.span(&value.range) })
    }

    /// A grade.
    pub fn grade(&mut self, node: &Node) -> Option<Grade> {
        match &node.kind {
            Kind::Name(name) if name == "A" => Some(Grade::A),
            Kind::Name(name) if name == "B" => Some(Grade::B),
            Kind::Name(name) if name == "C" => Some(Grade::C),
            _ => {
                self.wrong(node, "grade", "A (measured), B (published estimate) or C (judgement)");
                None
            }
        }
    }

    /// A number or a distribution whose parameters fit each other.
    fn distribution(&mut self, node: &Node, what: &str, dates: &mut Dates) -> Option<Distribution> {
        let known: Vec<&str> = DISTRIBUTIONS.iter().map(|row| row.0).collect();
        let (word, fields): (&Word, &[(Word, Node)]) = match &node.kind {
            Kind::Number(_) => return self.number(node, what).map(Distribution::Constant),
            Kind::Text(_) if dates.explains(node) => {
                return self.number_or_date(node, what, dates).map(Distribution::Constant);
            }
            Kind::Struct(Some(word), fields) => (word, fields),
            Kind::Tuple(Some(word), _) if known.contains(&word.text.as_str()) => {
                let row = DISTRIBUTIONS.iter().find(|row| row.0 == word.text)?;
                let range = node.range.clone();
                self.error(
                    Code::Form,
                    &range,
                    format!("{what}: the parameters of `{}` have no names", word.text),
                    format!("parameters: {}", parameters(row.0)),
                );
                return None;
            }
            Kind::Tuple(Some(word), _) => (word, &[]),
            Kind::Name(name) if known.contains(&name.as_str()) => {
                self.error(
                    Code::Missing,
                    &node.range,
                    format!("{what}: `{name}` without its parameters"),
                    format!("parameters: {}", parameters(name)),
                );
                return None;
            }
            Kind::Name(name) => {
                self.error(
                    Code::WrongType,
                    &node.range,
                    format!("{what}: found `{}`", quote(name)),
                    format!("expected a number or a distribution ({})", known.join(", ")),
                );
                return None;
            }
            _ => {
                self.wrong(node, what, dates.expected());
                return None;
            }
        };
        let Some(row) = DISTRIBUTIONS.iter().find(|row| row.0 == word.text) else {
            let message = format!("{what}: unknown distribution `{}`", quote(&word.text));
            self.unknown(&word.range, message, meant(&word.text, &known));
            return None;
        };
        self.with_parameters(node, row.0, fields, row.1, dates)
    }

    fn with_parameters(
        &mut self,
        node: &Node,
        name: &'static str,
        fields: &[(Word, Node)],
        known: &[&str],
        dates: &mut Dates,
    ) -> Option<Distribution> {
        let before = self.found.items.len();
        let fields = self.fields(name, fields, known);
        let mut numbers: Vec<(&str, f64, &Node)> = Vec::new();
        let mut lists: Vec<(&str, Vec<f64>, &Node)> = Vec::new();
        for (word, value) in fields {
            let key = word.text.as_str();
            let what = format!("`{key}` of {name}");
            if matches!(key, "values" | "probabilities") {
                let items = self.list(value, &what).unwrap_or(&[]);
                let item_is = format!("an item of {what}");
                let read: Vec<f64> = items
                    .iter()
                    .filter_map(|item| match key {
                        "values" => self.number_or_date(item, &item_is, dates),
                        _ => self.number(item, &item_is),
                    })
                    .collect();
                if items.len() > MOST_VALUES {
                    let message = format!("{what} has {} items", items.len());
                    self.error(
                        Code::TooMuch,
                        &items[MOST_VALUES].range,
                        message,
                        format!("allowed: at most {MOST_VALUES}"),
                    );
                    return None;
                }
                if items.is_empty() && matches!(value.kind, Kind::List(_)) {
                    self.error(
                        Code::Empty,
                        &value.range,
                        format!("{what} is empty"),
                        "expected at least one number",
                    );
                }
                lists.push((key, read, value));
            } else {
                // A width, a shape, a quantile of something that multiplies: no point in time.
                let place = matches!(key, "low" | "mode" | "high" | "mean");
                let number = match place {
                    true => self.number_or_date(value, &what, dates),
                    false => self.number(value, &what),
                };
                numbers.extend(number.map(|number| (key, number, value)));
            }
        }
        self.dates_and_counts(name, dates);
        if self.found.items.len() > before {
            return None;
        }
        let get = |key: &str| numbers.iter().find(|n| n.0 == key).map(|n| n.1);
        let list = |key: &str| lists.iter().find(|l| l.0 == key).map(|l| l.1.clone());
        let has = |key: &str| get(key).is_some() || list(key).is_some();
        let lacking: Vec<&str> = match name {
            "LogNormal" if has("p05") || has("p95") => {
                ["p05", "p95"].into_iter().filter(|k| !has(k)).collect()
            }
            "LogNormal" if has("median") || has("sigma") => {
                ["median", "sigma"].into_iter().filter(|k| !has(k)).collect()
            }
            "LogNormal" => vec!["p05", "p95"],
            "Beta" if dates.found.is_empty() => ["alpha", "beta"].into_iter().filter(|k| !has(k)).collect(),
            _ => known.iter().copied().filter(|k| !has(k)).collect(),
        };
        if !lacking.is_empty() {
            let range = node.range.clone();
            self.error(
                Code::Missing,
                &range,
                format!("{name} without `{}`", lacking.join("` and `")),
                format!("parameters: {}", parameters(name)),
            );
            return None;
        }
        if name == "LogNormal" && has("p05") && (has("median") || has("sigma")) {
            self.error(
                Code::Conflict,
                &node.range,
                "LogNormal with both pairs of parameters",
                format!("parameters: {}", parameters(name)),
            );
            return None;
        }
        let of = |key: &str| get(key).unwrap_or(0.0);
        let distribution = match name {
            "Uniform" => Distribution::Uniform { low: of("low"), high: of("high") },
            "Triangular" => Distribution::Triangular { low: of("low"), mode: of("mode"), high: of("high") },
            "Pert" => Distribution::Pert { low: of("low"), mode: of("mode"), high: of("high") },
            "Normal" => Distribution::Normal { mean: of("mean"), sd: of("sd") },
            "TruncatedNormal" => Distribution::TruncatedNormal {
                mean: of("mean"),
                sd: of("sd"),
                low: of("low"),
                high: of("high"),
            },
            "LogNormal" if has("p05") => Distribution::LogNormalQuantiles { p05: of("p05"), p95: of("p95") },
            "LogNormal" => Distribution::LogNormal { median: of("median"), sigma: of("sigma") },
            "Beta" => Distribution::Beta {
                alpha: of("alpha"),
                beta: of("beta"),
                low: of("low"),
                high: get("high").unwrap_or(1.0),
            },
            "Empirical" => Distribution::Empirical { values: list("values")? },
            _ => Distribution::Discrete { values: list("values")?, probabilities: list("probabilities")? },
        };
        if let Some((keys, message, hint)) = contradiction(&distribution, &|number| dates.shown(number)) {
            let place = numbers.iter().map(|n| (n.0, n.2)).chain(lists.iter().map(|l| (l.0, l.2)));
            let range = place
                .into_iter()
                .find(|(key, _)| *key == keys)
                .map_or(node.range.clone(), |(_, n)| n.range.clone());
            let span = self.span(&node.range);
            let text = self.found.texts[span.text].text.get(span.start..span.end).unwrap_or_default();
            let hint = match super::lints_at::thousands(text) {
                Some((_, written)) => {
                    format!("{hint}; a point begins decimals, and {written} is no thousand")
                }
                None => hint,
            };
            self.error(Code::OutOfRange, &range, format!("{name}: {message}"), hint);
            return None;
        }
        Some(distribution)
    }
}

/// The parameters of a distribution in words.
#[must_use]
pub fn parameters(name: &str) -> String {
    match name {
        "LogNormal" => "p05 and p95, or median and sigma".into(),
        "Beta" => "alpha, beta, and low and high (default 0 and 1)".into(),
        _ => DISTRIBUTIONS.iter().find(|row| row.0 == name).map_or(String::new(), |row| row.1.join(", ")),
    }
}
