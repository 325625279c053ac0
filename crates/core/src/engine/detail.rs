//! How much of its outcomes a run keeps: what is not asked for is not computed.

/// How much is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// What answer, figures, report and the tables for people need: index, coverage and the gap at the reporting tier by
    /// quarter (quantiles of coverage at other tiers at the first quarter of each year), all else at the first quarter of each year, by year or over the run; no margin, no shares of constraints, of what allies bear by year
    /// the spending for gaps alone; of the direct arm the bill.
    #[default]
    People,
    /// Every cell of every arm.
    Full,
}
