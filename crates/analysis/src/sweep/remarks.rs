//! What tables of experiments say beside their numbers: why experiments failed, and what is unlikely in them.

use std::{collections::BTreeMap, sync::Arc};

use super::columns::columns;
use crate::{
    present::grouped,
    store::sweep::{Frame, Reading, Values, parquet_file::decode},
};

/// Kinds of remarks that are told apart; experiments with others are counted together.
const KINDS: usize = 100;
/// Kinds that are printed.
const PRINTED: usize = 5;
/// Letters of a remark that are printed.
const LETTERS: usize = 300;

/// Rows of a table of experiments whose status is `failed`.
#[must_use]
pub fn failures(frame: &Frame) -> u64 {
    texts(frame, "status").iter().filter(|text| text.as_deref() == Some("failed")).count() as u64
}

/// The remarks of a store's experiments, those that differ in numbers only taken together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Why experiments failed.
    pub failures: Vec<Remark>,
    /// Experiments of which something is unlikely.
    pub warned: u64,
    /// What is unlikely.
    pub warnings: Vec<Remark>,
}

/// A remark that some experiments have.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Remark {
    /// The words of the first of them.
    pub words: String,
    /// How many have it.
    pub experiments: u64,
}

/// Remarks by what they have in common.
#[derive(Default)]
struct Kinds {
    told: BTreeMap<String, (usize, Remark)>,
    /// How often there were others.
    others: u64,
}

impl Kinds {
    fn add(&mut self, words: &str) {
        let key = without_digits(words);
        let place = self.told.len();
        if place >= KINDS && !self.told.contains_key(&key) {
            self.others += 1;
            return;
        }
        let first = || (place, Remark { words: words.to_owned(), experiments: 0 });
        self.told.entry(key).or_insert_with(first).1.experiments += 1;
    }

    /// The most frequent first, of equals the one that came first; last those that were not told apart.
    fn sorted(self) -> Vec<Remark> {
        let mut all: Vec<(usize, Remark)> = self.told.into_values().collect();
        all.sort_by_key(|(place, remark)| (std::cmp::Reverse(remark.experiments), *place));
        let others = Remark { words: "of yet other kinds".to_owned(), experiments: self.others };
        all.into_iter().map(|(_, remark)| remark).chain((self.others > 0).then_some(others)).collect()
    }
}

/// Reads the remarks of a store. Tables that cannot be read have none: `drawdown verify` names them.
#[must_use]
pub fn remarks(store: &Reading) -> Remarks {
    let columns = columns(&store.manifest).experiments;
    let (mut failures, mut warnings, mut warned) = (Kinds::default(), Kinds::default(), 0);
    for part in &store.parts {
        let table = part.files.first().and_then(|file| file.read(&store.root).ok());
        let Some(frame) = table.and_then(|bytes| decode(bytes, &columns).ok()) else { continue };
        texts(&frame, "reason").iter().flatten().for_each(|reason| failures.add(reason));
        for words in texts(&frame, "warnings").iter().flatten() {
            warned += 1;
            words.lines().for_each(|warning| warnings.add(warning));
        }
    }
    Remarks { failures: failures.sorted(), warned, warnings: warnings.sorted() }
}

/// Remarks a line each, the most frequent ones.
#[must_use]
pub fn lines(remarks: &[Remark]) -> String {
    let mut text = String::new();
    for Remark { words, experiments } in remarks.iter().take(PRINTED) {
        let cut = words.char_indices().nth(LETTERS).map_or(words.len(), |(at, _)| at);
        let more = if cut < words.len() { " ..." } else { "" };
        text += &format!("{:>10}  {}{more}\n", grouped(*experiments), &words[..cut]);
    }
    if remarks.len() > PRINTED {
        text += &format!("{:>10}  kinds more\n", grouped((remarks.len() - PRINTED) as u64));
    }
    text
}

fn texts<'f>(frame: &'f Frame, name: &str) -> &'f [Option<Arc<str>>] {
    let column = frame.columns.iter().position(|column| column.name == name);
    match column.map(|at| &frame.values[at]) {
        Some(Values::Text(texts)) => texts,
        _ => &[],
    }
}

/// A message without its numbers: what messages about the same mistake have in common.
fn without_digits(message: &str) -> String {
    let mut words = String::with_capacity(message.len());
    for c in message.chars() {
        match c {
            '0'..='9' if words.ends_with('#') => {}
            '0'..='9' => words.push('#'),
            '.' if words.ends_with('#') => {}
            c => words.push(c),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_that_differ_in_numbers_are_one_kind() {
        let mut kinds = Kinds::default();
        for words in ["3.5 of 8", "no host", "17 of 8", "no host", "12.25 of 8"] {
            kinds.add(words);
        }
        let all = kinds.sorted();
        let found: Vec<_> = all.iter().map(|remark| (remark.words.as_str(), remark.experiments)).collect();
        assert_eq!(found, [("3.5 of 8", 3), ("no host", 2)]);
        assert_eq!(lines(&all).lines().count(), 2);
    }

    #[test]
    fn kinds_beyond_those_told_apart_are_not_given_the_words_of_one_of_them() {
        let mut kinds = Kinds::default();
        // Words that differ in more than numbers.
        let words = |i: usize| format!("no {}", "x".repeat(i + 1));
        (0..KINDS + 7).for_each(|i| kinds.add(&words(i)));
        (0..3).for_each(|_| kinds.add(&words(KINDS - 1)));
        let all = kinds.sorted();
        assert_eq!((all.len(), &all[0].words, all[0].experiments), (KINDS + 1, &words(KINDS - 1), 4));
        assert_eq!((all[KINDS].words.as_str(), all[KINDS].experiments), ("of yet other kinds", 7));
    }
}
