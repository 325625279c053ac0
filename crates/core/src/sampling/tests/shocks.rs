//! Shocks are addressed by name, ally and calendar year.

use crate::sampling::{elementary::normal_quantile, keyed::Stream, shocks::Shocks};

fn ids(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

#[test]
fn shocks_are_what_their_addresses_say() {
    let shocks = Shocks::new(11, &ids("DEU FRA"), 2026, 3);
    let mut block = shocks.block();
    shocks.fill(16, &mut block);
    for lane in 0..8 {
        let normal =
            |name: &str, year| normal_quantile(Stream::new(11, name).uniform(16 + lane as u64, year));
        assert_eq!(block.gdp_common[1][lane], normal("gdp_common", 2027));
        assert_eq!(block.spend_common[2][lane], normal("spend_common", 2028));
        assert_eq!(block.gdp_ally[2 * 2][lane], normal("gdp_ally[DEU]", 2028));
        assert_eq!(block.spend_ally[1][lane], normal("spend_ally[FRA]", 2026));
        assert_eq!(block.crisis_uniform[0][lane], Stream::new(11, "crisis").uniform(16 + lane as u64, 2026));
    }
}

#[test]
fn another_ally_a_longer_run_or_another_start_disturb_nothing() {
    let (short, long) =
        (Shocks::new(11, &ids("DEU FRA"), 2027, 3), Shocks::new(11, &ids("BEL DEU FRA"), 2026, 5));
    let (mut a, mut b) = (short.block(), long.block());
    short.fill(8, &mut a);
    long.fill(8, &mut b);
    for year in 0..3 {
        assert_eq!(a.gdp_common[year], b.gdp_common[year + 1]);
        assert_eq!(a.crisis_uniform[year], b.crisis_uniform[year + 1]);
        for ally in 0..2 {
            assert_eq!(a.gdp_ally[year * 2 + ally], b.gdp_ally[(year + 1) * 3 + ally + 1]);
            assert_eq!(a.spend_ally[year * 2 + ally], b.spend_ally[(year + 1) * 3 + ally + 1]);
        }
    }
}

#[test]
fn shocks_are_standard_normal() {
    let shocks = Shocks::new(2, &ids("DEU"), 2026, 1);
    let mut block = shocks.block();
    let (mut first, mut second, mut count) = (0.0, 0.0, 0.0);
    for group in 0..5000 {
        shocks.fill(8 * group, &mut block);
        for z in block.gdp_ally[0] {
            first += z;
            second += z * z;
            count += 1.0;
        }
    }
    // Standard errors: 1/sqrt(n) of the mean, sqrt(2/n) of the variance; four of each.
    assert!((first / count).abs() < 4.0 / f64::sqrt(count));
    assert!((second / count - 1.0).abs() < 4.0 * f64::sqrt(2.0 / count));
}
