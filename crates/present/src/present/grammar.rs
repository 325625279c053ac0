//! What English needs in sentences of ours.

/// A text as a sentence begins with it.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// A list: "A", "A and B", "A, B and C".
#[must_use]
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match &items[..] {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A number with its word: "1 step", "3 steps".
#[must_use]
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
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
    }
}
