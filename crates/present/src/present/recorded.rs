//! The result that the compiled-in file records, for those who only name it.

use super::published;
use crate::{
    scenario::{
        shipped,
        tree::{Kind, Node, parse},
    },
    store::published::{Counts, Verdict},
};

/// The counts of the verdicts that are recorded.
#[must_use]
pub fn counts() -> Counts {
    let mut counts = Counts::default();
    let Ok(Node { kind: Kind::Struct(_, fields), .. }) = parse(shipped::published()) else { return counts };
    let records = fields.iter().find(|(word, _)| word.text == "records").map(|(_, node)| &node.kind);
    let Some(Kind::List(records)) = records else { return counts };
    for record in records {
        let Kind::Struct(_, fields) = &record.kind else { continue };
        counts.figures += 1;
        let verdict = fields.iter().find(|(word, _)| word.text == "verdict").map(|(_, node)| &node.kind);
        let Some(Kind::Name(written)) = verdict else {
            counts.not_comparable += 1;
            continue;
        };
        counts.compared += 1;
        match Verdict::NAMES.iter().find(|(name, _)| name == written) {
            Some((_, Verdict::Inside)) => counts.inside += 1,
            Some((_, Verdict::Touches)) => counts.touches += 1,
            Some((_, Verdict::TooLow)) => counts.too_low += 1,
            _ => counts.too_high += 1,
        }
    }
    counts
}

/// "Of 28 comparable published figures, 12 inside."
#[must_use]
pub fn sentence() -> String {
    published::sentence(&counts())
}
