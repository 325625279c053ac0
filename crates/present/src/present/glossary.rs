//! The words that answer, tables, figures and report use, explained once: reports render them, docs/guide.md has the same.

/// A word with what researchers call it, and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The plain word.
    pub word: &'static str,
    /// The name in tables and in the documents for researchers; empty where it has none.
    pub term: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

const fn term(word: &'static str, term: &'static str, meaning: &'static str) -> Term {
    Term { word, term, meaning }
}

/// All of them, in the order in which a reader meets them.
pub const TERMS: [Term; 10] = [
    term("D+10, D+30, D+180", "readiness tier", "What can be used 10, 30, 180 days after an alert."),
    term(
        "Missing",
        "shortfall",
        "The part of what is needed that cannot be met. Over all capabilities it is weighted; a point is one percent of \
         what is needed.",
    ),
    term(
        "Run",
        "replicate",
        "One possible future: everything uncertain is drawn once, and all scenarios are computed with the same draws. \
         Numbers are means over runs.",
    ),
    term(
        "9 of 10 runs",
        "5 to 95 % quantile",
        "The middle nine of ten runs lie in this range. It shows what nobody knows, not an error of sampling.",
    ),
    term(
        "If nobody leaves",
        "counterfactual",
        "The same run without the drawdown: nobody leaves, and no pledge is taken back.",
    ),
    term(
        "Missing in all, added by leaving",
        "scenario arm, attributable",
        "What is missing with the drawdown; and that less what is missing if nobody leaves, in the same run. Where it is below 0, \
         leaving takes something off.",
    ),
    term("Alarm", "induced", "What allies do because troops leave, above all what more they spend."),
    term(
        "Another world",
        "trigger, inputs",
        "A scenario in which more is otherwise than who leaves: something else is then missing even if nobody leaves.",
    ),
    term(
        "Below threshold",
        "vulnerability",
        "A capability of which less than its threshold can be met, 80 % of what is needed unless a scenario sets it otherwise \
         (`thresholds`, by capability). How likely that is, is the part of the runs in which it is so.",
    ),
    term(
        "Could be either",
        "ties",
        "One of two is worse in fewer than 75 of 100 runs. From 75 on it probably is, from 95 on it holds.",
    ),
];

impl Term {
    /// The word with its term in brackets.
    #[must_use]
    pub fn head(&self) -> String {
        if self.term.is_empty() { self.word.to_owned() } else { format!("{} ({})", self.word, self.term) }
    }
}

/// The glossary as a list of Markdown.
#[must_use]
pub fn markdown() -> String {
    TERMS.iter().map(|term| format!("- **{}**: {}\n", term.head(), term.meaning)).collect()
}
