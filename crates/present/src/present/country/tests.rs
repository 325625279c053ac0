use super::*;
use crate::present::answer::made_up::summary;
use crate::present::numbers::currency::Currency;
use crate::store::{
    country::{Aside, KeptScenario, Spending, TakesPart},
    summary::Estimate,
};

fn year(year: i32, met: f64) -> Spending {
    Spending {
        year,
        share: Spread::default(),
        share_without: Spread::default(),
        met,
        met_without: 0.0,
        below: 0.0,
        below_without: 0.0,
    }
}

fn made_up(pledge: f64, years: Vec<Spending>) -> Country {
    let scenario = UnderScenario {
        scenario: "a".to_owned(),
        title: "A".to_owned(),
        short_title: "a name that is far longer than any column of a terminal has room for".to_owned(),
        present: Some(Spread { mean: 100.0, p05: 100.0, p95: 100.0 }),
        leaving: Some(Spread { mean: 50.0, p05: 20.0, p95: 80.0 }),
        pledge,
        pledge_year: 2035.0,
        met_from: None,
        met_from_without: Some(2036),
        years,
        bill: crate::store::country::Bill {
            in_all: Spread { mean: 113.0, p05: -1.13, p95: 226.0 },
            part_by_gdp: Some(0.5),
            part_by_rise: None,
        },
        kept: None,
    };
    Country {
        version: "0".to_owned(),
        ally: "XYZ".to_owned(),
        title: "Xanadu".to_owned(),
        seed: 1,
        replicates: 1_000,
        replicates_aside: 0,
        tier: 30,
        start_year: 2026,
        bill_year: 2030,
        known: crate::store::country::Known { measured: 1, published: 1, judgement: 1 },
        scenarios: vec![scenario],
    }
}

/// The page without what it takes from a summary.
fn said(country: &Country, currency: Currency) -> String {
    let page = Page {
        country,
        shown: &country.scenarios,
        money: Money::new(currency),
        own_tier: country.tier,
        narrowed: false,
        with: "if they leave",
        without: "if nobody leaves",
        who: "who leaves",
        gone: "what left",
        under_way: vec!["68 %".to_owned()],
    };
    let mut blocks = Vec::new();
    for add in [troops::add, spending::add, forces::add, aside::add, bill::add, sure::add] {
        add(&page, &mut blocks);
    }
    plain(&summary(Vec::new(), &[]), country, &blocks)
}

#[test]
fn numbers_stand_alone_where_they_are_the_same_in_every_run() {
    let spread = |mean, p05, p95| Spread { mean, p05, p95 };
    assert_eq!(ranged(spread(2.04, 2.0, 2.04), share), "2.0");
    assert_eq!(ranged(spread(2.4, 1.9, 3.0), share), "2.4 (1.9-3.0)");
    assert_eq!(ranged(spread(0.1, -0.2, 0.4), share), "0.1 (-0.2 to 0.4)");
}

/// Without the ends of lines.
fn flat(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_page_says_what_is_known_and_what_is_not() {
    let country = made_up(3.5, vec![year(2025, 0.0), year(2030, 0.003), year(2035, 0.7), year(2040, 1.0)]);
    let page = said(&country, Currency::Euro);
    for part in [
        "Xanadu spends 0.0 % of GDP in 2025 and has pledged 3.5 % by 2035.",
        "50 (20-80)",
        "50 %",
        "<1 %",
        "70 %",
        "always",
        "in all years after: not by 2040 (if nobody leaves: from 2036 on).",
        "100 (-1.0 to 200)",
        "50 (-0.5 to 100)",
        "1 EUR = 1.13 USD",
        "Not all have left by then: 68 % of those who leave.",
        "`drawdown country XYZ RUN`",
        "Of 3 graded inputs about Xanadu, 1 is judgement, 1 published estimate, 1 measured.",
    ] {
        assert!(flat(&page).contains(part), "{part}\n{page}");
    }
    assert!(page.lines().all(|line| line.chars().count() <= WIDTH), "{page}");
}

#[test]
fn what_no_table_holds_is_not_made_up() {
    let mut country = made_up(f64::NAN, Vec::new());
    country.scenarios[0].present = None;
    country.scenarios[0].bill = crate::store::country::Bill::default();
    let page = said(&country, Currency::Dollar);
    assert!(page.contains("The model has no US troops in Xanadu"), "{page}");
    assert!(page.contains("is not in the tables of this run"), "{page}");
    assert!(page.contains("there is no bill to share") && !page.contains("NaN"), "{page}");
}

#[test]
fn a_page_of_one_of_several_scenarios_names_it_in_its_heading() {
    let mut country = made_up(3.5, Vec::new());
    let other = UnderScenario {
        scenario: "b".to_owned(),
        short_title: "b".to_owned(),
        ..country.scenarios[0].clone()
    };
    country.scenarios.insert(0, other);
    let mut run = summary(Vec::new(), &[]);
    assert!(ran(&run, &country).starts_with("2 scenarios, 1,000 runs"), "{}", ran(&run, &country));
    run.turned_to.focus = Some("b".to_owned());
    assert!(
        ran(&run, &country).starts_with("\"b\", one of 2 scenarios, 1,000 runs"),
        "{}",
        ran(&run, &country)
    );
}

#[test]
fn a_part_that_no_table_holds_is_told_where_it_is_computed() {
    let mut country = made_up(3.5, Vec::new());
    let note = "The part by GDP stands in no table of this run: `drawdown country XYZ RUN` computes it.";
    assert!(!flat(&said(&country, Currency::Dollar)).contains(note));
    country.scenarios[0].bill.part_by_gdp = None;
    assert!(flat(&said(&country, Currency::Dollar)).contains(note));
}

#[test]
fn of_which_capabilities_most_is_lost_is_said_to_be_known_at_one_tier_alone() {
    let mut country = made_up(3.5, Vec::new());
    let aside = |tier| Aside {
        tier,
        with: 0.12,
        aside: 0.13,
        more: Estimate::default(),
        probability_more: 1.0,
        more_without: Estimate::default(),
    };
    country.scenarios[0].kept = Some(KeptScenario {
        scenario: "a".to_owned(),
        hash: String::new(),
        gdp: 1.0,
        gdp_of_all: 2.0,
        forces: Vec::new(),
        us_units: Vec::new(),
        takes_part: TakesPart::Yes,
        aside: vec![aside(10), aside(30)],
        aside_domains: Vec::new(),
    });
    let mut run = summary(Vec::new(), &[]);
    let told = |run: &Summary| flat(&plain(run, &country, &page(run, &country)));
    let note = "Of which capabilities most is lost is known at D+30 alone, the tier of the run.";
    assert!(told(&run).contains("loses at D+30 if") && !told(&run).contains(note), "{}", told(&run));
    run.turned_to.tier = Some(10);
    assert!(told(&run).contains("loses at D+10 if") && told(&run).contains(note), "{}", told(&run));
}
