//! drawdown for Python: what the package `drawdown` (python/drawdown) stands on. Each function puts a question of the facade
//! `drawdown_analysis::study`; what it takes is checked there.

mod answer;
mod asked;
mod error;
mod evaluate;
mod figure;
mod place;
mod run;
mod sweep;
mod table;
mod work;

use pyo3::prelude::*;

/// The compiled part of drawdown.
#[pymodule]
mod _drawdown {
    #[pymodule_export]
    use crate::{
        answer::{Answer, invest, require, sensitivity, sobol},
        error::DrawdownError,
        evaluate::evaluate,
        figure::Figure,
        run::{Estimate, Run, check, run},
        sweep::{Store, sweep},
        table::Table,
    };

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
