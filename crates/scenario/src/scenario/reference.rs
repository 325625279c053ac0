//! The reference data at the root of a scenario: which they are, and in what they differ from those that ship.

use serde::{Deserialize, Serialize};

/// So many names stand in a sentence; files have all of them.
const NAMED: usize = 6;

/// Values of one kind that are not those that ship.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// How many of that kind ship.
    pub of: usize,
    /// Addresses of those that have another value, are there in addition or are left out, in alphabetic order.
    pub differ: Vec<String>,
}

/// Reference data: their hash, and in what they differ from those that ship.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Folder that they were read from, as the scenario was named; nothing where they are those compiled in. A place of
    /// a machine, which reaches no file.
    #[serde(skip)]
    pub folder: Option<String>,
    /// SHA-256 of the canonical form, hexadecimal.
    pub sha256: String,
    /// Whether nothing differs from those that ship.
    pub shipped: bool,
    /// Values of the world: neither by ally nor by US force element.
    pub world: Changed,
    /// Values by ally.
    pub allies: Changed,
    /// Values by US force element.
    pub forces: Changed,
    /// Domains, allies and force elements that are added, left out or described otherwise: `ally XYZ added`.
    pub items: Vec<String>,
    /// What has the same value, but another source, grade, note or title.
    pub evidence: Vec<String>,
}

impl Reference {
    /// Addresses of all values that differ from those that ship.
    #[must_use]
    pub fn differing(&self) -> Vec<&str> {
        let all = [&self.world, &self.allies, &self.forces].into_iter().flat_map(|changed| &changed.differ);
        all.map(String::as_str).collect()
    }

    /// In what they differ from those that ship, without a full stop; nothing where they do not.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        if self.shipped {
            return None;
        }
        let differing = self.differing();
        let kinds = [
            (&self.world, "values"),
            (&self.allies, "values of allies"),
            (&self.forces, "values of US forces"),
        ];
        let counts: Vec<String> = kinds
            .iter()
            .filter(|(changed, _)| !changed.differ.is_empty())
            .map(|(changed, what)| format!("{} of {} {what}", changed.differ.len(), changed.of))
            .collect();
        let mut text = match differing.len() {
            0 => "no value differs from the data that ship".to_owned(),
            n => format!(
                "{} {} from the data that ship ({})",
                counts.join(", "),
                if n == 1 { "differs" } else { "differ" },
                named(&differing, NAMED)
            ),
        };
        let items: Vec<&str> = self.items.iter().map(String::as_str).collect();
        if !items.is_empty() {
            text += &format!("; {}", named(&items, NAMED));
        }
        let evidence: Vec<&str> = self.evidence.iter().map(String::as_str).collect();
        if !evidence.is_empty() {
            let n = evidence.len();
            text += &format!("; {n} with another source, grade, note or title ({})", named(&evidence, NAMED));
        }
        Some(text)
    }

    /// As [`Self::words`], said of the folder.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        let folder = self.folder.as_deref().unwrap_or_default();
        self.words().map(|words| format!("reference data of `{folder}`: {words}"))
    }

    /// Which they are, in a line for `show`.
    #[must_use]
    pub fn line(&self) -> String {
        let place = self.folder.as_deref().unwrap_or("compiled in");
        let words = self.words().unwrap_or_else(|| "as they ship".to_owned());
        format!("{} ({place}): {words}", &self.sha256[..8])
    }
}

/// Names in a sentence: the first ones, and how many more.
#[must_use]
pub fn named(names: &[&str], most: usize) -> String {
    match names.len().saturating_sub(most) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names[..most].join(", ")),
    }
}
