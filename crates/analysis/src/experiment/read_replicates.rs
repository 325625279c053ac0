//! Reads what an experiment file keeps of every replicate.

use std::slice;

use super::{
    parameter::{Kind, Parameter, Setting},
    resolver::set,
};
use crate::{
    analysis::asked::{Asked, cells, inputs},
    engine::{plan::Plan, slot::slots},
    sampling::design::Design,
    scenario::{
        Scenario,
        address::Address,
        diagnostic::{Code, quote},
        layer::Spanned,
        read::{Reader, get},
        tree::{Node, Word},
        variants::Variants,
    },
};

/// What is kept of every replicate, if the field is given; every name is looked for in the base under the constants.
pub fn kept(
    variants: &mut Variants,
    field: Option<(&Word, &Node)>,
    (base, seed, sampling): (&Scenario, u64, Design),
    (constants, parameters): (&[Setting], [&[Parameter]; 2]),
) -> Option<Option<Asked>> {
    let Some((word, node)) = field else { return Some(None) };
    let (under, _) = variants.attempt(|reader, layer| constants.iter().for_each(|it| set(reader, layer, it)));
    // Constants that cannot be are found out by the experiments.
    let base = under.as_ref().unwrap_or(base);
    let reader = &mut variants.reader();
    let before = reader.found.items.len();
    let fields = reader.plain_struct(node, &format!("`{}`", word.text), &["inputs", "outcomes"]);
    let mut names = |name: &str| -> Option<Vec<Spanned<String>>> {
        let (_, list) = get(&fields, name)?;
        let items = reader.list(list, name).unwrap_or_default();
        Some(items.iter().filter_map(|item| reader.text(item, "a name")).collect())
    };
    let (wanted, outcomes) = (names("inputs"), names("outcomes"));
    // A base that cannot be run is found out by its experiments.
    if let Ok(plan) = Plan::with_design(slice::from_ref(base), seed, sampling) {
        let (addresses, drawn) = (plan.layout.addresses(), inputs::drawn(&plan));
        for name in wanted.iter().flatten() {
            let found = inputs::named(&name.it, &addresses, &drawn);
            let fixed = |slots: &Vec<usize>| slots.iter().all(|&slot| sets(parameters, &addresses[slot]));
            match found {
                Err(why) => wrong(reader, "input", name, &why),
                Ok(slots) if fixed(&slots) => {
                    wrong(reader, "input", name, "every experiment sets it, and none draws it");
                }
                Ok(_) => {}
            }
        }
        for name in outcomes.iter().flatten() {
            if let Err(why) = cells::named(&name.it, &plan, |section| slots(section).to_vec()) {
                wrong(reader, "outcome", name, &why);
            }
        }
    }
    let plain = |names: Option<Vec<Spanned<String>>>| {
        names.map(|names| names.into_iter().map(|name| name.it).collect())
    };
    let asked = Asked { inputs: plain(wanted), outcomes: plain(outcomes) };
    (reader.found.items.len() == before).then_some(Some(asked))
}

/// Whether a parameter gives an input a number in every experiment.
fn sets(parameters: [&[Parameter]; 2], address: &Address) -> bool {
    let numbers = |kind: &Kind| matches!(kind, Kind::Real { .. } | Kind::Whole { .. } | Kind::Drawn { .. });
    let name = address.to_string();
    parameters
        .into_iter()
        .flatten()
        .any(|parameter| numbers(&parameter.kind) && parameter.targets.contains(&name))
}

fn wrong(reader: &mut Reader, what: &str, name: &Spanned<String>, why: &str) {
    let range = name.span.start..name.span.end;
    reader.error(Code::Unknown, &range, format!("no {what} `{}` to keep", quote(&name.it)), why);
}
