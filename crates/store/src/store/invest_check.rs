//! What must hold in an `invest.json` for figures, tables and reports to be made of it: files may have been edited.

use super::{
    check_summary::{MOST_CHARACTERS, each, short, single},
    invest::{InvestOption, InvestScenario, InvestSummary},
};

/// The largest amount of money, bn.
const MOST_MONEY: f64 = 1e6;

impl InvestSummary {
    /// Checks that lists are as long as they must be, that ids are known and single, and that counts and amounts can be.
    ///
    /// # Errors
    /// The first key that is wrong, and why.
    pub fn check(&self) -> Result<(), String> {
        for (key, failed) in [
            ("failed_replicates", self.failed_replicates),
            ("fresh_failed_replicates", self.fresh_failed_replicates),
        ] {
            if failed > self.replicates {
                return Err(format!("{key}: found {failed}, of {} replicates", self.replicates));
            }
        }
        for (key, [first, last]) in [("years", self.years), ("headline_years", self.headline_years)] {
            if !(1900..=3000).contains(&first) || !(first..=3000).contains(&last) {
                return Err(format!("{key}: found {first} and {last}; a first and a last year are needed"));
            }
        }
        some("options", self.options.len())?;
        each("options", &self.options, option)?;
        each("left_out", &self.left_out, option)?;
        single("options", self.options.iter().chain(&self.left_out).map(|option| &option.id))?;
        money("step", self.step)?;
        some("path", self.path.len())?;
        each("path", &self.path, |step| {
            money("budget", step.budget)?;
            self.amounts(&step.amounts)
        })?;
        ascending("path", self.path.iter().map(|step| step.budget))?;
        some("budgets", self.budgets.len())?;
        if let Some(at) = self.budgets.iter().position(|&budget| self.step_of(budget).is_none()) {
            return Err(format!(
                "budgets[{at}]: found {}, which is on no step of the path",
                self.budgets[at]
            ));
        }
        ascending("budgets", self.budgets.iter().copied())?;
        if self.path.last().is_some_and(|step| step.budget != self.largest()) {
            return Err("path: its last step must be that of the largest budget".to_owned());
        }
        some("scenarios", self.scenarios.len())?;
        each("scenarios", &self.scenarios, |scenario| self.entry(scenario))?;
        single("scenarios", self.scenarios.iter().map(|scenario| &scenario.id))?;
        each("no_regret", &self.no_regret, |item| {
            self.known(&item.option)?;
            self.asked(item.budget)?;
            money("least", item.least)?;
            money("most", item.most)?;
            match item.within <= self.scenarios.len() {
                true => Ok(()),
                false => Err(format!("within: found {}, of {} scenarios", item.within, self.scenarios.len())),
            }
        })?;
        single("no_regret", self.no_regret.iter().map(|item| (item.budget.to_bits(), &item.option)))
    }

    fn entry(&self, scenario: &InvestScenario) -> Result<(), String> {
        for (key, text) in
            [("id", &scenario.id), ("title", &scenario.title), ("short_title", &scenario.short_title)]
        {
            short(key, text, MOST_CHARACTERS)?;
        }
        long("marginal", scenario.marginal.len(), self.options.len(), "options")?;
        let first = scenario.marginal.first().map(|marginal| &marginal.amounts);
        for (at, (marginal, option)) in scenario.marginal.iter().zip(&self.options).enumerate() {
            if marginal.option != option.id {
                return Err(format!(
                    "marginal[{at}].option: found `{}`, not `{}`",
                    marginal.option, option.id
                ));
            }
            if first.is_some_and(|first| {
                let amounts =
                    |list: &[super::invest::Amount]| list.iter().map(|a| a.amount).collect::<Vec<_>>();
                amounts(first) != amounts(&marginal.amounts)
            }) {
                return Err(format!("marginal[{at}].amounts: they are not those of the first option"));
            }
        }
        long("path", scenario.path.len(), self.path.len(), "steps of the path")?;
        long("own", scenario.own.len(), self.budgets.len(), "budgets")?;
        each("own", &scenario.own, |own| {
            self.asked(own.budget)?;
            self.amounts(&own.amounts)?;
            each("exchanges", &own.exchanges, |exchange| {
                self.known(&exchange.option)?;
                exchange.instead.as_deref().map_or(Ok(()), |instead| self.known(instead))
            })
        })?;
        single("own", scenario.own.iter().map(|own| own.budget.to_bits()))?;
        each("next", &scenario.next, |next| {
            self.asked(next.budget)?;
            self.known(&next.option)
        })?;
        single("next", scenario.next.iter().map(|next| (next.budget.to_bits(), &next.option)))?;
        each("timing", &scenario.timing, |timing| {
            self.asked(timing.budget)?;
            each("items", &timing.items, |item| self.known(&item.option))
        })?;
        single("timing", scenario.timing.iter().map(|timing| (timing.budget.to_bits(), timing.years)))?;
        each("policies", &scenario.policies, |policy| {
            short("title", &policy.title, MOST_CHARACTERS)?;
            match policy.worth {
                Some(worth) if self.step_of(worth).is_none() => {
                    Err(format!("worth: found {worth}, which is on no step of the path"))
                }
                _ => Ok(()),
            }
        })?;
        single("policies", scenario.policies.iter().map(|policy| &policy.id))
    }

    /// A programme: an amount for each option.
    fn amounts(&self, amounts: &[f64]) -> Result<(), String> {
        long("amounts", amounts.len(), self.options.len(), "options")?;
        amounts.iter().try_for_each(|&amount| money("amounts", amount))
    }

    fn known(&self, option: &str) -> Result<(), String> {
        self.option(option).map(|_| ()).ok_or_else(|| format!("option: `{option}` is none of the options"))
    }

    fn asked(&self, budget: f64) -> Result<(), String> {
        match self.budgets.contains(&budget) {
            true => Ok(()),
            false => Err(format!("budget: {budget} is none of the budgets")),
        }
    }
}

fn option(option: &InvestOption) -> Result<(), String> {
    short("id", &option.id, MOST_CHARACTERS)?;
    short("title", &option.title, MOST_CHARACTERS)?;
    money("at_least", option.at_least)?;
    option.at_most.map_or(Ok(()), |most| money("at_most", most))
}

fn money(key: &str, bn: f64) -> Result<(), String> {
    match (0.0..=MOST_MONEY).contains(&bn) {
        true => Ok(()),
        false => Err(format!("{key}: found {bn}; 0 to {MOST_MONEY} bn are needed")),
    }
}

fn some(key: &str, entries: usize) -> Result<(), String> {
    if entries == 0 { Err(format!("{key}: it is empty")) } else { Ok(()) }
}

fn long(key: &str, entries: usize, needed: usize, of: &str) -> Result<(), String> {
    match entries == needed {
        true => Ok(()),
        false => Err(format!("{key}: it has {entries} entries, not {needed}, the number of {of}")),
    }
}

fn ascending(key: &str, values: impl Iterator<Item = f64>) -> Result<(), String> {
    let values: Vec<f64> = values.collect();
    match values.windows(2).position(|two| two[0] >= two[1]) {
        None => Ok(()),
        Some(at) => Err(format!("{key}[{}]: budgets must rise", at + 1)),
    }
}
