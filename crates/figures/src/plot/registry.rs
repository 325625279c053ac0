//! The figures of a run, one entry each: its files, what draws it and when, where it stands in the report, and what is
//! told to those who do not see it.

use super::{
    Context, PlotError, backend::Recording, bridge, closing_year, closure, coverage, force_flow, heatmap,
    hosts, map, ranking, regret, spending, timeline, tornado, variance,
};

/// A figure that a run may have.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Stem of its files.
    pub stem: &'static str,
    /// Draws it.
    pub(super) draw: fn(&Context) -> Result<Recording, PlotError>,
    /// Whether the run has what it needs.
    pub(super) applies: fn(&Context) -> bool,
    /// The section of the report that it belongs to.
    pub section: Section,
    /// Its turn among the figures of that section.
    pub turn: u8,
    /// Whether it shows a single scenario: each of those that have figures of their own has one.
    pub single: bool,
    /// Whether it shows nothing but changes, and so nothing where no scenario makes any.
    pub only_changes: bool,
    /// What kind of picture it is, for those who do not see it.
    pub kind: &'static str,
    /// The numbers that stand for it in its alternative text.
    pub numbers: Numbers,
}

/// Sections of the report that have figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Which is worst.
    Ranking,
    /// Why.
    Causes,
    /// Where.
    Capabilities,
    /// When it closes.
    Closing,
    /// Who pays.
    Pays,
    /// What it rests on.
    Judgement,
    /// What was asked.
    Scenarios,
}

/// Numbers of an alternative text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// Mean loss of every capability in its worst year.
    Losses,
    /// What every scenario adds over all capabilities.
    Totals,
    /// What each cause adds to the gap.
    Steps,
    /// Capabilities without a gap, with and without the drawdown.
    Closed,
    /// The attributable index with each input low and high.
    Driven,
    /// How much worse than the best choice in hindsight each drawdown is.
    Regret,
    /// When the first units leave.
    Leave,
    /// Too many to be said: the table of the run folder that holds them.
    Table(&'static str),
    /// Those that the figure says itself.
    Said,
    /// Too many to be said: the table of allies that stands beside the figure.
    Allies,
}

/// What every run has.
fn always(_: &Context) -> bool {
    true
}

/// The figures, in the order of their numbers.
pub static FIGURES: [Entry; 14] = [
    Entry {
        stem: "1-coverage",
        draw: coverage::draw,
        applies: always,
        section: Section::Capabilities,
        turn: 2,
        single: true,
        only_changes: false,
        kind: "Line charts, a panel a capability",
        numbers: Numbers::Losses,
    },
    Entry {
        stem: "2-heatmap",
        draw: heatmap::draw,
        applies: always,
        section: Section::Capabilities,
        turn: 1,
        single: false,
        only_changes: false,
        kind: "Table of shaded cells, capabilities by scenarios",
        numbers: Numbers::Totals,
    },
    Entry {
        stem: "3-closure",
        draw: closure::draw,
        applies: always,
        section: Section::Closing,
        turn: 1,
        single: false,
        only_changes: true,
        kind: "Line charts, a panel a scenario",
        numbers: Numbers::Closed,
    },
    Entry {
        stem: "4-force-flow",
        draw: force_flow::draw,
        applies: always,
        section: Section::Capabilities,
        turn: 3,
        single: true,
        only_changes: true,
        kind: "Pairs of stacked bars by readiness, a panel a capability",
        numbers: Numbers::Table("supply.csv"),
    },
    Entry {
        stem: "5-spending",
        draw: spending::draw,
        applies: always,
        section: Section::Pays,
        turn: 1,
        single: true,
        only_changes: false,
        kind: "Dot plot, a row an ally",
        numbers: Numbers::Allies,
    },
    Entry {
        stem: "6-map",
        draw: map::draw,
        applies: map::applies,
        section: Section::Pays,
        turn: 2,
        single: true,
        only_changes: false,
        kind: "US troops by host country, there and leaving",
        numbers: Numbers::Table("hosts.csv"),
    },
    Entry {
        stem: "6-hosts",
        draw: hosts::draw,
        applies: |ctx| !map::applies(ctx),
        section: Section::Pays,
        turn: 2,
        single: true,
        only_changes: false,
        kind: "US troops by host country, there and leaving",
        numbers: Numbers::Table("hosts.csv"),
    },
    Entry {
        stem: "7-bridge",
        draw: bridge::draw,
        applies: bridge::applies,
        section: Section::Causes,
        turn: 1,
        single: true,
        only_changes: false,
        kind: "Waterfall of bars from what is missing anyway to what is missing in all",
        numbers: Numbers::Steps,
    },
    Entry {
        stem: "8-ranking",
        draw: ranking::draw,
        applies: ranking::applies,
        section: Section::Ranking,
        turn: 1,
        single: false,
        only_changes: true,
        kind: "Dots with ranges, a row a scenario",
        numbers: Numbers::Totals,
    },
    Entry {
        stem: "9-tornado",
        draw: tornado::draw,
        applies: tornado::applies,
        section: Section::Judgement,
        turn: 1,
        single: false,
        only_changes: false,
        kind: "Pairs of bars, an uncertain input a row",
        numbers: Numbers::Driven,
    },
    Entry {
        stem: "10-timeline",
        draw: timeline::draw,
        applies: timeline::applies,
        section: Section::Scenarios,
        turn: 1,
        single: false,
        only_changes: false,
        kind: "Bars and marks along the years, a row a scenario",
        numbers: Numbers::Leave,
    },
    Entry {
        stem: "11-closing-year",
        draw: closing_year::draw,
        applies: closing_year::applies,
        section: Section::Closing,
        turn: 2,
        single: false,
        only_changes: false,
        kind: "Dots on a line of years, a row a capability and scenario",
        numbers: Numbers::Table("closure.csv"),
    },
    Entry {
        stem: "12-regret",
        draw: regret::draw,
        applies: regret::applies,
        section: Section::Ranking,
        turn: 2,
        single: false,
        only_changes: false,
        kind: "Table of shaded cells, criteria by scenarios",
        numbers: Numbers::Regret,
    },
    Entry {
        stem: "13-variance",
        draw: variance::draw,
        applies: variance::applies,
        section: Section::Judgement,
        turn: 2,
        single: false,
        only_changes: false,
        kind: "Pairs of bars with intervals, an uncertain input or a group of them a row",
        numbers: Numbers::Table("groups.csv"),
    },
];
