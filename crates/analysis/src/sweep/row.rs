//! An experiment of a store as a scenario file: its base, and what was set in it.

use std::path::PathBuf;

use super::columns::columns;
use crate::{
    experiment::{
        parameter::{Drawn, QUANTILE},
        targets,
    },
    present::grouped,
    scenario::{
        self, Diagnostics, Scenario,
        read_layer::{SHORT_TITLE, TITLE, scenario_fields},
    },
    store::sweep::{Frame, Reading, StoreError, Values, parquet_file::decode},
};

/// An experiment of a store.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Text of the scenario file.
    pub text: String,
    /// Hash of the scenario that was run; none where there was none.
    pub hash: Option<String>,
    /// Why the experiment failed, if it did.
    pub reason: Option<String>,
    /// A file of the store that is its base; none where that ships.
    pub base: Option<PathBuf>,
}

/// Why there is no such row.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    /// No such number.
    #[error("the sweep has no experiment {asked}: they are numbered from 0 to {last}")]
    Number {
        /// What was asked for.
        asked: u64,
        /// The last one.
        last: u64,
    },
    /// Not computed, or in another shard.
    #[error("experiment {0} is not in this store: `drawdown sweep ... --resume` computes what is missing")]
    Missing(u64),
    /// A file cannot be read.
    #[error("`{}`: {reason}", path.display())]
    Damaged {
        /// File.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The base, which tells what was drawn, cannot be read.
    #[error("the base of the sweep cannot be read:\n{0}")]
    Base(Box<Diagnostics>),
}

/// The scenario of an experiment.
///
/// # Errors
/// When it is not in the store, or the store cannot be read.
pub fn row(store: &Reading, experiment: u64) -> Result<Row, RowError> {
    let manifest = &store.manifest;
    if experiment >= manifest.experiments {
        return Err(RowError::Number { asked: experiment, last: manifest.experiments.saturating_sub(1) });
    }
    let part = store.parts.iter().find(|part| part.range().contains(&experiment));
    let file = part.and_then(|part| part.files.first()).ok_or(RowError::Missing(experiment))?;
    let damaged = |reason: String| RowError::Damaged { path: store.root.join(&file.path), reason };
    let bytes = file.read(&store.root).map_err(damaged)?;
    let frame = decode(bytes, &columns(manifest).experiments).map_err(|error| damaged(error.to_string()))?;
    let Some(Values::Int(numbers)) = frame.values.first() else { return Err(damaged("no numbers".into())) };
    let at = numbers.iter().position(|number| number.is_some_and(|number| number as u64 == experiment));
    let at = at.ok_or_else(|| damaged(format!("it has no experiment {experiment}")))?;
    let base = base(store)?;
    let mut settings: Vec<(String, String)> =
        manifest.constants.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    let is_drawn = manifest.parameters.iter().any(|info| info.unit == QUANTILE);
    let from = || load(base.clone().unwrap_or_else(|| PathBuf::from(&manifest.base)));
    let from = is_drawn.then(from).transpose()?;
    for info in &manifest.parameters {
        let wrong = || damaged(format!("experiment {experiment} has no setting in `{}`", info.column));
        let shown = cell(&frame, &info.column, at).ok_or_else(wrong)?;
        if let Some(options) = manifest.options.get(&info.column) {
            settings.extend(options.get(&shown).ok_or_else(wrong)?.clone());
        } else if let Some(from) = from.as_ref().filter(|_| info.unit == QUANTILE) {
            let u = shown.parse().map_err(|_| wrong())?;
            let names = targets(&info.name, from).map_err(|_| wrong())?;
            let value = |name: String| Drawn::of(from, &name).map(|drawn| (name, drawn.at(u).to_string()));
            settings.extend(names.into_iter().filter_map(value));
        } else {
            settings.push((info.name.clone(), shown));
        }
    }
    let fields = scenario_fields();
    let (plain, indexed): (Vec<_>, Vec<_>) =
        settings.into_iter().partition(|(name, _)| fields.contains(&name.as_str()));
    let lines = |indent: &str, quote: &str, all: &[(String, String)]| -> String {
        all.iter().map(|(name, value)| format!("{indent}{quote}{name}{quote}: {value},\n")).collect()
    };
    let title = |title: &str, most: usize| -> String {
        let number = format!(", experiment {}", grouped(experiment));
        let room = most - number.chars().count();
        format!("{:?}", title.chars().take(room).collect::<String>() + &number)
    };
    let overrides = match indexed.is_empty() {
        true => String::new(),
        false => format!("    overrides: {{\n{}    }},\n", lines("        ", "\"", &indexed)),
    };
    let text = format!(
        "// Experiment {experiment} of the sweep `{}`: its base, and what was set in it.\n(\n    base: {:?},\n    title: {},\n    \
         short_title: {},\n{}{overrides})\n",
        manifest.name,
        manifest.base,
        title(&manifest.title, TITLE),
        title(&manifest.name, SHORT_TITLE),
        lines("    ", "", &plain),
    );
    Ok(Row { text, hash: cell(&frame, "scenario_sha256", at), reason: cell(&frame, "reason", at), base })
}

/// The file of the store that is the base of its sweep; none where that ships, or files were not kept yet.
///
/// # Errors
/// When the folder of the files cannot be looked at.
pub fn base(store: &Reading) -> Result<Option<PathBuf>, StoreError> {
    let named = format!("{}.ron", store.manifest.base);
    Ok(store.input_files()?.into_values().find(|path| path.ends_with(&named)))
}

fn load(base: PathBuf) -> Result<Scenario, RowError> {
    let loaded = scenario::load(&[base], &[]).map_err(|found| RowError::Base(Box::new(found)))?;
    loaded.into_iter().next().ok_or_else(|| RowError::Base(Box::default()))
}

/// A cell as it would be written; none where it is empty.
fn cell(frame: &Frame, column: &str, at: usize) -> Option<String> {
    let column = frame.columns.iter().position(|known| known.name == column)?;
    match &frame.values[column] {
        Values::Int(numbers) => numbers.get(at)?.map(|number| number.to_string()),
        Values::Real(numbers) => numbers.get(at).filter(|number| !number.is_nan()).map(f64::to_string),
        Values::Text(texts) => texts.get(at)?.as_deref().map(str::to_owned),
    }
}
