//! How what is known goes out to people: words, tables, numbers.

pub mod text;
