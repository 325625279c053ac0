//! What a plan keeps of its outcomes, and drops with what it does not.

use super::{detail::Detail, plan::Plan};
use crate::model::{
    cells::{Bins, Outcome, Section},
    row_selection::{Kept, Tiers},
};

/// Bins of coverage for people: a quantile is known to 0.25 % of the requirement, that of a difference to 0.5 %.
const BINS: usize = 400;

impl Plan {
    /// Keeps as much as `detail` says.
    pub fn keep_detail(&mut self, detail: Detail) {
        self.detail = detail;
        if detail == Detail::Full {
            return;
        }
        self.keep(
            |section| match section.outcome {
                Outcome::Coverage | Outcome::Gap | Outcome::Index => Kept::ALL,
                Outcome::Margin
                | Outcome::MoneyShare
                | Outcome::IndustryShare
                | Outcome::PeopleShare
                | Outcome::TimeShare
                | Outcome::UpliftAllyYear
                | Outcome::PaidAllyYear
                | Outcome::LapsedAllyYear => Kept::NONE,
                _ if section.is_quarterly() => Kept::YEARS,
                _ => Kept::ALL,
            },
            |section| section.outcome == Outcome::BillHeadline,
        );
        let tier = self.reporting[0].tier;
        self.cells.sections[Outcome::Coverage as usize].counted = Tiers::OneButYears(tier);
        let gap = &mut self.cells.sections[Outcome::Gap as usize];
        (gap.tier, gap.counted) = (Some(tier), Tiers::One(tier));
        for outcome in [Outcome::Coverage, Outcome::CoverageYear] {
            if let Bins::Linear { count, .. } = &mut self.cells.sections[outcome as usize].bins {
                *count = BINS;
            }
        }
    }

    /// Keeps only some rows of each section (rows of its frame), and computes no more than they need: the direct arm only
    /// of sections of which `direct` says that estimates of it or of its differences are wanted.
    pub fn keep(&mut self, rows: impl Fn(&Section) -> Kept, direct: impl Fn(&Section) -> bool) {
        self.cells.keep(rows, direct);
        if self.cells.section(Outcome::TriggerEffect).kept_len() == 0 {
            self.without_triggers();
        }
    }

    /// Drops the worlds without a trigger, which no scenario is in.
    fn without_triggers(&mut self) {
        let mut worlds = Vec::new();
        let mut place = vec![None; self.worlds.len()];
        for scenario in &mut self.scenarios {
            scenario.untriggered = None;
            let world = &self.worlds[scenario.world];
            scenario.world = *place[scenario.world].get_or_insert_with(|| {
                worlds.push(world.clone());
                worlds.len() - 1
            });
        }
        self.worlds = worlds;
    }
}
