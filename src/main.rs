//! The command line of drawdown.

use std::process::ExitCode;

fn main() -> ExitCode {
    drawdown::cli::main()
}
