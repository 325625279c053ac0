//! What somebody asks answer, figures and report to be turned to, as it is written, and what of a run that is.

use crate::{
    scenario::spelling::{Called, called},
    store::{
        summary::Summary,
        turned_to::{Currency, TurnedTo},
    },
};

/// Something of a run that may be named: its id and its titles for people.
#[derive(Clone, Debug)]
pub struct Named {
    /// Id.
    pub id: String,
    /// Titles.
    pub titles: Vec<String>,
}

/// What may be named in a run.
#[derive(Clone, Debug, Default)]
pub struct Menu {
    /// Scenarios.
    pub scenarios: Vec<Named>,
    /// Capabilities.
    pub domains: Vec<Named>,
}

impl Menu {
    /// Of a run that was done.
    #[must_use]
    pub fn of(summary: &Summary) -> Self {
        let named = |id: &String, titles: &[&String]| Named {
            id: id.clone(),
            titles: titles.iter().map(|title| (*title).clone()).collect(),
        };
        Self {
            scenarios: summary.scenarios.iter().map(|s| named(&s.id, &[&s.title, &s.short_title])).collect(),
            domains: summary.domains.iter().map(|d| named(&d.id, &[&d.title])).collect(),
        }
    }
}

/// What was asked for, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// A scenario: its id or title, or a part of one that no other has.
    pub focus: Option<String>,
    /// A readiness tier, days after the alert.
    pub tier: Option<u32>,
    /// Capabilities, in the same way.
    pub domains: Vec<String>,
    /// Ids of allies.
    pub allies: Vec<String>,
    /// Currency of money.
    pub currency: Option<Currency>,
}

impl Asked {
    /// What of a run that is.
    ///
    /// # Errors
    /// When something is not there, or several are meant: all that there are.
    pub fn among(&self, menu: &Menu) -> Result<TurnedTo, String> {
        let focus = self.focus.as_deref().map(|text| meant(text, &menu.scenarios, "--focus", "scenario"));
        let mut domains: Vec<String> = Vec::new();
        for text in &self.domains {
            let whole = meant(text, &menu.domains, "--domain", "capability");
            // Several with commas between them, where it is no title that has some.
            let parts: Vec<&str> = text.split(',').collect();
            let ids: Vec<String> = match whole {
                Err(_) if parts.len() > 1 => {
                    let each = parts.iter().map(|part| meant(part, &menu.domains, "--domain", "capability"));
                    each.collect::<Result<_, _>>()?
                }
                one => vec![one?],
            };
            for id in ids {
                if !domains.contains(&id) {
                    domains.push(id);
                }
            }
        }
        Ok(TurnedTo {
            focus: focus.transpose()?,
            tier: self.tier,
            domains,
            allies: self.allies.clone(),
            currency: self.currency,
        })
    }
}

/// What is meant: an id as it is, else a whole name, else a part of the names of one ([`called`]).
///
/// # Errors
/// Those whose names have that in them: none, or several.
pub fn one_of<'n>(text: &str, known: &'n [Named]) -> Result<&'n Named, Vec<&'n Named>> {
    let names: Vec<Vec<&str>> = known
        .iter()
        .map(|named| std::iter::once(&named.id).chain(&named.titles).map(String::as_str).collect())
        .collect();
    match called(text, &names) {
        Called::One(at) => Ok(&known[at]),
        Called::Several(those) => Err(those.into_iter().map(|at| &known[at]).collect()),
        Called::Nothing => Err(Vec::new()),
    }
}

/// The id of what is meant.
fn meant(text: &str, known: &[Named], option: &str, what: &str) -> Result<String, String> {
    let parts = match one_of(text, known) {
        Ok(one) => return Ok(one.id.clone()),
        Err(parts) => parts,
    };
    let (some, why) = match parts.len() {
        0 => (known.iter().collect(), format!("no {what} has that in its name; there are")),
        n => (parts, format!("{n} have that in their names")),
    };
    let list: Vec<String> = some.into_iter().map(told).collect();
    Err(format!("{option} `{text}`: {why}:\n  {}", list.join("\n  ")))
}

/// An id with its title.
fn told(named: &Named) -> String {
    match named.titles.first().filter(|title| **title != named.id) {
        Some(title) => format!("{} ({title})", named.id),
        None => named.id.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn menu() -> Menu {
        let named = |id: &str, title: &str| Named { id: id.to_owned(), titles: vec![title.to_owned()] };
        Menu {
            scenarios: vec![
                named("orderly-20k", "20,000 leave, orderly"),
                named("orderly-20k-kept", "20,000 leave, enablers stay"),
                named("abrupt-50k", "50,000 leave at once"),
            ],
            domains: vec![named("iamd", "Air and missile defence"), named("isr", "Intelligence")],
        }
    }

    fn focus(text: &str) -> Result<Option<String>, String> {
        Asked { focus: Some(text.to_owned()), ..Asked::default() }.among(&menu()).map(|turned| turned.focus)
    }

    #[test]
    fn an_id_wins_then_a_whole_name_then_a_part_that_one_has() {
        assert_eq!(focus("orderly-20k"), Ok(Some("orderly-20k".to_owned())));
        assert_eq!(focus("20,000 leave, enablers stay"), Ok(Some("orderly-20k-kept".to_owned())));
        assert_eq!(focus("ABRUPT"), Ok(Some("abrupt-50k".to_owned())));
        assert_eq!(focus("at once"), Ok(Some("abrupt-50k".to_owned())));
    }

    #[test]
    fn what_is_not_there_or_could_be_several_is_one_error_with_what_there_is() {
        let several = focus("orderly").unwrap_err();
        assert!(several.contains("2 have that") && several.contains("orderly-20k-kept"), "{several}");
        assert!(!several.contains("abrupt-50k"), "{several}");
        for nothing in ["germany", "", " - "] {
            let none = focus(nothing).unwrap_err();
            assert!(["orderly-20k ", "orderly-20k-kept", "abrupt-50k"].iter().all(|id| none.contains(id)));
        }
    }

    #[test]
    fn capabilities_are_named_by_id_or_as_people_call_them_once_each() {
        let asked = |domains: &[&str]| Asked {
            domains: domains.iter().map(|&text| text.to_owned()).collect(),
            ..Asked::default()
        };
        assert_eq!(
            asked(&["air_missile_defence", "isr", "iamd"]).among(&menu()).unwrap().domains,
            ["iamd", "isr"]
        );
        // Two capabilities are of "air defence", whatever stands between the words.
        let mut menu = menu();
        menu.domains
            .push(Named { id: "sead".to_owned(), titles: vec!["Suppression of air defences".to_owned()] });
        let several = asked(&["air defence"]).among(&menu).unwrap_err();
        assert!(
            several.contains("2 have that") && several.contains("iamd") && several.contains("sead"),
            "{several}"
        );
        let none = asked(&["iamd", "tanks"]).among(&menu).unwrap_err();
        assert!(none.contains("iamd (Air and missile defence)") && none.contains("isr"), "{none}");
    }
}
