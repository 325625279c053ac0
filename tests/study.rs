//! The facade says what the lower level says, and what is wrong by its code.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use drawdown::{
    analysis::{self, estimates::Run, sensitivity},
    engine::{
        drive::Pass,
        plan::Plan,
        required,
        run::{Options, run},
    },
    inputs::{address::Address, names::Name},
    scenario,
    study::{
        self, Answered, Arm, By, CancelToken, Code, Design, Detail, FindingCode, Finished, Grouping, Instead,
        Outcome, Published, Query, Requirement, Settings, Shard, Source, Study, StudyError, Sweep, Varying,
    },
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
    let options = Options {
        pass: Pass { replicates: 96, threads: 1, stop: &stop, progress: &|_| {} },
        looks: None,
        keep: None,
    };
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
fn more_runs_than_a_file_can_number_are_not_kept() {
    let of = |replicates: u64| {
        let planned = Study::new().scenario("orderly-20k").design(Design::MonteCarlo).replicates(replicates);
        planned.plan().expect("planned").keeping(&analysis::replicates::Asked::default()).map(|_| ())
    };
    of(i32::MAX as u64).expect("as many as can be");
    assert_eq!(of(1 << 31).expect_err("one more").code(), Code::Replicates);
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

#[test]
fn spending_that_is_required_is_that_of_the_lower_level() {
    let (most, asked) = (Arc::new(AtomicU64::new(0)), Requirement { year: 2034, ..Requirement::default() });
    let seen = Arc::clone(&most);
    let watch = move |done, all| {
        assert_eq!(all, 96);
        seen.fetch_max(done, Ordering::Relaxed);
    };
    let planned = two().seed(7).threads(2).observer(watch).plan().expect("a plan");
    let Answered { found, warnings, interrupted } = planned.require(&asked).expect("levels");
    assert_eq!((warnings.len(), interrupted, most.load(Ordering::Relaxed)), (0, false, 96));

    let files: Vec<PathBuf> = TWO.iter().map(Into::into).collect();
    let scenarios = scenario::load(&files, &[]).expect("shipped");
    let plan = Plan::new(&scenarios, 7).expect("a plan");
    let critical = |s: usize| -> Vec<usize> {
        (0..plan.layout.domains.len()).filter(|&d| scenarios[s].domains[d].critical).collect()
    };
    assert_eq!(critical(0), critical(1));
    let year = (2034 - plan.layout.start_year) as usize;
    let question = required::Question { domains: critical(0), tier: 1, year };
    let stop = AtomicBool::new(false);
    let pass = Pass { replicates: 96, threads: 1, stop: &stop, progress: &|_| {} };
    let below = required::required(&plan, &question, &pass).expect("levels");
    let own: Vec<usize> = (0..question.domains.len()).collect();
    let of_all = [own.clone(), own];
    assert_eq!(found, analysis::required::summary(&scenarios, &plan, &question, &of_all, 0.8, &below));

    // What was run can be asked too.
    let ran = two().seed(7).run().expect("it runs").into_planned();
    assert_eq!(ran.require(&asked).expect("levels").found, found);

    let wrong = |change: fn(&mut Requirement)| {
        let mut asked = Requirement::default();
        change(&mut asked);
        code(planned.check(&asked))
    };
    assert_eq!(wrong(|asked| asked.tier = 31), Code::Unknown);
    assert_eq!(wrong(|asked| asked.year = 2020), Code::Unknown);
    assert_eq!(wrong(|asked| asked.domains = vec!["irs".to_owned()]), Code::Unknown);
    for probability in [0.0, 1.0, f64::NAN] {
        let asked = Requirement { probability, ..Requirement::default() };
        assert_eq!(code(planned.require(&asked)), Code::Range);
    }
    let many = two().replicates(1 << 40).plan().expect("a plan");
    assert_eq!(code(many.require(&Requirement::default())), Code::Range);
    let stop = CancelToken::new();
    stop.cancel();
    assert_eq!(code(planned.cancel(&stop).require(&asked)), Code::Cancelled);
}

#[test]
fn what_drives_the_gap_is_that_of_the_lower_level() {
    let planned = two().seed(3).plan().expect("a plan");
    let varying = Varying { tier: Some(180), top: 3, replicates: Some(64), ..Varying::default() };
    let Answered { found, interrupted, .. } = planned.sensitivity(TWO[1], &varying).expect("an answer");
    let scenario = &planned.scenarios()[1];
    let question = sensitivity::Question {
        tier: 180,
        top: 3,
        every_input: false,
        seed: 3,
        design: Design::MonteCarlo,
        replicates: 64,
        threads: 1,
    };
    let stop = AtomicBool::new(false);
    let below = sensitivity::sensitivity(scenario, &question, &stop, &|_, _| {}).expect("an answer");
    assert_eq!((found, interrupted), (below, false));

    let grouping = Grouping { replicates: 64, ..Grouping::by(By::Kind) };
    let rows = planned.groups(TWO[0], &grouping).expect("an answer");
    assert!(rows.iter().all(|row| row.scenario == TWO[0] && row.by == "kind" && row.replicates == 64));
    assert!(rows.iter().any(|row| row.group == "US conduct"));

    assert_eq!(code(planned.sensitivity("orderly-30k", &varying)), Code::Unknown);
    assert_eq!(code(planned.groups(TWO[0], &Grouping { tier: Some(31), ..grouping })), Code::Unknown);
    let stop = CancelToken::new();
    stop.cancel();
    assert_eq!(code(planned.cancel(&stop).judgement(TWO[0])), Code::Cancelled);
}

#[test]
fn questions_with_scenarios_of_their_own_are_watched_ended_and_sent_too() {
    fn sent<T: Send + 'static>(value: T) -> T {
        std::thread::spawn(move || value).join().expect("no panic")
    }
    let most = Arc::new(AtomicU64::new(0));
    let seen = Arc::clone(&most);
    let watch = move |done, all| {
        assert_eq!(all, 128);
        seen.fetch_max(done, Ordering::Relaxed);
    };
    let settings = sent(Settings::new().replicates(128).seed(5).threads(2).observer(watch));
    let past = sent(study::hindcast(&settings).expect("an answer"));
    assert_eq!((past.found.summary.replicates, past.found.summary.seed, past.interrupted), (128, 5, false));
    assert_eq!((past.found.scenario.as_str(), most.load(Ordering::Relaxed)), ("no-drawdown", 128));
    assert_eq!(code(study::hindcast(&Settings::new().replicates(1))), Code::Range);

    let stop = CancelToken::new();
    stop.cancel();
    let settings = Settings::new().cancel(&stop);
    assert_eq!(code(study::hindcast(&settings)), Code::Cancelled);
    let published = sent(Published::shipped().expect("what ships"));
    assert!(published.runs() >= published.scenarios().len() as u64);
    assert_eq!(code(published.compare(&settings)), Code::Cancelled);
    assert_eq!(code(Published::load("no/such/file.ron")), Code::Scenario);
}

#[test]
fn experiments_go_into_a_store_and_on_after_a_stop() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, root) = (folder.path().join("few.ron"), folder.path().join("store"));
    let text = "(
        title: \"few\",
        base: \"orderly-20k\",
        levers: { \"personnel\": Steps(low: 5000, high: 30000, by: 5000) },
        policies: FullFactorial,
        part: 2,
    )";
    std::fs::write(&file, text).expect("written");
    let load = || Sweep::load(&file, Instead { replicates: Some(64), seed: Some(9) }).expect("it is read");
    assert_eq!(load().manifest().experiments, 6);

    // Stopped once the first part is there; what is under way is finished.
    let stop = CancelToken::new();
    let within = stop.clone();
    let watch = move |done, all| {
        assert!(done <= all && all == 6);
        within.cancel();
    };
    let mut sweeping = load().open(&root, false).expect("a store");
    let some = sweeping.run(&Settings::new().threads(1).cancel(&stop).observer(watch)).expect("it runs");
    assert!(some.interrupted && (2..6).contains(&sweeping.store().done()));
    drop(sweeping);

    assert_eq!(code(load().open(&root, false)), Code::Store);
    let mut sweeping = load().open(&root, true).expect("a store");
    assert!(sweeping.damaged().is_empty());
    let rest = sweeping.run(&Settings::new().threads(2)).expect("it runs");
    assert_eq!(
        (rest.interrupted, rest.found.computed, sweeping.store().done()),
        (false, 6 - some.found.computed, 6)
    );
    assert_eq!(code(load().shard(Shard { index: 0, of: 3 })), Code::Range);
    assert_eq!(code(Sweep::load("no-such-experiment", Instead::default())), Code::Scenario);
}

#[test]
fn many_scenarios_at_once_have_the_numbers_that_each_has_alone() {
    let linkages: Vec<f64> = (0..70).map(|i| 0.1 + f64::from(i) / 200.0).collect();
    // One whose years are others cannot share a pass, and stands between those that do.
    let set = |linkage: &f64| {
        let quarters = if *linkage == linkages[40] { 48 } else { 60 };
        let sets = vec![format!("linkage={linkage:?}"), format!("quarters={quarters}")];
        Source::Set { id: None, of: Box::new(Source::Named(TWO[0].into())), sets }
    };
    let study = |some: &[f64]| {
        let study = Study::new().design(Design::MonteCarlo).replicates(96).seed(3);
        some.iter().map(set).fold(study, Study::source)
    };
    let asked = [
        Query::new(Outcome::IndexHeadline).arm(Arm::Attributable).tier(30),
        Query::new(Outcome::IndexHeadline).arm(Arm::Induced).tier(180),
        Query::new(Outcome::Coverage).domain("isr").tier(10).quarter(23),
        Query::new(Outcome::ClosedBy).arm(Arm::Counterfactual).domain("isr").tier(30).year(2035),
        Query::new(Outcome::UpliftAllyYear).ally("DEU").year(2031),
    ];
    let told = Arc::new(AtomicU64::new(0));
    let its = Arc::clone(&told);
    let tell = move |done: u64, all: u64| {
        assert_eq!(all, 70 * 96);
        its.store(done, Ordering::Relaxed);
    };
    let together = study(&linkages).threads(2).observer(tell).evaluate(&asked).expect("numbers");
    assert_eq!((together.len(), told.load(Ordering::Relaxed)), (70, 70 * 96));
    assert_eq!(together, study(&linkages).threads(1).evaluate(&asked).expect("numbers"));
    for i in [0, 39, 40, 41, 69] {
        let alone = study(&linkages[i..=i]).detail(Detail::Full).run().expect("it runs");
        let alone = alone.scenario(TWO[0]).expect("it is there");
        let means: Vec<f64> =
            asked.iter().map(|query| alone.ask(query).get().expect("a number").mean).collect();
        assert_eq!(together[i], means, "{i}");
    }
    assert!(together[0][0] < together[69][0]);

    assert_eq!(code(study(&[0.2]).evaluate(&[Query::new(Outcome::IndexHeadline)])), Code::Axes);
    assert_eq!(code(study(&[0.2, 7.0]).evaluate(&asked)), Code::Scenario);
    let token = CancelToken::new();
    token.cancel();
    assert_eq!(code(study(&linkages).cancel(&token).evaluate(&asked)), Code::Cancelled);
}
