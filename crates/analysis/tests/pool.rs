//! A study takes the threads that it was asked to take: rayon's pool for the whole process is never started.

use drawdown_analysis::study::{Design, Requirement, Settings, Study, Varying, hindcast};

#[test]
fn nothing_runs_in_the_pool_of_the_process() {
    let folder = tempfile::tempdir().expect("a folder");
    for threads in [1, 2] {
        let study = || Study::new().scenario("orderly-20k").design(Design::MonteCarlo).replicates(64);
        let run = study().threads(threads).run().expect("it runs");
        run.write_tables(folder.path()).expect("written");
        let planned = run.into_planned();
        planned.require(&Requirement::default()).expect("levels");
        let varying = Varying { top: 1, ..Varying::default() };
        planned.sensitivity("orderly-20k", &varying).expect("an answer");
        planned.judgement("orderly-20k").expect("an answer");
        hindcast(&Settings::new().replicates(64).threads(threads)).expect("an answer");
    }
    // It can be only once.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("not started yet");
}
