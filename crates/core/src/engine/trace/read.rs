//! Reads the given part of a trace folder (inputs, shocks, cuts), so that the model can be driven by anybody's numbers.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use serde::de::DeserializeOwned;

use super::{
    block::Block,
    rows::{CutRow, InputRow, ShockRow},
};
use crate::{
    model::{
        lanes::{F8, LANES},
        layout::Layout,
        shocks::Events,
    },
    sampling::shocks::ShockBlock,
    scenario::{
        address::Address,
        names::{Index, Name},
    },
    text::read_csv,
};

/// Why a trace folder cannot drive the model.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    /// A file is missing, or a row of it is not of its header's form.
    #[error("{file}: {source}")]
    Csv {
        /// File name.
        file: &'static str,
        /// What is wrong.
        source: csv::Error,
    },
    /// A row names something unknown.
    #[error("{file}: {what}")]
    Row {
        /// File name.
        file: &'static str,
        /// What is wrong.
        what: String,
    },
    /// A value that every replicate needs is not there.
    #[error("replicate {replicate}: no value for {what}")]
    Missing {
        /// Replicate.
        replicate: u64,
        /// Address, shock or element.
        what: String,
    },
}

/// Replicates given from outside: the sets they speak of, and their numbers in blocks of eight.
#[derive(Clone, Debug)]
pub struct Given {
    /// Sets and numbering.
    pub layout: Layout,
    /// The replicates.
    pub blocks: Vec<Block>,
}

fn rows<R: DeserializeOwned>(dir: &Path, file: &'static str) -> Result<Vec<R>, TraceError> {
    let wrong = |source| TraceError::Csv { file, source };
    let rows = || read_csv(crate::disk::read::table(&dir.join(file))?)?.collect::<Result<_, _>>();
    rows().map_err(wrong)
}

fn ids<'a>(addresses: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    addresses.filter(|id| seen.insert(id.to_string())).map(str::to_owned).collect()
}

impl Given {
    /// Reads `inputs.csv`, `shocks.csv` and `cuts.csv` of a trace folder.
    ///
    /// Domains, allies and elements are those of the first replicate, in the order of its rows.
    ///
    /// # Errors
    /// When a file cannot be read, a row names an unknown input, or a value is missing.
    pub fn read(dir: &Path) -> Result<Self, TraceError> {
        let mut values: BTreeMap<u64, BTreeMap<Address, f64>> = BTreeMap::new();
        let mut order: Vec<Address> = Vec::new();
        for row in rows::<InputRow>(dir, "inputs.csv")? {
            let what = || format!("unknown input `{}`", row.name);
            let name =
                Name::parse(&row.name).ok_or_else(|| TraceError::Row { file: "inputs.csv", what: what() })?;
            let none = Cow::from("");
            let (first, second) = match name.spec().index {
                Index::None => (none.clone(), none),
                Index::Domain => (row.domain, none),
                Index::Tier => (row.tier, none),
                Index::Ally => (row.ally, none),
                Index::Element => (row.element, none),
                Index::DomainTier => (row.domain, row.tier),
                Index::DomainEnabler => (row.domain, row.enabler),
                Index::ElementDomain => (row.element, row.domain),
                Index::AllyDomain => (row.ally, row.domain),
            };
            let address = Address { name, first: first.into_owned(), second: second.into_owned() };
            order.push(address.clone());
            values.entry(row.replicate).or_default().insert(address, row.value);
        }
        let layout = layout(&order, values.values().next().unwrap_or(&BTreeMap::new()));
        let shocks = rows::<ShockRow>(dir, "shocks.csv")?.into_iter();
        let key = |row: &ShockRow| (row.replicate, row.name.to_string(), row.year, row.ally.to_string());
        let shocks = shocks.map(|row| (key(&row), row.value)).collect();
        let cuts = rows::<CutRow>(dir, "cuts.csv")?.into_iter();
        let cuts = cuts.map(|row| ((row.replicate, row.element.into_owned()), row.share)).collect();
        let replicates: Vec<u64> = values.keys().copied().collect();
        let blocks = replicates
            .chunks(LANES)
            .map(|replicates| block(&layout, replicates, &values, &shocks, &cuts))
            .collect::<Result<_, _>>()?;
        Ok(Self { layout, blocks })
    }
}

fn layout(order: &[Address], first: &BTreeMap<Address, f64>) -> Layout {
    let of = |name: Name| order.iter().filter(move |address| address.name == name);
    let domains = ids(of(Name::Holdings).map(|a| a.first.as_str()));
    let elements = ids(of(Name::UsPersonnel).map(|a| a.first.as_str()));
    let position = |ids: &[String], id: &str| ids.iter().position(|other| other == id).unwrap_or_default();
    let enablers: BTreeSet<usize> =
        of(Name::Dependency).map(|address| position(&domains, &address.second)).collect();
    let enablers: Vec<usize> = enablers.into_iter().collect();
    let pairs = |name: Name, pair: &dyn Fn(&Address) -> (usize, usize)| -> Vec<(usize, usize)> {
        of(name).map(pair).collect::<BTreeSet<_>>().into_iter().collect()
    };
    let us_units = pairs(Name::UsUnits, &|a| (position(&elements, &a.first), position(&domains, &a.second)));
    let dependency = pairs(Name::Dependency, &|a| {
        let enabler = position(&domains, &a.second);
        (position(&domains, &a.first), enablers.iter().position(|&j| j == enabler).unwrap_or_default())
    });
    let allies = ids(of(Name::GdpNow).map(|a| a.first.as_str()));
    let national_units =
        pairs(Name::NationalUnits, &|a| (position(&allies, &a.first), position(&domains, &a.second)));
    let structure = |name: Name| first.get(&Address::plain(name)).copied().unwrap_or_default();
    Layout::new(
        domains.clone(),
        enablers.clone(),
        allies,
        elements.clone(),
        structure(Name::StartYear) as i32,
        structure(Name::Quarters) as usize,
        us_units,
        dependency,
        national_units,
    )
}

fn block(
    layout: &Layout,
    replicates: &[u64],
    values: &BTreeMap<u64, BTreeMap<Address, f64>>,
    shocks: &BTreeMap<(u64, String, usize, String), f64>,
    cuts: &BTreeMap<(u64, String), f64>,
) -> Result<Block, TraceError> {
    // Lanes that are not in use repeat the last replicate.
    let lanes: Vec<u64> = (0..LANES).map(|lane| replicates[lane.min(replicates.len() - 1)]).collect();
    let gather = |what: &dyn Fn(u64) -> Option<f64>, name: &dyn Fn() -> String| {
        let mut out = [0.0; LANES];
        for (value, &replicate) in out.iter_mut().zip(&lanes) {
            *value = what(replicate).ok_or_else(|| TraceError::Missing { replicate, what: name() })?;
        }
        Ok::<_, TraceError>(out)
    };
    let mut inputs = Vec::with_capacity(layout.slots());
    for address in layout.addresses() {
        // Where nobody says how many are left the trace does not either.
        let sparse = address.name.is_sparse() || address.name == Name::DownTo;
        let value = |replicate: u64| values[&replicate].get(&address).copied().or(sparse.then_some(0.0));
        inputs.push(F8(gather(&value, &|| address.to_string())?));
    }
    let shock = |name: &str, year: usize, ally: &str| {
        gather(
            &|replicate| shocks.get(&(replicate, name.to_owned(), year, ally.to_owned())).copied(),
            &|| format!("{name} of year {year} {ally}"),
        )
    };
    let mut normals = ShockBlock::default();
    let mut events = Events::default();
    for y in 0..layout.years() {
        normals.gdp_common.push(shock("gdp_common", y, "")?);
        normals.spend_common.push(shock("spend_common", y, "")?);
        for ally in &layout.allies {
            normals.gdp_ally.push(shock("gdp_ally", y, ally)?);
            normals.spend_ally.push(shock("spend_ally", y, ally)?);
        }
        events.crisis.push(F8(shock("crisis", y, "")?).gt(F8::ZERO));
        events.security.push(F8(shock("security", y, "")?).gt(F8::ZERO));
    }
    let shares: Vec<F8> = layout
        .elements
        .iter()
        .map(|element| {
            let share = |replicate| cuts.get(&(replicate, element.clone())).copied();
            gather(&share, &|| format!("cut share of {element}")).map(F8)
        })
        .collect::<Result<_, _>>()?;
    let personnel = inputs[layout.first(Name::Personnel)];
    Ok(Block {
        replicates: replicates.iter().copied().enumerate().collect(),
        inputs,
        personnel,
        normals,
        events,
        cuts: shares,
    })
}
