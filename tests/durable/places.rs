//! Places that are no folder of a run: pipes, devices, files, what may not be written.

use std::{
    ffi::OsStr,
    fs,
    os::unix::{ffi::OsStrExt, fs::symlink},
    path::Path,
    process::Command,
};

use super::{SMALL, command, ends, expect, names, said, small, text, write};

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
}

#[test]
fn pipes_and_devices_block_nothing() {
    let temporary = tempfile::tempdir().expect("a folder");
    let here = temporary.path();
    small(0, here, "out");
    for name in ["summary.json", "scenarios.json", "tables/coverage.csv", "tables/causes.csv"] {
        let path = here.join("out").join(name);
        let aside = here.join("aside");
        fs::rename(&path, &aside).expect("moved");
        for kind in ["pipe", "folder", "device"] {
            match kind {
                "pipe" => fifo(&path),
                "folder" => fs::create_dir(&path).expect("made"),
                _ => symlink("/dev/zero", &path).expect("a link"),
            }
            for command in ["plot", "report"] {
                if name == "scenarios.json" && command == "plot" {
                    continue;
                }
                let said = expect(2, here, &[command, "out"]);
                assert!(said.contains(name), "{name} {kind}: {said}");
            }
            let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir(&path));
        }
        fs::rename(&aside, &path).expect("moved");
    }
    // In the place of what is looked at before a run, or kept during it.
    fs::create_dir(here.join("pipe")).expect("made");
    fifo(&here.join("pipe/manifest.json"));
    small(2, here, "pipe");
    expect(2, here, &["verify", "pipe"]);
    expect(2, here, &["merge", "pipe", "-o", "merged"]);
    expect(2, here, &["sweep", "size-manner-disposition", "-o", "pipe"]);
    expect(2, here, &["sweep", "size-manner-disposition", "-o", "pipe", "--resume"]);
    assert_eq!(names(&here.join("pipe")), ["manifest.json"]);
    fifo(&here.join(".new.checkpoint"));
    assert!(small(2, here, "new").contains(".new.checkpoint"));
    assert!(expect(2, here, &[&SMALL[..], &["new", "--resume"]].concat()).contains(".new.checkpoint"));
    for name in ["manifest.json", "lock"] {
        let store = format!("store-{name}");
        fs::create_dir(here.join(&store)).expect("made");
        fifo(&here.join(&store).join(name));
        expect(2, here, &["sweep", "size-manner-disposition", "-n", "8", "-o", &store]);
    }
}

#[test]
fn wrong_places_are_wrong_input() {
    let temporary = tempfile::tempdir().expect("a folder");
    let here = temporary.path();
    write(here.join("file"), "mine");
    write(here.join("mine/thesis.txt"), "mine");
    symlink("nowhere/at/all", here.join("dangling")).expect("a link");
    fifo(&here.join("pipe"));
    let long = "x".repeat(300);
    let before = names(here);
    let taken = [
        "file",
        "file/",
        "mine",
        "dangling",
        "pipe",
        "/dev/null",
        "/dev/full",
        "file/below",
        &long,
        ".",
        "..",
        "/",
        "",
    ];
    for place in taken {
        let said = small(2, here, place);
        assert!(said.contains("error: "), "{said}");
        let one = ["-o", place];
        expect(2, here, &[&["require", "orderly-20k", "-n", "8"], &one[..]].concat());
        expect(2, here, &["run", "orderly-20k", "-n", "8", "--trace", place]);
        if place != ".." && place != "." {
            expect(2, here, &["sweep", "size-manner-disposition", "-n", "8", "-o", place]);
        }
    }
    for place in ["file", "file/", "dangling", "pipe", "/dev/null", "file/below", &long, "", "none", "mine"] {
        for command in ["verify", "plot", "report"] {
            let said = expect(2, here, &[command, place]);
            assert!(said.contains("error: "), "{said}");
        }
        expect(2, here, &["merge", place, "-o", "merged"]);
        expect(2, here, &["check", if place.is_empty() { "none" } else { place }]);
    }
    for place in ["file/below", "file/x.ron", "dangling/x.ron", &long, "mine/thesis.txt/x.ron", ""] {
        expect(2, here, &["new", place]);
    }
    assert_eq!(names(here), before, "nothing was left behind");
    assert_eq!(
        (text(here.join("file")), text(here.join("mine/thesis.txt"))),
        ("mine".to_owned(), "mine".to_owned())
    );
    // A link to a folder is followed; a name of any bytes is a name.
    fs::create_dir(here.join("disk")).expect("made");
    symlink("disk/run", here.join("link")).expect("a link");
    small(2, here, "link");
    fs::create_dir(here.join("disk/run")).expect("made");
    small(0, here, "link/");
    assert!(here.join("disk/run/summary.json").exists() && here.join("link").is_symlink());
    let mut strange = command(here, &SMALL);
    strange.arg(OsStr::from_bytes(b"\xff\xfe"));
    let output = ends(strange);
    assert!(output.status.success(), "{}", said(&output));
    assert!(here.join(OsStr::from_bytes(b"\xff\xfe")).join("manifest.json").exists());
}
