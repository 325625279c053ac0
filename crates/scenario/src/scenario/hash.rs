//! The hash of a resolved scenario: what reproduces a result.
//!
//! In it is everything that can change a number of a result, in canonical order, with numbers by their bits: ids of
//! domains, allies and elements, the elements' host, service and posture, critical domains and thresholds, composition, every value
//! (distribution, what a trigger does to it, the coordinate it is drawn from), correlations, reporting tier and closure
//! tolerance. Not in it is what people read: titles, descriptions, units, grades, sources, notes, where a value was
//! written, how the scenario is inherited, and the names of disposition and trigger, whose effects are values.

use std::{collections::BTreeSet, fmt::Write};

use super::{
    distribution::Distribution,
    resolved::{Composition, Scenario, Selector},
};
use crate::digest::sha256;

impl Scenario {
    /// SHA-256 of the canonical form, in hexadecimal. Comments, order of writing and inheritance do not change it.
    #[must_use]
    pub fn hash(&self) -> String {
        sha256(self.canonical())
    }

    fn canonical(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        for d in &self.domains {
            let threshold = bits(d.coverage_threshold);
            lines.push(format!("domain {} {} {} {threshold}", d.id, d.enabler, d.critical));
        }
        lines.extend(self.allies.iter().map(|a| format!("ally {}", a.id)));
        lines.extend(
            self.elements.iter().map(|e| format!("element {} {} {} {}", e.id, e.host, e.service, e.posture)),
        );
        lines.push(format!("composition {}", composition(&self.composition)));
        for (address, value) in &self.values {
            let mut line = String::with_capacity(128);
            let _ = write!(line, "value {address} ");
            push_distribution(&mut line, &value.distribution);
            // Without a trigger 1 and 0: said by their absence, so that a trigger that changes nothing is none.
            if value.scale != 1.0 || value.shift != 0.0 {
                let _ = write!(line, " x {} + {}", bits(value.scale), bits(value.shift));
            }
            if value.distribution.constant().is_none() {
                let _ = write!(line, " @ {}", self.coordinate(address));
            }
            lines.push(line);
        }
        for (a, b, rho) in &self.correlations {
            lines.push(format!("correlation {a} {b} {}", bits(*rho)));
        }
        lines.push(format!("groups {}", self.group_correlations.map(bits).join(" ")));
        lines.push(format!("report {} {}", self.reporting_tier, bits(self.closure_tolerance)));
        lines.sort_unstable();
        lines.join("\n")
    }
}

/// A number by its bits; -0 and 0 are the same.
pub(super) fn bits(value: f64) -> String {
    let mut text = String::with_capacity(16);
    push_bits(&mut text, value);
    text
}

/// [`bits`] at the end of a text.
fn push_bits(text: &mut String, value: f64) {
    let bits = (value + 0.0).to_bits();
    text.extend(
        (0..16).rev().map(|digit| char::from(b"0123456789abcdef"[(bits >> (4 * digit)) as usize & 15])),
    );
}

fn selector(of: &Selector) -> String {
    match of {
        Selector::Element(id) => format!("id={id}"),
        Selector::Host(id) => format!("host={id}"),
        Selector::Service(id) => format!("service={id}"),
        Selector::Domain(id) => format!("domain={id}"),
        Selector::Posture(id) => format!("posture={id}"),
        Selector::Any(all) => format!("any({})", unordered(all.iter().map(selector)).trim_start()),
    }
}

/// Texts whose order changes nothing, each once, each after a space.
fn unordered(texts: impl Iterator<Item = String>) -> String {
    let texts: BTreeSet<String> = texts.collect();
    texts.into_iter().fold(String::new(), |all, text| all + " " + &text)
}

fn spared(spare: &[Selector]) -> String {
    if spare.is_empty() { String::new() } else { format!(" spare{}", unordered(spare.iter().map(selector))) }
}

fn composition(composition: &Composition) -> String {
    match composition {
        Composition::Proportional { spare } => format!("proportional{}", spared(spare)),
        Composition::Priority { first, spare } => {
            let first = first.iter().fold("priority".to_owned(), |all, one| all + " " + &selector(one));
            first + &spared(spare)
        }
        Composition::Amounts(amounts) => {
            let above = amounts.iter().filter(|(_, amount)| *amount != 0.0);
            format!(
                "amounts{}",
                unordered(above.map(|(of, amount)| format!("{}:{}", selector(of), bits(*amount))))
            )
        }
        Composition::Explicit(shares) => {
            let mut shares: Vec<String> = shares
                .iter()
                .filter(|s| s.1 != 0.0)
                .map(|(id, share)| format!("{id}={}", bits(*share)))
                .collect();
            shares.sort();
            format!("explicit {}", shares.join(" "))
        }
    }
}

pub(super) fn distribution(distribution: &Distribution) -> String {
    let mut text = String::new();
    push_distribution(&mut text, distribution);
    text
}

/// [`distribution`] at the end of a text.
fn push_distribution(text: &mut String, distribution: &Distribution) {
    let mut row = |name: &str, numbers: &[f64]| {
        text.push_str(name);
        for number in numbers {
            text.push(' ');
            push_bits(text, *number);
        }
    };
    match distribution {
        Distribution::Constant(value) => row("constant", &[*value]),
        Distribution::Uniform { low, high } => row("uniform", &[*low, *high]),
        Distribution::Triangular { low, mode, high } => row("triangular", &[*low, *mode, *high]),
        Distribution::Pert { low, mode, high } => row("pert", &[*low, *mode, *high]),
        Distribution::Normal { mean, sd } => row("normal", &[*mean, *sd]),
        Distribution::TruncatedNormal { mean, sd, low, high } => {
            row("truncated_normal", &[*mean, *sd, *low, *high])
        }
        Distribution::LogNormalQuantiles { p05, p95 } => row("log_normal_quantiles", &[*p05, *p95]),
        Distribution::LogNormal { median, sigma } => row("log_normal", &[*median, *sigma]),
        Distribution::Beta { alpha, beta, low, high } => row("beta", &[*alpha, *beta, *low, *high]),
        Distribution::Empirical { values } => {
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            row("empirical", &sorted)
        }
        Distribution::Discrete { values, probabilities } => {
            let mut pairs: Vec<[f64; 2]> = values.iter().zip(probabilities).map(|(v, p)| [*v, *p]).collect();
            pairs.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
            row("discrete", &pairs.concat())
        }
    }
}
