//! Reads with what a published figure is compared: a scenario and one of its outcomes.

use std::path::PathBuf;

use super::{
    read::{choice, get, whole},
    record::{Compare, Measure, Scale},
    target::{Axes, SPECIAL, Target, When},
};
use crate::{
    engine::accumulate::{Slot, slots},
    model::cells::{Arms, Axis, Section, outcomes},
    scenario::{
        Scenario,
        address::Address,
        diagnostic::{meant, quote},
        key::{self, Key},
        names::{Name, TIERS},
        read::Reader,
        shipped,
        tree::{Node, Word},
        variants::Variants,
    },
};

/// Fields of a comparison.
pub const FIELDS: [&str; 16] = [
    "scenario",
    "outcome",
    "arm",
    "domain",
    "tier",
    "year",
    "quarter",
    "ally",
    "host",
    "count",
    "input",
    "measure",
    "factor",
    "add",
    "conversion",
    "scale",
];

/// Also a field, said of figures that are among the sources of the inputs they are compared with.
pub const ALSO_INPUT: &str = "also_input";

/// The scenarios that records name.
pub(super) struct Scenarios {
    beside: Option<PathBuf>,
    /// Those that were read, in the order in which they are first named.
    pub loaded: Vec<Scenario>,
    /// Those that cannot be.
    failed: Vec<String>,
}

impl Scenarios {
    /// None yet; files lie in `beside`.
    pub fn new(beside: Option<PathBuf>) -> Self {
        Self { beside, loaded: Vec::new(), failed: Vec::new() }
    }

    /// Position of a scenario named at a node.
    fn find(&mut self, variants: &mut Variants, node: &Node) -> Option<usize> {
        let stem = variants.reader().text(node, "scenario")?;
        let (stem, span) = (stem.it.strip_suffix(".ron").unwrap_or(&stem.it).to_owned(), stem.span);
        if let Some(known) = self.loaded.iter().position(|scenario| scenario.id == stem) {
            return Some(known);
        }
        if self.failed.contains(&stem) {
            return None;
        }
        if stem.contains(['/', '\\']) || !Variants::knows(self.beside.as_deref(), &stem) {
            let replications = shipped::replications().iter().map(|(stem, _)| *stem);
            let known: Vec<&str> =
                replications.chain(shipped::shipped().iter().map(|(stem, _)| *stem)).collect();
            let message = format!("no scenario `{}` beside the file or compiled in", quote(&stem));
            variants.reader().error(&node.range, message, meant(&stem, &known));
            self.failed.push(stem);
            return None;
        }
        match variants.base(self.beside.as_deref(), &stem, span) {
            Some(scenario) if !variants.found().has_errors() => {
                self.loaded.push(scenario);
                Some(self.loaded.len() - 1)
            }
            _ => {
                self.failed.push(stem);
                None
            }
        }
    }
}

/// Reads a comparison.
pub(super) fn compare(variants: &mut Variants, scenarios: &mut Scenarios, node: &Node) -> Option<Compare> {
    let known: Vec<&str> = FIELDS.into_iter().chain([ALSO_INPUT]).collect();
    let mut reader = variants.reader();
    let fields = reader.plain_struct(node, "a comparison", &known);
    let field = |name: &str| get(&fields, name);
    let (Some((_, named)), Some((_, outcome))) = (field("scenario"), field("outcome")) else {
        let at = node.range.start..node.range.start + 1;
        reader.error(
            &at,
            "a comparison needs `scenario` and `outcome`",
            "(scenario: \"...\", outcome: \"gap\", ...)",
        );
        return None;
    };
    let scenario = scenarios.find(variants, named);
    let mut reader = variants.reader();
    let number = |reader: &mut Reader, name: &str, without: f64| match field(name) {
        None => Some(without),
        Some((_, node)) => reader.number(node, name),
    };
    let (factor, add) = (number(&mut reader, "factor", 1.0), number(&mut reader, "add", 0.0));
    if let (Some((_, node)), Some(factor)) = (field("factor"), factor)
        && factor == 0.0
    {
        reader.error(&node.range, "a factor of 0", "allowed: any other number");
        return None;
    }
    let conversion = field("conversion").and_then(|(_, node)| reader.prose(node, "conversion"));
    if conversion.is_none()
        && let Some((word, _)) = field("factor").or(field("add"))
    {
        let hint = "say in `conversion` what is converted into what, and why so";
        reader.error(&word.range, format!("`{}` without `conversion`", word.text), hint);
        return None;
    }
    let scale = field("scale").map(|(_, node)| choice(&mut reader, node, "scale", &Scale::NAMES));
    let measure = field("measure").map(|(_, node)| choice(&mut reader, node, "measure", &Measure::NAMES));
    let also_input = field(ALSO_INPUT).map(|(_, node)| reader.flag(node, ALSO_INPUT));
    let scenario = scenario?;
    let target =
        Asked { reader: &mut reader, whole: node, fields: &fields, scenario: &scenarios.loaded[scenario] }
            .target(outcome)?;
    let measure = match measure {
        None => target.measure(),
        Some(said) => {
            let said = said?;
            if target.measure().is_some_and(|is| is != said)
                && let Some((_, node)) = field("measure")
            {
                let is = target.measure().map_or("", Measure::words);
                let message = format!("`{}` is {is}, not {}", target.name(), said.words());
                reader.error(
                    &node.range,
                    message,
                    "usable: gap, coverage, ...; on paper: on_paper, paper_gap, ...",
                );
                return None;
            }
            Some(said)
        }
    };
    Some(Compare {
        scenario,
        target,
        measure,
        factor: factor?,
        add: add?,
        conversion: conversion.map(|text| text.it).unwrap_or_default(),
        scale: scale.unwrap_or(Some(Scale::Log))?,
        also_input: also_input.unwrap_or(Some(false))?,
    })
}

/// What a comparison asks of a scenario.
struct Asked<'r, 'd, 'n> {
    reader: &'r mut Reader<'d>,
    whole: &'n Node,
    fields: &'r [(&'n Word, &'n Node)],
    scenario: &'r Scenario,
}

impl<'n> Asked<'_, '_, 'n> {
    fn field(&self, name: &str) -> Option<(&'n Word, &'n Node)> {
        get(self.fields, name)
    }

    /// Fields of another kind of outcome are errors.
    fn only(&mut self, outcome: &str, allowed: &[&str]) -> Option<()> {
        let fields = ["arm", "domain", "tier", "year", "quarter", "ally", "host", "count", "input"];
        let other = self
            .fields
            .iter()
            .find(|(word, _)| fields.contains(&word.text.as_str()) && !allowed.contains(&word.text.as_str()));
        if let Some((word, _)) = other {
            let range = word.range.clone();
            let hint = match allowed {
                [] => "it takes none of these".to_owned(),
                _ => format!("it takes {}", allowed.join(", ")),
            };
            self.reader.error(&range, format!("`{}` of `{outcome}`", word.text), hint);
            return None;
        }
        Some(())
    }

    fn needs(&mut self, outcome: &str, name: &str) -> Option<&'n Node> {
        if self.field(name).is_none() {
            let at = self.whole.range.start..self.whole.range.start + 1;
            self.reader.error(&at, format!("`{outcome}` without `{name}`"), format!("say which {name}"));
        }
        self.field(name).map(|(_, node)| node)
    }

    fn target(mut self, node: &Node) -> Option<Target> {
        let name = self.reader.text(node, "outcome")?.it;
        match name.as_str() {
            "closing_years" => self.closing(),
            "required" => self.required(),
            "input" => self.input(),
            "domains_losing" => self.losing(),
            _ => self.cell(node, &name),
        }
    }

    /// A cell of the tables.
    fn cell(&mut self, node: &Node, name: &str) -> Option<Target> {
        let called: Vec<&Section> = outcomes().iter().filter(|section| section.name == name).collect();
        if called.is_empty() {
            let mut known: Vec<&str> = outcomes().iter().map(|section| section.name).chain(SPECIAL).collect();
            known.sort_unstable();
            known.dedup();
            self.reader.error(&node.range, format!("unknown outcome `{}`", quote(name)), meant(name, &known));
            return None;
        }
        let given = |name: &str| self.field(name).is_some();
        let fits = |section: &&Section| {
            let has = |axis: Axis| section.axes.contains(&axis);
            let time = match (given("year"), given("quarter")) {
                (true, true) => false,
                (true, false) => has(Axis::Year) || has(Axis::YearFromBase) || has(Axis::Quarter),
                (false, true) => has(Axis::Quarter),
                (false, false) => !has(Axis::Year) && !has(Axis::YearFromBase) && !has(Axis::Quarter),
            };
            let same = |name: &str, axis: Axis| given(name) == has(axis);
            time && same("domain", Axis::Domain)
                && same("tier", Axis::Tier)
                && same("ally", Axis::Ally)
                && same("host", Axis::Host)
        };
        let Some(section) = called.iter().copied().find(fits) else {
            let ways: Vec<String> = called.iter().map(|section| axes_in_words(section)).collect();
            let hint = format!("it takes {}", ways.join("; or "));
            self.reader.error(&node.range, format!("`{name}` with other fields than it has"), hint);
            return None;
        };
        let before = i64::from(section.axes.contains(&Axis::YearFromBase));
        let axes = self.axes(before)?;
        let allowed: &[&str] = &["arm", "domain", "tier", "year", "quarter", "ally", "host"];
        self.only(name, allowed)?;
        let slot = self.arm(name, slots(section), section.arms == Arms::NoArm)?;
        Some(Target::Cell { outcome: section.outcome, slot, axes })
    }

    /// The time at which a gap is closed.
    fn closing(&mut self) -> Option<Target> {
        const NAME: &str = "closing_years";
        self.only(NAME, &["arm", "domain", "count", "tier"])?;
        let tier = self.needs(NAME, "tier")?;
        let tier = self.tier(tier)?;
        let slot = self.arm(NAME, &[Slot::Scenario, Slot::Direct, Slot::Counterfactual], false)?;
        let (domain, count) = (self.field("domain"), self.field("count"));
        let (domain, count) = match (domain, count) {
            (Some((_, node)), None) => (Some(self.domain(node)?), 1),
            (None, Some((_, node))) => {
                let most = self.scenario.domains.len() as i64;
                (None, whole(self.reader, node, "count", 1, most)? as usize)
            }
            _ => {
                let at = self.whole.range.start..self.whole.range.start + 1;
                let hint = "`domain` for the one, `count` for so many of all";
                self.reader.error(&at, "`closing_years` needs `domain` or `count`", hint);
                return None;
            }
        };
        Some(Target::Closing { domain, count, tier, slot })
    }

    /// The spending that closes a gap.
    fn required(&mut self) -> Option<Target> {
        const NAME: &str = "required";
        self.only(NAME, &["arm", "domain", "tier", "year"])?;
        let domain = self.needs(NAME, "domain")?;
        let (tier, year) = (self.needs(NAME, "tier")?, self.needs(NAME, "year")?);
        let (domain, tier, year) = (self.domain(domain)?, self.tier(tier)?, self.year(year, 0)?);
        let slot = self.arm(NAME, &[Slot::Scenario, Slot::Counterfactual], false)?;
        Some(Target::Required { domain, tier, year, counterfactual: slot == Slot::Counterfactual })
    }

    /// How many domains lose.
    fn losing(&mut self) -> Option<Target> {
        const NAME: &str = "domains_losing";
        self.only(NAME, &["tier", "year", "quarter"])?;
        let tier = self.needs(NAME, "tier")?;
        let tier = self.tier(tier)?;
        let when = match (self.field("year"), self.field("quarter")) {
            (Some((_, node)), None) => When::Year(self.year(node, 0)?),
            (None, Some((_, node))) => When::Quarter(self.quarter(node)?),
            _ => {
                let at = self.whole.range.start..self.whole.range.start + 1;
                self.reader.error(&at, "`domains_losing` needs `year` or `quarter`", "say when");
                return None;
            }
        };
        Some(Target::Losing { tier, when })
    }

    /// An input.
    fn input(&mut self) -> Option<Target> {
        self.only("input", &["input"])?;
        let node = self.needs("input", "input")?;
        let text = self.reader.text(node, "input")?.it;
        match key::parse(&text, false) {
            Ok((Key::Input(address), _)) if self.scenario.values.contains_key(&address) => {
                Some(Target::Input(address))
            }
            Ok(_) => {
                let message = format!("the scenario has no input `{}`", quote(&text));
                self.reader.error(&node.range, message, "`drawdown show` names those that it has");
                None
            }
            Err((_, message, hint)) => {
                self.reader.error(&node.range, message, hint);
                None
            }
        }
    }

    fn axes(&mut self, before: i64) -> Option<Axes> {
        let mut axes = Axes::default();
        if let Some((_, node)) = self.field("domain") {
            axes.domain = Some(self.domain(node)?);
        }
        if let Some((_, node)) = self.field("tier") {
            axes.tier = Some(self.tier(node)?);
        }
        if let Some((_, node)) = self.field("year") {
            axes.year = Some(self.year(node, before)?);
        }
        if let Some((_, node)) = self.field("quarter") {
            axes.quarter = Some(self.quarter(node)?);
        }
        if let Some((_, node)) = self.field("ally") {
            let known: Vec<&str> = self.scenario.allies.iter().map(|ally| ally.id.as_str()).collect();
            axes.ally = Some(one_of(self.reader, node, "ally", &known)?);
        }
        if let Some((_, node)) = self.field("host") {
            let known: Vec<&str> =
                self.scenario.elements.iter().map(|element| element.host.as_str()).collect();
            axes.host = Some(one_of(self.reader, node, "host", &known)?);
        }
        Some(axes)
    }

    fn constant(&self, name: Name) -> f64 {
        self.scenario.constant(&Address::plain(name)).unwrap_or_default()
    }

    fn domain(&mut self, node: &Node) -> Option<String> {
        let known: Vec<&str> = self.scenario.domains.iter().map(|domain| domain.id.as_str()).collect();
        one_of(self.reader, node, "domain", &known)
    }

    fn tier(&mut self, node: &Node) -> Option<u32> {
        let value = self.reader.number(node, "tier")?;
        let tier = TIERS.into_iter().find(|&tier| f64::from(tier) == value);
        if tier.is_none() {
            self.reader.error(&node.range, format!("{value} is no readiness tier"), "allowed: 10, 30, 180");
        }
        tier
    }

    fn quarter(&mut self, node: &Node) -> Option<usize> {
        let last = self.constant(Name::Quarters) as i64 - 1;
        whole(self.reader, node, "quarter", 0, last).map(|quarter| quarter as usize)
    }

    /// A year of the run, or one of so many before it.
    fn year(&mut self, node: &Node, before: i64) -> Option<i32> {
        let first = self.constant(Name::StartYear) as i64;
        let last = first + (self.constant(Name::Quarters) as i64 + 3) / 4 - 1;
        whole(self.reader, node, "year", first - before, last).map(|year| year as i32)
    }

    fn arm(&mut self, outcome: &str, among: &[Slot], none: bool) -> Option<Slot> {
        let Some((_, node)) = self.field("arm") else {
            return match among {
                [only] => Some(*only),
                _ => {
                    self.needs(outcome, "arm");
                    None
                }
            };
        };
        let text = self.reader.text(node, "arm")?.it;
        let known: Vec<&str> = among.iter().map(|slot| slot.name()).collect();
        let found = among.iter().find(|slot| slot.name() == text);
        if found.is_none() {
            let hint = if none { "it is the same in every arm".to_owned() } else { meant(&text, &known) };
            self.reader.error(&node.range, format!("`{outcome}` has no arm `{}`", quote(&text)), hint);
        }
        found.copied()
    }
}

/// A text that is one of the known.
fn one_of(reader: &mut Reader, node: &Node, what: &str, known: &[&str]) -> Option<String> {
    let text = reader.text(node, what)?.it;
    if !known.contains(&text.as_str()) {
        reader.error(&node.range, format!("unknown {what} `{}`", quote(&text)), meant(&text, known));
        return None;
    }
    Some(text)
}

/// The fields that a section takes.
fn axes_in_words(section: &Section) -> String {
    let axis = |axis: &Axis| match axis {
        Axis::Quarter => "quarter (or year)",
        Axis::Year | Axis::YearFromBase => "year",
        Axis::Domain => "domain",
        Axis::Tier => "tier",
        Axis::Ally => "ally",
        Axis::Host => "host",
    };
    match section.axes {
        [] => "none of domain, tier, year, ally, host".to_owned(),
        axes => axes.iter().map(axis).collect::<Vec<_>>().join(", "),
    }
}
