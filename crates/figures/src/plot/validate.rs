//! The figure of `drawdown validate`: where does it agree with what others found, and where not?

use std::path::{Path, PathBuf};

use super::{
    Figure as Drawn, Options, PlotError,
    canvas::{Align, Canvas},
    files, numbers, text,
    theme::{self, Font},
    words as plot_words, write,
};
use crate::{
    present::{
        grouped,
        published::{self as words, headings},
    },
    store::published::{Compared, Counts, Figure, Findings, Measure, Scale, Verdict},
};

/// Height of a heading with its rule, and of a row.
const HEADING: f64 = 34.5;
const ROW: f64 = 21.8;
/// Where the rows begin and end.
const TOP: f64 = 160.0;
const BOTTOM: f64 = 838.0;
/// By how much rows are set wider on a page that is not full.
const WIDEST: f64 = 1.45;
/// Most rows under one heading on a page.
const ROWS: usize = 26;
/// Where names, authors, published and own numbers, axis and verdicts stand.
const NAME: f64 = 64.0;
const BY: f64 = 348.0;
const PUBLISHED: f64 = 612.0;
const OWN: f64 = 790.0;
const AXIS: (f64, f64) = (816.0, 1392.0);
const VERDICT: f64 = 1552.0;
/// Ends of the axis, as multiples of what is published.
const ENDS: (f64, f64) = (0.4, 4.0);
/// Text of the rows.
const TEXT: Font = theme::ROW.size(16.5);

/// Names of the files, page by page.
const STEMS: [&str; 8] = [
    "validate-studies",
    "validate-studies-2",
    "validate-studies-3",
    "validate-studies-4",
    "validate-studies-5",
    "validate-studies-6",
    "validate-studies-7",
    "validate-studies-8",
];

/// The rows under a heading.
struct Group<'a> {
    heading: &'a str,
    rows: Vec<(&'a Figure, &'a Compared)>,
}

impl Group<'_> {
    fn height(&self) -> f64 {
        HEADING + ROW * self.rows.len() as f64
    }
}

/// The figures of a comparison: as many pages as it takes, none where nothing is compared.
///
/// # Errors
/// When drawing fails.
pub fn figures(found: &Findings) -> Result<Vec<Drawn>, PlotError> {
    let mut pages = pages(groups(found));
    let left_out: usize = pages.iter().skip(STEMS.len()).flatten().map(|group| group.rows.len()).sum();
    pages.truncate(STEMS.len());
    let of = pages.len();
    let drawn = pages.iter().enumerate().map(|(number, groups)| {
        let stem = STEMS[number];
        let left_out = if number + 1 == of { left_out } else { 0 };
        Ok(Drawn { stem: stem.into(), page: page(found, groups, (number + 1, of), left_out)? })
    });
    drawn.collect()
}

/// Writes figures into `dir` (made if need be); returns the files written.
///
/// # Errors
/// When a file cannot be written.
pub fn draw(figures: &[Drawn], dir: &Path, options: Options) -> Result<Vec<PathBuf>, PlotError> {
    let mut drawn = Vec::new();
    for figure in figures {
        drawn.extend(files(&figure.page, &figure.stem, options)?);
    }
    write(dir, drawn)
}

/// The figures compared, by heading; a long heading is continued under another of its name.
fn groups(found: &Findings) -> Vec<Group<'_>> {
    let mut groups = Vec::new();
    for heading in headings(found.compared().map(|(figure, _)| figure.group.as_str())) {
        let rows: Vec<_> = found.compared().filter(|(figure, _)| figure.group == heading).collect();
        groups.extend(rows.chunks(ROWS).map(|rows| Group { heading, rows: rows.to_vec() }));
    }
    groups
}

/// Groups on pages, in order: as few pages as hold them, none much fuller than the others.
fn pages(groups: Vec<Group>) -> Vec<Vec<Group>> {
    let heights: Vec<f64> = groups.iter().map(Group::height).collect();
    let fill = |room: f64| {
        let mut ends: Vec<usize> = Vec::new();
        let mut used = f64::INFINITY;
        for (i, height) in heights.iter().enumerate() {
            if used + height > room {
                ends.push(i);
                used = 0.0;
            }
            used += height;
        }
        ends
    };
    let room = BOTTOM - TOP;
    let fewest = fill(room).len();
    let tallest = heights.iter().copied().fold(0.0, f64::max);
    // The least room that still takes no more pages.
    let steps = (0..=40).map(|step| tallest + (room - tallest).max(0.0) * f64::from(step) / 40.0);
    let starts = steps.map(fill).find(|starts| starts.len() <= fewest).unwrap_or_default();
    let mut pages: Vec<Vec<Group>> = Vec::new();
    for (i, group) in groups.into_iter().enumerate() {
        match pages.last_mut() {
            Some(page) if !starts.contains(&i) => page.push(group),
            _ => pages.push(vec![group]),
        }
    }
    pages
}

/// Where a multiple of what is published lies, within the axis.
fn at(multiple: f64) -> f64 {
    let share = if multiple > 0.0 {
        (libm::log(multiple / ENDS.0) / libm::log(ENDS.1 / ENDS.0)).clamp(0.0, 1.0)
    } else {
        0.0
    };
    AXIS.0 + (AXIS.1 - AXIS.0) * share
}

fn page(
    found: &Findings,
    groups: &[Group],
    (number, of): (usize, usize),
    left_out: usize,
) -> Result<super::backend::Recording, PlotError> {
    let canvas = Canvas::new();
    let mut subtitle = vec![
        "Each published number is set to 1 (dotted; black bar where it is a range). Band and dot: 9 of 10 runs and \
         mean, in its own terms."
            .to_owned(),
    ];
    if of > 1 {
        subtitle.push(format!("Page {number} of {of}."));
    }
    canvas.head(&titles(&found.counts), &subtitle, false);
    let rows: f64 = groups.iter().map(Group::height).sum();
    // A page that is not full is set wider.
    let wide = ((BOTTOM - TOP) / rows).clamp(1.0, WIDEST);
    let bottom = TOP + wide * rows + 4.0;
    head(&canvas, bottom);
    let mut y = TOP;
    for group in groups {
        let inside = group.rows.iter().filter(|(_, c)| c.judged.verdict == Verdict::Inside).count();
        // What is wider stands above a heading, not below it.
        let foot = y + HEADING * wide - 7.0;
        canvas.text((theme::MARGIN, foot - 7.5), group.heading, TEXT.bold(), Align::Left);
        let count = format!("{inside} of {} inside", group.rows.len());
        canvas.text((VERDICT, foot - 7.5), &count, TEXT.color(theme::GREY), Align::Right);
        canvas.line(&[(theme::MARGIN, foot), (VERDICT, foot)], theme::RULE, 1.0);
        y += HEADING * wide;
        for (figure, compared) in &group.rows {
            row(&canvas, figure, compared, y + 0.5 * ROW * wide);
            y += ROW * wide;
        }
    }
    let note = match left_out {
        0 => String::new(),
        n => format!("and {n} more in tables/studies.csv"),
    };
    canvas.caption(&note, &caption(found));
    canvas.finish()
}

/// The heads of the columns and the lines of the axis.
fn head(canvas: &Canvas, bottom: f64) {
    let y = TOP - 18.0;
    canvas.text((theme::MARGIN, y), "What was published, and by whom", TEXT.bold(), Align::Left);
    canvas.text((PUBLISHED, y), "published", TEXT, Align::Right);
    canvas.text((OWN, y), "drawdown", TEXT.bold().color(theme::WITHOUT), Align::Right);
    for (multiple, name) in [(0.5, "half"), (2.0, "twice"), (3.0, "3 ×")] {
        canvas.text((at(multiple), y), name, TEXT.color(theme::GREY), Align::Center);
        canvas.line(&[(at(multiple), y + 8.0), (at(multiple), bottom)], theme::RULE, 1.0);
    }
    canvas.text((at(1.0), y), "published", TEXT, Align::Center);
    canvas.dashed(&[(at(1.0), y + 8.0), (at(1.0), bottom)], theme::THRESHOLD, 2.0, (2.0, 4.0));
}

/// One row, its middle at `y`.
fn row(canvas: &Canvas, figure: &Figure, compared: &Compared, y: f64) {
    let base = y + text::CAPITAL * TEXT.size / 2.0;
    let grey = TEXT.color(theme::GREY);
    canvas.text((NAME, base), &text::cut(&figure.name, BY - NAME - 12.0, TEXT), TEXT, Align::Left);
    let published = typeset(&words::published(&figure.published, &figure.unit));
    let by = PUBLISHED - TEXT.width(&published) - 12.0 - BY;
    canvas.text((BY, base), &text::cut(&figure.by, by, grey), grey, Align::Left);
    canvas.text((PUBLISHED, base), &published, TEXT, Align::Right);
    let own = TEXT.color(theme::WITHOUT);
    let middle = typeset(&words::middle(compared, &figure.unit));
    let band = typeset(&words::band(compared, &figure.unit));
    // What is the same in every replicate has no band.
    let band = if band == middle { String::new() } else { format!(" ({band})") };
    if !band.is_empty() {
        canvas.text((OWN, base), &band, own, Align::Right);
    }
    canvas.text((OWN - own.width(&band), base), &middle, own.bold(), Align::Right);
    marks(canvas, figure, compared, y);
    let verdict = compared.judged.verdict;
    let font = if verdict.is_outside() { TEXT.bold() } else { grey };
    canvas.text((VERDICT, base), verdict.words(), font, Align::Right);
}

/// Band, dot and published range; words where these are no multiples.
fn marks(canvas: &Canvas, figure: &Figure, compared: &Compared, y: f64) {
    let (centre, band) = (figure.published.centre(), &compared.band);
    if compared.scale == Scale::Linear || centre <= 0.0 || band.high <= 0.0 {
        let said = match words::off(compared, &figure.unit) {
            Some(off) if compared.judged.verdict == Verdict::TooLow => format!("not a multiple: {off} less"),
            Some(off) => format!("not a multiple: {off} more"),
            None => "not a multiple".to_owned(),
        };
        // On white, since the lines of the axis run behind it.
        let font = TEXT.color(theme::GREY);
        let (x, half) = (0.5 * (AXIS.0 + AXIS.1), 0.5 * font.width(&said) + 6.0);
        canvas.rect(x - half..x + half, y - 10.0..y + 10.0, theme::WHITE);
        canvas.text((x, y + text::CAPITAL * font.size / 2.0), &said, font, Align::Center);
        return;
    }
    let outside = compared.judged.verdict.is_outside();
    let (low, high) = (at(band.low.min(band.most) / centre), at(band.high / centre));
    let high = high.max(low + 3.0);
    if outside {
        canvas.rect(low..high, y - 5.5..y + 5.5, theme::WHITE);
        canvas.outline(low..high, y - 5.5..y + 5.5, theme::WITHOUT, 1.6);
    } else {
        canvas.rect(low..high, y - 5.5..y + 5.5, theme::NEUTRAL_BAND);
    }
    let (from, to) = figure.published.range();
    if from < to {
        canvas.rect(at(from / centre)..at(to / centre), y - 2.0..y + 2.0, theme::THRESHOLD);
    }
    // What goes beyond the axis says so.
    if band.high / centre > ENDS.1 {
        arrow(canvas, AXIS.1, y, 1.0, outside);
    }
    if band.low / centre < ENDS.0 {
        arrow(canvas, AXIS.0, y, -1.0, outside);
    }
    let middle = at(band.middle.min(band.most) / centre);
    let off_axis = !(ENDS.0..=ENDS.1).contains(&(band.middle / centre));
    match (off_axis, compared.judged.verdict) {
        (true, _) => {}
        (_, Verdict::Inside) => canvas.disc((middle, y), 5.5, theme::WITHOUT),
        _ => canvas.ring((middle, y), 5.0, theme::WITHOUT, 1.8),
    }
}

/// An arrowhead at an end of the axis.
fn arrow(canvas: &Canvas, x: f64, y: f64, towards: f64, outside: bool) {
    let color = if outside { theme::WITHOUT } else { theme::NEUTRAL_BAND };
    let points = [(x, y - 7.5), (x + 9.0 * towards, y), (x, y + 7.5)];
    canvas.polygon(&points, color);
}

/// As figures write it: true minus signs and dashes.
fn typeset(said: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for c in said.replace("over ", ">\u{2009}").chars() {
        out.push(match c {
            '-' if before.is_ascii_digit() => '–',
            '-' => '−',
            other => other,
        });
        before = c;
    }
    out
}

/// The finding, longest first.
fn titles(counts: &Counts) -> Vec<String> {
    let (n, m) = (counts.compared, counts.inside);
    let lie = if n == 1 { "number lies" } else { "numbers lie" };
    let first = format!("{m} of {n} published {lie} inside drawdown’s bands");
    let (low, high, touch) = (counts.too_low, counts.too_high, counts.touches);
    let few = |n: usize| plot_words::count(n);
    let misses = low + high;
    let mut titles = Vec::new();
    if misses > 0 {
        let (more, which) = if low > high { (low, "low") } else { (high, "high") };
        let direction = match (low == high, more == misses) {
            (true, _) => format!("{} are too low, {} too high", few(low), few(high)),
            (_, true) if misses == 1 => format!("the one miss is too {which}"),
            (_, true) => format!("all {} misses are too {which}", few(misses)),
            _ => format!("{} of {} misses are too {which}", few(more), few(misses)),
        };
        if touch > 0 {
            let verb = if touch == 1 { "touches" } else { "touch" };
            titles.push(format!("{first}, {} {verb}; {direction}", few(touch)));
        }
        titles.push(format!("{first}; {direction}"));
    }
    titles.push(first);
    titles
}

fn caption(found: &Findings) -> Vec<String> {
    let mut sentences =
        vec!["Source: studies as named (tables/studies.csv; mostly through press reports).".to_owned()];
    sentences.push(format!(
        "{} runs a scenario, seed {}, each study’s own assumptions as a scenario.",
        grouped(found.replicates),
        found.seed
    ));
    sentences.push("Inside: the published value, or the middle of its range, lies in the band.".to_owned());
    sentences.push("Touches: only the ranges overlap.".to_owned());
    if found.compared().any(|(_, compared)| compared.measure == Some(Measure::Paper)) {
        sentences.push("Counts of kit are compared “on paper”.".to_owned());
    }
    if found.counts.also_input > 0 {
        sentences.push(format!(
            "{} rest on sources that inputs rest on too.",
            plot_words::capital(&plot_words::count(found.counts.also_input))
        ));
    }
    if found.counts.not_comparable > 0 {
        sentences.push(format!(
            "{} more figures cannot be compared.",
            numbers::thousands(found.counts.not_comparable as f64)
        ));
    }
    sentences.push(format!("drawdown {}", found.version));
    sentences
}
