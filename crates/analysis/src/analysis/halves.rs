//! Scenarios computed together where each gives the same then as alone, and apart where not.

use std::ops::Range;

/// What an attempt at computing some scenarios together has given.
pub enum Tried<T> {
    /// What each gives.
    Found(Vec<T>),
    /// They are better computed apart. Nothing alone is.
    Apart,
    /// It was stopped.
    Stopped,
}

/// Attempts all of them together, and where that is not the same as each alone in halves, down to each alone; `None` if it was
/// stopped.
///
/// # Errors
/// Those of the attempts.
pub fn in_halves<T, E>(
    all: Range<usize>,
    attempt: &mut impl FnMut(Range<usize>) -> Result<Tried<T>, E>,
) -> Result<Option<Vec<T>>, E> {
    if all.is_empty() {
        return Ok(Some(Vec::new()));
    }
    match attempt(all.clone())? {
        Tried::Found(found) => Ok(Some(found)),
        Tried::Stopped => Ok(None),
        Tried::Apart => {
            let middle = all.start + all.len().div_ceil(2);
            let Some(mut found) = in_halves(all.start..middle, attempt)? else { return Ok(None) };
            let Some(rest) = in_halves(middle..all.end, attempt)? else { return Ok(None) };
            found.extend(rest);
            Ok(Some(found))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_together_is_computed_apart_and_stays_in_order() {
        let mut tried = Vec::new();
        // Number 5 stands only alone.
        let found = in_halves(0..8, &mut |some| {
            tried.push(some.clone());
            let apart = some.len() > 1 && some.contains(&5);
            Ok::<_, ()>(if apart { Tried::Apart } else { Tried::Found(some.collect()) })
        });
        assert_eq!(found, Ok(Some((0..8).collect::<Vec<_>>())));
        assert_eq!(tried, [0..8, 0..4, 4..8, 4..6, 4..5, 5..6, 6..8]);
    }

    #[test]
    fn a_stop_and_an_error_end_it() {
        let stop = |some: Range<usize>| match some.len() {
            1 => Ok::<Tried<()>, ()>(Tried::Stopped),
            _ => Ok(Tried::Apart),
        };
        assert_eq!(in_halves(0..4, &mut { stop }), Ok(None));
        assert_eq!(in_halves::<(), _>(0..4, &mut |some| Err(some.len())), Err(4));
        assert_eq!(in_halves::<(), ()>(0..0, &mut |_| Err(())), Ok(Some(Vec::new())));
    }
}
