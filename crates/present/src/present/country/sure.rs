//! How sure all of it is.

use super::{Block, Page, sentence};
use crate::{present::grammar::count, store::country::Known};

pub(super) fn add(page: &Page, blocks: &mut Vec<Block>) {
    let (country, title) = (page.country, &page.country.title);
    let Known { measured, published, judgement } = country.known;
    let all = measured + published + judgement;
    let mut said = match country.replicates {
        1 => "How sure? There is one run, which says nothing of what else could be".to_owned(),
        _ => "How sure? Nine of ten runs lie in the ranges, which show what nobody knows".to_owned(),
    };
    said.push('.');
    if all > 0 {
        said += &format!(
            " Of {} about {title}, {judgement} {} judgement, {published} published {}, {measured} measured.",
            count(all, "graded input", "graded inputs"),
            if judgement == 1 { "is" } else { "are" },
            if published == 1 { "estimate" } else { "estimates" },
        );
    }
    let more = country.scenarios.len() - page.shown.len();
    if more > 0 {
        said += &format!(
            " {} left out here; `--format json` has all.",
            match more {
                1 => "One scenario is".to_owned(),
                n => format!("{n} scenarios are"),
            }
        );
    }
    blocks.push(sentence(&said));
}
