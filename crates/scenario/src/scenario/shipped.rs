//! The scenarios and the reference data that are compiled into the binary.

macro_rules! files {
    ($($stem:literal $(in $folder:literal)?)*) => {
        &[$(($stem, include_str!(concat!("../../../../scenarios/", $($folder,)? $stem, ".ron")))),*]
    };
}

/// The scenarios that a comparison is of where none is named, in the order in which they are best compared.
const COMPARED: usize = 12;

/// The shipped scenarios: stem and text.
#[must_use]
pub fn shipped() -> &'static [(&'static str, &'static str)] {
    files! {
        "no-drawdown"
        "orderly-20k"
        "media-learned-20k"
        "orderly-50k"
        "media-learned-50k"
        "orderly-50k-pacific"
        "media-learned-50k-pacific"
        "settlement-35k"
        "pacific-priority-40k"
        "enablers-stay-50k"
        "uncertain-20k-50k"
        "floor-20k"
        "june-2026-pledges" in "debated/"
        "back-to-2014" in "debated/"
        "halve-in-four-years" in "debated/"
        "four-brigades-to-three" in "debated/"
        "germany-2020-plan" in "debated/"
        "readiness-2030" in "debated/"
        "spain-domino" in "debated/"
        "unity" in "debated/"
        "without-own-course" in "debated/"
    }
}

/// The shipped scenarios that are compared where none is named, in the order in which they are best compared; the others are
/// options that are debated.
#[must_use]
pub fn compared() -> &'static [(&'static str, &'static str)] {
    &shipped()[..COMPARED]
}

/// Published studies as scenarios, which `drawdown validate` compares: stem and text. They are found by name, but are none of
/// [`shipped`].
#[must_use]
pub fn replications() -> &'static [(&'static str, &'static str)] {
    files! {
        "us-gone" in "replications/"
        "before-june-2026" in "replications/"
        "bruegel-kiel-2025" in "replications/"
        "bruegel-kiel-2025-spending" in "replications/"
        "iiss-2025" in "replications/"
        "iiss-2025-one-for-one" in "replications/"
        "iiss-2019" in "replications/"
        "sparta-2026" in "replications/"
        "sparta-2026-need" in "replications/"
        "kubilius-enablers-2026" in "replications/"
        "nato-2025-shortfall" in "replications/"
        "nato-targets" in "replications/"
        "us-nfm-cut-2026" in "replications/"
    }
}

/// The name and the text of a scenario that is compiled in, replications included.
#[must_use]
pub fn find(stem: &str) -> Option<(&'static str, &'static str)> {
    shipped().iter().chain(replications()).copied().find(|(known, _)| *known == stem)
}

/// The published figures that `drawdown validate` compares: text of their file.
#[must_use]
pub fn published() -> &'static str {
    include_str!("../../../../scenarios/replications/published.ron")
}

/// The reference data: name of the file and text.
#[must_use]
pub fn reference() -> &'static [(&'static str, &'static str)] {
    &[
        ("allies.ron", include_str!("../../../../scenarios/reference/allies.ron")),
        ("domains.ron", include_str!("../../../../scenarios/reference/domains.ron")),
        ("national_holdings.ron", include_str!("../../../../scenarios/reference/national_holdings.ron")),
        ("parameters.ron", include_str!("../../../../scenarios/reference/parameters.ron")),
        ("us_force_elements.ron", include_str!("../../../../scenarios/reference/us_force_elements.ron")),
    ]
}
