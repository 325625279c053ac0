//! A start of the search from amounts of any size: options that help only together are found where single steps do not lead.

use std::cell::RefCell;

use cobyla::{Func, RhoBeg, StopTols, minimize};

use super::{
    scores::Scores,
    space::{Amounts, Space},
};

/// Programmes tried, by option.
const TRIED: usize = 8;

/// What the optimiser is told: the scores, and the first error.
struct Told<'s, S: Scores> {
    scores: &'s mut S,
    error: Option<S::Error>,
}

/// The best amounts of any size (M. J. D. Powell's COBYLA, in the translation of S. G. Johnson's NLopt), rounded to whole steps;
/// they start from an equal part in every option that may take it, half way to `from`.
///
/// # Errors
/// When scores cannot be found.
pub fn relaxed<S: Scores>(
    scores: &mut S,
    space: &Space,
    budget: u32,
    from: &Amounts,
) -> Result<Amounts, S::Error> {
    let n = from.len();
    let total = f64::from(budget);
    let equal = (total - f64::from(space.least_budget())) / n as f64;
    let bounds: Vec<(f64, f64)> = space
        .least
        .iter()
        .zip(&space.most)
        .map(|(&least, &most)| (f64::from(least), f64::from(most.min(budget).max(least))))
        .collect();
    let start: Vec<f64> = from
        .iter()
        .zip(&bounds)
        .map(|(&from, &(least, most))| {
            (0.5 * (f64::from(from) + (least + equal).min(most))).clamp(least, most)
        })
        .collect();
    let told = RefCell::new(Told { scores, error: None });
    let score = |steps: &[f64], _: &mut ()| {
        let mut told = told.borrow_mut();
        if told.error.is_some() {
            return 0.0;
        }
        let inside: Vec<f64> =
            steps.iter().zip(&bounds).map(|(x, &(least, most))| x.clamp(least, most)).collect();
        // Points are those of shares; a score in whole numbers of them keeps the optimiser's model well scaled.
        match told.scores.relaxed(budget, &inside) {
            Ok(score) => 100.0 * score,
            Err(error) => {
                told.error = Some(error);
                0.0
            }
        }
    };
    let unspent = |steps: &[f64], _: &mut ()| total - steps.iter().sum::<f64>();
    let constraints: [&dyn Func<()>; 1] = [&unspent];
    let tolerances = StopTols { xtol_abs: vec![0.25; n], ..StopTols::default() };
    let most = (TRIED * n).max(20);
    let begin = RhoBeg::All((total / 4.0).max(1.0));
    let found = minimize(score, &start, &bounds, &constraints, (), most, begin, Some(tolerances));
    if let Some(error) = told.into_inner().error {
        return Err(error);
    }
    let (Ok((_, steps, _)) | Err((_, steps, _))) = found;
    Ok(rounded(&steps, space, budget))
}

/// Whole steps within the bounds and the budget: those with the largest parts are rounded up as long as there is money.
fn rounded(steps: &[f64], space: &Space, budget: u32) -> Amounts {
    let down = |(x, (&least, &most)): (&f64, (&u32, &u32))| {
        let whole = if x.is_finite() { libm::floor(x + 1e-9).max(0.0) as u32 } else { 0 };
        whole.clamp(least, most.min(budget).max(least))
    };
    let bounds = || space.least.iter().zip(&space.most);
    let mut amounts: Amounts = steps.iter().zip(bounds()).map(down).collect();
    let mut order: Vec<usize> = (0..steps.len()).collect();
    let part = |i: &usize| steps[*i] - f64::from(amounts[*i]);
    order.sort_by(|a, b| part(b).total_cmp(&part(a)).then(a.cmp(b)));
    let wanted = steps.iter().filter(|x| x.is_finite()).sum::<f64>().min(f64::from(budget));
    for i in order {
        let spent: u32 = amounts.iter().sum();
        if f64::from(spent) + 0.5 > wanted {
            break;
        }
        if space.takes(&amounts, i) && f64::from(amounts[i]) < steps[i] {
            amounts[i] += 1;
        }
    }
    // Rounding and constraints that hold but roughly: no more than the budget.
    while amounts.iter().sum::<u32>() > budget {
        let most = space.gives(&amounts).max_by_key(|&i| amounts[i]);
        let Some(i) = most else { break };
        amounts[i] -= 1;
    }
    amounts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_steps_stay_within_bounds_and_budget() {
        let space = Space { least: vec![0, 1, 0], most: vec![9, 9, 2] };
        assert_eq!(rounded(&[2.6, 0.2, 5.0], &space, 9), [3, 1, 2]);
        assert_eq!(rounded(&[6.0, 6.0, 6.0], &space, 5), [2, 2, 1]);
        assert_eq!(rounded(&[f64::NAN, 0.0, 0.4], &space, 5), [0, 1, 0]);
    }
}
