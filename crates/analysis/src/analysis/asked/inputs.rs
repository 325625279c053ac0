//! Inputs that are drawn, by name.

use super::fits;
use crate::{
    engine::plan::{Plan, Source},
    scenario::{
        address::Address,
        diagnostic::{meant, quote},
        key::{self, Key},
        names::{Index, Name},
    },
};

/// The draw of a scenario's value of a slot, as the number of its dependence and its coordinate there: a distribution whose ends
/// meet is no doubt.
#[must_use]
pub fn draw(plan: &Plan, s: usize, slot: usize) -> Option<(usize, usize)> {
    let Source::Draw(draw) = plan.scenarios[s].sources[slot] else { return None };
    let draw = &plan.draws[draw];
    plan.tables[draw.table].constant().is_none().then_some((draw.dependence, draw.coordinate))
}

/// The slots of inputs that some scenario draws, in order.
#[must_use]
pub fn drawn(plan: &Plan) -> Vec<usize> {
    let is_drawn = |slot: &usize| (0..plan.scenarios.len()).any(|s| draw(plan, s, *slot).is_some());
    (0..plan.layout.addresses().len()).filter(is_drawn).collect()
}

/// The slots that a name stands for, of those that are drawn.
///
/// # Errors
/// Says what is wrong with the name, and what is allowed.
pub fn named(text: &str, addresses: &[Address], drawn: &[usize]) -> Result<Vec<usize>, String> {
    let asked = address(text)?;
    let own: Vec<&Address> = addresses.iter().filter(|address| address.name == asked.name).collect();
    let of: [fn(&Address) -> &String; 2] = [|address| &address.first, |address| &address.second];
    for id in of {
        let written = id(&asked);
        if fits(written, "") || own.iter().any(|address| fits(written, id(address))) {
            continue;
        }
        let mut known: Vec<&str> = own.iter().map(|address| id(address).as_str()).collect();
        known.dedup();
        return Err(format!("unknown `{}`; {}", quote(written), meant(written, &known)));
    }
    let is_meant = |slot: &usize| {
        let address = &addresses[*slot];
        address.name == asked.name && of.iter().all(|id| fits(id(&asked), id(address)))
    };
    let found: Vec<usize> = drawn.iter().copied().filter(is_meant).collect();
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
