//! Writes a trace folder (docs/run-folder.md): everything a replicate used and produced.

use std::{borrow::Cow, fs::File, io::BufWriter, path::Path};

use serde::Serialize;

use super::{
    block::Block,
    record::Record,
    rows::{AllyRow, CutRow, DeliveryRow, InputRow, QuarterRow, ShockRow, SupplyRow},
};
use crate::{
    engine::{
        blocks::{Drawer, Drawn},
        not_finite::NotFinite,
        plan::Plan,
    },
    model::{
        arm::Arm,
        lanes::{LANES, M8},
        layout::Layout,
    },
    scenario::{
        address::Address,
        names::{Index, Name, TIERS},
    },
    text::{CsvWriter, Numbers},
};

/// The arms of a trace, with their names in files.
pub const ARMS: [(&str, Arm); 3] =
    [("scenario", Arm::SCENARIO), ("direct", Arm::DIRECT), ("counterfactual", Arm::COUNTERFACTUAL)];

/// Writers of the seven files of a trace folder.
pub struct TraceWriter {
    inputs: CsvWriter<BufWriter<File>>,
    shocks: CsvWriter<BufWriter<File>>,
    cuts: CsvWriter<BufWriter<File>>,
    supply: CsvWriter<BufWriter<File>>,
    delivery: CsvWriter<BufWriter<File>>,
    quarters: CsvWriter<BufWriter<File>>,
    allies: CsvWriter<BufWriter<File>>,
}

fn open<R: Serialize + Default>(dir: &Path, name: &str) -> Result<CsvWriter<BufWriter<File>>, csv::Error> {
    CsvWriter::new::<R>(BufWriter::new(File::create_new(dir.join(name))?), Numbers::Tidy)
}

impl TraceWriter {
    /// Creates the files in a folder that has none of them.
    ///
    /// # Errors
    /// When a file cannot be written, or is there.
    pub fn create(dir: &Path) -> Result<Self, csv::Error> {
        Ok(Self {
            inputs: open::<InputRow>(dir, "inputs.csv")?,
            shocks: open::<ShockRow>(dir, "shocks.csv")?,
            cuts: open::<CutRow>(dir, "cuts.csv")?,
            supply: open::<SupplyRow>(dir, "supply.csv")?,
            delivery: open::<DeliveryRow>(dir, "delivery.csv")?,
            quarters: open::<QuarterRow>(dir, "quarters.csv")?,
            allies: open::<AllyRow>(dir, "allies.csv")?,
        })
    }

    /// Runs the three arms of a block and writes what went in and what came out of the replicates of which all numbers
    /// are finite. Returns the others, each with what is not.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn block(&mut self, layout: &Layout, block: &Block) -> Result<Vec<(u64, String)>, csv::Error> {
        let records = ARMS
            .map(|(name, arm)| (name, Record::of(&block.inputs(layout), &block.shocks(), &block.cuts, arm)));
        let addresses = layout.addresses();
        let mut left_out = Vec::new();
        for &(lane, replicate) in &block.replicates {
            if let Some(what) = records.iter().find_map(|(_, record)| record.not_finite(lane)) {
                left_out.push((replicate, what));
                continue;
            }
            self.given(layout, block, &addresses, lane, replicate)?;
            for (arm, record) in &records {
                self.computed(layout, record, arm, lane, replicate)?;
            }
        }
        Ok(left_out)
    }

    fn given(
        &mut self,
        layout: &Layout,
        block: &Block,
        addresses: &[Address],
        lane: usize,
        replicate: u64,
    ) -> Result<(), csv::Error> {
        for (address, &value) in addresses.iter().zip(&block.inputs) {
            let name = address.name;
            let value = if name == Name::Personnel { block.personnel } else { value };
            if value[lane] == 0.0 && (name.is_sparse() || name == Name::DownTo) {
                continue;
            }
            let (first, second) = (Cow::from(&address.first), Cow::from(&address.second));
            let mut row = InputRow {
                replicate,
                name: name.spec().name.into(),
                value: value[lane],
                ..InputRow::default()
            };
            match name.spec().index {
                Index::None => {}
                Index::Domain => row.domain = first,
                Index::Tier => row.tier = first,
                Index::Ally => row.ally = first,
                Index::Element => row.element = first,
                Index::DomainTier => (row.domain, row.tier) = (first, second),
                Index::DomainEnabler => (row.domain, row.enabler) = (first, second),
                Index::ElementDomain => (row.element, row.domain) = (first, second),
                Index::AllyDomain => (row.ally, row.domain) = (first, second),
            }
            self.inputs.write(&row)?;
        }
        let normals = &block.normals;
        for year in 0..layout.years() {
            let mut shock = |name: &str, ally: &str, value: f64| {
                self.shocks.write(&ShockRow { replicate, name: name.into(), year, ally: ally.into(), value })
            };
            let happens = |events: &[M8]| f64::from(u8::from(events[year].lane(lane)));
            shock("gdp_common", "", normals.gdp_common[year][lane])?;
            shock("spend_common", "", normals.spend_common[year][lane])?;
            shock("crisis", "", happens(&block.events.crisis))?;
            shock("security", "", happens(&block.events.security))?;
            for (a, ally) in layout.allies.iter().enumerate() {
                let i = year * layout.allies.len() + a;
                shock("gdp_ally", ally, normals.gdp_ally[i][lane])?;
                shock("spend_ally", ally, normals.spend_ally[i][lane])?;
            }
        }
        for (element, share) in layout.elements.iter().zip(&block.cuts) {
            self.cuts.write(&CutRow { replicate, element: element.into(), share: share[lane] })?;
        }
        Ok(())
    }

    fn computed(
        &mut self,
        layout: &Layout,
        record: &Record,
        arm: &str,
        lane: usize,
        replicate: u64,
    ) -> Result<(), csv::Error> {
        for (q, of) in record.quarters.iter().enumerate() {
            for (d, domain) in layout.domains.iter().enumerate() {
                for (k, &tier) in TIERS.iter().enumerate() {
                    let i = d * TIERS.len() + k;
                    let (requirement, effective) = (of.required[i][lane], of.effective[i][lane]);
                    self.supply.write(&SupplyRow {
                        replicate,
                        arm,
                        quarter: q,
                        domain,
                        tier,
                        requirement,
                        european: of.european[i][lane],
                        us: of.us[i][lane],
                        effective,
                        gap: if requirement > effective { requirement - effective } else { 0.0 },
                    })?;
                }
                let [need, orders, delivered, added, in_pipeline, parked, training, handed] =
                    of.delivery.each_ref().map(|column| column[d][lane]);
                self.delivery.write(&DeliveryRow {
                    replicate,
                    arm,
                    quarter: q,
                    domain,
                    need,
                    orders,
                    delivered,
                    added,
                    in_pipeline,
                    parked,
                    training,
                    handed,
                })?;
            }
            let [departed, disruption_level, threat, reinforcement_reliability, pool, people] =
                of.levels.map(|level| level[lane]);
            self.quarters.write(&QuarterRow {
                replicate,
                arm,
                quarter: q,
                departed,
                disruption_level,
                threat,
                reinforcement_reliability,
                pool,
                people,
            })?;
        }
        let money = &record.money;
        for year in 0..layout.years() {
            for (a, ally) in layout.allies.iter().enumerate() {
                let i = year * layout.allies.len() + a;
                let [share_pct, gdp, budget] =
                    [&money.share, &money.gdp, &money.budget].map(|column| column[i][lane]);
                self.allies.write(&AllyRow { replicate, arm, year, ally, share_pct, gdp, budget })?;
            }
        }
        Ok(())
    }

    /// Flushes every file.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(mut self) -> Result<(), csv::Error> {
        for writer in [
            &mut self.inputs,
            &mut self.shocks,
            &mut self.cuts,
            &mut self.supply,
            &mut self.delivery,
            &mut self.quarters,
            &mut self.allies,
        ] {
            writer.flush()?;
        }
        Ok(())
    }
}

/// What a trace holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traced {
    /// Replicates written.
    pub written: u64,
    /// Replicates left out because a number of theirs is not finite.
    pub not_finite: NotFinite,
}

/// Draws the first `replicates` replicates of a plan's only scenario and writes their trace. Failed replicates are left
/// out.
///
/// # Errors
/// When a file cannot be written.
pub fn write_trace(
    plan: &Plan,
    replicates: u64,
    mut writer: TraceWriter,
    progress: &dyn Fn(u64),
) -> Result<Traced, csv::Error> {
    let (mut drawer, mut drawn) = (Drawer::new(plan), Drawn::of(plan));
    let mut traced = Traced::default();
    for first in (0..replicates).step_by(LANES) {
        let live = drawer.draw(first, replicates, &mut drawn);
        let given = &drawn.scenarios[0];
        let lanes = (0..LANES).filter(|&lane| live.lane(lane));
        let block = Block {
            replicates: lanes.map(|lane| (lane, first + lane as u64)).collect(),
            inputs: given.inputs.clone(),
            personnel: given.personnel,
            normals: drawer.draws.normals.clone(),
            events: given.events.clone(),
            cuts: given.cuts.clone(),
        };
        let left_out = writer.block(&plan.layout, &block)?;
        traced.written += (block.replicates.len() - left_out.len()) as u64;
        for (replicate, what) in left_out {
            traced.not_finite.add(replicate, &plan.scenarios[0].id, || what);
        }
        progress((first + LANES as u64).min(replicates));
    }
    writer.finish()?;
    Ok(traced)
}
