//! What the names of scenarios stand for: sentences, tables and figures call each by its short title, and here is the whole one.

use super::{Columns, scenario};
use crate::{
    present::{
        View,
        table::{Kind, Table, words},
    },
    store::summary::ScenarioSummary,
};

/// One row per scenario whose title says more than its name, in the order given; `None` where none does.
#[must_use]
pub fn names(view: &View) -> Option<Table> {
    let longer: Vec<&ScenarioSummary> =
        view.summary.scenarios.iter().filter(|s| s.title != s.short_title).collect();
    let mut columns = Columns::new();
    columns.add("name", Kind::Words, |s: &&ScenarioSummary| scenario(s));
    columns.add("stands for", Kind::Words, |s| words(&s.title));
    (!longer.is_empty())
        .then(|| Table { title: "What the names stand for".to_owned(), ..columns.table(&longer) })
}
