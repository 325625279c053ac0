//! Countries as people write them: by their code of three letters, of two, or by name.
//!
//! The nearest spelling misleads between codes (two letters lead from `USA` to `EST`), so what is meant by an ally or a host
//! is looked up here.

use super::spelling::Meant;

/// Code of three letters (ISO 3166-1; XKX for Kosovo), of two, and names.
type Row = (&'static str, &'static str, &'static [&'static str]);

const COUNTRIES: [Row; 53] = [
    ("ALB", "AL", &["Albania"]),
    ("ARM", "AM", &["Armenia"]),
    ("AUS", "AU", &["Australia"]),
    ("AUT", "AT", &["Austria"]),
    ("AZE", "AZ", &["Azerbaijan"]),
    ("BEL", "BE", &["Belgium"]),
    ("BGR", "BG", &["Bulgaria"]),
    ("BIH", "BA", &["Bosnia and Herzegovina", "Bosnia"]),
    ("BLR", "BY", &["Belarus"]),
    ("CAN", "CA", &["Canada"]),
    ("CHE", "CH", &["Switzerland"]),
    ("CHN", "CN", &["China"]),
    ("CYP", "CY", &["Cyprus"]),
    ("CZE", "CZ", &["Czechia", "Czech Republic"]),
    ("DEU", "DE", &["Germany", "GER"]),
    ("DNK", "DK", &["Denmark", "DEN"]),
    ("ESP", "ES", &["Spain", "SPA"]),
    ("EST", "EE", &["Estonia"]),
    ("FIN", "FI", &["Finland"]),
    ("FRA", "FR", &["France"]),
    ("GBR", "GB", &["United Kingdom", "UK", "Britain", "Great Britain", "England"]),
    ("GEO", "GE", &["Georgia"]),
    ("GRC", "GR", &["Greece", "GRE", "EL"]),
    ("GRL", "GL", &["Greenland"]),
    ("HRV", "HR", &["Croatia", "CRO"]),
    ("HUN", "HU", &["Hungary"]),
    ("IRL", "IE", &["Ireland"]),
    ("ISL", "IS", &["Iceland", "ICE"]),
    ("ISR", "IL", &["Israel"]),
    ("ITA", "IT", &["Italy"]),
    ("JPN", "JP", &["Japan"]),
    ("KOR", "KR", &["South Korea", "Korea"]),
    ("LTU", "LT", &["Lithuania", "LIT"]),
    ("LUX", "LU", &["Luxembourg"]),
    ("LVA", "LV", &["Latvia", "LAT"]),
    ("MDA", "MD", &["Moldova"]),
    ("MKD", "MK", &["North Macedonia", "Macedonia"]),
    ("MLT", "MT", &["Malta"]),
    ("MNE", "ME", &["Montenegro"]),
    ("NLD", "NL", &["Netherlands", "the Netherlands", "Holland", "NED"]),
    ("NOR", "NO", &["Norway"]),
    ("POL", "PL", &["Poland"]),
    ("PRT", "PT", &["Portugal", "POR"]),
    ("ROU", "RO", &["Romania", "ROM"]),
    ("RUS", "RU", &["Russia", "Russian Federation"]),
    ("SRB", "RS", &["Serbia"]),
    ("SVK", "SK", &["Slovakia"]),
    ("SVN", "SI", &["Slovenia"]),
    ("SWE", "SE", &["Sweden"]),
    ("TUR", "TR", &["Türkiye", "Turkey", "Turkiye"]),
    ("UKR", "UA", &["Ukraine"]),
    ("USA", "US", &["United States", "United States of America", "America"]),
    ("XKX", "XK", &["Kosovo", "KOS", "UNK"]),
];

/// The code and name of the country that is written so, whatever the case of its letters.
#[must_use]
pub fn country(written: &str) -> Option<(&'static str, &'static str)> {
    let same = |other: &str| written.to_lowercase() == other.to_lowercase();
    let row = COUNTRIES
        .iter()
        .find(|(three, two, names)| same(three) || same(two) || names.iter().any(|n| same(n)));
    row.map(|(code, _, names)| (*code, names[0]))
}

/// What to say of an ally that is not there: its code, why it is none, or which there are.
#[must_use]
pub fn meant_ally(written: &str, allies: &[&str]) -> Meant {
    let all = Codes { what: "allies", known: allies };
    match country(written) {
        Some((code, _)) if allies.contains(&code) => all.near(code),
        Some(("ISL", _)) => all.none("Iceland has no forces"),
        Some((_, "Canada")) => all.none("Canada is no European ally"),
        Some((_, "United States")) => all.none("the United States are no European ally"),
        Some((_, name)) => all.none(&format!("{name} is no ally in the data")),
        None => all.slip(written),
    }
}

/// What to say of a host that has no force element.
#[must_use]
pub fn meant_host(written: &str, hosts: &[&str]) -> Meant {
    let all = Codes { what: "hosts", known: hosts };
    match country(written) {
        Some((code, _)) if hosts.contains(&code) => all.near(code),
        Some(("USA", _)) => all.none("what leaves Europe is chosen by where it is"),
        Some((_, name)) => all.none(&format!("{name} hosts no US force element in the data")),
        None => all.slip(written),
    }
}

/// The codes that there are.
struct Codes<'a> {
    /// Of what.
    what: &'static str,
    known: &'a [&'a str],
}

impl Codes<'_> {
    fn list(&self) -> String {
        match self.known {
            [] => format!("there are no {}", self.what),
            known => format!("{}: {}", self.what, known.join(", ")),
        }
    }

    fn near(&self, code: &str) -> Meant {
        Meant { near: true, words: format!("did you mean `{code}`? {}", self.list()) }
    }

    fn none(&self, why: &str) -> Meant {
        Meant::nothing(format!("{why}; {}", self.list()))
    }

    /// A code one slip away, if there is just one; two slips are another country.
    fn slip(&self, written: &str) -> Meant {
        let upper = written.to_uppercase();
        let near = |code: &&&str| upper.len() <= 8 && strsim::damerau_levenshtein(&upper, code) == 1;
        let mut found = self.known.iter().filter(near);
        match (found.next(), found.next()) {
            (Some(code), None) => self.near(code),
            _ => Meant::nothing(self.list()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALLIES: [&str; 5] = ["DEU", "ESP", "EST", "ITA", "LVA"];
    const HOSTS: [&str; 3] = ["DEU", "ESP", "ITA"];

    #[test]
    fn countries_are_known_by_code_and_name() {
        for text in ["DEU", "de", "Germany", "germany", "GER"] {
            assert_eq!(country(text), Some(("DEU", "Germany")), "{text}");
            assert_eq!(country(text).map(|c| c.0), Some("DEU"));
        }
        assert_eq!(country("Atlantis"), None);
        let mut codes: Vec<&str> =
            COUNTRIES.iter().flat_map(|c| [c.0, c.1].into_iter().chain(c.2.iter().copied())).collect();
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count, "every spelling belongs to one country");
    }

    #[test]
    fn another_country_is_never_proposed() {
        assert_eq!(
            meant_ally("USA", &ALLIES).words,
            "the United States are no European ally; allies: DEU, ESP, EST, ITA, LVA"
        );
        assert!(meant_ally("ISL", &ALLIES).words.starts_with("Iceland has no forces"));
        assert_eq!(
            meant_ally("Germany", &ALLIES).words,
            "did you mean `DEU`? allies: DEU, ESP, EST, ITA, LVA"
        );
        assert_eq!(meant_ally("DUE", &ALLIES).words, "did you mean `DEU`? allies: DEU, ESP, EST, ITA, LVA");
        assert_eq!(
            meant_host("EST", &HOSTS).words,
            "Estonia hosts no US force element in the data; hosts: DEU, ESP, ITA"
        );
        assert_eq!(
            meant_host("LVA", &HOSTS).words,
            "Latvia hosts no US force element in the data; hosts: DEU, ESP, ITA"
        );
        assert_eq!(meant_host("DE", &HOSTS).words, "did you mean `DEU`? hosts: DEU, ESP, ITA");
        assert_eq!(meant_host("GER", &HOSTS).words, "did you mean `DEU`? hosts: DEU, ESP, ITA");
        // One slip from two codes: neither is proposed.
        assert_eq!(meant_ally("ESX", &ALLIES).words, "allies: DEU, ESP, EST, ITA, LVA");
    }
}
