//! What a run waited for and what stayed open, in sentences.

use crate::{
    present::grouped,
    store::stopping::{PairEntry, PairState, RankingEntry, Stopping, StoppingWords, WidthEntry},
};

/// The sentences for people.
#[must_use]
pub fn words(stopping: &Stopping) -> StoppingWords {
    let mut words = StoppingWords {
        cap: stopping.cap,
        reached: stopping.reached,
        waited_for: Vec::new(),
        open: Vec::new(),
    };
    if stopping.replicates == 0 {
        let first = stopping.looks.first().copied().unwrap_or(0);
        words.open.push(format!("interrupted before the first look, at {} runs", grouped(first)));
        return words;
    }
    let mut targets: Vec<&str> = stopping.widths.iter().map(|w| w.target.as_str()).collect();
    targets.dedup();
    for target in targets {
        let of_target = || stopping.widths.iter().filter(|w| w.target == target);
        words.waited_for.extend(widths(&of_target().collect::<Vec<_>>()));
        words.open.extend(of_target().filter(|w| !w.reached).map(open_width));
    }
    for ranking in &stopping.rankings {
        words.waited_for.push(waited_ranking(ranking));
        let open = ranking.pairs.iter().filter(|pair| pair.state == PairState::Open);
        words.open.extend(open.map(|pair| open_pair(ranking, pair)));
    }
    words
}

/// What was waited for in one target, over its scenarios.
fn widths(entries: &[&WidthEntry]) -> Option<String> {
    let first = entries.first()?;
    let widest = entries.iter().map(|w| w.half_width).fold(0.0, |a: f64, b| if b > a { b } else { a });
    let scenarios = if entries.len() == 1 { "" } else { " in every scenario" };
    let known = if entries.iter().all(|w| w.reached) {
        format!("reached: {} at most", rounded(widest, widest))
    } else {
        format!("not reached in {} of {}", entries.iter().filter(|w| !w.reached).count(), entries.len())
    };
    Some(format!(
        "{} to \u{b1} {} {}{scenarios} ({:.0} % for all such intervals and looks together): {known}",
        first.target,
        first.tolerance,
        first.unit,
        100.0 * first.confidence
    ))
}

fn open_width(entry: &WidthEntry) -> String {
    if !entry.half_width.is_finite() {
        return format!(
            "{} of {}: no interval, fewer than two runs have a value",
            entry.target, entry.scenario
        );
    }
    format!(
        "{} of {}: {} \u{b1} {} {}; {}",
        entry.target,
        entry.scenario,
        rounded(entry.mean, entry.half_width),
        rounded(entry.half_width, entry.half_width),
        entry.unit,
        takes(entry.needs)
    )
}

fn waited_ranking(ranking: &RankingEntry) -> String {
    let count = |state: PairState| ranking.pairs.iter().filter(|pair| pair.state == state).count();
    let (open, equal, all) = (count(PairState::Open), count(PairState::Equal), ranking.pairs.len());
    let known = match open {
        0 => "settled".to_owned(),
        open => format!("{open} of {all} pairs not settled"),
    };
    let equal = match equal {
        0 => String::new(),
        _ => {
            let pairs: Vec<String> = ranking
                .pairs
                .iter()
                .filter(|pair| pair.state == PairState::Equal)
                .map(|pair| format!("{} = {}", pair.scenario_a, pair.scenario_b))
                .collect();
            format!("; equal in every run, which settles it: {}", pairs.join(", "))
        }
    };
    // The name already says so where it is not the usual arm.
    let arm = if ranking.target.contains(':') { String::new() } else { format!(" ({})", ranking.arm) };
    format!(
        "ranking by {}{arm} ({} % for all pairs and looks together): {known}{equal}",
        ranking.target,
        percent(ranking.confidence)
    )
}

/// 95, 99.9: as many decimals as were asked for.
fn percent(confidence: f64) -> f64 {
    libm::round(1e8 * confidence) / 1e6
}

fn open_pair(ranking: &RankingEntry, pair: &PairEntry) -> String {
    let unknown = !pair.half_width.is_finite();
    let difference = if unknown {
        "no interval yet".to_owned()
    } else {
        format!(
            "differ by {} \u{b1} {} {}",
            rounded(pair.difference, pair.half_width),
            rounded(pair.half_width, pair.half_width),
            ranking.unit
        )
    };
    format!(
        "{} and {} on {}: {difference}; {}",
        pair.scenario_a,
        pair.scenario_b,
        ranking.target,
        takes(pair.needs)
    )
}

fn takes(needs: Option<u64>) -> String {
    match needs {
        Some(n) => format!("about {} runs would do", grouped(n)),
        None => "no number of runs is known to do".to_owned(),
    }
}

/// A number with the decimals that leave two digits of its error.
fn rounded(value: f64, error: f64) -> String {
    if !(error > 0.0 && error.is_finite()) {
        return value.to_string();
    }
    let decimals = (1.0 - libm::floor(libm::log10(error))).clamp(0.0, 12.0) as usize;
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| c == '0' || c == '.') => rest.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_two_digits_of_their_error() {
        assert_eq!(rounded(0.123_456, 0.001_23), "0.1235");
        assert_eq!(rounded(-0.000_01, 0.001_23), "0.0000");
        assert_eq!(rounded(1234.5, 27.0), "1234");
        assert_eq!(rounded(0.5, 0.0), "0.5");
        assert_eq!(percent(0.95).to_string(), "95");
        assert_eq!(percent(0.999).to_string(), "99.9");
    }

    #[test]
    fn open_pairs_say_what_they_would_take() {
        let pair = |b: &str, difference, half_width, state, needs| PairEntry {
            scenario_a: "a".to_owned(),
            scenario_b: b.to_owned(),
            difference,
            half_width,
            state,
            needs,
        };
        let ranking = RankingEntry {
            target: "index_headline[30]".to_owned(),
            arm: "attributable".to_owned(),
            unit: "fraction".to_owned(),
            confidence: 0.95,
            reached: false,
            pairs: vec![
                pair("b", 0.000_21, 0.000_42, PairState::Open, Some(41_000)),
                pair("c", 0.0, 0.0, PairState::Equal, None),
                pair("d", 0.5, 0.1, PairState::ALarger, None),
            ],
        };
        let stopping = Stopping {
            least: 1024,
            cap: 2048,
            looks: vec![1024, 2048],
            replicates: 2048,
            reached: false,
            widths: Vec::new(),
            rankings: vec![ranking],
        };
        let words = words(&stopping);
        assert_eq!(
            words.waited_for,
            [
                "ranking by index_headline[30] (attributable) (95 % for all pairs and looks together): 1 of 3 pairs \
              not settled; equal in every run, which settles it: a = c"
            ]
        );
        assert_eq!(
            words.open,
            ["a and b on index_headline[30]: differ by 0.00021 \u{b1} 0.00042 fraction; about 41,000 runs \
              would do"]
        );
    }
}
