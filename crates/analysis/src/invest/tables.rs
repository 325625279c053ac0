//! The tables of `drawdown invest`.

use std::io::Write;

use crate::{
    present::text::{Numbers, write_csv},
    store::{
        invest::{FIRST, InvestSummary, Slows},
        invest_rows::{
            BudgetRow, MarginalRow, NextRow, NoRegretRow, ObjectiveRow, PathRow, PolicyRow, RegretRow,
            TimingRow,
        },
    },
};

/// Writes a table.
pub type Writer = fn(&InvestSummary, &mut dyn Write) -> Result<(), csv::Error>;

/// All tables by name.
pub const TABLES: [(&str, Writer); 9] = [
    ("marginal", marginal),
    ("path", path),
    ("budgets", budgets),
    ("objective", objective),
    ("next", next),
    ("regret", regret),
    ("no_regret", no_regret),
    ("timing", timing),
    ("policies", policies),
];

/// What is to be named of what slows, and how often it does.
fn first(slows: &[Slows]) -> (Option<String>, Option<f64>) {
    Slows::named(slows).map(|slows| (slows.limit.name().to_owned(), slows.share)).unzip()
}

/// What amounts in one option alone close.
///
/// # Errors
/// When it cannot be written.
pub fn marginal(summary: &InvestSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let all =
        summary.scenarios.iter().flat_map(|scenario| scenario.marginal.iter().map(move |m| (scenario, m)));
    let rows = all.flat_map(|(scenario, marginal)| {
        marginal.amounts.iter().map(move |amount| {
            let row = MarginalRow {
                scenario: scenario.id.clone(),
                option: marginal.option.clone(),
                tier: summary.tier,
                amount_usd_bn: amount.amount,
                closed: amount.closed.mean,
                se: amount.closed.se,
                ..MarginalRow::default()
            };
            if amount.amount != FIRST {
                return row;
            }
            let (slowed_by, slowed) = first(&marginal.slows);
            MarginalRow {
                p05: Some(marginal.first.p05),
                p95: Some(marginal.first.p95),
                tenth: Some(marginal.tenth.mean),
                tenth_se: marginal.tenth.se,
                slowed_by,
                slowed,
                with_people: marginal.with_people.map(|with| with.mean),
                with_people_se: marginal.with_people.and_then(|with| with.se),
                ..row
            }
        })
    });
    write_csv::<MarginalRow>(to, Numbers::Plain, rows)
}

/// What best programmes put into options.
///
/// # Errors
/// When it cannot be written.
pub fn path(summary: &InvestSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let row = |whose: &str, budget: f64, option: usize, amount: f64| PathRow {
        chosen_for: whose.to_owned(),
        budget_usd_bn: budget,
        option: summary.options[option].id.clone(),
        amount_usd_bn: amount,
        ..PathRow::default()
    };
    let together = summary.path.iter().flat_map(|step| {
        step.amounts.iter().enumerate().map(|(i, &amount)| row("all", step.budget, i, amount))
    });
    let own =
        summary.scenarios.iter().flat_map(|scenario| scenario.own.iter().map(move |own| (scenario, own)));
    let own = own.flat_map(|(scenario, own)| {
        own.amounts.iter().enumerate().map(move |(i, &amount)| {
            let exchange = own.exchanges.iter().find(|exchange| exchange.option == summary.options[i].id);
            PathRow {
                instead: exchange.map(|exchange| exchange.instead.clone().unwrap_or("unspent".to_owned())),
                exchange_cost: exchange.map(|exchange| exchange.cost.mean),
                exchange_se: exchange.and_then(|exchange| exchange.cost.se),
                ..row(&scenario.id, own.budget, i, amount)
            }
        })
    });
    write_csv::<PathRow>(to, Numbers::Plain, together.chain(own))
}

/// What best programmes leave and close.
///
/// # Errors
/// When it cannot be written.
pub fn budgets(summary: &InvestSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let rows = summary.scenarios.iter().flat_map(|scenario| {
        summary.path.iter().zip(&scenario.path).map(move |(step, valued)| BudgetRow {
            scenario: scenario.id.clone(),
            tier: summary.tier,
            budget_usd_bn: step.budget,
            spent_usd_bn: step.spent(),
            left: valued.left.mean,
            left_se: valued.left.se,
            left_p05: valued.left.p05,
            left_p25: valued.left.p25,
            left_p50: valued.left.p50,
            left_p75: valued.left.p75,
            left_p95: valued.left.p95,
            without: scenario.without.mean,
            closed: valued.closed.mean,
            closed_se: valued.closed.se,
            closed_p05: valued.closed.p05,
            closed_p95: valued.closed.p95,
            planners: valued.planners.mean,
            planners_se: valued.planners.se,
            need: valued.need.mean,
            need_se: valued.need.se,
            above_planners: valued.above_planners.mean,
            above_planners_se: valued.above_planners.se,
            above_need: valued.above_need.mean,
            above_need_se: valued.above_need.se,
            optimism: valued.optimism.mean,
            optimism_se: valued.optimism.se,
        })
    });
    write_csv::<BudgetRow>(to, Numbers::Plain, rows)
}

/// What the objective comes to.
///
/// # Errors
/// When it cannot be written.
pub fn objective(summary: &InvestSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let rows = summary.path.iter().map(|step| ObjectiveRow {
        objective: summary.objective.name().to_owned(),
        tier: summary.tier,
        budget_usd_bn: step.budget,
        chosen: step.chosen,
        chosen_se: step.chosen_se,
        best: step.fresh,
        best_se: step.fresh_se,
        planners: step.planners,
        planners_se: step.planners_se,
        need: step.need,
        need_se: step.need_se,
        without: summary.without,
        without_se: summary.without_se,
        optimism: step.optimism.map(|optimism| optimism.mean),
        optimism_se: step.optimism.and_then(|optimism| optimism.se),
    });
    write_csv::<ObjectiveRow>(to, Numbers::Plain, rows)
}

/// What the next step closes.
///
/// # Errors
/// When it cannot be written.
pub fn next(summary: &InvestSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let rows = summary.scenarios.iter().flat_map(|scenario| {
        scenario.next.iter().map(move |next| {
            let (slowed_by, slowed) = first(&next.slows);
            NextRow {
                scenario: scenario.id.clone(),
                budget_usd_bn: next.budget,
                option: next.option.clone(),
                step_usd_bn: summary.step,
                closed: next.closed.mean,
                se: next.closed.se,
                slowed_by,
                slowed,
            }
        })
    });
    write_csv::<NextRow>(to, Numbers::Plain, rows)
}

/// What the programme for all costs each.
///
/// # Errors
/// When it cannot be written.
pub fn regret(summary: &InvestSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let rows = summary.scenarios.iter().flat_map(|scenario| {
        scenario.own.iter().map(|own| RegretRow {
            scenario: scenario.id.clone(),
            budget_usd_bn: own.budget,
            own_closed: own.closed.mean,
            own_closed_se: own.closed.se,
            regret: own.regret.mean,
            regret_se: own.regret.se,
        })
    });
    write_csv::<RegretRow>(to, Numbers::Plain, rows)
}

/// Options over the scenarios' own best programmes.
///
/// # Errors
/// When it cannot be written.
pub fn no_regret(summary: &InvestSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let rows = summary.no_regret.iter().map(|item| NoRegretRow {
        budget_usd_bn: item.budget,
        option: item.option.clone(),
        within: item.within,
        scenarios: summary.scenarios.len(),
        least_usd_bn: item.least,
        most_usd_bn: item.most,
    });
    write_csv::<NoRegretRow>(to, Numbers::Plain, rows)
}

/// The same programmes later.
///
/// # Errors
/// When it cannot be written.
pub fn timing(summary: &InvestSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let rows = summary.scenarios.iter().flat_map(|scenario| {
        scenario.timing.iter().flat_map(|timing| {
            let items = timing.items.iter().map(|item| (Some(item.option.clone()), &item.closed, &item.lost));
            let all = std::iter::once((None, &timing.closed, &timing.lost)).chain(items);
            all.map(|(option, closed, lost)| TimingRow {
                scenario: scenario.id.clone(),
                budget_usd_bn: timing.budget,
                years_later: timing.years,
                option,
                closed: closed.mean,
                se: closed.se,
                lost: lost.mean,
                lost_se: lost.se,
            })
        })
    });
    write_csv::<TimingRow>(to, Numbers::Plain, rows)
}

/// Policies that cost little.
///
/// # Errors
/// When it cannot be written.
pub fn policies(summary: &InvestSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let rows = summary.scenarios.iter().flat_map(|scenario| {
        scenario.policies.iter().map(|policy| PolicyRow {
            scenario: scenario.id.clone(),
            policy: policy.id.clone(),
            changes: policy.changes.join("; "),
            closed: policy.closed.mean,
            se: policy.closed.se,
            p05: policy.closed.p05,
            p95: policy.closed.p95,
            worth_usd_bn: policy.worth,
        })
    });
    write_csv::<PolicyRow>(to, Numbers::Plain, rows)
}
