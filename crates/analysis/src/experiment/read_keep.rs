//! Reads what an experiment file keeps: outcomes, arms, years and quarters.

use super::keep::{DEFAULT, DEFAULT_YEARS, Wanted, name};
use crate::{
    engine::slot::Slot,
    model::cells::outcomes,
    scenario::{
        Scenario,
        address::Address,
        diagnostic::{Code, meant, quote},
        names::Name,
        read::Reader,
        tree::{Node, Word},
    },
};

/// What is kept.
pub fn wanted<'n>(
    reader: &mut Reader,
    field: &impl Fn(&str) -> Option<(&'n Word, &'n Node)>,
    base: &Scenario,
) -> Option<Wanted> {
    let constant = |name| base.constant(&Address::plain(name)).unwrap_or_default();
    let (start, quarters) = (constant(Name::StartYear) as i32, constant(Name::Quarters) as usize);
    let last = start + (quarters.div_ceil(4) as i32) - 1;
    let before = reader.found.items.len();
    let mut chosen = DEFAULT.to_vec();
    if let Some((_, node)) = field("outcomes") {
        let names: Vec<String> = outcomes().iter().map(name).collect();
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        chosen.clear();
        for item in reader.list(node, "outcomes")? {
            let Some(text) = reader.text(item, "an outcome") else { continue };
            match known.iter().position(|known| *known == text.it) {
                Some(at) if chosen.contains(&outcomes()[at].outcome) => {
                    reader.error(
                        Code::Twice,
                        &item.range,
                        format!("`{}` is named twice", text.it),
                        "once is enough",
                    );
                }
                Some(at) => chosen.push(outcomes()[at].outcome),
                None => {
                    let message = format!("unknown outcome `{}`", quote(&text.it));
                    reader.unknown(&item.range, message, meant(&text.it, &known));
                }
            }
        }
        chosen.sort_by_key(|outcome| *outcome as usize);
        if chosen.is_empty() && reader.found.items.len() == before {
            reader.error(Code::Empty, &node.range, "no outcome to keep", "name some, or leave the field out");
        }
    }
    let mut chosen_arms = None;
    if let Some((_, node)) = field("arms") {
        let known = Slot::ALL.map(Slot::name);
        let mut arms = Vec::new();
        for item in reader.list(node, "arms")? {
            let Some(text) = reader.text(item, "an arm") else { continue };
            match known.iter().position(|known| *known == text.it) {
                Some(at) => arms.push(Slot::ALL[at]),
                None => {
                    let message = format!("unknown arm `{}`", quote(&text.it));
                    reader.unknown(&item.range, message, meant(&text.it, &known));
                }
            }
        }
        arms.sort_by_key(|slot| *slot as usize);
        arms.dedup();
        if arms.is_empty() && reader.found.items.len() == before {
            reader.error(Code::Empty, &node.range, "no arm to keep", "name some, or leave the field out");
        }
        chosen_arms = Some(arms);
    }
    let mut years: Vec<i32> = DEFAULT_YEARS.iter().map(|y| start + y).filter(|y| *y <= last).collect();
    if let Some((_, node)) = field("years") {
        years.clear();
        for item in reader.list(node, "years")? {
            let Some(year) = reader.number(item, "a year") else { continue };
            if year.fract() != 0.0 || year < f64::from(start - 1) || year > f64::from(last) {
                reader.error(
                    Code::OutOfRange,
                    &item.range,
                    format!("year {year}"),
                    format!("the run has {start} to {last}"),
                );
            } else {
                years.push(year as i32);
            }
        }
        years.sort_unstable();
        years.dedup();
    }
    let mut kept: Vec<usize> =
        years.iter().filter(|year| **year >= start).map(|year| (year - start) as usize * 4).collect();
    if let Some((_, node)) = field("quarters") {
        kept.clear();
        for item in reader.list(node, "quarters")? {
            let Some(text) = reader.text(item, "a quarter") else { continue };
            let number = text.it.split_once('Q').and_then(|(year, quarter)| {
                let quarter: i32 = quarter.parse().ok().filter(|q| (1..=4).contains(q))?;
                let years = year.parse::<i32>().ok()?.checked_sub(start)?;
                usize::try_from(years.checked_mul(4)?.checked_add(quarter - 1)?).ok()
            });
            match number.filter(|q| *q < quarters) {
                Some(quarter) => kept.push(quarter),
                None => reader.error(
                    Code::OutOfRange,
                    &item.range,
                    format!("quarter `{}`", quote(&text.it)),
                    format!("written \"2030Q1\", of {start} to {last}"),
                ),
            }
        }
        kept.sort_unstable();
        kept.dedup();
    }
    (reader.found.items.len() == before).then_some(Wanted {
        outcomes: chosen,
        arms: chosen_arms,
        years,
        quarters: kept,
    })
}
