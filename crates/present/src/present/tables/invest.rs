//! The tables of `drawdown invest` for people: those of the terminal, of `briefing.md` and of the report.

use crate::{
    present::{
        invest::words::{bn, named, slowed, with_error},
        numbers::{fixed, runs},
        table::{
            Kind::{Number, Words},
            Table,
        },
    },
    store::{
        invest::{InvestScenario, InvestSummary, Spread},
        required::MeanError,
    },
};

/// All tables: of each scenario, then over them.
#[must_use]
pub fn tables(summary: &InvestSummary) -> Vec<Table> {
    let mut tables = vec![path(summary)];
    for scenario in &summary.scenarios {
        tables.push(marginal(summary, scenario));
        tables.push(budgets(summary, scenario));
        tables.extend(timing(summary, scenario));
        tables.extend(policies(summary, scenario));
    }
    if summary.scenarios.len() > 1 {
        tables.push(own(summary));
    }
    tables
}

fn of(spread: &Spread) -> String {
    with_error(&MeanError { mean: spread.mean, se: spread.se })
}

fn range(spread: &Spread) -> String {
    format!("{} to {}", fixed(100.0 * spread.p05, 2), fixed(100.0 * spread.p95, 2))
}

fn title(summary: &InvestSummary, what: &str, scenario: &InvestScenario) -> String {
    match summary.scenarios.len() {
        1 => what.to_owned(),
        _ => format!("{what}: {}", scenario.title),
    }
}

/// What money in one option alone closes, best first.
#[must_use]
pub fn marginal(summary: &InvestSummary, scenario: &InvestScenario) -> Table {
    let mut all: Vec<_> = scenario.marginal.iter().collect();
    all.sort_by(|a, b| b.first.mean.total_cmp(&a.first.mean));
    let rows = all.into_iter().map(|marginal| {
        let slows = match marginal.takes_crews {
            true => "below 0: its crews are missing elsewhere".to_owned(),
            false => slowed(summary, marginal),
        };
        vec![
            summary.option(&marginal.option).map_or_else(String::new, |option| option.title.clone()),
            of(&marginal.first),
            range(&marginal.first),
            with_error(&marginal.tenth),
            slows,
        ]
    });
    Table::of_text(
        title(summary, "What the first $10 bn close, one option at a time", scenario),
        [
            ("what it buys", Words),
            ("first $10 bn", Number),
            ("9 in 10 runs", Number),
            ("at the 10th bn", Number),
            ("what slows the next billion most often", Words),
        ],
        rows.collect(),
        vec![format!(
            "Points of the D+{} requirement per $10 bn with standard errors, {}; {}-{}, evenly.",
            summary.tier,
            runs(summary.replicates - summary.fresh_failed_replicates),
            summary.years[0],
            summary.years[1]
        )],
    )
}

/// What the best programme buys, budget by budget.
#[must_use]
pub fn path(summary: &InvestSummary) -> Table {
    let used: Vec<usize> = (0..summary.options.len())
        .filter(|&i| summary.path.iter().any(|step| step.asked && step.amounts[i] > 0.0))
        .collect();
    let heads = std::iter::once(("budget, $ bn".to_owned(), Number))
        .chain(used.iter().map(|&i| (named(summary, &summary.options[i].id), Number)))
        .chain([("unspent".to_owned(), Number)]);
    let rows = summary.path.iter().filter(|step| step.asked).map(|step| {
        let amount = |bought: f64| if bought > 0.0 { bn(bought) } else { "-".to_owned() };
        let spent: f64 = step.amounts.iter().sum();
        std::iter::once(bn(step.budget))
            .chain(used.iter().map(|&i| amount(step.amounts[i])))
            .chain([amount(step.budget - spent)])
            .collect()
    });
    Table::of_text(
        "What the best programme found buys, $ bn".to_owned(),
        heads,
        rows.collect(),
        vec![format!("In steps of ${} bn.", bn(summary.step))],
    )
}

/// What budgets leave and close.
#[must_use]
pub fn budgets(summary: &InvestSummary, scenario: &InvestScenario) -> Table {
    let asked = summary.path.iter().zip(&scenario.path).filter(|(step, _)| step.asked || step.budget == 0.0);
    let rows = asked.map(|(step, valued)| {
        vec![
            bn(step.budget),
            of(&valued.left),
            range(&valued.left),
            of(&valued.closed),
            with_error(&valued.planners),
            with_error(&valued.need),
            with_error(&valued.optimism),
        ]
    });
    let heads = ["budget, $ bn", "left", "9 in 10 runs", "closed", "planners' rule", "by need", "optimism"];
    let without = format!(
        "Points of the D+{} requirement with standard errors; {} are missing if nobody leaves and nothing is bought.",
        summary.tier,
        fixed(100.0 * scenario.without.mean, 2)
    );
    Table::of_text(
        title(summary, "What budgets leave and close", scenario),
        heads.map(|head| (head, Number)),
        rows.collect(),
        vec![without],
    )
}

/// The same programmes later; nothing where that is beyond the run.
#[must_use]
pub fn timing(summary: &InvestSummary, scenario: &InvestScenario) -> Option<Table> {
    let rows: Vec<Vec<String>> = scenario
        .timing
        .iter()
        .map(|timing| {
            vec![
                bn(timing.budget),
                timing.years.to_string(),
                with_error(&timing.closed),
                with_error(&timing.lost),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Table::of_text(
            title(summary, "The same programme later", scenario),
            ["budget, $ bn", "years later", "closed", "lost by waiting"].map(|head| (head, Number)),
            rows,
            Vec::new(),
        )
    })
}

/// What policies close; nothing where none changes anything.
#[must_use]
pub fn policies(summary: &InvestSummary, scenario: &InvestScenario) -> Option<Table> {
    let rows: Vec<Vec<String>> = scenario
        .policies
        .iter()
        .map(|policy| {
            let worth = match policy.worth {
                Some(worth) => bn(worth),
                None if policy.closed.mean > 0.0 => {
                    format!("more than {}", bn(summary.budgets.last().copied().unwrap_or(0.0)))
                }
                None => "-".to_owned(),
            };
            vec![policy.title.clone(), of(&policy.closed), range(&policy.closed), worth]
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Table::of_text(
            title(summary, "What policies close without new money", scenario),
            [("policy", Words), ("closed", Number), ("9 in 10 runs", Number), ("as the best $ bn", Number)],
            rows,
            Vec::new(),
        )
    })
}

/// What each scenario alone would have bought, of the largest budget.
#[must_use]
pub fn own(summary: &InvestSummary) -> Table {
    let budget = summary.budgets.last().copied().unwrap_or(0.0);
    let items = summary.no_regret.iter().filter(|item| item.budget == budget);
    let rows = items.map(|item| {
        let at = summary.options.iter().position(|option| option.id == item.option).unwrap_or(0);
        let amounts = summary.scenarios.iter().map(|scenario| {
            let own = scenario.own.iter().find(|own| own.budget == budget);
            let amount = own.map_or(0.0, |own| own.amounts[at]);
            let near = own.is_some_and(|own| {
                own.exchanges.iter().any(|exchange| exchange.option == item.option && exchange.as_good)
            });
            match amount > 0.0 {
                true => format!("{}{}", bn(amount), if near { "~" } else { "" }),
                false => "-".to_owned(),
            }
        });
        let within = format!("{} of {}", item.within, summary.scenarios.len());
        std::iter::once(named(summary, &item.option)).chain(amounts).chain([within, bn(item.least)]).collect()
    });
    let heads = std::iter::once(("what it buys".to_owned(), Words))
        .chain(summary.scenarios.iter().map(|scenario| (scenario.id.clone(), Number)))
        .chain([("in".to_owned(), Number), ("least".to_owned(), Number)]);
    Table::of_text(
        format!("What each scenario alone would buy with ${} bn, $ bn", bn(budget)),
        heads,
        rows.collect(),
        vec![
            "~: the last step may as well go elsewhere (its exchange costs less than two standard errors)."
                .to_owned(),
        ],
    )
}
