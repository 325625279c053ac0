//! Correlation matrices of the normals behind the draws, and their Cholesky factors (model.md section 1).

use super::elementary::sin;

/// A pivot of the Cholesky decomposition below this counts as not positive (the diagonal is 1).
const LEAST_PIVOT: f64 = 1e-10;

/// Pearson's correlation of the normals whose ranks have Spearman's correlation `rho` (exact for a Gaussian copula).
#[must_use]
pub fn normal_correlation(rho: f64) -> f64 {
    2.0 * sin(std::f64::consts::PI * rho / 6.0)
}

/// Rows of the lower Cholesky factor of `size` members, of which `pairs` (by number, with their rank correlation) are
/// correlated and all others not.
///
/// # Errors
/// No members have all these correlations: the matrix is not positive definite. The position in `pairs` of the one to
/// look at: the strongest that the first failing row takes part in.
pub fn factor(size: usize, pairs: &[(usize, usize, f64)]) -> Result<Vec<Vec<f64>>, usize> {
    let mut factor = vec![vec![0.0; size]; size];
    for &(a, b, rho) in pairs {
        factor[a.max(b)][a.min(b)] = normal_correlation(rho);
    }
    for row in 0..size {
        let mut pivot = 1.0;
        for column in 0..row {
            let mut sum = factor[row][column];
            for k in 0..column {
                sum -= factor[row][k] * factor[column][k];
            }
            factor[row][column] = sum / factor[column][column];
            pivot -= factor[row][column] * factor[row][column];
        }
        if pivot.is_nan() || pivot < LEAST_PIVOT {
            // A row without a listed pair is a unit vector and cannot fail.
            let suspects = pairs.iter().enumerate().filter(|(_, (a, b, _))| *a.max(b) == row);
            let worst = suspects.max_by(|a, b| a.1.2.abs().total_cmp(&b.1.2.abs()));
            return Err(worst.map_or(0, |(at, _)| at));
        }
        factor[row][row] = pivot.sqrt();
    }
    Ok(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_ties_are_no_matrix_and_what_is_near_is() {
        assert_eq!(factor(2, &[(0, 1, 1.0)]), Err(0));
        assert_eq!(factor(2, &[(0, 1, -1.0)]), Err(0));
        assert!(factor(2, &[(0, 1, 0.999)]).is_ok());
        // 0 with 1 and 1 with 2 strongly alike, 0 with 2 strongly opposed.
        assert_eq!(factor(3, &[(0, 1, 0.8), (1, 2, 0.9), (2, 0, -0.95)]), Err(2));
    }

    #[test]
    fn the_factor_gives_the_matrix_back() -> Result<(), usize> {
        let pairs = [(0, 1, 0.5), (2, 1, -0.3), (0, 2, 0.1)];
        let rows = factor(3, &pairs)?;
        for (a, b, rho) in pairs {
            let dot: f64 = rows[a].iter().zip(&rows[b]).map(|(x, y)| x * y).sum();
            assert!((dot - normal_correlation(rho)).abs() < 1e-15);
        }
        Ok(())
    }
}
