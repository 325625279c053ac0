//! Title and caveats of the closure figure.

use crate::plot::closed_by::Closure;
use crate::plot::data::Context;
use crate::plot::{numbers, pairs, words};
use crate::store::summary::{DomainInfo, ScenarioSummary};

/// What closed means, how exact a probability is, and what not to read into late years.
pub(super) fn caveats(ctx: &Context, closure: &Closure, domain: &DomainInfo) -> Vec<String> {
    let half = closure
        .rows
        .iter()
        .filter(|((_, _, d, _), _)| *d == domain.id)
        .filter_map(|(_, r)| Some(50.0 * (r.upper? - r.lower?)))
        .fold(0.0, f64::max);
    vec![
        format!(
            "Closed: gap ≤ {}\u{202f}% of requirement from then to the end of {}.",
            numbers::as_written(100.0 * ctx.summary.closure_tolerance),
            ctx.last_year()
        ),
        if half > 0.0 {
            format!("95\u{202f}% intervals: at most ±{} points.", numbers::number(half.ceil(), 0))
        } else {
            String::new()
        },
        "Late closures have less time to reopen.".to_owned(),
    ]
}

/// The finding, longest form first; a question if it does not stand.
pub(super) fn titles(
    ctx: &Context,
    closure: &Closure,
    domain: &DomainInfo,
    scenarios: &[&ScenarioSummary],
    mark: i32,
) -> Vec<String> {
    let name = words::inside(&domain.title);
    let question = vec![
        format!("When is the {name} gap closed, and for good?"),
        "When are gaps closed, and for good?".to_owned(),
    ];
    let Some(worst) = scenarios.last() else { return question };
    let lost = closure.lost(worst, &domain.id, mark);
    let error = |scenario| {
        closure.row(worst, scenario, &domain.id, mark).and_then(|r| Some(r.upper? - r.lower?)).unwrap_or(0.0)
            / 2.0
    };
    if lost < 0.02 || lost < error(true) + error(false) {
        return question;
    }
    let halves = |s: &&&ScenarioSummary| {
        let without = closure.p(s, false, &domain.id, mark);
        closure.p(s, true, &domain.id, mark) <= without / 2.0 && without > 0.02
    };
    let halving: Vec<&&ScenarioSummary> = scenarios.iter().filter(halves).collect();
    let chance = format!("the chance that {name} is closed by {mark}");
    let short = format!("the chance of closing {name} by {mark}");
    // as far apart as the numbers at the dots
    let whole = |scenario| (100.0 * closure.p(worst, scenario, &domain.id, mark)).round();
    let points = numbers::number(whole(false) - whole(true), 0);
    let equal = pairs::equals(ctx, worst);
    let who = pairs::names(&equal);
    let act = crate::present::capital(crate::present::act(ctx.summary));
    let (start, brief) = match (&halving[..], scenarios.len()) {
        ([one], _) => {
            let start = format!("“{}” at least halves", one.short_title);
            (start.clone(), start)
        }
        (all, n) if all.len() == n && n > 1 => {
            (format!("Each of the {n} drawdowns at least halves"), format!("All {n} at least halve"))
        }
        (some, n) if some.len() > 1 => {
            let k = some.len();
            (format!("{k} of {n} drawdowns at least halve"), format!("{k} of {n} at least halve"))
        }
        _ => {
            return vec![
                format!(
                    "{who} {} {chance} by {points} points",
                    if equal.len() > 1 { "lower" } else { "lowers" }
                ),
                format!("{act} lowers {chance} by up to {points} points"),
                format!("{act} lowers {short} by up to {points} points"),
                question[1].clone(),
            ];
        }
    };
    vec![
        format!("{start} {chance}"),
        format!("{start} {short}"),
        format!("{brief} {short}"),
        // The subtitle says which.
        format!("{brief} the chance of closing this gap by {mark}"),
        question[1].clone(),
    ]
}
