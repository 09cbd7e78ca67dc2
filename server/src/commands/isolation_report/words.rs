//! The words of both forms.

use store::isolation::{Answer, scene};

pub const TITLE: &str = "Isolation report";

pub const INTRODUCTION: &str = "The database itself decides who may read and write which row. This report asks it: in one \
    transaction, a clinic of made-up people is put into it, each of them tries each command on each table and whatever else \
    somebody might try, and everything is taken back. The answers stand beside what this version of Carechart promises. \
    Nobody's record was read or changed.";

pub const RECORDS: &str = "There are two records, Freda's and Otis's. What somebody adds, changes or deletes is Freda's; what \
    they read may be of both. In brackets stands what a record is to whoever reads it: their own, one of somebody whom they \
    treat or care for, or another's.";

/// Who asks.
pub const WHO: [(&str, &str); 19] = [
    ("without a session", "nobody is signed in: whoever has the application's password and nothing else"),
    ("ended session", "whoever has the secret of a session of the author's that has ended"),
    ("patient", "Freda"),
    ("other patient", "Otis"),
    ("author", "a verified provider who treats Freda, and wrote what is asked about"),
    ("colleague", "a verified provider who treats Freda, too"),
    ("other provider", "a verified provider who treats Otis, and not Freda"),
    ("unverified", "a provider who isn't verified, though a relationship with Freda is on record"),
    ("former", "a verified provider who treated Freda until yesterday"),
    ("break-glass", "a verified provider with an emergency access to Freda's record; that to Otis's has ended"),
    ("cover", "a verified provider who covers for a colleague of Freda's; that for one of Otis's has ended"),
    ("caregiver", "whom Freda lets read her record, and who has none of their own"),
    ("past caregiver", "whom Freda let read her record once; one access is over, another was revoked"),
    ("suspended", "a provider whose account the administrator suspended"),
    ("administrator", "who manages accounts, and sees no record"),
    ("the gate", "the role that makes sessions, for a browser without one"),
    ("the gate for the author", "the same role, for a browser in which the author is signed in"),
    ("the worker", "the role that does what happens by itself, such as sealing the audit"),
    (scene::OWNER.name, "the role that owns the tables, which requests never use"),
];

/// What an answer means.
pub const ANSWERS: [(&str, &str); 8] = [
    ("nothing", "for the caller, no such row is there"),
    ("no grant", "the command is refused to the whole role"),
    ("policy", "row-level security refuses the row"),
    ("trigger", "refused whoever writes, the owner included"),
    ("constraint", "refused by the table"),
    ("confirmation", "refused until the caller has proved again who they are"),
    ("done", "permitted, and taken back"),
    ("a name", "the rows that the caller sees"),
];

/// What a command does.
pub fn command(what: &str) -> &str {
    match what {
        "select" => "reads",
        "insert" => "adds",
        "update" => "changes",
        "delete" => "deletes",
        other => other,
    }
}

/// An answer, with what the records that it names are to whoever asked.
pub fn outcome(answer: &Answer, outcome: Option<&str>) -> String {
    let Some(outcome) = outcome else { return "no answer".to_owned() };
    if answer.what != "select" || answer.who.is_empty() {
        return outcome.to_owned();
    }
    let with_relation = |name: &str| match name {
        "Freda's" | "Otis's" => format!("{name} ({})", scene::relation(&answer.who, name)),
        _ => name.to_owned(),
    };
    outcome.split(", ").map(with_relation).collect::<Vec<_>>().join(", ")
}

/// What was found.
pub fn found(answer: &Answer) -> String {
    outcome(answer, answer.found.as_deref())
}

/// What is promised.
pub fn promised(answer: &Answer) -> String {
    outcome(answer, answer.promised.as_deref())
}
