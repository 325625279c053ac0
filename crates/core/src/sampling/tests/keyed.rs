//! The generator's published answers, and that draws are addressed.

use rand::{Rng, TryRng};

use crate::sampling::keyed::{Stream, philox};

/// `kat_vectors` of the Random123 distribution, philox4x32 with 10 rounds.
#[test]
fn philox_gives_the_published_answers() {
    let cases: [([u64; 4], [u32; 2], [u64; 4]); 3] = [
        ([0; 4], [0; 2], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
        ([0xffff_ffff; 4], [0xffff_ffff; 2], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
        (
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
            [0xa409_3822, 0x299f_31d0],
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
        ),
    ];
    for (counter, key, answer) in cases {
        assert_eq!(philox(counter.map(|word| [word]), key).map(|word| word[0]), answer);
    }
}

#[test]
fn lanes_scalars_and_any_order_give_the_same_draws() {
    let stream = Stream::new(17, "growth[DEU]");
    for first in [0, 8, 4096, (1 << 33) - 8, 1 << 33, 1 << 40] {
        for index in [0, 2026, u32::MAX] {
            let lanes = stream.uniform8(first, index);
            for lane in (0..8).rev() {
                assert_eq!(lanes[lane as usize], stream.uniform(first + lane, index));
            }
        }
    }
}

/// The bytes are a contract: another value here is a change of every result.
#[test]
fn the_first_draws_stay_what_they_are() {
    let stream = Stream::new(1, "commitment");
    assert_eq!(
        [stream.uniform(0, 0), stream.uniform(1, 0), stream.uniform(0, 1)].map(f64::to_bits),
        [4607004149609158619, 4598775677304718850, 4605077571322133813]
    );
}

#[test]
fn other_seeds_addresses_replicates_and_indices_give_other_draws() {
    let draw = |seed, address: &str, replicate, index| Stream::new(seed, address).uniform(replicate, index);
    let base = draw(1, "slip", 0, 0);
    for other in [draw(2, "slip", 0, 0), draw(1, "slop", 0, 0), draw(1, "slip", 1, 0), draw(1, "slip", 0, 1)]
    {
        assert_ne!(base, other);
    }
}

/// Chi-square with 99 degrees of freedom: 99.99 % quantile 157.5 (statrs), at fixed seeds.
#[test]
fn draws_are_uniform_and_independent_of_their_neighbours() {
    let stream = Stream::new(3, "uniformity");
    let check = |name: &str, counts: &[u32]| {
        let expected = f64::from(counts.iter().sum::<u32>()) / counts.len() as f64;
        let square: f64 = counts.iter().map(|&c| (f64::from(c) - expected).powi(2) / expected).sum();
        assert!((50.0..157.5).contains(&square), "{name}: chi-square {square}");
    };
    let mut by_replicate = [0; 100];
    let mut by_index = [0; 100];
    let mut neighbours = [0; 100];
    let mut streams = [0; 100];
    let cell = |u: f64, v: f64| (u * 10.0) as usize * 10 + (v * 10.0) as usize;
    for i in 0..100_000 {
        let u = stream.uniform(i, 0);
        by_replicate[(u * 100.0) as usize] += 1;
        by_index[(stream.uniform(0, i as u32) * 100.0) as usize] += 1;
        neighbours[cell(u, stream.uniform(i ^ 1, 0))] += u32::from(i % 2 == 0);
    }
    for i in 0..20_000 {
        let address = |n: u64| Stream::new(3, &format!("input[{n}]")).uniform(0, 0);
        streams[cell(address(i), address(i + 1))] += 1;
    }
    check("replicates", &by_replicate);
    check("indices", &by_index);
    check("the two words of a call", &neighbours);
    check("streams", &streams);
}

#[test]
fn the_generator_counts_through_the_indices() -> Result<(), std::convert::Infallible> {
    let stream = Stream::new(5, "rng");
    let mut rng = stream.rng(7);
    assert_eq!(rng.next_u64(), stream.bits(7, 0));
    assert_eq!(rng.next_u32(), (stream.bits(7, 1) >> 32) as u32);
    let mut bytes = [0; 11];
    rng.try_fill_bytes(&mut bytes)?;
    assert_eq!(bytes[..8], stream.bits(7, 2).to_le_bytes());
    assert_eq!(bytes[8..], stream.bits(7, 3).to_le_bytes()[..3]);
    Ok(())
}
