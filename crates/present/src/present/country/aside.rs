//! What the alliance loses if the country stands aside.

use super::{Block, Page, by_scenario, number, ranged, sentence, under};
use crate::{
    present::{
        WORTH_NAMING,
        grammar::{inside, list},
        numbers::{points, runs, whole},
    },
    store::country::{Aside, KeptScenario, Spread, TakesPart, UnderScenario},
};

/// Capabilities that are named.
const NAMED: usize = 3;

pub(super) fn add(page: &Page, blocks: &mut Vec<Block>) {
    let (country, title) = (page.country, &page.country.title);
    let known: Vec<(&UnderScenario, &KeptScenario)> =
        page.shown.iter().filter_map(|s| Some((s, s.kept.as_ref()?))).collect();
    if known.is_empty() {
        blocks.push(sentence(&format!(
            "Which units leave, what {title} holds and what is lost if it stands aside stand in no table of this run: \
             `drawdown country {} RUN` finds them where the scenarios can be read again.",
            country.ally
        )));
        return;
    }
    let rows: Vec<(&UnderScenario, Vec<String>)> = known
        .iter()
        .filter_map(|(s, kept)| Some((*s, row(kept.aside.iter().find(|a| a.tier == country.tier)?))))
        .collect();
    let is = |state: TakesPart| known.iter().filter(move |(_, kept)| kept.takes_part == state);
    let already: Vec<&str> = is(TakesPart::AsideAlready).map(|(s, _)| s.short_title.as_str()).collect();
    let mut notes: Vec<String> = Vec::new();
    if !already.is_empty() {
        let what = if already.len() == known.len() {
            "Here".to_owned()
        } else {
            format!("In {}", already.join(" / "))
        };
        notes.push(format!(
            "{what} {title} stands aside already: its forces are not counted, and none can be lost."
        ));
    }
    if is(TakesPart::NoForces).count() == known.len() {
        blocks.push(sentence(&format!(
            "Nothing is lost if {title} stands aside: the model has no forces of it."
        )));
        return;
    }
    if rows.is_empty() {
        let not = format!("What is lost if {title} stands aside was not computed.");
        notes.extend((already.len() < known.len()).then_some(not));
        blocks.extend(notes.iter().map(|note| sentence(note)));
        return;
    }
    notes.insert(
        0,
        format!(
            "Each scenario against itself where {title} takes no part, in {} of the same draws; it still pays and orders.",
            runs(country.replicates_aside)
        ),
    );
    match country.tier == page.own_tier {
        true => notes.extend(known.first().and_then(|(s, kept)| most(page, s, kept))),
        false => notes.push(format!(
            "Of which capabilities most is lost is known at D+{} alone, the tier of the run.",
            page.own_tier
        )),
    }
    let heads = vec![
        number(format!("missing, %,\n{}", page.with)),
        number("and it\nstands aside"),
        number("points more\n(9 of 10 runs)"),
        number(format!("points more\n{}\n(9 of 10 runs)", page.without)),
    ];
    let title = format!(
        "What the alliance loses at D+{} if {title} stands aside (two worlds compared)",
        country.tier
    );
    blocks.push(by_scenario(page, title, heads, &rows, notes));
}

fn row(found: &Aside) -> Vec<String> {
    let se = found.more.se;
    let shown = |value: f64| points(value, se);
    vec![
        shown(found.with),
        shown(found.aside),
        ranged(Spread::from(&found.more), shown),
        ranged(Spread::from(&found.more_without), shown),
    ]
}

/// The capabilities of which most is lost.
fn most(page: &Page, s: &UnderScenario, kept: &KeptScenario) -> Option<String> {
    let lost = kept.aside_domains.iter().filter(|domain| domain.more >= WORTH_NAMING).take(NAMED);
    let named: Vec<String> =
        lost.map(|domain| format!("{} {}", inside(&domain.title), whole(domain.more))).collect();
    let which = under(page, s);
    let which = which.strip_suffix(": ").map(|name| format!(" ({name})")).unwrap_or_default();
    (!named.is_empty()).then(|| format!("Most is lost{which} of {}: points, mean over years.", list(&named)))
}
