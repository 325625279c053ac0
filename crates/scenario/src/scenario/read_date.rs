//! Dates in the place of quarters that are counted: `"2027 Q1"` where a point in time stands.
//!
//! When a text is read nobody knows yet in which year the run starts, so a date is kept as quarters since the year 0;
//! `scenario::dates` counts from the start as soon as all layers are there.

use std::ops::Range;

use super::{
    diagnostic::{Code, quote},
    key::Key,
    layer::Spanned,
    names::Name,
    quarter,
    read::Reader,
    tree::{Kind, Node},
};

/// Names whose quarters are points in time, counted from the start of the run.
pub const POINTS: [Name; 4] = [Name::Start, Name::Announced, Name::PledgeCutStart, Name::InvestStart];

/// What may stand in the place of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// Numbers only.
    Numbers,
    /// A count of quarters that is a length of time: a date is a mistake that is worth a word.
    Length,
    /// A count of quarters or a date.
    Dates,
}

impl Takes {
    /// What a value of a key may be.
    pub(super) fn of(key: &Key) -> Self {
        match key {
            Key::Input(address) if POINTS.contains(&address.name) => Self::Dates,
            Key::Input(address) if address.name.spec().unit == "quarters" => Self::Length,
            _ => Self::Numbers,
        }
    }
}

/// The dates and counts met in one value.
#[derive(Debug)]
pub(super) struct Dates {
    takes: Takes,
    /// Dates, in quarters since the year 0.
    pub(super) found: Vec<Spanned<f64>>,
    /// Where the first point in time is a count.
    count: Option<Range<usize>>,
}

impl Dates {
    /// None yet.
    pub(super) fn of(takes: Takes) -> Self {
        Self { takes, found: Vec::new(), count: None }
    }

    /// Whether there is more to say of a text than that a number should stand there.
    pub(super) fn explains(&self, node: &Node) -> bool {
        match (&node.kind, self.takes) {
            (Kind::Text(_), Takes::Dates) => true,
            (Kind::Text(text), Takes::Length) => parse(text).is_some() || proposed(text).is_some(),
            _ => false,
        }
    }

    /// What is expected, in words.
    pub(super) fn expected(&self) -> &'static str {
        match self.takes {
            Takes::Dates => "a count of quarters, a date such as \"2027 Q1\", or a distribution of either",
            _ => "a number or a distribution such as Pert(low: 1, mode: 2, high: 3)",
        }
    }

    /// A point in time as it was written: a date where there are dates, else a number.
    pub(super) fn shown(&self, number: f64) -> String {
        if self.found.is_empty() { number.to_string() } else { date(number) }
    }
}

/// Quarters since the year 0 of a text such as `2027 Q1`; `None` where it is no date.
#[must_use]
pub fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    let (year, quarter) = text.split_at_checked(4)?;
    let quarter = quarter.trim_start_matches([' ', '-']).strip_prefix(['Q', 'q'])?;
    let digits = year.bytes().all(|byte| byte.is_ascii_digit());
    let year: f64 = year.parse().ok().filter(|_| digits)?;
    let quarter = ["1", "2", "3", "4"].iter().position(|known| *known == quarter)?;
    Some(4.0 * year + quarter as f64)
}

/// The quarter of a date that is written in another way: `31.12.2027`, `2027-12-31`, `12/2027`, `Q4 2027`, `end of 2027`, `the end of the year 2027`;
/// `None` of what is no date, and of what is written as it should be.
#[must_use]
pub fn proposed(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let parts: Vec<&str> = lower.split(['.', '-', '/', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<u32>().ok();
    let is_year =
        |part: &&str| part.len() == 4 && number(part).is_some_and(|year| (1900..=2200).contains(&year));
    let at = parts.iter().position(is_year)?;
    let rest: Vec<&str> = parts.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, part)| *part).collect();
    let month =
        |part: &str| number(part).filter(|month| (1..=12).contains(month)).map(|month| month.div_ceil(3));
    let ends = rest.contains(&"end");
    let rest = match &rest[..] {
        ["the", "end", "of", of @ ..]
        | ["the", "end", of @ ..]
        | ["end", "of", of @ ..]
        | ["end", of @ ..] => of,
        of => of,
    };
    // "The year 2027" is 2027.
    let rest = match rest {
        [of @ .., "the", "year"] | [of @ .., "year"] => of,
        of => of,
    };
    let quarter = match rest {
        // The end of the year, and of nothing less.
        [] if ends => Some(4),
        ["q1" | "q2" | "q3" | "q4"] => number(&rest[0][1..]),
        // The day last or first, the month between it and the year.
        [one, other] if number(one).is_some() && number(other).is_some() => {
            month(if at == 0 { one } else { other })
        }
        [one] => month(one).or_else(|| month_named(one)),
        _ => None,
    }?;
    let date = format!("{} Q{quarter}", parts[at]);
    (parse(text) != parse(&date)).then_some(date)
}

/// The quarter of a month by its English name or the first three letters of it.
fn month_named(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = MONTHS.iter().position(|month| *month == word || month[..3] == *word)?;
    Some(at as u32 / 3 + 1)
}

/// A date of quarters since the year 0.
pub(super) fn date(quarters: f64) -> String {
    quarter::date(0.0, quarters)
}

/// A date that stands without quotation marks, as a shell leaves of `--set start="2027 Q1"`.
pub(super) fn bare(text: &str) -> Option<Node> {
    let trimmed = text.trim();
    // A date in another form is told the right one, where it is no number.
    let other = || proposed(trimmed).filter(|_| trimmed.parse::<f64>().is_err() && !trimmed.starts_with('"'));
    if parse(trimmed).is_none() && other().is_none() {
        return None;
    }
    let start = text.len() - text.trim_start().len();
    Some(Node { range: start..start + trimmed.len(), kind: Kind::Text(trimmed.to_owned()) })
}

impl Reader<'_> {
    /// A number, or a date where points in time may stand.
    pub(super) fn number_or_date(&mut self, node: &Node, what: &str, dates: &mut Dates) -> Option<f64> {
        if !dates.explains(node) {
            let number = self.number(node, what)?;
            dates.count.get_or_insert_with(|| node.range.clone());
            return Some(number);
        }
        let text = self.text(node, what)?;
        match (parse(&text.it), dates.takes) {
            (Some(quarters), Takes::Dates) => {
                dates.found.push(Spanned { it: quarters, span: text.span });
                return Some(quarters);
            }
            (Some(_), _) | (_, Takes::Length) => self.error(
                Code::WrongType,
                &node.range,
                format!("{what}: found a date"),
                match what {
                    "`duration`" => "this is a length of time: expected a count of quarters, or `end` in its place for a date",
                    _ => "this is a length of time: expected a count of quarters",
                },
            ),
            (None, _) => self.error(
                Code::Form,
                &node.range,
                format!("{what}: `{}` is no date", quote(&text.it)),
                match proposed(&text.it) {
                    Some(date) => format!("write \"{date}\": a year and one of its quarters"),
                    None => "expected a year and one of its quarters, such as \"2027 Q1\" (Q1 to Q4), or a count of quarters without quotation marks".to_owned(),
                },
            ),
        }
        None
    }

    /// Dates and counts in one distribution: which start would the counts be from?
    pub(super) fn dates_and_counts(&mut self, name: &str, dates: &Dates) {
        if let (false, Some(count)) = (dates.found.is_empty(), &dates.count) {
            self.error(
                Code::Conflict,
                count,
                format!("{name} with dates and counts of quarters"),
                "write all of its points in time in one way",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{date, parse, proposed};

    #[test]
    fn an_end_is_that_of_what_stands_beside_it() {
        for (text, quarter) in [
            ("end of 2027", Some("2027 Q4")),
            ("the end of 2027", Some("2027 Q4")),
            ("the end of the year 2027", Some("2027 Q4")),
            ("end of year 2027", Some("2027 Q4")),
            ("2027 end", Some("2027 Q4")),
            ("the end of March 2027", Some("2027 Q1")),
            ("end of Q2 2027", Some("2027 Q2")),
            ("the end of 2027 Q1", Some("2027 Q1")),
            ("September 2027", Some("2027 Q3")),
            ("end of summer 2027", None),
            ("the end of the decade, 2027", None),
            ("week end 2027", None),
            ("2027", None),
        ] {
            assert_eq!(proposed(text).as_deref(), quarter, "{text}");
        }
    }

    #[test]
    fn dates_are_a_year_and_one_of_its_quarters() {
        for (text, quarters) in [
            ("2027 Q1", Some(8108.0)),
            ("2027 Q4", Some(8111.0)),
            ("2027Q1", Some(8108.0)),
            ("2027-q2", Some(8109.0)),
            (" 2030  Q3 ", Some(8122.0)),
            ("2027 Q5", None),
            ("2027 Q0", None),
            ("2027", None),
            ("27 Q1", None),
            ("Q1 2027", None),
            ("2027 Q11", None),
            ("+027 Q1", None),
            ("\u{e9}\u{e9} Q1", None),
            ("", None),
        ] {
            assert_eq!(parse(text), quarters, "{text}");
            assert!(quarters.is_none_or(|q| parse(&date(q)) == Some(q)), "{text}");
        }
    }
}
