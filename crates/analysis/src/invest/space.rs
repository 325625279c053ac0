//! Programmes in steps of money: how many may go into each option, and how steps move between options.

/// Steps of money by option.
pub type Amounts = Vec<u32>;

/// How many steps must and may go into each option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space {
    /// The least.
    pub least: Amounts,
    /// The most; [`UNBOUNDED`] where only the budget limits it.
    pub most: Amounts,
}

/// As [`Space::most`]: no limit but the budget.
pub const UNBOUNDED: u32 = u32::MAX;

impl Space {
    /// Steps that must be spent.
    #[must_use]
    pub fn least_budget(&self) -> u32 {
        self.least.iter().sum()
    }

    /// Whether a programme keeps to the bounds.
    #[must_use]
    pub fn allows(&self, amounts: &Amounts) -> bool {
        let bounds = self.least.iter().zip(&self.most);
        amounts.iter().zip(bounds).all(|(amount, (least, most))| (least..=most).contains(&amount))
    }

    /// Whether one step more may go into an option.
    #[must_use]
    pub fn takes(&self, amounts: &Amounts, j: usize) -> bool {
        amounts[j] < self.most[j]
    }

    /// Options that may give steps up.
    pub fn gives(&self, amounts: &Amounts) -> impl Iterator<Item = usize> {
        (0..amounts.len()).filter(|&i| amounts[i] > self.least[i])
    }

    /// With one step more in each option that takes one.
    pub(super) fn more(&self, amounts: &Amounts) -> Vec<(usize, Amounts)> {
        let takes = (0..amounts.len()).filter(|&j| self.takes(amounts, j));
        takes.map(|j| (j, moved(amounts, None, Some(j), 1))).collect()
    }

    /// All exchanges of one option's steps for another's, or for money that stays unspent: one step, and all that it can give.
    pub(super) fn exchanges(&self, amounts: &Amounts, whole: bool) -> Vec<Amounts> {
        let mut found = Vec::new();
        for i in self.gives(amounts) {
            let most = amounts[i] - self.least[i];
            let sizes: Vec<u32> = if whole {
                (2..=most).rev().step_by(most.div_ceil(3).max(1) as usize).collect()
            } else {
                vec![1]
            };
            for size in sizes {
                found.push(moved(amounts, Some(i), None, size));
                for j in (0..amounts.len()).filter(|&j| j != i && amounts[j] + size <= self.most[j]) {
                    found.push(moved(amounts, Some(i), Some(j), size));
                }
            }
        }
        found
    }
}

/// Steps moved from an option to another, from or to what is unspent.
pub fn moved(amounts: &Amounts, from: Option<usize>, to: Option<usize>, steps: u32) -> Amounts {
    let mut amounts = amounts.clone();
    if let Some(i) = from {
        amounts[i] -= steps;
    }
    if let Some(j) = to {
        amounts[j] += steps;
    }
    amounts
}
