//! Names that nobody knows: what was probably meant.

use crate::text::line;

/// What to say of a name that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// Whether a known name is near enough to be meant.
    pub near: bool,
    /// The words.
    pub words: String,
}

impl Meant {
    /// Words that propose nothing.
    #[must_use]
    pub fn nothing(words: impl Into<String>) -> Self {
        Self { near: false, words: words.into() }
    }
}

impl std::fmt::Display for Meant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}

impl From<Meant> for String {
    fn from(meant: Meant) -> Self {
        meant.words
    }
}

/// The known spelling nearest to what was written, if one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Beyond this no spelling is near, and the distance is quadratic in the length.
    if written.len() > 100 {
        return None;
    }
    let lower = written.to_lowercase();
    let allowed = (written.chars().count() / 3).max(2);
    known
        .into_iter()
        .map(|candidate| {
            let known = candidate.to_lowercase();
            // A piece of a name is as near as a slip of the hand.
            let piece = lower.chars().count() >= 4 && known.contains(&lower);
            let distance = strsim::damerau_levenshtein(&lower, &known);
            (if piece { distance.min(allowed) } else { distance }, candidate)
        })
        .filter(|&(distance, candidate)| distance <= allowed && distance < candidate.chars().count())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// "did you mean `x`?" where a known spelling is near, else all that is allowed (shortened where it is long).
#[must_use]
pub fn meant(written: &str, known: &[&str]) -> Meant {
    let near = nearest(written, known.iter().copied());
    let words = match near {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None if known.is_empty() => "nothing is allowed here".to_string(),
        None if known.len() <= 16 => format!("allowed: {}", known.join(", ")),
        None => format!("allowed: {}, ... ({} in all)", known[..12].join(", "), known.len()),
    };
    Meant { near: near.is_some(), words }
}

/// Which of things with several names each a text means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// The one at this place.
    One(usize),
    /// Those whose names have the words, of which nobody knows which is meant.
    Several(Vec<usize>),
    /// None has them.
    Nothing,
}

/// What is compared of names: letters and digits in lower case, words with one space between.
fn folded(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Which of some things, each by its names of which the first is its id, is meant: an id as it is, else a whole name, else a
/// part of the names of one. Words may be left out, as in "air defence".
#[must_use]
pub fn called(text: &str, known: &[Vec<&str>]) -> Called {
    if let Some(exact) = known.iter().position(|names| names.first() == Some(&text)) {
        return Called::One(exact);
    }
    let wanted = folded(text);
    let those = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let fits = |names: &&Vec<&str>| names.iter().any(|name| fits(&folded(name)));
        (0..known.len()).filter(|&at| fits(&&known[at])).collect()
    };
    let whole = those(&|name| name == wanted);
    // What has the words in a row is not nearer than what has them apart.
    let begins = |name: &str, word: &str| name.split(' ').any(|part| part.starts_with(word));
    let words = |name: &str| wanted.split(' ').all(|word| begins(name, word));
    let parts = match wanted.is_empty() {
        true => Vec::new(),
        false => those(&|name| name.contains(&wanted) || words(name)),
    };
    match (&whole[..], &parts[..]) {
        (&[one], _) | ([], &[one]) => Called::One(one),
        (_, []) => Called::Nothing,
        _ => Called::Several(parts),
    }
}

/// A piece of what the user wrote, short enough to be quoted in a message.
#[must_use]
pub fn quote(text: &str) -> String {
    let clean = line(text);
    if clean.chars().count() <= 40 {
        clean.into_owned()
    } else {
        clean.chars().take(37).chain("...".chars()).collect()
    }
}
