//! What allies spent: NATO's series of 2014 to 2025, as compiled into the program (data/nato_2014_2025).

use crate::scenario::{Scenario, address::Address, names::Name};

const SHARES: &str = include_str!("../../../../data/nato_2014_2025/share_of_gdp.csv");
const SPENDING: &str = include_str!("../../../../data/nato_2014_2025/spending.csv");

/// Why a series cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SeriesError {
    /// It is not what it should be.
    #[error("series of {what}: {why}")]
    Broken {
        /// Of what.
        what: &'static str,
        /// Reason.
        why: String,
    },
    /// The reference data lack a value.
    #[error("the reference data have no constant `{0}`")]
    Missing(String),
}

/// Defence spending of allies by year.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Ids of the allies, in the order of the reference data.
    pub allies: Vec<String>,
    /// Their names.
    pub titles: Vec<String>,
    /// First year.
    pub first_year: i32,
    /// By ally and year, % of GDP; nothing where no figure was published.
    pub share: Vec<Vec<Option<f64>>>,
    /// By ally and year, gross domestic product in billions of 2021 dollars, where spending and share are known.
    pub gdp: Vec<Vec<Option<f64>>>,
    /// What an ally weighs among all together: its GDP in the base year of the reference data.
    pub weight: Vec<f64>,
    /// What stands for a figure that was not published when all are taken together: by ally, in the last year.
    pub last_share: Vec<f64>,
}

/// An ally's id and its numbers by year.
type Line = (String, Vec<Option<f64>>);

/// A table of one row an ally, and its first year.
fn table(what: &'static str, text: &str) -> Result<(i32, Vec<Line>), SeriesError> {
    let broken = |why: String| SeriesError::Broken { what, why };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().map_err(|error| broken(error.to_string()))?.clone();
    let years: Vec<i32> = heads.iter().skip(2).map_while(|year| year.parse().ok()).collect();
    let first = *years.first().ok_or_else(|| broken("no years".to_owned()))?;
    if years.len() + 2 != heads.len() || !years.iter().copied().eq((first..).take(years.len())) {
        return Err(broken("years do not follow each other".to_owned()));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(error.to_string()))?;
        let number = |cell: &str| match cell {
            "" => Ok(None),
            text => match text.parse::<f64>() {
                Ok(number) if number.is_finite() && number >= 0.0 => Ok(Some(number)),
                _ => Err(broken(format!("`{text}` of {}", &record[0]))),
            },
        };
        let numbers = record.iter().skip(2).map(number).collect::<Result<_, _>>()?;
        rows.push((record[0].to_owned(), numbers));
    }
    Ok((first, rows))
}

impl Series {
    /// The series that ships, for the allies of a scenario.
    ///
    /// # Errors
    /// When an ally has no row, or the reference data lack its size.
    pub fn shipped(scenario: &Scenario) -> Result<Self, SeriesError> {
        let (first_year, shares) = table("shares of GDP", SHARES)?;
        let (_, spending) = table("spending", SPENDING)?;
        let row = |what: &'static str, rows: &[Line], id: &str| {
            let found = rows.iter().find(|(known, _)| known == id).map(|(_, numbers)| numbers.clone());
            found.ok_or_else(|| SeriesError::Broken { what, why: format!("no row of {id}") })
        };
        let constant = |name: Name, id: &str| {
            let address = Address::one(name, id);
            scenario.constant(&address).ok_or_else(|| SeriesError::Missing(address.to_string()))
        };
        let mut series = Self {
            allies: Vec::new(),
            titles: Vec::new(),
            first_year,
            share: Vec::new(),
            gdp: Vec::new(),
            weight: Vec::new(),
            last_share: Vec::new(),
        };
        for ally in &scenario.allies {
            let share = row("shares of GDP", &shares, &ally.id)?;
            let money = row("spending", &spending, &ally.id)?;
            // Millions of dollars over per cent: bn = m / 1000 / (share / 100).
            let gdp = |(money, share): (&Option<f64>, &Option<f64>)| Some(money.as_ref()? / 10.0 / (*share)?);
            series.gdp.push(money.iter().zip(&share).map(gdp).collect());
            series.share.push(share);
            series.allies.push(ally.id.clone());
            series.titles.push(ally.title.clone());
            series.weight.push(constant(Name::GdpNow, &ally.id)?);
            series.last_share.push(constant(Name::ShareNow, &ally.id)?);
        }
        Ok(series)
    }

    /// The last year.
    #[must_use]
    pub fn last_year(&self) -> i32 {
        self.first_year + self.share.first().map_or(0, Vec::len) as i32 - 1
    }

    fn at(&self, year: i32) -> usize {
        usize::try_from(year - self.first_year).unwrap_or(usize::MAX)
    }

    /// What an ally spent, % of GDP.
    #[must_use]
    pub fn of(&self, ally: usize, year: i32) -> Option<f64> {
        self.share[ally].get(self.at(year)).copied().flatten()
    }

    /// Its gross domestic product, bn.
    #[must_use]
    pub fn gdp_of(&self, ally: usize, year: i32) -> Option<f64> {
        self.gdp[ally].get(self.at(year)).copied().flatten()
    }

    /// What all spent together, % of GDP, at fixed weights. Where an ally's figure of the last year was not published,
    /// that of the reference data stands for it; nothing where there is none at all.
    #[must_use]
    pub fn together(&self, year: i32) -> Option<f64> {
        let one = |ally: usize| {
            let filled = (year == self.last_year()).then(|| self.last_share[ally]);
            self.of(ally, year).or(filled)
        };
        let shares = (0..self.allies.len()).map(one).collect::<Option<Vec<f64>>>()?;
        Some(self.mean(|ally| shares[ally]))
    }

    /// The mean over allies at fixed weights.
    #[must_use]
    pub fn mean(&self, value: impl Fn(usize) -> f64) -> f64 {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (ally, weight) in self.weight.iter().enumerate() {
            sum += weight * value(ally);
            weights += weight;
        }
        sum / weights
    }

    /// Allies whose figure of a year was not published.
    #[must_use]
    pub fn missing(&self, year: i32) -> Vec<usize> {
        (0..self.allies.len()).filter(|&ally| self.of(ally, year).is_none()).collect()
    }
}
