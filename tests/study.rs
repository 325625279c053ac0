//! The facade says what the lower level says, and what is wrong by its code.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use drawdown::{
    analysis::estimates::Run,
    engine::{
        plan::Plan,
        run::{Options, run},
    },
    inputs::{address::Address, names::Name},
    scenario,
    study::{Arm, CancelToken, Code, Design, Detail, FindingCode, Finished, Outcome, Study, StudyError},
};

const TWO: [&str; 2] = ["orderly-20k", "pacific-priority-40k"];

fn two() -> Study {
    TWO.into_iter().fold(Study::new().design(Design::MonteCarlo).replicates(96), Study::scenario)
}

fn code<T>(found: Result<T, StudyError>) -> Code {
    found.err().expect("an error").code()
}

#[test]
fn it_says_what_the_lower_level_says() {
    let study = two().seed(7).detail(Detail::Full).set("linkage", 0.3).run().expect("it runs");
    let files: Vec<PathBuf> = TWO.iter().map(Into::into).collect();
    let scenarios = scenario::load(&files, &["linkage=0.3".to_owned()]).expect("shipped");
    let plan = Plan::new(&scenarios, 7).expect("a plan");
    let stop = AtomicBool::new(false);
    let options =
        Options { replicates: 96, threads: 1, stop: &stop, progress: &|_| {}, looks: None, keep: None };
    let results = run(&plan, &options).expect("it runs");
    let below = Run { scenarios: &scenarios, plan: &plan, results: &results };

    assert_eq!((study.replicates(), study.failed()), (96, 0));
    assert_eq!(study.ids().collect::<Vec<_>>(), TWO);
    for (s, id) in TWO.into_iter().enumerate() {
        let of = study.scenario(id).expect("it is there");
        assert_eq!(of.resolved().id, id);
        for (k, days) in [10, 30, 180].into_iter().enumerate() {
            for arm in Arm::ALL {
                let found = of.estimate(Outcome::IndexHeadline).arm(arm).tier(days).get().expect("a number");
                assert_eq!(found, below.estimate(s, Outcome::IndexHeadline, arm, k));
            }
            let (domains, d) = (plan.layout.domains.len(), 3);
            let asked = of.estimate(Outcome::Coverage).domain(&plan.layout.domains[d]).tier(days).quarter(17);
            let cell = (17 * domains + d) * 3 + k;
            assert_eq!(
                asked.get().expect("a number"),
                below.estimate(s, Outcome::Coverage, Arm::Scenario, cell)
            );
        }
        let (a, year) = (4, 2033);
        let share = of.estimate(Outcome::Share).ally(&plan.layout.allies[a]).year(year);
        let cell = (year - plan.layout.start_year + 1) as usize * plan.layout.allies.len() + a;
        assert_eq!(share.get().expect("a number"), below.estimate(s, Outcome::Share, Arm::Scenario, cell));
    }
    let summary = study.summary();
    assert_eq!((summary.seed, summary.replicates, summary.design.as_str()), (7, 96, "mc"));
    let index = study.rows("index").expect("a table").find(|row| row.outcome == "index_headline");
    let first = study.scenario(TWO[0]).expect("it is there").estimate(Outcome::IndexHeadline).tier(10);
    assert_eq!(index.expect("a row").mean, Some(first.get().expect("a number").mean));
}

#[test]
fn what_is_wrong_has_a_code_and_its_place() {
    let study = two().run().expect("it runs");
    let of = study.scenario(TWO[0]).expect("it is there");
    assert_eq!(code(study.scenario("orderly-30k")), Code::Unknown);
    assert_eq!(code(study.rows("indices")), Code::Unknown);
    assert_eq!(code(of.estimate(Outcome::IndexHeadline).get()), Code::Axes);
    assert_eq!(code(of.estimate(Outcome::IndexHeadline).tier(30).year(2030).get()), Code::Axes);
    assert_eq!(code(of.estimate(Outcome::IndexHeadline).tier(31).get()), Code::Unknown);
    assert_eq!(code(of.estimate(Outcome::Share).ally("USA").year(2030).get()), Code::Unknown);
    // Before allies react is known from all that is kept in full, or from the causes.
    assert_eq!(code(of.estimate(Outcome::IndexHeadline).arm(Arm::Direct).tier(30).get()), Code::Arm);
    assert_eq!(code(of.estimate(Outcome::Margin).domain("isr").tier(30).quarter(2).get()), Code::NotKept);
    // A trigger that there is not has no effect.
    assert_eq!(code(of.estimate(Outcome::TriggerEffect).tier(30).get()), Code::NoValue);

    let wrong = Study::new().load_str("mine", "(\n    base: \"orderly-20k\",\n    duraton: 12,\n)").run();
    let error = wrong.err().expect("an error");
    let places: Vec<(String, usize, usize)> =
        error.places().into_iter().map(|place| (place.file, place.line, place.column)).collect();
    assert_eq!((error.code(), places), (Code::Scenario, vec![("mine.ron".to_owned(), 3, 5)]));
    assert_eq!(error.findings(), [FindingCode::Misspelt]);
    for (name, value, kind) in [
        ("duraton", 1.0, FindingCode::Misspelt),
        ("xyzzy", 1.0, FindingCode::Unknown),
        ("linkage", f64::NAN, FindingCode::OutOfRange),
        ("linkage", 2.0, FindingCode::OutOfRange),
        ("attainment", 0.5, FindingCode::Form),
        ("attainment[ZZZ]", 0.5, FindingCode::Unknown),
    ] {
        let error = two().set(name, value).run().err().expect("an error");
        assert_eq!((error.code(), error.findings()), (Code::Scenario, vec![kind]), "{name} {value}");
    }
    let given = two().load_str("above", "(base: \"orderly-20k\", start: 0)").run().expect("it runs");
    let warned: Vec<FindingCode> = given.warnings().items.iter().map(|item| item.code).collect();
    assert_eq!(warned, [FindingCode::DepartureAtStart]);
    assert_eq!(code(Study::new().run()), Code::Plan);
    let horizon = "(base: \"orderly-20k\", quarters: 40)";
    assert_eq!(code(two().load_str("short", horizon).run()), Code::Plan);
}

#[test]
fn texts_and_addresses_are_as_good_as_files_and_words() {
    let text = "(base: \"under\", personnel: 30000)";
    let base = "(base: \"orderly-20k\", duration: 4)";
    let study = Study::new()
        .design(Design::MonteCarlo)
        .replicates(64)
        .load_str("mine", text)
        .load_str("under", base)
        .set(Address::plain(Name::Linkage), 0.125)
        .run()
        .expect("it runs");
    let mine = study.scenario("mine").expect("it is there").resolved();
    assert_eq!(mine.constant(&Address::plain(Name::Linkage)), Some(0.125));
    assert_eq!(mine.constant(&Address::plain(Name::Personnel)), Some(30_000.0));
    assert_eq!(mine.constant(&Address::plain(Name::Duration)), Some(4.0));
}

#[test]
fn it_can_be_watched_ended_and_sent() {
    fn sent<T: Send + 'static>(value: T) -> T {
        std::thread::spawn(move || value).join().expect("no panic")
    }
    let most = Arc::new(AtomicU64::new(0));
    let seen = Arc::clone(&most);
    let watch = move |done, all| {
        assert_eq!(all, 96);
        seen.fetch_max(done, Ordering::Relaxed);
    };
    let study: Finished = sent(two().observer(watch).run().expect("it runs"));
    assert_eq!((study.replicates(), most.load(Ordering::Relaxed)), (96, 96));

    let stop = CancelToken::new();
    stop.clone().cancel();
    assert!(stop.is_cancelled());
    assert_eq!(code(two().cancel(&stop).run()), Code::Cancelled);

    // From within: what is done is a run of that many replicates.
    let stop = CancelToken::new();
    let within = stop.clone();
    let some = two().replicates(1 << 40).cancel(&stop).observer(move |_, _| within.cancel()).run();
    assert!((64..1 << 20).contains(&some.expect("some are done").replicates()));
}
