//! What `drawdown new --ask` asks, and how answers become fields of a scenario.

use super::{
    ask_defaults::Known,
    ask_field::{Field, Said},
    ask_times,
    countries::country,
    read_date::parse,
    tree,
};

/// A field with the text of its value, which must be one value of RON.
fn value(name: &str, text: &str) -> Result<Said, String> {
    let text = text.trim();
    let node = tree::parse(text).map_err(|fault| match fault.hint.is_empty() {
        true => fault.message,
        false => format!("{}: {}", fault.message, fault.hint),
    })?;
    // Without a comment behind it, which would take in what follows.
    let bare = text.get(node.range).unwrap_or(text);
    Ok(Said { fields: vec![format!("{name}: {bare}")], ..Said::default() })
}

/// A number as people write it: `20,000`, `20 000`, `20k`; anything else as it is.
fn number(text: &str) -> String {
    let parts: Vec<&str> = text.split([',', ' ', '\'', '_']).collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let grouped = parts.len() > 1
        && parts.iter().all(|part| digits(part))
        && parts[1..].iter().all(|part| part.len() == 3)
        && parts[0].len() <= 3;
    if grouped {
        return parts.concat();
    }
    match text.strip_suffix(['k', 'K']).map(str::trim) {
        Some(thousands) if digits(thousands) => format!("{thousands}000"),
        _ => text.to_owned(),
    }
}

/// A date or a count of quarters.
fn quarter(name: &str, text: &str) -> Result<Said, String> {
    match parse(text) {
        Some(_) => value(name, &format!("\"{}\"", text.trim())),
        None => value(name, text),
    }
}

/// A part of a whole: `30 %` or `0.3`.
fn fraction(text: &str) -> String {
    let percent = text.strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
    percent.map_or_else(|| text.to_owned(), |percent| (percent / 100.0).to_string())
}

/// The code of a host country.
fn host(text: &str) -> Result<String, String> {
    let text = text.trim();
    match country(text) {
        Some((code, _)) => Ok(format!("Host(\"{code}\")")),
        None => Err(format!("`{}` is no country that is known here", super::diagnostic::quote(text))),
    }
}

/// Countries with commas or "and" between them.
fn hosts(list: &str) -> Result<Vec<String>, String> {
    let list = list.replace(" and ", ",");
    list.split(',').map(str::trim).filter(|part| !part.is_empty()).map(host).collect()
}

/// Countries all at once, or one after another: `Germany and Italy, then Spain`.
fn in_order(text: &str) -> Result<String, String> {
    let mut steps = Vec::new();
    for step in text.split("then ") {
        let mut hosts = hosts(step)?;
        match hosts.len() {
            0 => return Err("name a country before and after `then`".to_owned()),
            1 => steps.append(&mut hosts),
            _ => steps.push(format!("Any([{}])", hosts.join(", "))),
        }
    }
    Ok(format!("Priority([{}])", steps.join(", ")))
}

/// A place with its people: `Germany 12000`.
fn amount(text: &str) -> Option<(&str, String)> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let (place, people) = text.split_at(at);
    let place = place.trim().trim_end_matches(':').trim_end();
    (!place.is_empty()).then(|| (place, number(people.trim())))
}

fn from_where(text: &str) -> Result<Said, String> {
    let lower = text.to_lowercase();
    let said = |composition: String| value("composition", &composition);
    if ["everywhere", "proportional"].contains(&lower.as_str()) {
        return said("Proportional".to_owned());
    }
    for but in ["everywhere but ", "everywhere except "] {
        // As it was typed, for what is said of it.
        if lower.starts_with(but)
            && let Some(spared) = text.get(but.len()..)
        {
            return said(format!("Proportional(spare: [{}])", hosts(spared)?.join(", ")));
        }
    }
    // As a file would say it.
    if ["Proportional", "Priority", "Explicit", "Amounts"].iter().any(|word| text.starts_with(word)) {
        return said(text.to_owned());
    }
    let list = text.replace(" and ", ";");
    let amounts: Vec<_> = list.split([',', ';']).map(amount).collect();
    if amounts.iter().all(Option::is_none) {
        return said(in_order(text)?);
    }
    let mut pairs = Vec::new();
    for pair in amounts {
        let Some((place, people)) = pair else {
            return Err(
                "give a number of people for each place, without commas in it, or for none".to_owned()
            );
        };
        pairs.push(format!("{}: {people}", host(place)?));
    }
    said(format!("Amounts({{{}}})", pairs.join(", ")))
}

impl Field {
    /// All, in their order.
    pub(super) const ALL: [Self; 13] = [
        Self::Where,
        Self::HowMany,
        Self::Start,
        Self::Duration,
        Self::Announced,
        Self::Informed,
        Self::Destination,
        Self::Stay,
        Self::Pledges,
        Self::PledgeYear,
        Self::Buying,
        Self::Title,
        Self::ShortTitle,
    ];

    /// What is asked.
    pub(super) const fn asks(self) -> &'static str {
        match self {
            Self::HowMany => "How many US troops leave?",
            Self::Where => "From where?",
            Self::Start => "When does the departure start?",
            Self::Duration => "How long does it take, or until when?",
            Self::Announced => "When are allies told?",
            Self::Informed => "How well are allies informed?",
            Self::Destination => "Where do the forces go?",
            Self::Stay => "What is left behind although its people leave?",
            Self::Pledges => "Which part of pledged US reinforcement is taken back as well?",
            Self::PledgeYear => "In which year is the spending due that allies pledged?",
            Self::Buying => "What does European money buy, against today's contracts?",
            Self::Title => "What is this scenario called?",
            Self::ShortTitle => "And in a few words, as answer, tables and figures call it?",
        }
    }

    /// What may be answered.
    pub(super) const fn help(self) -> &'static str {
        match self {
            Self::HowMany => {
                "a number, \"down to 64000\", or a distribution such as Pert(low: 20000, mode: 30000, high: 45000)"
            }
            Self::Where => {
                "\"everywhere\", \"everywhere but Poland\", countries (\"Germany and Italy\" at once, \"Germany, then Italy\" in order), or with \
                 numbers (\"Germany 12000, Italy 2000\")"
            }
            Self::Start => "a date such as 2027 Q3, or a number of quarters from the start of the run",
            Self::Announced => {
                "\"two years ahead\", \"as it starts\", a date such as 2027 Q3, or a number of quarters from the start of the run"
            }
            Self::Duration => {
                "\"three years\", \"by the end of 2027\", \"until 2027 Q2\", \"at once\", or a number of quarters"
            }
            Self::Informed => {
                "\"fully\" (sequenced together), \"media\" (they learn it from the media), or a number from 0 to 1"
            }
            Self::Destination => {
                "1 kept for Europe, ready to return (Earmarked); 2 the Indo-Pacific (IndoPacific); 3 out of the force (Inactivated)"
            }
            Self::Stay => {
                "\"nothing\", \"enablers\", \"everything\", or ids of capabilities such as isr, air_missile_defence"
            }
            Self::Pledges => "\"nothing\", a part such as 30 % of that of every capability",
            Self::PledgeYear => {
                "\"as pledged\", or one year for all that pledged for a later one (whether they reach it is uncertain: `attainment` in the file)"
            }
            Self::Buying => "\"as today\", or a multiple such as 1.2 where they buy jointly",
            Self::Title => "a line for people",
            Self::ShortTitle => "at most 60 characters, and better 20, such as \"30k Germany first\"",
        }
    }

    /// Reads an answer that is not empty.
    pub(super) fn read(self, text: &str, known: &Known) -> Result<Said, String> {
        let lower = text.to_lowercase();
        let is = |words: &[&str]| words.contains(&lower.as_str());
        if self == Self::PledgeYear && known.due_later(text).is_some_and(|later| later.is_empty()) {
            return Err(format!(
                "nobody pledged for a year after {text}: give an earlier one, or \"as pledged\""
            ));
        }
        let mut said = match self {
            Self::HowMany => match lower.strip_prefix("down to ") {
                Some(left) => value("down_to", &number(left.trim())),
                None => value("personnel", &number(text)),
            },
            Self::Where => from_where(text),
            Self::Start => quarter("start", text),
            Self::Duration if is(&["at once"]) => value("duration", "0"),
            Self::Duration if ask_times::until(text).is_some() => {
                value("end", &format!("{:?}", ask_times::until(text).unwrap_or_default()))
            }
            Self::Duration => match ask_times::quarters(text) {
                Some(quarters) => value("duration", &quarters.to_string()),
                None => value("duration", text),
            },
            Self::Announced => match ask_times::ahead(text) {
                Some(quarters) => known.ahead(quarters).and_then(|date| value("announced", &date)),
                None => quarter("announced", text),
            },
            Self::Informed if is(&["fully", "full", "yes"]) => value("information", "1"),
            Self::Informed if is(&["media", "not", "no"]) => value("information", "0"),
            Self::Informed => value("information", &fraction(text)),
            Self::Destination => match lower.split(',').next().unwrap_or_default() {
                "1" | "earmarked" | "kept for europe" => value("disposition", "Earmarked"),
                "2" | "indopacific" | "indo-pacific" => value("disposition", "IndoPacific"),
                "3" | "inactivated" | "out of the force" => value("disposition", "Inactivated"),
                _ => value("disposition", text),
            },
            Self::Stay if is(&["nothing", "none"]) => value("stay", "0"),
            Self::Stay if is(&["everything", "all"]) => value("stay", "1"),
            Self::Stay if text.starts_with('{') => value("stay", text),
            Self::Stay => {
                let all: Vec<String> = text.split(',').map(|id| format!("{:?}: 1", id.trim())).collect();
                value("stay", &format!("{{{}}}", all.join(", ")))
            }
            Self::Pledges if is(&["nothing", "none", "no"]) => overriding("pledge_cut[*]", "0"),
            Self::Pledges => overriding("pledge_cut[*]", &fraction(text)),
            Self::PledgeYear if is(&["as pledged"]) => Ok(Said::default()),
            Self::PledgeYear => match known.due_later(text) {
                Some(allies) => {
                    let each = allies.iter().map(|ally| overriding(&format!("pledge_year[{ally}]"), text));
                    let each: Result<Vec<Said>, String> = each.collect();
                    each.map(|said| Said {
                        overrides: said.into_iter().flat_map(|one| one.overrides).collect(),
                        ..Said::default()
                    })
                }
                _ => overriding("pledge_year[*]", text),
            },
            Self::Buying if is(&["as today"]) => Ok(Said::default()),
            Self::Buying => value("efficiency", text),
            Self::Title => Ok(Said { fields: vec![format!("title: {text:?}")], ..Said::default() }),
            Self::ShortTitle => {
                Ok(Said { fields: vec![format!("short_title: {text:?}")], ..Said::default() })
            }
        }
        .map_err(|why| match self {
            // What is wrong with a list of places is said of the place, with a start of what starts.
            Self::Where => why,
            Self::Announced if known.start().is_none() => why,
            _ => format!("`{}` is not understood: give {}", super::diagnostic::quote(text), self.help()),
        })?;
        // The comment is one line, whatever was typed.
        said.words = crate::text::line(text).into_owned();
        Ok(said)
    }

    /// What an empty answer comes to: nothing is said, and the base holds.
    pub(super) fn nothing(self, known: &Known) -> Result<Said, String> {
        let words = known.default(self);
        match self {
            Self::Title | Self::ShortTitle => self.read(&words, known),
            // The base would announce a departure that has started by then.
            Self::Announced if known.announced().is_none() => self.read(&words, known),
            _ => Ok(Said { words: format!("As its base: {words}."), ..Said::default() }),
        }
    }
}

fn overriding(address: &str, text: &str) -> Result<Said, String> {
    let said = value(address, text)?;
    let overrides = said.fields.iter().filter_map(|line| line.split_once(": "));
    let overrides = overrides.map(|(address, text)| format!("\"{address}\": {text}")).collect();
    Ok(Said { overrides, ..Said::default() })
}
