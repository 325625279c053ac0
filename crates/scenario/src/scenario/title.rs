//! What a scenario is called: its own titles, marked where `--set` laid something over it, and what is odd about them.
//!
//! A title is a claim that stands in sentences, tables and figures. That of a file speaks of the file: what a command
//! lays over it is said in the title itself, here, so that no reader has to know of `--set`.

use super::{
    address::Address,
    chain::Chain,
    diagnostic::{Code, Diagnostic, Diagnostics, Text},
    how_many::{self, Asked},
    lay::repeats_its_base,
    layer::{Layer, Spanned},
    names::Name,
    resolved::Scenario,
    values::{Values, many, support},
};
use crate::text::line;

/// What the titles of a scenario to start from end in.
pub(super) const CHANGED: &str = " (changed)";

/// So many of the things set are named in a title; the rest is counted.
const NAMED: usize = 2;

/// Most characters of one thing set in a title, and in a short one, which stands in narrow columns.
const WIDTH: usize = 40;
const SHORT_WIDTH: usize = 24;

/// How far a number in a title may be from what it speaks of: people round.
const ROUNDED: f64 = 0.05;

/// Gives a scenario its titles. They are not inherited: one that gives none is known by its id. A title that `--set`
/// itself gives is trusted.
pub(super) fn titles(chain: &Chain, scenario: &mut Scenario, found: &Diagnostics) {
    let (own, set) = own(chain);
    let sets = sets(&found.texts[chain.set_texts.clone()]);
    let given = |of: fn(&Layer) -> &Option<Spanned<String>>, layer: Option<&Layer>| {
        layer.and_then(|layer| of(layer).as_ref()).map(|title| title.it.clone())
    };
    let title = given(|l| &l.title, Some(own)).unwrap_or_else(|| chain.id.clone());
    let short = given(|l| &l.short_title, Some(own));
    let (new, new_short) = (given(|l| &l.title, set), given(|l| &l.short_title, set));
    scenario.short_title = match (new_short, short, &new) {
        (Some(new), _, _) => new,
        (None, Some(short), _) => short + &short_mark(&sets),
        (None, None, Some(new)) => new.clone(),
        (None, None, None) => title.clone() + &short_mark(&sets),
    };
    scenario.title = new.unwrap_or_else(|| title + &mark(&sets));
    scenario.description = match (set.and_then(|l| l.description.clone()), own.description.clone()) {
        (Some(new), _) => new,
        (None, Some(text)) if !sets.is_empty() => {
            format!("{text} Set on the command line: {}.", list(&sets, WIDTH))
        }
        (None, text) => text.unwrap_or_default(),
    };
}

/// The layer of the scenario's own file, and that of `--set`.
pub(super) fn own(chain: &Chain) -> (&Layer, Option<&Layer>) {
    let last = chain.layers.len() - 1;
    if chain.sets {
        (&chain.layers[last - 1], Some(&chain.layers[last]))
    } else {
        (&chain.layers[last], None)
    }
}

/// What is set, by name and value as they are written, but for the titles themselves. Quotation marks would stand
/// within those of a sentence.
fn sets(texts: &[Text]) -> Vec<(String, String)> {
    let pairs = texts.iter().filter_map(|text| text.text.split_once('='));
    pairs
        .map(|(name, value)| (plain(name), plain(value)))
        .filter(|(name, _)| !["title", "short_title", "description"].contains(&name.as_str()))
        .collect()
}

fn plain(text: &str) -> String {
    let kept: String =
        text.chars().filter(|c| *c != '"').map(|c| if c.is_control() { ' ' } else { c }).collect();
    line(&kept.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

fn mark(sets: &[(String, String)]) -> String {
    if sets.is_empty() { String::new() } else { format!(" [{}]", list(sets, WIDTH)) }
}

/// Without a comma, where figures break a short title. Of several, how many: a name that is longer is cut in sentences, and then
/// not told apart from others.
fn short_mark(sets: &[(String, String)]) -> String {
    let [(name, value)] = sets else {
        return if sets.is_empty() { String::new() } else { format!(" [{} set]", sets.len()) };
    };
    let whole = format!("{name} = {value}");
    let first = if whole.chars().count() <= SHORT_WIDTH && !whole.contains(", ") {
        whole
    } else {
        format!("{} set", cut(name, SHORT_WIDTH))
    };
    format!(" [{first}]")
}

fn list(sets: &[(String, String)], width: usize) -> String {
    let named: Vec<String> =
        sets.iter().take(NAMED).map(|(name, value)| cut(&format!("{name} = {value}"), width)).collect();
    match sets.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        n => format!("{} and {n} more", named.join(", ")),
    }
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width - 3).chain("...".chars()).collect()
}

/// Warns of titles that say what the scenario is not.
pub(super) fn odd(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    let (own, _) = own(chain);
    let titles: Vec<(&str, &Spanned<String>)> =
        [("`title`", &own.title), ("`short_title`", &own.short_title)]
            .into_iter()
            .filter_map(|(name, title)| Some((name, title.as_ref()?)))
            .collect();
    let base = scenario.bases.first().map_or("its base", String::as_str);
    let mut warn = |which: &dyn Fn(&str, &str, &[Text]) -> bool, [one, both]: [&str; 2]| {
        let all: Vec<_> =
            titles.iter().filter(|(name, title)| which(name, &title.it, &found.texts)).collect();
        let Some((_, first)) = all.first() else { return };
        let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
        found.push(Diagnostic::warning(
            Code::InheritedTitle,
            first.span,
            format!("{} {}", names.join(" and "), if names.len() == 1 { one } else { both }),
            format!("say in which way the scenario differs from `{base}`"),
        ));
    };
    warn(
        &|_, title, _| title.ends_with(CHANGED),
        ["is as `drawdown new` wrote it", "are as `drawdown new` wrote them"],
    );
    warn(
        &|name, title, texts| inherited(chain, name, title) && !repeats_its_base(chain, texts),
        ["is that of its base", "are those of its base"],
    );
    // What `--set` changed stands in the title, and a title that it gave is its own matter.
    if chain.sets {
        return;
    }
    let wrong = titles.iter().filter(|(_, title)| !title.it.ends_with(CHANGED)).find_map(|(name, title)| {
        miscounted(&title.it, scenario, values).map(|found| (name, title.span, found))
    });
    if let Some((name, span, (said, leave))) = wrong {
        found.push(Diagnostic::warning(
            Code::TitleNumber,
            span,
            format!("{name} says {said}, but {leave}"),
            "titles stand in sentences and figures: say how many it is",
        ));
    }
}

/// Whether a base has the same title.
fn inherited(chain: &Chain, name: &str, title: &str) -> bool {
    let above = chain.layers.len() - 1 - usize::from(chain.sets);
    chain.layers[..above].iter().any(|layer| {
        let other = if name == "`title`" { &layer.title } else { &layer.short_title };
        other.as_ref().is_some_and(|other| other.it == title)
    })
}

/// A number of people in a title that is none of those who leave, in words, and how many leave.
fn miscounted(title: &str, scenario: &Scenario, values: &Values) -> Option<(String, String)> {
    let (_, there) = how_many::there(values);
    let Asked { low: least, high: most, .. } = how_many::asked(scenario, values)?;
    let floor = support(values, &Address::plain(Name::TroopFloor)).map_or((0.0, 0.0), |s| (s.0, s.1));
    let near = |number: f64, (low, high): (f64, f64)| {
        number >= low - ROUNDED * low.abs() && number <= high + ROUNDED * high.abs()
    };
    let numbers = people(title);
    let stays = [floor, (there, there), (there - most, there - least)];
    let spoken: Vec<&(f64, String)> = numbers
        .iter()
        .filter(|(n, _)| !stays.iter().any(|range| range.1 > 0.0 && near(*n, *range)))
        .collect();
    if spoken.is_empty() || numbers.iter().any(|(n, _)| near(*n, (least, most))) {
        return None;
    }
    let leave = match (least, most) {
        (_, 0.0) => "nobody leaves".to_owned(),
        (a, b) if a == b => format!("{} leave", many(a)),
        (a, b) => format!("{} to {} leave", many(a), many(b)),
    };
    Some((spoken[0].1.clone(), leave))
}

/// The numbers in a title that look like people, as they are written: `20,000`, `20 000`, `20.000`, `20k`, `20000`. Years,
/// money and percentages do not.
fn people(title: &str) -> Vec<(f64, String)> {
    let chars: Vec<char> = title.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !digit(at) {
            at += 1;
            continue;
        }
        let start = at;
        while digit(at) {
            at += 1;
        }
        let mut digits: String = chars[start..at].iter().collect();
        let mut grouped = false;
        let group = |at: usize| (1..=3).all(|i| digit(at + i)) && !digit(at + 4);
        while at - start <= 11
            && (grouped || digits.len() <= 3)
            && chars.get(at).is_some_and(|c| ",. '\u{a0}\u{202f}\u{2019}".contains(*c))
            && group(at)
        {
            digits.extend(&chars[at + 1..at + 4]);
            (grouped, at) = (true, at + 4);
        }
        let mut number: f64 = digits.parse().unwrap_or(0.0);
        if !grouped && chars.get(at) == Some(&'.') && digit(at + 1) {
            let from = at + 1;
            at = from;
            while digit(at) {
                at += 1;
            }
            let fraction: String = chars[from..at].iter().collect();
            number = format!("{digits}.{fraction}").parse().unwrap_or(number);
        }
        let ends = |at: usize| !chars.get(at).is_some_and(|c| c.is_alphanumeric());
        let thousands = matches!(chars.get(at), Some('k' | 'K')) && ends(at + 1);
        if thousands {
            (number, at) = (number * 1000.0, at + 1);
        }
        let year = !grouped && !thousands && (1900.0..=2200.0).contains(&number);
        let before = chars[..start].iter().rev().find(|c| !c.is_whitespace());
        let money = before.is_some_and(|c| "$€£".contains(*c));
        let after: String = chars[at..].iter().collect::<String>().trim_start().chars().take(3).collect();
        let other = ["%", "bn", "km", "day", "per"].iter().any(|unit| after.starts_with(unit));
        if number >= 1000.0 && ends(at) && !year && !money && !other {
            out.push((number, chars[start..at].iter().collect()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_found_and_others_are_not() {
        let numbers = |title: &str| people(title).into_iter().map(|(n, _)| n).collect::<Vec<_>>();
        assert_eq!(numbers("20,000 leave in an orderly way"), [20_000.0]);
        assert_eq!(numbers("20k-50k uncertain"), [20_000.0, 50_000.0]);
        assert_eq!(
            numbers("20 000, then 30.000, 40'000 and 82179"),
            [20_000.0, 30_000.0, 40_000.0, 82_179.0]
        );
        assert_eq!(numbers("82.2k of 1,950,000"), [82_200.0, 1_950_000.0]);
        assert_eq!(numbers("D+10 300 days, 2028 to 2030, 3.5 %, $20,000, 5000 bn, 12 leave, 20kt"), [0.0; 0]);
        assert_eq!(numbers("20,000"), [20_000.0]);
    }

    #[test]
    fn marks_name_what_is_set_and_stay_short() {
        let text = |set: &str| Text::new("--set", set);
        let one = sets(&[text("personnel=5000"), text(r#"title="mine""#)]);
        assert_eq!(
            (mark(&one), short_mark(&one)),
            (" [personnel = 5000]".into(), " [personnel = 5000]".into())
        );
        let who = sets(&[text(r#"composition=Priority([Host("DEU"), Host("ITA"), Host("ESP")])"#)]);
        assert_eq!(mark(&who), " [composition = Priority([Host(DEU), Ho...]");
        assert_eq!(short_mark(&who), " [composition set]");
        let many: Vec<Text> = (0..10_000).map(|i| text(&format!(" linkage =\n 0.{i}"))).collect();
        assert_eq!(mark(&sets(&many)), " [linkage = 0.0, linkage = 0.1 and 9998 more]");
        assert_eq!(short_mark(&sets(&many)), " [10000 set]");
    }
}
