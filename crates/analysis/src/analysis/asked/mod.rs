//! What is asked for by name: inputs and cells of outcomes, with ids in brackets, of which `*` stands for all.

pub mod cells;
pub mod inputs;

use serde::Serialize;

use crate::engine::plan::Plan;

/// What is to be kept of every replicate: names as `--inputs` and `--outcomes` take them; `None` for all inputs that are
/// drawn, and for the outcomes that people ask for most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Inputs: `reaction`, `required[isr,*]`, `growth`.
    pub inputs: Option<Vec<String>>,
    /// Outcomes: `index_headline[*]`, `direct:bill_headline`, `coverage_year[isr,30,2031]`.
    pub outcomes: Option<Vec<String>>,
}

impl Asked {
    /// The same without inputs that a plan does not draw.
    #[must_use]
    pub fn of_drawn(&self, plan: &Plan) -> Self {
        let (addresses, drawn) = (plan.layout.addresses(), inputs::drawn(plan));
        let is_drawn = |name: &String| inputs::named(name, &addresses, &drawn).is_ok();
        let inputs = self.inputs.as_ref();
        let inputs = inputs.map(|names| names.iter().filter(|name| is_drawn(name)).cloned().collect());
        Self { inputs, outcomes: self.outcomes.clone() }
    }
}

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
