//! The text of an address, `required[land_manoeuvre,30]`, read with positions.

use super::{
    address::Address,
    diagnostic::{Code, Fault, meant, quote},
    names::{Index, Name, Range, TIERS},
};

/// What a value is given for: an input of the model, or one of the settings of the reference data that are no inputs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// An input of the table of names.
    Input(Address),
    /// A setting: its name and tier (or empty).
    Setting(&'static str, String),
}

/// The settings of the reference data that are no inputs: group correlations and the presets of `return_share`.
pub const SETTINGS: [(&str, Index, &str, &str); 6] = [
    (
        "attainment_correlation",
        Index::None,
        "rank correlation",
        "rank correlation between any two allies' attainment",
    ),
    (
        "growth_correlation",
        Index::None,
        "rank correlation",
        "rank correlation between any two allies' growth",
    ),
    (
        "participation_correlation",
        Index::None,
        "rank correlation",
        "rank correlation between any two allies' participation",
    ),
    (
        "shock_rise_correlation",
        Index::None,
        "rank correlation",
        "rank correlation between any two allies' shock_rise",
    ),
    ("return_share_earmarked", Index::Tier, "fraction", "return_share of the disposition Earmarked"),
    ("return_share_indo_pacific", Index::Tier, "fraction", "return_share of the disposition IndoPacific"),
];

impl Key {
    /// What identifies a value.
    #[must_use]
    pub fn index(&self) -> Index {
        match self {
            Key::Input(address) => address.name.spec().index,
            Key::Setting(name, _) => {
                SETTINGS.iter().find(|row| row.0 == *name).map_or(Index::None, |row| row.1)
            }
        }
    }

    /// Unit as the table of names has it.
    #[must_use]
    pub fn unit(&self) -> &'static str {
        match self {
            Key::Input(address) => address.name.spec().unit,
            Key::Setting(name, _) => SETTINGS.iter().find(|row| row.0 == *name).map_or("", |row| row.2),
        }
    }

    /// Admissible values.
    #[must_use]
    pub fn range(&self) -> Range {
        match self {
            Key::Input(address) => address.name.spec().range,
            Key::Setting(..) => Range::Within(0.0, 1.0),
        }
    }

    /// Whether only a constant may be given.
    #[must_use]
    pub fn structural(&self) -> bool {
        match self {
            Key::Input(address) => address.name.spec().structural,
            Key::Setting(name, _) => name.ends_with("_correlation"),
        }
    }

    /// How many of its ids are `*`, which stands for all there are.
    #[must_use]
    pub fn wildcards(&self) -> usize {
        let (first, second) = self.ids();
        usize::from(first == "*") + usize::from(second == "*")
    }

    /// First and second id (empty where they do not apply).
    #[must_use]
    pub fn ids(&self) -> (&str, &str) {
        match self {
            Key::Input(address) => (&address.first, &address.second),
            Key::Setting(_, tier) => (tier, ""),
        }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Key::Input(address) => address.fmt(f),
            Key::Setting(name, tier) if tier.is_empty() => f.write_str(name),
            Key::Setting(name, tier) => write!(f, "{name}[{tier}]"),
        }
    }
}

/// A key with the bytes of its ids within the text.
pub type Placed = (Key, [std::ops::Range<usize>; 2]);

/// Every name that may stand before the bracket.
#[must_use]
pub fn known_names() -> Vec<&'static str> {
    Name::ALL.iter().map(|name| name.spec().name).chain(SETTINGS.iter().map(|row| row.0)).collect()
}

/// Ids in words, for a message.
#[must_use]
pub fn ids_in_words(index: Index) -> &'static str {
    match index {
        Index::None => "no id",
        Index::Domain => "one id: [domain]",
        Index::Tier => "one id: [tier], 10, 30 or 180",
        Index::Ally => "one id: [ally]",
        Index::Element => "one id: [element]",
        Index::DomainTier => "two ids: [domain,tier]",
        Index::DomainEnabler => "two ids: [domain,enabler]",
        Index::ElementDomain => "two ids: [element,domain]",
        Index::AllyDomain => "two ids: [ally,domain]",
    }
}

/// Reads an address; with `coordinate`, a shared coordinate may be written without its tier or enabler
/// (`required[land_manoeuvre]`).
///
/// # Errors
/// An unknown name or tier, a wrong number of ids, brackets that do not fit.
pub fn parse(text: &str, coordinate: bool) -> Result<Placed, Fault> {
    let open = text.find('[').unwrap_or(text.len());
    let name = text[..open].trim_end();
    let lead = name.len() - name.trim_start().len();
    let name = name.trim_start();
    let at = lead..(lead + name.len()).max(lead);
    let input = Name::parse(name);
    let setting = SETTINGS.iter().find(|row| row.0 == name);
    let Some(index) = input.map(|n| n.spec().index).or(setting.map(|row| row.1)) else {
        let message = format!("unknown name `{}`", quote(name));
        let meant = meant(name, &known_names());
        let code = if meant.near { Code::Misspelt } else { Code::Unknown };
        return Err(Fault::new(code, at, message, meant));
    };
    let mut ids: Vec<(std::ops::Range<usize>, &str)> = Vec::new();
    if open < text.len() {
        let tail = text.trim_end();
        if !tail.ends_with(']') {
            return Err(Fault::new(
                Code::Form,
                open..text.len(),
                "an address that does not end in `]`",
                "write name[id] or name[id,id]",
            ));
        }
        let mut from = open + 1;
        for part in tail[open + 1..tail.len() - 1].split(',') {
            let id = part.trim();
            let start = from + (part.len() - part.trim_start().len());
            ids.push((start..start + id.len(), id));
            from += part.len() + 1;
        }
    }
    let wanted = match index {
        Index::None => 0,
        Index::Domain | Index::Tier | Index::Ally | Index::Element => 1,
        _ => 2,
    };
    let shared = coordinate && input.is_some_and(Name::shares_coordinate);
    if ids.len() != wanted && !(shared && ids.len() + 1 == wanted) {
        let message = match ids.len() {
            0 => format!("`{name}` without an id"),
            1 => format!("`{name}` with one id"),
            count => format!("`{name}` with {count} ids"),
        };
        let range = if open < text.len() { open..text.len() } else { at };
        let hint = format!("`{name}` takes {}", ids_in_words(index));
        return Err(Fault::new(Code::Form, range, message, hint));
    }
    if let Some((range, _)) = ids.iter().find(|(_, id)| id.is_empty()) {
        let hint = format!("`{name}` takes {}", ids_in_words(index));
        return Err(Fault::new(Code::Empty, range.start..range.start + 1, "an empty id", hint));
    }
    let tier = match index {
        Index::Tier => ids.first(),
        Index::DomainTier => ids.get(1),
        _ => None,
    };
    if let Some((range, id)) = tier
        && *id != "*"
        && !TIERS.iter().any(|t| t.to_string() == *id)
    {
        let message = format!("unknown tier `{}`", quote(id));
        return Err(Fault::new(Code::OutOfRange, range.clone(), message, "allowed: 10, 30, 180"));
    }
    let range_of = |i: usize| ids.get(i).map_or(0..0, |(range, _)| range.clone());
    let id_of = |i: usize| ids.get(i).map_or(String::new(), |(_, id)| (*id).to_string());
    let key = match (input, setting) {
        (Some(name), _) => Key::Input(Address { name, first: id_of(0), second: id_of(1) }),
        (None, Some(row)) => Key::Setting(row.0, id_of(0)),
        (None, None) => unreachable!("one of them gave the index"),
    };
    Ok((key, [range_of(0), range_of(1)]))
}
