//! How an amount is shared out among those that claim it (sections 6 and 7).

use super::lanes::F8;

/// One that takes part in a [`Share`].
pub trait Claimant {
    /// The most that it takes.
    fn most(&self) -> F8;
    /// Its claim.
    fn claim(&self) -> F8;
}

/// `share(M; most; claim)`: gives each claimant `min(most, lambda claim)` with the smallest `lambda` for which all of
/// `amount` is given or every claimant has its most.
#[derive(Clone, Copy, Debug, Default)]
pub struct Share {
    /// `lambda` of the last time, near that of the next.
    lambda: F8,
}

impl Share {
    /// Claimants that get more than their most at some `lambda` have their most and leave the rest to the others by
    /// their claims, which is Newton's method: what is given grows with `lambda` ever more slowly, so that from
    /// anywhere the first step leads to a `lambda` that is not too large, and all others up, until nobody new has its
    /// most.
    #[inline(always)]
    pub fn lambda(&mut self, amount: F8, claimants: &[impl Claimant]) -> F8 {
        let (mut lambda, mut least) = (self.lambda, F8::ZERO);
        // One step down at most, then somebody new has its most in every step, then one that moves nothing; draws that
        // are not valid, and so left out of every estimate, may make no sense here and must come to an end too.
        for _ in 0..claimants.len() + 3 {
            let (mut rest, mut claims) = (amount, F8::ZERO);
            for claimant in claimants {
                let (most, claim) = (claimant.most(), claimant.claim());
                let full = most.le(lambda * claim);
                rest -= full.keep(most);
                claims += (!full).keep(claim);
            }
            // Where everybody has its most it stays so, unless there is not enough for that.
            let enough = rest.ge(F8::ZERO).keep(lambda);
            let next = least.max(claims.gt(F8::ZERO).select(rest.max(F8::ZERO) / claims, enough));
            if !next.differs(lambda).any() {
                break;
            }
            (lambda, least) = (next, next);
        }
        self.lambda = lambda;
        lambda
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The most that it takes, and its claim.
    impl Claimant for (F8, F8) {
        fn most(&self) -> F8 {
            self.0
        }

        fn claim(&self) -> F8 {
            self.1
        }
    }

    /// What is given, from a `lambda` of the last time in each lane.
    fn shared_from(starts: [f64; 8], amount: f64, most: &[f64], claim: &[f64]) -> [Vec<f64>; 8] {
        let lanes = |values: &[f64]| values.iter().map(|&v| F8::splat(v)).collect::<Vec<_>>();
        let mut share = Share { lambda: F8(starts) };
        let claimants: Vec<(F8, F8)> = lanes(most).into_iter().zip(lanes(claim)).collect();
        let lambda = share.lambda(F8::splat(amount), &claimants);
        std::array::from_fn(|lane| {
            most.iter().zip(claim).map(|(&most, &claim)| most.min(lambda[lane] * claim)).collect()
        })
    }

    fn shared(amount: f64, most: &[f64], claim: &[f64]) -> Vec<f64> {
        let [first, ..] = shared_from([0.0; 8], amount, most, claim);
        first
    }

    #[test]
    fn what_a_small_claimant_does_not_need_goes_to_the_others() {
        // Equal claims on 12: the first needs only 2, the others share the 10 that are left by 1 to 4.
        assert_eq!(shared(12.0, &[2.0, 9.0, 9.0], &[1.0, 1.0, 4.0]), [2.0, 2.0, 8.0]);
        assert_eq!(shared(100.0, &[2.0, 9.0, 5.0], &[1.0, 1.0, 0.0]), [2.0, 9.0, 0.0]);
        assert_eq!(shared(0.0, &[2.0, 9.0], &[1.0, 1.0]), [0.0, 0.0]);
    }

    #[test]
    fn amounts_that_make_no_sense_come_to_an_end() {
        shared(-5.0, &[-1.0, 2.0, -3.0], &[1.0, -2.0, 1.0]);
        shared(f64::NAN, &[1.0, f64::NAN], &[f64::INFINITY, 1.0]);
    }

    proptest! {
        #[test]
        fn gives_the_smallest_lambda(
            amount in 0.0..50.0,
            claimants in prop::collection::vec((0.0..10.0, prop_oneof![Just(0.0), 0.1..5.0]), 1..13)
        ) {
            let (most, claim): (Vec<f64>, Vec<f64>) = claimants.into_iter().unzip();
            let give = shared(amount, &most, &claim);
            for others in shared_from([0.0, 0.1, 1.0, 3.0, 20.0, 1e3, 1e19, f64::MAX], amount, &most, &claim) {
                for (other, give) in others.iter().zip(&give) {
                    prop_assert!((other - give).abs() < 1e-9, "{other}, {give} from 0");
                }
            }
            let wanted: f64 = most.iter().zip(&claim).filter(|(_, c)| **c > 0.0).map(|(m, _)| m).sum();
            let given: f64 = give.iter().sum();
            prop_assert!((given - amount.min(wanted)).abs() < 1e-9, "{given} of {amount}, {wanted} wanted");
            // Whoever is not served in full gets the same part of its claim.
            let parts = give.iter().zip(&most).zip(&claim).filter(|((g, m), c)| **c > 0.0 && **g < **m - 1e-9);
            let parts: Vec<f64> = parts.map(|((g, _), c)| g / c).collect();
            for (i, (g, c)) in give.iter().zip(&claim).enumerate() {
                prop_assert!(*g <= most[i] + 1e-12);
                if let Some(&lambda) = parts.first() && *c > 0.0 {
                    prop_assert!((g - most[i].min(lambda * c)).abs() < 1e-9);
                }
            }
        }
    }
}
