//! Where words stand beside the plots of the programme.

/// Where words beside the plots begin.
pub(super) const WORDS: f64 = 1150.0;

/// How near they come to each other.
pub(super) const APART: f64 = 24.0;

/// Places for labels that want to stand at heights given from the lowest up or in any order: at least [`APART`] from each
/// other, as near as can be.
pub(super) fn apart(wanted: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let mut places = wanted.to_vec();
    let mut least = top;
    for &i in &order {
        places[i] = places[i].max(least);
        least = places[i] + APART;
    }
    let mut most = bottom;
    for &i in order.iter().rev() {
        places[i] = places[i].min(most);
        most = places[i] - APART;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_apart_and_within_and_in_their_order() {
        assert_eq!(apart(&[300.0, 100.0], 50.0, 400.0), [300.0, 100.0]);
        assert_eq!(apart(&[100.0, 100.0, 101.0], 50.0, 400.0), [100.0, 124.0, 148.0]);
        assert_eq!(apart(&[399.0, 398.0], 50.0, 400.0), [400.0, 376.0]);
    }
}
