//! Section 8, who takes part: the part of a domain's holdings that belongs to allies that do.

use super::{lanes::F8, layout::Inputs};
use crate::scenario::names::Name;

/// `part_d` into `part`: 1 where no ally has units of the domain.
#[inline(always)]
pub fn taking_part(inputs: &Inputs, part: &mut Vec<F8>) {
    part.clear();
    part.resize(inputs.layout.domains.len(), F8::ONE);
    let participation = inputs.all(Name::Participation);
    if participation.iter().all(|willing| !willing.differs(F8::ONE).any()) {
        return;
    }
    let mut sums = vec![(F8::ZERO, F8::ZERO); part.len()];
    for (&(a, d), &units) in inputs.layout.national_units.iter().zip(inputs.all(Name::NationalUnits)) {
        sums[d].0 += units * participation[a];
        sums[d].1 += units;
    }
    for (part, (willing, all)) in part.iter_mut().zip(sums) {
        *part = all.gt(F8::ZERO).select(willing / all, F8::ONE);
    }
}
