//! Work without the interpreter's lock: it goes on in a thread of its own while the caller waits, listens for Ctrl-C and tells
//! of progress.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use drawdown_analysis::study::{CancelToken, Observer};
use pyo3::prelude::*;

/// Time between two looks at signals: Ctrl-C is heard after no more.
const LOOK: Duration = Duration::from_millis(50);

/// How far it is.
#[derive(Clone, Default)]
pub struct Told(Arc<[AtomicU64; 2]>);

impl Told {
    fn now(&self) -> [u64; 2] {
        [0, 1].map(|i| self.0[i].load(Ordering::Relaxed))
    }
}

impl Observer for Told {
    fn replicates(&self, done: u64, all: u64) {
        self.0[1].store(all, Ordering::Relaxed);
        self.0[0].fetch_max(done, Ordering::Relaxed);
    }
}

/// Does `ask`. `progress` is called with what is done and what there is to do; a signal, or an error of `progress`, cancels.
///
/// # Errors
/// What the signal or `progress` has raised.
pub fn work<T: Send>(
    py: Python<'_>,
    progress: Option<&Py<PyAny>>,
    ask: impl FnOnce(&CancelToken, Told) -> T + Send,
) -> PyResult<T> {
    let (token, told) = (CancelToken::new(), Told::default());
    let look = |last: &mut [u64; 2]| {
        Python::attach(|py| {
            py.check_signals()?;
            let now = told.now();
            if let Some(progress) = progress.filter(|_| now != *last) {
                *last = now;
                progress.call1(py, (now[0], now[1]))?;
            }
            Ok(())
        })
    };
    py.detach(|| {
        thread::scope(|scope| {
            let (tell, hear) = mpsc::channel();
            let (its_token, its_told) = (token.clone(), told.clone());
            let worker = scope.spawn(move || {
                let found = ask(&its_token, its_told);
                // Whoever listens is there until this thread ends.
                let _ = tell.send(());
                found
            });
            let (mut last, mut raised) = ([0; 2], None);
            while hear.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                if raised.is_none() {
                    raised = look(&mut last).err();
                    raised.iter().for_each(|_| token.cancel());
                }
            }
            let found = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            match raised.or_else(|| look(&mut last).err()) {
                Some(raised) => Err(raised),
                None => Ok(found),
            }
        })
    })
}
