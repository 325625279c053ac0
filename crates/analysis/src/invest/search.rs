//! The search for the best programme of every budget: step by step from the best of the budget before, beside what greed alone
//! finds and starts from elsewhere, then exchanges of money between options until none helps.

use super::{
    relaxed::relaxed,
    scores::Scores,
    space::{Amounts, Space, moved},
};

/// Exchanges tried at a budget that nobody asked for: those that promise most.
const PROMISING: usize = 6;

/// Rounds of such exchanges.
const ROUNDS: usize = 3;

/// A programme and what it comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// Steps by option.
    pub amounts: Amounts,
    /// What it comes to.
    pub score: f64,
}

/// A search over the budgets up to one.
pub struct Search<'s, S> {
    /// What programmes come to.
    pub scores: &'s mut S,
    /// What may be spent on what.
    pub space: &'s Space,
    /// Budgets at which it looks more closely.
    pub asked: &'s [u32],
}

impl<S: Scores> Search<'_, S> {
    /// The best programme found of every budget from [`Space::least_budget`] to `last`; `starts` are looked at too.
    ///
    /// # Errors
    /// When scores cannot be found.
    pub fn path(&mut self, last: u32, starts: impl Fn(u32) -> Vec<Amounts>) -> Result<Vec<Best>, S::Error> {
        let least = self.space.least_budget();
        let mut greedy = self.space.least.clone();
        let mut path: Vec<Best> = Vec::new();
        for budget in least..=last {
            let before = path.last().map_or(greedy.clone(), |best| best.amounts.clone());
            let mut best = self.best_of(budget, vec![before.clone()])?;
            if budget > least {
                greedy = self.greedier(budget, greedy)?;
                best = self.better(budget, best, vec![greedy.clone()])?;
                let more = self.space.more(&before).into_iter().map(|(_, amounts)| amounts).collect();
                best = self.better(budget, best, more)?;
            }
            best = self.better(budget, best, starts(budget))?;
            best = self.promising(budget, best)?;
            if self.asked.contains(&budget) && budget > least {
                let start = relaxed(self.scores, self.space, budget, &best.amounts)?;
                let start = self.best_of(budget, vec![start])?;
                let other = self.promising(budget, start)?;
                best = if other.score < best.score { other } else { best };
                best = self.exchanged(budget, best)?;
            }
            path.push(best);
        }
        Ok(path)
    }

    /// One step more where it helps most; the same where none helps.
    fn greedier(&mut self, budget: u32, greedy: Amounts) -> Result<Amounts, S::Error> {
        let mut all = vec![greedy.clone()];
        all.extend(self.space.more(&greedy).into_iter().map(|(_, amounts)| amounts));
        Ok(self.best_of(budget, all)?.amounts)
    }

    /// The best of some, the first of equal ones.
    fn best_of(&mut self, budget: u32, programmes: Vec<Amounts>) -> Result<Best, S::Error> {
        let none = Best { amounts: Vec::new(), score: f64::INFINITY };
        self.better(budget, none, programmes)
    }

    /// The best of one and others that the budget allows: another only if it comes to less.
    fn better(&mut self, budget: u32, best: Best, mut others: Vec<Amounts>) -> Result<Best, S::Error> {
        others.retain(|amounts| amounts.iter().sum::<u32>() <= budget);
        let scores = self.scores.scores(budget, &others)?;
        let others = others.into_iter().zip(scores).map(|(amounts, score)| Best { amounts, score });
        Ok(others.fold(best, |best, other| if other.score < best.score { other } else { best }))
    }

    /// Exchanges that promise most: what giving up a step costs and what another would bring, each alone.
    fn promising(&mut self, budget: u32, mut best: Best) -> Result<Best, S::Error> {
        for _ in 0..ROUNDS {
            let more = self.space.more(&best.amounts);
            let fewer: Vec<(usize, Amounts)> = self
                .space
                .gives(&best.amounts)
                .map(|i| (i, moved(&best.amounts, Some(i), None, 1)))
                .collect();
            let of = |list: &[(usize, Amounts)]| list.iter().map(|(_, amounts)| amounts.clone()).collect();
            let (gains, costs): (Vec<Amounts>, Vec<Amounts>) = (of(&more), of(&fewer));
            let gains = self.scores.scores(budget, &gains)?;
            let costs = self.scores.scores(budget, &costs)?;
            let mut pairs = Vec::new();
            for ((i, _), cost) in fewer.iter().zip(&costs) {
                for ((j, _), gain) in more.iter().zip(&gains).filter(|((j, _), _)| j != i) {
                    pairs.push((cost + gain, *i, *j));
                }
            }
            pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
            pairs.truncate(PROMISING);
            let exchanged = pairs.into_iter().map(|(_, i, j)| moved(&best.amounts, Some(i), Some(j), 1));
            let all = more.into_iter().chain(fewer).map(|(_, amounts)| amounts).chain(exchanged).collect();
            let score = best.score;
            best = self.better(budget, best, all)?;
            if best.score >= score {
                break;
            }
        }
        Ok(best)
    }

    /// Exchanges until none of a step, and none of more steps, helps.
    ///
    /// # Errors
    /// When scores cannot be found.
    pub fn exchanged(&mut self, budget: u32, mut best: Best) -> Result<Best, S::Error> {
        loop {
            let score = best.score;
            best = self.promising(budget, best)?;
            let single = self.space.exchanges(&best.amounts, false);
            best = self.better(budget, best, single)?;
            if best.score >= score {
                let whole = self.space.exchanges(&best.amounts, true);
                best = self.better(budget, best, whole)?;
            }
            if best.score >= score {
                let two = self.two_for_one(budget, &best.amounts)?;
                best = self.better(budget, best, two)?;
            }
            if best.score >= score {
                return Ok(best);
            }
        }
    }

    /// Exchanges of one option for two that help each other, and of two for one, a step of each of the two: into those options
    /// of which a step alone would bring most.
    fn two_for_one(&mut self, budget: u32, amounts: &Amounts) -> Result<Vec<Amounts>, S::Error> {
        let takers = self.space.more(amounts);
        let programmes: Vec<Amounts> = takers.iter().map(|(_, amounts)| amounts.clone()).collect();
        let gains = self.scores.scores(budget, &programmes)?;
        let mut order: Vec<usize> = (0..takers.len()).collect();
        order.sort_by(|&a, &b| gains[a].total_cmp(&gains[b]).then(a.cmp(&b)));
        order.truncate(PROMISING);
        let takers: Vec<usize> = order.into_iter().map(|place| takers[place].0).collect();
        let givers: Vec<usize> = self.space.gives(amounts).collect();
        let pairs = |of: &[usize]| -> Vec<[usize; 2]> {
            let pair =
                |(at, &a): (usize, &usize)| of[at + 1..].iter().map(move |&b| [a, b]).collect::<Vec<_>>();
            of.iter().enumerate().flat_map(pair).collect()
        };
        let one_for_two =
            pairs(&takers).into_iter().flat_map(|to| givers.iter().map(move |&from| ([from; 2], to)));
        let two_for_one =
            pairs(&givers).into_iter().flat_map(|from| takers.iter().map(move |&to| (from, [to; 2])));
        let moves = one_for_two.chain(two_for_one);
        let found = moves.filter_map(|(from, to)| {
            let mut amounts = amounts.clone();
            for (i, j) in from.into_iter().zip(to).filter(|(i, j)| i != j) {
                let may = amounts[i] > self.space.least[i] && self.space.takes(&amounts, j);
                amounts = may.then(|| moved(&amounts, Some(i), Some(j), 1))?;
            }
            Some(amounts)
        });
        Ok(found.collect())
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;
    use crate::sampling::keyed::Stream;

    /// Scores by a formula, also of parts of steps.
    struct Formula<F>(F);

    impl<F: Fn(&[f64]) -> f64> Scores for Formula<F> {
        type Error = Infallible;

        fn scores(&mut self, _: u32, programmes: &[Amounts]) -> Result<Vec<f64>, Infallible> {
            let of = |amounts: &Amounts| self.0(&amounts.iter().map(|&x| f64::from(x)).collect::<Vec<_>>());
            Ok(programmes.iter().map(of).collect())
        }

        fn relaxed(&mut self, _: u32, steps: &[f64]) -> Result<f64, Infallible> {
            Ok(self.0(steps))
        }
    }

    fn searched(space: &Space, asked: &[u32], formula: impl Fn(&[f64]) -> f64) -> Vec<Best> {
        let mut scores = Formula(formula);
        let last = *asked.last().expect("a budget");
        let Ok(path) = Search { scores: &mut scores, space, asked }.path(last, |_| Vec::new());
        path
    }

    fn free(options: usize) -> Space {
        Space { least: vec![0; options], most: vec![100; options] }
    }

    /// The best of all programmes of three options.
    fn exhaustive(budget: u32, formula: &dyn Fn(&[f64]) -> f64) -> f64 {
        let mut best = f64::INFINITY;
        for a in 0..=budget {
            for b in 0..=budget - a {
                for c in 0..=budget - a - b {
                    best = best.min(formula(&[a, b, c].map(f64::from)));
                }
            }
        }
        best
    }

    #[test]
    fn it_mostly_finds_the_best_of_all_where_options_saturate_and_help_each_other() {
        let (mut missed, mut most) = (0, 0.0_f64);
        let stream = Stream::new(7, "search test");
        for case in 0..300 {
            let draw = |index: u32| stream.uniform(case, index);
            let formula = |x: &[f64]| {
                let alone = (0..3).map(|i| {
                    let size = 1.0 + 4.0 * draw(i as u32);
                    -draw(3 + i as u32) * x[i] / (1.0 + x[i] / size) + 0.05 * draw(6 + i as u32) * x[i]
                });
                let together = |i: usize, j: usize, n: u32| -0.1 * (draw(n) - 0.5) * x[i].min(x[j]);
                alone.sum::<f64>() + together(0, 1, 9) + together(1, 2, 10) + together(0, 2, 11)
            };
            let path = searched(&free(3), &[4, 10], formula);
            for budget in [4, 10] {
                let found = path[budget as usize].score;
                let best = exhaustive(budget, &formula);
                assert!(found >= best);
                missed += usize::from(found > best);
                most = most.max((best - found) / best);
            }
        }
        // Of 600 searches; more than two at once are not among its moves.
        assert!(missed <= 1 && most < 0.01, "{missed} missed, by {most}");
    }

    #[test]
    fn options_that_help_only_together_are_found() {
        // Each alone does harm; greed buys nothing.
        let formula = |x: &[f64]| 0.01 * (x[0] + x[1]) - x[0].min(x[1]).min(3.0) + 0.02 * x[2];
        let path = searched(&free(3), &[8], formula);
        assert_eq!(path[7].amounts, [0, 0, 0]);
        assert_eq!(path[8].amounts, [3, 3, 0], "{:?}", path[8]);
    }

    #[test]
    fn what_must_be_and_may_be_bought_is_kept_to() {
        let space = Space { least: vec![0, 2, 0], most: vec![3, 9, 9] };
        let path = searched(&space, &[8], |x| -5.0 * x[0] + 0.1 * x[1] - x[2]);
        assert_eq!(path[0].amounts, [0, 2, 0], "the least that must be spent");
        assert_eq!(path.last().expect("budgets").amounts, [3, 2, 3]);
        for (best, budget) in path.iter().zip(2..) {
            assert!(best.amounts.iter().sum::<u32>() <= budget);
        }
    }

    #[test]
    fn money_that_does_harm_stays_unspent() {
        let path = searched(&free(3), &[5], |x| 0.1 * (x[0] + x[1]) + (x[2] - 2.0) * (x[2] - 2.0));
        assert_eq!(path[5].amounts, [0, 0, 2]);
        assert!(path.windows(2).all(|two| two[1].score <= two[0].score));
    }
}
