//! Checks of when things happen: before the run, after it, announced too late.

use super::{
    address::Address,
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    names::Name,
    values::{Values, support},
};

/// Warns of what happens outside the run, and of departures that are announced late.
pub(super) fn timing(values: &Values, whole: Span, found: &mut Diagnostics) {
    let of = |name| support(values, &Address::plain(name));
    let (Some(start), Some(slip), Some(disruption)) = (of(Name::Start), of(Name::Slip), of(Name::Disruption))
    else {
        return;
    };
    let leaves = of(Name::Personnel).is_none_or(|p| p.1 > 0.0);
    if leaves && disruption.1 > 0.0 && start.0 + slip.0 <= 0.0 {
        let word = if start.1 + slip.1 <= 0.0 { "starts" } else { "may start" };
        found.push(Diagnostic::warning(
            Code::DepartureAtStart,
            start.2.unwrap_or(whole),
            format!("the departure {word} at or before the first quarter"),
            "a departure under way at the start causes no disruption",
        ));
    }
    let quarters = of(Name::Quarters).map_or(f64::INFINITY, |q| q.0);
    if leaves && start.1 + slip.1 >= quarters {
        let (message, hint) = if start.0 + slip.0 >= quarters {
            (
                "no unit leaves within the run: the departure starts after its last quarter",
                format!("the run has {quarters} quarters, and `start` counts them from its start"),
            )
        } else {
            (
                "the departure may start after the last quarter of the run",
                "what leaves later is not seen in any result".to_owned(),
            )
        };
        found.push(Diagnostic::warning(Code::OutsideRun, start.2.unwrap_or(whole), message, hint));
    }
    let most = |names: &[Name]| {
        let of = values.keys().filter(|address| names.contains(&address.name));
        of.filter_map(|address| support(values, address)).map(|s| s.1).fold(0.0, f64::max)
    };
    let programme = [Name::InvestKit, Name::InvestReadiness, Name::InvestPeople, Name::InvestPool];
    for (names, start, length, what) in [
        (&[Name::PledgeCut][..], Name::PledgeCutStart, None, "pledges are taken back"),
        (&programme[..], Name::InvestStart, Some(Name::InvestDuration), "the investment programme runs"),
    ] {
        let Some(at) = of(start) else { continue };
        let ended = length.and_then(of).is_some_and(|length| at.1 + length.1 <= 0.0);
        if most(names) > 0.0 && (at.0 >= quarters || ended) {
            let when = if ended { "before its first quarter" } else { "after its last quarter" };
            found.push(Diagnostic::warning(
                Code::OutsideRun,
                at.2.unwrap_or(whole),
                format!("{what} outside the run, {when}"),
                format!(
                    "the run has {quarters} quarters, and `{}` counts them from its start",
                    start.spec().name
                ),
            ));
        }
    }
    if let Some(announced) = of(Name::Announced)
        && leaves
        && announced.0 > start.1 + slip.1
    {
        found.push(Diagnostic::warning(
            Code::AnnouncedLate,
            announced.2.unwrap_or(whole),
            "the departure is announced after it starts",
            "announced counts quarters from the start of the run",
        ));
    }
}
