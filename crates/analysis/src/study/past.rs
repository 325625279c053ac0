//! The spending model held against the past.

use super::{Answered, Settings, StudyError};
use crate::{
    hindcast::{
        Hindcast, MOST, Series,
        forecasts::{Forecast, forecasts},
        paths::HindcastError,
        summary::summary,
    },
    store::hindcast::HindcastSummary,
};

/// What the past says of the spending model.
#[derive(Clone, Debug)]
pub struct Past {
    /// Id of the scenario whose inputs were drawn.
    pub scenario: String,
    /// What was spent.
    pub series: Series,
    /// Every forecast with its scores.
    pub forecasts: Vec<Forecast>,
    /// What `summary.json` of `drawdown hindcast` holds.
    pub summary: HindcastSummary,
}

/// Whether the spending model would have been right before: from NATO's series of 2014 to 2025, on Sobol points.
///
/// # Errors
/// When there are fewer than 2 replicates or more than 20,000, every path of which is kept in memory, when threads cannot be
/// started, or when it is cancelled before the first replicates are done.
pub fn hindcast(settings: &Settings) -> Result<Answered<Past>, StudyError> {
    let asked = settings.replicates;
    if !(2..=MOST).contains(&asked) {
        return Err(StudyError::Range {
            what: "replicates",
            asked: asked as f64,
            allowed: format!("2 to {MOST}, every path of which is kept in memory"),
        });
    }
    settings.within(|| {
        let hindcast = Hindcast::shipped(settings.seed)?;
        let found = hindcast.run(&settings.pass(asked, &|done| settings.observer.replicates(done, asked)))?;
        let all = forecasts(&hindcast, &found);
        let summary = summary(&hindcast, &found, &all)?;
        let left_out = format!("{} runs are left out: their draws are not valid", found.failed);
        Ok(Answered {
            found: Past { scenario: hindcast.scenario.id, series: hindcast.series, forecasts: all, summary },
            warnings: Some(left_out).filter(|_| found.failed > 0).into_iter().collect(),
            interrupted: found.replicates < asked,
        })
    })
}

impl From<HindcastError> for StudyError {
    fn from(error: HindcastError) -> Self {
        match error {
            HindcastError::Scenario(found) => Self::Scenario(*found),
            HindcastError::Series(error) => Self::Series(error),
            HindcastError::Plan(error) => error.into(),
            HindcastError::Run(error) => error.into(),
        }
    }
}
