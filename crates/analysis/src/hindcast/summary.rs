//! From forecasts to what is kept of them.

use super::{
    Method, PLEDGE, PLEDGE_YEAR,
    departures::departures,
    forecasts::Forecast,
    groups::{Scope, compared_from, first_origin, groups, histogram, scores},
    paths::{Found, Hindcast, HindcastError},
};
use crate::{
    analysis::{references::references, summary::FORMAT},
    present::hindcast::answer,
    store::hindcast::{AllyScore, Fan, FanYear, HindcastSummary, Spent},
};

/// Points of GDP above the pledge within which an ally has just kept it.
const JUST: f64 = 0.06;

/// The summary, answer included.
///
/// # Errors
/// When the data of past departures are broken.
pub fn summary(
    hindcast: &Hindcast,
    found: &Found,
    forecasts: &[Forecast],
) -> Result<HindcastSummary, HindcastError> {
    let series = &hindcast.series;
    let last = series.last_year();
    let spent =
        (series.first_year..=last).filter_map(|year| Some(Spent { year, share: series.together(year)? }));
    let just = |ally: &usize| {
        // To the two decimals that are published.
        let hundredths = |share: f64| libm::round(100.0 * share);
        series.of(*ally, last).is_some_and(|share| {
            (hundredths(PLEDGE)..=hundredths(PLEDGE + JUST)).contains(&hundredths(share))
        })
    };
    let mut rows = Vec::new();
    let mut pit = Vec::new();
    for scope in Scope::ALL {
        let compared = compared_from(forecasts, scope);
        for method in Method::ALL {
            let Some(first) = first_origin(forecasts, scope, method) else { continue };
            for origins in groups(&hindcast.origins, compared) {
                // A method that is not there at every origin of a group cannot be compared over it.
                if origins.0 < first {
                    continue;
                }
                rows.extend(scores(forecasts.iter(), (method, scope, origins, None)));
                if origins.0 < origins.1 {
                    let horizons = 1..=last - origins.0;
                    rows.extend(
                        horizons.filter_map(|h| scores(forecasts.iter(), (method, scope, origins, Some(h)))),
                    );
                }
            }
            let ends = |from: i32| (from, hindcast.origins.last().copied().unwrap_or(from));
            pit.extend(histogram(forecasts, method, scope, ends(first)));
            if let Some(compared) = compared.filter(|&compared| compared > first) {
                pit.extend(histogram(forecasts, method, scope, ends(compared)));
            }
        }
    }
    let mut summary = HindcastSummary {
        format: FORMAT,
        command: "hindcast".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: hindcast.seed,
        replicates: found.replicates,
        failed_replicates: found.failed,
        pledge: PLEDGE,
        pledge_year: PLEDGE_YEAR,
        hash: hindcast.scenario.hash(),
        references: references(std::slice::from_ref(&hindcast.scenario)),
        origins: hindcast.origins.clone(),
        allies: series.allies.len(),
        unpublished: series.missing(last).into_iter().map(|ally| series.titles[ally].clone()).collect(),
        just_above_pledge: (0..series.allies.len()).filter(just).count(),
        answer: Vec::new(),
        spent: spent.collect(),
        fans: fans(hindcast, forecasts),
        scores: rows,
        pit,
        by_ally: by_ally(hindcast, forecasts),
        departures: departures(&hindcast.scenario)?,
    };
    summary.answer = answer(&summary);
    Ok(summary)
}

/// The model's forecasts of all allies together.
fn fans(hindcast: &Hindcast, forecasts: &[Forecast]) -> Vec<Fan> {
    let fan = |&origin: &i32| {
        let of =
            forecasts.iter().filter(|f| f.method == Method::Model && f.ally.is_none() && f.origin == origin);
        let year = |f: &Forecast| {
            let [p05, _, p25, p50, p75, _, p95] = f.quantiles;
            Some(FanYear { year: f.year, p05, p25, p50, p75, p95, spent: f.spent?, pit: f.score?.pit })
        };
        Fan { origin, years: of.filter_map(year).collect() }
    };
    hindcast.origins.iter().map(fan).collect()
}

/// The model's scores by ally.
fn by_ally(hindcast: &Hindcast, forecasts: &[Forecast]) -> Vec<AllyScore> {
    let series = &hindcast.series;
    let ends = [hindcast.origins.first(), hindcast.origins.last()].map(|o| o.copied().unwrap_or_default());
    let one = |ally: usize| {
        let own = forecasts.iter().filter(|f| f.ally == Some(ally));
        let row = scores(own, (Method::Model, Scope::Allies, (ends[0], ends[1]), None))?;
        Some(AllyScore {
            ally: series.allies[ally].clone(),
            title: series.titles[ally].clone(),
            forecasts: row.forecasts,
            coverage_90: row.coverage_90,
            mean_pit: row.mean_pit,
            crps: row.crps,
        })
    };
    let mut all: Vec<AllyScore> = (0..series.allies.len()).filter_map(one).collect();
    // A stable order: equals stay as the reference data name them.
    all.sort_by(|a, b| a.coverage_90.total_cmp(&b.coverage_90));
    all
}
