//! Names of files in an archive, for who writes one and who reads one.

/// Whether a name leads to a place below the folder that it is laid in, on every machine.
pub(super) fn is_safe(name: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part.len() <= 255
            && part != "."
            && part != ".."
            && !part.chars().any(|c| c.is_control() || matches!(c, '\\' | ':'))
    };
    name.len() <= 1024 && name.split('/').all(plain)
}

/// What names have in common that are one file on some machines: all but the size of their letters.
pub(super) fn one_file(name: &str) -> String {
    name.to_lowercase()
}
