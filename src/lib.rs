//! drawdown: which European capability gaps a withdrawal of US troops opens, how deep, for how long, at what cost.
//!
//! A replicate of the model draws every uncertain input, steps through 60 quarters of departure, spending, orders,
//! deliveries and supply, and does so three times on the same draws: with the drawdown, with it but before allies react,
//! and without it. The equations are in `docs/model.md`; comments cite its sections.
//!
//! # The way of the data
//!
//! ```text
//! RON files -> scenario::Scenario -> engine::plan::Plan -> blocks of 8 replicates -> outcomes -> sums and counts,
//!   merged in fixed order -> analysis -> run folder (store) -> figures (plot) -> page (report)
//! ```
//!
//! # Map
//!
//! Each room belongs to a member of the workspace (`drawdown-core` and others, `docs/develop.md`) and is re-exported here.
//!
//! | module | what it does | what it does not know |
//! |---|---|---|
//! | [`inputs`] | names of the model's inputs, distributions and their quantile functions | what is written, what is drawn |
//! | [`scenario`] | what a user writes: files, inheritance, ranges, findings with their place | random numbers |
//! | [`sampling`] | random numbers by address, quantile functions, dependence between inputs | what an input means |
//! | [`model`] | the equations, one file a section, on eight replicates at once; [`model::arm::Arm`] switches mechanisms | files, threads, clocks |
//! | [`stats`] | sums, counts for quantiles, intervals | the model |
//! | [`engine`] | replicate, block, chunk, thread, ordered merge; [`engine::trace`] | estimates, words |
//! | [`store`] | run folders: `summary.json`, tables, manifest | the engine |
//! | [`experiment`] | experiment files: levers, uncertainties, designs, what is kept | replicates |
//! | [`sweep`] | thousands of experiments into a store: batches over threads, parts in order, merge | words |
//! | [`invest`] | what to buy first: programmes chosen on one seed, valued on another | files, words |
//! | [`hindcast`] | the spending model from the years known at an origin, held against what was spent | files, threads |
//! | [`present`] | the answer in words, tables for people; how sure a difference is: one rule for answer, figures, tables and report | how estimates are made |
//! | [`analysis`] | from what a run accumulated to estimates, tables and the summary | threads, sentences |
//! | [`study`] | the facade: scenarios in, estimates by name out | where things lie |
//! | [`validate`] | published figures held against the model: records, scenarios, verdicts | the terminal |
//! | [`plot`] | figures, drawn from a run folder alone | the engine |
//! | [`report`] | one HTML page, made from a run folder and the figures that plot offers | the engine |
//! | [`workbook`] | the spreadsheet and the short table of a run, made from its folder | the engine, figures |
//! | [`serve`] | the live page: what it shows, who may ask, what is kept between two moves of a lever | files |
//! | [`archive`] | results in one zip file, packed and read back | what is in them |
//! | [`cli`] | one file a subcommand | everything else |
//!
//! # A run
//!
//! [`study`] is the facade for those who have a question; `docs/library.md` has more of it.
//!
//! ```
//! use drawdown::study::{Arm, Detail, Outcome, Study};
//!
//! # fn main() -> Result<(), drawdown::study::StudyError> {
//! // A shipped scenario by its name, or a file; and what `--set` does.
//! let run = Study::new().scenario("media-learned-20k").set("linkage", 0.3).replicates(1024).detail(Detail::Full).run()?;
//!
//! // The shortfall index at D+30, and what of it the drawdown adds.
//! let index = run.scenario("media-learned-20k")?.estimate(Outcome::IndexHeadline).tier(30);
//! let of = |arm: Arm| index.clone().arm(arm).get();
//! let (without, added) = (of(Arm::Counterfactual)?, of(Arm::Attributable)?);
//! println!("{:.3} without, {:+.4} (standard error {:.4}) with", without.mean, added.mean, added.se);
//! assert!(without.mean > 0.0 && added.mean > 0.0 && added.se < added.mean);
//!
//! // What leaves, and what the alarm makes allies do, make up the whole.
//! let (direct, induced) = (of(Arm::DirectEffect)?, of(Arm::Induced)?);
//! assert!((direct.mean + induced.mean - added.mean).abs() < 1e-12);
//! # Ok(())
//! # }
//! ```
//!
//! # The model alone, driven by given numbers
//!
//! A trace folder (`drawdown run --trace`, `docs/run-folder.md`) holds every input, shock and cut of its replicates.
//! Anybody's numbers in that form drive the model without any draw:
//!
//! ```
//! use std::path::Path;
//!
//! use drawdown::{engine::trace::{Given, record::Record}, model::{arm::Arm, layout::K}};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let given = Given::read(Path::new("tests/data/golden"))?;
//! let block = &given.blocks[0]; // eight replicates at once
//! let inputs = block.inputs(&given.layout);
//! // Any set of switches is an arm: here the scenario with a presence that ties no reinforcement to itself.
//! let untied = Arm { linkage: false, ..Arm::SCENARIO };
//! let with = Record::of(&inputs, &block.shocks(), &block.cuts, Arm::SCENARIO);
//! let without = Record::of(&inputs, &block.shocks(), &block.cuts, untied);
//!
//! // Supply in the last quarter, first domain, D+30 (tiers follow each other within a domain), replicate 0.
//! let (domain, tier, lane) = (0, 1, 0);
//! let us = |record: &Record| record.quarters[given.layout.quarters - 1].us[domain * K + tier][lane];
//! assert!(us(&without) > us(&with));
//! # Ok(())
//! # }
//! ```
#![warn(missing_docs)]

pub mod cli;

// Rooms are crates of their own; here each has the name that it has everywhere.
pub use drawdown_analysis::{analysis, experiment, hindcast, invest, study, sweep, validate};
pub use drawdown_archive::archive;
use drawdown_base::disk;
pub use drawdown_core::{engine, model, sampling, stats};
pub use drawdown_figures::plot;
pub use drawdown_inputs::inputs;
pub use drawdown_present::present;
pub use drawdown_report::report;
pub use drawdown_scenario::scenario;
pub use drawdown_serve::serve;
pub use drawdown_store::store;
pub use drawdown_workbook::workbook;

/// Compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
struct Library;
