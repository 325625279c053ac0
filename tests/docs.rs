//! What the pages show can be done.

use std::{fs, path::PathBuf};

/// README.md and the pages in docs, with their text.
fn pages() -> Vec<(PathBuf, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let docs = fs::read_dir(root.join("docs")).expect("pages").map(|entry| entry.expect("an entry").path());
    let markdown = docs.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let read = |path: PathBuf| (path.clone(), fs::read_to_string(&path).expect("a page"));
    markdown.chain([root.join("README.md"), root.join("CHANGELOG.md")]).map(read).collect()
}

#[test]
fn rust_stands_where_the_tests_compile_it() {
    for (path, text) in pages() {
        if path.ends_with("docs/library.md") {
            assert!(text.contains("```rust") && include_str!("../src/lib.rs").contains("docs/library.md"));
            continue;
        }
        let rust = text.lines().find(|line| {
            let code = line.trim_start();
            line.starts_with("```rust")
                || (line.starts_with("    ")
                    && (code.starts_with("let ") || code.starts_with("use drawdown")))
        });
        assert_eq!(rust, None, "{}: Rust belongs into docs/library.md", path.display());
    }
}

#[test]
fn the_program_is_installed_with_the_libraries_that_its_bytes_rest_on() {
    for (path, text) in pages() {
        for line in text.lines().filter(|line| line.contains("cargo install")) {
            assert!(line.contains("--locked"), "{}: {line}", path.display());
        }
    }
}
