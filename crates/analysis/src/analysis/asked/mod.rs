//! What is asked for by name: inputs and cells of outcomes, with ids in brackets, of which `*` stands for all.

pub mod cells;
pub mod inputs;

/// The names of a list: separated by commas, of which those within brackets belong to a name.
#[must_use]
pub fn list(text: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let parts = text.split(move |c: char| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    });
    parts.map(|part| part.trim().to_owned()).collect()
}

/// Whether an id is the one that is written, or any.
#[must_use]
pub fn fits(written: &str, id: &str) -> bool {
    written == "*" || written == id
}

/// A name and the ids in its brackets; `None` without brackets.
///
/// # Errors
/// When brackets are not closed.
pub fn split(text: &str) -> Result<(&str, Option<Vec<&str>>), String> {
    let Some((name, rest)) = text.split_once('[') else { return Ok((text, None)) };
    let ids = rest.strip_suffix(']').ok_or("a closing `]` is missing")?;
    Ok((name.trim_end(), Some(ids.split(',').map(str::trim).collect())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_within_brackets_separate_ids() {
        assert_eq!(
            list("reaction, required[isr,30],us_units[*,*]"),
            ["reaction", "required[isr,30]", "us_units[*,*]"]
        );
        assert_eq!(list("a]b,c"), ["a]b", "c"]);
        assert_eq!(split("closed_by[*, 30,2035]"), Ok(("closed_by", Some(vec!["*", "30", "2035"]))));
        assert_eq!(split("uplift"), Ok(("uplift", None)));
        assert!(split("uplift[2030").is_err());
    }
}
