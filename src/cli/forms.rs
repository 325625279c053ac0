//! What is asked of an answer in one of a few words: its form, how much of it, its colours.

use clap::ValueEnum;

use crate::engine::detail::Detail;

/// When messages are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless NO_COLOR is set or TERM is dumb.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Outcomes whose quantiles are written on request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Quantiles {
    /// Gap in units.
    Gap,
    /// Margin.
    Margin,
}

/// How much the tables hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TableDetail {
    /// For people: coverage, gap and index by quarter, all else by year; what happens without a drawdown once
    People,
    /// For programs: every outcome by quarter in every arm, also before allies react
    Full,
}

impl From<TableDetail> for Detail {
    fn from(asked: TableDetail) -> Self {
        match asked {
            TableDetail::People => Detail::People,
            TableDetail::Full => Detail::Full,
        }
    }
}

/// Form of what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Table,
    /// For programs: the summary, all digits.
    Json,
    /// For spreadsheets.
    Csv,
    /// For documents.
    Markdown,
}

/// The same of commands whose answer has no rows for a spreadsheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people.
    Table,
    /// For programs: all there is, all digits.
    Json,
    /// For documents.
    Markdown,
}

/// The same of commands whose answer is no part of a document either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TableOrJson {
    /// For people.
    Table,
    /// For programs.
    Json,
}
