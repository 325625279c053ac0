//! Writes a trace folder (docs/run-folder.md): everything a replicate used and produced.

use std::{fs::File, io::BufWriter, path::Path};

use super::{block::Block, record::Record};
use crate::{
    engine::{
        draw::{Draws, Given},
        not_finite::NotFinite,
        plan::Plan,
    },
    model::{arm::Arm, lanes::{LANES, M8}, layout::Layout},
    present::text::CsvWriter,
    scenario::{
        address::Address,
        names::{Index, Name, TIERS},
    },
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

/// The shortest text that reads back to the same number.
fn number(value: f64) -> String {
    format!("{value:?}")
}

impl TraceWriter {
    /// Creates the files in a folder that has none of them.
    ///
    /// # Errors
    /// When a file cannot be written, or is there.
    pub fn create(dir: &Path) -> Result<Self, csv::Error> {
        let open = |name: &str, header: &str| -> Result<_, csv::Error> {
            let mut writer = CsvWriter::new(BufWriter::new(File::create_new(dir.join(name))?));
            writer.write_record(header.split(','))?;
            Ok(writer)
        };
        Ok(Self {
            inputs: open("inputs.csv", "replicate,name,domain,tier,enabler,ally,element,value")?,
            shocks: open("shocks.csv", "replicate,name,year,ally,value")?,
            cuts: open("cuts.csv", "replicate,element,share")?,
            supply: open(
                "supply.csv",
                "replicate,arm,quarter,domain,tier,requirement,european,us,effective,gap",
            )?,
            delivery: open(
                "delivery.csv",
                "replicate,arm,quarter,domain,need,orders,delivered,added,in_pipeline,parked,training,handed",
            )?,
            quarters: open(
                "quarters.csv",
                "replicate,arm,quarter,departed,disruption_level,threat,reinforcement_reliability,pool,people",
            )?,
            allies: open("allies.csv", "replicate,arm,year,ally,share_pct,gdp,budget")?,
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
            let replicate = replicate.to_string();
            self.given(layout, block, &addresses, lane, &replicate)?;
            for (arm, record) in &records {
                self.computed(layout, record, arm, lane, &replicate)?;
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
        replicate: &str,
    ) -> Result<(), csv::Error> {
        for (address, &value) in addresses.iter().zip(&block.inputs) {
            let name = address.name;
            let value = if name == Name::Personnel { block.personnel } else { value };
            if value[lane] == 0.0 && name.is_sparse() {
                continue;
            }
            let (first, second) = (address.first.as_str(), address.second.as_str());
            let (domain, tier, enabler, ally, element) = match name.spec().index {
                Index::None => ("", "", "", "", ""),
                Index::Domain => (first, "", "", "", ""),
                Index::Tier => ("", first, "", "", ""),
                Index::Ally => ("", "", "", first, ""),
                Index::Element => ("", "", "", "", first),
                Index::DomainTier => (first, second, "", "", ""),
                Index::DomainEnabler => (first, "", second, "", ""),
                Index::ElementDomain => (second, "", "", "", first),
                Index::AllyDomain => (second, "", "", first, ""),
            };
            let value = number(value[lane]);
            self.inputs.write_record([
                replicate,
                name.spec().name,
                domain,
                tier,
                enabler,
                ally,
                element,
                &value,
            ])?;
        }
        let normals = &block.normals;
        for y in 0..layout.years() {
            let year = y.to_string();
            let happens = |events: &[M8]| f64::from(u8::from(events[y].lane(lane)));
            for (name, value) in [
                ("gdp_common", normals.gdp_common[y][lane]),
                ("spend_common", normals.spend_common[y][lane]),
                ("crisis", happens(&block.events.crisis)),
                ("security", happens(&block.events.security)),
            ] {
                self.shocks.write_record([replicate, name, &year, "", &number(value)])?;
            }
            for (a, ally) in layout.allies.iter().enumerate() {
                let i = y * layout.allies.len() + a;
                for (name, value) in
                    [("gdp_ally", normals.gdp_ally[i][lane]), ("spend_ally", normals.spend_ally[i][lane])]
                {
                    self.shocks.write_record([replicate, name, &year, ally, &number(value)])?;
                }
            }
        }
        for (element, share) in layout.elements.iter().zip(&block.cuts) {
            self.cuts.write_record([replicate, element, &number(share[lane])])?;
        }
        Ok(())
    }

    fn computed(
        &mut self,
        layout: &Layout,
        record: &Record,
        arm: &str,
        lane: usize,
        replicate: &str,
    ) -> Result<(), csv::Error> {
        let mut row: Vec<String> = Vec::new();
        for (q, quarter) in record.quarters.iter().enumerate() {
            let q = q.to_string();
            for (d, domain) in layout.domains.iter().enumerate() {
                for (k, tier) in TIERS.iter().enumerate() {
                    let i = d * TIERS.len() + k;
                    let (required, effective) = (quarter.required[i][lane], quarter.effective[i][lane]);
                    let gap = if required > effective { required - effective } else { 0.0 };
                    row.clear();
                    row.extend([replicate, arm, &q, domain, &tier.to_string()].map(str::to_owned));
                    row.extend(
                        [required, quarter.european[i][lane], quarter.us[i][lane], effective, gap]
                            .map(number),
                    );
                    self.supply.write_record(&row)?;
                }
                row.clear();
                row.extend([replicate, arm, &q, domain].map(str::to_owned));
                row.extend(quarter.delivery.iter().map(|column| number(column[d][lane])));
                self.delivery.write_record(&row)?;
            }
            row.clear();
            row.extend([replicate, arm, &q].map(str::to_owned));
            row.extend(quarter.levels.iter().map(|level| number(level[lane])));
            self.quarters.write_record(&row)?;
        }
        let money = &record.money;
        for y in 0..layout.years() {
            for (a, ally) in layout.allies.iter().enumerate() {
                let i = y * layout.allies.len() + a;
                row.clear();
                row.extend([replicate, arm, &y.to_string(), ally].map(str::to_owned));
                row.extend([&money.share, &money.gdp, &money.budget].map(|column| number(column[i][lane])));
                self.allies.write_record(&row)?;
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
    let shocks = plan.shocks();
    let (mut draws, mut given) = (Draws::new(plan, &shocks), Given::default());
    let mut traced = Traced::default();
    for first in (0..replicates).step_by(LANES) {
        draws.draw(plan, &shocks, first);
        let valid = draws.scenario(plan, &plan.scenarios[0], &mut given);
        let lanes = (0..LANES).filter(|&lane| valid.lane(lane) && first + (lane as u64) < replicates);
        let block = Block {
            replicates: lanes.map(|lane| (lane, first + lane as u64)).collect(),
            inputs: given.inputs.clone(),
            personnel: given.personnel,
            normals: draws.normals.clone(),
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
