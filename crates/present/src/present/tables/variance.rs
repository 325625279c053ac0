//! How much of the spread goes with each input, or each group of them: a table an outcome, an arm beside the other.

use crate::{
    present::{
        grouped,
        numbers::fixed,
        table::{
            Kind::{Number, Words},
            Table,
        },
    },
    store::sobol::GroupRow,
};

/// Widest interval of a share that has a decimal.
const NARROW: f64 = 0.02;

/// An index with both ends of its interval, and what it needs where it is not settled.
type Found = ([Option<f64>; 3], Option<u64>);

/// An index in per cent with its interval, or how many runs would settle it.
#[must_use]
pub fn share([value, lower, upper]: [Option<f64>; 3], needs: Option<u64>) -> String {
    let (Some(value), Some(lower), Some(upper)) = (value, lower, upper) else {
        return needs
            .map_or_else(|| "-".to_owned(), |needs| format!("not settled, needs {}", grouped(needs)));
    };
    let decimals = usize::from(upper - lower < NARROW);
    let shown = |share: f64| fixed(100.0 * share, decimals);
    match [shown(value), shown(lower), shown(upper)] {
        [value, lower, upper] if lower == upper => value,
        [value, lower, upper] => format!("{value} ({lower} to {upper})"),
    }
}

/// What an arm is called over columns.
fn arm<'a>(name: &'a str, row: &GroupRow) -> &'a str {
    match name {
        "attributable" => "added",
        "counterfactual" if row.is_headline() => "missing anyway",
        "counterfactual" => "without it",
        "scenario" => "with the drawdown",
        "direct_effect" => "added before allies react",
        "direct" => "before allies react",
        "induced" => "added by the reaction",
        other => other,
    }
}

/// What the rows of one outcome are of, as a title says it.
fn outcome(row: &GroupRow) -> String {
    if row.is_headline() { format!("the index at D+{}", row.tier) } else { row.outcome.clone() }
}

/// What the groups are of.
fn groups(by: &str) -> &'static str {
    match by {
        "input" => "inputs",
        _ => "groups of inputs",
    }
}

/// A table of every outcome; of inputs one by one the first `top` of each, which all have in the same order.
#[must_use]
pub fn variance(found: &[GroupRow], top: usize) -> Vec<Table> {
    let mut outcomes: Vec<&str> = Vec::new();
    for row in found {
        if !outcomes.contains(&row.outcome.as_str()) {
            outcomes.push(&row.outcome);
        }
    }
    let tables = outcomes.into_iter().filter_map(|outcome| of_outcome(found, outcome, top));
    let mut tables: Vec<Table> = tables.collect();
    // What is said of all stands under the last.
    if let Some((_, earlier)) = tables.split_last_mut() {
        earlier.iter_mut().for_each(|table| table.notes.clear());
    }
    tables
}

fn of_outcome(found: &[GroupRow], name: &str, top: usize) -> Option<Table> {
    let rows: Vec<&GroupRow> = found.iter().filter(|row| row.outcome == name).collect();
    let first = *rows.first()?;
    let mut arms: Vec<&str> = Vec::new();
    for row in &rows {
        if !arms.contains(&row.arm.as_str()) {
            arms.push(&row.arm);
        }
    }
    // Inputs have names that two may share; their addresses tell them apart.
    let key = |row: &GroupRow| (row.address.clone(), row.group.clone());
    let mut groups_of: Vec<&GroupRow> = Vec::new();
    for row in &rows {
        if !groups_of.iter().any(|known| key(known) == key(row)) {
            groups_of.push(row);
        }
    }
    let inputs = groups_of.iter().filter(|row| row.is_input()).count();
    let shown: Vec<&GroupRow> = groups_of.iter().copied().filter(|row| row.is_input()).take(top).collect();
    let others = groups_of.iter().copied().filter(|row| !row.is_input());
    let lines = shown.into_iter().chain(others).map(|group| {
        let mut cells = vec![group.group.clone()];
        cells.push(if group.inputs > 0 { group.inputs.to_string() } else { "-".to_owned() });
        for arm in &arms {
            let row = rows.iter().find(|row| row.arm == *arm && key(row) == key(group));
            let of = |pick: fn(&GroupRow) -> Found| {
                row.map_or_else(
                    || "-".to_owned(),
                    |row| {
                        let (index, needs) = pick(row);
                        share(index, needs)
                    },
                )
            };
            cells.push(of(|row| ([row.first, row.first_lower, row.first_upper], row.first_needs)));
            cells.push(of(|row| ([row.total, row.total_lower, row.total_upper], row.total_needs)));
        }
        cells
    });
    let lines: Vec<Vec<String>> = lines.collect();
    let mut notes = vec![
        "alone: what knowing it would take away of the variance (closed first-order index).".to_owned(),
        "in all: what would be left if all else were known (total index); more than alone by what it does with others."
            .to_owned(),
        format!(
            "In brackets intervals of 95 %, from {} runs of each of two samples. The dummy decides nothing, and its shares have \
             to be 0.",
            grouped(first.replicates)
        ),
    ];
    if inputs > top {
        let more = match inputs - top {
            1 => "One more input".to_owned(),
            more => format!("{more} more inputs"),
        };
        notes.push(format!("{more} looked at one by one: tables/groups.csv."));
    }
    let named = if first.by == "input" { "input" } else { "group" };
    let mut heads = vec![(named.to_owned(), Words), ("inputs".to_owned(), Number)];
    for name in arms {
        heads.push((format!("{}: alone", arm(name, first)), Number));
        heads.push(("in all".to_owned(), Number));
    }
    let title = format!(
        "How much of the spread of {} goes with {}, % of the variance",
        outcome(first),
        groups(&first.by)
    );
    Some(Table::of_text(title, heads, lines, notes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_has_the_digits_that_its_interval_allows() {
        let of = |value: f64, half: f64| [Some(value), Some(value - half), Some(value + half)];
        assert_eq!(share(of(0.314, 0.02), None), "31 (29 to 33)");
        assert_eq!(share(of(0.0314, 0.002), None), "3.1 (2.9 to 3.3)");
        assert_eq!(share([Some(0.0); 3], None), "0.0");
        assert_eq!(share([None, Some(0.0), Some(0.04)], Some(12_000)), "not settled, needs 12,000");
    }

    #[test]
    fn of_many_inputs_the_first_are_shown_and_the_rest_counted() {
        let row = |group: &str, address: &str, arm: &str, total: f64| GroupRow {
            outcome: "index_headline[30]".to_owned(),
            tier: 30,
            arm: arm.to_owned(),
            by: "input".to_owned(),
            group: group.to_owned(),
            address: address.to_owned(),
            inputs: usize::from(!address.is_empty()),
            first: None,
            first_needs: Some(8000),
            total: Some(total),
            total_lower: Some(total - 0.05),
            total_upper: Some(total + 0.05),
            replicates: 4096,
            ..GroupRow::default()
        };
        let mut found = Vec::new();
        for arm in ["attributable", "counterfactual"] {
            found.extend([
                row("Growth", "growth", arm, 0.5),
                row("Growth", "growth[DEU]", arm, 0.2),
                row("Notice", "full_notice", arm, 0.1),
                row("chance", "", arm, 0.3),
            ]);
        }
        let [table] = &variance(&found, 2)[..] else { panic!("one outcome") };
        let text = table.plain();
        assert!(text.contains("the index at D+30") && text.contains("added: alone"), "{text}");
        assert_eq!(table.rows.len(), 3, "two inputs and chance: {text}");
        assert!(text.contains("50 (45 to 55)") && text.contains("20 (15 to 25)"), "{text}");
        assert!(
            text.contains("not settled, needs 8,000") && text.contains("One more input looked at"),
            "{text}"
        );
    }
}
