//! What is asked of planned scenarios: spending that closes gaps, what to buy first, what drives the gap, variance by input.

use std::collections::BTreeMap;

use drawdown_analysis::{
    analysis::required::tables as required_tables,
    invest::tables as invest_tables,
    study::{
        By, Grouping, InvestSummary, Investing, NamedGroup, Objective, RequiredSummary, Requirement, Varying,
    },
};
use drawdown_figures::plot;
use drawdown_present::present::{invest as invest_words, required as required_words};
use drawdown_store::store::{
    invest_rows::{
        BudgetRow, MarginalRow, NextRow, NoRegretRow, ObjectiveRow, PathRow, PolicyRow, RegretRow, TimingRow,
    },
    required_rows::{CurveRow, RequiredAllyRow, RequiredRow},
};
use pyo3::prelude::*;

use crate::{
    asked::Asked,
    error::Failed,
    figure::{Figure, undrawn},
    table::Table,
    work::work,
};

enum Found {
    Require(RequiredSummary),
    Invest(InvestSummary),
}

/// What `require` or `invest` has found: sentences, tables, figures.
#[pyclass(frozen, module = "drawdown")]
pub struct Answer {
    found: Found,
    #[pyo3(get)]
    warnings: Vec<String>,
}

fn broken(error: impl std::fmt::Display) -> Failed {
    Failed::Other("table", error.to_string())
}

#[pymethods]
impl Answer {
    /// Names of the tables.
    #[getter]
    fn tables(&self) -> Vec<&'static str> {
        match &self.found {
            Found::Require(_) => required_tables::TABLES.iter().map(|(name, _)| *name).collect(),
            Found::Invest(_) => invest_tables::TABLES.iter().map(|(name, _)| *name).collect(),
        }
    }

    /// A table by name.
    fn table(&self, name: &str) -> PyResult<Table> {
        let mut csv = Vec::new();
        let found = match &self.found {
            Found::Require(answer) => required_tables::TABLES
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, write)| write(answer, &mut csv)),
            Found::Invest(answer) => invest_tables::TABLES
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, write)| write(answer, &mut csv)),
        };
        let known = || {
            Failed::Other("unknown", format!("no table `{name}`; there are: {}", self.tables().join(", ")))
        };
        found.ok_or_else(known)?.map_err(broken)?;
        let table = match name {
            "required" => Table::of_csv::<RequiredRow>(&csv),
            "required_curve" => Table::of_csv::<CurveRow>(&csv),
            "required_allies" => Table::of_csv::<RequiredAllyRow>(&csv),
            "marginal" => Table::of_csv::<MarginalRow>(&csv),
            "path" => Table::of_csv::<PathRow>(&csv),
            "budgets" => Table::of_csv::<BudgetRow>(&csv),
            "objective" => Table::of_csv::<ObjectiveRow>(&csv),
            "next" => Table::of_csv::<NextRow>(&csv),
            "regret" => Table::of_csv::<RegretRow>(&csv),
            "no_regret" => Table::of_csv::<NoRegretRow>(&csv),
            "timing" => Table::of_csv::<TimingRow>(&csv),
            "policies" => Table::of_csv::<PolicyRow>(&csv),
            _ => Err(known()),
        };
        Ok(table?)
    }

    /// The answer in sentences.
    fn answer(&self) -> Vec<String> {
        match &self.found {
            Found::Invest(answer) => invest_words::everything(answer),
            Found::Require(answer) => {
                let each =
                    answer.scenarios.iter().flat_map(|scenario| required_words::answer(answer, scenario));
                std::iter::once(required_words::question(answer)).chain(each).collect()
            }
        }
    }

    /// Its figures.
    fn figures(&self) -> PyResult<Vec<Figure>> {
        let all = match &self.found {
            Found::Require(answer) => plot::required_figures(answer),
            Found::Invest(answer) => plot::invest_figures(answer),
        };
        Ok(all.map_err(undrawn)?.into_iter().map(Figure).collect())
    }

    /// What `required.json` or `invest.json` of a folder holds, as text.
    fn summary_json(&self) -> PyResult<String> {
        let text = match &self.found {
            Found::Require(answer) => serde_json::to_string(answer),
            Found::Invest(answer) => serde_json::to_string(answer),
        };
        Ok(text.map_err(broken)?)
    }
}

/// What allies would have to spend for gaps to be closed.
#[pyfunction]
pub fn require(
    py: Python<'_>,
    asked: Asked,
    question: (Vec<String>, u32, i32, f64),
    progress: Option<Py<PyAny>>,
) -> PyResult<Answer> {
    let (domains, tier, year, probability) = question;
    let question = Requirement { domains, tier, year, probability };
    let found = work(py, progress.as_ref(), |token, told| -> Result<_, Failed> {
        Ok(asked.study(token, told)?.plan()?.require(&question)?)
    })??;
    Ok(Answer { found: Found::Require(found.found), warnings: found.warnings })
}

/// What is asked of `invest`.
#[derive(FromPyObject)]
pub struct Money {
    budgets: Vec<f64>,
    years: [i32; 2],
    tier: u32,
    objective: String,
    options: Vec<String>,
    at_least: BTreeMap<String, f64>,
    at_most: BTreeMap<String, f64>,
    step: Option<f64>,
}

/// What to buy first.
#[pyfunction]
pub fn invest(py: Python<'_>, asked: Asked, money: Money, progress: Option<Py<PyAny>>) -> PyResult<Answer> {
    let Money { budgets, years, tier, objective, options, at_least, at_most, step } = money;
    let known = [Objective::Mean, Objective::Cvar, Objective::Regret];
    let Some(objective) = known.into_iter().find(|known| known.name() == objective) else {
        return Err(Failed::Other(
            "unknown",
            format!("no objective `{objective}`; there are: mean, cvar, regret"),
        )
        .into());
    };
    let bounds = |given: BTreeMap<String, f64>| given.into_iter().collect();
    let question = Investing {
        budgets,
        years,
        tier,
        objective,
        options,
        at_least: bounds(at_least),
        at_most: bounds(at_most),
        step,
    };
    let found = work(py, progress.as_ref(), |token, told| -> Result<_, Failed> {
        Ok(asked.study(token, told)?.plan()?.invest(&question)?)
    })??;
    Ok(Answer { found: Found::Invest(found.found), warnings: found.warnings })
}

/// The only scenario of a question about one.
fn only(ids: &[drawdown_scenario::scenario::Scenario]) -> Result<String, Failed> {
    match ids {
        [one] => Ok(one.id.clone()),
        _ => Err(Failed::Other("unknown", "one scenario is asked about".to_owned())),
    }
}

/// Sobol' indices of inputs or groups of them.
#[pyfunction]
pub fn sobol(
    py: Python<'_>,
    asked: Asked,
    grouping: (String, BTreeMap<String, Vec<String>>, usize),
    of: (Vec<String>, Option<u32>, u64),
    progress: Option<Py<PyAny>>,
) -> PyResult<Table> {
    let (outcomes, tier, replicates) = of;
    let (by, groups, top) = grouping;
    let by = match by.as_str() {
        "input" => By::Input { top, every_input: false },
        "grade" => By::Grade,
        "kind" => By::Kind,
        "named" => By::Named(groups.into_iter().map(|(name, inputs)| NamedGroup { name, inputs }).collect()),
        other => {
            return Err(Failed::Other(
                "unknown",
                format!("no groups `{other}`; there are: input, grade, kind"),
            )
            .into());
        }
    };
    let question = Grouping { by, outcomes, tier, replicates };
    let found = work(py, progress.as_ref(), |token, told| -> Result<_, Failed> {
        let planned = asked.study(token, told)?.plan()?;
        let rows = planned.groups(&only(planned.scenarios())?, &question)?;
        Table::of_rows(&rows, |_| true)
    })?;
    Ok(found?)
}

/// What drives the gap, each input low and high with all others drawn.
#[pyfunction]
pub fn sensitivity(
    py: Python<'_>,
    asked: Asked,
    varying: (Option<u32>, usize, bool),
    progress: Option<Py<PyAny>>,
) -> PyResult<Table> {
    let (tier, top, every_input) = varying;
    let varying = Varying { tier, top, every_input, replicates: None };
    let found = work(py, progress.as_ref(), |token, told| -> Result<_, Failed> {
        let planned = asked.study(token, told)?.plan()?;
        let answered = planned.sensitivity(&only(planned.scenarios())?, &varying)?;
        Table::of_rows(&answered.found.rows, |_| true)
    })?;
    Ok(found?)
}
