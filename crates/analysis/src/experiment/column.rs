//! Names of columns: letters, digits and underscores, with the unit at the end.

/// A text as part of a column's name: `% of GDP` is `pct_of_gdp`, `required[isr,30]` is `required_isr_30`, `pledge[*]`
/// is `pledge_all`.
#[must_use]
pub fn plain(text: &str) -> String {
    let text = text.replace('%', "pct").replace('*', "all").replace('$', "usd");
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("_")
}

/// A name with its unit; `-` is none.
#[must_use]
pub fn with_unit(name: &str, unit: &str) -> String {
    let (name, unit) = (plain(name), plain(unit));
    if unit.is_empty() { name } else { format!("{name}_{unit}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_end_in_their_unit() {
        assert_eq!(with_unit("personnel", "people"), "personnel_people");
        assert_eq!(with_unit("required[isr,30]", "units"), "required_isr_30_units");
        assert_eq!(with_unit("pledge[*]", "% of GDP"), "pledge_all_pct_of_gdp");
        assert_eq!(with_unit("rho_gdp", "-"), "rho_gdp");
        assert_eq!(with_unit("uplift", "bn USD 2025"), "uplift_bn_usd_2025");
    }
}
