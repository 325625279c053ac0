//! The embedded font, and how wide its glyphs are.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef};

static REGULAR: &[u8] = include_bytes!("../../../../assets/fonts/SourceSans3-Regular.ttf");
static SEMIBOLD: &[u8] = include_bytes!("../../../../assets/fonts/SourceSans3-Semibold.ttf");

/// The embedded font.
///
/// # Panics
/// Never: the two files are part of the program, and a test reads them.
#[must_use]
pub fn font(bold: bool) -> &'static FontRef<'static> {
    static FONTS: [OnceLock<FontRef<'static>>; 2] = [OnceLock::new(), OnceLock::new()];
    FONTS[usize::from(bold)].get_or_init(|| {
        let bytes = if bold { SEMIBOLD } else { REGULAR };
        FontRef::try_from_slice(bytes).expect("the embedded font is a font")
    })
}

/// Width of one character.
#[must_use]
pub fn advance(c: char, size: f64, bold: bool) -> f64 {
    let font = font(bold);
    f64::from(font.h_advance_unscaled(font.glyph_id(c))) * size
        / f64::from(font.units_per_em().unwrap_or(1000.0))
}

/// Width of a text in the unit of `size`.
#[must_use]
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    text.chars().map(|c| advance(c, size, bold)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_the_figures_use_is_in_both_fonts() {
        for bold in [false, true] {
            for c in "−–≈≥≤→“”’…·±×\u{202f}üğéışØåžł#<>%".chars() {
                assert_ne!(font(bold).glyph_id(c).0, 0, "{c:?} bold {bold}");
            }
        }
    }

    #[test]
    fn digits_minus_and_plus_have_one_width() {
        let all: Vec<f64> = "0123456789−+".chars().map(|c| advance(c, 20.0, false)).collect();
        assert!(all.iter().all(|w| (w - all[0]).abs() < 1e-9), "{all:?}");
    }
}
