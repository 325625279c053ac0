//! The settings that a design has chosen.

/// Most rows of a design, and most numbers in them: they are kept in memory.
const MOST_ROWS: u64 = 4_000_000;
const MOST_NUMBERS: u64 = 6_000_000;

/// Most rows of a design of so many parameters.
#[must_use]
pub fn most_rows(parameters: usize) -> u64 {
    MOST_ROWS.min(MOST_NUMBERS / (parameters as u64).max(1))
}

/// Rows of numbers, one a parameter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    width: usize,
    count: u64,
    numbers: Vec<f64>,
}

impl Points {
    /// So many rows of `width` numbers, row by row.
    #[must_use]
    pub fn new(width: usize, count: u64, numbers: Vec<f64>) -> Self {
        debug_assert_eq!(numbers.len() as u64, width as u64 * count);
        Self { width, count, numbers }
    }

    /// Number of rows; one where nothing is varied.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.count
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// A row.
    #[must_use]
    pub fn row(&self, row: u64) -> &[f64] {
        &self.numbers[row as usize * self.width..(row as usize + 1) * self.width]
    }

    /// The first columns and the others.
    #[must_use]
    pub fn split(&self, at: usize) -> (Points, Points) {
        let part = |columns: std::ops::Range<usize>| {
            let numbers = (0..self.count).flat_map(|row| self.row(row)[columns.clone()].to_vec()).collect();
            Points::new(columns.len(), self.count, numbers)
        };
        (part(0..at), part(at..self.width))
    }
}

/// Policies and scenarios, and how they make experiments.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// Settings of the levers.
    pub policies: Points,
    /// Settings of the uncertainties.
    pub scenarios: Points,
    /// Whether every policy meets every scenario (else the first policy the first scenario, and so on).
    pub crossed: bool,
}

impl Rows {
    /// Number of experiments.
    #[must_use]
    pub fn len(&self) -> u64 {
        if self.crossed { self.policies.len() * self.scenarios.len() } else { self.policies.len() }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Policy and scenario of an experiment. Experiments of one scenario follow each other, for they have a world in
    /// common.
    #[must_use]
    pub fn place(&self, experiment: u64) -> (u64, u64) {
        if self.crossed {
            (experiment % self.policies.len(), experiment / self.policies.len())
        } else {
            (experiment, experiment)
        }
    }

    /// Numbers of policy and scenario as the table of experiments has them: 0 where nothing of the kind is varied.
    #[must_use]
    pub fn numbers(&self, experiment: u64) -> (u64, u64) {
        let (policy, scenario) = self.place(experiment);
        let numbered = |points: &Points, number| if points.width == 0 { 0 } else { number };
        (numbered(&self.policies, policy), numbered(&self.scenarios, scenario))
    }
}
