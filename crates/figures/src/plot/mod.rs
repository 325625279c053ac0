//! Figures of a run, drawn from its summary and tables alone: one file a figure, one theme.
//!
//! A figure is recorded once through plotters and then written as PNG and as SVG. The same data give the same bytes.

pub mod backend;
#[cfg(test)]
mod both_arms;
#[cfg(test)]
mod bounded;
mod bridge;
pub mod canvas;
mod capability;
mod closed_by;
mod closing_year;
mod closure;
mod coverage;
pub mod data;
mod encode;
pub mod extra;
#[cfg(test)]
#[path = "../../../../tests/plot_fixture/mod.rs"]
pub(crate) mod fixture;
mod force_flow;
mod glyphs;
mod heatmap;
mod hindcast;
mod hosts;
mod invest;
mod map;
pub mod pairs;
pub mod picture;
mod ranking;
pub mod registry;
mod regret;
mod render;
mod required;
mod scale;
mod spending;
#[cfg(test)]
mod tests;
pub mod text;
pub mod theme;
mod timeline;
mod tornado;
pub mod validate;
mod variance;
pub mod words;

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use backend::Recording;
pub use capability::{CAPABILITY, capabilities};
pub use data::{Context, Tables};
pub use hindcast::{draw_hindcast, hindcast};
pub use invest::invest_figures;
use picture::Picture;
use registry::{Entry, FIGURES};
pub use required::{draw_required, required_figures};

use crate::{
    disk::file::put,
    present::{at_tier::at_tier, numbers::page as numbers},
    store::{Held, read_table::TableError, summary::Summary},
};

/// Why figures could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PlotError {
    /// A table is missing or broken.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A figure could not be written.
    #[error("cannot write `{path}`: {source}")]
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

/// A figure of a run: what it says, and what is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Stem of its files: "1-coverage".
    pub stem: Cow<'static, str>,
    /// The whole page; its `words` are title, subtitle and caption.
    pub page: Recording,
}

impl Figure {
    /// The finding or the question.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.page.words.title
    }

    /// Quantity, unit, readiness, years, scenario, marks.
    #[must_use]
    pub fn subtitle(&self) -> &str {
        &self.page.words.subtitle
    }

    /// Source, replicates, seed, caveat, version and hash.
    #[must_use]
    pub fn caption(&self) -> &str {
        &self.page.words.caption
    }

    /// What someone is told who cannot see the picture.
    #[must_use]
    pub fn alt(&self) -> String {
        let end = |s: &str| if s.is_empty() || s.ends_with(['.', '?', '!']) { "" } else { "." };
        let (title, subtitle) = (self.title(), self.subtitle());
        format!("{title}{} {subtitle}{}", end(title), end(subtitle)).trim().to_owned()
    }
}

/// A figure of a run as it is wanted: as files, as a picture of a page, or as both.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// What the registry says of it.
    pub entry: &'static Entry,
    /// Id of the scenario that it shows, where it shows one; of that in focus where it shows several.
    pub scenario: String,
    /// The figure.
    pub figure: Figure,
    /// Names and bytes: a PNG and, if asked for, an SVG.
    pub files: Vec<(String, Vec<u8>)>,
    /// The picture alone, at [`Drawn::PICTURE`] pixels to one of the page.
    pub picture: Option<Picture>,
}

impl Drawn {
    /// Pixels of a picture to one of the page.
    pub const PICTURE: u32 = 2;

    fn new(
        (entry, scenario): (&'static Entry, &str),
        figure: Figure,
        files: Option<Options>,
        picture: bool,
    ) -> Result<Self, PlotError> {
        let (picture, files) = match (picture, files) {
            (true, Some(options)) if options.scale == Self::PICTURE as f32 => {
                let (picture, png) = figure.rendered_and_page(Self::PICTURE).map_err(PlotError::Drawing)?;
                (Some(picture), with_svg(&figure.page, &figure.stem, png, options))
            }
            (picture, files) => {
                let picture = picture.then(|| figure.rendered(Self::PICTURE)).transpose();
                let picture = picture.map_err(PlotError::Drawing)?;
                let drawn = |options| self::files(&figure.page, &figure.stem, options);
                (picture, files.map_or(Ok(Vec::new()), drawn)?)
            }
        };
        Ok(Self { entry, scenario: scenario.to_owned(), figure, files, picture })
    }
}

/// All figures of a run, in order; those the run has no numbers for are left out.
///
/// # Errors
/// When there is no scenario to show.
pub fn figures(summary: &Summary, tables: &Tables) -> Result<Vec<Figure>, PlotError> {
    Ok(drawn(summary, tables, None, false)?.into_iter().map(|drawn| drawn.figure).collect())
}

/// Draws all figures, in order, as files, as pictures, or only their words; at the tier that the run is turned to.
///
/// # Errors
/// When there is no scenario to show or drawing fails.
pub fn drawn(
    summary: &Summary,
    tables: &Tables,
    files: Option<Options>,
    pictures: bool,
) -> Result<Vec<Drawn>, PlotError> {
    let summary = &at_tier(summary, tables.sources());
    let all = Context::new(summary, tables)?;
    let each = all.each();
    let each: Vec<Context> =
        each.iter().map(|s| Context::about(summary, tables, s)).collect::<Result<_, _>>()?;
    let several = each.len() > 1;
    let contexts =
        |entry: &Entry| if several && entry.single { &each[..] } else { std::slice::from_ref(&all) };
    let of = |entry: &'static Entry| contexts(entry).iter().map(move |context| (entry, context));
    let applying: Vec<(&Entry, &Context)> =
        FIGURES.iter().flat_map(of).filter(|(entry, context)| (entry.applies)(context)).collect();
    let draw = |(entry, context): (&'static Entry, &Context)| {
        let stem = if several && entry.single { stem_of(entry.stem, context) } else { entry.stem.into() };
        let figure = Figure { stem, page: (entry.draw)(context)? };
        Drawn::new((entry, &context.focus.id), figure, files, pictures)
    };
    let mut drawn: Vec<Drawn> = applying.into_par_iter().map(draw).collect::<Result<_, _>>()?;
    // What was named has a figure of its own.
    drawn.extend(capabilities(summary, tables, &summary.turned_to.domains, files, pictures)?);
    Ok(drawn)
}

/// The most characters of an id in the name of a file.
const LONGEST: usize = 80;

/// The stem of a figure of one of several scenarios, which come in the order of the ranking.
fn stem_of(stem: &str, context: &Context) -> Cow<'static, str> {
    let ids: Vec<&str> = context.scenarios().iter().map(|s| s.id.as_str()).collect();
    stem_among(stem, &context.focus.id, &ids, "rank").into()
}

/// The stem of a figure of one of several scenarios: with its id, or where that is no name for files everywhere with its place
/// among them, which are in an order that has a name.
fn stem_among(stem: &str, id: &str, ids: &[&str], order: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let alone = ids.iter().filter(|other| other.eq_ignore_ascii_case(id)).count() == 1;
    let place = || ids.iter().position(|&other| other == id).unwrap_or_default() + 1;
    match id.len() <= LONGEST && id.chars().all(plain) && alone {
        true => format!("{stem}-{id}"),
        false => format!("{stem}-{order}-{}", place()),
    }
}

/// Draws all figures into `dir` (made if need be); returns the files written, in order. A file that is there and not the
/// same is kept as `NAME.earlier.png`.
///
/// # Errors
/// When there is no scenario to show or a file cannot be written.
pub fn draw_all(
    summary: &Summary,
    tables: &Tables,
    dir: &Path,
    options: Options,
) -> Result<Vec<PathBuf>, PlotError> {
    let files = drawn(summary, tables, Some(options), false)?.into_iter().flat_map(|drawn| drawn.files);
    write(dir, files.collect())
}

/// The figures of a folder that is no run's; none of a run.
///
/// # Errors
/// When drawing fails.
pub fn figures_of(held: &Held) -> Result<Vec<Figure>, PlotError> {
    match held {
        Held::Run => Ok(Vec::new()),
        Held::Require(answer) => required_figures(answer),
        Held::Invest(answer) => invest_figures(answer),
        Held::Validate(found) => validate::figures(found),
        Held::Hindcast(answer) => Ok(vec![hindcast(answer)?]),
    }
}

/// Figures as files: names and bytes, in order.
///
/// # Errors
/// When drawing fails.
pub fn as_files(figures: &[Figure], options: Options) -> Result<Vec<(String, Vec<u8>)>, PlotError> {
    let drawn: Vec<Vec<(String, Vec<u8>)>> = figures
        .par_iter()
        .map(|figure| files(&figure.page, &figure.stem, options))
        .collect::<Result<_, _>>()?;
    Ok(drawn.into_iter().flatten().collect())
}

/// Writes files into a folder, which is made if need be.
fn write(dir: &Path, files: Vec<(String, Vec<u8>)>) -> Result<Vec<PathBuf>, PlotError> {
    let failed = |path: &Path, source| PlotError::Write { path: path.to_owned(), source };
    std::fs::create_dir_all(dir).map_err(|source| failed(dir, source))?;
    let write = |(name, bytes): &(String, Vec<u8>)| {
        let path = dir.join(name);
        put(&path, bytes, "earlier", |_| false).map_err(|source| failed(&path, source))?;
        Ok(path)
    };
    files.iter().map(write).collect()
}

/// A page as PNG and, if asked for, SVG: names and bytes.
fn files(page: &Recording, stem: &str, options: Options) -> Result<Vec<(String, Vec<u8>)>, PlotError> {
    Ok(with_svg(page, stem, page.png(options.scale).map_err(PlotError::Drawing)?, options))
}

/// The PNG of a page and, if asked for, its SVG.
fn with_svg(page: &Recording, stem: &str, png: Vec<u8>, options: Options) -> Vec<(String, Vec<u8>)> {
    let svg = options.svg.then(|| (format!("{stem}.svg"), page.svg().into_bytes()));
    [(format!("{stem}.png"), png)].into_iter().chain(svg).collect()
}
