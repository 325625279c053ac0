//! What counts as RON is decided by the `ron` crate: a text that our reader (which adds positions and reports all
//! findings) takes must be one that `ron` takes as well, so that other tools can read every scenario.

use ron::{error::Position, value::RawValue};

use super::diagnostic::{Code, Fault};
use crate::text::line;

/// Where and why the `ron` crate does not take a text; `None` if it does.
#[must_use]
pub fn refused(text: &str) -> Option<Fault> {
    // A comment that ends with the text is whole; the crate wants its line end.
    let error = ron::from_str::<&RawValue>(&format!("{text}\n")).err()?;
    let start = byte(text, &error.span.start);
    let end = byte(text, &error.span.end).max(start);
    // What the crate says of itself is no help to who writes a scenario.
    let found = text[start..]
        .chars()
        .next()
        .map_or("the end of the file".into(), |c| format!("`{}`", line(&c.to_string())));
    let message = format!("RON does not allow {found} here");
    Some(Fault::new(Code::Syntax, start..end, message, "docs/formats.md says what a scenario may hold"))
}

/// The byte at a position that counts lines and characters from 1.
fn byte(text: &str, position: &Position) -> usize {
    let line: usize = text.split_inclusive('\n').take(position.line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[line..];
    line + rest.char_indices().nth(position.col.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crate_decides() {
        assert!(refused("(title: \"a\", personnel: Pert(low: 1, mode: 2, high: 3)) // end").is_none());
        let fault = refused("(a: 1,\n  ü: [1, 2)").expect("an unclosed list");
        assert!(fault.range.start >= "(a: 1,\n".len() && fault.range.end <= "(a: 1,\n  ü: [1, 2)".len());
    }
}
