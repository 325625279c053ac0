//! Ranks, and Spearman's correlation of them.

/// Ranks from 1 on, equal values sharing the mean of theirs. Values are ordered by `f64::total_cmp`.
#[must_use]
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let value = values[order[from]];
        let count = order[from..].iter().take_while(|&&i| values[i] == value).count().max(1);
        // The mean of the whole numbers from + 1 to from + count.
        let rank = from as f64 + (count as f64 + 1.0) / 2.0;
        for &i in &order[from..from + count] {
            ranks[i] = rank;
        }
        from += count;
    }
    ranks
}

/// Pearson's correlation of two columns of ranks, which is Spearman's of what was ranked; 0 where one of them does not
/// vary.
///
/// # Panics
/// If the columns differ in length.
#[must_use]
pub fn correlation(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len(), "ranks of the same things");
    // The mean of all ranks, ties or not.
    let mean = (a.len() as f64 + 1.0) / 2.0;
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for (&x, &y) in a.iter().zip(b) {
        let (x, y) = (x - mean, y - mean);
        both += x * y;
        first += x * x;
        second += y * y;
    }
    if first > 0.0 && second > 0.0 { both / (first * second).sqrt() } else { 0.0 }
}

/// Standard deviation of Spearman's correlation of `n` independent pairs: `1 / sqrt(n - 1)`. What is smaller than twice
/// that may be chance.
#[must_use]
pub fn noise(n: u64) -> f64 {
    if n > 1 { 1.0 / ((n - 1) as f64).sqrt() } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_a_rank() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, -0.0, 0.0]), [4.5, 3.0, 4.5, 1.5, 1.5]);
        assert!(ranks(&[]).is_empty());
    }

    #[test]
    fn spearman_by_hand() {
        // Without ties rho = 1 - 6 sum d^2 / (n (n^2 - 1)). Ranks 1 2 3 4 5 against 1 2 4 3 5: d = 0, 0, 1, 1, 0.
        let (a, b) = (ranks(&[10.0, 20.0, 30.0, 40.0, 50.0]), ranks(&[1.0, 8.0, 27.0, 9.0, 64.0]));
        assert!((correlation(&a, &b) - (1.0 - 6.0 * 2.0 / 120.0)).abs() < 1e-15);
        let reversed: Vec<f64> = b.iter().map(|r| 6.0 - r).collect();
        assert!((correlation(&b, &reversed) + 1.0).abs() < 1e-15);
        assert_eq!(correlation(&a, &[3.0; 5]), 0.0);
    }

    #[test]
    fn the_noise_is_that_of_independent_columns() {
        use crate::sampling::keyed::Stream;
        let n = 400;
        let column = |k: u32| -> Vec<f64> {
            let stream = Stream::new(5, &format!("column {k}"));
            let blocks = (0..n).step_by(8).flat_map(|r| stream.uniform8(r, 0));
            ranks(&blocks.collect::<Vec<f64>>())
        };
        let found: Vec<f64> = (0..300).map(|k| correlation(&column(2 * k), &column(2 * k + 1))).collect();
        let square = found.iter().map(|r| r * r).sum::<f64>() / found.len() as f64;
        // The sum of 300 squares has a relative standard error of 8 %.
        assert!((square.sqrt() / noise(n) - 1.0).abs() < 0.16, "{} {}", square.sqrt(), noise(n));
    }
}
