//! Lengths of time as people say them: "two years ahead", "6 quarters", "half a year".

use super::read_date::{date, parse, proposed};

/// Numbers that are said as words.
const WORDS: [(&str, f64); 13] = [
    ("a", 1.0),
    ("an", 1.0),
    ("half a", 0.5),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
];

/// Quarters in a length of time with its unit; `None` where it is none.
pub(super) fn quarters(text: &str) -> Option<f64> {
    let text = text.trim().to_lowercase();
    let (number, unit) = text.rsplit_once(' ')?;
    let of_unit = match unit {
        "year" | "years" => 4.0,
        "quarter" | "quarters" => 1.0,
        "month" | "months" => 1.0 / 3.0,
        _ => return None,
    };
    let number = number.trim();
    let said = WORDS.iter().find(|(word, _)| *word == number).map(|(_, value)| *value);
    said.or_else(|| number.parse().ok()).map(|number: f64| of_unit * number)
}

/// The last quarter of a time that ends then: "by the end of 2027", "until 2027 Q2"; `None` where it is none.
pub(super) fn until(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let when = ["until ", "till ", "by ", "to "].iter().find_map(|word| text.strip_prefix(word));
    let when = when.unwrap_or(&text);
    match parse(when) {
        Some(quarters) => Some(date(quarters)),
        None => proposed(when),
    }
}

/// Quarters before something, where that is said of it: "a year ahead", "as it starts".
pub(super) fn ahead(text: &str) -> Option<f64> {
    let text = text.trim().to_lowercase();
    if ["as it starts", "when it starts", "at the start", "not ahead"].contains(&text.as_str()) {
        return Some(0.0);
    }
    let ends = [" ahead", " before it starts", " before", " earlier", " in advance"];
    ends.iter().find_map(|end| text.strip_suffix(end)).and_then(quarters)
}

/// So many quarters in words: "two years", "6 quarters", "at once".
pub(super) fn length(quarters: f64) -> String {
    let word = |number: f64| {
        let said = WORDS[3..].iter().find(|(_, value)| *value == number);
        said.map_or_else(|| number.to_string(), |(word, _)| (*word).to_owned())
    };
    match quarters {
        0.0 => "at once".to_owned(),
        1.0 => "a quarter".to_owned(),
        4.0 => "a year".to_owned(),
        q if q % 4.0 == 0.0 => format!("{} years", word(q / 4.0)),
        q => format!("{} quarters", word(q)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_they_are_said() {
        for (text, quarters_of) in [
            ("two years", Some(8.0)),
            ("a year", Some(4.0)),
            ("half a year", Some(2.0)),
            ("6 quarters", Some(6.0)),
            ("18 months", Some(6.0)),
            ("1.5 years", Some(6.0)),
            ("years", None),
            ("12", None),
            ("many years", None),
        ] {
            assert_eq!(quarters(text), quarters_of, "{text}");
        }
        assert_eq!((ahead("Two years ahead"), ahead("a quarter before")), (Some(8.0), Some(1.0)));
        assert_eq!((ahead("as it starts"), ahead("two years"), ahead("ahead")), (Some(0.0), None, None));
    }

    #[test]
    fn ends_are_quarters() {
        for (text, last) in [
            ("by the end of 2027", Some("2027 Q4")),
            ("by the end of March 2027", Some("2027 Q1")),
            ("by the end of the summer of 2027", None),
            ("until 2027 Q2", Some("2027 Q2")),
            ("2028 Q1", Some("2028 Q1")),
            ("by 31.12.2027", Some("2027 Q4")),
            ("three years", None),
            ("12", None),
        ] {
            assert_eq!(until(text).as_deref(), last, "{text}");
        }
    }

    #[test]
    fn what_is_said_of_a_length_is_read_again() {
        for q in [1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 20.0, 44.0, 50.0] {
            assert_eq!(quarters(&length(q)), Some(q), "{}", length(q));
        }
        assert_eq!((length(12.0), length(6.0)), ("three years".to_owned(), "six quarters".to_owned()));
    }
}
