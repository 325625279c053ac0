//! Tabulated quantile functions are within their bound.

use drawdown::sampling::{quantile::quantile, table::Table};

use super::{grid, is_stepped, rounding, shapes, spread};

#[test]
fn tables_are_within_their_bound() {
    let mut beyond = Vec::new();
    for d in &shapes() {
        let table = Table::new(d);
        let mut worst = (0.0, 0.5);
        for u in grid(1e-6, 3_000) {
            let exact = quantile(d, u);
            let error = (table.quantile(u) - exact).abs();
            if is_stepped(d) || error > rounding(d, exact) {
                let scaled = error / spread(d).max(f64::MIN_POSITIVE);
                if scaled > worst.0 {
                    worst = (scaled, u);
                }
            }
        }
        println!("{:.1e} at {:.3e}: {d:?}", worst.0, worst.1);
        let allowed = if is_stepped(d) { 0.0 } else { 1e-9 };
        if worst.0 > allowed {
            beyond.push(format!("{d:?}: {:e} of the spread at {:e}", worst.0, worst.1));
        }
        // Further out it is the exact function.
        for m in [9.5e-7, 1e-9, 1e-13, 1e-16] {
            assert_eq!(table.quantile(m), quantile(d, m), "{d:?}: {m}");
            assert_eq!(table.quantile(1.0 - m), quantile(d, 1.0 - m), "{d:?}: 1 - {m}");
        }
        let u = [1e-9, 0.001, 0.25, 0.5, 0.500_001, 0.75, 0.999, 1.0 - 1e-9];
        assert_eq!(table.quantile8(&u), u.map(|u| table.quantile(u)), "{d:?}");
    }
    assert!(beyond.is_empty(), "beyond 1e-9 of the spread:\n{}", beyond.join("\n"));
}
