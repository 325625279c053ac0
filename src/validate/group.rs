//! Records of a file by their heading, in the order of the file.

/// The different texts of a list, in order of their first place.
#[must_use]
pub fn headings<'a>(of: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut headings: Vec<&str> = Vec::new();
    for heading in of {
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    headings
}
