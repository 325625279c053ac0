//! What happens by chance, year by year: shocks to growth and to spending, and crises (model.md section 1).

use super::{elementary::normal_quantile, keyed::Stream};

/// Shocks of eight replicates. By year, and by `year * allies + ally` where an ally has its own; years count from the
/// start of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShockBlock {
    /// Standard normal, common to the allies' growth.
    pub gdp_common: Vec<[f64; 8]>,
    /// Standard normal, common to the allies' spending.
    pub spend_common: Vec<[f64; 8]>,
    /// Standard normal, an ally's own growth.
    pub gdp_ally: Vec<[f64; 8]>,
    /// Standard normal, an ally's own spending.
    pub spend_ally: Vec<[f64; 8]>,
    /// Uniform: there is a crisis where it is below `crisis_probability`.
    pub crisis_uniform: Vec<[f64; 8]>,
}

/// The streams of the shocks. They are addressed by name, ally and the calendar year entered, and always plain Monte
/// Carlo.
#[derive(Clone, Debug)]
pub struct Shocks {
    gdp_common: Stream,
    spend_common: Stream,
    crisis: Stream,
    gdp_ally: Vec<Stream>,
    spend_ally: Vec<Stream>,
    start_year: i32,
    years: usize,
}

impl Shocks {
    /// Streams for the allies, from `start_year` on.
    #[must_use]
    pub fn new(seed: u64, allies: &[String], start_year: i32, years: usize) -> Self {
        let by_ally =
            |name: &str| allies.iter().map(|ally| Stream::new(seed, &format!("{name}[{ally}]"))).collect();
        Self {
            gdp_common: Stream::new(seed, "gdp_common"),
            spend_common: Stream::new(seed, "spend_common"),
            crisis: Stream::new(seed, "crisis"),
            gdp_ally: by_ally("gdp_ally"),
            spend_ally: by_ally("spend_ally"),
            start_year,
            years,
        }
    }

    /// The shocks of the eight replicates from `first` on.
    pub fn fill(&self, first: u64, block: &mut ShockBlock) {
        let normal = |stream: Stream, year: u32| stream.uniform8(first, year).map(normal_quantile);
        block.gdp_common.clear();
        block.spend_common.clear();
        block.gdp_ally.clear();
        block.spend_ally.clear();
        block.crisis_uniform.clear();
        for y in 0..self.years {
            let year = (self.start_year + y as i32) as u32;
            block.gdp_common.push(normal(self.gdp_common, year));
            block.spend_common.push(normal(self.spend_common, year));
            block.crisis_uniform.push(self.crisis.uniform8(first, year));
            block.gdp_ally.extend(self.gdp_ally.iter().map(|&stream| normal(stream, year)));
            block.spend_ally.extend(self.spend_ally.iter().map(|&stream| normal(stream, year)));
        }
    }
}
