//! The tables of `drawdown invest` for people: those of the terminal, of `briefing.md` and of the report.

use crate::{
    present::{
        grammar::capital,
        invest::{
            must,
            words::{bn, limit, named, nobody, slowed, sorted, takes_crews, with_error, worth, years},
        },
        numbers::{fixed, runs},
        table::{
            Kind::{Number, Words},
            Table,
        },
    },
    store::{
        invest::{InvestOption, InvestScenario, InvestSummary, Objective, Slows, Spread},
        required::MeanError,
    },
};

/// All tables: of each scenario, then over them.
#[must_use]
pub fn tables(summary: &InvestSummary) -> Vec<Table> {
    let mut tables = vec![path(summary)];
    tables.extend(objective(summary));
    for scenario in &summary.scenarios {
        tables.push(marginal(summary, scenario));
        tables.push(growth(summary, scenario));
        tables.push(budgets(summary, scenario));
        tables.extend(next(summary, scenario));
        tables.extend(timing(summary, scenario));
    }
    if summary.scenarios.len() > 1 {
        tables.push(own(summary));
    }
    tables
}

fn of(spread: &Spread) -> String {
    with_error(&spread.middle())
}

/// What a billion of an amount closes.
fn per_billion(closed: &MeanError, amount: f64) -> String {
    match amount > 0.0 {
        true => {
            let points = |value: f64| fixed(100.0 * value / amount, 3);
            closed
                .se
                .map_or_else(|| points(closed.mean), |se| format!("{} ±{}", points(closed.mean), points(se)))
        }
        false => "-".to_owned(),
    }
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

fn option_title(summary: &InvestSummary, id: &str) -> String {
    summary.option(id).map_or_else(|| id.to_owned(), |option| option.title.clone())
}

/// What money in one option alone closes, and policies that need none, best first.
#[must_use]
pub fn marginal(summary: &InvestSummary, scenario: &InvestScenario) -> Table {
    let options = scenario.marginal.iter().map(|marginal| {
        let slows = match takes_crews(marginal) {
            true => "below 0: its crews are missing elsewhere".to_owned(),
            false => slowed(summary, marginal),
        };
        let tenth = with_error(&marginal.tenth);
        (&marginal.first, option_title(summary, &marginal.option), tenth, slows)
    });
    let policies = scenario.policies.iter().map(|policy| {
        let worth = match worth(summary, policy) {
            Some(worth) => format!("no new money; worth {worth}"),
            None if policy.closed.mean > 0.0 => {
                format!("no new money; worth more than ${} bn", bn(summary.largest()))
            }
            None => "no new money".to_owned(),
        };
        (&policy.closed, format!("Policy: {}", policy.title), "-".to_owned(), worth)
    });
    let mut all: Vec<_> = options.chain(policies).collect();
    all.sort_by(|a, b| b.0.mean.total_cmp(&a.0.mean));
    let rows = all
        .into_iter()
        .map(|(closed, what, tenth, slows)| vec![what, of(closed), range(closed), tenth, slows]);
    let mut notes = vec![format!(
        "Points of the D+{} requirement per $10 bn with standard errors, {}; {}, evenly.",
        summary.tier,
        runs(summary.valid()),
        years(summary)
    )];
    if !scenario.policies.is_empty() {
        notes.push("Policies: all that they close, without any programme.".to_owned());
    }
    Table::of_text(
        title(summary, "What the first $10 bn close, one option at a time, beside policies", scenario),
        [
            ("what it buys", Words),
            ("first $10 bn", Number),
            ("9 in 10 runs", Number),
            ("$10 bn at the 10th's rate", Number),
            ("what slows the next billion most often", Words),
        ],
        rows.collect(),
        notes,
    )
}

/// What more money in one option alone closes.
#[must_use]
pub fn growth(summary: &InvestSummary, scenario: &InvestScenario) -> Table {
    let amounts = scenario.marginal.first().map_or(&[][..], |first| &first.amounts);
    let heads = std::iter::once(("what it buys".to_owned(), Words))
        .chain(amounts.iter().map(|amount| (format!("${} bn", bn(amount.amount)), Number)));
    let rows = sorted(scenario).into_iter().map(|marginal| {
        let closed = marginal.amounts.iter().map(|amount| with_error(&amount.closed));
        std::iter::once(option_title(summary, &marginal.option)).chain(closed).collect()
    });
    Table::of_text(
        title(summary, "What more money in one option alone closes", scenario),
        heads,
        rows.collect(),
        vec![format!("Points of the D+{} requirement in all, with standard errors.", summary.tier)],
    )
}

/// What the next step of each option closes with the best programmes in place; nothing where none may take one.
#[must_use]
pub fn next(summary: &InvestSummary, scenario: &InvestScenario) -> Option<Table> {
    let of = |budget: f64, option: &InvestOption| {
        scenario.next.iter().find(|next| next.budget == budget && next.option == option.id)
    };
    let last = |option: &InvestOption| of(summary.largest(), option);
    let any = |option: &&InvestOption| summary.budgets.iter().any(|&budget| of(budget, option).is_some());
    let mut all: Vec<&InvestOption> = summary.options.iter().filter(any).collect();
    let closed = |option: &InvestOption| last(option).map_or(f64::NEG_INFINITY, |next| next.closed.mean);
    all.sort_by(|a, b| closed(b).total_cmp(&closed(a)));
    let rows: Vec<Vec<String>> = all
        .into_iter()
        .map(|option| {
            let each = summary.budgets.iter().map(|&budget| {
                of(budget, option).map_or_else(|| "at its most".to_owned(), |next| with_error(&next.closed))
            });
            let slows = last(option).and_then(|next| Slows::named(&next.slows));
            let slows = slows.map_or_else(|| "-".to_owned(), |slows| limit(slows.limit).to_owned());
            let each_bn = last(option).map(|next| per_billion(&next.closed, summary.step));
            let each_bn = each_bn.unwrap_or_else(|| "-".to_owned());
            std::iter::once(option.title.clone()).chain(each).chain([each_bn, slows]).collect()
        })
        .collect();
    let heads = std::iter::once(("on top of the best".to_owned(), Words))
        .chain(summary.budgets.iter().map(|&budget| (format!("${} bn", bn(budget)), Number)))
        .chain([
            (format!("per $ bn at ${} bn", bn(summary.largest())), Number),
            (format!("what slows it at ${} bn", bn(summary.largest())), Words),
        ]);
    (!rows.is_empty()).then(|| {
        Table::of_text(
            title(summary, &format!("What the next ${} bn close", bn(summary.step)), scenario),
            heads,
            rows,
            vec![format!("Points of the D+{} requirement with standard errors.", summary.tier)],
        )
    })
}

/// What the objective comes to; nothing where the mean of one scenario says it all.
#[must_use]
pub fn objective(summary: &InvestSummary) -> Option<Table> {
    let what = match (summary.objective, summary.scenarios.len()) {
        (Objective::Mean | Objective::Regret, 1) => return None,
        (Objective::Mean, _) => "What is left on average over the scenarios",
        (Objective::Cvar, _) => "What is left in the worst tenth of runs",
        (Objective::Regret, _) => "The largest regret over the scenarios",
    };
    let rows = summary.path.iter().filter(|step| step.asked || step.budget == 0.0).map(|step| {
        let values = step.comes_to().map(|value| with_error(&value));
        let optimism = step.optimism.map_or_else(|| "-".to_owned(), |optimism| with_error(&optimism));
        std::iter::once(bn(step.budget)).chain(values).chain([optimism]).collect()
    });
    let mut notes = vec![format!("Points of the D+{} requirement with standard errors.", summary.tier)];
    notes.extend(summary.without.map(|without| {
        format!("Without a programme {} {}.", fixed(100.0 * without, 2), nobody(&summary.scenarios))
    }));
    let heads = ["budget, $ bn", "best found", "planners' rule", "by need", "optimism"];
    Some(Table::of_text(what.to_owned(), heads.map(|head| (head, Number)), rows.collect(), notes))
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
        std::iter::once(bn(step.budget))
            .chain(used.iter().map(|&i| amount(step.amounts[i])))
            .chain([amount(step.budget - step.spent())])
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
            per_billion(&valued.closed.middle(), step.spent()),
            with_error(&valued.planners),
            with_error(&valued.need),
            with_error(&valued.optimism),
        ]
    });
    let heads = [
        "budget, $ bn",
        "left",
        "9 in 10 runs",
        "closed",
        "per $ bn",
        "planners' rule",
        "by need",
        "optimism",
    ];
    let without = format!(
        "Points of the D+{} requirement with standard errors; {} are missing {} and nothing is bought.",
        summary.tier,
        fixed(100.0 * scenario.without.mean, 2),
        nobody(std::slice::from_ref(scenario))
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
        .flat_map(|timing| {
            let row = |what: String, closed: &MeanError, lost: &MeanError| {
                vec![what, bn(timing.budget), timing.years.to_string(), with_error(closed), with_error(lost)]
            };
            let items = timing.items.iter();
            let items = items
                .map(move |i| row(format!("{} alone", option_title(summary, &i.option)), &i.closed, &i.lost));
            let whole = row("the programme".to_owned(), &timing.closed, &timing.lost);
            std::iter::once(whole).chain(items.collect::<Vec<_>>())
        })
        .collect();
    let heads = [
        ("what", Words),
        ("budget, $ bn", Number),
        ("years later", Number),
        ("closed", Number),
        ("lost by waiting", Number),
    ];
    let title = title(summary, "The same programme later", scenario);
    (!rows.is_empty()).then(|| Table::of_text(title, heads, rows, Vec::new()))
}

/// What each scenario alone would have bought, of the largest budget.
#[must_use]
pub fn own(summary: &InvestSummary) -> Table {
    let budget = summary.largest();
    let rows = summary.items(budget).map(|item| {
        let at = summary.options.iter().position(|option| option.id == item.option).unwrap_or(0);
        let amounts = summary.scenarios.iter().map(|scenario| {
            let own = scenario.own_of(budget);
            let amount = own.map_or(0.0, |own| summary.options[at].beyond(own.amounts[at]));
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
    let mut notes = vec![
        "~: the last step may as well go elsewhere (its exchange costs less than two standard errors)."
            .to_owned(),
    ];
    notes.extend(must(summary).map(|must| format!("{}.", capital(&must))));
    Table::of_text(
        format!("What each scenario alone would buy with ${} bn, $ bn", bn(budget)),
        heads,
        rows.collect(),
        notes,
    )
}
