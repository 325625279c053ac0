//! What holds where `drawdown new --ask` gets no answer, in the words that answer its questions.

use super::{
    address::Address,
    ask_field::{Field, Said, date_of},
    ask_times::length,
    lints_at::at,
    names::Name,
    resolved::{Composition, Disposition, Scenario, Value},
    show,
};
use crate::text::{grouped::grouped, list::list};

/// What is known when a question is asked.
pub(super) struct Known<'a> {
    /// Stem of the file.
    pub(super) id: &'a str,
    /// The base.
    pub(super) base: &'a Scenario,
    /// The answers so far.
    pub(super) before: &'a [(Field, Said)],
}

impl Known<'_> {
    fn said(&self, field: Field) -> Option<&Said> {
        self.before.iter().find(|(other, _)| *other == field).map(|(_, said)| said)
    }

    /// The first calendar year of the run.
    pub(super) fn first_year(&self) -> f64 {
        self.constant(Name::StartYear).unwrap_or(super::defaults::START_YEAR)
    }

    /// The quarter in which the departure starts, from the start of the run; `None` where it is uncertain.
    pub(super) fn start(&self) -> Option<f64> {
        let said = self.said(Field::Start).and_then(|said| said.fields.first()?.strip_prefix("start: "));
        let Some(text) = said else { return self.constant(Name::Start) };
        let text = text.trim_matches('"');
        super::read_date::parse(text).map(|date| date - 4.0 * self.first_year()).or_else(|| text.parse().ok())
    }

    /// Allies whose pledge is due later than in a year; `None` where that is no year, or theirs are uncertain, or all are.
    pub(super) fn due_later(&self, year: &str) -> Option<Vec<&str>> {
        let year: f64 = year.parse().ok()?;
        let due = |id: &str| self.base.constant(&Address::one(Name::PledgeYear, id));
        let all: Vec<(&str, f64)> = self
            .base
            .allies
            .iter()
            .map(|ally| Some((ally.id.as_str(), due(&ally.id)?)))
            .collect::<Option<_>>()?;
        let later: Vec<&str> = all.iter().filter(|(_, due)| *due > year).map(|(id, _)| *id).collect();
        (later.len() < all.len()).then_some(later)
    }

    fn constant(&self, name: Name) -> Option<f64> {
        self.base.constant(&Address::plain(name))
    }

    fn value(&self, name: Name) -> Option<&Value> {
        self.base.values.get(&Address::plain(name))
    }

    /// A value of the base in words.
    fn plain(&self, name: Name, shown: impl Fn(f64) -> String) -> String {
        self.value(name).map_or_else(|| "as it follows".to_owned(), |value| in_words(value, shown))
    }

    /// What of the announcement holds; nothing where the base would announce a departure that has started.
    pub(super) fn announced(&self) -> Option<String> {
        let value = self.value(Name::Announced)?;
        let first = self.first_year();
        match (value.distribution.constant(), self.start()) {
            (Some(announced), Some(start)) if announced > start => None,
            (Some(announced), Some(start)) if announced == start => Some("as it starts".to_owned()),
            (Some(announced), Some(start)) => {
                Some(format!("{} ahead ({})", length(start - announced), show::date(first, announced)))
            }
            _ => Some(in_words(value, |quarter| show::date(first, quarter))),
        }
    }

    /// What holds where nothing is answered, in words.
    pub(super) fn default(&self, field: Field) -> String {
        let date = |quarter: f64| show::date(self.first_year(), quarter);
        match field {
            Field::HowMany if self.value(Name::DownTo).is_some() => {
                format!("down to {}", self.plain(Name::DownTo, people))
            }
            Field::HowMany => self.plain(Name::Personnel, people),
            Field::Where => match &self.base.composition {
                Composition::Proportional { spare } if spare.is_empty() => "everywhere".to_owned(),
                other => show::composition(other),
            },
            Field::Start => self.plain(Name::Start, date),
            Field::Duration => self.plain(Name::Duration, length),
            Field::Announced => self.announced().unwrap_or_else(|| "as it starts".to_owned()),
            Field::Informed => match self.constant(Name::Information) {
                Some(1.0) => "fully".to_owned(),
                Some(0.0) => "media".to_owned(),
                _ => self.plain(Name::Information, percent),
            },
            Field::Destination => match self.base.disposition {
                Disposition::Earmarked => "1, kept for Europe".to_owned(),
                Disposition::IndoPacific => "2, the Indo-Pacific".to_owned(),
                Disposition::Inactivated => "3, out of the force".to_owned(),
                Disposition::Own => "shares of its own, as in the base".to_owned(),
            },
            Field::Stay => self.by_domain(Name::Stay),
            Field::Pledges => self.by_domain(Name::PledgeCut),
            Field::PledgeYear => "as pledged".to_owned(),
            Field::Buying => "as today".to_owned(),
            Field::Title => self.title(),
            Field::ShortTitle => self.id.replace(['-', '_'], " ").chars().take(60).collect(),
        }
    }

    /// What is said of domains, in a few words.
    fn by_domain(&self, name: Name) -> String {
        let domains = &self.base.domains;
        let said: Vec<(&str, String)> = domains
            .iter()
            .filter_map(|domain| {
                let value = self.base.values.get(&Address::one(name, &domain.id))?;
                let some = value.distribution.constant() != Some(0.0);
                some.then(|| (domain.title.as_str(), in_words(value, percent)))
            })
            .collect();
        let same = said.iter().all(|(_, part)| *part == said[0].1);
        match said.len() {
            0 => "nothing".to_owned(),
            n if same && n == domains.len() => format!("{} of every capability", said[0].1),
            1..=3 => {
                said.iter().map(|(title, part)| format!("{title} {part}")).collect::<Vec<_>>().join(", ")
            }
            n => format!("a part of {n} capabilities, as in the base"),
        }
    }

    /// A title that says what was answered.
    fn title(&self) -> String {
        let own = |field: Field| {
            self.said(field).filter(|said| !said.fields.is_empty()).map(|said| said.words.as_str())
        };
        let people = match own(Field::HowMany) {
            Some(words) if words.to_lowercase().starts_with("down to ") => {
                format!("All US troops but {} leave", words["down to ".len()..].trim())
            }
            Some(words) if words.starts_with(|c: char| c.is_ascii_digit()) => format!("{words} leave"),
            Some(_) => "An uncertain number leaves".to_owned(),
            None => match self.constant(Name::Personnel) {
                Some(number) => format!("{} leave", people(number)),
                None => "Some leave".to_owned(),
            },
        };
        let start = own(Field::Start).map(|words| format!(", from {words}")).unwrap_or_default();
        let (people, place) = match self.said(Field::Where).and_then(Said::amounts) {
            Some((people, places)) => (format!("{} leave", grouped(people)), format!(", {}", list(&places))),
            None => (people, own(Field::Where).map(|words| format!(", {words}")).unwrap_or_default()),
        };
        format!("{people}{place}{start}").chars().take(200).collect()
    }

    /// An announcement so many quarters before the departure starts, as a field says it.
    pub(super) fn ahead(&self, quarters: f64) -> Result<String, String> {
        let start = self.start().ok_or("when it starts is uncertain: give a date".to_owned())?;
        Ok(date_of(self.first_year(), start - quarters))
    }
}

/// A value in words: what it is, or between what nine of ten draws lie.
fn in_words(value: &Value, shown: impl Fn(f64) -> String) -> String {
    match value.distribution.constant() {
        Some(_) => shown(at(value, 0.5)),
        None => format!("uncertain, about {} to {}", shown(at(value, 0.05)), shown(at(value, 0.95))),
    }
}

fn percent(value: f64) -> String {
    format!("{} %", libm::round(100.0 * value))
}

/// So many people, whichever way they go, with thousands separated.
fn people(number: f64) -> String {
    grouped(libm::round(number.abs()) as u64)
}
