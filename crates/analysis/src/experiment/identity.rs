//! What makes two sweeps the same: everything that can change a byte of their data files.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::{
    Experiments,
    parameter::{Kind, Parameter, Setting},
};
use crate::digest::{hex, sha256};

impl Experiments {
    /// SHA-256, in hexadecimal, over the version of the program, the resolved base, all settings, parameters and rows of
    /// the design, replicates, seed, sampling, outcomes and the size of parts. Titles, comments and the order of writing
    /// within an option do not change it.
    #[must_use]
    pub fn identity(&self) -> String {
        let mut lines = vec![
            format!("drawdown {}", env!("CARGO_PKG_VERSION")),
            format!("base {} {}", self.base, self.base_scenario.hash()),
            format!("run {} {} {:?}", self.replicates, self.seed, self.sampling),
            format!("keep {:?}", self.wanted),
            format!("part {}", self.part),
        ];
        lines.extend(self.kept.as_ref().map(|asked| format!("replicates {asked:?}")));
        let mut constants: Vec<String> = self.constants.iter().map(|it| self.setting_text(it)).collect();
        constants.sort();
        lines.push(format!("constants {}", constants.join(" ")));
        lines.extend(self.parameters().map(|parameter| self.parameter_text(parameter)));
        let mut hash = Sha256::new();
        for line in lines {
            hash.update(line.len().to_le_bytes());
            hash.update(line);
        }
        hash.update([u8::from(self.rows.crossed)]);
        for points in [&self.rows.policies, &self.rows.scenarios] {
            hash.update(points.len().to_le_bytes());
            for row in 0..points.len() {
                points.row(row).iter().for_each(|number| hash.update((number + 0.0).to_bits().to_le_bytes()));
            }
        }
        hex(&hash.finalize())
    }

    /// SHA-256 of the text of the file.
    #[must_use]
    pub fn file_hash(&self) -> String {
        sha256(&self.file.text)
    }

    fn setting_text(&self, setting: &Setting) -> String {
        format!("{}={}", setting.targets.join("+"), &self.file.text[setting.value.range.clone()])
    }

    fn parameter_text(&self, parameter: &Parameter) -> String {
        let kind = match &parameter.kind {
            Kind::Real { low, high, levels } => format!("real {low:?} {high:?} {levels:?}"),
            Kind::Whole { low, high } => format!("whole {low:?} {high:?}"),
            Kind::Drawn { inputs, levels } => format!("drawn {inputs:?} {levels:?}"),
            Kind::Levels(levels) => {
                format!("levels {:?}", levels.iter().map(|level| &level.text).collect::<Vec<_>>())
            }
            Kind::Options(options) => {
                options.iter().fold("options".to_owned(), |mut text, (name, settings)| {
                    let mut settings: Vec<String> = settings.iter().map(|it| self.setting_text(it)).collect();
                    settings.sort();
                    let _ = write!(text, " {name:?} {settings:?}");
                    text
                })
            }
        };
        format!("{:?} {} {:?} {kind}", parameter.role, parameter.column, parameter.targets)
    }
}
