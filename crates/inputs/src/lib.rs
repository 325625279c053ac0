//! What the model of drawdown is fed with. It stands on nothing: scenarios and draws stand on it.
#![warn(missing_docs)]

pub mod inputs;
