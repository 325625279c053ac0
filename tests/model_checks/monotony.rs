//! More of what is good, or less of what is bad, never does harm.

use drawdown::{
    engine::trace::block::Block,
    model::{
        arm::Arm,
        lanes::{F8, LANES},
        layout::{K, Layout},
    },
    scenario::names::Name,
};

use super::{all, golden, headline, run, with};

/// A block in which values of a name are multiplied, those of fractions kept below 1.
fn scaled(layout: &Layout, block: &Block, name: Name, factor: f64) -> Block {
    let mut block = block.clone();
    let first = layout.first(name);
    let most = name.spec().range.ends().1;
    for value in &mut block.inputs[first..first + layout.len(name)] {
        *value = (*value * F8::splat(factor)).min(F8::splat(most));
    }
    block
}

/// Headline indices of the scenario at steps of a change, without any reaction.
fn steps(name: Name, factors: &[f64]) -> Vec<[F8; K]> {
    let (layout, block) = golden();
    let still = with(&layout, &block, &[(Name::Reaction, 0.0), (Name::SurpriseReaction, 0.0)]);
    let at = |factor: f64| {
        let block = match name {
            Name::PledgeCut => with(&layout, &still, &[(name, factor), (Name::PledgeCutStart, 6.0)]),
            Name::BasePool => with(&layout, &still, &[(name, 50.0 * factor)]),
            Name::Personnel => {
                let mut block = with(&layout, &still, &[(Name::Start, 4.0), (Name::Slip, 0.0)]);
                block.cuts.fill(F8::splat(factor));
                block
            }
            _ => scaled(&layout, &still, name, factor),
        };
        let record = run(&layout, &block, Arm::SCENARIO);
        std::array::from_fn(|k| headline(&layout, &block, &record, 4, k))
    };
    factors.iter().map(|&factor| at(factor)).collect()
}

#[test]
fn more_of_what_is_good_never_does_harm() {
    // More money for one capability may be people for another: what that costs stays far below what is gained.
    const SLACK: f64 = 0.001;
    for (name, sign) in [
        (Name::Personnel, 1.0),
        (Name::PledgeCut, 1.0),
        (Name::Reliability, -1.0),
        (Name::Commitment, -1.0),
        (Name::Holdings, -1.0),
        (Name::Readiness, -1.0),
        (Name::BasePool, -1.0),
    ] {
        let found = steps(
            name,
            &[0.0, 0.25, 0.5, 0.75, 1.0].map(|f: f64| match name {
                Name::Personnel | Name::PledgeCut | Name::BasePool => f,
                _ => 0.5 + 0.5 * f,
            }),
        );
        for k in 0..K {
            for two in found.windows(2) {
                let worse = (two[1][k] - two[0][k]) * F8::splat(sign);
                all(worse, |v| v > -SLACK, &format!("{} at tier {k}", name.spec().name));
            }
            let whole = (found[4][k] - found[0][k]) * F8::splat(sign);
            let sum: f64 = (0..LANES).map(|lane| whole[lane]).sum();
            assert!(sum > 0.0, "{} does nothing at tier {k}", name.spec().name);
        }
    }
}
