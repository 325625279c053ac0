//! What money can be put into, and the trials that programmes are.

use crate::{
    engine::invest::{Change, To, Trial},
    engine::plan::Plan,
    model::{arm::Arm, layout::Layout},
    present::invest::{PEOPLE, POOL, READINESS},
    scenario::{Scenario, names::Name},
    store::invest::OptionKind,
};

/// What money can be put into.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Domain id, `readiness`, `people` or `pool`.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// What it buys.
    pub kind: OptionKind,
    /// Slot of the input that it is.
    pub slot: usize,
    /// Position of the domain.
    pub domain: Option<usize>,
}

/// All options: kit of every domain, readiness, people; then the pool of planners, which is an option only for who asks for it.
#[must_use]
pub fn all(scenarios: &[Scenario], layout: &Layout) -> Vec<Choice> {
    let kit = layout.domains.iter().enumerate().map(|(d, id)| Choice {
        id: id.clone(),
        title: scenarios[0].domains[d].title.clone(),
        kind: OptionKind::Kit,
        slot: layout.first(Name::InvestKit) + d,
        domain: Some(d),
    });
    let others = [
        ("readiness", READINESS, OptionKind::Readiness, Name::InvestReadiness),
        ("people", PEOPLE, OptionKind::People, Name::InvestPeople),
        ("pool", POOL, OptionKind::Pool, Name::InvestPool),
    ];
    let other = others.map(|(id, title, kind, name)| Choice {
        id: id.to_owned(),
        title: title.to_owned(),
        kind,
        slot: layout.first(name),
        domain: None,
    });
    kit.chain(other).collect()
}

/// The slots of all money that a programme can hold: kit of every domain, readiness, people, the pool.
pub fn slots(layout: &Layout) -> impl Iterator<Item = usize> {
    let kit = layout.first(Name::InvestKit);
    let others = [Name::InvestReadiness, Name::InvestPeople, Name::InvestPool];
    (kit..kit + layout.len(Name::InvestKit)).chain(others.map(|name| layout.first(name)))
}

/// When money is there: quarters from the start of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct When {
    /// First quarter.
    pub start: f64,
    /// How many.
    pub quarters: f64,
}

impl When {
    /// Of calendar years, first and last, `later` years later.
    #[must_use]
    pub fn new([first, last]: [i32; 2], start_year: i32, later: u32) -> Self {
        let start = f64::from(first - start_year + later as i32) * 4.0;
        Self { start, quarters: f64::from(last - first + 1) * 4.0 }
    }
}

/// Makes trials: programmes in bn in all, by slot.
pub struct Trials<'a> {
    layout: &'a Layout,
    when: When,
    slots: Vec<usize>,
}

impl<'a> Trials<'a> {
    /// Of a plan.
    #[must_use]
    pub fn new(plan: &'a Plan, options: &[Choice], when: When) -> Self {
        Self { layout: &plan.layout, when, slots: options.iter().map(|option| option.slot).collect() }
    }

    /// The scenario with a programme: bn in all by option.
    #[must_use]
    pub fn programme(&self, amounts: &[f64]) -> Trial {
        self.of(self.slots.iter().copied().zip(amounts.iter().copied()))
    }

    /// The scenario with bn in all in some slots.
    #[must_use]
    pub fn of(&self, amounts: impl IntoIterator<Item = (usize, f64)>) -> Trial {
        let mut changes = self.nothing();
        let years = self.when.quarters / 4.0;
        for (slot, amount) in amounts {
            changes.iter_mut().filter(|change| change.slot == slot).for_each(|change| {
                change.to = To::Be(amount / years);
            });
        }
        Trial { arm: Arm::SCENARIO, changes }
    }

    /// Nobody leaves, and no programme.
    #[must_use]
    pub fn counterfactual(&self) -> Trial {
        Trial { arm: Arm::COUNTERFACTUAL, changes: self.nothing() }
    }

    /// All that a programme is, without any money.
    fn nothing(&self) -> Vec<Change> {
        let money = slots(self.layout).map(|slot| Change { slot, to: To::Be(0.0) });
        let when = [(Name::InvestStart, self.when.start), (Name::InvestDuration, self.when.quarters)]
            .map(|(name, value)| Change { slot: self.layout.first(name), to: To::Be(value) });
        money.chain(when).collect()
    }
}
