//! What comes of an input that is held, in the engine.

use std::sync::atomic::AtomicBool;

use drawdown::{
    analysis::{
        estimates::Run,
        sensitivity::{Question, sensitivity},
    },
    engine::{
        draw::Held,
        drive::Pass,
        plan::Plan,
        run::{Options, run},
        sensitivity::{LOW_HIGH, Uncertain, screen, uncertain, value_at},
        slot::Slot,
    },
    model::cells::Outcome,
    sampling::design::Design,
    scenario::{address::Address, names::Name},
};

use super::{REPLICATES, TIER, close, find, load, plan, varied};

/// Mean attributable index and index without drawdown of an ordinary run.
fn ordinary(stem: &str, sets: &[String]) -> [f64; 2] {
    let scenarios = load(stem, sets);
    let plan = Plan::new(&scenarios, 1).expect("a plan");
    let stop = AtomicBool::new(false);
    let options = Options {
        pass: Pass { replicates: REPLICATES, threads: 2, stop: &stop, progress: &|_| {} },
        looks: None,
        keep: None,
    };
    let results = run(&plan, &options).expect("results");
    let run = Run { scenarios: &scenarios, plan: &plan, results: &results };
    [Slot::Attributable, Slot::Counterfactual].map(|slot| run.mean(0, Outcome::IndexHeadline, slot, TIER))
}

#[test]
fn nothing_held_is_the_ordinary_run() {
    let base = varied(&plan("media-learned-50k", &[]), &[]).base;
    let [attributable, counterfactual] = ordinary("media-learned-50k", &[]);
    close(base.attributable.mean, attributable);
    close(base.counterfactual.mean, counterfactual);
}

#[test]
fn an_input_held_is_an_input_set() {
    let stem = "media-learned-50k";
    let plan = plan(stem, &[]);
    // One number; one that moves both arms; several tiers by one coordinate; one that shocks go through.
    let inputs = [
        Address::plain(Name::Linkage),
        Address::plain(Name::Commitment),
        Address::one(Name::Required, "isr"),
        Address::plain(Name::SigmaSpend),
    ];
    let inputs: Vec<Address> = inputs
        .into_iter()
        .filter(|address| uncertain(&plan).iter().any(|input| input.address == *address))
        .collect();
    assert!(inputs.len() >= 3, "{inputs:?}");
    let found = varied(&plan, &inputs);
    let addresses = plan.layout.addresses();
    for (address, swing) in inputs.iter().zip(&found.swings) {
        let input = find(&plan, address);
        for (end, u) in LOW_HIGH.into_iter().enumerate() {
            let sets: Vec<String> = input
                .slots
                .iter()
                .map(|&slot| {
                    let value = value_at(&plan, input.held, slot, u).expect("drawn");
                    format!("{}={value}", addresses[slot])
                })
                .collect();
            let [attributable, counterfactual] = ordinary(stem, &sets);
            close(swing.attributable[end], attributable);
            close(swing.counterfactual[end], counterfactual);
        }
        assert!(swing.swing.mean != 0.0, "{address}");
        close(swing.swing.mean, swing.attributable[1] - swing.attributable[0]);
    }
}

/// More are asked to leave than are there: rarely as drawn, often where the largest element is held small.
#[test]
fn an_end_that_leaves_few_replicates_valid_is_not_an_end() {
    let sets =
        ["personnel=Normal(mean: 66000, sd: 12000)", "us_personnel[2cr]=Normal(mean: 24500, sd: 7500)"];
    let scenario = load("media-learned-50k", &sets.map(str::to_owned)).remove(0);
    let question = Question {
        tier: 30,
        top: 1,
        every_input: false,
        seed: 1,
        design: Design::MonteCarlo,
        replicates: 1000,
        threads: 2,
    };
    let found = sensitivity(&scenario, &question, &AtomicBool::new(false), &|_, _| {}).expect("results");
    let drawn = found.summary.replicates;
    assert!((990..1000).contains(&drawn), "{drawn}");
    let row = |address: &str| {
        let rows = found.rows.iter();
        rows.clone().find(|row| row.address == address).unwrap_or_else(|| panic!("{address} is a row"))
    };
    let element = row("us_personnel[2cr]");
    assert!(element.replicates.is_some_and(|n| n > 900 && (n as f64) < 0.99 * drawn as f64), "{element:?}");
    assert_eq!((element.swing(), element.se, element.high_counterfactual), (None, None, None));
    assert!(!element.moves());
    // One that has nothing to do with it is varied in all of them.
    let linkage = row("linkage");
    assert!(linkage.replicates == Some(drawn) && linkage.moves(), "{linkage:?}");
    let swung = found.rows.iter().filter(|row| row.swing().is_some()).count();
    assert_eq!(found.summary.varied, swung);
    assert!(found.rows.iter().filter(|row| row.replicates.is_some()).count() > swung);
}

#[test]
fn an_input_that_does_nothing_does_exactly_nothing() {
    // Allies that learn it from the media get no notice: how much they would need does not matter. What is not in the
    // index has no weight.
    let sets = ["full_notice=Uniform(low: 2, high: 8)", "weight[isr]=0", "priority[isr]=1"];
    let plan = plan("media-learned-50k", &sets);
    let idle = Address::plain(Name::FullNotice);
    let found = varied(&plan, &[idle, Address::plain(Name::Linkage)]);
    let swing = &found.swings[0];
    assert_eq!((swing.swing.mean, swing.swing.se), (0.0, 0.0));
    assert_eq!(swing.attributable, [found.base.attributable.mean; 2]);
    assert_eq!(swing.counterfactual, [found.base.counterfactual.mean; 2]);
    // The check can fail, and what only acts with a drawdown leaves the other arm alone.
    let linkage = &found.swings[1];
    assert!(linkage.swing.mean > 4.0 * linkage.swing.se && linkage.swing.se > 0.0);
    assert_eq!(linkage.counterfactual_swing.mean, 0.0);
}

#[test]
fn signs_are_those_that_everybody_expects() {
    let plan = plan("media-learned-50k", &[]);
    let expected = [
        (Name::Linkage, 1.0),
        (Name::Disruption, 1.0),
        (Name::Reaction, -1.0),
        (Name::Commitment, -1.0),
        (Name::ReadinessGain, -1.0),
    ];
    let found = varied(&plan, &expected.map(|(name, _)| Address::plain(name)));
    for ((name, sign), swing) in expected.iter().zip(&found.swings) {
        assert!(sign * swing.swing.mean > 2.0 * swing.swing.se, "{}: {swing:?}", name.spec().name);
    }
    // More forces committed: less is missing without any drawdown too.
    assert!(found.swings[3].counterfactual_swing.mean < -0.05);
}

#[test]
fn a_group_moves_by_its_common_factor() {
    let both = plan("orderly-50k", &[]);
    let group = find(&both, &Address::plain(Name::Attainment));
    assert!(matches!(group.held, Held::Factor { .. }) && group.slots.len() > 20);
    let free = plan("orderly-50k", &["attainment_correlation=0"]);
    assert!(uncertain(&free).iter().all(|input| input.address != Address::plain(Name::Attainment)));
    // With the factor in the middle, a member with its own part in the middle is at its median.
    let member = find(&free, &Address::one(Name::Attainment, "DEU"));
    let slot = member.slots[0];
    let value = |plan: &Plan, held: Held, u: f64| value_at(plan, held, slot, u).expect("drawn");
    assert!((value(&both, group.held, 0.5) - value(&free, member.held, 0.5)).abs() < 1e-9);
    // At the end of the factor it is not yet at its own end: the correlation of normals is 2 sin(pi 0.4 / 6) = 0.416.
    let (low, own_low) = (value(&both, group.held, 0.05), value(&free, member.held, 0.05));
    assert!(own_low < low && low < value(&free, member.held, 0.25), "{own_low} {low}");
    // Allies that keep their pledges are missed less.
    let found = varied(&both, &[Address::plain(Name::Attainment)]);
    assert!(found.swings[0].counterfactual_swing.mean < -2.0 * found.swings[0].counterfactual_swing.se);
}

#[test]
fn rank_correlations_find_what_moves_the_index() {
    let plan = plan("media-learned-50k", &["full_notice=Uniform(low: 2, high: 8)"]);
    let inputs = uncertain(&plan);
    let stop = AtomicBool::new(false);
    let options = Pass { replicates: 600, threads: 2, stop: &stop, progress: &|_| {} };
    let screened = screen(&plan, &inputs, TIER, &options).expect("results");
    assert_eq!((screened.replicates, screened.correlations.len()), (600, inputs.len()));
    let of = |name: Name| {
        let at = inputs.iter().position(|input| input.address == Address::plain(name)).expect("uncertain");
        screened.correlations[at]
    };
    assert!(of(Name::Linkage)[0] > 5.0 * screened.noise && of(Name::Linkage)[1].abs() < 4.0 * screened.noise);
    assert!(of(Name::Reaction)[0] < -5.0 * screened.noise);
    assert!(of(Name::FullNotice)[0].abs() < 4.0 * screened.noise);
    let first: Vec<&Uncertain> = screened.most(6).into_iter().map(|i| &inputs[i]).collect();
    assert!(first.iter().any(|input| input.address == Address::plain(Name::Linkage)), "{first:?}");
}
