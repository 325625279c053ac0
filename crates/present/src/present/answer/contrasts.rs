//! What matters: paired differences of scenarios that differ in one thing only.

use super::{Part, Sentence, elsewhere::elsewhere};
use crate::{
    present::{
        SEEN, View,
        evidence::Evidence,
        grammar::{capital, list},
        numbers::{grouped, points},
        people,
    },
    store::summary::{Aspect, Contrast, ScenarioSummary},
};

/// The order in which aspects are told.
const ORDER: [Aspect; 9] = [
    Aspect::Size,
    Aspect::Manner,
    Aspect::Notice,
    Aspect::Information,
    Aspect::Timetable,
    Aspect::Enablers,
    Aspect::Kept,
    Aspect::Composition,
    Aspect::Destination,
];

/// What a difference can be said to be.
enum Found {
    /// Equal in every replicate, or too small to be seen in print.
    Nothing,
    /// Within two standard errors.
    Unsettled,
    /// A difference.
    Something,
}

pub(super) fn evidence(contrast: &Contrast) -> Evidence {
    Evidence::of(contrast.difference, contrast.se, contrast.probability_worse)
}

fn found(contrast: &Contrast) -> Found {
    match (contrast.difference.abs(), evidence(contrast)) {
        (d, _) if d < SEEN && (contrast.se.is_nan() || contrast.se < SEEN) => Found::Nothing,
        (_, Evidence::Same) => Found::Nothing,
        (_, Evidence::Unsettled) => Found::Unsettled,
        _ => Found::Something,
    }
}

/// The sentences: all that differs in one thing around one scenario, then what differs in several or around others, then
/// how size and handling compare.
pub(super) fn sentences(view: &View) -> Vec<Sentence> {
    let centre = centre(view);
    let chosen = chosen(view, centre);
    let around = |c: &&Contrast| c.differs.len() == 1 && centre.is_some_and(|id| about(c, id));
    let (around, apart): (Vec<&Contrast>, Vec<&Contrast>) = chosen.iter().partition(|c| around(c));
    let mut told = Vec::new();
    if let ([_, _, ..], Some(scenario)) = (&around[..], centre.and_then(|id| view.scenario(id))) {
        let mut parts: Vec<Part> = vec!["One thing changed at a time around ".into(), scenario.into()];
        for (i, contrast) in around.iter().enumerate() {
            parts.push(if i == 0 { ": " } else { "; " }.into());
            parts.push(phrase(view, contrast).into());
            // "More" and "fewer" need to be told of what.
            if !elsewhere_of(view, contrast).is_empty() {
                parts.extend(against(view, contrast));
            }
        }
        parts.push(".".into());
        told.push(Sentence::new(parts));
        told.extend(apart.iter().map(|c| alone(view, c)));
    } else {
        told.extend(chosen.iter().map(|c| alone(view, c)));
    }
    told.extend(size_against_handling(&chosen));
    told
}

pub(super) fn about(contrast: &Contrast, id: &str) -> bool {
    contrast.scenario == id || contrast.other == id
}

/// The scenario that has contrasts of most aspects, the deepest of several: what is said of different aspects is then
/// said of the same drawdown.
pub(super) fn centre<'a>(view: &View<'a>) -> Option<&'a str> {
    let all = &view.summary.contrasts;
    let aspects_of =
        |id: &str| ORDER.iter().filter(|&&a| all.iter().any(|c| c.aspect == a && about(c, id))).count();
    let mut best: Option<(&str, usize)> = None;
    for entry in &view.summary.ranking {
        let n = aspects_of(&entry.scenario);
        if n > best.map_or(0, |(_, most)| most) {
            best = Some((&entry.scenario, n));
        }
    }
    best.map(|(id, _)| id)
}

/// Whether as many leave as are asked to.
fn as_asked(view: &View, id: &str) -> bool {
    let asked = |s: &ScenarioSummary| s.personnel_asked.mean - s.personnel_effective.mean < 0.5;
    view.scenario(id).is_some_and(asked)
}

/// One contrast an aspect: the largest around the scenario, or where it has none the largest of all. Of size one in which
/// the floor keeps nobody back is told before others, since there the sizes are those of the scenarios' names.
pub(super) fn chosen<'a>(view: &View<'a>, centre: Option<&str>) -> Vec<&'a Contrast> {
    let largest_of = |aspect: Aspect, id: Option<&str>, uncut: bool| {
        let all = view.summary.contrasts.iter();
        let those = all
            .filter(|c| c.aspect == aspect && id.is_none_or(|id| about(c, id)))
            .filter(|c| !uncut || (as_asked(view, &c.scenario) && as_asked(view, &c.other)));
        // The first of equals.
        those.fold(None, |best: Option<&Contrast>, c| match best {
            Some(b) if b.difference.abs() >= c.difference.abs() => Some(b),
            _ => Some(c),
        })
    };
    let largest = |aspect: Aspect, id: Option<&str>| {
        largest_of(aspect, id, aspect == Aspect::Size).or_else(|| largest_of(aspect, id, false))
    };
    ORDER.iter().filter_map(|&aspect| largest(aspect, centre).or_else(|| largest(aspect, None))).collect()
}

/// A contrast with the scenarios that it is of.
fn alone(view: &View, contrast: &Contrast) -> Sentence {
    let mut parts = vec![Part::from(capital(&phrase(view, contrast)))];
    parts.extend(against(view, contrast));
    parts.push(".".into());
    Sentence::new(parts)
}

/// The two scenarios of a contrast in brackets.
fn against(view: &View, contrast: &Contrast) -> Vec<Part> {
    let of = |id: &String| view.scenario(id).map_or_else(|| Part::from(id.as_str()), Part::from);
    vec![" (".into(), of(&contrast.scenario), " against ".into(), of(&contrast.other), ")".into()]
}

/// What a contrast that cannot be seen over all capabilities does elsewhere; empty for one that can.
fn elsewhere_of(view: &View, contrast: &Contrast) -> String {
    match found(contrast) {
        Found::Something => String::new(),
        Found::Nothing | Found::Unsettled => elsewhere(view, &contrast.elsewhere),
    }
}

/// What a contrast says.
fn phrase(view: &View, contrast: &Contrast) -> String {
    let what = subject(view, contrast);
    let value = format!("{} points", points(contrast.difference.abs(), contrast.se));
    let worth = matches!(
        contrast.aspect,
        Aspect::Manner | Aspect::Notice | Aspect::Information | Aspect::Enablers | Aspect::Kept
    );
    let but = match elsewhere_of(view, contrast) {
        but if but.is_empty() => but,
        but => format!(", but {but}"),
    };
    match found(contrast) {
        Found::Nothing if but.is_empty() => {
            format!("{what} makes no difference that can be seen, at any readiness or in any capability")
        }
        Found::Nothing => {
            format!(
                "{what} makes a difference of less than {} points over all capabilities at D+{}{but}",
                100.0 * SEEN,
                view.tier
            )
        }
        Found::Unsettled if contrast.se.is_nan() => {
            format!("{what}: one run cannot tell what that makes ({value} in this one)")
        }
        Found::Unsettled => format!(
            "{what} makes no difference over all capabilities at D+{} that {} runs can tell, {value} with a standard \
             error of {}{but}",
            view.tier,
            grouped(view.summary.replicates),
            points(contrast.se, f64::NAN)
        ),
        Found::Something => {
            let adds = contrast.difference > 0.0;
            let words = match (worth, adds) {
                (true, true) => format!("is worth {value}"),
                (true, false) => format!("deepens the gap by {value}, against intuition"),
                (false, true) => format!("adds {value}"),
                (false, false) => format!("takes off {value}, against intuition"),
            };
            let p = if adds { contrast.probability_worse } else { 1.0 - contrast.probability_worse };
            let how_sure = match evidence(contrast) {
                Evidence::Either => {
                    format!(" on average, but it could be either: in {}", view.of_replicates(p))
                }
                Evidence::Probably => format!(", probably: in {}", view.of_replicates(p)),
                _ => String::new(),
            };
            format!("{what} {words}{how_sure}")
        }
    }
}

/// What is worth something, or adds something.
fn subject(view: &View, contrast: &Contrast) -> String {
    let name = |aspect: &Aspect| match aspect {
        Aspect::Timetable => "timetable",
        Aspect::Notice => "notice",
        _ => "information",
    };
    match contrast.aspect {
        Aspect::Size => {
            let leave =
                |id: &str| view.scenario(id).map(|s| people(&s.personnel_effective)).unwrap_or_default();
            format!("{} leaving instead of {}", leave(&contrast.scenario), leave(&contrast.other))
        }
        Aspect::Manner => {
            let differs: Vec<&str> = contrast.differs.iter().map(name).collect();
            format!("handling ({})", list(&differs))
        }
        Aspect::Notice => "notice alone".to_owned(),
        Aspect::Information => "full information alone".to_owned(),
        Aspect::Timetable => "the timetable".to_owned(),
        Aspect::Enablers => "keeping enablers".to_owned(),
        Aspect::Kept => "keeping what stays behind".to_owned(),
        Aspect::Composition => "who leaves".to_owned(),
        Aspect::Destination => "sending forces where fewer return".to_owned(),
    }
}

/// How much more one of size and handling matters than the other, where both are known well enough.
fn size_against_handling(chosen: &[&Contrast]) -> Option<Sentence> {
    /// Bound of the standard error of the ratio beyond which it is not told, relative to it.
    const KNOWN: f64 = 0.125;
    let of = |aspect: Aspect| chosen.iter().find(|c| c.aspect == aspect).copied();
    let size = of(Aspect::Size)?;
    let (manner, word) = [
        (Aspect::Manner, "handling"),
        (Aspect::Information, "information"),
        (Aspect::Notice, "notice"),
        (Aspect::Timetable, "the timetable"),
    ]
    .into_iter()
    .find_map(|(aspect, word)| Some((of(aspect)?, word)))?;
    let relative = |c: &Contrast| c.se / c.difference.abs();
    // Both are of the same replicates, and how they go along is not kept: the sum is an upper bound whatever that is.
    let error = relative(size) + relative(manner);
    let seen = |c: &Contrast| c.difference.abs() >= SEEN;
    if !(seen(size) && seen(manner) && error < KNOWN) {
        return None;
    }
    let ratio = (size.difference / manner.difference).abs();
    let (more, less) = if ratio >= 1.0 { ("size", word) } else { (word, "size") };
    Some(Sentence::text(match times(ratio.max(1.0 / ratio)) {
        Some(times) => format!("{} matters {times} as much as {less} between these.", capital(more)),
        None => format!("Size and {word} matter about equally between these."),
    }))
}

/// A ratio from 1 on in words; `None` where it is about 1.
fn times(ratio: f64) -> Option<String> {
    const WORDS: [&str; 8] = ["three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    match ratio {
        r if r < 1.25 => None,
        r if r < 1.75 => Some("about one and a half times".to_owned()),
        r if r < 2.5 => Some("about twice".to_owned()),
        r if r < 10.5 => Some(format!("about {} times", WORDS[libm::round(r) as usize - 3])),
        r if r < 95.0 => Some(format!("about {:.0} times", 10.0 * libm::round(r / 10.0))),
        _ => Some("a hundred times or more".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_words() {
        let said = |r: f64| times(r).unwrap_or_default();
        assert_eq!(said(1.1), "");
        assert_eq!(said(1.5), "about one and a half times");
        assert_eq!(said(2.4), "about twice");
        assert_eq!(said(2.6), "about three times");
        assert_eq!(said(10.4), "about ten times");
        assert_eq!(said(23.0), "about 20 times");
        assert_eq!(said(400.0), "a hundred times or more");
    }
}
