//! The cells of one arm for a group of blocks: what the accumulators read.

use super::{
    asked::Asked,
    cells::{Cells, Frame, Outcome, Section},
    lanes::F8,
};

/// Blocks of eight replicates that are summed together. Part of the contract of the bytes.
pub const GROUP: usize = 4;

/// Rows of cells by [`Frame`]: cell `c` of block `w` in row `r` of a frame lies at `(r * GROUP + w) * width + c` from the
/// frame's start. Of quarters and years either all rows are kept or those of the current year.
#[derive(Clone, Debug)]
pub struct Sheet {
    cells: Vec<F8>,
    frames: [Rows; Frame::COUNT],
    asked: Asked,
}

#[derive(Clone, Copy, Debug, Default)]
struct Rows {
    start: usize,
    rows: usize,
    width: usize,
}

impl Rows {
    /// Where a row begins.
    #[inline(always)]
    fn row(&self, row: usize) -> usize {
        self.start + row % self.rows * self.width * GROUP
    }
}

impl Sheet {
    /// A sheet that keeps the current year.
    #[must_use]
    pub fn of_a_year(plan: &Cells) -> Self {
        Self::with_rows(plan, |frame| match frame {
            Frame::PairedQuarter | Frame::Quarter => 4,
            // The base year is written together with the first.
            Frame::YearFromBase => 2,
            _ => 1,
        })
    }

    /// A sheet that keeps all years of the cells of which differences are taken.
    #[must_use]
    pub fn of_all_years(plan: &Cells) -> Self {
        Self::with_rows(plan, |frame| match frame {
            Frame::PairedQuarter => plan.quarters,
            Frame::PairedYear => plan.years(),
            Frame::Quarter => 4,
            Frame::YearFromBase => 2,
            _ => 1,
        })
    }

    fn with_rows(plan: &Cells, rows: impl Fn(Frame) -> usize) -> Self {
        let mut size = 0;
        let frames = Frame::ALL.map(|frame| {
            let rows = Rows { start: size, rows: rows(frame), width: plan.widths[frame as usize] };
            size += rows.rows * rows.width * GROUP;
            rows
        });
        Self { cells: vec![F8::ZERO; size], frames, asked: Asked::of(&plan.sections) }
    }

    /// The cells of a section in a row, by block of the group.
    #[inline(always)]
    #[must_use]
    pub fn section(&self, section: &Section, row: usize) -> [&[F8]; GROUP] {
        let rows = &self.frames[section.frame as usize];
        let mut blocks: [&[F8]; GROUP] = [&[]; GROUP];
        for (w, cells) in blocks.iter_mut().enumerate() {
            let start = rows.row(row) + w * rows.width + section.first;
            *cells = &self.cells[start..start + section.width];
        }
        blocks
    }

    /// The part of a block, opened at the first quarter.
    #[inline(always)]
    #[must_use]
    pub fn page<'a>(&'a mut self, plan: &'a Cells, block: usize) -> Page<'a> {
        let Self { cells, frames, asked } = self;
        let mut page = Page { cells, plan, block, frames: *frames, rows: [0; Frame::COUNT], asked: *asked };
        page.turn(0);
        page
    }
}

/// The cells of one block, opened at a quarter, its year and the run.
pub struct Page<'a> {
    cells: &'a mut [F8],
    plan: &'a Cells,
    block: usize,
    frames: [Rows; Frame::COUNT],
    rows: [usize; Frame::COUNT],
    /// What of the arm somebody reads.
    pub asked: Asked,
}

impl Page<'_> {
    /// Opens the rows of a quarter.
    #[inline(always)]
    pub fn turn(&mut self, q: usize) {
        let row = |frame| match frame {
            Frame::PairedQuarter | Frame::Quarter => q,
            Frame::PairedYear | Frame::Year => q / 4,
            Frame::YearFromBase => q / 4 + 1,
            Frame::PairedRun | Frame::Run => 0,
        };
        for frame in Frame::ALL {
            let rows = self.frames[frame as usize];
            self.rows[frame as usize] = rows.row(row(frame)) + self.block * rows.width;
        }
    }

    /// Whether a row of some of the outcomes is accumulated.
    #[inline(always)]
    #[must_use]
    pub fn keeps(&self, outcomes: &[Outcome], row: usize) -> bool {
        outcomes.iter().any(|&outcome| self.plan.keeps(outcome, row))
    }

    /// Opens the base year, the one before the first.
    #[inline(always)]
    pub fn turn_to_base(&mut self) {
        let frame = Frame::YearFromBase as usize;
        self.rows[frame] = self.frames[frame].row(0) + self.block * self.frames[frame].width;
    }

    /// Position of the first cell of an outcome in the row that is open.
    #[inline(always)]
    fn first(&self, outcome: Outcome) -> usize {
        let place = self.plan.place(outcome);
        self.rows[place.frame as usize] + place.first
    }

    /// The cells of several outcomes in the rows that are open.
    ///
    /// # Panics
    /// If an outcome occurs twice.
    #[inline(always)]
    pub fn columns<const N: usize>(&mut self, outcomes: [Outcome; N]) -> [&mut [F8]; N] {
        let ranges = outcomes.map(|outcome| {
            let first = self.first(outcome);
            first..first + self.plan.place(outcome).width
        });
        self.cells.get_disjoint_mut(ranges).expect("different outcomes lie apart")
    }

    /// Where the cells of a paired quarterly outcome lie in the rows of [`Page::columns_beside_quarters`].
    #[inline(always)]
    #[must_use]
    pub fn quarter(&self, outcome: Outcome, q: usize) -> std::ops::Range<usize> {
        let place = self.plan.place(outcome);
        let rows = &self.frames[Frame::PairedQuarter as usize];
        let first = rows.row(q) + self.block * rows.width + place.first;
        first..first + place.width
    }

    /// [`Page::columns`] of outcomes that are not paired quarterly ones, and all rows of those that are.
    ///
    /// # Panics
    /// If an outcome occurs twice.
    #[inline(always)]
    pub fn columns_beside_quarters<const N: usize>(
        &mut self,
        outcomes: [Outcome; N],
    ) -> ([&mut [F8]; N], &[F8]) {
        // The paired quarterly frame is the first.
        let end = self.frames[Frame::Quarter as usize].start;
        let ranges = outcomes.map(|outcome| {
            let first = self.first(outcome) - end;
            first..first + self.plan.place(outcome).width
        });
        let (quarters, rest) = self.cells.split_at_mut(end);
        (rest.get_disjoint_mut(ranges).expect("different outcomes lie apart"), quarters)
    }

    /// A cell of an outcome in the row that is open.
    #[inline(always)]
    pub fn at(&mut self, outcome: Outcome, cell: usize) -> &mut F8 {
        let first = self.first(outcome);
        &mut self.cells[first + cell]
    }

    /// Sets the cells of an outcome in the row that is open.
    #[inline(always)]
    pub fn fill(&mut self, outcome: Outcome, value: F8) {
        let (first, width) = (self.first(outcome), self.plan.place(outcome).width);
        self.cells[first..first + width].fill(value);
    }
}
