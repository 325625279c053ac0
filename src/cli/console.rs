//! What goes to the terminal: results to stdout, progress and messages to stderr.

use std::{
    io::{self, IsTerminal, Write},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Colour, Global, failure::Failure};
use crate::{
    present::{grouped, text::terminal},
    scenario::Diagnostics,
    sweep::timing::duration,
};

/// The terminal of a command.
#[derive(Debug)]
pub struct Console {
    quiet: bool,
    colour: bool,
    /// Whether results go nowhere: what they are is asked about otherwise.
    mute: bool,
}

impl Console {
    /// As the options say.
    pub fn new(global: &Global) -> Self {
        let colour = match global.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                controllable() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        Self { quiet: global.quiet, colour, mute: false }
    }

    /// The same terminal, on which no result is printed.
    pub fn without_results(&self) -> Self {
        Self { mute: true, ..*self }
    }

    /// Prints a result. Like all that goes to the terminal it holds no character that steers one or cannot be seen.
    ///
    /// # Errors
    /// When stdout cannot be written. A reader that stops reading (a closed pipe) is no error.
    pub fn result(&self, text: &str) -> Result<(), Failure> {
        self.script(&terminal(text))
    }

    /// Prints text of ours for another program, as it is.
    ///
    /// # Errors
    /// As [`Console::result`].
    pub fn script(&self, text: &str) -> Result<(), Failure> {
        if self.mute {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    /// Prints a remark, unless it is to be quiet.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            to_stderr(&terminal(text));
        }
    }

    /// Prints findings that stop nothing, unless it is to be quiet.
    pub fn findings(&self, found: &Diagnostics) {
        if !self.quiet {
            to_stderr(found.render(self.colour).trim_end());
        }
    }

    /// Prints a warning, unless it is to be quiet.
    pub fn warning(&self, text: &str) {
        if !self.quiet {
            self.said("warning", "33;1", text);
        }
    }

    /// Prints why a command stops.
    pub fn failure(&self, failure: &Failure) {
        match failure {
            Failure::Findings(found) => to_stderr(found.render(self.colour).trim_end()),
            Failure::Input(text) | Failure::Job(text) => {
                self.said("error", "31;1", text);
            }
            Failure::Interrupted(text) => {
                self.said("interrupted", "33;1", text);
            }
        }
    }

    /// Writes a text after a word that says of which kind it is, in colour where messages are.
    fn said(&self, kind: &str, colour: &str, text: &str) {
        let kind = if self.colour { format!("\u{1b}[{colour}m{kind}\u{1b}[0m") } else { kind.to_owned() };
        to_stderr(&format!("{kind}: {}", terminal(text)));
    }

    /// Progress over `total` replicates or other things: a bar with rate and time left on a terminal that can move its
    /// cursor, a plain line now and then elsewhere, nothing when quiet.
    pub fn progress(&self, what: impl Into<String>, total: u64) -> Progress {
        let what = what.into();
        if self.quiet {
            return Progress(Kind::None);
        }
        if !controllable() {
            let started = Instant::now();
            let total = AtomicU64::new(total);
            return Progress(Kind::Lines { what, total, started, next: Mutex::new(started + EVERY) });
        }
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template(&format!(
            "{{bar:30}} {{human_pos}} of {{human_len}} {what}, {{per_sec}}, {{eta}} left"
        ));
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Progress(Kind::Bar(bar))
    }
}

/// What became of writing to stdout.
pub fn written(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|error| Failure::Job(format!("cannot write to standard output: {error}"))),
    }
}

/// Whether stderr is a terminal that understands colours and moves of its cursor: `TERM=dumb` says that it does not.
fn controllable() -> bool {
    io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Writes a line to stderr. Nobody can be told when that fails, so it is no failure.
pub fn to_stderr(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Time between two plain lines.
const EVERY: Duration = Duration::from_secs(5);

/// Progress of a run.
pub struct Progress(Kind);

enum Kind {
    None,
    Bar(ProgressBar),
    Lines { what: String, total: AtomicU64, started: Instant, next: Mutex<Instant> },
}

impl Progress {
    /// So many replicates are done.
    pub fn at(&self, done: u64) {
        match &self.0 {
            Kind::None => {}
            Kind::Bar(bar) => bar.set_position(done),
            Kind::Lines { what, total, started, next } => {
                let now = Instant::now();
                let total = total.load(Ordering::Relaxed);
                let mut next = next.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                if now >= *next && done < total {
                    let rate = done as f64 / now.duration_since(*started).as_secs_f64();
                    let left = (total - done) as f64 / rate;
                    let left = duration(left);
                    let [done, total] = [done, total].map(grouped);
                    to_stderr(&format!("{done} of {total} {what}, {rate:.0} a second, {left} left"));
                    *next = now + EVERY;
                }
            }
        }
    }

    /// So many are to come in all, as is known now.
    pub fn to_come(&self, all: u64) {
        match &self.0 {
            Kind::None => {}
            Kind::Bar(bar) => bar.set_length(all),
            Kind::Lines { total, .. } => total.store(all, Ordering::Relaxed),
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Kind::Bar(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
