//! A statement for each command on each table, sent by everyone in turn. Whoever adds a table adds it here.

mod audit;
mod merges;
mod people;
mod records;
mod signing_in;

use std::collections::BTreeMap;

/// What is tried on a table. Inserts are in the caller's own name, as the application makes them.
pub struct Table {
    pub name: &'static str,
    /// Names a row, so that the text file can say which ones somebody sees.
    pub label: &'static str,
    pub insert: &'static str,
    pub update: &'static str,
}

impl Table {
    /// Which rows of the scene the caller sees.
    ///
    /// # Arguments
    /// `keys`: by which column its rows are told from others.
    pub fn select(&self, keys: &BTreeMap<String, String>) -> String {
        format!("select distinct {} from {}{}", self.label, self.name, self.of_scene(keys))
    }

    pub fn delete(&self, keys: &BTreeMap<String, String>) -> String {
        format!("delete from {}{}", self.name, self.of_scene(keys))
    }

    fn of_scene(&self, keys: &BTreeMap<String, String>) -> String {
        keys.get(self.name).map(|key| format!(" where {key} = any ({{*}})")).unwrap_or_default()
    }
}

/// The tables that the matrix tries, in the order of its text file.
pub fn all() -> impl Iterator<Item = &'static Table> {
    [people::TABLES, records::TABLES, audit::TABLES, merges::TABLES, signing_in::TABLES].into_iter().flatten()
}

/// The names of these tables.
pub fn names() -> Vec<&'static str> {
    all().map(|table| table.name).collect()
}

/// Whose record a row belongs to.
const WHOSE: &str = "case patient_id when {freda} then 'Freda''s' else 'Otis''s' end";
