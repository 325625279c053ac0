//! The tables of `drawdown require` for people: those of the terminal, of `briefing.md` and of the report.

use crate::{
    present::{
        numbers::{currency::Money, fixed, grouped, percent, runs},
        required as words,
        table::{
            Kind::{Number, Words},
            Table,
        },
    },
    store::required::{RequiredArm, RequiredScenario, RequiredSummary},
};

/// The tables of a scenario: what is required of each capability, and of whom.
#[must_use]
pub fn tables(answer: &RequiredSummary, scenario: &RequiredScenario) -> Vec<Table> {
    let mut tables = vec![levels(answer, scenario)];
    tables.extend(allies(answer, scenario));
    tables
}

/// One row a capability.
fn levels(answer: &RequiredSummary, scenario: &RequiredScenario) -> Table {
    let ends = [answer.levels.first(), answer.levels.last()].map(|level| level.copied().unwrap_or_default());
    let mut heads = vec![("capability".to_owned(), Words)];
    heads.extend(["required", "95 % interval"].map(|head| (head.to_owned(), Number)));
    // Where nobody leaves there is nothing to compare with.
    if scenario.leaves {
        heads.extend([words::unless(scenario), "adds"].map(|head| (head.to_owned(), Number)));
    }
    let and_without = match scenario.leaves {
        true => format!(" ({})", words::unless(scenario)),
        false => String::new(),
    };
    heads.extend(ends.map(|level| (format!("closed at {level} %{and_without}"), Number)));
    heads.push((format!("what is open at {} % held by{and_without}", ends[1]), Words));
    let rows = scenario
        .targets
        .iter()
        .map(|target| {
            let with = &target.scenario;
            let dash = || "-".to_owned();
            let share = |p: f64| words::share(answer, p);
            let mut row = vec![target.title.clone(), words::level(with), words::interval(with)];
            if scenario.leaves {
                row.push(words::level(&target.counterfactual));
                row.push(target.attributable.as_ref().map_or_else(dash, words::added));
            }
            let both = |of: &dyn Fn(&RequiredArm) -> String| match scenario.leaves {
                true => format!("{} ({})", of(with), of(&target.counterfactual)),
                false => of(with),
            };
            row.push(both(&|arm| arm.curve.first().map_or_else(dash, |closed| share(closed.probability))));
            row.push(both(&|arm| share(arm.at_highest.probability)));
            row.push(both(&|arm| match arm.binding.is_empty() {
                true => dash(),
                false => words::held(arm, 2),
            }));
            row
        })
        .collect();
    Table::of_text(
        format!(
            "Required spending, % of GDP, for no gap at D+{} by the end of {} in {} of runs",
            answer.tier,
            answer.year,
            percent(answer.probability)
        ),
        heads,
        rows,
        vec![format!(
            "{}, seed {}; intervals from {} resamples of them. Each ally keeps the year of its pledge.",
            runs(answer.replicates - answer.failed_replicates),
            answer.seed,
            grouped(answer.resamples as u64)
        )],
    )
}

/// One row an ally, for the dearest of what is within reach.
fn allies(answer: &RequiredSummary, scenario: &RequiredScenario) -> Option<Table> {
    let target = words::dearest(scenario)?;
    let without = scenario.leaves && !target.money_without.is_empty();
    let currency = Money::of(&answer.turned_to);
    let sign = currency.sign();
    let mut heads = vec![
        "ally".to_owned(),
        format!("{} %", answer.base_year),
        "pledge %".to_owned(),
        "required %".to_owned(),
        format!("{} {sign}bn", answer.base_year),
        format!("pledge {sign}bn"),
        format!("required {sign}bn"),
        "above now".to_owned(),
        "above pledge".to_owned(),
    ];
    if without {
        heads.insert(7, format!("{} {sign}bn", words::unless(scenario)));
    }
    let heads = heads.into_iter().enumerate().map(|(c, head)| (head, if c == 0 { Words } else { Number }));
    let signed = |value: f64| format!("{:+.1}", libm::round(10.0 * value) / 10.0 + 0.0);
    let rows = target
        .money
        .iter()
        .filter(|money| words::told(answer, money))
        .map(|money| {
            let mut row = vec![money.title.clone()];
            row.extend([money.share_now, money.pledge, money.share_required].map(|v| format!("{v:.2}")));
            row.extend([money.now, money.pledged, money.required].map(|v| fixed(currency.amount(v.mean), 1)));
            let other = target.money_without.iter().find(|other| other.ally == money.ally);
            row.extend(other.filter(|_| without).map(|other| fixed(currency.amount(other.required.mean), 1)));
            row.extend([money.above_now, money.above_pledged].map(|v| signed(currency.amount(v.mean))));
            row
        })
        .collect();
    Some(Table::of_text(
        format!(
            "What {} means ({}), a year in {}",
            words::level(&target.scenario),
            target.title,
            answer.year
        ),
        heads,
        rows,
        vec![format!(
            "{sign}bn: billions of constant 2025 {} a year, means over runs. Pledge and required: at the GDP of \
             {}, and nobody spends a smaller share than in {}; the level replaces higher pledges too.",
            currency.plural(),
            answer.year,
            answer.base_year
        )]
        .into_iter()
        .chain(currency.note())
        .collect(),
    ))
}
