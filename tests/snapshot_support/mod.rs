//! What the tests of snapshots share: a desk on which commands are given, and how pages and tables are read as text.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// Elements of a page that begin a line of their own.
const LINES: [&str; 24] = [
    "a",
    "article",
    "aside",
    "br",
    "caption",
    "details",
    "div",
    "dt",
    "figcaption",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "header",
    "img",
    "li",
    "meta",
    "p",
    "pre",
    "section",
    "summary",
    "title",
    "tr",
];

/// Attributes that say something.
const SAYING: [&str; 5] = ["alt", "aria-label", "content", "placeholder", "title"];

/// A folder in which commands are given, as somebody would who has nothing but the program.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    /// An empty one.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    /// The place of a name.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub fn put(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("written");
    }

    /// A file's text.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The words of a page.
    pub fn words(&self, name: &str) -> String {
        words(&self.read(name))
    }

    /// What a command says, with its exit code and what goes to the error stream.
    pub fn says(&self, arguments: &str) -> String {
        // Nothing of whoever runs the tests: no width of a terminal, no colours, no folders of theirs.
        let output = Command::new(env!("CARGO_BIN_EXE_drawdown"))
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .env_clear()
            .stdin(Stdio::null())
            .output()
            .expect("it runs");
        let code = output.status.code().expect("an exit code");
        let stdout = String::from_utf8(output.stdout).expect("text");
        let stderr = String::from_utf8(output.stderr).expect("text");
        format!("$ drawdown {arguments}\n{stdout}== exit code {code}; on the error stream:\n{stderr}")
    }

    /// The parts of a command's result that hold words: what it says, and what stands in its folder.
    pub fn parts(&self, arguments: &str, folder: &str) -> Vec<(&'static str, String)> {
        let mut parts = vec![("answer", self.says(arguments)), ("tables", self.tables(folder))];
        for (part, name) in [("briefing", "briefing.md"), ("report", "report.html")] {
            let path = format!("{folder}/{name}");
            if self.path(&path).exists() {
                let text = self.read(&path);
                parts.push((part, if part == "report" { words(&text) } else { text }));
            }
        }
        parts
    }

    /// What lies in a folder and, of every table, its head, first two rows and last.
    fn tables(&self, folder: &str) -> String {
        let mut files = Vec::new();
        walk(&self.path(folder), &mut files);
        files.sort();
        let mut text = String::new();
        for path in files {
            let name = path.strip_prefix(self.folder.path()).expect("a file of the folder");
            text += &format!("{}\n", name.display());
            if path.extension().is_some_and(|ending| ending == "csv") {
                let table = fs::read_to_string(&path).expect("a table");
                let lines: Vec<&str> = table.lines().collect();
                let last = (lines.len() > 3).then(|| lines[lines.len() - 1]);
                for line in lines.iter().take(3).chain(&last) {
                    text += &format!("    {line}\n");
                }
            }
        }
        text
    }
}

/// All files in a folder and below.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// The words of a page: its text and what its attributes say, one line for each block and one `|` before each cell.
pub fn words(page: &str) -> String {
    let (mut text, mut rest) = (String::new(), page);
    while let Some(open) = rest.find('<') {
        text += &rest[..open].replace('\n', " ");
        let close = open + rest[open..].find('>').expect("a tag that ends");
        let tag = &rest[open + 1..close];
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        rest = &rest[close + 1..];
        match name {
            "style" | "script" => {
                let end = format!("</{name}>");
                rest = rest.split_once(&end).expect("an end").1;
            }
            "td" | "th" if !tag.starts_with('/') => text.push_str(" | "),
            "dd" if !tag.starts_with('/') => text.push_str(": "),
            _ if LINES.contains(&name) => text.push('\n'),
            _ => {}
        }
        for attribute in SAYING {
            if let Some((_, value)) = tag.split_once(&format!(" {attribute}=\"")) {
                text += &format!("[{attribute}: {}]", value.split('"').next().unwrap_or_default());
            }
        }
    }
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).map(|line| line + "\n").collect()
}

/// Takes out what is another on each machine and in each release: durations, lines of progress, the version.
fn steady(text: &str) -> String {
    let lines = text.lines().filter(|line| !(line.contains(" a second, ") && line.ends_with(" left")));
    let timeless = lines.map(|line| {
        let mut words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let mut found = false;
        for at in 1..words.len() {
            let number = words[at - 1].trim_start_matches('(');
            let unit = words[at].trim_end_matches(['.', ',']);
            if number.parse::<f64>().is_ok() && ["s", "ms"].contains(&unit) {
                words[at - 1] = words[at - 1].replace(number, "TIME");
                found = true;
            }
        }
        (if found { words.join(" ") } else { line.to_owned() }) + "\n"
    });
    timeless.collect::<String>().replace(concat!("drawdown ", env!("CARGO_PKG_VERSION")), "drawdown VERSION")
}

/// Holds texts against the snapshots `NAME-PART`, all of them before it fails.
pub fn hold(name: &str, parts: &[(&'static str, String)]) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    // Beside tests/snapshots.rs, not beside this file.
    settings.set_snapshot_path("../snapshots");
    let moved: Vec<&str> = parts
        .iter()
        .filter(|(part, text)| {
            let held = || settings.bind(|| insta::assert_snapshot!(format!("{name}-{part}"), steady(text)));
            catch_unwind(AssertUnwindSafe(held)).is_err()
        })
        .map(|(part, _)| *part)
        .collect();
    assert!(moved.is_empty(), "{name}: other words in {moved:?}; docs/develop.md says how to accept them");
}
