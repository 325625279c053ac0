//! Whether a published figure is reproduced: the one rule.

use serde::{Deserialize, Serialize};

use super::{
    band::Band,
    record::{Published, Scale},
};

/// What is said of a published figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The published value, or the middle of its range, lies in the 90 % band.
    Inside,
    /// Only the ranges overlap.
    Touches,
    /// drawdown's band lies below what is published.
    TooLow,
    /// It lies above.
    TooHigh,
}

impl Verdict {
    /// All, as they are written in a file.
    pub const NAMES: [(&str, Verdict); 4] = [
        ("Inside", Verdict::Inside),
        ("Touches", Verdict::Touches),
        ("TooLow", Verdict::TooLow),
        ("TooHigh", Verdict::TooHigh),
    ];

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Verdict::Inside => "inside",
            Verdict::Touches => "touches",
            Verdict::TooLow => "too low",
            Verdict::TooHigh => "too high",
        }
    }

    /// Whether the ranges do not even overlap.
    #[must_use]
    pub const fn is_outside(self) -> bool {
        matches!(self, Verdict::TooLow | Verdict::TooHigh)
    }
}

/// A verdict, and how far from the next one inside.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// By how much the nearest end of the band misses the nearest end of what is published: on a scale of ratios the quotient of
    /// the greater and the smaller, else their difference; 0 where they overlap, null where there is no quotient.
    pub off: Option<f64>,
}

/// Judges a band. An end that is open (a level above every one tried) is infinite.
#[must_use]
pub fn judge(published: &Published, band: &Band, scale: Scale) -> Judged {
    let centre = published.centre();
    let (low, high) = published.range();
    if band.low <= centre && centre <= band.high {
        return Judged { verdict: Verdict::Inside, off: Some(0.0) };
    }
    if band.low <= high && low <= band.high {
        return Judged { verdict: Verdict::Touches, off: Some(0.0) };
    }
    let (verdict, near, far) = if band.high < low {
        (Verdict::TooLow, band.high, low)
    } else {
        // Of what lies beyond all that was looked at it is known that it is at least that.
        (Verdict::TooHigh, high, band.low.min(band.most))
    };
    let off = match scale {
        Scale::Linear => Some(far - near),
        Scale::Log => (near > 0.0).then(|| far / near),
    };
    Judged { verdict, off: off.filter(|off| off.is_finite()) }
}
