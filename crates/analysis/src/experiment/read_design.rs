//! Reads the designs of an experiment file, and what they choose.

use std::path::Path;

use super::{
    DesignWords, csv_rows,
    design::{self, Design},
    parameter::Parameter,
    rows::{Points, Rows, most_rows},
};
use crate::scenario::{
    diagnostic::{Code, meant, quote},
    read::{Reader, get},
    tree::{Kind as Tree, Node, Word},
    variants::Variants,
};

/// The designs asked for: of policies and scenarios, or one for both.
pub enum Designs {
    /// Of policies, and of scenarios.
    Crossed(Design, Design),
    /// Of both.
    Together(Design),
}

/// Reads the designs of a file.
pub fn designs(
    reader: &mut Reader,
    fields: &[(&Word, &Node)],
    levers: &[Parameter],
    uncertainties: &[Parameter],
) -> Option<Designs> {
    let together = get(fields, "design");
    for (name, role, parameters) in
        [("policies", "levers", levers), ("scenarios", "uncertainties", uncertainties)]
    {
        if let Some((word, _)) = get(fields, name) {
            if together.is_some() {
                let hint = "`policies` and `scenarios` are crossed, `design` is one over both";
                reader.error(Code::Conflict, &word.range, format!("`{name}` beside `design`"), hint);
                return None;
            }
            if parameters.is_empty() {
                reader.error(Code::Conflict, &word.range, format!("`{name}` without {role}"), "leave it out");
                return None;
            }
        }
    }
    let mut one = |field: &str, parameters: &[&Parameter]| match get(fields, field) {
        None if parameters.is_empty() => Some(Design::FullFactorial),
        None => of(reader, None, parameters),
        Some((_, node)) => of(reader, Some(node), parameters),
    };
    let (policies, scenarios): (Vec<_>, Vec<_>) = (levers.iter().collect(), uncertainties.iter().collect());
    match together {
        Some(_) => {
            let all = [policies, scenarios].concat();
            // Every level with every other is a cross product in any case.
            Some(match one("design", &all)? {
                Design::FullFactorial => Designs::Crossed(Design::FullFactorial, Design::FullFactorial),
                design => Designs::Together(design),
            })
        }
        None => Some(Designs::Crossed(one("policies", &policies)?, one("scenarios", &scenarios)?)),
    }
}

/// Reads a design; without one it is a full factorial.
fn of(reader: &mut Reader, node: Option<&Node>, parameters: &[&Parameter]) -> Option<Design> {
    const KNOWN: [&str; 4] = ["FullFactorial", "LatinHypercube", "Sobol", "Csv"];
    const EXPECTED: &str = "FullFactorial, LatinHypercube(n), Sobol(n) or Csv(\"file.csv\")";
    let design = match node.map(|node| (&node.kind, node)) {
        None => Design::FullFactorial,
        Some((Tree::Name(name), _)) if name == "FullFactorial" => Design::FullFactorial,
        Some((Tree::Tuple(Some(word), items), node)) => match (word.text.as_str(), items.as_slice()) {
            ("Csv", [file]) => Design::Csv(reader.text(file, "the file of Csv")?.it),
            (name @ ("LatinHypercube" | "Sobol"), [count]) => {
                let number = reader.number(count, &format!("the number of points of {name}"))?;
                let most = most_rows(parameters.len());
                if number.fract() != 0.0 || !(1.0..=most as f64).contains(&number) {
                    let message = format!("{name} of {number} points");
                    reader.error(
                        Code::OutOfRange,
                        &count.range,
                        message,
                        format!("a whole number from 1 to {most}"),
                    );
                    return None;
                }
                if name == "Sobol" {
                    Design::Sobol(number as u64)
                } else {
                    Design::LatinHypercube(number as u64)
                }
            }
            (name, _) if KNOWN.contains(&name) => {
                reader.error(Code::Form, &node.range, format!("{name} with {} parts", items.len()), EXPECTED);
                return None;
            }
            (name, _) => {
                reader.unknown(&word.range, format!("unknown design `{}`", quote(name)), meant(name, &KNOWN));
                return None;
            }
        },
        Some((Tree::Name(name), node)) => {
            let message = format!("unknown design `{}`", quote(name));
            match KNOWN.contains(&name.as_str()) {
                true => reader.error(Code::Form, &node.range, message, format!("expected {EXPECTED}")),
                false => reader.unknown(&node.range, message, meant(name, &KNOWN)),
            }
            return None;
        }
        Some((_, node)) => {
            reader.wrong(node, "a design", EXPECTED);
            return None;
        }
    };
    if design == Design::FullFactorial {
        let before = reader.found.items.len();
        for parameter in parameters.iter().filter(|parameter| parameter.levels().is_none()) {
            let hint = "a full factorial needs levels: Range(low: a, high: b, levels: n), Steps or Levels; or choose \
                        LatinHypercube(n)";
            reader.error(
                Code::Missing,
                &parameter.range,
                format!("`{}` has no levels", parameter.name),
                hint,
            );
        }
        let count: f64 = parameters.iter().filter_map(|p| p.levels()).map(|levels| levels as f64).product();
        let most = most_rows(parameters.len());
        if count > most as f64 {
            let place = node.map_or_else(|| parameters[0].name_range.clone(), |node| node.range.clone());
            let message = format!("a full factorial of {count:e} rows");
            reader.error(
                Code::TooMuch,
                &place,
                message,
                format!("at most {most}: choose LatinHypercube(n) or Sobol(n)"),
            );
        }
        if reader.found.items.len() > before {
            return None;
        }
    }
    Some(design)
}

/// The settings that the designs choose.
pub fn rows(
    variants: &mut Variants,
    folder: Option<&Path>,
    fields: &[(&Word, &Node)],
    designs: Designs,
    (levers, uncertainties): (&[Parameter], &[Parameter]),
    seed: u64,
) -> Option<(Rows, DesignWords)> {
    let mut points = |design: &Design, field: &str, parameters: &[&Parameter]| -> Option<Points> {
        match design {
            Design::FullFactorial => Some(design::full_factorial(parameters)),
            Design::LatinHypercube(count) => Some(design::latin_hypercube(parameters, *count, seed)),
            Design::Sobol(count) => {
                let points = design::sobol(parameters, *count, seed);
                if points.is_none()
                    && let Some((_, node)) = get(fields, field)
                {
                    let message = format!("Sobol points of {} parameters", parameters.len());
                    variants.reader().error(Code::TooMuch, &node.range, message, "choose LatinHypercube(n)");
                }
                points
            }
            Design::Csv(file) => {
                let (_, node) = get(fields, field)?;
                let span = variants.reader().span(&node.range);
                let path = folder.map_or_else(|| file.into(), |folder| folder.join(file));
                csv_rows::read(variants, &path, span, parameters)
            }
        }
    };
    let (policies, scenarios): (Vec<_>, Vec<_>) = (levers.iter().collect(), uncertainties.iter().collect());
    Some(match designs {
        Designs::Crossed(a, b) => {
            let words = |design: &Design, parameters: &[&Parameter]| {
                if parameters.is_empty() { "none".to_owned() } else { design.to_string() }
            };
            let design =
                DesignWords::Crossed { policies: words(&a, &policies), scenarios: words(&b, &scenarios) };
            let policies = points(&a, "policies", &policies)?;
            (Rows { policies, scenarios: points(&b, "scenarios", &scenarios)?, crossed: true }, design)
        }
        Designs::Together(design) => {
            let all = points(&design, "design", &[policies, scenarios].concat())?;
            let (policies, scenarios) = all.split(levers.len());
            (Rows { policies, scenarios, crossed: false }, DesignWords::Together(design.to_string()))
        }
    })
}
