//! Runs made up for the tests of sentences.

use super::{Head, Sentence, sections};
use crate::store::summary::{
    Aspect, Contrast, CountryInfo, Difference, Elsewhere, Estimate, IndexEntry, PairEntry, PairRanges,
    RankEntry, ScenarioSummary, Summary,
};

const N: u64 = 10_000;

pub(super) fn estimate(mean: f64, half: f64) -> Estimate {
    let (p05, p95) = (mean - half, mean + half);
    Estimate { mean, se: half / 100.0, lower: mean, upper: mean, p05, p25: mean, p50: mean, p75: mean, p95 }
}

pub(super) fn scenario(id: &str, people: f64, added: f64) -> ScenarioSummary {
    let index = |arm: &str, mean: f64| IndexEntry {
        arm: arm.to_owned(),
        tier: 30,
        estimate: estimate(mean, 0.3 * mean.abs()),
        quantile_errors: Default::default(),
        probability_above_zero: None,
        probability_above_zero_se: None,
    };
    ScenarioSummary {
        departed: Some(1.0),
        id: id.to_owned(),
        title: id.to_uppercase(),
        short_title: id.to_uppercase(),
        description: String::new(),
        hash: String::new(),
        personnel_asked: estimate(people, 0.0),
        personnel_effective: estimate(people, 0.0),
        pledges_taken: Estimate::default(),
        pledges_taken_by_domain: Vec::new(),
        programme: 0.0,
        departure_start: 8.0,
        departure: None,
        judgement: 0,
        parameters: 0,
        warnings: Vec::new(),
        failed_replicates: 0,
        index: vec![
            index("counterfactual", 0.2),
            index("attributable", added),
            index("direct_effect", 1.2 * added),
            index("induced", -0.2 * added),
        ],
        years: Vec::new(),
        deepest: Vec::new(),
        gained: Vec::new(),
        induced: Vec::new(),
        closure: Vec::new(),
        binding_year: 2035,
        binding: Vec::new(),
        pledges: Vec::new(),
        bill: estimate(80.0, 20.0),
        bill_without: estimate(300.0, 20.0),
        uplift: Estimate::default(),
        trigger_effect: None,
    }
}

/// Those of which as many leave.
fn sizes(scenarios: &[ScenarioSummary]) -> Vec<Vec<String>> {
    let mut sizes: std::collections::BTreeMap<u64, Vec<String>> = Default::default();
    for s in scenarios.iter().filter(|s| s.draws_down()) {
        sizes.entry(s.personnel_effective.mean as u64).or_default().push(s.id.clone());
    }
    sizes.into_values().filter(|size| size.len() > 1).collect()
}

/// Scenarios in the order of the ranking; to each the difference to the next with its error, and P(worse).
pub(in crate::present) fn summary(scenarios: Vec<ScenarioSummary>, steps: &[(f64, f64, f64)]) -> Summary {
    let ranking = scenarios.iter().enumerate().map(|(i, s)| {
        let index = s.index_of("attributable", 30).copied().unwrap_or_default();
        let step = steps.get(i);
        RankEntry {
            scenario: s.id.clone(),
            index: index.mean,
            se: index.se,
            probability_worse_than_next: step.map(|s| s.2),
            settled: step.map(|s| s.0 > 2.0 * s.1),
            difference_to_next: step.map(|s| s.0),
            difference_to_next_se: step.map(|s| s.1),
            probability_worst: 0.0,
            expected_regret: None,
            expected_regret_se: None,
        }
    });
    // Neighbours differ as told, others by the sum of that, surely.
    let pair = |i: usize, j: usize| {
        let difference = steps[i..j].iter().map(|step| step.0).sum();
        let (se, probability_worse) = if j == i + 1 { (steps[i].1, steps[i].2) } else { (1e-4, 0.99) };
        PairEntry {
            scenario: scenarios[i].id.clone(),
            other: scenarios[j].id.clone(),
            found: Difference { difference, se, probability_worse },
            scenario_arm: None,
            counterfactual: None,
            ranges: PairRanges::default(),
            elsewhere: Vec::new(),
        }
    };
    let pairs = (0..=steps.len()).flat_map(|i| (i + 1..=steps.len()).map(move |j| (i, j)));
    let pairs = pairs.map(|(i, j)| pair(i, j)).collect();
    let country = |id: &str, title: &str| CountryInfo { id: id.into(), title: title.into(), ally: true };
    Summary {
        format: 1,
        version: "0".into(),
        seed: 1,
        design: "mc".into(),
        replicates: N,
        failed_replicates: 0,
        start_year: 2026,
        quarters: 60,
        tiers: vec![10, 30, 180],
        reporting_tier: 30,
        closure_tolerance: 0.01,
        domains: Vec::new(),
        countries: vec![country("ITA", "Italy"), country("DEU", "Germany"), country("ESP", "Spain")],
        ranking: ranking.collect(),
        pairs,
        sizes: sizes(&scenarios),
        worlds: Vec::new(),
        scenarios,
        references: Vec::new(),
        contrasts: Vec::new(),
        warnings: Vec::new(),
        stopping: None,
        sensitivity: None,
        judgement_share: None,
        groups: Vec::new(),
        turned_to: Default::default(),
    }
}

pub(super) fn under(summary: &Summary, head: Head) -> Vec<String> {
    let all = sections(summary);
    let here = all.iter().filter(|section| section.head == head);
    here.flat_map(|section| section.sentences.iter().map(Sentence::plain)).collect()
}

pub(super) fn contrast(aspect: Aspect, scenario: &str, other: &str, difference: f64, se: f64) -> Contrast {
    let differs = match aspect {
        Aspect::Manner => vec![Aspect::Notice, Aspect::Information],
        one => vec![one],
    };
    Contrast {
        aspect,
        differs,
        scenario: scenario.to_owned(),
        other: other.to_owned(),
        difference,
        se,
        lower: difference - 2.0 * se,
        upper: difference + 2.0 * se,
        probability_worse: if difference > 0.0 { 0.97 } else { 0.2 },
        elsewhere: Vec::new(),
    }
}

pub(super) fn elsewhere(domain: Option<&str>, tier: u32, difference: f64, worse: f64) -> Elsewhere {
    let found = Difference { difference, se: 1e-4, probability_worse: worse };
    Elsewhere { domain: domain.map(str::to_owned), tier, found }
}
