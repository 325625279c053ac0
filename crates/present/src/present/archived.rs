//! What is said of archives: what was packed, and whether what was computed again has the same bytes.

use super::grouped;

/// Files of an archive beside those that were computed again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// How many have the same bytes.
    pub same: usize,
    /// Those that have other bytes.
    pub differ: Vec<String>,
    /// Those that were not computed again.
    pub missing: Vec<String>,
    /// Those that are new.
    pub new: Vec<String>,
}

/// Names that are listed.
const LISTED: usize = 20;

impl Compared {
    /// Whether every byte is equal.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.differ.is_empty() && self.missing.is_empty() && self.new.is_empty()
    }

    /// What was found, a line or more.
    #[must_use]
    pub fn text(&self) -> String {
        let all = self.same + self.differ.len() + self.missing.len();
        if self.is_equal() {
            return format!("every byte is equal: {} files\n", grouped(all as u64));
        }
        let mut text =
            format!("{} of {} files have the same bytes\n", grouped(self.same as u64), grouped(all as u64));
        for (what, names) in [
            ("other bytes", &self.differ),
            ("not computed again", &self.missing),
            ("not in the archive", &self.new),
        ] {
            names.iter().take(LISTED).for_each(|name| text += &format!("  {what}: {name}\n"));
            if names.len() > LISTED {
                text += &format!("  {what}: {} more\n", grouped((names.len() - LISTED) as u64));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_is_said_only_of_what_is() {
        let names = |count: usize| (0..count).map(|i| format!("tables/{i}.csv")).collect::<Vec<_>>();
        let equal = Compared { same: 1_234, ..Compared::default() };
        assert_eq!(equal.text(), "every byte is equal: 1,234 files\n");
        for unequal in [
            Compared { same: 3, differ: names(1), ..Compared::default() },
            Compared { same: 3, missing: names(1), ..Compared::default() },
            Compared { same: 3, new: names(1), ..Compared::default() },
        ] {
            assert!(!unequal.is_equal());
            let text = unequal.text();
            assert!(text.starts_with("3 of ") && text.contains("tables/0.csv"), "{text}");
        }
        let many = Compared { differ: names(45), ..Compared::default() }.text();
        assert!(many.starts_with("0 of 45 files") && many.ends_with("other bytes: 25 more\n"), "{many}");
    }
}
