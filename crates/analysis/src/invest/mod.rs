//! What to buy first: how much of the gap money closes, option by option and chosen well (docs/model.md, What to buy first).
//!
//! Programmes are chosen on the replicates of one seed and valued on those of another, since what is best on some draws is so
//! in part by chance. Amounts lie on a grid of steps. All that is compared is so on the same draws.

mod choice;
mod comes_to;
mod draws;
mod error;
pub mod grid;
mod marginal;
mod objective;
pub mod options;
mod policies;
mod relaxed;
mod scores;
mod search;
mod space;
mod statistics;
pub mod tables;
mod value;
mod whole;

pub use draws::How;
pub use error::InvestError;
pub use space::{Amounts, Space, UNBOUNDED};
pub use whole::{Answer, expected, fresh_seed, invest};

use crate::store::invest::Objective;
use grid::Grid;
use options::Choice;

/// What is asked, in positions.
#[derive(Clone, Debug)]
pub struct Question {
    /// What money can be put into.
    pub options: Vec<Choice>,
    /// What it was not to be put into, the pool apart.
    pub left_out: Vec<Choice>,
    /// Budgets and the step of amounts.
    pub grid: Grid,
    /// How much must and may go into each option, in steps.
    pub space: Space,
    /// Calendar years of the money, first and last.
    pub years: [i32; 2],
    /// Position of the readiness tier.
    pub tier: usize,
    /// What is made small.
    pub objective: Objective,
}
