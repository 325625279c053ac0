//! The numbers behind indices, for other programs: of every replicate each outcome in A, in B, and in A with each group of B.

use std::io::Write;

use crate::engine::sensitivity::freeze::Frozen;

/// What was simulated.
pub struct Samples {
    /// Outcomes by name and arm, in the order of the numbers.
    pub(super) outcomes: Vec<[String; 2]>,
    /// Groups, in the order of the samples after the first two: of an input its address, else its name.
    pub(super) groups: Vec<String>,
    pub(super) found: Frozen,
}

impl Samples {
    /// Writes a table: a row an outcome, arm and replicate that counts, with columns `A`, `B` and, of each group, `A with` it of B.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, to: impl Write) -> Result<(), csv::Error> {
        let mut table = csv::Writer::from_writer(to);
        let heads = ["outcome", "arm", "row", "A", "B"].map(str::to_owned);
        let mixed = self.groups.iter().map(|group| format!("A with {group}"));
        table.write_record(heads.into_iter().chain(mixed))?;
        for (number, [outcome, arm]) in self.outcomes.iter().enumerate() {
            let ([a, b], mixed) = (self.found.whole(number), self.found.mixed(number));
            for row in 0..a.len() {
                let numbers = [a[row], b[row]].into_iter().chain(mixed.iter().map(|sample| sample[row]));
                let names = [outcome.clone(), arm.clone(), row.to_string()];
                table.write_record(names.into_iter().chain(numbers.map(|number| number.to_string())))?;
            }
        }
        Ok(table.flush()?)
    }
}
