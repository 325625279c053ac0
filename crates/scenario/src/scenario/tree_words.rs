//! The smallest pieces of RON: numbers, texts, characters.

use super::{
    diagnostic::{Code, Fault, quote},
    read_date,
    tree::{Parsed, Parser, in_number},
};

impl Parser<'_> {
    pub(super) fn number(&mut self) -> Parsed<f64> {
        let start = self.at;
        let rest = self.rest();
        let length = rest.find(|c: char| !in_number(c)).unwrap_or(rest.len());
        self.at += length;
        let written = &rest[..length];
        let bad = |hint: &str| {
            let message = format!("`{}` is not a number", quote(written));
            Fault::new(Code::Syntax, start..start + length, message, hint)
        };
        let plain = written.replace('_', "");
        let unsigned = plain.trim_start_matches(['+', '-']);
        if plain.len() - unsigned.len() > 1 {
            return Err(bad("one sign at most"));
        }
        let sign = if plain.starts_with('-') { -1.0 } else { 1.0 };
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
            if let Some(digits) = unsigned.strip_prefix(prefix) {
                return u64::from_str_radix(digits, radix)
                    .map(|v| sign * v as f64)
                    .map_err(|_| bad("write a number such as 0.5, 12 or 1.95e6"));
            }
        }
        match unsigned {
            "inf" => return Ok(sign * f64::INFINITY),
            "NaN" => return Ok(f64::NAN),
            _ => {}
        }
        if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return Err(bad("write a number such as 0.5, 12 or 1.95e6"));
        }
        let Ok(value) = unsigned.parse::<f64>() else {
            return Err(match read_date::proposed(written) {
                Some(date) => bad(&format!("a date is a year and one of its quarters: \"{date}\"")),
                None => {
                    bad("write a number such as 0.5, 12, 20_000 or 1.95e6, without units or other separators")
                }
            });
        };
        let blank = self.rest().len() - self.rest().trim_start_matches(' ').len();
        // A hundredth as it is written, not as it is computed.
        if self.rest()[blank..].starts_with('%')
            && let Ok(part) = format!("{plain}e-2").parse::<f64>()
        {
            let at = self.at + blank;
            let hint = format!("no sign: {part} where a share is meant, {plain} where the unit is % of GDP");
            return Err(Fault::new(Code::Syntax, at..at + 1, "found `%` after a number", hint));
        }
        Ok(sign * value)
    }

    /// What to say where a number goes on after something that is no part of it: `30,000`, `30 000`, `30'000`.
    pub(super) fn separator_hint(&self, before: &str) -> Option<String> {
        let is_digit = |c: char| c.is_ascii_digit();
        let mut groups = vec![&before[before.trim_end_matches(is_digit).len()..]];
        let mut rest = self.rest();
        loop {
            let next = rest.strip_prefix([',', '\'', '’', '\u{A0}', '\u{202F}']).unwrap_or(rest);
            let digits = &next[..next.len() - next.trim_start_matches(is_digit).len()];
            if digits.is_empty() {
                break;
            }
            groups.push(digits);
            rest = &next[digits.len()..];
        }
        let number = groups.len() > 1 && !groups[0].is_empty();
        let thousands = (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|g| g.len() == 3);
        number.then(|| match thousands {
            true => format!(
                "a number has no separators but `_`: write {} or {}",
                groups.concat(),
                groups.join("_")
            ),
            false => "a number has no separators but `_`, as in 30_000".to_owned(),
        })
    }

    fn unended(&self, start: usize) -> Fault {
        let hint = "opened here; close it with a quotation mark";
        Fault::new(Code::Syntax, start..start + 1, "a text that never ends", hint)
    }

    pub(super) fn string(&mut self) -> Parsed<String> {
        let start = self.at;
        self.at += 1;
        let mut out = String::new();
        loop {
            match self.peek() {
                None => return Err(self.unended(start)),
                Some('"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some('\\') => {
                    if let Some(c) = self.escape()? {
                        out.push(c);
                    }
                }
                Some(c) => {
                    self.at += c.len_utf8();
                    out.push(c);
                }
            }
        }
    }

    /// The character that an escape stands for; nothing for an escaped line end.
    fn escape(&mut self) -> Parsed<Option<char>> {
        let start = self.at;
        let bad = |end: usize| {
            let hint = r#"allowed: \" \\ \' \n \r \t \0 \xFF \u{FFFF}"#;
            Fault::new(Code::Syntax, start..end, "an unknown escape", hint)
        };
        self.at += 1;
        let Some(c) = self.peek() else { return Err(bad(self.at)) };
        self.at += c.len_utf8();
        Ok(Some(match c {
            '"' | '\'' | '\\' => c,
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            '\n' | '\r' => {
                let rest = self.rest();
                self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
                return Ok(None);
            }
            'x' | 'u' => {
                let rest = self.rest();
                let (digits, length) = if c == 'x' {
                    (rest.get(..2), 2)
                } else {
                    let inner = rest.strip_prefix('{').and_then(|r| r.split_once('}')).map(|(d, _)| d);
                    (inner.filter(|d| d.len() <= 6), inner.map_or(0, |d| d.len() + 2))
                };
                let code = digits
                    .filter(|d| d.chars().all(|c| c.is_ascii_hexdigit()))
                    .and_then(|d| u32::from_str_radix(d, 16).ok());
                let Some(c) = code.and_then(char::from_u32) else { return Err(bad(self.at)) };
                self.at += length;
                c
            }
            _ => return Err(bad(self.at)),
        }))
    }

    pub(super) fn raw_string(&mut self) -> Parsed<String> {
        let start = self.at;
        let rest = &self.rest()[1..];
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        let close = format!("\"{}", "#".repeat(hashes));
        let Some(body) = rest[hashes..].strip_prefix('"') else {
            self.at += 1 + hashes;
            let found = self.found();
            return Err(self.fault(format!("found {found} in a raw text"), "expected a quotation mark"));
        };
        let Some(length) = body.find(&close) else { return Err(self.unended(start)) };
        self.at += 1 + hashes + 1 + length + close.len();
        Ok(body[..length].to_string())
    }

    pub(super) fn character(&mut self) -> Parsed<char> {
        let start = self.at;
        self.at += 1;
        let c = match self.peek() {
            Some('\\') => self.escape()?.unwrap_or('\n'),
            Some(c) => {
                self.at += c.len_utf8();
                c
            }
            None => return Err(self.unended(start)),
        };
        if !self.eat("'") {
            return Err(Fault::new(
                Code::Syntax,
                start..start + 1,
                "a single quotation mark",
                "texts stand in double quotation marks",
            ));
        }
        Ok(c)
    }
}
