//! Countries as people write them: by their code of three letters, of two, or by name.
//!
//! The nearest spelling misleads between codes (two letters lead from `USA` to `EST`), so what is meant by an ally or a host
//! is looked up here.

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
    ("TUR", "TR", &["Turkey", "Türkiye", "Turkiye"]),
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
pub fn meant_ally(written: &str, allies: &[&str]) -> String {
    match country(written) {
        Some((code, _)) if allies.contains(&code) => {
            format!("did you mean `{code}`? {}", list("allies", allies))
        }
        Some(("ISL", _)) => format!("Iceland has no forces; {}", list("allies", allies)),
        Some((_, name @ ("Canada" | "United States"))) => {
            let name = if name == "Canada" { "Canada is" } else { "the United States are" };
            format!("{name} no European ally; {}", list("allies", allies))
        }
        Some((_, name)) => format!("{name} is no ally in the data; {}", list("allies", allies)),
        None => format!("{}{}", slip(written, allies), list("allies", allies)),
    }
}

/// What to say of a host that has no force element.
#[must_use]
pub fn meant_host(written: &str, hosts: &[&str]) -> String {
    match country(written) {
        Some((code, _)) if hosts.contains(&code) => {
            format!("did you mean `{code}`? {}", list("hosts", hosts))
        }
        Some(("USA", _)) => format!("what leaves Europe is chosen by where it is; {}", list("hosts", hosts)),
        Some((_, name)) => format!("{name} hosts no US force element in the data; {}", list("hosts", hosts)),
        None => format!("{}{}", slip(written, hosts), list("hosts", hosts)),
    }
}

fn list(what: &str, codes: &[&str]) -> String {
    if codes.is_empty() { format!("there are no {what}") } else { format!("{what}: {}", codes.join(", ")) }
}

/// A code one slip away, if there is just one; two slips are another country.
fn slip(written: &str, codes: &[&str]) -> String {
    let upper = written.to_uppercase();
    let near = |code: &&&str| upper.len() <= 8 && strsim::damerau_levenshtein(&upper, code) == 1;
    let mut found = codes.iter().filter(near);
    match (found.next(), found.next()) {
        (Some(code), None) => format!("did you mean `{code}`? "),
        _ => String::new(),
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
            meant_ally("USA", &ALLIES),
            "the United States are no European ally; allies: DEU, ESP, EST, ITA, LVA"
        );
        assert!(meant_ally("ISL", &ALLIES).starts_with("Iceland has no forces"));
        assert_eq!(meant_ally("Germany", &ALLIES), "did you mean `DEU`? allies: DEU, ESP, EST, ITA, LVA");
        assert_eq!(meant_ally("DUE", &ALLIES), "did you mean `DEU`? allies: DEU, ESP, EST, ITA, LVA");
        assert_eq!(
            meant_host("EST", &HOSTS),
            "Estonia hosts no US force element in the data; hosts: DEU, ESP, ITA"
        );
        assert_eq!(
            meant_host("LVA", &HOSTS),
            "Latvia hosts no US force element in the data; hosts: DEU, ESP, ITA"
        );
        assert_eq!(meant_host("DE", &HOSTS), "did you mean `DEU`? hosts: DEU, ESP, ITA");
        assert_eq!(meant_host("GER", &HOSTS), "did you mean `DEU`? hosts: DEU, ESP, ITA");
        // One slip from two codes: neither is proposed.
        assert_eq!(meant_ally("ESX", &ALLIES), "allies: DEU, ESP, EST, ITA, LVA");
    }
}
