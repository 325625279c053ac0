//! The experiments that are compiled into the binary.

macro_rules! files {
    ($($stem:literal)*) => {
        &[$(($stem, include_str!(concat!("../../../../scenarios/experiments/", $stem, ".ron")))),*]
    };
}

/// The shipped experiments: stem and text.
#[must_use]
pub fn shipped() -> &'static [(&'static str, &'static str)] {
    files! {
        "size-manner-disposition"
        "spending-size"
        "open-exploration"
    }
}
