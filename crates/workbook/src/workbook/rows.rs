//! How numbers of the tables become those of a sheet: per cent instead of fractions, more missing as a number above 0.

use super::sheet::Cell;
use crate::store::table::Row;

/// A number of a row: its mean, or the ends of the middle 90 % of runs and their middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Mean,
    Low,
    Middle,
    High,
}

/// In the order of their columns, with what stands in a head.
pub(super) const PARTS: [(Part, &str); 4] =
    [(Part::Mean, "mean"), (Part::Low, "5 %"), (Part::Middle, "50 %"), (Part::High, "95 %")];

/// A number of a row as it is.
pub(super) fn plain(row: Option<&Row>, part: Part) -> Option<f64> {
    let row = row?;
    match part {
        Part::Mean => row.mean,
        Part::Low => row.p05,
        Part::Middle => row.p50,
        Part::High => row.p95,
    }
}

/// A fraction in per cent.
pub(super) fn percent(row: Option<&Row>, part: Part) -> Cell {
    plain(row, part).map(|value| 100.0 * value).into()
}

/// A change of coverage as what it adds to what is missing, in points: the other sign, so the ends change places.
pub(super) fn missing(row: Option<&Row>, part: Part) -> Cell {
    let other = match part {
        Part::Low => Part::High,
        Part::High => Part::Low,
        same => same,
    };
    plain(row, other).map(|value| -100.0 * value).into()
}

/// What is missing where a fraction is covered, in per cent.
pub(super) fn uncovered(row: Option<&Row>) -> Cell {
    plain(row, Part::Mean).map(|value| 100.0 * (1.0 - value)).into()
}
