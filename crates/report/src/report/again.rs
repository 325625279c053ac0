//! A report made again from its folder, whatever the folder answers.

use std::path::Path;

use super::{Material, ReportError, hindcast, invest, render, required, sweep, validate};
use crate::{
    plot,
    present::turned::Asked,
    store::{
        Held,
        folder::not_as_written,
        read_held,
        sweep::{Manifest, Reading},
    },
};

/// A report that was made again.
pub struct Again {
    /// The page.
    pub page: String,
    /// Which files of the folder are not as they were written, in a sentence, if any.
    pub changed: Option<String>,
    /// What it was made from, where the folder is that of a run.
    pub run: Option<Material>,
}

/// Makes the report of a folder: of a run, of `require`, `invest`, `validate` or `hindcast`, or of the store of a sweep, with
/// `pictures` or only their words. What of a run was `asked` for goes before what the run was turned to.
///
/// # Errors
/// When a file is missing, broken or of another format, or a figure cannot be drawn.
pub fn again(folder: &Path, format: u32, pictures: bool, asked: &Asked) -> Result<Again, ReportError> {
    again_for(folder, format, pictures, asked, &[])
}

/// The same; of a run also with a section for each of the allies named by their ids, beside those of which it keeps more than its
/// tables hold.
///
/// # Errors
/// As [`again`].
pub fn again_for(
    folder: &Path,
    format: u32,
    pictures: bool,
    asked: &Asked,
    allies: &[String],
) -> Result<Again, ReportError> {
    // What is no manifest of a sweep is somebody else's to complain about.
    if let Ok(Some(_)) = Manifest::read(folder) {
        let page = sweep::page(&Reading::open(folder)?)?;
        return Ok(Again { page, changed: None, run: None });
    }
    let held = read_held(folder, format)?;
    let changed = || not_as_written(folder);
    Ok(match held {
        Held::Run => {
            let material = Material::read(folder, format, pictures, asked)?.with_countries(folder, allies)?;
            Again { page: render(&material), changed: material.changed.clone(), run: Some(material) }
        }
        Held::Require(answer) => {
            let changed = changed();
            Again { page: required(&answer, pictures, changed.as_deref())?, changed, run: None }
        }
        Held::Invest(answer) => {
            let changed = changed();
            Again { page: invest(&answer, pictures, changed.as_deref())?, changed, run: None }
        }
        Held::Validate(found) => {
            let (figures, changed) = (plot::validate::figures(&found)?, changed());
            Again {
                page: validate::page(&found, &figures, pictures, changed.as_deref())?,
                changed,
                run: None,
            }
        }
        Held::Hindcast(answer) => {
            let changed = changed();
            Again { page: hindcast(&answer, pictures, changed.as_deref())?, changed, run: None }
        }
    })
}
