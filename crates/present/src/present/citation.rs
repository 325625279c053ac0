//! How drawdown is cited: as a sentence, as BibTeX, and as the file for machines with its commit.

use super::grammar::capital;

/// A version of the program as it is cited.
#[derive(Clone, Copy, Debug)]
pub struct Cited<'a> {
    /// Its version.
    pub version: &'a str,
    /// Commit of its source, if it is known.
    pub commit: Option<&'a str>,
}

/// Who wrote it.
const AUTHORS: &str = "the drawdown developers";
/// What it is called.
const TITLE: &str = "drawdown: a simulator of force-posture scenarios";

impl Cited<'_> {
    /// `0.1.0 (commit 0123456789ab)`: what names it for people.
    #[must_use]
    pub fn version(&self) -> String {
        match self.commit {
            Some(commit) => format!("{} (commit {})", self.version, short(commit)),
            None => self.version.to_owned(),
        }
    }

    /// The citation, then the same as BibTeX, and what it does not cover.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { version, commit } = self;
        let (note, remark) = match commit {
            Some(commit) if commit.ends_with(CHANGED) => (
                format!(
                    ",\n  note    = {{commit {}, with changes}}",
                    &commit[..commit.len() - CHANGED.len()]
                ),
                "\nIt was built from files that are not as they were committed: nobody else has this version.\n",
            ),
            Some(commit) => (format!(",\n  note    = {{commit {commit}}}"), ""),
            None => {
                (String::new(), "\nThe commit is not known: this program was built outside its repository.\n")
            }
        };
        format!(
            "{} {TITLE}. Version {}. Computer software.\n\n\
             @software{{drawdown,\n  \
               author  = {{{{{AUTHORS}}}}},\n  \
               title   = {{{TITLE}}},\n  \
               version = {{{version}}}{note}\n}}\n{remark}\n\
             Code, and the values that ship: MIT or Apache 2.0. They rest on published sources, which `drawdown show`\n\
             names value by value: cite those that a result rests on too. Figures of NATO and of the US government are\n\
             theirs (README, Licences and credits); NATO asks to be credited.\n",
            capital(AUTHORS) + ".",
            self.version()
        )
    }

    /// The file for machines, which is that of another version perhaps, with this version and its commit.
    #[must_use]
    pub fn file(&self, cff: &str) -> String {
        let line = |line: &str| match line.starts_with("version:") {
            true => format!("version: {}\n", self.version),
            false => line.to_owned(),
        };
        let commit = self.commit.map(|commit| format!("commit: {commit}\n"));
        cff.split_inclusive('\n').map(line).chain(commit).collect()
    }
}

/// What a commit ends in whose files were changed.
const CHANGED: &str = "-changed";

/// A commit as people quote it.
fn short(commit: &str) -> String {
    let changed = if commit.ends_with(CHANGED) { ", with changes" } else { "" };
    format!("{}{changed}", commit.get(..12).unwrap_or(commit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_and_commit_are_said_if_known() {
        let cited = |commit| Cited { version: "9.8.7", commit };
        let of = "0123456789abcdef0123456789abcdef01234567";
        let known = cited(Some(of)).text();
        assert!(known.contains("Version 9.8.7 (commit 0123456789ab)."), "{known}");
        assert!(known.contains(&format!("note    = {{commit {of}}}")), "{known}");
        let changed = format!("{of}-changed");
        let changed = cited(Some(&changed)).text();
        assert!(changed.contains(&format!("{{commit {of}, with changes}}")), "{changed}");
        assert!(changed.contains("nobody else has this version"), "{changed}");
        let unknown = cited(None).text();
        assert!(!unknown.contains("note") && unknown.contains("commit is not known"), "{unknown}");
        assert_eq!(unknown.matches('{').count(), unknown.matches('}').count());
        assert_eq!(
            cited(Some(of)).file("cff-version: 1.2.0\nversion: 1.0.0\na: b\n"),
            format!("cff-version: 1.2.0\nversion: 9.8.7\na: b\ncommit: {of}\n")
        );
    }
}
