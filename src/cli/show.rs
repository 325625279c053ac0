//! `drawdown show`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{TableOrJson, console::Console, failure::Failure, load};
use crate::{present::text, scenario::show_ron};

/// Print a scenario fully resolved.
#[derive(Debug, Args)]
pub struct Show {
    /// Scenario file, or name of a shipped scenario
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Set a value first, such as `--set reaction=0`
    #[arg(long = "set", value_name = "NAME[ID]=VALUE")]
    sets: Vec<String>,
    /// List only what differs from this scenario
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    diff: Option<PathBuf>,
    /// Print it as a scenario file that stands alone: every value, with the reference data in it
    #[arg(long, conflicts_with_all = ["diff", "format"])]
    ron: bool,
    /// Form of what is printed
    #[arg(long, value_enum, default_value_t = TableOrJson::Table)]
    format: TableOrJson,
}

impl Show {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        if let Some(other) = &self.diff {
            console.result(&self.differences(other)?)?;
            return Ok(());
        }
        if self.ron {
            return console.result(&show_ron::ron(&self.file, &self.sets)?);
        }
        for scenario in load::load(&[self.file], &self.sets)? {
            let text = match self.format {
                TableOrJson::Table => crate::scenario::show_table::table(&scenario),
                TableOrJson::Json => {
                    let json = crate::scenario::show_json::json(&scenario);
                    text::json(&json)?
                }
            };
            console.result(&text)?;
        }
        Ok(())
    }

    /// What differs. Two files may have the same stem: each is then known by its path.
    fn differences(&self, other: &Path) -> Result<String, Failure> {
        let (one, other) = (self.file.clone(), other.to_owned());
        let alike = one.file_stem() == other.file_stem();
        let shown = [one.display().to_string(), other.display().to_string()];
        let scenarios = if alike {
            [load::load(&[one], &self.sets)?, load::load(&[other], &self.sets)?].concat()
        } else {
            load::load(&[one, other], &self.sets)?
        };
        let [a, b] = &scenarios[..] else { return Ok(String::new()) };
        let [left, right] = if alike { &shown } else { &[a.id.clone(), b.id.clone()] };
        Ok(crate::scenario::show_diff::diff((a, left), (b, right)))
    }
}
