//! `drawdown serve`.

use std::path::PathBuf;

use clap::Args;

use super::{console::Console, failure::Failure, load};
use crate::{
    scenario::show_ron,
    serve::{Given, Served, serve},
};

/// Open a page in a browser on which levers are moved and their effect is seen. Only this computer can reach it.
#[derive(Debug, Args)]
pub struct Serve {
    /// Scenario files to start from, beside those that ship
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Port of the loopback (127.0.0.1) to listen on; 0 for any that is free
    #[arg(long, default_value_t = 8127)]
    port: u16,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
}

impl Serve {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let given = self.given()?;
        let end = load::stop_token("\nending");
        let mut shown = Ok(());
        let ready = |served: &Served| {
            let address = &served.address;
            shown = console.result(&format!("the page is at {address} (Ctrl-C ends it)\n"));
            if self.open
                && let Err(error) = open::that_detached(address)
            {
                console.warning(&format!("no browser could be opened ({error}): open {address} yourself"));
            }
        };
        serve(self.port, given, &end, ready).map_err(|error| Failure::Job(error.to_string()))?;
        shown
    }

    /// The files as texts that stand alone: no file is read once the page is served.
    fn given(&self) -> Result<Vec<Given>, Failure> {
        if self.files.is_empty() {
            return Ok(Vec::new());
        }
        let scenarios = load::load(&self.files, &[])?;
        let text = |file: &PathBuf| show_ron::ron(file, &[]).map_err(Failure::from);
        scenarios
            .iter()
            .zip(&self.files)
            .map(|(scenario, file)| Ok(Given::new(scenario, text(file)?)))
            .collect()
    }
}
