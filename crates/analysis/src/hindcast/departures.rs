//! Past departures of US troops against the timetable `F(q)` of the model (docs/model.md, section 3), computed by the model's
//! own code.

use super::{paths::HindcastError, series::SeriesError};
use crate::{
    engine::{
        blocks::{Drawer, Drawn},
        plan::Plan,
    },
    model::{arm::Arm, drawdown::Departure, lanes::F8, layout::Inputs},
    scenario::{Scenario, names::Name, read_layer::PROFILES},
    store::hindcast::{Counted, PastDeparture, ProfileFit},
};

const COUNTS: &str = include_str!("../../../../data/us_troops_in_europe/september.csv");

/// Departures that are looked at: first and last year, host, where. From 2008 on the counts of all Europe leave out people
/// deployed elsewhere, so the second is that of Germany, where two brigades left.
const PAST: [(i32, i32, &str, &str); 2] = [(1990, 1996, "EUR", "Europe"), (2012, 2014, "DEU", "Germany")];

/// Troops at a host by year, each of September.
///
/// # Errors
/// When the table that ships is broken.
pub fn counts(host: &str, first: i32, last: i32) -> Result<Vec<(i32, f64)>, SeriesError> {
    let broken = |why: String| SeriesError::Broken { what: "US troops", why };
    let mut reader = csv::Reader::from_reader(COUNTS.as_bytes());
    let mut found = Vec::new();
    for record in reader.deserialize::<(i32, String, f64)>() {
        let (year, of, personnel) = record.map_err(|error| broken(error.to_string()))?;
        if of == host && (first..=last).contains(&year) {
            found.push((year, personnel));
        }
    }
    match found.iter().map(|&(year, _)| year).eq(first..=last) {
        true => Ok(found),
        false => Err(broken(format!("years of {host} are missing"))),
    }
}

/// The model's timetable for given dates.
struct Timetable<'a> {
    plan: &'a Plan,
    values: Vec<F8>,
    cuts: Vec<F8>,
    departure: Departure,
}

impl Timetable<'_> {
    /// `F` at the Septembers of a departure.
    fn at(&mut self, profile: usize, start: usize, duration: usize, years: usize) -> Vec<f64> {
        let layout = &self.plan.layout;
        for (name, value) in [
            (Name::Profile, profile as f64),
            (Name::Start, start as f64),
            (Name::Slip, 0.0),
            (Name::Duration, duration as f64),
        ] {
            self.values[layout.first(name)] = F8::splat(value);
        }
        let inputs = Inputs { layout, values: &self.values };
        self.departure.prepare(&inputs, &self.cuts, Arm::COUNTERFACTUAL);
        (0..years).map(|year| self.departure.departed[4 * year][0]).collect()
    }
}

/// The past departures, each with all timetables: from its first to its last count, and with the dates between them
/// that fit best.
///
/// # Errors
/// When the data that ship are broken.
pub fn departures(scenario: &Scenario) -> Result<Vec<PastDeparture>, HindcastError> {
    let plan = Plan::new(std::slice::from_ref(scenario), 1)?;
    let mut drawn = Drawn::of(&plan);
    Drawer::new(&plan).draw(0, 1, &mut drawn);
    let given = &drawn.scenarios[0];
    let mut timetable = Timetable {
        plan: &plan,
        values: given.inputs.clone(),
        cuts: given.cuts.clone(),
        departure: Departure::default(),
    };
    PAST.iter().map(|&(first, last, host, title)| past(&mut timetable, first, last, host, title)).collect()
}

fn past(
    timetable: &mut Timetable,
    first: i32,
    last: i32,
    host: &str,
    title: &str,
) -> Result<PastDeparture, HindcastError> {
    let personnel = counts(host, first, last)?;
    let ends = [personnel.first(), personnel.last()].map(|count| count.map_or(0.0, |count| count.1));
    let counts: Vec<Counted> = personnel
        .iter()
        .map(|&(year, personnel)| Counted {
            year,
            personnel,
            left: (ends[0] - personnel) / (ends[0] - ends[1]),
        })
        .collect();
    let quarters = 4 * (last - first) as usize;
    let mut profiles = Vec::new();
    for (number, name) in PROFILES.iter().enumerate() {
        let mut fit = |dates: &str, start: usize, duration: usize| {
            let timetable = timetable.at(number, start, duration, counts.len());
            let differences = timetable.iter().zip(&counts).map(|(f, count)| (f - count.left).abs());
            let (largest_difference, year) = differences
                .zip(&counts)
                .map(|(difference, count)| (difference, count.year))
                .fold((-1.0, first), |most, next| if next.0 > most.0 { next } else { most });
            ProfileFit {
                profile: (*name).to_owned(),
                dates: dates.to_owned(),
                start: start as f64,
                duration: duration as f64,
                timetable,
                largest_difference,
                year,
            }
        };
        profiles.push(fit("whole", 0, quarters));
        let all =
            (0..quarters).flat_map(|start| (1..=quarters - start).map(move |duration| (start, duration)));
        let fitted = all.map(|(start, duration)| fit("fitted", start, duration));
        profiles.extend(fitted.min_by(|a, b| a.largest_difference.total_cmp(&b.largest_difference)));
    }
    Ok(PastDeparture {
        id: format!("{first}-{last}"),
        host: host.to_owned(),
        title: title.to_owned(),
        counts,
        profiles,
    })
}
