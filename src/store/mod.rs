//! Run folders: what a run leaves behind and how it is read back.

pub mod assumptions;
pub mod folder;
pub mod required;
pub mod sensitivity;
pub mod stopping;
pub mod summary;
pub mod table;
