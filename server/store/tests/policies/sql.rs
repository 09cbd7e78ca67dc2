//! A clinic as statements, sent past every policy.

use crate::{
    clinic::{Clinic, Ending, Reported, Standing},
    rows::{Kind, id},
};

pub fn of(clinic: &Clinic) -> String {
    [people(clinic), relationships(clinic), visits(clinic), records(clinic), access(clinic)].concat()
}

/// An id as Postgres reads it.
fn literal(kind: Kind, number: usize) -> String {
    format!("'{}'", id(kind, number))
}

fn user(kind: Kind, number: usize, of: &str) -> String {
    let id = literal(kind, number);
    format!("insert into users (id, kind, email, password_hash) values ({id}, '{of}', {id} || '@example.org', '');\n")
}

fn people(clinic: &Clinic) -> String {
    let asks = clinic.asks_for_second_factor;
    let mut sql = format!("update security_rules set requires_second_factor = {asks};\n");
    sql += &user(Kind::Administrator, 0, "administrator");
    sql += &user(Kind::WithoutRecord, 0, "patient");
    for (number, provider) in clinic.providers.iter().enumerate() {
        let (mut account, mut external) = ("null".to_owned(), format!("'imported {number}'"));
        if provider.has_account() {
            sql += &user(Kind::ProviderAccount, number, "provider");
            (account, external) = (literal(Kind::ProviderAccount, number), "null".to_owned());
        }
        let is_verified = provider.standing == Standing::Verified;
        let was_verified = matches!(provider.standing, Standing::Verified | Standing::Withdrawn);
        let verified_at = if was_verified { "now()" } else { "null" };
        let id = literal(Kind::Provider, number);
        sql += &format!(
            "insert into providers (id, user_id, display_name, is_verified, verified_at, external_id)
             values ({id}, {account}, 'Provider', {is_verified}, {verified_at}, {external});\n"
        );
        if provider.has_account() && provider.has_second_factor {
            sql += &format!(
                "insert into second_factors (user_id, sealed_secret, confirmed_at) values ({account}, sha256(''), now());\n"
            );
        }
    }
    for (number, has_account) in clinic.patients.iter().enumerate() {
        let mut account = "null".to_owned();
        if *has_account {
            sql += &user(Kind::PatientAccount, number, "patient");
            account = literal(Kind::PatientAccount, number);
        }
        let id = literal(Kind::Patient, number);
        sql += &format!(
            "insert into patients (id, user_id, first_name, last_name, date_of_birth)
             values ({id}, {account}, 'Patient', 'Patient', '2000-01-01');
             insert into patient_versions (patient_id, version, first_name, last_name, date_of_birth, gender, allergies,
                                           allergy_status, emergency_contact, address, insurance)
             values ({id}, 0, 'Patient', 'Patient', '2000-01-01', 'unknown', '{{}}', 'unknown', '{{}}', '{{}}', '{{}}');\n"
        );
    }
    sql
}

fn relationships(clinic: &Clinic) -> String {
    let statements = clinic.relationships.iter().map(|((provider, patient), relationship)| {
        let ended_at = match relationship.ending {
            Ending::Never => "null",
            Ending::Now => "now()",
            Ending::Past => "now() - interval '1 day'",
            Ending::Ahead => "now() + interval '1 second'",
        };
        format!(
            "insert into care_relationships (provider_id, patient_id, began_by, began_at, ended_at)
             values ({}, {}, '{}', now() - interval '1 year', {ended_at});\n",
            literal(Kind::Provider, *provider),
            literal(Kind::Patient, *patient),
            relationship.began_by,
        )
    });
    statements.collect()
}

/// Two columns' values, of a mark or of none.
fn in_error(is_marked: bool) -> &'static str {
    if is_marked { "now(), 'A mistake'" } else { "null, null" }
}

fn visits(clinic: &Clinic) -> String {
    let mut sql = String::new();
    for (number, visit) in clinic.visits.iter().enumerate() {
        let (id, patient) = (literal(Kind::Visit, number), literal(Kind::Patient, visit.patient));
        let author = literal(Kind::Provider, visit.author);
        let mark = in_error(visit.is_in_error);
        sql += &format!(
            "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint, entered_in_error_at,
                                 entered_in_error_reason)
             values ({id}, {patient}, {author}, now(), 'Cough', {mark});\n"
        );
        if visit.has_earlier_version {
            sql += &format!(
                "insert into visit_versions (visit_id, patient_id, version, visit_date, chief_complaint, diagnosis, notes,
                                             vitals, reason)
                 values ({id}, {patient}, 0, now(), 'Cough', '', '', '{{}}', 'A reason');\n"
            );
        }
        if visit.has_private_note {
            sql += &format!(
                "insert into visit_private_notes (visit_id, patient_id, provider_id, text)
                 values ({id}, {patient}, {author}, 'A note');\n"
            );
        }
        if let Some(provider) = visit.addendum_by {
            let (addendum, provider) = (literal(Kind::Addendum, number), literal(Kind::Provider, provider));
            sql += &format!(
                "insert into visit_addenda (id, visit_id, patient_id, provider_id, text)
                 values ({addendum}, {id}, {patient}, {provider}, 'A remark');\n"
            );
        }
    }
    sql
}

fn records(clinic: &Clinic) -> String {
    let mut sql = String::new();
    for (number, prescription) in clinic.prescriptions.iter().enumerate() {
        let author = prescription.author.map_or("null".to_owned(), |author| literal(Kind::Provider, author));
        let (id, patient) = (literal(Kind::Prescription, number), literal(Kind::Patient, prescription.patient));
        let mark = in_error(prescription.is_in_error);
        sql += &format!(
            "insert into prescriptions (id, patient_id, provider_id, medication, start_date, entered_in_error_at,
                                        entered_in_error_reason)
             values ({id}, {patient}, {author}, 'Metformin', current_date, {mark});\n"
        );
    }
    for (number, document) in clinic.documents.iter().enumerate() {
        let (id, patient) = (literal(Kind::Document, number), literal(Kind::Patient, document.patient));
        let mark = in_error(document.is_in_error);
        sql += &format!(
            "insert into documents (id, patient_id, file_url, document_type, media_type, size_bytes, sha256,
                                    entered_in_error_at, entered_in_error_reason)
             values ({id}, {patient}, {id}, 'other', 'application/pdf', 1, sha256(''), {mark});\n"
        );
    }
    for (number, patient) in clinic.allergies.iter().enumerate() {
        let (id, patient) = (literal(Kind::Allergy, number), literal(Kind::Patient, *patient));
        sql +=
            &format!("insert into patient_allergies (id, patient_id, substance) values ({id}, {patient}, 'Latex');\n");
    }
    for (number, (patient, provider)) in clinic.appointments.iter().enumerate() {
        let (patient, provider) = (literal(Kind::Patient, *patient), literal(Kind::Provider, *provider));
        sql += &format!(
            "insert into appointments (id, patient_id, provider_id, starts_at, ends_at)
             values ({}, {patient}, {provider}, now(), now() + interval '1 hour');\n",
            literal(Kind::Appointment, number),
        );
    }
    sql
}

fn access(clinic: &Clinic) -> String {
    let mut sql = String::new();
    let administrator = literal(Kind::Administrator, 0);
    for (number, event) in clinic.events.iter().enumerate() {
        let id = literal(Kind::Event, number);
        let patient = event.patient.map_or("null".to_owned(), |patient| literal(Kind::Patient, patient));
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
