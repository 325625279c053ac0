//! As many small calls as tests/calls.py makes from Python, and how long they take: what the engine costs by itself.

use std::time::Instant;

use drawdown_analysis::study::{Arm, CancelToken, Design, Outcome, Source, Study, StudyError};

fn main() -> Result<(), StudyError> {
    let calls: u32 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1000);
    let (started, mut sum) = (Instant::now(), 0.0);
    for call in 0..calls {
        let base = Box::new(Source::Named("orderly-20k".into()));
        let sets = vec![format!("linkage={:?}", 0.1 + f64::from(call) / 10_000.0)];
        let study = Study::new().source(Source::Set { id: None, of: base, sets });
        let study = study.design(Design::MonteCarlo).replicates(256).threads(1).cancel(&CancelToken::new());
        let run = study.observer(|_, _| {}).run()?;
        let query =
            run.scenario("orderly-20k")?.estimate(Outcome::IndexHeadline).arm(Arm::Attributable).tier(30);
        sum += query.get()?.mean;
    }
    println!("{} {sum:?}", started.elapsed().as_secs_f64());
    Ok(())
}
