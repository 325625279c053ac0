//! How far the headline is from settled: the mark that a page shows while runs are still coming.

use super::{View, numbers::runs};

/// How far the added points may still move.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// Whether they will hardly move any more.
    pub settled: bool,
    /// The same in words: "Settled to ±0.1 points, 4,096 runs".
    pub words: String,
}

/// Two standard errors of the added points, rounded up to a tenth.
fn width(se: f64) -> f64 {
    (libm::ceil(20.0 * 100.0 * se - 1e-9) / 10.0).max(0.1)
}

/// How far what the scenario in focus adds may still move: it has settled where that is at most a tenth of a point, or a
/// twentieth of what it adds. Nothing of a run without a scenario, or of one of which no error is known.
#[must_use]
pub fn settled(view: &View) -> Option<Settled> {
    let added = view.added(view.focus()?);
    if !added.se.is_finite() {
        return None;
    }
    let width = width(added.se);
    let settled = width <= 0.1 + 1e-9 || width <= 100.0 * added.mean.abs() / 20.0;
    let words = format!(
        "{} ±{width:.1} points, {}",
        if settled { "Settled to" } else { "Still moving:" },
        runs(view.replicates)
    );
    Some(Settled { settled, words })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_standard_errors_are_rounded_up_to_a_tenth() {
        assert_eq!(width(0.0005), 0.1);
        assert_eq!(width(0.0006), 0.2);
        assert_eq!(width(0.002), 0.4);
        assert_eq!(width(1e-9), 0.1);
    }
}
