//! What a run is to wait for, as a user writes it: `OUTCOME[IDS]=TOLERANCE` and `ranking[:OUTCOME[IDS]][=CONFIDENCE]`.

use crate::analysis::named_cell::{Cell, find, has_cell, section_cell};
use crate::{
    engine::{
        pairs::COMPARED,
        plan::Plan,
        slot::{Slot, slots},
    },
    model::cells::Outcome,
    scenario::{
        diagnostic::{meant, quote},
        resolved::Scenario,
    },
};

/// Confidence of intervals, and of a ranking that names none.
pub const CONFIDENCE: f64 = 0.95;

/// What a run is to wait for.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// The mean of a cell is known to a tolerance, in these scenarios.
    Width {
        /// Which.
        cell: Cell,
        /// Largest half-width of the interval.
        tolerance: f64,
        /// Scenarios that have the cell.
        scenarios: Vec<usize>,
    },
    /// The scenarios are ranked on a cell.
    Ranking {
        /// Which.
        cell: Cell,
        /// Its position among the compared cells of `Pairs`.
        compared: usize,
        /// Confidence with which all decisions hold.
        confidence: f64,
    },
}

/// Reads one target.
///
/// # Errors
/// Says what is wrong with the text and what is allowed.
pub fn target(text: &str, plan: &Plan, scenarios: &[Scenario]) -> Result<Target, String> {
    parse(text, plan, scenarios).map_err(|why| format!("`--precision {}`: {why}", quote(text)))
}

fn parse(text: &str, plan: &Plan, scenarios: &[Scenario]) -> Result<Target, String> {
    let (what, number) = match text.rsplit_once('=') {
        Some((what, number)) => (what.trim(), Some(number.trim())),
        None => (text.trim(), None),
    };
    let (prefix, rest) = match what.split_once(':') {
        Some((prefix, rest)) => (Some(prefix.trim()), rest.trim()),
        None => (None, what),
    };
    if rest == "ranking" && prefix.is_none() {
        let headline = Outcome::IndexHeadline;
        let tier = plan.reporting[0].tier;
        return ranking(section_cell(plan, headline, Slot::Attributable, tier), number, plan, scenarios);
    }
    if prefix == Some("ranking") {
        let (outcome, position) = find(rest, plan, None)?;
        let Some(&(_, slot)) = COMPARED.iter().find(|(compared, _)| *compared == outcome) else {
            let allowed: Vec<&str> =
                COMPARED.iter().map(|&(outcome, _)| plan.cells.section(outcome).name).collect();
            return Err(format!("scenarios are not compared on it; allowed: {}", allowed.join(", ")));
        };
        return ranking(section_cell(plan, outcome, slot, position), number, plan, scenarios);
    }
    let slot = prefix.map(slot).transpose()?;
    let (outcome, position) = find(rest, plan, slot)?;
    let section = plan.cells.section(outcome);
    let has = slots(section);
    let slot = slot.unwrap_or(if has.contains(&Slot::Attributable) { Slot::Attributable } else { has[0] });
    let cell = section_cell(plan, outcome, slot, position);
    let Some(number) = number else {
        return Err(format!("say how exact the mean must be: `{}=HALF-WIDTH`", cell.name));
    };
    let tolerance = match number.parse::<f64>() {
        Ok(tolerance) if tolerance > 0.0 && tolerance.is_finite() => tolerance,
        _ => {
            return Err(format!(
                "`{}` is no half-width: a number above 0 is needed, in {}",
                quote(number),
                cell.unit(plan, &scenarios[0])
            ));
        }
    };
    let having = (0..scenarios.len()).filter(|&s| has_cell(plan, &scenarios[s], section, position)).collect();
    Ok(Target::Width { cell, tolerance, scenarios: having })
}

fn ranking(cell: Cell, number: Option<&str>, plan: &Plan, scenarios: &[Scenario]) -> Result<Target, String> {
    if scenarios.len() < 2 {
        return Err("a ranking takes two scenarios or more (`drawdown compare`)".to_owned());
    }
    let confidence = match number.map(str::parse::<f64>) {
        None => CONFIDENCE,
        Some(Ok(confidence)) if (0.5..1.0).contains(&confidence) => confidence,
        Some(_) => {
            let number = quote(number.unwrap_or_default());
            return Err(format!("`{number}` is no confidence: a number from 0.5 to below 1 is needed"));
        }
    };
    let before = COMPARED.iter().take_while(|(outcome, _)| *outcome != cell.outcome);
    let compared = before.map(|&(outcome, _)| plan.cells.section(outcome).len).sum::<usize>() + cell.position;
    Ok(Target::Ranking { cell, compared, confidence })
}

fn slot(name: &str) -> Result<Slot, String> {
    Slot::ALL.into_iter().find(|slot| slot.name() == name).ok_or_else(|| {
        let names: Vec<&str> = Slot::ALL.iter().map(|slot| slot.name()).chain(["ranking"]).collect();
        format!("unknown arm `{}`; {}", quote(name), meant(name, &names))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting() -> (Plan, Vec<Scenario>) {
        let names = ["orderly-20k".into(), "no-drawdown".into()];
        let scenarios = crate::scenario::load(&names, &[]).expect("shipped scenarios");
        (Plan::new(&scenarios, 1).expect("a plan"), scenarios)
    }

    #[test]
    fn targets_name_any_cell_of_the_tables() {
        let (plan, scenarios) = setting();
        let read = |text: &str| match target(text, &plan, &scenarios).expect("a target") {
            Target::Width { cell, tolerance, scenarios } => {
                assert_eq!((tolerance, scenarios), (0.002, vec![0, 1]));
                (cell.name.clone(), cell.outcome, cell.slot, cell.position)
            }
            ranking @ Target::Ranking { .. } => panic!("{ranking:?}"),
        };
        let index = ("index_headline[30]".to_owned(), Outcome::IndexHeadline, Slot::Attributable, 1);
        assert_eq!(read("index_headline[30]=0.002"), index);
        assert_eq!(read(" attributable:index_headline[ D+30 ] = 2e-3"), index);
        let isr = plan.layout.domains.iter().position(|d| d == "isr").expect("isr");
        let quarter = 4 * (2030 - plan.layout.start_year) as usize + 2;
        let at = (quarter * plan.layout.domains.len() + isr) * 3 + 1;
        let name = "scenario:coverage[isr,30,2030Q3]".to_owned();
        for text in ["scenario:coverage[isr,30,2030Q3]=0.002", "scenario:coverage[2030 q3,isr,30]=0.002"] {
            assert_eq!(read(text), (name.clone(), Outcome::Coverage, Slot::Scenario, at), "{text}");
        }
        // One name, several outcomes: the indices tell which. What has no attributable value is the scenario's.
        assert_eq!(read("uplift=0.002").1, Outcome::Uplift);
        assert_eq!(read("uplift[2030]=0.002").1, Outcome::UpliftYear);
        assert_eq!(read("uplift[DEU]=0.002").1, Outcome::UpliftAlly);
        assert_eq!(read("uplift[2030,DEU]=0.002").1, Outcome::UpliftAllyYear);
        let closed = read("closed_by[isr,30,2035]=0.002");
        assert_eq!((closed.1, closed.2), (Outcome::ClosedBy, Slot::Scenario));
        // Every name that is printed can be asked for.
        for section in plan.cells.sections.iter().filter(|section| section.len > 0) {
            let name = section_cell(&plan, section.outcome, slots(section)[0], section.len - 1).name;
            let found = read(&format!("{name}=0.002"));
            assert_eq!((found.0, found.1, found.3), (name, section.outcome, section.len - 1));
        }
    }

    #[test]
    fn rankings_name_a_compared_cell() {
        let (plan, scenarios) = setting();
        let read = |text: &str| match target(text, &plan, &scenarios).expect("a target") {
            Target::Ranking { cell, compared, confidence } => (cell.name, cell.slot, compared, confidence),
            width @ Target::Width { .. } => panic!("{width:?}"),
        };
        assert_eq!(read("ranking"), ("index_headline[30]".to_owned(), Slot::Attributable, 1, 0.95));
        assert_eq!(read("ranking=0.99").3, 0.99);
        assert_eq!(read("ranking:index_headline[10]").2, 0);
        let domains = plan.layout.domains.len();
        let bill = ("direct_effect:bill_headline".to_owned(), Slot::DirectEffect, 3 + 6 * domains, 0.9);
        assert_eq!(read("ranking:bill_headline=0.9"), bill);
    }

    #[test]
    fn wrong_targets_say_what_is_allowed() {
        let (plan, scenarios) = setting();
        for (text, part) in [
            ("", "unknown outcome ``"),
            ("index_headlin[30]=0.1", "did you mean `index_headline`?"),
            ("index_headline=0.1", "`index_headline[TIER]`, for example `index_headline[10]`"),
            ("index_headline[31]=0.1", "unknown `31`"),
            ("index_headline[30,30]=0.1", "`index_headline[TIER]`"),
            ("index_headline[30=0.1", "`]`"),
            ("index_headline[30]", "`index_headline[30]=HALF-WIDTH`"),
            ("index_headline[30]=0", "in fraction"),
            ("index_headline[30]=-1", "above 0"),
            ("index_headline[30]=NaN", "above 0"),
            ("index_headline[30]=inf", "above 0"),
            ("index_headline[30]=wide", "`wide`"),
            ("atributable:index_headline[30]=0.1", "did you mean `attributable`?"),
            (
                "induced:closed_by[isr,30,2035]=0.1",
                "has no `induced`; allowed: scenario, direct, counterfactual",
            ),
            ("coverage[isrr,30,2030Q1]=0.1", "did you mean `isr`?"),
            ("coverage[isr,30,2030Q5]=0.1", "unknown `2030Q5`"),
            ("coverage[isr,30,99999999999999999999Q1]=0.1", "unknown"),
            ("ranking=1", "from 0.5 to below 1"),
            ("ranking=", "from 0.5 to below 1"),
            ("ranking:coverage[isr,30,2030Q1]", "not compared on it; allowed: index_headline, shortfall"),
        ] {
            let found = target(text, &plan, &scenarios).expect_err(text);
            assert!(found.contains(part), "{text}: {found}");
        }
        let alone = target("ranking", &plan, &scenarios[..1]).expect_err("one scenario");
        assert!(alone.contains("two scenarios"), "{alone}");
    }
}
