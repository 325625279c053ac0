//! Budgets, bounds and the step that divides them all. Money is counted in whole cents of a billion (10 million), so that
//! nothing is lost by rounding.

/// Steps of the largest budget, at least, where no step is asked for.
const STEPS: u64 = 20;

/// Steps of the largest budget, at most: every one is searched.
pub const MOST_STEPS: u64 = 200;

/// Budgets as multiples of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The step, cents of a billion.
    cents: u64,
    /// Budgets in steps, ascending, each once.
    pub budgets: Vec<u32>,
}

/// Cents of a billion; `None` for what is no whole number of them, below 0 or above 100,000 bn.
#[must_use]
pub fn cents(bn: f64) -> Option<u64> {
    let cents = libm::round(bn * 100.0);
    let whole = (bn * 100.0 - cents).abs() < 1e-6;
    (whole && (0.0..=1e7).contains(&cents)).then_some(cents as u64)
}

const fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

impl Grid {
    /// The largest step that divides all `budgets` and `bounds` (in cents, budgets above 0) and of which the largest budget has
    /// 20 or more, or the step `asked`.
    ///
    /// # Errors
    /// When there is no budget, when the step asked for does not divide all of them, or when there are more than 200 steps: a
    /// sentence that says so.
    pub fn new(budgets: &[u64], bounds: &[u64], asked: Option<u64>) -> Result<Self, String> {
        let Some(largest) = budgets.iter().copied().max().filter(|&largest| largest > 0) else {
            return Err("no budget: name one".to_owned());
        };
        let common = budgets.iter().chain(bounds).copied().fold(0, gcd);
        let bn = |cents: u64| cents as f64 / 100.0;
        let cents = match asked {
            Some(step) if step > 0 && common % step == 0 => step,
            Some(step) => {
                let (step, common) = (bn(step), bn(common));
                return Err(format!(
                    "the step of {step} bn does not divide all budgets and bounds; {common} bn does"
                ));
            }
            None => {
                let parts = (STEPS * common).div_ceil(largest).max(1);
                let fits = (parts..=common).find(|parts| common % parts == 0);
                common / fits.unwrap_or(common)
            }
        };
        let steps = largest / cents;
        if steps > MOST_STEPS {
            let step = bn(cents);
            let step = match asked {
                Some(_) => format!("the step of {step} bn"),
                None => format!(
                    "a step that divides all budgets and bounds, and the largest budget into {STEPS} or more, is at most {step} bn, \
                     which"
                ),
            };
            return Err(format!("{step} makes {steps} steps of the largest budget; allowed: {MOST_STEPS}"));
        }
        let mut budgets: Vec<u32> = budgets.iter().map(|budget| (budget / cents) as u32).collect();
        budgets.sort_unstable();
        budgets.dedup();
        Ok(Self { cents, budgets })
    }

    /// Bn of so many steps.
    #[must_use]
    pub fn bn(&self, steps: u32) -> f64 {
        (self.cents * u64::from(steps)) as f64 / 100.0
    }

    /// Bn by option of a programme in steps.
    #[must_use]
    pub fn amounts(&self, programme: &[u32]) -> Vec<f64> {
        programme.iter().map(|&steps| self.bn(steps)).collect()
    }

    /// Steps of an amount in cents, which the step divides.
    #[must_use]
    pub fn steps(&self, cents: u64) -> u32 {
        (cents / self.cents) as u32
    }

    /// Steps of the largest budget.
    #[must_use]
    pub fn largest(&self) -> u32 {
        self.budgets.last().copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(budgets: &[f64], asked: Option<f64>) -> Result<(f64, Vec<u32>), String> {
        let all: Vec<u64> = budgets.iter().map(|&bn| cents(bn).expect("cents")).collect();
        let grid = Grid::new(&all, &[], asked.and_then(cents))?;
        Ok((grid.bn(1), grid.budgets))
    }

    #[test]
    fn the_step_divides_all_budgets() {
        assert_eq!(step(&[50.0], None), Ok((2.5, vec![20])));
        assert_eq!(step(&[100.0, 10.0, 25.0, 50.0, 10.0], None), Ok((5.0, vec![2, 5, 10, 20])));
        assert_eq!(step(&[50.0], Some(2.0)), Ok((2.0, vec![25])));
        assert_eq!(step(&[30.0, 45.0], None), Ok((1.5, vec![20, 30])));
        assert_eq!((step(&[0.01], None), step(&[], None).is_err()), (Ok((0.01, vec![1])), true));
        let why = |budgets: &[f64], asked| step(budgets, asked).unwrap_err();
        assert!(why(&[50.0], Some(3.0)).starts_with("the step of 3 bn does not divide"));
        assert!(why(&[50.0], Some(0.1)).starts_with("the step of 0.1 bn makes 500 steps of the largest"));
        // There is a common step, which is small beside the largest budget.
        assert!(
            why(&[1.0, 1000.0], None)
                .ends_with("at most 1 bn, which makes 1000 steps of the largest budget; allowed: 200")
        );
        assert_eq!((cents(0.005), cents(-1.0), cents(f64::NAN)), (None, None, None));
    }
}
