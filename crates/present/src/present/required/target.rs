//! What a domain, or all together, would take, in a sentence.

use super::{held, interval, level, share, unless};
use crate::{
    present::{
        capital, constraints,
        numbers::{percent, whole},
    },
    store::required::{RequiredMore, RequiredScenario, RequiredSummary, RequiredTarget, State},
};

/// The level at which a target is closed, beside that without the drawdown.
pub(super) fn of_target(
    summary: &RequiredSummary,
    scenario: &RequiredScenario,
    target: &RequiredTarget,
) -> String {
    let with = &target.scenario;
    let without = &target.counterfactual;
    let (title, unless) = (&target.title, unless(scenario));
    match with.state {
        State::AtMost => {
            let less = match &target.attributable {
                Some(more) if more.at_most => {
                    format!(" That is at least {:.1} points less than {unless}{}.", -more.points, range(more))
                }
                _ => String::new(),
            };
            let beside = match scenario.leaves {
                true => format!(" ({} {unless})", share(summary, without.curve[0].probability)),
                false => String::new(),
            };
            format!(
                "{title}: at most {} %, the lowest level looked at: it is closed in {} of runs there{beside}.{less}",
                summary.levels[0],
                share(summary, with.curve[0].probability)
            )
        }
        State::Level => {
            let beside = match &target.attributable {
                // Nobody leaves: there is nothing to compare with.
                _ if !scenario.leaves => String::new(),
                Some(more) if more.points == 0.0 && !more.at_least => {
                    format!(", as much as {unless}")
                }
                Some(more) => {
                    let (side, points) =
                        if more.points < 0.0 { ("less", -more.points) } else { ("more", more.points) };
                    let least = if more.at_least { "at least " } else { "" };
                    format!(", {least}{points:.1} points {side} than {unless}{}", range(more))
                }
                None => format!("; unreachable {unless}"),
            };
            format!("{title}: {} of GDP (95 % interval {}){beside}.", level(with), interval(with))
        }
        State::Unreachable => {
            let highest = summary.levels.last().copied().unwrap_or_default();
            let closed = with.at_highest;
            let instead = match without.state {
                _ if !scenario.leaves => String::new(),
                State::Unreachable => {
                    format!(" So it is even {unless} ({}).", share(summary, without.at_highest.probability))
                }
                _ => format!(" {}, {} would do.", capital(unless), level(without)),
            };
            // All together are held by what holds each of them.
            let named = constraints::named(&with.binding);
            let beyond = match target.domain.is_some() && !named.is_empty() {
                true => format!(" What would move it most beyond that: {}.", constraints::movers(&named)),
                false => String::new(),
            };
            format!(
                "{title}: unreachable. At {highest} % it is closed in {} of runs ({} to {} %); what stays open is \
                 held by {}{}.{beyond}{instead}",
                share(summary, closed.probability),
                whole(closed.lower),
                whole(closed.upper),
                held(with, 3),
                match held(without, 3) {
                    // If nobody leaves nothing may stay open.
                    other if other.is_empty() || !scenario.leaves => String::new(),
                    other => format!(" ({other} {unless})"),
                }
            )
        }
    }
}

/// The interval of a difference, and in how many resamples there is none; a point is not written again.
fn range(more: &RequiredMore) -> String {
    let ends = match (more.lower, more.upper) {
        (Some(lower), Some(upper)) if lower == upper => None,
        (Some(lower), Some(upper)) => Some(format!("{lower:.1} to {upper:.1}")),
        (Some(lower), None) => Some(format!("{lower:.1} or more")),
        (None, Some(upper)) => Some(format!("{upper:.1} or less")),
        (None, None) => None,
    };
    let without = 1.0 - more.reachable;
    let left_out =
        (without > 0.0).then(|| format!("in {} of resamples both are unreachable", percent(without)));
    let parts: Vec<String> = ends.into_iter().chain(left_out).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::required::added;

    #[test]
    fn differences_are_told_with_their_bounds_and_what_is_left_out() {
        let more = |points: f64, lower, upper| RequiredMore {
            points,
            at_least: false,
            at_most: false,
            lower,
            upper,
            reachable: 1.0,
        };
        let told = |lower, upper| range(&more(0.3, lower, upper));
        assert_eq!(told(Some(0.2), Some(0.4)), " (0.2 to 0.4)");
        assert_eq!(told(Some(0.3), Some(0.3)), "");
        assert_eq!(told(Some(0.2), None), " (0.2 or more)");
        assert_eq!(told(None, Some(0.4)), " (0.4 or less)");
        let left_out = RequiredMore { reachable: 0.75, ..more(0.3, Some(0.2), None) };
        assert_eq!(range(&left_out), " (0.2 or more; in 25 % of resamples both are unreachable)");
        assert_eq!(added(&more(-0.3, None, None)), "-0.3");
        assert_eq!(added(&RequiredMore { at_most: true, ..more(-0.3, None, None) }), "at most -0.3");
        assert_eq!(added(&RequiredMore { at_least: true, ..more(0.3, None, None) }), "at least +0.3");
    }
}
