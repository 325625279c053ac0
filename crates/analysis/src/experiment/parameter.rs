//! What is varied: a lever or an uncertainty, with its levels or range.

use std::{collections::BTreeMap, ops::Range};

use serde::{Deserialize, Serialize};

use crate::{
    inputs::{distribution::Distribution, quantile::quantile},
    scenario::{
        Scenario,
        key::{self, Key},
        tree::Node,
        validate::scaled_support,
    },
};

/// The value at `i` steps of `step` from `low` on, to the 12th digit of the largest of these numbers: the third step of 0.1
/// from 0 is 0.3 and not 0.30000000000000004, from -0.3 it is 0. All digits where a step is so small that this would
/// move the value.
#[must_use]
pub fn at_step(low: f64, step: f64, i: u64) -> f64 {
    let exact = low + i as f64 * step;
    let scale = low.abs().max(exact.abs()).max(step);
    let decimals = (11.0 - libm::floor(libm::log10(scale))).clamp(0.0, 330.0) as usize;
    // 0.0 takes the sign of -0 away.
    let plain = format!("{exact:.decimals$}").parse().unwrap_or(exact) + 0.0;
    if (plain - exact).abs() <= 1e-6 * step { plain } else { exact }
}

/// What a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A decision maker sets it.
    Lever,
    /// Nobody knows it.
    Uncertainty,
}

impl Role {
    /// In words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Role::Lever => "lever",
            Role::Uncertainty => "uncertainty",
        }
    }
}

/// A value given for a name of the scenario.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The name as written: a field or an address; `*` in the place of an id stands for all ids.
    pub name: String,
    /// The names that it stands for.
    pub targets: Vec<String>,
    /// Where the name stands in the file, quotation marks included.
    pub name_range: Range<usize>,
    /// The value.
    pub value: Node,
}

/// The values that a parameter may have.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Numbers between two ends, cut into so many equal steps where a design needs levels.
    Real {
        /// Lowest.
        low: f64,
        /// Highest.
        high: f64,
        /// Number of levels in a full factorial design.
        levels: Option<u64>,
    },
    /// Whole numbers between two ends, which are included.
    Whole {
        /// Lowest.
        low: f64,
        /// Highest.
        high: f64,
    },
    /// The base's own distribution: the rows of a design hold the quantile, the same of every name that it sets.
    Drawn {
        /// What the base draws, name by name, in the order of the targets.
        inputs: Vec<Drawn>,
        /// Number of levels in a full factorial design: the middles of so many equally likely parts.
        levels: Option<u64>,
    },
    /// Values of its name, as a scenario would give them.
    Levels(Vec<Level>),
    /// Named sets of values of several names.
    Options(Vec<(String, Vec<Setting>)>),
}

/// What the base draws for a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The distribution, as written.
    pub distribution: Distribution,
    /// What a trigger multiplies it by, and adds to it.
    pub trigger: (f64, f64),
}

impl Drawn {
    /// What a base draws for a name; nothing where that is no input, or a number.
    #[must_use]
    pub fn of(base: &Scenario, name: &str) -> Option<Self> {
        let Ok((Key::Input(address), _)) = key::parse(name, false) else { return None };
        let value = base.values.get(&address).filter(|value| value.distribution.constant().is_none())?;
        Some(Self { distribution: value.distribution.clone(), trigger: (value.scale, value.shift) })
    }

    /// The value at a quantile.
    #[must_use]
    pub fn at(&self, u: f64) -> f64 {
        quantile(&self.distribution, u) * self.trigger.0 + self.trigger.1
    }

    /// The least and the largest value; infinite where there is no end.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        scaled_support(&self.distribution, self.trigger.0, self.trigger.1)
    }
}

/// Unit of a parameter whose numbers are quantiles of several inputs.
pub const QUANTILE: &str = "quantile";

/// A level: its value, and its text.
#[derive(Clone, Debug)]
pub struct Level {
    /// The value.
    pub value: Node,
    /// The number, if it is one.
    pub number: Option<f64>,
    /// As written.
    pub text: String,
}

/// Something that is varied.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Lever or uncertainty.
    pub role: Role,
    /// Its name in the file: what it sets, or, with options, any.
    pub name: String,
    /// The names that it sets; none with options.
    pub targets: Vec<String>,
    /// Where its name stands in the file.
    pub name_range: Range<usize>,
    /// Where its values stand.
    pub range: Range<usize>,
    /// Its values.
    pub kind: Kind,
    /// Unit, or empty.
    pub unit: String,
    /// Column of the table of experiments.
    pub column: String,
}

/// A value of a parameter as the table of experiments shows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown<'a> {
    /// A number.
    Number(f64),
    /// A choice.
    Text(&'a str),
}

impl Parameter {
    /// Number of levels; `None` for a range without levels.
    #[must_use]
    pub fn levels(&self) -> Option<u64> {
        match &self.kind {
            Kind::Real { levels, .. } | Kind::Drawn { levels, .. } => *levels,
            Kind::Whole { low, high } => Some((high - low) as u64 + 1),
            Kind::Levels(levels) => Some(levels.len() as u64),
            Kind::Options(options) => Some(options.len() as u64),
        }
    }

    /// The number that stands for a level in the rows of a design: the value of a range, else the level's position.
    #[must_use]
    pub fn at_level(&self, level: u64) -> f64 {
        match self.kind {
            Kind::Real { low, high, levels } => match levels {
                // The ends are those that are written.
                Some(levels) if level + 1 == levels => high,
                Some(levels) if level > 0 => at_step(low, (high - low) / (levels - 1) as f64, level),
                _ => low,
            },
            Kind::Whole { low, .. } => low + level as f64,
            Kind::Drawn { levels, .. } => (level as f64 + 0.5) / levels.unwrap_or(1) as f64,
            Kind::Levels(_) | Kind::Options(_) => level as f64,
        }
    }

    /// The number in the rows of a design for a point of (0, 1).
    #[must_use]
    pub fn at_point(&self, u: f64) -> f64 {
        match &self.kind {
            Kind::Real { low, high, .. } => (low + u * (high - low)).min(*high),
            Kind::Drawn { .. } => u,
            _ => {
                let levels = self.levels().unwrap_or(1);
                // u is below 1, and the product may only round up to the number of levels.
                self.at_level(((u * levels as f64) as u64).min(levels - 1))
            }
        }
    }

    /// Whether its values are numbers.
    #[must_use]
    pub fn is_number(&self) -> bool {
        match &self.kind {
            Kind::Real { .. } | Kind::Whole { .. } | Kind::Drawn { .. } => true,
            Kind::Levels(levels) => levels.iter().all(|level| level.number.is_some()),
            Kind::Options(_) => false,
        }
    }

    /// What the number of a row stands for.
    #[must_use]
    pub fn shown(&self, number: f64) -> Shown<'_> {
        match &self.kind {
            Kind::Real { .. } | Kind::Whole { .. } => Shown::Number(number),
            // Of several inputs each has a value of its own.
            Kind::Drawn { inputs, .. } => match &inputs[..] {
                [input] => Shown::Number(input.at(number)),
                _ => Shown::Number(number),
            },
            Kind::Levels(levels) => match levels[number as usize].number {
                Some(number) if self.is_number() => Shown::Number(number),
                _ => Shown::Text(&levels[number as usize].text),
            },
            Kind::Options(options) => Shown::Text(&options[number as usize].0),
        }
    }
}

/// The cells of a CSV file that may stand in the column of a parameter.
#[derive(Debug)]
pub struct Cells<'p> {
    parameter: &'p Parameter,
    /// Positions of levels and options by their text, spaces made single.
    texts: BTreeMap<String, usize>,
    /// Positions of levels by their number.
    numbers: BTreeMap<u64, usize>,
}

/// Levels and options that a hint lists.
const LISTED: usize = 12;

/// A text on one line, spaces made single.
fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The bits of a number, 0 being no other than -0.
fn bits(number: f64) -> u64 {
    (number + 0.0).to_bits()
}

impl<'p> Cells<'p> {
    /// Those of a parameter.
    #[must_use]
    pub fn of(parameter: &'p Parameter) -> Self {
        let (mut texts, mut numbers) = (BTreeMap::new(), BTreeMap::new());
        match &parameter.kind {
            Kind::Levels(levels) => {
                for (at, level) in levels.iter().enumerate() {
                    texts.entry(single_spaced(&level.text)).or_insert(at);
                    if let Some(number) = level.number {
                        numbers.entry(bits(number)).or_insert(at);
                    }
                }
            }
            Kind::Options(options) => {
                texts.extend(options.iter().enumerate().map(|(at, (name, _))| (single_spaced(name), at)));
            }
            Kind::Real { .. } | Kind::Whole { .. } | Kind::Drawn { .. } => {}
        }
        Self { parameter, texts, numbers }
    }

    /// Name of the parameter.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.parameter.name
    }

    /// The number in the rows of a design for a cell; `None` for a cell that may not stand there.
    #[must_use]
    pub fn number(&self, cell: &str) -> Option<f64> {
        let number = cell.parse::<f64>().ok().filter(|number| number.is_finite());
        match &self.parameter.kind {
            Kind::Real { low, high, .. } => number.filter(|number| (*low..=*high).contains(number)),
            Kind::Whole { low, high } => {
                number.filter(|number| (*low..=*high).contains(number) && number.fract() == 0.0)
            }
            Kind::Drawn { .. } => number.filter(|number| *number > 0.0 && *number < 1.0),
            Kind::Levels(_) | Kind::Options(_) => {
                let by_number = || self.numbers.get(&bits(number?));
                self.texts.get(&single_spaced(cell)).or_else(by_number).map(|&at| at as f64)
            }
        }
    }

    /// What may stand there.
    #[must_use]
    pub fn allowed(&self) -> String {
        let list = |all: Vec<&str>, count: usize| {
            let more = if count > LISTED { format!(", ... ({count} in all)") } else { String::new() };
            format!("{}{more}", all.join(", "))
        };
        match &self.parameter.kind {
            Kind::Real { low, high, .. } => format!("a number from {low} to {high}"),
            Kind::Whole { low, high } => format!("a whole number from {low} to {high}"),
            Kind::Drawn { .. } => "a quantile of its distribution, between 0 and 1".to_owned(),
            Kind::Levels(levels) => {
                list(levels.iter().take(LISTED).map(|level| level.text.as_str()).collect(), levels.len())
            }
            Kind::Options(options) => {
                list(options.iter().take(LISTED).map(|(name, _)| name.as_str()).collect(), options.len())
            }
        }
    }

    /// What may stand there instead of a cell that may not, and what was probably meant.
    #[must_use]
    pub fn hint(&self, cell: &str) -> String {
        let allowed = format!("allowed: {}", self.allowed());
        // 1,5 and 30.000, as a good part of Europe writes them.
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let parts: Vec<&str> = cell.trim_start_matches('-').split(['.', ',']).collect();
        if parts.len() < 2 || !parts.iter().all(|part| digits(part)) || !self.parameter.is_number() {
            return allowed;
        }
        let point = cell.replace(',', ".");
        if cell.contains(',') && parts.len() == 2 && self.number(&point).is_some() {
            return format!("{allowed}; is {point} meant?");
        }
        let whole = cell.replace(['.', ','], "");
        if parts[1..].iter().all(|part| part.len() == 3) && self.number(&whole).is_some() {
            return format!("{allowed}; is {whole} meant? Thousands stand without a sign between them");
        }
        format!("{allowed}, with a point before the decimals and no sign between thousands")
    }
}
