//! What a RON file may put in the place of a number: a constant or a distribution with named parameters.

/// A number, or what we know of a number. Parameters are in the unit of the input.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// A number that is taken as known.
    Constant(f64),
    /// Every value between `low` and `high` equally likely.
    Uniform {
        /// Lowest value.
        low: f64,
        /// Highest value.
        high: f64,
    },
    /// Triangular density with its peak at `mode`.
    Triangular {
        /// Lowest value.
        low: f64,
        /// Likeliest value.
        mode: f64,
        /// Highest value.
        high: f64,
    },
    /// PERT: a Beta distribution on `[low, high]` with shape parameters `1 + 4 (mode - low)/(high - low)` and
    /// `1 + 4 (high - mode)/(high - low)`.
    Pert {
        /// Lowest value.
        low: f64,
        /// Likeliest value.
        mode: f64,
        /// Highest value.
        high: f64,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation, above 0.
        sd: f64,
    },
    /// Normal cut off below `low` and above `high` (its parameters are those before it is cut off).
    TruncatedNormal {
        /// Mean.
        mean: f64,
        /// Standard deviation, above 0.
        sd: f64,
        /// Lowest value.
        low: f64,
        /// Highest value.
        high: f64,
    },
    /// Log-normal given by its 5 % and 95 % quantiles.
    LogNormalQuantiles {
        /// 5 % quantile, above 0.
        p05: f64,
        /// 95 % quantile.
        p95: f64,
    },
    /// Log-normal given by its median and the standard deviation of the logarithm.
    LogNormal {
        /// Median, above 0.
        median: f64,
        /// Standard deviation of the logarithm, above 0.
        sigma: f64,
    },
    /// Beta on `[low, high]`.
    Beta {
        /// First shape parameter, above 0.
        alpha: f64,
        /// Second shape parameter, above 0.
        beta: f64,
        /// Lowest value.
        low: f64,
        /// Highest value.
        high: f64,
    },
    /// Observed values, each equally likely: the quantile function is the step function of the sorted values.
    Empirical {
        /// The values, in any order.
        values: Vec<f64>,
    },
    /// Values with probabilities (which sum to 1).
    Discrete {
        /// The values, in any order.
        values: Vec<f64>,
        /// One probability a value.
        probabilities: Vec<f64>,
    },
}

impl Distribution {
    /// Smallest and largest value (infinite where unbounded). A TruncatedNormal's are its bounds.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        let ends = |values: &[f64]| {
            values
                .iter()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &v| (low.min(v), high.max(v)))
        };
        match self {
            Distribution::Constant(value) => (*value, *value),
            Distribution::Uniform { low, high }
            | Distribution::Triangular { low, high, .. }
            | Distribution::Pert { low, high, .. }
            | Distribution::TruncatedNormal { low, high, .. }
            | Distribution::Beta { low, high, .. } => (*low, *high),
            Distribution::Normal { .. } => (f64::NEG_INFINITY, f64::INFINITY),
            Distribution::LogNormalQuantiles { .. } | Distribution::LogNormal { .. } => (0.0, f64::INFINITY),
            Distribution::Empirical { values } => ends(values),
            Distribution::Discrete { values, probabilities } => {
                let possible: Vec<f64> =
                    values.iter().zip(probabilities).filter(|&(_, &p)| p > 0.0).map(|(&v, _)| v).collect();
                ends(&possible)
            }
        }
    }

    /// The number, if this is one.
    #[must_use]
    pub fn constant(&self) -> Option<f64> {
        match self {
            Distribution::Constant(value) => Some(*value),
            _ => None,
        }
    }
}

/// As it is written in RON.
impl std::fmt::Display for Distribution {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list = |values: &[f64]| values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        match self {
            Distribution::Constant(value) => write!(f, "{value}"),
            Distribution::Uniform { low, high } => write!(f, "Uniform(low: {low}, high: {high})"),
            Distribution::Triangular { low, mode, high } => {
                write!(f, "Triangular(low: {low}, mode: {mode}, high: {high})")
            }
            Distribution::Pert { low, mode, high } => {
                write!(f, "Pert(low: {low}, mode: {mode}, high: {high})")
            }
            Distribution::Normal { mean, sd } => write!(f, "Normal(mean: {mean}, sd: {sd})"),
            Distribution::TruncatedNormal { mean, sd, low, high } => {
                write!(f, "TruncatedNormal(mean: {mean}, sd: {sd}, low: {low}, high: {high})")
            }
            Distribution::LogNormalQuantiles { p05, p95 } => write!(f, "LogNormal(p05: {p05}, p95: {p95})"),
            Distribution::LogNormal { median, sigma } => {
                write!(f, "LogNormal(median: {median}, sigma: {sigma})")
            }
            Distribution::Beta { alpha, beta, low, high } => {
                write!(f, "Beta(alpha: {alpha}, beta: {beta}, low: {low}, high: {high})")
            }
            Distribution::Empirical { values } => write!(f, "Empirical(values: [{}])", list(values)),
            Distribution::Discrete { values, probabilities } => {
                write!(f, "Discrete(values: [{}], probabilities: [{}])", list(values), list(probabilities))
            }
        }
    }
}
