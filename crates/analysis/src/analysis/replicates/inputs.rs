//! Which inputs of a plan are drawn, which of them are asked for, and the coordinates of the design behind them.

use std::collections::BTreeMap;

use super::Column;
use crate::{
    analysis::asked::inputs::{draw, drawn, named},
    engine::{draw::Held, plan::Plan},
    scenario::{Scenario, address::Address, diagnostic::quote, show::unit},
};

/// The slots of inputs that some scenario draws, in order; with `asked` those that it names.
///
/// # Errors
/// Says what is wrong with a name, and what is allowed.
pub fn slots(plan: &Plan, asked: Option<&[String]>) -> Result<Vec<usize>, String> {
    let (addresses, drawn) = (plan.layout.addresses(), drawn(plan));
    let Some(asked) = asked else { return Ok(drawn) };
    let mut chosen = Vec::new();
    for text in asked {
        let found =
            named(text, &addresses, &drawn).map_err(|why| format!("`--inputs {}`: {why}", quote(text)))?;
        chosen.extend(found);
    }
    chosen.sort_unstable();
    chosen.dedup();
    Ok(chosen)
}

/// The columns of values and of the quantiles behind them, and by quantile and scenario its coordinate. Inputs that are
/// one draw have one quantile, that of the coordinate of the sampling design.
pub fn columns(
    plan: &Plan,
    scenarios: &[Scenario],
    slots: &[usize],
) -> (Vec<Column>, Vec<Vec<Option<Held>>>) {
    let addresses = plan.layout.addresses();
    let mut at: BTreeMap<&Address, usize> = BTreeMap::new();
    let (mut values, mut quantiles, mut coordinates) = (Vec::new(), Vec::new(), Vec::new());
    for &slot in slots {
        let mut behind = None;
        for s in 0..plan.scenarios.len() {
            let Some((dependence, coordinate)) = draw(plan, s, slot) else { continue };
            let address = &plan.dependence[dependence].addresses()[coordinate];
            let place = *at.entry(address).or_insert_with(|| {
                quantiles.push(Column::new(format!("quantile:{address}"), "fraction"));
                coordinates.push(vec![None; plan.scenarios.len()]);
                coordinates.len() - 1
            });
            coordinates[place][s] = Some(Held::Coordinate { dependence, coordinate });
            behind.get_or_insert_with(|| format!("quantile:{address}"));
        }
        let address = &addresses[slot];
        let column = Column::new(format!("input:{address}"), unit(&scenarios[0], address));
        values.push(Column { quantile: behind, ..column });
    }
    values.extend(quantiles);
    (values, coordinates)
}
