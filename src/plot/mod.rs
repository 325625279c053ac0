//! Figures of a run, drawn from its summary and tables alone: one file a figure, one theme.
//!
//! A figure is recorded once through plotters and then written as PNG and as SVG. The same data give the same bytes.

pub mod backend;
pub mod canvas;
mod closure;
mod coverage;
pub mod data;
#[cfg(test)]
mod fixture;
mod force_flow;
mod heatmap;
mod hosts;
pub mod numbers;
pub mod picture;
mod render;
mod spending;
#[cfg(test)]
mod tests;
pub mod text;
pub mod theme;
pub mod words;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use backend::Recording;
pub use data::{Context, Tables};

use crate::store::summary::Summary;

/// Why figures could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PlotError {
    /// A table is missing or broken.
    #[error("{path}: {source}")]
    Table {
        /// The table's file.
        path: PathBuf,
        /// What is wrong with it.
        source: csv::Error,
    },
    /// A figure could not be written.
    #[error("{path}: {source}")]
    Write {
        /// The figure's file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is nothing to show.
    #[error("the summary ranks no scenario: there is nothing to draw")]
    NoScenario,
    /// Drawing failed.
    #[error("drawing failed: {0}")]
    Drawing(String),
}

/// How figures are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Pixels of the PNG per pixel of the page (1600 x 900).
    pub scale: f32,
    /// Whether an SVG stands beside each PNG.
    pub svg: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { scale: 2.0, svg: true }
    }
}

type Figure = fn(&Context) -> Result<Recording, PlotError>;

/// The figures: file stem, and what draws it.
const FIGURES: [(&str, Figure); 6] = [
    ("1-coverage", coverage::draw),
    ("2-heatmap", heatmap::draw),
    ("3-closure", closure::draw),
    ("4-force-flow", force_flow::draw),
    ("5-spending", spending::draw),
    ("6-hosts", hosts::draw),
];

/// A figure as pages take it: its words as text, its picture without them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// File stem, as in `figures/`: `2-heatmap`.
    pub stem: &'static str,
    /// Title, subtitle and caption.
    pub said: picture::Said,
    /// The picture alone; `None` where only the words were asked for.
    pub picture: Option<picture::Picture>,
}

/// Draws all figures without their words, at two pixels to one of the page.
///
/// # Errors
/// When there is no scenario to show or drawing fails.
pub fn offer_all(summary: &Summary, tables: &Tables, pictures: bool) -> Result<Vec<Offered>, PlotError> {
    let context = Context::new(summary, tables)?;
    FIGURES
        .par_iter()
        .map(|&(stem, draw)| {
            let recording = draw(&context)?;
            let picture = pictures.then(|| recording.picture(2)).transpose().map_err(PlotError::Drawing)?;
            Ok(Offered { stem, said: recording.said, picture })
        })
        .collect()
}

/// Draws all figures into `dir` (made if need be); returns the files written, in order.
///
/// # Errors
/// When there is no scenario to show or a file cannot be written.
pub fn draw_all(
    summary: &Summary,
    tables: &Tables,
    dir: &Path,
    options: Options,
) -> Result<Vec<PathBuf>, PlotError> {
    let write = |path: PathBuf, bytes: &[u8]| match std::fs::write(&path, bytes) {
        Ok(()) => Ok(path),
        Err(source) => Err(PlotError::Write { path, source }),
    };
    std::fs::create_dir_all(dir).map_err(|source| PlotError::Write { path: dir.to_owned(), source })?;
    let context = Context::new(summary, tables)?;
    let files: Vec<Result<Vec<PathBuf>, PlotError>> = FIGURES
        .par_iter()
        .map(|(stem, draw)| {
            let recording = draw(&context)?;
            let png = recording.png(options.scale).map_err(PlotError::Drawing)?;
            let mut files = vec![write(dir.join(format!("{stem}.png")), &png)?];
            if options.svg {
                let title = recording.texts.first().map_or("", |t| t.text.as_str());
                files.push(write(dir.join(format!("{stem}.svg")), recording.svg(title).as_bytes())?);
            }
            Ok(files)
        })
        .collect();
    Ok(files.into_iter().collect::<Result<Vec<_>, _>>()?.concat())
}
