//! Rows of the seven tables of a trace folder; the first three are read back.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A row of `inputs.csv`: the value of an input, of the domain, tier, enabler, ally or element that its name has one for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InputRow<'a> {
    /// Replicate.
    pub replicate: u64,
    /// Name of the input.
    pub name: Cow<'a, str>,
    /// Domain id; empty where the input has none, as the next four.
    pub domain: Cow<'a, str>,
    /// Readiness tier.
    pub tier: Cow<'a, str>,
    /// Id of the domain that enables.
    pub enabler: Cow<'a, str>,
    /// Ally id.
    pub ally: Cow<'a, str>,
    /// Element id.
    pub element: Cow<'a, str>,
    /// The value.
    pub value: f64,
}

/// A row of `shocks.csv`: a normal number of a year, or whether something happens in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ShockRow<'a> {
    /// Replicate.
    pub replicate: u64,
    /// `gdp_common`, `spend_common`, `gdp_ally`, `spend_ally`; `crisis` or `security`.
    pub name: Cow<'a, str>,
    /// Year of the run, from 0.
    pub year: usize,
    /// Ally id; empty of what is common.
    pub ally: Cow<'a, str>,
    /// The normal number; 1 where it happens, 0 where not.
    pub value: f64,
}

/// A row of `cuts.csv`: the share of an element that leaves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CutRow<'a> {
    /// Replicate.
    pub replicate: u64,
    /// Element id.
    pub element: Cow<'a, str>,
    /// The share.
    pub share: f64,
}

/// A row of `supply.csv`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SupplyRow<'a> {
    /// Replicate.
    pub replicate: u64,
    /// Arm.
    pub arm: &'a str,
    /// Quarter from the start of the run.
    pub quarter: usize,
    /// Domain id.
    pub domain: &'a str,
    /// Readiness tier.
    pub tier: u32,
    /// `Q_dk(q)`.
    pub requirement: f64,
    /// `european_dk`.
    pub european: f64,
    /// `us_dk`.
    pub us: f64,
    /// `effective_dk`.
    pub effective: f64,
    /// What of the requirement is not met.
    pub gap: f64,
}

/// A row of `delivery.csv`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DeliveryRow<'a> {
    /// Replicate.
    pub replicate: u64,
    /// Arm.
    pub arm: &'a str,
    /// Quarter from the start of the run.
    pub quarter: usize,
    /// Domain id.
    pub domain: &'a str,
    /// Need.
    pub need: f64,
    /// Orders.
    pub orders: f64,
    /// Delivered.
    pub delivered: f64,
    /// Added.
    pub added: f64,
    /// In the pipeline.
    pub in_pipeline: f64,
    /// Parked.
    pub parked: f64,
    /// Training.
    pub training: f64,
    /// Handed over.
    pub handed: f64,
}

/// A row of `quarters.csv`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct QuarterRow<'a> {
    /// Replicate.
    pub replicate: u64,
    /// Arm.
    pub arm: &'a str,
    /// Quarter from the start of the run.
    pub quarter: usize,
    /// `F`.
    pub departed: f64,
    /// `Z`.
    pub disruption_level: f64,
    /// `theta`.
    pub threat: f64,
    /// `rel`.
    pub reinforcement_reliability: f64,
    /// Pool of people.
    pub pool: f64,
    /// People.
    pub people: f64,
}

/// A row of `allies.csv`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AllyRow<'a> {
    /// Replicate.
    pub replicate: u64,
    /// Arm.
    pub arm: &'a str,
    /// Year of the run, from 0.
    pub year: usize,
    /// Ally id.
    pub ally: &'a str,
    /// `s_a(y)`.
    pub share_pct: f64,
    /// `G_a(y)`.
    pub gdp: f64,
    /// `B_a(y)`.
    pub budget: f64,
}
