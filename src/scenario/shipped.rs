//! The scenarios and the reference data that are compiled into the binary.

macro_rules! files {
    ($($stem:literal)*) => {
        &[$(($stem, include_str!(concat!("../../scenarios/", $stem, ".ron")))),*]
    };
}

/// The shipped scenarios: stem and text, in the order in which they are best compared.
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
    }
}

/// Published studies as scenarios, which `drawdown validate` compares: stem and text. They are found by name, but are none of
/// [`shipped`].
#[must_use]
pub fn replications() -> &'static [(&'static str, &'static str)] {
    files! {
        "replications/us-gone"
        "replications/before-june-2026"
        "replications/bruegel-kiel-2025"
        "replications/bruegel-kiel-2025-spending"
        "replications/iiss-2025"
        "replications/iiss-2025-one-for-one"
        "replications/iiss-2019"
        "replications/sparta-2026"
        "replications/sparta-2026-need"
        "replications/kubilius-enablers-2026"
        "replications/nato-2025-shortfall"
        "replications/nato-targets"
        "replications/us-nfm-cut-2026"
    }
}

/// The name and the text of a scenario that is compiled in, replications included.
#[must_use]
pub fn find(stem: &str) -> Option<(&'static str, &'static str)> {
    let replications =
        replications().iter().map(|(path, text)| (path.trim_start_matches("replications/"), *text));
    shipped().iter().copied().chain(replications).find(|(known, _)| *known == stem)
}

/// The published figures that `drawdown validate` compares: text of their file.
#[must_use]
pub fn published() -> &'static str {
    include_str!("../../scenarios/replications/published.ron")
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
