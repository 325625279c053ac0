//! Counts dates from the start of the run, and makes sure that they lie within it.

use super::{
    address::Address,
    defaults::DEFAULTS,
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    distribution::Distribution,
    key::Key,
    layered_world::State,
    names::Name,
    read_date::date,
};

/// Makes counts of quarters of all dates, and reports those outside the run. All layers must have been applied: any of
/// them may move the start.
pub(super) fn settle(state: &mut State, found: &mut Diagnostics) {
    if state.values.values().all(|settled| settled.value.it.dates.is_empty()) {
        return;
    }
    let run = Run::of(state);
    for (key, settled) in &mut state.values {
        let evidence = &mut settled.value.it;
        if evidence.dates.is_empty() {
            continue;
        }
        for written in evidence.dates.drain(..).filter(|_| run.known) {
            if let Some(wrong) = outside(&run, &key.to_string(), written.it, written.span) {
                found.push(wrong);
            }
        }
        evidence.distribution = earlier(&evidence.distribution, run.first);
    }
}

/// Between which quarters since the year 0 the run lies.
pub(super) struct Run {
    /// The first.
    pub(super) first: f64,
    /// How many there are.
    quarters: f64,
    /// Whether that could be read: else no date can be judged, which has been said.
    pub(super) known: bool,
}

impl Run {
    /// That of a world whose layers have all been applied.
    pub(super) fn of(state: &State) -> Self {
        let known = [Name::StartYear, Name::Quarters]
            .iter()
            .all(|name| !state.unread.contains(&Key::Input(Address::plain(*name))));
        let of = |name: Name| {
            let given = state.get(&Address::plain(name)).and_then(|s| s.value.it.distribution.constant());
            given.or(DEFAULTS.iter().find(|row| row.0 == name).map(|row| row.1)).unwrap_or(0.0)
        };
        Self { first: 4.0 * of(Name::StartYear), quarters: of(Name::Quarters), known }
    }
}

/// What is to be said of a date outside the run.
pub(super) fn outside(run: &Run, key: &str, written: f64, span: Span) -> Option<Diagnostic> {
    let when = match written - run.first {
        c if c < 0.0 => "before the run starts",
        c if c >= run.quarters => "after the run ends",
        _ => return None,
    };
    Some(Diagnostic::error(
        Code::OutOfRange,
        span,
        format!("`{key}`: {} is {when}", date(written)),
        format!(
            "the run goes from {} to {}; what lies outside is written as a count of quarters from its start",
            date(run.first),
            date(run.first + run.quarters - 1.0)
        ),
    ))
}

/// A distribution of points in time, counted from a later origin.
fn earlier(distribution: &Distribution, by: f64) -> Distribution {
    let moved = |value: f64| value - by;
    match distribution.clone() {
        Distribution::Constant(value) => Distribution::Constant(moved(value)),
        Distribution::Uniform { low, high } => Distribution::Uniform { low: moved(low), high: moved(high) },
        Distribution::Triangular { low, mode, high } => {
            Distribution::Triangular { low: moved(low), mode: moved(mode), high: moved(high) }
        }
        Distribution::Pert { low, mode, high } => {
            Distribution::Pert { low: moved(low), mode: moved(mode), high: moved(high) }
        }
        Distribution::Normal { mean, sd } => Distribution::Normal { mean: moved(mean), sd },
        Distribution::TruncatedNormal { mean, sd, low, high } => {
            Distribution::TruncatedNormal { mean: moved(mean), sd, low: moved(low), high: moved(high) }
        }
        Distribution::Beta { alpha, beta, low, high } => {
            Distribution::Beta { alpha, beta, low: moved(low), high: moved(high) }
        }
        Distribution::Empirical { values } => {
            Distribution::Empirical { values: values.into_iter().map(moved).collect() }
        }
        Distribution::Discrete { values, probabilities } => {
            Distribution::Discrete { values: values.into_iter().map(moved).collect(), probabilities }
        }
        // Neither takes dates: they multiply.
        log @ (Distribution::LogNormal { .. } | Distribution::LogNormalQuantiles { .. }) => log,
    }
}
