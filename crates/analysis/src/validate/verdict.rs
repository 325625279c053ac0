//! Whether a published figure is reproduced: the one rule.

pub use crate::store::published::{Band, Judged, Verdict};
use crate::store::published::{Published, Scale};

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
