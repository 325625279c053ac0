//! Lists for people.

/// A list: "A", "A and B", "A, B and C".
#[must_use]
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "and")
}

/// Texts of which one is meant: "a", "a or b", "a, b or c"; empty for none.
#[must_use]
pub fn one_of<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "or")
}

fn joined<T: AsRef<str>>(items: &[T], last_by: &str) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match &items[..] {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {last_by} {last}", first.join(", ")),
    }
}
