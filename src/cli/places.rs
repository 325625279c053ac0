//! `drawdown places`.

use std::{path::PathBuf, sync::Arc};

use clap::Args;

use super::{Draws, Form, console::Console, failure::Failure, load, output::wrap, told::Told, turn::Turn};
use crate::{
    present::{grammar::list, grouped, tables::places as people, text},
    scenario::{Scenario, country, is_shipped},
    store::places::Places as Found,
    study::{Answered, Study},
};

/// List what each place holds, and what its orderly departure alone would add.
#[derive(Debug, Args)]
pub struct Places {
    /// Host countries, by code or name (`DEU`), of which each unit's value is found too; scenario files, or names of shipped
    /// scenarios, whose world, dates and destination hold (the reference data by default)
    #[arg(value_name = "HOST|FILE")]
    named: Vec<PathBuf>,
    /// Runs
    #[arg(short = 'n', long, default_value_t = 1_024, allow_negative_numbers = true, value_parser = super::number::replicates)]
    replicates: u64,
    #[command(flatten)]
    pub(super) draws: Draws,
    /// Readiness tier of what a place adds, days after the alert (10, 30 or 180); the scenario's reporting tier by default
    #[arg(long, value_name = "DAYS", value_parser = super::turn::tier)]
    tier: Option<u32>,
    /// Show only what holds this capability, the largest part first: its id or title, or a part of it that no other has
    /// (repeatable, or a list with commas)
    #[arg(long = "domain", value_name = "CAPABILITY")]
    domains: Vec<String>,
    /// Set a value first, such as `--set start=2027 Q1`
    #[arg(long = "set", value_name = "NAME[ID]=VALUE")]
    sets: Vec<String>,
    /// Form of what is printed; `json` has every unit with all that it holds
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

/// What the reference data alone are called.
const REFERENCE: &str = "reference";

impl Places {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let (hosts, files) = self.named()?;
        let mut planned = self.study(&files).plan()?;
        there(&hosts, planned.scenarios())?;
        let domains =
            Turn { domains: self.domains.clone(), ..Turn::default() }.among(planned.scenarios())?.domains;
        load::warn_of(planned.scenarios(), console);
        let stop = load::stop_token("\nstopping with what is done so far; Ctrl-C again to drop it");
        planned = planned.cancel(&stop);
        let ids: Vec<String> = planned.scenarios().iter().map(|scenario| scenario.id.clone()).collect();
        let mut all: Vec<Found> = Vec::new();
        let mut cut_short = None;
        for id in ids {
            let progress = Arc::new(console.progress("runs", planned.most()));
            planned.tell(Told(Arc::clone(&progress)));
            let Answered { found, warnings, interrupted } = planned.places(&id, &hosts, self.tier)?;
            progress.finish();
            warnings.iter().for_each(|warning| console.warning(warning));
            cut_short = interrupted.then_some(found.replicates);
            all.push(found);
            if interrupted {
                break;
            }
        }
        console.result(&self.render(&all, &domains)?)?;
        match cut_short {
            None => Ok(()),
            Some(done) => Err(Failure::Interrupted(format!(
                "this is the answer of the first {} of {} runs",
                grouped(done),
                grouped(planned.most())
            ))),
        }
    }

    /// Codes of the hosts that were named, and the scenarios.
    fn named(&self) -> Result<(Vec<String>, Vec<&PathBuf>), Failure> {
        let (mut hosts, mut files) = (Vec::new(), Vec::new());
        for named in &self.named {
            let text = named.to_string_lossy();
            match country(&text).filter(|_| !named.exists()) {
                Some((code, _)) => hosts.push(code.to_owned()),
                // What looks like a path is one.
                None if named.exists() || is_shipped(named) || text.contains(['.', '/']) => files.push(named),
                None => {
                    return Err(Failure::Input(format!(
                        "`{}` is no country that is known here, no file and no shipped scenario: `drawdown places` \
                         lists the hosts",
                        text::line(&text)
                    )));
                }
            }
        }
        Ok((hosts, files))
    }

    fn study(&self, files: &[&PathBuf]) -> Study {
        let study = match files.is_empty() {
            true => Study::new().load_str(REFERENCE, "(title: \"The reference data\")"),
            false => files.iter().fold(Study::new(), Study::scenario),
        };
        let study = self.sets.iter().fold(study, Study::set_text);
        study.replicates(self.replicates).seed(self.draws.seed).threads(usize::from(self.draws.threads))
    }

    fn render(&self, all: &[Found], domains: &[String]) -> Result<String, Failure> {
        if self.format == Form::Json {
            return Ok(match all {
                [one] => text::json(one)?,
                all => text::json(&all)?,
            });
        }
        let mut out = String::new();
        for found in all.iter().map(|found| found.narrowed(domains)) {
            let words =
                format!("\"{}\", all troops of one place leaving at a time: {}.", found.title, found.orderly);
            let narrowed = !domains.is_empty();
            let tables = [people::places(&found, narrowed), people::units(&found, narrowed)];
            if self.format == Form::Markdown {
                out += &format!("{}\n\n", text::markdown(&words));
                tables.iter().for_each(|table| out += &table.markdown());
            } else {
                out += &wrap(&words);
                tables.iter().for_each(|table| out += &table.plain());
            }
        }
        Ok(out)
    }
}

/// Whether the hosts that were named have troops in every scenario.
fn there(hosts: &[String], scenarios: &[Scenario]) -> Result<(), Failure> {
    for scenario in scenarios {
        let known = |host: &str| scenario.elements.iter().any(|element| element.host == host);
        if let Some(host) = hosts.iter().find(|host| !known(host)) {
            let all: std::collections::BTreeSet<&str> =
                scenario.elements.iter().map(|element| element.host.as_str()).collect();
            let all: Vec<&str> = all.into_iter().collect();
            return Err(Failure::Input(format!(
                "no US troops in `{host}`; there are some in {}",
                list(&all)
            )));
        }
    }
    Ok(())
}
