//! Required spending, asked of what is planned.

use super::{Answered, Planned, StudyError};
use crate::{
    analysis::required::summary,
    engine::required::{MOST, Question, required},
    scenario::names::TIERS,
    store::required::RequiredSummary,
};

/// What is to be closed, by when, and how surely.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// Domains by id; the critical ones of each scenario where there is none.
    pub domains: Vec<String>,
    /// Readiness tier, days after the alert.
    pub tier: u32,
    /// Closed by the end of this calendar year.
    pub year: i32,
    /// Probability of being closed by then, between 0 and 1.
    pub probability: f64,
}

impl Default for Requirement {
    /// As `drawdown require` asks: the critical domains at D+30, by the end of 2035, with a probability of 0.8.
    fn default() -> Self {
        Self { domains: Vec::new(), tier: 30, year: 2035, probability: 0.8 }
    }
}

/// The same in positions.
struct Asked {
    question: Question,
    /// By scenario, the positions in the question of its own domains.
    own: Vec<Vec<usize>>,
}

impl Planned {
    /// Whether it can be asked for a requirement.
    ///
    /// # Errors
    /// When there is no such tier, year or domain, when a scenario has no critical domain and none are named, when the
    /// probability is not between 0 and 1, or when there are more than 1,000,000 replicates, each of which is kept in memory.
    pub fn check(&self, requirement: &Requirement) -> Result<(), StudyError> {
        self.asked(requirement).map(|_| ())
    }

    /// What allies would have to spend for gaps to be closed: what `required.json` of `drawdown require` holds, which takes the
    /// replicates of plain Monte Carlo. The intervals resample replicates: of other designs they are wider than they need be.
    ///
    /// # Errors
    /// As [`Planned::check`] and [`Planned::run`].
    pub fn require(&self, requirement: &Requirement) -> Result<Answered<RequiredSummary>, StudyError> {
        let Asked { question, own } = self.asked(requirement)?;
        let (scenarios, plan) = (&self.scenarios, &self.plan);
        self.settings.within(|| {
            let asked = self.settings.replicates;
            let progress = |done| self.settings.observer.replicates(done, asked);
            let found = required(plan, &question, &self.settings.pass(asked, &progress))?;
            Ok(Answered {
                found: summary(scenarios, plan, &question, &own, requirement.probability, &found),
                warnings: found.not_finite.left_out(found.failed, found.replicates),
                interrupted: found.replicates < asked,
            })
        })
    }

    fn asked(&self, requirement: &Requirement) -> Result<Asked, StudyError> {
        let Requirement { domains: ids, tier, year, probability } = requirement;
        if !(*probability > 0.0 && *probability < 1.0) {
            return Err(StudyError::Range {
                what: "probability",
                asked: *probability,
                allowed: "between 0 and 1, both excluded".to_owned(),
            });
        }
        if self.settings.replicates > MOST {
            return Err(StudyError::Range {
                what: "replicates",
                asked: self.settings.replicates as f64,
                allowed: format!("at most {MOST}, each of which is kept in memory"),
            });
        }
        let layout = &self.plan.layout;
        let place =
            |what, asked: String, known: Vec<String>| match known.iter().position(|name| *name == asked) {
                Some(at) => Ok(at),
                None => Err(StudyError::Unknown { what, asked, known }),
            };
        let tier = place("tier", tier.to_string(), TIERS.map(|tier| tier.to_string()).to_vec())?;
        let years = (layout.start_year..).take(layout.years()).map(|year| year.to_string());
        let year = place("year", year.to_string(), years.collect())?;
        let named: Vec<usize> = ids
            .iter()
            .map(|id| place("domain", id.clone(), layout.domains.clone()))
            .collect::<Result<_, _>>()?;
        let wanted = |s: usize, d: usize| match named.is_empty() {
            true => self.scenarios[s].domains[d].critical,
            false => named.contains(&d),
        };
        let all = 0..self.scenarios.len();
        let domains: Vec<usize> =
            (0..layout.domains.len()).filter(|&d| all.clone().any(|s| wanted(s, d))).collect();
        let mut own = Vec::new();
        for s in all {
            own.push((0..domains.len()).filter(|&i| wanted(s, domains[i])).collect::<Vec<_>>());
            if own[s].is_empty() {
                return Err(StudyError::NoDomain { scenario: self.scenarios[s].id.clone() });
            }
        }
        Ok(Asked { question: Question { domains, tier, year }, own })
    }
}
