//! Who read what, in an emergency or not, and what the patients said of it.

use super::{literal, literal_or_null};
use crate::{
    clinic::{Clinic, Reported},
    rows::Kind,
};

pub fn of(clinic: &Clinic) -> String {
    let mut sql = String::new();
    let administrator = literal(Kind::Administrator, 0);
    for (number, event) in clinic.events.iter().enumerate() {
        let id = literal(Kind::Event, number);
        let patient = literal_or_null(Kind::Patient, event.patient);
        let (action, right) = (event.action, event.access_right);
        sql += &format!(
            "insert into audit_events (id, actor_role, access_right, patient_id, action)
             values ({id}, 'owner', '{right}', {patient}, '{action}');\n"
        );
        let closed = match event.reported {
            Reported::No => continue,
            Reported::Open => "null, null, null".to_owned(),
            Reported::Closed => format!("now(), {administrator}, 'Seen'"),
        };
        sql += &format!(
            "insert into access_reports (id, patient_id, event_id, reported_by, text, closed_at, closed_by, verdict)
             values ({}, {patient}, {id}, {administrator}, 'A question', {closed});\n",
            literal(Kind::Report, number),
        );
    }
    for (number, grant) in clinic.grants.iter().enumerate() {
        let (provider, patient) = (literal(Kind::Provider, grant.provider), literal(Kind::Patient, grant.patient));
        let review = if grant.is_reviewed {
            format!("now(), {administrator}, true, 'Seen'")
        } else {
            "null, null, null, null".to_owned()
        };
        sql += &format!(
            "insert into break_glass_grants (id, provider_id, patient_id, reason, expires_at, reviewed_at, reviewed_by,
                                             is_justified, verdict)
             values ({}, {provider}, {patient}, 'Unconscious in the street', now() + interval '1 hour', {review});\n",
            literal(Kind::Grant, number),
        );
    }
    sql
}
