//! Aleatory shocks (model.md section 5): what happens by chance, year by year.
//!
//! Every shock has its own stream: `gdp_common`, `spend_common`, `crisis`, `security`, and by ally `gdp_ally[DEU]`,
//! `spend_ally[DEU]`. The index of a draw is the calendar year that is entered, so a longer run contains a shorter one
//! and runs that start in different years share the shocks of the years they share.

use super::{elementary::normal_quantile8, keyed::Stream};

/// The shocks of eight replicates: for every field one array of lanes a year, or a year and ally.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShockBlock {
    /// Common growth shock, standard normal, by year.
    pub gdp_common: Vec<[f64; 8]>,
    /// Common spending shock, standard normal, by year.
    pub spend_common: Vec<[f64; 8]>,
    /// Growth shock of an ally, standard normal, at `year * allies + ally`.
    pub gdp_ally: Vec<[f64; 8]>,
    /// Spending shock of an ally, standard normal, at `year * allies + ally`.
    pub spend_ally: Vec<[f64; 8]>,
    /// Uniform by year; there is a crisis where it is below `crisis_probability`.
    pub crisis_uniform: Vec<[f64; 8]>,
    /// Uniform by year; there is a security shock where it is below `shock_probability`.
    pub security_uniform: Vec<[f64; 8]>,
}

/// The streams of all shocks of a run.
#[derive(Clone, Debug)]
pub struct Shocks {
    gdp_common: Stream,
    spend_common: Stream,
    crisis: Stream,
    security: Stream,
    gdp_ally: Vec<Stream>,
    spend_ally: Vec<Stream>,
    start_year: u32,
    years: usize,
}

impl Shocks {
    /// The shocks of `years` years, the first of which is the calendar year `start_year`, for the allies with these ids.
    #[must_use]
    pub fn new(seed: u64, ally_ids: &[String], start_year: u32, years: usize) -> Self {
        let by_ally =
            |name: &str| ally_ids.iter().map(|id| Stream::new(seed, &format!("{name}[{id}]"))).collect();
        Self {
            gdp_common: Stream::new(seed, "gdp_common"),
            spend_common: Stream::new(seed, "spend_common"),
            crisis: Stream::new(seed, "crisis"),
            security: Stream::new(seed, "security"),
            gdp_ally: by_ally("gdp_ally"),
            spend_ally: by_ally("spend_ally"),
            start_year,
            years,
        }
    }

    /// Number of years.
    #[must_use]
    pub fn years(&self) -> usize {
        self.years
    }

    /// Number of allies.
    #[must_use]
    pub fn allies(&self) -> usize {
        self.gdp_ally.len()
    }

    /// A block of the right size, filled with zeros.
    #[must_use]
    pub fn block(&self) -> ShockBlock {
        let by_year = vec![[0.0; 8]; self.years];
        let by_ally = vec![[0.0; 8]; self.years * self.allies()];
        ShockBlock {
            gdp_common: by_year.clone(),
            spend_common: by_year.clone(),
            gdp_ally: by_ally.clone(),
            spend_ally: by_ally,
            crisis_uniform: by_year.clone(),
            security_uniform: by_year,
        }
    }

    /// Draws all years of the eight replicates from `first_replicate`, a multiple of 8.
    ///
    /// # Panics
    /// If `block` is not of the size that [`Shocks::block`] gives.
    #[inline(always)]
    pub fn fill(&self, first_replicate: u64, block: &mut ShockBlock) {
        for year in 0..self.years {
            self.fill_year(first_replicate, year, block);
        }
    }

    /// Draws one year, counted from 0.
    ///
    /// # Panics
    /// If `block` is not of the size that [`Shocks::block`] gives, or `year` is not below [`Shocks::years`].
    #[inline(always)]
    pub fn fill_year(&self, first_replicate: u64, year: usize, block: &mut ShockBlock) {
        let index = self.start_year + year as u32;
        block.gdp_common[year] = normal(&self.gdp_common, first_replicate, index);
        block.spend_common[year] = normal(&self.spend_common, first_replicate, index);
        block.crisis_uniform[year] = self.crisis.uniform8(first_replicate, index);
        block.security_uniform[year] = self.security.uniform8(first_replicate, index);
        let allies = year * self.allies()..(year + 1) * self.allies();
        for (out, stream) in block.gdp_ally[allies.clone()].iter_mut().zip(&self.gdp_ally) {
            *out = normal(stream, first_replicate, index);
        }
        for (out, stream) in block.spend_ally[allies].iter_mut().zip(&self.spend_ally) {
            *out = normal(stream, first_replicate, index);
        }
    }
}

/// A standard normal of eight replicates. (No closure: closures do not inherit the caller's vector instructions.)
#[inline(always)]
fn normal(stream: &Stream, first_replicate: u64, index: u32) -> [f64; 8] {
    normal_quantile8(&stream.uniform8(first_replicate, index))
}
