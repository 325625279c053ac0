//! Which commit of the source is built: `DRAWDOWN_COMMIT` for the program, unless nobody can tell.

use std::{path::Path, process::Command};

fn main() {
    let source = ["src", "crates", "scenarios", "data", "assets", "Cargo.toml", "Cargo.lock", "CITATION.cff"];
    // Where they are in a working tree beside the repository, too.
    let moves = ["HEAD", "logs/HEAD"].iter().filter_map(|name| git(&["rev-parse", "--git-path", name]));
    for path in source.map(str::to_owned).into_iter().chain(moves) {
        if Path::new(&path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    println!("cargo::rerun-if-changed=build.rs");
    if let Some(commit) = commit() {
        println!("cargo::rustc-env=DRAWDOWN_COMMIT={commit}");
    }
}

/// The commit of the repository whose root this is, with `-changed` where files are not as they were committed. In a package
/// that was published, the commit that it was made of.
fn commit() -> Option<String> {
    let here = std::env::var("CARGO_MANIFEST_DIR").ok()?;
    if let Ok(text) = std::fs::read_to_string(Path::new(&here).join(".cargo_vcs_info.json")) {
        let after = text.split_once("\"sha1\"")?.1.split_once('"')?.1;
        return after.split_once('"').map(|(commit, _)| commit.to_owned()).filter(|commit| is_commit(commit));
    }
    // A copy of the source within another repository is none of its commits.
    let root = git(&["rev-parse", "--show-toplevel"])?;
    if Path::new(&root).canonicalize().ok()? != Path::new(&here).canonicalize().ok()? {
        return None;
    }
    let commit = git(&["rev-parse", "HEAD"]).filter(|commit| is_commit(commit))?;
    let changed = git(&["status", "--porcelain", "--untracked-files=no"])?;
    Some(if changed.is_empty() { commit } else { format!("{commit}-changed") })
}

/// What git says in the folder of this file, if it can.
fn git(arguments: &[&str]) -> Option<String> {
    let here = std::env::var("CARGO_MANIFEST_DIR").ok()?;
    let output = Command::new("git").arg("-C").arg(here).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn is_commit(text: &str) -> bool {
    text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
