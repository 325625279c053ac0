//! The text of a CSV file: what spreadsheets make of line ends, separators and quotation marks.

/// Largest file that is read, in bytes.
pub(super) const LARGEST: u64 = 1 << 25;

/// Text without a byte order mark, every line ended by a line feed; and the place of the first byte that is not UTF-8.
pub(super) fn plain(bytes: Vec<u8>) -> (String, Option<usize>) {
    let (mut text, broken) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(at))
        }
    };
    let mark = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    text.drain(..mark);
    // Old spreadsheets end lines by carriage returns alone.
    if text.contains('\r') && !text.contains('\n') {
        text = text.replace('\r', "\n");
    }
    (text, broken.map(|at| at.saturating_sub(mark)))
}

/// Where the first line begins that is not empty.
pub(super) fn head(text: &str) -> usize {
    let empty = |line: &&str| line.trim_matches([',', ';', '\t', ' ', '\r', '\n']).is_empty();
    let start = text.split_inclusive('\n').take_while(empty).map(str::len).sum();
    if start < text.len() { start } else { 0 }
}

/// What stands between cells: of `,`, `;` and tab the one by which the line of names has most of the names known.
pub(super) fn separator(text: &str, known: &[&str]) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let names = |separator: u8| {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .trim(csv::Trim::All)
            .delimiter(separator)
            .from_reader(first.as_bytes());
        let cells = reader.records().next().and_then(Result::ok).unwrap_or_default();
        let near = |name: &&str| crate::scenario::diagnostic::nearest(name, known.iter().copied()).is_some();
        let exact = cells.iter().filter(|cell| known.contains(cell)).count();
        // Names that are misspelt, and files without any, are told apart by what is near and by what there is more of.
        (exact, cells.iter().take(1000).filter(near).count(), cells.len())
    };
    // Of equals the first.
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|&separator| names(separator)).unwrap_or(b',')
}

/// Where a quotation mark opens that is not closed on its line.
pub(super) fn unclosed(text: &str, separator: u8) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let (mut opened, mut at_start) = (None, true);
        let mut bytes = line.trim_end_matches(['\n', '\r']).bytes().enumerate().peekable();
        while let Some((at, byte)) = bytes.next() {
            match (byte, opened) {
                (b'"', None) if at_start => opened = Some(at),
                // Two of them are one that belongs to the cell.
                (b'"', Some(_)) if bytes.next_if(|(_, next)| *next == b'"').is_none() => opened = None,
                _ => {}
            }
            at_start = opened.is_none() && byte == separator;
        }
        if let Some(at) = opened {
            return Some(start + at);
        }
        start += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_told_by_the_names() {
        let known = ["personnel", "required[isr,30]", "manner"];
        assert_eq!(separator("personnel,\"required[isr,30]\",manner\n1,2,3", &known), b',');
        assert_eq!(separator("personnel;required[isr,30];manner\n1;2;3", &known), b';');
        assert_eq!(separator("personnel\trequired[isr,30]\tmanner", &known), b'\t');
        assert_eq!(separator("personel;maner\n", &known), b';');
        assert_eq!(separator("personnel", &known), b',');
        assert_eq!(separator("", &known), b',');
    }

    #[test]
    fn quotation_marks_are_closed_on_their_line() {
        for fine in ["", "a,b\n1,\"2\"\n", "\"a\"\"b\",\"\"\r\n", "a\"b,c\n", "\"a,b\",c"] {
            assert_eq!(unclosed(fine, b','), None, "{fine:?}");
        }
        assert_eq!(unclosed("a,b\n1,\"2\n3,4\n", b','), Some(6));
        assert_eq!(unclosed("a,b\n1,\"2\n3,\"4\n", b','), Some(6));
        assert_eq!(unclosed("\"", b','), Some(0));
        assert_eq!(unclosed("a;\"b", b';'), Some(2));
    }

    #[test]
    fn line_ends_and_marks_of_spreadsheets_go() {
        assert_eq!(plain("\u{FEFF}a,b\r1,2\r".into()), ("a,b\n1,2\n".to_owned(), None));
        assert_eq!(plain("a\r\nb".into()).0, "a\r\nb");
        assert_eq!((head("\n,,;\r\na,b"), head("a"), head(",,\n"), head("")), (6, 0, 0, 0));
        assert_eq!(plain(vec![b'a', 0xff]).1, Some(1));
    }
}
