//! Reads the given part of a trace folder (inputs, shocks, cuts), so that the model can be driven by anybody's numbers.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::block::Block;
use crate::{
    model::{
        lanes::{F8, LANES},
        layout::Layout,
        shocks::Events,
    },
    present::text::read_csv,
    sampling::shocks::ShockBlock,
    scenario::{
        address::Address,
        names::{Index, Name},
    },
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

type Row = BTreeMap<String, String>;

fn rows(dir: &Path, file: &'static str) -> Result<Vec<Row>, TraceError> {
    let wrong = |source| TraceError::Csv { file, source };
    let rows = || read_csv(crate::disk::read::table(&dir.join(file))?)?.collect::<Result<_, _>>();
    rows().map_err(wrong)
}

fn cell<'a>(row: &'a Row, file: &'static str, column: &str) -> Result<&'a str, TraceError> {
    row.get(column)
        .map(String::as_str)
        .ok_or_else(|| TraceError::Row { file, what: format!("no column `{column}`") })
}

fn parse<T: std::str::FromStr>(row: &Row, file: &'static str, column: &str) -> Result<T, TraceError> {
    let text = cell(row, file, column)?;
    text.parse()
        .map_err(|_| TraceError::Row { file, what: format!("`{text}` in column `{column}` is not a number") })
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
        for row in rows(dir, "inputs.csv")? {
            let file = "inputs.csv";
            let text = cell(&row, file, "name")?;
            let name = Name::parse(text)
                .ok_or_else(|| TraceError::Row { file, what: format!("unknown input `{text}`") })?;
            let columns: &[&str] = match name.spec().index {
                Index::None => &[],
                Index::Domain => &["domain"],
                Index::Tier => &["tier"],
                Index::Ally => &["ally"],
                Index::Element => &["element"],
                Index::DomainTier => &["domain", "tier"],
                Index::DomainEnabler => &["domain", "enabler"],
                Index::ElementDomain => &["element", "domain"],
                Index::AllyDomain => &["ally", "domain"],
            };
            let mut id = columns.iter().map(|column| cell(&row, file, column).map(str::to_owned));
            let address = Address {
                name,
                first: id.next().transpose()?.unwrap_or_default(),
                second: id.next().transpose()?.unwrap_or_default(),
            };
            order.push(address.clone());
            values
                .entry(parse(&row, file, "replicate")?)
                .or_default()
                .insert(address, parse(&row, file, "value")?);
        }
        let layout = layout(&order, values.values().next().unwrap_or(&BTreeMap::new()));
        let mut shocks: BTreeMap<(u64, String, usize, String), f64> = BTreeMap::new();
        for row in rows(dir, "shocks.csv")? {
            let file = "shocks.csv";
            let key = (
                parse(&row, file, "replicate")?,
                cell(&row, file, "name")?.to_owned(),
                parse(&row, file, "year")?,
                cell(&row, file, "ally")?.to_owned(),
            );
            shocks.insert(key, parse(&row, file, "value")?);
        }
        let mut cuts: BTreeMap<(u64, String), f64> = BTreeMap::new();
        for row in rows(dir, "cuts.csv")? {
            let file = "cuts.csv";
            let key = (parse(&row, file, "replicate")?, cell(&row, file, "element")?.to_owned());
            cuts.insert(key, parse(&row, file, "share")?);
        }
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
        let sparse = address.name.is_sparse();
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
