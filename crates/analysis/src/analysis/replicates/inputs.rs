//! Which inputs of a plan are drawn, which of them are asked for, and the coordinates of the design behind them.

use std::collections::BTreeMap;

use super::{Column, names};
use crate::{
    engine::{
        draw::Held,
        plan::{Plan, Source},
    },
    scenario::{
        Scenario,
        address::Address,
        diagnostic::{meant, quote},
        key::{self, Key},
        names::{Index, Name},
        show::unit,
    },
};

/// Whether a scenario draws the value of a slot: a distribution whose ends meet is no doubt.
fn draw(plan: &Plan, s: usize, slot: usize) -> Option<(usize, usize)> {
    let Source::Draw(draw) = plan.scenarios[s].sources[slot] else { return None };
    let draw = &plan.draws[draw];
    plan.tables[draw.table].constant().is_none().then_some((draw.dependence, draw.coordinate))
}

/// The slots of inputs that some scenario draws, in order; with `asked` those that it names.
///
/// # Errors
/// Says what is wrong with a name, and what is allowed.
pub fn slots(plan: &Plan, asked: Option<&[String]>) -> Result<Vec<usize>, String> {
    let addresses = plan.layout.addresses();
    let is_drawn = |slot: usize| (0..plan.scenarios.len()).any(|s| draw(plan, s, slot).is_some());
    let drawn: Vec<usize> = (0..addresses.len()).filter(|&slot| is_drawn(slot)).collect();
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

/// The drawn slots that a name stands for.
fn named(text: &str, addresses: &[Address], drawn: &[usize]) -> Result<Vec<usize>, String> {
    let asked = address(text)?;
    let own: Vec<&Address> = addresses.iter().filter(|address| address.name == asked.name).collect();
    let of: [fn(&Address) -> &String; 2] = [|address| &address.first, |address| &address.second];
    for id in of {
        let written = id(&asked);
        if names::fits(written, "") || own.iter().any(|address| names::fits(written, id(address))) {
            continue;
        }
        let mut known: Vec<&str> = own.iter().map(|address| id(address).as_str()).collect();
        known.dedup();
        return Err(format!("unknown `{}`; {}", quote(written), meant(written, &known)));
    }
    let fits = |slot: &usize| {
        let address = &addresses[*slot];
        address.name == asked.name && of.iter().all(|id| names::fits(id(&asked), id(address)))
    };
    let found: Vec<usize> = drawn.iter().copied().filter(fits).collect();
    if found.is_empty() {
        return Err("it is not drawn: its value is the same in every run".to_owned());
    }
    Ok(found)
}

/// The address that a name stands for: as in `--set`, with `*` for every id; without a tier or an enabler that share a draw
/// it stands for all of them, and without any id for all there are.
fn address(text: &str) -> Result<Address, String> {
    let plain = Name::parse(text.trim()).filter(|name| name.spec().index != Index::None);
    if let Some(name) = plain {
        return Ok(Address::two(name, "*", "*"));
    }
    let (key, _) = key::parse(text, true).map_err(|fault| format!("{}; {}", fault.message, fault.hint))?;
    match key {
        Key::Input(address) => {
            let second = if address.second.is_empty() { "*".to_owned() } else { address.second };
            let first = if address.first.is_empty() { "*".to_owned() } else { address.first };
            Ok(Address { name: address.name, first, second })
        }
        Key::Setting(name, _) => Err(format!("`{name}` is no input that could be drawn")),
    }
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
