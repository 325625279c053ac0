//! Measuring and fitting text: nothing is placed before it is known to fit.

use super::{glyphs::advance, theme::Font};
use crate::present::grammar::without_brackets;

/// Height of capitals, as a fraction of the size.
pub const CAPITAL: f64 = 0.66;
const ASCENT: f64 = 0.73;
const DESCENT: f64 = 0.21;

/// Where a text lies, in pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct TextBox {
    /// The text.
    pub text: String,
    /// Left.
    pub x0: f64,
    /// Top.
    pub y0: f64,
    /// Right.
    pub x1: f64,
    /// Bottom.
    pub y1: f64,
}

impl TextBox {
    /// The box of a text that starts at `x` on the baseline `y`.
    #[must_use]
    pub fn new(text: &str, x: f64, y: f64, width: f64, size: f64) -> Self {
        Self { text: text.to_owned(), x0: x, y0: y - ASCENT * size, x1: x + width, y1: y + DESCENT * size }
    }

    /// Width and height of what two boxes share.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> (f64, f64) {
        let w = self.x1.min(other.x1) - self.x0.max(other.x0);
        let h = self.y1.min(other.y1) - self.y0.max(other.y0);
        (w.max(0.0), h.max(0.0))
    }
}

/// A text made to fit: lines and the font they are set in.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// The lines.
    pub lines: Vec<String>,
    /// Their font.
    pub font: Font,
}

/// Breaks a text at spaces into the fewest lines of at most `max` pixels; `None` if a word is too long.
#[must_use]
pub fn wrap(text: &str, max: f64, font: Font) -> Option<Vec<String>> {
    let space = font.width(" ");
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0.0;
    for word in text.split(' ') {
        let width = font.width(word);
        if width > max {
            return None;
        }
        match lines.last_mut() {
            Some(line) if used + space + width <= max => {
                line.push(' ');
                line.push_str(word);
                used += space + width;
            }
            _ => {
                lines.push(word.to_owned());
                used = width;
            }
        }
    }
    Some(lines)
}

/// Makes a name fit: whole, then without its brackets, then one or two pixels smaller, then on several lines, then
/// down to 15 px, and only then cut with an ellipsis.
#[must_use]
pub fn fit(name: &str, max: f64, font: Font, max_lines: usize) -> Fitted {
    let bare = without_brackets(name);
    let smallest = 15.0_f64.min(font.size);
    for size in [font.size, (font.size - 1.0).max(smallest)] {
        for form in [name, bare.as_str()] {
            let font = font.size(size);
            if font.width(form) <= max {
                return Fitted { lines: vec![form.to_owned()], font };
            }
        }
    }
    let mut size = (font.size - 2.0).max(smallest);
    while size >= smallest {
        let font = font.size(size);
        if let Some(lines) = wrap(&bare, max, font).filter(|l| l.len() <= max_lines) {
            return Fitted { lines: balance(&bare, lines, font), font };
        }
        size -= 1.0;
    }
    let font = font.size(smallest);
    let words: Vec<String> = bare.split(' ').map(|w| cut(w, max, font)).collect();
    let mut lines = wrap(&words.join(" "), max, font).unwrap_or_default();
    if lines.len() > max_lines {
        lines.truncate(max_lines);
        if let Some(last) = lines.last_mut() {
            *last = cut_short(last, max, font);
        }
    }
    if lines.is_empty() {
        // no room for as much as an ellipsis, which is then what there is to say
        lines.push("…".to_owned());
    }
    Fitted { lines, font }
}

/// Narrows the lines as far as their number allows, so that they are about equally long.
fn balance(text: &str, lines: Vec<String>, font: Font) -> Vec<String> {
    let mut best = lines;
    loop {
        let widest = best.iter().map(|l| font.width(l)).fold(0.0, f64::max);
        match wrap(text, widest - 0.5, font) {
            Some(next) if next.len() == best.len() => best = next,
            _ => return best,
        }
    }
}

/// Cuts a text with an ellipsis if it is wider than `max`.
#[must_use]
pub fn cut(text: &str, max: f64, font: Font) -> String {
    if font.width(text) <= max { text.to_owned() } else { cut_short(text, max, font) }
}

/// As much of a text as leaves room for an ellipsis, and the ellipsis. It looks at no more of a text than fits.
fn cut_short(text: &str, max: f64, font: Font) -> String {
    let mut room = max - font.width("…");
    let fits = |(_, c): &(usize, char)| {
        room -= advance(*c, font.size, font.bold);
        room >= 0.0
    };
    let end = text.char_indices().take_while(fits).last().map_or(0, |(at, c)| at + c.len_utf8());
    format!("{}…", text[..end].trim_end())
}

/// The first candidate that fits one line of `max` pixels and `chars` characters, or the last one cut.
#[must_use]
pub fn first_fitting(candidates: &[String], max: f64, chars: usize, fonts: &[Font]) -> (String, Font) {
    for font in fonts {
        for text in candidates {
            if text.chars().count() <= chars && font.width(text) <= max {
                return (text.clone(), *font);
            }
        }
    }
    let font = *fonts.last().expect("at least one font");
    let text = candidates.last().map_or("", String::as_str);
    (cut(text, max, font), font)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::theme;

    #[test]
    fn names_step_down_wrap_and_only_then_lose_letters() {
        let f = theme::ROW;
        assert_eq!(fit("Airlift", 200.0, f, 1).lines, ["Airlift"]);
        assert_eq!(fit("Land manoeuvre (armies)", 150.0, f, 1).lines, ["Land manoeuvre"]);
        let long = fit("Suppression of air defences and electronic warfare", 200.0, f, 2);
        assert_eq!(long.lines, ["Suppression of air defences", "and electronic warfare"]);
        let silly = fit("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbau", 150.0, f, 2);
        assert!(silly.lines[0].ends_with('…') && f.size(15.0).width(&silly.lines[0]) <= 150.0);
    }

    #[test]
    fn text_is_fitted_in_a_time_that_grows_with_its_length_only() {
        let f = theme::ROW;
        let started = std::time::Instant::now();
        for name in ["m".repeat(100_000), "word ".repeat(20_000), format!("a ({}) b", "x ".repeat(50_000))] {
            for lines in [1, 2, 4] {
                let fitted = fit(&name, 300.0, f, lines);
                assert!(fitted.lines.len() <= lines, "{}", fitted.lines.len());
                assert!(fitted.lines.iter().all(|l| fitted.font.width(l) <= 300.0));
            }
            assert!(f.width(&cut(&name, 200.0, f)) <= 200.0);
            assert!(f.width(&first_fitting(std::slice::from_ref(&name), 900.0, 90, &[f]).0) <= 900.0);
        }
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
