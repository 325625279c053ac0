//! The one rule, on bands made up.

use drawdown::{
    present::published as words,
    validate::{
        closing,
        record::{Published, Scale},
        verdict::{Band, Verdict, judge},
    },
};

fn band(low: f64, high: f64) -> Band {
    Band { low, middle: 0.5 * (low + high), high, most: f64::INFINITY }
}

fn value(value: f64) -> Published {
    Published { value: Some(value), ..Published::default() }
}

fn range(low: f64, high: f64) -> Published {
    Published { low: Some(low), high: Some(high), ..Published::default() }
}

#[test]
fn a_value_is_inside_to_the_ends_of_the_band() {
    let of = |published: f64| judge(&value(published), &band(10.0, 20.0), Scale::Log);
    for inside in [10.0, 15.0, 20.0] {
        assert_eq!((of(inside).verdict, of(inside).off), (Verdict::Inside, Some(0.0)), "{inside}");
    }
    // A value alone is no range: it is inside or outside.
    let low = of(20.0 * (1.0 + 1e-12));
    assert_eq!(low.verdict, Verdict::TooLow);
    assert_eq!(of(40.0).off, Some(2.0));
    assert_eq!((of(5.0).verdict, of(5.0).off), (Verdict::TooHigh, Some(2.0)));
}

#[test]
fn a_range_touches_where_only_its_end_overlaps() {
    let of = |low: f64, high: f64| judge(&range(low, high), &band(10.0, 20.0), Scale::Log).verdict;
    // The middle decides, not the overlap.
    assert_eq!(of(5.0, 15.0), Verdict::Inside);
    assert_eq!(of(5.0, 14.9), Verdict::Touches);
    assert_eq!(of(20.0, 30.0), Verdict::Touches);
    assert_eq!(of(0.0, 10.0), Verdict::Touches);
    assert_eq!(of(20.1, 30.0), Verdict::TooLow);
    assert_eq!(of(1.0, 9.9), Verdict::TooHigh);
    // A range around the band has its middle in it or not.
    assert_eq!(of(1.0, 31.0), Verdict::Inside);
    assert_eq!(of(1.0, 60.0), Verdict::Touches);
    // A likely value takes the place of the middle.
    let likely = Published { low: Some(1.0), value: Some(12.0), high: Some(60.0) };
    assert_eq!(judge(&likely, &band(10.0, 20.0), Scale::Log).verdict, Verdict::Inside);
}

#[test]
fn by_how_much_is_a_ratio_or_a_difference_of_the_nearest_ends() {
    let far = |scale| judge(&range(30.0, 50.0), &band(10.0, 20.0), scale);
    assert_eq!((far(Scale::Log).verdict, far(Scale::Log).off), (Verdict::TooLow, Some(1.5)));
    assert_eq!(far(Scale::Linear).off, Some(10.0));
    let years = judge(&value(2027.0), &band(2030.0, 2033.0), Scale::Linear);
    assert_eq!((years.verdict, years.off), (Verdict::TooHigh, Some(3.0)));
    // No ratio with what is not positive.
    assert_eq!(judge(&value(3.0), &band(-2.0, -1.0), Scale::Log).off, None);
    assert_eq!(judge(&value(0.0), &band(1.0, 2.0), Scale::Log).off, None);
}

#[test]
fn an_end_alone_is_a_range_without_another() {
    let least = Published { low: Some(12.0), ..Published::default() };
    let most = Published { high: Some(12.0), ..Published::default() };
    let of =
        |published: &Published, low: f64, high: f64| judge(published, &band(low, high), Scale::Log).verdict;
    assert_eq!(of(&least, 10.0, 20.0), Verdict::Inside);
    assert_eq!(of(&least, 100.0, 200.0), Verdict::Touches);
    assert_eq!(of(&least, 1.0, 2.0), Verdict::TooLow);
    assert_eq!(of(&most, 10.0, 20.0), Verdict::Inside);
    assert_eq!(of(&most, 1.0, 2.0), Verdict::Touches);
    assert_eq!(of(&most, 100.0, 200.0), Verdict::TooHigh);
}

#[test]
fn what_lies_beyond_all_that_was_looked_at_is_at_least_that() {
    let beyond = Band { low: f64::INFINITY, middle: f64::INFINITY, high: f64::INFINITY, most: 6.0 };
    let judged = judge(&range(3.0, 4.0), &beyond, Scale::Log);
    assert_eq!((judged.verdict, judged.off), (Verdict::TooHigh, Some(1.5)));
    let open = Band { low: 3.0, middle: 5.0, high: f64::INFINITY, most: 6.0 };
    assert_eq!(judge(&value(50.0), &open, Scale::Log).verdict, Verdict::Inside);
}

#[test]
fn a_unit_of_another_sign_turns_the_band_round() {
    let lost = Band { low: -20.0, middle: -15.0, high: -10.0, most: f64::INFINITY };
    let found = lost.converted(-18.0, 2.0);
    assert_eq!((found.low, found.middle, found.high), (182.0, 272.0, 362.0));
    let beyond = Band { low: 1.0, middle: 2.0, high: f64::INFINITY, most: 15.0 };
    let found = beyond.converted(1.0, 0.5);
    assert_eq!((found.low, found.high, found.most), (1.5, f64::INFINITY, 15.5));
}

#[test]
fn the_time_of_closing_is_read_off_the_shares_by_year() {
    let by_year = [0.0, 0.05, 0.3, 0.5, 0.8, 0.94];
    let found = closing::years(&by_year, 6.0);
    assert_eq!((found.low, found.middle, found.high, found.most), (2.0, 4.0, f64::INFINITY, 6.0));
    // 5, 50 and 95 % quantiles of how many are closed.
    let counts = [[0.0, 1.0, 2.0], [1.0, 2.0, 3.0], [1.0, 3.0, 5.0], [3.0, 4.0, 6.0]];
    let found = closing::years_of_count(&counts, 3.0, 4.0);
    assert_eq!((found.low, found.middle, found.high), (2.0, 3.0, 4.0));
}

#[test]
fn numbers_are_written_for_people() {
    for (value, unit, written) in [
        (40.0, "", "40"),
        (17.63, "", "17.6"),
        (2026.0, "year", "2026"),
        (1205.4, "", "1,205"),
        (128_456.0, "", "128,000"),
        (0.25, "", "0.25"),
        (-3.04, "", "-3"),
        (0.0, "", "0"),
    ] {
        assert_eq!(words::number(value, unit), written);
    }
    let of = |published: Published| words::published(&published, "bn");
    assert_eq!(of(range(226.0, 344.0)), "226-344");
    assert_eq!(of(value(1000.0)), "1,000");
    assert_eq!(of(Published { low: Some(1400.0), ..Published::default() }), "at least 1,400");
    assert_eq!(of(Published { high: Some(64.0), ..Published::default() }), "up to 64");
}
