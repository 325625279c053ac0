//! What words, tables and figures share before they say or draw anything: how sure a difference is, and how text goes out.

pub mod evidence;
pub mod text;
