//! `drawdown new --ask`: questions on the error stream, answers from standard input, a line each.

use std::{
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
};

use super::{
    console::{Console, to_stderr},
    failure::Failure,
};
use crate::{present::text::terminal, scenario::ask::Interview};

/// Longest line that is read, in bytes: an answer is a few words.
const LONGEST: u64 = 1 << 16;

/// Asks, and writes the file; the end of the input before the last answer leaves nothing behind.
pub fn ask(target: &Path, from: Option<&str>, console: &Console) -> Result<PathBuf, Failure> {
    let mut interview = Interview::new(target, from)?;
    to_stderr("Questions, each with what holds where you press Enter. Ctrl-C leaves nothing behind.");
    let mut answers = io::stdin().lock();
    while let Some(question) = interview.question() {
        to_stderr(&format!("\n{}\n  {}", question.asks, question.help));
        let mut prompt = io::stderr();
        let _ = write!(prompt, "  [{}] ", terminal(&question.default)).and_then(|()| prompt.flush());
        match interview.answer(&line(&mut answers)?) {
            Ok(remarks) => remarks.iter().for_each(|remark| console.warning(remark)),
            Err(why) => to_stderr(&format!("  {}", terminal(&format!("not so: {why}")))),
        }
    }
    Ok(interview.write()?)
}

/// A line of the input.
fn line(input: &mut impl BufRead) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = io::Read::take(&mut *input, LONGEST).read_until(b'\n', &mut bytes);
    match read {
        Ok(0) => Err(Failure::Interrupted(
            "the answers ended before the questions: nothing was written".to_owned(),
        )),
        Ok(_) => Ok(String::from_utf8_lossy(&bytes).trim().to_owned()),
        Err(error) => Err(Failure::Job(format!("cannot read the answers: {error}; nothing was written"))),
    }
}
