//! A clinic as statements, sent past every policy. Triggers run as ever.

mod access;
mod between;
mod people;
mod records;

use crate::{
    clinic::{Clinic, Ending},
    rows::{Kind, id},
};

pub fn of(clinic: &Clinic) -> String {
    [
        people::of(clinic),
        between::relationships(clinic),
        records::visits(clinic),
        records::others(clinic),
        access::of(clinic),
        between::questions(clinic),
        // Nothing is written to a record that is merged.
        between::merges(clinic),
    ]
    .concat()
}

/// The secret of an account's session, made of the account's id.
pub fn secret(account: &str) -> String {
    format!("sha256(uuid_send({account}))")
}

/// An id as Postgres reads it.
pub fn literal(kind: Kind, number: usize) -> String {
    format!("'{}'", id(kind, number))
}

/// An id that may be missing.
fn literal_or_null(kind: Kind, number: Option<usize>) -> String {
    number.map_or("null".to_owned(), |number| literal(kind, number))
}

/// A time that has come, or null.
fn now_if(has_come: bool) -> &'static str {
    if has_come { "now()" } else { "null" }
}

fn time(ending: Ending) -> &'static str {
    match ending {
        Ending::Never => "null",
        Ending::Now => "now()",
        Ending::Past => "now() - interval '1 day'",
        Ending::Ahead => "now() + interval '1 second'",
    }
}
