//! Reads which outcome of its scenario a published figure is compared with.

use super::{
    read_field::whole,
    target::{Axes, SPECIAL, Target, When},
};
use crate::{
    engine::slot::{Slot, slots},
    model::cells::{Arms, Axis, Section, outcomes},
    scenario::{
        Scenario,
        address::Address,
        diagnostic::{Code, Meant, meant, quote},
        key::{self, Key},
        names::{Name, TIERS},
        read::{Reader, get},
        tree::{Node, Word},
    },
};

/// What a comparison asks of a scenario.
pub(super) struct Asked<'r, 'd, 'n> {
    pub reader: &'r mut Reader<'d>,
    pub whole: &'n Node,
    pub fields: &'r [(&'n Word, &'n Node)],
    pub scenario: &'r Scenario,
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
            self.reader.error(Code::Conflict, &range, format!("`{}` of `{outcome}`", word.text), hint);
            return None;
        }
        Some(())
    }

    fn needs(&mut self, outcome: &str, name: &str) -> Option<&'n Node> {
        if self.field(name).is_none() {
            let at = self.whole.range.start..self.whole.range.start + 1;
            self.reader.error(
                Code::Missing,
                &at,
                format!("`{outcome}` without `{name}`"),
                format!("say which {name}"),
            );
        }
        self.field(name).map(|(_, node)| node)
    }

    /// The outcome.
    pub fn target(mut self, node: &Node) -> Option<Target> {
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
            self.reader.unknown(
                &node.range,
                format!("unknown outcome `{}`", quote(name)),
                meant(name, &known),
            );
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
            self.reader.error(
                Code::Form,
                &node.range,
                format!("`{name}` with other fields than it has"),
                hint,
            );
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
                self.reader.error(Code::Missing, &at, "`closing_years` needs `domain` or `count`", hint);
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
                self.reader.error(
                    Code::Missing,
                    &at,
                    "`domains_losing` needs `year` or `quarter`",
                    "say when",
                );
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
                self.reader.error(
                    Code::Unknown,
                    &node.range,
                    message,
                    "`drawdown show` names those that it has",
                );
                None
            }
            Err(fault) => {
                self.reader.error(fault.code, &node.range, fault.message, fault.hint);
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
            self.reader.error(
                Code::OutOfRange,
                &node.range,
                format!("{value} is no readiness tier"),
                "allowed: 10, 30, 180",
            );
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
            let hint =
                if none { Meant::nothing("it is the same in every arm") } else { meant(&text, &known) };
            self.reader.unknown(&node.range, format!("`{outcome}` has no arm `{}`", quote(&text)), hint);
        }
        found.copied()
    }
}

/// A text that is one of the known.
fn one_of(reader: &mut Reader, node: &Node, what: &str, known: &[&str]) -> Option<String> {
    let text = reader.text(node, what)?.it;
    if !known.contains(&text.as_str()) {
        reader.unknown(&node.range, format!("unknown {what} `{}`", quote(&text)), meant(&text, known));
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
