//! What English needs in sentences of ours.

pub use crate::present::text::{
    broken::{fill, wrap},
    list::{list, one_of},
};

/// A text as a sentence begins with it.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// A title as it stands inside a sentence: with a small first letter, unless it begins with an acronym.
#[must_use]
pub fn small(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_owned(),
    }
}

/// A number with its word: "1 step", "3 steps".
#[must_use]
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// A title without what stands in brackets.
#[must_use]
pub fn without_brackets(title: &str) -> String {
    match (title.find('('), title.rfind(')')) {
        (Some(a), Some(b)) if a < b => format!("{}{}", title[..a].trim_end(), &title[b + 1..]),
        _ => title.to_owned(),
    }
}

/// A capability's title as it stands inside a sentence: without brackets, shortened at "and" if it is long, and with a
/// small first letter unless it is an acronym.
#[must_use]
pub fn inside(title: &str) -> String {
    let mut name = without_brackets(title);
    if name.chars().count() > 30
        && let Some(at) = name.find(" and ")
        && name[..at].split(' ').count() >= 3
    {
        name.truncate(at);
    }
    small(&name)
}

/// A capability in a narrow column, in at most 20 characters: the word that tells it from the others.
#[must_use]
pub fn narrow(title: &str) -> String {
    /// Characters of the column.
    const WIDTH: usize = 20;
    let name = inside(title);
    match name.as_str() {
        "integrated air and missile defence" => "air, missile defence".to_owned(),
        "intelligence and surveillance" => "surveillance".to_owned(),
        "suppression of air defences" => "suppression".to_owned(),
        "maritime and anti-submarine" => "maritime".to_owned(),
        "deep precision strike" => "deep strike".to_owned(),
        "air-to-air refuelling" => "refuelling".to_owned(),
        "logistics and military mobility" => "logistics".to_owned(),
        _ => cut(&name, WIDTH),
    }
}

/// A title of at most so many characters; where it is cut stands "…". What a command has set, and the file of a title that others
/// have as well, stand in brackets at the end of a title, and stay: without it the title would not be right.
#[must_use]
pub fn cut(text: &str, most: usize) -> String {
    /// Characters before the brackets that still say something.
    const LEAST: usize = 6;
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let opened = [(" [", ']'), (" (", ')')].into_iter().find(|&(_, closed)| text.ends_with(closed));
    if let Some(at) = opened.and_then(|(open, _)| text.rfind(open)) {
        let room = most.saturating_sub(text[at..].chars().count());
        if room >= LEAST {
            return format!("{}{}", cut(&text[..at], room), &text[at..]);
        }
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_capitals_are_those_of_sentences() {
        assert_eq!(list(&["A", "B", "C"]), "A, B and C");
        assert_eq!(
            (list(&["A", "B"]), list(&["A"]), list::<String>(&[])),
            ("A and B".into(), "A".into(), String::new())
        );
        assert_eq!((capital("élan"), count(1, "step", "steps")), ("Élan".into(), "1 step".into()));
        assert_eq!(["Élan", "An élan", "SEAD", "X"].map(small), ["élan", "an élan", "SEAD", "X"]);
    }

    #[test]
    fn titles_become_words_of_a_sentence_or_of_a_column() {
        assert_eq!(inside("Land manoeuvre (armies)"), "land manoeuvre");
        assert_eq!(
            inside("Suppression of air defences and electronic warfare"),
            "suppression of air defences"
        );
        assert_eq!(inside("Integrated air and missile defence"), "integrated air and missile defence");
        assert_eq!(inside("SEAD"), "SEAD");
        assert_eq!(narrow("Suppression of air defences and electronic warfare"), "suppression");
        assert_eq!(narrow("Capability of a very long title"), "capability of a ver…");
    }

    #[test]
    fn what_is_set_stays_in_a_title_that_is_cut() {
        assert_eq!(cut("Twenty thousand leave [start = 9]", 22), "Twenty th… [start = 9]");
        assert_eq!(cut("Twenty thousand leave", 9), "Twenty t…");
        // Nor is what tells it from another of the same name.
        assert_eq!(cut("Twenty thousand leave (mine)", 22), "Twenty thousan… (mine)");
        assert_eq!(cut("Twenty", 6), "Twenty");
    }
}
