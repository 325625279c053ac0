//! What a search asks of programmes.

use super::space::Amounts;

/// What programmes come to: the smaller, the better.
pub trait Scores {
    /// Why there are none.
    type Error;

    /// What programmes come to, for who has so many steps to spend.
    ///
    /// # Errors
    /// When they cannot be found.
    fn scores(&mut self, budget: u32, programmes: &[Amounts]) -> Result<Vec<f64>, Self::Error>;

    /// What parts of steps come to, roughly.
    ///
    /// # Errors
    /// When it cannot be found.
    fn relaxed(&mut self, budget: u32, steps: &[f64]) -> Result<f64, Self::Error>;
}
