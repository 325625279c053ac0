//! What money in one option alone closes.

use super::{
    InvestError,
    statistics::{less, mean_error, spread},
    value::{ByScenario, Fresh, slows},
};
use crate::{
    engine::invest::Trial,
    present::evidence::side,
    scenario::names::Name,
    store::invest::{Amount, FIRST, Marginal, OptionKind},
};

/// Amounts, bn in all; 9 is there for the tenth billion.
const AMOUNTS: [f64; 6] = [5.0, FIRST - 1.0, FIRST, 20.0, 50.0, 100.0];
/// Places in it.
const NINE: usize = 1;
const TEN: usize = 2;

/// Money for recruits that makes people no limit, bn in all.
const PEOPLE: f64 = 100.0;

impl Fresh<'_, '_> {
    /// By scenario and option.
    pub fn marginal(&mut self) -> Result<ByScenario<Marginal>, InvestError> {
        let design = self.design();
        let people = (self.draws.plan.layout.first(Name::InvestPeople), PEOPLE);
        let many = self.index(&[self.trials.of([people])])?.remove(0);
        let options = &self.question.options;
        let first: Vec<Trial> =
            options.iter().map(|option| self.trials.of([(option.slot, AMOUNTS[TEN])])).collect();
        let held = self.draws.held(&first, &self.all)?;
        let mut found = vec![Vec::new(); self.all.len()];
        for (option, held) in options.iter().zip(held) {
            let mut trials: Vec<Trial> =
                AMOUNTS.iter().map(|&amount| self.trials.of([(option.slot, amount)])).collect();
            let kit = option.kind == OptionKind::Kit;
            if kit {
                trials.push(self.trials.of([(option.slot, AMOUNTS[TEN]), people]));
            }
            let index = self.index(&trials)?;
            for (s, marginal) in found.iter_mut().enumerate() {
                let closed = |at: usize| self.closed(s, &index[at][s]);
                let first = closed(TEN);
                let mut tenth = less(&index[NINE][s], &index[TEN][s]);
                tenth.iter_mut().for_each(|closed| *closed *= FIRST);
                let with_people = index.get(AMOUNTS.len()).map(|index| less(&many[s], &index[s]));
                let better = with_people.as_ref().map(|with| mean_error(&less(with, &first), design));
                let ten = spread(&first, design);
                let with_people = with_people.map(|with| mean_error(&with, design));
                let takes_crews = side(&ten.middle()).is_lt()
                    && better.is_some_and(|better| side(&better).is_gt())
                    && with_people.is_some_and(|with| side(&with).is_ge());
                let amounts = (0..AMOUNTS.len()).filter(|&at| at != NINE);
                marginal.push(Marginal {
                    option: option.id.clone(),
                    first: ten,
                    tenth: mean_error(&tenth, design),
                    amounts: amounts
                        .map(|at| Amount { amount: AMOUNTS[at], closed: mean_error(&closed(at), design) })
                        .collect(),
                    slows: option.domain.map_or(Vec::new(), |d| slows(&held[s][d])),
                    with_people,
                    takes_crews,
                });
            }
        }
        Ok(found)
    }
}
