//! Durations and sizes in words.

/// A duration: `40 s`, `12 min`, `3.5 h`, `2.1 days`.
#[must_use]
pub fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 9.95 => format!("{s:.1} s"),
        s if s < 119.5 => format!("{s:.0} s"),
        s if s < 2.0 * 3600.0 => format!("{:.0} min", s / 60.0),
        s if s < 48.0 * 3600.0 => format!("{:.1} h", s / 3600.0),
        s => format!("{:.1} days", s / 86400.0),
    }
}

/// A size: `840 kB`, `45 MB`, `1.2 GB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    match bytes as f64 {
        b if b < 999.5e3 => format!("{:.0} kB", (b / 1e3).max(1.0)),
        b if b < 9.95e6 => format!("{:.1} MB", b / 1e6),
        b if b < 999.5e6 => format!("{:.0} MB", b / 1e6),
        b if b < 999.5e9 => format!("{:.1} GB", b / 1e9),
        b => format!("{:.1} TB", b / 1e12),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fit_their_size() {
        assert_eq!(duration(3.21), "3.2 s");
        assert_eq!(duration(40.0), "40 s");
        assert_eq!(duration(720.0), "12 min");
        assert_eq!(duration(12_600.0), "3.5 h");
        assert_eq!(duration(181_440.0), "2.1 days");
        assert_eq!(size(10), "1 kB");
        assert_eq!(size(45_000_000), "45 MB");
        assert_eq!(size(1_200_000_000), "1.2 GB");
    }
}
