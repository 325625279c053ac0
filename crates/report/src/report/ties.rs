//! The ties of a ranking are the same in the text, the figure and the table, whatever the pairs say.

use super::{material::Material, ranking, view::View};
use crate::{
    fixture,
    plot::{data::Context, pairs},
    present::{
        answer::{Head, sections},
        evidence::ranks,
        table::Key,
    },
    store::{
        assumptions::Assumptions,
        summary::{Difference, PairEntry, PairRanges, Summary},
    },
};
use std::ops::Range;

/// Numbers between 0 and 1 that are the same in every run of the test.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// All pairs of a ranking with differences, errors and shares on either side of every bound.
fn pairs_of(summary: &Summary, numbers: &mut Numbers) -> Vec<PairEntry> {
    let ids: Vec<&String> = summary.ranking.iter().map(|entry| &entry.scenario).collect();
    let mut pairs = Vec::new();
    for i in 0..ids.len() {
        for j in i + 1..ids.len() {
            let same = numbers.next() < 0.1;
            let difference = if same { 0.0 } else { 1e-3 * numbers.next() };
            let se = if same { 0.0 } else { 5e-4 * numbers.next() };
            let share = [0.5, 0.6, 0.7499, 0.75, 0.76, 0.89, 0.91, 0.9499, 0.95, 0.99, 1.0];
            let probability_worse = if same { 0.5 } else { share[(numbers.next() * 11.0) as usize] };
            pairs.push(PairEntry {
                scenario: ids[i].clone(),
                other: ids[j].clone(),
                found: Difference { difference, se, probability_worse },
                scenario_arm: None,
                counterfactual: None,
                ranges: PairRanges::default(),
                elsewhere: Vec::new(),
            });
        }
    }
    pairs
}

/// The runs that the sentence on the ranking says could be in another order.
fn of_text(summary: &Summary) -> Vec<Range<usize>> {
    let sections = sections(summary);
    let sure = sections.iter().filter(|section| section.head == Head::HowSure).flat_map(|s| &s.sentences);
    let said = sure.map(|s| s.plain()).find(|s| s.starts_with("Ranking: ")).unwrap();
    let mut runs = Vec::new();
    for part in said.trim_start_matches("Ranking: ").split("; ") {
        if part.contains(" could be either") || part.contains(" not settled") {
            let named = part.split(" could be").next().unwrap().split(" not settled").next().unwrap();
            for run in named.split(", ") {
                let (first, last) = run.split_once('-').unwrap();
                runs.push(first.parse::<usize>().unwrap() - 1..last.parse().unwrap());
            }
        }
    }
    runs.sort_by_key(|run| run.start);
    runs
}

#[test]
fn ties_in_the_text_the_figure_and_the_table_are_the_same() {
    let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
    let mut tied = 0;
    for round in 0..60 {
        let shape =
            fixture::Shape { scenarios: 3 + round % 6, domains: 2, allies: 1, ..fixture::Shape::default() };
        let (mut summary, tables) = fixture::run(&shape);
        summary.pairs = pairs_of(&summary, &mut numbers);
        let text = of_text(&summary);
        tied += text.len();
        let ctx = Context::new(&summary, &tables).unwrap();
        assert_eq!(text, pairs::ties(&ctx), "round {round}: text and figure");
        let material = Material::of(summary.clone(), Assumptions::default(), tables.clone(), Vec::new());
        let view = View::new(&material);
        for (i, row) in ranking::table(&view).rows.iter().enumerate() {
            let (first, last) = ranks(i, &text);
            let rank = row.rank.clone().unwrap();
            let expected = if first == last { rank.clone() } else { format!("{first}-{last}") };
            assert_eq!(rank, expected, "round {round}, row {i}");
            assert_eq!(rank.contains('-'), first < last, "round {round}, row {i}: {rank}");
            assert_eq!(row.cells[0].key, Key::Number((i + 1) as f64));
        }
    }
    assert!(tied > 60, "the test has ties to look at: {tied}");
}
