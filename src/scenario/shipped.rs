//! The scenarios and the reference data that are compiled into the binary.

macro_rules! files {
    ($($stem:literal $(in $folder:literal)?)*) => {
        &[$(($stem, include_str!(concat!("../../scenarios/", $($folder,)? $stem, ".ron")))),*]
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

/// The reference data: name of the file and text.
#[must_use]
pub fn reference() -> &'static [(&'static str, &'static str)] {
    &[
        ("allies.ron", include_str!("../../scenarios/reference/allies.ron")),
        ("domains.ron", include_str!("../../scenarios/reference/domains.ron")),
        ("national_holdings.ron", include_str!("../../scenarios/reference/national_holdings.ron")),
        ("parameters.ron", include_str!("../../scenarios/reference/parameters.ron")),
        ("us_force_elements.ron", include_str!("../../scenarios/reference/us_force_elements.ron")),
    ]
}
