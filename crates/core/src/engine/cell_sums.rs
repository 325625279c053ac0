//! Sums over replicates of every cell of a scenario's own arms, or of a counterfactual.
//!
//! A cell has up to eight sums, which lie side by side: those of a group of blocks are taken lane by lane, reduced over
//! the lanes all at once ([`F8::sums`]) and added in one go. All are about a shift near the mean, so that little is lost
//! to rounding and a cell that never varies has a standard error of exactly 0.

use serde::{Deserialize, Serialize};

use super::{
    cell_numbers::{paired, three, two, with_and_without},
    cell_shifts::Shifts,
    finite::are_finite,
    live::{Live, all_count},
    sparse::{add_up, all_fit},
};
use crate::{
    model::{
        cells::{Arms, Cells, Frame, Held, Outcome, Section},
        lanes::{F8, LANES},
        sheet::{GROUP, Sheet},
    },
    stats::moments::MeanError,
};

/// The sheets of a scenario's arms and of its counterfactual.
#[derive(Clone, Copy)]
pub struct Arms3<'a> {
    /// Scenario.
    pub scenario: &'a Sheet,
    /// Direct.
    pub direct: &'a Sheet,
    /// Counterfactual.
    pub counterfactual: &'a Sheet,
}

/// Whose sums they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A scenario: its two arms and all differences.
    Scenario,
    /// A counterfactual.
    Counterfactual,
}

/// Number of sums that a cell has.
fn sums_of_a_cell(section: &Section, owner: Owner) -> usize {
    match (owner, section.held, section.arms, !section.has_direct(), section.conditional) {
        (_, Held::Label(_), ..) => 0,
        (Owner::Counterfactual, _, Arms::Paired | Arms::NoArm, ..) => 0,
        // Sum, square, count.
        (Owner::Counterfactual, .., true) | (_, _, Arms::Paired | Arms::NoArm, _, true) => 4,
        (Owner::Counterfactual, ..) | (_, _, Arms::Paired | Arms::NoArm | Arms::TwoArms, ..) => 2,
        // Scenario, its square, that of attributable, count.
        (_, _, Arms::All, true, _) => 4,
        // Scenario, direct, their squares, those of attributable, direct effect, induced, count.
        (_, _, Arms::All, false, _) => 8,
        // Scenario, its square, count.
        (_, _, Arms::Each, true, true) => 4,
        (_, _, Arms::Each, true, false) => 2,
        // Scenario, direct, their squares, their counts.
        (_, _, Arms::Each, false, true) => 8,
        (_, _, Arms::Each, false, false) => 4,
    }
}

/// Number of fields in the word of labels.
const FIELDS: usize = 8;

/// The sums.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sums {
    sections: Vec<Row>,
    /// By arm (scenario, direct; or counterfactual alone) and cell of [`Outcome::Open`], the fields of its word.
    labels: [Vec<u64>; 2],
    /// Valid replicates.
    pub live: u64,
    /// The same by independent randomisation of the design; none under plain Monte Carlo.
    pub parts: Vec<Sums>,
}

/// The sums of a section: a cell's lie side by side, a row of cells begins at a multiple of [`LANES`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Row {
    stride: usize,
    /// Cells of a row that have sums.
    width: usize,
    /// The first of them, and the step to the next.
    cells: (usize, usize),
    pitch: usize,
    sums: Vec<f64>,
}

/// Adds the sums of every cell of a row: `$numbers` are those of `$cell`, lane by lane.
macro_rules! add_cells {
    ($row:expr, $to:expr, $stride:literal, $cell:ident => $numbers:expr) => {{
        const CELLS: usize = LANES / $stride;
        let (width, (first, step)) = ($row.width, $row.cells);
        let into = &mut $row.sums[$to..$to + $row.pitch];
        for (group, into) in into.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let mut halved = [[0.0; LANES / 2]; LANES];
            for offset in 0..CELLS {
                let at = group * CELLS + offset;
                if at < width {
                    let $cell = first + step * at;
                    let numbers: [F8; $stride] = $numbers;
                    for i in 0..$stride {
                        halved[offset * $stride + i] = numbers[i].halved();
                    }
                }
            }
            let sums = F8::sums(&halved);
            for lane in 0..LANES {
                into[lane] += sums.0[lane];
            }
        }
    }};
}

impl Sums {
    /// Empty sums.
    #[must_use]
    pub fn new(plan: &Cells, owner: Owner) -> Self {
        let row = |section: &Section| {
            let stride = sums_of_a_cell(section, owner);
            let (first, step, width) = section.summed().cells(0, section.width);
            let pitch = (width * stride).next_multiple_of(LANES);
            let rows = section.kept.below(section.len / section.width.max(1));
            Row { stride, width, cells: (first, step), pitch, sums: vec![0.0; rows * pitch] }
        };
        let open = plan.section(Outcome::Open);
        let labels = if open.kept_len() > 0 { open.len * FIELDS } else { 0 };
        let direct = if owner == Owner::Scenario && open.direct { labels } else { 0 };
        Self {
            sections: plan.sections.iter().map(row).collect(),
            labels: [vec![0; labels], vec![0; direct]],
            live: 0,
            parts: Vec::new(),
        }
    }

    /// Empty sums that are also kept by randomisation.
    #[must_use]
    pub fn in_parts(plan: &Cells, owner: Owner, parts: usize) -> Self {
        Self { parts: vec![Self::new(plan, owner); parts], ..Self::new(plan, owner) }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.sections.iter_mut().for_each(|row| row.sums.fill(0.0));
        self.labels.iter_mut().for_each(|labels| labels.fill(0));
        self.live = 0;
    }

    /// Whether all that is added up can be.
    #[must_use]
    pub fn are_finite(&self) -> bool {
        self.sections.iter().all(|row| are_finite(&row.sums))
    }

    /// The sums of a cell that is kept.
    #[must_use]
    pub fn of(&self, section: &Section, cell: usize) -> &[f64] {
        let row = &self.sections[section.outcome as usize];
        let (first, step) = row.cells;
        let of_row = (cell % section.width - first) / step;
        let at = section.kept.below(cell / section.width) * row.pitch + of_row * row.stride;
        &row.sums[at..at + row.stride]
    }

    /// Probability of a label in an arm: of field 0 (whether there is a gap) among all replicates, of the others among
    /// those with a gap.
    #[must_use]
    pub fn label(&self, field: usize, arm: usize, cell: usize) -> MeanError {
        let fields = &self.labels[arm][cell * FIELDS..(cell + 1) * FIELDS];
        let n = if field == 0 { self.live } else { fields[0] };
        let mean = fields[field] as f64 / n as f64;
        let se = (mean * (1.0 - mean) / (n as f64 - 1.0)).max(0.0).sqrt();
        MeanError { mean, se: if n < 2 { f64::NAN } else { se }, n }
    }

    /// Replicates in which money, industry, people or time is the label in an arm.
    #[must_use]
    pub fn shared(&self, arm: usize, cell: usize) -> u64 {
        self.labels[arm][cell * FIELDS + 1..cell * FIELDS + 5].iter().sum()
    }

    /// Adds a row of a counterfactual.
    #[inline(always)]
    pub fn add_counterfactual(
        &mut self,
        plan: &Cells,
        shifts: &Shifts,
        (frame, number): (Frame, usize),
        sheet: &Sheet,
        live: &Live,
    ) {
        let masked = !all_count(live);
        for section in plan.in_row(frame, number) {
            let place = section.kept.below(number);
            let cells = sheet.section(section, number);
            if section.held == Held::Label(0) {
                count_labels(&mut self.labels[0], cells, number, section.width, live);
            }
            let row = &mut self.sections[section.outcome as usize];
            if row.stride == 0 {
                continue;
            }
            let (to, width) = (place * row.pitch, section.width);
            let cells = cells.map(|cells| &cells[..width]);
            let shift = &shifts.0[section.outcome as usize][0][number * width..][..width];
            match (row.stride, masked) {
                (4, _) => add_cells!(row, to, 4, cell => three(cells, cell, shift, live)),
                (_, false) => add_cells!(row, to, 2, cell => two::<false>(cells, cell, shift, live)),
                (_, true) => add_cells!(row, to, 2, cell => two::<true>(cells, cell, shift, live)),
            }
        }
    }

    /// Adds a row of a scenario.
    #[inline(always)]
    pub fn add_scenario(
        &mut self,
        plan: &Cells,
        (shifts, their_shifts): (&Shifts, &Shifts),
        (frame, number): (Frame, usize),
        arms: Arms3,
        live: &Live,
    ) {
        let masked = !all_count(live);
        for section in plan.in_row(frame, number) {
            let place = section.kept.below(number);
            let outcome = section.outcome as usize;
            let (s, d) = (arms.scenario.section(section, number), arms.direct.section(section, number));
            if section.held == Held::Label(0) {
                count_labels(&mut self.labels[0], s, number, section.width, live);
                if section.direct {
                    count_labels(&mut self.labels[1], d, number, section.width, live);
                }
            }
            let row = &mut self.sections[outcome];
            if row.stride == 0 {
                continue;
            }
            let (to, width) = (place * row.pitch, section.width);
            let (s, d) = (s.map(|cells| &cells[..width]), d.map(|cells| &cells[..width]));
            let from = number * width;
            let [shift_s, shift_d] = &shifts.0[outcome];
            let (shift_s, shift_d) = (&shift_s[from..][..width], &shift_d[from..][..width]);
            match (section.arms, row.stride) {
                (Arms::All, _) => {
                    let c = arms.counterfactual.section(section, number).map(|cells| &cells[..width]);
                    let shift_c = &their_shifts.0[outcome][0][from..][..width];
                    match (!section.has_direct(), section.conditional, masked) {
                        (true, true, _) => {
                            add_cells!(row, to, 4, cell => with_and_without::<true, true>([s, c], cell, [shift_s, shift_c], live));
                        }
                        (true, false, false) => {
                            add_cells!(row, to, 4, cell => with_and_without::<false, false>([s, c], cell, [shift_s, shift_c], live));
                        }
                        (true, false, true) => {
                            add_cells!(row, to, 4, cell => with_and_without::<true, false>([s, c], cell, [shift_s, shift_c], live));
                        }
                        (false, true, _) => {
                            add_cells!(row, to, 8, cell => paired::<true, true>([s, d, c], cell, [shift_s, shift_d, shift_c], live));
                        }
                        (false, false, false) => {
                            add_cells!(row, to, 8, cell => paired::<false, false>([s, d, c], cell, [shift_s, shift_d, shift_c], live));
                        }
                        (false, false, true) => {
                            add_cells!(row, to, 8, cell => paired::<true, false>([s, d, c], cell, [shift_s, shift_d, shift_c], live));
                        }
                    }
                }
                (Arms::Each, 8) => add_cells!(row, to, 8, cell => {
                    let (s, d) = (three(s, cell, shift_s, live), three(d, cell, shift_d, live));
                    [s[0], d[0], s[1], d[1], s[2], d[2], F8::ZERO, F8::ZERO]
                }),
                (Arms::Each, 4) if section.direct => add_cells!(row, to, 4, cell => {
                    let s = two::<true>(s, cell, shift_s, live);
                    let d = two::<true>(d, cell, shift_d, live);
                    [s[0], d[0], s[1], d[1]]
                }),
                (_, 4) => add_cells!(row, to, 4, cell => three(s, cell, shift_s, live)),
                (_, _) if masked => add_cells!(row, to, 2, cell => two::<true>(s, cell, shift_s, live)),
                (_, _) => add_cells!(row, to, 2, cell => two::<false>(s, cell, shift_s, live)),
            }
        }
    }

    /// Whether they are of the sizes of others, and of so many replicates, all parts together.
    pub fn fits(&self, like: &Self, live: u64) -> bool {
        let row = |a: &Row, b: &Row| {
            let shape = |row: &Row| (row.stride, row.width, row.cells, row.pitch, row.sums.len());
            shape(a) == shape(b)
        };
        all_fit(&self.sections, &like.sections, row)
            && all_fit(&self.labels, &like.labels, |a, b| a.len() == b.len())
            && self.labels.iter().flatten().all(|&label| label <= live)
            && self.live == live
            && all_fit(&self.parts, &like.parts, |a, b| a.fits(b, a.live))
            && add_up(self.parts.iter().map(|part| part.live), self.live)
    }

    /// Adds the sums of later replicates, which are of one randomisation. Where they are kept by randomisation, those of all
    /// are known once they are [joined](Sums::join).
    pub fn merge(&mut self, later: &Sums, randomisation: usize) {
        match self.parts.get_mut(randomisation) {
            Some(part) => part.merge(later, 0),
            None => self.add(later),
        }
        for (a, b) in self.labels.iter_mut().zip(&later.labels) {
            a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        }
        self.live += later.live;
    }

    fn add(&mut self, others: &Sums) {
        for (a, b) in self.sections.iter_mut().zip(&others.sections) {
            a.sums.iter_mut().zip(&b.sums).for_each(|(a, b)| *a += b);
        }
    }

    /// Takes the sums of all replicates from those of the randomisations.
    pub fn join(&mut self) {
        let parts = std::mem::take(&mut self.parts);
        if !parts.is_empty() {
            self.sections.iter_mut().for_each(|row| row.sums.fill(0.0));
            parts.iter().for_each(|part| self.add(part));
        }
        self.parts = parts;
    }
}

/// Counts the fields of words; a field of eight bits holds the sum over a group.
#[inline(always)]
fn count_labels(labels: &mut [u64], words: [&[F8]; GROUP], row: usize, width: usize, live: &Live) {
    const { assert!(GROUP * LANES < 256) };
    let labels = &mut labels[row * width * FIELDS..(row + 1) * width * FIELDS];
    for (cell, fields) in labels.chunks_exact_mut(FIELDS).enumerate() {
        let mut sum = 0_u64;
        let mut lanes = [0_u64; LANES];
        for w in 0..GROUP {
            let word = words[w][cell].as_m8() & live[w];
            for lane in 0..LANES {
                lanes[lane] += word.0[lane];
            }
        }
        for lane in lanes {
            sum += lane;
        }
        for (i, field) in fields.iter_mut().enumerate() {
            *field += (sum >> (8 * i)) & 0xff;
        }
    }
}
