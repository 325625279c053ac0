//! The outcomes of section 9 as cells: which outcome, along which axes, in which unit.
//!
//! An arm fills a [`Sheet`](super::sheet::Sheet) of cells; accumulators and tables go through it by this plan and need
//! not know what a cell means.

use super::{
    layout::{K, Layout},
    row_selection::{Kept, Tiers},
};

/// What a cell is indexed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Quarter from the start of the run.
    Quarter,
    /// Calendar year of the run.
    Year,
    /// Calendar year, the base year (the one before the run) included.
    YearFromBase,
    /// Capability domain.
    Domain,
    /// Readiness tier.
    Tier,
    /// European ally.
    Ally,
    /// Host country.
    Host,
}

/// Unit of an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The domain's unit of account.
    OfDomain,
    /// As written.
    Text(&'static str),
}

/// In which arms and paired differences an outcome exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arms {
    /// Three arms and three paired differences.
    All,
    /// Three arms: dates, labels and probabilities have no paired difference.
    Each,
    /// Scenario and counterfactual.
    TwoArms,
    /// Only the paired difference; the scenario's array holds it.
    Paired,
    /// Of the scenario's drawdown or of the world, the same in every arm.
    NoArm,
}

/// How quantiles over replicates are counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bins {
    /// No quantiles.
    None,
    /// `count` bins of equal width between `low` and `high` (differences: between `low - high` and `high - low`), exact
    /// at 0 and at both ends.
    Linear {
        /// Lowest value of an arm.
        low: f64,
        /// Highest value of an arm.
        high: f64,
        /// Bins.
        count: usize,
    },
    /// Whole numbers from 0 to `count - 1`.
    Whole {
        /// How many.
        count: usize,
    },
    /// Any number, to 0.4 % of itself.
    Log,
}

/// Which cells become known together: the rows of a [`Sheet`](super::sheet::Sheet).
///
/// Cells of which paired differences are taken lie apart from the others, because those of the counterfactual are kept
/// until the last scenario has been paired with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// A row a quarter; paired.
    PairedQuarter,
    /// A row a quarter.
    Quarter,
    /// A row a year; paired.
    PairedYear,
    /// A row a year.
    Year,
    /// A row a year, the base year included.
    YearFromBase,
    /// One row a run; paired.
    PairedRun,
    /// One row a run.
    Run,
}

impl Frame {
    /// How many there are.
    pub const COUNT: usize = 7;

    /// All, in order.
    pub const ALL: [Frame; Frame::COUNT] = [
        Frame::PairedQuarter,
        Frame::Quarter,
        Frame::PairedYear,
        Frame::Year,
        Frame::YearFromBase,
        Frame::PairedRun,
        Frame::Run,
    ];

    fn of(section: &Section) -> Frame {
        let paired = section.arms == Arms::All;
        match section.axes.first() {
            Some(Axis::Quarter) if paired => Frame::PairedQuarter,
            Some(Axis::Quarter) => Frame::Quarter,
            // By which year a gap is closed is known only at the end.
            Some(Axis::Year) if matches!(section.outcome, Outcome::ClosedBy) => Frame::Run,
            Some(Axis::Year) if matches!(section.outcome, Outcome::ClosedDomains) => Frame::PairedRun,
            Some(Axis::Year) if paired => Frame::PairedYear,
            Some(Axis::Year) => Frame::Year,
            Some(Axis::YearFromBase) => Frame::YearFromBase,
            _ if paired => Frame::PairedRun,
            _ => Frame::Run,
        }
    }
}

/// How a cell is held in a sheet and accumulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// A number; mean and standard error are wanted.
    Number,
    /// A bit field of a word that all labels of a domain share: only its number of ones is wanted.
    Label(usize),
    /// A number that is 0 unless money, industry, people or time is the label: the mean is over those replicates.
    Part,
}

/// An outcome, and where its cells lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Section {
    /// Its number: [`Outcome`] as an integer.
    pub outcome: Outcome,
    /// Table it is written to.
    pub table: &'static str,
    /// Name in the column `outcome`.
    pub name: &'static str,
    /// Unit.
    pub unit: Unit,
    /// Axes, slowest first.
    pub axes: &'static [Axis],
    /// Arms.
    pub arms: Arms,
    /// A cell may be empty (NaN) in some replicates.
    pub conditional: bool,
    /// An indicator: its mean is a probability.
    pub probability: bool,
    /// Quantiles.
    pub bins: Bins,
    /// A drawdown moves it through the alarm alone, so that the direct arm equals the counterfactual.
    pub alarm: bool,
    /// How its cells are held.
    pub held: Held,
    /// The frame that its cells lie in.
    pub frame: Frame,
    /// First cell within a row of the frame.
    pub first: usize,
    /// Number of cells in a row.
    pub width: usize,
    /// Number of cells in all rows.
    pub len: usize,
    /// Rows that are accumulated.
    pub kept: Kept,
    /// Which cells of them have sums: all, or those of one tier.
    pub tier: Option<usize>,
    /// Which cells of them are counted for quantiles.
    pub counted: Tiers,
    /// Whether the direct arm and its differences are accumulated.
    pub direct: bool,
}

impl Section {
    /// Which cells of a row have sums.
    #[inline(always)]
    #[must_use]
    pub fn summed(&self) -> Tiers {
        self.tier.map_or(Tiers::All, Tiers::One)
    }

    /// Number of cells that have sums.
    #[inline(always)]
    #[must_use]
    pub fn kept_len(&self) -> usize {
        self.taken(self.summed())
    }

    /// Number of cells that are counted.
    #[inline(always)]
    #[must_use]
    pub fn counted_len(&self) -> usize {
        self.taken(self.counted)
    }

    #[inline(always)]
    fn taken(&self, tiers: Tiers) -> usize {
        self.len.checked_div(self.width).map_or(0, |rows| tiers.before(self.kept, rows, self.width))
    }

    /// Whether it has cells by quarter.
    #[must_use]
    pub fn is_quarterly(&self) -> bool {
        self.axes.first() == Some(&Axis::Quarter)
    }

    /// Whether numbers of the direct arm are accumulated that are its own: not where they equal the counterfactual's.
    #[inline(always)]
    #[must_use]
    pub const fn has_direct(&self) -> bool {
        self.direct && !self.alarm
    }

    /// Whether a direct arm is simulated for its sake.
    #[inline(always)]
    #[must_use]
    pub fn needs_direct(&self) -> bool {
        self.has_direct() && self.kept_len() > 0
    }

    /// Position of a cell among those that have sums; `None` if it has none.
    #[must_use]
    pub fn kept_cell(&self, cell: usize) -> Option<usize> {
        self.summed().place(self.kept, cell, self.width)
    }

    /// Position of a cell among those that are counted; `None` if it is not.
    #[must_use]
    pub fn counted_cell(&self, cell: usize) -> Option<usize> {
        self.counted.place(self.kept, cell, self.width)
    }
}

const USD: Unit = Unit::Text("bn USD 2025");
const FRACTION: Unit = Unit::Text("fraction");
const PROBABILITY: Unit = Unit::Text("probability");
const QUARTERS: Unit = Unit::Text("quarters");
const PEOPLE: Unit = Unit::Text("people");

macro_rules! outcomes {
    ($($variant:ident $table:literal $name:literal $unit:expr, [$($axis:ident)*] $arms:ident $kind:ident $bins:expr;)*) => {
        /// An outcome of the model.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Outcome {
            $($variant,)*
        }

        const SECTIONS: &[Section] = &[$(Section {
            outcome: Outcome::$variant,
            table: $table,
            name: $name,
            unit: $unit,
            axes: &[$(Axis::$axis),*],
            arms: Arms::$arms,
            conditional: flag!(conditional $kind),
            probability: flag!(probability $kind),
            bins: $bins,
            alarm: flag!(alarm $kind),
            held: held!($kind $variant),
            frame: Frame::Run,
            first: 0,
            width: 0,
            len: 0,
            kept: Kept::ALL,
            tier: None,
            counted: Tiers::All,
            direct: matches!(Arms::$arms, Arms::All | Arms::Each),
        },)*];
    };
}

macro_rules! flag {
    (conditional conditional) => {
        true
    };
    (probability label) => {
        true
    };
    (probability indicator) => {
        true
    };
    (probability alarm_indicator) => {
        true
    };
    (alarm alarm_indicator) => {
        true
    };
    (alarm alarm) => {
        true
    };
    ($flag:ident $other:ident) => {
        false
    };
}

macro_rules! held {
    (label $variant:ident) => {
        Held::Label(Outcome::$variant as usize - Outcome::Open as usize)
    };
    (part $variant:ident) => {
        Held::Part
    };
    ($kind:ident $variant:ident) => {
        Held::Number
    };
}

const UNIT_FINE: Bins = Bins::Linear { low: 0.0, high: 1.0, count: 1000 };
const NO: Bins = Bins::None;
const QUARTER: Bins = Bins::Whole { count: 401 };
const SHARE: Bins = Bins::Linear { low: 0.0, high: 20.0, count: 2000 };

outcomes! {
    Coverage "coverage" "coverage" FRACTION, [Quarter Domain Tier] All value UNIT_FINE;
    CoverageYear "coverage" "coverage_year" FRACTION, [Year Domain Tier] All value UNIT_FINE;
    Gap "gap" "gap" Unit::OfDomain, [Quarter Domain Tier] All value NO;
    Margin "margin" "margin" FRACTION, [Quarter Domain Tier] All conditional NO;
    Index "index" "index" FRACTION, [Quarter Tier] All value NO;
    IndexYear "index" "index_year" FRACTION, [Year Tier] All value UNIT_FINE;
    IndexHeadline "index" "index_headline" FRACTION, [Tier] All value Bins::Log;
    Shortfall "index" "shortfall" FRACTION, [Domain Tier] All value Bins::Log;
    First "vulnerability" "first_quarter" QUARTERS, [Domain Tier] Each conditional QUARTER;
    Last "vulnerability" "last_quarter" QUARTERS, [Domain Tier] Each conditional QUARTER;
    Below "vulnerability" "quarters_below" QUARTERS, [Domain Tier] All value NO;
    Ever "vulnerability" "ever_below" PROBABILITY, [Domain Tier] Each indicator NO;
    BelowYear "vulnerability" "below_in_year" PROBABILITY, [Year Domain Tier] Each indicator NO;
    Area "vulnerability" "area" Unit::Text("coverage-years"), [Domain Tier] All value Bins::Log;
    NeverOpen "closure" "never_open" PROBABILITY, [Domain Tier] Each indicator NO;
    OpenAtHorizon "closure" "open_at_horizon" PROBABILITY, [Domain Tier] Each indicator NO;
    ClosedBy "closure" "closed_by" PROBABILITY, [Year Domain Tier] Each indicator NO;
    ClosedDomains "closure" "domains_closed" Unit::Text("domains"), [Year Tier] All value NO;
    ClosesOnlyWithout "closure" "closes_only_without" PROBABILITY, [Domain Tier] Paired indicator NO;
    Delay "closure" "delay" QUARTERS, [Domain Tier] Paired conditional NO;
    Peak "peak" "peak_gap" Unit::OfDomain, [Domain Tier] All value NO;
    PeakQuarter "peak" "peak_quarter" QUARTERS, [Domain Tier] Each conditional QUARTER;
    Open "binding" "open" PROBABILITY, [Quarter Domain] Each label NO;
    Money "binding" "money" PROBABILITY, [Quarter Domain] Each label NO;
    Industry "binding" "industry" PROBABILITY, [Quarter Domain] Each label NO;
    People "binding" "people" PROBABILITY, [Quarter Domain] Each label NO;
    Time "binding" "time" PROBABILITY, [Quarter Domain] Each label NO;
    Enablers "binding" "enablers" PROBABILITY, [Quarter Domain] Each label NO;
    Reliance "binding" "reliance" PROBABILITY, [Quarter Domain] Each label NO;
    MoneyShare "binding" "money_share" FRACTION, [Quarter Domain] Each part NO;
    IndustryShare "binding" "industry_share" FRACTION, [Quarter Domain] Each part NO;
    PeopleShare "binding" "people_share" FRACTION, [Quarter Domain] Each part NO;
    TimeShare "binding" "time_share" FRACTION, [Quarter Domain] Each part NO;
    Share "spending" "share" Unit::Text("% of GDP"), [YearFromBase Ally] Each alarm SHARE;
    Together "spending" "share_together" Unit::Text("% of GDP"), [YearFromBase] Each alarm SHARE;
    PledgeMet "spending" "pledge_met" PROBABILITY, [YearFromBase Ally] Each alarm_indicator NO;
    BelowPledge "spending" "below_pledge" USD, [YearFromBase Ally] Each alarm NO;
    Pledge "spending" "pledge" Unit::Text("% of GDP"), [Ally] NoArm value Bins::Log;
    PledgeYear "spending" "pledge_year" Unit::Text("calendar year"), [Ally] NoArm value Bins::Log;
    UpliftAllyYear "cost" "uplift" USD, [Year Ally] All alarm NO;
    UpliftYear "cost" "uplift" USD, [Year] All alarm NO;
    UpliftAlly "cost" "uplift" USD, [Ally] All alarm NO;
    Uplift "cost" "uplift" USD, [] All alarm Bins::Log;
    FundsYear "cost" "funds" USD, [Year] All alarm NO;
    SpendingYear "cost" "gap_spending" USD, [Year] All value NO;
    ChargedYear "cost" "upkeep_charged" USD, [Year] All value NO;
    PaidYear "cost" "upkeep_paid" USD, [Year] All value NO;
    UnfundedYear "cost" "upkeep_unfunded" USD, [Year] All value NO;
    LapsedYear "cost" "lapsed" USD, [Year] All value NO;
    Funds "cost" "funds" USD, [] All alarm Bins::Log;
    Spending "cost" "gap_spending" USD, [] All value Bins::Log;
    Charged "cost" "upkeep_charged" USD, [] All value NO;
    Paid "cost" "upkeep_paid" USD, [] All value NO;
    Unfunded "cost" "upkeep_unfunded" USD, [] All value NO;
    Lapsed "cost" "lapsed" USD, [] All value NO;
    FundsGross "cost" "funds_gross" USD, [] All alarm NO;
    SpendingGross "cost" "gap_spending_gross" USD, [] All value NO;
    PaidGross "cost" "upkeep_paid_gross" USD, [] All value NO;
    LapsedGross "cost" "lapsed_gross" USD, [] All value NO;
    ProgrammeYear "cost" "programme" USD, [Year] NoArm value NO;
    Programme "cost" "programme" USD, [] NoArm value NO;
    DeliveriesYear "cost" "deliveries" USD, [Year] All value NO;
    Deliveries "cost" "deliveries" USD, [] All value NO;
    SpendingAllyYear "cost" "gap_spending" USD, [Year Ally] All value NO;
    PaidAllyYear "cost" "upkeep_paid" USD, [Year Ally] All value NO;
    LapsedAllyYear "cost" "lapsed" USD, [Year Ally] All value NO;
    SpendingAlly "cost" "gap_spending" USD, [Ally] All value NO;
    PaidAlly "cost" "upkeep_paid" USD, [Ally] All value NO;
    LapsedAlly "cost" "lapsed" USD, [Ally] All value NO;
    SpendingGrossAlly "cost" "gap_spending_gross" USD, [Ally] All value NO;
    BillDomain "bill" "bill" USD, [Quarter Domain] All value NO;
    Bill "bill" "bill" USD, [Quarter] All value NO;
    BillHeadline "bill" "bill_headline" USD, [] All value Bins::Log;
    Paper "paper" "on_paper" Unit::OfDomain, [Year Domain] All value NO;
    PaperCoverage "paper" "paper_coverage" FRACTION, [Year Domain] All value UNIT_FINE;
    PaperGap "paper" "paper_gap" Unit::OfDomain, [Year Domain] All value NO;
    PaperBill "paper" "paper_bill" USD, [Year] All value Bins::Log;
    Required "supply" "requirement" Unit::OfDomain, [Year Domain Tier] TwoArms value NO;
    EuropeanUsable "supply" "european_usable" Unit::OfDomain, [Year Domain Tier] TwoArms value NO;
    InPlaceUsable "supply" "us_in_place_usable" Unit::OfDomain, [Year Domain Tier] TwoArms value NO;
    ReinforcementUsable "supply" "us_reinforcement_usable" Unit::OfDomain, [Year Domain Tier] TwoArms value NO;
    Unusable "supply" "unusable" Unit::OfDomain, [Year Domain Tier] TwoArms value NO;
    Present "hosts" "present" PEOPLE, [Host] NoArm value Bins::Log;
    Leaving "hosts" "leaving" PEOPLE, [Host] NoArm value Bins::Log;
    PersonnelAsked "hosts" "personnel_asked" PEOPLE, [] NoArm value Bins::Log;
    PersonnelEffective "hosts" "personnel_effective" PEOPLE, [] NoArm value Bins::Log;
    PledgesTaken "hosts" "pledges_taken_back" FRACTION, [] NoArm value Bins::Log;
    PledgesTakenDomain "hosts" "pledges_taken_back" FRACTION, [Domain] NoArm value Bins::Log;
    PledgesTakenFrom "hosts" "pledges_taken_from" QUARTERS, [] NoArm value Bins::Log;
    DepartureStart "hosts" "departure_start" QUARTERS, [] NoArm value Bins::Log;
    DepartureEnd "hosts" "departure_end" QUARTERS, [] NoArm value Bins::Log;
    Announced "hosts" "announced" QUARTERS, [] NoArm value Bins::Log;
    Recognised "hosts" "recognised" QUARTERS, [] NoArm value Bins::Log;
    TriggerEffect "index" "trigger_effect" FRACTION, [Tier] NoArm conditional Bins::Log;
}

impl Outcome {
    /// Whether it is an amount that is never negative and may be 0 in nearly all replicates: the mean of such a one may
    /// rest on so few that its standard error says nothing.
    #[must_use]
    pub const fn is_amount(self) -> bool {
        use Outcome::*;
        matches!(
            self,
            Gap | Shortfall
                | Below
                | Area
                | Peak
                | BelowPledge
                | FundsYear
                | SpendingYear
                | ChargedYear
                | PaidYear
                | UnfundedYear
                | LapsedYear
                | Funds
                | Spending
                | Charged
                | Paid
                | Unfunded
                | Lapsed
                | FundsGross
                | SpendingGross
                | PaidGross
                | LapsedGross
                | SpendingAllyYear
                | PaidAllyYear
                | LapsedAllyYear
                | SpendingAlly
                | PaidAlly
                | LapsedAlly
                | SpendingGrossAlly
                | PaperGap
                | PaperBill
                | BillDomain
                | Bill
                | BillHeadline
        )
    }
}

/// Every outcome, in the order of [`Outcome`]; where its cells lie depends on a run's sets.
#[must_use]
pub const fn outcomes() -> &'static [Section] {
    SECTIONS
}

/// The plan of the array of cells for the sets of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    /// Sections, in the order of [`Outcome`].
    pub sections: Vec<Section>,
    /// Host country ids.
    pub hosts: Vec<String>,
    /// Number of cells in a row, by [`Frame`].
    pub widths: [usize; Frame::COUNT],
    /// Number of quarters.
    pub quarters: usize,
    /// Where the cells of each section lie: what arms look up in every quarter, side by side.
    places: Vec<Place>,
    /// By frame, the sections that have rows in it.
    of_frame: [Vec<usize>; Frame::COUNT],
}

/// Where the cells of a section lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The frame.
    pub frame: Frame,
    /// First cell within a row of the frame.
    pub first: usize,
    /// Number of cells in a row.
    pub width: usize,
}

impl Cells {
    /// Lays out the cells.
    #[must_use]
    pub fn new(layout: &Layout, hosts: Vec<String>) -> Self {
        let mut cells = Self {
            sections: SECTIONS.to_vec(),
            hosts,
            widths: [0; Frame::COUNT],
            quarters: layout.quarters,
            places: Vec::new(),
            of_frame: Default::default(),
        };
        for i in 0..cells.sections.len() {
            let mut section = cells.sections[i];
            section.frame = Frame::of(&section);
            section.len = section.axes.iter().map(|&axis| cells.extent(layout, axis)).product();
            section.width = match section.frame {
                Frame::PairedRun | Frame::Run => section.len,
                _ => section.len / cells.extent(layout, section.axes[0]),
            };
            let width = &mut cells.widths[section.frame as usize];
            section.first = match section.held {
                Held::Label(field) if field > 0 => cells.sections[Outcome::Open as usize].first,
                _ => {
                    *width += section.width;
                    *width - section.width
                }
            };
            cells.sections[i] = section;
            cells.places.push(Place { frame: section.frame, first: section.first, width: section.width });
            cells.of_frame[section.frame as usize].push(i);
        }
        cells
    }

    /// Number of calendar years.
    #[must_use]
    pub fn years(&self) -> usize {
        self.quarters.div_ceil(4)
    }

    /// Counts the quantiles of an outcome that has none by default, in all its rows.
    pub fn count_quantiles(&mut self, outcome: Outcome) {
        let section = &mut self.sections[outcome as usize];
        section.kept = Kept::ALL;
        if section.bins == Bins::None {
            section.bins = Bins::Log;
        }
    }

    /// Keeps only some rows of each section (rows of its frame), and what estimates of them need; with the direct arm where
    /// `direct` says so.
    pub fn keep(&mut self, rows: impl Fn(&Section) -> Kept, direct: impl Fn(&Section) -> bool) {
        let mut words = Kept::NONE;
        for section in &mut self.sections {
            section.kept = rows(section);
            section.direct &= direct(section);
            // Labels are fields of one word, and parts are means over the replicates of a label.
            if section.held != Held::Number {
                words = words.and(section.kept);
            }
        }
        self.sections[Outcome::Open as usize].kept = words;
    }

    /// The sections of which row `number` of a frame is kept.
    #[inline(always)]
    pub fn in_row(&self, frame: Frame, number: usize) -> impl Iterator<Item = &Section> {
        let sections = self.of_frame[frame as usize].iter().map(|&i| &self.sections[i]);
        sections.filter(move |section| section.kept.contains(number))
    }

    /// Number of ids along an axis.
    #[must_use]
    pub fn extent(&self, layout: &Layout, axis: Axis) -> usize {
        match axis {
            Axis::Quarter => layout.quarters,
            Axis::Year => layout.years(),
            Axis::YearFromBase => layout.years() + 1,
            Axis::Domain => layout.domains.len(),
            Axis::Tier => K,
            Axis::Ally => layout.allies.len(),
            Axis::Host => self.hosts.len(),
        }
    }

    /// Whether a row of an outcome is accumulated: what is not need not be computed.
    #[inline(always)]
    #[must_use]
    pub fn keeps(&self, outcome: Outcome, row: usize) -> bool {
        self.sections[outcome as usize].kept.contains(row)
    }

    /// Where the cells of an outcome lie.
    #[inline(always)]
    #[must_use]
    pub fn place(&self, outcome: Outcome) -> Place {
        self.places[outcome as usize]
    }

    /// The section of an outcome.
    #[must_use]
    pub fn section(&self, outcome: Outcome) -> &Section {
        &self.sections[outcome as usize]
    }
}
