//! Sheets as the bytes of an Excel file. It holds no time and no name of a machine: equal sheets give equal bytes.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::Path,
};

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{
    WorkbookError,
    sheet::{Cell, Head, Look, Sheet},
};

/// Letters that a cell may hold, as UTF-16 counts them.
const MOST_LETTERS: usize = 32_767;
/// Lines that a head may take.
const HEAD_LINES: u16 = 7;
/// Height of a line, points.
const LINE: u16 = 15;
/// Paper: A4.
const A4: u8 = 9;

/// The file. While it is made, each sheet takes a nameless file in `scratch`: the writer would otherwise start a thread a sheet,
/// beside those that the user allows.
///
/// # Errors
/// When `scratch` cannot be written or has no room.
pub(super) fn bytes(title: &str, sheets: &[Sheet], scratch: &Path) -> Result<Vec<u8>, WorkbookError> {
    // Nothing that the writer works on outlives its panic.
    match catch_unwind(AssertUnwindSafe(|| make(title, sheets, scratch))) {
        Ok(made) => Ok(made?),
        Err(panic) => match reason(&*panic) {
            Some(reason) => Err(WorkbookError::NoRoom(reason)),
            None => resume_unwind(panic),
        },
    }
}

/// Why the system did not write what is put aside, from the words of a panic: the writer of Excel files panics where a disk is full,
/// and [`results`](super::results) returns that as an error. `None` of any other panic, about which no program may keep silent.
#[must_use]
pub fn reason(panic: &(dyn Any + 'static)) -> Option<String> {
    let said = panic.downcast_ref::<String>()?;
    // `Couldn't write to xml file: Os { code: 28, kind: StorageFull, message: "No space left on device" }`
    let (_, error) = said.split_once("Os { code: ")?;
    let words = error.split_once("message: \"").and_then(|(_, words)| words.split_once('"'));
    Some(words.map_or(error, |(words, _)| words).to_owned())
}

fn make(title: &str, sheets: &[Sheet], scratch: &Path) -> Result<Vec<u8>, XlsxError> {
    let mut file = Workbook::new();
    file.set_tempdir(scratch)?;
    // The day on which the time of DOS and so that of zip files begins: it says of itself that it means nothing.
    let day = ExcelDateTime::from_ymd(1980, 1, 1)?;
    let about = DocProperties::new().set_title(title).set_author("drawdown").set_creation_datetime(&day);
    file.set_properties(&about);
    for sheet in sheets {
        let page = file.add_worksheet_with_low_memory()?;
        page.set_name(sheet.name)?;
        fill(page, sheet)?;
    }
    file.save_to_buffer()
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let formats: Vec<Format> = sheet.heads.iter().map(|head| format(head.look)).collect();
    let bold = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(Color::RGB(0xE8_ED_F2))
        .set_border_bottom(FormatBorder::Thin);
    for (column, head) in (0..).zip(&sheet.heads) {
        page.set_column_width(column, head.width)?;
    }
    page.set_row_height(0, LINE * sheet.heads.iter().map(lines).max().unwrap_or(1))?;
    for (column, head) in (0..).zip(&sheet.heads) {
        page.write_string_with_format(0, column, short(&head.text), &bold)?;
    }
    for (row, cells) in (1..).zip(&sheet.rows) {
        for ((column, cell), format) in (0..).zip(cells).zip(&formats) {
            match cell {
                Cell::Words(words) => page.write_string_with_format(row, column, short(words), format)?,
                Cell::Number(number) => page.write_number_with_format(row, column, *number, format)?,
                Cell::Empty => page,
            };
        }
    }
    page.set_freeze_panes(1, sheet.held)?;
    if let (Some(last), true) = (sheet.heads.len().checked_sub(1), sheet.rows.len() > 1 && sheet.held > 0) {
        page.autofilter(0, 0, sheet.rows.len() as u32, last as u16)?;
    }
    page.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// Lines that a head takes, about.
fn lines(head: &Head) -> u16 {
    let letters = u16::try_from(head.text.chars().count()).unwrap_or(u16::MAX);
    // Words are broken as a whole, so a line is not full, and the arrow of the filter takes room.
    (letters / head.width.saturating_sub(3).max(1) + 1).min(HEAD_LINES)
}

fn format(look: Look) -> Format {
    let format = Format::new().set_align(FormatAlign::Top);
    match look {
        Look::Words | Look::Any => format,
        Look::Text => format.set_text_wrap(),
        Look::Plain => format.set_num_format("0"),
        Look::Year => format.set_num_format("0.0"),
        Look::Whole => format.set_num_format("#,##0"),
        Look::One => format.set_num_format("#,##0.0"),
        Look::Two => format.set_num_format("#,##0.00"),
    }
}

/// As much of a text as a cell holds.
fn short(text: &str) -> &str {
    let mut letters = 0;
    let full = |&(_, c): &(usize, char)| {
        letters += c.len_utf16();
        letters > MOST_LETTERS
    };
    text.char_indices().find(full).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_takes_no_more_than_a_spreadsheet_holds() {
        let long = "é𝄞".repeat(20_000);
        let kept = short(&long);
        assert!(
            kept.encode_utf16().count() <= MOST_LETTERS && kept.encode_utf16().count() > MOST_LETTERS - 2
        );
        assert_eq!(short("a"), "a");
    }

    #[test]
    fn a_full_disk_is_told_from_other_panics() {
        let panics = |message: &str| -> Box<dyn Any + Send> { Box::new(message.to_owned()) };
        let full = panics(
            "Couldn't write to xml file: Os { code: 28, kind: StorageFull, message: \"No space left\" }",
        );
        assert_eq!(reason(&*full).as_deref(), Some("No space left"));
        assert_eq!(reason(&*panics("index out of bounds")), None);
        let nowhere = bytes("", &[], Path::new("/nowhere/at/all"));
        assert!(matches!(nowhere, Err(WorkbookError::Write(_))), "{nowhere:?}");
    }

    #[test]
    fn equal_sheets_give_equal_bytes_at_any_time() {
        let head = Head { text: "people".to_owned(), look: Look::Whole, width: 9 };
        let rows = vec![vec![Cell::Number(20_000.0)], vec![Cell::words("=1+1")], vec![Cell::Empty]];
        let sheets = [Sheet { name: "One", heads: vec![head], rows, held: 1 }];
        let make = || bytes("<a>", &sheets, &std::env::temp_dir()).expect("a file");
        let first = make();
        // A clock that counts seconds moves on.
        std::thread::sleep(std::time::Duration::from_millis(2_100));
        assert!(first == make());
        assert!(first.starts_with(b"PK"));
    }
}
